/* QR codes (ISO/IEC 18004, level M), quiet zone included. Pure, thread-safe; false when the text does not fit (about 2,300 bytes) or without memory. */
#ifndef EMISION_QR_H
#define EMISION_QR_H

#include "base/buf.h"

/* The dark modules as the data of one SVG path (SVG 2, 9.3), in a square of *lado units. */
bool qr_trazo(const char *texto, int *lado, struct buf *out);

/* The whole picture, in SVG. `titulo` becomes its alternative text. */
bool qr_svg(const char *texto, const char *titulo, struct buf *out);

#endif
