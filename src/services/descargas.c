#include "services/descargas.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fecha.h"

#define FORMATOS 2
#define PAUSA 4 /* times as long as it took to make the last one */

struct archivo {
	struct descarga d; /* first member: what is handed out */
	struct archivo *sig;
	int64_t reemplazable_ns;
	int usos;
};

struct descargas {
	pthread_mutex_t mx;
	int64_t bytes_max, bytes; /* of all files, present and retired */
	struct archivo *presente[FORMATOS];
	struct archivo *retirados; /* replaced, and perhaps still being sent */
};

struct descargas *descargas_create(int64_t bytes_max)
{
	struct descargas *d = calloc(1, sizeof *d);
	if (d && pthread_mutex_init(&d->mx, NULL) != 0) {
		free(d);
		d = NULL;
	}
	if (d)
		d->bytes_max = bytes_max;
	return d;
}

static void drop(struct descargas *d, struct archivo *a)
{
	d->bytes -= a->d.tamano;
	close(a->d.fd);
	free(a);
}

/* Under the lock: closes what was replaced and nobody sends any more. Never on the thread that sends: the last close of a large file takes its time. */
static void sweep(struct descargas *d)
{
	for (struct archivo **p = &d->retirados; *p;) {
		struct archivo *a = *p;
		if (a->usos) {
			p = &a->sig;
			continue;
		}
		*p = a->sig;
		drop(d, a);
	}
}

void descargas_destroy(struct descargas *d)
{
	if (!d)
		return;
	for (int i = 0; i < FORMATOS; i++)
		if (d->presente[i])
			drop(d, d->presente[i]);
	for (struct archivo *a = d->retirados, *sig; a; a = sig) {
		sig = a->sig;
		drop(d, a);
	}
	pthread_mutex_destroy(&d->mx);
	free(d);
}

const struct descarga *descargas_take(struct descargas *d, enum registro_formato formato, int64_t version, int64_t ahora_ns)
{
	pthread_mutex_lock(&d->mx);
	sweep(d);
	struct archivo *a = d->presente[formato];
	if (a && (version == DESCARGA_CUALQUIERA || a->d.version >= version || ahora_ns < a->reemplazable_ns))
		a->usos++;
	else
		a = NULL;
	pthread_mutex_unlock(&d->mx);
	return a ? &a->d : NULL;
}

void descargas_release(struct descargas *d, const struct descarga *f)
{
	pthread_mutex_lock(&d->mx);
	for (struct archivo *a = d->retirados; a; a = a->sig)
		if (&a->d == f)
			a->usos--;
	for (int i = 0; i < FORMATOS; i++)
		if (d->presente[i] && &d->presente[i]->d == f)
			d->presente[i]->usos--;
	pthread_mutex_unlock(&d->mx);
}

/* ---- making one ---- */

static void retire(struct descargas *d, enum registro_formato formato)
{
	struct archivo *a = d->presente[formato];
	if (!a)
		return;
	d->presente[formato] = NULL;
	a->sig = d->retirados;
	d->retirados = a;
}

/* So many bytes more; those that nobody is sending make room: the one that is to be replaced first. */
static bool reserve(struct descargas *d, enum registro_formato formato, int64_t n)
{
	pthread_mutex_lock(&d->mx);
	for (int i = 0; i < FORMATOS && d->bytes + n > d->bytes_max; i++) {
		const enum registro_formato cual = (enum registro_formato)((formato + (unsigned)i) % FORMATOS);
		if (d->presente[cual] && d->presente[cual]->usos == 0)
			retire(d, cual);
		sweep(d);
	}
	const bool cabe = d->bytes + n <= d->bytes_max;
	if (cabe)
		d->bytes += n;
	pthread_mutex_unlock(&d->mx);
	return cabe;
}

struct obra {
	struct obrero *o;
	struct archivo *a;
	struct sha256_ctx sha;
};

static enum status full(struct error *err, const char *why)
{
	err->interno = arena_strdup(err->arena, why);
	return error_set(err, PROBLEM_DESCARGA_SIN_LUGAR);
}

static enum status to_file(void *ctx, const char *p, size_t n, struct error *err)
{
	struct obra *w = ctx;
	if (atomic_load(&w->o->app->parando))
		return error_set(err, PROBLEM_SATURADO);
	if (!reserve(w->o->app->descargas, w->a->d.formato, (int64_t)n))
		return full(err, "the files of the registry pass spool_max");
	w->a->d.tamano += (int64_t)n;
	sha256_add(&w->sha, p, n);
	while (n > 0) {
		const ssize_t k = write(w->a->d.fd, p, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return full(err, strerror(errno));
		p += k;
		n -= (size_t)k;
	}
	return STATUS_OK;
}

static void publish(struct descargas *d, struct archivo *a)
{
	pthread_mutex_lock(&d->mx);
	retire(d, a->d.formato);
	d->presente[a->d.formato] = a;
	a->usos = 1;
	sweep(d);
	pthread_mutex_unlock(&d->mx);
}

static void discard(struct descargas *d, struct archivo *a)
{
	pthread_mutex_lock(&d->mx);
	drop(d, a);
	pthread_mutex_unlock(&d->mx);
}

enum status descargas_make(struct obrero *o, enum registro_formato formato, int fd, const struct descarga **out, struct error *err)
{
	const int64_t desde = reloj_mono_ns();
	struct registro_exportado hecho;
	struct obra w = {.o = o, .a = calloc(1, sizeof *w.a)};
	if (!w.a) {
		close(fd);
		return error_set(err, PROBLEM_SATURADO);
	}
	w.a->d = (struct descarga){.formato = formato, .fd = fd};
	sha256_begin(&w.sha);
	enum status st = registro_exportar(o->db, formato, to_file, &w, &hecho, err);
	if (st != STATUS_OK) {
		discard(o->app->descargas, w.a);
		return st;
	}
	const int64_t ahora = reloj_mono_ns();
	sha256_end(&w.sha, &w.a->d.sha256);
	w.a->d.version = hecho.version;
	w.a->d.asientos = hecho.asientos;
	w.a->reemplazable_ns = ahora + PAUSA * (ahora - desde);
	publish(o->app->descargas, w.a);
	*out = &w.a->d;
	return STATUS_OK;
}
