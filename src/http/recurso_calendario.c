/* The calendar: a year's days (from memory), the notices, and publishing one. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "codec/json.h"
#include "codec/representacion.h"
#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/calendario.h"
#include "services/consulta.h"

#define CUERPO_MAX ((size_t)2 * 1024 * 1024)
#define TABLA_MAX (512 * 1024) /* characters of one table */

static bool digits(const char *s, size_t max, int *out)
{
	size_t n = strlen(s);
	*out = 0;
	if (n == 0 || n > max || strspn(s, "0123456789") != n)
		return false;
	*out = (int)strtol(s, NULL, 10);
	return true;
}

enum status recurso_ver_calendario(struct exchange *ex, void *worker)
{
	struct app *app = worker;
	int anio;
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st != STATUS_OK)
		return st;
	if (!digits(ex->params[0], 4, &anio) || anio < 1600 || anio > 2999)
		return error_set(&ex->err, PROBLEM_NO_ENCONTRADO);
	const struct calendario *c = calendario_vivo_get(app->calendario);
	const char *etag = arena_printf(ex->arena, "\"c%d-%d\"", c->version, anio);
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	calendario_write(&b, c, anio);
	calendario_vivo_put(app->calendario, c);
	if (!etag)
		return error_set(&ex->err, PROBLEM_INTERNO);
	exchange_header(ex, "ETag", etag);
	exchange_header(ex, "Cache-Control", "public, no-cache");
	if (ex->if_none_match && etag_matches(ex->if_none_match, etag))
		exchange_empty(ex, 304);
	else
		exchange_json(ex, 200, &b);
	return STATUS_OK;
}

/* ---- notices ---- */

/* "a,b" as an array of numbers or of strings. */
static void write_list(struct json_writer *w, const char *key, const char *list, bool quoted)
{
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	buf_putc(&b, '[');
	for (const char *p = list; *p;) {
		size_t n = strcspn(p, ",");
		if (quoted)
			buf_putc(&b, '"');
		buf_append(&b, p, n);
		if (quoted)
			buf_putc(&b, '"');
		p += n;
		if (*p) {
			buf_putc(&b, ',');
			p++;
		}
	}
	buf_putc(&b, ']');
	json_raw(w, key, buf_str(&b));
}

static void write_notice(struct json_writer *w, const struct aviso_fila *v)
{
	json_object(w, NULL);
	json_int(w, "version", v->version);
	json_string(w, "tipo", v->tipo);
	json_string(w, "fuente", v->fuente);
	json_string(w, "motivo", v->motivo);
	write_list(w, "anios", v->anios, false);
	if (v->revoca)
		json_int(w, "revoca", v->revoca);
	if (*v->dias)
		write_list(w, "dias", v->dias, true);
	json_instante(w, "publicado_en", v->publicado_en);
	json_object_end(w);
}

static enum status cursor_version(struct exchange *ex, int *antes_de)
{
	const char *s = exchange_query(ex, "cursor");
	*antes_de = 0;
	if (s && (!digits(s, 9, antes_de) || *antes_de < 1))
		return solicitud_cursor_ajeno(ex);
	return STATUS_OK;
}

enum status recurso_listar_avisos(struct exchange *ex, void *worker)
{
	static const char *const allowed[] = {"limite", "cursor", NULL};
	struct obrero *o = worker;
	int limite, antes_de;
	enum status st = exchange_query_only(ex, allowed);
	if (st == STATUS_OK)
		st = solicitud_limite(ex, &limite);
	if (st == STATUS_OK)
		st = cursor_version(ex, &antes_de);
	struct aviso_fila *filas = NULL;
	size_t n = 0;
	if (st == STATUS_OK)
		st = calendario_notices(o->db, antes_de, limite + 1, ex->arena, &filas, &n, &ex->err);
	if (st != STATUS_OK)
		return st;
	bool mas = n > (size_t)limite;
	n = mas ? (size_t)limite : n;
	const char *siguiente = mas ? arena_printf(ex->arena, "%d", filas[n - 1].version) : NULL;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	struct json_writer w;
	solicitud_lista_begin(&w, &b);
	for (size_t i = 0; i < n; i++)
		write_notice(&w, &filas[i]);
	return solicitud_lista_end(ex, &w, &b, mas, siguiente, allowed);
}

/* ---- publishing ---- */

static void aviso_init(void *value)
{
	struct aviso_peticion *p = value;
	*p = (struct aviso_peticion){.desde = DIA_NINGUNO, .hasta = DIA_NINGUNO};
}

#define AT(m) offsetof(struct aviso_peticion, m)
static const struct json_field aviso_fields[] = {
	{.name = "anios",
		.kind = JSON_KIND_ARRAY,
		.offset = AT(anios),
		.count_offset = AT(n_anios),
		.flags = JSON_UNIQUE,
		.max = 10,
		.item = JSON_KIND_INT,
		.item_size = sizeof(int),
		.item_min = 1900,
		.item_max = 2999},
	{.name = "desde", .kind = JSON_KIND_FECHA, .offset = AT(desde)},
	{.name = "fechas",
		.kind = JSON_KIND_ARRAY,
		.offset = AT(fechas),
		.count_offset = AT(n_fechas),
		.flags = JSON_UNIQUE,
		.min = 1,
		.max = AVISO_FECHAS_MAX,
		.item = JSON_KIND_FECHA,
		.item_size = sizeof(dia_t)},
	{.name = "fuente", .kind = JSON_KIND_STRING, .offset = AT(fuente), .flags = JSON_REQUIRED, .min = 1, .max = 500},
	{.name = "hasta", .kind = JSON_KIND_FECHA, .offset = AT(hasta)},
	{.name = "motivo", .kind = JSON_KIND_STRING, .offset = AT(motivo), .flags = JSON_REQUIRED, .min = 1, .max = 500},
	{.name = "revoca", .kind = JSON_KIND_INT, .offset = AT(revoca), .min = 1, .max = INT32_MAX},
	{.name = "tipo", .kind = JSON_KIND_ENUM, .offset = AT(tipo), .flags = JSON_REQUIRED, .vocabulario = &vocabulario_aviso},
};
static const struct json_desc desc_aviso = {.name = "aviso",
	.size = sizeof(struct aviso_peticion),
	.fields = aviso_fields,
	.n_fields = sizeof aviso_fields / sizeof *aviso_fields,
	.init = aviso_init};

static void write_answer(struct buf *out, const struct aviso_fila *aviso)
{
	struct json_writer w;
	json_begin(&w, out);
	write_notice(&w, aviso);
}

enum status recurso_publicar_aviso(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct aviso_peticion p;
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st == STATUS_OK)
		st = json_decode(&desc_aviso, ex->body, ex->body_len, &p, ex->arena, &ex->err);
	if (st != STATUS_OK)
		return st;
	p.usuario = ex->actor.usuario;
	struct recuerdo r;
	const struct gestion g = solicitud_gestion(ex, &r);
	st = calendario_aviso_publish(o->db, &g, &p, write_answer, ex->arena, &ex->err);
	if (st != STATUS_OK)
		return st;
	/* The notice stands already; should this fail, the maintenance thread sees the new version within a second. */
	struct error despues;
	error_init(&despues, ex->arena);
	(void)!calendario_vivo_refresh(o->app->calendario, o->db, &despues);
	exchange_header(ex, "Location", "/v1/calendario/avisos");
	solicitud_recordada(ex, &r);
	return STATUS_OK;
}

/* ---- loading ---- */

struct carga_cuerpo {
	const char *anios, *dias, *fuente;
};
static const struct json_field carga_fields[] = {
	{.name = "anios",
		.kind = JSON_KIND_STRING,
		.offset = offsetof(struct carga_cuerpo, anios),
		.flags = JSON_MULTILINE,
		.max = TABLA_MAX},
	{.name = "dias",
		.kind = JSON_KIND_STRING,
		.offset = offsetof(struct carga_cuerpo, dias),
		.flags = JSON_MULTILINE,
		.max = TABLA_MAX},
	{.name = "fuente", .kind = JSON_KIND_STRING, .offset = offsetof(struct carga_cuerpo, fuente), .min = 1, .max = 500},
};
static const struct json_desc desc_carga = {.name = "carga",
	.size = sizeof(struct carga_cuerpo),
	.fields = carga_fields,
	.n_fields = sizeof carga_fields / sizeof *carga_fields};

static void write_load(struct buf *out, const void *hecho)
{
	const struct calendario_cargado *c = hecho;
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	if (c->version)
		json_int(&w, "version", c->version);
	json_int(&w, "dias", c->dias);
	json_int(&w, "anios", c->anios);
	json_object_end(&w);
}

static enum status read_load(struct exchange *ex, struct calendario_carga *out)
{
	struct carga_cuerpo c;
	enum status st = json_decode(&desc_carga, ex->body, ex->body_len, &c, ex->arena, &ex->err);
	if (st != STATUS_OK)
		return st;
	calendario_carga_incluida(out);
	if (c.dias || c.anios)
		*out = (struct calendario_carga){.dias_csv = c.dias, .anios_csv = c.anios, .fuente = c.fuente};
	else if (c.fuente)
		out->fuente = c.fuente;
	if (out->fuente)
		return STATUS_OK;
	error_add(&ex->err, "/fuente", MENSAJE_REQUERIDO);
	return error_set(&ex->err, PROBLEM_CUERPO_INVALIDO);
}

enum status recurso_cargar_calendario(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct calendario_carga c;
	struct calendario_cargado hecho;
	struct recuerdo r;
	struct gestion g = solicitud_gestion(ex, &r);
	g.escribir = write_load;
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st == STATUS_OK)
		st = recuerdo_begin(o->db, &r, ex->arena, &ex->err);
	if (st != STATUS_OK)
		return st;
	if (!r.repetida)
		st = read_load(ex, &c);
	if (st == STATUS_OK && !r.repetida)
		st = calendario_cargar(o->db, &g, &c, ex->arena, &hecho, &ex->err);
	return solicitud_creada(ex, st, &r);
}
