#include "base/cofre.h"

#include <sodium.h>
#include <string.h>

#define BASE64_LEN 44

_Static_assert(COFRE_LLAVE_LEN == crypto_secretbox_KEYBYTES && COFRE_EXTRA == crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES,
	"secretbox");
_Static_assert(SHA256_LEN == crypto_auth_hmacsha256_BYTES, "HMAC-SHA-256");

void cofre_llave_new(struct cofre_llave *out)
{
	crypto_secretbox_keygen(out->b);
}

bool cofre_llave_parse(const char *text, struct cofre_llave *out)
{
	size_t n = strlen(text);
	if (n > 0 && text[n - 1] == '\n')
		n--;
	return n == BASE64_LEN && base64_decode(text, n, out->b, sizeof out->b);
}

void cofre_llave_text(const struct cofre_llave *k, char out[static COFRE_LLAVE_TEXTO_LEN])
{
	base64_encode(k->b, sizeof k->b, out, BASE64_LEN + 1);
	memcpy(out + BASE64_LEN, "\n", 2);
}

void cofre_llave_forget(struct cofre_llave *k)
{
	sodium_memzero(k, sizeof *k);
}

void cofre_seal(const struct cofre_llave *k, const void *p, size_t n, uint8_t *out)
{
	randombytes_buf(out, crypto_secretbox_NONCEBYTES);
	crypto_secretbox_easy(out + crypto_secretbox_NONCEBYTES, p, n, out, k->b);
}

bool cofre_open(const struct cofre_llave *k, const uint8_t *p, size_t n, void *out)
{
	return n >= COFRE_EXTRA &&
		crypto_secretbox_open_easy(out, p + crypto_secretbox_NONCEBYTES, n - crypto_secretbox_NONCEBYTES, p, k->b) == 0;
}

void hmac_sha256(const void *key, size_t key_len, const void *p, size_t n, struct sha256 *out)
{
	crypto_auth_hmacsha256_state s;
	crypto_auth_hmacsha256_init(&s, key, key_len);
	crypto_auth_hmacsha256_update(&s, p, n);
	crypto_auth_hmacsha256_final(&s, out->b);
	sodium_memzero(&s, sizeof s);
}
