/*
 * Ed25519 signatures (RFC 8032, libsodium) and their keys as the PEM that openssl reads (RFC 8410: PKCS #8 and SubjectPublicKeyInfo).
 * Pure, thread-safe.
 */
#ifndef BASE_FIRMA_H
#define BASE_FIRMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FIRMA_LEN 64
#define FIRMA_PUBLICA_LEN 32
#define FIRMA_PEM_MAX 160 /* either key in PEM, and NUL */

struct firma {
	uint8_t b[FIRMA_LEN];
};
struct firma_publica {
	uint8_t b[FIRMA_PUBLICA_LEN];
};
struct firma_llave {
	uint8_t secreta[64]; /* wipe it with firma_forget */
	struct firma_publica publica;
};

/* From the system's random generator. */
void firma_new(struct firma_llave *out);
void firma_forget(struct firma_llave *k);
void firma_sign(const struct firma_llave *k, const void *p, size_t n, struct firma *out);
bool firma_verify(const struct firma_publica *k, const void *p, size_t n, const struct firma *f);

void firma_llave_pem(const struct firma_llave *k, char out[static FIRMA_PEM_MAX]);
void firma_publica_pem(const struct firma_publica *k, char out[static FIRMA_PEM_MAX]);
/* "-----BEGIN PRIVATE KEY-----", as firma_llave_pem and `openssl genpkey -algorithm ed25519` write it. False for anything else. */
bool firma_llave_parse(const char *pem, struct firma_llave *out);
/* "-----BEGIN PUBLIC KEY-----". False for anything else. */
bool firma_publica_parse(const char *pem, struct firma_publica *out);

#endif
