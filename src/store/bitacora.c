#include "store/bitacora.h"

#include <string.h>

#include "store/pg.h"

#define CERROJO INT64_C(0x64696374616d0b17) /* "dictam", the log's signer */

static enum status one_number(struct db *db, enum sql_query_id q, int64_t *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, q, &args, &r, err);
	if (st == STATUS_OK)
		*out = pg_get_int64(r, 0, 0);
	return st;
}

enum status bitacora_size(struct db *db, int64_t *tamano, struct error *err)
{
	return one_number(db, QUERY_BITACORA_TAMANO, tamano, err);
}

enum status bitacora_count_nodes(struct db *db, int64_t *n, struct error *err)
{
	return one_number(db, QUERY_BITACORA_CONTAR_NODOS, n, err);
}

enum status bitacora_nodes(struct db *db, const struct merkle_lugar *v, size_t n, struct sha256 *out, struct error *err)
{
	if (n == 0)
		return STATUS_OK;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_array(&args, PG_INT4, n);
	for (size_t i = 0; i < n; i++)
		pg_item_int(&args, v[i].nivel);
	pg_array_end(&args);
	pg_array(&args, PG_INT8, n);
	for (size_t i = 0; i < n; i++)
		pg_item_bigint(&args, v[i].indice);
	pg_array_end(&args);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_BITACORA_NODOS, &args, &r, err);
	for (size_t i = 0; i < n && st == STATUS_OK; i++) {
		if (PQgetisnull(r, (int)i, 0)) {
			err->interno = arena_printf(err->arena, "bitacora_nodo (%d, %lld) is missing", v[i].nivel, (long long)v[i].indice);
			return error_set(err, PROBLEM_INTERNO);
		}
		out[i] = pg_get_sha(r, (int)i, 0);
	}
	return st;
}

/* ---- heads ---- */

static void get_bytes(const PGresult *r, int row, const char *col, uint8_t *out, size_t n)
{
	int c = pg_col(r, col);
	if (PQgetlength(r, row, c) == (int)n) /* the table checks it */
		memcpy(out, PQgetvalue(r, row, c), n);
}

static struct bitacora_cabeza_fila head_row(const PGresult *r, int row)
{
	struct bitacora_cabeza_fila f = {
		.n = pg_get_int64(r, row, pg_col(r, "n")),
		.cabeza = {.tamano = pg_get_int64(r, row, pg_col(r, "tamano")),
			.raiz = pg_get_sha(r, row, pg_col(r, "raiz")),
			.momento = pg_get_instante(r, row, pg_col(r, "momento"))},
	};
	get_bytes(r, row, "llave", f.cabeza.llave.b, sizeof f.cabeza.llave.b);
	get_bytes(r, row, "firma", f.cabeza.firma.b, sizeof f.cabeza.firma.b);
	return f;
}

static enum status head_rows(const PGresult *r, struct arena *a, struct bitacora_cabeza_fila **out, size_t *n, struct error *err)
{
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n + 1, struct bitacora_cabeza_fila);
	if (!*out)
		return error_set(err, PROBLEM_INTERNO);
	for (size_t i = 0; i < *n; i++)
		(*out)[i] = head_row(r, (int)i);
	return STATUS_OK;
}

enum status bitacora_heads(
	struct db *db, int64_t antes_de, int limite, struct arena *a, struct bitacora_cabeza_fila **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	if (antes_de > 0)
		pg_bigint(&args, antes_de);
	else
		pg_null(&args);
	pg_int(&args, limite);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_BITACORA_CABEZAS, &args, &r, err);
	return st == STATUS_OK ? head_rows(r, a, out, n, err) : st;
}

enum status bitacora_heads_after(struct db *db, int64_t tamano, int64_t n_cabeza, int limite, struct arena *a,
	struct bitacora_cabeza_fila **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_bigint(&args, tamano);
	pg_bigint(&args, n_cabeza);
	pg_int(&args, limite);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_BITACORA_CABEZAS_POR_TAMANO, &args, &r, err);
	return st == STATUS_OK ? head_rows(r, a, out, n, err) : st;
}

enum status bitacora_head_of(struct db *db, int64_t tamano, struct bitacora_cabeza *out, bool *hay, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_bigint(&args, tamano);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_BITACORA_CABEZA_DE, &args, &r, err);
	*hay = st == STATUS_OK && PQntuples(r) > 0;
	if (*hay)
		*out = head_row(r, 0).cabeza;
	return st;
}

enum status bitacora_lock(struct db *db, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_bigint(&args, CERROJO);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_BITACORA_BLOQUEAR, &args, &r, err);
}

enum status bitacora_head_add(struct db *db, const struct bitacora_cabeza *c, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_bigint(&args, c->tamano);
	pg_sha(&args, &c->raiz);
	pg_instante(&args, c->momento);
	pg_bytes(&args, c->llave.b, sizeof c->llave.b);
	pg_bytes(&args, c->firma.b, sizeof c->firma.b);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_BITACORA_FIRMAR, &args, &r, err);
}

enum status bitacora_keys(struct db *db, struct arena *a, struct bitacora_llave_fila **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_BITACORA_LLAVES, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n + 1, struct bitacora_llave_fila);
	if (!*out)
		return error_set(err, PROBLEM_INTERNO);
	for (size_t i = 0; i < *n; i++) {
		(*out)[i] = (struct bitacora_llave_fila){
			.desde = pg_get_instante(r, (int)i, pg_col(r, "desde")),
			.hasta = pg_get_instante(r, (int)i, pg_col(r, "hasta")),
			.cabezas = pg_get_int64(r, (int)i, pg_col(r, "cabezas")),
		};
		get_bytes(r, (int)i, "llave", (*out)[i].llave.b, FIRMA_PUBLICA_LEN);
	}
	return STATUS_OK;
}

/* ---- leaves ---- */

static enum status leaf_row(const PGresult *r, int row, struct arena *a, struct bitacora_hoja *out, struct error *err)
{
	int acto = vocabulario_find(&vocabulario_registro_acto, pg_get_text(r, row, pg_col(r, "acto")));
	int rol = vocabulario_find(&vocabulario_rol, pg_get_text(r, row, pg_col(r, "rol")));
	struct sha256 previo = pg_get_sha(r, row, pg_col(r, "previo"));
	*out = (struct bitacora_hoja){
		.hecho = {.indice = pg_get_int64(r, row, pg_col(r, "indice")),
			.asiento = arena_strdup(a, pg_get_text(r, row, pg_col(r, "asiento"))),
			.n = pg_get_int(r, row, pg_col(r, "n")),
			.acto = (enum registro_acto)(acto > 0 ? acto : 0),
			.registrado_en = pg_get_instante(r, row, pg_col(r, "registrado_en")),
			.fecha_legal = pg_get_fecha(r, row, pg_col(r, "fecha_legal")),
			.usuario = pg_get_uuid(r, row, pg_col(r, "usuario_id")),
			.organizacion = pg_get_uuid(r, row, pg_col(r, "organizacion_id")),
			.rol = (enum rol)(rol > 0 ? rol : 0),
			.anterior = pg_get_sha(r, row, pg_col(r, "anterior")),
			.hash = pg_get_sha(r, row, pg_col(r, "hash"))},
		.datos = arena_strdup(a, pg_get_text(r, row, pg_col(r, "datos"))),
	};
	out->enlaza = sha256_equal(&out->hecho.anterior, &previo); /* no row before: zero */
	return out->hecho.asiento && out->datos ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

static enum status leaf_rows(const PGresult *r, struct arena *a, struct bitacora_hoja **out, size_t *n, struct error *err)
{
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n + 1, struct bitacora_hoja);
	enum status st = *out ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
	for (size_t i = 0; i < *n && st == STATUS_OK; i++)
		st = leaf_row(r, (int)i, a, &(*out)[i], err);
	return st;
}

enum status bitacora_leaves(
	struct db *db, int64_t desde, int limite, struct arena *a, struct bitacora_hoja **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_bigint(&args, desde);
	pg_int(&args, limite);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_BITACORA_HOJAS, &args, &r, err);
	return st == STATUS_OK ? leaf_rows(r, a, out, n, err) : st;
}

enum status bitacora_leaves_of(struct db *db, const char *asiento, int hasta, int limite, struct arena *a, struct bitacora_hoja **out,
	size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, asiento);
	pg_int(&args, hasta);
	pg_int(&args, limite);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_BITACORA_ACTOS_DE, &args, &r, err);
	return st == STATUS_OK ? leaf_rows(r, a, out, n, err) : st;
}

enum status bitacora_place_of(struct db *db, const char *asiento, int n, int64_t *indice, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, asiento);
	pg_int(&args, n);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_BITACORA_LUGAR, &args, &r, err);
	if (st == STATUS_OK && PQntuples(r) == 0)
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	if (st == STATUS_OK)
		*indice = pg_get_int64(r, 0, 0);
	return st;
}
