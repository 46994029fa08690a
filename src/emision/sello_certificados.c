/* Certificates as text: the seal's own chain for whoever must check it elsewhere, and what a chain ends in. */
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "emision/sello_interno.h"

static bool write_pem(X509 *x, struct buf *out)
{
	OSSL_AUTO(BIO, bio) *b = BIO_new(BIO_s_mem());
	char *p;
	if (!b || PEM_write_bio_X509(b, x) != 1)
		return false;
	long len = BIO_get_mem_data(b, &p);
	buf_append(out, p, (size_t)len);
	return !out->failed;
}

enum status sello_cadena(const struct sello *s, struct buf *out, struct error *err)
{
	bool ok = write_pem(s->certificado, out);
	for (int i = 0; ok && i < sk_X509_num(s->cadena); i++)
		ok = write_pem(sk_X509_value(s->cadena, i), out);
	return ok ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

/* An empty message, signed by nobody: decoding and digesting it loads algorithms and texts as a real one would. */
void sello_prepare(void)
{
	unsigned char nada[1] = {0}, md[EVP_MAX_MD_SIZE];
	const unsigned char *p = nada;
	unsigned len = 0;
	(void)OPENSSL_init_crypto(OPENSSL_INIT_LOAD_CRYPTO_STRINGS | OPENSSL_INIT_ADD_ALL_DIGESTS | OPENSSL_INIT_ADD_ALL_CIPHERS |
			OPENSSL_INIT_NO_LOAD_CONFIG,
		NULL);
	(void)EVP_Digest(nada, 0, md, &len, EVP_sha256(), NULL);
	CMS_ContentInfo_free(d2i_CMS_ContentInfo(NULL, &p, sizeof nada));
	ERR_clear_error();
}

bool sello_cadena_raiz(const char *pem, struct sha256 *huella)
{
	OSSL_AUTO(BIO, bio) *b = BIO_new_mem_buf(pem, -1);
	STACK_OF(X509) *l = b ? sello_pem_todos(b) : NULL;
	unsigned len = 0;
	bool ok = l && X509_digest(sk_X509_value(l, sk_X509_num(l) - 1), EVP_sha256(), huella->b, &len) == 1;
	sello_pila_libera(l);
	ERR_clear_error();
	return ok;
}
