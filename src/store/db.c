/* Connections, prepared statements, transactions, pipelines. */
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "store/pg.h"

#define MENSAJE_LOG_MAX 300

/* A host list must end at the writable server (libpq, target_session_attrs); a caller's own choice is kept. */
static PGconn *connect_with(const struct db *db)
{
	char limite[16];
	snprintf(limite, sizeof limite, "%d", db->limite_conexion_s);
	bool propia = strstr(db->conninfo, "target_session_attrs") != NULL;
	const char *keys[] = {
		"dbname", "application_name", "connect_timeout", "client_encoding", propia ? NULL : "target_session_attrs", NULL};
	const char *values[] = {db->conninfo, db->aplicacion, limite, "UTF8", propia ? NULL : "read-write", NULL};
	return PQconnectdbParams(keys, values, 1);
}

/* The database's own message goes to the log, never to a caller; it is cut short, and DETAIL (which quotes rows) is left out. */
static void keep_message(const char *msg, const PGresult *r, struct error *err)
{
	const char *primary = r ? PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY) : msg;
	if (!err->interno && primary)
		err->interno = arena_printf(err->arena, "%.*s", MENSAJE_LOG_MAX, primary);
}

enum status pg_failure(struct db *db, const PGresult *r, struct error *err)
{
	const char *state = r ? PQresultErrorField(r, PG_DIAG_SQLSTATE) : NULL;
	bool broken = PQstatus(db->conn) != CONNECTION_OK;
	keep_message(PQerrorMessage(db->conn), r, err);
	if (state)
		memcpy(err->sqlstate, state, sizeof err->sqlstate - 1);
	if (broken || !state || strncmp(state, "08", 2) == 0 || strncmp(state, "57P", 3) == 0 || strncmp(state, "53", 2) == 0 ||
		strcmp(state, "25006") == 0)
		return error_set(err, PROBLEM_BASE_NO_DISPONIBLE);
	if (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0)
		return STATUS_RETRY;
	if (strcmp(state, "57014") == 0) /* statement_timeout */
		return error_set(err, PROBLEM_SATURADO);
	return error_set(err, PROBLEM_INTERNO);
}

enum status pg_command(struct db *db, const char *sql, struct error *err)
{
	PGRESULT_AUTO *r = PQexec(db->conn, sql);
	if (PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK)
		return STATUS_OK;
	return pg_failure(db, r, err);
}

static enum status session_setup(struct db *db, struct error *err)
{
	static const char *const papel[] = {
		[DB_SERVICIO] = "set role dictamen_servicio", [DB_ADMIN] = "set role dictamen_admin", [DB_DUENO] = NULL};
	char ajustes[160];
	snprintf(ajustes, sizeof ajustes,
		"set jit = off; set timezone = 'UTC'; set statement_timeout = %d; set idle_in_transaction_session_timeout = 60000",
		db->limite_sentencia_ms);
	enum status st = pg_command(db, ajustes, err);
	if (st != STATUS_OK || !papel[db->papel])
		return st;
	st = pg_command(db, papel[db->papel], err);
	if (st != STATUS_OK) /* the role is made by the first migration, and given to the login by whoever runs the server */
		err->interno = arena_printf(
			err->arena, "%s (run dictamenctl migrar, then grant the role to this login)", err->interno ? err->interno : "");
	return st;
}

static void forget_session(struct db *db)
{
	memset(db->preparada, 0, sizeof db->preparada);
	db->en_transaccion = false;
	db->alcance_fijado = false;
}

static void discard_notice(void *arg, const PGresult *r)
{
	(void)arg;
	(void)r;
}

static enum status establish(struct db *db, struct error *err)
{
	forget_session(db);
	PQfinish(db->conn);
	db->conn = connect_with(db);
	if (PQstatus(db->conn) != CONNECTION_OK)
		return pg_failure(db, NULL, err);
	PQsetNoticeReceiver(db->conn, discard_notice, NULL);
	return session_setup(db, err);
}

bool db_conninfo_valid(const char *conninfo)
{
	PQconninfoOption *o = PQconninfoParse(conninfo, NULL);
	PQconninfoFree(o);
	return o != NULL;
}

struct db *db_open(const struct db_opciones *o, struct error *err)
{
	struct db *db = calloc(1, sizeof *db);
	if (!db) {
		(void)error_set(err, PROBLEM_INTERNO);
		return NULL;
	}
	db->conninfo = strdup(o->conninfo);
	db->aplicacion = strdup(o->aplicacion);
	db->papel = o->papel;
	db->limite_sentencia_ms = o->limite_sentencia_ms;
	db->limite_conexion_s = o->limite_conexion_s;
	if (!db->conninfo || !db->aplicacion || establish(db, err) != STATUS_OK) {
		(void)error_set(err, PROBLEM_INTERNO);
		db_close(db);
		return NULL;
	}
	return db;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	PQfinish(db->conn);
	free(db->conninfo);
	free(db->aplicacion);
	free(db);
}

enum status db_ensure(struct db *db, struct error *err)
{
	if (PQstatus(db->conn) == CONNECTION_OK)
		return STATUS_OK;
	return establish(db, err);
}

void db_wake(struct db *db)
{
	struct pollfd p = {.fd = PQsocket(db->conn), .events = POLLIN};
	if (db->en_transaccion || PQstatus(db->conn) != CONNECTION_OK || poll(&p, 1, 0) <= 0)
		return;
	/* First the farewell, then the end of the stream: two reads. */
	for (int i = 0; i < 2 && PQconsumeInput(db->conn); i++)
		;
}

/* ---- statements ---- */

struct wire {
	const char *values[PG_ARGS_MAX];
	int formats[PG_ARGS_MAX];
};

static void wire_fill(const struct pg_args *a, struct wire *w)
{
	for (int i = 0; i < a->n; i++) {
		w->values[i] = a->len[i] < 0 ? NULL : buf_str(&a->datos) + a->offset[i];
		w->formats[i] = 1;
	}
}

static enum status prepare(struct db *db, enum sql_query_id q, struct error *err)
{
	if (db->preparada[q])
		return STATUS_OK;
	PGRESULT_AUTO *r = PQprepare(db->conn, sql_queries[q].name, sql_queries[q].text, 0, NULL);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		return pg_failure(db, r, err);
	db->preparada[q] = true;
	return STATUS_OK;
}

enum status pg_exec(struct db *db, enum sql_query_id q, const struct pg_args *a, PGresult **res, struct error *err)
{
	if (a->datos.failed)
		return error_set(err, PROBLEM_INTERNO);
	enum status st = db->en_transaccion ? STATUS_OK : db_ensure(db, err);
	if (st == STATUS_OK)
		st = prepare(db, q, err);
	if (st != STATUS_OK)
		return st;
	struct wire w;
	wire_fill(a, &w);
	PGresult *r = PQexecPrepared(db->conn, sql_queries[q].name, a->n, w.values, a->len, w.formats, 1);
	if (PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK) {
		st = pg_failure(db, r, err);
		PQclear(r);
		return st;
	}
	*res = r;
	return STATUS_OK;
}

enum status pg_change(struct db *db, enum sql_query_id q, const struct pg_args *a, const char *what, struct error *err)
{
	PGRESULT_AUTO *r = NULL;
	struct error own;
	error_init(&own, err->arena);
	enum status st = pg_exec(db, q, a, &r, &own);
	if (st == STATUS_OK)
		return strcmp(PQcmdTuples(r), "0") == 0 ? error_set(err, PROBLEM_NO_ENCONTRADO) : STATUS_OK;
	if (strcmp(own.sqlstate, "23505") == 0)
		return error_set(err, PROBLEM_YA_EXISTE, what);
	if (strcmp(own.sqlstate, "23503") == 0)
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	if (err->problem == PROBLEM_NONE)
		*err = own;
	return st;
}

/* What was not read of a statement that is given up: the server is asked to stop, the rest is thrown away. */
static void give_up(struct db *db)
{
	char why[256];
	PGcancel *c = PQgetCancel(db->conn);
	if (c)
		(void)PQcancel(c, why, sizeof why);
	PQfreeCancel(c);
	for (PGresult *r; (r = PQgetResult(db->conn));)
		PQclear(r);
}

enum status pg_each(struct db *db, enum sql_query_id q, pg_fila_fn *fila, void *ctx, struct error *err)
{
	enum status st = db->en_transaccion ? STATUS_OK : db_ensure(db, err);
	if (st == STATUS_OK)
		st = prepare(db, q, err);
	if (st == STATUS_OK &&
		(!PQsendQueryPrepared(db->conn, sql_queries[q].name, 0, NULL, NULL, NULL, 1) || !PQsetSingleRowMode(db->conn)))
		st = pg_failure(db, NULL, err);
	for (PGresult *r; st == STATUS_OK && (r = PQgetResult(db->conn));) {
		const ExecStatusType s = PQresultStatus(r);
		if (s == PGRES_SINGLE_TUPLE)
			st = fila(ctx, r, err);
		else if (s != PGRES_TUPLES_OK) /* the end of the rows */
			st = pg_failure(db, r, err);
		PQclear(r);
	}
	if (st != STATUS_OK)
		give_up(db);
	return st;
}

enum status pg_exec_once(struct db *db, enum sql_query_id q, const struct pg_args *a, PGresult **res, struct error *err)
{
	if (a->datos.failed)
		return error_set(err, PROBLEM_INTERNO);
	enum status st = db->en_transaccion ? STATUS_OK : db_ensure(db, err);
	if (st != STATUS_OK)
		return st;
	struct wire w;
	wire_fill(a, &w);
	PGresult *r = PQexecParams(db->conn, sql_queries[q].text, a->n, NULL, w.values, a->len, w.formats, 1);
	if (PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK) {
		st = pg_failure(db, r, err);
		PQclear(r);
		return st;
	}
	*res = r;
	return STATUS_OK;
}

enum status pg_pipeline_begin(struct db *db, const enum sql_query_id *queries, size_t n, struct error *err)
{
	enum status st = db->en_transaccion ? STATUS_OK : db_ensure(db, err);
	if (st == STATUS_OK)
		st = prepare(db, QUERY_SESION_ALCANCE, err);
	for (size_t i = 0; i < n && st == STATUS_OK; i++)
		st = prepare(db, queries[i], err);
	if (st != STATUS_OK)
		return st;
	return PQenterPipelineMode(db->conn) ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

enum status pg_pipeline_send(struct db *db, enum sql_query_id q, const struct pg_args *a, struct error *err)
{
	if (a->datos.failed)
		return error_set(err, PROBLEM_INTERNO);
	struct wire w;
	wire_fill(a, &w);
	if (!db->preparada[q]) /* pg_pipeline_begin was not told of it */
		return error_set(err, PROBLEM_INTERNO);
	if (!PQsendQueryPrepared(db->conn, sql_queries[q].name, a->n, w.values, a->len, w.formats, 1))
		return pg_failure(db, NULL, err);
	return STATUS_OK;
}

/* One result of the pipeline; NULL marks the end of a statement. */
static enum status collect_one(struct db *db, PGresult **res, struct error *err)
{
	PGresult *r = PQgetResult(db->conn);
	if (!r)
		return pg_failure(db, NULL, err);
	ExecStatusType s = PQresultStatus(r);
	enum status st = STATUS_OK;
	if (s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK) {
		*res = r;
		r = NULL;
	} else {
		st = s == PGRES_PIPELINE_ABORTED ? STATUS_RETRY : pg_failure(db, r, err);
	}
	PQclear(r);
	PQclear(PQgetResult(db->conn));
	return st;
}

enum status pg_pipeline_end(struct db *db, PGresult **res, size_t n, struct error *err)
{
	enum status first = PQpipelineSync(db->conn) ? STATUS_OK : pg_failure(db, NULL, err);
	for (size_t i = 0; i < n; i++)
		res[i] = NULL;
	for (size_t i = 0; i < n && PQstatus(db->conn) == CONNECTION_OK; i++) {
		enum status st = collect_one(db, &res[i], err);
		if (first == STATUS_OK)
			first = st;
	}
	if (PQstatus(db->conn) == CONNECTION_OK) {
		PGRESULT_AUTO *sync = PQgetResult(db->conn);
		if (PQresultStatus(sync) != PGRES_PIPELINE_SYNC && first == STATUS_OK)
			first = pg_failure(db, sync, err);
		(void)PQexitPipelineMode(db->conn);
	} else if (first == STATUS_OK) {
		first = pg_failure(db, NULL, err);
	}
	if (first != STATUS_OK) {
		db->alcance_fijado = false;
		for (size_t i = 0; i < n; i++) {
			PQclear(res[i]);
			res[i] = NULL;
		}
	}
	return first;
}

/* ---- the caller that row-level security sees ---- */

static bool same_scope(const struct db *db, const struct actor *who)
{
	static const struct uuid nadie = {0};
	return db->alcance_fijado && db->alcance_rol == (who ? who->rol : ROL_NINGUNO) &&
		uuid_cmp(&db->alcance_organizacion, who ? &who->organizacion : &nadie) == 0;
}

static void scope_args(struct pg_args *a, const struct actor *who)
{
	char org[UUID_LEN] = "";
	if (who)
		uuid_format(&who->organizacion, org);
	pg_text(a, who ? vocabulario_slug(&vocabulario_rol, (int)who->rol) : "sistema");
	pg_text(a, org);
	pg_text(a, who && who->cve_ent ? who->cve_ent : "");
}

static void scope_keep(struct db *db, const struct actor *who)
{
	db->alcance_fijado = true;
	db->alcance_rol = who ? who->rol : ROL_NINGUNO;
	db->alcance_organizacion = who ? who->organizacion : (struct uuid){0};
}

enum status db_scope(struct db *db, const struct actor *who, struct error *err)
{
	enum status st = db->en_transaccion ? STATUS_OK : db_ensure(db, err);
	if (st != STATUS_OK || same_scope(db, who))
		return st;
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	scope_args(&a, who);
	PGRESULT_AUTO *r = NULL;
	st = pg_exec(db, QUERY_SESION_ALCANCE, &a, &r, err);
	if (st == STATUS_OK)
		scope_keep(db, who);
	return st;
}

enum status pg_pipeline_scope(struct db *db, const struct actor *who, bool *sent, struct error *err)
{
	*sent = false;
	if (same_scope(db, who))
		return STATUS_OK;
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	scope_args(&a, who);
	enum status st = pg_pipeline_send(db, QUERY_SESION_ALCANCE, &a, err);
	if (st == STATUS_OK) {
		scope_keep(db, who);
		*sent = true;
	}
	return st;
}

/* ---- transactions ---- */

static enum status begin(struct db *db, const char *how, struct error *err)
{
	if (db->en_transaccion)
		return error_set(err, PROBLEM_INTERNO);
	enum status st = db_ensure(db, err);
	if (st == STATUS_OK)
		st = pg_command(db, how, err);
	db->en_transaccion = st == STATUS_OK;
	return st;
}

enum status db_begin(struct db *db, struct error *err)
{
	return begin(db, "begin", err);
}

enum status db_begin_snapshot(struct db *db, struct error *err)
{
	return begin(db, "begin isolation level repeatable read, read only", err);
}

enum status db_commit(struct db *db, struct error *err)
{
	enum status st = pg_command(db, "commit", err);
	db->en_transaccion = false;
	if (st != STATUS_OK)
		db->alcance_fijado = false; /* set_config was undone with the rest */
	return st;
}

void db_rollback(struct db *db)
{
	if (!db->en_transaccion)
		return;
	db->en_transaccion = false;
	db->alcance_fijado = false; /* set_config inside the transaction is undone with it */
	PGRESULT_AUTO *r = PQexec(db->conn, "rollback");
	(void)r;
}

enum status db_ready(struct db *db, struct error *err)
{
	static const char *const vieja = "el esquema de la base no es todavía el de este programa: ejecute dictamenctl migrar";
	const int propio = sql_migration_count ? sql_migrations[sql_migration_count - 1].number : 0;
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_SESION_LISTA, &a, &r, err);
	if (st != STATUS_OK && strcmp(err->sqlstate, "42P01") == 0) /* not even the table of migrations */
		err->interno = vieja;
	if (st != STATUS_OK)
		return st;
	const int esquema = pg_get_int(r, 0, pg_col(r, "esquema"));
	const bool escribible = pg_get_bool(r, 0, pg_col(r, "escribible"));
	if (escribible && esquema == propio)
		return STATUS_OK;
	err->interno = !escribible ? "la base está en recuperación y no se puede escribir en ella"
		: esquema > propio ? "la base es más nueva que este programa: use el programa de su versión"
				   : vieja;
	return error_set(err, PROBLEM_BASE_NO_DISPONIBLE);
}
