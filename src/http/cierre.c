/* The end of an exchange, in whatever thread its handler ran: the answer made whole, one log line, the counters. */
#include <string.h>
#include <strings.h>

#include "base/fecha.h"
#include "base/modo.h"
#include "http/interno.h"

static int64_t answer_bytes(const struct peticion *p)
{
	const struct respuesta *r = &p->ex.respuesta;
	if (p->ex.cabeza)
		return 0;
	return r->fd >= 0 ? r->fd_len : (int64_t)(r->estatico ? r->static_len : r->body.len);
}

static enum log_level level_of(int http)
{
	if (http < 500)
		return LOG_INFO;
	return http == 500 ? LOG_ERROR : LOG_WARN;
}

static void log_request(const struct peticion *p, int64_t ns)
{
	const struct error *err = &p->ex.err;
	struct log_field f[14] = {
		LOG_TEXT("request_id", p->ex.request_id),
		LOG_TEXT("operation", p->ex.ruta ? p->ex.ruta->operation : "ninguna"),
		LOG_TEXT("metodo", peticion_method(p)),
		LOG_INT("http", p->ex.respuesta.http),
		LOG_INT("ms", ns / 1000000),
		LOG_INT("bytes", answer_bytes(p)),
	};
	size_t n = 6;
	if (*p->traza)
		f[n++] = LOG_TEXT("traza", p->traza);
	if (err->problem != PROBLEM_NONE) {
		f[n++] = LOG_TEXT("problema", problem_info(err->problem)->slug);
		f[n++] = LOG_TEXT("archivo", err->file);
		f[n++] = LOG_INT("linea", err->line);
		if (*err->sqlstate)
			f[n++] = LOG_TEXT("sqlstate", err->sqlstate);
		if (err->interno)
			f[n++] = LOG_TEXT("interno", err->interno);
	}
	log_event_at(level_of(p->ex.respuesta.http), "peticion", f);
}

void peticion_finish(struct peticion *p, enum status st)
{
	struct exchange *ex = &p->ex;
	if (st != STATUS_OK || ex->respuesta.http == 0 || ex->err.problem != PROBLEM_NONE)
		exchange_problem(ex);
	int64_t ns = reloj_mono_ns() - ex->started_ns;
	log_request(p, ns);
	metricas_count(p->servidor, ex->ruta, ex->respuesta.http, ns);
	if (p->acceso_hecho && p->servidor->o.terminada)
		p->servidor->o.terminada(ex);
}

/* Headers that every answer carries; a handler's own value counts before these. */
static const struct encabezado defaults[] = {
	{"X-Content-Type-Options", "nosniff"}, {"Cache-Control", "no-store"},
	{"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
	{"Referrer-Policy", "no-referrer"}, /* addresses hold identifiers, and one a link that signs in */
};
#define N_DEFAULTS (sizeof defaults / sizeof defaults[0])

size_t peticion_answer_headers(const struct peticion *p, struct encabezado out[static RESPUESTA_HEADERS_MAX])
{
	const struct respuesta *r = &p->ex.respuesta;
	bool given[N_DEFAULTS] = {false};
	size_t n = 0;
	out[n++] = (struct encabezado){"X-Request-Id", p->ex.request_id};
	if (r->content_type)
		out[n++] = (struct encabezado){"Content-Type", r->content_type};
	for (size_t i = 0; i < r->n_headers; i++) {
		for (size_t d = 0; d < N_DEFAULTS; d++)
			given[d] = given[d] || strcasecmp(r->headers[i].name, defaults[d].name) == 0;
		out[n++] = (struct encabezado){r->headers[i].name, r->headers[i].value};
	}
	for (size_t d = 0; d < N_DEFAULTS; d++) {
		if (!given[d])
			out[n++] = defaults[d];
	}
	if (p->servidor->o.tras_tls)
		out[n++] = (struct encabezado){"Strict-Transport-Security", "max-age=31536000"};
	if (modo_ensayo())
		out[n++] = (struct encabezado){"Dictamen-Ensayo", "sin validez"};
	if (p->politica) {
		out[n++] = (struct encabezado){"RateLimit-Policy", p->politica};
		out[n++] = (struct encabezado){"RateLimit", p->cuota};
	}
	if (p->cerrar || p->servidor->parando)
		out[n++] = (struct encabezado){"Connection", "close"};
	return n;
}
