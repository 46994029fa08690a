/*
 * Accounts, their second factor, letters with links, and sessions. Every secret but the second factor's is looked for by its hash; that one is kept as
 * the caller gives it, encrypted or not. One connection, one
 * thread; texts of results live in the arena. `now` is the caller's clock. UNAVAILABLE when the database is away; INTERNAL for what should not happen.
 */
#ifndef STORE_CUENTAS_H
#define STORE_CUENTAS_H

#include "store/db.h"

#define CUENTA_TOTP_MAX 76
/* The secret of a second factor as it is kept; n = 0: none. */
struct cuenta_totp {
	uint8_t b[CUENTA_TOTP_MAX];
	size_t n;
};

/* ---- signing in ---- */

/* What failures are counted for. */
struct cuenta_intentos {
	struct sha256 par, direccion; /* account and address; address */
	struct sha256 equipo;         /* zero: no device cookie came */
	struct sha256 equipo_cookie;  /* the hash under which that device is kept */
};
/* All that a sign-in is judged by. Filled for an account that does not exist too: usuario nil. */
struct cuenta_entrada {
	struct uuid usuario;
	const char *contrasena; /* its hash; NULL: none was set */
	struct cuenta_totp totp;
	bool con_totp;                                       /* confirmed: it is asked for */
	bool activa;                                         /* person and organisation are, and it is no machine */
	bool conocido;                                       /* the device is one of this account's */
	instante_t par_hasta, direccion_hasta, equipo_hasta; /* INSTANTE_NINGUNO */
};
NODISCARD enum status cuentas_entrada(struct db *db, const char *identificador, const struct cuenta_intentos *i, struct arena *a,
	struct cuenta_entrada *out, struct error *err);
/* Counts one failure for each of n keys (n ≤ 4); `libres`: how many cost nothing. */
NODISCARD enum status cuentas_fallo(
	struct db *db, const struct sha256 *claves, const int *libres, size_t n, instante_t now, struct error *err);
NODISCARD enum status cuentas_acierto(struct db *db, const struct sha256 *claves, size_t n, struct error *err);

/* ---- one account ---- */

struct cuenta {
	struct uuid usuario;
	const char *identificador, *contrasena; /* contrasena NULL: none */
	const char *nombre, *organizacion, *siglas, *municipio;
	struct cuenta_totp totp;
	bool totp_confirmado;
};
/* NOT_FOUND when the person has no account. */
NODISCARD enum status cuentas_ver(struct db *db, const struct uuid *usuario, struct arena *a, struct cuenta *out, struct error *err);
/* Does nothing when there is one already. CONFLICT (YA_EXISTE) when the address is another account's. */
NODISCARD enum status cuentas_alta(struct db *db, const struct uuid *usuario, const char *identificador, instante_t now, struct error *err);
NODISCARD enum status cuentas_contrasena(struct db *db, const struct uuid *usuario, const char *hash, instante_t now, struct error *err);

/* *hecho false: nothing was changed (another one was faster, the code was used, there is none). */
NODISCARD enum status cuentas_totp_poner(
	struct db *db, const struct uuid *usuario, const struct cuenta_totp *secreto, bool *hecho, struct error *err);
NODISCARD enum status cuentas_totp_confirmar(
	struct db *db, const struct uuid *usuario, int64_t paso, instante_t now, bool *hecho, struct error *err);
NODISCARD enum status cuentas_totp_usar(struct db *db, const struct uuid *usuario, int64_t paso, bool *hecho, struct error *err);
NODISCARD enum status cuentas_totp_quitar(struct db *db, const struct uuid *usuario, struct error *err);
struct cuenta_totp_fila {
	struct uuid usuario;
	struct cuenta_totp totp;
};
/* The next `cabe` after that person (nil: from the first). */
NODISCARD enum status cuentas_totp_secretos(
	struct db *db, const struct uuid *despues, size_t cabe, struct cuenta_totp_fila *out, size_t *n, struct error *err);
/* Keeps it otherwise if it still is `antes`; *hecho as above. */
NODISCARD enum status cuentas_totp_cambiar(struct db *db, const struct uuid *usuario, const struct cuenta_totp *antes,
	const struct cuenta_totp *despues, bool *hecho, struct error *err);
/* Replaces all codes; n = 0 only removes them. */
NODISCARD enum status cuentas_recuperacion_poner(
	struct db *db, const struct uuid *usuario, const struct sha256 *codigos, size_t n, instante_t now, struct error *err);
NODISCARD enum status cuentas_recuperacion_usar(
	struct db *db, const struct uuid *usuario, const struct sha256 *codigo, instante_t now, bool *hecho, struct error *err);
NODISCARD enum status cuentas_recuperacion_quedan(struct db *db, const struct uuid *usuario, int *n, struct error *err);
/* A device from which this person signed in; all of them forgotten. */
NODISCARD enum status cuentas_equipo(
	struct db *db, const struct uuid *usuario, const struct sha256 *equipo, instante_t now, struct error *err);
NODISCARD enum status cuentas_equipos_baja(struct db *db, const struct uuid *usuario, struct error *err);

/* ---- letters with a link ---- */

struct cuenta_carta {
	struct uuid id; /* nil: none is due */
	const char *clase, *identificador;
	int intentos;
};
/* Whose letter it is; usuario nil: nobody's. */
struct cuenta_destinatario {
	struct uuid usuario;
	const char *nombre;
	bool con_contrasena;
	int recientes; /* letters within the hour */
};
NODISCARD enum status cartas_alta(struct db *db, const char *clase, const char *identificador, instante_t now, struct error *err);
/* The next one that is due; with an address, the one that waits for it, due or not. */
NODISCARD enum status cartas_tomar(
	struct db *db, const char *identificador, instante_t now, struct arena *a, struct cuenta_carta *out, struct error *err);
NODISCARD enum status cartas_de(
	struct db *db, const char *identificador, instante_t now, struct arena *a, struct cuenta_destinatario *out, struct error *err);
NODISCARD enum status cartas_enlace(struct db *db, const struct uuid *carta, const struct uuid *usuario, const struct sha256 *enlace,
	instante_t vence, struct error *err);
NODISCARD enum status cartas_fin(
	struct db *db, const struct uuid *carta, const char *estado, instante_t disponible, const char *motivo, struct error *err);
NODISCARD enum status cartas_baja(struct db *db, const struct uuid *carta, struct error *err);
/* usuario nil: the link is unknown, used or over. enlace_usar uses it and all others of that person. */
NODISCARD enum status enlaces_ver(struct db *db, const struct sha256 *enlace, instante_t now, struct uuid *usuario, struct error *err);
NODISCARD enum status enlaces_baja(struct db *db, const struct uuid *usuario, instante_t now, struct error *err);
NODISCARD enum status enlaces_usar(struct db *db, const struct sha256 *enlace, instante_t now, struct uuid *usuario, struct error *err);

/* ---- sessions ---- */

struct sesion_fila {
	struct uuid id, usuario;
	const char *metodo; /* contrasena, segundo_factor, recuperacion, proveedor */
	instante_t creada_en, vista_en, elevada_en, vence_en;
	const char *direccion, *agente;
};
/* All that decides whether a session is good, as of one moment. */
struct sesion_hallada {
	struct uuid id;
	struct actor actor;
	instante_t vista_en, elevada_en, vence_en;
	bool usuario_activo, organizacion_activa;
};
NODISCARD enum status sesiones_alta(struct db *db, const struct sesion_fila *s, const struct sha256 *cookie, struct error *err);
/* NOT_FOUND when unknown or ended. */
NODISCARD enum status sesiones_find(
	struct db *db, const struct sha256 *cookie, struct arena *a, struct sesion_hallada *out, struct error *err);
/* A new cookie for a session, whose old one ends. NOT_FOUND when it has ended. */
NODISCARD enum status sesiones_renovar(
	struct db *db, const struct uuid *sesion, const struct sha256 *cookie, instante_t now, struct error *err);
/* NOT_FOUND unless it is this person's and open. */
NODISCARD enum status sesiones_cerrar(
	struct db *db, const struct uuid *sesion, const struct uuid *usuario, instante_t now, struct error *err);
/* All of a person's but `menos` (nil: all). */
NODISCARD enum status sesiones_cerrar_todas(
	struct db *db, const struct uuid *usuario, const struct uuid *menos, instante_t now, struct error *err);
/* Those used after `vista_desde`, and `actual` (nil: none). */
NODISCARD enum status sesiones_lista(struct db *db, const struct uuid *usuario, const struct uuid *actual, instante_t vista_desde,
	instante_t now, struct arena *a, struct sesion_fila **out, size_t *n, struct error *err);
/* When each was last used. */
NODISCARD enum status sesiones_vistas(struct db *db, const struct uuid *ids, const instante_t *vistas, size_t n, struct error *err);

/* Deletes what is of no more use. */
NODISCARD enum status cuentas_limpiar(struct db *db, instante_t now, struct error *err);

#endif
