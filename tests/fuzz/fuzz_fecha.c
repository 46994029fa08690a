/* Dates and instants in text. The first byte says which form; for dates as people write them a pattern, NUL and the text. What is read is written the same way. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "services/fecha_escrita.h"

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void day_holds(dia_t d)
{
	const struct civil c = dia_to_civil(d);
	check(civil_valid(c) && dia_from_civil(c) == d && dia_semana(d) >= 0 && dia_semana(d) <= 6);
	check(dia_add_meses(dia_add_meses(d, 12), -12) <= d && dia_semana(d + 7) == dia_semana(d));
}

static void date(const char *s)
{
	dia_t d;
	char out[FECHA_LEN];
	if (!fecha_parse(s, &d))
		return;
	day_holds(d);
	fecha_format(d, out);
	check(strcmp(s, out) == 0);
}

static void instant(const char *s)
{
	instante_t t, otra;
	dia_t d;
	int segundo;
	char local[INSTANTE_LEN], utc[INSTANTE_LEN];
	if (!instante_parse(s, &t))
		return;
	instante_format(t, local);
	instante_format_utc(t, utc);
	check(!*utc || (instante_parse(utc, &otra) && otra == t));
	check(!*local || (instante_parse(local, &otra) && otra == t));
	instante_local(t, &d, &segundo);
	check(segundo >= 0 && segundo < 86400 && instante_from_dia(d) <= t);
}

static void http_date(const char *s)
{
	instante_t t;
	char out[FECHA_HTTP_LEN];
	if (!instante_parse_http(s, &t))
		return;
	instante_format_http(t, out);
	check(strcmp(s, out) == 0);
}

static void written(const char *patron, const char *s)
{
	dia_t d, otra;
	enum precision p, q;
	char iso[FECHA_LEN];
	if (!fecha_patron_valido(patron) || !fecha_escrita_parse(patron, s, &d, &p))
		return;
	day_holds(d);
	check(p == PRECISION_DIA || dia_to_civil(d).dia == 1);
	check(p != PRECISION_ANIO || dia_to_civil(d).mes == 1);
	fecha_format(d, iso);
	check(fecha_escrita_parse("aaaa-mm-dd", iso, &otra, &q) && otra == d && q == PRECISION_DIA);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool zona;
	ARENA_AUTO *a = arena_create((size_t)64 << 10);
	char *s = size > 0 && size < 4096 && a ? arena_memdup(a, data + 1, size - 1) : NULL;
	if (!s)
		return 0;
	zona = zona || zona_init("America/Mexico_City");
	check(zona);
	switch (data[0] % 4) {
	case 0:
		date(s);
		break;
	case 1:
		instant(s);
		break;
	case 2:
		http_date(s);
		break;
	default:
		if (strlen(s) + 1 < size)
			written(s, s + strlen(s) + 1);
	}
	return 0;
}
