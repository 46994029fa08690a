/* Each rule carries its own two tests; this runs them. */
#include "texto/reglas_interno.h"

#define ARENA_PRUEBA ((size_t)32 * 1024 * 1024)

/* Whether the rule makes an observation on the text. False in *ok: memory. */
static bool raised(const struct reglas *rs, const struct regla *r, const struct escrito *e, bool *ok, bool *undecided)
{
	ARENA_AUTO *a = arena_create(ARENA_PRUEBA);
	struct revision_texto out;
	bool yes = false;
	*ok = a && reglas_review(rs, r->ambito, e, a, &out) == STATUS_OK;
	for (size_t i = 0; *ok && i < out.n; i++) {
		if (out.observaciones[i].regla != r)
			continue;
		yes = true;
		*undecided |= out.observaciones[i].tipo == OBSERVACION_NO_JUZGADA;
	}
	return yes;
}

bool reglas_self_test(const struct reglas *r, struct buf *faltas)
{
	size_t before = faltas->len;
	for (size_t i = 0; i < r->n; i++) {
		const struct regla *x = &r->v[i];
		bool ok = true, ok2 = true, undecided = false;
		if (!raised(r, x, &x->dispara, &ok, &undecided) && ok)
			buf_printf(faltas, "[%s] dispara: la regla no observa nada en este texto\n", x->id);
		if (raised(r, x, &x->calla, &ok2, &undecided) && ok2)
			buf_printf(faltas, "[%s] calla: la regla hace una observación en este texto\n", x->id);
		if (undecided)
			buf_printf(faltas, "[%s] la búsqueda llegó a su límite en sus propios textos\n", x->id);
		if (!ok || !ok2)
			buf_printf(faltas, "[%s] no hay memoria para probarla\n", x->id);
	}
	return faltas->len == before && !faltas->failed;
}
