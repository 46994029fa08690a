/* Test data: a small CSV reader (RFC 4180 quoting, LF or CRLF, one header row) and the calendar of config/inhabiles.csv. Fails the test on any error. */
#ifndef TESTS_UNIT_DOMAIN_CSV_PRUEBA_H
#define TESTS_UNIT_DOMAIN_CSV_PRUEBA_H

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/calendario.h"

#ifndef TEST_DATOS
#ifdef DICTAMEN_FUENTES
#define TEST_DATOS DICTAMEN_FUENTES "/tests/datos"
#else
#define TEST_DATOS "tests/datos"
#endif
#endif
#define TEST_CONFIG TEST_DATOS "/../../config"

#define CSV_COLUMNAS 24
#define CSV_FILAS 512

struct csv {
	char *data;
	char *celdas[CSV_FILAS][CSV_COLUMNAS];
	size_t filas, columnas; /* row 0 is the header */
};

static inline void csv_free(struct csv *t)
{
	free(t->data);
}

/* One cell from p, unquoted in place; returns what follows its separator, `*end_of_row` when that was a line end. */
static inline char *csv_cell(char *p, char **cell, bool *end_of_row)
{
	char *w = p;
	bool quoted = *p == '"';

	*cell = p;
	if (quoted)
		p++;
	while (*p && (quoted || (*p != ',' && *p != '\n'))) {
		if (quoted && *p == '"') {
			quoted = *++p == '"';
			if (!quoted)
				continue;
		}
		*w++ = *p++;
	}
	*end_of_row = *p != ',';
	if (*end_of_row && w > *cell && w[-1] == '\r')
		w--;
	if (*p)
		p++;
	*w = '\0';
	return p;
}

static inline void csv_read(const char *path, struct csv *t)
{
	size_t size = (size_t)1 << 20, n;
	FILE *f = fopen(path, "rb");

	memset(t, 0, sizeof(*t));
	ck_assert_msg(f != NULL, "%s", path);
	t->data = calloc(1, size);
	ck_assert_ptr_nonnull(t->data);
	n = fread(t->data, 1, size - 1, f);
	ck_assert_uint_gt(n, 0);
	ck_assert_uint_lt(n, size - 1);
	fclose(f);
	for (char *p = t->data; *p;) {
		bool end = false;
		size_t col = 0;

		ck_assert_uint_lt(t->filas, CSV_FILAS);
		while (!end) {
			ck_assert_uint_lt(col, CSV_COLUMNAS);
			p = csv_cell(p, &t->celdas[t->filas][col++], &end);
		}
		if (t->filas == 0)
			t->columnas = col;
		/* Two rows of acuerdos_reales.csv hold an unquoted comma in `fuente`: their last columns move, the earlier ones are good. */
		ck_assert_uint_ge(col, t->columnas);
		t->filas++;
	}
}

static inline const char *csv_get(const struct csv *t, size_t fila, const char *columna)
{
	for (size_t c = 0; c < t->columnas; c++)
		if (strcmp(t->celdas[0][c], columna) == 0)
			return t->celdas[fila][c];
	ck_abort_msg("no column %s", columna);
	return NULL;
}

static inline dia_t fecha_of(const char *s)
{
	dia_t d = DIA_NINGUNO;

	ck_assert_msg(fecha_parse(s, &d), "%s", s);
	return d;
}

/* A calendar that a test may add to; rows are kept sorted. */
struct calendario_prueba {
	struct calendario cal;
	struct calendario_dia dias[CSV_FILAS];
	int anios[8];
	struct csv csv;
};

static inline void calendario_prueba_add(struct calendario_prueba *p, dia_t fecha, bool habilitado, const char *motivo, const char *fuente)
{
	size_t i = p->cal.n_dias++;

	ck_assert_uint_lt(i, CSV_FILAS);
	for (; i > 0 && p->dias[i - 1].fecha > fecha; i--)
		p->dias[i] = p->dias[i - 1];
	p->dias[i] = (struct calendario_dia){.fecha = fecha, .habilitado = habilitado, .motivo = motivo, .fuente = fuente};
}

/* The calendar of the configuration, with or without what the SRE published. */
static inline void calendario_prueba_load(struct calendario_prueba *p, bool con_sre)
{
	csv_read(TEST_CONFIG "/inhabiles.csv", &p->csv);
	p->cal = (struct calendario){.version = 7, .dias = p->dias, .anios_sre = p->anios};
	for (size_t i = 1; i < p->csv.filas; i++) {
		bool sre = strcmp(csv_get(&p->csv, i, "origen"), "sre") == 0;

		ck_assert(sre || strcmp(csv_get(&p->csv, i, "origen"), "ley") == 0);
		ck_assert_str_eq(csv_get(&p->csv, i, "tipo"), "inhabil");
		if (con_sre || !sre)
			calendario_prueba_add(p, fecha_of(csv_get(&p->csv, i, "fecha")), false, csv_get(&p->csv, i, "motivo"),
				csv_get(&p->csv, i, "fuente"));
	}
	if (con_sre)
		p->anios[p->cal.n_anios_sre++] = 2023;
}

static inline void calendario_prueba_free(struct calendario_prueba *p)
{
	csv_free(&p->csv);
}

/* xorshift64*: the same numbers on every machine. */
static inline uint64_t azar(uint64_t *s)
{
	*s ^= *s >> 12;
	*s ^= *s << 25;
	*s ^= *s >> 27;
	return *s * 2685821657736338717ULL;
}
static inline int azar_below(uint64_t *s, int n)
{
	return (int)(azar(s) % (uint64_t)n);
}

/* The definition of a business day, said as plainly as possible: every row, every day. */
static inline bool naive_habil(const struct calendario *c, dia_t d)
{
	bool inhabil = dia_semana(d) == 0 || dia_semana(d) == 6;

	for (size_t i = 0; i < c->n_dias; i++)
		inhabil |= c->dias[i].fecha == d && !c->dias[i].habilitado;
	for (size_t i = 0; i < c->n_dias; i++)
		if (c->dias[i].fecha == d && c->dias[i].habilitado)
			return true;
	return !inhabil;
}
static inline int naive_count(const struct calendario *c, dia_t desde, dia_t hasta)
{
	int n = 0;

	for (dia_t d = desde; d < hasta; d++)
		n += naive_habil(c, d);
	return n;
}

/* A crowded random calendar around `base`: repeated days, enabled ones, weekends. */
static inline void calendario_prueba_random(struct calendario_prueba *p, uint64_t *s, dia_t base, int span, int n)
{
	memset(p, 0, sizeof(*p));
	p->cal.dias = p->dias;
	p->cal.anios_sre = p->anios;
	for (int i = 0; i < n; i++)
		calendario_prueba_add(p, base + azar_below(s, span), azar_below(s, 4) == 0, "x", "y");
}

static inline int run_suite(Suite *s)
{
	SRunner *sr = srunner_create(s);
	int failed;

	srunner_run_all(sr, CK_ENV);
	failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
