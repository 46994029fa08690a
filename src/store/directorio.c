#include "store/directorio.h"

#include <stdlib.h>
#include <string.h>

#include "store/pg.h"

/* A copy that is never NULL; `*full` is set when the arena ends. */
static const char *text(const PGresult *r, int row, const char *col, struct arena *a, bool *full)
{
	const char *v = pg_get_text(r, row, pg_col(r, col));
	const char *copy = arena_strdup(a, v ? v : "");
	*full |= !copy;
	return copy;
}

static enum rol rol_of(const PGresult *r, int row)
{
	return (enum rol)vocabulario_find(&vocabulario_rol, pg_get_text(r, row, pg_col(r, "rol")));
}

/* ---- row mappers ---- */

static bool organizacion_row(const PGresult *r, int row, struct arena *a, struct organizacion *o)
{
	bool full = false;
	*o = (struct organizacion){.id = pg_get_uuid(r, row, pg_col(r, "id")),
		.nombre = text(r, row, "nombre", a, &full),
		.siglas = text(r, row, "siglas", a, &full),
		.nivel = text(r, row, "nivel", a, &full),
		.cve_ent = text(r, row, "cve_ent", a, &full),
		.municipio = text(r, row, "municipio", a, &full),
		.activa = pg_get_bool(r, row, pg_col(r, "activa")),
		.exige_certificado = pg_get_bool(r, row, pg_col(r, "exige_certificado")),
		.version = pg_get_int(r, row, pg_col(r, "version")),
		.creada_en = pg_get_instante(r, row, pg_col(r, "creada_en"))};
	return !full;
}

static bool usuario_row(const PGresult *r, int row, struct arena *a, struct usuario *u)
{
	bool full = false;
	const char *correo = pg_get_text(r, row, pg_col(r, "correo"));
	*u = (struct usuario){.id = pg_get_uuid(r, row, pg_col(r, "id")),
		.organizacion = pg_get_uuid(r, row, pg_col(r, "organizacion_id")),
		.nombre = text(r, row, "nombre", a, &full),
		.correo = arena_strdup(a, correo),
		.rol = rol_of(r, row),
		.maquina = pg_get_bool(r, row, pg_col(r, "maquina")),
		.activo = pg_get_bool(r, row, pg_col(r, "activo")),
		.version = pg_get_int(r, row, pg_col(r, "version")),
		.creado_en = pg_get_instante(r, row, pg_col(r, "creado_en")),
		.organizacion_nombre = text(r, row, "organizacion", a, &full),
		.nivel = text(r, row, "nivel", a, &full),
		.cve_ent = text(r, row, "cve_ent", a, &full),
		.organizacion_activa = pg_get_bool(r, row, pg_col(r, "organizacion_activa"))};
	return !full && (!correo || u->correo);
}

static bool clave_row(const PGresult *r, int row, struct arena *a, struct clave_api *k)
{
	bool full = false;
	*k = (struct clave_api){.id = pg_get_uuid(r, row, pg_col(r, "id")),
		.usuario = pg_get_uuid(r, row, pg_col(r, "usuario_id")),
		.ambitos = text(r, row, "ambitos", a, &full),
		.expira_en = pg_get_instante(r, row, pg_col(r, "expira_en")),
		.revocada_en = pg_get_instante(r, row, pg_col(r, "revocada_en")),
		.creada_en = pg_get_instante(r, row, pg_col(r, "creada_en"))};
	return !full;
}

/* One SHA-256 after another. */
static void take_certificates(const PGresult *r, struct clave_hallada *k)
{
	const int col = pg_col(r, "certificados");
	const char *p = pg_get_text(r, 0, col);
	k->n_certificados = p ? (size_t)PQgetlength(r, 0, col) / SHA256_LEN : 0;
	if (k->n_certificados > CERTIFICADOS_MAX)
		k->n_certificados = CERTIFICADOS_MAX;
	for (size_t i = 0; i < k->n_certificados; i++)
		memcpy(k->certificados[i].b, p + i * SHA256_LEN, SHA256_LEN);
}

static bool hallada_row(const PGresult *r, struct arena *a, struct clave_hallada *k)
{
	bool full = false;
	*k = (struct clave_hallada){.clave = pg_get_uuid(r, 0, pg_col(r, "clave_id")),
		.actor = {.usuario = pg_get_uuid(r, 0, pg_col(r, "usuario_id")),
			.organizacion = pg_get_uuid(r, 0, pg_col(r, "organizacion_id")),
			.rol = rol_of(r, 0),
			.cve_ent = text(r, 0, "cve_ent", a, &full),
			.maquina = pg_get_bool(r, 0, pg_col(r, "maquina"))},
		.ambitos = text(r, 0, "ambitos", a, &full),
		.expira_en = pg_get_instante(r, 0, pg_col(r, "expira_en")),
		.revocada_en = pg_get_instante(r, 0, pg_col(r, "revocada_en")),
		.usuario_activo = pg_get_bool(r, 0, pg_col(r, "activo")),
		.organizacion_activa = pg_get_bool(r, 0, pg_col(r, "organizacion_activa")),
		.exige_certificado = pg_get_bool(r, 0, pg_col(r, "exige_certificado"))};
	take_certificates(r, k);
	return !full;
}

/* ---- changes ---- */

enum status directorio_organizacion_create(struct db *db, const struct organizacion *o, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, &o->id);
	pg_text(&a, o->nombre);
	pg_text(&a, o->siglas ? o->siglas : "");
	pg_text(&a, o->nivel);
	pg_text(&a, o->cve_ent ? o->cve_ent : "");
	pg_text(&a, o->municipio ? o->municipio : "");
	return pg_change(db, QUERY_DIRECTORIO_ORGANIZACION_ALTA, &a, "la organización", err);
}

/* A row of that version is there, since it was read under the lock; else somebody else changed it. */
static enum status change_version(struct db *db, enum sql_query_id q, const struct pg_args *a, int version, struct error *err)
{
	struct error own;
	error_init(&own, err->arena);
	enum status st = pg_change(db, q, a, "", &own);
	if (st == STATUS_NOT_FOUND)
		return error_set(err, PROBLEM_VERSION_OBSOLETA, arena_printf(err->arena, "%d", version + 1));
	if (st != STATUS_OK && err->problem == PROBLEM_NONE)
		*err = own;
	return st;
}

enum status directorio_lock(struct db *db, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_DIRECTORIO_BLOQUEAR, &a, &r, err);
}

enum status directorio_organizacion_change(struct db *db, const struct organizacion *o, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, &o->id);
	pg_int(&a, o->version);
	pg_text(&a, o->nombre);
	pg_text(&a, o->siglas ? o->siglas : "");
	pg_text(&a, o->municipio ? o->municipio : "");
	pg_bool(&a, o->activa);
	pg_bool(&a, o->exige_certificado);
	return change_version(db, QUERY_DIRECTORIO_ORGANIZACION_CAMBIAR, &a, o->version, err);
}

enum status directorio_usuario_create(struct db *db, const struct usuario *u, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, &u->id);
	pg_uuid(&a, &u->organizacion);
	pg_text(&a, u->nombre);
	pg_text(&a, u->correo);
	pg_text(&a, vocabulario_slug(&vocabulario_rol, (int)u->rol));
	pg_bool(&a, u->maquina);
	return pg_change(db, QUERY_DIRECTORIO_USUARIO_ALTA, &a, "la persona", err);
}

enum status directorio_usuario_change(struct db *db, const struct usuario *u, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, &u->id);
	pg_int(&a, u->version);
	pg_text(&a, u->nombre);
	pg_text(&a, u->correo);
	pg_text(&a, vocabulario_slug(&vocabulario_rol, (int)u->rol));
	pg_bool(&a, u->activo);
	return change_version(db, QUERY_DIRECTORIO_USUARIO_CAMBIAR, &a, u->version, err);
}

enum status directorio_administradores(struct db *db, int *n, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_DIRECTORIO_ADMINISTRADORES, &a, &r, err);
	if (st == STATUS_OK)
		*n = pg_get_int(r, 0, 0);
	return st;
}

/* "a,b" as a text[]. */
static void add_list(struct pg_args *a, const char *list)
{
	size_t n = *list ? 1 : 0;
	for (const char *p = list; *p; p++)
		n += *p == ',';
	pg_array(a, PG_TEXT, n);
	for (const char *p = list; n > 0; n--) {
		size_t len = strcspn(p, ",");
		pg_item_bytes(a, p, len);
		p += len + 1;
	}
	pg_array_end(a);
}

enum status directorio_clave_create(struct db *db, const struct clave_api *k, const struct sha256 *sha, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, &k->id);
	pg_uuid(&a, &k->usuario);
	pg_sha(&a, sha);
	add_list(&a, k->ambitos);
	pg_instante(&a, k->expira_en);
	return pg_change(db, QUERY_DIRECTORIO_CLAVE_ALTA, &a, "la clave", err);
}

enum status directorio_clave_revoke(struct db *db, const struct uuid *id, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, id);
	return pg_change(db, QUERY_DIRECTORIO_CLAVE_REVOCAR, &a, "", err);
}

/* ---- one row ---- */

static enum status one(struct db *db, enum sql_query_id q, const struct pg_args *a, PGresult **r, struct error *err)
{
	enum status st = pg_exec(db, q, a, r, err);
	if (st == STATUS_OK && PQntuples(*r) == 0)
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	return st;
}

enum status directorio_organizacion(struct db *db, const struct uuid *id, struct arena *a, struct organizacion *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, id);
	PGRESULT_AUTO *r = NULL;
	enum status st = one(db, QUERY_DIRECTORIO_ORGANIZACION, &args, &r, err);
	if (st == STATUS_OK && !organizacion_row(r, 0, a, out))
		return error_set(err, PROBLEM_INTERNO);
	return st;
}

enum status directorio_organizacion_find(
	struct db *db, const struct organizacion *like, struct arena *a, struct organizacion *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, like->nombre);
	pg_text(&args, like->nivel);
	pg_text(&args, like->cve_ent);
	PGRESULT_AUTO *r = NULL;
	enum status st = one(db, QUERY_DIRECTORIO_ORGANIZACION_HALLAR, &args, &r, err);
	if (st == STATUS_OK && !organizacion_row(r, 0, a, out))
		return error_set(err, PROBLEM_INTERNO);
	return st;
}

enum status directorio_usuario(struct db *db, const struct uuid *id, struct arena *a, struct usuario *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, id);
	PGRESULT_AUTO *r = NULL;
	enum status st = one(db, QUERY_DIRECTORIO_USUARIO, &args, &r, err);
	if (st == STATUS_OK && !usuario_row(r, 0, a, out))
		return error_set(err, PROBLEM_INTERNO);
	return st;
}

enum status directorio_clave(struct db *db, const struct uuid *id, struct arena *a, struct clave_api *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, id);
	PGRESULT_AUTO *r = NULL;
	enum status st = one(db, QUERY_DIRECTORIO_CLAVE, &args, &r, err);
	if (st == STATUS_OK && !clave_row(r, 0, a, out))
		return error_set(err, PROBLEM_INTERNO);
	return st;
}

enum status directorio_clave_find(
	struct db *db, const struct sha256 *sha, instante_t now, struct arena *a, struct clave_hallada *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_sha(&args, sha);
	pg_instante(&args, now);
	PGRESULT_AUTO *r = NULL;
	enum status st = one(db, QUERY_DIRECTORIO_CLAVE_POR_SHA, &args, &r, err);
	if (st == STATUS_OK && !hallada_row(r, a, out))
		return error_set(err, PROBLEM_INTERNO);
	return st;
}

enum status directorio_clave_by_id(
	struct db *db, const struct uuid *id, instante_t now, struct arena *a, struct clave_hallada *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, id);
	pg_instante(&args, now);
	PGRESULT_AUTO *r = NULL;
	enum status st = one(db, QUERY_DIRECTORIO_CLAVE_POR_ID, &args, &r, err);
	if (st == STATUS_OK && !hallada_row(r, a, out))
		return error_set(err, PROBLEM_INTERNO);
	return st;
}

enum status directorio_actor(
	struct db *db, const struct uuid *usuario, instante_t now, struct arena *a, struct clave_hallada *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, usuario);
	pg_instante(&args, now);
	PGRESULT_AUTO *r = NULL;
	enum status st = one(db, QUERY_DIRECTORIO_ACTOR, &args, &r, err);
	if (st == STATUS_OK && !hallada_row(r, a, out))
		return error_set(err, PROBLEM_INTERNO);
	return st;
}

/* ---- pages ---- */

static const char *rol_quien(const struct actor *who)
{
	return who ? vocabulario_slug(&vocabulario_rol, (int)who->rol) : "sistema";
}

enum status directorio_organizaciones(
	struct db *db, const struct directorio_filtro *f, struct arena *a, struct organizacion **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, rol_quien(f->quien));
	pg_uuid(&args, f->quien ? &f->quien->organizacion : NULL);
	pg_text(&args, f->quien && f->quien->cve_ent ? f->quien->cve_ent : "");
	pg_uuid(&args, &f->despues_de);
	pg_int(&args, f->limite);
	pg_bool(&args, f->solo_activos);
	pg_array(&args, PG_TEXT, f->n_palabras);
	for (size_t i = 0; i < f->n_palabras; i++)
		pg_item_text(&args, f->palabras[i]);
	pg_array_end(&args);
	pg_uuid(&args, &f->uno);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_DIRECTORIO_ORGANIZACIONES_LISTA, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n + 1, struct organizacion);
	for (size_t i = 0; i < *n; i++)
		if (!*out || !organizacion_row(r, (int)i, a, &(*out)[i]))
			return error_set(err, PROBLEM_INTERNO);
	return STATUS_OK;
}

enum status directorio_usuarios(
	struct db *db, const struct directorio_filtro *f, struct arena *a, struct usuario **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, rol_quien(f->quien));
	pg_uuid(&args, f->quien ? &f->quien->organizacion : NULL);
	pg_uuid(&args, &f->despues_de);
	pg_int(&args, f->limite);
	pg_uuid(&args, &f->organizacion);
	pg_text(&args, f->rol == ROL_NINGUNO ? NULL : vocabulario_slug(&vocabulario_rol, (int)f->rol));
	pg_bool(&args, f->solo_activos);
	pg_uuid(&args, &f->uno);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_DIRECTORIO_USUARIOS_LISTA, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n + 1, struct usuario);
	for (size_t i = 0; i < *n; i++)
		if (!*out || !usuario_row(r, (int)i, a, &(*out)[i]))
			return error_set(err, PROBLEM_INTERNO);
	return STATUS_OK;
}

enum status directorio_claves(
	struct db *db, const struct directorio_filtro *f, struct arena *a, struct clave_api **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, &f->usuario);
	pg_uuid(&args, &f->despues_de);
	pg_int(&args, f->limite);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_DIRECTORIO_CLAVES_LISTA, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n + 1, struct clave_api);
	for (size_t i = 0; i < *n; i++)
		if (!*out || !clave_row(r, (int)i, a, &(*out)[i]))
			return error_set(err, PROBLEM_INTERNO);
	return STATUS_OK;
}
