/* The second factor of an account. */
#include <string.h>

#include "services/cuentas_interno.h"
#include "store/directorio.h"

#define EMISOR "Dictamen de acuerdos"

enum status cuentas_estado(struct obrero *o, const struct uuid *quien, struct arena *a, struct cuenta_estado *out, struct error *err)
{
	struct cuenta c;
	struct error own;
	error_init(&own, a);
	enum status st = cuentas_ver(o->db, quien, a, &c, &own);
	*out = (struct cuenta_estado){.contrasena = false};
	if (st == STATUS_NOT_FOUND)
		return STATUS_OK;
	if (st == STATUS_OK)
		*out = (struct cuenta_estado){.contrasena = c.contrasena != NULL, .segundo_factor = c.totp_confirmado};
	else
		*err = own;
	return st;
}

enum status cuentas_factor_empezar(
	struct obrero *o, const struct uuid *quien, char base32[static TOTP_BASE32], const char **uri, struct arena *a, struct error *err)
{
	struct cuenta c;
	uint8_t secreto[TOTP_SECRETO];
	struct cuenta_totp guardado;
	bool hecho = false;
	BUF_AUTO b;
	buf_init(&b, 4096);
	enum status st = cuentas_ver(o->db, quien, a, &c, err);
	if (st != STATUS_OK)
		return st;
	totp_generar(secreto);
	cuentas_secreto_cerrar(o->app->cuentas, quien, secreto, &guardado);
	st = cuentas_totp_poner(o->db, quien, &guardado, &hecho, err);
	totp_base32(secreto, base32);
	totp_uri(&b, secreto, EMISOR, c.identificador);
	explicit_bzero(secreto, sizeof secreto);
	*uri = arena_strdup(a, buf_str(&b));
	if (st == STATUS_OK && !hecho)
		return error_set(err, PROBLEM_SEGUNDO_FACTOR_ACTIVO);
	return st == STATUS_OK && (b.failed || !*uri) ? error_set(err, PROBLEM_INTERNO) : st;
}

static enum status put_in_use(
	struct obrero *o, const struct uuid *quien, int64_t paso, const struct sha256 *codigos, instante_t now, struct error *err)
{
	bool hecho = false;
	enum status st = db_begin(o->db, err);
	if (st != STATUS_OK)
		return st;
	st = cuentas_totp_confirmar(o->db, quien, paso, now, &hecho, err);
	if (st == STATUS_OK && !hecho)
		st = error_set(err, PROBLEM_CODIGO_INCORRECTO);
	if (st == STATUS_OK)
		st = cuentas_recuperacion_poner(o->db, quien, codigos, RECUPERACION_CODIGOS, now, err);
	if (st == STATUS_OK)
		st = db_commit(o->db, err);
	if (st != STATUS_OK)
		db_rollback(o->db);
	return st;
}

enum status cuentas_factor_confirmar(struct obrero *o, const struct uuid *quien, const char *codigo,
	char codigos[static RECUPERACION_CODIGOS][RECUPERACION_LEN], struct arena *a, struct error *err)
{
	struct cuenta c;
	uint8_t secreto[TOTP_SECRETO];
	struct sha256 sha[RECUPERACION_CODIGOS];
	const instante_t now = reloj_now();
	enum status st = cuentas_ver(o->db, quien, a, &c, err);
	if (st != STATUS_OK)
		return st;
	if (c.totp_confirmado || c.totp.n == 0)
		return error_set(err, c.totp_confirmado ? PROBLEM_SEGUNDO_FACTOR_ACTIVO : PROBLEM_SEGUNDO_FACTOR_AUSENTE);
	st = cuentas_secreto_abrir(o->app->cuentas, quien, &c.totp, secreto, err);
	if (st != STATUS_OK)
		return st;
	const int64_t paso = totp_paso(secreto, codigo, now);
	explicit_bzero(secreto, sizeof secreto);
	if (!paso)
		return error_set(err, PROBLEM_CODIGO_INCORRECTO);
	for (int i = 0; i < RECUPERACION_CODIGOS; i++)
		recuperacion_generar(codigos[i], &sha[i]);
	return put_in_use(o, quien, paso, sha, now, err);
}

static enum status take_away(struct db *db, const struct uuid *quien, instante_t now, struct error *err)
{
	enum status st = cuentas_totp_quitar(db, quien, err);
	return st == STATUS_OK ? cuentas_recuperacion_poner(db, quien, NULL, 0, now, err) : st;
}

enum status cuentas_factor_quitar(struct obrero *o, const struct uuid *quien, struct error *err)
{
	enum status st = db_begin(o->db, err);
	if (st != STATUS_OK)
		return st;
	st = take_away(o->db, quien, reloj_now(), err);
	if (st == STATUS_OK)
		st = db_commit(o->db, err);
	if (st != STATUS_OK)
		db_rollback(o->db);
	return st;
}

/* A person without an account has none either. */
static enum status has_factor(struct db *db, const struct uuid *usuario, struct arena *a, bool *hay, struct error *err)
{
	struct usuario u;
	struct cuenta c = {.totp = {.n = 0}};
	struct error propio;
	error_init(&propio, a);
	enum status st = directorio_usuario(db, usuario, a, &u, err);
	if (st != STATUS_OK)
		return st;
	st = cuentas_ver(db, usuario, a, &c, &propio);
	*hay = st == STATUS_OK && c.totp.n > 0;
	if (st == STATUS_OK || st == STATUS_NOT_FOUND)
		return STATUS_OK;
	*err = propio;
	return st;
}

enum status cuentas_factor_retirar(struct db *db, const struct gestion *g, const struct uuid *usuario, struct arena *a, struct error *err)
{
	const instante_t now = reloj_now();
	bool hay = false;
	enum status st = gestion_begin(db, err);
	if (st != STATUS_OK)
		return st;
	st = has_factor(db, usuario, a, &hay, err);
	if (st == STATUS_OK && hay)
		st = take_away(db, usuario, now, err);
	if (st == STATUS_OK && hay)
		st = sesiones_cerrar_todas(db, usuario, NULL, now, err);
	const struct gestion_hecho h = {.tipo = SEGURIDAD_CREDENCIAL,
		.objeto = "usuario",
		.id = usuario,
		.datos = "{\"accion\":\"retiro_segundo_factor\"}",
		.sin_cambio = !hay};
	return gestion_end(db, g, st, &h, a, err);
}
