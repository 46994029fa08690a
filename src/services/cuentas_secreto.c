/* How the secret of a second factor is kept. */
#include <string.h>

#include "services/cuentas_interno.h"

#define POR_VEZ 200
#define CLARO_LEN (sizeof(struct uuid) + TOTP_SECRETO)
_Static_assert(CLARO_LEN + COFRE_EXTRA == CUENTA_TOTP_MAX, "what is sealed fits");

void cuentas_secreto_cerrar(
	const struct cuentas *c, const struct uuid *quien, const uint8_t secreto[static TOTP_SECRETO], struct cuenta_totp *out)
{
	uint8_t claro[CLARO_LEN];
	memcpy(claro, quien->b, sizeof quien->b);
	memcpy(claro + sizeof quien->b, secreto, TOTP_SECRETO);
	if (c->n_llaves > 0) {
		out->n = CUENTA_TOTP_MAX;
		cofre_seal(&c->llaves[0], claro, sizeof claro, out->b);
	} else {
		out->n = TOTP_SECRETO;
		memcpy(out->b, secreto, TOTP_SECRETO);
	}
	explicit_bzero(claro, sizeof claro);
}

static bool open_with(
	const struct cofre_llave *k, const struct uuid *quien, const struct cuenta_totp *t, uint8_t secreto[static TOTP_SECRETO])
{
	uint8_t claro[CLARO_LEN];
	const bool suyo = cofre_open(k, t->b, t->n, claro) && memcmp(claro, quien->b, sizeof quien->b) == 0;
	if (suyo)
		memcpy(secreto, claro + sizeof quien->b, TOTP_SECRETO);
	explicit_bzero(claro, sizeof claro);
	return suyo;
}

/* Which key opened it: an index, or n_llaves when it was kept as it is; -1: none. */
static int open_any(const struct cuentas *c, const struct uuid *quien, const struct cuenta_totp *t, uint8_t secreto[static TOTP_SECRETO])
{
	if (t->n == TOTP_SECRETO) {
		memcpy(secreto, t->b, TOTP_SECRETO);
		return (int)c->n_llaves;
	}
	for (size_t i = 0; i < c->n_llaves && t->n == CUENTA_TOTP_MAX; i++)
		if (open_with(&c->llaves[i], quien, t, secreto))
			return (int)i;
	return -1;
}

enum status cuentas_secreto_abrir(const struct cuentas *c, const struct uuid *quien, const struct cuenta_totp *t,
	uint8_t secreto[static TOTP_SECRETO], struct error *err)
{
	return open_any(c, quien, t, secreto) < 0 ? error_set(err, PROBLEM_SEGUNDO_FACTOR_SIN_LLAVE) : STATUS_OK;
}

static enum status seal_one(struct obrero *o, const struct cuenta_totp_fila *f, int *sellados, int *cerrados, struct error *err)
{
	const struct cuentas *c = o->app->cuentas;
	uint8_t secreto[TOTP_SECRETO];
	struct cuenta_totp otro;
	bool hecho = false;
	enum status st = STATUS_OK;
	const int k = open_any(c, &f->usuario, &f->totp, secreto);
	if (k > 0) {
		cuentas_secreto_cerrar(c, &f->usuario, secreto, &otro);
		st = cuentas_totp_cambiar(o->db, &f->usuario, &f->totp, &otro, &hecho, err);
	}
	explicit_bzero(secreto, sizeof secreto);
	*sellados += hecho;
	*cerrados += k < 0;
	return st;
}

enum status cuentas_factores_sellar(struct obrero *o, int *sellados, int *cerrados, struct error *err)
{
	struct cuenta_totp_fila filas[POR_VEZ];
	struct uuid despues = {{0}};
	size_t n = POR_VEZ;
	enum status st = STATUS_OK;
	*sellados = *cerrados = 0;
	while (st == STATUS_OK && n == POR_VEZ) {
		st = cuentas_totp_secretos(o->db, &despues, POR_VEZ, filas, &n, err);
		for (size_t i = 0; i < n && st == STATUS_OK; i++) {
			despues = filas[i].usuario;
			st = seal_one(o, &filas[i], sellados, cerrados, err);
		}
	}
	explicit_bzero(filas, sizeof filas);
	return st;
}
