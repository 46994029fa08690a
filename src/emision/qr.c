#include "emision/qr.h"

#include <qrencode.h>

#include "base/html.h"

#define MARGEN 4 /* modules of quiet zone that the standard asks for */

/* Runs of dark modules as rectangles of one path: small, and no hairlines between them. */
static void write_path(const QRcode *q, struct buf *out)
{
	for (int y = 0; y < q->width; y++) {
		const unsigned char *fila = q->data + (size_t)y * (size_t)q->width;
		for (int x = 0; x < q->width; x++) {
			int desde = x;
			while (x < q->width && fila[x] & 1)
				x++;
			if (x > desde)
				buf_printf(out, "M%d %dh%dv1h-%dz", desde + MARGEN, y + MARGEN, x - desde, x - desde);
		}
	}
}

bool qr_trazo(const char *texto, int *lado, struct buf *out)
{
	QRcode *q = QRcode_encodeString(texto, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	if (!q)
		return false;
	*lado = q->width + 2 * MARGEN;
	write_path(q, out);
	QRcode_free(q);
	return !out->failed;
}

bool qr_svg(const char *texto, const char *titulo, struct buf *out)
{
	int lado;
	BUF_AUTO trazo;
	buf_init(&trazo, out->max);
	if (!qr_trazo(texto, &lado, &trazo))
		return false;
	buf_printf(out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", lado, lado);
	html_text(out, titulo);
	buf_printf(out, "\"><rect width=\"%d\" height=\"%d\" fill=\"#fff\"/><path fill=\"#000\" d=\"", lado, lado);
	buf_append(out, buf_str(&trazo), trazo.len);
	buf_puts(out, "\"/></svg>");
	return !out->failed;
}
