/* Delegations of municipalities to their state's liaison: granted and revoked, never changed. One connection, one thread; texts live in the arena. */
#ifndef STORE_DELEGACIONES_H
#define STORE_DELEGACIONES_H

#include "store/db.h"

struct delegacion {
	struct uuid id, municipio, enlace; /* enlace: the organisation of the state */
	instante_t desde, hasta;           /* [desde, hasta) */
	const char *motivo;                /* 1–500: the instrument by which it was agreed */
	struct uuid otorgada_por;
	instante_t otorgada_en;
	struct uuid revocada_por; /* nil: it was not */
	instante_t revocada_en;
};

NODISCARD enum status delegacion_create(struct db *db, const struct delegacion *d, struct error *err);
/* NOT_FOUND when there is none that is not revoked already. */
NODISCARD enum status delegacion_revoke(struct db *db, const struct uuid *id, const struct uuid *por, instante_t en, struct error *err);
NODISCARD enum status delegacion_find(struct db *db, const struct uuid *id, struct arena *a, struct delegacion *out, struct error *err);
/* Whether one that is not revoked shares a moment with d->desde and d->hasta, between the same two. */
NODISCARD enum status delegacion_overlaps(struct db *db, const struct delegacion *d, bool *out, struct error *err);
/* What an organisation granted or received, by id. */
NODISCARD enum status delegaciones_page(struct db *db, const struct uuid *organizacion, const struct uuid *despues_de, int limite,
	struct arena *a, struct delegacion **out, size_t *n, struct error *err);
/* Those by which an organisation may act `adelanto` microseconds after now (reloj_adelanto): parallel arrays. */
NODISCARD enum status delegaciones_current(struct db *db, const struct uuid *enlace, int64_t adelanto, struct arena *a,
	struct uuid **municipios, struct uuid **delegaciones, size_t *n, struct error *err);

#endif
