#include "store/certificados_cliente.h"

#include <string.h>

#include "store/pg.h"

enum status certificados_cliente_create(struct db *db, struct certificado_cliente *c, struct error *err)
{
	struct error own;
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, &c->id);
	pg_uuid(&a, &c->organizacion);
	pg_sha(&a, &c->sha256);
	pg_text(&a, c->asunto);
	pg_text(&a, c->etiqueta);
	pg_instante(&a, c->desde);
	pg_instante(&a, c->vence_en);
	PGRESULT_AUTO *r = NULL;
	error_init(&own, err->arena);
	enum status st = pg_exec(db, QUERY_CERTIFICADOS_CLIENTE_ALTA, &a, &r, &own);
	if (st == STATUS_OK)
		c->creado_en = pg_get_instante(r, 0, pg_col(r, "creado_en"));
	else if (strcmp(own.sqlstate, "23505") == 0)
		return error_set(err, PROBLEM_YA_EXISTE, "el certificado");
	else if (strcmp(own.sqlstate, "23503") == 0)
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	else
		*err = own;
	return st;
}

enum status certificados_cliente_revoke(struct db *db, const struct uuid *organizacion, const struct uuid *id, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, id);
	pg_uuid(&a, organizacion);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_CERTIFICADOS_CLIENTE_REVOCAR, &a, &r, err);
	return st == STATUS_OK && strcmp(PQcmdTuples(r), "0") == 0 ? error_set(err, PROBLEM_NO_ENCONTRADO) : st;
}

static bool row_of(const PGresult *r, int row, struct arena *a, struct certificado_cliente *c)
{
	*c = (struct certificado_cliente){.id = pg_get_uuid(r, row, pg_col(r, "id")),
		.organizacion = pg_get_uuid(r, row, pg_col(r, "organizacion_id")),
		.sha256 = pg_get_sha(r, row, pg_col(r, "sha256")),
		.asunto = arena_strdup(a, pg_get_text(r, row, pg_col(r, "asunto"))),
		.etiqueta = arena_strdup(a, pg_get_text(r, row, pg_col(r, "etiqueta"))),
		.desde = pg_get_instante(r, row, pg_col(r, "desde")),
		.vence_en = pg_get_instante(r, row, pg_col(r, "vence_en")),
		.creado_en = pg_get_instante(r, row, pg_col(r, "creado_en")),
		.revocado_en = pg_get_instante(r, row, pg_col(r, "revocado_en"))};
	return c->asunto && c->etiqueta;
}

enum status certificados_cliente_page(struct db *db, const struct uuid *organizacion, const struct uuid *despues, const struct uuid *uno,
	int limite, struct arena *a, struct certificado_cliente **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, organizacion);
	pg_uuid(&args, despues);
	pg_int(&args, limite);
	pg_uuid(&args, uno);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_CERTIFICADOS_CLIENTE_LISTAR, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n + 1, struct certificado_cliente);
	for (size_t i = 0; i < *n; i++)
		if (!*out || !row_of(r, (int)i, a, &(*out)[i]))
			return error_set(err, PROBLEM_INTERNO);
	return STATUS_OK;
}

enum status certificados_cliente_count(
	struct db *db, const struct uuid *organizacion, instante_t now, int *vivos, int *vigentes, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, organizacion);
	pg_instante(&a, now);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_CERTIFICADOS_CLIENTE_CONTAR, &a, &r, err);
	if (st == STATUS_OK) {
		*vivos = pg_get_int(r, 0, pg_col(r, "vivos"));
		*vigentes = pg_get_int(r, 0, pg_col(r, "vigentes"));
	}
	return st;
}
