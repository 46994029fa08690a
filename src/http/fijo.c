#include "http/fijo.h"

#include "services/consulta.h"

enum status fijo_answer(struct exchange *ex, const char *content_type, const char *etag, const void *data, size_t len)
{
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st != STATUS_OK)
		return st;
	exchange_header(ex, "ETag", etag);
	exchange_header(ex, "Cache-Control", "public, no-cache");
	if (ex->if_none_match && etag_matches(ex->if_none_match, etag))
		exchange_empty(ex, 304);
	else
		exchange_static(ex, 200, content_type, data, len);
	return STATUS_OK;
}
