/* Content-Disposition (RFC 6266, RFC 8187): file names in and out. Pure, thread-safe. */
#ifndef HTTP_DISPOSICION_H
#define HTTP_DISPOSICION_H

#include "base/arena.h"
#include "base/buf.h"

/* The name that a header gives: `filename*` (UTF-8) before `filename`; NULL when there is none or it cannot be read. Lives in `a`. */
const char *disposicion_filename(const char *header, struct arena *a);
/* `attachment` with an ASCII stand-in and the real name. */
void disposicion_write(struct buf *out, const char *nombre);

#endif
