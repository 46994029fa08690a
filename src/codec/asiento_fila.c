/* Entries as rows: the descriptor of the entry, flattened. */
#include "codec/asiento_fila.h"

#include <stdio.h>
#include <string.h>

#include "base/csv.h"

#define CELDA_MAX ((size_t)1 << 20)
#define NUMERO_LEN 24

const struct asiento_columna_info asiento_columnas[COLUMNA_COUNT] = {
#define COLUMNA(id, nombre, miembro, sub, descripcion) {nombre, miembro, sub, descripcion},
#include "codec/asiento_columnas.def"
#undef COLUMNA
};

enum asiento_columna asiento_columna_find(const char *nombre)
{
	int c = 0;
	while (c < COLUMNA_COUNT && strcmp(asiento_columnas[c].nombre, nombre) != 0)
		c++;
	return (enum asiento_columna)c;
}

static const struct json_field *find_field(const struct json_desc *d, const char *name)
{
	for (size_t i = 0; name && i < d->n_fields; i++)
		if (strcmp(d->fields[i].name, name) == 0)
			return &d->fields[i];
	return NULL;
}

void asiento_filas_init(struct asiento_filas *f, asiento_nombre_fn *nombre, void *ctx)
{
	*f = (struct asiento_filas){.nombre = nombre, .ctx = ctx};
	buf_init(&f->celda, CELDA_MAX);
	for (int c = 0; c < COLUMNA_COUNT; c++) {
		f->campo[c] = find_field(&desc_asiento_datos, asiento_columnas[c].miembro);
		f->sub[c] = f->campo[c] && asiento_columnas[c].sub ? find_field(f->campo[c]->sub, asiento_columnas[c].sub) : NULL;
	}
}

void asiento_filas_free(struct asiento_filas *f)
{
	buf_free(&f->celda);
}

/* ---- values as texts ---- */

/* One value that is no list and no object; "" absent. `p` is the member itself, `n` room for what is not a text already. */
static const char *text_of(const struct json_field *f, enum json_kind kind, const void *p, char n[static SHA256_HEX_LEN])
{
	*n = '\0';
	switch (kind) {
	case JSON_KIND_STRING: {
		const char *s = *(const char *const *)p;
		return s ? s : "";
	}
	case JSON_KIND_ENUM:
		return vocabulario_slug(f->vocabulario, *(const int *)p);
	case JSON_KIND_FECHA:
		fecha_format(*(const dia_t *)p, n);
		break;
	case JSON_KIND_UUID:
		if (!uuid_is_nil(p))
			uuid_format(p, n);
		break;
	case JSON_KIND_SHA256:
		if (!sha256_is_zero(p))
			hex_encode(((const struct sha256 *)p)->b, SHA256_LEN, n);
		break;
	case JSON_KIND_INT:
		if (*(const int *)p)
			snprintf(n, NUMERO_LEN, "%d", *(const int *)p);
		break;
	case JSON_KIND_INT64:
		if (*(const int64_t *)p)
			snprintf(n, NUMERO_LEN, "%lld", (long long)*(const int64_t *)p);
		break;
	case JSON_KIND_INSTANTE:
	case JSON_KIND_BOOL:
	case JSON_KIND_OBJECT:
	case JSON_KIND_EMBEDDED:
	case JSON_KIND_ARRAY:
		break; /* the entry has none of them in a cell */
	}
	return n;
}

static void escaped(struct buf *b, const char *s)
{
	for (; *s; s++) {
		const size_t n = strcspn(s, ";\\");
		buf_append(b, s, n);
		s += n;
		if (!*s)
			break;
		buf_putc(b, '\\');
		buf_putc(b, *s);
	}
}

struct lista {
	struct buf *b;
	size_t n;
	bool alguno;
};

static void add_item(struct lista *l, const char *s)
{
	if (l->n++)
		buf_putc(l->b, ';');
	escaped(l->b, s);
	l->alguno = l->alguno || *s;
}

static const void *at(const void *base, size_t offset)
{
	return (const char *)base + offset;
}

/* Item i of a list as a text: of what the entry says, or a name that goes with it. */
static const char *item_text(
	struct asiento_filas *f, enum asiento_columna c, const struct asiento_datos *d, size_t i, char n[static SHA256_HEX_LEN])
{
	const struct json_field *campo = f->campo[c], *sub = f->sub[c];
	if (!campo) {
		const char *codigo = c == COLUMNA_ENTIDAD ? d->partes_mexicanas[i].cve_ent : d->contrapartes[i].pais;
		return codigo ? f->nombre(f->ctx, c, codigo) : "";
	}
	const void *item = *(const char *const *)at(d, campo->offset) + i * campo->item_size;
	return sub ? text_of(sub, sub->kind, at(item, sub->offset), n) : text_of(campo, campo->item, item, n);
}

static size_t items(const struct asiento_filas *f, enum asiento_columna c, const struct asiento_datos *d)
{
	const struct json_field *campo = f->campo[c];
	return campo ? *(const size_t *)at(d, campo->count_offset) : c == COLUMNA_ENTIDAD ? d->n_partes_mexicanas : d->n_contrapartes;
}

static void list_cell(struct asiento_filas *f, enum asiento_columna c, const struct asiento_datos *d, struct buf *out)
{
	char n[SHA256_HEX_LEN];
	struct lista l = {.b = &f->celda};
	const size_t cuantos = items(f, c, d);
	const char *solo = cuantos == 1 ? item_text(f, c, d, 0, n) : NULL;
	if (solo && !strchr(solo, ';') && !strchr(solo, '\\')) { /* most are */
		csv_write_cell(out, solo);
		return;
	}
	buf_reset(&f->celda);
	for (size_t i = 0; i < cuantos; i++)
		add_item(&l, item_text(f, c, d, i, n));
	out->failed = out->failed || f->celda.failed;
	csv_write_cell(out, l.alguno ? buf_str(&f->celda) : "");
}

static void cell(struct asiento_filas *f, enum asiento_columna c, const struct asiento_datos *d, struct buf *out)
{
	char n[SHA256_HEX_LEN];
	const struct json_field *campo = f->campo[c], *sub = f->sub[c];
	if (!campo || campo->kind == JSON_KIND_ARRAY) {
		list_cell(f, c, d, out);
	} else if (campo->kind == JSON_KIND_OBJECT) {
		const void *objeto = *(const void *const *)at(d, campo->offset);
		csv_write_cell(out, objeto ? text_of(sub, sub->kind, at(objeto, sub->offset), n) : "");
	} else {
		csv_write_cell(out, text_of(campo, campo->kind, at(d, campo->offset), n));
	}
}

/* ---- rows ---- */

void asiento_fila_heading(struct buf *out)
{
	for (int c = 0; c < COLUMNA_COUNT; c++) {
		if (c)
			buf_putc(out, ',');
		buf_puts(out, asiento_columnas[c].nombre);
	}
}

void asiento_fila_write(struct asiento_filas *f, const char *numero, const struct asiento_datos *d, struct buf *out)
{
	csv_write_cell(out, numero);
	for (int c = COLUMNA_NUMERO + 1; c < COLUMNA_COUNT; c++) {
		buf_putc(out, ',');
		cell(f, (enum asiento_columna)c, d, out);
	}
}

void asiento_linea_write(const char *numero, const char *datos, struct buf *out)
{
	buf_puts(out, "{\"asiento\":");
	buf_puts(out, datos);
	buf_puts(out, ",\"numero\":");
	json_escape(out, numero);
	buf_puts(out, "}\n");
}
