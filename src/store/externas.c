#include "store/externas.h"

#include <string.h>

#include "store/directorio.h"
#include "store/pg.h"

static enum status lock(struct db *db, const struct externa *e, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_text(&a, e->emisor);
	pg_text(&a, e->sujeto);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_PROVEEDOR_BLOQUEAR, &a, &r, err);
}

static enum status find(struct db *db, const struct externa *e, struct uuid *quien, bool *activo, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_text(&a, e->emisor);
	pg_text(&a, e->sujeto);
	PGRESULT_AUTO *r = NULL;
	*quien = (struct uuid){{0}};
	enum status st = pg_exec(db, QUERY_PROVEEDOR_HALLAR, &a, &r, err);
	if (st == STATUS_OK && PQntuples(r) > 0) {
		*quien = pg_get_uuid(r, 0, pg_col(r, "id"));
		*activo = pg_get_bool(r, 0, pg_col(r, "activo"));
	}
	return st;
}

static enum status enter(struct db *db, const struct externa *e, instante_t now, struct uuid *quien, struct error *err)
{
	struct usuario u = {
		.id = uuid_v7(now / 1000), .organizacion = e->organizacion, .nombre = e->nombre, .correo = e->correo, .rol = e->rol};
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_text(&a, e->emisor);
	pg_text(&a, e->sujeto);
	pg_uuid(&a, &u.id);
	pg_instante(&a, now);
	PGRESULT_AUTO *r = NULL;
	enum status st = directorio_usuario_create(db, &u, err);
	*quien = u.id;
	return st == STATUS_OK ? pg_exec(db, QUERY_PROVEEDOR_ALTA, &a, &r, err) : st;
}

static enum status follow(struct db *db, const struct externa *e, const struct uuid *quien, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, quien);
	pg_uuid(&a, &e->organizacion);
	pg_text(&a, e->nombre);
	pg_text(&a, e->correo);
	pg_text(&a, vocabulario_slug(&vocabulario_rol, (int)e->rol));
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_PROVEEDOR_SEGUIR, &a, &r, err);
}

enum status externas_persona(struct db *db, const struct externa *e, instante_t now, struct uuid *quien, struct error *err)
{
	bool activo = true;
	struct error own;
	enum status st = db_begin(db, err);
	if (st != STATUS_OK)
		return st;
	error_init(&own, err->arena);
	st = lock(db, e, &own);
	if (st == STATUS_OK)
		st = find(db, e, quien, &activo, &own);
	if (st == STATUS_OK)
		st = !activo                 ? error_set(&own, PROBLEM_SIN_FUNCION)
			: uuid_is_nil(quien) ? enter(db, e, now, quien, &own)
					     : follow(db, e, quien, &own);
	if (st == STATUS_OK)
		st = db_commit(db, &own);
	if (st == STATUS_OK)
		return st;
	db_rollback(db);
	if (own.problem == PROBLEM_NO_ENCONTRADO || strcmp(own.sqlstate, "23503") == 0) /* the rule's organisation is not there */
		return error_set(err, PROBLEM_SIN_FUNCION);
	*err = own;
	return st;
}
