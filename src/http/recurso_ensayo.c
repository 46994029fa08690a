/* The sandbox: its clock, and the scripts that answer for the offices. What is judged: services/ensayo.h. These routes are not there elsewhere. */
#include <stddef.h>
#include <string.h>

#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/ensayo.h"

#define CUERPO_MAX ((size_t)1 << 20)

static const char *const nada[] = {NULL};

/* ---- clock ---- */

#define AT(m) offsetof(struct ensayo_movimiento, m)
static const struct json_field movimiento_fields[] = {
	{.name = "avanzar", .kind = JSON_KIND_STRING, .offset = AT(avanzar), .min = 2, .max = 60},
	{.name = "dias_habiles", .kind = JSON_KIND_INT, .offset = AT(dias_habiles), .min = 1, .max = ENSAYO_HABILES_MAX},
	{.name = "hasta", .kind = JSON_KIND_INSTANTE, .offset = AT(hasta)},
};
#undef AT
static const struct json_desc desc_movimiento = {.name = "movimiento",
	.size = sizeof(struct ensayo_movimiento),
	.fields = movimiento_fields,
	.n_fields = sizeof movimiento_fields / sizeof *movimiento_fields};

static void write_clock(struct buf *out, const void *que)
{
	const struct ensayo_reloj *k = que;
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	json_instante(&w, "ahora", k->ahora);
	json_bool(&w, "habil", k->habil);
	json_instante(&w, "real", k->real);
	json_int(&w, "adelanto_segundos", (k->ahora - k->real) / 1000000);
	json_object_end(&w);
}

enum status recurso_ver_reloj(struct exchange *ex, void *worker)
{
	const struct obrero *o = worker;
	struct ensayo_reloj k;
	enum status st = exchange_query_only(ex, nada);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	ensayo_clock(o->app, &k);
	write_clock(&b, &k);
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}

enum status recurso_mover_reloj(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct ensayo_movimiento m;
	struct ensayo_reloj k;
	struct recuerdo r;
	struct gestion g = solicitud_gestion(ex, &r);
	g.escribir = write_clock;
	enum status st = exchange_query_only(ex, nada);
	if (st == STATUS_OK)
		st = recuerdo_begin(o->db, &r, ex->arena, &ex->err);
	if (st != STATUS_OK)
		return st;
	if (!r.repetida) {
		st = json_decode(&desc_movimiento, ex->body, ex->body_len, &m, ex->arena, &ex->err);
		if (st == STATUS_OK)
			st = ensayo_move(o, &g, &m, &k, &ex->err);
	}
	return solicitud_creada(ex, st, &r);
}

/* ---- scripts ---- */

static void write_step(struct json_writer *w, const char *key, const struct guion_paso *p)
{
	json_object(w, key);
	json_slug(w, "estado", &vocabulario_estado, p->estado);
	json_slug(w, "acto", &vocabulario_acto, p->acto);
	json_slug(w, "rol", &vocabulario_rol, p->rol);
	json_int(w, "espera", p->espera);
	json_object_end(w);
}

static void write_script(struct json_writer *w, const struct guion *g)
{
	json_object(w, NULL);
	json_string(w, "guion", g->nombre);
	json_string(w, "titulo", g->titulo);
	json_array(w, "pasos");
	for (size_t i = 0; i < g->n_pasos; i++)
		write_step(w, NULL, &g->pasos[i]);
	json_array_end(w);
	json_object_end(w);
}

enum status recurso_listar_guiones(struct exchange *ex, void *worker)
{
	const struct obrero *o = worker;
	size_t n;
	enum status st = exchange_query_only(ex, nada);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	struct json_writer w;
	const struct guion *g = guiones_all(o->app->guiones, &n);
	solicitud_lista_begin(&w, &b);
	for (size_t i = 0; i < n; i++)
		write_script(&w, &g[i]);
	return solicitud_lista_end(ex, &w, &b, false, NULL, nada);
}

static enum status answer(struct exchange *ex, struct obrero *o, const char *ref)
{
	struct ensayo_vista v;
	enum status st = ensayo_look(o, &ex->actor, ref, ex->arena, &v, &ex->err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	struct json_writer w;
	json_begin(&w, &b);
	json_object(&w, NULL);
	json_string(&w, "guion", v.guion ? v.guion->nombre : GUION_NINGUNO);
	json_string(&w, "expediente", v.expediente);
	json_bool(&w, "propio", v.propio);
	if (v.paso)
		write_step(&w, "sigue", v.paso);
	json_string(&w, "problema", v.problema);
	json_string(&w, "detalle", v.detalle);
	json_object_end(&w);
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}

enum status recurso_ver_guion(struct exchange *ex, void *worker)
{
	static const char *const params[] = {"expediente", NULL};
	enum status st = exchange_query_only(ex, params);
	return st == STATUS_OK ? answer(ex, worker, exchange_query(ex, "expediente")) : st;
}

struct eleccion {
	const char *guion, *expediente;
};
#define AT(m) offsetof(struct eleccion, m)
static const struct json_field eleccion_fields[] = {
	{.name = "expediente", .kind = JSON_KIND_STRING, .offset = AT(expediente), .min = 1, .max = 100},
	{.name = "guion", .kind = JSON_KIND_STRING, .offset = AT(guion), .flags = JSON_REQUIRED, .min = 1, .max = 60},
};
#undef AT
static const struct json_desc desc_eleccion = {.name = "eleccion",
	.size = sizeof(struct eleccion),
	.fields = eleccion_fields,
	.n_fields = sizeof eleccion_fields / sizeof *eleccion_fields};

enum status recurso_elegir_guion(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct eleccion k = {0};
	enum status st = exchange_query_only(ex, nada);
	if (st == STATUS_OK)
		st = json_decode(&desc_eleccion, ex->body, ex->body_len, &k, ex->arena, &ex->err);
	if (st == STATUS_OK)
		st = ensayo_pick(o, &ex->actor, k.expediente, k.guion, &ex->err);
	return st == STATUS_OK ? answer(ex, o, k.expediente) : st;
}
