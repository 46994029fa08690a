/* A QR code (ISO/IEC 18004, level M) as one SVG path, quiet zone included. Pure, thread-safe. */
#ifndef EMISION_QR_H
#define EMISION_QR_H

#include "base/buf.h"

/* False when the text does not fit (about 2,300 bytes) or without memory. `titulo` becomes the picture's alternative text. */
bool qr_svg(const char *texto, const char *titulo, struct buf *out);

#endif
