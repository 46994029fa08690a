#include "domain/calendario.h"

#include <string.h>

/* The law's own source for Saturdays and Sundays. */
static const char FUENTE_FIN_DE_SEMANA[] = "LFPA art. 28";

/* First row of the calendar on or after d. */
static size_t rows_from(const struct calendario *c, int64_t d)
{
	size_t lo = 0, hi = c->n_dias;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (c->dias[mid].fecha < d)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

/* The rows of one day: c->dias[*first] … ; how many there are, and whether one of them enables it. */
static size_t rows_of(const struct calendario *c, dia_t d, size_t *first, bool *habilitado)
{
	size_t n = 0;

	*first = rows_from(c, d);
	*habilitado = false;
	for (size_t i = *first; i < c->n_dias && c->dias[i].fecha == d; i++, n++)
		*habilitado |= c->dias[i].habilitado;
	return n;
}

/* Position in a week that begins on Monday (0–6). 1970-01-01 was a Thursday. */
static int weekday(int64_t d)
{
	int r = (int)((d + 3) % 7);

	return r < 0 ? r + 7 : r;
}

static bool is_weekend(dia_t d)
{
	return weekday(d) >= 5;
}

/* Days Monday to Friday before d, from a Monday far enough back that only differences mean anything. */
static int64_t weekdays_before(int64_t d)
{
	int w = weekday(d);

	return (d + 3 - w) / 7 * 5 + (w < 5 ? w : 5);
}

bool calendario_habil(const struct calendario *c, dia_t d)
{
	bool habilitado;
	size_t first;

	if (rows_of(c, d, &first, &habilitado) > 0)
		return habilitado;
	return !is_weekend(d);
}

int calendario_count(const struct calendario *c, dia_t desde, dia_t hasta)
{
	int64_t n;

	if (hasta <= desde)
		return 0;
	n = weekdays_before(hasta) - weekdays_before(desde);
	for (size_t i = rows_from(c, desde), rows; i < c->n_dias && c->dias[i].fecha < hasta; i += rows) {
		dia_t d = c->dias[i].fecha;
		bool habilitado;
		size_t first;

		rows = rows_of(c, d, &first, &habilitado);
		n += (habilitado ? 1 : 0) - (is_weekend(d) ? 0 : 1);
	}
	return n > INT_MAX ? INT_MAX : (int)n;
}

dia_t calendario_siguiente_habil(const struct calendario *c, dia_t d)
{
	return calendario_add_habiles(c, d - 1, 1);
}

/*
 * n calendar days hold at most n business days, so stepping by what is still missing never goes too far, and the last step, in which
 * nothing is missing any more, held business days only: it ends on one.
 */
dia_t calendario_add_habiles(const struct calendario *c, dia_t d, int n)
{
	while (n > 0) {
		dia_t from = d + 1;

		d += n;
		n -= calendario_count(c, from, d + 1);
	}
	return d;
}

bool calendario_incompleto(const struct calendario *c, dia_t desde, dia_t hasta)
{
	int last = dia_to_civil(hasta).anio;
	size_t i = 0;

	for (int anio = dia_to_civil(desde).anio; anio <= last; anio++) {
		while (i < c->n_anios_sre && c->anios_sre[i] < anio)
			i++;
		if (i == c->n_anios_sre || c->anios_sre[i] != anio)
			return true;
	}
	return false;
}

static const char *row_text(const struct calendario_dia *row, bool fuente)
{
	return fuente ? row->fuente : row->motivo;
}

/* True when the text of rows[i] was said already, by `prefix` or an earlier row of the same kind. */
static bool repeated(const char *prefix, const struct calendario_dia *rows, size_t i, bool fuente)
{
	const char *text = row_text(&rows[i], fuente);

	if (prefix && strcmp(prefix, text) == 0)
		return true;
	for (size_t j = 0; j < i; j++)
		if (rows[j].habilitado == rows[i].habilitado && strcmp(row_text(&rows[j], fuente), text) == 0)
			return true;
	return false;
}

/* "prefix + a + b" of the rows that are (or are not) enabled, each text once. NULL when the arena is full. */
static const char *join(struct arena *a, const char *prefix, const struct calendario_dia *rows, size_t n, bool habilitado, bool fuente)
{
	const char *text = prefix;

	for (size_t i = 0; i < n; i++) {
		const char *part = row_text(&rows[i], fuente);

		if (rows[i].habilitado != habilitado || repeated(prefix, rows, i, fuente))
			continue;
		text = text ? arena_printf(a, "%s + %s", text, part) : arena_strdup(a, part);
		if (!text)
			return NULL;
	}
	return text;
}

enum status calendario_explain(const struct calendario *c, dia_t d, struct arena *a, struct dia_explicado *out)
{
	const char *motivo = NULL, *fuente = NULL;
	const struct calendario_dia *rows;
	bool habilitado;
	size_t first, n;

	n = rows_of(c, d, &first, &habilitado);
	rows = n > 0 ? &c->dias[first] : NULL;
	*out = (struct dia_explicado){.fecha = d, .habil = n > 0 ? habilitado : !is_weekend(d)};
	if (is_weekend(d) && !habilitado) {
		motivo = weekday(d) == 5 ? "Sábado" : "Domingo";
		fuente = FUENTE_FIN_DE_SEMANA;
	}
	out->motivo = join(a, motivo, rows, n, habilitado, false);
	out->fuente = join(a, fuente, rows, n, habilitado, true);
	/* Whoever has rows has a reason: NULL can only mean that the arena is full. */
	return n > 0 && (!out->motivo || !out->fuente) ? STATUS_UNAVAILABLE : STATUS_OK;
}
