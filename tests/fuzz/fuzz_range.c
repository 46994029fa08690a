/* Range headers: whatever comes, what is sent lies within the document. */
#include <stdlib.h>
#include <string.h>

#include "http/interno.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	int64_t total = size ? data[0] : 0, offset, len;
	char *text = calloc(1, size + 7);
	if (!text)
		return 0;
	memcpy(stpcpy(text, "bytes="), data, size);
	if (rango_parse(text, total, &offset, &len) == RANGO_PARTE && (offset < 0 || len < 1 || len > total - offset))
		abort();
	free(text);
	return 0;
}
