/*
 * One pass over the request's headers. The values stay in the connection's own memory, which libmicrohttpd keeps until the answer is sent:
 * nothing is copied.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "http/interno.h"

enum regla { UNO, LISTA };

#define EX(m) offsetof(struct peticion, ex.m)
#define PE(m) offsetof(struct peticion, m)
static const struct {
	const char *name;
	size_t len, offset;
	enum regla regla; /* a list may come in several lines, which are then joined (RFC 9110 §5.3) */
} wanted[] = {
#define H(name, offset, regla) \
	{ \
		name, sizeof(name) - 1, offset, regla \
	}
	H("Accept", PE(accept), LISTA),
	H("Accept-Language", PE(accept_language), LISTA),
	H("Actuar-Por", EX(actuar_por), UNO),
	H("Authorization", EX(authorization), UNO),
	H("Client-Cert", EX(client_cert), UNO),
	H("Content-Digest", EX(content_digest), UNO),
	H("Content-Disposition", EX(content_disposition), UNO),
	H("Content-Encoding", PE(content_encoding), LISTA),
	H("Content-Type", EX(content_type), UNO),
	H("Cookie", EX(cookie), UNO),
	H("Idempotency-Key", EX(idempotency_key), UNO),
	H("If-Match", EX(if_match), LISTA),
	H("If-Modified-Since", EX(if_modified_since), UNO),
	H("If-None-Match", EX(if_none_match), LISTA),
	H("If-Range", EX(if_range), UNO),
	H("Last-Event-ID", EX(last_event_id), UNO),
	H("Range", EX(range), UNO),
	H("Sec-Fetch-Site", EX(sec_fetch_site), UNO),
	H("Transfer-Encoding", PE(transfer_encoding), LISTA),
	H("User-Agent", EX(user_agent), LISTA),
	H("X-CSRF-Token", EX(csrf), UNO),
	H("X-Forwarded-For", PE(x_forwarded_for), LISTA),
	H("X-Request-Id", PE(x_request_id), LISTA),
	H("traceparent", EX(traceparent), LISTA),
#undef H
};

static void keep(struct peticion *p, size_t i, const char *value)
{
	const char **slot = (const char **)((char *)p + wanted[i].offset);
	if (!*slot) {
		*slot = value;
	} else if (wanted[i].regla == UNO) {
		p->repetido = wanted[i].name;
	} else {
		const char *joined = arena_printf(p->ex.arena, "%s, %s", *slot, value);
		*slot = joined ? joined : *slot;
	}
}

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_len, const char *value, size_t value_len)
{
	(void)kind;
	struct peticion *p = cls;
	p->header_bytes += name_len + value_len + 4;
	if (!value)
		return MHD_YES;
	if (name_len == 6 && strcasecmp(name, "Cookie") == 0)
		p->cookie_bytes += value_len;
	if (name_len == 4 && strcasecmp(name, "Host") == 0) {
		p->n_host++;
	} else if (name_len == 14 && strcasecmp(name, "Content-Length") == 0) {
		p->n_content_length++;
		p->content_length = strtoull(value, NULL, 10); /* libmicrohttpd has checked its form */
	} else if (name_len == 6 && strcasecmp(name, "Expect") == 0) {
		p->expect = strcasecmp(value, "100-continue") == 0;
	} else {
		for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++) {
			if (wanted[i].len == name_len && strcasecmp(wanted[i].name, name) == 0)
				keep(p, i, value);
		}
	}
	return MHD_YES;
}

void header_scan(struct peticion *p)
{
	p->header_bytes = p->uri_len;
	MHD_get_connection_values_n(p->mhd, MHD_HEADER_KIND, on_header, p);
	/* Whoever ended the TLS connection knows the certificate; from anybody else it is a claim. */
	if (!proxies_contain(&p->servidor->o.proxies, &p->conexion->direccion))
		p->ex.client_cert = NULL;
}
