/* Turning a page by quarters, and so that its lines lie level: each point of the new image is looked up in the old one, between its four neighbours (bilinear), in 16.16 fixed point. */
#include <math.h>
#include <string.h>

#include "documents/raster.h"

#define UNO 65536
#define GRADO (3.14159265358979323846 / 180.0)

struct giro {
	const uint8_t *src;
	int64_t w, h, cos, sin;
	uint8_t papel;
};

/* The grey that most of a thin sample of the page is lighter than: what the corners that come from outside are filled with. */
static uint8_t paper(const uint8_t *p, size_t n)
{
	uint32_t hist[256] = {0}, total = 0, sum = 0;
	for (size_t i = 0; i < n; i += 97, total++)
		hist[p[i]]++;
	for (unsigned g = 0; g < 256; g++) {
		sum += hist[g];
		if (sum > total / 100 * 60)
			return (uint8_t)g;
	}
	return 255;
}

static uint8_t point(const struct giro *g, int64_t x, int64_t y)
{
	const int64_t i = x >> 16, j = y >> 16, fx = (x & (UNO - 1)) >> 8, fy = (y & (UNO - 1)) >> 8;
	if (i < 0 || j < 0 || i + 1 >= g->w || j + 1 >= g->h)
		return g->papel;
	const uint8_t *p = g->src + j * g->w + i;
	const int64_t arriba = p[0] * (256 - fx) + p[1] * fx, abajo = p[g->w] * (256 - fx) + p[g->w + 1] * fx;
	return (uint8_t)((arriba * (256 - fy) + abajo * fy) >> 16);
}

static void row(const struct giro *g, int64_t v, uint8_t *out)
{
	const int64_t dy = 2 * v - (g->h - 1); /* halves of a pixel from the middle */
	int64_t x = ((g->w - 1) * UNO - (g->w - 1) * g->cos + dy * g->sin) / 2;
	int64_t y = ((g->h - 1) * UNO + (g->w - 1) * g->sin + dy * g->cos) / 2;
	for (int64_t u = 0; u < g->w; u++, x += g->cos, y -= g->sin)
		out[u] = point(g, x, y);
}

bool raster_enderezar(const uint8_t *pgm, size_t n, int centesimas, struct buf *out)
{
	struct giro g = {0};
	uint8_t fila[RASTER_LADO_MAX];
	uint32_t w, h;
	if (centesimas > RASTER_INCLINACION_MAX || centesimas < -RASTER_INCLINACION_MAX)
		return false;
	g.src = raster_pixeles(pgm, n, &w, &h);
	if (!g.src)
		return false;
	const double angulo = centesimas / 100.0 * GRADO;
	g.w = w;
	g.h = h;
	g.cos = llround(cos(angulo) * UNO);
	g.sin = llround(sin(angulo) * UNO);
	g.papel = paper(g.src, (size_t)w * h);
	buf_printf(out, "P5\n%u %u\n255\n", w, h);
	for (uint32_t v = 0; v < h && !out->failed; v++) {
		row(&g, v, fila);
		buf_append(out, fila, w);
	}
	return !out->failed;
}

bool raster_girar(const uint8_t *pgm, size_t n, unsigned cuartos, struct buf *out)
{
	uint8_t fila[RASTER_LADO_MAX];
	uint32_t w, h;
	const uint8_t *src = cuartos >= 1 && cuartos <= 3 ? raster_pixeles(pgm, n, &w, &h) : NULL;
	if (!src)
		return false;
	const bool de_lado = cuartos != 2;
	const uint32_t ancho = de_lado ? h : w, alto = de_lado ? w : h;
	buf_printf(out, "P5\n%u %u\n255\n", ancho, alto);
	for (uint32_t v = 0; v < alto && !out->failed; v++) {
		for (uint32_t u = 0; u < ancho; u++) {
			const uint32_t x = cuartos == 1 ? v : w - 1 - (cuartos == 2 ? u : v);
			const uint32_t y = cuartos == 3 ? u : h - 1 - (cuartos == 2 ? v : u);
			fila[u] = src[(size_t)y * w + x];
		}
		buf_append(out, fila, ancho);
	}
	return !out->failed;
}

/* The corners of the box in the straight image, turned back about the middle. */
void raster_torcer(const struct raster_medida *m, int *x0, int *y0, int *x1, int *y1)
{
	const double angulo = m->inclinacion / 100.0 * GRADO, w = m->ancho, h = m->alto;
	const int xs[2] = {*x0, *x1}, ys[2] = {*y0, *y1};
	double izq = RASTER_UNIDAD, arr = RASTER_UNIDAD, der = 0, aba = 0;
	for (int i = 0; i < 4; i++) {
		const double dx = xs[i & 1] * w / RASTER_UNIDAD - w / 2, dy = ys[i >> 1] * h / RASTER_UNIDAD - h / 2;
		const double x = (w / 2 + dx * cos(angulo) + dy * sin(angulo)) * RASTER_UNIDAD / w;
		const double y = (h / 2 - dx * sin(angulo) + dy * cos(angulo)) * RASTER_UNIDAD / h;
		izq = fmin(izq, x);
		der = fmax(der, x);
		arr = fmin(arr, y);
		aba = fmax(aba, y);
	}
	*x0 = (int)fmax(0, floor(izq));
	*y0 = (int)fmax(0, floor(arr));
	*x1 = (int)fmin(RASTER_UNIDAD, ceil(der));
	*y1 = (int)fmin(RASTER_UNIDAD, ceil(aba));
}
