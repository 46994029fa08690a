/* From the cells of a row to the entry: the descriptor judges each cell as it would judge a member of JSON. */
#include <stdio.h>
#include <string.h>

#include "codec/asiento_fila.h"
#include "codec/json_interno.h"

/* More than any list may have: what is beyond is told by the list's own limit. */
#define PIEZAS_MAX (ASIENTO_PARTES_MAX + 2)

struct fila {
	struct asiento_filas *f;
	struct lector l;
	struct asiento_datos *d;
	const char *piezas[PIEZAS_MAX];
};

/* Splits a cell at its semicolons and takes the escapes out; how many pieces, at most PIEZAS_MAX. */
static size_t split(struct fila *x, const char *s)
{
	char *p = arena_strdup(x->l.a, s);
	size_t n = 0;
	x->l.lleno = x->l.lleno || !p;
	while (p && n < PIEZAS_MAX) {
		char *w = p, *r = p;
		x->piezas[n++] = p;
		for (; *r && *r != ';'; r++) {
			r += *r == '\\' && (r[1] == ';' || r[1] == '\\');
			*w++ = *r;
		}
		p = *r ? r + 1 : NULL;
		*w = '\0';
	}
	return n;
}

static void *inside(void *base, size_t offset)
{
	return (char *)base + offset;
}

/* A column of the parties. The one with their names comes first and says how many there are; a single item of another one holds for all. */
static void party_cells(struct fila *x, enum asiento_columna c, const struct ruta *r, size_t n)
{
	const struct json_field *campo = x->f->campo[c], *sub = x->f->sub[c];
	const bool nombres = strcmp(sub->name, "nombre") == 0;
	char *items = nombres ? json_leer_reservar(&x->l, r, campo, &n, x->d) : *(char **)inside(x->d, campo->offset);
	const size_t hay = *(size_t *)inside(x->d, campo->count_offset);
	if (!items || hay == 0)
		return;
	if (n != hay && n != 1) {
		const char *const cuantos = arena_printf(x->l.a, "%zu", hay);
		error_add(x->l.err, arena_printf(x->l.a, "/%s", r->clave), MENSAJE_LISTA_DISPAREJA, campo->name, cuantos ? cuantos : "");
		x->l.faltas++;
		return;
	}
	for (size_t i = 0; i < hay && !x->l.lleno; i++) {
		const struct ruta aqui = {.padre = r, .indice = i};
		const char *s = x->piezas[n == 1 ? 0 : i];
		if (*s)
			json_leer_palabra(&x->l, &aqui, sub, s, inside(items + i * campo->item_size, sub->offset));
	}
}

static void object_cell(struct fila *x, enum asiento_columna c, const struct ruta *r, const char *s)
{
	const struct json_field *campo = x->f->campo[c], *sub = x->f->sub[c];
	void **objeto = inside(x->d, campo->offset);
	if (!*objeto) {
		*objeto = arena_alloc(x->l.a, campo->sub->size);
		x->l.lleno = x->l.lleno || !*objeto;
		if (*objeto)
			json_desc_init(campo->sub, *objeto);
	}
	if (*objeto)
		json_leer_palabra(&x->l, r, sub, s, inside(*objeto, sub->offset));
}

static void cell(struct fila *x, enum asiento_columna c, const char *s)
{
	const struct ruta cuerpo = {0};
	const struct ruta r = {.padre = &cuerpo, .clave = asiento_columnas[c].nombre};
	const struct json_field *campo = x->f->campo[c];
	if (campo->kind == JSON_KIND_OBJECT) {
		object_cell(x, c, &r, s);
		return;
	}
	if (campo->kind != JSON_KIND_ARRAY) {
		json_leer_palabra(&x->l, &r, campo, s, inside(x->d, campo->offset));
		return;
	}
	const size_t n = split(x, s);
	if (x->f->sub[c])
		party_cells(x, c, &r, n);
	else
		json_leer_palabras(&x->l, &r, campo, x->piezas, n, x->d);
}

/* What a party or an object must have, where there is one. */
static void demand(struct fila *x, enum asiento_columna c)
{
	const struct ruta cuerpo = {0};
	const struct ruta r = {.padre = &cuerpo, .clave = asiento_columnas[c].nombre};
	const struct json_field *campo = x->f->campo[c], *sub = x->f->sub[c];
	const char *p = *(const char *const *)inside(x->d, campo->offset);
	const bool lista = campo->kind == JSON_KIND_ARRAY;
	const size_t n = !p ? 0 : lista ? *(const size_t *)inside(x->d, campo->count_offset) : 1;
	for (size_t i = 0; i < n; i++) {
		const void *m = p + i * campo->item_size + sub->offset;
		const struct ruta item = {.padre = &r, .indice = i};
		if (sub->kind == JSON_KIND_STRING ? !*(const char *const *)m : !*(const int *)m)
			lector_falta(&x->l, lista ? &item : &r, MENSAJE_REQUERIDO, NULL);
	}
}

enum status asiento_fila_read(struct asiento_filas *f, const char *const celdas[static COLUMNA_COUNT], struct arena *a,
	struct asiento_datos *out, struct error *err)
{
	struct fila x = {.f = f, .l = {.a = a, .err = err}, .d = out};
	json_desc_init(&desc_asiento_datos, out);
	for (int c = 0; c < COLUMNA_COUNT && !x.l.lleno; c++)
		if (f->campo[c] && celdas[c] && *celdas[c])
			cell(&x, (enum asiento_columna)c, celdas[c]);
	for (int c = 0; c < COLUMNA_COUNT && x.l.faltas == 0 && !x.l.lleno; c++)
		if (f->sub[c] && (f->sub[c]->flags & JSON_REQUIRED))
			demand(&x, (enum asiento_columna)c);
	return lector_fin(&x.l);
}
