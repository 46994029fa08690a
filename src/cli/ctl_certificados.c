/* dictamenctl organizacion certificado, exigir-certificado. */
#include <stdio.h>
#include <string.h>

#include "cli/ctl.h"
#include "credencial/certificado.h"
#include "services/certificados_cliente.h"
#include "services/directorio.h"

#define PAGINA 500

static void print_certificate(const struct certificado_cliente *k)
{
	struct ctl_linea l;
	char sha[SHA256_HEX_LEN];
	hex_encode(k->sha256.b, SHA256_LEN, sha);
	ctl_line_begin(&l);
	ctl_line_uuid(&l, "id", &k->id);
	ctl_line_uuid(&l, "organizacion", &k->organizacion);
	json_string(&l.w, "asunto", k->asunto);
	json_string(&l.w, "etiqueta", k->etiqueta);
	json_string(&l.w, "sha256", sha);
	json_instante(&l.w, "desde", k->desde);
	json_instante(&l.w, "vence_en", k->vence_en);
	if (k->revocado_en != INSTANTE_NINGUNO)
		json_instante(&l.w, "revocado_en", k->revocado_en);
	ctl_line_end(&l);
}

static enum status list_certificates(struct ctl *c, const struct uuid *organizacion)
{
	struct uuid despues = {{0}};
	const struct uuid cualquiera = {{0}};
	for (;;) {
		ARENA_AUTO *a = arena_create((size_t)4 * 1024 * 1024);
		struct certificado_cliente *filas = NULL;
		size_t n = 0;
		enum status st = a ? certificados_cliente_page(c->db, organizacion, &despues, &cualquiera, PAGINA, a, &filas, &n, &c->err)
				   : error_set(&c->err, PROBLEM_INTERNO);
		if (st != STATUS_OK || n == 0)
			return st;
		for (size_t i = 0; i < n; i++)
			print_certificate(&filas[i]);
		despues = filas[n - 1].id;
	}
}

static bool read_file(const char *ruta, char out[static CERTIFICADO_PEM_MAX + 2])
{
	FILE *f = fopen(ruta, "re");
	if (!f)
		return false;
	const size_t n = fread(out, 1, CERTIFICADO_PEM_MAX + 1, f);
	const bool ok = ferror(f) == 0;
	fclose(f);
	out[n] = '\0';
	return ok;
}

static enum status add_certificate(struct ctl *c, const struct uuid *organizacion, const char *archivo)
{
	struct certificado_cliente k = {.organizacion = *organizacion, .etiqueta = ctl_get(c, "etiqueta")};
	char pem[CERTIFICADO_PEM_MAX + 2];
	if (!read_file(archivo, pem)) {
		error_add(&c->err, "--agregar", MENSAJE_CERTIFICADO_ILEGIBLE);
		return error_set(&c->err, PROBLEM_CUERPO_INVALIDO);
	}
	enum status st = certificado_cliente_alta(c->db, &ctl_gestion, pem, &k, &c->err);
	if (st == STATUS_OK)
		print_certificate(&k);
	return st;
}

enum status ctl_organizacion_certificado(struct ctl *c)
{
	const char *agregar = ctl_get(c, "agregar");
	struct uuid id = ctl_uuid(c, "id"), revocar = ctl_uuid(c, "revocar");
	if (agregar && ctl_get(c, "revocar"))
		error_add(&c->err, "--revocar", MENSAJE_NO_CORRESPONDE);
	if (c->err.n_items)
		return error_set(&c->err, PROBLEM_CUERPO_INVALIDO);
	if (agregar)
		return add_certificate(c, &id, agregar);
	if (uuid_is_nil(&revocar))
		return list_certificates(c, &id);
	enum status st = certificado_cliente_revocar(c->db, &ctl_gestion, &id, &revocar, &c->err);
	if (st == STATUS_OK) {
		struct ctl_linea l;
		ctl_line_begin(&l);
		ctl_line_uuid(&l, "id", &revocar);
		ctl_line_end(&l);
	}
	return st;
}

enum status ctl_organizacion_exigir_certificado(struct ctl *c)
{
	struct organizacion o;
	struct uuid id = ctl_uuid(c, "id");
	if (c->err.n_items)
		return error_set(&c->err, PROBLEM_CUERPO_INVALIDO);
	enum status st = directorio_organizacion(c->db, &id, c->arena, &o, &c->err);
	if (st != STATUS_OK)
		return st;
	o.exige_certificado = ctl_get(c, "no") == NULL;
	st = organizacion_cambiar(c->db, &ctl_gestion, &o, &c->err);
	if (st == STATUS_OK) {
		struct ctl_linea l;
		ctl_line_begin(&l);
		ctl_line_uuid(&l, "id", &id);
		json_bool(&l.w, "exige_certificado", o.exige_certificado);
		ctl_line_end(&l);
	}
	return st;
}
