#include "credencial/base64url.h"

#include <stdlib.h>
#include <string.h>

void base64url_encode32(const uint8_t raw[static 32], char out[static BASE64URL_32])
{
	char b64[45];
	base64_encode(raw, 32, b64, sizeof b64);
	for (size_t i = 0; i < BASE64URL_32 - 1; i++)
		out[i] = (char)(b64[i] == '+' ? '-' : b64[i] == '/' ? '_' : b64[i]);
	out[BASE64URL_32 - 1] = '\0';
	explicit_bzero(b64, sizeof b64);
}

size_t base64url_bytes(size_t n)
{
	return n % 4 == 1 ? 0 : n / 4 * 3 + (n % 4 ? n % 4 - 1 : 0);
}

bool base64url_decode(const char *s, size_t n, uint8_t *out)
{
	const size_t largo = (n + 3) / 4 * 4, bytes = base64url_bytes(n);
	char *b64 = bytes > 0 ? malloc(largo) : NULL;
	bool ok = b64 != NULL;
	for (size_t i = 0; ok && i < largo; i++) {
		ok = i >= n || (s[i] != '+' && s[i] != '/' && s[i] != '=');
		b64[i] = (char)(i >= n ? '=' : s[i] == '-' ? '+' : s[i] == '_' ? '/' : s[i]);
	}
	ok = ok && base64_decode(b64, largo, out, bytes);
	free(b64);
	return ok;
}
