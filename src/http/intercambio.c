/* The exchange as handlers see it: query parameters in, one answer out. Everything lives in the exchange's arena except the body buffers. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "http/interno.h"

const char *exchange_query(const struct exchange *ex, const char *name)
{
	const struct peticion *p = peticion_of(ex);
	for (size_t i = 0; i < p->n_query; i++) {
		if (strcmp(p->query[i].name, name) == 0)
			return p->query[i].value;
	}
	return NULL;
}

/* RFC 6901 pointer to a member called `name`. */
static const char *pointer_of(struct arena *a, const char *name)
{
	char *out = arena_alloc(a, 2 * strlen(name) + 2);
	if (!out)
		return "";
	char *o = out;
	*o++ = '/';
	for (; *name; name++) {
		if (*name == '~' || *name == '/') {
			*o++ = '~';
			*o++ = *name == '~' ? '0' : '1';
		} else {
			*o++ = *name;
		}
	}
	*o = '\0';
	return out;
}

enum status exchange_param_error(struct exchange *ex, const char *name, enum mensaje m, const char *arg)
{
	const char *const args[] = {arg, NULL};
	bool first = ex->err.problem == PROBLEM_NONE;
	error_add_at(&ex->err, pointer_of(ex->arena, name), m, args);
	enum status st = error_set(&ex->err, PROBLEM_PARAMETRO_INVALIDO, name, "");
	if (!first || ex->err.n_items == 0)
		return st;
	/* The problem's own sentence takes what is wrong in each language. */
	const struct problem_info *info = problem_info(PROBLEM_PARAMETRO_INVALIDO);
	const struct error_item *it = &ex->err.items[ex->err.n_items - 1];
	const char *es = texto_fill(ex->arena, info->detail.es, (const char *const[]){name, it->detail.es, NULL});
	const char *en = texto_fill(ex->arena, info->detail.en, (const char *const[]){name, it->detail.en, NULL});
	if (es && en)
		ex->err.detail = (struct texto){.es = es, .en = en};
	return st;
}

enum status exchange_query_only(struct exchange *ex, const char *const *allowed)
{
	const struct peticion *p = peticion_of(ex);
	enum status st = STATUS_OK;
	for (size_t i = 0; i < p->n_query; i++) {
		const char *name = p->query[i].name;
		bool known = false, twice = false;
		for (size_t k = 0; allowed[k] && !known; k++)
			known = strcmp(allowed[k], name) == 0;
		for (size_t k = 0; k < i && !twice; k++)
			twice = strcmp(p->query[k].name, name) == 0;
		if (!known)
			st = exchange_param_error(ex, name, MENSAJE_DESCONOCIDO, NULL);
		else if (twice)
			st = exchange_param_error(ex, name, MENSAJE_DUPLICADO, NULL);
	}
	return st;
}

/* Forgets an earlier body, so that an answer set twice leaks nothing and the last one counts. */
static struct respuesta *answer(struct exchange *ex, int http, const char *content_type)
{
	struct respuesta *r = &ex->respuesta;
	buf_free(&r->body);
	if (r->fd >= 0)
		close(r->fd);
	r->fd = -1;
	r->fd_offset = r->fd_len = 0;
	r->estatico = NULL;
	r->static_len = 0;
	r->http = http;
	r->content_type = content_type;
	return r;
}

void exchange_body(struct exchange *ex, int http, const char *content_type, struct buf *body)
{
	if (body->failed) {
		buf_free(body);
		(void)error_set(&ex->err, PROBLEM_INTERNO);
		exchange_problem(ex);
		return;
	}
	answer(ex, http, content_type)->body = *body;
	buf_init(body, body->max);
}

void exchange_json(struct exchange *ex, int http, struct buf *body)
{
	exchange_body(ex, http, "application/json", body);
}

void exchange_static(struct exchange *ex, int http, const char *content_type, const void *data, size_t n)
{
	struct respuesta *r = answer(ex, http, content_type);
	r->estatico = data;
	r->static_len = n;
}

void exchange_file(struct exchange *ex, int http, const char *content_type, int fd, int64_t offset, int64_t len)
{
	struct respuesta *r = answer(ex, http, content_type);
	r->fd = fd;
	r->fd_offset = offset;
	r->fd_len = len;
}

void exchange_empty(struct exchange *ex, int http)
{
	answer(ex, http, NULL);
}

/* Headers that may come several times; every other one is replaced by a later value. */
static bool repeatable(const char *name)
{
	return strcasecmp(name, "Link") == 0 || strcasecmp(name, "Set-Cookie") == 0 || strcasecmp(name, "WWW-Authenticate") == 0;
}

static int header_find(const struct respuesta *r, const char *name)
{
	for (size_t i = 0; i < r->n_headers; i++) {
		if (strcasecmp(r->headers[i].name, name) == 0)
			return (int)i;
	}
	return -1;
}

static bool list_has(const char *list, const char *item)
{
	size_t n = strlen(item);
	for (const char *p = list; *p; p += strcspn(p, ", "), p += strspn(p, ", ")) {
		if (strncasecmp(p, item, n) == 0 && (p[n] == '\0' || p[n] == ',' || p[n] == ' '))
			return true;
	}
	return false;
}

/* Vary adds up: what the server negotiates and what the handler does. */
static char *vary_join(struct arena *a, const char *before, char *more)
{
	return list_has(before, more) ? arena_strdup(a, before) : arena_printf(a, "%s, %s", before, more);
}

void exchange_header(struct exchange *ex, const char *name, const char *value)
{
	struct respuesta *r = &ex->respuesta;
	int at = repeatable(name) ? -1 : header_find(r, name);
	char *copy = arena_strdup(ex->arena, value);
	/* Values may hold text that came from outside: no line may begin in them. */
	for (char *c = copy; c && *c; c++) {
		if ((unsigned char)*c < ' ' || *c == 0x7F)
			*c = ' ';
	}
	if (at >= 0 && strcasecmp(name, "Vary") == 0 && copy)
		copy = vary_join(ex->arena, r->headers[at].value, copy);
	if (!copy || !*copy || (at < 0 && r->n_headers == EXCHANGE_HEADERS_MAX)) {
		if (ex->err.problem == PROBLEM_NONE && copy && *copy)
			(void)error_set(&ex->err, PROBLEM_INTERNO); /* a handler with too many headers: a defect to be seen */
		return;
	}
	size_t i = at >= 0 ? (size_t)at : r->n_headers++;
	r->headers[i].name = name;
	r->headers[i].value = copy;
}

const char *exchange_direccion(const struct exchange *ex)
{
	char text[DIRECCION_TEXTO_LEN];
	direccion_format(&ex->cliente, text);
	const char *copy = arena_strdup(ex->arena, text);
	return copy ? copy : "";
}

const char *exchange_metodo(const struct exchange *ex)
{
	return peticion_method(peticion_of(ex));
}

void exchange_hold(struct exchange *ex, void (*soltar)(void *ctx), void *ctx)
{
	peticion_of(ex)->soltar = soltar;
	peticion_of(ex)->soltar_ctx = ctx;
}

void exchange_defer(struct exchange *ex)
{
	peticion_of(ex)->diferida = true;
}

void exchange_move(struct exchange *ex, enum lane lane)
{
	peticion_of(ex)->diferida = true;
	peticion_of(ex)->destino = lane;
}
