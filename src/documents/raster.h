/*
 * What can be measured on the image of a page without reading it: how much ink there is, how it stands out, how crooked the lines run, and where it
 * is written, and which strokes are too large to be letters (signatures, stamps, drawings). In the cage: task "pagina" (tareas.c).
 */
#ifndef SRC_DOCUMENTS_RASTER_H
#define SRC_DOCUMENTS_RASTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#define RASTER_LADO_MAX 12000u /* pixels */
#define RASTER_MARCAS_MAX 24
#define RASTER_INCLINACION_MAX 1000 /* hundredths of a degree */
#define RASTER_UNIDAD 10000         /* marks are given in ten-thousandths of the page's width and height */
#define RASTER_COLUMNAS 32u         /* cells of a page: about 7 mm wide and 2 mm high on a letter sheet */
#define RASTER_FILAS 128u
#define RASTER_ESCRITO_LEN (RASTER_COLUMNAS * RASTER_FILAS / 8)

struct raster_marca {
	uint16_t x0, y0, x1, y1; /* x0 < x1, y0 < y1 */
};
struct raster_medida {
	uint32_t ancho, alto; /* pixels */
	uint8_t fondo;        /* grey of the paper, 0 black – 255 white */
	uint8_t contraste;    /* grey between paper and ink; 0 without ink */
	uint32_t tinta;       /* ink in millionths of the page, its edge left out */
	int16_t inclinacion;  /* hundredths of a degree that the lines rise to the right; 0 when not known */
	uint8_t firmeza;      /* 0: the inclination is not known (too few lines, a picture); else how clearly, up to 255 */
	uint8_t n_marcas;     /* the largest first */
	struct raster_marca marcas[RASTER_MARCAS_MAX];
	uint8_t escrito
		[RASTER_ESCRITO_LEN]; /* a bit for each cell, row after row: it has ink as print has, neither next to none nor a black area */
};

/*
 * A grey PGM (binary, P5, one byte a pixel) of `ppp` pixels per inch. False when it is none, or too large. Memory: about a fifth of the image. Pure.
 */
bool raster_medir(const uint8_t *pgm, size_t n, uint32_t ppp, struct raster_medida *out);

/* Width, height and first pixel of such an image; NULL when it is none. */
const uint8_t *raster_pixeles(const uint8_t *pgm, size_t n, uint32_t *ancho, uint32_t *alto);

/*
 * The same image turned about its middle so that lines that rise to the right by `centesimas` of a degree lie level, as a PGM of the same size appended
 * to `out`; what was outside is paper. False when it is no such image, the angle is beyond RASTER_INCLINACION_MAX, or `out` is full. In the cage: task "derecha".
 */
bool raster_enderezar(const uint8_t *pgm, size_t n, int centesimas, struct buf *out);
/* A box of the straight image (in RASTER_UNIDAD) becomes the box around the same place on the image as it was measured. Pure. */
void raster_torcer(const struct raster_medida *m, int *x0, int *y0, int *x1, int *y1);

/*
 * The same image turned clockwise by `cuartos` (1 to 3) quarters of a turn, appended to `out`. False when it is no such image, or `out` is full.
 * In the cage: task "giro".
 */
bool raster_girar(const uint8_t *pgm, size_t n, unsigned cuartos, struct buf *out);

/* Percent of the written cells that lie in none of these boxes; 0 when they are fewer than a line's. Pure. */
int raster_fuera(const struct raster_medida *m, const struct raster_marca *cajas, size_t n);

/* The record that the task answers: fixed layout, little-endian; see raster_registro.c. */
#define RASTER_REGISTRO_LEN (24 + 8 * RASTER_MARCAS_MAX + RASTER_ESCRITO_LEN)
void raster_encode(const struct raster_medida *m, uint8_t out[static RASTER_REGISTRO_LEN]);
/* False unless an honest inspector can have sent it. */
bool raster_decode(const uint8_t in[static RASTER_REGISTRO_LEN], struct raster_medida *out);

#endif
