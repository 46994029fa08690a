#include "store/ensayo.h"

#include "store/pg.h"

enum status ensayo_read(struct db *db, struct ensayo_marca *out, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_ENSAYO_LEER, &a, &r, err);
	if (st != STATUS_OK)
		return st;
	*out = (struct ensayo_marca){.hay = PQntuples(r) == 1};
	if (out->hay)
		out->adelanto = pg_get_int64(r, 0, pg_col(r, "adelanto"));
	return STATUS_OK;
}

enum status ensayo_mark(struct db *db, bool *marcada, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_ENSAYO_MARCAR, &a, &r, err);
	if (st == STATUS_OK)
		*marcada = pg_get_bool(r, 0, pg_col(r, "marcada"));
	return st;
}

enum status ensayo_advance(struct db *db, int64_t adelanto, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_bigint(&a, adelanto);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_ENSAYO_ADELANTAR, &a, &r, err);
	return st == STATUS_OK && PQntuples(r) == 0 ? error_set(err, PROBLEM_RELOJ_HACIA_ATRAS) : st;
}

enum status ensayo_offices(struct db *db, struct actor out[static ROL_COUNT], struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_ENSAYO_OFICINAS, &a, &r, err);
	if (st != STATUS_OK)
		return st;
	for (int i = 0; i < ROL_COUNT; i++)
		out[i] = (struct actor){.cve_ent = ""};
	for (int i = 0; i < PQntuples(r); i++) {
		const int rol = vocabulario_find(&vocabulario_rol, pg_get_text(r, i, pg_col(r, "rol")));
		if (rol > 0 && rol < ROL_COUNT)
			out[rol] = (struct actor){.usuario = pg_get_uuid(r, i, pg_col(r, "id")),
				.organizacion = pg_get_uuid(r, i, pg_col(r, "organizacion_id")),
				.rol = (enum rol)rol,
				.cve_ent = ""};
	}
	return STATUS_OK;
}

enum status ensayo_choose(
	struct db *db, const struct uuid *sujeto, const char *guion, const struct uuid *por, instante_t en, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, sujeto);
	pg_text(&a, guion);
	pg_uuid(&a, por);
	pg_instante(&a, en);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_ENSAYO_ELEGIR, &a, &r, err);
}

static const char *copy_text(const PGresult *r, int row, const char *col, struct arena *a)
{
	const char *s = pg_get_text(r, row, pg_col(r, col));
	return s ? arena_strdup(a, s) : NULL;
}

enum status ensayo_chosen(struct db *db, const struct uuid *expediente, const struct uuid *organizacion, const char *comun, struct arena *a,
	struct ensayo_elegido *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, expediente);
	pg_uuid(&args, organizacion);
	pg_text(&args, comun);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_ENSAYO_ELEGIDO, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*out = (struct ensayo_elegido){.guion = copy_text(r, 0, "guion", a),
		.propio = pg_get_bool(r, 0, pg_col(r, "propio")),
		.problema = copy_text(r, 0, "problema", a),
		.detalle = copy_text(r, 0, "detalle", a)};
	return out->guion ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

enum status ensayo_pending(struct db *db, const char *comun, const char *ninguno, int pausa_ms, int limite, struct arena *a,
	struct ensayo_pendiente **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, comun);
	pg_text(&args, ninguno);
	pg_int(&args, pausa_ms);
	pg_int(&args, limite);
	PGRESULT_AUTO *r = NULL;
	enum status st = db_scope(db, NULL, err);
	if (st == STATUS_OK)
		st = pg_exec(db, QUERY_ENSAYO_PENDIENTES, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n + 1, struct ensayo_pendiente);
	for (size_t i = 0; *out && i < *n; i++) {
		(*out)[i] = (struct ensayo_pendiente){.expediente = pg_get_uuid(r, (int)i, pg_col(r, "id")),
			.organizacion = pg_get_uuid(r, (int)i, pg_col(r, "organizacion_id")),
			.version = pg_get_int(r, (int)i, pg_col(r, "version")),
			.guion = copy_text(r, (int)i, "guion", a)};
		if (!(*out)[i].guion)
			return error_set(err, PROBLEM_INTERNO);
	}
	return *out ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

enum status ensayo_tried(struct db *db, const struct ensayo_pendiente *p, const char *problema, const char *detalle, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, &p->expediente);
	pg_int(&a, p->version);
	pg_text(&a, p->guion);
	pg_text(&a, problema);
	pg_text(&a, detalle);
	PGRESULT_AUTO *r = NULL;
	enum status st = db_scope(db, NULL, err);
	return st == STATUS_OK ? pg_exec(db, QUERY_ENSAYO_INTENTAR, &a, &r, err) : st;
}
