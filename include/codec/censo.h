/* Statistics of the procedure as they are published: what may not be shown is null. Pure. */
#ifndef CODEC_CENSO_H
#define CODEC_CENSO_H

#include "base/buf.h"
#include "domain/censo.h"

/* `entidades`: names by code, [0] for files of no state. */
void censo_write(struct buf *out, const struct censo *c, dia_t dia, instante_t en, int calendario_version,
	const char *const entidades[CENSO_ENTIDADES]);

#endif
