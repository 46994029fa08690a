/* RFC 9457: one shape for every refusal, whoever raised it. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/html.h"
#include "codec/json.h"
#include "http/interno.h"

/* The `type` of a problem: relative to the API's own address, where web/ explains each one. */
#define PROBLEM_BASE "/problemas/"
#define PROBLEM_BODY_MAX ((size_t)512 * 1024)

static void member(struct buf *b, const char *key, const char *value)
{
	if (b->data && b->data[b->len - 1] != '{')
		buf_putc(b, ',');
	buf_putc(b, '"');
	buf_puts(b, key);
	buf_puts(b, "\":");
	json_escape(b, value ? value : "");
}

static const char *in(const struct exchange *ex, struct texto t)
{
	return ex->ingles ? t.en : t.es;
}

static void write_items(struct exchange *ex, struct buf *b)
{
	if (!ex->err.n_items)
		return;
	buf_puts(b, ",\"errors\":[");
	for (size_t i = 0; i < ex->err.n_items; i++) {
		const struct error_item *it = &ex->err.items[i];
		buf_puts(b, i ? ",{" : "{");
		member(b, "pointer", it->pointer);
		member(b, "detail", in(ex, it->detail));
		member(b, "que_hacer", in(ex, it->que_hacer));
		member(b, "codigo", it->slug);
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
}

static void write_problem(struct exchange *ex, const struct problem_info *info, struct buf *b)
{
	buf_puts(b, "{\"type\":\"" PROBLEM_BASE);
	buf_puts(b, info->slug);
	buf_putc(b, '"');
	member(b, "title", in(ex, info->title));
	buf_printf(b, ",\"status\":%d", info->http);
	member(b, "detail", in(ex, ex->err.detail));
	member(b, "instance", ex->path);
	member(b, "que_hacer", in(ex, ex->err.que_hacer));
	member(b, "request_id", ex->request_id);
	write_items(ex, b);
	buf_putc(b, '}');
}

/* The same for whoever reads pages. */
static void write_page(struct exchange *ex, const struct problem_info *info, struct buf *b)
{
	html_begin(b, in(ex, info->title));
	buf_puts(b, "<p class=aviso>");
	html_text(b, in(ex, ex->err.detail));
	buf_puts(b, "</p>\n");
	for (size_t i = 0; i < ex->err.n_items; i++) {
		const struct error_item *it = &ex->err.items[i];
		buf_puts(b, i ? "<li>" : "<ul>\n<li>");
		html_text(b, in(ex, it->detail));
		buf_putc(b, ' ');
		html_text(b, in(ex, it->que_hacer));
		buf_puts(b, i + 1 == ex->err.n_items ? "</li>\n</ul>\n" : "</li>\n");
	}
	buf_puts(b, "<p>");
	html_text(b, in(ex, ex->err.que_hacer));
	buf_printf(b, "</p>\n<p>%d · %s %s</p>\n", info->http, ex->ingles ? "request" : "petición", ex->request_id);
	html_end(b);
}

static bool has_header(const struct exchange *ex, const char *name)
{
	for (size_t i = 0; i < ex->respuesta.n_headers; i++) {
		if (strcasecmp(ex->respuesta.headers[i].name, name) == 0)
			return true;
	}
	return false;
}

/* Headers that the status itself demands, unless the handler gave better ones. */
static void status_headers(struct exchange *ex, int http)
{
	if (http == 503 && !has_header(ex, "Retry-After"))
		exchange_header(ex, "Retry-After", ex->err.problem == PROBLEM_BASE_NO_DISPONIBLE ? "5" : "2");
	if (http == 401 && !has_header(ex, "WWW-Authenticate"))
		exchange_header(
			ex, "WWW-Authenticate", ex->err.problem == PROBLEM_SIN_CREDENCIAL ? "Bearer" : "Bearer error=\"invalid_token\"");
	if (http == 408)
		peticion_of(ex)->cerrar = true;
	exchange_header(ex, "Vary", "Accept-Language");
	exchange_header(ex, "Content-Language", ex->ingles ? "en" : "es");
}

void exchange_problem(struct exchange *ex)
{
	if (ex->err.problem == PROBLEM_NONE)
		(void)error_set(&ex->err, PROBLEM_INTERNO);
	const struct problem_info *info = problem_info(ex->err.problem);
	const bool page = ex->medio == MEDIO_HTML && accept_choose(peticion_of(ex)->accept, MEDIO_JSON | MEDIO_HTML) == MEDIO_HTML;
	void (*const write)(struct exchange *, const struct problem_info *, struct buf *) = page ? write_page : write_problem;
	struct buf b;
	buf_init(&b, PROBLEM_BODY_MAX);
	write(ex, info, &b);
	if (b.failed) { /* too many or too long items: the problem itself still fits */
		buf_reset(&b);
		ex->err.n_items = 0;
		write(ex, info, &b);
	}
	if (b.failed) {
		buf_free(&b);
		exchange_static(ex, info->http, "application/problem+json", "{}", 2);
	} else {
		exchange_body(ex, info->http, page ? "text/html; charset=utf-8" : "application/problem+json", &b);
	}
	if (page && !has_header(ex, "Content-Security-Policy"))
		exchange_header(ex, "Content-Security-Policy", HTML_POLITICA);
	status_headers(ex, info->http);
}
