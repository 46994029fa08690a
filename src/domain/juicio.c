/* What the guards report to: counted items and named refusals. */
#include "domain/juicio.h"

void juicio_init(struct juicio *j, const struct expediente *e, const struct transicion *t, const struct acto_datos *datos,
	const struct actor *who, const struct entorno *env)
{
	*j = (struct juicio){
		.e = e,
		.t = t,
		.datos = datos,
		.fecha_legal = DIA_NINGUNO,
		.who = who,
		.env = env,
		.hoy = DIA_NINGUNO,
		.efectiva = DIA_NINGUNO,
		.a_partir_de = DIA_NINGUNO,
		.hasta = DIA_NINGUNO,
	};
	if (!datos)
		return;
	j->hoy = instante_dia(env->now);
	j->efectiva = plazo_recepcion_efectiva(env->calendario, env->reglas, env->now);
}

void juicio_dato(struct juicio *j, const char *pointer, enum mensaje m, const char *arg)
{
	error_add(j->err, pointer, m, arg);
	j->n_datos++;
}

void juicio_requisito(struct juicio *j, const char *pointer, enum mensaje m, const char *arg)
{
	error_add(j->err, pointer, m, arg);
	j->n_requisitos++;
}

void juicio_problema(struct juicio *j, enum problem p, const char *arg)
{
	j->problemas[j->n_problemas].problema = p;
	j->problemas[j->n_problemas++].arg = arg;
}

void juicio_problema_dia(struct juicio *j, enum problem p, dia_t d)
{
	char fecha[FECHA_LEN];
	fecha_format(d, fecha);
	juicio_problema(j, p, arena_strdup(j->a, fecha));
}

void juicio_problema_item(struct juicio *j, size_t i)
{
	struct error *err = j->err, one;
	size_t before = err->n_items;
	error_init(&one, j->a);
	error_set(&one, j->problemas[i].problema, j->problemas[i].arg);
	error_add(err, "", MENSAJE_CONDICION, one.detail.es, one.detail.en, one.que_hacer.es, one.que_hacer.en);
	if (err->n_items > before)
		err->items[before].slug = problem_info(j->problemas[i].problema)->slug;
}
