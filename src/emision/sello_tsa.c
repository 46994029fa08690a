/* RFC 3161 over HTTP: the request has a nonce and asks for the TSA's certificate; the answer counts only if all of it can be checked. */
#include <curl/curl.h>
#include <openssl/rand.h>
#include <openssl/ts.h>

#include "emision/sello_interno.h"

#define RESPUESTA_MAX 65536
#define NONCE_BITS 64

OSSL_LIMPIA(TS_REQ, ts_req, TS_REQ_free)
OSSL_LIMPIA(TS_RESP, ts_resp, TS_RESP_free)
OSSL_LIMPIA(TS_VERIFY_CTX, ts_ctx, TS_VERIFY_CTX_free)

static enum status failure(struct error *err, const char *motivo)
{
	return sello_falla(err, arena_printf(err->arena, "la autoridad de sellos de tiempo: %s", motivo));
}

/* ---- the question ---- */

static bool fill_imprint(TS_REQ *r, const unsigned char *firma, size_t len)
{
	struct sha256 h;
	sha256_of(firma, len, &h);
	TS_MSG_IMPRINT *m = TS_MSG_IMPRINT_new();
	X509_ALGOR *alg = X509_ALGOR_new();
	bool ok = m && alg && X509_ALGOR_set0(alg, OBJ_nid2obj(NID_sha256), V_ASN1_NULL, NULL) == 1 &&
		TS_MSG_IMPRINT_set_algo(m, alg) == 1 && TS_MSG_IMPRINT_set_msg(m, h.b, SHA256_LEN) == 1 &&
		TS_REQ_set_msg_imprint(r, m) == 1;
	X509_ALGOR_free(alg);
	TS_MSG_IMPRINT_free(m);
	return ok;
}

static bool fill_nonce(TS_REQ *r)
{
	BIGNUM *n = BN_new();
	ASN1_INTEGER *i = n && BN_rand(n, NONCE_BITS, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 ? BN_to_ASN1_INTEGER(n, NULL) : NULL;
	bool ok = i && TS_REQ_set_nonce(r, i) == 1;
	ASN1_INTEGER_free(i);
	BN_free(n);
	return ok;
}

static TS_REQ *make_request(const unsigned char *firma, size_t len)
{
	TS_REQ *r = TS_REQ_new();
	if (r && TS_REQ_set_version(r, 1) == 1 && fill_imprint(r, firma, len) && fill_nonce(r) && TS_REQ_set_cert_req(r, 1) == 1)
		return r;
	TS_REQ_free(r);
	return NULL;
}

/* ---- the way ---- */

static size_t receive(char *p, size_t uno, size_t n, void *arg)
{
	struct buf *b = arg;
	buf_append(b, p, uno * n);
	return b->failed ? 0 : uno * n;
}

static void curl_options(
	CURL *c, const struct sello *s, struct curl_slist *h, const unsigned char *der, int len, struct buf *out, char *causa)
{
	curl_easy_setopt(c, CURLOPT_URL, s->tsa_url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)s->tsa_plazo_ms);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, h);
	curl_easy_setopt(c, CURLOPT_POSTFIELDS, der);
	curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE, (long)len);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, receive);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, out);
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, causa);
	curl_easy_setopt(c, CURLOPT_FAILONERROR, 1L);
}

static enum status ask(const struct sello *s, const unsigned char *der, int len, struct buf *out, struct error *err)
{
	char causa[CURL_ERROR_SIZE] = "";
	CURL *c = curl_easy_init();
	struct curl_slist *h = c ? curl_slist_append(NULL, "Content-Type: application/timestamp-query") : NULL;
	enum status st = h ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
	if (st == STATUS_OK) {
		curl_options(c, s, h, der, len, out, causa);
		CURLcode rc = curl_easy_perform(c);
		if (rc != CURLE_OK) {
			err->interno = arena_strdup(err->arena, *causa ? causa : curl_easy_strerror(rc));
			st = failure(err, "no respondió");
		}
	}
	curl_slist_free_all(h);
	curl_easy_cleanup(c);
	return st;
}

/* ---- the answer ---- */

/* The context takes the store over and frees it. */
static TS_VERIFY_CTX *verification(const struct sello *s, TS_REQ *req)
{
	TS_VERIFY_CTX *ctx = TS_REQ_to_TS_VERIFY_CTX(req, NULL);
	if (!ctx || X509_STORE_up_ref(s->tsa_confianza) != 1) {
		TS_VERIFY_CTX_free(ctx);
		return NULL;
	}
	TS_VERIFY_CTX_set_store(ctx, s->tsa_confianza);
	TS_VERIFY_CTX_add_flags(ctx, TS_VFY_SIGNATURE);
	return ctx;
}

static enum status take_token(TS_RESP *resp, struct buf *token, struct error *err)
{
	unsigned char *der = NULL;
	int len = i2d_PKCS7(TS_RESP_get_token(resp), &der);
	if (len > 0)
		buf_append(token, der, (size_t)len);
	OPENSSL_free(der);
	return len > 0 && !token->failed ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

enum status sello_tsa(const struct sello *s, const unsigned char *firma, size_t len, struct arena *a, struct buf *token, struct error *err)
{
	(void)a;
	OSSL_AUTO(TS_REQ, ts_req) *req = make_request(firma, len);
	unsigned char *der = NULL;
	int n = req ? i2d_TS_REQ(req, &der) : -1;
	BUF_AUTO respuesta;
	buf_init(&respuesta, RESPUESTA_MAX);
	enum status st = n > 0 ? ask(s, der, n, &respuesta, err) : error_set(err, PROBLEM_INTERNO);
	OPENSSL_free(der);
	if (st != STATUS_OK)
		return st;
	const unsigned char *p = (const unsigned char *)respuesta.data;
	OSSL_AUTO(TS_RESP, ts_resp) *resp = d2i_TS_RESP(NULL, &p, (long)respuesta.len);
	if (!resp)
		return failure(err, "su respuesta no se entiende");
	OSSL_AUTO(TS_VERIFY_CTX, ts_ctx) *ctx = verification(s, req);
	if (!ctx)
		return error_set(err, PROBLEM_INTERNO);
	if (TS_RESP_verify_response(ctx, resp) != 1)
		return failure(err, "su respuesta no pasó la comprobación (estado, nonce, huella o certificado)");
	return take_token(resp, token, err);
}
