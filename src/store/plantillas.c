#include "store/plantillas.h"

#include "store/pg.h"

static const char *copy(struct arena *a, const PGresult *r, int row, const char *column, bool *ok)
{
	const char *s = pg_get_text(r, row, pg_col(r, column)), *c = arena_strdup(a, s);
	*ok &= !s == !c;
	return c;
}

static bool read_row(const PGresult *r, int i, struct arena *a, struct plantilla_fila *f)
{
	bool ok = true;
	*f = (struct plantilla_fila){.nombre = copy(a, r, i, "nombre", &ok),
		.version = pg_get_int(r, i, pg_col(r, "version")),
		.texto = copy(a, r, i, "texto", &ok),
		.de_version = pg_get_int(r, i, pg_col(r, "de_version")),
		.motivo = copy(a, r, i, "motivo", &ok),
		.usuario = pg_get_uuid(r, i, pg_col(r, "usuario_id")),
		.usuario_nombre = copy(a, r, i, "usuario", &ok),
		.creada_en = pg_get_instante(r, i, pg_col(r, "creada_en"))};
	f->motivo = f->motivo ? f->motivo : "";
	return ok;
}

static enum status rows(struct db *db, const struct actor *who, enum sql_query_id q, const struct pg_args *args, struct arena *a,
	struct plantilla_fila **out, size_t *n, struct error *err)
{
	PGRESULT_AUTO *r = NULL;
	enum status st = db_scope(db, who, err);
	*n = 0;
	if (st == STATUS_OK)
		st = pg_exec(db, q, args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n + 1, struct plantilla_fila);
	for (size_t i = 0; i < *n; i++)
		if (!*out || !read_row(r, (int)i, a, &(*out)[i]))
			return error_set(err, PROBLEM_SATURADO);
	return *out ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

enum status plantillas_last(
	struct db *db, const struct actor *who, struct arena *a, struct plantilla_fila **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	return rows(db, who, QUERY_PLANTILLAS_VIGENTES, &args, a, out, n, err);
}

static void add_some(struct pg_args *args, int v)
{
	if (v)
		pg_int(args, v);
	else
		pg_null(args);
}

enum status plantillas_versions(struct db *db, const struct actor *who, const char *nombre, int antes_de, int version, int limite,
	struct arena *a, struct plantilla_fila **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, nombre);
	add_some(&args, antes_de);
	add_some(&args, version);
	pg_int(&args, limite);
	return rows(db, who, QUERY_PLANTILLAS_VERSIONES, &args, a, out, n, err);
}

enum status plantillas_add(struct db *db, const struct plantilla_fila *f, struct error *err)
{
	PGRESULT_AUTO *r = NULL;
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, f->nombre);
	pg_int(&args, f->version);
	pg_text(&args, f->texto);
	add_some(&args, f->de_version);
	pg_text(&args, f->motivo);
	pg_uuid(&args, &f->usuario);
	pg_instante(&args, f->creada_en);
	return pg_exec(db, QUERY_PLANTILLAS_AGREGAR, &args, &r, err);
}

enum status plantillas_keep_set(struct db *db, const struct sha256 *sha, const char *contenido, struct error *err)
{
	PGRESULT_AUTO *hay = NULL, *r = NULL;
	PG_ARGS_AUTO cual;
	PG_ARGS_AUTO args;
	pg_args_init(&cual);
	pg_args_init(&args);
	pg_sha(&cual, sha);
	enum status st = db_scope(db, NULL, err);
	if (st == STATUS_OK)
		st = pg_exec(db, QUERY_PLANTILLAS_HAY_JUEGO, &cual, &hay, err);
	if (st != STATUS_OK || pg_get_bool(hay, 0, 0))
		return st;
	pg_sha(&args, sha);
	pg_text(&args, contenido);
	pg_instante(&args, reloj_now());
	return pg_exec(db, QUERY_PLANTILLAS_GUARDAR_JUEGO, &args, &r, err);
}

enum status plantillas_set(struct db *db, const struct actor *who, const struct sha256 *sha, struct arena *a, struct plantilla_fila **out,
	size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_sha(&args, sha);
	return rows(db, who, QUERY_PLANTILLAS_JUEGO, &args, a, out, n, err);
}
