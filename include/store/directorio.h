/*
 * Organisations, people and their keys. Nothing is deleted: what ends is deactivated or revoked. Keys are kept and looked for by their
 * SHA-256 only. One connection, one thread; texts of results live in the arena.
 */
#ifndef STORE_DIRECTORIO_H
#define STORE_DIRECTORIO_H

#include "store/db.h"

struct organizacion {
	struct uuid id;
	const char *nombre, *siglas;
	const char *nivel;     /* municipal, estatal, federal */
	const char *cve_ent;   /* INEGI, two digits; "" for the SRE */
	const char *municipio; /* "" when it is none */
	bool activa;
	bool exige_certificado; /* its keys and tokens serve with one of its client certificates only */
	int version;            /* of this row: 1, 2, … */
	instante_t creada_en;
};
struct usuario {
	struct uuid id, organizacion;
	const char *nombre, *correo; /* correo NULL: none, or not for this caller */
	enum rol rol;
	bool maquina, activo;
	int version;
	instante_t creado_en;
	const char *organizacion_nombre, *nivel, *cve_ent;
	bool organizacion_activa;
};
struct clave_api {
	struct uuid id, usuario;
	const char *ambitos; /* separated by commas */
	instante_t expira_en, revocada_en, creada_en;
};
#define CERTIFICADOS_MAX 8 /* of an organisation, neither revoked nor expired */
/* All that decides whether a key is good, as of one moment. */
struct clave_hallada {
	struct uuid clave;
	struct actor actor;
	const char *ambitos; /* separated by commas */
	instante_t expira_en, revocada_en;
	bool usuario_activo, organizacion_activa;
	bool exige_certificado;
	struct sha256 certificados[CERTIFICADOS_MAX]; /* the organisation's, in force at that moment */
	size_t n_certificados;
};

/* In a transaction: one administrative change at a time, until it ends. */
NODISCARD enum status directorio_lock(struct db *db, struct error *err);
NODISCARD enum status directorio_organizacion_create(struct db *db, const struct organizacion *o, struct error *err);
/* nombre, siglas, municipio, activa and exige_certificado of version o->version; PRECONDITION (VERSION_OBSOLETA) when it is another one by now. */
NODISCARD enum status directorio_organizacion_change(struct db *db, const struct organizacion *o, struct error *err);
NODISCARD enum status directorio_organizacion(
	struct db *db, const struct uuid *id, struct arena *a, struct organizacion *out, struct error *err);
/* By name, level and entity; NOT_FOUND. */
NODISCARD enum status directorio_organizacion_find(
	struct db *db, const struct organizacion *like, struct arena *a, struct organizacion *out, struct error *err);

NODISCARD enum status directorio_usuario_create(struct db *db, const struct usuario *u, struct error *err);
/* nombre, correo, rol and activo of version u->version; PRECONDITION as above. */
NODISCARD enum status directorio_usuario_change(struct db *db, const struct usuario *u, struct error *err);
/* People who can administer now: active, of an active organisation. */
NODISCARD enum status directorio_administradores(struct db *db, int *n, struct error *err);
/* A person by id, whoever asks; NOT_FOUND. */
NODISCARD enum status directorio_usuario(struct db *db, const struct uuid *id, struct arena *a, struct usuario *out, struct error *err);

NODISCARD enum status directorio_clave_create(struct db *db, const struct clave_api *k, const struct sha256 *sha, struct error *err);
/* NOT_FOUND; repeating is fine. */
NODISCARD enum status directorio_clave_revoke(struct db *db, const struct uuid *id, struct error *err);
/* A key by id; NOT_FOUND. */
NODISCARD enum status directorio_clave(struct db *db, const struct uuid *id, struct arena *a, struct clave_api *out, struct error *err);
/* NOT_FOUND when unknown: by its hash; by its id. `now`: which certificates are in force. */
NODISCARD enum status directorio_clave_by_id(
	struct db *db, const struct uuid *id, instante_t now, struct arena *a, struct clave_hallada *out, struct error *err);
NODISCARD enum status directorio_clave_find(
	struct db *db, const struct sha256 *sha, instante_t now, struct arena *a, struct clave_hallada *out, struct error *err);

/* A person or system without a key of ours, as if it had one without scopes; NOT_FOUND. */
NODISCARD enum status directorio_actor(
	struct db *db, const struct uuid *usuario, instante_t now, struct arena *a, struct clave_hallada *out, struct error *err);

/* Pages by id. Ids nil and rol ROL_NINGUNO: any. */
struct directorio_filtro {
	const struct actor *quien; /* what it may see; NULL: dictamenctl, everything */
	struct uuid uno;           /* this row only */
	struct uuid despues_de, organizacion, usuario;
	enum rol rol;
	bool solo_activos;
	int limite;
	const char *const *palabras; /* organisations: LIKE patterns, lower case without accents; all must match */
	size_t n_palabras;
};
NODISCARD enum status directorio_organizaciones(
	struct db *db, const struct directorio_filtro *f, struct arena *a, struct organizacion **out, size_t *n, struct error *err);
NODISCARD enum status directorio_usuarios(
	struct db *db, const struct directorio_filtro *f, struct arena *a, struct usuario **out, size_t *n, struct error *err);
NODISCARD enum status directorio_claves(
	struct db *db, const struct directorio_filtro *f, struct arena *a, struct clave_api **out, size_t *n, struct error *err);

#endif
