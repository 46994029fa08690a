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

static enum status too_large(struct peticion *p)
{
	char text[24];
	snprintf(text, sizeof text, "%llu", (unsigned long long)p->limite);
	return error_set(&p->ex.err, PROBLEM_DEMASIADO_GRANDE, text);
}

/* Takes n bytes from the common allowance. */
static bool reserve(struct peticion *p, int64_t n)
{
	struct servidor *s = p->servidor;
	int64_t before = atomic_fetch_add(&s->spool_total, n);
	p->spool.reservado += n;
	return before + n <= s->o.spool_max;
}

bool exchange_reserve(struct exchange *ex, int64_t bytes)
{
	return reserve(peticion_of(ex), bytes);
}

/* Total bytes of the files of the body. */
static uint64_t spooled(const struct spool *sp)
{
	uint64_t total = 0;
	for (size_t i = 0; i < sp->n; i++)
		total += (uint64_t)sp->archivos[i].a.len;
	return total;
}

static enum status append(struct peticion *p, const char *data, size_t n)
{
	struct spool_archivo *f = &p->spool.archivos[p->spool.n - 1];
	if (spooled(&p->spool) + n > p->limite)
		return too_large(p);
	if (!reserve(p, (int64_t)n))
		return error_set(&p->ex.err, PROBLEM_SATURADO);
	if (f->a.fd < 0 && (f->a.fd = spool_tempfile(p->servidor->o.carpeta_temporal)) < 0)
		return error_set_errno(&p->ex.err, PROBLEM_SATURADO, "carpeta_temporal");
	sha256_add(f->sha, data, n);
	while (n > 0) {
		ssize_t w = write(f->a.fd, data, n);
		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0)
			return error_set_errno(&p->ex.err, PROBLEM_SATURADO, "carpeta_temporal");
		data += w;
		n -= (size_t)w;
		f->a.len += w;
	}
	return STATUS_OK;
}

/* Room for one more file; the caller has seen that there is. */
static enum status file_new(struct peticion *p, const char *campo)
{
	const size_t align = _Alignof(struct sha256_ctx);
	struct spool_archivo *f = &p->spool.archivos[p->spool.n];
	char *room = arena_alloc(p->ex.arena, sizeof *f->sha + align);
	if (!room)
		return error_set(&p->ex.err, PROBLEM_INTERNO);
	*f = (struct spool_archivo){.a = {.campo = campo, .fd = -1}};
	f->sha = (struct sha256_ctx *)(void *)(room + (align - (uintptr_t)room % align));
	sha256_begin(f->sha);
	p->spool.n++;
	return STATUS_OK;
}

static enum status part_problem(struct peticion *p, const char *name, enum mensaje m)
{
	const char *pointer = utf8_valid(name, strlen(name)) && !utf8_has_control(name) ? arena_printf(p->ex.arena, "/%s", name) : "";
	error_add(&p->ex.err, pointer ? pointer : "", m, "archivo");
	return error_set(&p->ex.err, PROBLEM_CUERPO_INVALIDO);
}

/* The route's own string for the name of a part; NULL when the route has no such part. */
static const char *known_part(const struct ruta *r, const char *name)
{
	for (size_t i = 0; r->partes[i]; i++)
		if (strcmp(r->partes[i], name) == 0)
			return r->partes[i];
	return NULL;
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

/* Which file of the body a part is, and that there may be one more. */
static enum status file_admit(struct peticion *p, const char *name, const char **campo)
{
	const struct spool *sp = &p->spool;
	const struct ruta *r = p->ex.ruta;
	*campo = "archivo";
	if (!r->partes)
		return sp->n == 0 ? STATUS_OK : part_problem(p, *campo, MENSAJE_DUPLICADO);
	*campo = known_part(r, name);
	if (!*campo)
		return part_problem(p, name, MENSAJE_DESCONOCIDO);
	for (size_t i = 0; i < sp->n; i++)
		if (sp->archivos[i].a.campo == *campo)
			return part_problem(p, *campo, MENSAJE_DUPLICADO);
	return sp->n < ARCHIVOS_MAX ? STATUS_OK : part_problem(p, *campo, MENSAJE_DESCONOCIDO);
}

static enum status file_start(struct peticion *p, const char *name, const char *filename, const char *content_type)
{
	const char *campo;
	enum status st = file_admit(p, name, &campo);
	if (st == STATUS_OK && (!utf8_valid(filename, strlen(filename)) || utf8_has_control(filename)))
		st = part_problem(p, campo, MENSAJE_CARACTERES);
	if (st == STATUS_OK)
		st = file_new(p, campo);
	if (st != STATUS_OK)
		return st;
	struct archivo *a = &p->spool.archivos[p->spool.n - 1].a;
	a->nombre = arena_strdup(p->ex.arena, filename);
	a->content_type = content_type ? arena_strdup(p->ex.arena, content_type) : "application/octet-stream";
	return STATUS_OK;
}

/* A piece of a file part. A browser sends a field that was left empty with no name and no bytes: it is as if it were not there. */
static enum status file_piece(
	struct peticion *p, const char *name, const char *filename, const char *content_type, const char *data, uint64_t off, size_t size)
{
	if (off == 0)
		p->spool.sin_archivo = p->ex.ruta->partes && *filename == '\0' && size == 0;
	if (p->spool.sin_archivo)
		return size == 0 ? STATUS_OK : part_problem(p, name, MENSAJE_FORMATO);
	enum status st = off == 0 ? file_start(p, name, filename, content_type) : STATUS_OK;
	return st == STATUS_OK && size > 0 ? append(p, data, size) : st;
}

/* libmicrohttpd's part iterator. MHD_NO stops the parsing; p->ex.err then says why. */
static enum MHD_Result on_part(void *cls, enum MHD_ValueKind kind, const char *key, const char *filename, const char *content_type,
	const char *transfer_encoding, const char *data, uint64_t off, size_t size)
{
	(void)kind;
	(void)transfer_encoding;
	struct peticion *p = cls;
	key = key ? key : "";
	if (filename)
		return file_piece(p, key, filename, content_type, data, off, size) == STATUS_OK ? MHD_YES : MHD_NO;
	if (p->ex.ruta->partes) { /* files only; one of its names without a file is a mistake of the client's */
		(void)part_problem(p, key, known_part(p->ex.ruta, key) ? MENSAJE_TIPO : MENSAJE_DESCONOCIDO);
		return MHD_NO;
	}
	struct buf *value = field(p, key, off == 0);
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
	if (!content_type_is(p->ex.content_type, "multipart/form-data"))
		return file_new(p, NULL);
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

/* The form is whole and well formed. */
static enum status multipart_end(struct peticion *p)
{
	struct spool *sp = &p->spool;
	enum MHD_Result whole = MHD_destroy_post_processor(sp->multipart);
	sp->multipart = NULL;
	if (p->ex.err.problem != PROBLEM_NONE)
		return error_status(&p->ex.err);
	if (whole != MHD_YES) { /* the closing boundary never came: the file may be cut off */
		error_add(&p->ex.err, "", MENSAJE_FORMATO, "multipart/form-data");
		return error_set(&p->ex.err, PROBLEM_CUERPO_INVALIDO);
	}
	if (sp->n == 0 && !p->ex.ruta->partes)
		return part_problem(p, "archivo", MENSAJE_REQUERIDO);
	for (size_t i = 0; i < sp->n_campos; i++) {
		const struct buf *v = &sp->campos[i].value;
		if (!utf8_valid(buf_str(v), v->len) || strlen(buf_str(v)) != v->len) {
			error_add(&p->ex.err, "", MENSAJE_CARACTERES);
			return error_set(&p->ex.err, PROBLEM_CUERPO_INVALIDO);
		}
	}
	return STATUS_OK;
}

static enum status hand_over(struct peticion *p)
{
	struct spool *sp = &p->spool;
	struct archivo *out = arena_array(p->ex.arena, ARCHIVOS_MAX, sizeof *out);
	if (!out)
		return error_set(&p->ex.err, PROBLEM_INTERNO);
	for (size_t i = 0; i < sp->n; i++) {
		struct spool_archivo *f = &sp->archivos[i];
		if (f->a.fd >= 0 && lseek(f->a.fd, 0, SEEK_SET) != 0)
			return error_set_errno(&p->ex.err, PROBLEM_SATURADO, "carpeta_temporal");
		sha256_end(f->sha, &f->a.sha256);
		out[i] = f->a;
	}
	if (p->ex.ruta->partes) {
		p->ex.archivos = out;
		p->ex.n_archivos = sp->n;
		return STATUS_OK;
	}
	p->ex.spool_fd = out[0].fd; /* the exchange's from here on: a handler that keeps it sets ex->spool_fd to -1 */
	sp->archivos[0].a.fd = -1;
	p->ex.spool_len = out[0].len;
	p->ex.spool_sha256 = out[0].sha256;
	if (out[0].campo) {
		p->ex.spool_nombre = out[0].nombre;
		p->ex.content_type = out[0].content_type;
	}
	return STATUS_OK;
}

enum status spool_end(struct peticion *p)
{
	if (p->spool.multipart) {
		enum status st = multipart_end(p);
		if (st != STATUS_OK)
			return st;
	}
	if (!p->ex.ruta->partes && spooled(&p->spool) == 0)
		return error_set(&p->ex.err, PROBLEM_CUERPO_VACIO);
	return hand_over(p);
}

void spool_free(struct peticion *p)
{
	struct spool *sp = &p->spool;
	if (sp->multipart)
		MHD_destroy_post_processor(sp->multipart);
	sp->multipart = NULL;
	for (size_t i = 0; i < sp->n; i++)
		if (sp->archivos[i].a.fd >= 0)
			close(sp->archivos[i].a.fd);
	if (p->ex.spool_fd >= 0)
		close(p->ex.spool_fd);
	sp->n = 0;
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
	for (size_t i = 0; i < peticion_of(ex)->n_formulario; i++) {
		if (strcmp(peticion_of(ex)->formulario[i].name, name) == 0)
			return peticion_of(ex)->formulario[i].value;
	}
	return NULL;
}
