/* Private to the log's codec: what the canonical form of a registry act says of its place. */
#ifndef CODEC_BITACORA_INTERNO_H
#define CODEC_BITACORA_INTERNO_H

#include <stdint.h>

#include "base/arena.h"
#include "base/hash.h"

struct eslabon {
	const char *asiento; /* arena */
	int64_t indice, n;
	struct sha256 anterior;
};
/* False when the text is no such form, or without memory. Untrusted text. */
bool eslabon_read(const char *texto, struct arena *a, struct eslabon *out);

#endif
