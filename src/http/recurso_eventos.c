/* What happened to the files that the caller sees: a feed to be pulled, and the same as server-sent events. */
#include "codec/evento.h"
#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/eventos.h"

#define CURSOR_FORMA "el «siguiente» de una respuesta anterior"
#define FLUJO_RENGLONES 100
#define FLUJO_REINTENTO_MS 3000

static enum status read_place(struct exchange *ex, const char *s, int64_t *desde)
{
	*desde = 0;
	return !s || evento_cursor_parse(s, desde) ? STATUS_OK : exchange_param_error(ex, "desde", MENSAJE_FORMATO, CURSOR_FORMA);
}

enum status recurso_listar_eventos(struct exchange *ex, void *worker)
{
	static const char *const allowed[] = {"desde", "limite", NULL};
	struct eventos_pagina p;
	char cursor[EVENTO_CURSOR_LEN];
	int64_t desde;
	int limite;
	enum status st = exchange_query_only(ex, allowed);
	if (st == STATUS_OK)
		st = solicitud_limite(ex, &limite);
	if (st == STATUS_OK)
		st = read_place(ex, exchange_query(ex, "desde"), &desde);
	if (st == STATUS_OK)
		st = eventos_page(worker, &ex->actor, desde, limite, ex->arena, &p, &ex->err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO out;
	buf_init(&out, (size_t)(limite + 1) * EVENTO_JSON_MAX);
	struct json_writer w;
	json_begin(&w, &out);
	json_object(&w, NULL);
	json_array(&w, "datos");
	for (size_t i = 0; i < p.n; i++)
		evento_write(&w, &p.eventos[i], solicitud_raiz(ex));
	json_array_end(&w);
	evento_cursor_format(p.siguiente, cursor);
	json_string(&w, "siguiente", cursor);
	json_bool(&w, "hay_mas", p.mas);
	json_object_end(&w);
	exchange_header(ex, "Cache-Control", "private, no-store");
	exchange_json(ex, 200, &out);
	return STATUS_OK;
}

/* One event of a stream: its place, its type, the CloudEvent in one line. */
static void write_streamed(struct buf *out, const struct evento *e, const char *raiz)
{
	char tipo[EVENTO_TIPO_LEN], cursor[EVENTO_CURSOR_LEN];
	struct json_writer w;
	evento_tipo_publico(e->tipo, tipo);
	evento_cursor_format(e->seq, cursor);
	buf_printf(out, "id: %s\nevent: %s\ndata: ", cursor, tipo);
	json_begin(&w, out);
	evento_write(&w, e, raiz);
	buf_puts(out, "\n\n");
}

/*
 * Server-sent events (WHATWG HTML §9.2) without a connection held: what there is since Last-Event-ID, then the end; the browser asks again
 * after `retry`. An event with an id and no data moves the browser's place and fires nothing.
 */
enum status recurso_seguir_eventos(struct exchange *ex, void *worker)
{
	static const char *const allowed[] = {"desde", NULL};
	struct obrero *o = worker;
	struct eventos_pagina p;
	char cursor[EVENTO_CURSOR_LEN];
	int64_t desde;
	enum status st = exchange_query_only(ex, allowed);
	const char *s = ex->last_event_id ? ex->last_event_id : exchange_query(ex, "desde");
	if (st == STATUS_OK)
		st = read_place(ex, s, &desde);
	if (st == STATUS_OK && !s)
		st = eventos_last(o->db, &desde, &ex->err);
	if (st == STATUS_OK)
		st = eventos_page(o, &ex->actor, desde, FLUJO_RENGLONES, ex->arena, &p, &ex->err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO out;
	buf_init(&out, (FLUJO_RENGLONES + 1) * EVENTO_JSON_MAX);
	buf_printf(&out, "retry: %d\n\n", p.mas ? 0 : FLUJO_REINTENTO_MS);
	for (size_t i = 0; i < p.n; i++)
		write_streamed(&out, &p.eventos[i], solicitud_raiz(ex));
	evento_cursor_format(p.siguiente, cursor);
	buf_printf(&out, "id: %s\n\n", cursor);
	exchange_header(ex, "Cache-Control", "no-store");
	exchange_body(ex, 200, "text/event-stream", &out);
	return STATUS_OK;
}
