/*
 * Client certificates (X.509, RFC 5280), by OpenSSL. A certificate is known by the SHA-256 of its DER (RFC 8705 §3.1). That is all that is taken of one that comes
 * with a request, by way of the proxy that ended the TLS connection: no ASN.1 of strangers is looked at. What a certificate says is read once, when the administration
 * registers it. Pure, thread-safe.
 */
#ifndef CREDENCIAL_CERTIFICADO_H
#define CREDENCIAL_CERTIFICADO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fecha.h"
#include "base/hash.h"

#define CERTIFICADO_PEM_MAX 16384 /* bytes of text, escaped or not */
#define CERTIFICADO_DER_MAX 8192  /* bytes */
#define CERTIFICADO_ASUNTO_MAX 500

/* How the proxy writes the client's certificate in the header Client-Cert. */
enum certificado_forma {
	CERTIFICADO_NO_SE_CREE,
	CERTIFICADO_RFC9440,     /* a structured-field byte sequence of the DER, ":MIIB…=:" */
	CERTIFICADO_PEM_ESCAPADO /* percent-encoded PEM, as nginx's $ssl_client_escaped_cert */
};
/* "", "rfc9440", "pem-escapado". False for anything else. */
bool certificado_forma_parse(const char *s, enum certificado_forma *out);
/* SHA-256 of the DER that a header carries. False when it is not exactly one certificate in this form and size, or nothing is believed. */
bool certificado_huella(enum certificado_forma forma, const char *encabezado, struct sha256 *out);

struct certificado {
	struct sha256 sha256;
	char asunto[CERTIFICADO_ASUNTO_MAX + 1]; /* RFC 2253, UTF-8, without controls; cut at a character's end */
	instante_t desde, vence_en;              /* vence_en: the first moment at which it is no longer good */
};
enum certificado_juicio {
	CERTIFICADO_BUENO,
	CERTIFICADO_ILEGIBLE, /* not exactly one certificate in PEM, in DER inside, of the size admitted */
	CERTIFICADO_DEBIL     /* a key of less than 112 bits of strength (NIST SP 800-57), such as RSA of 1024 */
};
enum certificado_juicio certificado_parse(const char *pem, struct certificado *out);

/* "x5t#S256" (RFC 8705 §3.1): base64url without padding, and back. */
#define CERTIFICADO_X5T_LEN 44
void certificado_x5t(const struct sha256 *sha, char out[static CERTIFICADO_X5T_LEN]);
bool certificado_x5t_parse(const char *s, struct sha256 *out);

#endif
