/*
 * The registry as rows: one entry a row of CSV, or a line of JSON. Whoever writes entries for others to load (downloads, dictamenctl registro exportar, a
 * page as CSV) writes them here, so that the bytes are the same everywhere; whoever reads a table of entries reads it here. docs/registro.md says the format.
 *
 * A list of several items is joined with ";", in which "\;" stands for a semicolon of the item and "\\" for a backslash. The members of a party stand
 * in columns of their own, item by item in the order of the names; a column that no party has anything for is empty.
 */
#ifndef CODEC_ASIENTO_FILA_H
#define CODEC_ASIENTO_FILA_H

#include "codec/registro.h"

enum asiento_columna {
#define COLUMNA(nombre, ...) COLUMNA_##nombre,
#include "codec/asiento_columnas.def"
#undef COLUMNA
	COLUMNA_COUNT
};

struct asiento_columna_info {
	const char *nombre;
	const char *miembro, *sub; /* of the entry's data; miembro NULL: none */
	const char *descripcion;   /* in Spanish, for the data dictionary */
};
extern const struct asiento_columna_info asiento_columnas[COLUMNA_COUNT];
/* The column of a name; COLUMNA_COUNT: there is none. */
enum asiento_columna asiento_columna_find(const char *nombre);

/* What the codec does not know: the name of a code, for COLUMNA_ENTIDAD, COLUMNA_PAIS_NOMBRE and COLUMNA_REGION; "" none. */
typedef const char *asiento_nombre_fn(void *ctx, enum asiento_columna que, const char *codigo);

/* Where each column stands in the entry, found once. One thread. */
struct asiento_filas {
	const struct json_field *campo[COLUMNA_COUNT], *sub[COLUMNA_COUNT];
	asiento_nombre_fn *nombre;
	void *ctx;
	struct buf celda;
};
/* `nombre` may be NULL for reading. */
void asiento_filas_init(struct asiento_filas *f, asiento_nombre_fn *nombre, void *ctx);
void asiento_filas_free(struct asiento_filas *f);

/* The names of the columns, without a line end: the caller may have more columns. */
void asiento_fila_heading(struct buf *out);
/* The entry, without a line end. out->failed: no memory, or its bound was passed. */
void asiento_fila_write(struct asiento_filas *f, const char *numero, const struct asiento_datos *d, struct buf *out);
/* {"asiento":<datos>,"numero":"…"} and LF: canonical as long as `datos` is. */
void asiento_linea_write(const char *numero, const char *datos, struct buf *out);

/*
 * From cells (by enum asiento_columna; NULL or "": nothing) to the entry, in `a`. INVALID: every fault is an item whose pointer begins with the
 * column's name ("/pais/1"). Limits and forms are those of the API; what an entry must have besides: asiento_check. Columns without a member are not looked at.
 */
NODISCARD enum status asiento_fila_read(struct asiento_filas *f, const char *const celdas[static COLUMNA_COUNT], struct arena *a,
	struct asiento_datos *out, struct error *err);

#endif
