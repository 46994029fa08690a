/* A self-made authority with one sealing certificate under it. */
#include <errno.h>
#include <fcntl.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>
#include <string.h>
#include <unistd.h>

#include "emision/sello_interno.h"

#define BITS 3072
#define SERIE_BITS 127

struct extension {
	int nid;
	const char *valor;
};

static const struct extension de_autoridad[] = {
	{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
	{NID_key_usage, "critical,keyCertSign,cRLSign"},
	{NID_subject_key_identifier, "hash"},
	{0, NULL},
};
static const struct extension de_sello[] = {
	{NID_basic_constraints, "critical,CA:FALSE"},
	{NID_key_usage, "critical,digitalSignature,nonRepudiation"},
	{NID_subject_key_identifier, "hash"},
	{NID_authority_key_identifier, "keyid:always"},
	{0, NULL},
};

static bool add_extensions(X509 *x, X509 *emisor, const struct extension *l)
{
	X509V3_CTX ctx;
	X509V3_set_ctx(&ctx, emisor, x, NULL, NULL, 0);
	for (; l->valor; l++) {
		X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, &ctx, l->nid, l->valor);
		bool ok = e && X509_add_ext(x, e, -1) == 1;
		X509_EXTENSION_free(e);
		if (!ok)
			return false;
	}
	return true;
}

static bool set_name(X509 *x, const char *nombre, const char *papel)
{
	X509_NAME *n = X509_get_subject_name(x);
	return X509_NAME_add_entry_by_NID(n, NID_countryName, MBSTRING_UTF8, (const unsigned char *)"MX", -1, -1, 0) == 1 &&
		X509_NAME_add_entry_by_NID(n, NID_organizationName, MBSTRING_UTF8, (const unsigned char *)nombre, -1, -1, 0) == 1 &&
		X509_NAME_add_entry_by_NID(n, NID_commonName, MBSTRING_UTF8, (const unsigned char *)papel, -1, -1, 0) == 1;
}

static bool set_serial(X509 *x)
{
	BIGNUM *n = BN_new();
	bool ok = n && BN_rand(n, SERIE_BITS, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 && BN_to_ASN1_INTEGER(n, X509_get_serialNumber(x));
	BN_free(n);
	return ok;
}

struct identidad_nueva {
	const char *nombre, *papel;
	int anios;
	const struct extension *extensiones;
};

/* `emisor` NULL: signs itself. */
static X509 *make(const struct identidad_nueva *quien, EVP_PKEY *propia, X509 *emisor, EVP_PKEY *llave_emisor)
{
	X509 *x = X509_new();
	bool ok = x && X509_set_version(x, X509_VERSION_3) == 1 && set_serial(x) && set_name(x, quien->nombre, quien->papel) &&
		X509_gmtime_adj(X509_getm_notBefore(x), -3600) && X509_time_adj_ex(X509_getm_notAfter(x), 365 * quien->anios, 0, NULL) &&
		X509_set_pubkey(x, propia) == 1 && X509_set_issuer_name(x, X509_get_subject_name(emisor ? emisor : x)) == 1 &&
		add_extensions(x, emisor ? emisor : x, quien->extensiones) && X509_sign(x, llave_emisor, EVP_sha256()) > 0;
	if (ok)
		return x;
	X509_free(x);
	return NULL;
}

/* A file that did not exist before; its name goes when it cannot be written whole. */
static enum status write_new(const char *carpeta, const char *nombre, mode_t modo, BIO *contenido, struct error *err)
{
	const char *path = arena_printf(err->arena, "%s/%s", carpeta, nombre);
	int fd = path ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, modo) : -1;
	if (fd < 0 && errno == EEXIST)
		return error_set(err, PROBLEM_YA_EXISTE, path);
	if (fd < 0)
		return sello_falla(err, arena_printf(err->arena, "no se puede escribir «%s»: %s", path ? path : nombre, strerror(errno)));
	char *p;
	long len = BIO_get_mem_data(contenido, &p);
	bool ok = write(fd, p, (size_t)len) == len && fsync(fd) == 0;
	ok &= close(fd) == 0;
	if (ok)
		return STATUS_OK;
	unlink(path);
	return sello_falla(err, arena_printf(err->arena, "no se pudo escribir «%s»", path));
}

static enum status write_all(const char *carpeta, X509 *ca, X509 *sello, EVP_PKEY *llave, struct error *err)
{
	OSSL_AUTO(BIO, bio) *b_ca = BIO_new(BIO_s_mem());
	OSSL_AUTO(BIO, bio) *b_sello = BIO_new(BIO_s_mem());
	OSSL_AUTO(BIO, bio) *b_llave = BIO_new(BIO_s_secmem());
	if (!b_ca || !b_sello || !b_llave || PEM_write_bio_X509(b_ca, ca) != 1 || PEM_write_bio_X509(b_sello, sello) != 1 ||
		PEM_write_bio_X509(b_sello, ca) != 1 || PEM_write_bio_PKCS8PrivateKey(b_llave, llave, NULL, NULL, 0, NULL, NULL) != 1)
		return error_set(err, PROBLEM_INTERNO);
	enum status st = write_new(carpeta, "sello.llave", 0600, b_llave, err);
	if (st == STATUS_OK)
		st = write_new(carpeta, "sello.pem", 0644, b_sello, err);
	return st == STATUS_OK ? write_new(carpeta, "ca.pem", 0644, b_ca, err) : st;
}

enum status sello_crear(const char *carpeta, const char *nombre, int anios, struct error *err)
{
	const struct identidad_nueva autoridad = {nombre, "Autoridad propia de sellado", anios + 1, de_autoridad};
	const struct identidad_nueva sello = {nombre, "Sello electrónico de documentos", anios, de_sello};
	OSSL_AUTO(EVP_PKEY, pkey) *llave_ca = EVP_RSA_gen(BITS);
	OSSL_AUTO(EVP_PKEY, pkey) *llave = EVP_RSA_gen(BITS);
	OSSL_AUTO(X509, x509) *ca = llave_ca ? make(&autoridad, llave_ca, NULL, llave_ca) : NULL;
	OSSL_AUTO(X509, x509) *x = ca && llave ? make(&sello, llave, ca, llave_ca) : NULL;
	if (!x)
		return sello_falla(err, "no se pudo hacer el certificado");
	return write_all(carpeta, ca, x, llave, err);
}
