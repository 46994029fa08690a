#include <stdlib.h>
#include <string.h>

#include "store/cuentas.h"
#include "store/pg.h"

static enum status change(struct db *db, enum sql_query_id q, const struct pg_args *a, struct error *err)
{
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, q, a, &r, err);
	return st == STATUS_OK && strcmp(PQcmdTuples(r), "0") == 0 ? error_set(err, PROBLEM_NO_ENCONTRADO) : st;
}

enum status sesiones_alta(struct db *db, const struct sesion_fila *s, const struct sha256 *cookie, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, &s->id);
	pg_sha(&a, cookie);
	pg_uuid(&a, &s->usuario);
	pg_text(&a, s->metodo);
	pg_instante(&a, s->creada_en);
	pg_instante(&a, s->vence_en);
	pg_text(&a, s->direccion);
	pg_text(&a, s->agente);
	return change(db, QUERY_CUENTAS_SESION_ALTA, &a, err);
}

enum status sesiones_find(struct db *db, const struct sha256 *cookie, struct arena *a, struct sesion_hallada *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_sha(&args, cookie);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_CUENTAS_SESION_POR_SHA, &args, &r, err);
	if (st == STATUS_OK && PQntuples(r) == 0)
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	if (st != STATUS_OK)
		return st;
	*out = (struct sesion_hallada){.id = pg_get_uuid(r, 0, pg_col(r, "sesion_id")),
		.actor = {.usuario = pg_get_uuid(r, 0, pg_col(r, "usuario_id")),
			.organizacion = pg_get_uuid(r, 0, pg_col(r, "organizacion_id")),
			.rol = (enum rol)vocabulario_find(&vocabulario_rol, pg_get_text(r, 0, pg_col(r, "rol"))),
			.cve_ent = arena_strdup(a, pg_get_text(r, 0, pg_col(r, "cve_ent"))),
			.maquina = pg_get_bool(r, 0, pg_col(r, "maquina"))},
		.vista_en = pg_get_instante(r, 0, pg_col(r, "vista_en")),
		.elevada_en = pg_get_instante(r, 0, pg_col(r, "elevada_en")),
		.vence_en = pg_get_instante(r, 0, pg_col(r, "vence_en")),
		.usuario_activo = pg_get_bool(r, 0, pg_col(r, "activo")),
		.organizacion_activa = pg_get_bool(r, 0, pg_col(r, "organizacion_activa"))};
	return out->actor.cve_ent ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

enum status sesiones_renovar(struct db *db, const struct uuid *sesion, const struct sha256 *cookie, instante_t now, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, sesion);
	pg_sha(&a, cookie);
	pg_instante(&a, now);
	return change(db, QUERY_CUENTAS_SESION_RENOVAR, &a, err);
}

enum status sesiones_cerrar(struct db *db, const struct uuid *sesion, const struct uuid *usuario, instante_t now, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, sesion);
	pg_uuid(&a, usuario);
	pg_instante(&a, now);
	return change(db, QUERY_CUENTAS_SESION_CERRAR, &a, err);
}

enum status sesiones_cerrar_todas(struct db *db, const struct uuid *usuario, const struct uuid *menos, instante_t now, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, usuario);
	pg_uuid(&a, menos);
	pg_instante(&a, now);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_CUENTAS_SESIONES_CERRAR, &a, &r, err);
}

static bool row(const PGresult *r, int i, struct arena *a, struct sesion_fila *s)
{
	*s = (struct sesion_fila){.id = pg_get_uuid(r, i, pg_col(r, "id")),
		.metodo = arena_strdup(a, pg_get_text(r, i, pg_col(r, "metodo"))),
		.creada_en = pg_get_instante(r, i, pg_col(r, "creada_en")),
		.vista_en = pg_get_instante(r, i, pg_col(r, "vista_en")),
		.elevada_en = pg_get_instante(r, i, pg_col(r, "elevada_en")),
		.vence_en = pg_get_instante(r, i, pg_col(r, "vence_en")),
		.direccion = arena_strdup(a, pg_get_text(r, i, pg_col(r, "direccion"))),
		.agente = arena_strdup(a, pg_get_text(r, i, pg_col(r, "agente")))};
	return s->metodo && s->direccion && s->agente;
}

enum status sesiones_lista(struct db *db, const struct uuid *usuario, const struct uuid *actual, instante_t vista_desde, instante_t now,
	struct arena *a, struct sesion_fila **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, usuario);
	pg_instante(&args, vista_desde);
	pg_instante(&args, now);
	pg_uuid(&args, actual);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_CUENTAS_SESIONES_LISTA, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n + 1, struct sesion_fila);
	for (size_t i = 0; i < *n; i++)
		if (!*out || !row(r, (int)i, a, &(*out)[i]))
			return error_set(err, PROBLEM_INTERNO);
	return STATUS_OK;
}

enum status sesiones_vistas(struct db *db, const struct uuid *ids, const instante_t *vistas, size_t n, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_array(&a, PG_UUID, n);
	for (size_t i = 0; i < n; i++)
		pg_item_uuid(&a, &ids[i]);
	pg_array_end(&a);
	pg_array(&a, PG_TIMESTAMPTZ, n);
	for (size_t i = 0; i < n; i++)
		pg_item_instante(&a, vistas[i]);
	pg_array_end(&a);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_CUENTAS_SESIONES_VISTAS, &a, &r, err);
}
