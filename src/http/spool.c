/*
 * Bodies of documents: written as they arrive to an unnamed file (nothing stays behind, whatever happens to the process) and hashed on the
 * way. The bytes of all spool files together are bounded, so that uploads cannot fill the disk. Runs on the pump: the file is page cache.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "http/interno.h"

int spool_tempfile(const char *folder)
{
	if (!folder)
		folder = "/tmp";
	int fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0 || (errno != EOPNOTSUPP && errno != EISDIR))
		return fd;
	/* A file system without O_TMPFILE (overlay on old kernels): made and unlinked at once. */
	char path[512];
	int n = snprintf(path, sizeof path, "%s/dictamend-XXXXXX", folder);
	if (n < 0 || (size_t)n >= sizeof path)
		return -1;
	fd = mkostemp(path, O_CLOEXEC);
	if (fd >= 0)
		unlink(path);
	return fd;
}

static enum status disk_problem(struct peticion *p, const char *what)
{
	p->ex.err.interno = arena_printf(p->ex.arena, "%s: %s", what, strerror(errno));
	return error_set(&p->ex.err, PROBLEM_SATURADO);
}

static enum status too_large(struct peticion *p)
{
	char text[24];
	snprintf(text, sizeof text, "%llu", (unsigned long long)p->limite);
	return error_set(&p->ex.err, PROBLEM_DEMASIADO_GRANDE, text);
}

/* Takes n bytes from the common allowance. */
static bool reserve(struct peticion *p, size_t n)
{
	struct servidor *s = p->servidor;
	int64_t before = atomic_fetch_add(&s->spool_total, (int64_t)n);
	p->spool.reservado += (int64_t)n;
	return before + (int64_t)n <= s->o.spool_max;
}

static enum status append(struct peticion *p, const char *data, size_t n)
{
	struct spool *sp = &p->spool;
	if ((uint64_t)sp->len + n > p->limite)
		return too_large(p);
	if (!reserve(p, n))
		return error_set(&p->ex.err, PROBLEM_SATURADO);
	if (sp->fd < 0 && (sp->fd = spool_tempfile(p->servidor->o.carpeta_temporal)) < 0)
		return disk_problem(p, "spool");
	sha256_add(sp->sha, data, n);
	while (n > 0) {
		ssize_t w = write(sp->fd, data, n);
		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0)
			return disk_problem(p, "spool");
		data += w;
		n -= (size_t)w;
		sp->len += w;
	}
	return STATUS_OK;
}

/* The text field `key`, made when it is new; NULL when there are too many or memory is exhausted. */
static struct buf *field(struct peticion *p, const char *key, bool first)
{
	struct spool *sp = &p->spool;
	if (!first)
		return sp->n_campos ? &sp->campos[sp->n_campos - 1].value : NULL;
	if (!sp->campos)
		sp->campos = arena_array(p->ex.arena, FORM_FIELDS_MAX, sizeof *sp->campos);
	if (!sp->campos || sp->n_campos == FORM_FIELDS_MAX)
		return NULL;
	char *name = arena_strdup(p->ex.arena, key);
	if (!name)
		return NULL;
	sp->campos[sp->n_campos].name = name;
	buf_init(&sp->campos[sp->n_campos].value, FORM_FIELD_BYTES);
	return &sp->campos[sp->n_campos++].value;
}

static enum status file_start(struct peticion *p, const char *filename, const char *content_type)
{
	struct spool *sp = &p->spool;
	if (sp->archivo_visto) {
		error_add(&p->ex.err, "/archivo", MENSAJE_DUPLICADO);
		return error_set(&p->ex.err, PROBLEM_CUERPO_INVALIDO);
	}
	sp->archivo_visto = true;
	if (!utf8_valid(filename, strlen(filename)) || utf8_has_control(filename)) {
		error_add(&p->ex.err, "/archivo", MENSAJE_CARACTERES);
		return error_set(&p->ex.err, PROBLEM_CUERPO_INVALIDO);
	}
	p->ex.spool_nombre = arena_strdup(p->ex.arena, filename);
	p->ex.content_type = content_type ? arena_strdup(p->ex.arena, content_type) : "application/octet-stream";
	return STATUS_OK;
}

/* libmicrohttpd's part iterator. MHD_NO stops the parsing; p->ex.err then says why. */
static enum MHD_Result on_part(void *cls, enum MHD_ValueKind kind, const char *key, const char *filename, const char *content_type,
	const char *transfer_encoding, const char *data, uint64_t off, size_t size)
{
	(void)kind;
	(void)transfer_encoding;
	struct peticion *p = cls;
	if (filename) {
		if (off == 0 && file_start(p, filename, content_type) != STATUS_OK)
			return MHD_NO;
		return size == 0 || append(p, data, size) == STATUS_OK ? MHD_YES : MHD_NO;
	}
	struct buf *value = field(p, key ? key : "", off == 0);
	if (value)
		buf_append(value, data, size);
	if (value && !value->failed)
		return MHD_YES;
	error_add(&p->ex.err, "", MENSAJE_ELEMENTOS_MAX, "16");
	(void)error_set(&p->ex.err, PROBLEM_CUERPO_INVALIDO);
	return MHD_NO;
}

enum status spool_begin(struct peticion *p)
{
	const size_t align = _Alignof(struct sha256_ctx);
	char *room = arena_alloc(p->ex.arena, sizeof *p->spool.sha + align);
	if (!room)
		return error_set(&p->ex.err, PROBLEM_INTERNO);
	p->spool.sha = (struct sha256_ctx *)(void *)(room + (align - (uintptr_t)room % align));
	sha256_begin(p->spool.sha);
	if (!content_type_is(p->ex.content_type, "multipart/form-data"))
		return STATUS_OK;
	if (multipart_boundary_ok(p->ex.content_type))
		p->spool.multipart = MHD_create_post_processor(p->mhd, 4096, on_part, p);
	if (p->spool.multipart)
		return STATUS_OK;
	return error_set(&p->ex.err, PROBLEM_TIPO_NO_SOPORTADO, "multipart/form-data", "multipart/form-data; boundary=…");
}

enum status spool_write(struct peticion *p, const char *data, size_t n)
{
	if (!p->spool.multipart)
		return append(p, data, n);
	if (MHD_post_process(p->spool.multipart, data, n) == MHD_YES && p->ex.err.problem == PROBLEM_NONE)
		return STATUS_OK;
	if (p->ex.err.problem == PROBLEM_NONE) {
		error_add(&p->ex.err, "", MENSAJE_FORMATO, "multipart/form-data");
		(void)error_set(&p->ex.err, PROBLEM_CUERPO_INVALIDO);
	}
	return error_status(&p->ex.err);
}

enum status spool_end(struct peticion *p)
{
	struct spool *sp = &p->spool;
	if (sp->multipart) {
		enum MHD_Result whole = MHD_destroy_post_processor(sp->multipart);
		sp->multipart = NULL;
		if (p->ex.err.problem != PROBLEM_NONE)
			return error_status(&p->ex.err);
		if (whole != MHD_YES) { /* the closing boundary never came: the file may be cut off */
			error_add(&p->ex.err, "", MENSAJE_FORMATO, "multipart/form-data");
			return error_set(&p->ex.err, PROBLEM_CUERPO_INVALIDO);
		}
		if (!sp->archivo_visto) {
			error_add(&p->ex.err, "/archivo", MENSAJE_REQUERIDO);
			return error_set(&p->ex.err, PROBLEM_CUERPO_INVALIDO);
		}
		for (size_t i = 0; i < sp->n_campos; i++) {
			const struct buf *v = &sp->campos[i].value;
			if (!utf8_valid(buf_str(v), v->len) || strlen(buf_str(v)) != v->len) {
				error_add(&p->ex.err, "", MENSAJE_CARACTERES);
				return error_set(&p->ex.err, PROBLEM_CUERPO_INVALIDO);
			}
		}
	}
	if (sp->len == 0)
		return error_set(&p->ex.err, PROBLEM_CUERPO_VACIO);
	if (lseek(sp->fd, 0, SEEK_SET) != 0)
		return disk_problem(p, "spool");
	sha256_end(sp->sha, &p->ex.spool_sha256);
	p->ex.spool_fd = sp->fd; /* the exchange's from here on: a handler that keeps it sets ex->spool_fd to -1 */
	sp->fd = -1;
	p->ex.spool_len = sp->len;
	return STATUS_OK;
}

void spool_free(struct peticion *p)
{
	struct spool *sp = &p->spool;
	if (sp->multipart)
		MHD_destroy_post_processor(sp->multipart);
	sp->multipart = NULL;
	if (sp->fd >= 0)
		close(sp->fd);
	if (p->ex.spool_fd >= 0)
		close(p->ex.spool_fd);
	sp->fd = -1;
	p->ex.spool_fd = -1;
	for (size_t i = 0; i < sp->n_campos; i++)
		buf_free(&sp->campos[i].value);
	sp->n_campos = 0;
	if (sp->reservado)
		atomic_fetch_sub(&p->servidor->spool_total, sp->reservado);
	sp->reservado = 0;
}

const char *exchange_form(const struct exchange *ex, const char *name)
{
	const struct spool *sp = &peticion_of(ex)->spool;
	for (size_t i = 0; i < sp->n_campos; i++) {
		if (strcmp(sp->campos[i].name, name) == 0)
			return buf_str(&sp->campos[i].value);
	}
	return NULL;
}
