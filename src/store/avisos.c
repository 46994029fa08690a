#include "store/avisos.h"

#include "store/pg.h"

static const char *copy(struct arena *a, const PGresult *r, int row, const char *column)
{
	const char *s = pg_get_text(r, row, pg_col(r, column));
	return arena_strdup(a, s ? s : "");
}

static enum status run(struct db *db, enum sql_query_id q, const struct pg_args *args, PGresult **r, struct error *err)
{
	enum status st = db_scope(db, NULL, err);
	return st == STATUS_OK ? pg_exec(db, q, args, r, err) : st;
}

static bool read_one(const PGresult *r, struct arena *a, struct aviso_correo *v)
{
	*v = (struct aviso_correo){.id = pg_get_uuid(r, 0, pg_col(r, "id")),
		.repetido = pg_get_bool(r, 0, pg_col(r, "repetido")),
		.intentos = pg_get_int(r, 0, pg_col(r, "intentos")),
		.tomas = pg_get_int(r, 0, pg_col(r, "tomas")),
		.creado_en = pg_get_instante(r, 0, pg_col(r, "creado_en")),
		.dia = pg_get_fecha(r, 0, pg_col(r, "dia")),
		.usuario = pg_get_uuid(r, 0, pg_col(r, "usuario_id")),
		.rol = (enum rol)vocabulario_find(&vocabulario_rol, pg_get_text(r, 0, pg_col(r, "rol"))),
		.nombre = copy(a, r, 0, "nombre"),
		.correo = copy(a, r, 0, "correo"),
		.organizacion = copy(a, r, 0, "organizacion"),
		.tipo = copy(a, r, 0, "tipo"),
		.folio = copy(a, r, 0, "folio"),
		.denominacion = copy(a, r, 0, "denominacion"),
		.codigo = copy(a, r, 0, "codigo"),
		.ocurrido_en = pg_get_instante(r, 0, pg_col(r, "ocurrido_en")),
		.expediente = pg_get_uuid(r, 0, pg_col(r, "expediente_id")),
		.documento = pg_get_uuid(r, 0, pg_col(r, "documento")),
		.vence = pg_get_fecha(r, 0, pg_col(r, "vence"))};
	return v->nombre && v->correo && v->organizacion && v->tipo && v->folio && v->denominacion && v->codigo;
}

enum status avisos_take(struct db *db, int arriendo_ms, const char *const *esperan, size_t n, int espera_s, struct arena *a,
	struct aviso_correo *out, bool *hay, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	PGRESULT_AUTO *r = NULL;
	pg_int(&args, arriendo_ms);
	pg_array(&args, PG_TEXT, n);
	for (size_t i = 0; i < n; i++)
		pg_item_text(&args, esperan[i]);
	pg_array_end(&args);
	pg_int(&args, espera_s);
	enum status st = run(db, QUERY_AVISOS_TOMAR, &args, &r, err);
	*hay = st == STATUS_OK && PQntuples(r) == 1;
	if (*hay && !read_one(r, a, out))
		return error_set(err, PROBLEM_SATURADO);
	return st;
}

enum status avisos_end(struct db *db, const struct aviso_correo *v, const char *estado, int64_t espera_ms, const char *motivo, bool quiza,
	struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	PGRESULT_AUTO *r = NULL;
	pg_uuid(&args, &v->id);
	pg_int(&args, v->tomas);
	pg_text(&args, estado);
	pg_bigint(&args, espera_ms);
	pg_text(&args, motivo);
	pg_bool(&args, quiza);
	return run(db, QUERY_AVISOS_TERMINAR, &args, &r, err);
}

enum status avisos_digest(struct db *db, dia_t dia, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	PGRESULT_AUTO *r = NULL;
	pg_fecha(&args, dia);
	return run(db, QUERY_AVISOS_RESUMIR, &args, &r, err);
}

enum status avisos_table(struct db *db, const char *oficina, const struct uuid *usuario, int limite, struct arena *a,
	struct mesa_fila **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	PGRESULT_AUTO *r = NULL;
	pg_text(&args, oficina);
	pg_uuid(&args, usuario);
	pg_int(&args, limite);
	enum status st = run(db, QUERY_AVISOS_MESA, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	struct mesa_fila *v = *out = ARENA_ARRAY(a, *n + 1, struct mesa_fila);
	for (size_t i = 0; v && i < *n; i++) {
		const int row = (int)i;
		v[i] = (struct mesa_fila){.folio = copy(a, r, row, "folio"),
			.estado = copy(a, r, row, "estado"),
			.denominacion = copy(a, r, row, "denominacion"),
			.organizacion = copy(a, r, row, "organizacion"),
			.vence = pg_get_fecha(r, row, pg_col(r, "vence"))};
		if (!v[i].folio || !v[i].estado || !v[i].denominacion || !v[i].organizacion)
			return error_set(err, PROBLEM_SATURADO);
	}
	return v ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

enum status avisos_returned(struct db *db, const struct uuid *aviso, const struct uuid *correo, bool *suyo, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	PGRESULT_AUTO *r = NULL;
	pg_uuid(&args, aviso);
	pg_uuid(&args, correo);
	enum status st = pg_exec(db, QUERY_AVISOS_DEVOLVER, &args, &r, err);
	*suyo = st == STATUS_OK && PQntuples(r) == 1;
	return st;
}

enum status avisos_problems(
	struct db *db, const struct uuid *despues, int limite, struct arena *a, struct aviso_problema **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	PGRESULT_AUTO *r = NULL;
	pg_uuid(&args, despues);
	pg_int(&args, limite);
	enum status st = pg_exec(db, QUERY_AVISOS_PROBLEMAS, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	struct aviso_problema *v = *out = ARENA_ARRAY(a, *n + 1, struct aviso_problema);
	for (size_t i = 0; v && i < *n; i++) {
		const int row = (int)i;
		v[i] = (struct aviso_problema){.id = pg_get_uuid(r, row, pg_col(r, "id")),
			.usuario = pg_get_uuid(r, row, pg_col(r, "usuario_id")),
			.devuelto_correo = pg_get_uuid(r, row, pg_col(r, "devuelto_correo")),
			.correo = copy(a, r, row, "correo"),
			.estado = copy(a, r, row, "estado"),
			.motivo = copy(a, r, row, "motivo"),
			.creado_en = pg_get_instante(r, row, pg_col(r, "creado_en")),
			.devuelto_en = pg_get_instante(r, row, pg_col(r, "devuelto_en"))};
		if (!v[i].correo || !v[i].estado || !v[i].motivo)
			return error_set(err, PROBLEM_SATURADO);
	}
	return v ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}
