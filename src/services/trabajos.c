/* One turn of a worker: take, do, end. */
#include "services/trabajos.h"

#include <string.h>

#include "domain/procedimiento.h"

#define CLASES_MAX 16
#define TRABAJO_ARENA ((size_t)256 * 1024 * 1024)
#define RESULTADO_MAX ((size_t)8 * 1024 * 1024)
#define ENTRE_AVANCES_NS (INT64_C(2) * 1000000000)

const struct trabajos_reglas trabajos_reglas_normales = {
	.clases = trabajo_clases,
	.arriendo_ms = (TRABAJO_SILENCIO_MAX_S + 30) * 1000,
	.intentos_max = 14, /* with the waits below: somewhat over an hour, time enough for an administrator to install what is missing */
	.caidas_max = 3,
	.espera_ms = 5000,
	.espera_max_ms = 600000,
};

struct trabajo_avance {
	struct obrero *o;
	const struct trabajo *t;
	const struct trabajos_reglas *reglas;
	struct buf local;
	int total;
	int64_t escrito_ns; /* when it was last written; 0: never */
	bool perdido, parado;
};

/* ---- the table ---- */

const struct trabajo_clase *trabajo_clase_find(const struct trabajo_clase *clases, const char *slug)
{
	for (const struct trabajo_clase *c = clases; c->slug; c++)
		if (strcmp(c->slug, slug) == 0)
			return c;
	return NULL;
}

bool trabajo_possible(const struct trabajo_clase *c, const struct app *app)
{
	return app->escribania || !c->sella;
}

size_t trabajos_de_acto(const struct trabajo_clase *clases, enum acto_tipo acto, const char **slugs)
{
	size_t n = 0;
	for (const struct trabajo_clase *c = clases; c->slug && n < TRABAJOS_POR_ACTO_MAX; c++)
		if (c->actos & ACTO_BIT(acto))
			slugs[n++] = c->slug;
	return n;
}

bool trabajo_visible(const char *clase, const struct actor *who)
{
	const struct trabajo_clase *c = trabajo_clase_find(trabajo_clases, clase);
	return c && (c->roles & ROL_BIT(who->rol));
}

bool trabajo_entero(const char *clase, const struct actor *who)
{
	const struct trabajo_clase *c = trabajo_clase_find(trabajo_clases, clase);
	return c && (c->entero_local || (who->rol != ROL_GOBIERNO_LOCAL && who->rol != ROL_ENLACE_ESTATAL));
}

/* ---- the job's side ---- */

enum status trabajo_progress(struct trabajo_avance *av, int hechas, int total, const char *texto, struct error *err)
{
	int64_t now = reloj_mono_ns();
	if (atomic_load(&av->o->app->parando)) {
		av->parado = true;
		return STATUS_RETRY;
	}
	if (av->escrito_ns && total == av->total && now - av->escrito_ns < ENTRE_AVANCES_NS)
		return STATUS_OK;
	bool mio;
	enum status st = trabajos_avanzar(av->o->db, av->t, hechas, total, texto, av->reglas->arriendo_ms, &mio, err);
	if (st != STATUS_OK)
		return st;
	av->perdido = !mio;
	av->total = total;
	av->escrito_ns = now;
	return mio ? STATUS_OK : STATUS_RETRY;
}

struct buf *trabajo_local(struct trabajo_avance *av)
{
	return &av->local;
}

/* ---- the worker's side ---- */

static struct trabajo_problema problem_of(const struct error *err)
{
	if (err->problem == PROBLEM_NONE)
		return (struct trabajo_problema){.slug = NULL};
	return (struct trabajo_problema){.slug = problem_info(err->problem)->slug, .detalle = err->detail, .que_hacer = err->que_hacer};
}

/* Doubles with each try; half of it is chance, so that what failed together does not come back together. */
static int wait_ms(const struct trabajos_reglas *r, int intentos)
{
	int64_t ms = r->espera_ms;
	for (int i = 1; i < intentos && ms < r->espera_max_ms; i++)
		ms *= 2;
	if (ms > r->espera_max_ms)
		ms = r->espera_max_ms;
	uint32_t azar;
	random_bytes(&azar, sizeof azar);
	return (int)(ms / 2 + (int64_t)azar % (ms / 2 + 1));
}

static bool later(enum status st)
{
	return st == STATUS_RETRY || st == STATUS_UNAVAILABLE;
}

/* The job has spoken: its end, or its next try, is written. */
static enum status settle(struct obrero *o, const struct trabajos_reglas *r, struct trabajo_avance *av, enum status st,
	const struct buf *resultado, struct error *fallo, struct trabajos_turno *out, struct error *err)
{
	const struct trabajo *t = &out->trabajo;
	bool mio = false;
	if (st == STATUS_OK && (resultado->failed || av->local.failed))
		st = error_set(fallo, PROBLEM_INTERNO);
	if (st == STATUS_OK) {
		out->estado = TRABAJO_HECHO;
		st = trabajos_terminar(o->db, t, buf_str(resultado), av->local.len ? buf_str(&av->local) : NULL, NULL, &mio, err);
	} else if (later(st) && (av->parado || t->intentos < r->intentos_max)) {
		struct trabajo_problema p = problem_of(fallo);
		out->estado = TRABAJO_PENDIENTE;
		out->problema = p.slug;
		st = trabajos_devolver(o->db, t, av->parado ? 0 : wait_ms(r, t->intentos), av->parado, &p, &mio, err);
	} else {
		if (fallo->problem == PROBLEM_NONE)
			(void)error_set(fallo, PROBLEM_TRABAJO_AGOTADO);
		struct trabajo_problema p = problem_of(fallo);
		out->estado = TRABAJO_FALLIDO;
		out->problema = p.slug;
		st = trabajos_terminar(o->db, t, NULL, NULL, &p, &mio, err);
	}
	out->interno = fallo->interno;
	out->perdido = st == STATUS_OK && !mio;
	return st;
}

static enum status run(struct obrero *o, const struct trabajos_reglas *r, struct arena *a, struct trabajos_turno *out, struct error *err)
{
	const struct trabajo_clase *c = trabajo_clase_find(r->clases, out->trabajo.clase);
	struct trabajo_avance av = {.o = o, .t = &out->trabajo, .reglas = r};
	struct error fallo;
	error_init(&fallo, a);
	BUF_AUTO resultado;
	buf_init(&resultado, RESULTADO_MAX);
	buf_init(&av.local, RESULTADO_MAX);
	int64_t inicio = reloj_mono_ns();
	enum status st = c->fn(o, &out->trabajo, &av, &resultado, &fallo);
	db_rollback(o->db); /* whatever it left open */
	out->ms = (reloj_mono_ns() - inicio) / 1000000;
	if (av.perdido)
		out->perdido = true, st = STATUS_OK;
	else
		st = settle(o, r, &av, st, &resultado, &fallo, out, err);
	buf_free(&av.local);
	return st;
}

enum status trabajos_step(
	struct obrero *o, const struct trabajos_reglas *r, bool solo_cortos, struct arena *a, struct trabajos_turno *out, struct error *err)
{
	const char *clases[CLASES_MAX];
	size_t n = 0;
	*out = (struct trabajos_turno){0};
	for (const struct trabajo_clase *c = r->clases; c->slug && n < CLASES_MAX; c++)
		if ((!solo_cortos || !c->largo) && trabajo_possible(c, o->app))
			clases[n++] = c->slug;
	if (n == 0)
		return STATUS_OK;
	struct error caido;
	error_init(&caido, a);
	(void)error_set(&caido, PROBLEM_TRABAJO_AGOTADO);
	struct trabajo_problema p = problem_of(&caido);
	enum status st =
		trabajos_tomar(o->db, clases, n, r->arriendo_ms, r->caidas_max, &p, a, &out->trabajo, &out->estado, &out->hubo, err);
	if (st != STATUS_OK || !out->hubo)
		return st;
	if (out->estado == TRABAJO_FALLIDO) {
		out->problema = p.slug;
		return STATUS_OK;
	}
	return run(o, r, a, out, err);
}
