/* Private to the files of accounts. */
#ifndef SERVICES_CUENTAS_INTERNO_H
#define SERVICES_CUENTAS_INTERNO_H

#include "services/cuentas.h"

#define PREFIJO_SESION "ds_"
#define PREFIJO_EQUIPO "de_"
#define PREFIJO_ENLACE "dl_"

/* Lower case and trimmed, in the arena; NULL when it is empty, too long or holds control characters. */
const char *identificador_normal(struct arena *a, const char *s);
/* The device cookie to be set: the one that came, if it is this person's, else a new one. */
NODISCARD enum status sesion_equipo(struct obrero *o, const struct uuid *usuario, const struct sesion_origen *de, instante_t now,
	struct sesion_nueva *out, struct error *err);
/* How a secret is kept, with the person's id in it so that it serves no other; and back: SEGUNDO_FACTOR_SIN_LLAVE when no key opens it. */
void cuentas_secreto_cerrar(
	const struct cuentas *c, const struct uuid *quien, const uint8_t secreto[static TOTP_SECRETO], struct cuenta_totp *out);
NODISCARD enum status cuentas_secreto_abrir(const struct cuentas *c, const struct uuid *quien, const struct cuenta_totp *t,
	uint8_t secreto[static TOTP_SECRETO], struct error *err);
/* Judges a new password against rule, list and owner (items under `pointer`) and makes its hash (CONTRASENA_HASH bytes). */
NODISCARD enum status cuentas_admitir(
	struct obrero *o, const struct uuid *quien, const char *nueva, const char *pointer, struct arena *a, char *hash, struct error *err);

#endif
