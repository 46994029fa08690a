/*
 * Codes of six digits from the clock (RFC 6238, SHA-1, 30 s, as every application of the kind makes them; liboath), recovery codes, and
 * opaque random texts. Thread-safe. `now` is a parameter.
 */
#ifndef CREDENCIAL_TOTP_H
#define CREDENCIAL_TOTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/fecha.h"
#include "base/hash.h"

#define TOTP_SECRETO 20 /* bytes, as RFC 4226 §4 recommends */
#define TOTP_BASE32 33  /* that secret in base32, and NUL */
#define TOTP_HOLGURA 1  /* steps accepted before and after the present one */

void totp_generar(uint8_t secreto[static TOTP_SECRETO]);
void totp_base32(const uint8_t secreto[static TOTP_SECRETO], char out[static TOTP_BASE32]);
/* otpauth:// address for the application's QR; `emisor` and `cuenta` are percent-encoded. */
void totp_uri(struct buf *out, const uint8_t secreto[static TOTP_SECRETO], const char *emisor, const char *cuenta);
/*
 * The step (30 s since 1970) of which `codigo` is the code, if it is within the tolerance; 0 when it is none. Whoever accepts it must accept no step
 * twice, and none before one already accepted.
 */
int64_t totp_paso(const uint8_t secreto[static TOTP_SECRETO], const char *codigo, instante_t now);

/* "ABCD-EFGH-IJKL-MNOP" (80 random bits, base32) and the SHA-256 of its 16 letters. */
#define RECUPERACION_LEN 20
void recuperacion_generar(char out[static RECUPERACION_LEN], struct sha256 *sha);
/* The SHA-256 of a code as a person types it (any case, with or without dashes and spaces); false when it has not that form. */
bool recuperacion_leer(const char *s, struct sha256 *sha);

/* ---- opaque texts: `prefijo` of three characters ("ds_") and 43 of base64url, 256 random bits ---- */
#define OPACO_LEN 47
void opaco_generar(const char prefijo[static 3], char out[static OPACO_LEN], struct sha256 *sha);
/* True when `s` has exactly that form; then its SHA-256. */
bool opaco_forma(const char *s, const char prefijo[static 3], struct sha256 *sha);
/* base64url of SHA-256(uso ":" opaco), 43 characters and NUL: a second text that only the holder of the first can know. */
#define OPACO_DERIVADO 44
void opaco_derivar(const char *opaco, const char *uso, char out[static OPACO_DERIVADO]);

/* base64url of SHA-256(texto): the challenge of a PKCE verifier (RFC 7636 §4.2). */
void opaco_reto(const char *texto, char out[static OPACO_DERIVADO]);

#endif
