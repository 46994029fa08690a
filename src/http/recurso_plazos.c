/* The deadline calculator: public, from the calendar in memory. */
#include "codec/representacion.h"
#include "http/recursos.h"
#include "services/calendario.h"

#define CUERPO_MAX ((size_t)1024 * 1024)

struct consulta_plazo {
	dia_t firma;
	instante_t recepcion;
	struct reglas_plazo reglas;
};

static enum status read_query(struct exchange *ex, const struct app *app, struct consulta_plazo *q)
{
	static const char *const allowed[] = {"fecha_firma", "recepcion", "lectura", NULL};
	const char *firma = exchange_query(ex, "fecha_firma"), *recepcion = exchange_query(ex, "recepcion"),
		   *lectura = exchange_query(ex, "lectura");
	enum status st = exchange_query_only(ex, allowed);
	*q = (struct consulta_plazo){.recepcion = INSTANTE_NINGUNO, .reglas = app->reglas};
	if (!firma)
		st = exchange_param_error(ex, "fecha_firma", MENSAJE_REQUERIDO, NULL);
	else if (!fecha_parse(firma, &q->firma))
		st = exchange_param_error(ex, "fecha_firma", MENSAJE_FECHA, NULL);
	if (recepcion && !instante_parse(recepcion, &q->recepcion))
		st = exchange_param_error(ex, "recepcion", MENSAJE_INSTANTE, NULL);
	if (lectura) {
		q->reglas.lectura = (enum lectura)vocabulario_find(&vocabulario_lectura, lectura);
		if (q->reglas.lectura == LECTURA_NINGUNO)
			st = exchange_param_error(ex, "lectura", MENSAJE_ENUM, "distancia, integros");
	}
	return st;
}

enum status recurso_calcular_plazo(struct exchange *ex, void *worker)
{
	struct app *app = worker;
	struct consulta_plazo q;
	enum status st = read_query(ex, app, &q);
	if (st != STATUS_OK)
		return st;
	struct computo k = {0};
	struct dia_explicado *dias = NULL;
	size_t n = 0;
	const struct calendario *c = calendario_vivo_get(app->calendario);
	plazo_compute(c, &q.reglas, q.recepcion, q.firma, &k);
	st = plazo_explain(c, &k, ex->arena, &dias, &n);
	if (st == STATUS_OK) {
		BUF_AUTO b;
		buf_init(&b, CUERPO_MAX);
		plazo_write(&b, &k, dias, n);
		exchange_json(ex, 200, &b);
	}
	calendario_vivo_put(app->calendario, c); /* the explanations point into it */
	return st == STATUS_OK ? st : error_set(&ex->err, PROBLEM_INTERNO);
}
