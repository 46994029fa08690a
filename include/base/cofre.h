/*
 * Short secrets that must be kept and used again (libsodium secretbox: XSalsa20-Poly1305), with a key that is not where they are kept; and
 * HMAC-SHA-256 (RFC 2104), for which they are used. Thread-safe.
 */
#ifndef BASE_COFRE_H
#define BASE_COFRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"

#define COFRE_LLAVE_LEN 32
struct cofre_llave {
	uint8_t b[COFRE_LLAVE_LEN];
};
#define COFRE_LLAVE_TEXTO_LEN 46 /* base64, a newline, NUL */
void cofre_llave_new(struct cofre_llave *out);
/* One line of base64, as cofre_llave_text writes it. */
bool cofre_llave_parse(const char *text, struct cofre_llave *out);
void cofre_llave_text(const struct cofre_llave *k, char out[static COFRE_LLAVE_TEXTO_LEN]);
void cofre_llave_forget(struct cofre_llave *k);

#define COFRE_EXTRA 40 /* nonce and authenticator */
/* `out` holds n + COFRE_EXTRA bytes. A new nonce each time. */
void cofre_seal(const struct cofre_llave *k, const void *p, size_t n, uint8_t *out);
/* `out` holds n - COFRE_EXTRA bytes. False when it was not sealed with this key, or was changed since. */
bool cofre_open(const struct cofre_llave *k, const uint8_t *p, size_t n, void *out);

void hmac_sha256(const void *key, size_t key_len, const void *p, size_t n, struct sha256 *out);

#endif
