#include "store/cuentas.h"

#include <stdlib.h>
#include <string.h>

#include "store/pg.h"

/* Runs a change; *n (unless NULL): rows it touched. */
static enum status run(struct db *db, enum sql_query_id q, const struct pg_args *a, long *n, struct error *err)
{
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, q, a, &r, err);
	if (st == STATUS_OK && n)
		*n = strtol(PQcmdTuples(r), NULL, 10);
	return st;
}

static enum status run_done(struct db *db, enum sql_query_id q, const struct pg_args *a, bool *hecho, struct error *err)
{
	long n = 0;
	enum status st = run(db, q, a, &n, err);
	*hecho = n > 0;
	return st;
}

static enum status run_id(struct db *db, enum sql_query_id q, const struct uuid *id, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, id);
	return run(db, q, &a, NULL, err);
}

static void add_sha(struct pg_args *a, const struct sha256 *h)
{
	if (sha256_is_zero(h))
		pg_null(a);
	else
		pg_sha(a, h);
}

static void add_shas(struct pg_args *a, const struct sha256 *h, size_t n)
{
	pg_array(a, PG_BYTEA, n);
	for (size_t i = 0; i < n; i++)
		pg_item_bytes(a, h[i].b, SHA256_LEN);
	pg_array_end(a);
}

static const char *text_or_null(const PGresult *r, const char *col, struct arena *a, bool *full)
{
	const char *v = pg_get_text(r, 0, pg_col(r, col));
	const char *copy = arena_strdup(a, v);
	*full |= v && !copy;
	return copy;
}

static struct cuenta_totp secret(const PGresult *r, int fila)
{
	struct cuenta_totp t = {.n = 0};
	const int c = pg_col(r, "totp_secreto"), n = PQgetlength(r, fila, c);
	if (n > 0 && n <= CUENTA_TOTP_MAX) {
		t.n = (size_t)n;
		memcpy(t.b, PQgetvalue(r, fila, c), t.n);
	}
	return t;
}

/* ---- signing in ---- */

enum status cuentas_entrada(struct db *db, const char *identificador, const struct cuenta_intentos *i, struct arena *a,
	struct cuenta_entrada *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, identificador);
	pg_sha(&args, &i->par);
	pg_sha(&args, &i->direccion);
	add_sha(&args, &i->equipo_cookie);
	add_sha(&args, &i->equipo);
	PGRESULT_AUTO *r = NULL;
	bool full = false;
	enum status st = pg_exec(db, QUERY_CUENTAS_ENTRAR, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*out = (struct cuenta_entrada){.usuario = pg_get_uuid(r, 0, pg_col(r, "usuario_id")),
		.contrasena = text_or_null(r, "contrasena", a, &full),
		.totp = secret(r, 0),
		.con_totp = pg_get_instante(r, 0, pg_col(r, "totp_desde")) != INSTANTE_NINGUNO,
		.activa = pg_get_bool(r, 0, pg_col(r, "activa")),
		.conocido = pg_get_bool(r, 0, pg_col(r, "conocido")),
		.par_hasta = pg_get_instante(r, 0, pg_col(r, "par_hasta")),
		.direccion_hasta = pg_get_instante(r, 0, pg_col(r, "direccion_hasta")),
		.equipo_hasta = pg_get_instante(r, 0, pg_col(r, "equipo_hasta"))};
	return full ? error_set(err, PROBLEM_INTERNO) : STATUS_OK;
}

enum status cuentas_fallo(struct db *db, const struct sha256 *claves, const int *libres, size_t n, instante_t now, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	add_shas(&a, claves, n);
	pg_array(&a, PG_INT4, n);
	for (size_t i = 0; i < n; i++)
		pg_item_int(&a, libres[i]);
	pg_array_end(&a);
	pg_instante(&a, now);
	return run(db, QUERY_CUENTAS_FALLO, &a, NULL, err);
}

enum status cuentas_acierto(struct db *db, const struct sha256 *claves, size_t n, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	add_shas(&a, claves, n);
	return run(db, QUERY_CUENTAS_ACIERTO, &a, NULL, err);
}

/* ---- one account ---- */

enum status cuentas_ver(struct db *db, const struct uuid *usuario, struct arena *a, struct cuenta *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, usuario);
	PGRESULT_AUTO *r = NULL;
	bool full = false;
	enum status st = pg_exec(db, QUERY_CUENTAS_CUENTA, &args, &r, err);
	if (st == STATUS_OK && PQntuples(r) == 0)
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	if (st != STATUS_OK)
		return st;
	*out = (struct cuenta){.usuario = *usuario,
		.identificador = text_or_null(r, "identificador", a, &full),
		.contrasena = text_or_null(r, "contrasena", a, &full),
		.nombre = text_or_null(r, "nombre", a, &full),
		.organizacion = text_or_null(r, "organizacion", a, &full),
		.siglas = text_or_null(r, "siglas", a, &full),
		.municipio = text_or_null(r, "municipio", a, &full),
		.totp = secret(r, 0),
		.totp_confirmado = pg_get_instante(r, 0, pg_col(r, "totp_desde")) != INSTANTE_NINGUNO};
	return full ? error_set(err, PROBLEM_INTERNO) : STATUS_OK;
}

enum status cuentas_alta(struct db *db, const struct uuid *usuario, const char *identificador, instante_t now, struct error *err)
{
	struct error own;
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, usuario);
	pg_text(&a, identificador);
	pg_instante(&a, now);
	error_init(&own, err->arena);
	enum status st = run(db, QUERY_CUENTAS_CUENTA_ALTA, &a, NULL, &own);
	if (st != STATUS_OK && strcmp(own.sqlstate, "23505") == 0)
		return error_set(err, PROBLEM_YA_EXISTE, "la cuenta");
	if (st != STATUS_OK && err->problem == PROBLEM_NONE)
		*err = own;
	return st;
}

enum status cuentas_contrasena(struct db *db, const struct uuid *usuario, const char *hash, instante_t now, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, usuario);
	pg_text(&a, hash);
	pg_instante(&a, now);
	return run(db, QUERY_CUENTAS_CONTRASENA_PONER, &a, NULL, err);
}

enum status cuentas_totp_poner(struct db *db, const struct uuid *usuario, const struct cuenta_totp *secreto, bool *hecho, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, usuario);
	pg_bytes(&a, secreto->b, secreto->n);
	return run_done(db, QUERY_CUENTAS_TOTP_PONER, &a, hecho, err);
}

enum status cuentas_totp_confirmar(struct db *db, const struct uuid *usuario, int64_t paso, instante_t now, bool *hecho, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, usuario);
	pg_bigint(&a, paso);
	pg_instante(&a, now);
	return run_done(db, QUERY_CUENTAS_TOTP_CONFIRMAR, &a, hecho, err);
}

enum status cuentas_totp_usar(struct db *db, const struct uuid *usuario, int64_t paso, bool *hecho, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, usuario);
	pg_bigint(&a, paso);
	return run_done(db, QUERY_CUENTAS_TOTP_USAR, &a, hecho, err);
}

enum status cuentas_totp_quitar(struct db *db, const struct uuid *usuario, struct error *err)
{
	return run_id(db, QUERY_CUENTAS_TOTP_QUITAR, usuario, err);
}

enum status cuentas_totp_secretos(
	struct db *db, const struct uuid *despues, size_t cabe, struct cuenta_totp_fila *out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, despues);
	pg_int(&args, (int)cabe);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_CUENTAS_TOTP_SECRETOS, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	for (int i = 0; i < (int)*n; i++)
		out[i] = (struct cuenta_totp_fila){.usuario = pg_get_uuid(r, i, pg_col(r, "usuario_id")), .totp = secret(r, i)};
	return STATUS_OK;
}

enum status cuentas_totp_cambiar(struct db *db, const struct uuid *usuario, const struct cuenta_totp *antes,
	const struct cuenta_totp *despues, bool *hecho, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, usuario);
	pg_bytes(&a, antes->b, antes->n);
	pg_bytes(&a, despues->b, despues->n);
	return run_done(db, QUERY_CUENTAS_TOTP_CAMBIAR, &a, hecho, err);
}

enum status cuentas_recuperacion_poner(
	struct db *db, const struct uuid *usuario, const struct sha256 *codigos, size_t n, instante_t now, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, usuario);
	add_shas(&a, codigos, n);
	pg_instante(&a, now);
	enum status st = run_id(db, QUERY_CUENTAS_RECUPERACION_BAJA, usuario, err);
	return st == STATUS_OK && n > 0 ? run(db, QUERY_CUENTAS_RECUPERACION_ALTA, &a, NULL, err) : st;
}

enum status cuentas_recuperacion_usar(
	struct db *db, const struct uuid *usuario, const struct sha256 *codigo, instante_t now, bool *hecho, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, usuario);
	pg_sha(&a, codigo);
	pg_instante(&a, now);
	return run_done(db, QUERY_CUENTAS_RECUPERACION_USAR, &a, hecho, err);
}

enum status cuentas_recuperacion_quedan(struct db *db, const struct uuid *usuario, int *n, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, usuario);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_CUENTAS_RECUPERACION_QUEDAN, &a, &r, err);
	if (st == STATUS_OK)
		*n = pg_get_int(r, 0, pg_col(r, "quedan"));
	return st;
}

enum status cuentas_equipo(struct db *db, const struct uuid *usuario, const struct sha256 *equipo, instante_t now, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, usuario);
	pg_sha(&a, equipo);
	pg_instante(&a, now);
	return run(db, QUERY_CUENTAS_EQUIPO_ALTA, &a, NULL, err);
}

enum status cuentas_equipos_baja(struct db *db, const struct uuid *usuario, struct error *err)
{
	return run_id(db, QUERY_CUENTAS_EQUIPOS_BAJA, usuario, err);
}

enum status cuentas_limpiar(struct db *db, instante_t now, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_instante(&a, now);
	return run(db, QUERY_CUENTAS_LIMPIAR, &a, NULL, err);
}

/* ---- letters with a link ---- */

enum status cartas_alta(struct db *db, const char *clase, const char *identificador, instante_t now, struct error *err)
{
	const struct uuid id = uuid_v7(now / 1000);
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, &id);
	pg_text(&a, clase);
	pg_text(&a, identificador);
	pg_instante(&a, now);
	return run(db, QUERY_CUENTAS_CARTA_ALTA, &a, NULL, err);
}

enum status cartas_tomar(
	struct db *db, const char *identificador, instante_t now, struct arena *a, struct cuenta_carta *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_instante(&args, now);
	pg_text(&args, identificador);
	PGRESULT_AUTO *r = NULL;
	bool full = false;
	*out = (struct cuenta_carta){.intentos = 0};
	enum status st = pg_exec(db, QUERY_CUENTAS_CARTA_TOMAR, &args, &r, err);
	if (st != STATUS_OK || PQntuples(r) == 0)
		return st;
	*out = (struct cuenta_carta){.id = pg_get_uuid(r, 0, pg_col(r, "id")),
		.clase = text_or_null(r, "clase", a, &full),
		.identificador = text_or_null(r, "identificador", a, &full),
		.intentos = pg_get_int(r, 0, pg_col(r, "intentos"))};
	return full ? error_set(err, PROBLEM_INTERNO) : STATUS_OK;
}

enum status cartas_de(
	struct db *db, const char *identificador, instante_t now, struct arena *a, struct cuenta_destinatario *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, identificador);
	pg_instante(&args, now);
	PGRESULT_AUTO *r = NULL;
	bool full = false;
	*out = (struct cuenta_destinatario){.recientes = 0};
	enum status st = pg_exec(db, QUERY_CUENTAS_CARTA_DE, &args, &r, err);
	if (st != STATUS_OK || PQntuples(r) == 0)
		return st;
	*out = (struct cuenta_destinatario){.usuario = pg_get_uuid(r, 0, pg_col(r, "usuario_id")),
		.nombre = text_or_null(r, "nombre", a, &full),
		.con_contrasena = pg_get_bool(r, 0, pg_col(r, "con_contrasena")),
		.recientes = pg_get_int(r, 0, pg_col(r, "recientes"))};
	return full ? error_set(err, PROBLEM_INTERNO) : STATUS_OK;
}

enum status cartas_enlace(struct db *db, const struct uuid *carta, const struct uuid *usuario, const struct sha256 *enlace,
	instante_t vence, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, carta);
	pg_uuid(&a, usuario);
	pg_sha(&a, enlace);
	pg_instante(&a, vence);
	return run(db, QUERY_CUENTAS_CARTA_ENLACE, &a, NULL, err);
}

enum status cartas_fin(
	struct db *db, const struct uuid *carta, const char *estado, instante_t disponible, const char *motivo, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, carta);
	pg_text(&a, estado);
	pg_instante(&a, disponible);
	pg_text(&a, motivo);
	return run(db, QUERY_CUENTAS_CARTA_FIN, &a, NULL, err);
}

enum status cartas_baja(struct db *db, const struct uuid *carta, struct error *err)
{
	return run_id(db, QUERY_CUENTAS_CARTA_BAJA, carta, err);
}

enum status enlaces_baja(struct db *db, const struct uuid *usuario, instante_t now, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, usuario);
	pg_instante(&a, now);
	return run(db, QUERY_CUENTAS_ENLACES_BAJA, &a, NULL, err);
}

static enum status link_owner(
	struct db *db, enum sql_query_id q, const struct sha256 *enlace, instante_t now, struct uuid *usuario, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_sha(&a, enlace);
	pg_instante(&a, now);
	PGRESULT_AUTO *r = NULL;
	*usuario = (struct uuid){{0}};
	enum status st = pg_exec(db, q, &a, &r, err);
	if (st == STATUS_OK && PQntuples(r) > 0)
		*usuario = pg_get_uuid(r, 0, pg_col(r, "usuario_id"));
	return st;
}

enum status enlaces_ver(struct db *db, const struct sha256 *enlace, instante_t now, struct uuid *usuario, struct error *err)
{
	return link_owner(db, QUERY_CUENTAS_ENLACE_VER, enlace, now, usuario, err);
}

enum status enlaces_usar(struct db *db, const struct sha256 *enlace, instante_t now, struct uuid *usuario, struct error *err)
{
	return link_owner(db, QUERY_CUENTAS_ENLACE_USAR, enlace, now, usuario, err);
}
