/* The signed copy, from the file's journal to the result that people read. */
#include "services/copia.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "codec/json.h"
#include "services/consulta.h"
#include "store/contenido.h"

#define CARGA_MAX (64u << 20)

struct copia {
	const struct trabajo *t;
	struct documento documento; /* the copy that this act brought */
	bool hallada;
};

static void fd_close(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}
#define FD_AUTO __attribute__((cleanup(fd_close))) int

/* The last copy brought before the act: a later one is the matter of a later job. */
static enum status find_copy(const struct expediente *e, void *arg, struct error *err)
{
	struct copia *c = arg;
	(void)err;
	for (size_t i = 0; i < e->n_documentos; i++) {
		const struct documento *d = &e->documentos[i];
		if (d->clase == CLASE_DOCUMENTO_COPIA_FIRMADA && d->n < c->t->n) {
			c->documento = *d;
			c->hallada = true;
		}
	}
	return STATUS_OK;
}

/* The bytes into an unnamed file; *integro: they still are those that the act names. */
static enum status fetch(struct obrero *o, const struct documento *d, int fd, bool *integro, struct error *err)
{
	unsigned char trozo[64 * 1024];
	struct sha256_ctx sha;
	struct sha256 es;
	enum status st = contenido_get(o->db, &d->sha256, 0, d->tamano, fd, err);
	if (st != STATUS_OK)
		return st;
	sha256_begin(&sha);
	for (off_t en = 0;;) {
		ssize_t n = pread(fd, trozo, sizeof trozo, en);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_set(err, PROBLEM_INTERNO);
		if (n == 0)
			break;
		sha256_add(&sha, trozo, (size_t)n);
		en += n;
	}
	sha256_end(&sha, &es);
	*integro = sha256_equal(&es, &d->sha256);
	return STATUS_OK;
}

static void write_document(struct json_writer *w, const struct documento *d, bool integro)
{
	json_object(w, "documento");
	json_uuid(w, "id", &d->id);
	json_sha256(w, "sha256", &d->sha256);
	json_int(w, "tamano", d->tamano);
	json_bool(w, "integro", integro);
	json_object_end(w);
}

static void write_result(struct buf *out, const struct copia *c, bool integro)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	if (c->hallada)
		write_document(&w, &c->documento, integro);
	json_object_end(&w);
}

enum status copia_revisar(
	struct obrero *o, const struct trabajo *t, struct trabajo_avance *av, struct buf *resultado_json, struct error *err)
{
	char id[UUID_LEN];
	struct copia c = {.t = t};
	bool integro = false;
	ARENA_AUTO *a = arena_create(CARGA_MAX);
	FD_AUTO fd = open(o->app->config->carpeta_temporal, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (!a || fd < 0)
		return error_set(err, PROBLEM_SATURADO);
	uuid_format(&t->expediente, id);
	enum status st = expediente_with(o, NULL, id, a, find_copy, &c, err);
	if (st == STATUS_OK)
		st = trabajo_progress(av, 0, 0, "Se reúne la copia firmada", err);
	if (st == STATUS_OK && c.hallada)
		st = fetch(o, &c.documento, fd, &integro, err);
	if (st != STATUS_OK)
		return st;
	write_result(resultado_json, &c, integro);
	write_result(trabajo_local(av), &c, integro);
	return STATUS_OK;
}
