/* Loading the calendar from CSV (RFC 4180, UTF-8): only what is not in force yet becomes a notice, so that repeating it does nothing. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "recursos/embedded.h"
#include "services/calendario.h"

#define CAMPOS_MAX 8
#define TEXTO_MAX 500 /* characters, as the table says */

struct csv {
	const char *p;
	int linea;
	const char *campo[CAMPOS_MAX];
	size_t n;
};

/* One quoted or plain field; NULL when malformed or the arena is full. */
static const char *csv_field(struct csv *c, struct arena *a)
{
	if (*c->p != '"') {
		size_t n = strcspn(c->p, ",\r\n");
		const char *out = arena_memdup(a, c->p, n);
		c->p += n;
		return out;
	}
	size_t max = strlen(++c->p), n = 0;
	const char *end = strchr(c->p, '"');
	char *out = end ? arena_alloc(a, max < 4096 ? max + 1 : 4096) : NULL;
	while (out && n < 4095) {
		if (*c->p == '"' && c->p[1] != '"')
			break;
		if (!*c->p)
			return NULL;
		c->p += *c->p == '"';
		out[n++] = *c->p++;
	}
	if (!out || *c->p != '"')
		return NULL;
	c->p++;
	return out;
}

/* Next line that is not empty. False at the end; n = 0 marks a malformed one. */
static bool csv_next(struct csv *c, struct arena *a)
{
	for (; *c->p == '\r' || *c->p == '\n'; c->p++)
		c->linea += *c->p == '\n';
	c->n = 0;
	if (!*c->p)
		return false;
	for (;;) {
		const char *v = c->n < CAMPOS_MAX ? csv_field(c, a) : NULL;
		if (!v || (*c->p && !strchr(",\r\n", *c->p))) {
			c->n = 0;
			return true;
		}
		c->campo[c->n++] = v;
		if (*c->p != ',')
			return true;
		c->p++;
	}
}

static const char *skip_bom(const char *s)
{
	return strncmp(s, "\xef\xbb\xbf", 3) == 0 ? s + 3 : s;
}

static enum status malformed(struct error *err, const struct csv *c, const char *what)
{
	err->interno = arena_printf(err->arena, "línea %d: %s", c->linea, what);
	error_add(err, "", MENSAJE_RENGLON_CSV, arena_printf(err->arena, "%d", c->linea), what);
	return error_set(err, PROBLEM_CUERPO_INVALIDO);
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

static enum status day_of(const struct csv *c, struct aviso_dia *d, struct error *err)
{
	if (c->n < 5)
		return malformed(err, c, "se esperan fecha,tipo,motivo,fuente,origen");
	*d = (struct aviso_dia){
		.motivo = c->campo[2], .fuente = c->campo[3], .origen = c->campo[4], .habilitado = strcmp(c->campo[1], "habilitado") == 0};
	if (!fecha_parse(c->campo[0], &d->fecha))
		return malformed(err, c, "la fecha no existe o no tiene la forma AAAA-MM-DD");
	if (!d->habilitado && strcmp(c->campo[1], "inhabil") != 0)
		return malformed(err, c, "el tipo debe ser inhabil o habilitado");
	if (!text_ok(d->motivo) || !text_ok(d->fuente))
		return malformed(err, c, "motivo y fuente deben tener de 1 a 500 caracteres");
	if (strcmp(d->origen, "ley") != 0 && strcmp(d->origen, "sre") != 0)
		return malformed(err, c, "el origen debe ser ley o sre");
	return STATUS_OK;
}

static size_t count_lines(const char *s)
{
	size_t n = 1;
	for (; *s; s++)
		n += *s == '\n';
	return n;
}

static enum status read_days(const char *csv, const struct calendario *c, struct arena *a, struct aviso_nuevo *n, struct error *err)
{
	struct csv in = {.p = skip_bom(csv), .linea = 1};
	struct aviso_dia *dias = ARENA_ARRAY(a, count_lines(csv), struct aviso_dia);
	if (!dias)
		return error_set(err, PROBLEM_INTERNO);
	n->dias = dias;
	if (!csv_next(&in, a) || in.n < 5 || strcmp(in.campo[0], "fecha") != 0)
		return malformed(err, &in, "falta el encabezado fecha,tipo,motivo,fuente,origen");
	while (csv_next(&in, a)) {
		enum status st = day_of(&in, &dias[n->n_dias], err);
		if (st != STATUS_OK)
			return st;
		if (!in_force(c, &dias[n->n_dias]))
			n->n_dias++;
	}
	return STATUS_OK;
}

static bool year_known(const struct calendario *c, int anio)
{
	for (size_t i = 0; i < c->n_anios_sre; i++)
		if (c->anios_sre[i] == anio)
			return true;
	return false;
}

static enum status read_years(const char *csv, const struct calendario *c, struct arena *a, struct aviso_nuevo *n, struct error *err)
{
	struct csv in = {.p = skip_bom(csv), .linea = 1};
	int *anios = ARENA_ARRAY(a, count_lines(csv), int);
	if (!anios)
		return error_set(err, PROBLEM_INTERNO);
	n->anios = anios;
	if (!csv_next(&in, a) || in.n < 1 || strcmp(in.campo[0], "anio") != 0)
		return malformed(err, &in, "falta el encabezado anio,fuente");
	while (csv_next(&in, a)) {
		char *end = NULL;
		long anio = in.n ? strtol(in.campo[0], &end, 10) : 0;
		if (!end || *end || anio < 1600 || anio > 2999)
			return malformed(err, &in, "el año no es válido");
		if (!year_known(c, (int)anio))
			anios[n->n_anios++] = (int)anio;
	}
	return STATUS_OK;
}

static enum status load(struct db *db, const struct calendario_carga *c, struct arena *a, struct calendario_cargado *out, struct error *err)
{
	int version = 0;
	struct calendario vigente;
	struct aviso_nuevo n = {.tipo = "carga", .fuente = c->fuente, .motivo = "Carga del calendario", .publicado_en = reloj_legal()};
	enum status st = calendario_lock(db, &version, err);
	if (st == STATUS_OK)
		st = calendario_load(db, version, a, &vigente, err);
	if (st == STATUS_OK && c->dias_csv)
		st = read_days(c->dias_csv, &vigente, a, &n, err);
	if (st == STATUS_OK && c->anios_csv)
		st = read_years(c->anios_csv, &vigente, a, &n, err);
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
