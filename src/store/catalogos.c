#include "store/catalogos.h"

#include "store/pg.h"

enum status municipios_write(
	struct db *db, const struct municipio *v, size_t n, const char *fuente, struct municipios_cargados *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_array(&args, PG_TEXT, n);
	for (size_t i = 0; i < n; i++)
		pg_item_text(&args, v[i].cve_ent);
	pg_array_end(&args);
	pg_array(&args, PG_TEXT, n);
	for (size_t i = 0; i < n; i++)
		pg_item_text(&args, v[i].cve_mun);
	pg_array_end(&args);
	pg_array(&args, PG_TEXT, n);
	for (size_t i = 0; i < n; i++)
		pg_item_text(&args, v[i].nombre);
	pg_array_end(&args);
	pg_text(&args, fuente);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_CATALOGOS_MUNICIPIOS_ALTA, &args, &r, err);
	if (st == STATUS_OK)
		*out = (struct municipios_cargados){.nuevos = pg_get_int(r, 0, pg_col(r, "nuevos")),
			.cambiados = pg_get_int(r, 0, pg_col(r, "cambiados")),
			.retirados = pg_get_int(r, 0, pg_col(r, "retirados"))};
	return st;
}

enum status municipios_list(struct db *db, const char *cve_ent, struct arena *a, struct municipio **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, cve_ent);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_CATALOGOS_MUNICIPIOS_LISTA, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n + 1, struct municipio);
	for (size_t i = 0; *out && i < *n; i++) {
		struct municipio *m = &(*out)[i];
		m->cve_ent = arena_strdup(a, pg_get_text(r, (int)i, 0));
		m->cve_mun = arena_strdup(a, pg_get_text(r, (int)i, 1));
		m->nombre = arena_strdup(a, pg_get_text(r, (int)i, 2));
		m->vigente = pg_get_bool(r, (int)i, 3);
		if (!m->cve_ent || !m->cve_mun || !m->nombre)
			*out = NULL;
	}
	return *out ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}
