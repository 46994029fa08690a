/*
 * The HTTP machinery: one pump thread drives libmicrohttpd (external epoll, never blocks on the database); complete requests become
 * `struct exchange` and wait in the bounded queue of their lane; lane threads run the route's handler and hand the exchange back.
 * The only user of libmicrohttpd together with its own files. Everything a route needs to know stands in the route table (http/rutas.h).
 */
#ifndef HTTP_SERVIDOR_H
#define HTTP_SERVIDOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/direccion.h"
#include "base/error.h"
#include "base/hash.h"
#include "domain/expediente.h"
#include "http/cuotas.h"

struct servidor;

enum metodo { METODO_GET, METODO_POST, METODO_PUT, METODO_PATCH, METODO_DELETE, METODO_COUNT };
/* "GET", "POST", … */
const char *metodo_nombre(enum metodo m);

/* Where a request is served. */
enum lane {
	LANE_INLINE,     /* on the pump itself: no I/O at all, microseconds */
	LANE_ACTOS,      /* legal acts, in groups: one statement, one commit */
	LANE_LECTURA,    /* reads of files, in groups */
	LANE_DOCUMENTOS, /* uploads and downloads: a caged child or megabytes each, so that they hold up nobody else */
	LANE_COSTOSO,    /* much work for people without a login (the pre-check): few at once, and nobody else waits for them */
	LANE_CUENTAS,   /* passwords: each holds the memory of one Argon2id while it runs, so few at once, and nobody else waits for them */
	LANE_PROVEEDOR, /* signing in elsewhere: waits for the identity provider, so that nobody else does */
	LANE_DESCARGAS, /* making the files of the whole registry: one thread, since one at a time is enough (services/descargas.h) */
	LANE_GENERAL,   /* everything else, one by one */
	LANE_COUNT
};

enum cuerpo { CUERPO_NADA, CUERPO_JSON, CUERPO_MERGE_PATCH, CUERPO_DOCUMENTO, CUERPO_FORMULARIO /* application/x-www-form-urlencoded */ };

/* What a route demands of the caller, checked by the handler's front (http/acceso.c) before it runs. */
enum acceso { ACCESO_PUBLICO, ACCESO_CREDENCIAL, ACCESO_SESION /* a person who signed in; no key, no scope */ };

#define MEDIO_JSON 1u
#define MEDIO_CSV 2u
#define MEDIO_HTML 4u
#define MEDIO_YAML 8u
#define MEDIO_TEXTO 16u /* text/plain (metrics) */
#define MEDIO_PDF 64u
#define MEDIO_ATOM 128u
#define MEDIO_JSON_LD 256u
#define MEDIO_SSE 512u    /* server-sent events */
#define MEDIO_BINARIO 32u /* the document's own type: any Accept is fine */

struct exchange;

struct ruta {
	enum metodo metodo;
	const char *patron;    /* "/v1/expedientes/{id}/actos" */
	const char *operation; /* operationId of openapi.yaml */
	enum lane lane;
	enum acceso acceso;
	const char *ambito; /* scope "recurso:accion" that the key needs; NULL for public ones */
	unsigned roles;     /* ROL_BIT set that may call it at all; 0 = any */
	enum cuerpo cuerpo;
	const char *const
		*partes;  /* of a document body: the files that a form may have, by name, NULL-terminated; NULL: one, of any name */
	size_t limite;    /* body bytes; 0 = no body; SIZE_MAX = the configured document limit */
	unsigned medios;  /* MEDIO_ set it can answer with; the first bit set is the default */
	bool idempotente; /* takes Idempotency-Key */
	bool por_si; /* never for another (Actuar-Por): it would give its liaison more, change who governs, or outlive the delegation */
	bool ensayo; /* of a sandbox only: anywhere else there is no such route */
	bool exportacion; /* what it answers leaves the house: told in the security journal */
	enum gasto gasto; /* which rate limit it counts against; most leave it to gasto_de_ruta */
	/* One of the two (LANE_INLINE: handler only, public, worker = `app`). Handlers set ex->respuesta or return an error in ex->err; they never touch libmicrohttpd. */
	enum status (*handler)(struct exchange *ex, void *worker);
	void (*group)(struct exchange **ex, size_t n, void *worker); /* each answered alone through exchange_fail/exchange_json… */
};

/* The route's own class, or else: documents by their lane, other public ones as public, the rest by whether they change anything. */
enum gasto gasto_de_ruta(const struct ruta *r);

#define ARCHIVOS_MAX 2

/* One file of a body. Strings are valid as long as the exchange. */
struct archivo {
	const char *campo;  /* name of its part; NULL: the body is the file */
	const char *nombre; /* file name of its part, or NULL */
	const char *content_type;
	int fd;
	int64_t len;
	struct sha256 sha256;
};

#define RUTA_PARAMS_MAX 3
#define EXCHANGE_HEADERS_MAX 16

struct respuesta {
	int http;                 /* 0: not set yet */
	const char *content_type; /* static or arena */
	struct buf body;          /* sent as it is unless fd >= 0 */
	int fd;                   /* file with the body (owned, closed after sending), -1 = none */
	int64_t fd_offset, fd_len;
	const void *estatico; /* static bytes with static_len instead of body; NULL = none */
	size_t static_len;
	struct {
		const char *name, *value; /* static or arena */
	} headers[EXCHANGE_HEADERS_MAX];
	size_t n_headers;
};

/* One request from its last body byte to its answer. Owned by exactly one thread at a time; freed by the pump. */
struct exchange {
	const struct ruta *ruta;
	struct arena *arena; /* bounded; freed with the exchange */
	struct error err;
	struct respuesta respuesta;
	char request_id[UUID_LEN];
	const char *traceparent;             /* as received when well formed, else NULL */
	bool ingles;                         /* Accept-Language prefers English */
	bool cabeza;                         /* HEAD: the body of the answer stays here */
	unsigned medio;                      /* negotiated MEDIO_ bit */
	const char *params[RUTA_PARAMS_MAX]; /* decoded path parameters, in pattern order */
	const char *path;
	enum lane lane; /* where it runs now: the route's, or where exchange_move sent it */
	/* body: JSON in memory, documents in an unlinked spool file */
	const char *body;
	size_t body_len;
	int spool_fd; /* -1 = none */
	int64_t spool_len;
	struct sha256 spool_sha256;
	const char *spool_nombre; /* file name of a multipart upload, or NULL */
	/* instead of spool_*, for a route with `partes`: in the order in which they came; the server closes them */
	const struct archivo *archivos;
	size_t n_archivos;
	/* headers a handler needs, or NULL; valid as long as the exchange. Of a multipart upload, content_type is that of the file part. */
	const char *authorization, *if_match, *if_none_match, *if_modified_since, *idempotency_key, *content_type, *content_digest,
		*content_disposition, *range, *if_range, *actuar_por, *cookie, *csrf, *user_agent, *sec_fetch_site, *last_event_id;
	const char *client_cert;  /* Client-Cert; NULL unless one of `proxies` wrote it */
	struct direccion cliente; /* who asks, as far as proxies are believed */
	/* set by acceso_check; the rest is zero before it */
	struct actor actor;
	struct uuid clave_id, sesion_id; /* one of the two; the other is nil */
	int64_t elevada_en;              /* of a session: when its person last proved who they are */
	int64_t started_ns;              /* monotonic */
	struct servidor *servidor;
	void *app;     /* of the options */
	void *interno; /* the server's own */
};

/* Query parameter, percent-decoded UTF-8, NULL when absent. Unknown ones: exchange_query_only. */
const char *exchange_query(const struct exchange *ex, const char *name);
/* PARAMETRO_INVALIDO with one item per parameter that is not in the NULL-terminated list, or that is given twice. */
NODISCARD enum status exchange_query_only(struct exchange *ex, const char *const *allowed);
/* Field of a form, NULL when absent: text of a multipart/form-data upload (strict UTF-8, ≤ 4 KiB), or one of CUERPO_FORMULARIO (each name once). */
const char *exchange_form(const struct exchange *ex, const char *name);
/* PARAMETRO_INVALIDO about one query or path parameter; `m` (with its one argument, or NULL) says what is wrong and becomes its item. */
NODISCARD enum status exchange_param_error(struct exchange *ex, const char *name, enum mensaje m, const char *arg);

/* Answers. Each sets the response once; `body` is taken over (the buffer is emptied). A failed buffer becomes INTERNO. */
void exchange_json(struct exchange *ex, int http, struct buf *body);
void exchange_body(struct exchange *ex, int http, const char *content_type, struct buf *body);
void exchange_static(struct exchange *ex, int http, const char *content_type, const void *p, size_t n);
void exchange_file(struct exchange *ex, int http, const char *content_type, int fd, int64_t offset, int64_t len); /* takes fd */
void exchange_empty(struct exchange *ex, int http);                                                               /* 204, 304 */
void exchange_header(struct exchange *ex, const char *name, const char *value); /* value copied to the arena */
/* Turns ex->err (must be set) into application/problem+json in the caller's language. */
void exchange_problem(struct exchange *ex);
/* Only within `group`: this exchange is not answered now but comes first in the next drain (a second act on the same file). */
void exchange_defer(struct exchange *ex);
/*
 * Only within `group`: this exchange is not answered now but runs again, through the same function, in another lane: its work must not hold up
 * this one. `ex->lane` then says where it is. Only towards a later lane of the enumeration (they stop in that order). A full queue answers SATURADO.
 */
void exchange_move(struct exchange *ex, enum lane lane);

/* What to send of a representation of `total` bytes with strong validator `etag` (quoted; NULL: If-Range never matches). */
struct rango {
	int http; /* 200 or 206 */
	int64_t offset, len;
};
/*
 * Reads Range and If-Range (RFC 9110 §14: one byte range; several, or malformed ones, give the whole) and sets Accept-Ranges and
 * Content-Range on the answer. INVALID with RANGO_INVALIDO (416) when the range lies outside.
 */
NODISCARD enum status exchange_range(struct exchange *ex, int64_t total, const char *etag, struct rango *out);
/* Empty unnamed file in the spool folder for a download to be put together, -1 with errno. The caller owns it (exchange_file takes it). */
int exchange_tempfile(const struct exchange *ex);
/* Counts bytes of such a file among those of all spool files, until the exchange ends. False when they do not fit. */
NODISCARD bool exchange_reserve(struct exchange *ex, int64_t bytes);

/* Text of ex->cliente, for the security journal; "" when it has none. Lives as long as the exchange. */
const char *exchange_direccion(const struct exchange *ex);
/* "GET", …, HEAD included. */
const char *exchange_metodo(const struct exchange *ex);

/* `soltar(ctx)` is called on the pump once the exchange is over, whatever became of it: for what its answer uses until then. Once an exchange. */
void exchange_hold(struct exchange *ex, void (*soltar)(void *ctx), void *ctx);

struct servidor_opciones {
	const char *escucha; /* "127.0.0.1:8080", "[::1]:8080" */
	const struct ruta *rutas;
	size_t n_rutas;
	int hilos[LANE_COUNT];    /* threads per lane; INLINE ignored */
	int cola_max[LANE_COUNT]; /* waiting requests; beyond: SATURADO 503 + Retry-After */
	int grupo_max;            /* 64 */
	int conexiones_max, conexiones_por_direccion;
	int plazo_peticion_s; /* total time from the first header byte to the last body byte (documents: plazo_documento_s) */
	int plazo_documento_s, plazo_ocioso_s;
	size_t encabezados_max, uri_max;
	int64_t documento_max;        /* bytes */
	int64_t spool_max;            /* bytes of all spool files together; beyond: SATURADO */
	const char *carpeta_temporal; /* for the spool (O_TMPFILE, 0600) */
	int parada_s;                 /* graceful stop: requests in flight get this long */
	bool tras_tls;                /* people come by https: every answer forbids their browsers anything else for a year (RFC 6797) */
	struct cuotas_limites cuotas; /* requests a minute; all zero: no limits */
	struct proxies proxies;       /* believed when they say for whom they ask, and with which certificate */
	/*
	 * Pump, no I/O: whose account a key or session (of the exchange only its headers are there yet) that was good lately is; false when not known. NULL: nobody
	 * is. For counting only, never for access.
	 */
	bool (*conocido)(void *app, const struct exchange *ex, struct uuid *titular);
	/* Called in each lane thread: makes the `worker` given to handlers (its database connection), NULL with err when not possible yet (retried). */
	void *(*worker_start)(void *app, enum lane lane, struct error *err);
	void (*worker_stop)(void *worker);
	/* Runs before every handler in the lane thread: authentication and scope; sets ex->actor. */
	enum status (*acceso)(struct exchange *ex, void *worker);
	/* Lane thread: the answer to a request that came past `acceso` (or was refused there) is ready. No I/O. NULL: nobody is told. */
	void (*terminada)(const struct exchange *ex);
	void *app;
};

/*
 * Opens the socket and starts the threads. UNAVAILABLE when the address cannot be bound. The options' strings, routes and app
 * must outlive the server. The process must not have other users of SIGPIPE: it is ignored from here on.
 */
NODISCARD enum status servidor_start(const struct servidor_opciones *o, struct servidor **out, struct error *err);
/* Runs the pump in the calling thread until servidor_stop; finishes requests in flight, then returns. */
void servidor_run(struct servidor *s);
/* Async-signal-safe: asks servidor_run to finish. */
void servidor_stop(struct servidor *s);
void servidor_free(struct servidor *s);
int servidor_puerto(const struct servidor *s); /* the port really bound (when 0 was asked for) */

/* Prometheus text of the server's own counters: requests by operation and status, latency histogram, queue depth, connections, groups. */
void servidor_metrics(const struct servidor *s, struct buf *out);

#endif
