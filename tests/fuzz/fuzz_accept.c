/* What is negotiated (Accept, Accept-Language, Content-Type and its boundary), traceparent and percent-encoding: any text, and what comes out of it. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "http/interno.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = calloc(1, size + 1), traza[33];
	if (!text)
		return 0;
	memcpy(text, data, size);
	unsigned chosen = accept_choose(text, MEDIO_JSON | MEDIO_CSV | MEDIO_HTML);
	if (chosen & (chosen - 1) || chosen & ~(MEDIO_JSON | MEDIO_CSV | MEDIO_HTML))
		abort();
	(void)accept_english(text);
	(void)content_type_is(text, "application/json");
	(void)multipart_boundary_ok(text);
	if (traceparent_parse(text, traza) && strspn(traza, "0123456789abcdef") != 32)
		abort();
	size_t n = strlen(text);
	if (percent_decode(text, &n, true) && (strlen(text) != n || !utf8_valid(text, n)))
		abort();
	free(text);
	return 0;
}
