/* Certificates of the registry, for anyone: much work each, so on a lane and a limit of their own. */
#include <string.h>

#include "base/utf8.h"
#include "http/recursos.h"
#include "http/registro_consulta.h"
#include "http/solicitud.h"
#include "services/no_localizacion.h"

#define CARGA_MAX ((size_t)64 << 20)

/* Each has a code of its own. */
static void answer(struct exchange *ex, int http, const char *nombre, struct buf *pdf)
{
	exchange_header(ex, "Cache-Control", "no-store");
	exchange_header(ex, "X-Content-Type-Options", "nosniff");
	solicitud_attachment(ex, nombre);
	exchange_body(ex, http, "application/pdf", pdf);
}

enum status recurso_certificar_asiento(struct exchange *ex, void *worker)
{
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st != STATUS_OK)
		return st;
	BUF_AUTO pdf;
	buf_init(&pdf, EMISION_PDF_MAX);
	ARENA_AUTO *a = arena_create(CARGA_MAX);
	st = a ? certificado_make(worker, ex->params[0], a, &pdf, &ex->err) : error_set(&ex->err, PROBLEM_SATURADO);
	if (st != STATUS_OK)
		return st;
	answer(ex, 200, arena_printf(ex->arena, "copia-certificada-%s.pdf", ex->params[0]), &pdf);
	return STATUS_OK;
}

/* ---- that a search found nothing ---- */

static const char *const criterios[] = {REGISTRO_CONSULTA_PARAMETROS, NULL};

/* What is printed must be what was asked: at least one condition (a day alone is none), and nothing that does not show on paper. */
static enum status check_criteria(struct exchange *ex)
{
	size_t n = 0;
	for (const char *const *p = criterios; *p; p++) {
		const char *v = consulta_dada(ex, *p);
		n += v && strcmp(*p, "al") != 0;
		if (v && (utf8_has_control(v) || strpbrk(v, "\n\t")))
			return exchange_param_error(ex, *p, MENSAJE_CARACTERES, NULL);
	}
	return n ? STATUS_OK : exchange_param_error(ex, "q", MENSAJE_SIN_CRITERIOS, NULL);
}

/* The same search as an address that anybody may open. */
static const char *address(struct exchange *ex)
{
	BUF_AUTO b;
	buf_init(&b, 32768);
	for (const char *const *p = criterios; *p; p++) {
		const char *v = consulta_dada(ex, *p);
		if (!v)
			continue;
		buf_puts(&b, b.len ? "&" : "/v1/registro?");
		buf_puts(&b, *p);
		buf_putc(&b, '=');
		solicitud_encode(&b, v);
	}
	return b.failed ? NULL : arena_strdup(ex->arena, buf_str(&b));
}

static enum status read_search(struct exchange *ex, struct obrero *o, struct registro_filtro *f, struct no_localizacion *p)
{
	enum status st = exchange_query_only(ex, criterios);
	if (st == STATUS_OK)
		st = check_criteria(ex);
	if (st == STATUS_OK)
		st = consulta_read(ex, o, f);
	*p = (struct no_localizacion){
		.filtro = f, .palabras = consulta_dada(ex, "q"), .parte = consulta_dada(ex, "parte"), .direccion = address(ex)};
	return st == STATUS_OK && !p->direccion ? error_set(&ex->err, PROBLEM_SATURADO) : st;
}

enum status recurso_constar_no_localizacion(struct exchange *ex, void *worker)
{
	struct registro_filtro f;
	struct no_localizacion p;
	BUF_AUTO pdf;
	buf_init(&pdf, EMISION_PDF_MAX);
	enum status st = read_search(ex, worker, &f, &p);
	if (st != STATUS_OK)
		return st;
	ARENA_AUTO *a = arena_create(CARGA_MAX);
	st = a ? no_localizacion_make(worker, &p, a, &pdf, &ex->err) : error_set(&ex->err, PROBLEM_SATURADO);
	if (st != STATUS_OK)
		return st;
	exchange_header(ex, "Location", arena_printf(ex->arena, "/v1/verificacion/%s", p.codigo));
	answer(ex, 201, arena_printf(ex->arena, "no-localizacion-%s.pdf", p.numero), &pdf);
	return STATUS_OK;
}
