/* Private to src/credencial: base64url without padding (RFC 4648 §5), by way of base/hash.h. Pure. */
#ifndef CREDENCIAL_BASE64URL_H
#define CREDENCIAL_BASE64URL_H

#include "base/hash.h"

#define BASE64URL_32 44 /* 32 bytes, and NUL */

void base64url_encode32(const uint8_t raw[static 32], char out[static BASE64URL_32]);
/* Bytes that n characters stand for; 0 for a length that nothing has. */
size_t base64url_bytes(size_t n);
/* Exactly base64url_bytes(n) come out. False for what is no base64url. */
bool base64url_decode(const char *s, size_t n, uint8_t *out);

#endif
