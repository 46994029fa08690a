/* From cells to the tables that the field publishes. */
#include "services/estadisticas.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "codec/registro.h"
#include "recursos/embedded.h"
#include "services/catalogos.h"
#include "services/lugares.h"

#define ENTIDADES 32
#define SIN_DATO "sin_dato"
#define SIN_FECHA "sin_fecha"
#define ANIO_DE_CAMBIO "anio_de_cambio"
#define PERIODOS_MAX 64

struct obra {
	struct arena *a;
	const struct conteo *v;
	size_t n;
	struct estadistica_registro *out;
	struct periodo periodos[PERIODOS_MAX]; /* administrations */
	size_t n_periodos;
};

/* What a table is made of: where its cells come from, and in which row and column each of them falls; -1: in none. */
typedef int lugar_fn(const struct estadistica_tabla *t, const struct obra *o, const struct conteo *k);
struct receta {
	const char *clave, *titulo, *nota, *fuente;
	lugar_fn *fila, *columna; /* columna NULL: the table has none */
};

static bool of_table(const struct conteo *k, const char *tabla)
{
	return strcmp(k->tabla, tabla) == 0;
}

static int find(const struct estadistica_eje *v, size_t n, const char *clave)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(v[i].clave, clave) == 0)
			return (int)i;
	return -1;
}

/* By key; what the axis has no place for goes to its place for the unknown. */
static int row_by_key(const struct estadistica_tabla *t, const struct obra *o, const struct conteo *k)
{
	(void)o;
	const int i = find(t->filas, t->n_filas, k->fila);
	return i >= 0 ? i : find(t->filas, t->n_filas, SIN_DATO);
}

static int column_by_key(const struct estadistica_tabla *t, const struct obra *o, const struct conteo *k)
{
	(void)o;
	const int i = find(t->columnas, t->n_columnas, k->columna);
	return i >= 0 ? i : find(t->columnas, t->n_columnas, SIN_DATO);
}

/* ---- axes: keys and names, gathered before the table is made ---- */

struct eje {
	struct estadistica_eje *v;
	size_t n, cap;
};

static bool eje_add(struct obra *o, struct eje *e, const char *clave, const char *nombre)
{
	if (e->n == e->cap) {
		const size_t cap = e->cap ? e->cap * 2 : 64;
		struct estadistica_eje *v = ARENA_ARRAY(o->a, cap, struct estadistica_eje);
		if (!v)
			return false;
		if (e->n)
			memcpy(v, e->v, e->n * sizeof *v);
		e->v = v;
		e->cap = cap;
	}
	e->v[e->n++] = (struct estadistica_eje){.clave = clave, .nombre = nombre && *nombre ? nombre : clave};
	return clave != NULL;
}

/* Does a cell of the table have something else there than what the axis knows? */
static bool has_others(const struct obra *o, const char *tabla, const struct eje *e, bool fila)
{
	for (size_t i = 0; i < o->n; i++)
		if (of_table(&o->v[i], tabla) && find(e->v, e->n, fila ? o->v[i].fila : o->v[i].columna) < 0)
			return true;
	return false;
}

static bool axis_states(struct obra *o, struct eje *e, const char *tabla)
{
	bool ok = true;
	for (int i = 1; i <= ENTIDADES && ok; i++) {
		const char *clave = arena_printf(o->a, "%02d", i);
		ok = clave && eje_add(o, e, clave, lugar_entidad(o->a, clave));
	}
	return ok && (!has_others(o, tabla, e, true) || eje_add(o, e, SIN_DATO, "Sin dato"));
}

static bool axis_words(struct obra *o, struct eje *e, const struct vocabulario *v, const char *tabla, bool fila)
{
	bool ok = true;
	for (int i = 1; i < v->n && ok; i++)
		ok = eje_add(o, e, v->slugs[i], v->titulos[i]);
	return ok && (!has_others(o, tabla, e, fila) || eje_add(o, e, SIN_DATO, "Sin dato"));
}

static int by_key(const void *x, const void *y)
{
	const struct estadistica_eje *a = x, *b = y;
	return strcmp(a->clave, b->clave);
}

/* What the cells themselves name, in order of key. */
static bool axis_found(struct obra *o, struct eje *e, const char *tabla, bool fila, const char *(*nombre)(struct arena *, const char *))
{
	bool otros = false, ok = true;
	for (size_t i = 0; i < o->n && ok; i++) {
		const char *clave = fila ? o->v[i].fila : o->v[i].columna;
		if (!of_table(&o->v[i], tabla))
			continue;
		if (!*clave)
			otros = true;
		else if (find(e->v, e->n, clave) < 0)
			ok = eje_add(o, e, clave, nombre(o->a, clave));
	}
	if (e->n)
		qsort(e->v, e->n, sizeof *e->v, by_key);
	return ok && (!otros || eje_add(o, e, SIN_DATO, "Sin dato"));
}

/* ---- making one table ---- */

static enum status make(struct obra *o, const struct receta *r, const struct eje *filas, const struct eje *columnas, struct error *err)
{
	struct estadistica_registro *e = o->out;
	struct estadistica_tabla *t = &e->tablas[e->n_tablas];
	if (e->n_tablas == ESTADISTICA_TABLAS_MAX || estadistica_tabla_init(t, filas->n, columnas->n, o->a) != STATUS_OK)
		return error_set(err, PROBLEM_SATURADO);
	e->n_tablas++;
	t->clave = r->clave;
	t->titulo = r->titulo;
	t->nota = r->nota;
	if (filas->n)
		memcpy(t->filas, filas->v, filas->n * sizeof *t->filas);
	if (columnas->n)
		memcpy(t->columnas, columnas->v, columnas->n * sizeof *t->columnas);
	for (size_t i = 0; i < o->n; i++) {
		const struct conteo *k = &o->v[i];
		if (!of_table(k, r->fuente))
			continue;
		const int f = r->fila(t, o, k), c = r->columna ? r->columna(t, o, k) : 0;
		if (f < 0 || c < 0) /* an axis always has room for its cells */
			return error_set(err, PROBLEM_INTERNO);
		if (r->columna)
			t->celdas[(size_t)f * t->n_columnas + (size_t)c] += k->n;
		else
			t->por_fila[f] += k->n;
	}
	estadistica_tabla_close(t);
	return STATUS_OK;
}

static enum status full(struct error *err)
{
	return error_set(err, PROBLEM_SATURADO);
}

/* ---- by state ---- */

static enum status by_state_and_words(struct obra *o, const struct receta *r, const struct vocabulario *v, struct error *err)
{
	struct eje filas = {0}, columnas = {0};
	if (!axis_states(o, &filas, r->fuente) || !axis_words(o, &columnas, v, r->fuente, false))
		return full(err);
	return make(o, r, &filas, &columnas, err);
}

static enum status by_state_and_region(struct obra *o, struct error *err)
{
	static const struct receta r = {.clave = "entidad_region",
		.titulo = "Por entidad federativa y región de la contraparte principal",
		.fuente = "entidad_region",
		.fila = row_by_key,
		.columna = column_by_key};
	struct eje filas = {0}, columnas = {0};
	if (!axis_states(o, &filas, r.fuente) || !axis_found(o, &columnas, r.fuente, false, lugar_region_nombre))
		return full(err);
	return make(o, &r, &filas, &columnas, err);
}

/* ---- by time ---- */

static void span(const struct obra *o, int *primero, int *ultimo)
{
	*primero = *ultimo = 0;
	for (size_t i = 0; i < o->n; i++) {
		const int anio = of_table(&o->v[i], "entidad_mes") ? fecha_parcial_read(o->v[i].columna).anio : 0;
		if (anio && (!*primero || anio < *primero))
			*primero = anio;
		if (anio > *ultimo)
			*ultimo = anio;
	}
}

static int column_five_years(const struct estadistica_tabla *t, const struct obra *o, const struct conteo *k)
{
	(void)o;
	const int anio = fecha_parcial_read(k->columna).anio;
	char clave[32];
	if (!anio)
		return find(t->columnas, t->n_columnas, SIN_FECHA);
	snprintf(clave, sizeof clave, "%d-%d", estadistica_quinquenio(anio), estadistica_quinquenio(anio) + 4);
	return find(t->columnas, t->n_columnas, clave);
}

static enum status by_five_years(struct obra *o, struct error *err)
{
	static const struct receta r = {.clave = "entidad_quinquenio",
		.titulo = "Por entidad federativa y quinquenio de firma",
		.nota = "Una fecha de la que solo se sabe el año cae en su quinquenio; una desconocida, en su propia columna.",
		.fuente = "entidad_mes",
		.fila = row_by_key,
		.columna = column_five_years};
	struct eje filas = {0}, columnas = {0};
	int primero, ultimo;
	bool ok = axis_states(o, &filas, r.fuente);
	span(o, &primero, &ultimo);
	for (int q = estadistica_quinquenio(primero); primero && q <= ultimo && ok; q += 5) {
		const char *clave = arena_printf(o->a, "%d-%d", q, q + 4);
		ok = clave && eje_add(o, &columnas, clave, clave);
	}
	if (!ok || !eje_add(o, &columnas, SIN_FECHA, "Fecha desconocida"))
		return full(err);
	return make(o, &r, &filas, &columnas, err);
}

static int column_period(const struct estadistica_tabla *t, const struct obra *o, const struct conteo *k)
{
	char clave[FECHA_LEN];
	const int p = periodo_of(o->periodos, o->n_periodos, fecha_parcial_read(k->columna));
	if (p == PERIODO_SIN_FECHA)
		return find(t->columnas, t->n_columnas, SIN_FECHA);
	if (p == PERIODO_INDECISO)
		return find(t->columnas, t->n_columnas, ANIO_DE_CAMBIO);
	if (p == PERIODO_ANTERIOR)
		return find(t->columnas, t->n_columnas, "antes");
	fecha_format(o->periodos[p].desde, clave);
	return find(t->columnas, t->n_columnas, clave);
}

/* The administrations from the first one with an entry to the last. */
static bool axis_administrations(struct obra *o, struct eje *e)
{
	int primera = PERIODOS_MAX, ultima = -1;
	bool antes = false, ok = true;
	for (size_t i = 0; i < o->n; i++) {
		if (!of_table(&o->v[i], "entidad_mes"))
			continue;
		const int p = periodo_of(o->periodos, o->n_periodos, fecha_parcial_read(o->v[i].columna));
		antes = antes || p == PERIODO_ANTERIOR;
		primera = p >= 0 && p < primera ? p : primera;
		ultima = p > ultima ? p : ultima;
	}
	if (antes)
		ok = eje_add(o, e, "antes", "Antes de la primera");
	for (int i = primera; i <= ultima && ok; i++) {
		char clave[FECHA_LEN];
		fecha_format(o->periodos[i].desde, clave);
		ok = eje_add(o, e, arena_strdup(o->a, clave), o->periodos[i].nombre);
	}
	return ok && eje_add(o, e, ANIO_DE_CAMBIO, "Solo se sabe el año, y es de cambio") && eje_add(o, e, SIN_FECHA, "Fecha desconocida");
}

static enum status by_administration(struct obra *o, struct error *err)
{
	static const struct receta r = {.clave = "entidad_administracion",
		.titulo = "Por entidad federativa y administración presidencial en que se firmó",
		.nota = "La clave de cada columna es el primer día de la administración (1 de diciembre; desde 2024, 1 de octubre: CPEUM, "
			"artículo 83).",
		.fuente = "entidad_mes",
		.fila = row_by_key,
		.columna = column_period};
	struct eje filas = {0}, columnas = {0};
	if (!axis_states(o, &filas, r.fuente) || !axis_administrations(o, &columnas))
		return full(err);
	return make(o, &r, &filas, &columnas, err);
}

static int column_nafta(const struct estadistica_tabla *t, const struct obra *o, const struct conteo *k)
{
	(void)t, (void)o;
	const int anio = fecha_parcial_read(k->columna).anio;
	return !anio ? 2 : anio >= 1994;
}

static enum status by_nafta(struct obra *o, struct error *err)
{
	static const struct receta r = {.clave = "entidad_tlcan",
		.titulo = "Por entidad federativa, antes y desde el TLCAN",
		.nota = "El Tratado de Libre Comercio de América del Norte entró en vigor el 1 de enero de 1994 (DOF 20-12-1993).",
		.fuente = "entidad_mes",
		.fila = row_by_key,
		.columna = column_nafta};
	struct eje filas = {0}, columnas = {0};
	if (!axis_states(o, &filas, r.fuente) || !eje_add(o, &columnas, "antes", "Antes del 1 de enero de 1994") ||
		!eje_add(o, &columnas, "desde", "Desde el 1 de enero de 1994") || !eje_add(o, &columnas, SIN_FECHA, "Fecha desconocida"))
		return full(err);
	return make(o, &r, &filas, &columnas, err);
}

static int row_year(const struct estadistica_tabla *t, const struct obra *o, const struct conteo *k)
{
	(void)o;
	char clave[16];
	const int anio = fecha_parcial_read(k->columna).anio;
	snprintf(clave, sizeof clave, "%04d", anio);
	return find(t->filas, t->n_filas, anio ? clave : SIN_FECHA);
}

static int column_month(const struct estadistica_tabla *t, const struct obra *o, const struct conteo *k)
{
	(void)o;
	const int mes = fecha_parcial_read(k->columna).mes;
	return mes ? mes - 1 : (int)t->n_columnas - 1;
}

static bool axis_years(struct obra *o, struct eje *e)
{
	bool ok = true;
	for (size_t i = 0; i < o->n && ok; i++) {
		const struct conteo *k = &o->v[i];
		const int anio = of_table(k, "entidad_mes") ? fecha_parcial_read(k->columna).anio : 0;
		const char *clave = anio ? arena_printf(o->a, "%04d", anio) : SIN_FECHA;
		ok = clave && (!anio || find(e->v, e->n, clave) >= 0 || eje_add(o, e, clave, clave));
	}
	if (e->n)
		qsort(e->v, e->n, sizeof *e->v, by_key);
	return ok && eje_add(o, e, SIN_FECHA, "Fecha desconocida");
}

static enum status by_month(struct obra *o, struct error *err)
{
	static const char *const meses[] = {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
		"octubre", "noviembre", "diciembre"};
	static const struct receta r = {.clave = "anio_mes",
		.titulo = "Por año y mes de firma",
		.nota = "Una fecha sin mes conocido tiene columna propia; una desconocida, fila propia.",
		.fuente = "entidad_mes",
		.fila = row_year,
		.columna = column_month};
	struct eje filas = {0}, columnas = {0};
	bool ok = axis_years(o, &filas);
	for (int i = 0; i < 12 && ok; i++) {
		const char *clave = arena_printf(o->a, "%02d", i + 1);
		ok = clave && eje_add(o, &columnas, clave, meses[i]);
	}
	if (!ok || !eje_add(o, &columnas, "sin_mes", "Mes desconocido"))
		return full(err);
	return make(o, &r, &filas, &columnas, err);
}

/* ---- one column ---- */

static enum status by_words(struct obra *o, const struct receta *r, const struct vocabulario *v, struct error *err)
{
	struct eje filas = {0}, columnas = {0};
	if (!axis_words(o, &filas, v, r->fuente, true))
		return full(err);
	return make(o, r, &filas, &columnas, err);
}

static enum status by_country(struct obra *o, struct error *err)
{
	static const struct receta r = {
		.clave = "pais", .titulo = "Por país de la contraparte principal", .fuente = "pais", .fila = row_by_key};
	struct eje filas = {0}, columnas = {0};
	if (!axis_found(o, &filas, r.fuente, true, lugar_pais))
		return full(err);
	return make(o, &r, &filas, &columnas, err);
}

static enum status by_area(struct obra *o, struct error *err)
{
	static const struct receta r = {.clave = "area",
		.titulo = "Por área de cooperación",
		.nota = "No excluyente: un acuerdo cuenta en cada una de sus áreas, así que las filas suman más que los acuerdos. Los "
			"porcentajes son de las menciones.",
		.fuente = "area",
		.fila = row_by_key};
	enum status st = by_words(o, &r, &vocabulario_area, err);
	if (st == STATUS_OK)
		o->out->tablas[o->out->n_tablas - 1].exclusiva = false;
	return st;
}

static const struct receta por_nivel = {.clave = "entidad_nivel",
	.titulo = "Por entidad federativa y nivel de gobierno",
	.fuente = "entidad_nivel",
	.fila = row_by_key,
	.columna = column_by_key};
static const struct receta por_clase = {.clave = "entidad_clase",
	.titulo = "Por entidad federativa y clase de la contraparte principal",
	.fuente = "entidad_clase",
	.fila = row_by_key,
	.columna = column_by_key};
static const struct receta por_tipo = {.clave = "tipo", .titulo = "Por tipo de acuerdo", .fuente = "tipo", .fila = row_by_key};
static const struct receta por_vigencia = {
	.clave = "vigencia", .titulo = "Por clase de vigencia pactada", .fuente = "vigencia", .fila = row_by_key};

/* ---- municipalities ---- */

/* Which municipalities of the catalogue some entry names: one flag for each, in its order. */
static void tell_apart(const struct obra *o, const struct eje *filas, const struct municipios *m, bool *nombrados)
{
	struct estadistica_registro *e = o->out;
	for (size_t i = 0; i < o->n; i++) {
		const struct conteo *k = &o->v[i];
		if (!of_table(k, "municipio") || !*k->columna) /* a municipality that nobody named is none */
			continue;
		const int f = find(filas->v, filas->n, k->fila);
		struct estadistica_municipios *suyo = &e->municipios[f >= 0 ? (size_t)f : filas->n - 1];
		const struct municipio *x = municipios_find(m, k->fila, k->columna);
		if (x && nombrados[x - m->v])
			continue; /* by its code and by its name */
		if (x)
			nombrados[x - m->v] = true;
		suyo->con_acuerdos++;
		suyo->sin_clave += !x && !cve_municipio_valida(k->columna);
	}
}

static void count_catalogue(struct estadistica_registro *e, const struct municipios *m, const bool *nombrados)
{
	for (size_t i = 0; i < m->n; i++)
		for (size_t f = 0; f < e->n_municipios; f++) {
			struct estadistica_municipios *suyo = &e->municipios[f];
			if (strcmp(suyo->cve_ent, m->v[i].cve_ent) != 0 || !m->v[i].vigente)
				continue;
			suyo->en_catalogo = (suyo->en_catalogo < 0 ? 0 : suyo->en_catalogo) + 1;
			suyo->sin_acuerdos += !nombrados[i];
		}
}

static enum status count_municipalities(struct obra *o, struct db *db, struct error *err)
{
	struct estadistica_registro *e = o->out;
	struct eje filas = {0};
	struct municipios m;
	if (!axis_states(o, &filas, "municipio"))
		return full(err);
	enum status st = municipios_load(db, NULL, o->a, &m, err);
	if (st != STATUS_OK)
		return st;
	bool *nombrados = ARENA_ARRAY(o->a, m.n + 1, bool);
	e->municipios = ARENA_ARRAY(o->a, filas.n, struct estadistica_municipios);
	if (!e->municipios || !nombrados)
		return full(err);
	e->n_municipios = filas.n;
	for (size_t i = 0; i < filas.n; i++)
		e->municipios[i] =
			(struct estadistica_municipios){.cve_ent = filas.v[i].clave, .entidad = filas.v[i].nombre, .en_catalogo = -1};
	tell_apart(o, &filas, &m, nombrados);
	count_catalogue(e, &m, nombrados);
	return STATUS_OK;
}

/* ---- concentration ---- */

static enum status concentrate(struct obra *o, struct error *err)
{
	struct estadistica_registro *e = o->out;
	e->entidades = &e->tablas[0];
	e->n_concentracion = e->entidades->n_filas;
	e->concentracion = ARENA_ARRAY(o->a, e->n_concentracion, struct concentracion);
	if (!e->concentracion)
		return full(err);
	e->dos_tercios = estadistica_concentracion(e->entidades, e->concentracion);
	return STATUS_OK;
}

/* ---- administrations, from the catalogue that the program carries ---- */

static const char *catalogue(void)
{
	for (size_t i = 0; i < recurso_count; i++)
		if (strcmp(recursos[i].name, "config/administraciones.csv") == 0)
			return (const char *)recursos[i].data;
	return "";
}

static enum status load_administrations(struct obra *o, struct error *err)
{
	const char *l = catalogue();
	for (l += strcspn(l, "\n"); *l == '\n' && l[1]; l += strcspn(l, "\n")) {
		char fecha[FECHA_LEN];
		struct periodo *p = &o->periodos[o->n_periodos];
		const size_t n = strcspn(++l, ",");
		if (o->n_periodos == PERIODOS_MAX || n != FECHA_LEN - 1)
			return error_set(err, PROBLEM_INTERNO);
		memcpy(fecha, l, n);
		fecha[n] = '\0';
		l += n + 1;
		p->nombre = arena_memdup(o->a, l, strcspn(l, ","));
		if (!fecha_parse(fecha, &p->desde) || !p->nombre)
			return error_set(err, PROBLEM_INTERNO);
		o->n_periodos++;
	}
	return o->n_periodos ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

/* ---- all of them ---- */

static enum status by_time(struct obra *o, struct error *err)
{
	enum status st = by_five_years(o, err);
	if (st == STATUS_OK)
		st = by_administration(o, err);
	if (st == STATUS_OK)
		st = by_nafta(o, err);
	return st == STATUS_OK ? by_month(o, err) : st;
}

static enum status by_the_rest(struct obra *o, struct error *err)
{
	enum status st = by_country(o, err);
	if (st == STATUS_OK)
		st = by_words(o, &por_tipo, &vocabulario_tipo_acuerdo, err);
	if (st == STATUS_OK)
		st = by_words(o, &por_vigencia, &vocabulario_vigencia, err);
	return st == STATUS_OK ? by_area(o, err) : st;
}

enum status estadisticas_compute(
	struct obrero *o, const struct estadistica_filtro *filtro, struct arena *a, struct estadistica_registro *out, struct error *err)
{
	struct conteo *v = NULL;
	size_t n = 0;
	enum status st = registro_contar(o->db, filtro, a, &v, &n, &out->version, err);
	struct obra obra = {.a = a, .v = v, .n = n, .out = out};
	for (size_t i = 0; i < n && st == STATUS_OK; i++)
		if (of_table(&v[i], "total"))
			out->total = v[i].n;
	if (st == STATUS_OK)
		st = load_administrations(&obra, err);
	if (st == STATUS_OK)
		st = by_state_and_words(&obra, &por_nivel, &vocabulario_nivel, err);
	if (st == STATUS_OK)
		st = by_state_and_words(&obra, &por_clase, &vocabulario_clase_contraparte, err);
	if (st == STATUS_OK)
		st = by_state_and_region(&obra, err);
	if (st == STATUS_OK)
		st = by_time(&obra, err);
	if (st == STATUS_OK)
		st = by_the_rest(&obra, err);
	if (st == STATUS_OK)
		st = concentrate(&obra, err);
	return st == STATUS_OK ? count_municipalities(&obra, o->db, err) : st;
}
