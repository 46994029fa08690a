/*
 * Everything is measured on a reduced image of about 100 pixels per inch: enough for lines and strokes, and noise of single pixels is gone with the
 * average. Ink is what is clearly darker than the paper around it (block by block, since scanners light unevenly).
 * Inclination: the angle at which the sums of ink along the lines vary most (projection profile; W. Postl, 1986).
 */
#include "documents/raster.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PPP_MEDIDA 100u
#define BLOQUE 32u
#define OSCURO_MIN 45     /* grey levels below the paper that make ink */
#define BORDE_POR_CIEN 4u /* of each side is not looked at: shadows of the scanner's lid, punched holes */
#define GRADO (3.14159265358979323846 / 180.0)
#define ANGULO_MAX 6.0
#define PUNTOS_MIN 300  /* fewer line points tell no angle */
#define FIRMEZA_MIN 14  /* tenths by which the best angle must beat the middle one */
#define ESCRITO_MIN 6   /* percent of a cell under ink: less is dust or the tip of a letter */
#define ESCRITO_MAX 60  /* more is a picture, a bar, the table that the sheet lies on */
#define ESCRITO_FILAS 4 /* rows of points with ink: fewer are a rule */

struct imagen {
	uint8_t *gris;
	uint8_t *tinta; /* 1: ink */
	uint32_t w, h;
	uint32_t x0, y0, x1, y1; /* without the edge */
	uint8_t fondo;
};

/* ---- reading ---- */

static bool number(const uint8_t **p, const uint8_t *end, uint32_t max, uint32_t *out)
{
	*out = 0;
	while (*p < end && (**p == ' ' || **p == '\n' || **p == '\t' || **p == '\r'))
		(*p)++;
	const uint8_t *first = *p;
	for (; *p < end && **p >= '0' && **p <= '9'; (*p)++) {
		*out = *out * 10 + (uint32_t)(**p - '0');
		if (*out > max)
			return false;
	}
	return *p > first;
}

const uint8_t *raster_pixeles(const uint8_t *pgm, size_t n, uint32_t *w, uint32_t *h)
{
	uint32_t max;
	const uint8_t *p = pgm + 2, *end = pgm + n;
	if (n < 8 || memcmp(pgm, "P5", 2) != 0 || !number(&p, end, RASTER_LADO_MAX, w) || !number(&p, end, RASTER_LADO_MAX, h) ||
		!number(&p, end, 255, &max) || max != 255 || *w == 0 || *h == 0 || p == end)
		return NULL;
	p++; /* one white space, whatever it is */
	return (size_t)(end - p) >= (size_t)*w * *h ? p : NULL;
}

static void reduce(const uint8_t *src, uint32_t w, uint32_t k, struct imagen *m)
{
	for (uint32_t y = 0; y < m->h; y++)
		for (uint32_t x = 0; x < m->w; x++) {
			uint32_t sum = 0;
			for (uint32_t j = 0; j < k; j++) {
				const uint8_t *fila = src + (size_t)(y * k + j) * w + (size_t)x * k;
				for (uint32_t i = 0; i < k; i++)
					sum += fila[i];
			}
			m->gris[(size_t)y * m->w + x] = (uint8_t)(sum / (k * k));
		}
}

/* ---- paper and ink ---- */

static uint8_t percentile(const uint32_t hist[static 256], uint32_t total, uint32_t por_cien)
{
	uint64_t limit = (uint64_t)total * por_cien / 100, sum = 0;
	for (unsigned g = 0; g < 256; g++) {
		sum += hist[g];
		if (sum > limit)
			return (uint8_t)g;
	}
	return 255;
}

/* Marks the ink of one block against its own paper. A block without paper (a photograph, black) is measured against the page's. */
static void ink_block(struct imagen *m, uint32_t bx, uint32_t by)
{
	uint32_t hist[256] = {0}, n = 0;
	uint32_t xe = bx + BLOQUE < m->w ? bx + BLOQUE : m->w, ye = by + BLOQUE < m->h ? by + BLOQUE : m->h;
	for (uint32_t y = by; y < ye; y++)
		for (uint32_t x = bx; x < xe; x++, n++)
			hist[m->gris[(size_t)y * m->w + x]]++;
	int papel = percentile(hist, n, 80);
	if (papel < m->fondo / 2)
		papel = m->fondo;
	for (uint32_t y = by; y < ye; y++)
		for (uint32_t x = bx; x < xe; x++)
			m->tinta[(size_t)y * m->w + x] = m->gris[(size_t)y * m->w + x] + OSCURO_MIN <= papel;
}

/* A dark pixel with nothing dark beside it is dust. */
static bool lonely(const struct imagen *m, uint32_t x, uint32_t y)
{
	unsigned n = 0;
	for (uint32_t j = y ? y - 1 : 0; j <= y + 1 && j < m->h; j++)
		for (uint32_t i = x ? x - 1 : 0; i <= x + 1 && i < m->w; i++)
			n += m->tinta[(size_t)j * m->w + i] != 0;
	return n < 3;
}

static void find_ink(struct imagen *m, struct raster_medida *out)
{
	uint32_t papel[256] = {0}, tinta[256] = {0}, n = 0;
	for (size_t i = 0; i < (size_t)m->w * m->h; i++)
		papel[m->gris[i]]++;
	m->fondo = percentile(papel, m->w * m->h, 60);
	for (uint32_t by = 0; by < m->h; by += BLOQUE)
		for (uint32_t bx = 0; bx < m->w; bx += BLOQUE)
			ink_block(m, bx, by);
	for (uint32_t y = m->y0; y < m->y1; y++)
		for (uint32_t x = m->x0; x < m->x1; x++) {
			size_t i = (size_t)y * m->w + x;
			if (!m->tinta[i] || lonely(m, x, y))
				continue;
			tinta[m->gris[i]]++;
			n++;
		}
	uint64_t area = (uint64_t)(m->x1 - m->x0) * (m->y1 - m->y0);
	out->fondo = m->fondo;
	out->tinta = area ? (uint32_t)((uint64_t)n * 1000000 / area) : 0;
	/* The darker half of the ink: the averages at the edges of letters say nothing of how black the print is. */
	int negro = percentile(tinta, n, 25);
	out->contraste = n && m->fondo > negro ? (uint8_t)(m->fondo - negro) : 0;
}

/* ---- inclination ---- */

struct punto {
	int16_t x, y;
};

/* Feet of the strokes: where ink ends downwards. They sit on the lines of the text. */
static size_t feet(const struct imagen *m, struct punto *p, size_t max)
{
	size_t n = 0;
	for (uint32_t y = m->y0; y + 1 < m->y1; y++)
		for (uint32_t x = m->x0; x < m->x1 && n < max; x++)
			if (m->tinta[(size_t)y * m->w + x] && !m->tinta[(size_t)(y + 1) * m->w + x])
				p[n++] = (struct punto){(int16_t)x, (int16_t)y};
	return n;
}

static double score(const struct punto *p, size_t n, double grados, uint32_t *h, size_t filas, int desde)
{
	double t = tan(grados * GRADO), sum = 0;
	memset(h, 0, filas * sizeof *h);
	for (size_t i = 0; i < n; i++)
		h[(int)lround(p[i].y + p[i].x * t) - desde]++;
	for (size_t i = 0; i < filas; i++)
		sum += (double)h[i] * h[i];
	return sum;
}

static int ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static double best_around(const struct punto *p, size_t n, double centro, double ancho, double paso, uint32_t *h, size_t filas, int desde)
{
	double best = -1, angulo = centro;
	const long pasos = lround(2 * ancho / paso);
	for (long i = 0; i <= pasos; i++) {
		double g = centro - ancho + (double)i * paso;
		if (fabs(g) > ANGULO_MAX)
			continue;
		double s = score(p, n, g, h, filas, desde);
		if (s > best) {
			best = s;
			angulo = g;
		}
	}
	return angulo;
}

static void find_angle(const struct imagen *m, struct raster_medida *out)
{
	size_t max = (size_t)m->w * m->h / 8 + 1;
	int desde = -(int)ceil((double)m->w * tan(ANGULO_MAX * GRADO)) - 2;
	size_t filas = (size_t)((int)m->h - 2 * desde);
	struct punto *p = malloc(max * sizeof *p);
	uint32_t *h = malloc(filas * sizeof *h);
	size_t n = p && h ? feet(m, p, max) : 0;
	if (n >= PUNTOS_MIN) {
		double todos[25];
		const size_t k = sizeof todos / sizeof *todos;
		for (size_t i = 0; i < k; i++)
			todos[i] = score(p, n, -ANGULO_MAX + 0.5 * (double)i, h, filas, desde);
		size_t mejor = 0;
		for (size_t i = 1; i < k; i++)
			if (todos[i] > todos[mejor])
				mejor = i;
		double angulo = best_around(p, n, -ANGULO_MAX + 0.5 * (double)mejor, 0.5, 0.1, h, filas, desde);
		angulo = best_around(p, n, angulo, 0.1, 0.02, h, filas, desde);
		double s = score(p, n, angulo, h, filas, desde);
		qsort(todos, k, sizeof *todos, ascending);
		double f = todos[k / 2] > 0 ? 10 * s / todos[k / 2] : 0;
		if (f >= FIRMEZA_MIN) {
			out->firmeza = f > 255 ? 255 : (uint8_t)f;
			out->inclinacion = (int16_t)lround(angulo * 100);
		}
	}
	free(p);
	free(h);
}

/* ---- strokes larger than letters ---- */

struct trazo {
	uint32_t x0, y0, x1, y1, n;
};

static uint32_t root(uint32_t *padre, uint32_t i)
{
	while (padre[i] != i)
		i = padre[i] = padre[padre[i]];
	return i;
}

static void join(uint32_t *padre, uint32_t a, uint32_t b)
{
	a = root(padre, a);
	b = root(padre, b);
	padre[a > b ? a : b] = a > b ? b : a;
}

/* Pen strokes: a third of an inch wide and a quarter high at least (words whose letters touch are not so high), and more air than ink inside (a black bar is no signature). */
static bool is_mark(const struct trazo *t)
{
	uint32_t w = t->x1 - t->x0 + 1, h = t->y1 - t->y0 + 1;
	return w >= PPP_MEDIDA / 3 && h >= PPP_MEDIDA / 4 && (uint64_t)t->n * 2 < (uint64_t)w * h;
}

static void keep_mark(const struct imagen *m, const struct trazo *t, struct raster_medida *out, uint64_t area[static RASTER_MARCAS_MAX])
{
	uint64_t a = (uint64_t)(t->x1 - t->x0 + 1) * (t->y1 - t->y0 + 1);
	size_t i = out->n_marcas < RASTER_MARCAS_MAX ? out->n_marcas++ : RASTER_MARCAS_MAX;
	if (i == RASTER_MARCAS_MAX && a <= area[--i])
		return;
	for (; i > 0 && area[i - 1] < a; i--) {
		area[i] = area[i - 1];
		out->marcas[i] = out->marcas[i - 1];
	}
	area[i] = a;
	out->marcas[i] = (struct raster_marca){.x0 = (uint16_t)((uint64_t)t->x0 * RASTER_UNIDAD / m->w),
		.y0 = (uint16_t)((uint64_t)t->y0 * RASTER_UNIDAD / m->h),
		.x1 = (uint16_t)((uint64_t)(t->x1 + 1) * RASTER_UNIDAD / m->w),
		.y1 = (uint16_t)((uint64_t)(t->y1 + 1) * RASTER_UNIDAD / m->h)};
}

/* It runs on into the edge: the table that the sheet lies on, the lid's shadow. */
static bool at_edge(const struct imagen *m, const struct trazo *t)
{
	return t->x0 == m->x0 || t->y0 == m->y0 || t->x1 + 1 == m->x1 || t->y1 + 1 == m->y1;
}

/* Connected strokes by two passes; pixel numbers are their own labels. What comes from the edge is ink no longer. */
static void find_marks(const struct imagen *m, struct raster_medida *out)
{
	size_t total = (size_t)m->w * m->h;
	uint64_t area[RASTER_MARCAS_MAX] = {0};
	uint32_t *padre = malloc(total * sizeof *padre);
	struct trazo *t = calloc(total, sizeof *t); /* untouched pages of it cost nothing */
	for (uint32_t y = m->y0; padre && t && y < m->y1; y++)
		for (uint32_t x = m->x0; x < m->x1; x++) {
			uint32_t i = y * m->w + x;
			if (!m->tinta[i])
				continue;
			padre[i] = i;
			if (x > m->x0 && m->tinta[i - 1])
				join(padre, i - 1, i);
			for (uint32_t k = x > m->x0 ? x - 1 : x; y > m->y0 && k <= x + 1 && k < m->x1; k++)
				if (m->tinta[(y - 1) * m->w + k])
					join(padre, (y - 1) * m->w + k, i);
		}
	for (uint32_t y = m->y0; padre && t && y < m->y1; y++)
		for (uint32_t x = m->x0; x < m->x1; x++) {
			uint32_t i = y * m->w + x;
			if (!m->tinta[i])
				continue;
			struct trazo *r = &t[root(padre, i)];
			if (r->n++ == 0)
				*r = (struct trazo){x, y, x, y, 1};
			r->x0 = x < r->x0 ? x : r->x0;
			r->x1 = x > r->x1 ? x : r->x1;
			r->y1 = y;
		}
	for (uint32_t y = m->y0; padre && t && y < m->y1; y++)
		for (uint32_t x = m->x0; x < m->x1; x++) {
			uint32_t i = y * m->w + x;
			if (m->tinta[i] && padre[i] == i && is_mark(&t[i]))
				keep_mark(m, &t[i], out, area);
			if (m->tinta[i] && at_edge(m, &t[root(padre, i)]))
				m->tinta[i] = 0;
		}
	free(padre);
	free(t);
}

/* ---- where it is written ---- */

static bool is_written(const struct imagen *m, uint32_t columna, uint32_t fila)
{
	const uint32_t x0 = columna * m->w / RASTER_COLUMNAS, x1 = (columna + 1) * m->w / RASTER_COLUMNAS;
	const uint32_t y0 = fila * m->h / RASTER_FILAS, y1 = (fila + 1) * m->h / RASTER_FILAS;
	uint32_t n = 0, filas = 0;
	if (x0 < m->x0 || y0 < m->y0 || x1 > m->x1 || y1 > m->y1)
		return false;
	for (uint32_t y = y0; y < y1; y++) {
		const uint32_t antes = n;
		for (uint32_t x = x0; x < x1; x++)
			n += m->tinta[(size_t)y * m->w + x] && !lonely(m, x, y);
		filas += n > antes;
	}
	const uint32_t area = (x1 - x0) * (y1 - y0);
	return n * 100 >= area * ESCRITO_MIN && n * 100 <= area * ESCRITO_MAX && filas >= ESCRITO_FILAS;
}

static void find_writing(const struct imagen *m, struct raster_medida *out)
{
	for (uint32_t i = 0; i < RASTER_COLUMNAS * RASTER_FILAS; i++)
		if (is_written(m, i % RASTER_COLUMNAS, i / RASTER_COLUMNAS))
			out->escrito[i / 8] |= (uint8_t)(1u << i % 8);
}

bool raster_medir(const uint8_t *pgm, size_t n, uint32_t ppp, struct raster_medida *out)
{
	*out = (struct raster_medida){0};
	const uint8_t *src = raster_pixeles(pgm, n, &out->ancho, &out->alto);
	uint32_t k = (ppp + PPP_MEDIDA / 2) / PPP_MEDIDA;
	if (!src)
		return false;
	if (k == 0 || out->ancho / k < BLOQUE || out->alto / k < BLOQUE)
		k = 1;
	struct imagen m = {.w = out->ancho / k, .h = out->alto / k};
	m.x0 = m.w * BORDE_POR_CIEN / 100;
	m.x1 = m.w - m.x0;
	m.y0 = m.h * BORDE_POR_CIEN / 100;
	m.y1 = m.h - m.y0;
	m.gris = malloc((size_t)m.w * m.h);
	m.tinta = calloc(1, (size_t)m.w * m.h);
	bool ok = m.gris && m.tinta;
	if (ok) {
		reduce(src, out->ancho, k, &m);
		find_ink(&m, out);
		find_angle(&m, out);
		find_marks(&m, out);
		find_writing(&m, out);
	}
	free(m.gris);
	free(m.tinta);
	return ok;
}
