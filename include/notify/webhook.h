/*
 * Deliveries by HTTP: many at once on one thread (libcurl's multi interface), so that whoever hangs holds a slot and nobody's time. Never a redirect,
 * a proxy, a cookie or a name and password in the address; HTTPS unless allowed otherwise; and no socket is opened to an address that is
 * not public or expressly allowed: judged is the address that is connected to, not the one that the name had before. A `struct webhooks` belongs to one thread.
 */
#ifndef NOTIFY_WEBHOOK_H
#define NOTIFY_WEBHOOK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/cofre.h"
#include "base/direccion.h"

struct webhook_opciones {
	struct proxies redes; /* may be called although they are not public */
	bool http;            /* http:// too */
	const char *ca;       /* PEM file of the authorities that are trusted; "" = the system's */
	int plazo_ms;         /* from name to last byte */
};

#define WEBHOOK_SECRETO_LEN 32
/*
 * Appends "v1,<base64>": HMAC-SHA-256 of "id.momento.cuerpo" (Standard Webhooks 1.0); after a space when something stands there already (a rotation).
 */
void webhook_sign(
	const uint8_t secreto[static WEBHOOK_SECRETO_LEN], const char *id, int64_t momento_s, const struct buf *cuerpo, struct buf *out);

struct webhook_pedido {
	const char *url;
	const char *id, *firma; /* of the header webhook-id, webhook-signature */
	int64_t momento_s;      /* webhook-timestamp */
	const struct buf *cuerpo;
	void *ctx; /* given back with the result */
};

#define WEBHOOK_RESPUESTA_MAX 1024
struct webhook_resultado {
	void *ctx;
	int http; /* 0: nothing answered */
	int ms;
	/* "" (2xx), or: http, redireccion, direccion_vedada, nombre, conexion, tls, plazo, protocolo */
	const char *motivo;
	char respuesta[WEBHOOK_RESPUESTA_MAX + 1]; /* how it began; NUL-terminated bytes as they came */
	size_t respuesta_len;
};

struct webhooks;
/* curl_global_init was called. NULL without memory. `o` is copied, its texts are not. */
struct webhooks *webhooks_create(const struct webhook_opciones *o);
/* Ends what is under way without a result. NULL is fine. */
void webhooks_destroy(struct webhooks *w);
/* Begins one; everything is copied. False without memory. */
bool webhooks_post(struct webhooks *w, const struct webhook_pedido *p);
int webhooks_under_way(const struct webhooks *w);
/* Moves all, waiting at most `ms` for something to happen. */
void webhooks_step(struct webhooks *w, int ms);
/* One that has ended; false when there is none. */
bool webhooks_result(struct webhooks *w, struct webhook_resultado *out);

#endif
