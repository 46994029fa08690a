/* What a caller may do now, and what each act still lacks: the decision's own guards, without data and without the clock. */
#include "domain/juicio.h"

/* Nothing that anybody does mends these: the act is not on offer at all. */
static bool beyond_mending(enum problem p)
{
	return p == PROBLEM_PREVENCION_YA_USADA || p == PROBLEM_NADA_QUE_ACUSAR || p == PROBLEM_YA_ACUSADO;
}

static bool on_offer(const struct juicio *j)
{
	for (size_t i = 0; i < j->n_problemas; i++) {
		if (beyond_mending(j->problemas[i].problema))
			return false;
	}
	return true;
}

/* All acts share one list of items: those of an act are a stretch of it. */
enum status disponibles_list(
	const struct expediente *e, const struct actor *who, const struct entorno *env, struct arena *a, struct disponible **out, size_t *n)
{
	struct error lacks;
	struct efectos scratch;
	error_init(&lacks, a);
	*n = 0;
	*out = ARENA_ARRAY(a, ACTO_COUNT, struct disponible);
	if (!*out)
		return STATUS_UNAVAILABLE;
	for (int acto = ACTO_ABRIR; acto < ACTO_COUNT && expediente_visible(e, who); acto++) {
		const struct transicion *t = transicion_find((enum acto_tipo)acto, e);
		struct juicio j;
		size_t first = lacks.n_items;
		if (!t || !(t->roles & ROL_BIT(who->rol)))
			continue;
		juicio_init(&j, e, t, NULL, who, env);
		efectos_init(&scratch);
		j.a = a;
		j.efectos = &scratch;
		j.err = &lacks;
		juicio_run(&j);
		if (!on_offer(&j))
			continue;
		for (size_t i = 0; i < j.n_problemas; i++)
			juicio_problema_item(&j, i);
		(*out)[(*n)++] = (struct disponible){
			.acto = (enum acto_tipo)acto,
			.paso = t->paso,
			.faltan = lacks.n_items > first ? lacks.items + first : NULL,
			.n_faltan = lacks.n_items - first,
			.a_partir_de = j.a_partir_de,
			.hasta = j.hasta,
		};
	}
	return lacks.n_items_dropped ? STATUS_UNAVAILABLE : STATUS_OK;
}
