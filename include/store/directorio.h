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
	instante_t creada_en;
};
struct usuario {
	struct uuid id, organizacion;
	const char *nombre, *correo; /* correo NULL: none, or not for this caller */
	enum rol rol;
	bool maquina, activo;
	instante_t creado_en;
	const char *organizacion_nombre, *nivel, *cve_ent;
	bool organizacion_activa;
};
struct clave_api {
	struct uuid id, usuario;
	const char *ambitos; /* separated by commas */
	instante_t expira_en, revocada_en, creada_en;
};
/* All that decides whether a key is good, as of one moment. */
struct clave_hallada {
	struct uuid clave;
	struct actor actor;
	const char *ambitos; /* separated by commas */
	instante_t expira_en, revocada_en;
	bool usuario_activo, organizacion_activa;
};

NODISCARD enum status directorio_organizacion_create(struct db *db, const struct organizacion *o, struct error *err);
/* NOT_FOUND when there is no such organisation, person or key; repeating is fine. */
NODISCARD enum status directorio_organizacion_end(struct db *db, const struct uuid *id, struct error *err);
NODISCARD enum status directorio_organizacion(
	struct db *db, const struct uuid *id, struct arena *a, struct organizacion *out, struct error *err);
/* By name, level and entity; NOT_FOUND. */
NODISCARD enum status directorio_organizacion_find(
	struct db *db, const struct organizacion *like, struct arena *a, struct organizacion *out, struct error *err);

NODISCARD enum status directorio_usuario_create(struct db *db, const struct usuario *u, struct error *err);
NODISCARD enum status directorio_usuario_end(struct db *db, const struct uuid *id, struct error *err);
/* A person by id, whoever asks; NOT_FOUND. */
NODISCARD enum status directorio_usuario(struct db *db, const struct uuid *id, struct arena *a, struct usuario *out, struct error *err);

NODISCARD enum status directorio_clave_create(struct db *db, const struct clave_api *k, const struct sha256 *sha, struct error *err);
NODISCARD enum status directorio_clave_revoke(struct db *db, const struct uuid *id, struct error *err);
/* NOT_FOUND when unknown. */
NODISCARD enum status directorio_clave_find(
	struct db *db, const struct sha256 *sha, struct arena *a, struct clave_hallada *out, struct error *err);

/* Pages by id. Ids nil and rol ROL_NINGUNO: any. */
struct directorio_filtro {
	const struct actor *quien; /* what it may see; NULL: dictamenctl, everything */
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
