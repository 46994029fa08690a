/* What the texts of a file say: versions compared, the ledger with what answers it, near-duplicates. */
#include "base/html.h"
#include "emision/documento.h"
#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/consulta.h"
#include "services/plantillas.h"
#include "services/textos.h"

#define CUERPO_MAX ((size_t)16 << 20)

/* Two documents never change, the lines that point at them do with the file's version. True when the caller's copy is current. */
static bool current(struct exchange *ex, const struct careo *k)
{
	char de[SHA256_HEX_LEN], a[SHA256_HEX_LEN], marca[MARCA_LEN];
	consulta_marca(&ex->actor, marca);
	hex_encode(k->de.sha256.b, SHA256_LEN, de);
	hex_encode(k->a.sha256.b, SHA256_LEN, a);
	const char *etag = arena_printf(ex->arena, "\"%d-%.16s-%.16s%s-%s\"", k->libro->version, de, a,
		ex->medio == MEDIO_HTML ? "-html" : (ex->medio == MEDIO_PDF ? "-pdf" : ""), marca);
	if (!etag)
		return false;
	exchange_header(ex, "ETag", etag);
	exchange_header(ex, "Cache-Control", "private, no-cache");
	exchange_header(ex, "Vary", "Authorization, Accept");
	if (!etag_matches(ex->if_none_match, etag))
		return false;
	exchange_empty(ex, 304);
	return true;
}

static enum status print(struct exchange *ex, const struct app *app, const struct careo *k)
{
	const char *folio = k->libro->folio ? k->libro->folio : ex->params[0];
	const struct imprenta im = plantillas_press(app, NULL);
	const struct pagina_rotulo r = {
		.titulo = "Comparación de versiones", .asunto = folio, .creado = k->a.en > k->de.en ? k->a.en : k->de.en};
	BUF_AUTO html;
	BUF_AUTO pdf;
	buf_init(&html, CUERPO_MAX);
	buf_init(&pdf, CUERPO_MAX);
	careo_write_html(&html, k);
	enum status st = emision_imprimir_pagina(&im, &html, &r, ex->arena, &pdf, &ex->err);
	if (st == STATUS_OK) {
		exchange_body(ex, 200, "application/pdf", &pdf);
		solicitud_attachment(ex, arena_printf(ex->arena, "comparacion-%s.pdf", folio));
	}
	return st;
}

enum status recurso_comparar_versiones(struct exchange *ex, void *worker)
{
	static const char *const params[] = {"de", "a", NULL};
	const struct obrero *o = worker;
	struct libro l;
	struct careo k;
	ARENA_AUTO *ar = arena_create(TEXTOS_ARENA);
	enum status st = ar ? exchange_query_only(ex, params) : error_set(&ex->err, PROBLEM_SATURADO);
	if (st == STATUS_OK)
		st = careo_read(worker, &ex->actor, ex->params[0], exchange_query(ex, "de"), exchange_query(ex, "a"), ar, &l, &k, &ex->err);
	if (st != STATUS_OK || current(ex, &k))
		return st;
	if (ex->medio == MEDIO_PDF)
		return print(ex, o->app, &k);
	BUF_AUTO out;
	buf_init(&out, CUERPO_MAX);
	if (ex->medio == MEDIO_HTML) {
		careo_write_html(&out, &k);
		exchange_header(ex, "Content-Security-Policy", HTML_POLITICA);
		exchange_body(ex, 200, "text/html; charset=utf-8", &out);
	} else {
		careo_write(&out, &k);
		exchange_json(ex, 200, &out);
	}
	return STATUS_OK;
}

enum status recurso_ver_observaciones(struct exchange *ex, void *worker)
{
	struct libro l;
	struct atencion *atenciones = NULL;
	ARENA_AUTO *ar = arena_create(TEXTOS_ARENA);
	enum status st = ar ? exchange_query_only(ex, (const char *const[]){NULL}) : error_set(&ex->err, PROBLEM_SATURADO);
	if (st == STATUS_OK)
		st = observaciones_read(worker, &ex->actor, ex->params[0], ar, &l, &atenciones, &ex->err);
	if (st != STATUS_OK || solicitud_not_modified_for(ex, l.version))
		return st;
	BUF_AUTO out;
	buf_init(&out, CUERPO_MAX);
	observaciones_write(&out, &l, atenciones);
	exchange_json(ex, 200, &out);
	return STATUS_OK;
}

/* It speaks of other files too: nobody keeps a copy of it. */
enum status recurso_ver_parecidos(struct exchange *ex, void *worker)
{
	struct libro l;
	struct parecidos p;
	ARENA_AUTO *ar = arena_create(TEXTOS_ARENA);
	enum status st = ar ? exchange_query_only(ex, (const char *const[]){NULL}) : error_set(&ex->err, PROBLEM_SATURADO);
	if (st == STATUS_OK)
		st = parecidos_read(worker, &ex->actor, ex->params[0], true, ar, &l, &p, &ex->err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO out;
	buf_init(&out, CUERPO_MAX);
	parecidos_write(&out, &l, p.v, p.n, p.mirados, p.completo);
	exchange_header(ex, "Cache-Control", "private, no-store");
	exchange_json(ex, 200, &out);
	return STATUS_OK;
}
