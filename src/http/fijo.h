/* Private to the resources whose answer never changes while the process runs. */
#ifndef HTTP_FIJO_H
#define HTTP_FIJO_H

#include "http/servidor.h"

/*
 * 200 with these bytes, which must outlive the server, and their strong validator (quoted); 304 to whom has them; PARAMETRO_INVALIDO to any query
 * parameter. May be kept by anybody who asks again before using it.
 */
NODISCARD enum status fijo_answer(struct exchange *ex, const char *content_type, const char *etag, const void *data, size_t len);

#endif
