/* dictamenctl suscripciones: the key of the secrets with which deliveries are signed. */
#include "cli/ctl.h"
#include "services/llave_cofre.h"

enum status ctl_suscripciones_crear_llave(struct ctl *c)
{
	const char *archivo = ctl_get(c, "archivo");
	enum status st = llave_cofre_create(archivo, PROBLEM_SUSCRIPCIONES_LLAVE, &c->err);
	if (st != STATUS_OK)
		return st;
	struct ctl_linea l;
	ctl_line_begin(&l);
	json_string(&l.w, "suscripciones_llave", archivo);
	ctl_line_end(&l);
	return STATUS_OK;
}
