/*
 * CSV (RFC 4180), read and written. A reader takes bytes as they come, holds one record and no more, and says of every fault the line and the column
 * (in characters, from 1). After a fault it goes on with the next line, so that one pass names them all. Own code, because what there is in Debian
 * (libcsv) neither bounds a field nor knows where it stands. One thread per reader.
 *
 * Written cells are armoured: one that begins with = + - @ tab, carriage return or an apostrophe gets an apostrophe before it, so that no spreadsheet takes it
 * for a formula. csv_disarm takes it off again; the two are each other's inverse for every text.
 */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"

#define CSV_COLUMNAS_MAX 64
#define CSV_CAMPO_MAX ((size_t)64 << 10)     /* bytes of a cell */
#define CSV_REGISTRO_MAX ((size_t)512 << 10) /* bytes of a record */
#define CSV_BLOQUE ((size_t)64 << 10)

enum csv_codificacion { CSV_UTF8, CSV_LATIN1 };

enum csv_paso { CSV_FILA, CSV_FIN, CSV_FALTA, CSV_ERROR /* reading failed; errno */ };

enum csv_falta {
	CSV_FALTA_NINGUNA,
	CSV_FALTA_CODIFICACION, /* not UTF-8, or a byte that Latin-1 leaves to control characters */
	CSV_FALTA_UTF16,        /* the file begins as UTF-16 does: nothing of it can be read */
	CSV_FALTA_NULO,         /* a NUL byte */
	CSV_FALTA_COMILLA,      /* a quote inside a cell without quotes, or text after the closing one */
	CSV_FALTA_SIN_CERRAR,   /* the file ends inside quotes; the place is that of the opening one */
	CSV_FALTA_CAMPO_LARGO,  /* a cell longer than CSV_CAMPO_MAX; also what an unclosed quote runs into */
	CSV_FALTA_RENGLON_LARGO,
	CSV_FALTA_COLUMNAS /* more than CSV_COLUMNAS_MAX */
};

struct csv_celda {
	const char *texto; /* UTF-8, NUL-terminated; valid until the next csv_next */
	int64_t linea;
	int columna; /* where it begins */
};

struct csv_lector {
	/* of the caller */
	ssize_t (*leer)(void *ctx, void *p, size_t n); /* as read(2) */
	void *ctx;
	char separador; /* 0: comma */
	enum csv_codificacion codificacion;
	/* the record just read; for CSV_FALTA the place of the fault */
	struct csv_celda celda[CSV_COLUMNAS_MAX];
	size_t n;
	int64_t linea;
	int columna;
	enum csv_falta falta;
	int64_t bytes; /* taken from the source so far: for a progress bar */
	/* its own */
	struct buf registro;
	size_t inicio[CSV_COLUMNAS_MAX];
	unsigned char *bloque;
	size_t pos, len;
	int64_t linea_ahora, linea_falta;
	int columna_ahora, columna_falta;
	bool empezado, fin, roto, alterno; /* alterno: the last byte was a CR that ended a line */
};

/* A source that stands in memory: `leer` and, as its ctx, what is left of it. */
struct csv_memoria {
	const void *p;
	size_t n;
};
ssize_t csv_leer_memoria(void *ctx, void *p, size_t n);

/* Sets the reader's own members; the caller's are set after it. False when memory is exhausted. */
bool csv_init(struct csv_lector *c);
void csv_free(struct csv_lector *c);
/* Next record that is not an empty line. */
enum csv_paso csv_next(struct csv_lector *c);
/* What is wrong, in Spanish, and what to do. */
const char *csv_falta_texto(enum csv_falta f);

/* A cell as it is written, without its comma: armoured, quoted where needed. */
void csv_write_cell(struct buf *out, const char *s);
/* Takes the armour off: the text within `s` itself. */
const char *csv_disarm(const char *s);

#endif
