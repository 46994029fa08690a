/* Private to src/store: binary parameters and rows. */
#ifndef STORE_PG_H
#define STORE_PG_H

#include <libpq-fe.h>

#include "base/buf.h"
#include "sql/embedded.h"
#include "store/db.h"

struct db {
	PGconn *conn;
	char *conninfo, *aplicacion;
	enum db_papel papel;
	int limite_sentencia_ms, limite_conexion_s;
	bool preparada[SQL_QUERY_COUNT];
	bool en_transaccion;
	bool alcance_fijado;
	enum rol alcance_rol;
	struct uuid alcance_organizacion;
};

static inline void pgresult_clearp(PGresult **r)
{
	PQclear(*r);
}
#define PGRESULT_AUTO __attribute__((cleanup(pgresult_clearp))) PGresult

/* Parameters of one statement. Values are copied into one buffer; `pg_args_free` releases it. */
#define PG_ARGS_MAX 40
struct pg_args {
	struct buf datos;
	int n;
	size_t offset[PG_ARGS_MAX];
	int len[PG_ARGS_MAX]; /* -1: NULL */
};
void pg_args_init(struct pg_args *a);
void pg_args_free(struct pg_args *a);
#define PG_ARGS_AUTO __attribute__((cleanup(pg_args_free))) struct pg_args
void pg_null(struct pg_args *a);
void pg_text(struct pg_args *a, const char *s); /* NULL → SQL NULL */
void pg_int(struct pg_args *a, int v);
void pg_bigint(struct pg_args *a, int64_t v);
void pg_bool(struct pg_args *a, bool v);
void pg_uuid(struct pg_args *a, const struct uuid *u); /* NULL or nil → SQL NULL */
void pg_bytes(struct pg_args *a, const void *p, size_t n);
void pg_sha(struct pg_args *a, const struct sha256 *h);
void pg_fecha(struct pg_args *a, dia_t d);         /* DIA_NINGUNO → NULL */
void pg_instante(struct pg_args *a, instante_t t); /* INSTANTE_NINGUNO → NULL */

/* Arrays: begin, one call per element (same meaning of NULL), end. */
enum pg_tipo {
	PG_BOOL = 16,
	PG_BYTEA = 17,
	PG_INT8 = 20,
	PG_INT4 = 23,
	PG_TEXT = 25,
	PG_DATE = 1082,
	PG_TIMESTAMPTZ = 1184,
	PG_UUID = 2950
};
void pg_array(struct pg_args *a, enum pg_tipo tipo, size_t n);
void pg_item_null(struct pg_args *a);
void pg_item_text(struct pg_args *a, const char *s);
void pg_item_int(struct pg_args *a, int v);
void pg_item_bigint(struct pg_args *a, int64_t v);
void pg_item_bool(struct pg_args *a, bool v);
void pg_item_uuid(struct pg_args *a, const struct uuid *u);
void pg_item_bytes(struct pg_args *a, const void *p, size_t n);
void pg_item_fecha(struct pg_args *a, dia_t d);
void pg_item_instante(struct pg_args *a, instante_t t);
void pg_array_end(struct pg_args *a);

/* Runs a prepared statement. On success *res is a command or tuples result. */
NODISCARD enum status pg_exec(struct db *db, enum sql_query_id q, const struct pg_args *a, PGresult **res, struct error *err);
/* The same, planned for these very values and not prepared: for filters of which only some are given. */
NODISCARD enum status pg_exec_once(struct db *db, enum sql_query_id q, const struct pg_args *a, PGresult **res, struct error *err);
/*
 * A change of one row, for its caller to answer for: none that matches, or a reference to nothing (23503), is NO_ENCONTRADO; a key that exists already (23505)
 * YA_EXISTE with `what`, in Spanish.
 */
NODISCARD enum status pg_change(struct db *db, enum sql_query_id q, const struct pg_args *a, const char *what, struct error *err);
/*
 * Rows as they come, for results of any size: `fila` gets each in a result of its own, which lasts until it returns, while the database goes on. Not OK ends
 * it with that status. Nothing else of this connection meanwhile. Without parameters.
 */
typedef enum status pg_fila_fn(void *ctx, const PGresult *r, struct error *err);
NODISCARD enum status pg_each(struct db *db, enum sql_query_id q, pg_fila_fn *fila, void *ctx, struct error *err);
/*
 * Pipeline: `queries` (and the scope's) are prepared first; then send several, then collect them in order in one round trip. Without pg_begin, everything between pg_pipeline_begin and
 * pg_pipeline_end is one implicit transaction. The first failure makes the later ones fail too.
 */
NODISCARD enum status pg_pipeline_begin(struct db *db, const enum sql_query_id *queries, size_t n, struct error *err);
NODISCARD enum status pg_pipeline_send(struct db *db, enum sql_query_id q, const struct pg_args *a, struct error *err);
/* Flushes and collects `n` results into res[] (caller clears). All are read whatever happens; the first error is reported. */
NODISCARD enum status pg_pipeline_end(struct db *db, PGresult **res, size_t n, struct error *err);
/* Sends the statement that fixes the caller for row-level security if it differs; *sent tells whether a result must be collected. */
NODISCARD enum status pg_pipeline_scope(struct db *db, const struct actor *who, bool *sent, struct error *err);
/* Text of SQL that is no query file: BEGIN, COMMIT, SET… Constants only. */
NODISCARD enum status pg_command(struct db *db, const char *sql, struct error *err);
/* Maps a failed result (or connection) to a status: 08xxx/57P0x and broken → BASE_NO_DISPONIBLE; 40001/40P01 → RETRY; else INTERNO. */
enum status pg_failure(struct db *db, const PGresult *r, struct error *err);

/* Rows, binary. Column by name, resolved once per result: int c = pg_col(r, "version"). NULL values: 0, NULL, nil, *_NINGUNO. */
int pg_col(const PGresult *r, const char *name);
int pg_get_int(const PGresult *r, int row, int col);
int64_t pg_get_int64(const PGresult *r, int row, int col);
bool pg_get_bool(const PGresult *r, int row, int col);
struct uuid pg_get_uuid(const PGresult *r, int row, int col);
struct sha256 pg_get_sha(const PGresult *r, int row, int col);
const char *pg_get_text(const PGresult *r, int row, int col); /* valid while r lives; NULL for SQL NULL */
dia_t pg_get_fecha(const PGresult *r, int row, int col);
instante_t pg_get_instante(const PGresult *r, int row, int col);

#endif
