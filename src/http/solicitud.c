/* Reading requests, writing answers: what the resources share. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/cursor.h"
#include "http/disposicion.h"
#include "http/solicitud.h"
#include "services/consulta.h"

#define CUERPO_MAX (4u << 20)
#define LIMITE_DEFECTO 25
#define LIMITE_MAX 100
#define VERSION_AJENA (-1)

enum status solicitud_version(struct exchange *ex, int *version)
{
	const char *s = ex->if_match;
	if (!s)
		return error_set(&ex->err, PROBLEM_FALTA_IF_MATCH);
	*version = VERSION_AJENA;
	if (strcmp(s, "*") == 0) {
		*version = 0;
	} else if (s[0] == '"' && s[1] >= '1' && s[1] <= '9') {
		char *end;
		long v = strtol(s + 1, &end, 10);
		const size_t n = end[0] == '-' && end[1] != '"' ? strspn(end, "-0123456789abcdef") : 0; /* what a reading adds */
		if (strcmp(end + n, "\"") == 0 && v < INT32_MAX)
			*version = (int)v;
	}
	return STATUS_OK;
}

bool solicitud_digesto(const char *header, struct sha256 *out)
{
	static const char clave[] = "sha-256=:";
	for (const char *p = header; (p = strstr(p, clave)) != NULL;) {
		const bool entera = p == header || strchr(" \t,", p[-1]); /* "id-sha-256" is another one */
		p += sizeof clave - 1;
		const size_t len = strcspn(p, ":");
		if (entera)
			return len == DIGESTO_LEN && p[len] == ':' && base64_decode(p, len, out->b, sizeof out->b);
	}
	return false;
}

/* Operation, path, parameters and body: the same key with anything else is another request. */
void solicitud_huella(const struct exchange *ex, struct sha256 *out)
{
	struct sha256_ctx c;
	sha256_begin(&c);
	sha256_add(&c, ex->ruta->operation, strlen(ex->ruta->operation) + 1);
	sha256_add(&c, ex->path, strlen(ex->path) + 1);
	for (const char *const *p = (const char *const[]){"clase", "nombre", NULL}; *p; p++) { /* the parameters that a POST takes */
		const char *v = exchange_query(ex, *p);
		if (!v)
			v = exchange_form(ex, *p);
		sha256_add(&c, v ? v : "", v ? strlen(v) + 1 : 1);
	}
	if (!uuid_is_nil(&ex->actor.delegacion)) /* for one municipality is not for another */
		sha256_add(&c, ex->actor.delegacion.b, sizeof ex->actor.delegacion.b);
	if (ex->spool_fd >= 0)
		sha256_add(&c, ex->spool_sha256.b, sizeof ex->spool_sha256.b);
	else if (ex->body)
		sha256_add(&c, ex->body, ex->body_len);
	sha256_end(&c, out);
}

struct tramite *solicitud_tramite(struct exchange *ex)
{
	struct tramite *t = ARENA_NEW(ex->arena, struct tramite);
	if (!t) {
		(void)error_set(&ex->err, PROBLEM_INTERNO);
		return NULL;
	}
	*t = (struct tramite){
		.who = &ex->actor,
		.ref = ex->params[0],
		.fecha_legal = DIA_NINGUNO,
		.contenido_fd = -1,
		.idem_clave = ex->idempotency_key,
		.arena = ex->arena,
		.err = &ex->err,
	};
	solicitud_huella(ex, &t->idem_huella);
	buf_init(&t->cuerpo, CUERPO_MAX);
	return t;
}

/* "Name: value\n" lines. */
static void add_headers(struct exchange *ex, const char *lines)
{
	while (lines && *lines) {
		size_t name = strcspn(lines, ":"), rest = strcspn(lines, "\n");
		char *n = arena_memdup(ex->arena, lines, name),
		     *v = rest > name + 2 ? arena_memdup(ex->arena, lines + name + 2, rest - name - 2) : NULL;
		if (n && v)
			exchange_header(ex, n, v);
		lines += rest + (lines[rest] == '\n');
	}
}

void solicitud_answer(struct exchange *ex, struct tramite *t)
{
	if (t->status != STATUS_OK) {
		buf_free(&t->cuerpo);
		exchange_problem(ex);
		return;
	}
	add_headers(ex, t->encabezados);
	if (t->repetido)
		exchange_header(ex, "Idempotency-Replayed", "true");
	exchange_json(ex, t->http, &t->cuerpo);
}

struct gestion solicitud_gestion(const struct exchange *ex, struct recuerdo *r)
{
	*r = (struct recuerdo){.usuario = ex->actor.usuario, .clave = ex->idempotency_key};
	solicitud_huella(ex, &r->huella);
	return (struct gestion){.quien = &ex->actor, .direccion = exchange_direccion(ex), .recuerdo = r};
}

void solicitud_recordada(struct exchange *ex, const struct recuerdo *r)
{
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	buf_puts(&b, r->cuerpo);
	add_headers(ex, r->encabezados);
	if (r->repetida)
		exchange_header(ex, "Idempotency-Replayed", "true");
	exchange_json(ex, r->http, &b);
}

enum status solicitud_creada(struct exchange *ex, enum status st, const struct recuerdo *r)
{
	recuerdo_end(r);
	if (st == STATUS_OK)
		solicitud_recordada(ex, r);
	return st;
}

bool solicitud_not_modified(struct exchange *ex, int version)
{
	char etag[16];
	snprintf(etag, sizeof etag, "\"%d\"", version);
	return solicitud_not_modified_tag(ex, etag);
}

bool solicitud_not_modified_for(struct exchange *ex, int version)
{
	char marca[MARCA_LEN], etag[16 + MARCA_LEN];
	consulta_marca(&ex->actor, marca);
	snprintf(etag, sizeof etag, "\"%d-%s\"", version, marca);
	return solicitud_not_modified_tag(ex, etag);
}

bool solicitud_not_modified_tag(struct exchange *ex, const char *etag)
{
	exchange_header(ex, "ETag", etag);
	exchange_header(ex, "Cache-Control", "private, no-cache");
	exchange_header(ex, "Vary", "Authorization");
	if (!etag_matches(ex->if_none_match, etag))
		return false;
	exchange_empty(ex, 304);
	return true;
}

const char *solicitud_etag(struct exchange *ex, const struct buf *cuerpo)
{
	struct sha256 h;
	char hex[SHA256_HEX_LEN];
	sha256_of(buf_str(cuerpo), cuerpo->len, &h);
	hex_encode(h.b, SHA256_LEN, hex);
	return arena_printf(ex->arena, "\"%.16s\"", hex);
}

const char *solicitud_etag_de(struct exchange *ex, const char *const *preguntan, int64_t version, int64_t otra)
{
	struct sha256_ctx c;
	struct sha256 h;
	char half[33], dia[FECHA_LEN];
	fecha_format(instante_dia(reloj_legal()), dia);
	sha256_begin(&c);
	sha256_add(&c, &ex->medio, sizeof ex->medio);
	sha256_add(&c, dia, sizeof dia);
	sha256_add(&c, &otra, sizeof otra);
	for (; *preguntan; preguntan++) {
		const char *v = exchange_query(ex, *preguntan);
		sha256_add(&c, v ? v : "", v ? strlen(v) + 1 : 1);
	}
	sha256_end(&c, &h);
	hex_encode(h.b, 16, half);
	return arena_printf(ex->arena, "\"r%lld-%s\"", (long long)version, half);
}

static void release(void *g)
{
	respuestas_release(g);
}

void solicitud_guardada(struct exchange *ex, const char *content_type, const struct guardada *g, size_t n)
{
	exchange_static(ex, 200, content_type, g->cuerpo, n);
	exchange_hold(ex, release, (void *)g);
}

const char *solicitud_raiz(struct exchange *ex)
{
	const char *url = ((const struct app *)ex->app)->config->url_publica;
	size_t n = strlen(url);
	while (n > 0 && url[n - 1] == '/')
		n--;
	const char *raiz = arena_memdup(ex->arena, url, n);
	return raiz ? raiz : "";
}

bool solicitud_public_tag(struct exchange *ex, const struct buf *cuerpo)
{
	const char *etag = solicitud_etag(ex, cuerpo);
	if (!etag)
		return false;
	exchange_header(ex, "ETag", etag);
	exchange_header(ex, "Cache-Control", "public, max-age=60");
	if (!etag_matches(ex->if_none_match, etag))
		return false;
	exchange_empty(ex, 304);
	return true;
}

#define DOS_SEGUNDOS INT64_C(2000000)

bool solicitud_public_version(struct exchange *ex, const char *etag, instante_t cambio, bool cerrado)
{
	char fecha[FECHA_HTTP_LEN];
	instante_t desde = INSTANTE_NINGUNO;
	exchange_header(ex, "ETag", etag);
	exchange_header(ex, "Cache-Control", "public, max-age=60");
	const bool fechada = cerrado && cambio != INSTANTE_NINGUNO && reloj_now() - cambio >= DOS_SEGUNDOS;
	if (fechada) {
		instante_format_http(cambio, fecha);
		exchange_header(ex, "Last-Modified", fecha);
	}
	bool igual = etag_matches(ex->if_none_match, etag);
	if (!ex->if_none_match && fechada && ex->if_modified_since && instante_parse_http(ex->if_modified_since, &desde))
		igual = cambio < desde + DOS_SEGUNDOS / 2;
	if (igual)
		exchange_empty(ex, 304);
	return igual;
}

enum status solicitud_uuid(struct exchange *ex, const char *name, struct uuid *out)
{
	const char *s = exchange_query(ex, name);
	return !s || uuid_parse(s, out) ? STATUS_OK : exchange_param_error(ex, name, MENSAJE_UUID, NULL);
}

enum status solicitud_uno_de(struct exchange *ex, const char *name, const char *const *entre, const char **out)
{
	const char *s = exchange_query(ex, name);
	BUF_AUTO lista;
	buf_init(&lista, 1024);
	*out = NULL;
	for (size_t i = 0; s && entre[i] && !*out; i++) {
		buf_printf(&lista, "%s%s", i ? ", " : "", entre[i]);
		if (strcmp(s, entre[i]) == 0)
			*out = entre[i];
	}
	return !s || *out ? STATUS_OK : exchange_param_error(ex, name, MENSAJE_ENUM, arena_strdup(ex->arena, buf_str(&lista)));
}

enum status solicitud_limite(struct exchange *ex, int *limite)
{
	const char *s = exchange_query(ex, "limite");
	*limite = LIMITE_DEFECTO;
	if (!s)
		return STATUS_OK;
	if (!*s || s[strspn(s, "0123456789")])
		return exchange_param_error(ex, "limite", MENSAJE_FORMATO, "un número del 1 al 100");
	const long v = strtol(s, NULL, 10);
	if (v < 1)
		return exchange_param_error(ex, "limite", MENSAJE_VALOR_MIN, "1");
	if (v > LIMITE_MAX)
		return exchange_param_error(ex, "limite", MENSAJE_VALOR_MAX, "100");
	*limite = (int)v;
	return STATUS_OK;
}

enum status solicitud_cursor_ajeno(struct exchange *ex)
{
	return exchange_param_error(ex, "cursor", MENSAJE_FORMATO, "el que dio la página anterior, con los mismos filtros");
}

/* What is asked, but how much of it is shown. */
static void question(const struct exchange *ex, const char *const *preguntan, struct sha256_ctx *c)
{
	static const char *const otros[] = {"cursor", "limite", "facetas", "total"};
	sha256_begin(c);
	for (; *preguntan; preguntan++) {
		const char *v = exchange_query(ex, *preguntan);
		bool cuenta = v && *v;
		for (size_t i = 0; i < sizeof otros / sizeof *otros; i++)
			cuenta = cuenta && strcmp(*preguntan, otros[i]) != 0;
		if (cuenta) {
			sha256_add(c, *preguntan, strlen(*preguntan) + 1);
			sha256_add(c, v, strlen(v) + 1);
		}
	}
}

const char *solicitud_cursor_sellado(struct exchange *ex, const char *const *preguntan, const void *clave, size_t n)
{
	struct sha256_ctx c;
	question(ex, preguntan, &c);
	return cursor_seal(&c, clave, n, ex->arena);
}

enum status solicitud_cursor_abierto(struct exchange *ex, const char *const *preguntan, char *clave, size_t max, size_t *n)
{
	struct sha256_ctx c;
	const char *s = exchange_query(ex, "cursor");
	question(ex, preguntan, &c);
	return s && cursor_open(&c, s, clave, max, n) ? STATUS_OK : solicitud_cursor_ajeno(ex);
}

enum status solicitud_cursor(struct exchange *ex, struct uuid *ultimo)
{
	const char *s = exchange_query(ex, "cursor");
	*ultimo = (struct uuid){{0}};
	return !s || uuid_parse(s, ultimo) ? STATUS_OK : solicitud_cursor_ajeno(ex);
}

void solicitud_lista_begin(struct json_writer *w, struct buf *out)
{
	json_begin(w, out);
	json_object(w, NULL);
	json_array(w, "datos");
}

enum status solicitud_lista_end(
	struct exchange *ex, struct json_writer *w, struct buf *out, bool mas, const char *siguiente, const char *const *conserva)
{
	if (mas && !siguiente)
		return error_set(&ex->err, PROBLEM_SATURADO);
	json_array_end(w);
	json_string_or_null(w, "siguiente", siguiente);
	json_object_end(w);
	if (siguiente)
		solicitud_link_next(ex, siguiente, conserva);
	exchange_json(ex, 200, out);
	return STATUS_OK;
}

enum status solicitud_lista_end_uuid(
	struct exchange *ex, struct json_writer *w, struct buf *out, const struct uuid *ultimo, const char *const *conserva)
{
	char cursor[UUID_LEN];
	if (ultimo)
		uuid_format(ultimo, cursor);
	return solicitud_lista_end(ex, w, out, ultimo != NULL, ultimo ? cursor : NULL, conserva);
}

/* Percent-encodes all but RFC 3986's unreserved characters. */
void solicitud_encode(struct buf *b, const char *s)
{
	static const char hex[] = "0123456789ABCDEF";
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-._~", c);
		if (plain) {
			buf_putc(b, (char)c);
		} else {
			buf_putc(b, '%');
			buf_putc(b, hex[c >> 4]);
			buf_putc(b, hex[c & 15]);
		}
	}
}

void solicitud_link_next(struct exchange *ex, const char *cursor, const char *const *keep)
{
	BUF_AUTO b;
	buf_init(&b, 16384);
	buf_puts(&b, "<");
	buf_puts(&b, ex->path);
	buf_puts(&b, "?cursor=");
	solicitud_encode(&b, cursor);
	for (; *keep; keep++) {
		const char *v = exchange_query(ex, *keep);
		if (!v || strcmp(*keep, "cursor") == 0)
			continue;
		buf_putc(&b, '&');
		buf_puts(&b, *keep);
		buf_putc(&b, '=');
		solicitud_encode(&b, v);
	}
	buf_puts(&b, ">; rel=\"next\"");
	if (!b.failed)
		exchange_header(ex, "Link", buf_str(&b));
}

enum status solicitud_archivo(struct exchange *ex, int *fd)
{
	*fd = exchange_tempfile(ex);
	if (*fd >= 0)
		return STATUS_OK;
	return error_set_errno(&ex->err, PROBLEM_SATURADO, "carpeta_temporal");
}

void solicitud_attachment(struct exchange *ex, const char *nombre)
{
	BUF_AUTO b;
	buf_init(&b, 8192);
	disposicion_write(&b, nombre);
	if (!b.failed)
		exchange_header(ex, "Content-Disposition", buf_str(&b));
}
