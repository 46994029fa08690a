/*
 * The image of one page and what tesseract reads on it: drawn by pdftoppm, measured and turned level by the inspector, each in its cage. Kept in unnamed
 * files, never in memory. A thread of its own makes it, so that two pages are made at a time.
 */
#ifndef SRC_DOCUMENTS_LECTURA_HOJA_H
#define SRC_DOCUMENTS_LECTURA_HOJA_H

#include <pthread.h>

#include "documents/lectura.h"
#include "documents/raster.h"

#define HOJA_BLANCA_TINTA 120 /* millionths: less than half a line of print */
#define HOJA_TSV_MAX ((size_t)4 << 20)

struct hoja {
	int numero;  /* page, from 1; 0: none */
	int ppp;     /* pixels per inch that it is drawn with */
	bool trazos; /* only its strokes matter: without any it is not turned level */
	const struct lectura_opciones *op;
	int documento; /* the caller's, open as long as the sheet */
	int de;        /* -1, or another sheet's image that is turned clockwise by `cuartos` quarters instead of drawing the page */
	unsigned cuartos;
	int64_t plazo_ns; /* on the monotonic clock: no tool gets more than what is left, but for a second */
	bool aparte;      /* `hilo` makes it */
	pthread_t hilo;
	/* What came of it. */
	int imagen;  /* these three are unnamed files, or -1 */
	int derecha; /* the image turned level; -1: it lies level as it is, or could not be turned */
	int lectura; /* tesseract's TSV; -1: it was not asked, or gave none */
	bool medida;
	struct raster_medida m;
	enum pagina_motivo motivo;
	enum problem problema; /* no tool could be started: the reading ends with it */
	const char *que;
	char interno[200]; /* for the log: a copy, for the thread's own memory ends with it */
};

#define HOJA_NINGUNA ((struct hoja){.imagen = -1, .derecha = -1, .lectura = -1, .documento = -1, .de = -1})

/*
 * Begins what the members of HOJA_NINGUNA before `aparte` were set to: draws, measures, turns level, and reads what is neither blank nor without strokes where
 * they alone matter. Until hoja_wait() nothing of `h` may be touched. hoja_close() whatever comes of it.
 */
void hoja_begin(struct hoja *h);
/* True when it is made; false after `ms` milliseconds: wait again. */
bool hoja_wait(struct hoja *h, int ms);
/* What tesseract says about how the sheet lies, appended to `out`: nothing when it cannot tell. False: `h->problema` says why. */
bool hoja_position(struct hoja *h, struct buf *out);
/* What is in an unnamed file, appended to `out`. False: it cannot be read, or is more than `out` takes. */
bool hoja_load(int fd, struct buf *out);
/* Waits for its thread, closes its files; `numero` is 0 afterwards. */
void hoja_close(struct hoja *h);

#endif
