/* SHA-256, random bytes, hexadecimal and UUIDs (libsodium). `hash_init` once per process; the rest is thread-safe. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHA256_LEN 32
#define SHA256_HEX_LEN 65

struct sha256 {
	uint8_t b[SHA256_LEN];
};
struct sha256_ctx {
	_Alignas(64) unsigned char opaque[128];
};

bool hash_init(void);
void sha256_begin(struct sha256_ctx *c);
void sha256_add(struct sha256_ctx *c, const void *p, size_t n);
void sha256_end(struct sha256_ctx *c, struct sha256 *out);
void sha256_of(const void *p, size_t n, struct sha256 *out);
bool sha256_equal(const struct sha256 *a, const struct sha256 *b); /* constant time */
bool sha256_is_zero(const struct sha256 *a);

void hex_encode(const uint8_t *p, size_t n, char *out); /* out: 2n + 1, lower case */
bool hex_decode(const char *s, uint8_t *out, size_t n); /* exactly 2n digits */
/* Standard base64 with padding (RFC 4648 §4), as RFC 9530 uses. out: sha 45 bytes. */
void base64_encode(const uint8_t *p, size_t n, char *out, size_t cap);
bool base64_decode(const char *s, size_t len, uint8_t *out, size_t n); /* exactly n bytes come out */

void random_bytes(void *p, size_t n);
#define HASH_KEY_LEN 16
/* SipHash-2-4: places in a table that nobody without the key can foresee. Not for evidence. */
uint64_t hash_keyed(const uint8_t key[static HASH_KEY_LEN], const void *p, size_t n);

#define UUID_LEN 37
struct uuid {
	uint8_t b[16];
};
/* UUIDv7 (RFC 9562 §5.7): `ms` since the epoch, the rest random. */
struct uuid uuid_v7(int64_t ms);
bool uuid_parse(const char *s, struct uuid *out); /* canonical 36 characters, either case */
void uuid_format(const struct uuid *u, char out[static UUID_LEN]);
int uuid_cmp(const struct uuid *a, const struct uuid *b);
bool uuid_is_nil(const struct uuid *u);

#endif
