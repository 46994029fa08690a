/* A small set under one lock: as many entries as requests under way. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "services/idempotencia.h"

struct en_curso {
	struct uuid usuario;
	struct en_curso *next;
	char clave[];
};

#define BUCKETS 256u
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct en_curso *buckets[BUCKETS];

static struct en_curso **find(const struct uuid *usuario, const char *clave)
{
	unsigned h = usuario->b[15];
	for (const char *p = clave; *p; p++)
		h = h * 31 + (unsigned char)*p;
	struct en_curso **p = &buckets[h % BUCKETS];
	while (*p && (uuid_cmp(&(*p)->usuario, usuario) != 0 || strcmp((*p)->clave, clave) != 0))
		p = &(*p)->next;
	return p;
}

bool idempotencia_claim(const struct uuid *usuario, const char *clave)
{
	size_t len = strlen(clave) + 1;
	struct en_curso *nuevo = malloc(sizeof *nuevo + len);
	if (!nuevo)
		return false;
	nuevo->usuario = *usuario;
	nuevo->next = NULL;
	memcpy(nuevo->clave, clave, len);
	pthread_mutex_lock(&lock);
	struct en_curso **p = find(usuario, clave);
	bool libre = *p == NULL;
	if (libre)
		*p = nuevo;
	pthread_mutex_unlock(&lock);
	if (!libre)
		free(nuevo);
	return libre;
}

void idempotencia_release(const struct uuid *usuario, const char *clave)
{
	pthread_mutex_lock(&lock);
	struct en_curso **p = find(usuario, clave), *f = *p;
	if (f)
		*p = f->next;
	pthread_mutex_unlock(&lock);
	free(f);
}
