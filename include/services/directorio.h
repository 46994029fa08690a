/*
 * Organisations, people and keys: what dictamenctl and the administration do with them, with every fault listed at once, each change in one transaction with
 * its row in the security journal (services/gestion.h). Lists for the API: store/directorio.h.
 */
#ifndef SERVICES_DIRECTORIO_H
#define SERVICES_DIRECTORIO_H

#include "services/gestion.h"
#include "services/identidad.h"
#include "store/correos.h"
#include "store/directorio.h"

/* Fills o->id and creates. INVALID: nombre 1–300, siglas ≤ 40, nivel municipal|estatal|federal, entidad 01–32 (none for federal), municipio ≤ 200. */
NODISCARD enum status organizacion_alta(struct db *db, const struct gestion *g, struct organizacion *o, struct error *err);
/*
 * o->id with the nombre, siglas, municipio, activa and exige_certificado of `o`; o->version: the one that was seen, 0: any. What is the same already changes nothing. Afterwards `o` is
 * whole and as it stands. INVALID as above; NOT_FOUND; PRECONDITION (VERSION_OBSOLETA); CONFLICT (ULTIMA_ADMINISTRACION): nobody could administer any more;
 * CONFLICT (SIN_CERTIFICADO_VIGENTE): one is to be demanded, and none is in force.
 */
NODISCARD enum status organizacion_cambiar(struct db *db, const struct gestion *g, struct organizacion *o, struct error *err);

/*
 * Fills u->id and creates. INVALID: nombre 1–200, correo, and the role's kind of organisation: gobierno_local in an estatal or municipal one,
 * enlace_estatal in an estatal one, the rest in a federal one. NOT_FOUND: organisation; CONFLICT: inactive organisation.
 */
NODISCARD enum status usuario_alta(struct db *db, const struct gestion *g, struct usuario *u, struct error *err);
/* u->id with the nombre, correo, rol and activo of `u`; version and statuses as for organisations. A new role is a row `rol` of the journal. */
NODISCARD enum status usuario_cambiar(struct db *db, const struct gestion *g, struct usuario *u, struct error *err);

/* A domain of an organisation. INVALID: no domain name (d->dominio is folded, in err's arena); YA_EXISTE; NOT_FOUND. */
NODISCARD enum status dominio_alta(struct db *db, const struct gestion *g, struct organizacion_dominio *d, struct error *err);
NODISCARD enum status dominio_baja(struct db *db, const struct gestion *g, struct organizacion_dominio *d, struct error *err);

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
	struct uuid usuario;
	instante_t expira_en;
};
/* INVALID: unknown scopes or scopes beyond the role, expiry past. NOT_FOUND: person; CONFLICT: inactive organisation. */
NODISCARD enum status clave_alta(struct db *db, const struct gestion *g, const struct clave_pedido *p, struct arena *a,
	struct clave_entregada *out, struct error *err);
/* `usuario`: whose it must be, nil: anybody's. NOT_FOUND; repeating changes nothing. */
NODISCARD enum status clave_revocar(
	struct db *db, const struct gestion *g, const struct uuid *usuario, const struct uuid *id, struct error *err);

/* Words of a search as LIKE patterns (lower case, without accents, % and _ quoted); at most 10 words. NULL without memory. */
const char *const *busqueda_patrones(struct arena *a, const char *q, size_t *n);

#endif
