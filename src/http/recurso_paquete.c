/* The sealed file: put together in the spool folder, sent from there. */
#include <unistd.h>

#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/paquete.h"

static bool has_room(void *ctx, int64_t bytes)
{
	return exchange_reserve(ctx, bytes);
}

/* Each answer is another one (its date, its signature), on record as such: nothing to keep, to resume or to compare. */
enum status recurso_exportar_paquete(struct exchange *ex, void *worker)
{
	struct paquete_salida s = {.fd = -1, .fd_diario = -1, .hay_lugar = has_room, .ctx = ex, .sin_entrega = ex->cabeza};
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st != STATUS_OK)
		return st;
	st = solicitud_archivo(ex, &s.fd);
	if (st == STATUS_OK)
		st = solicitud_archivo(ex, &s.fd_diario);
	if (st == STATUS_OK)
		st = paquete_exportar(worker, &ex->actor, ex->params[0], &s, ex->arena, &ex->err);
	if (s.fd_diario >= 0)
		close(s.fd_diario);
	if (st != STATUS_OK) {
		if (s.fd >= 0)
			close(s.fd);
		return st;
	}
	exchange_header(ex, "Cache-Control", "private, no-store");
	exchange_file(ex, 200, "application/zip", s.fd, 0, s.tamano);
	solicitud_attachment(ex, s.nombre);
	return STATUS_OK;
}
