#include "store/exportacion.h"

#include "store/pg.h"

enum status exportacion_record(struct db *db, const struct exportacion *x, struct error *err)
{
	enum status st = db_scope(db, NULL, err);
	if (st != STATUS_OK)
		return st;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, &x->expediente);
	pg_int(&args, x->version);
	pg_uuid(&args, &x->quien->usuario);
	pg_uuid(&args, &x->quien->organizacion);
	pg_text(&args, vocabulario_slug(&vocabulario_rol, (int)x->quien->rol));
	pg_instante(&args, x->en);
	pg_sha(&args, &x->manifiesto);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_EXPORTACION_ANOTAR, &args, &r, err);
}
