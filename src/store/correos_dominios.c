/* The institutional domains of organisations. */
#include "store/correos.h"
#include "store/pg.h"

enum status dominio_create(struct db *db, const struct organizacion_dominio *d, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_text(&a, d->dominio);
	pg_uuid(&a, &d->organizacion);
	pg_bool(&a, d->subdominios);
	return pg_change(db, QUERY_CORREO_DOMINIO_ALTA, &a, "el dominio", err);
}

enum status dominio_remove(struct db *db, const struct organizacion_dominio *d, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_text(&a, d->dominio);
	pg_uuid(&a, &d->organizacion);
	return pg_change(db, QUERY_CORREO_DOMINIO_BAJA, &a, "", err);
}

static const char *text(const PGresult *r, int row, const char *col, struct arena *a, bool *full)
{
	const char *v = pg_get_text(r, row, pg_col(r, col));
	const char *copy = arena_strdup(a, v ? v : "");
	*full |= !copy;
	return copy;
}

enum status dominios_list(
	struct db *db, const struct uuid *organizacion, struct arena *a, struct organizacion_dominio **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, organizacion);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_CORREO_DOMINIOS_LISTA, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n, struct organizacion_dominio);
	bool full = !*out;
	for (size_t i = 0; i < *n && !full; i++)
		(*out)[i] = (struct organizacion_dominio){.dominio = text(r, (int)i, "dominio", a, &full),
			.organizacion = pg_get_uuid(r, (int)i, pg_col(r, "organizacion_id")),
			.subdominios = pg_get_bool(r, (int)i, pg_col(r, "subdominios")),
			.creado_en = pg_get_instante(r, (int)i, pg_col(r, "creado_en"))};
	return full ? error_set(err, PROBLEM_INTERNO) : STATUS_OK;
}

enum status dominio_find(struct db *db, const char *dominio, struct arena *a, struct dominio_hallado *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, dominio);
	PGRESULT_AUTO *r = NULL;
	bool full = false;
	*out = (struct dominio_hallado){.dominio = "", .organizacion_nombre = ""};
	enum status st = pg_exec(db, QUERY_CORREO_DOMINIO_HALLAR, &args, &r, err);
	if (st != STATUS_OK || PQntuples(r) == 0)
		return st;
	*out = (struct dominio_hallado){.dominio = text(r, 0, "dominio", a, &full),
		.subdominios = pg_get_bool(r, 0, pg_col(r, "subdominios")),
		.organizacion = pg_get_uuid(r, 0, pg_col(r, "organizacion_id")),
		.organizacion_nombre = text(r, 0, "nombre", a, &full),
		.activa = pg_get_bool(r, 0, pg_col(r, "activa"))};
	return full ? error_set(err, PROBLEM_INTERNO) : STATUS_OK;
}
