/* Binary parameters (PostgreSQL's wire formats; dates and instants count from 2000-01-01). */
#include <arpa/inet.h>
#include <string.h>

#include "store/pg.h"

#define ARGS_BYTES_MAX (64u * 1024 * 1024)
#define PG_EPOCH_DAYS 10957
#define PG_EPOCH_US (INT64_C(946684800) * 1000000)

void pg_args_init(struct pg_args *a)
{
	*a = (struct pg_args){0};
	buf_init(&a->datos, ARGS_BYTES_MAX);
}

void pg_args_free(struct pg_args *a)
{
	buf_free(&a->datos);
}

static void put32(struct buf *b, uint32_t v)
{
	uint32_t be = htonl(v);
	buf_append(b, &be, sizeof be);
}

static void put64(struct buf *b, uint64_t v)
{
	put32(b, (uint32_t)(v >> 32));
	put32(b, (uint32_t)v);
}

static void add(struct pg_args *a, const void *p, size_t n)
{
	if (a->n >= PG_ARGS_MAX) { /* a statement with more parameters than the table holds: reported by pg_exec */
		a->datos.failed = true;
		return;
	}
	a->offset[a->n] = a->datos.len;
	a->len[a->n] = (int)n;
	a->n++;
	buf_append(&a->datos, p, n);
}

void pg_null(struct pg_args *a)
{
	add(a, "", 0);
	a->len[a->n - 1] = -1;
}

void pg_text(struct pg_args *a, const char *s)
{
	if (!s)
		pg_null(a);
	else
		add(a, s, strlen(s));
}

void pg_int(struct pg_args *a, int v)
{
	uint32_t be = htonl((uint32_t)v);
	add(a, &be, sizeof be);
}

void pg_bigint(struct pg_args *a, int64_t v)
{
	uint32_t be[2] = {htonl((uint32_t)((uint64_t)v >> 32)), htonl((uint32_t)v)};
	add(a, be, sizeof be);
}

void pg_bool(struct pg_args *a, bool v)
{
	add(a, v ? "\1" : "\0", 1);
}

void pg_uuid(struct pg_args *a, const struct uuid *u)
{
	if (!u || uuid_is_nil(u))
		pg_null(a);
	else
		add(a, u->b, sizeof u->b);
}

void pg_bytes(struct pg_args *a, const void *p, size_t n)
{
	add(a, p, n);
}

void pg_sha(struct pg_args *a, const struct sha256 *h)
{
	add(a, h->b, sizeof h->b);
}

void pg_fecha(struct pg_args *a, dia_t d)
{
	if (d == DIA_NINGUNO)
		pg_null(a);
	else
		pg_int(a, d - PG_EPOCH_DAYS);
}

void pg_instante(struct pg_args *a, instante_t t)
{
	if (t == INSTANTE_NINGUNO)
		pg_null(a);
	else
		pg_bigint(a, t - PG_EPOCH_US);
}

void pg_array(struct pg_args *a, enum pg_tipo tipo, size_t n)
{
	add(a, "", 0);
	put32(&a->datos, n > 0 ? 1 : 0); /* dimensions */
	put32(&a->datos, 1);             /* has NULLs: allowed whether or not there are any */
	put32(&a->datos, (uint32_t)tipo);
	if (n > 0) {
		put32(&a->datos, (uint32_t)n);
		put32(&a->datos, 1); /* lower bound */
	}
}

void pg_item_null(struct pg_args *a)
{
	put32(&a->datos, UINT32_MAX);
}

void pg_item_bytes(struct pg_args *a, const void *p, size_t n)
{
	put32(&a->datos, (uint32_t)n);
	buf_append(&a->datos, p, n);
}

void pg_item_text(struct pg_args *a, const char *s)
{
	if (!s)
		pg_item_null(a);
	else
		pg_item_bytes(a, s, strlen(s));
}

void pg_item_int(struct pg_args *a, int v)
{
	put32(&a->datos, 4);
	put32(&a->datos, (uint32_t)v);
}

void pg_item_bigint(struct pg_args *a, int64_t v)
{
	put32(&a->datos, 8);
	put64(&a->datos, (uint64_t)v);
}

void pg_item_bool(struct pg_args *a, bool v)
{
	pg_item_bytes(a, v ? "\1" : "\0", 1);
}

void pg_item_uuid(struct pg_args *a, const struct uuid *u)
{
	if (!u || uuid_is_nil(u))
		pg_item_null(a);
	else
		pg_item_bytes(a, u->b, sizeof u->b);
}

void pg_item_fecha(struct pg_args *a, dia_t d)
{
	if (d == DIA_NINGUNO)
		pg_item_null(a);
	else
		pg_item_int(a, d - PG_EPOCH_DAYS);
}

void pg_item_instante(struct pg_args *a, instante_t t)
{
	if (t == INSTANTE_NINGUNO) {
		pg_item_null(a);
		return;
	}
	put32(&a->datos, 8);
	put64(&a->datos, (uint64_t)(t - PG_EPOCH_US));
}

void pg_array_end(struct pg_args *a)
{
	a->len[a->n - 1] = (int)(a->datos.len - a->offset[a->n - 1]);
}

/* ---- rows ---- */

int pg_col(const PGresult *r, const char *name)
{
	return PQfnumber(r, name);
}

static const unsigned char *value(const PGresult *r, int row, int col, int len)
{
	if (col < 0 || PQgetisnull(r, row, col) || (len > 0 && PQgetlength(r, row, col) != len))
		return NULL;
	return (const unsigned char *)PQgetvalue(r, row, col);
}

static uint32_t get32(const unsigned char *p)
{
	uint32_t be;
	memcpy(&be, p, sizeof be);
	return ntohl(be);
}

int pg_get_int(const PGresult *r, int row, int col)
{
	const unsigned char *p = value(r, row, col, 4);
	return p ? (int)get32(p) : 0;
}

int64_t pg_get_int64(const PGresult *r, int row, int col)
{
	const unsigned char *p = value(r, row, col, 8);
	return p ? (int64_t)((uint64_t)get32(p) << 32 | get32(p + 4)) : 0;
}

bool pg_get_bool(const PGresult *r, int row, int col)
{
	const unsigned char *p = value(r, row, col, 1);
	return p && *p;
}

struct uuid pg_get_uuid(const PGresult *r, int row, int col)
{
	struct uuid u = {0};
	const unsigned char *p = value(r, row, col, sizeof u.b);
	if (p)
		memcpy(u.b, p, sizeof u.b);
	return u;
}

struct sha256 pg_get_sha(const PGresult *r, int row, int col)
{
	struct sha256 h = {0};
	const unsigned char *p = value(r, row, col, sizeof h.b);
	if (p)
		memcpy(h.b, p, sizeof h.b);
	return h;
}

const char *pg_get_text(const PGresult *r, int row, int col)
{
	return (const char *)value(r, row, col, 0);
}

dia_t pg_get_fecha(const PGresult *r, int row, int col)
{
	const unsigned char *p = value(r, row, col, 4);
	return p ? (dia_t)get32(p) + PG_EPOCH_DAYS : DIA_NINGUNO;
}

instante_t pg_get_instante(const PGresult *r, int row, int col)
{
	return value(r, row, col, 8) ? pg_get_int64(r, row, col) + PG_EPOCH_US : INSTANTE_NINGUNO;
}
