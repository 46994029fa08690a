/* The public version of an instrument's text: what is indexed and, when something of it must not be shown, what is given instead of the document. */
#include <string.h>

#include "domain/personales.h"
#include "services/informes.h"
#include "services/registro.h"

size_t registro_text_mask(const struct escrito *t, size_t max, struct buf *out)
{
	size_t testados = 0;
	for (size_t i = 0; i < t->n && out->len < max && !out->failed; i++) {
		testados += personales_mask(t->parrafos[i].texto, strlen(t->parrafos[i].texto), out);
		buf_putc(out, '\n');
	}
	return testados;
}

enum status registro_public_text(struct obrero *o, const struct asiento_texto *t, struct buf *out, size_t *testados, struct error *err)
{
	struct informe informe;
	ARENA_AUTO *a = arena_create(INFORME_ARENA + INFORME_JSON_MAX);
	if (!a)
		return error_set(err, PROBLEM_SATURADO);
	enum status st = informe_load(o, &t->sha256, t->tamano, a, &informe, err);
	if (st != STATUS_OK)
		return st;
	*testados = registro_text_mask(&informe.texto, SIZE_MAX, out);
	return out->failed ? error_set(err, PROBLEM_SATURADO) : STATUS_OK;
}
