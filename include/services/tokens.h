/*
 * Access tokens for systems (OAuth 2 client credentials, RFC 6749 §4.4): signed by the service (ES256), of the type at+jwt (RFC 9068), for a few minutes. The
 * client is a key of the directory: `client_id` its id, `client_secret` its text. A token says what its key may do at most; who that is, and whether the key
 * still stands, is asked of the directory as for the key itself: a revoked key's tokens stop within a second, not only at the end of their life.
 *
 * Two keys may be configured: the present one signs, both check. Immutable, thread-safe.
 */
#ifndef SERVICES_TOKENS_H
#define SERVICES_TOKENS_H

#include "base/buf.h"
#include "base/error.h"
#include "credencial/jose.h"
#include "services/config.h"
#include "services/identidad.h"

struct tokens;
/* Reads token_llave and token_llave_anterior (PEM, 0600). Without the first nothing is signed and nothing accepted. NULL with err (TOKEN_LLAVE). */
struct tokens *tokens_create(const struct config *c, struct error *err);
void tokens_destroy(struct tokens *t);
/* Makes a key's file; YA_EXISTE when there is one. */
NODISCARD enum status tokens_llave_crear(const char *ruta, struct error *err);

/* The public keys (RFC 7517), the present one first; an empty list when none is configured. */
void tokens_publicas(const struct tokens *t, struct buf *out);
bool tokens_configurados(const struct tokens *t);
int tokens_vida(const struct tokens *t); /* s */
/* https://…: what the tokens name as their issuer and audience. */
const char *tokens_emisor(const struct tokens *t);
/* A token for a key that was found good, bound to the certificate with which it came, if it did (id->certificado). `ambitos`: AMBITO_BIT set. Arena; NULL when it cannot be made. */
const char *tokens_emitir(const struct tokens *t, const struct identidad *id, unsigned ambitos, instante_t now, struct arena *a);

/* What a good token says. */
struct token_acceso {
	struct uuid clave, usuario;
	unsigned ambitos;
	instante_t expira_en;
	bool ligado;               /* serves with this certificate only (RFC 8705 §3) */
	struct sha256 certificado; /* all zeros: not bound */
};
/* What a token is bound to (`cnf`, RFC 7800). False when that is anything but one certificate: nothing else can be checked here. */
bool tokens_atadura(const struct jose_claims *c, bool *ligado, struct sha256 *certificado);
/* True when it is one of ours: type, algorithm, key, issuer, audience and time are all right. */
bool tokens_comprobar(const struct tokens *t, const char *token, instante_t now, struct token_acceso *out);

#endif
