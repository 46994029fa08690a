#include "store/externas.h"

#include <string.h>

#include "store/pg.h"

enum status externas_persona(struct db *db, const struct externa *e, instante_t now, struct uuid *quien, struct error *err)
{
	const struct uuid nueva = uuid_v7(now / 1000);
	struct error own;
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_text(&a, e->emisor);
	pg_text(&a, e->sujeto);
	pg_uuid(&a, &nueva);
	pg_uuid(&a, &e->organizacion);
	pg_text(&a, e->nombre);
	pg_text(&a, e->correo);
	pg_text(&a, vocabulario_slug(&vocabulario_rol, (int)e->rol));
	pg_instante(&a, now);
	pg_bool(&a, e->maquina);
	pg_instante(&a, e->dicho_en);
	PGRESULT_AUTO *r = NULL;
	error_init(&own, err->arena);
	enum status st = pg_exec(db, QUERY_PROVEEDOR_PERSONA, &a, &r, &own);
	if (st != STATUS_OK && strcmp(own.sqlstate, "23503") == 0) /* the rule's organisation is not there */
		return error_set(err, PROBLEM_SIN_FUNCION);
	if (st != STATUS_OK) {
		*err = own;
		return st;
	}
	*quien = pg_get_uuid(r, 0, pg_col(r, "usuario_id"));
	return uuid_is_nil(quien) ? error_set(err, PROBLEM_SIN_FUNCION) : STATUS_OK;
}
