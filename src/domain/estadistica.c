#include "domain/estadistica.h"

#include <stdlib.h>
#include <string.h>

/* ---- rates ---- */

struct resto {
	int64_t resto;
	size_t i;
};

static int by_remainder(const void *x, const void *y)
{
	const struct resto *a = x, *b = y;
	if (a->resto != b->resto)
		return a->resto > b->resto ? -1 : 1;
	return (a->i > b->i) - (a->i < b->i);
}

void estadistica_porcentajes(const int64_t *n, size_t k, int *out)
{
	struct resto restos[ESTADISTICA_FILAS_MAX] = {0};
	int64_t suma = 0;
	int faltan = PORCENTAJE_TODO;
	k = k < ESTADISTICA_FILAS_MAX ? k : ESTADISTICA_FILAS_MAX;
	for (size_t i = 0; i < k; i++)
		suma += n[i];
	for (size_t i = 0; i < k; i++) {
		out[i] = suma > 0 ? (int)(n[i] * PORCENTAJE_TODO / suma) : PORCENTAJE_NINGUNO;
		restos[i] = (struct resto){.resto = suma > 0 ? n[i] * PORCENTAJE_TODO % suma : 0, .i = i};
		faltan -= out[i];
	}
	if (suma == 0)
		return;
	qsort(restos, k, sizeof *restos, by_remainder);
	for (int i = 0; i < faltan; i++) /* fewer than k: each share lost less than one */
		out[restos[i].i]++;
}

/* ---- tables ---- */

enum status estadistica_tabla_init(struct estadistica_tabla *t, size_t n_filas, size_t n_columnas, struct arena *a)
{
	const size_t celdas = n_filas * n_columnas;
	*t = (struct estadistica_tabla){.exclusiva = true, .n_filas = n_filas, .n_columnas = n_columnas};
	if (n_filas > ESTADISTICA_FILAS_MAX || n_columnas > ESTADISTICA_FILAS_MAX)
		return STATUS_INTERNAL;
	/* One more of each: an empty array is no failure. */
	t->filas = ARENA_ARRAY(a, n_filas + 1, struct estadistica_eje);
	t->columnas = ARENA_ARRAY(a, n_columnas + 1, struct estadistica_eje);
	t->celdas = ARENA_ARRAY(a, celdas + 1, int64_t);
	t->por_fila = ARENA_ARRAY(a, n_filas + 1, int64_t);
	t->por_columna = ARENA_ARRAY(a, n_columnas + 1, int64_t);
	t->pct = ARENA_ARRAY(a, celdas + 1, int);
	t->pct_fila = ARENA_ARRAY(a, n_filas + 1, int);
	t->pct_columna = ARENA_ARRAY(a, n_columnas + 1, int);
	if (!t->filas || !t->columnas || !t->celdas || !t->por_fila || !t->por_columna || !t->pct || !t->pct_fila || !t->pct_columna)
		return STATUS_INTERNAL;
	memset(t->celdas, 0, (celdas + 1) * sizeof *t->celdas);
	memset(t->por_fila, 0, (n_filas + 1) * sizeof *t->por_fila);
	memset(t->por_columna, 0, (n_columnas + 1) * sizeof *t->por_columna);
	return STATUS_OK;
}

void estadistica_tabla_close(struct estadistica_tabla *t)
{
	t->total = 0;
	for (size_t f = 0; f < t->n_filas; f++) {
		const int64_t *fila = t->celdas + f * t->n_columnas;
		for (size_t c = 0; c < t->n_columnas; c++) {
			t->por_fila[f] += fila[c];
			t->por_columna[c] += fila[c];
		}
		t->total += t->por_fila[f];
		estadistica_porcentajes(fila, t->n_columnas, t->pct + f * t->n_columnas);
	}
	estadistica_porcentajes(t->por_fila, t->n_filas, t->pct_fila);
	estadistica_porcentajes(t->por_columna, t->n_columnas, t->pct_columna);
}

/* ---- periods ---- */

static int digits(const char *s, size_t n)
{
	int v = 0;
	for (size_t i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return 0;
		v = v * 10 + (s[i] - '0');
	}
	return v;
}

struct fecha_parcial fecha_parcial_read(const char *s)
{
	const size_t n = strlen(s);
	struct fecha_parcial f = {0};
	if (n == 4 || (n == 7 && s[4] == '-'))
		f.anio = digits(s, 4);
	if (f.anio && n == 7)
		f.mes = digits(s + 5, 2);
	if (n == 7 && (f.mes < 1 || f.mes > 12))
		f = (struct fecha_parcial){0};
	return f;
}

int estadistica_quinquenio(int anio)
{
	return (anio - 1) / 5 * 5 + 1;
}

static int holding(const struct periodo *v, size_t n, dia_t d)
{
	size_t i = 0;
	while (i < n && v[i].desde <= d)
		i++;
	return (int)i - 1; /* PERIODO_ANTERIOR before the first */
}

int periodo_of(const struct periodo *v, size_t n, struct fecha_parcial f)
{
	if (!f.anio)
		return PERIODO_SIN_FECHA;
	const int primero = f.mes ? f.mes : 1, ultimo = f.mes ? f.mes : 12;
	const int a = holding(v, n, dia_from_civil((struct civil){f.anio, primero, 1}));
	const int b = holding(v, n, dia_from_civil((struct civil){f.anio, ultimo, 1}));
	return a == b ? a : PERIODO_INDECISO;
}

/* ---- concentration ---- */

static int by_size(const void *x, const void *y)
{
	const struct concentracion *a = x, *b = y;
	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	return (a->fila > b->fila) - (a->fila < b->fila);
}

size_t estadistica_concentracion(const struct estadistica_tabla *t, struct concentracion *out)
{
	int64_t acumulado = 0;
	int pct = 0;
	size_t dos_tercios = 0;
	for (size_t i = 0; i < t->n_filas; i++)
		out[i] = (struct concentracion){.fila = i, .n = t->por_fila[i], .pct = t->pct_fila[i]};
	qsort(out, t->n_filas, sizeof *out, by_size);
	for (size_t i = 0; i < t->n_filas; i++) {
		acumulado += out[i].n;
		out[i].acumulado = acumulado;
		out[i].acumulado_pct = out[i].pct == PORCENTAJE_NINGUNO ? PORCENTAJE_NINGUNO : (pct += out[i].pct);
		if (!dos_tercios && t->total > 0 && acumulado * 3 >= t->total * 2)
			dos_tercios = i + 1;
	}
	return dos_tercios;
}
