/* The image of a page as a tool drew it: measured, turned, and the record that crosses the cage. First two bytes: resolution and angle. */
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "documents/raster.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct raster_medida m, vuelta;
	uint8_t registro[RASTER_REGISTRO_LEN];
	BUF_AUTO out;
	buf_init(&out, (size_t)4 << 20);
	if (size >= RASTER_REGISTRO_LEN && raster_decode(data, &m)) {
		raster_encode(&m, registro);
		if (!raster_decode(registro, &vuelta))
			abort();
	}
	if (size < 2)
		return 0;
	const int angulo = (data[1] - 128) * 8;
	if (raster_medir(data + 2, size - 2, data[0] * 4u, &m)) {
		/* An honest inspector's record is taken, whatever the page was. */
		raster_encode(&m, registro);
		if (!raster_decode(registro, &vuelta))
			abort();
		const int fuera = raster_fuera(&m, m.marcas, m.n_marcas);
		if (fuera < 0 || fuera > 100)
			abort();
		for (size_t i = 0; i < m.n_marcas; i++) {
			int x0 = m.marcas[i].x0, y0 = m.marcas[i].y0, x1 = m.marcas[i].x1, y1 = m.marcas[i].y1;
			raster_torcer(&m, &x0, &y0, &x1, &y1);
			if (x0 < 0 || y0 < 0 || x1 > RASTER_UNIDAD || y1 > RASTER_UNIDAD)
				abort();
		}
	}
	(void)raster_enderezar(data + 2, size - 2, angulo, &out);
	buf_reset(&out);
	(void)raster_girar(data + 2, size - 2, data[1] & 3u, &out);
	return 0;
}
