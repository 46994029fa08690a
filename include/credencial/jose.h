/*
 * Signed tokens (JWS, RFC 7515; JWT, RFC 7519 and 8725) and the sets of keys they are checked with (JWKS, RFC 7517), by rhonabwy. Only RS256 (2048 bits or more)
 * and ES256 are known: what a token says of itself (`alg`, `jku`, `x5u`, `jwk`, `crit`) never chooses how it is checked. Keys are kept as their text and
 * read anew for each use, so that everything here is immutable and thread-safe. `jose_init` once a process, before any thread.
 */
#ifndef CREDENCIAL_JOSE_H
#define CREDENCIAL_JOSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/fecha.h"

#define JOSE_TOKEN_MAX 8192 /* bytes */
#define JOSE_LLAVES_MAX 64
#define JOSE_JWKS_MAX ((size_t)256 * 1024)

bool jose_init(void);

/* ---- keys ---- */

struct jose_llaves; /* public keys of one issuer */
/*
 * From a JWKS document. Keys that cannot check a signature here (another kind or curve, `use` other than sig, too short) are left out; NULL when it is no
 * JWKS, or none is left.
 */
struct jose_llaves *jose_llaves_parse(const char *json, size_t n);
void jose_llaves_free(struct jose_llaves *k); /* NULL is fine */
size_t jose_llaves_cuantas(const struct jose_llaves *k);

struct jose_firma; /* a private key of one's own (ECDSA P-256) */
/* From PEM (PKCS #8 or SEC 1). NULL for anything else. Its `kid` is its RFC 7638 thumbprint. */
struct jose_firma *jose_firma_parse(const char *pem, size_t n);
void jose_firma_free(struct jose_firma *f); /* NULL is fine */
/* A new key as PKCS #8 PEM, from the system's random generator; free() it. NULL without memory. */
char *jose_firma_pem(void);
/* Appends the JWKS document with the public halves of these keys (NULL ones left out). */
void jose_publicas(const struct jose_firma *const *firmas, size_t n, struct buf *out);
/* The same keys, to check with. NULL without memory. */
struct jose_llaves *jose_llaves_de(const struct jose_firma *const *firmas, size_t n);
/* A compact token with header {alg: ES256, typ, kid} over these claims (a JSON object). Arena; NULL when it cannot be made. */
const char *jose_firmar(const struct jose_firma *f, const char *typ, const char *claims, struct arena *a);

/* ---- checking ---- */

enum jose_juicio {
	JOSE_BUENA,
	JOSE_MALFORMADA,        /* no compact JWS of the size and headers admitted */
	JOSE_LLAVE_DESCONOCIDA, /* well formed, but the key that it names is not in the set: a newer set may have it */
	JOSE_FALSA              /* the signature is not of that key */
};
struct jose_claims; /* of a token whose signature was checked */
/* `typ`: the header that it must carry, without regard to case and with or without "application/" (RFC 7515 §4.1.9); NULL: "JWT" or none. */
enum jose_juicio jose_verificar(const struct jose_llaves *k, const char *token, const char *typ, struct jose_claims **out);
/*
 * What a token says of its issuer, before anything of it was checked: to look for the keys of whom it names, and for nothing else. False when it says nothing that
 * fits into `out`.
 */
bool jose_emisor_dicho(const char *token, char *out, size_t max);
void jose_claims_free(struct jose_claims *c); /* NULL is fine */
static inline void jose_claims_freep(struct jose_claims **c)
{
	jose_claims_free(*c);
}
#define JOSE_CLAIMS_AUTO __attribute__((cleanup(jose_claims_freep))) struct jose_claims

/* NULL unless it is a string; valid while `c` lives. */
const char *jose_texto(const struct jose_claims *c, const char *nombre);
/* A string, or a whole number written out (arena); NULL for anything else. */
const char *jose_texto_o_numero(const struct jose_claims *c, const char *nombre, struct arena *a);
/* Whole seconds as an instant; INSTANTE_NINGUNO unless it is a whole number between 0 and the year 9999. */
instante_t jose_instante(const struct jose_claims *c, const char *nombre);
/* Whether the claim is this string, or a list of strings that has it. `nombre` may go into objects: "realm_access/roles". */
bool jose_tiene(const struct jose_claims *c, const char *nombre, const char *valor);
/* How many audiences it names; 0 when `aud` is neither a string nor a list of strings. */
size_t jose_audiencias(const struct jose_claims *c);

enum jose_atadura {
	JOSE_SUELTA, /* whoever has it may use it */
	JOSE_ATADA,  /* to one certificate (RFC 8705 §3.1) */
	JOSE_ATADURA_AJENA
};
/* What `cnf` (RFC 7800) binds the token to; *x5t: the certificate's "x5t#S256", valid while `c` lives, NULL unless JOSE_ATADA. */
enum jose_atadura jose_atadura(const struct jose_claims *c, const char **x5t);

/*
 * Time and place (RFC 7519 §4.1): `iss` is `emisor`, `aud` has `audiencia`, `exp` is there and not past, `nbf` and `iat`, when they are there, not in the
 * future. `holgura_s`: how far the clocks may be apart.
 */
bool jose_vigente(const struct jose_claims *c, const char *emisor, const char *audiencia, instante_t now, int holgura_s);

/* ---- JSON that is not a token: discovery documents, token answers. Bounded; duplicate members are refused. ---- */
struct jose_claims *jose_json(const char *json, size_t n);

#endif
