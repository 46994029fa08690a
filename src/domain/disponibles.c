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

enum status disponibles_list(
	const struct expediente *e, const struct actor *who, const struct entorno *env, struct arena *a, struct disponible **out, size_t *n)
{
	struct error lacks;
	struct efectos scratch;
	*n = 0;
	*out = ARENA_ARRAY(a, ACTO_COUNT, struct disponible);
	if (!*out)
		return STATUS_UNAVAILABLE;
	for (int acto = ACTO_ABRIR; acto < ACTO_COUNT && expediente_visible(e, who); acto++) {
		const struct transicion *t = transicion_find((enum acto_tipo)acto, e);
		struct juicio j;
		if (!t || !(t->roles & ROL_BIT(who->rol)))
			continue;
		error_init(&lacks, a); /* a list for each act: a long one leaves room for the others */
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
		if (lacks.n_items_dropped && lacks.n_items < ERROR_ITEMS_MAX) /* no memory; a full list is only cut */
			return STATUS_UNAVAILABLE;
		(*out)[(*n)++] = (struct disponible){
			.acto = (enum acto_tipo)acto,
			.paso = t->paso,
			.faltan = lacks.n_items ? lacks.items : NULL,
			.n_faltan = lacks.n_items,
			.a_partir_de = j.a_partir_de,
			.hasta = j.hasta,
		};
	}
	return STATUS_OK;
}
