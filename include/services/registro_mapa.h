/*
 * Which column of somebody's table gives which datum of the registry: a small INI file (docs/registro.md says its sections). Read once, then only read: one map
 * may serve several threads.
 */
#ifndef SERVICES_REGISTRO_MAPA_H
#define SERVICES_REGISTRO_MAPA_H

#include "base/csv.h"
#include "codec/asiento_fila.h"

#define MAPA_MAX ((size_t)256 << 10) /* bytes of the file */
#define MAPA_ARENA ((size_t)4 << 20)
#define MAPA_FORMATOS_MAX 16

/* What the source writes, folded (domain/busqueda.h), for what the registry writes. */
struct mapa_valor {
	const char *dice, *valor;
};
struct mapa_dato {
	const char *columna;     /* of the file; NULL: none */
	const char *constante;   /* where the cell is empty, or there is no column */
	enum asiento_columna si; /* only where this datum... */
	const char *si_valor;    /* ...is this one; NULL: always */
	char lista;              /* what separates the items of a cell; 0: one item */
	bool propia;             /* the cell is written as the registry writes lists */
	struct mapa_valor *valores;
	size_t n_valores;
};
struct registro_mapa {
	char separador;
	enum csv_codificacion codificacion;
	bool recortar;        /* blanks around a cell are none of it */
	bool apostrofos;      /* cells are armoured as csv_write_cell does */
	const char *conjunto; /* NULL: the rows say it themselves, or have none */
	const char *formatos[MAPA_FORMATOS_MAX];
	size_t n_formatos;
	int anio_desde, anio_hasta;
	struct mapa_dato dato[COLUMNA_COUNT];
};

/* From the map's text; what it says lives in `a`. INVALID: every fault is a line of `faltas`, in Spanish. UNAVAILABLE: no memory. */
NODISCARD enum status registro_mapa_load(
	const char *ini, size_t n, const char *origen, struct arena *a, struct registro_mapa *out, struct buf *faltas);
/* A map that the program carries (config/mapas/NAME.ini); NULL: there is none of that name. *n its bytes. */
const char *registro_mapa_carried(const char *nombre, size_t *n);

/* ---- rows by a map ---- */

/* What is wrong with a cell: where, the file's own name of its column (NULL: none), the registry's of the datum (NULL: none), what it says. */
struct mapa_falta {
	int64_t linea;
	int columna;
	const char *titulo, *dato, *valor, *que; /* titulo, dato, valor: NULL: none */
};
typedef void mapa_falta_fn(void *ctx, const struct mapa_falta *f);

/* Where each datum stands in a file, -1 nowhere; how many columns its heading has, and how they are called. */
struct mapa_columnas {
	int de[COLUMNA_COUNT];
	size_t n;
	const char *titulos[CSV_COLUMNAS_MAX];
};
/* From the heading that was just read, kept in `a`. False: columns are missing or repeated; each was told. */
bool registro_mapa_bind(const struct registro_mapa *m, const struct csv_lector *encabezado, struct arena *a, struct mapa_columnas *out,
	mapa_falta_fn *falta, void *ctx);
/*
 * The row that was just read, as wide as its heading, as cells that asiento_fila_read takes. What cannot be read is told, and is no cell. Texts live in `a`,
 * in the map, or only until the next row is read.
 */
void registro_mapa_apply(const struct registro_mapa *m, const struct mapa_columnas *k, const struct asiento_filas *f,
	const struct csv_lector *renglon, struct arena *a, const char *celdas[static COLUMNA_COUNT], mapa_falta_fn *falta, void *ctx);

#endif
