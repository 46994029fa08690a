#include "services/certificados_cliente.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "codec/json.h"
#include "store/directorio.h"

#define TEXTO_MAX ((size_t)8 * 1024)

/* Text of the journal's row. */
static const char *describe(const char *accion, const struct certificado_cliente *c, struct arena *a)
{
	struct json_writer w;
	BUF_AUTO b;
	char sha[SHA256_HEX_LEN], vence[INSTANTE_LEN];
	hex_encode(c->sha256.b, SHA256_LEN, sha);
	instante_format_utc(c->vence_en, vence);
	buf_init(&b, TEXTO_MAX);
	json_begin(&w, &b);
	json_object(&w, NULL);
	json_string(&w, "accion", accion);
	json_string(&w, "asunto", c->asunto);
	json_uuid(&w, "certificado", &c->id);
	json_string(&w, "sha256", sha);
	json_string(&w, "vence_en", vence);
	json_object_end(&w);
	return b.failed ? NULL : arena_strdup(a, buf_str(&b));
}

static enum status read_certificate(const char *pem, struct certificado_cliente *c, struct error *err)
{
	struct certificado leido;
	const size_t n = strlen(c->etiqueta);
	const enum certificado_juicio j = certificado_parse(pem, &leido);
	if (j == CERTIFICADO_ILEGIBLE)
		error_add(err, "/certificado", MENSAJE_CERTIFICADO_ILEGIBLE);
	else if (j == CERTIFICADO_DEBIL)
		error_add(err, "/certificado", MENSAJE_CERTIFICADO_DEBIL);
	else if (leido.vence_en <= reloj_now())
		error_add(err, "/certificado", MENSAJE_CERTIFICADO_VENCIDO);
	if (!utf8_valid(c->etiqueta, n) || utf8_has_control(c->etiqueta) || strpbrk(c->etiqueta, "\n\t"))
		error_add(err, "/etiqueta", MENSAJE_CARACTERES);
	else if (utf8_length(c->etiqueta) > CERTIFICADO_ETIQUETA_MAX)
		error_add(err, "/etiqueta", MENSAJE_LARGO_MAX, "100");
	if (err->n_items)
		return error_set(err, PROBLEM_CUERPO_INVALIDO);
	c->id = uuid_v7(reloj_now() / 1000);
	c->sha256 = leido.sha256;
	c->desde = leido.desde;
	c->vence_en = leido.vence_en;
	c->revocado_en = INSTANTE_NINGUNO;
	c->asunto = arena_strdup(err->arena, leido.asunto);
	return c->asunto ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

static enum status add(struct db *db, struct certificado_cliente *c, struct error *err)
{
	char texto[16];
	int vivos = 0, vigentes;
	enum status st = certificados_cliente_count(db, &c->organizacion, reloj_now(), &vivos, &vigentes, err);
	if (st == STATUS_OK && vivos >= CERTIFICADOS_MAX) {
		snprintf(texto, sizeof texto, "%d", CERTIFICADOS_MAX);
		return error_set(err, PROBLEM_DEMASIADOS_CERTIFICADOS, texto);
	}
	return st == STATUS_OK ? certificados_cliente_create(db, c, err) : st;
}

enum status certificado_cliente_alta(
	struct db *db, const struct gestion *g, const char *pem, struct certificado_cliente *c, struct error *err)
{
	c->etiqueta = c->etiqueta ? c->etiqueta : "";
	enum status st = read_certificate(pem, c, err);
	if (st == STATUS_OK)
		st = gestion_begin(db, err);
	if (st != STATUS_OK)
		return st;
	st = add(db, c, err);
	const struct gestion_hecho h = {.tipo = SEGURIDAD_CREDENCIAL,
		.objeto = "organizacion",
		.id = &c->organizacion,
		.datos = st == STATUS_OK ? describe("alta_certificado", c, err->arena) : NULL,
		.hecho = c};
	return gestion_end(db, g, st, &h, err->arena, err);
}

enum status certificado_cliente_revocar(
	struct db *db, const struct gestion *g, const struct uuid *organizacion, const struct uuid *id, struct error *err)
{
	const struct uuid primero = {{0}};
	struct certificado_cliente *c = NULL;
	size_t n = 0;
	enum status st = gestion_begin(db, err);
	if (st != STATUS_OK)
		return st;
	st = certificados_cliente_page(db, organizacion, &primero, id, 1, err->arena, &c, &n, err);
	if (st == STATUS_OK && n == 0)
		st = error_set(err, PROBLEM_NO_ENCONTRADO);
	const bool ya = st == STATUS_OK && c->revocado_en != INSTANTE_NINGUNO;
	if (st == STATUS_OK && !ya)
		st = certificados_cliente_revoke(db, organizacion, id, err);
	const struct gestion_hecho h = {.tipo = SEGURIDAD_CREDENCIAL,
		.objeto = "organizacion",
		.id = organizacion,
		.datos = st == STATUS_OK ? describe("revocacion_certificado", c, err->arena) : NULL,
		.sin_cambio = ya};
	return gestion_end(db, g, st, &h, err->arena, err);
}
