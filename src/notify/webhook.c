#include "notify/webhook.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/fecha.h"
#include "base/modo.h"

#define ENCABEZADOS_MAX ((size_t)64 * 1024)

struct envio {
	struct webhooks *de;
	CURL *c;
	struct curl_slist *encabezados;
	char *cuerpo;
	void *ctx;
	int64_t desde_ns;
	bool vedada, cortada;
	size_t encabezados_len, respuesta_len;
	char respuesta[WEBHOOK_RESPUESTA_MAX + 1];
};

struct webhooks {
	CURLM *m;
	struct webhook_opciones o;
	struct envio **activos; /* all that were begun and not handed back */
	size_t n, cap;
};

void webhook_sign(
	const uint8_t secreto[static WEBHOOK_SECRETO_LEN], const char *id, int64_t momento_s, const struct buf *cuerpo, struct buf *out)
{
	BUF_AUTO texto;
	struct sha256 h;
	char b64[45];

	buf_init(&texto, cuerpo->len + 100);
	buf_printf(&texto, "%s.%lld.", id, (long long)momento_s);
	buf_append(&texto, buf_str(cuerpo), cuerpo->len);
	hmac_sha256(secreto, WEBHOOK_SECRETO_LEN, buf_str(&texto), texto.len, &h);
	base64_encode(h.b, SHA256_LEN, b64, sizeof b64);
	buf_printf(out, "%sv1,%s", out->len ? " " : "", b64);
	out->failed |= texto.failed;
}

/* ---- what libcurl asks while it works ---- */

/* The one place where a socket to anywhere is made. */
static curl_socket_t open_checked(void *arg, curlsocktype purpose, struct curl_sockaddr *a)
{
	struct envio *e = arg;
	const struct direccion d = direccion_de(&a->addr);

	if (purpose != CURLSOCKTYPE_IPCXN || (a->family != AF_INET && a->family != AF_INET6) ||
		(!direccion_publica(&d) && !proxies_contain(&e->de->o.redes, &d))) {
		e->vedada = true;
		return CURL_SOCKET_BAD;
	}
	return socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
}

static size_t take_header(char *p, size_t size, size_t n, void *arg)
{
	struct envio *e = arg;

	(void)p;
	e->encabezados_len += size * n;
	return e->encabezados_len > ENCABEZADOS_MAX ? 0 : size * n;
}

/* The beginning is kept; whoever sends more has answered all the same, and is hung up on. */
static size_t take_body(char *p, size_t size, size_t n, void *arg)
{
	struct envio *e = arg;
	const size_t room = WEBHOOK_RESPUESTA_MAX - e->respuesta_len, len = size * n, k = len < room ? len : room;

	memcpy(e->respuesta + e->respuesta_len, p, k);
	e->respuesta_len += k;
	e->cortada = k < len;
	return e->cortada ? 0 : len;
}

/* ---- beginning ---- */

static bool add_header(struct curl_slist **list, const char *name, const char *value)
{
	char *line = NULL;
	struct curl_slist *more = asprintf(&line, "%s: %s", name, value) < 0 ? NULL : curl_slist_append(*list, line);

	free(line);
	if (more)
		*list = more;
	return more != NULL;
}

static bool add_headers(struct envio *e, const struct webhook_pedido *p)
{
	char momento[24];

	snprintf(momento, sizeof momento, "%lld", (long long)p->momento_s);
	if (!add_header(&e->encabezados, "Content-Type", "application/cloudevents+json; charset=utf-8") ||
		!add_header(&e->encabezados, "webhook-id", p->id) || !add_header(&e->encabezados, "webhook-timestamp", momento) ||
		!add_header(&e->encabezados, "webhook-signature", p->firma) ||
		(modo_ensayo() && !add_header(&e->encabezados, "Dictamen-Ensayo", "sin validez")))
		return false;
	struct curl_slist *more = curl_slist_append(e->encabezados, "Expect:");
	e->encabezados = more ? more : e->encabezados;
	return more != NULL;
}

static void set_options(struct envio *e, const char *url, size_t len)
{
	const struct webhook_opciones *o = &e->de->o;
	CURL *c = e->c;

	curl_easy_setopt(c, CURLOPT_PRIVATE, e);
	curl_easy_setopt(c, CURLOPT_URL, url);
	curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, o->http ? "http,https" : "https");
	curl_easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L);
	curl_easy_setopt(c, CURLOPT_PROXY, "");
	curl_easy_setopt(c, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	curl_easy_setopt(c, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYPEER, 1L);
	curl_easy_setopt(c, CURLOPT_SSL_VERIFYHOST, 2L);
	if (*o->ca)
		curl_easy_setopt(c, CURLOPT_CAINFO, o->ca);
	curl_easy_setopt(c, CURLOPT_OPENSOCKETFUNCTION, open_checked);
	curl_easy_setopt(c, CURLOPT_OPENSOCKETDATA, e);
	curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(c, CURLOPT_DNS_CACHE_TIMEOUT, 0L);
	curl_easy_setopt(c, CURLOPT_QUICK_EXIT, 1L); /* a name that does not resolve in time is not waited for */
	curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)o->plazo_ms);
	curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)o->plazo_ms);
	curl_easy_setopt(c, CURLOPT_USERAGENT, "dictamend/" DICTAMEN_VERSION);
	curl_easy_setopt(c, CURLOPT_HTTPHEADER, e->encabezados);
	curl_easy_setopt(c, CURLOPT_POSTFIELDS, e->cuerpo);
	curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)len);
	curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(c, CURLOPT_HEADERDATA, e);
	curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(c, CURLOPT_WRITEDATA, e);
}

static void envio_free(struct envio *e)
{
	curl_easy_cleanup(e->c);
	curl_slist_free_all(e->encabezados);
	free(e->cuerpo);
	free(e);
}

static bool make_room(struct webhooks *w)
{
	if (w->n < w->cap)
		return true;
	const size_t cap = w->cap ? 2 * w->cap : 16;
	struct envio **more = reallocarray(w->activos, cap, sizeof(struct envio *));
	if (!more)
		return false;
	w->activos = more;
	w->cap = cap;
	return true;
}

bool webhooks_post(struct webhooks *w, const struct webhook_pedido *p)
{
	struct envio *e = make_room(w) ? calloc(1, sizeof *e) : NULL;

	if (!e)
		return false;
	e->de = w;
	e->ctx = p->ctx;
	e->desde_ns = reloj_mono_ns();
	e->c = curl_easy_init();
	e->cuerpo = strndup(buf_str(p->cuerpo), p->cuerpo->len);
	if (!e->c || !e->cuerpo || !add_headers(e, p)) {
		envio_free(e);
		return false;
	}
	set_options(e, p->url, p->cuerpo->len);
	if (curl_multi_add_handle(w->m, e->c) != CURLM_OK) {
		envio_free(e);
		return false;
	}
	w->activos[w->n++] = e;
	return true;
}

/* ---- going on, ending ---- */

struct webhooks *webhooks_create(const struct webhook_opciones *o)
{
	struct webhooks *w = calloc(1, sizeof *w);

	if (!w)
		return NULL;
	w->o = *o;
	w->m = curl_multi_init();
	if (w->m)
		return w;
	free(w);
	return NULL;
}

void webhooks_destroy(struct webhooks *w)
{
	if (!w)
		return;
	for (size_t i = 0; i < w->n; i++) {
		curl_multi_remove_handle(w->m, w->activos[i]->c);
		envio_free(w->activos[i]);
	}
	curl_multi_cleanup(w->m);
	free(w->activos);
	free(w);
}

int webhooks_under_way(const struct webhooks *w)
{
	return (int)w->n;
}

void webhooks_step(struct webhooks *w, int ms)
{
	int running = 0;

	curl_multi_perform(w->m, &running);
	if ((size_t)running < w->n)
		return; /* one is over: its result is not kept waiting for the others */
	curl_multi_poll(w->m, NULL, 0, ms, NULL);
	curl_multi_perform(w->m, &running);
}

static const char *reason(const struct envio *e, CURLcode rc, long http)
{
	if (rc == CURLE_OK || (rc == CURLE_WRITE_ERROR && e->cortada) || (rc == CURLE_OPERATION_TIMEDOUT && e->respuesta_len > 0))
		return http >= 200 && http < 300 ? "" : http >= 300 && http < 400 ? "redireccion" : "http";
	if (e->vedada && (rc == CURLE_COULDNT_CONNECT || rc == CURLE_OPERATION_TIMEDOUT))
		return "direccion_vedada";
	switch ((int)rc) {
	case CURLE_COULDNT_RESOLVE_HOST:
		return "nombre";
	case CURLE_COULDNT_CONNECT:
	case CURLE_SEND_ERROR:
	case CURLE_RECV_ERROR:
	case CURLE_GOT_NOTHING:
		return "conexion";
	case CURLE_OPERATION_TIMEDOUT:
		return "plazo";
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_CIPHER:
	case CURLE_SSL_CERTPROBLEM:
		return "tls";
	default:
		return "protocolo";
	}
}

static void forget(struct webhooks *w, const struct envio *e)
{
	size_t i = 0;

	while (w->activos[i] != e)
		i++;
	w->activos[i] = w->activos[--w->n];
}

bool webhooks_result(struct webhooks *w, struct webhook_resultado *out)
{
	int left = 0;
	const CURLMsg *msg;

	do
		msg = curl_multi_info_read(w->m, &left);
	while (msg && msg->msg != CURLMSG_DONE);
	if (!msg)
		return false;
	struct envio *e = NULL;
	long http = 0;
	const CURLcode rc = msg->data.result;
	curl_easy_getinfo(msg->easy_handle, CURLINFO_PRIVATE, &e);
	curl_easy_getinfo(msg->easy_handle, CURLINFO_RESPONSE_CODE, &http);
	*out = (struct webhook_resultado){.ctx = e->ctx,
		.http = (int)http,
		.ms = (int)((reloj_mono_ns() - e->desde_ns) / 1000000),
		.motivo = reason(e, rc, http),
		.respuesta_len = e->respuesta_len};
	memcpy(out->respuesta, e->respuesta, e->respuesta_len);
	curl_multi_remove_handle(w->m, e->c);
	forget(w, e);
	envio_free(e);
	return true;
}
