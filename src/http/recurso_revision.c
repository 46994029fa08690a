/* The pre-check: without a login for anybody's files, and for the present documents of a file. */
#include <string.h>

#include "base/html.h"
#include "http/recursos.h"
#include "http/revision_html.h"

#define CUERPO_MAX ((size_t)4 << 20)

const char *const revision_partes[] = {"solicitud", "proyecto", NULL};

static const char *const sin_parametros[] = {NULL};

static void send_html(struct exchange *ex, struct buf *out)
{
	exchange_header(ex, "Content-Security-Policy", HTML_POLITICA);
	exchange_body(ex, 200, "text/html; charset=utf-8", out);
}

enum status recurso_formulario_revision(struct exchange *ex, void *worker)
{
	(void)worker;
	enum status st = exchange_query_only(ex, sin_parametros);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO out;
	buf_init(&out, CUERPO_MAX);
	revision_html_form(&out, REVISION_CUERPO_MAX);
	send_html(ex, &out);
	return STATUS_OK;
}

static void answer(struct exchange *ex, const struct revision *r)
{
	BUF_AUTO out;
	buf_init(&out, CUERPO_MAX);
	exchange_header(ex, "Cache-Control", "private, no-store");
	if (ex->medio == MEDIO_HTML) {
		revision_html_answer(&out, r);
		send_html(ex, &out);
	} else {
		revision_write(&out, r);
		exchange_json(ex, 200, &out);
	}
}

/* A body that is one file says by its type which one it is. */
static enum status raw_part(struct exchange *ex, enum regla_ambito *out)
{
	enum documento_tipo t;
	*out = REGLA_SOLICITUD;
	if (documento_tipo_parse(ex->content_type, &t) && t == DOCUMENTO_PDF)
		return STATUS_OK;
	*out = REGLA_PROYECTO;
	if (t == DOCUMENTO_DOCX)
		return STATUS_OK;
	return error_set(&ex->err, PROBLEM_TIPO_NO_SOPORTADO, ex->content_type ? ex->content_type : "", "multipart/form-data, PDF, DOCX");
}

static enum status read_files(struct exchange *ex, struct revision_archivo files[static REGLA_AMBITO_COUNT])
{
	for (int k = 0; k < REGLA_AMBITO_COUNT; k++)
		files[k].fd = -1;
	for (size_t i = 0; i < ex->n_archivos; i++) {
		const struct archivo *a = &ex->archivos[i];
		enum regla_ambito k =
			a->campo && strcmp(a->campo, regla_ambito_slug(REGLA_PROYECTO)) == 0 ? REGLA_PROYECTO : REGLA_SOLICITUD;
		if (!a->campo && raw_part(ex, &k) != STATUS_OK)
			return error_status(&ex->err);
		if (a->len == 0)
			return error_set(&ex->err, PROBLEM_DOCUMENTO_VACIO);
		files[k] = (struct revision_archivo){.fd = a->fd, .tamano = a->len};
	}
	if (ex->n_archivos > 0)
		return STATUS_OK;
	error_add(&ex->err, "/solicitud", MENSAJE_REQUERIDO);
	error_add(&ex->err, "/proyecto", MENSAJE_REQUERIDO);
	return error_set(&ex->err, PROBLEM_CUERPO_INVALIDO);
}

enum status recurso_revisar(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct revision_archivo files[REGLA_AMBITO_COUNT];
	struct revision r;
	enum status st = exchange_query_only(ex, sin_parametros);
	if (st == STATUS_OK)
		st = read_files(ex, files);
	if (st != STATUS_OK)
		return st;
	ARENA_AUTO *a = arena_create(REVISION_ARENA);
	st = a ? revision_run(o->app, files, a, &r, &ex->err) : error_set(&ex->err, PROBLEM_SATURADO);
	if (st == STATUS_OK)
		answer(ex, &r);
	return st;
}

enum status recurso_ver_revision(struct exchange *ex, void *worker)
{
	struct revision r;
	enum status st = exchange_query_only(ex, sin_parametros);
	if (st != STATUS_OK)
		return st;
	ARENA_AUTO *a = arena_create(REVISION_ARENA);
	st = a ? revision_of_file(worker, &ex->actor, ex->params[0], a, &r, &ex->err) : error_set(&ex->err, PROBLEM_SATURADO);
	if (st == STATUS_OK) {
		exchange_header(ex, "Vary", "Authorization");
		answer(ex, &r);
	}
	return st;
}
