#include "notify/curl_comun.h"

#include <stdio.h>
#include <string.h>

bool servidor_correo_init(void)
{
	return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

/* Whether the server is this machine: what never leaves it need not be encrypted. */
static bool loopback(const char *url)
{
	static const char *const hosts[] = {"127.0.0.1", "localhost", "[::1]", NULL};
	const char *host = strstr(url, "://");

	for (const char *const *h = hosts; host && *h; h++) {
		const size_t n = strlen(*h);

		if (strncmp(host + 3, *h, n) == 0 && (host[3 + n] == '\0' || host[3 + n] == ':' || host[3 + n] == '/'))
			return true;
	}
	return false;
}

CURL *curl_new(const struct servidor_correo *s, const char *protocolos, char error[static CURL_ERROR_SIZE])
{
	CURL *c = curl_easy_init();

	error[0] = '\0';
	if (!c)
		return NULL;
	curl_easy_setopt(c, CURLOPT_ERRORBUFFER, error);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, protocolos);
	curl_easy_setopt(c, CURLOPT_URL, s->url);
	curl_easy_setopt(c, CURLOPT_USE_SSL, (long)(loopback(s->url) ? CURLUSESSL_TRY : CURLUSESSL_ALL));
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	if (*s->ca)
		curl_easy_setopt(c, CURLOPT_CAINFO, s->ca);
	if (*s->usuario) {
		curl_easy_setopt(c, CURLOPT_USERNAME, s->usuario);
		curl_easy_setopt(c, CURLOPT_PASSWORD, s->clave);
	}
	curl_easy_setopt(c, CURLOPT_TIMEOUT, (long)s->plazo_s);
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT, (long)s->plazo_s);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	return c;
}

void curl_reason(CURLcode rc, const char *error, char motivo[static SERVIDOR_MOTIVO_LEN])
{
	snprintf(motivo, SERVIDOR_MOTIVO_LEN, "%.200s", *error ? error : curl_easy_strerror(rc));
	for (char *p = motivo; *p; p++)
		if ((unsigned char)*p < 0x20 || (unsigned char)*p >= 0x7F)
			*p = ' ';
}
