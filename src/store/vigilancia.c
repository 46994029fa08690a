#include "store/vigilancia.h"

#include "store/pg.h"

static const char *copy(struct arena *a, const PGresult *r, int row, const char *column)
{
	const char *s = pg_get_text(r, row, pg_col(r, column));
	return arena_strdup(a, s ? s : "");
}

enum status vigilancia_expiring(struct db *db, dia_t hoy, dia_t hasta, dia_t despues, const char *numero, int limite, struct arena *a,
	struct por_vencer **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_fecha(&args, hoy);
	pg_fecha(&args, hasta);
	pg_fecha(&args, despues);
	pg_text(&args, numero);
	pg_int(&args, limite);
	PGRESULT_AUTO *r = NULL;
	enum status st = db_scope(db, NULL, err);
	if (st == STATUS_OK)
		st = pg_exec(db, QUERY_VIGILANCIA_POR_VENCER, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	struct por_vencer *v = ARENA_ARRAY(a, *n + 1, struct por_vencer);
	for (size_t i = 0; v && i < *n; i++) {
		const int row = (int)i;
		v[i] = (struct por_vencer){.asiento = copy(a, r, row, "asiento"),
			.denominacion = copy(a, r, row, "denominacion"),
			.cve_ent = copy(a, r, row, "cve_ent"),
			.municipio = copy(a, r, row, "municipio"),
			.pais = copy(a, r, row, "pais"),
			.partes_mexicanas = copy(a, r, row, "partes_mexicanas"),
			.contrapartes = copy(a, r, row, "contrapartes"),
			.vigencia_hasta = pg_get_fecha(r, row, pg_col(r, "vigencia_hasta")),
			.expediente = pg_get_uuid(r, row, pg_col(r, "expediente_id"))};
		if (!v[i].asiento || !v[i].denominacion || !v[i].cve_ent || !v[i].municipio || !v[i].pais || !v[i].partes_mexicanas ||
			!v[i].contrapartes)
			return error_set(err, PROBLEM_SATURADO);
	}
	*out = v;
	return v ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

enum status vigilancia_unregistered(struct db *db, const struct actor *who, dia_t hoy, const struct uuid *despues, int limite,
	struct arena *a, struct sin_registrar **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_fecha(&args, hoy);
	pg_uuid(&args, despues);
	pg_int(&args, limite);
	PGRESULT_AUTO *r = NULL;
	enum status st = db_scope(db, who, err);
	if (st == STATUS_OK)
		st = pg_exec(db, QUERY_VIGILANCIA_SIN_REGISTRAR, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	struct sin_registrar *v = ARENA_ARRAY(a, *n + 1, struct sin_registrar);
	for (size_t i = 0; v && i < *n; i++) {
		const int row = (int)i;
		v[i] = (struct sin_registrar){.id = pg_get_uuid(r, row, pg_col(r, "id")),
			.organizacion = pg_get_uuid(r, row, pg_col(r, "organizacion_id")),
			.folio = copy(a, r, row, "folio"),
			.cve_ent = copy(a, r, row, "cve_ent"),
			.estado = copy(a, r, row, "estado"),
			.denominacion = copy(a, r, row, "denominacion"),
			.fecha_firma = pg_get_fecha(r, row, pg_col(r, "fecha_firma_pretendida"))};
		if (!v[i].folio || !v[i].cve_ent || !v[i].estado || !v[i].denominacion)
			return error_set(err, PROBLEM_SATURADO);
	}
	*out = v;
	return v ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

static enum status warn(struct db *db, enum sql_query_id query, dia_t hoy, instante_t now, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_fecha(&args, hoy);
	pg_instante(&args, now);
	PGRESULT_AUTO *r = NULL;
	enum status st = db_scope(db, NULL, err);
	return st == STATUS_OK ? pg_exec(db, query, &args, &r, err) : st;
}

enum status vigilancia_warn(struct db *db, dia_t hoy, instante_t now, struct error *err)
{
	const enum status st = warn(db, QUERY_VIGILANCIA_AVISAR, hoy, now, err);
	return st == STATUS_OK ? warn(db, QUERY_VIGILANCIA_AVISAR_FIRMA, hoy, now, err) : st;
}
