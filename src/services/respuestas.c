#include "services/respuestas.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define GUARDADAS 64
#define CLAVE_MAX 64

struct respuestas {
	pthread_mutex_t mx;
	size_t bytes_max, bytes;
	size_t siguiente; /* the place that gives way next: the oldest one */
	struct guardada {
		char clave[CLAVE_MAX]; /* "" free */
		char *cuerpo;
		size_t len;
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

void respuestas_destroy(struct respuestas *r)
{
	if (!r)
		return;
	for (size_t i = 0; i < GUARDADAS; i++)
		free(r->v[i].cuerpo);
	pthread_mutex_destroy(&r->mx);
	free(r);
}

static struct guardada *find(struct respuestas *r, const char *clave)
{
	for (size_t i = 0; i < GUARDADAS; i++)
		if (*r->v[i].clave && strcmp(r->v[i].clave, clave) == 0)
			return &r->v[i];
	return NULL;
}

bool respuestas_get(struct respuestas *r, const char *clave, struct buf *out)
{
	pthread_mutex_lock(&r->mx);
	const struct guardada *u = find(r, clave);
	if (u)
		buf_append(out, u->cuerpo, u->len);
	pthread_mutex_unlock(&r->mx);
	return u != NULL;
}

/* Under the lock. */
static void drop(struct respuestas *r, struct guardada *u)
{
	r->bytes -= u->len;
	free(u->cuerpo);
	*u = (struct guardada){0};
}

void respuestas_put(struct respuestas *r, const char *clave, const struct buf *cuerpo)
{
	const size_t n = cuerpo->len;
	char *copia = strlen(clave) < CLAVE_MAX && !cuerpo->failed && n <= r->bytes_max / 4 ? malloc(n + 1) : NULL;
	if (!copia)
		return;
	memcpy(copia, buf_str(cuerpo), n);
	pthread_mutex_lock(&r->mx);
	if (find(r, clave)) { /* another thread was as quick */
		free(copia);
	} else {
		struct guardada *u = &r->v[r->siguiente];
		r->siguiente = (r->siguiente + 1) % GUARDADAS;
		drop(r, u);
		for (size_t i = r->siguiente; r->bytes + n > r->bytes_max; i = (i + 1) % GUARDADAS)
			drop(r, &r->v[i]);
		*u = (struct guardada){.cuerpo = copia, .len = n};
		memcpy(u->clave, clave, strlen(clave) + 1);
		r->bytes += n;
	}
	pthread_mutex_unlock(&r->mx);
}
