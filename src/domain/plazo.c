#include "domain/calendario.h"

const struct reglas_plazo reglas_plazo_default = {
	.dias_antelacion = 10,
	.hora_cierre = 18 * 3600,
	.lectura = LECTURA_DISTANCIA,
	.dias_prevencion_min = 5,
	.meses_caducidad = 3,
};

dia_t plazo_recepcion_efectiva(const struct calendario *c, const struct reglas_plazo *r, instante_t recepcion)
{
	dia_t d;
	int segundo;

	instante_local(recepcion, &d, &segundo);
	return calendario_siguiente_habil(c, segundo > r->hora_cierre ? d + 1 : d);
}

/* The n-th business day before d (d itself not counted): the mirror of calendario_add_habiles. */
static dia_t habiles_antes(const struct calendario *c, dia_t d, int n)
{
	while (n > 0) {
		dia_t until = d;

		d -= n;
		n -= calendario_count(c, d, until);
	}
	return d;
}

static void count_from(const struct calendario *c, const struct reglas_plazo *r, bool integros, struct computo *k)
{
	k->recepcion_efectiva = plazo_recepcion_efectiva(c, r, k->recepcion);
	k->n_distancia = calendario_count(c, k->recepcion_efectiva, k->fecha_firma);
	k->n_integros = calendario_count(c, k->recepcion_efectiva + 1, k->fecha_firma);
	k->n = integros ? k->n_integros : k->n_distancia;
	k->en_tiempo = k->n >= r->dias_antelacion;
}

/*
 * The calendar matters from the day of reception (whose effect may be moved) or the limit that the answer names, whichever is
 * earlier, to the signing. Without a signing date there is nothing to count: only the effective reception is known.
 */
void plazo_compute(const struct calendario *c, const struct reglas_plazo *r, instante_t recepcion, dia_t fecha_firma, struct computo *out)
{
	bool integros = r->lectura == LECTURA_INTEGROS;
	dia_t desde, hasta = fecha_firma;

	*out = (struct computo){
		.recepcion = recepcion,
		.recepcion_efectiva = DIA_NINGUNO,
		.fecha_firma = fecha_firma,
		.ultima_recepcion = DIA_NINGUNO,
		.recepcion_recomendada = DIA_NINGUNO,
		.calendario_version = c->version,
		.lectura = r->lectura,
		.dias_requeridos = r->dias_antelacion,
	};
	if (fecha_firma == DIA_NINGUNO) {
		if (recepcion != INSTANTE_NINGUNO)
			out->recepcion_efectiva = plazo_recepcion_efectiva(c, r, recepcion);
		return;
	}
	/* Whole days between: the day of reception must be a business day of its own, before the ten. */
	out->recepcion_recomendada = habiles_antes(c, fecha_firma, r->dias_antelacion + 1);
	out->ultima_recepcion = integros ? out->recepcion_recomendada : habiles_antes(c, fecha_firma, r->dias_antelacion);
	desde = out->ultima_recepcion;
	if (recepcion != INSTANTE_NINGUNO) {
		const dia_t dia = instante_dia(recepcion);

		count_from(c, r, integros, out);
		if (dia < desde)
			desde = dia;
		if (out->recepcion_efectiva > hasta)
			hasta = out->recepcion_efectiva;
	}
	out->calendario_incompleto = calendario_incompleto(c, desde, hasta);
}

enum status plazo_explain(const struct calendario *c, const struct computo *k, struct arena *a, struct dia_explicado **out, size_t *n)
{
	dia_t desde = k->recepcion_recomendada;
	size_t total;

	*out = NULL;
	*n = 0;
	if (k->fecha_firma == DIA_NINGUNO)
		return STATUS_OK;
	if (k->recepcion != INSTANTE_NINGUNO)
		desde = instante_dia(k->recepcion);
	if (k->fecha_firma < desde)
		return STATUS_OK;
	total = (size_t)((int64_t)k->fecha_firma - desde + 1);
	if (total > PLAZO_EXPLICADOS_MAX)
		total = PLAZO_EXPLICADOS_MAX;
	*out = ARENA_ARRAY(a, total, struct dia_explicado);
	if (!*out)
		return STATUS_UNAVAILABLE;
	for (size_t i = 0; i < total; i++) {
		enum status st = calendario_explain(c, desde + (dia_t)i, a, &(*out)[i]);

		if (st != STATUS_OK)
			return st;
	}
	*n = total;
	return STATUS_OK;
}
