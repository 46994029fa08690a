/*
 * The calendar of non-working days, as data with sources and versions (LFPA arts. 28–29; LFT art. 74; suspensions that the SRE publishes
 * in the DOF), and the count of business days. Pure; a calendar is immutable once built and may be shared by threads.
 */
#ifndef DOMAIN_CALENDARIO_H
#define DOMAIN_CALENDARIO_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/fecha.h"
#include "domain/vocabulario.h"

/* A day that the calendar names. Saturdays and Sundays need no row. */
struct calendario_dia {
	dia_t fecha;
	bool habilitado; /* true: a day enabled by the authority (LFPA art. 28 in fine), it counts although it would not */
	const char *motivo, *fuente;
};

struct calendario {
	int version;                       /* 0: none loaded */
	const struct calendario_dia *dias; /* sorted by fecha; several rows of one day are allowed, an enabled one wins */
	size_t n_dias;
	const int *anios_sre; /* sorted: years whose SRE calendar is loaded */
	size_t n_anios_sre;
};

/* Configuration of rule 5 (administrative practice, never buried constants). */
struct reglas_plazo {
	int dias_antelacion; /* 10 */
	int hora_cierre;     /* second of the local day that still counts, inclusive: 64800 = 18:00:00 */
	enum lectura lectura;
	int dias_prevencion_min; /* 5 */
	int meses_caducidad;     /* 3 */
};
extern const struct reglas_plazo reglas_plazo_default;

bool calendario_habil(const struct calendario *c, dia_t d);

/* Why a day does not count, or why an enabled one does; joined rows read "a + b". `habil` false with "Sábado"/"Domingo" for weekends. */
struct dia_explicado {
	dia_t fecha;
	bool habil;
	const char *motivo, *fuente; /* NULL for an ordinary working day */
};
enum status calendario_explain(const struct calendario *c, dia_t d, struct arena *a, struct dia_explicado *out);

/* Business days d with desde <= d < hasta; 0 when hasta <= desde. */
int calendario_count(const struct calendario *c, dia_t desde, dia_t hasta);
/* First business day >= d. */
dia_t calendario_siguiente_habil(const struct calendario *c, dia_t d);
/* The n-th business day after d (n >= 1), d itself not counted. */
dia_t calendario_add_habiles(const struct calendario *c, dia_t d, int n);
/* True when a year touched by [desde, hasta] has no SRE calendar loaded (rule 5). */
bool calendario_incompleto(const struct calendario *c, dia_t desde, dia_t hasta);

/* Reception after the closing hour or on a non-working day counts on the next business day (rule 5). */
dia_t plazo_recepcion_efectiva(const struct calendario *c, const struct reglas_plazo *r, instante_t recepcion);

/* Computation of rule 5 for a reception and a signing date. */
struct computo {
	instante_t recepcion; /* INSTANTE_NINGUNO when only the limit was asked for */
	dia_t recepcion_efectiva, fecha_firma;
	int n; /* by the configured reading */
	int n_distancia, n_integros;
	bool en_tiempo;
	dia_t ultima_recepcion;      /* latest effective day in time by the configured reading */
	dia_t recepcion_recomendada; /* by the stricter reading (integros) */
	bool calendario_incompleto;
	int calendario_version;
	enum lectura lectura;
	int dias_requeridos;
};
/* recepcion may be INSTANTE_NINGUNO: then only the limits (and calendario_incompleto over [ultima_recepcion, firma]) are filled. */
void plazo_compute(const struct calendario *c, const struct reglas_plazo *r, instante_t recepcion, dia_t fecha_firma, struct computo *out);

#define PLAZO_EXPLICADOS_MAX 800
/* The days of a computation, from the reception (or the recommended limit) to the signing date inclusive; at most PLAZO_EXPLICADOS_MAX. */
enum status plazo_explain(const struct calendario *c, const struct computo *k, struct arena *a, struct dia_explicado **out, size_t *n);

/*
 * The rest days that follow from the law alone for a year: LFPA art. 28 fixed days, LFT art. 74 moved Mondays, and the transfer of the federal
 * executive every six years: 1 December up to 2018, 1 October from 2024 (LFT art. 74 VII, DOF 30-09-2024). Used to check the loaded data and
 * to propose new years; what counts is the calendar that is loaded. One row per reason: a day may have two.
 */
enum status calendario_propose(int anio, struct arena *a, struct calendario_dia **out, size_t *n);

#endif
