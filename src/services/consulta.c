/* Reads in groups. */
#include <stdlib.h>
#include <string.h>

#include "codec/representacion.h"
#include "services/cache.h"
#include "services/calendario.h"
#include "services/consulta.h"
#include "services/emision.h"
#include "services/tramite_privado.h"

#define CARGA_MAX (64u << 20)
#define VERSION_MAX 99999999 /* leaves room for one more digit */
#define ENTEROS_MAX 16       /* files whose whole journals are in memory at once */

/* ---- entity tags ---- */

bool etag_matches(const char *if_none_match, const char *etag)
{
	if (!if_none_match)
		return false;
	size_t len = strlen(etag);
	for (const char *p = if_none_match; *p;) {
		p += strspn(p, " \t,");
		if (*p == '*')
			return true;
		if (strncmp(p, "W/", 2) == 0)
			p += 2;
		if (strncmp(p, etag, len) == 0 && strchr(" \t,", p[len])) /* strchr also finds the closing NUL */
			return true;
		p += strcspn(p, ",");
	}
	return false;
}

/* The version in the first tag of If-None-Match; 0: none. */
static int version_named(const char *if_none_match)
{
	const char *p = if_none_match ? if_none_match : "";
	int v = 0;
	p += strncmp(p, "W/", 2) == 0 ? 2 : 0;
	if (*p++ != '"')
		return 0;
	for (; *p >= '0' && *p <= '9' && v <= VERSION_MAX; p++)
		v = v * 10 + (*p - '0');
	return v <= VERSION_MAX ? v : 0;
}

void consulta_marca(const struct actor *who, char out[static MARCA_LEN])
{
	struct sha256_ctx c;
	struct sha256 s;
	const unsigned char rol = (unsigned char)who->rol;
	sha256_begin(&c);
	sha256_add(&c, who->usuario.b, sizeof who->usuario.b);
	sha256_add(&c, who->organizacion.b, sizeof who->organizacion.b); /* a liaison's is that of whom it acts for */
	sha256_add(&c, &rol, sizeof rol);
	sha256_end(&c, &s);
	hex_encode(s.b, MARCA_LEN / 2, out);
}

/* The steps count business days up to today, and show what the service wrote: day, calendar and the number of documents are part of their tag. */
static const char *etag_of(const struct consulta *l, int version, int emitidos, const struct calendario *cal, instante_t now)
{
	char marca[MARCA_LEN];
	consulta_marca(l->who, marca);
	if (l->vista == VISTA_EXPEDIENTE)
		return arena_printf(l->arena, "\"%d-%s\"", version, marca);
	const dia_t hoy = instante_dia(now);
	struct civil c = dia_to_civil(hoy);
	if (emitidos)
		return arena_printf(l->arena, "\"%d-%04d%02d%02d-%d-%d-%s\"", version, c.anio, c.mes, c.dia, cal->version, emitidos, marca);
	return arena_printf(l->arena, "\"%d-%04d%02d%02d-%d-%s\"", version, c.anio, c.mes, c.dia, cal->version, marca);
}

/* ---- one file ---- */

struct emitidos {
	struct emitido_fila *filas;
	size_t n;
};

/* What the service wrote, as the steps show it to this caller. */
static enum status steps_with(struct obrero *o, const struct calendario *cal, const struct expediente *e, instante_t now,
	const struct emitidos *m, struct consulta *l)
{
	struct entorno env = {.now = now, .calendario = cal, .reglas = &o->app->reglas, .organizacion_activa = true};
	struct paso_agregado *p = ARENA_ARRAY(l->arena, m->n, struct paso_agregado);
	size_t k = 0;
	for (size_t i = 0; p && i < m->n; i++) {
		BUF_AUTO b;
		buf_init(&b, EMITIDO_JSON_MAX);
		if (!emitido_fila_visible(e, &m->filas[i], l->who))
			continue;
		emitido_write(&b, &m->filas[i]);
		p[k] = (struct paso_agregado){.paso = emitido_fila_paso(e, &m->filas[i]), .json = arena_strdup(l->arena, buf_str(&b))};
		if (!p[k++].json || b.failed)
			return error_set(l->err, PROBLEM_INTERNO);
	}
	if (!p)
		return error_set(l->err, PROBLEM_INTERNO);
	pasos_write(&l->cuerpo, e, l->who, &env, p, k);
	return STATUS_OK;
}

static enum status render(struct obrero *o, const struct calendario *cal, const struct expediente *e, instante_t now,
	const struct emitidos *m, struct consulta *l)
{
	enum status st;
	if (l->vista == VISTA_EXPEDIENTE)
		st = expediente_answer(o, cal, e, l->who, now, l->arena, &l->cuerpo, l->err);
	else
		st = steps_with(o, cal, e, now, m, l);
	if (st != STATUS_OK)
		return st;
	return l->cuerpo.failed ? error_set(l->err, PROBLEM_INTERNO) : STATUS_OK;
}

/*
 * `c` says what the database holds; the entry may be older (then the difference is folded) or already newer (a writer was faster: what it
 * holds is committed, or it would have been discarded). It may lack the file, when the acts were asked for since the version of the caller's copy.
 */
static enum status answer(
	struct obrero *o, const struct calendario *cal, struct archivo *f, const struct carga *c, instante_t now, struct consulta *l)
{
	struct emitidos m = {0};
	l->etag = etag_of(l, c->version, c->emitidos, cal, now);
	if (!l->etag)
		return error_set(l->err, PROBLEM_INTERNO);
	l->igual = etag_matches(l->if_none_match, l->etag);
	if (l->igual)
		return STATUS_OK;
	enum status st = STATUS_OK;
	if (l->vista == VISTA_PASOS && c->emitidos) /* before the lock: it goes to the database */
		st = emitidos_load(o, l->who, &l->id, l->arena, &m.filas, &m.n, l->err);
	if (st != STATUS_OK)
		return st;
	if (!archivo_lock_soon(f))
		return STATUS_RETRY;
	const struct expediente *e = archivo_expediente(f);
	bool entero = archivo_alive(f) && e->version >= c->conocida;
	st = entero ? archivo_advance(f, c->actos, c->n_actos, l->err) : STATUS_RETRY;
	if (st == STATUS_OK && e->version < c->version)
		st = STATUS_RETRY;
	if (st == STATUS_OK && e->version > c->version &&
		!expediente_visible(e, l->who)) /* what came later may have taken it from this caller */
		st = error_set(l->err, PROBLEM_NO_ENCONTRADO);
	if (st == STATUS_OK && e->version > c->version)
		l->etag = etag_of(l, e->version, c->emitidos, cal, now);
	if (st == STATUS_OK)
		st = l->etag ? render(o, cal, e, now, &m, l) : error_set(l->err, PROBLEM_INTERNO);
	else if (entero && st != STATUS_NOT_FOUND)
		cache_discard(o->app->cache, f);
	archivo_unlock(f);
	return st;
}

/* ---- one caller's reads ---- */

static void fail(struct consulta *l, enum status st, const struct error *group)
{
	if (st == STATUS_OK)
		return;
	l->status = error_set(l->err, group->problem ? group->problem : PROBLEM_INTERNO);
	l->err->interno = arena_strdup(l->arena, group->interno);
	memcpy(l->err->sqlstate, group->sqlstate, sizeof l->err->sqlstate);
}

/*
 * Unique ids among the run; each read remembers which load is its own. The run ends (*n) before the file that would be one too many of those that nothing
 * is known of: asked for all together, their journals would take more memory than all that the service keeps.
 */
static size_t gather(struct obrero *o, struct consulta **l, size_t *n, struct carga *cargas, struct archivo **archivos, bool aparte)
{
	size_t k = 0, enteros = 0;
	for (size_t i = 0; i < *n; i++) {
		if (!uuid_parse(l[i]->ref, &l[i]->id))
			l[i]->status = expedientes_by_folio(o->db, l[i]->who, l[i]->ref, &l[i]->id, l[i]->err);
		l[i]->resuelta = l[i]->status == STATUS_OK;
		if (!l[i]->resuelta)
			continue;
		size_t j = 0;
		while (j < k && uuid_cmp(&cargas[j].id, &l[i]->id) != 0)
			j++;
		l[i]->carga = j;
		if (j < k)
			continue;
		archivos[k] = aparte ? archivo_private(&l[i]->id) : cache_get(o->app->cache, &l[i]->id);
		if (!archivos[k]) {
			l[i]->status = error_set(l[i]->err, PROBLEM_INTERNO);
			l[i]->resuelta = false;
			continue;
		}
		cargas[k] = (struct carga){.id = l[i]->id, .conocida = archivo_version(archivos[k])};
		if (cargas[k].conocida == 0 && !aparte) /* whoever has a copy most likely needs no journal */
			cargas[k].conocida = version_named(l[i]->if_none_match);
		if (cargas[k].conocida == 0 && enteros++ == ENTEROS_MAX) {
			cache_put(o->app->cache, archivos[k]);
			*n = i;
			break;
		}
		k++;
	}
	return k;
}

/* How many of the reads were dealt with: at least one. */
static size_t read_run(struct obrero *o, struct consulta **l, size_t n, bool aparte)
{
	ARENA_AUTO *a = arena_create(CARGA_MAX);
	struct carga cargas[EXPEDIENTES_GRUPO_MAX];
	struct archivo *archivos[EXPEDIENTES_GRUPO_MAX];
	struct error err;
	error_init(&err, a);
	size_t k = gather(o, l, &n, cargas, archivos, aparte);
	if (k == 0)
		return n;
	enum status st = a ? expedientes_load(o->db, l[0]->who, l[0]->vista == VISTA_PASOS, cargas, k, a, &err) : STATUS_INTERNAL;
	const struct calendario *cal = calendario_vivo_get(o->app->calendario);
	instante_t now = reloj_legal();
	for (size_t i = 0; i < n; i++) {
		if (!l[i]->resuelta)
			continue;
		const struct carga *c = &cargas[l[i]->carga];
		if (st != STATUS_OK)
			fail(l[i], st, &err);
		else if (c->version == 0)
			l[i]->status = error_set(l[i]->err, PROBLEM_NO_ENCONTRADO);
		else
			l[i]->status = answer(o, cal, archivos[l[i]->carga], c, now, l[i]);
	}
	calendario_vivo_put(o->app->calendario, cal);
	for (size_t i = 0; i < k; i++)
		cache_put(o->app->cache, archivos[i]);
	return n;
}

/* Reads of one run go to the database as one caller, with one question. */
static int by_caller(const void *a, const void *b)
{
	const struct consulta *const *x = a, *const *y = b;
	if ((*x)->who->rol != (*y)->who->rol)
		return (*x)->who->rol < (*y)->who->rol ? -1 : 1;
	if ((*x)->vista != (*y)->vista)
		return (*x)->vista < (*y)->vista ? -1 : 1;
	return uuid_cmp(&(*x)->who->organizacion, &(*y)->who->organizacion);
}

/* An entry was discarded or evicted between its peek and its lock: those few are read again, alone. */
static void again(struct obrero *o, struct consulta *l)
{
	for (int i = 0; i < 3 && l->status == STATUS_RETRY; i++) {
		buf_reset(&l->cuerpo);
		l->status = STATUS_OK;
		(void)read_run(o, &l, 1, true);
	}
	if (l->status == STATUS_RETRY)
		l->status = error_set(l->err, PROBLEM_SATURADO);
}

void consultas_perform(struct obrero *o, struct consulta **l, size_t n)
{
	qsort(l, n, sizeof *l, by_caller);
	for (size_t i = 0; i < n;) {
		size_t end = i + 1;
		while (end < n && by_caller(&l[i], &l[end]) == 0)
			end++;
		while (i < end)
			i += read_run(o, l + i, end - i, false);
	}
	for (size_t i = 0; i < n; i++)
		again(o, l[i]);
}

/* ---- a part of one file ---- */

enum status expediente_with(struct obrero *o, const struct actor *who, const char *ref, struct arena *a,
	enum status (*fn)(const struct expediente *e, void *arg, struct error *err), void *arg, struct error *err)
{
	struct carga c = {0};
	enum status st = STATUS_OK;
	if (!uuid_parse(ref, &c.id))
		st = expedientes_by_folio(o->db, who, ref, &c.id, err);
	if (st != STATUS_OK)
		return st;
	struct archivo *f = cache_get(o->app->cache, &c.id);
	bool mio = f && archivo_lock_soon(f);
	if (!mio || !archivo_alive(f)) {
		if (mio)
			archivo_unlock(f);
		if (f)
			cache_put(o->app->cache, f);
		f = archivo_private(&c.id);
		if (!f)
			return error_set(err, PROBLEM_INTERNO);
		archivo_lock(f);
	}
	c.conocida = archivo_version(f);
	st = expedientes_load(o->db, who, false, &c, 1, a, err);
	if (st == STATUS_OK && c.version == 0)
		st = error_set(err, PROBLEM_NO_ENCONTRADO);
	if (st == STATUS_OK && (st = archivo_advance(f, c.actos, c.n_actos, err)) != STATUS_OK)
		cache_discard(o->app->cache, f);
	if (st == STATUS_OK)
		st = fn(archivo_expediente(f), arg, err);
	archivo_unlock(f);
	cache_put(o->app->cache, f);
	return st;
}
