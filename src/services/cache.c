/* Recent files, folded: a hash table with a list by use. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "codec/tipos.h"
#include "services/cache.h"

#define BUCKETS 8192u               /* power of two */
#define ARCHIVO_MAX (32u << 20)     /* one file folded; a bound against runaway input, far above any real file */
#define ARCHIVO_GORDO (256u * 1024) /* larger ones are not kept after use */
#define ESPERA_NS 20000000
#define DECODE_MAX (8u << 20)

struct archivo {
	struct uuid id;
	pthread_mutex_t lock;
	bool muerto; /* under lock */
	_Atomic int version;
	struct arena *arena;
	struct arena *datos; /* of the last modificar_datos, which leaves nothing of the one before; NULL: none yet */
	struct expediente e;
	/* under the cache's lock */
	unsigned refs;
	bool fuera; /* out of the table */
	size_t bytes;
	struct archivo *next;          /* bucket */
	struct archivo *newer, *older; /* by use */
};

struct cache {
	pthread_mutex_t lock;
	size_t bytes, bytes_max;
	struct archivo *buckets[BUCKETS];
	struct archivo *newest, *oldest;
};

struct cache *cache_create(size_t bytes_max)
{
	struct cache *c = calloc(1, sizeof *c);
	if (!c)
		return NULL;
	c->bytes_max = bytes_max;
	pthread_mutex_init(&c->lock, NULL);
	return c;
}

static void archivo_free(struct archivo *f)
{
	pthread_mutex_destroy(&f->lock);
	arena_destroy(f->datos);
	arena_destroy(f->arena);
	free(f);
}

void cache_destroy(struct cache *c)
{
	if (!c)
		return;
	for (struct archivo *f = c->newest, *older; f; f = older) {
		older = f->older;
		archivo_free(f);
	}
	pthread_mutex_destroy(&c->lock);
	free(c);
}

/* The random bits of a UUIDv7 stand at its end. */
static struct archivo **bucket(struct cache *c, const struct uuid *id)
{
	uint32_t h;
	memcpy(&h, id->b + 12, sizeof h);
	return &c->buckets[h & (BUCKETS - 1)];
}

static void list_remove(struct cache *c, struct archivo *f)
{
	*(f->newer ? &f->newer->older : &c->newest) = f->older;
	*(f->older ? &f->older->newer : &c->oldest) = f->newer;
	f->newer = f->older = NULL;
}

static void list_push(struct cache *c, struct archivo *f)
{
	f->older = c->newest;
	f->newer = NULL;
	*(c->newest ? &c->newest->newer : &c->oldest) = f;
	c->newest = f;
}

/* Takes an entry out of the table; its last user frees it. */
static void take_out(struct cache *c, struct archivo *f)
{
	if (f->fuera)
		return;
	struct archivo **p = bucket(c, &f->id);
	while (*p != f)
		p = &(*p)->next;
	*p = f->next;
	list_remove(c, f);
	c->bytes -= f->bytes;
	f->fuera = true;
}

static struct archivo *archivo_create(const struct uuid *id)
{
	struct archivo *f = calloc(1, sizeof *f);
	if (!f)
		return NULL;
	f->id = *id;
	f->arena = arena_create_kept(ARCHIVO_MAX);
	pthread_mutex_init(&f->lock, NULL);
	if (!f->arena) {
		archivo_free(f);
		return NULL;
	}
	expediente_init(&f->e, *id);
	return f;
}

struct archivo *cache_get(struct cache *c, const struct uuid *id)
{
	pthread_mutex_lock(&c->lock);
	struct archivo **head = bucket(c, id), *f = *head;
	while (f && uuid_cmp(&f->id, id) != 0)
		f = f->next;
	if (f) {
		list_remove(c, f);
	} else if ((f = archivo_create(id)) != NULL) {
		f->next = *head;
		*head = f;
	}
	if (f) {
		list_push(c, f);
		f->refs++;
	}
	pthread_mutex_unlock(&c->lock);
	return f;
}

void cache_put(struct cache *c, struct archivo *f)
{
	struct archivo *muertos = NULL;
	pthread_mutex_lock(&c->lock);
	if (--f->refs == 0) {
		size_t bytes =
			sizeof *f + arena_held(f->arena) + (f->datos ? arena_held(f->datos) : 0); /* nobody else uses it: safe to look */
		if (!f->fuera) {
			c->bytes += bytes - f->bytes;
			f->bytes = bytes;
			if (bytes > ARCHIVO_GORDO || atomic_load(&f->version) == 0)
				take_out(c, f);
		}
		if (f->fuera) {
			f->older = muertos;
			muertos = f;
		}
	}
	for (struct archivo *o = c->oldest, *newer; o && c->bytes > c->bytes_max; o = newer) {
		newer = o->newer;
		if (o->refs)
			continue;
		take_out(c, o);
		o->older = muertos;
		muertos = o;
	}
	pthread_mutex_unlock(&c->lock);
	for (struct archivo *o = muertos, *next; o; o = next) {
		next = o->older;
		archivo_free(o);
	}
}

void cache_discard(struct cache *c, struct archivo *f)
{
	f->muerto = true;
	pthread_mutex_lock(&c->lock);
	take_out(c, f);
	pthread_mutex_unlock(&c->lock);
}

struct archivo *archivo_private(const struct uuid *id)
{
	struct archivo *f = archivo_create(id);
	if (f) {
		f->refs = 1;
		f->fuera = true;
	}
	return f;
}

bool archivo_lock_soon(struct archivo *f)
{
	struct timespec until;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += ESPERA_NS;
	if (until.tv_nsec >= 1000000000) {
		until.tv_nsec -= 1000000000;
		until.tv_sec++;
	}
	return pthread_mutex_timedlock(&f->lock, &until) == 0;
}

void archivo_lock(struct archivo *f)
{
	pthread_mutex_lock(&f->lock);
}

void archivo_unlock(struct archivo *f)
{
	pthread_mutex_unlock(&f->lock);
}

bool archivo_alive(const struct archivo *f)
{
	return !f->muerto;
}

const struct uuid *archivo_id(const struct archivo *f)
{
	return &f->id;
}

int archivo_version(const struct archivo *f)
{
	return atomic_load(&f->version);
}

const struct expediente *archivo_expediente(const struct archivo *f)
{
	return &f->e;
}

/* ---- folding ---- */

struct acto acto_heading(const struct acto_fila *f)
{
	return (struct acto){
		.expediente = f->expediente,
		.n = f->n,
		.tipo = f->tipo,
		.desde = f->desde,
		.hacia = f->hacia,
		.registrado_en = f->registrado_en,
		.fecha_legal = f->fecha_legal,
		.actor = {.usuario = f->usuario, .organizacion = f->organizacion, .rol = f->rol, .cve_ent = ""},
		.anterior = f->anterior,
		.hash = f->hash,
	};
}

enum status acto_from_fila(const struct acto_fila *f, struct arena *a, struct acto *out, struct error *err)
{
	*out = acto_heading(f);
	struct acto_datos *datos = NULL;
	struct efectos *efectos = NULL;
	enum status st = acto_datos_decode(f->tipo, f->datos, strlen(f->datos), a, &datos, err);
	if (st == STATUS_OK)
		st = efectos_decode(f->efectos, strlen(f->efectos), a, &efectos, err);
	out->datos = datos;
	out->efectos = efectos;
	return st;
}

enum status archivo_fold(struct archivo *f, const struct acto *act, struct error *err)
{
	struct arena *nueva = act->tipo == ACTO_MODIFICAR_DATOS ? arena_create_kept(DECODE_MAX) : NULL;
	enum status st = expediente_apply(&f->e, act, nueva ? nueva : f->arena, err);
	if (nueva) {
		struct arena *vieja = f->datos; /* on failure the entry is discarded, with both */
		bool vacia = arena_used(nueva) == 0;
		f->datos = vacia ? vieja : nueva;
		arena_destroy(vacia ? nueva : vieja);
	}
	if (st == STATUS_OK)
		atomic_store(&f->version, f->e.version);
	return st;
}

enum status archivo_advance(struct archivo *f, const struct acto_fila *filas, size_t n, struct error *err)
{
	ARENA_AUTO *a = arena_create(DECODE_MAX);
	enum status st = a ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
	for (size_t i = 0; i < n && st == STATUS_OK; i++) {
		if (filas[i].n <= f->e.version)
			continue;
		struct acto act;
		st = acto_from_fila(&filas[i], a, &act, err);
		if (st == STATUS_OK)
			st = archivo_fold(f, &act, err);
		arena_reset(a); /* one act's at a time: the bound is for each */
	}
	return st;
}
