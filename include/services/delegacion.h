/*
 * A state's liaison acting for its municipalities: by a delegation that the municipality or the administration grants, with a term, revocable. With a delegation
 * in force it sees the municipality's files as if they had been shared (expediente_visible); when it says for whom it acts, it is, for that request, an actor of
 * that municipality, and each act says by which delegation (efectos.delegacion, efectos.enlace).
 */
#ifndef SERVICES_DELEGACION_H
#define SERVICES_DELEGACION_H

#include "services/gestion.h"
#include "store/delegaciones.h"

#define DELEGACION_DIAS_MAX 1096 /* three years, what a municipal administration lasts (CPEUM art. 115-I) */

/*
 * Fills d->id and grants: d->municipio, enlace, desde, hasta, motivo. INVALID: not a municipality, not the state of its own entity, a term that ends before it begins,
 * that has passed or is longer than DELEGACION_DIAS_MAX. NOT_FOUND: an organisation; CONFLICT: an inactive one, or YA_EXISTE for a term that shares a day with another.
 */
NODISCARD enum status delegacion_otorgar(struct db *db, const struct gestion *g, struct delegacion *d, struct error *err);
/* Of that municipality. NOT_FOUND; repeating changes nothing. */
NODISCARD enum status delegacion_revocar(
	struct db *db, const struct gestion *g, const struct uuid *municipio, const struct uuid *id, struct error *err);

/* What is in force, by the liaison's organisation, kept for a second: a revoked one stops within a second. Thread-safe, bounded. */
struct delegaciones_cache;
struct delegaciones_cache *delegaciones_cache_create(void);
void delegaciones_cache_destroy(struct delegaciones_cache *c);
/*
 * Completes a liaison's actor (any other is left alone): who->delegantes, in the arena. `por` nil: that is all. Else who becomes an actor of `por`: FORBIDDEN
 * (SIN_DELEGACION) without a delegation in force, and for whoever is no liaison.
 */
NODISCARD enum status delegacion_apply(
	struct delegaciones_cache *c, struct db *db, const struct uuid *por, struct arena *a, struct actor *who, struct error *err);

#endif
