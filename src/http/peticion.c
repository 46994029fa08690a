/* One request on the pump: from its first line to the moment when a lane, an inline handler or a refusal takes it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/fecha.h"
#include "base/utf8.h"
#include "http/interno.h"

struct peticion *peticion_new(struct servidor *s, struct conexion *c, struct MHD_Connection *mhd, const char *uri)
{
	struct arena *a = arena_create(ARENA_PETICION);
	struct peticion *p = a ? ARENA_NEW(a, struct peticion) : NULL;
	if (!p) {
		arena_destroy(a);
		return NULL;
	}
	p->servidor = s;
	p->conexion = c;
	p->mhd = mhd;
	p->ex.arena = a;
	p->ex.interno = p;
	p->ex.servidor = s;
	p->ex.app = s->o.app;
	p->ex.spool_fd = -1;
	p->ex.respuesta.fd = -1;
	p->ex.path = "/";
	p->ex.started_ns = reloj_mono_ns();
	error_init(&p->ex.err, a);
	p->uri_len = strlen(uri);
	if (p->uri_len <= s->o.uri_max)
		p->uri = arena_memdup(a, uri, p->uri_len);
	return p;
}

void peticion_free(struct peticion *p)
{
	if (!p)
		return;
	spool_free(p);
	buf_free(&p->cuerpo);
	buf_free(&p->ex.respuesta.body);
	if (p->ex.respuesta.fd >= 0)
		close(p->ex.respuesta.fd);
	if (p->soltar)
		p->soltar(p->soltar_ctx);
	arena_destroy(p->ex.arena);
}

const char *peticion_method(const struct peticion *p)
{
	static const char *const names[METODO_COUNT] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
	if (p->ex.cabeza)
		return "HEAD";
	return p->ex.ruta ? names[p->ex.ruta->metodo] : "-";
}

static void request_identity(struct peticion *p)
{
	struct uuid id;
	if (!p->x_request_id || !uuid_parse(p->x_request_id, &id))
		id = uuid_v7(reloj_now() / 1000);
	uuid_format(&id, p->ex.request_id);
	if (p->ex.traceparent && !traceparent_parse(p->ex.traceparent, p->traza))
		p->ex.traceparent = NULL;
	p->ex.ingles = accept_english(p->accept_language);
}

/* A request about whose end two readers could disagree is refused, and its connection closed (RFC 9112 §11.2). */
static enum status check_framing(struct peticion *p, const char *version)
{
	const char *wrong = NULL;
	if (p->n_host > 1 || (p->n_host == 0 && strcmp(version, "HTTP/1.1") == 0))
		wrong = "Host";
	else if (p->n_content_length > 1 || (p->n_content_length && p->transfer_encoding))
		wrong = "Content-Length";
	else if (p->transfer_encoding && strcasecmp(p->transfer_encoding, "chunked") != 0)
		wrong = "Transfer-Encoding";
	if (wrong)
		p->cerrar = true;
	else if (p->repetido)
		wrong = p->repetido;
	p->chunked = p->transfer_encoding != NULL;
	return wrong ? exchange_param_error(&p->ex, wrong, MENSAJE_FORMATO, "RFC 9110") : STATUS_OK;
}

/* Splits the decoded path in place into segments. -1: malformed, or deeper than any route. */
static int path_segments(char *path, const char **seg)
{
	int n = 0;
	for (char *s = path + 1, *next; s && *path == '/' && path[1]; s = next) {
		size_t len = strcspn(s, "/");
		next = s[len] ? s + len + 1 : NULL;
		s[len] = '\0';
		if (n == SEGMENTOS_MAX || !percent_decode(s, &len, false))
			return -1;
		seg[n++] = s;
	}
	return *path == '/' ? n : -1;
}

/* Path and query of the request target; the absolute form (RFC 9112 §3.2.2) is reduced to its path. */
static char *target_path(struct peticion *p)
{
	char *uri = p->uri;
	if (strncasecmp(uri, "http://", 7) == 0 || strncasecmp(uri, "https://", 8) == 0) {
		char *slash = strchr(strchr(uri, '/') + 2, '/');
		uri = slash ? slash : memcpy(uri, "/", sizeof "/");
	}
	char *query = strchr(uri, '?');
	if (query)
		*query = '\0';
	p->query_raw = query ? query + 1 : NULL;
	return uri;
}

static enum status find_route(struct peticion *p, const char *method)
{
	static const char *const names[METODO_COUNT] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
	const char *seg[SEGMENTOS_MAX];
	char *path = target_path(p);
	size_t len = strlen(path);
	char *shown = arena_strdup(p->ex.arena, path), *check = arena_strdup(p->ex.arena, path);
	/* Raw bytes and escapes may be mixed within one character: what is shown back must be UTF-8 too. */
	if (!shown || !check || !utf8_valid(shown, len) || !percent_decode(check, &len, false) ||
		(p->query_raw && !query_parse(p, p->uri + (p->query_raw - p->uri))))
		return exchange_param_error(&p->ex, "uri", MENSAJE_FORMATO, "RFC 3986, UTF-8");
	p->ex.path = shown;
	int n = path_segments(path, seg);
	const struct recurso_ruta *r = n < 0 ? NULL : enrutador_find(&p->servidor->enrutador, seg, (size_t)n, p->ex.params);
	bool options = strcmp(method, "OPTIONS") == 0;
	if (!r && !(options && strcmp(shown, "*") == 0))
		return error_set(&p->ex.err, PROBLEM_RUTA_DESCONOCIDA);
	p->ex.cabeza = strcmp(method, "HEAD") == 0;
	for (int m = 0; r && m < METODO_COUNT; m++) {
		if (r->metodos[m] && strcmp(p->ex.cabeza ? "GET" : method, names[m]) == 0)
			p->ex.ruta = r->metodos[m];
	}
	if (p->ex.ruta)
		return STATUS_OK;
	exchange_header(&p->ex, "Allow", r ? r->allow : "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS");
	if (options) {
		exchange_empty(&p->ex, 204);
		return STATUS_OK;
	}
	p->ex.cabeza = false;
	return error_set(&p->ex.err, PROBLEM_METODO_NO_PERMITIDO, method, r ? r->allow : "");
}

static enum status negotiate(struct peticion *p)
{
	const struct ruta *r = p->ex.ruta;
	if (!r->medios)
		return STATUS_OK;
	p->ex.medio = accept_choose(p->accept, r->medios);
	if (r->medios & (r->medios - 1))
		exchange_header(&p->ex, "Vary", "Accept");
	if (p->ex.medio)
		return STATUS_OK;
	BUF_AUTO list;
	buf_init(&list, 512);
	medios_list(r->medios, &list);
	return error_set(&p->ex.err, PROBLEM_NO_ACEPTABLE, buf_str(&list));
}

static enum status too_large(struct peticion *p)
{
	char text[24];
	snprintf(text, sizeof text, "%llu", (unsigned long long)p->limite);
	return error_set(&p->ex.err, PROBLEM_DEMASIADO_GRANDE, text);
}

static enum status wrong_type(struct peticion *p, const char *wanted)
{
	if (p->ex.ruta->metodo == METODO_PATCH)
		exchange_header(&p->ex, "Accept-Patch", wanted);
	else if (p->ex.ruta->metodo == METODO_POST)
		exchange_header(&p->ex, "Accept-Post", wanted);
	else
		exchange_header(&p->ex, "Accept", wanted);
	return p->ex.content_type ? error_set(&p->ex.err, PROBLEM_TIPO_NO_SOPORTADO, p->ex.content_type, wanted)
				  : error_set(&p->ex.err, PROBLEM_FALTA_CONTENT_TYPE, wanted);
}

static enum status check_type(struct peticion *p)
{
	switch (p->ex.ruta->cuerpo) {
	case CUERPO_NADA:
		return STATUS_OK;
	case CUERPO_JSON:
		return content_type_is(p->ex.content_type, "application/json") ? STATUS_OK : wrong_type(p, "application/json");
	case CUERPO_MERGE_PATCH:
		return content_type_is(p->ex.content_type, "application/merge-patch+json") ? STATUS_OK
											   : wrong_type(p, "application/merge-patch+json");
	case CUERPO_DOCUMENTO:
		return p->ex.content_type ? spool_begin(p) : wrong_type(p, "multipart/form-data, application/pdf");
	case CUERPO_FORMULARIO:
		return content_type_is(p->ex.content_type, "application/x-www-form-urlencoded")
			? STATUS_OK
			: wrong_type(p, "application/x-www-form-urlencoded");
	}
	return STATUS_OK;
}

/* What can be said about the body before it arrives. */
static enum status check_body(struct peticion *p)
{
	const struct ruta *r = p->ex.ruta;
	bool document = r->cuerpo == CUERPO_DOCUMENTO, body = p->content_length > 0 || p->chunked;
	p->limite = r->cuerpo == CUERPO_NADA ? 0 : r->limite == SIZE_MAX ? (uint64_t)p->servidor->o.documento_max : r->limite;
	if (p->content_length > p->limite + (document ? MULTIPART_OVERHEAD : 0))
		return too_large(p);
	if (r->cuerpo == CUERPO_NADA)
		return STATUS_OK;
	if (!body)
		return error_set(&p->ex.err, PROBLEM_CUERPO_VACIO);
	if (p->content_encoding && strcasecmp(p->content_encoding, "identity") != 0)
		return error_set(&p->ex.err, PROBLEM_CODIFICACION_NO_SOPORTADA, p->content_encoding);
	conexion_deadline(p->conexion, document ? p->servidor->o.plazo_documento_s : p->servidor->o.plazo_peticion_s);
	buf_init(&p->cuerpo, document ? 0 : (size_t)p->limite);
	return check_type(p);
}

/*
 * Whether libmicrohttpd still has room for the head of an answer, all it keeps of this request standing: the bytes as they came, a note for each header,
 * argument and cookie, the cookies once more. Where it has none it would close the connection without a word (0.9.75, build_header_response).
 */
static bool answer_fits(const struct peticion *p)
{
	enum { NOTA = 64, RESPUESTA = 2048 };
	const int kinds = MHD_HEADER_KIND | MHD_GET_ARGUMENT_KIND | MHD_COOKIE_KIND;
	const size_t notas = (size_t)MHD_get_connection_values(p->mhd, (enum MHD_ValueKind)kinds, NULL, NULL) * NOTA;
	return p->header_bytes + p->cookie_bytes + notas + RESPUESTA <= p->servidor->o.encabezados_max + CONEXION_RESTO;
}

static enum status judge_target(struct peticion *p, const char *method, const char *version)
{
	enum status st = check_framing(p, version);
	if (st == STATUS_OK && p->uri_len > p->servidor->o.uri_max)
		st = error_set(&p->ex.err, PROBLEM_URI_LARGA);
	if (st == STATUS_OK && p->header_bytes > p->servidor->o.encabezados_max)
		st = error_set(&p->ex.err, PROBLEM_ENCABEZADOS_GRANDES);
	if (st == STATUS_OK && !p->uri)
		st = error_set(&p->ex.err, PROBLEM_INTERNO);
	return st == STATUS_OK ? find_route(p, method) : st;
}

static enum status judge_headers(struct peticion *p, const char *method, const char *version)
{
	enum status st = judge_target(p, method, version);
	/* What is wrong is counted too; a caller past its limit is told only that. */
	if (!limite_take(p))
		return error_status(&p->ex.err);
	if (st == STATUS_OK && p->ex.ruta)
		st = negotiate(p);
	if (st == STATUS_OK && p->ex.ruta)
		st = check_body(p);
	return st;
}

void peticion_headers(struct peticion *p, const char *method, const char *version)
{
	conexion_deadline(p->conexion, p->servidor->o.plazo_peticion_s);
	header_scan(p);
	request_identity(p);
	p->fase = FASE_CUERPO;
	enum status st = judge_headers(p, method, version);
	if (!answer_fits(p)) {
		if (st == STATUS_OK)
			(void)error_set(&p->ex.err, PROBLEM_ENCABEZADOS_GRANDES);
		peticion_reject(p);
		conexion_raw_answer(p);
	} else if (st != STATUS_OK)
		peticion_reject(p);
	else if (!p->ex.ruta) { /* OPTIONS */
		p->fase = FASE_DESCARTE;
		peticion_finish(p, STATUS_OK);
	}
}

void peticion_reject(struct peticion *p)
{
	p->fase = FASE_DESCARTE;
	peticion_finish(p, error_status(&p->ex.err));
}

void peticion_timeout(struct peticion *p)
{
	if (p->fase == FASE_ENCABEZADOS)
		request_identity(p);
	if (p->fase != FASE_DESCARTE) {
		(void)error_set(&p->ex.err, PROBLEM_TIEMPO_AGOTADO);
		peticion_reject(p);
	}
	conexion_raw_answer(p);
}

void peticion_unreadable(struct peticion *p, enum problem why)
{
	p->cerrar = true;
	if (p->fase == FASE_DESCARTE)
		return;
	bool counted = p->fase != FASE_ENCABEZADOS;
	if (!counted) {
		header_scan(p);
		request_identity(p);
	}
	char text[24];
	snprintf(text, sizeof text, "%lld", (long long)p->servidor->o.documento_max);
	if (counted || limite_take(p))
		(void)error_set(&p->ex.err, why, text);
	peticion_reject(p);
}

void peticion_body(struct peticion *p, const char *data, size_t n)
{
	p->recibidos += n;
	if (p->fase != FASE_CUERPO) {
		p->descartados += n;
		return;
	}
	enum status st = STATUS_OK;
	if (p->ex.ruta->cuerpo == CUERPO_DOCUMENTO)
		st = p->recibidos > p->limite + MULTIPART_OVERHEAD ? too_large(p) : spool_write(p, data, n);
	else if (p->recibidos > p->limite)
		st = too_large(p);
	else
		buf_append(&p->cuerpo, data, n);
	if (st == STATUS_OK && p->cuerpo.failed)
		st = error_set(&p->ex.err, PROBLEM_INTERNO);
	if (st != STATUS_OK)
		peticion_reject(p);
}

bool peticion_complete(struct peticion *p)
{
	enum status st = STATUS_OK;
	if (p->ex.ruta->cuerpo == CUERPO_DOCUMENTO)
		st = spool_end(p);
	else if (p->ex.ruta->cuerpo != CUERPO_NADA && p->cuerpo.len == 0)
		st = error_set(&p->ex.err, PROBLEM_CUERPO_VACIO);
	if (st == STATUS_OK && p->ex.ruta->cuerpo == CUERPO_FORMULARIO &&
		(strlen(p->cuerpo.data) != p->cuerpo.len || !form_parse(p, p->cuerpo.data)))
		st = exchange_param_error(&p->ex, "cuerpo", MENSAJE_FORMATO, "application/x-www-form-urlencoded, UTF-8");
	if (st != STATUS_OK) {
		peticion_reject(p);
		return false;
	}
	p->ex.body = p->cuerpo.data;
	p->ex.body_len = p->cuerpo.len;
	return true;
}
