/* INEGI's AGEEML file into the catalogue of municipalities. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/utf8.h"
#include "codec/registro.h"
#include "services/catalogos.h"

#define MUNICIPIOS_MAX 5000 /* there are 2,478 */
#define NOMBRE_MAX 200

enum columna { CVE_ENT, CVE_MUN, NOM_MUN, COLUMNAS };
static const char *const titulos[COLUMNAS] = {"CVE_ENT", "CVE_MUN", "NOM_MUN"};

struct carga {
	struct csv_lector csv;
	struct arena *a;
	struct buf *faltas;
	int fd;
	size_t columna[COLUMNAS];
	struct municipio *v;
	size_t n, de_clave[33 * 1000]; /* place + 1 in v, by state and municipality */
};

static ssize_t from_file(void *ctx, void *p, size_t n)
{
	const int *fd = ctx;
	return read(*fd, p, n);
}

static void complain(struct carga *k, int64_t linea, int columna, const char *titulo, const char *texto)
{
	buf_printf(
		k->faltas, "línea %lld, columna %d%s%s: %s.\n", (long long)linea, columna, titulo ? ", " : "", titulo ? titulo : "", texto);
}

static bool read_header(struct carga *k)
{
	const struct csv_lector *c = &k->csv;
	const size_t antes = k->faltas->len;
	for (size_t i = 0; i < COLUMNAS; i++) {
		size_t j = 0;
		while (j < c->n && strcasecmp(c->celda[j].texto, titulos[i]) != 0)
			j++;
		if (j == c->n)
			complain(k, c->linea, 1, titulos[i],
				"falta esta columna; use el archivo de municipios tal como lo publica el INEGI");
		k->columna[i] = j;
	}
	return k->faltas->len == antes;
}

static void read_row(struct carga *k)
{
	const struct csv_lector *c = &k->csv;
	const struct csv_celda *celda[COLUMNAS];
	const size_t antes = k->faltas->len;
	for (size_t i = 0; i < COLUMNAS; i++) {
		if (k->columna[i] >= c->n) {
			complain(k, c->linea, c->celda[c->n - 1].columna, titulos[i], "el renglón se acaba antes de esta columna");
			return;
		}
		celda[i] = &c->celda[k->columna[i]];
	}
	const char *ent = celda[CVE_ENT]->texto, *mun = celda[CVE_MUN]->texto, *nombre = celda[NOM_MUN]->texto;
	if (!entidad_valida(ent))
		complain(k, celda[CVE_ENT]->linea, celda[CVE_ENT]->columna, titulos[CVE_ENT], "no es una clave de entidad, de 01 a 32");
	if (!cve_municipio_valida(mun))
		complain(k, celda[CVE_MUN]->linea, celda[CVE_MUN]->columna, titulos[CVE_MUN], "no es una clave de municipio, de 001 a 999");
	if (!*nombre || utf8_length(nombre) > NOMBRE_MAX || utf8_has_control(nombre) || strpbrk(nombre, "\n\t"))
		complain(k, celda[NOM_MUN]->linea, celda[NOM_MUN]->columna, titulos[NOM_MUN],
			"debe tener de 1 a 200 caracteres, sin saltos");
	if (k->faltas->len != antes)
		return;
	size_t *lugar = &k->de_clave[strtol(ent, NULL, 10) * 1000 + strtol(mun, NULL, 10)];
	if (*lugar) {
		if (strcmp(k->v[*lugar - 1].nombre, nombre) != 0)
			complain(k, celda[NOM_MUN]->linea, celda[NOM_MUN]->columna, titulos[NOM_MUN],
				"la misma clave tiene antes otro nombre");
		return;
	}
	if (k->n == MUNICIPIOS_MAX) {
		complain(k, c->linea, 1, NULL, "hay más de 5000 municipios");
		return;
	}
	k->v[k->n] = (struct municipio){
		.cve_ent = arena_strdup(k->a, ent), .cve_mun = arena_strdup(k->a, mun), .nombre = arena_strdup(k->a, nombre)};
	*lugar = ++k->n;
}

/* One pass in one encoding. *otra: it is not in this one. */
static enum status read_all(struct carga *k, enum csv_codificacion cod, bool *otra, struct error *err)
{
	enum csv_paso p = CSV_FIN;
	bool encabezado = false, sirve = true;
	if (lseek(k->fd, 0, SEEK_SET) < 0 || !csv_init(&k->csv))
		return error_set(err, PROBLEM_INTERNO);
	k->csv.leer = from_file;
	k->csv.ctx = &k->fd;
	k->csv.codificacion = cod;
	while (sirve && !k->faltas->failed && (p = csv_next(&k->csv)) != CSV_FIN && p != CSV_ERROR) {
		if (p == CSV_FALTA && k->csv.falta == CSV_FALTA_CODIFICACION && cod == CSV_UTF8 && otra) {
			*otra = true;
			break;
		}
		if (p == CSV_FALTA)
			complain(k, k->csv.linea, k->csv.columna, NULL, csv_falta_texto(k->csv.falta));
		else if (encabezado)
			read_row(k);
		else
			sirve = encabezado = read_header(k);
	}
	if (p == CSV_FIN && !encabezado)
		complain(k, 1, 1, NULL, "el archivo está vacío");
	const char *motivo = p == CSV_ERROR ? arena_strdup(k->a, strerror(errno)) : NULL;
	csv_free(&k->csv);
	if (p != CSV_ERROR)
		return STATUS_OK;
	err->interno = motivo;
	return error_set(err, PROBLEM_INTERNO);
}

enum status municipios_cargar(
	struct db *db, int fd, const char *fuente, struct arena *a, struct municipios_cargados *out, struct buf *faltas, struct error *err)
{
	struct carga *k = ARENA_NEW(a, struct carga);
	bool otra = false;
	*out = (struct municipios_cargados){0};
	if (!k || !(k->v = ARENA_ARRAY(a, MUNICIPIOS_MAX, struct municipio)))
		return error_set(err, PROBLEM_SATURADO);
	k->a = a;
	k->faltas = faltas;
	k->fd = fd;
	enum status st = read_all(k, CSV_UTF8, &otra, err);
	if (st == STATUS_OK && otra) {
		buf_reset(faltas);
		k->n = 0;
		memset(k->de_clave, 0, sizeof k->de_clave);
		st = read_all(k, CSV_LATIN1, NULL, err);
	}
	if (st == STATUS_OK && (faltas->len || faltas->failed))
		return STATUS_INVALID;
	return st == STATUS_OK ? municipios_write(db, k->v, k->n, fuente, out, err) : st;
}
