/*
 * What the files of src/http share. Two kinds of threads meet here: the pump (servidor_run), which alone touches libmicrohttpd, connections
 * and the freeing of exchanges; and the lane threads, which own an exchange between its leaving the queue and `servidor_terminada`.
 */
#ifndef HTTP_INTERNO_H
#define HTTP_INTERNO_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/log.h"
#include "http/servidor.h"

#define ARENA_PETICION ((size_t)8 * 1024 * 1024)
#define SEGMENTOS_MAX 16
#define QUERY_MAX 100      /* parameters */
#define FORM_FIELDS_MAX 16 /* text fields of a multipart upload */
#define FORM_FIELD_BYTES ((size_t)4096)
#define MULTIPART_OVERHEAD ((uint64_t)64 * 1024)
#define DESCARTE_MAX ((uint64_t)256 * 1024) /* of a refused body is read, so that the connection survives the refusal */
#define LINGER_S 2                          /* a raw answer waits so long for the client to stop sending */
#define ESPERA_BASE_NS INT64_C(2000000000)  /* waiting for a lane without worker */
#define TICK_MS 200
#define CUOTA_LEN 80

/* ---- multipart and spool (spool.c) ---- */

struct spool_archivo {
	struct archivo a;       /* fd: -1 until the first byte */
	struct sha256_ctx *sha; /* arena, on its own alignment */
};
struct spool {
	struct spool_archivo archivos[ARCHIVOS_MAX];
	size_t n; /* files begun; the last one is being written */
	int64_t reservado;
	struct MHD_PostProcessor *multipart; /* NULL: raw body */
	bool sin_archivo;                    /* the part under way is a file field that its form left empty */
	struct {
		char *name;
		struct buf value;
	} * campos;
	size_t n_campos;
};

/* ---- one request (intercambio.c) ---- */

enum fase {
	FASE_ENCABEZADOS, /* until the first callback */
	FASE_CUERPO,      /* body bytes are wanted */
	FASE_DESCARTE,    /* refused already: body bytes are thrown away, the answer is ready */
	FASE_CARRIL,      /* suspended: in a queue or with a lane thread */
	FASE_LISTA,       /* answered, to be queued with MHD at the next callback */
	FASE_ENVIO,       /* MHD sends it */
	FASE_CRUDA        /* answered past MHD; the client may go on sending for LINGER_S */
};

struct parametro {
	const char *name, *value;
};

/* Of a connection's memory, beyond the largest headers: what libmicrohttpd notes of each of them, and the head of the answer. */
#define CONEXION_RESTO ((size_t)4 * 1024)

struct peticion {
	struct exchange ex; /* first member: ex->interno points back here */
	struct servidor *servidor;
	struct conexion *conexion;
	struct MHD_Connection *mhd;
	struct peticion *sig; /* in the queue, then in the finished list */
	enum fase fase;
	bool acceso_hecho, diferida, cerrar, chunked, expect;
	enum lane destino; /* of a deferred one that goes on elsewhere; LANE_INLINE: here */
	int diferidas;     /* times */
	char *uri;         /* decoded in place, arena */
	size_t uri_len;
	const char *query_raw;
	struct parametro *query, *formulario;
	size_t n_query, n_formulario;
	/* header scan */
	const char *accept, *accept_language, *content_encoding, *transfer_encoding, *x_request_id, *x_forwarded_for;
	const char *repetido; /* a single-valued header that came twice */
	size_t header_bytes, cookie_bytes;
	int n_host, n_content_length;
	uint64_t content_length, recibidos, descartados;
	uint64_t limite;
	struct buf cuerpo;
	struct spool spool;
	void (*soltar)(void *ctx); /* exchange_hold; NULL: nothing is held */
	void *soltar_ctx;
	int64_t encolada_ns;
	char traza[33];
	const char *politica;  /* RateLimit-Policy; NULL: no limit applied */
	char cuota[CUOTA_LEN]; /* RateLimit */
};

static inline struct peticion *peticion_of(const struct exchange *ex)
{
	return ex->interno;
}

struct peticion *peticion_new(struct servidor *s, struct conexion *c, struct MHD_Connection *mhd, const char *uri);
void peticion_free(struct peticion *p);
/* First callback: headers, route, negotiation, limits. Afterwards the phase is FASE_CUERPO, or FASE_DESCARTE with the answer ready. */
void peticion_headers(struct peticion *p, const char *method, const char *version);
/* One piece of the body. */
void peticion_body(struct peticion *p, const char *data, size_t n);
/* After the last byte, in FASE_CUERPO: closes the body; false when it is refused (answer ready). */
bool peticion_complete(struct peticion *p);
/* libmicrohttpd gives it up: the answer is made ready, unless one is already; the connection ends with it. */
void peticion_unreadable(struct peticion *p, enum problem why);
/* Its time is over before the last byte: 408, past MHD. */
void peticion_timeout(struct peticion *p);
/* ex->err becomes the answer, logged and counted. */
void peticion_reject(struct peticion *p);
/* Default headers, log line, counters; any thread, once, when the handler is done. */
void peticion_finish(struct peticion *p, enum status st);
const char *peticion_method(const struct peticion *p);
struct encabezado {
	const char *name, *value;
};
#define RESPUESTA_HEADERS_MAX (EXCHANGE_HEADERS_MAX + 11)
/* The answer's headers, the ones that every answer carries included; returns how many. */
size_t peticion_answer_headers(const struct peticion *p, struct encabezado out[static RESPUESTA_HEADERS_MAX]);

/* Percent-decodes in place (strict: two digits, valid UTF-8, no NUL); `plus`: '+' is a space. False when malformed. */
bool percent_decode(char *s, size_t *len, bool plus);
bool query_parse(struct peticion *p, char *raw);
/* The fields of a body in application/x-www-form-urlencoded, decoded in place; false when malformed or when a name comes twice. */
bool form_parse(struct peticion *p, char *raw);
void header_scan(struct peticion *p);
/* Takes the request from its caller's bucket, once; the answer will tell what is left. False when it is refused: the problem is set. */
bool limite_take(struct peticion *p);
bool traceparent_parse(const char *s, char traza[static 33]);

/* ---- routes (enrutador.c) ---- */

struct recurso_ruta {
	const char *patron;
	const char *segmento[SEGMENTOS_MAX]; /* NULL = parameter */
	size_t largo[SEGMENTOS_MAX];
	size_t n;
	const struct ruta *metodos[METODO_COUNT];
	char allow[64];
};
struct enrutador {
	struct recurso_ruta *recursos; /* most specific first */
	size_t n;
	const struct ruta *rutas;
	size_t n_rutas;
};
bool enrutador_init(struct enrutador *e, const struct ruta *rutas, size_t n);
void enrutador_free(struct enrutador *e);
/* Resource for a decoded path given as segments; fills the parameters. NULL: none. */
const struct recurso_ruta *enrutador_find(
	const struct enrutador *e, const char *const *seg, size_t n, const char *params[static RUTA_PARAMS_MAX]);

/* ---- negotiation (negociacion.c) ---- */

/* MEDIO_ bit for an Accept header (NULL = absent), 0 when none is acceptable. `medios` not empty. */
unsigned accept_choose(const char *accept, unsigned medios);
bool accept_english(const char *accept_language);
/* True when the media type of `content_type` (parameters aside) is `type`; charset, if given, must be utf-8. */
bool content_type_is(const char *content_type, const char *type);
void medios_list(unsigned medios, struct buf *out);
/* Boundary of multipart/form-data checked against RFC 2046; false when missing or malformed. */
bool multipart_boundary_ok(const char *content_type);

enum rango_clase { RANGO_TODO, RANGO_PARTE, RANGO_FUERA };
enum rango_clase rango_parse(const char *range, int64_t total, int64_t *offset, int64_t *len);

/* ---- spool.c ---- */
NODISCARD enum status spool_begin(struct peticion *p);
NODISCARD enum status spool_write(struct peticion *p, const char *data, size_t n);
NODISCARD enum status spool_end(struct peticion *p);
void spool_free(struct peticion *p);
int spool_tempfile(const char *folder);

/* ---- lanes (carril.c) ---- */

struct cola {
	struct peticion *first, *last;
	size_t n;
};
struct carril {
	struct servidor *servidor;
	enum lane lane;
	pthread_mutex_t mx;
	pthread_cond_t hay;
	struct cola cola;      /* under mx */
	int dormidos;          /* under mx */
	bool parar;            /* under mx */
	struct cola entrada;   /* pump only: gathered during one turn, so that a burst becomes one group and one lock */
	atomic_int pendientes; /* accepted and not yet taken by a thread */
	atomic_int con_worker; /* threads that have their worker */
	pthread_t *hilos;
	int n_hilos;
};
bool carril_start(struct carril *c, struct servidor *s, enum lane lane);
/* Pump: false when the queue is full. */
bool carril_push(struct carril *c, struct peticion *p);
void carril_flush(struct carril *c);
/* Pump: answers what has waited too long for a lane whose threads have no worker. */
void carril_expire(struct carril *c, int64_t now);
/* From now on its threads take nothing more; what they hold they finish. */
void carril_close(struct carril *c);
/* Closes, answers what was not taken with SATURADO, joins. */
void carril_stop(struct carril *c);

/* ---- metrics (metricas.c) ---- */

#define METRICA_CODIGOS 32
#define METRICA_TRAMOS 12
struct metricas {
	size_t n; /* routes + 1: the last row is for what matched none */
	struct metrica_ruta {
		atomic_uint_fast64_t codigos[METRICA_CODIGOS];
		atomic_uint_fast64_t tramos[METRICA_TRAMOS + 1];
		atomic_uint_fast64_t suma_us;
	} * rutas;
	atomic_uint_fast64_t grupos[LANE_COUNT], agrupadas[LANE_COUNT], aplazadas;
	atomic_uint_fast64_t plazos, crudas, rebasadas[GASTO_COUNT][SUJETO_COUNT];
	atomic_int conexiones;
};
bool metricas_init(struct metricas *m, size_t n_rutas);
void metricas_free(struct metricas *m);
void metricas_count(struct servidor *s, const struct ruta *r, int http, int64_t ns);

/* ---- connections (conexion.c) ---- */

struct conexion {
	struct conexion *prev, *next;
	struct servidor *servidor;
	struct peticion *actual; /* the request under way */
	int fd;
	struct direccion direccion; /* of the other end */
	int64_t plazo_ns;           /* monotonic, INT64_MAX = none */
	uint64_t visto;             /* progress at the last look for clients that are gone */
	bool ida;                   /* the client had ended its side then */
	bool cerrada;               /* shutdown(2) was called */
	bool usada;                 /* a request line was read */
	bool cruda;                 /* something was answered past libmicrohttpd */
};
void conexion_notify(void *cls, struct MHD_Connection *mhd, void **socket_context, enum MHD_ConnectionNotificationCode code);
void conexion_deadline(struct conexion *c, int64_t seconds);
void conexion_check(struct servidor *s, int64_t now);
void conexion_close(struct conexion *c);
/* Closes those whose client ended its side in the middle of a request or between two. Once per second. */
void conexion_reap(struct servidor *s);
void conexion_close_idle(struct servidor *s);
bool conexion_any_active(const struct servidor *s);
/* Sends the answer of p itself and closes the sending side: for refusals in the middle of a body, which MHD cannot express. */
void conexion_raw_answer(struct peticion *p);

/* ---- server (servidor.c, bomba.c) ---- */

struct servidor {
	struct servidor_opciones o;
	struct enrutador enrutador;
	struct metricas metricas;
	struct cuotas *cuotas;
	struct carril carriles[LANE_COUNT];
	struct MHD_Daemon *mhd;
	int escucha, epoll, evento, puerto;
	_Atomic(struct peticion *) terminadas; /* finished by the lanes, newest first */
	atomic_bool parar;
	bool parando, detenido; /* pump only */
	struct conexion *conexiones;
	int n_conexiones;
	struct pollfd *sondeo; /* for conexion_reap, grown as needed */
	size_t sondeo_cap;
	atomic_int_fast64_t spool_total;
};

/* Lane thread: hands a chain of finished requests (linked by sig) to the pump. */
void servidor_terminada(struct servidor *s, struct peticion *first, struct peticion *last);
enum MHD_Result bomba_handler(void *cls, struct MHD_Connection *mhd, const char *url, const char *method, const char *version,
	const char *data, size_t *data_size, void **con_cls);
void *bomba_uri(void *cls, const char *uri, struct MHD_Connection *mhd);
void bomba_completed(void *cls, struct MHD_Connection *mhd, void **con_cls, enum MHD_RequestTerminationCode why);
struct conexion *conexion_of(struct MHD_Connection *mhd);
/* Respuesta to MHD. MHD_NO when it could not be queued. */
enum MHD_Result bomba_queue(struct peticion *p);

/* ---- what libmicrohttpd refuses by itself (rechazo.c) ---- */

/* Finds the library's own MHD_queue_response; false when it is not to be found. Before the first request. */
bool rechazo_init(void);
/* MHD_queue_response, for answers of ours. */
enum MHD_Result mhd_queue(struct MHD_Connection *mhd, unsigned int status, struct MHD_Response *response);

#endif
