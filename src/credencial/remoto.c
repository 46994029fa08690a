#include "credencial/remoto.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>

static const char seguro[] = "https://", llano[] = "http://";

static bool begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

bool remoto_url_valida(const char *url)
{
	static const char *const casa[] = {"127.0.0.1", "[::1]", "localhost", NULL};
	for (const char *p = url; *p; p++)
		if (*p <= 0x20 || *p >= 0x7F || *p == '#' || *p == '\\' || *p == '@')
			return false;
	if (begins(url, seguro))
		return url[sizeof seguro - 1] && url[sizeof seguro - 1] != '/';
	for (const char *const *h = casa; begins(url, llano) && *h; h++) {
		const char fin = begins(url + sizeof llano - 1, *h) ? url[sizeof llano - 1 + strlen(*h)] : 'x';
		if (fin == '\0' || fin == ':' || fin == '/')
			return true;
	}
	return false;
}

bool remoto_url_sigue(const char *de, const char *url)
{
	return remoto_url_valida(url) && (begins(url, seguro) || begins(de, llano));
}

static size_t receive(char *p, size_t size, size_t n, void *arg)
{
	struct buf *b = arg;
	buf_append(b, p, size * n);
	return b->failed ? 0 : size * n;
}

static void options(CURL *c, const struct remoto *r, const struct remoto_peticion *p, struct curl_slist *h, struct buf *out, char *causa)
{
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, causa);
	curl_easy_setopt(c, CURLOPT_URL, p->url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, begins(p->url, seguro) ? "https" : "http");
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	if (*r->ca)
		curl_easy_setopt(c, CURLOPT_CAINFO, r->ca);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)r->plazo_ms);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)r->plazo_ms);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, h);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, receive);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, out);
	if (p->cuerpo)
		curl_easy_setopt(c, CURLOPT_POSTFIELDS, p->cuerpo);
	if (p->usuario) {
		curl_easy_setopt(c, CURLOPT_HTTPAUTH, CURLAUTH_BASIC);
		curl_easy_setopt(c, CURLOPT_USERNAME, p->usuario);
		curl_easy_setopt(c, CURLOPT_PASSWORD, p->clave);
	}
}

/* NULL without memory. */
static struct curl_slist *headers(const struct remoto_peticion *p)
{
	const char *const lineas[] = {"Accept: application/json", p->json ? "Content-Type: application/json" : NULL, p->encabezado};
	struct curl_slist *h = NULL;
	for (size_t i = 0; i < sizeof lineas / sizeof *lineas; i++) {
		struct curl_slist *mas = lineas[i] ? curl_slist_append(h, lineas[i]) : h;
		if (!mas) {
			curl_slist_free_all(h);
			return NULL;
		}
		h = mas;
	}
	return h;
}

bool remoto_pedir(
	const struct remoto *r, const struct remoto_peticion *p, struct buf *out, int *http, char motivo[static REMOTO_MOTIVO_LEN])
{
	char causa[CURL_ERROR_SIZE] = "";
	long estado = 0;
	CURLcode rc = CURLE_OUT_OF_MEMORY;
	*http = 0;
	motivo[0] = '\0';
	CURL *c = remoto_url_valida(p->url) ? curl_easy_init() : NULL;
	struct curl_slist *h = c ? headers(p) : NULL;
	if (h) {
		options(c, r, p, h, out, causa);
		rc = curl_easy_perform(c);
		curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &estado);
	}
	if (rc != CURLE_OK)
		snprintf(motivo, REMOTO_MOTIVO_LEN, "%.150s", *causa ? causa : curl_easy_strerror(rc));
	for (char *m = motivo; *m; m++)
		if (*m < 0x20 || *m >= 0x7F)
			*m = ' ';
	curl_slist_free_all(h);
	curl_easy_cleanup(c);
	*http = (int)estado;
	return rc == CURLE_OK && !out->failed;
}

void remoto_escapar(struct buf *out, const char *s)
{
	static const char libres[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
	for (; *s; s++) {
		if (strchr(libres, *s))
			buf_putc(out, *s);
		else
			buf_printf(out, "%%%02X", (unsigned char)*s);
	}
}
