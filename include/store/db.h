/*
 * The one door to PostgreSQL. A `struct db` is one connection with its prepared statements (every file of sql/queries, by name, prepared on
 * first use); it belongs to one thread. Parameters and results travel in binary. Errors carry the SQLSTATE; a lost connection is UNAVAILABLE and
 * the next call reconnects. libpq does not leave src/store.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/error.h"
#include "domain/expediente.h"

struct db;

enum db_papel {
	DB_SERVICIO, /* role dictamen_servicio: what the running service may do */
	DB_ADMIN,    /* role dictamen_admin: dictamenctl */
	DB_DUENO     /* the login's own rights: migrations */
};

struct db_opciones {
	const char *conninfo; /* libpq keywords or URI; several hosts allowed: target_session_attrs=read-write is added when absent */
	enum db_papel papel;
	const char *aplicacion;  /* application_name */
	int limite_sentencia_ms; /* statement_timeout */
	int limite_conexion_s;   /* connect_timeout */
};

/* Whether it can be read at all (libpq's keywords or its URI). */
bool db_conninfo_valid(const char *conninfo);
/* Connects. NULL with UNAVAILABLE set when the server cannot be reached (or refuses). Options are copied. */
struct db *db_open(const struct db_opciones *o, struct error *err);
void db_close(struct db *db); /* NULL is fine */
/*
 * Before a request: an idle connection has nothing to say but goodbye. One that the server closed meanwhile is marked broken, so that the
 * next statement connects anew instead of failing. Never between db_scope and the statement it is for: a new connection has no scope.
 */
void db_wake(struct db *db);
/* Reconnects if the connection is broken. */
NODISCARD enum status db_ensure(struct db *db, struct error *err);

/*
 * Row-level security, the second lock: every read that follows is made for this caller. Kept until the next call, costs a round trip only
 * when it changes. NULL: the service itself (`sistema`).
 */
NODISCARD enum status db_scope(struct db *db, const struct actor *who, struct error *err);

/* Transactions; nested use is a defect (INTERNAL). An error inside leaves the transaction to db_rollback. */
NODISCARD enum status db_begin(struct db *db, struct error *err);
/* One in which every read sees the same moment and nothing can be written; end it with db_rollback. */
NODISCARD enum status db_begin_snapshot(struct db *db, struct error *err);
NODISCARD enum status db_commit(struct db *db, struct error *err);
void db_rollback(struct db *db);

/* Reachable, writable and at the schema version this program expects; what is wrong goes into err. */
NODISCARD enum status db_ready(struct db *db, struct error *err);

#endif
