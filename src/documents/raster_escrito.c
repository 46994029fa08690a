/* What is written on a page, cell by cell, against the boxes of what was read of it. */
#include "documents/raster.h"

#include <string.h>

#define RENGLON 30u /* cells that a line of print covers at least: fewer outside are the ends of boxes */

struct celdas {
	uint32_t c0, c1, f0, f1;
};

/* All cells that the box touches. */
static struct celdas cells(const struct raster_marca *b)
{
	const uint32_t c1 = (b->x1 * RASTER_COLUMNAS + RASTER_UNIDAD - 1) / RASTER_UNIDAD,
		       f1 = (b->y1 * RASTER_FILAS + RASTER_UNIDAD - 1) / RASTER_UNIDAD;
	const uint32_t c0 = b->x0 * RASTER_COLUMNAS / RASTER_UNIDAD, f0 = b->y0 * RASTER_FILAS / RASTER_UNIDAD;
	return (struct celdas){c0, c1 < RASTER_COLUMNAS ? c1 : RASTER_COLUMNAS, f0, f1 < RASTER_FILAS ? f1 : RASTER_FILAS};
}

static uint32_t count(const uint8_t bits[static RASTER_ESCRITO_LEN])
{
	uint32_t n = 0;
	for (uint32_t i = 0; i < RASTER_COLUMNAS * RASTER_FILAS; i++)
		n += (uint32_t)bits[i / 8] >> i % 8 & 1u;
	return n;
}

int raster_fuera(const struct raster_medida *m, const struct raster_marca *cajas, size_t n)
{
	uint8_t fuera[RASTER_ESCRITO_LEN];
	memcpy(fuera, m->escrito, sizeof fuera);
	for (size_t i = 0; i < n; i++) {
		const struct celdas k = cells(&cajas[i]);
		for (uint32_t f = k.f0; f < k.f1; f++)
			for (uint32_t c = k.c0; c < k.c1; c++)
				fuera[(f * RASTER_COLUMNAS + c) / 8] &= (uint8_t) ~(1u << (f * RASTER_COLUMNAS + c) % 8);
	}
	const uint32_t todas = count(m->escrito), quedan = count(fuera);
	return quedan < RENGLON ? 0 : (int)(quedan * 100 / todas);
}
