#include "credencial/certificado.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string.h>
#include <time.h>

#include "base/utf8.h"
#include "credencial/base64url.h"

#define FUERZA_BITS 112 /* NIST SP 800-57 part 1: what may still sign */

bool certificado_forma_parse(const char *s, enum certificado_forma *out)
{
	static const char *const formas[] = {
		[CERTIFICADO_NO_SE_CREE] = "", [CERTIFICADO_RFC9440] = "rfc9440", [CERTIFICADO_PEM_ESCAPADO] = "pem-escapado"};
	for (size_t i = 0; i < sizeof formas / sizeof *formas; i++) {
		if (strcmp(s, formas[i]) == 0) {
			*out = (enum certificado_forma)i;
			return true;
		}
	}
	return false;
}

/* ---- what comes with a request ---- */

/* ":" base64 ":" (RFC 8941 §3.3.5), without parameters. */
static bool print_of_sequence(const char *s, struct sha256 *out)
{
	uint8_t der[CERTIFICADO_DER_MAX];
	const size_t n = strnlen(s, CERTIFICADO_PEM_MAX + 1);
	if (n < 6 || n > CERTIFICADO_PEM_MAX || s[0] != ':' || s[n - 1] != ':' || (n - 2) % 4 != 0)
		return false;
	const char *b64 = s + 1;
	const size_t largo = n - 2, cola = b64[largo - 1] == '=' ? 1u + (b64[largo - 2] == '=') : 0, bytes = largo / 4 * 3 - cola;
	if (bytes > sizeof der || !base64_decode(b64, largo, der, bytes))
		return false;
	sha256_of(der, bytes, out);
	return true;
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'A' && c <= 'F' ? c - 'A' + 10 : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Only what PEM is made of comes out; 0 for anything else. */
static size_t unescape(const char *s, char out[static CERTIFICADO_PEM_MAX])
{
	size_t n = 0;
	for (; *s && n < CERTIFICADO_PEM_MAX; s++) {
		char c = *s;
		if (c == '%') {
			const int alto = hex_digit(s[1]), bajo = alto < 0 ? -1 : hex_digit(s[2]);
			if (bajo < 0)
				return 0;
			c = (char)(alto << 4 | bajo);
			s += 2;
		}
		if (c != '\n' && (c < ' ' || c >= 0x7F))
			return 0;
		out[n++] = c;
	}
	return *s ? 0 : n;
}

static const char comienzo[] = "-----BEGIN CERTIFICATE-----", final[] = "-----END CERTIFICATE-----";

/* The DER of a text that is one PEM certificate and nothing else, OPENSSL_free() it; NULL for anything else. */
static unsigned char *der_of(const char *pem, size_t n, long *bytes)
{
	char *nombre = NULL, *encabezado = NULL;
	unsigned char *der = NULL;
	while (n > 0 && (pem[n - 1] == '\n' || pem[n - 1] == '\r' || pem[n - 1] == ' '))
		n--;
	if (n < sizeof comienzo + sizeof final || n > CERTIFICADO_PEM_MAX || memcmp(pem, comienzo, sizeof comienzo - 1) != 0 ||
		memcmp(pem + n - (sizeof final - 1), final, sizeof final - 1) != 0)
		return NULL;
	BIO *b = BIO_new_mem_buf(pem, (int)n);
	/* One: what follows its end would have to be the last line, which the next look would find. */
	const bool uno = b && PEM_read_bio(b, &nombre, &encabezado, &der, bytes) == 1 && BIO_pending(b) == 0;
	const bool ok = uno && strcmp(nombre, PEM_STRING_X509) == 0 && !*encabezado && *bytes > 0 && *bytes <= CERTIFICADO_DER_MAX;
	OPENSSL_free(nombre);
	OPENSSL_free(encabezado);
	BIO_free(b);
	ERR_clear_error();
	if (ok)
		return der;
	OPENSSL_free(der);
	return NULL;
}

static bool print_of_pem(const char *s, struct sha256 *out)
{
	char pem[CERTIFICADO_PEM_MAX];
	long bytes = 0;
	const size_t n = unescape(s, pem);
	unsigned char *der = n > 0 ? der_of(pem, n, &bytes) : NULL;
	if (!der)
		return false;
	sha256_of(der, (size_t)bytes, out);
	OPENSSL_free(der);
	return true;
}

bool certificado_huella(enum certificado_forma forma, const char *encabezado, struct sha256 *out)
{
	switch (forma) {
	case CERTIFICADO_RFC9440:
		return print_of_sequence(encabezado, out);
	case CERTIFICADO_PEM_ESCAPADO:
		return print_of_pem(encabezado, out);
	case CERTIFICADO_NO_SE_CREE:
		break;
	}
	return false;
}

/* ---- what is registered ---- */

static bool instant_of(const ASN1_TIME *t, instante_t *out)
{
	struct tm tm;
	if (!t || ASN1_TIME_to_tm(t, &tm) != 1)
		return false;
	*out = (instante_t)timegm(&tm) * 1000000;
	return true;
}

static void subject_of(const X509 *x, char out[static CERTIFICADO_ASUNTO_MAX + 1])
{
	char *texto = NULL;
	BIO *b = BIO_new(BIO_s_mem());
	if (b)
		X509_NAME_print_ex(b, X509_get_subject_name(x), 0, XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB);
	const long hay = b ? BIO_get_mem_data(b, &texto) : 0;
	size_t n = hay > CERTIFICADO_ASUNTO_MAX ? CERTIFICADO_ASUNTO_MAX : (size_t)(hay > 0 ? hay : 0);
	while (n > 0 && hay > (long)n && ((unsigned char)texto[n] & 0xC0) == 0x80)
		n--;
	if (n > 0)
		memcpy(out, texto, n);
	out[n] = '\0';
	static const char ninguno[] = "(sin asunto)";
	if (n == 0 || !utf8_valid(out, n) || utf8_has_control(out) || strpbrk(out, "\n\t"))
		memcpy(out, ninguno, sizeof ninguno);
	BIO_free(b);
}

static enum certificado_juicio read_certificate(const unsigned char *der, long bytes, struct certificado *out)
{
	const unsigned char *p = der;
	unsigned char *otra = NULL;
	X509 *x = d2i_X509(NULL, &p, bytes);
	/* Written again it must be the same: the proxy may send the one or the other. */
	const int n = x && p == der + bytes ? i2d_X509(x, &otra) : -1;
	const EVP_PKEY *llave = n == bytes && otra && memcmp(otra, der, (size_t)n) == 0 ? X509_get0_pubkey(x) : NULL;
	enum certificado_juicio j = CERTIFICADO_ILEGIBLE;
	if (llave && instant_of(X509_get0_notBefore(x), &out->desde) && instant_of(X509_get0_notAfter(x), &out->vence_en)) {
		out->vence_en += 1000000; /* RFC 5280 §4.1.2.5: the last second is still good */
		subject_of(x, out->asunto);
		sha256_of(der, (size_t)bytes, &out->sha256);
		j = EVP_PKEY_get_security_bits(llave) >= FUERZA_BITS ? CERTIFICADO_BUENO : CERTIFICADO_DEBIL;
	}
	OPENSSL_free(otra);
	X509_free(x);
	ERR_clear_error();
	return j == CERTIFICADO_BUENO && out->vence_en <= out->desde ? CERTIFICADO_ILEGIBLE : j;
}

enum certificado_juicio certificado_parse(const char *pem, struct certificado *out)
{
	long bytes = 0;
	const char *s = pem + strspn(pem, " \r\n\t");
	unsigned char *der = der_of(s, strnlen(s, CERTIFICADO_PEM_MAX + 1), &bytes);
	const enum certificado_juicio j = der ? read_certificate(der, bytes, out) : CERTIFICADO_ILEGIBLE;
	OPENSSL_free(der);
	return j;
}

/* ---- x5t#S256 ---- */

void certificado_x5t(const struct sha256 *sha, char out[static CERTIFICADO_X5T_LEN])
{
	base64url_encode32(sha->b, out);
}

bool certificado_x5t_parse(const char *s, struct sha256 *out)
{
	return strlen(s) == CERTIFICADO_X5T_LEN - 1 && base64url_decode(s, CERTIFICADO_X5T_LEN - 1, out->b);
}
