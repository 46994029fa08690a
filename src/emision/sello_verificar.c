/* Checking a seal against authorities that the caller trusts: CAdES, so that the signing certificate's own attribute counts. */
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "emision/sello_interno.h"

OSSL_LIMPIA(CMS_ContentInfo, cms, CMS_ContentInfo_free)
OSSL_LIMPIA(X509_STORE, tienda, X509_STORE_free)

static X509_STORE *trust(const char *pem)
{
	OSSL_AUTO(BIO, bio) *b = BIO_new_mem_buf(pem, -1);
	STACK_OF(X509) *l = b ? sello_pem_todos(b) : NULL;
	X509_STORE *s = l ? X509_STORE_new() : NULL;
	for (int i = 0; s && i < sk_X509_num(l); i++)
		X509_STORE_add_cert(s, sk_X509_value(l, i));
	/* A seal is neither mail nor TLS: what the certificate may be used for was judged by whoever chose the authority. */
	if (s)
		X509_STORE_set_purpose(s, X509_PURPOSE_ANY);
	sello_pila_libera(l);
	return s;
}

static const char *signer(CMS_ContentInfo *cms, struct arena *a)
{
	STACK_OF(X509) *l = CMS_get0_signers(cms);
	OSSL_AUTO(BIO, bio) *b = BIO_new(BIO_s_mem());
	char *p;
	const char *out = NULL;
	if (l && b && sk_X509_num(l) == 1 &&
		X509_NAME_print_ex(b, X509_get_subject_name(sk_X509_value(l, 0)), 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) >= 0) {
		long len = BIO_get_mem_data(b, &p);
		out = arena_memdup(a, p, (size_t)len);
	}
	sk_X509_free(l);
	return out;
}

enum status sello_verificar(const void *der, size_t len, const void *contenido, size_t contenido_len, const char *confianza,
	struct arena *a, bool *valido, const char **sujeto, struct error *err)
{
	*valido = false;
	OSSL_AUTO(X509_STORE, tienda) *t = confianza ? trust(confianza) : NULL;
	if (confianza && !t)
		return sello_falla(err, "los certificados en que se confía no están en PEM");
	const unsigned char *p = der;
	OSSL_AUTO(CMS_ContentInfo, cms) *cms = d2i_CMS_ContentInfo(NULL, &p, (long)len);
	/* Behind a filter: of a memory BIO CMS_verify makes a copy for itself, and loses it when the signature names a digest that there is not. */
	OSSL_AUTO(BIO, bio) *filtro = BIO_new(BIO_f_null());
	BIO *b = filtro ? BIO_new_mem_buf(contenido, (int)contenido_len) : NULL;
	if (b)
		BIO_push(filtro, b);
	if (cms && b)
		*valido = CMS_verify(cms, NULL, t, filtro, NULL, CMS_BINARY | (t ? CMS_CADES : CMS_NO_SIGNER_CERT_VERIFY)) == 1;
	ERR_clear_error();
	if (*valido && sujeto)
		*sujeto = signer(cms, a);
	return *valido && sujeto && !*sujeto ? error_set(err, PROBLEM_INTERNO) : STATUS_OK;
}
