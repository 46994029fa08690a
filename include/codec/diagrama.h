/* The procedure's table as Markdown with a Mermaid state diagram: the text of docs/arquitectura/procedimiento.md. Pure, thread-safe. */
#ifndef CODEC_DIAGRAMA_H
#define CODEC_DIAGRAMA_H

#include "base/buf.h"

void diagrama_write(struct buf *out);

#endif
