#include "services/fecha_escrita.h"

#include <string.h>
#include <strings.h>

struct leida {
	struct civil c; /* 0: not told */
	const char *s;
};

static bool digits(struct leida *l, size_t menos, size_t mas, int *out)
{
	const size_t n = strspn(l->s, "0123456789");
	if (n < menos || n > mas)
		return false;
	*out = 0;
	for (size_t i = 0; i < n; i++)
		*out = *out * 10 + (*l->s++ - '0');
	return *out > 0;
}

/* The whole name, else its first three letters, with or without a full stop. */
static bool month_name(struct leida *l)
{
	static const char *const meses[] = {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
		"octubre", "noviembre", "diciembre"};
	for (int m = 0; m < 12; m++) {
		const size_t n = strlen(meses[m]);
		const bool entero = strncasecmp(l->s, meses[m], n) == 0;
		if (!entero && strncasecmp(l->s, meses[m], 3) != 0)
			continue;
		l->s += entero ? n : 3;
		l->s += !entero && *l->s == '.';
		l->c.mes = m + 1;
		return true;
	}
	return false;
}

/* Length of the pattern's first piece. */
static size_t piece(const char *p)
{
	static const char *const piezas[] = {"aaaa", "mes", "mm", "dd"};
	for (size_t i = 0; i < sizeof piezas / sizeof *piezas; i++)
		if (strncmp(p, piezas[i], strlen(piezas[i])) == 0)
			return strlen(piezas[i]);
	return 1;
}

static bool read_piece(struct leida *l, const char *p, size_t n)
{
	if (n == 4)
		return digits(l, 4, 4, &l->c.anio);
	if (n == 3)
		return month_name(l);
	if (n == 2)
		return digits(l, 1, 2, *p == 'm' ? &l->c.mes : &l->c.dia);
	return *l->s && strncasecmp(l->s++, p, 1) == 0;
}

bool fecha_patron_valido(const char *patron)
{
	int anios = 0, meses = 0, dias = 0;
	for (const char *p = patron; *p; p += piece(p)) {
		const size_t n = piece(p);
		anios += n == 4;
		meses += n == 3 || (n == 2 && *p == 'm');
		dias += n == 2 && *p == 'd';
	}
	return anios == 1 && meses <= 1 && dias <= meses;
}

bool fecha_escrita_parse(const char *patron, const char *s, dia_t *dia, enum precision *precision)
{
	struct leida l = {.s = s};
	for (const char *p = patron; *p; p += piece(p))
		if (!read_piece(&l, p, piece(p)))
			return false;
	*precision = l.c.dia ? PRECISION_DIA : l.c.mes ? PRECISION_MES : PRECISION_ANIO;
	l.c.mes += l.c.mes == 0;
	l.c.dia += l.c.dia == 0;
	if (*l.s || !civil_valid(l.c))
		return false;
	*dia = dia_from_civil(l.c);
	return true;
}
