/* What the tests of reports share: the way over the wire, and finding a finding. */
#ifndef TESTS_DOCUMENTS_PRUEBA_INFORME_H
#define TESTS_DOCUMENTS_PRUEBA_INFORME_H

#include <check.h>
#include <string.h>

#include "documents/detalle.h"

static struct arena *arena;

/* What the child found goes over the wire and comes out the same. */
static inline struct informe por_el_cable(const struct obra *o, enum documento_tipo tipo)
{
	struct buf one, two;
	struct obra back;

	buf_init(&one, OBRA_CABLE_MAX);
	buf_init(&two, OBRA_CABLE_MAX);
	obra_encode(o, &one);
	obra_init(&back, arena);
	ck_assert(!one.failed && !o->llena);
	ck_assert(obra_decode((const uint8_t *)one.data, one.len, tipo, &back));
	obra_encode(&back, &two);
	ck_assert(one.len == two.len && memcmp(one.data, two.data, one.len) == 0);
	buf_free(&one);
	buf_free(&two);
	return back.i;
}

static inline const struct informe_hallazgo *hallar(const struct informe *i, enum hallazgo h)
{
	for (size_t k = 0; k < i->n_hallazgos; k++)
		if (i->hallazgos[k].codigo == h)
			return &i->hallazgos[k];
	return NULL;
}

static inline const struct informe_hallazgo *debe(const struct informe *i, enum hallazgo h)
{
	const struct informe_hallazgo *x = hallar(i, h);

	ck_assert_msg(x != NULL, "no hay %s", vocabulario_slug(&vocabulario_hallazgo, (int)h));
	return x;
}

#endif
