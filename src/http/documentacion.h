/* The API's description as a page: made once from openapi.yaml, read without JavaScript and without network. Pure. */
#ifndef HTTP_DOCUMENTACION_H
#define HTTP_DOCUMENTACION_H

#include <stddef.h>

#include "base/buf.h"

/* Appends an HTML page with an index of the operations and the whole of `yaml` (n bytes), each operation with its own anchor. */
void documentacion_write(struct buf *out, const char *yaml, size_t n);

#endif
