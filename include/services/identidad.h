/*
 * Who calls, by API key. A key is "dk_" and 32 random bytes in base64url; only its SHA-256 is stored and compared. What the database said
 * is kept for a second at most: a revoked key stops within a second. Scopes (ámbitos) are what a key may do; roles what a person may do.
 */
#ifndef SERVICES_IDENTIDAD_H
#define SERVICES_IDENTIDAD_H

#include "domain/expediente.h"
#include "store/db.h"

#define AMBITOS(X) \
	X(EXPEDIENTES_LEER, "expedientes:leer") \
	X(EXPEDIENTES_PRESENTAR, "expedientes:presentar") \
	X(EXPEDIENTES_TRAMITAR, "expedientes:tramitar") \
	X(CALENDARIO_ESCRIBIR, "calendario:escribir") \
	X(DIRECTORIO_LEER, "directorio:leer") \
	X(DIRECTORIO_ESCRIBIR, "directorio:escribir") \
	X(SEGURIDAD_LEER, "seguridad:leer")
enum ambito {
#define X(n, s) AMBITO_##n,
	AMBITOS(X)
#undef X
		AMBITO_COUNT
};
#define AMBITO_BIT(a) (1u << (a))
const char *ambito_nombre(enum ambito a);
/* "a,b" → set of AMBITO_BIT; false when one is unknown, repeated or empty. */
bool ambitos_parse(const char *list, unsigned *out);
/* What a key of this role may carry at most, and carries when nothing is asked for. */
unsigned ambitos_de_rol(enum rol rol);
/* "a,b" in the order of the list; arena. */
const char *ambitos_texto(struct arena *a, unsigned ambitos);

struct identidad {
	struct actor actor; /* its texts live in the arena given to identidad_resolve */
	struct uuid clave_id;
	unsigned ambitos;
	instante_t expira_en; /* INSTANTE_NINGUNO */
};

/* ---- keys ---- */
#define CLAVE_TEXTO_LEN 47 /* "dk_", 43 characters, NUL */
/* A new key from the system's random generator and its SHA-256. */
void clave_generar(char out[static CLAVE_TEXTO_LEN], struct sha256 *sha);
/* True when `s` has exactly the form of a key; then its SHA-256. */
bool clave_forma(const char *s, struct sha256 *sha);

/* ---- resolving ---- */
struct identidad_cache; /* thread-safe; bounded: 4096 good keys, 1024 bad ones */
struct identidad_cache *identidad_cache_create(void);
void identidad_cache_destroy(struct identidad_cache *c);

/*
 * `authorization`: the header as received, NULL = none. SIN_CREDENCIAL without one; CREDENCIAL_INVALIDA, the same for all, when malformed,
 * unknown, revoked, expired, or of an inactive person or organisation. May ask the database (UNAVAILABLE).
 */
NODISCARD enum status identidad_resolve(
	struct identidad_cache *c, struct db *db, const char *authorization, struct arena *a, struct identidad *out, struct error *err);
/* No I/O: the person of a key that was good when it was last asked about, however long ago. For counting requests; it opens nothing. */
bool identidad_conocida(struct identidad_cache *c, const char *authorization, struct uuid *usuario);
/*
 * SIN_PERMISO unless the key has the scope. "expedientes:actuar" (route table) is expedientes:presentar for the local government and
 * expedientes:tramitar for the offices; "organizacion:gestionar" is directorio:escribir for the administration and expedientes:presentar for the organisation's
 * own people. NULL: any key will do. The administration never has expedientes:*.
 */
NODISCARD enum status identidad_require_scope(const struct identidad *id, const char *ambito, struct error *err);

#endif
