/* Loading the key and the certificate, and signing: CMS without signing time (EN 319 142-1 §6.3 forbids it in a PAdES baseline signature). */
#include <errno.h>
#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "emision/sello_interno.h"

const char *sello_causa(struct arena *a)
{
	unsigned long e = ERR_peek_last_error();
	const char *s = e ? ERR_reason_error_string(e) : NULL;
	ERR_clear_error();
	return s ? arena_strdup(a, s) : NULL;
}

enum status sello_falla(struct error *err, const char *motivo)
{
	const char *causa = sello_causa(err->arena);
	enum status st = error_set(err, PROBLEM_SELLO_NO_DISPONIBLE, motivo);
	if (causa && !err->interno)
		err->interno = causa;
	return st;
}

/* ---- files ---- */

STACK_OF(X509) * sello_pem_todos(BIO *b)
{
	STACK_OF(X509) *l = sk_X509_new_null();
	for (X509 *x; l && (x = PEM_read_bio_X509(b, NULL, NULL, NULL));)
		if (!sk_X509_push(l, x))
			X509_free(x);
	/* The end of the file is an error like another to OpenSSL. */
	bool fin = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
	ERR_clear_error();
	if (fin && l && sk_X509_num(l) > 0)
		return l;
	sello_pila_libera(l);
	return NULL;
}

void sello_pila_libera(STACK_OF(X509) * p)
{
	sk_X509_pop_free(p, X509_free);
}

static enum status load_certificate(const char *path, struct sello *s, struct error *err)
{
	OSSL_AUTO(BIO, bio) *b = BIO_new_file(path, "rb");
	if (!b)
		return sello_falla(err, arena_printf(err->arena, "no se puede leer el certificado «%s»", path));
	s->cadena = sello_pem_todos(b);
	if (!s->cadena)
		return sello_falla(err, arena_printf(err->arena, "«%s» no tiene un certificado en PEM", path));
	s->certificado = sk_X509_shift(s->cadena);
	return STATUS_OK;
}

/* A key that others can read is no key. The check is made on the open file, so that it cannot be exchanged in between. */
static enum status load_key(const char *path, const char *contrasena, struct sello *s, struct error *err)
{
	FILE *f = fopen(path, "rbe");
	if (!f)
		return sello_falla(err, arena_printf(err->arena, "no se puede leer la llave «%s»: %s", path, strerror(errno)));
	OSSL_AUTO(BIO, bio) *b = BIO_new_fp(f, BIO_CLOSE);
	struct stat st;
	if (!b || fstat(fileno(f), &st) != 0 || !S_ISREG(st.st_mode))
		return sello_falla(err, arena_printf(err->arena, "la llave «%s» no es un archivo", path));
	if (st.st_mode & (S_IRWXG | S_IRWXO))
		return sello_falla(err,
			arena_printf(
				err->arena, "la llave «%s» la pueden leer otros (modo %04o); déjela en 0600", path, st.st_mode & 07777));
	/* Never NULL: OpenSSL would ask at the terminal. */
	char vacia[] = "";
	void *clave = contrasena && *contrasena ? (void *)(uintptr_t)contrasena : vacia;
	s->llave = PEM_read_bio_PrivateKey(b, NULL, NULL, clave);
	if (!s->llave && BIO_reset(b) == 0)
		s->llave = d2i_PKCS8PrivateKey_bio(b, NULL, NULL, clave);
	if (!s->llave && BIO_reset(b) == 0)
		s->llave = d2i_PrivateKey_bio(b, NULL);
	if (!s->llave)
		return sello_falla(err, arena_printf(err->arena, "la llave «%s» no se entiende, o su contraseña no es la correcta", path));
	ERR_clear_error();
	return STATUS_OK;
}

static enum status load_tsa(const struct sello_opciones *o, struct sello *s, struct error *err)
{
	if (!o->tsa_url || !*o->tsa_url)
		return STATUS_OK;
	if (!o->tsa_certificado || !*o->tsa_certificado)
		return sello_falla(
			err, "hay una autoridad de sellos de tiempo (tsa_url) sin el certificado con que se comprueba (tsa_certificado)");
	s->tsa_confianza = X509_STORE_new();
	if (!s->tsa_confianza || X509_STORE_load_file(s->tsa_confianza, o->tsa_certificado) != 1)
		return sello_falla(
			err, arena_printf(err->arena, "tsa_certificado: «%s» no tiene un certificado en PEM", o->tsa_certificado));
	s->tsa_url = strdup(o->tsa_url);
	s->tsa_plazo_ms = o->tsa_plazo_ms;
	s->tsa_exigida = o->tsa_exigida;
	return s->tsa_url ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

/* ---- what the certificate must be ---- */

static enum status check_dates(const struct sello *s, struct error *err)
{
	if (X509_cmp_current_time(X509_get0_notBefore(s->certificado)) > 0)
		return sello_falla(err, "el certificado todavía no es válido");
	if (X509_cmp_current_time(X509_get0_notAfter(s->certificado)) < 0)
		return sello_falla(err, "el certificado ya venció");
	return STATUS_OK;
}

static enum status check_certificate(const struct sello *s, struct error *err)
{
	if (X509_check_private_key(s->certificado, s->llave) != 1)
		return sello_falla(err, "la llave no es la de ese certificado");
	/* UINT32_MAX: no such extension. */
	uint32_t uso = X509_get_key_usage(s->certificado);
	if (uso != UINT32_MAX && !(uso & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)))
		return sello_falla(err, "el certificado no es para firmar (keyUsage)");
	if (X509_get_extension_flags(s->certificado) & EXFLAG_CA)
		return sello_falla(err, "el certificado es de una autoridad; se sella con uno emitido por ella");
	return check_dates(s, err);
}

enum status sello_load(const struct sello_opciones *o, struct sello **out, struct error *err)
{
	*out = NULL;
	struct sello *s = calloc(1, sizeof *s);
	if (!s)
		return error_set(err, PROBLEM_INTERNO);
	enum status st = load_certificate(o->certificado, s, err);
	if (st == STATUS_OK)
		st = load_key(o->llave, o->contrasena, s, err);
	if (st == STATUS_OK)
		st = check_certificate(s, err);
	if (st == STATUS_OK)
		st = load_tsa(o, s, err);
	if (st == STATUS_OK)
		*out = s;
	else
		sello_free(s);
	return st;
}

void sello_free(struct sello *s)
{
	if (!s)
		return;
	X509_free(s->certificado);
	sello_pila_libera(s->cadena);
	EVP_PKEY_free(s->llave);
	X509_STORE_free(s->tsa_confianza);
	free(s->tsa_url);
	free(s);
}

/* ---- what it says ---- */

static const char *name_text(const X509_NAME *n, struct arena *a)
{
	OSSL_AUTO(BIO, bio) *b = BIO_new(BIO_s_mem());
	char *p;
	if (!b || X509_NAME_print_ex(b, n, 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB) < 0)
		return NULL;
	long len = BIO_get_mem_data(b, &p);
	return arena_memdup(a, p, (size_t)len);
}

static instante_t time_of(const ASN1_TIME *t)
{
	struct tm tm;
	if (ASN1_TIME_to_tm(t, &tm) != 1)
		return INSTANTE_NINGUNO;
	return (instante_t)timegm(&tm) * 1000000;
}

enum status sello_datos(const struct sello *s, struct arena *a, struct sello_datos *out, struct error *err)
{
	BIGNUM *n = ASN1_INTEGER_to_BN(X509_get0_serialNumber(s->certificado), NULL);
	char *hex = n ? BN_bn2hex(n) : NULL;
	unsigned len = 0;
	*out = (struct sello_datos){
		.sujeto = name_text(X509_get_subject_name(s->certificado), a),
		.emisor = name_text(X509_get_issuer_name(s->certificado), a),
		.serie = hex ? arena_strdup(a, hex) : NULL,
		.desde = time_of(X509_get0_notBefore(s->certificado)),
		.hasta = time_of(X509_get0_notAfter(s->certificado)),
	};
	OPENSSL_free(hex);
	BN_free(n);
	bool ok = out->sujeto && out->emisor && out->serie && X509_digest(s->certificado, EVP_sha256(), out->huella.b, &len) == 1;
	return ok ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

/* ---- signing ---- */

/* ESS signingCertificateV2 (RFC 5035): binds the signature to this very certificate. SHA-256 is its default algorithm. */
static bool add_ess(PKCS7_SIGNER_INFO *si, const X509 *certificado)
{
	ESS_SIGNING_CERT_V2 *ess = OSSL_ESS_signing_cert_v2_new_init(EVP_sha256(), certificado, NULL, 0);
	unsigned char *der = NULL;
	int len = ess ? i2d_ESS_SIGNING_CERT_V2(ess, &der) : -1;
	ESS_SIGNING_CERT_V2_free(ess);
	ASN1_STRING *seq = len > 0 ? ASN1_STRING_new() : NULL;
	bool ok = seq && ASN1_STRING_set(seq, der, len) == 1 &&
		PKCS7_add_signed_attribute(si, NID_id_smime_aa_signingCertificateV2, V_ASN1_SEQUENCE, seq) == 1;
	if (!ok)
		ASN1_STRING_free(seq);
	OPENSSL_free(der);
	return ok;
}

/* PKCS7_dataFinal and CMS_sign would both add a signing time; the attributes are made and signed one by one instead. */
static PKCS7 *sign(const struct sello *s, const struct sha256 *contenido)
{
	PKCS7 *p = PKCS7_new();
	bool ok =
		p && PKCS7_set_type(p, NID_pkcs7_signed) == 1 && PKCS7_content_new(p, NID_pkcs7_data) == 1 && PKCS7_set_detached(p, 1) == 1;
	PKCS7_SIGNER_INFO *si = ok ? PKCS7_add_signature(p, s->certificado, s->llave, EVP_sha256()) : NULL;
	ok = si && PKCS7_add_certificate(p, s->certificado) == 1;
	for (int i = 0; ok && i < sk_X509_num(s->cadena); i++)
		ok = PKCS7_add_certificate(p, sk_X509_value(s->cadena, i)) == 1;
	ok = ok && PKCS7_add_attrib_content_type(si, NULL) == 1 && PKCS7_add1_attrib_digest(si, contenido->b, SHA256_LEN) == 1 &&
		add_ess(si, s->certificado) && PKCS7_SIGNER_INFO_sign(si) == 1;
	if (ok)
		return p;
	PKCS7_free(p);
	return NULL;
}

static bool add_token(PKCS7 *p, const struct buf *token)
{
	PKCS7_SIGNER_INFO *si = sk_PKCS7_SIGNER_INFO_value(PKCS7_get_signer_info(p), 0);
	ASN1_STRING *seq = ASN1_STRING_new();
	if (seq && ASN1_STRING_set(seq, token->data, (int)token->len) == 1 &&
		PKCS7_add_attribute(si, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE, seq) == 1)
		return true;
	ASN1_STRING_free(seq);
	return false;
}

static enum status stamp(const struct sello *s, PKCS7 *p, struct arena *a, struct sellado *out, struct error *err)
{
	const PKCS7_SIGNER_INFO *si = sk_PKCS7_SIGNER_INFO_value(PKCS7_get_signer_info(p), 0);
	struct error propio;
	error_init(&propio, a);
	BUF_AUTO token;
	buf_init(&token, 64 * 1024);
	enum status st =
		sello_tsa(s, ASN1_STRING_get0_data(si->enc_digest), (size_t)ASN1_STRING_length(si->enc_digest), a, &token, &propio);
	if (st == STATUS_OK) {
		out->tiempo = add_token(p, &token);
		return out->tiempo ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
	}
	out->motivo = propio.detail.es;
	if (!s->tsa_exigida)
		return STATUS_OK;
	err->interno = propio.interno;
	return error_set(err, PROBLEM_SELLO_NO_DISPONIBLE, out->motivo);
}

enum status sello_firmar(
	const struct sello *s, const struct sha256 *contenido, struct arena *a, struct buf *der, struct sellado *out, struct error *err)
{
	*out = (struct sellado){.en = reloj_now()};
	enum status st = check_dates(s, err);
	if (st != STATUS_OK)
		return st;
	OSSL_AUTO(PKCS7, pkcs7) *p = sign(s, contenido);
	if (!p)
		return sello_falla(err, "la llave no pudo firmar");
	if (s->tsa_url && (st = stamp(s, p, a, out, err)) != STATUS_OK)
		return st;
	unsigned char *bytes = NULL;
	int len = i2d_PKCS7(p, &bytes);
	if (len > 0)
		buf_append(der, bytes, (size_t)len);
	OPENSSL_free(bytes);
	return len > 0 && !der->failed ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}
