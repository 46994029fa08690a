/* The package's writer: libzip between a source for each entry and a sink on a descriptor, so that no entry is ever whole in memory. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include "base/fecha.h"
#include "emision/paquete.h"

/* ---- the sink ---- */

struct destino {
	int fd;
	zip_uint64_t leido, escrito;
	zip_error_t error;
};

static zip_int64_t failed(zip_error_t *e, int code)
{
	zip_error_set(e, code, errno);
	return -1;
}

static zip_int64_t destino_write(struct destino *d, const char *p, zip_uint64_t n)
{
	for (zip_uint64_t done = 0; done < n;) {
		ssize_t k = pwrite(d->fd, p + done, (size_t)(n - done), (off_t)(d->escrito + done));
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return failed(&d->error, ZIP_ER_WRITE);
		done += (zip_uint64_t)k;
	}
	d->escrito += n;
	return (zip_int64_t)n;
}

static zip_int64_t destino_read(struct destino *d, char *p, zip_uint64_t n)
{
	ssize_t k = pread(d->fd, p, (size_t)n, (off_t)d->leido);
	if (k < 0)
		return failed(&d->error, ZIP_ER_READ);
	d->leido += (zip_uint64_t)k;
	return k;
}

static zip_int64_t destino_stat(struct destino *d, zip_stat_t *out)
{
	struct stat s;
	if (fstat(d->fd, &s) != 0)
		return failed(&d->error, ZIP_ER_READ);
	zip_stat_init(out);
	out->size = (zip_uint64_t)s.st_size;
	out->valid = ZIP_STAT_SIZE;
	return sizeof *out;
}

static zip_int64_t destino_seek(zip_uint64_t *at, zip_uint64_t end, void *data, zip_uint64_t len, zip_error_t *e)
{
	zip_int64_t to = zip_source_seek_compute_offset(*at, end, data, len, e);
	if (to < 0)
		return -1;
	*at = (zip_uint64_t)to;
	return 0;
}

static zip_int64_t destino_call(void *ctx, void *data, zip_uint64_t len, zip_source_cmd_t cmd)
{
	struct destino *d = ctx;
	struct stat s;
	if (cmd == ZIP_SOURCE_SUPPORTS)
		return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR,
			ZIP_SOURCE_FREE, ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_SUPPORTS, ZIP_SOURCE_BEGIN_WRITE,
			ZIP_SOURCE_COMMIT_WRITE, ZIP_SOURCE_ROLLBACK_WRITE, ZIP_SOURCE_WRITE, ZIP_SOURCE_SEEK_WRITE, ZIP_SOURCE_TELL_WRITE,
			ZIP_SOURCE_REMOVE, -1);
	if (cmd == ZIP_SOURCE_ERROR)
		return zip_error_to_data(&d->error, data, len);
	if (cmd == ZIP_SOURCE_WRITE)
		return destino_write(d, data, len);
	if (cmd == ZIP_SOURCE_READ)
		return destino_read(d, data, len);
	if (cmd == ZIP_SOURCE_STAT)
		return destino_stat(d, data);
	if (cmd == ZIP_SOURCE_TELL)
		return (zip_int64_t)d->leido;
	if (cmd == ZIP_SOURCE_TELL_WRITE)
		return (zip_int64_t)d->escrito;
	if (cmd == ZIP_SOURCE_SEEK || cmd == ZIP_SOURCE_SEEK_WRITE) {
		if (fstat(d->fd, &s) != 0)
			return failed(&d->error, ZIP_ER_SEEK);
		return destino_seek(cmd == ZIP_SOURCE_SEEK ? &d->leido : &d->escrito, (zip_uint64_t)s.st_size, data, len, &d->error);
	}
	if (cmd == ZIP_SOURCE_OPEN)
		d->leido = 0;
	if (cmd == ZIP_SOURCE_BEGIN_WRITE)
		d->escrito = 0;
	return 0; /* the descriptor is the caller's: nothing to commit, close, remove or free */
}

/* ---- one entry ---- */

struct entrada {
	const struct paquete_fuente *f;
	int64_t at;
	struct sha256_ctx *sha; /* one for all: entries are read one after the other */
	struct error *err;
	zip_error_t error;
};

/* Those bytes were promised to be others: found out before anybody gets them. */
static zip_int64_t entrada_end(struct entrada *e)
{
	struct sha256 real;
	sha256_end(e->sha, &real);
	sha256_begin(e->sha);
	if (e->at == e->f->tamano && sha256_equal(&real, &e->f->sha256))
		return 0;
	e->err->interno = "paquete: the stored bytes are not those of their SHA-256";
	(void)error_set(e->err, PROBLEM_INTERNO);
	return failed(&e->error, ZIP_ER_CRC);
}

static zip_int64_t entrada_read(struct entrada *e, char *out, zip_uint64_t cap)
{
	size_t n = 0, left = (size_t)(e->f->tamano - e->at), want = left < cap ? left : (size_t)cap;
	if (e->f->bytes) {
		memcpy(out, (const char *)e->f->bytes + e->at, want);
		n = want;
	} else if (want && e->f->leer(e->f->ctx, e->at, out, want, &n, e->err) != STATUS_OK) {
		return failed(&e->error, ZIP_ER_READ);
	}
	sha256_add(e->sha, out, n);
	e->at += (int64_t)n;
	return n ? (zip_int64_t)n : entrada_end(e);
}

static zip_int64_t entrada_call(void *ctx, void *data, zip_uint64_t len, zip_source_cmd_t cmd)
{
	struct entrada *e = ctx;
	if (cmd == ZIP_SOURCE_SUPPORTS)
		return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR,
			ZIP_SOURCE_FREE, ZIP_SOURCE_SUPPORTS, -1);
	if (cmd == ZIP_SOURCE_ERROR)
		return zip_error_to_data(&e->error, data, len);
	if (cmd == ZIP_SOURCE_READ)
		return entrada_read(e, data, len);
	if (cmd == ZIP_SOURCE_STAT) {
		zip_stat_t *s = data;
		zip_stat_init(s);
		s->size = (zip_uint64_t)e->f->tamano;
		s->valid = ZIP_STAT_SIZE;
		return sizeof *s;
	}
	if (cmd == ZIP_SOURCE_OPEN) {
		e->at = 0;
		sha256_begin(e->sha);
	}
	return 0;
}

/* ---- the package ---- */

/* ZIP keeps local time in two-second steps from 1980 on (APPNOTE 4.4.6). */
static void dos_time(instante_t t, zip_uint16_t *hora, zip_uint16_t *fecha)
{
	dia_t dia;
	int s;
	instante_local(t, &dia, &s);
	struct civil c = dia_to_civil(dia);
	*hora = (zip_uint16_t)(s / 3600 << 11 | s / 60 % 60 << 5 | s % 60 / 2);
	*fecha = (zip_uint16_t)((c.anio < 1980 ? 0 : c.anio - 1980) << 9 | c.mes << 5 | c.dia);
}

static bool add_entry(zip_t *zip, struct entrada *e)
{
	zip_uint16_t hora, fecha;
	zip_source_t *s = zip_source_function(zip, entrada_call, e);
	zip_int64_t at = s ? zip_file_add(zip, e->f->nombre, s, ZIP_FL_ENC_UTF_8) : -1;
	if (at < 0) {
		zip_source_free(s);
		return false;
	}
	dos_time(e->f->en, &hora, &fecha);
	return zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0) == 0 &&
		zip_file_set_dostime(zip, (zip_uint64_t)at, hora, fecha, 0) == 0;
}

static enum status write_all(int fd, struct entrada *e, size_t n, struct error *err)
{
	struct destino d = {.fd = fd};
	zip_error_t ze;
	zip_error_init(&ze);
	zip_error_init(&d.error);
	zip_source_t *sink = zip_source_function_create(destino_call, &d, &ze);
	zip_t *zip = sink ? zip_open_from_source(sink, ZIP_CREATE | ZIP_TRUNCATE, &ze) : NULL;
	if (!zip) {
		zip_source_free(sink);
		zip_error_fini(&ze);
		return error_set(err, PROBLEM_INTERNO);
	}
	bool ok = true;
	for (size_t i = 0; i < n && ok; i++)
		ok = add_entry(zip, &e[i]);
	if (ok && zip_close(zip) == 0)
		return STATUS_OK;
	bool lleno = zip_error_code_zip(&d.error) == ZIP_ER_WRITE;
	zip_discard(zip);
	if (lleno) {
		errno = zip_error_code_system(&d.error);
		return error_set_errno(err, PROBLEM_SATURADO, "carpeta_temporal");
	}
	(void)error_set(err, PROBLEM_INTERNO); /* unless a source said more already */
	return error_status(err);
}

enum status paquete_escribir(int fd, const struct paquete_fuente *fuentes, size_t n, int64_t *tamano, struct error *err)
{
	struct sha256_ctx sha; /* wants an alignment that the heap does not promise */
	struct entrada *e = calloc(n + 1, sizeof *e);
	if (!e)
		return error_set(err, PROBLEM_INTERNO);
	for (size_t i = 0; i < n; i++) {
		e[i].f = &fuentes[i];
		e[i].err = err;
		e[i].sha = &sha;
		zip_error_init(&e[i].error);
	}
	struct stat s = {0};
	enum status st = write_all(fd, e, n, err);
	free(e);
	if (st == STATUS_OK && fstat(fd, &s) != 0)
		st = error_set(err, PROBLEM_INTERNO);
	*tamano = s.st_size;
	return st;
}
