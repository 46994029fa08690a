/*
 * The tables that the field publishes about the registry (docs/estadisticas.md), from counts: periods, rates that add up, concentration. Pure: no I/O,
 * no clock, no names of places. Rates are whole hundredths of a per cent, so that columns can add up to exactly 100.00.
 */
#ifndef DOMAIN_ESTADISTICA_H
#define DOMAIN_ESTADISTICA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/fecha.h"

#define PORCENTAJE_NINGUNO (-1) /* of nothing: what other tables print as N.A. */
#define PORCENTAJE_TODO 10000   /* 100.00 % */

/* How many entries fall in a cell (SQL function registro_celdas, table registro_conteo). */
struct conteo {
	const char *tabla, *fila, *columna;
	int64_t n;
};

/*
 * Largest remainder (Hamilton): each gets its share rounded down to 0.01, what is missing to 100.00 goes, 0.01 each, to the largest remainders; of equal ones
 * to the earlier. All PORCENTAJE_NINGUNO when the sum is 0. Counts are not negative, their sum below 2^63 / 10000. `k` at most ESTADISTICA_FILAS_MAX.
 */
#define ESTADISTICA_FILAS_MAX 4096
void estadistica_porcentajes(const int64_t *n, size_t k, int *out);

struct estadistica_eje {
	const char *clave, *nombre;
};
/* Rows by columns. `celdas` and `pct` are n_filas × n_columnas, row after row. Rates of cells are of their row; those of `totales` of the whole. */
struct estadistica_tabla {
	const char *clave, *titulo, *nota; /* nota: NULL, or what to know before using it */
	bool exclusiva;                    /* false: an entry may count in several rows; the rows add up to more than the entries */
	struct estadistica_eje *columnas, *filas;
	size_t n_columnas, n_filas;
	int64_t *celdas, *por_fila, *por_columna, total;
	int *pct, *pct_fila, *pct_columna;
};
/* All cells 0. INTERNAL when the arena is full or there are more than ESTADISTICA_FILAS_MAX rows or columns. A table without columns counts in por_fila. */
NODISCARD enum status estadistica_tabla_init(struct estadistica_tabla *t, size_t n_filas, size_t n_columnas, struct arena *a);
/* Adds up and computes the rates. */
void estadistica_tabla_close(struct estadistica_tabla *t);

/* ---- periods ---- */

/* What a month of signature says: "AAAA-MM", "AAAA" when only the year is known, "" when nothing is; neither does any other text, a month that does not exist among them. */
struct fecha_parcial {
	int anio, mes; /* 0: not known */
};
struct fecha_parcial fecha_parcial_read(const char *s);

/* First year of the five-year period of a year: 1981 for 1981–1985. */
int estadistica_quinquenio(int anio);

/* A period from its first day to the day before the next one's; sorted by `desde`, which is the first day of a month. */
struct periodo {
	dia_t desde;
	const char *nombre, *fuente;
};
enum { PERIODO_ANTERIOR = -1, PERIODO_INDECISO = -2, PERIODO_SIN_FECHA = -3 };
/*
 * Which period holds that month. PERIODO_ANTERIOR: before the first; PERIODO_INDECISO: only the year is known, and the period changes within it: not
 * guessed; PERIODO_SIN_FECHA: nothing is known.
 */
int periodo_of(const struct periodo *v, size_t n, struct fecha_parcial f);

/* ---- concentration ---- */

struct concentracion {
	size_t fila; /* of the table */
	int64_t n, acumulado;
	int pct, acumulado_pct; /* of the whole table */
};
/*
 * The rows from the largest down (equal ones in the table's order); the rates accumulate to those of the rows together. Returns how many of them make two
 * thirds of the whole, 0 when they never do or there is nothing. `out` holds t->n_filas. Closed tables only.
 */
size_t estadistica_concentracion(const struct estadistica_tabla *t, struct concentracion *out);

#endif
