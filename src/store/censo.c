#include "store/censo.h"

#include <stdlib.h>

#include "store/pg.h"

static enum status ask(struct db *db, enum sql_query_id q, const struct pg_args *a, PGresult **r, struct error *err)
{
	enum status st = db_scope(db, NULL, err);
	return st == STATUS_OK ? pg_exec(db, q, a, r, err) : st;
}

struct columnas {
	int id, entidad, acto, desde, hacia, en, en_tiempo, improcedente;
};

static void read_act(const PGresult *r, int row, const struct columnas *c, struct censo_acto *out)
{
	*out = (struct censo_acto){
		.tipo = (enum acto_tipo)vocabulario_find(&vocabulario_acto, pg_get_text(r, row, c->acto)),
		.desde = (enum estado)vocabulario_find(&vocabulario_estado, pg_get_text(r, row, c->desde)),
		.hacia = (enum estado)vocabulario_find(&vocabulario_estado, pg_get_text(r, row, c->hacia)),
		.en = pg_get_instante(r, row, c->en),
		.con_computo = !PQgetisnull(r, row, c->en_tiempo),
		.en_tiempo = pg_get_bool(r, row, c->en_tiempo),
		.improcedente = pg_get_bool(r, row, c->improcedente),
	};
}

/* Rows come file by file. */
static void gather(const PGresult *r, const struct columnas *c, struct censo_acto *actos, struct censo_expediente *out, size_t *n)
{
	const int filas = PQntuples(r);
	*n = 0;
	for (int i = 0; i < filas; i++) {
		const struct uuid id = pg_get_uuid(r, i, c->id);
		if (*n == 0 || uuid_cmp(&out[*n - 1].id, &id) != 0)
			out[(*n)++] = (struct censo_expediente){
				.id = id, .entidad = (int)strtol(pg_get_text(r, i, c->entidad), NULL, 10), .actos = &actos[i]};
		read_act(r, i, c, &actos[i]);
		out[*n - 1].n++;
	}
}

enum status censo_batch(
	struct db *db, const struct uuid *desde, int limite, struct arena *a, struct censo_expediente **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_bytes(&args, desde->b, sizeof desde->b); /* the nil one is a place too: before the first file */
	pg_int(&args, limite);
	PGRESULT_AUTO *r = NULL;
	enum status st = ask(db, QUERY_CENSO_LOTE, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	const struct columnas c = {pg_col(r, "id"), pg_col(r, "cve_ent"), pg_col(r, "acto"), pg_col(r, "desde"), pg_col(r, "hacia"),
		pg_col(r, "registrado_en"), pg_col(r, "en_tiempo"), pg_col(r, "improcedente")};
	struct censo_acto *actos = ARENA_ARRAY(a, (size_t)PQntuples(r) + 1, struct censo_acto);
	*out = ARENA_ARRAY(a, (size_t)limite + 1, struct censo_expediente);
	if (!actos || !*out)
		return error_set(err, PROBLEM_SATURADO);
	gather(r, &c, actos, *out, n);
	return STATUS_OK;
}

enum status censo_done(struct db *db, dia_t dia, bool *hay, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_fecha(&args, dia);
	PGRESULT_AUTO *r = NULL;
	enum status st = ask(db, QUERY_CENSO_HAY, &args, &r, err);
	if (st == STATUS_OK)
		*hay = pg_get_bool(r, 0, pg_col(r, "hay"));
	return st;
}

enum status censo_save(struct db *db, dia_t dia, instante_t en, int calendario_version, const char *datos, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_fecha(&args, dia);
	pg_instante(&args, en);
	pg_int(&args, calendario_version);
	pg_text(&args, datos);
	PGRESULT_AUTO *r = NULL;
	return ask(db, QUERY_CENSO_GUARDAR, &args, &r, err);
}

enum status censo_last(struct db *db, struct arena *a, dia_t *dia, const char **datos, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	PGRESULT_AUTO *r = NULL;
	*datos = NULL;
	enum status st = ask(db, QUERY_CENSO_ULTIMO, &args, &r, err);
	if (st != STATUS_OK || PQntuples(r) == 0)
		return st;
	*dia = pg_get_fecha(r, 0, pg_col(r, "dia"));
	*datos = arena_strdup(a, pg_get_text(r, 0, pg_col(r, "datos")));
	return *datos ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}
