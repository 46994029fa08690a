#include "base/hash.h"

#include <sodium.h>
#include <string.h>

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(struct sha256_ctx), "libsodium's state must fit");
_Static_assert(HASH_KEY_LEN == crypto_shorthash_KEYBYTES && crypto_shorthash_BYTES == sizeof(uint64_t), "SipHash");
_Static_assert(SHA256_LEN == crypto_hash_sha256_BYTES, "SHA-256");

static const char hex_digits[] = "0123456789abcdef";

static crypto_hash_sha256_state *state(struct sha256_ctx *c)
{
	return (crypto_hash_sha256_state *)(void *)c->opaque;
}

bool hash_init(void)
{
	return sodium_init() >= 0;
}

void sha256_begin(struct sha256_ctx *c)
{
	crypto_hash_sha256_init(state(c));
}

void sha256_add(struct sha256_ctx *c, const void *p, size_t n)
{
	if (n)
		crypto_hash_sha256_update(state(c), p, n);
}

void sha256_end(struct sha256_ctx *c, struct sha256 *out)
{
	crypto_hash_sha256_final(state(c), out->b);
}

void sha256_of(const void *p, size_t n, struct sha256 *out)
{
	struct sha256_ctx c;
	sha256_begin(&c);
	sha256_add(&c, p, n);
	sha256_end(&c, out);
}

bool sha256_equal(const struct sha256 *a, const struct sha256 *b)
{
	return sodium_memcmp(a->b, b->b, SHA256_LEN) == 0;
}

bool sha256_is_zero(const struct sha256 *a)
{
	return sodium_is_zero(a->b, SHA256_LEN);
}

void hex_encode(const uint8_t *p, size_t n, char *out)
{
	for (size_t i = 0; i < n; i++) {
		*out++ = hex_digits[p[i] >> 4];
		*out++ = hex_digits[p[i] & 0xF];
	}
	*out = '\0';
}

/* Value of a digit, either case; -1 for anything else. */
static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool hex_decode(const char *s, uint8_t *out, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int high = hex_value(s[2 * i]);
		int low = high < 0 ? -1 : hex_value(s[2 * i + 1]);
		if (low < 0)
			return false;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return s[2 * n] == '\0';
}

void base64_encode(const uint8_t *p, size_t n, char *out, size_t cap)
{
	/* libsodium aborts the process when the room is short. */
	if (cap < sodium_base64_encoded_len(n, sodium_base64_VARIANT_ORIGINAL)) {
		if (cap)
			out[0] = '\0';
		return;
	}
	sodium_bin2base64(out, cap, p, n, sodium_base64_VARIANT_ORIGINAL);
}

bool base64_decode(const char *s, size_t len, uint8_t *out, size_t n)
{
	size_t got = 0;
	for (size_t i = 0; i < len; i++) /* libsodium takes some bytes beyond ASCII for digits */
		if ((unsigned char)s[i] >= 0x80)
			return false;
	return sodium_base642bin(out, n, s, len, NULL, &got, NULL, sodium_base64_VARIANT_ORIGINAL) == 0 && got == n;
}

void random_bytes(void *p, size_t n)
{
	randombytes_buf(p, n);
}

uint64_t hash_keyed(const uint8_t key[static HASH_KEY_LEN], const void *p, size_t n)
{
	uint64_t h = 0;
	crypto_shorthash((unsigned char *)&h, p, n, key);
	return h;
}

struct uuid uuid_v7(int64_t ms)
{
	struct uuid u;
	random_bytes(u.b, sizeof u.b);
	for (int i = 0; i < 6; i++)
		u.b[i] = (uint8_t)((uint64_t)ms >> (40 - 8 * i));
	u.b[6] = (uint8_t)(0x70 | (u.b[6] & 0x0F)); /* version */
	u.b[8] = (uint8_t)(0x80 | (u.b[8] & 0x3F)); /* variant */
	return u;
}

/* Bytes before which the canonical form has a hyphen. */
static bool hyphen_before(size_t i)
{
	return i == 4 || i == 6 || i == 8 || i == 10;
}

bool uuid_parse(const char *s, struct uuid *out)
{
	for (size_t i = 0; i < sizeof out->b; i++) {
		if (hyphen_before(i) && *s++ != '-')
			return false;
		int high = hex_value(s[0]);
		int low = high < 0 ? -1 : hex_value(s[1]);
		if (low < 0)
			return false;
		out->b[i] = (uint8_t)(high << 4 | low);
		s += 2;
	}
	return *s == '\0';
}

void uuid_format(const struct uuid *u, char out[static UUID_LEN])
{
	char *p = out;
	for (size_t i = 0; i < sizeof u->b; i++) {
		if (hyphen_before(i))
			*p++ = '-';
		*p++ = hex_digits[u->b[i] >> 4];
		*p++ = hex_digits[u->b[i] & 0xF];
	}
	*p = '\0';
}

int uuid_cmp(const struct uuid *a, const struct uuid *b)
{
	return memcmp(a->b, b->b, sizeof a->b);
}

bool uuid_is_nil(const struct uuid *u)
{
	return sodium_is_zero(u->b, sizeof u->b);
}
