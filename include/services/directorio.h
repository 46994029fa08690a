/* Organisations, people and keys: what dictamenctl does with them, with every fault listed at once. Lists for the API: store/directorio.h. */
#ifndef SERVICES_DIRECTORIO_H
#define SERVICES_DIRECTORIO_H

#include "services/identidad.h"
#include "store/directorio.h"

/* Fills o->id and creates. INVALID: nombre 1–300, siglas ≤ 40, nivel municipal|estatal|federal, entidad 01–32 (none for federal), municipio ≤ 200. */
NODISCARD enum status organizacion_alta(struct db *db, struct organizacion *o, struct error *err);

/*
 * Fills u->id and creates. INVALID: nombre 1–200, correo, and the role's kind of organisation: gobierno_local in an estatal or municipal one,
 * enlace_estatal in an estatal one, the rest in a federal one. NOT_FOUND: organisation; CONFLICT: inactive organisation.
 */
NODISCARD enum status usuario_alta(struct db *db, struct usuario *u, struct error *err);

struct clave_pedido {
	struct uuid usuario;
	const char *ambitos; /* "a,b"; NULL: those of the role */
	instante_t expira_en;
};
struct clave_entregada {
	struct uuid id;
	char clave[CLAVE_TEXTO_LEN]; /* shown once, kept nowhere */
	enum rol rol;
	struct uuid organizacion;
	const char *ambitos;
};
/* INVALID: unknown scopes or scopes beyond the role, expiry past. NOT_FOUND: person; CONFLICT: inactive organisation. */
NODISCARD enum status clave_alta(
	struct db *db, const struct clave_pedido *p, struct arena *a, struct clave_entregada *out, struct error *err);

/* Words of a search as LIKE patterns (lower case, without accents, % and _ quoted); at most 10 words. NULL without memory. */
const char *const *busqueda_patrones(struct arena *a, const char *q, size_t *n);

#endif
