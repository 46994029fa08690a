/* The templates of the documents: what is in force, what was, a new version, a sample. What is judged and recorded: services/plantillas.h. */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/plantillas.h"

#define CUERPO_MAX ((size_t)4 << 20)
#define CARGA_MAX ((size_t)64 << 20) /* the texts of all templates, twice */
#define ETIQUETA_LEN 24

static const char *const nada[] = {NULL};

/* ---- reading ---- */

static enum status query_set(struct exchange *ex, struct sha256 *juego, bool *hay)
{
	const char *s = exchange_query(ex, "juego");
	*hay = s != NULL;
	if (s && (strlen(s) != 2 * SHA256_LEN || !hex_decode(s, juego->b, SHA256_LEN)))
		return exchange_param_error(ex, "juego", MENSAJE_FORMATO, "SHA-256, 64 hex");
	return STATUS_OK;
}

static enum status query_number(struct exchange *ex, const char *name, int *out)
{
	const char *s = exchange_query(ex, name);
	const size_t n = s ? strlen(s) : 0;
	*out = 0;
	if (!s)
		return STATUS_OK;
	if (n == 0 || n > 9 || strspn(s, "0123456789") != n || (*out = (int)strtol(s, NULL, 10)) < PLANTILLA_VERSION_ARCHIVO)
		return exchange_param_error(ex, name, MENSAJE_VALOR_MIN, "1");
	return STATUS_OK;
}

enum status recurso_listar_plantillas(struct exchange *ex, void *worker)
{
	static const char *const allowed[] = {"juego", NULL};
	struct obrero *o = worker;
	struct plantilla_vista *v = NULL;
	struct sha256 juego;
	size_t n = 0;
	bool hay = false;
	ARENA_AUTO *a = arena_create(CARGA_MAX);
	enum status st = a ? exchange_query_only(ex, allowed) : error_set(&ex->err, PROBLEM_SATURADO);
	if (st == STATUS_OK)
		st = query_set(ex, &juego, &hay);
	if (st == STATUS_OK)
		st = plantillas_list(o->db, o->app->plantillas, &ex->actor, hay ? &juego : NULL, a, &v, &n, &ex->err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, CUERPO_MAX);
	solicitud_lista_begin(&w, &b);
	for (size_t i = 0; i < n; i++)
		plantilla_write(&w, NULL, &v[i], false);
	json_array_end(&w);
	json_object_end(&w);
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}

enum status recurso_ver_plantilla(struct exchange *ex, void *worker)
{
	static const char *const allowed[] = {"juego", "version", NULL};
	struct obrero *o = worker;
	struct plantilla_vista v;
	struct sha256 juego;
	int version = 0;
	bool hay = false;
	ARENA_AUTO *a = arena_create(CARGA_MAX);
	enum status st = a ? exchange_query_only(ex, allowed) : error_set(&ex->err, PROBLEM_SATURADO);
	if (st == STATUS_OK)
		st = query_set(ex, &juego, &hay);
	if (st == STATUS_OK)
		st = query_number(ex, "version", &version);
	if (st == STATUS_OK && hay && version)
		st = exchange_param_error(ex, "version", MENSAJE_NO_CORRESPONDE, NULL);
	if (st == STATUS_OK)
		st = plantilla_find(o->db, o->app->plantillas, &ex->actor, ex->params[0], version, hay ? &juego : NULL, a, &v, &ex->err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, CUERPO_MAX);
	json_begin(&w, &b);
	plantilla_write(&w, NULL, &v, true);
	if (v.vigente) { /* what a change must name; the text of a file may change under the same version, so nobody is told that theirs is current */
		char etiqueta[ETIQUETA_LEN];
		snprintf(etiqueta, sizeof etiqueta, "\"%d\"", v.fila.version);
		exchange_header(ex, "ETag", etiqueta);
	}
	exchange_header(ex, "Cache-Control", "private, no-store");
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}

enum status recurso_listar_versiones_plantilla(struct exchange *ex, void *worker)
{
	static const char *const allowed[] = {"limite", "cursor", NULL};
	struct obrero *o = worker;
	struct plantilla_vista *v = NULL;
	int limite = 0, antes_de = 0;
	size_t n = 0;
	ARENA_AUTO *a = arena_create(CARGA_MAX);
	enum status st = a ? exchange_query_only(ex, allowed) : error_set(&ex->err, PROBLEM_SATURADO);
	if (st == STATUS_OK)
		st = solicitud_limite(ex, &limite);
	if (st == STATUS_OK)
		st = query_number(ex, "cursor", &antes_de);
	if (st == STATUS_OK)
		st = plantilla_history(o->db, o->app->plantillas, &ex->actor, ex->params[0], antes_de, limite + 1, a, &v, &n, &ex->err);
	if (st != STATUS_OK)
		return st;
	const bool mas = n > (size_t)limite;
	n = mas ? (size_t)limite : n;
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, CUERPO_MAX);
	solicitud_lista_begin(&w, &b);
	for (size_t i = 0; i < n; i++)
		plantilla_write(&w, NULL, &v[i], false);
	return solicitud_lista_end(ex, &w, &b, mas, mas ? arena_printf(ex->arena, "%d", v[n - 1].fila.version) : NULL, allowed);
}

/* ---- changing ---- */

#define AT(m) offsetof(struct plantilla_pedida, m)
static const struct json_field version_fields[] = {
	{.name = "de_version", .kind = JSON_KIND_INT, .offset = AT(de_version), .min = PLANTILLA_VERSION_ARCHIVO, .max = INT32_MAX},
	{.name = "motivo", .kind = JSON_KIND_STRING, .offset = AT(motivo), .flags = JSON_REQUIRED, .min = 1, .max = 500},
	{.name = "texto", .kind = JSON_KIND_STRING, .offset = AT(texto), .flags = JSON_MULTILINE, .min = 1, .max = PLANTILLA_MAX},
};
static const struct json_field muestra_fields[] = {
	{.name = "texto", .kind = JSON_KIND_STRING, .offset = AT(texto), .flags = JSON_MULTILINE, .min = 1, .max = PLANTILLA_MAX},
};
#undef AT
static const struct json_desc desc_version = {.name = "plantilla_version",
	.size = sizeof(struct plantilla_pedida),
	.fields = version_fields,
	.n_fields = sizeof version_fields / sizeof *version_fields};
static const struct json_desc desc_muestra = {.name = "plantilla_muestra",
	.size = sizeof(struct plantilla_pedida),
	.fields = muestra_fields,
	.n_fields = sizeof muestra_fields / sizeof *muestra_fields};

static enum status read_wanted(struct exchange *ex, const struct json_desc *desc, struct plantilla_pedida *p)
{
	enum status st = json_decode(desc, ex->body, ex->body_len, p, ex->arena, &ex->err);
	p->nombre = ex->params[0];
	p->texto_len = st == STATUS_OK && p->texto ? strlen(p->texto) : 0;
	return st;
}

static void write_version(struct buf *out, const void *hecho)
{
	struct json_writer w;
	json_begin(&w, out);
	plantilla_write(&w, NULL, hecho, false);
}

enum status recurso_poner_plantilla(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct plantilla_pedida p;
	struct plantilla_vista hecha;
	struct recuerdo r;
	int version = 0;
	const struct imprenta im = plantillas_press(o->app, o->app->plantillas);
	struct gestion g = solicitud_gestion(ex, &r);
	g.escribir = write_version;
	ARENA_AUTO *a = arena_create(CARGA_MAX);
	enum status st = a ? exchange_query_only(ex, nada) : error_set(&ex->err, PROBLEM_SATURADO);
	if (st == STATUS_OK)
		st = recuerdo_begin(o->db, &r, ex->arena, &ex->err);
	if (st != STATUS_OK)
		return st;
	if (!r.repetida) {
		st = solicitud_version(ex, &version);
		if (st == STATUS_OK)
			st = read_wanted(ex, &desc_version, &p);
		p.version = version;
		if (st == STATUS_OK)
			st = plantilla_put(o->db, &g, &im, &p, a, &hecha, &ex->err);
	}
	return solicitud_creada(ex, st, &r);
}

enum status recurso_probar_plantilla(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct plantilla_pedida p;
	const struct imprenta im = plantillas_press(o->app, o->app->plantillas);
	BUF_AUTO pdf;
	buf_init(&pdf, EMISION_PDF_MAX);
	ARENA_AUTO *a = arena_create(CARGA_MAX);
	enum status st = a ? exchange_query_only(ex, nada) : error_set(&ex->err, PROBLEM_SATURADO);
	if (st == STATUS_OK)
		st = read_wanted(ex, &desc_muestra, &p);
	if (st == STATUS_OK)
		st = plantilla_try(o->db, &im, &p, a, &pdf, &ex->err);
	if (st != STATUS_OK)
		return st;
	exchange_body(ex, 200, "application/pdf", &pdf);
	solicitud_attachment(ex, arena_printf(ex->arena, "muestra-%s.pdf", p.nombre));
	return STATUS_OK;
}
