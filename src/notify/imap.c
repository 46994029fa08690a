#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "notify/curl_comun.h"

#define RESPUESTA_MAX ((size_t)1 << 20)
#define UIDS_MAX 100000
#define MARCA "DictamenRecibido"

struct imap {
	CURL *c;
	char *url; /* of the folder */
	char error[CURL_ERROR_SIZE], motivo[SERVIDOR_MOTIVO_LEN];
};

static bool plain_folder(const char *s)
{
	for (const char *p = s; *p; p++)
		if (*p < 0x20 || *p >= 0x7F || strchr("\"\\%*{}", *p))
			return false;
	return *s != '\0';
}

struct imap *imap_open(const struct servidor_correo *s, const char *carpeta)
{
	struct imap *m = plain_folder(carpeta) ? calloc(1, sizeof *m) : NULL;
	if (!m)
		return NULL;
	m->c = curl_new(s, "imap,imaps", m->error);
	char *escaped = m->c ? curl_easy_escape(m->c, carpeta, 0) : NULL;
	size_t n = strlen(s->url);
	while (n > 0 && s->url[n - 1] == '/')
		n--;
	if (!escaped || asprintf(&m->url, "%.*s/%s", (int)n, s->url, escaped) < 0)
		m->url = NULL;
	curl_free(escaped);
	if (m->url)
		return m;
	imap_close(m);
	return NULL;
}

void imap_close(struct imap *m)
{
	if (!m)
		return;
	curl_easy_cleanup(m->c);
	free(m->url);
	free(m);
}

const char *imap_motivo(const struct imap *m)
{
	return m->motivo;
}

static size_t keep(char *p, size_t size, size_t n, void *ctx)
{
	struct buf *b = ctx;

	buf_append(b, p, size * n);
	return b->failed ? 0 : size * n;
}

static bool perform(struct imap *m)
{
	m->error[0] = '\0';
	const CURLcode rc = curl_easy_perform(m->c);

	if (rc != CURLE_OK)
		curl_reason(rc, m->error, m->motivo);
	return rc == CURLE_OK;
}

/* One command in the folder; its untagged answers end up in `out`. */
static bool command(struct imap *m, const char *what, struct buf *out)
{
	curl_easy_setopt(m->c, CURLOPT_URL, m->url);
	curl_easy_setopt(m->c, CURLOPT_CUSTOMREQUEST, what);
	curl_easy_setopt(m->c, CURLOPT_WRITEFUNCTION, keep);
	curl_easy_setopt(m->c, CURLOPT_WRITEDATA, out);
	const bool ok = perform(m);
	curl_easy_setopt(m->c, CURLOPT_CUSTOMREQUEST, NULL);
	return ok;
}

bool imap_search(struct imap *m, struct arena *a, uint32_t **uids, size_t *n)
{
	static const char head[] = "* SEARCH";
	BUF_AUTO out;

	buf_init(&out, RESPUESTA_MAX);
	*n = 0;
	*uids = ARENA_ARRAY(a, UIDS_MAX, uint32_t);
	if (!*uids || !command(m, "UID SEARCH UNDELETED UNKEYWORD " MARCA, &out))
		return false;
	const char *p = strstr(buf_str(&out), head);
	if (!p)
		return true;
	for (p += sizeof head - 1; *n < UIDS_MAX;) {
		char *end;
		const unsigned long v = strtoul(p, &end, 10);

		if (end == p || v == 0 || v > UINT32_MAX || (*end != ' ' && *end != '\r' && *end != '\n' && *end != '\0'))
			return true;
		(*uids)[(*n)++] = (uint32_t)v;
		p = end;
	}
	return true;
}

struct descarga {
	int fd;
	int64_t max, bytes;
	bool cortado, sin_espacio;
};

static size_t store(char *p, size_t size, size_t n, void *ctx)
{
	struct descarga *d = ctx;
	size_t k = size * n;

	if ((int64_t)k > d->max - d->bytes) {
		d->cortado = true;
		k = (size_t)(d->max - d->bytes);
	}
	d->sin_espacio = k > 0 && write(d->fd, p, k) != (ssize_t)k;
	d->bytes += (int64_t)k;
	return d->cortado || d->sin_espacio ? 0 : k;
}

/*
 * libcurl asks for BODY[], which marks the message as read already now. That is why the keyword, and not \Seen, tells what was taken: a run that
 * dies before its commit finds the message again.
 */
bool imap_fetch(struct imap *m, uint32_t uid, int fd, int64_t max, int64_t *bytes, bool *cortado)
{
	struct descarga d = {.fd = fd, .max = max};
	char *url = NULL;

	if (asprintf(&url, "%s/;UID=%u", m->url, uid) < 0)
		return false;
	curl_easy_setopt(m->c, CURLOPT_URL, url);
	curl_easy_setopt(m->c, CURLOPT_WRITEFUNCTION, store);
	curl_easy_setopt(m->c, CURLOPT_WRITEDATA, &d);
	const bool ok = perform(m);
	free(url);
	*bytes = d.bytes;
	*cortado = d.cortado;
	return (ok || d.cortado) && !d.sin_espacio;
}

bool imap_done(struct imap *m, uint32_t uid, bool senalar, const char *destino)
{
	char what[400];
	BUF_AUTO out;

	buf_init(&out, RESPUESTA_MAX);
	snprintf(what, sizeof what, "UID STORE %u +FLAGS.SILENT (\\Seen%s " MARCA ")", uid, senalar ? " \\Flagged" : "");
	if (!command(m, what, &out))
		return false;
	if (*destino == '\0' || senalar)
		return true;
	if (!plain_folder(destino)) {
		snprintf(m->motivo, sizeof m->motivo, "the folder's name is not plain");
		return false;
	}
	snprintf(what, sizeof what, "UID MOVE %u \"%s\"", uid, destino);
	return command(m, what, &out);
}
