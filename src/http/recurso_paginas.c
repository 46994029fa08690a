/*
 * The pages for people: the files of web/, as they were built in. Whatever they show or do comes through the API, asked by the browser with the
 * person's own session; so they hold nothing about anybody, and anyone may have them.
 */
#include <stdio.h>
#include <string.h>

#include "http/fijo.h"
#include "http/recursos.h"
#include "recursos/embedded.h"

/* Nothing but this service's own files and answers; no text becomes markup or script (Trusted Types: no policy can make any). */
#define WEB_POLITICA \
	"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; " \
	"frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

static const struct {
	const char *fin, *tipo;
} tipos[] = {{".html", "text/html; charset=utf-8"}, {".css", "text/css; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"}};

static enum status answer(struct exchange *ex, const char *nombre, const char *tipo)
{
	char path[64];
	snprintf(path, sizeof path, "web/%s", nombre);
	for (const struct recurso *r = recursos; r->name; r++)
		if (strcmp(r->name, path) == 0)
			return fijo_answer(ex, tipo, r->etag, r->data, r->len);
	return error_set(&ex->err, PROBLEM_NO_ENCONTRADO);
}

static enum status page(struct exchange *ex, const char *nombre)
{
	enum status st = answer(ex, nombre, tipos[0].tipo);
	if (st == STATUS_OK) /* a refusal is a page of the service's own, with its policy */
		exchange_header(ex, "Content-Security-Policy", WEB_POLITICA);
	return st;
}

enum status recurso_pagina_inicio(struct exchange *ex, void *worker)
{
	(void)worker;
	return page(ex, "inicio.html");
}

/* All of those for who signs in: by its address the page knows which, asks for what it shows, and says it when there is none. */
enum status recurso_pagina(struct exchange *ex, void *worker)
{
	(void)worker;
	return page(ex, "pagina.html");
}

/* What the pages are made of: by its name's end, styles and modules. */
enum status recurso_archivo_web(struct exchange *ex, void *worker)
{
	(void)worker;
	const char *fin = strrchr(ex->params[0], '.');
	for (size_t i = 1; fin && i < sizeof tipos / sizeof *tipos; i++)
		if (strcmp(fin, tipos[i].fin) == 0)
			return answer(ex, ex->params[0], tipos[i].tipo);
	return error_set(&ex->err, PROBLEM_NO_ENCONTRADO);
}
