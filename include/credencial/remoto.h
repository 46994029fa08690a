/*
 * Asking an identity provider: one bounded HTTP exchange (libcurl). TLS is always verified; plain HTTP goes only to this very machine, for tests and for
 * providers behind the same host. No redirect is followed, no proxy and no .netrc of the environment is used. `curl_global_init` was called. Thread-safe.
 */
#ifndef CREDENCIAL_REMOTO_H
#define CREDENCIAL_REMOTO_H

#include <stdbool.h>

#include "base/buf.h"

#define REMOTO_MOTIVO_LEN 200

struct remoto {
	const char *ca; /* PEM file of the authorities trusted; "" = the system's */
	int plazo_ms;   /* for the whole exchange */
};
struct remoto_peticion {
	const char *url;
	const char *cuerpo;          /* NULL: GET */
	bool json;                   /* the body is JSON; else application/x-www-form-urlencoded */
	const char *usuario, *clave; /* Basic, as they are (already form-encoded where OAuth wants it); NULL: none */
	const char *encabezado;      /* "Name: value", one line of printable ASCII; NULL: none */
};
/* https://…, or http:// to 127.0.0.1, [::1] or localhost. */
bool remoto_url_valida(const char *url);
/* Whether `url` may be followed when `de` (valid) names it: never from TLS down to plain HTTP. */
bool remoto_url_sigue(const char *de, const char *url);
/*
 * Appends the body of the answer to `out`, whose maximum bounds it. False, with the reason (printable ASCII, no secret), when there was none within time
 * and size. *http: its status.
 */
bool remoto_pedir(
	const struct remoto *r, const struct remoto_peticion *p, struct buf *out, int *http, char motivo[static REMOTO_MOTIVO_LEN]);
/* Appends `s` in application/x-www-form-urlencoded. */
void remoto_escapar(struct buf *out, const char *s);

#endif
