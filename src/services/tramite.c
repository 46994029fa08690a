/*
 * The group: claim → resolve → lock → load → decide → number → fold and hash → apply → answer. A thin queue is a group of one.
 * Files are locked in ascending order of their ids, so that two writers cannot wait for each other.
 */
#include <stdlib.h>
#include <string.h>

#include "codec/cadena.h"
#include "codec/tipos.h"
#include "services/cache.h"
#include "services/calendario.h"
#include "services/idempotencia.h"
#include "services/informes.h"
#include "services/trabajos.h"
#include "services/tramite.h"
#include "services/tramite_privado.h"
#include "store/contenido.h"

#define CARGA_MAX (64u << 20)
#define INTENTOS_MAX 5

/* ---- idempotency ---- */

static void replay(struct tramite *t, const struct idempotencia_guardada *g)
{
	if (!sha256_equal(&g->huella, &t->idem_huella)) {
		t->status = error_set(t->err, PROBLEM_IDEMPOTENCIA_OTRO_CUERPO);
		return;
	}
	t->repetido = true;
	t->http = g->http;
	buf_puts(&t->cuerpo, g->cuerpo);
	t->encabezados = arena_strdup(t->arena, g->encabezados);
}

/* Marks keys as running; a key that already is gets its answer at once. */
static void claim_keys(struct tramite **t, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (!t[i]->idem_clave || tramite_done(t[i]))
			continue;
		t[i]->reclamada = idempotencia_claim(&t[i]->who->usuario, t[i]->idem_clave);
		if (!t[i]->reclamada)
			t[i]->status = error_set(t[i]->err, PROBLEM_IDEMPOTENCIA_EN_CURSO);
	}
}

static void look_up(struct obrero *o, struct tramite **t, size_t n)
{
	struct idempotencia_guardada g[EXPEDIENTES_GRUPO_MAX];
	struct tramite *de[EXPEDIENTES_GRUPO_MAX];
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		if (!t[i]->idem_clave || tramite_done(t[i]))
			continue;
		g[k] = (struct idempotencia_guardada){.usuario = t[i]->who->usuario, .clave = t[i]->idem_clave};
		de[k++] = t[i];
	}
	if (k == 0)
		return;
	ARENA_AUTO *a = arena_create(CARGA_MAX);
	struct error err;
	error_init(&err, a);
	enum status st = a ? expedientes_idempotencia(o->db, g, k, a, &err) : STATUS_INTERNAL;
	for (size_t i = 0; i < k; i++) {
		if (st != STATUS_OK)
			tramite_fail(de[i], st, &err);
		else if (g[i].hallada)
			replay(de[i], &g[i]);
	}
}

void tramites_remembered(struct obrero *o, struct tramite **t, size_t n)
{
	claim_keys(t, n);
	look_up(o, t, n);
}

bool tramite_key_taken(struct obrero *o, struct tramite *t, const struct error *err)
{
	if (err->problem != PROBLEM_YA_EXISTE || !t->idem_clave || t->clave_tomada)
		return false;
	t->clave_tomada = true;
	error_init(t->err, t->arena);
	t->status = STATUS_OK;
	buf_reset(&t->cuerpo);
	look_up(o, &t, 1);
	return true;
}

void tramites_release_keys(struct tramite **t, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (t[i]->reclamada)
			idempotencia_release(&t[i]->who->usuario, t[i]->idem_clave);
		t[i]->reclamada = false;
	}
}

/* ---- which file ---- */

static int by_id(const void *a, const void *b)
{
	const struct tramite *const *x = a, *const *y = b;
	return uuid_cmp(&(*x)->id, &(*y)->id);
}

/* Resolves id or folio. Of several about one file the first stays, the others wait for the next group. */
static size_t resolve(struct obrero *o, struct tramite **t, size_t n, struct tramite **vivos)
{
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		if (tramite_done(t[i]))
			continue;
		if (!uuid_parse(t[i]->ref, &t[i]->id))
			t[i]->status = expedientes_by_folio(o->db, t[i]->who, t[i]->ref, &t[i]->id, t[i]->err);
		if (t[i]->status != STATUS_OK)
			continue;
		for (size_t j = 0; j < k && !t[i]->diferido; j++)
			t[i]->diferido = uuid_cmp(&vivos[j]->id, &t[i]->id) == 0;
		if (!t[i]->diferido)
			vivos[k++] = t[i];
	}
	qsort(vivos, k, sizeof *vivos, by_id);
	return k;
}

struct archivo *archivo_get_locked(struct cache *c, const struct uuid *id)
{
	for (;;) {
		struct archivo *f = cache_get(c, id);
		if (!f)
			return NULL;
		archivo_lock(f);
		if (archivo_alive(f))
			return f;
		archivo_unlock(f);
		cache_put(c, f);
	}
}

void tramite_release(struct obrero *o, struct tramite *t, bool olvidar)
{
	if (!t->archivo)
		return;
	if (olvidar)
		cache_discard(o->app->cache, t->archivo);
	archivo_unlock(t->archivo);
	cache_put(o->app->cache, t->archivo);
	t->archivo = NULL;
}

/* Brings every file to the database's version unless it is already at the one the caller saw: the statement will check that. */
static void load(struct obrero *o, struct tramite **t, size_t n)
{
	struct carga cargas[EXPEDIENTES_GRUPO_MAX];
	struct tramite *de[EXPEDIENTES_GRUPO_MAX];
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		if (tramite_done(t[i]))
			continue;
		t[i]->archivo = archivo_get_locked(o->app->cache, &t[i]->id);
		if (!t[i]->archivo) {
			t[i]->status = error_set(t[i]->err, PROBLEM_INTERNO);
			continue;
		}
		int conocida = archivo_version(t[i]->archivo);
		t[i]->de_memoria = conocida > 0 && conocida == t[i]->version && !t[i]->releer;
		if (t[i]->de_memoria)
			continue;
		cargas[k] = (struct carga){.id = t[i]->id, .conocida = conocida};
		de[k++] = t[i];
	}
	if (k == 0)
		return;
	ARENA_AUTO *a = arena_create(CARGA_MAX);
	struct error err;
	error_init(&err, a);
	enum status st = a ? expedientes_load(o->db, NULL, false, cargas, k, a, &err) : STATUS_INTERNAL;
	for (size_t i = 0; i < k; i++) {
		struct carga sola = {.id = cargas[i].id, .conocida = cargas[i].conocida};
		ARENA_AUTO *propia = NULL;
		if (st == STATUS_INTERNAL && k > 1) { /* one file of the group is at fault: each alone */
			propia = arena_create(CARGA_MAX);
			enum status una = propia ? expedientes_load(o->db, NULL, false, &sola, 1, propia, de[i]->err) : STATUS_INTERNAL;
			cargas[i] = sola;
			if (una != STATUS_OK)
				de[i]->status = error_set(de[i]->err, PROBLEM_INTERNO);
		} else if (st != STATUS_OK) {
			tramite_fail(de[i], st, &err);
		}
		if (de[i]->status != STATUS_OK) {
			tramite_release(o, de[i], true);
			continue;
		}
		if (cargas[i].version == 0)
			de[i]->status = error_set(de[i]->err, PROBLEM_NO_ENCONTRADO);
		else
			de[i]->status = archivo_advance(de[i]->archivo, cargas[i].actos, cargas[i].n_actos, de[i]->err);
		if (de[i]->status != STATUS_OK)
			tramite_release(o, de[i], de[i]->status == STATUS_INTERNAL);
	}
}

/* Existence is confidential: whoever may not see the file hears 404 before anything else is said of it. */
static void check_version(struct tramite *t)
{
	const struct expediente *e = archivo_expediente(t->archivo);
	if (t->who && !expediente_visible(e, t->who)) {
		t->status = error_set(t->err, PROBLEM_NO_ENCONTRADO);
	} else if (t->version && t->version != e->version) {
		t->status = error_set(t->err, PROBLEM_VERSION_OBSOLETA, arena_printf(t->arena, "%d", e->version));
	}
}

/* ---- deciding ---- */

static void decide_all(struct obrero *o, const struct calendario *cal, struct paso_tramite *p, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct tramite *t = p[i].t;
		check_version(t);
		if (t->status == STATUS_OK)
			t->status = tramite_decide(o, cal, &p[i]);
	}
}

/* Drops those that are answered; keeps the order. */
static size_t keep_alive(struct obrero *o, struct paso_tramite *p, size_t n)
{
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		if (tramite_done(p[i].t) || !p[i].decision.cambia) {
			p[i].t->version = archivo_version(p[i].t->archivo); /* what was looked at */
			tramite_release(o, p[i].t, false);
		} else {
			p[k++] = p[i];
		}
	}
	return k;
}

/* ---- numbers: one allocation per series and year for the whole group, in its transaction ---- */

static int local_year(instante_t t)
{
	const dia_t dia = instante_dia(t);
	return dia_to_civil(dia).anio;
}

static size_t wanted(struct paso_tramite *p, size_t n, struct numeracion *s)
{
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		struct efectos *e = &p[i].decision.efectos;
		if (!e->serie)
			continue;
		e->anio = local_year(p[i].now);
		size_t j = 0;
		while (j < k && (s[j].serie != e->serie || s[j].anio != e->anio))
			j++;
		if (j == k)
			s[k++] = (struct numeracion){.serie = e->serie, .anio = e->anio};
		s[j].cuantos++;
	}
	return k;
}

static enum status number_all(struct obrero *o, struct paso_tramite *p, size_t n, struct error *err)
{
	struct numeracion s[EXPEDIENTES_GRUPO_MAX];
	size_t k = wanted(p, n, s);
	if (k == 0)
		return STATUS_OK;
	enum status st = db_begin(o->db, err);
	if (st == STATUS_OK)
		st = db_scope(o->db, NULL, err);
	if (st == STATUS_OK)
		st = expedientes_numerate(o->db, s, k, err);
	for (size_t i = 0; i < n && st == STATUS_OK; i++) {
		struct efectos *e = &p[i].decision.efectos;
		for (size_t j = 0; j < k && e->serie; j++)
			if (s[j].serie == e->serie && s[j].anio == e->anio)
				e->numero = s[j].ultimo - --s[j].cuantos;
	}
	return st;
}

/* ---- applying ---- */

/* Once more from the beginning; a file so busy that this does not help is an overload. */
static void tramite_again(struct obrero *o, struct tramite *t)
{
	buf_reset(&t->cuerpo);
	if (t->idem_clave)
		look_up(o, &t, 1); /* who was faster may have been the same request, at another instance */
	if (tramite_done(t))
		return;
	if (++t->intentos > INTENTOS_MAX)
		t->status = error_set(t->err, PROBLEM_SATURADO);
	else
		tramites_perform_claimed(o, &t, 1);
}

static enum status apply_all(struct obrero *o, struct paso_tramite *p, size_t n, struct error *err)
{
	struct aplicacion *ap[EXPEDIENTES_GRUPO_MAX];
	size_t k = 0;
	for (size_t i = 0; i < n; i++)
		if (p[i].t->status == STATUS_OK)
			ap[k++] = &p[i].aplicacion;
	if (k == 0) {
		db_rollback(o->db);
		return STATUS_OK;
	}
	return expedientes_apply(o->db, ap, k, err);
}

/*
 * Those whose file had moved meanwhile look again, alone: the answer is then 412 with the present version, or, for a caller that named no
 * version, another try.
 */
static void settle(struct obrero *o, struct paso_tramite *p, size_t n)
{
	bool trabajo = false;
	for (size_t i = 0; i < n; i++) {
		trabajo |= p[i].aplicacion.aplicado && p[i].aplicacion.n_trabajos > 0;
		p[i].perdido = p[i].t->status == STATUS_OK && !p[i].aplicacion.aplicado;
		tramite_release(o, p[i].t, !p[i].aplicacion.aplicado);
	}
	if (trabajo)
		trabajos_wake(o->app->timbre);
	for (size_t i = 0; i < n; i++)
		if (p[i].perdido)
			tramite_again(o, p[i].t);
}

/* The statement failed as a whole: alone, each one gets the answer that is its own. */
static void retry_alone(struct obrero *o, struct paso_tramite *p, size_t n, enum status st, const struct error *err)
{
	bool repeat = st == STATUS_RETRY || (n > 1 && (st == STATUS_CONFLICT || st == STATUS_INTERNAL));
	for (size_t i = 0; i < n; i++)
		tramite_release(o, p[i].t, true);
	for (size_t i = 0; i < n; i++) {
		if (p[i].t->status != STATUS_OK)
			continue;
		if (n == 1 && tramite_key_taken(o, p[i].t, err)) {
			if (!tramite_done(p[i].t))
				tramite_again(o, p[i].t);
		} else if (repeat)
			tramite_again(o, p[i].t);
		else
			tramite_fail(p[i].t, st, err);
	}
}

/*
 * The bytes of a document go first, in the transaction that its act will end: megabytes take seconds, and whoever holds a file's lock makes
 * its readers wait. Documents come alone (n = 1): their lane does not group.
 */
static void store_contents(struct obrero *o, struct tramite **t, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (t[i]->clase != TRAMITE_DOCUMENTO)
			continue;
		t[i]->status = db_begin(o->db, t[i]->err);
		if (t[i]->status == STATUS_OK)
			t[i]->status =
				contenido_put(o->db, &t[i]->documento->sha256, t[i]->contenido_fd, t[i]->documento->tamano, t[i]->err);
		if (t[i]->status == STATUS_OK && t[i]->informe)
			t[i]->status = contenido_informe_put(o->db, &t[i]->documento->sha256, INFORME_VERSION, t[i]->informe, t[i]->err);
		if (t[i]->status == STATUS_RETRY)
			t[i]->status = error_set(t[i]->err, PROBLEM_SATURADO);
		if (t[i]->status != STATUS_OK)
			db_rollback(o->db);
	}
}

/*
 * What was refused on a remembered file without asking the database may have been refused on an old one (another instance moved it): the
 * statement that would have told was never sent. Asked again, alone, on what the database has.
 */
static void ask_again(struct obrero *o, struct tramite **t, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (t[i]->status == STATUS_OK || !t[i]->de_memoria || t[i]->releer)
			continue;
		t[i]->releer = true;
		t[i]->status = STATUS_OK;
		error_init(t[i]->err, t[i]->arena);
		tramites_perform_claimed(o, &t[i], 1);
	}
}

void tramites_perform_claimed(struct obrero *o, struct tramite **t, size_t n)
{
	struct tramite *vivos[EXPEDIENTES_GRUPO_MAX];
	size_t k = resolve(o, t, n, vivos);
	store_contents(o, vivos, k);
	load(o, vivos, k);
	ARENA_AUTO *a = arena_create(CARGA_MAX);
	struct paso_tramite *p = a ? ARENA_ARRAY(a, k, struct paso_tramite) : NULL;
	size_t m = 0;
	for (size_t i = 0; i < k; i++) {
		if (p && !tramite_done(vivos[i])) {
			p[m++] = (struct paso_tramite){.t = vivos[i]};
			continue;
		}
		if (!p)
			vivos[i]->status = error_set(vivos[i]->err, PROBLEM_INTERNO);
		tramite_release(o, vivos[i], false);
	}
	if (m == 0) {
		db_rollback(o->db);
		return;
	}
	struct error err;
	error_init(&err, a);
	const struct calendario *cal = calendario_vivo_get(o->app->calendario);
	decide_all(o, cal, p, m);
	m = keep_alive(o, p, m);
	enum status st = number_all(o, p, m, &err);
	for (size_t i = 0; i < m && st == STATUS_OK; i++)
		p[i].t->status = tramite_compose(o, cal, &p[i]);
	if (st == STATUS_OK)
		st = apply_all(o, p, m, &err);
	if (st == STATUS_OK) {
		settle(o, p, m);
	} else {
		db_rollback(o->db);
		retry_alone(o, p, m, st, &err);
	}
	calendario_vivo_put(o->app->calendario, cal);
	ask_again(o, vivos, k);
}

/*
 * A refusal may be the shadow of the same request, answered at another instance after the key was looked up here: the file is then no longer
 * as the caller saw it. Whoever is refused with a key in hand has it looked up once more.
 */
static void reconsider(struct obrero *o, struct tramite *t)
{
	if (!t->reclamada || t->status == STATUS_OK || t->status == STATUS_UNAVAILABLE)
		return;
	struct error refusal = *t->err;
	enum status st = t->status;
	error_init(t->err, t->arena);
	t->status = STATUS_OK;
	look_up(o, &t, 1);
	if (tramite_done(t))
		return;
	*t->err = refusal;
	t->status = st;
}

void tramites_perform(struct obrero *o, struct tramite **t, size_t n)
{
	tramites_remembered(o, t, n);
	tramites_perform_claimed(o, t, n);
	for (size_t i = 0; i < n; i++)
		reconsider(o, t[i]);
	tramites_release_keys(t, n);
}
