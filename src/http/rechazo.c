/*
 * What libmicrohttpd refuses by itself (a request line or a length that cannot be read, a chunk without its size, headers beyond the
 * connection's memory) it would answer with a short page of its own, and no callback is told. All of those pages go through one function, and
 * that is an exported one, which the library calls through its linkage table: the definition here comes first. Answers of ours go to the
 * library's own directly (mhd_queue), so whoever calls this one is the library. It is sent past the library, as other refusals in the middle
 * of a request are, and the library is told that it cannot be queued: it closes the connection and reads nothing more of it. (Queued, the
 * answer to a bad Content-Length would come twice: 0.9.75 goes on after refusing it.) What is refused stays the library's decision.
 *
 * Source: libmicrohttpd 0.9.75, transmit_error_response_len() in src/microhttpd/connection.c. A request line without a space it closes without
 * a word: conexion.c answers that one. tests/unit/http/test_rechazo.c sends one of each kind.
 */
#include <dlfcn.h>

#include "http/interno.h"

typedef enum MHD_Result queue_fn(struct MHD_Connection *mhd, unsigned int status, struct MHD_Response *response);

static queue_fn *theirs;

bool rechazo_init(void)
{
	union {
		void *in;
		queue_fn *out;
	} next = {.in = dlsym(RTLD_NEXT, "MHD_queue_response")};
	theirs = next.out;
	return theirs != NULL;
}

enum MHD_Result mhd_queue(struct MHD_Connection *mhd, unsigned int status, struct MHD_Response *response)
{
	return theirs(mhd, status, response);
}

static enum problem problem_of(unsigned int status)
{
	switch (status) {
	case MHD_HTTP_BAD_REQUEST:
		return PROBLEM_SOLICITUD_ILEGIBLE;
	case MHD_HTTP_CONTENT_TOO_LARGE:
		return PROBLEM_DEMASIADO_GRANDE;
	case MHD_HTTP_URI_TOO_LONG:
		return PROBLEM_URI_LARGA;
	case MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE:
		return PROBLEM_ENCABEZADOS_GRANDES;
	case MHD_HTTP_HTTP_VERSION_NOT_SUPPORTED:
		return PROBLEM_VERSION_HTTP;
	default:
		return PROBLEM_INTERNO;
	}
}

/* The request under way; one made for the occasion when its line could not be read. NULL without memory. */
static struct peticion *request_of(struct MHD_Connection *mhd)
{
	struct conexion *c = conexion_of(mhd);
	if (c && !c->actual)
		c->actual = peticion_new(c->servidor, c, mhd, "");
	return c ? c->actual : NULL;
}

/* The library's name for it; only the library calls it. */
enum MHD_Result MHD_queue_response(struct MHD_Connection *mhd, unsigned int status, struct MHD_Response *response)
{
	struct peticion *p = request_of(mhd);
	(void)response;
	if (p && p->fase <= FASE_DESCARTE) { /* not answered yet */
		peticion_unreadable(p, problem_of(status));
		conexion_raw_answer(p);
	}
	return MHD_NO;
}
