#include <stdio.h>
#include <string.h>

#include "notify/curl_comun.h"

struct envio {
	const char *p;
	size_t left;
};

static size_t give(char *out, size_t size, size_t n, void *ctx)
{
	struct envio *e = ctx;
	const size_t k = size * n < e->left ? size * n : e->left;

	memcpy(out, e->p, k);
	e->p += k;
	e->left -= k;
	return k;
}

static enum smtp_resultado judge(CURLcode rc, CURL *c, const struct envio *e)
{
	long codigo = 0;

	if (rc == CURLE_OK)
		return SMTP_ENVIADO;
	if (c)
		curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &codigo);
	if (codigo >= 500 && rc != CURLE_LOGIN_DENIED)
		return SMTP_RECHAZADO;
	return e->left == 0 && codigo < 400 ? SMTP_INCIERTO : SMTP_DESPUES;
}

enum smtp_resultado smtp_send(const struct servidor_correo *s, const char *sobre, const char *a, const char *bytes, size_t n,
	char motivo[static SERVIDOR_MOTIVO_LEN])
{
	char error[CURL_ERROR_SIZE];
	struct envio e = {bytes, n};
	CURL *c = curl_new(s, "smtp,smtps", error);
	struct curl_slist *rcpt = curl_slist_append(NULL, a);
	CURLcode rc = CURLE_OUT_OF_MEMORY;

	if (c && rcpt) {
		curl_easy_setopt(c, CURLOPT_MAIL_FROM, sobre);
		curl_easy_setopt(c, CURLOPT_MAIL_RCPT, rcpt);
		curl_easy_setopt(c, CURLOPT_UPLOAD, 1L);
		curl_easy_setopt(c, CURLOPT_READFUNCTION, give);
		curl_easy_setopt(c, CURLOPT_READDATA, &e);
		curl_easy_setopt(c, CURLOPT_INFILESIZE_LARGE, (curl_off_t)n);
		rc = curl_easy_perform(c);
	}
	if (rc != CURLE_OK)
		curl_reason(rc, c ? error : "", motivo);
	const enum smtp_resultado r = judge(rc, c, &e);
	curl_slist_free_all(rcpt);
	curl_easy_cleanup(c);
	return r;
}
