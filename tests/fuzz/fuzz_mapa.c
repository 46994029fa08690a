/*
 * What loads a registry: with an even first byte a map (INI), NUL and the table it is for; with an odd one a table for the map of the registry's own downloads. An
 * entry that came out is written as a row and read back the same.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "services/registro_mapa.h"

#define ARENA ((size_t)16 << 20)

struct fuente {
	const char *p;
	size_t n;
};

static ssize_t from_memory(void *ctx, void *p, size_t n)
{
	struct fuente *f = ctx;
	n = n < f->n ? n : f->n;
	memcpy(p, f->p, n);
	f->p += n;
	f->n -= n;
	return (ssize_t)n;
}

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void told(void *ctx, const struct mapa_falta *f)
{
	size_t *n = ctx;
	check(f->que && *f->que && f->linea >= 1);
	(*n)++;
}

static const char *no_name(void *ctx, enum asiento_columna que, const char *codigo)
{
	(void)ctx;
	(void)que;
	(void)codigo;
	return "";
}

/* The entry as a row and back: its text is the same. */
static void journey(struct asiento_filas *f, const struct asiento_datos *d, struct arena *a)
{
	BUF_AUTO row;
	BUF_AUTO una;
	BUF_AUTO otra;
	struct csv_lector c;
	struct asiento_datos vuelta;
	struct error err;
	const char *celdas[COLUMNA_COUNT];
	buf_init(&row, (size_t)1 << 20);
	buf_init(&una, (size_t)1 << 20);
	buf_init(&otra, (size_t)1 << 20);
	error_init(&err, a);
	asiento_fila_write(f, "N", d, &row);
	buf_puts(&row, "\r\n");
	if (row.failed || !csv_init(&c))
		return;
	struct fuente g = {row.data, row.len};
	c.leer = from_memory;
	c.ctx = &g;
	check(csv_next(&c) == CSV_FILA && c.n == COLUMNA_COUNT);
	for (int i = 0; i < COLUMNA_COUNT; i++)
		celdas[i] = csv_disarm(c.celda[i].texto);
	check(asiento_fila_read(f, celdas, a, &vuelta, &err) == STATUS_OK);
	json_encode(&desc_asiento_datos, d, &una);
	json_encode(&desc_asiento_datos, &vuelta, &otra);
	check(strcmp(buf_str(&una), buf_str(&otra)) == 0);
	csv_free(&c);
}

static void rows(const struct registro_mapa *m, struct csv_lector *c, struct arena *a)
{
	struct mapa_columnas k;
	struct asiento_filas f;
	struct asiento_datos d;
	struct error err;
	size_t faltas = 0;
	const char *celdas[COLUMNA_COUNT];
	if (csv_next(c) != CSV_FILA)
		return;
	check(registro_mapa_bind(m, c, a, &k, told, &faltas) == (faltas == 0));
	if (faltas)
		return;
	asiento_filas_init(&f, no_name, NULL);
	for (enum csv_paso p; (p = csv_next(c)) == CSV_FILA || p == CSV_FALTA;) {
		if (p == CSV_FALTA || c->n != k.n)
			continue;
		faltas = 0;
		registro_mapa_apply(m, &k, &f, c, a, celdas, told, &faltas);
		error_init(&err, a);
		const enum status st = asiento_fila_read(&f, celdas, a, &d, &err);
		check(st != STATUS_INVALID || err.n_items > 0);
		if (st == STATUS_OK)
			journey(&f, &d, a);
	}
	asiento_filas_free(&f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO *a = arena_create(ARENA);
	const char *s = size > 0 && size < (size_t)32 << 10 && a ? arena_memdup(a, data + 1, size - 1) : NULL;
	struct registro_mapa m;
	struct csv_lector c;
	BUF_AUTO faltas;
	buf_init(&faltas, (size_t)1 << 20);
	if (!s)
		return 0;
	const bool propio = data[0] & 1;
	size_t n = 0;
	const char *ini = propio ? registro_mapa_carried("registro", &n) : s;
	n = propio ? n : strlen(s);
	const enum status st = registro_mapa_load(ini, n, "fuzz", a, &m, &faltas);
	check((st == STATUS_INVALID) == (faltas.len > 0));
	const char *tabla = propio ? s : s + n + (n < size - 1);
	struct fuente g = {tabla, (size_t)(s + size - 1 - tabla)};
	if (st != STATUS_OK || !csv_init(&c))
		return 0;
	c.leer = from_memory;
	c.ctx = &g;
	c.separador = m.separador;
	c.codificacion = m.codificacion;
	rows(&m, &c, a);
	csv_free(&c);
	return 0;
}
