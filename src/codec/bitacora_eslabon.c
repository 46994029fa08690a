#include <jansson.h>
#include <string.h>

#include "codec/bitacora_interno.h"

bool eslabon_read(const char *texto, struct arena *a, struct eslabon *out)
{
	json_auto_t *v = json_loads(texto, JSON_REJECT_DUPLICATES, NULL);
	const json_t *asiento = json_object_get(v, "asiento"), *anterior = json_object_get(v, "anterior"),
		     *indice = json_object_get(v, "indice"), *n = json_object_get(v, "n");
	if (!json_is_string(asiento) || !json_is_string(anterior) || !json_is_integer(indice) || !json_is_integer(n))
		return false;
	const char *hex = json_string_value(anterior);
	*out = (struct eslabon){
		.asiento = arena_strdup(a, json_string_value(asiento)), .indice = json_integer_value(indice), .n = json_integer_value(n)};
	return out->asiento && strlen(hex) == SHA256_HEX_LEN - 1 && hex_decode(hex, out->anterior.b, SHA256_LEN);
}
