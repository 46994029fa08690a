/*
 * People's accounts: signing in with a password and a second factor, sessions, letters with a one-time link. Everything that computes a password's hash runs
 * on its own lane (LANE_CUENTAS), so that at most `hilos_cuentas` times `contrasena_memoria` is in use. Answers do not tell whether an account exists, and a
 * sign-in does the same work for one that does not.
 *
 * Failures are counted for the pair of account and address, and for the address alone; a device from which the account was used before has a count
 * of its own instead. So nobody's failures keep the owner out of a known device, and from an unknown one only those of the same address do.
 */
#ifndef SERVICES_CUENTAS_H
#define SERVICES_CUENTAS_H

#include "base/cofre.h"
#include "credencial/contrasena.h"
#include "credencial/totp.h"
#include "services/app.h"
#include "services/gestion.h"
#include "store/cuentas.h"

#define IDENTIFICADOR_MAX 254
#define RECUPERACION_CODIGOS 10

/* What every sign-in needs. Immutable. */
#define CUENTAS_LLAVES 2
struct cuentas {
	struct cofre_llave llaves[CUENTAS_LLAVES]; /* of the secrets of second factors: the first seals, all open */
	size_t n_llaves;                           /* 0: they are kept as they are */
	struct contrasena_costo costo;
	struct contrasenas_vedadas *vedadas;
	char senuelo[CONTRASENA_HASH]; /* of nobody's password (contrasena_hash_nadie), of the present cost */
};
/* Reads contrasenas_vedadas and the keys; NULL with err (CUENTAS_LLAVE: of a key). */
struct cuentas *cuentas_create(const struct config *c, struct error *err);
void cuentas_destroy(struct cuentas *c);
/* How many times passwords were computed since the process began (contrasena_calculos): for /metrics. */
uint64_t cuentas_calculos(void);

/* From where a session is used. */
struct sesion_origen {
	const uint8_t *abonado; /* 16 bytes: what failures are counted for (base/direccion.h) */
	const char *direccion;  /* the address as text */
	const char *agente;     /* User-Agent, NULL = none; cut to what is kept */
	const char *cookie;     /* Cookie header, NULL = none */
};
/* A session with the secrets that only its answer carries. */
struct sesion_nueva {
	struct sesion_fila fila;
	char cookie[OPACO_LEN], csrf[OPACO_DERIVADO];
	char equipo[OPACO_LEN]; /* device cookie to be set */
};

/* ---- signing in ---- */

struct cuenta_peticion {
	const char *identificador, *contrasena;
	const char *codigo, *recuperacion; /* NULL: not given */
};
/*
 * CREDENCIALES_INCORRECTAS, the same for every reason; SEGUNDO_FACTOR when only the code is missing; DEMASIADOS_INTENTOS with *espera_s. A session that came
 * with the request ends: the new one never has an id that was known before.
 */
NODISCARD enum status cuentas_entrar(struct obrero *o, const struct cuenta_peticion *p, const struct sesion_origen *de, struct arena *a,
	struct sesion_nueva *out, int *espera_s, struct error *err);
/* A session for a person who proved who they are in some other way (metodo: sesion.metodo). */
NODISCARD enum status sesion_abrir(struct obrero *o, const struct uuid *usuario, const char *metodo, const struct sesion_origen *de,
	struct arena *a, struct sesion_nueva *out, struct error *err);
/* The value of X-CSRF-Token for a session's cookie header; false without one. */
bool sesion_csrf(const char *cookie, char out[static OPACO_DERIVADO]);

/* ---- from within a session; `quien` is its person, `sesion` its id ---- */

/* The password again (and the code, where there is a second factor): the session gets a new cookie and is elevated. Errors as for cuentas_entrar. */
NODISCARD enum status cuentas_elevar(struct obrero *o, const struct uuid *sesion, const struct uuid *quien, const struct cuenta_peticion *p,
	const struct sesion_origen *de, struct arena *a, struct sesion_nueva *out, int *espera_s, struct error *err);
/* CUERPO_INVALIDO when the new one is not admissible. All other sessions and all links end. The caller has checked that the session is elevated. */
NODISCARD enum status cuentas_cambiar(
	struct obrero *o, const struct uuid *sesion, const struct uuid *quien, const char *nueva, struct arena *a, struct error *err);
/* What lets a person in here; all false for whom only an identity provider does. */
struct cuenta_estado {
	bool contrasena, segundo_factor;
};
NODISCARD enum status cuentas_estado(
	struct obrero *o, const struct uuid *quien, struct arena *a, struct cuenta_estado *out, struct error *err);
/* A new secret to be shown once; SEGUNDO_FACTOR_ACTIVO while one is in use. `uri`: otpauth address, arena. */
NODISCARD enum status cuentas_factor_empezar(
	struct obrero *o, const struct uuid *quien, char base32[static TOTP_BASE32], const char **uri, struct arena *a, struct error *err);
/* The first code puts it in use; recovery codes to be shown once. CODIGO_INCORRECTO, SEGUNDO_FACTOR_AUSENTE, SEGUNDO_FACTOR_ACTIVO. */
NODISCARD enum status cuentas_factor_confirmar(struct obrero *o, const struct uuid *quien, const char *codigo,
	char codigos[static RECUPERACION_CODIGOS][RECUPERACION_LEN], struct arena *a, struct error *err);
NODISCARD enum status cuentas_factor_quitar(struct obrero *o, const struct uuid *quien, struct error *err);
/*
 * Of somebody who lost telephone and codes, by the administration: the second factor and every session of that person end. Nothing is changed nor recorded where
 * there is none. NOT_FOUND: no such person. Other instances know within a second.
 */
NODISCARD enum status cuentas_factor_retirar(
	struct db *db, const struct gestion *g, const struct uuid *usuario, struct arena *a, struct error *err);
/*
 * Keeps every secret under the first key: those from before there was one, and those of the other. `sellados`: how many it moved; `cerrados`: how many no
 * key opens, whose people sign in with their recovery codes only. Without a key nothing is sealed. May run in several instances at once.
 */
NODISCARD enum status cuentas_factores_sellar(struct obrero *o, int *sellados, int *cerrados, struct error *err);

/* ---- letters ---- */

/* Owes a letter to whoever has this address, if anybody. The same whether there is an account or not. */
NODISCARD enum status cuentas_restablecer(struct obrero *o, const char *identificador, struct error *err);
/* Whether letters leave at all: without, a link is handed over in person (dictamenctl cuenta enlace). */
bool cuentas_envia_correo(const struct config *c);
/* Makes the account if there is none, and owes the invitation. NO_ENCONTRADO; CUENTA_IMPOSIBLE for a machine, an inactive person or one without address. */
NODISCARD enum status cuentas_invitar(struct db *db, const struct uuid *usuario, struct arena *a, struct error *err);
/* The same for the administration (`quien`), once for each idempotency key; *repetida: it was done before. */
struct idempotencia; /* store/expedientes.h */
NODISCARD enum status cuentas_invitar_una_vez(struct obrero *o, const struct uuid *quien, const struct uuid *usuario,
	struct idempotencia *idem, struct arena *a, bool *repetida, struct error *err);
/* Sets the password by a link, *quien's; every session, device and link of that person ends. ENLACE_INVALIDO; CUERPO_INVALIDO when it is not admissible. */
NODISCARD enum status cuentas_fijar(
	struct obrero *o, const char *enlace, const char *nueva, struct arena *a, struct uuid *quien, struct error *err);

/* A letter ready to be sent. */
struct carta_lista {
	struct uuid id; /* nil: none is due */
	int intentos;
	const char *a, *asunto, *texto;
};
/* Takes the next one that is due, with a new link in it. What is nobody's, or too much for one person, is settled here. */
NODISCARD enum status cuentas_carta(struct db *db, const struct config *c, struct arena *a, struct carta_lista *out, struct error *err);
/* What became of it; a failure is tried again, later each time, for a day. */
NODISCARD enum status cuentas_carta_fin(
	struct db *db, const struct carta_lista *carta, bool enviada, const char *motivo, struct error *err);
/* A link for whoever administers the machine, to be handed over in person: for the first account, and where no mail is configured. Arena. */
NODISCARD enum status cuentas_enlace(
	struct db *db, const struct config *c, const struct uuid *usuario, struct arena *a, const char **enlace, struct error *err);

#endif
