/* A small set under one lock: as many entries as requests under way. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "services/idempotencia.h"
#include "store/calendario.h"
#include "store/expedientes.h"

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

/* ---- answers of one transaction ---- */

static enum status look_up(struct db *db, struct recuerdo *r, struct arena *a, struct error *err)
{
	struct idempotencia_guardada g = {.usuario = r->usuario, .clave = r->clave};
	enum status st = expedientes_idempotencia(db, &g, 1, a, err);
	if (st != STATUS_OK || !g.hallada)
		return st;
	if (!sha256_equal(&g.huella, &r->huella))
		return error_set(err, PROBLEM_IDEMPOTENCIA_OTRO_CUERPO);
	r->repetida = true;
	r->http = g.http;
	r->cuerpo = g.cuerpo;
	r->encabezados = g.encabezados;
	return STATUS_OK;
}

enum status recuerdo_begin(struct db *db, struct recuerdo *r, struct arena *a, struct error *err)
{
	if (!r->clave)
		return STATUS_OK;
	if (!idempotencia_claim(&r->usuario, r->clave))
		return error_set(err, PROBLEM_IDEMPOTENCIA_EN_CURSO);
	enum status st = look_up(db, r, a, err);
	if (st != STATUS_OK)
		recuerdo_end(r);
	return st;
}

enum status recuerdo_keep(struct db *db, const struct recuerdo *r, struct error *err)
{
	if (!r->clave)
		return STATUS_OK;
	const struct idempotencia i = {
		.clave = r->clave, .huella = r->huella, .http = r->http, .cuerpo = r->cuerpo, .encabezados = r->encabezados};
	return calendario_remember(db, &r->usuario, &i, err);
}

void recuerdo_end(const struct recuerdo *r)
{
	if (r->clave)
		idempotencia_release(&r->usuario, r->clave);
}
