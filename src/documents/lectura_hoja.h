/*
 * The image of one page, made ready to be read: drawn by pdftoppm, measured and turned level in the cage. Kept in unnamed files, never in memory.
 * It may be made by a thread of its own while another page is being read: of the wait for a copy, only the first page's drawing is left.
 */
#ifndef SRC_DOCUMENTS_LECTURA_HOJA_H
#define SRC_DOCUMENTS_LECTURA_HOJA_H

#include <pthread.h>

#include "documents/lectura.h"
#include "documents/raster.h"

#define HOJA_BLANCA_TINTA 120 /* millionths: less than half a line of print */
#define HOJA_IMAGEN_MAX ((uint64_t)64 << 20)

struct hoja {
	int numero;  /* page, from 1; 0: none */
	int ppp;     /* pixels per inch that it is drawn with */
	bool trazos; /* only its strokes matter: without any it is not turned level */
	const struct lectura_opciones *op;
	int documento;    /* the caller's, open as long as the sheet */
	int64_t plazo_ns; /* on the monotonic clock: no tool gets more than what is left, but for a second */
	bool aparte;      /* `hilo` makes it */
	pthread_t hilo;
	/* What came of it. */
	int imagen, derecha; /* unnamed files; `derecha` -1: it lies level as it is */
	bool medida;
	struct raster_medida m;
	enum pagina_motivo motivo;
	enum problem problema; /* no tool could be started: the reading ends with it */
	const char *que, *interno;
};

#define HOJA_NINGUNA ((struct hoja){.imagen = -1, .derecha = -1})

/* Draws, measures and turns level what the first six members name; `imagen` and `derecha` are -1 before. hoja_close() whatever comes of it. */
void hoja_make(struct hoja *h);
/* The same in a thread; where none can be had, at once. Until hoja_wait() nothing of `h` may be touched. */
void hoja_make_aside(struct hoja *h);
void hoja_wait(struct hoja *h);
/* `de`'s image turned clockwise by `cuartos` quarters, measured and turned level. False: it could not be, and `out->problema` may say why. */
bool hoja_make_turned(struct hoja *out, const struct hoja *de, unsigned cuartos);
/* Waits for its thread, closes its files; `numero` is 0 afterwards. */
void hoja_close(struct hoja *h);

/* An unnamed file of the reading's; -1 on failure. */
int hoja_scratch(const struct lectura_opciones *op);
/* What a tool may take: its own limit, or what is left of the copy's. Milliseconds. */
uint32_t hoja_allowed(int64_t plazo_ns, uint32_t max);

#endif
