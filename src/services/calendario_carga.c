/* Loading the calendar from CSV: only what is not in force yet becomes a notice, so that repeating it does nothing; every fault of a table is told. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/utf8.h"
#include "recursos/embedded.h"
#include "services/calendario.h"

#define TEXTO_MAX 500 /* characters, as the table says */

struct tabla {
	const char *pointer, *titulos; /* the member of the request, for faults; its columns */
	size_t columnas;               /* those that a row must have */
	void (*row)(struct tabla *t);
	const struct calendario *vigente;
	struct aviso_nuevo *aviso;
	struct aviso_dia *dias; /* what the notice will hold: as many as the text has lines */
	int *anios;
	struct csv_lector csv;
	struct arena *a;
	struct error *err;
};

static void fault(struct tabla *t, const char *que)
{
	error_add(t->err, t->pointer, MENSAJE_RENGLON_CSV, arena_printf(t->a, "%lld", (long long)t->csv.linea), que);
}

static bool text_ok(const char *s)
{
	return *s && utf8_valid(s, strlen(s)) && utf8_length(s) <= TEXTO_MAX && !utf8_has_control(s);
}

static bool in_force(const struct calendario *c, const struct aviso_dia *d)
{
	for (size_t i = 0; i < c->n_dias; i++)
		if (c->dias[i].fecha == d->fecha && c->dias[i].habilitado == d->habilitado && strcmp(c->dias[i].motivo, d->motivo) == 0 &&
			strcmp(c->dias[i].fuente, d->fuente) == 0)
			return true;
	return false;
}

static void read_day(struct tabla *t)
{
	const struct csv_celda *celda = t->csv.celda;
	const char *tipo = celda[1].texto, *origen = celda[4].texto;
	struct aviso_dia d = {.motivo = celda[2].texto, .fuente = celda[3].texto, .habilitado = strcmp(tipo, "habilitado") == 0};
	if (!fecha_parse(celda[0].texto, &d.fecha))
		fault(t, "la fecha no existe o no tiene la forma AAAA-MM-DD");
	else if (!d.habilitado && strcmp(tipo, "inhabil") != 0)
		fault(t, "el tipo debe ser inhabil o habilitado");
	else if (!text_ok(d.motivo) || !text_ok(d.fuente))
		fault(t, "motivo y fuente deben tener de 1 a 500 caracteres");
	else if (strcmp(origen, "ley") != 0 && strcmp(origen, "sre") != 0)
		fault(t, "el origen debe ser ley o sre");
	else if (!in_force(t->vigente, &d)) {
		d.motivo = arena_strdup(t->a, d.motivo);
		d.fuente = arena_strdup(t->a, d.fuente);
		d.origen = arena_strdup(t->a, origen);
		if (d.motivo && d.fuente && d.origen)
			t->dias[t->aviso->n_dias++] = d;
		else
			(void)error_set(t->err, PROBLEM_SATURADO);
	}
}

/* At least as many as the reader finds, to which a carriage return alone ends a line too. */
static size_t count_lines(const char *s)
{
	size_t n = 1;
	for (; *s; s++)
		n += *s == '\n' || *s == '\r';
	return n;
}

static bool year_known(const struct calendario *c, int anio)
{
	for (size_t i = 0; i < c->n_anios_sre; i++)
		if (c->anios_sre[i] == anio)
			return true;
	return false;
}

static void read_year(struct tabla *t)
{
	char *end = NULL;
	long anio = strtol(t->csv.celda[0].texto, &end, 10);
	if (*end || anio < 1600 || anio > 2999)
		fault(t, "el año no es válido");
	else if (!year_known(t->vigente, (int)anio))
		t->anios[t->aviso->n_anios++] = (int)anio;
}

/* The first record: the titles of the columns, in their order; more may follow. */
static bool read_titles(struct tabla *t)
{
	char que[200];
	const size_t n = strcspn(t->titulos, ",");
	const char *primera = t->csv.n ? t->csv.celda[0].texto : "";
	if (t->csv.n >= t->columnas && strlen(primera) == n && strncmp(primera, t->titulos, n) == 0)
		return true;
	snprintf(que, sizeof que, "falta el encabezado %s%s", t->titulos,
		strchr(primera, ';') ? "; las columnas se separan con comas, no con punto y coma" : "");
	fault(t, que);
	return false;
}

/* What the reader gave, the titles first. False: nothing more is to be read. */
static bool read_record(struct tabla *t, enum csv_paso p, bool *titulos)
{
	if (p == CSV_ERROR)
		(void)error_set(t->err, PROBLEM_SATURADO);
	else if (p == CSV_FALTA)
		fault(t, csv_falta_texto(t->csv.falta));
	else if (!*titulos)
		return *titulos = read_titles(t);
	else if (p == CSV_FILA && t->csv.n < t->columnas)
		fault(t, "le faltan columnas");
	else if (p == CSV_FILA)
		t->row(t);
	return p == CSV_FILA || p == CSV_FALTA;
}

static enum status read_table(struct tabla *t, const char *text)
{
	struct csv_memoria m = {text, strlen(text)};
	bool titulos = false;
	if (!csv_init(&t->csv))
		return error_set(t->err, PROBLEM_SATURADO);
	t->csv.leer = csv_leer_memoria;
	t->csv.ctx = &m;
	while (read_record(t, csv_next(&t->csv), &titulos))
		;
	csv_free(&t->csv);
	return t->err->n_items > 0 ? error_set(t->err, PROBLEM_CUERPO_INVALIDO) : error_status(t->err);
}

static enum status read_days(const struct calendario_carga *c, struct tabla t)
{
	t.pointer = "/dias";
	t.titulos = "fecha,tipo,motivo,fuente,origen";
	t.columnas = 5;
	t.row = read_day;
	t.aviso->dias = t.dias = ARENA_ARRAY(t.a, count_lines(c->dias_csv), struct aviso_dia);
	return t.dias ? read_table(&t, c->dias_csv) : error_set(t.err, PROBLEM_SATURADO);
}

static enum status read_years(const struct calendario_carga *c, struct tabla t)
{
	t.pointer = "/anios";
	t.titulos = "anio,fuente";
	t.columnas = 1;
	t.row = read_year;
	t.aviso->anios = t.anios = ARENA_ARRAY(t.a, count_lines(c->anios_csv), int);
	return t.anios ? read_table(&t, c->anios_csv) : error_set(t.err, PROBLEM_SATURADO);
}

static enum status load(struct db *db, const struct calendario_carga *c, struct arena *a, struct calendario_cargado *out, struct error *err)
{
	int version = 0;
	struct calendario vigente;
	struct aviso_nuevo n = {.tipo = "carga", .fuente = c->fuente, .motivo = "Carga del calendario", .publicado_en = reloj_legal()};
	enum status st = calendario_lock(db, &version, err);
	if (st == STATUS_OK)
		st = calendario_load(db, version, a, &vigente, err);
	const struct tabla t = {.vigente = &vigente, .aviso = &n, .a = a, .err = err};
	if (st == STATUS_OK && c->dias_csv)
		st = read_days(c, t);
	if ((st == STATUS_OK || err->n_items > 0) && c->anios_csv) /* the faults of both are told at once */
		st = read_years(c, t);
	if (st != STATUS_OK || (n.n_dias == 0 && n.n_anios == 0))
		return st;
	st = calendario_publish(db, &n, version + 1, err);
	*out = (struct calendario_cargado){.version = version + 1, .dias = (int)n.n_dias, .anios = (int)n.n_anios};
	return st;
}

static const char *embedded(const char *name)
{
	for (size_t i = 0; i < recurso_count; i++)
		if (strcmp(recursos[i].name, name) == 0)
			return (const char *)recursos[i].data;
	return NULL;
}

void calendario_carga_incluida(struct calendario_carga *out)
{
	*out = (struct calendario_carga){.fuente = "Calendario incluido en el programa",
		.dias_csv = embedded("config/inhabiles.csv"),
		.anios_csv = embedded("config/calendario_anios.csv")};
}

enum status calendario_cargar(struct db *db, const struct gestion *g, const struct calendario_carga *c, struct arena *a,
	struct calendario_cargado *out, struct error *err)
{
	*out = (struct calendario_cargado){0};
	if (!text_ok(c->fuente)) {
		err->interno = "la fuente debe tener de 1 a 500 caracteres";
		error_add(err, "/fuente", MENSAJE_LARGO_MAX, "500");
		return error_set(err, PROBLEM_CUERPO_INVALIDO);
	}
	enum status st = gestion_begin(db, err);
	if (st != STATUS_OK)
		return st;
	st = load(db, c, a, out, err);
	const struct gestion_hecho h = {.tipo = SEGURIDAD_CALENDARIO,
		.objeto = "calendario",
		.datos = arena_printf(
			a, "{\"accion\":\"carga\",\"anios\":%d,\"dias\":%d,\"version\":%d}", out->anios, out->dias, out->version),
		.hecho = out,
		.sin_cambio = out->version == 0};
	return gestion_end(db, g, st, &h, a, err);
}
