/* Bytes of documents in chunks: one chunk in memory at a time. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/contenido.h"
#include "store/pg.h"

static enum status read_chunk(int fd, char *p, size_t n, int64_t offset, struct error *err)
{
	size_t got = 0;
	while (got < n) {
		ssize_t k = pread(fd, p + got, n - got, (off_t)(offset + (int64_t)got));
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return error_set(err, PROBLEM_INTERNO);
		got += (size_t)k;
	}
	return STATUS_OK;
}

static enum status put_chunk(struct db *db, const struct sha256 *sha, int n, const char *p, size_t len, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_sha(&a, sha);
	pg_int(&a, n);
	pg_bytes(&a, p, len);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_CONTENIDO_TROZO_AGREGAR, &a, &r, err);
}

enum status contenido_put(struct db *db, const struct sha256 *sha, int fd, int64_t size, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_sha(&a, sha);
	pg_bigint(&a, size);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_CONTENIDO_CREAR, &a, &r, err);
	if (st != STATUS_OK || PQntuples(r) == 0)
		return st;
	char *chunk = malloc(CONTENIDO_TROZO);
	if (!chunk)
		return error_set(err, PROBLEM_INTERNO);
	int n = 0;
	for (int64_t at = 0; at < size && st == STATUS_OK; at += CONTENIDO_TROZO) {
		size_t len = (size_t)(size - at < CONTENIDO_TROZO ? size - at : CONTENIDO_TROZO);
		st = read_chunk(fd, chunk, len, at, err);
		if (st == STATUS_OK)
			st = put_chunk(db, sha, n++, chunk, len, err);
	}
	free(chunk);
	return st;
}

static enum status write_all(int fd, const char *p, size_t n, struct error *err)
{
	while (n > 0) {
		ssize_t k = write(fd, p, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return error_set_errno(err, PROBLEM_SATURADO, "carpeta_temporal");
		p += k;
		n -= (size_t)k;
	}
	return STATUS_OK;
}

enum status contenido_get(struct db *db, const struct sha256 *sha, int64_t desde, int64_t largo, int fd, struct error *err)
{
	enum status st = STATUS_OK;
	int64_t hasta = desde + largo;
	for (int64_t n = desde / CONTENIDO_TROZO; n * CONTENIDO_TROZO < hasta && st == STATUS_OK; n++) {
		PG_ARGS_AUTO a;
		pg_args_init(&a);
		pg_sha(&a, sha);
		pg_int(&a, (int)n);
		PGRESULT_AUTO *r = NULL;
		st = pg_exec(db, QUERY_CONTENIDO_TROZO_LEER, &a, &r, err);
		if (st != STATUS_OK)
			return st;
		if (PQntuples(r) != 1)
			return error_set(err, PROBLEM_INTERNO);
		int64_t base = n * CONTENIDO_TROZO, len = PQgetlength(r, 0, 0);
		int64_t from = desde > base ? desde - base : 0, to = hasta < base + len ? hasta - base : len;
		if (to > from)
			st = write_all(fd, PQgetvalue(r, 0, 0) + from, (size_t)(to - from), err);
	}
	return st;
}

/* A row (content, version, text) of either table: the arguments are the same. */
static enum status text_put(
	struct db *db, enum sql_query_id query, const struct sha256 *sha, int version, const char *text, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_sha(&a, sha);
	pg_int(&a, version);
	pg_text(&a, text);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, query, &a, &r, err);
}

static enum status text_get(struct db *db, enum sql_query_id query, const struct sha256 *sha, int version, struct arena *a,
	const char **text, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_sha(&args, sha);
	pg_int(&args, version);
	PGRESULT_AUTO *r = NULL;
	*text = NULL;
	enum status st = pg_exec(db, query, &args, &r, err);
	if (st != STATUS_OK || PQntuples(r) == 0)
		return st;
	*text = arena_memdup(a, PQgetvalue(r, 0, 0), (size_t)PQgetlength(r, 0, 0));
	return *text ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

enum status contenido_informe_put(struct db *db, const struct sha256 *sha, int version, const char *informe, struct error *err)
{
	return text_put(db, QUERY_CONTENIDO_INFORME_CREAR, sha, version, informe, err);
}

enum status contenido_informe_get(
	struct db *db, const struct sha256 *sha, int version, struct arena *a, const char **informe, struct error *err)
{
	return text_get(db, QUERY_CONTENIDO_INFORME_LEER, sha, version, a, informe, err);
}

enum status contenido_oficio_put(struct db *db, const struct sha256 *sha, int version, const char *visto, struct error *err)
{
	return text_put(db, QUERY_CONTENIDO_OFICIO_CREAR, sha, version, visto, err);
}

enum status contenido_oficio_get(
	struct db *db, const struct sha256 *sha, int version, struct arena *a, const char **visto, struct error *err)
{
	return text_get(db, QUERY_CONTENIDO_OFICIO_LEER, sha, version, a, visto, err);
}

enum status contenido_chunk(struct db *db, const struct sha256 *sha, int n, char *out, size_t *len, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_sha(&a, sha);
	pg_int(&a, n);
	*len = 0;
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_CONTENIDO_TROZO_LEER, &a, &r, err);
	if (st != STATUS_OK || PQntuples(r) == 0)
		return st;
	size_t got = (size_t)PQgetlength(r, 0, 0);
	if (got > CONTENIDO_TROZO)
		return error_set(err, PROBLEM_INTERNO);
	memcpy(out, PQgetvalue(r, 0, 0), got);
	*len = got;
	return STATUS_OK;
}
