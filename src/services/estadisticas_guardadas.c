#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "services/estadisticas.h"

#define GUARDADAS 32
#define CLAVE_MAX 64

struct estadisticas_guardadas {
	pthread_mutex_t mx;
	size_t siguiente; /* the place that gives way next */
	struct guardada {
		char clave[CLAVE_MAX]; /* "" free */
		char *cuerpo;
		size_t len;
	} v[GUARDADAS];
};

struct estadisticas_guardadas *estadisticas_guardadas_create(void)
{
	struct estadisticas_guardadas *g = calloc(1, sizeof *g);
	if (g && pthread_mutex_init(&g->mx, NULL) != 0) {
		free(g);
		g = NULL;
	}
	return g;
}

void estadisticas_guardadas_destroy(struct estadisticas_guardadas *g)
{
	if (!g)
		return;
	for (size_t i = 0; i < GUARDADAS; i++)
		free(g->v[i].cuerpo);
	pthread_mutex_destroy(&g->mx);
	free(g);
}

static struct guardada *find(struct estadisticas_guardadas *g, const char *clave)
{
	for (size_t i = 0; i < GUARDADAS; i++)
		if (*g->v[i].clave && strcmp(g->v[i].clave, clave) == 0)
			return &g->v[i];
	return NULL;
}

bool estadisticas_guardadas_get(struct estadisticas_guardadas *g, const char *clave, struct buf *out)
{
	pthread_mutex_lock(&g->mx);
	const struct guardada *u = find(g, clave);
	if (u)
		buf_append(out, u->cuerpo, u->len);
	pthread_mutex_unlock(&g->mx);
	return u != NULL;
}

void estadisticas_guardadas_put(struct estadisticas_guardadas *g, const char *clave, const struct buf *cuerpo)
{
	char *copia = strlen(clave) < CLAVE_MAX && !cuerpo->failed ? malloc(cuerpo->len + 1) : NULL;
	if (!copia)
		return;
	memcpy(copia, buf_str(cuerpo), cuerpo->len);
	pthread_mutex_lock(&g->mx);
	struct guardada *u = find(g, clave);
	if (!u) {
		u = &g->v[g->siguiente];
		g->siguiente = (g->siguiente + 1) % GUARDADAS;
	}
	char *vieja = u->cuerpo;
	*u = (struct guardada){.cuerpo = copia, .len = cuerpo->len};
	memcpy(u->clave, clave, strlen(clave) + 1);
	pthread_mutex_unlock(&g->mx);
	free(vieja);
}
