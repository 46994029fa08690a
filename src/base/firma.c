#include "base/firma.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "base/hash.h"

_Static_assert(FIRMA_LEN == crypto_sign_BYTES && FIRMA_PUBLICA_LEN == crypto_sign_PUBLICKEYBYTES, "Ed25519");
_Static_assert(sizeof((struct firma_llave *)0)->secreta == crypto_sign_SECRETKEYBYTES, "Ed25519");

#define SEMILLA_LEN 32 /* crypto_sign_SEEDBYTES */
#define PREFIJO_MAX 16
#define BASE64_MAX 65

/* What stands before the 32 bytes of a key in DER (RFC 8410 §4 and §7). */
struct envoltura {
	const char *etiqueta;
	size_t prefijo_len;
	uint8_t prefijo[PREFIJO_MAX];
};
static const struct envoltura privada = {
	"PRIVATE KEY", 16, {0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20}};
static const struct envoltura publica = {"PUBLIC KEY", 12, {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00}};

void firma_new(struct firma_llave *out)
{
	crypto_sign_keypair(out->publica.b, out->secreta);
}

void firma_forget(struct firma_llave *k)
{
	sodium_memzero(k, sizeof *k);
}

void firma_sign(const struct firma_llave *k, const void *p, size_t n, struct firma *out)
{
	crypto_sign_detached(out->b, NULL, p, n, k->secreta);
}

bool firma_verify(const struct firma_publica *k, const void *p, size_t n, const struct firma *f)
{
	return crypto_sign_verify_detached(f->b, p, n, k->b) == 0;
}

static void write_pem(const struct envoltura *e, const uint8_t *k, char *out)
{
	uint8_t der[PREFIJO_MAX + SEMILLA_LEN];
	char base64[BASE64_MAX];
	memcpy(der, e->prefijo, e->prefijo_len);
	memcpy(der + e->prefijo_len, k, SEMILLA_LEN);
	base64_encode(der, e->prefijo_len + SEMILLA_LEN, base64, sizeof base64);
	snprintf(out, FIRMA_PEM_MAX, "-----BEGIN %s-----\n%s\n-----END %s-----\n", e->etiqueta, base64, e->etiqueta);
	sodium_memzero(der, sizeof der);
	sodium_memzero(base64, sizeof base64);
}

void firma_llave_pem(const struct firma_llave *k, char out[static FIRMA_PEM_MAX])
{
	write_pem(&privada, k->secreta, out); /* libsodium keeps the seed first */
}

void firma_publica_pem(const struct firma_publica *k, char out[static FIRMA_PEM_MAX])
{
	write_pem(&publica, k->b, out);
}

/* The one line of base64 between the label's lines. */
static bool read_pem(const struct envoltura *e, const char *pem, uint8_t out[static SEMILLA_LEN])
{
	char inicio[40], fin[40];
	uint8_t der[PREFIJO_MAX + SEMILLA_LEN];
	int n = snprintf(inicio, sizeof inicio, "-----BEGIN %s-----\n", e->etiqueta);
	int m = snprintf(fin, sizeof fin, "\n-----END %s-----", e->etiqueta);
	if (strncmp(pem, inicio, (size_t)n) != 0)
		return false;
	const char *base64 = pem + n;
	size_t len = strcspn(base64, "\n");
	if (strncmp(base64 + len, fin, (size_t)m) != 0 || base64[len + (size_t)m + strspn(base64 + len + m, "\n")] != '\0')
		return false;
	bool ok = base64_decode(base64, len, der, e->prefijo_len + SEMILLA_LEN) && memcmp(der, e->prefijo, e->prefijo_len) == 0;
	if (ok)
		memcpy(out, der + e->prefijo_len, SEMILLA_LEN);
	sodium_memzero(der, sizeof der);
	return ok;
}

bool firma_llave_parse(const char *pem, struct firma_llave *out)
{
	uint8_t semilla[SEMILLA_LEN];
	if (!read_pem(&privada, pem, semilla))
		return false;
	crypto_sign_seed_keypair(out->publica.b, out->secreta, semilla);
	sodium_memzero(semilla, sizeof semilla);
	return true;
}

bool firma_publica_parse(const char *pem, struct firma_publica *out)
{
	return read_pem(&publica, pem, out->b);
}
