/* Files: opening, reading, changing the draft's data, lists. */
#include <string.h>

#include "codec/json.h"
#include "codec/tipos.h"
#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/consulta.h"
#include "services/ficha.h"

#define CUERPO_MAX (4u << 20)

static const char *const sin_parametros[] = {NULL};

/* ---- opening and changing ---- */

enum status recurso_abrir_expediente(struct exchange *ex, void *worker)
{
	struct uuid organizacion;
	struct datos_expediente *datos;
	enum status st = exchange_query_only(ex, sin_parametros);
	if (st == STATUS_OK)
		st = expediente_request_decode(ex->body, ex->body_len, ex->arena, &organizacion, &datos, &ex->err);
	if (st != STATUS_OK)
		return st;
	struct tramite *t = solicitud_tramite(ex);
	if (!t)
		return STATUS_INTERNAL;
	tramite_open(worker, t, &organizacion, datos);
	solicitud_answer(ex, t);
	return STATUS_OK;
}

enum status recurso_modificar_datos(struct exchange *ex, void *worker)
{
	int version;
	enum status st = exchange_query_only(ex, sin_parametros);
	if (st == STATUS_OK)
		st = solicitud_version(ex, &version);
	if (st != STATUS_OK)
		return st;
	struct tramite *t = solicitud_tramite(ex);
	if (!t)
		return STATUS_INTERNAL;
	t->clase = TRAMITE_MODIFICAR;
	t->version = version;
	t->idem_clave = NULL; /* If-Match already makes a repeated PATCH harmless */
	t->parche = ex->body;
	t->parche_len = ex->body_len;
	tramites_perform(worker, &t, 1);
	solicitud_answer(ex, t);
	return STATUS_OK;
}

/* ---- reading, in groups ---- */

static struct consulta *read_asked(struct exchange *ex, enum vista vista)
{
	struct consulta *l = ARENA_NEW(ex->arena, struct consulta);
	if (!l) {
		(void)error_set(&ex->err, PROBLEM_INTERNO);
		return NULL;
	}
	if (exchange_query_only(ex, sin_parametros) != STATUS_OK)
		return NULL;
	*l = (struct consulta){.who = &ex->actor,
		.ref = ex->params[0],
		.vista = vista,
		.if_none_match = ex->if_none_match,
		.arena = ex->arena,
		.err = &ex->err};
	buf_init(&l->cuerpo, CUERPO_MAX);
	return l;
}

static void read_answer(struct exchange *ex, struct consulta *l)
{
	if (l->status != STATUS_OK) {
		buf_free(&l->cuerpo);
		exchange_problem(ex);
		return;
	}
	exchange_header(ex, "ETag", l->etag);
	exchange_header(ex, "Cache-Control", "private, no-cache");
	exchange_header(ex, "Vary", "Authorization");
	if (l->igual) {
		buf_free(&l->cuerpo);
		exchange_empty(ex, 304);
	} else {
		exchange_json(ex, 200, &l->cuerpo);
	}
}

static void read_group(struct exchange **ex, size_t n, struct obrero *o, enum vista vista)
{
	struct consulta *l[EXPEDIENTES_GRUPO_MAX], *orden[EXPEDIENTES_GRUPO_MAX];
	struct exchange *de[EXPEDIENTES_GRUPO_MAX];
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		struct consulta *asked = read_asked(ex[i], vista);
		if (!asked) {
			exchange_problem(ex[i]);
			continue;
		}
		l[k] = orden[k] = asked;
		de[k++] = ex[i];
	}
	consultas_perform(o, orden, k);
	for (size_t i = 0; i < k; i++)
		read_answer(de[i], l[i]);
}

void recurso_ver_expediente(struct exchange **ex, size_t n, void *worker)
{
	read_group(ex, n, worker, VISTA_EXPEDIENTE);
}

void recurso_ver_pasos(struct exchange **ex, size_t n, void *worker)
{
	read_group(ex, n, worker, VISTA_PASOS);
}

/* ---- lists ---- */

static const char *const lista_parametros[] = {
	"estado", "turno", "organizacion", "responsable", "vence_antes", "q", "orden", "limite", "total", "cursor", NULL};

static enum status filter_states(struct exchange *ex, struct lista_filtro *f)
{
	const char *s = exchange_query(ex, "estado");
	if (!s)
		return STATUS_OK;
	f->estados = ARENA_ARRAY(ex->arena, (size_t)ESTADO_COUNT, const char *);
	if (!f->estados)
		return error_set(&ex->err, PROBLEM_INTERNO);
	while (*s) {
		size_t len = strcspn(s, ",");
		char *uno = arena_memdup(ex->arena, s, len);
		if (!uno || !vocabulario_find(&vocabulario_estado, uno) || f->n_estados >= (size_t)ESTADO_COUNT)
			return exchange_param_error(ex, "estado", MENSAJE_FORMATO, "estados de GET /v1/procedimiento, separados por comas");
		f->estados[f->n_estados++] = uno;
		s += len + (s[len] == ',');
	}
	return STATUS_OK;
}

static enum status filter_choice(struct exchange *ex, const char *name, const char *yes, const char *no, bool *out)
{
	const char *s = exchange_query(ex, name);
	if (!s || strcmp(s, no) == 0)
		return STATUS_OK;
	*out = strcmp(s, yes) == 0;
	return *out ? STATUS_OK : exchange_param_error(ex, name, MENSAJE_ENUM, arena_printf(ex->arena, "%s, %s", yes, no));
}

static enum status filter_rest(struct exchange *ex, struct lista_filtro *f)
{
	const char *turno = exchange_query(ex, "turno"), *vence = exchange_query(ex, "vence_antes"), *q = exchange_query(ex, "q");
	f->turno = (enum oficina)vocabulario_find(&vocabulario_oficina, turno);
	if (turno && !f->turno)
		return exchange_param_error(ex, "turno", MENSAJE_ENUM, "gobierno_local, dgcp, cja");
	f->vence_antes = DIA_NINGUNO;
	if (vence && !fecha_parse(vence, &f->vence_antes))
		return exchange_param_error(ex, "vence_antes", MENSAJE_FECHA, NULL);
	if (q && strlen(q) > 400)
		return exchange_param_error(ex, "q", MENSAJE_LARGO_MAX, "400");
	f->palabras = q && *q ? ficha_pattern(q, ex->arena) : NULL;
	if (q && *q && !f->palabras)
		return exchange_param_error(ex, "q", MENSAJE_CARACTERES, NULL);
	return STATUS_OK;
}

static enum status read_cursor(struct exchange *ex, struct uuid *out)
{
	char clave[sizeof out->b + 1];
	size_t n;
	if (!exchange_query(ex, "cursor"))
		return STATUS_OK;
	enum status st = solicitud_cursor_abierto(ex, lista_parametros, clave, sizeof out->b, &n);
	if (st == STATUS_OK && n != sizeof out->b)
		return solicitud_cursor_ajeno(ex);
	if (st == STATUS_OK)
		memcpy(out->b, clave, n);
	return st;
}

static enum status filter_read(struct exchange *ex, struct lista_filtro *f)
{
	enum status st = exchange_query_only(ex, lista_parametros);
	if (st == STATUS_OK)
		st = filter_states(ex, f);
	if (st == STATUS_OK)
		st = filter_rest(ex, f);
	if (st == STATUS_OK)
		st = solicitud_uuid(ex, "organizacion", &f->organizacion);
	if (st == STATUS_OK)
		st = solicitud_uuid(ex, "responsable", &f->responsable);
	if (st == STATUS_OK)
		st = filter_choice(ex, "orden", "antiguos", "recientes", &f->ascendente);
	if (st == STATUS_OK)
		st = filter_choice(ex, "total", "si", "no", &f->contar);
	if (st == STATUS_OK)
		st = solicitud_limite(ex, &f->limite);
	if (st == STATUS_OK)
		st = read_cursor(ex, &f->despues_de);
	/* Row-level security says the same; said here too, the index on the organisation serves. */
	if (ex->actor.rol == ROL_GOBIERNO_LOCAL && uuid_is_nil(&f->organizacion))
		f->organizacion = ex->actor.organizacion;
	return st;
}

static void write_row(struct json_writer *w, const struct lista_fila *f)
{
	char id[UUID_LEN], org[UUID_LEN];
	uuid_format(&f->id, id);
	uuid_format(&f->organizacion, org);
	json_object(w, NULL);
	json_string(w, "id", id);
	json_string(w, "folio", f->folio);
	json_string(w, "organizacion", org);
	json_string(w, "cve_ent", f->cve_ent);
	json_string(w, "denominacion", f->denominacion);
	if (*f->tipo)
		json_string(w, "tipo", f->tipo);
	json_string(w, "contrapartes", f->contrapartes);
	json_string(w, "estado", f->estado);
	json_string(w, "turno", f->turno);
	json_int(w, "version", f->version);
	json_fecha(w, "vence", f->vence);
	json_fecha(w, "fecha_firma_pretendida", f->fecha_firma);
	json_instante(w, "actualizado_en", f->actualizado_en);
	json_object_end(w);
}

enum status recurso_listar_expedientes(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct lista_filtro f = {0};
	enum status st = filter_read(ex, &f);
	if (st != STATUS_OK)
		return st;
	struct lista_fila *filas;
	size_t n;
	int64_t total = 0;
	int pedidas = f.limite++;
	st = expedientes_list(o->db, &ex->actor, &f, ex->arena, &filas, &n, &total, &ex->err);
	if (st != STATUS_OK)
		return st;
	bool mas = n > (size_t)pedidas;
	BUF_AUTO out;
	buf_init(&out, CUERPO_MAX);
	struct json_writer w;
	json_begin(&w, &out);
	json_object(&w, NULL);
	json_array(&w, "datos");
	for (size_t i = 0; i < n && i < (size_t)pedidas; i++)
		write_row(&w, &filas[i]);
	json_array_end(&w);
	const struct uuid *ultimo = mas ? &filas[pedidas - 1].id : NULL;
	const char *siguiente = ultimo ? solicitud_cursor_sellado(ex, lista_parametros, ultimo->b, sizeof ultimo->b) : NULL;
	json_string_or_null(&w, "siguiente", siguiente);
	if (f.contar)
		json_int(&w, "total", total);
	json_object_end(&w);
	if (siguiente)
		solicitud_link_next(ex, siguiente, lista_parametros);
	exchange_json(ex, 200, &out);
	return STATUS_OK;
}
