/* Where the pre-check's rules come from. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "recursos/embedded.h"
#include "services/revision.h"

#define REGLAS_INCLUIDAS "config/revision.ini"
#define REGLAS_BYTES ((size_t)1024 * 1024)

static const struct recurso *embedded(void)
{
	for (size_t i = 0; i < recurso_count; i++)
		if (strcmp(recursos[i].name, REGLAS_INCLUIDAS) == 0)
			return &recursos[i];
	abort(); /* the build embeds it */
}

static enum status read_file(const char *ruta, struct buf *out, struct buf *faltas)
{
	if (buf_append_file(out, ruta))
		return STATUS_OK;
	buf_printf(faltas, "%s: no se puede leer: %s\n", ruta, errno == EFBIG ? "tiene más de 1 MiB" : strerror(errno));
	return STATUS_INVALID;
}

enum status revision_rules(const char *ruta, struct reglas **out, struct buf *faltas)
{
	BUF_AUTO text;
	buf_init(&text, REGLAS_BYTES);
	*out = NULL;
	enum status st;
	if (*ruta) {
		st = read_file(ruta, &text, faltas);
		if (st == STATUS_OK)
			st = reglas_load(buf_str(&text), text.len, ruta, out, faltas);
	} else {
		const struct recurso *r = embedded();
		st = reglas_load((const char *)r->data, r->len, r->name, out, faltas);
	}
	if (st == STATUS_OK && !reglas_self_test(*out, faltas)) {
		reglas_free(*out);
		*out = NULL;
		st = STATUS_INVALID;
	}
	return st;
}
