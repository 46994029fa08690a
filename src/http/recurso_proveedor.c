/* Signing in at an identity provider: the way there and the way back. */
#include <string.h>

#include "base/html.h"
#include "codec/json.h"
#include "http/recursos.h"
#include "http/sesion.h"
#include "services/proveedor.h"

#define CUERPO_MAX ((size_t)64 * 1024)
/* Lax: the way back begins at the provider, and a strict cookie would stay behind. */
#define ENTRADA_ATRIBUTOS "; Path=/; Secure; HttpOnly; SameSite=Lax"

static enum status configured(struct exchange *ex, const struct obrero *o)
{
	return o->app->proveedor ? STATUS_OK : error_set(&ex->err, PROBLEM_SIN_PROVEEDOR);
}

enum status recurso_ir_al_proveedor(struct exchange *ex, void *worker)
{
	static const char *const ninguno[] = {NULL};
	struct obrero *o = worker;
	char cookie[OPACO_LEN];
	const char *url = NULL;
	enum status st = exchange_query_only(ex, ninguno);
	if (st == STATUS_OK)
		st = configured(ex, o);
	if (st == STATUS_OK)
		st = proveedor_ir(o->app->proveedor, cookie, &url, ex->arena, &ex->err);
	const char *c = st == STATUS_OK ? arena_printf(ex->arena, ENTRADA_COOKIE "=%s; Max-Age=600" ENTRADA_ATRIBUTOS, cookie) : NULL;
	if (st != STATUS_OK)
		return st;
	if (!c)
		return error_set(&ex->err, PROBLEM_INTERNO);
	exchange_header(ex, "Set-Cookie", c);
	exchange_header(ex, "Cache-Control", "no-store");
	exchange_header(ex, "Location", url);
	exchange_empty(ex, 302);
	return STATUS_OK;
}

/* A page, because a strict cookie is not sent along the redirects that began at the provider: the person goes on from here. */
static void write_page(struct buf *b)
{
	html_begin(b, "Entró con su cuenta");
	buf_puts(b, "<p>Su sesión está abierta.</p>\n<p><a href=\"/mesa\">Continuar a mi mesa</a></p>\n");
	html_end(b);
}

static void answer(struct exchange *ex, struct obrero *o, const struct sesion_nueva *s)
{
	struct json_writer w;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	sesion_cookies(ex, o, s);
	if (ex->medio == MEDIO_HTML) {
		write_page(&b);
		exchange_header(ex, "Content-Security-Policy", HTML_POLITICA);
		exchange_body(ex, 200, "text/html; charset=utf-8", &b);
		return;
	}
	json_begin(&w, &b);
	json_object(&w, NULL);
	json_uuid(&w, "sesion", &s->fila.id);
	json_uuid(&w, "usuario", &s->fila.usuario);
	json_string(&w, "metodo", s->fila.metodo);
	json_string(&w, "csrf", s->csrf);
	json_object_end(&w);
	exchange_json(ex, 200, &b);
}

enum status recurso_volver_del_proveedor(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct sesion_origen_http de;
	struct sesion_nueva s;
	enum status st = configured(ex, o);
	if (st != STATUS_OK)
		return st;
	const struct proveedor_regreso r = {.code = exchange_query(ex, "code"),
		.state = exchange_query(ex, "state"),
		.iss = exchange_query(ex, "iss"),
		.error = exchange_query(ex, "error")};
	sesion_origen(ex, &de);
	st = proveedor_volver(o, o->app->proveedor, &r, &de.de, ex->arena, &s, &ex->err);
	/* Whatever became of it: the question was asked once. */
	exchange_header(ex, "Set-Cookie", ENTRADA_COOKIE "=; Max-Age=0" ENTRADA_ATRIBUTOS);
	exchange_header(ex, "Cache-Control", "no-store");
	exchange_header(ex, "Referrer-Policy", "no-referrer");
	if (st == STATUS_OK)
		answer(ex, o, &s);
	return st;
}
