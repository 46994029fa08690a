/*
 * What is shown to be verified. The first byte says as what: a sealed PDF, a detached signature over "hola", a chain of certificates. The authority below made one seal
 * of each kind (tests/fuzz/corpus/sello) and its key is gone: whatever else is found good is a forgery.
 */
#include <stdlib.h>
#include <string.h>

#include "emision/sello.h"

static const char autoridad[] = "-----BEGIN CERTIFICATE-----\n"
				"MIIEcTCCAtmgAwIBAgIQd+0C11AIeH8JDoUJZgcBmzANBgkqhkiG9w0BAQsFADBQ\n"
				"MQswCQYDVQQGEwJNWDEbMBkGA1UECgwSUHJ1ZWJhcyBkZSBsZWN0dXJhMSQwIgYD\n"
				"VQQDDBtBdXRvcmlkYWQgcHJvcGlhIGRlIHNlbGxhZG8wIBcNMjYxMTI3MDQ0NTI1\n"
				"WhgPMjA2NzExMTcwNTQ1MjVaMFAxCzAJBgNVBAYTAk1YMRswGQYDVQQKDBJQcnVl\n"
				"YmFzIGRlIGxlY3R1cmExJDAiBgNVBAMMG0F1dG9yaWRhZCBwcm9waWEgZGUgc2Vs\n"
				"bGFkbzCCAaIwDQYJKoZIhvcNAQEBBQADggGPADCCAYoCggGBAMhelBB7VrdKzQGs\n"
				"6fujZ3Fi78G2vCwWixK1uCJrses64Rs18M/KDsC741R6m8xIv2iQmH1kCGzzyq1w\n"
				"d0sOHD4/b+PNX55ZSnLYABrdV1Fd3mrOzyjm3HQ9y/4pKbRWiAOX9DbTjz736CUz\n"
				"f6aF3908By8zuYuZWQB6R0gtlbexZev400TRHA/yaLbXEJqlaZbt5JM2hS+HRlgM\n"
				"VJmoCjPKhrQknv4iVX5SU/l34mFpoDzoX9mpfA5ApRSfoE7H/1VYIxg8RkuJtaHI\n"
				"dkQ8HPpOn5DktyAsAKKBzZIxTQHVxqo1QKnyGtB+hiEbr5ATPJEWrF5sHpXpvgdi\n"
				"1JebnVxjlzzKWZQlPHp31oK36pGQh7iLByRKiAY2edA0thiBgh4rGwhW1+OE5dKS\n"
				"T9Djzs6dh7BMQZ5/X2asCO3fiwQYREe6IIXjXz0QMuDf771nsBajGOfiVFg1zTcv\n"
				"fRIipK6F4ZZTD0ZHwKz71c4VVjvkRgRNgayow9qEsKP3XEFJzQIDAQABo0UwQzAS\n"
				"BgNVHRMBAf8ECDAGAQH/AgEAMA4GA1UdDwEB/wQEAwIBBjAdBgNVHQ4EFgQUlLq6\n"
				"iEf1iZ6RKK8p1I78mNpDwt0wDQYJKoZIhvcNAQELBQADggGBAEYDXpF0Fkq6BEP1\n"
				"UV2bozM0aSnqclFe4E2fmhLa5cfYbOsJKYYQEkLmuOuxdT8qhWs8B3JvxnT7U3Qs\n"
				"A0KXmcJ+WjmflhtQTpK+lcDmmSXwgrwo5H9GV6XAROWpr7PwX1gfvUEJzpSvr05/\n"
				"/EV4JWboOn6P0lmXH4/39BvK/7bz0vujts0GLDokOnpcR/ZvttpUgjhgAAeXv+vJ\n"
				"KpuAwSxL2bMiTVYVbz5kTh4n4BZztpEwmcKfItXFKNTErjIccMKBTLseBHjOoawY\n"
				"QyPh+B4cssU8BxaBzUm7yV7F68iUQPzbLqZdniJ4qqK3/nN8RAVM+bIZKe5hK44J\n"
				"GqqL2nKjYdI473MWvgWhXc3IwrdCUaqEC67L1x2OMaj8z+6K5T8dDg76Z3UeEkNu\n"
				"c7P0tuMM9GrU0PGft2DXDpy9F46Nj+Rbq16JB6df9STOPRld5Lul/ZZea4TN9y4I\n"
				"FZLb/U1Mkzl3Mi5UPTx5OGGurBlGmgvmtPYgsd+odJOdN9J9mA==\n"
				"-----END CERTIFICATE-----\n";
#define SELLADO "5e8963fb2c4a845812971ed4edde2d79a902c6f3ab2ab00b80930b76a1b6b17a" /* SHA-256 of the one PDF but for its signature */

static void check(bool holds)
{
	if (!holds)
		abort();
}

/* Whether a PDF is the one that was sealed, whatever stands in the place of its signature. */
static bool the_one(const char *pdf, size_t len)
{
	static const char marca[] = "/Contents <";
	const char *p = memmem(pdf, len, marca, sizeof marca - 1), *fin;
	struct sha256_ctx c;
	struct sha256 h;
	char hex[SHA256_HEX_LEN];
	if (!p)
		return false;
	p += sizeof marca - 2;
	fin = memchr(p, '>', len - (size_t)(p - pdf));
	if (!fin)
		return false;
	sha256_begin(&c);
	sha256_add(&c, pdf, (size_t)(p - pdf));
	sha256_add(&c, fin + 1, len - (size_t)(fin + 1 - pdf));
	sha256_end(&c, &h);
	hex_encode(h.b, SHA256_LEN, hex);
	return strcmp(hex, SELLADO) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO *a = arena_create((size_t)1 << 20);
	struct error err;
	struct sha256 raiz;
	bool valido;
	const char *quien = NULL;
	if (size < 1 || size > (size_t)64 << 10 || !a || !hash_init())
		return 0;
	const char *s = arena_memdup(a, data + 1, size - 1);
	if (!s)
		return 0;
	error_init(&err, a);
	switch (data[0] % 3) {
	case 0:
		check(sello_verificar_pdf(s, size - 1, autoridad, a, &valido, &quien, &err) == STATUS_OK);
		check(!valido || (the_one(s, size - 1) && quien && *quien));
		break;
	case 1:
		check(sello_verificar(s, size - 1, "hola", 4, autoridad, a, &valido, &quien, &err) == STATUS_OK);
		check(!valido || (quien && *quien));
		check(sello_verificar(s, size - 1, "hole", 4, autoridad, a, &valido, NULL, &err) == STATUS_OK && !valido);
		break;
	default:
		(void)sello_cadena_raiz(s, &raiz);
		check(sello_verificar("x", 1, "hola", 4, s, a, &valido, NULL, &err) != STATUS_OK || !valido);
	}
	return 0;
}
