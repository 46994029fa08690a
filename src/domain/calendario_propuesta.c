#include "domain/calendario.h"

static const char LFPA_28[] = "LFPA art. 28";
static const char LFT_74[] = "LFT art. 74 / Decreto Calendario Oficial";

/* LFPA art. 28: the date itself, whatever day of the week it falls on. */
static const struct {
	int mes, dia;
	const char *motivo;
} fijos[] = {
	{1, 1, "Año Nuevo"},
	{2, 5, "5 de febrero (fecha literal)"},
	{3, 21, "21 de marzo (fecha literal)"},
	{5, 1, "Día del Trabajo"},
	{5, 5, "5 de mayo"},
	{9, 1, "1 de septiembre"},
	{9, 16, "Independencia"},
	{11, 20, "20 de noviembre (fecha literal)"},
	{12, 25, "Navidad"},
};

/* LFT art. 74 frs. II, III and VI: the n-th Monday of a month. Offices rest on it besides the literal date of the LFPA. */
static const struct {
	int mes, n;
	const char *motivo;
} lunes[] = {
	{2, 1, "Primer lunes de febrero"},
	{3, 3, "Tercer lunes de marzo"},
	{11, 3, "Tercer lunes de noviembre"},
};

#define N_FIJOS (sizeof(fijos) / sizeof(fijos[0]))
#define N_LUNES (sizeof(lunes) / sizeof(lunes[0]))

static dia_t nth_monday(int anio, int mes, int n)
{
	dia_t d = dia_from_civil((struct civil){anio, mes, 1});

	return d + (8 - dia_semana(d)) % 7 + 7 * (n - 1);
}

/* Keeps the rows sorted; rows of one day stay in the order in which they came. */
static void insert(struct calendario_dia *rows, size_t *n, dia_t fecha, const char *motivo, const char *fuente)
{
	size_t i = (*n)++;

	for (; i > 0 && rows[i - 1].fecha > fecha; i--)
		rows[i] = rows[i - 1];
	rows[i] = (struct calendario_dia){.fecha = fecha, .motivo = motivo, .fuente = fuente};
}

/*
 * One reason, one source, one row: a day with two reasons (21 March on a third Monday) has two rows.
 *
 * The transmission of the federal executive falls on 1 October since 2024 (Constitution art. 83; LFT art. 74 fr. VII) and fell on
 * 1 December until 2018. LFPA art. 28 still names "1o. de diciembre de cada seis años, cuando corresponda a la transmisión": since
 * 2024 it corresponds to none, and the calendar that we hold (data/inhabiles_2019_2031.csv) has no 1 December in 2024 nor in 2030.
 * Should an authority hold otherwise, the day is entered as a row with its source; the calendar is data.
 */
enum status calendario_propose(int anio, struct arena *a, struct calendario_dia **out, size_t *n)
{
	struct calendario_dia *rows;

	if (!civil_valid((struct civil){anio, 1, 1}))
		return STATUS_INVALID;
	rows = ARENA_ARRAY(a, N_FIJOS + N_LUNES + 1, struct calendario_dia);
	if (!rows)
		return STATUS_UNAVAILABLE;
	*n = 0;
	for (size_t i = 0; i < N_FIJOS; i++)
		insert(rows, n, dia_from_civil((struct civil){anio, fijos[i].mes, fijos[i].dia}), fijos[i].motivo, LFPA_28);
	for (size_t i = 0; i < N_LUNES; i++)
		insert(rows, n, nth_monday(anio, lunes[i].mes, lunes[i].n), lunes[i].motivo, LFT_74);
	if ((anio - 2024) % 6 == 0) {
		bool octubre = anio >= 2024;

		insert(rows, n, dia_from_civil((struct civil){anio, octubre ? 10 : 12, 1}), "Transmisión del Poder Ejecutivo Federal",
			octubre ? "LFT art. 74 fr. VII (DOF 30-09-2024)" : LFPA_28);
	}
	*out = rows;
	return STATUS_OK;
}
