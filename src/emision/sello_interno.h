/* What the files of the seal share. OpenSSL does not leave src/emision/sello*.c. */
#ifndef EMISION_SELLO_INTERNO_H
#define EMISION_SELLO_INTERNO_H

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pkcs7.h>
#include <openssl/x509.h>

#include "emision/sello.h"

struct sello {
	X509 *certificado;
	STACK_OF(X509) * cadena; /* without the certificate itself; may be empty */
	EVP_PKEY *llave;
	X509_STORE *tsa_confianza; /* NULL: no TSA */
	char *tsa_url;
	int tsa_plazo_ms;
	bool tsa_exigida;
};

#define OSSL_AUTO(type, name) __attribute__((cleanup(name##_auto))) type
#define OSSL_LIMPIA(type, name, libera) \
	static inline void name##_auto(type **p) \
	{ \
		libera(*p); \
	}
OSSL_LIMPIA(BIO, bio, BIO_free_all)
OSSL_LIMPIA(X509, x509, X509_free)
OSSL_LIMPIA(EVP_PKEY, pkey, EVP_PKEY_free)
OSSL_LIMPIA(PKCS7, pkcs7, PKCS7_free)

/* OpenSSL's own word for the last failure, for err->interno; empties its queue. */
const char *sello_causa(struct arena *a);
/* SELLO_NO_DISPONIBLE with this reason; OpenSSL's goes to err->interno. */
enum status sello_falla(struct error *err, const char *motivo);
/* Every certificate of a PEM file or text; NULL when there is none or one is damaged. */
STACK_OF(X509) * sello_pem_todos(BIO *b);
void sello_pila_libera(STACK_OF(X509) * p);

/*
 * Asks the TSA for a time-stamp over these bytes and checks its answer: nonce, imprint, signature, certificate and its purpose. DER of the token in
 * `token`. Anything else than OK comes with the reason in `err`.
 */
NODISCARD enum status sello_tsa(
	const struct sello *s, const unsigned char *firma, size_t len, struct arena *a, struct buf *token, struct error *err);

#endif
