/* Jobs: how far they are and what they found. A job is seen by whoever sees its file and may know of its class; to all others it does not exist. */
#include "codec/json.h"
#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/trabajos.h"

#define CUERPO_MAX (16u << 20)
#define ARENA_RESULTADO ((size_t)24 << 20)
#define TRABAJOS_MAX 200 /* of one file in a list, the newest */
#define ESPERA_S "2"

static const char *const sin_parametros[] = {NULL};

static void write_problem(struct json_writer *w, const struct exchange *ex, const struct trabajo_problema *p)
{
	if (!p->slug)
		return;
	json_object(w, "problema");
	json_string(w, "codigo", p->slug);
	json_string(w, "detalle", ex->ingles ? p->detalle.en : p->detalle.es);
	json_string(w, "que_hacer", ex->ingles ? p->que_hacer.en : p->que_hacer.es);
	json_object_end(w);
}

static void write_job(struct json_writer *w, const struct exchange *ex, const struct trabajo_fila *f)
{
	json_object(w, NULL);
	json_uuid(w, "id", &f->id);
	json_uuid(w, "expediente", &f->expediente);
	json_int(w, "acto", f->n);
	json_string(w, "clase", f->clase);
	json_string(w, "estado", trabajo_estado_slug(f->estado));
	json_object(w, "avance");
	json_int(w, "hechas", f->hechas);
	json_int(w, "total", f->total);
	json_string(w, "texto", f->avance);
	json_object_end(w);
	json_int(w, "intentos", f->intentos);
	json_instante(w, "creado_en", f->creado_en);
	json_instante(w, "actualizado_en", f->actualizado_en);
	if (f->terminado_en != INSTANTE_NINGUNO)
		json_instante(w, "terminado_en", f->terminado_en);
	write_problem(w, ex, &f->problema);
	const char *resultado = trabajo_entero(f->clase, &ex->actor) ? f->resultado : f->resultado_local;
	if (resultado)
		json_raw(w, "resultado", resultado);
	json_object_end(w);
}

/* What moves is not kept by anybody; who waits is told for how long. */
static void answer(struct exchange *ex, struct buf *out, bool corre)
{
	exchange_header(ex, "Cache-Control", "private, no-store");
	exchange_header(ex, "Vary", "Authorization, Accept-Language");
	if (corre)
		exchange_header(ex, "Retry-After", ESPERA_S);
	exchange_json(ex, 200, out);
}

enum status recurso_ver_trabajo(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct uuid id;
	enum status st = exchange_query_only(ex, sin_parametros);
	if (st != STATUS_OK)
		return st;
	ARENA_AUTO *a = arena_create(ARENA_RESULTADO);
	if (!a || !uuid_parse(ex->params[0], &id))
		return error_set(&ex->err, a ? PROBLEM_NO_ENCONTRADO : PROBLEM_INTERNO);
	struct trabajo_fila f;
	st = trabajos_ver(o->db, &ex->actor, &id, a, &f, &ex->err);
	if (st == STATUS_OK && !trabajo_visible(f.clase, &ex->actor))
		st = error_set(&ex->err, PROBLEM_NO_ENCONTRADO);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO out;
	buf_init(&out, CUERPO_MAX);
	struct json_writer w;
	json_begin(&w, &out);
	write_job(&w, ex, &f);
	answer(ex, &out, !trabajo_terminado(f.estado));
	return STATUS_OK;
}

enum status recurso_listar_trabajos(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct uuid id;
	enum status st = exchange_query_only(ex, sin_parametros);
	if (st == STATUS_OK && !uuid_parse(ex->params[0], &id))
		st = expedientes_by_folio(o->db, &ex->actor, ex->params[0], &id, &ex->err);
	struct trabajo_fila *filas = NULL;
	size_t n = 0;
	if (st == STATUS_OK)
		st = trabajos_listar(o->db, &ex->actor, &id, TRABAJOS_MAX, ex->arena, &filas, &n, &ex->err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO out;
	buf_init(&out, CUERPO_MAX);
	struct json_writer w;
	bool corre = false;
	json_begin(&w, &out);
	json_object(&w, NULL);
	json_array(&w, "datos");
	for (size_t i = 0; i < n; i++) {
		if (!trabajo_visible(filas[i].clase, &ex->actor))
			continue;
		write_job(&w, ex, &filas[i]);
		corre |= !trabajo_terminado(filas[i].estado);
	}
	json_array_end(&w);
	json_object_end(&w);
	answer(ex, &out, corre);
	return STATUS_OK;
}
