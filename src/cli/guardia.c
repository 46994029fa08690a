#include "cli/guardia.h"

#include <poll.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/log.h"
#include "services/seguridad.h"

#define ERROR_BYTES ((size_t)1024 * 1024)
#define CABEZA_NS (INT64_C(600) * 1000000000) /* between two lines that tell the chain's end */
#define AVISO_NS (INT64_C(60) * 1000000000)   /* between two lines about one trouble */

static pthread_mutex_t candado = PTHREAD_MUTEX_INITIALIZER; /* of the configuration that waits */

struct ronda {
	struct db *db;
	int64_t perdidos, cabeza_ns, aviso_ns;
};

/* The chain's end goes where the database's owner cannot reach it, if the log is kept elsewhere. */
static void tell(struct ronda *r, const struct seguridad_estado *e, int64_t now)
{
	if (e->n > 0 && now >= r->cabeza_ns) {
		char hash[SHA256_HEX_LEN];
		hex_encode(e->hash.b, SHA256_LEN, hash);
		log_event(LOG_INFO, "seguridad_cabeza", LOG_INT("n", e->n), LOG_TEXT("hash", hash));
		r->cabeza_ns = now + CABEZA_NS;
	}
	if (e->perdidos > r->perdidos && now >= r->aviso_ns) {
		log_event(LOG_WARN, "seguridad_perdidos", LOG_INT("nuevos", e->perdidos - r->perdidos), LOG_INT("total", e->perdidos));
		r->perdidos = e->perdidos;
		r->aviso_ns = now + AVISO_NS;
	}
}

static void log_failure(struct ronda *r, const struct error *err, bool ultima, int64_t now)
{
	if (!ultima && now < r->aviso_ns)
		return;
	log_event(LOG_WARN, "seguridad", LOG_TEXT("problema", err->problem ? problem_info(err->problem)->slug : ""),
		LOG_TEXT("sqlstate", err->sqlstate), LOG_TEXT("interno", err->interno));
	r->aviso_ns = now + AVISO_NS;
}

void guardia_configuration(struct guardia *g, const char *redactada, bool recarga)
{
	char *copia = strdup(redactada);
	pthread_mutex_lock(&candado);
	free(g->configuracion[recarga]);
	g->configuracion[recarga] = copia;
	pthread_mutex_unlock(&candado);
}

static char *take_configuration(struct guardia *g, bool recarga)
{
	pthread_mutex_lock(&candado);
	char *texto = g->configuracion[recarga];
	g->configuracion[recarga] = NULL;
	pthread_mutex_unlock(&candado);
	return texto;
}

/* Kept for the next round when it could not be written, unless a newer one came meanwhile. */
static void keep_configuration(struct guardia *g, bool recarga, char *texto)
{
	pthread_mutex_lock(&candado);
	if (g->configuracion[recarga])
		free(texto);
	else
		g->configuracion[recarga] = texto;
	pthread_mutex_unlock(&candado);
}

static enum status record_configuration(struct guardia *g, struct db *db, bool recarga, struct arena *a, struct error *err)
{
	char *texto = take_configuration(g, recarga);
	if (!texto)
		return STATUS_OK;
	enum status st = seguridad_configuration(db, texto, recarga, a, err);
	if (st == STATUS_OK)
		free(texto);
	else
		keep_configuration(g, recarga, texto);
	return st;
}

static enum status write_all(
	struct guardia *g, struct ronda *r, bool ultima, struct seguridad_estado *e, struct arena *a, struct error *err)
{
	enum status st = record_configuration(g, r->db, false, a, err);
	if (st == STATUS_OK)
		st = record_configuration(g, r->db, true, a, err);
	return st == STATUS_OK ? seguridad_flush(g->app->seguridad, r->db, ultima, e, err) : st;
}

static void round_once(struct guardia *g, struct ronda *r, bool ultima)
{
	ARENA_AUTO *a = arena_create(ERROR_BYTES);
	struct error err;
	struct seguridad_estado e;
	error_init(&err, a);
	if (!a)
		return;
	if (!r->db)
		r->db = db_open(&g->base, &err);
	if (r->db)
		db_wake(r->db);
	const int64_t now = reloj_mono_ns();
	if (r->db && write_all(g, r, ultima, &e, a, &err) == STATUS_OK)
		tell(r, &e, now);
	else
		log_failure(r, &err, ultima, now);
}

static void *thread_main(void *arg)
{
	struct guardia *g = arg;
	struct pollfd parar = {.fd = g->parar_fd, .events = POLLIN};
	struct ronda r = {0};
	while (poll(&parar, 1, 1000) <= 0)
		if (atomic_load(&g->app->lista)) /* the maintenance thread says when the database is there, and why not */
			round_once(g, &r, false);
	round_once(g, &r, true);
	db_close(r.db);
	return NULL;
}

bool guardia_start(struct guardia *g, struct app *app, const struct db_opciones *base)
{
	g->app = app;
	g->base = *base;
	g->parar_fd = eventfd(0, EFD_CLOEXEC);
	if (g->parar_fd >= 0 && pthread_create(&g->hilo, NULL, thread_main, g) == 0)
		return true;
	if (g->parar_fd >= 0)
		close(g->parar_fd);
	g->parar_fd = -1;
	return false;
}

void guardia_stop(struct guardia *g)
{
	const uint64_t uno = 1;
	if (write(g->parar_fd, &uno, sizeof uno) < 0)
		return; /* cannot fail: the counter is far from its end */
	pthread_join(g->hilo, NULL);
	close(g->parar_fd);
	for (int i = 0; i < 2; i++)
		free(g->configuracion[i]);
}
