/* dictamenctl cuenta invitar, enlace, retirar-segundo-factor, crear-llave. */
#include "cli/ctl.h"
#include "services/cuentas.h"
#include "services/llave_cofre.h"

static enum status person(struct ctl *c, struct uuid *id)
{
	*id = ctl_uuid(c, "usuario");
	return c->err.n_items ? error_set(&c->err, PROBLEM_CUERPO_INVALIDO) : STATUS_OK;
}

enum status ctl_cuenta_invitar(struct ctl *c)
{
	struct uuid id;
	struct ctl_linea l;
	enum status st = person(c, &id);
	if (st == STATUS_OK)
		st = cuentas_invitar(c->db, &id, c->arena, &c->err);
	if (st != STATUS_OK)
		return st;
	ctl_line_begin(&l);
	ctl_line_uuid(&l, "usuario", &id);
	ctl_line_end(&l);
	return STATUS_OK;
}

enum status ctl_cuenta_enlace(struct ctl *c)
{
	struct uuid id;
	struct ctl_linea l;
	const char *enlace = NULL;
	enum status st = person(c, &id);
	if (st == STATUS_OK)
		st = cuentas_enlace(c->db, c->config, &id, c->arena, &enlace, &c->err);
	if (st != STATUS_OK)
		return st;
	ctl_line_begin(&l);
	ctl_line_uuid(&l, "usuario", &id);
	json_string(&l.w, "enlace", enlace);
	ctl_line_end(&l);
	return STATUS_OK;
}

enum status ctl_cuenta_retirar_segundo_factor(struct ctl *c)
{
	struct uuid id;
	struct ctl_linea l;
	enum status st = person(c, &id);
	if (st == STATUS_OK)
		st = cuentas_factor_retirar(c->db, &ctl_gestion, &id, c->arena, &c->err);
	if (st != STATUS_OK)
		return st;
	ctl_line_begin(&l);
	ctl_line_uuid(&l, "usuario", &id);
	ctl_line_end(&l);
	return STATUS_OK;
}

enum status ctl_cuenta_crear_llave(struct ctl *c)
{
	const char *archivo = ctl_get(c, "archivo");
	enum status st = llave_cofre_create(archivo, PROBLEM_CUENTAS_LLAVE, &c->err);
	if (st != STATUS_OK)
		return st;
	struct ctl_linea l;
	ctl_line_begin(&l);
	json_string(&l.w, "cuentas_llave", archivo);
	ctl_line_end(&l);
	return STATUS_OK;
}
