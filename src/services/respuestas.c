#include "services/respuestas.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define GUARDADAS 64
#define CLAVE_MAX 64

struct copia {
	struct guardada g; /* first member: what is handed out */
	_Atomic int usos;  /* its place among the kept ones is one */
	char bytes[];
};

struct respuestas {
	pthread_mutex_t mx;
	size_t bytes_max, bytes;
	size_t siguiente; /* the place that gives way next: the oldest one */
	struct lugar_guardado {
		char clave[CLAVE_MAX];
		struct copia *c; /* NULL: free */
	} v[GUARDADAS];
};

struct respuestas *respuestas_create(size_t bytes_max)
{
	struct respuestas *r = calloc(1, sizeof *r);
	if (r && pthread_mutex_init(&r->mx, NULL) != 0) {
		free(r);
		r = NULL;
	}
	if (r)
		r->bytes_max = bytes_max;
	return r;
}

static void let_go(struct copia *c)
{
	if (atomic_fetch_sub(&c->usos, 1) == 1)
		free(c);
}

void respuestas_release(const struct guardada *g)
{
	let_go((struct copia *)g);
}

void respuestas_destroy(struct respuestas *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < GUARDADAS; i++)
		if (r->v[i].c)
			let_go(r->v[i].c);
	pthread_mutex_destroy(&r->mx);
	free(r);
}

static struct copia *find(struct respuestas *r, const char *clave)
{
	for (size_t i = 0; i < GUARDADAS; i++)
		if (r->v[i].c && strcmp(r->v[i].clave, clave) == 0)
			return r->v[i].c;
	return NULL;
}

const struct guardada *respuestas_take(struct respuestas *r, const char *clave)
{
	pthread_mutex_lock(&r->mx);
	struct copia *c = find(r, clave);
	if (c)
		atomic_fetch_add(&c->usos, 1);
	pthread_mutex_unlock(&r->mx);
	return c ? &c->g : NULL;
}

/* Under the lock. */
static void drop(struct respuestas *r, struct lugar_guardado *l)
{
	if (!l->c)
		return;
	r->bytes -= l->c->g.len;
	let_go(l->c);
	l->c = NULL;
}

static void place(struct respuestas *r, const char *clave, struct copia *c)
{
	struct lugar_guardado *l = &r->v[r->siguiente];
	r->siguiente = (r->siguiente + 1) % GUARDADAS;
	drop(r, l);
	for (size_t i = r->siguiente; r->bytes + c->g.len > r->bytes_max; i = (i + 1) % GUARDADAS)
		drop(r, &r->v[i]);
	l->c = c;
	memcpy(l->clave, clave, strlen(clave) + 1);
	r->bytes += c->g.len;
}

void respuestas_put(struct respuestas *r, const char *clave, const struct buf *cuerpo)
{
	const size_t n = cuerpo->len;
	struct copia *c = strlen(clave) < CLAVE_MAX && !cuerpo->failed && n <= r->bytes_max / 4 ? malloc(sizeof *c + n + 1) : NULL;
	if (!c)
		return;
	memcpy(c->bytes, buf_str(cuerpo), n + 1);
	c->g = (struct guardada){.cuerpo = c->bytes, .len = n};
	atomic_init(&c->usos, 1);
	pthread_mutex_lock(&r->mx);
	if (find(r, clave)) /* another thread was as quick */
		free(c);
	else
		place(r, clave, c);
	pthread_mutex_unlock(&r->mx);
}
