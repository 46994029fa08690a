#include "store/mantenimiento.h"

#include <stdlib.h>

#include "store/pg.h"

enum status mantenimiento_limpiar(struct db *db, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_IDEMPOTENCIA_LIMPIAR, &a, &r, err);
}

enum status mantenimiento_recordar(struct db *db, dia_t desde, dia_t hasta, instante_t now, int *nuevos, struct error *err)
{
	*nuevos = 0;
	enum status st = db_scope(db, NULL, err);
	if (st != STATUS_OK)
		return st;
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_fecha(&a, desde);
	pg_fecha(&a, hasta);
	pg_instante(&a, now);
	PGRESULT_AUTO *r = NULL;
	st = pg_exec(db, QUERY_MANTENIMIENTO_RECORDAR, &a, &r, err);
	if (st == STATUS_OK)
		*nuevos = (int)strtol(PQcmdTuples(r), NULL, 10);
	return st;
}
