/* libmicrohttpd's callbacks: all on the pump thread, none of them waits. */
#include <string.h>
#include <unistd.h>

#include "http/interno.h"

struct conexion *conexion_of(struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *info = MHD_get_connection_info(mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	return info ? info->socket_context : NULL;
}

/*
 * The query is ours to parse, strictly. MHD would parse it too, loosely, one allocation per parameter from the connection's memory, and breaks
 * the connection without an answer when that runs out. It looks at the text only after this callback: cut there, it finds an empty query.
 */
static void hide_query(const char *uri)
{
	union {
		const char *in;
		char *out;
	} query = {.in = uri ? strchr(uri, '?') : NULL}; /* within the connection's read buffer */
	if (query.in && query.in[1])
		query.out[1] = '\0';
}

/* The request line is complete: the request exists from here on. */
void *bomba_uri(void *cls, const char *uri, struct MHD_Connection *mhd)
{
	struct servidor *s = cls;
	struct conexion *c = conexion_of(mhd);
	if (!c)
		return NULL;
	peticion_free(c->actual); /* MHD forgets the old one on some of its own errors */
	struct peticion *p = c->actual = peticion_new(s, c, mhd, uri ? uri : "");
	if (!p)
		return NULL;
	c->usada = true;
	hide_query(uri);
	conexion_deadline(c, s->o.plazo_peticion_s);
	return p;
}

void bomba_completed(void *cls, struct MHD_Connection *mhd, void **con_cls, enum MHD_RequestTerminationCode why)
{
	(void)mhd;
	(void)why;
	struct servidor *s = cls;
	struct peticion *p = *con_cls;
	if (!p)
		return;
	*con_cls = NULL;
	p->conexion->actual = NULL;
	conexion_deadline(p->conexion, s->o.plazo_ocioso_s);
	peticion_free(p);
}

static struct MHD_Response *make_response(struct peticion *p)
{
	struct respuesta *r = &p->ex.respuesta;
	struct MHD_Response *m;
	if (r->fd >= 0 && r->fd_len > 0) {
		m = MHD_create_response_from_fd_at_offset64((uint64_t)r->fd_len, r->fd, (uint64_t)r->fd_offset);
		if (m)
			r->fd = -1; /* closed with the response */
		return m;
	}
	/* The buffers live as long as the exchange, which is freed after the last byte: nothing is copied. */
	const void *data = r->estatico ? r->estatico : r->body.data;
	size_t n = r->fd >= 0 ? 0 : r->estatico ? r->static_len : r->body.len;
	union {
		const void *in;
		void *out;
	} pointer = {.in = n ? data : NULL}; /* PERSISTENT promises not to write */
	return MHD_create_response_from_buffer(n, pointer.out, MHD_RESPMEM_PERSISTENT);
}

enum MHD_Result bomba_queue(struct peticion *p)
{
	struct encabezado h[RESPUESTA_HEADERS_MAX];
	bool file = p->ex.respuesta.fd >= 0;
	struct MHD_Response *m = make_response(p);
	if (!m)
		return MHD_NO;
	size_t n = peticion_answer_headers(p, h);
	for (size_t i = 0; i < n; i++)
		MHD_add_response_header(m, h[i].name, h[i].value);
	p->fase = FASE_ENVIO;
	conexion_deadline(p->conexion, file ? p->servidor->o.plazo_documento_s : p->servidor->o.plazo_peticion_s);
	enum MHD_Result queued = mhd_queue(p->mhd, (unsigned)p->ex.respuesta.http, m);
	MHD_destroy_response(m);
	return queued;
}

/* The request is whole. */
static enum MHD_Result dispatch(struct peticion *p)
{
	const struct ruta *r = p->ex.ruta;
	if (r->lane == LANE_INLINE) {
		peticion_finish(p, r->handler(&p->ex, p->servidor->o.app));
		return bomba_queue(p);
	}
	if (p->servidor->detenido || !carril_push(&p->servidor->carriles[r->lane], p)) {
		peticion_finish(p, error_set(&p->ex.err, PROBLEM_SATURADO));
		return bomba_queue(p);
	}
	p->fase = FASE_CARRIL;
	p->conexion->plazo_ns = INT64_MAX;
	MHD_suspend_connection(p->mhd);
	return MHD_YES;
}

/*
 * Refused while body bytes may still come. A little is read and thrown away, so that the connection can be used again; of a large body the
 * client is told at once. An answer queued with MHD now would close the connection, with a reset that may swallow the answer: only for a
 * client that waits for 100 Continue, or when the body's end is not known.
 */
static enum MHD_Result refused_early(struct peticion *p)
{
	if (p->content_length == 0 && !p->chunked)
		return MHD_YES;
	if (p->expect || p->cerrar)
		return bomba_queue(p);
	if (p->content_length > DESCARTE_MAX)
		conexion_raw_answer(p);
	return MHD_YES;
}

static enum MHD_Result on_body(struct peticion *p, const char *data, size_t *data_size)
{
	size_t n = *data_size;
	*data_size = 0;
	if (p->fase == FASE_CRUDA)
		return MHD_YES;
	peticion_body(p, data, n);
	if (p->fase == FASE_DESCARTE && (p->descartados > DESCARTE_MAX || p->content_length > p->recibidos + DESCARTE_MAX))
		conexion_raw_answer(p);
	return MHD_YES;
}

enum MHD_Result bomba_handler(void *cls, struct MHD_Connection *mhd, const char *url, const char *method, const char *version,
	const char *data, size_t *data_size, void **con_cls)
{
	(void)cls;
	(void)mhd;
	(void)url;
	struct peticion *p = *con_cls;
	if (!p)
		return MHD_NO;
	switch (p->fase) {
	case FASE_ENCABEZADOS: /* nothing may be queued yet: it would cost the connection */
		peticion_headers(p, method, version);
		return p->fase == FASE_DESCARTE ? refused_early(p) : MHD_YES;
	case FASE_CUERPO:
		if (*data_size)
			return on_body(p, data, data_size);
		return peticion_complete(p) ? dispatch(p) : bomba_queue(p);
	case FASE_DESCARTE:
		return *data_size ? on_body(p, data, data_size) : bomba_queue(p);
	case FASE_CRUDA:
		return *data_size ? on_body(p, data, data_size) : MHD_NO;
	case FASE_LISTA:
		return bomba_queue(p);
	case FASE_CARRIL:
	case FASE_ENVIO:
		return MHD_YES;
	}
	return MHD_NO;
}
