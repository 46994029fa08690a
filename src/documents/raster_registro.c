/*
 * Offset  Bytes  Content
 *      0      4  "RAS1"
 *      4      4  ancho
 *      8      4  alto
 *     12      1  fondo
 *     13      1  contraste
 *     14      4  tinta
 *     18      2  inclinacion, two's complement
 *     20      1  firmeza
 *     21      1  n_marcas
 *     22      2  zero
 *     24    8·n  x0 y0 x1 y1 of each mark, zeros up to RASTER_MARCAS_MAX
 *    216    512  escrito
 */
#include <string.h>

#include "documents/raster.h"

#define ESCRITO (24 + 8 * RASTER_MARCAS_MAX)

static void put(uint8_t *p, uint32_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		p[i] = (uint8_t)(v >> (8 * i));
}

static uint32_t get(const uint8_t *p, int bytes)
{
	uint32_t v = 0;
	for (int i = 0; i < bytes; i++)
		v |= (uint32_t)p[i] << (8 * i);
	return v;
}

void raster_encode(const struct raster_medida *m, uint8_t out[static RASTER_REGISTRO_LEN])
{
	memset(out, 0, RASTER_REGISTRO_LEN);
	memcpy(out, "RAS1", 4);
	put(out + 4, m->ancho, 4);
	put(out + 8, m->alto, 4);
	out[12] = m->fondo;
	out[13] = m->contraste;
	put(out + 14, m->tinta, 4);
	put(out + 18, (uint16_t)m->inclinacion, 2);
	out[20] = m->firmeza;
	out[21] = m->n_marcas;
	for (size_t i = 0; i < m->n_marcas; i++) {
		const uint16_t v[4] = {m->marcas[i].x0, m->marcas[i].y0, m->marcas[i].x1, m->marcas[i].y1};
		for (size_t j = 0; j < 4; j++)
			put(out + 24 + 8 * i + 2 * j, v[j], 2);
	}
	memcpy(out + ESCRITO, m->escrito, RASTER_ESCRITO_LEN);
}

static bool mark_decode(const uint8_t *p, struct raster_marca *m)
{
	m->x0 = (uint16_t)get(p, 2);
	m->y0 = (uint16_t)get(p + 2, 2);
	m->x1 = (uint16_t)get(p + 4, 2);
	m->y1 = (uint16_t)get(p + 6, 2);
	return m->x0 < m->x1 && m->y0 < m->y1 && m->x1 <= RASTER_UNIDAD && m->y1 <= RASTER_UNIDAD;
}

bool raster_decode(const uint8_t in[static RASTER_REGISTRO_LEN], struct raster_medida *out)
{
	static const uint8_t vacio[8 * RASTER_MARCAS_MAX];
	struct raster_medida m = {.ancho = get(in + 4, 4),
		.alto = get(in + 8, 4),
		.fondo = in[12],
		.contraste = in[13],
		.tinta = get(in + 14, 4),
		.inclinacion = (int16_t)get(in + 18, 2),
		.firmeza = in[20],
		.n_marcas = in[21]};
	if (memcmp(in, "RAS1", 4) != 0 || m.ancho == 0 || m.alto == 0 || m.ancho > RASTER_LADO_MAX || m.alto > RASTER_LADO_MAX ||
		m.tinta > 1000000 || m.inclinacion > RASTER_INCLINACION_MAX || m.inclinacion < -RASTER_INCLINACION_MAX ||
		m.n_marcas > RASTER_MARCAS_MAX || in[22] != 0 || in[23] != 0 || (m.firmeza == 0 && m.inclinacion != 0))
		return false;
	for (size_t i = 0; i < m.n_marcas; i++)
		if (!mark_decode(in + 24 + 8 * i, &m.marcas[i]))
			return false;
	if (memcmp(in + 24 + 8 * (size_t)m.n_marcas, vacio, 8 * (size_t)(RASTER_MARCAS_MAX - m.n_marcas)) != 0)
		return false;
	memcpy(m.escrito, in + ESCRITO, RASTER_ESCRITO_LEN);
	*out = m;
	return true;
}
