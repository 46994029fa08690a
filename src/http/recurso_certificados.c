/* Certified copies of the registry's entries, for anyone: much work each, so on a lane and a limit of their own. */
#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/certificados.h"

#define CARGA_MAX ((size_t)64 << 20)

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
	exchange_header(ex, "Cache-Control", "no-store"); /* each copy has a code of its own */
	exchange_header(ex, "X-Content-Type-Options", "nosniff");
	solicitud_attachment(ex, arena_printf(ex->arena, "copia-certificada-%s.pdf", ex->params[0]));
	exchange_body(ex, 200, "application/pdf", &pdf);
	return STATUS_OK;
}
