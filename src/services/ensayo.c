/* The mark and the clock of a sandbox. */
#include "services/ensayo.h"

#include <string.h>

#include "base/modo.h"
#include "codec/json.h"
#include "services/calendario.h"

#define US INT64_C(1000000)
#define CIFRAS_MAX 4

enum status ensayo_check(struct obrero *o, struct error *err)
{
	struct ensayo_marca m;
	enum status st = ensayo_read(o->db, &m, err);
	if (st != STATUS_OK)
		return st;
	atomic_store(&o->app->base_ajena, m.hay != modo_ensayo());
	if (m.hay == modo_ensayo()) {
		reloj_adelantar(m.adelanto);
		return STATUS_OK;
	}
	err->interno = m.hay ? "esta base es de ensayo: arranque con --ensayo, o dé en base_de_datos la de producción"
			     : "esta base no es de ensayo: arranque sin --ensayo, o dé en base_de_datos una de ensayo";
	return error_set(err, PROBLEM_BASE_NO_DISPONIBLE);
}

enum status ensayo_start(struct db *db, struct error *err)
{
	bool marcada = false;
	enum status st = db_ready(db, err);
	if (st == STATUS_OK)
		st = ensayo_mark(db, &marcada, err);
	if (st != STATUS_OK || marcada)
		return st;
	err->interno = "la base tiene actos, asientos o correos que no son de un ensayo, y no se toca: para ensayar dé en base_de_datos "
		       "una vacía, "
		       "recién migrada (dictamenctl migrar)";
	return error_set(err, PROBLEM_CONFIGURACION_INVALIDA, err->interno);
}

/* ---- the clock ---- */

static int digits(const char **s)
{
	int v = 0, n = 0;
	for (; **s >= '0' && **s <= '9'; (*s)++)
		v = n++ < CIFRAS_MAX ? 10 * v + (**s - '0') : -1;
	return n > 0 && n <= CIFRAS_MAX ? v : -1;
}

/* One designator after the other, each once, in ISO's order. */
bool ensayo_duration(const char *texto, instante_t desde, instante_t *hasta)
{
	static const char orden[] = "YMWDTHMS";
	int valor[sizeof orden] = {0};
	size_t i = 0;
	bool hora = false, algo = false;
	if (*texto++ != 'P')
		return false;
	while (*texto) {
		if (*texto == 'T') {
			if (hora || !texto[1])
				return false;
			hora = true;
			texto++;
			i = 5;
			continue;
		}
		const int v = digits(&texto);
		const size_t fin = hora ? sizeof orden - 1 : 4;
		while (i < fin && orden[i] != *texto)
			i++;
		if (v < 0 || i >= fin)
			return false;
		algo = algo || v > 0;
		valor[i++] = v;
		texto++;
	}
	dia_t dia = instante_dia(desde);
	const int64_t resto = desde - instante_from_dia(dia);
	dia = dia_add_meses(dia, 12 * valor[0] + valor[1]) + 7 * valor[2] + valor[3];
	*hasta = instante_from_dia(dia) + resto + (valor[5] * INT64_C(3600) + valor[6] * INT64_C(60) + valor[7]) * US;
	return algo;
}

static instante_t same_time_on(instante_t t, dia_t otro)
{
	const dia_t dia = instante_dia(t);
	return instante_from_dia(otro) + (t - instante_from_dia(dia));
}

static enum status destination(struct app *app, const struct ensayo_movimiento *m, instante_t ahora, instante_t *hasta, struct error *err)
{
	const int dados = (m->avanzar != NULL) + (m->hasta != INSTANTE_NINGUNO) + (m->dias_habiles > 0);
	if (dados != 1) {
		error_add(err, "", MENSAJE_RELOJ_UNO);
		return error_set(err, PROBLEM_CUERPO_INVALIDO);
	}
	*hasta = m->hasta;
	if (m->avanzar && !ensayo_duration(m->avanzar, ahora, hasta)) {
		error_add(err, "/avanzar", MENSAJE_FORMATO, "ISO 8601, P10D, P1M, PT2H30M");
		return error_set(err, PROBLEM_CUERPO_INVALIDO);
	}
	if (m->dias_habiles > 0) {
		const struct calendario *c = calendario_vivo_get(app->calendario);
		*hasta = same_time_on(ahora, calendario_add_habiles(c, instante_dia(ahora), m->dias_habiles));
		calendario_vivo_put(app->calendario, c);
	}
	if (*hasta < ahora)
		return error_set(err, PROBLEM_RELOJ_HACIA_ATRAS);
	if (instante_dia(*hasta) > dia_add_meses(instante_dia(reloj_now()), 12 * ENSAYO_ANIOS_MAX)) {
		error_add(err, m->avanzar ? "/avanzar" : m->dias_habiles ? "/dias_habiles" : "/hasta", MENSAJE_RELOJ_LEJOS, "10");
		return error_set(err, PROBLEM_CUERPO_INVALIDO);
	}
	return STATUS_OK;
}

static const char *describe(instante_t antes, instante_t despues, struct arena *a)
{
	char de[INSTANTE_LEN], hasta[INSTANTE_LEN];
	instante_format_utc(antes, de);
	instante_format_utc(despues, hasta);
	return arena_printf(a, "{\"accion\":\"reloj\",\"antes\":\"%s\",\"despues\":\"%s\"}", de, hasta);
}

/* Under the lock of administrative changes: two moves of ten days make twenty. */
static enum status move(struct obrero *o, const struct ensayo_movimiento *m, const char **datos, int64_t *adelanto, struct error *err)
{
	struct ensayo_marca marca;
	instante_t hasta;
	enum status st = ensayo_read(o->db, &marca, err);
	if (st != STATUS_OK)
		return st;
	const instante_t real = reloj_now(), ahora = real + marca.adelanto;
	st = destination(o->app, m, ahora, &hasta, err);
	if (st != STATUS_OK)
		return st;
	*adelanto = hasta - real;
	*datos = describe(ahora, hasta, err->arena);
	return ensayo_advance(o->db, *adelanto, err);
}

static void clock_at(struct app *app, int64_t adelanto, struct ensayo_reloj *out)
{
	const struct calendario *c = calendario_vivo_get(app->calendario);
	out->real = reloj_now();
	out->ahora = out->real + adelanto;
	out->habil = calendario_habil(c, instante_dia(out->ahora));
	calendario_vivo_put(app->calendario, c);
}

void ensayo_clock(struct app *app, struct ensayo_reloj *out)
{
	clock_at(app, reloj_adelanto(), out);
}

enum status ensayo_move(
	struct obrero *o, const struct gestion *g, const struct ensayo_movimiento *m, struct ensayo_reloj *out, struct error *err)
{
	const char *datos = NULL;
	int64_t adelanto = 0;
	enum status st = gestion_begin(o->db, err);
	if (st != STATUS_OK)
		return st;
	st = move(o, m, &datos, &adelanto, err);
	clock_at(o->app, adelanto, out);
	const struct gestion_hecho h = {.tipo = SEGURIDAD_CONFIGURACION, .objeto = "ensayo/reloj", .datos = datos, .hecho = out};
	st = gestion_end(o->db, g, st, &h, err->arena, err);
	if (st == STATUS_OK)
		reloj_adelantar(adelanto);
	return st;
}
