/*
 * The whole public registry as one file, at any size: CSV (codec/asiento_fila.h) or JSON lines. The command's files and the service's downloads are
 * written here and nowhere else.
 */
#ifndef SERVICES_REGISTRO_EXPORTAR_H
#define SERVICES_REGISTRO_EXPORTAR_H

#include "codec/asiento_fila.h"
#include "store/db.h"

enum registro_formato { REGISTRO_CSV, REGISTRO_JSONL };

/* Takes the next bytes. Not OK ends the export with that status, which then is what it returns. */
typedef enum status registro_sumidero(void *ctx, const char *p, size_t n, struct error *err);

struct registro_exportado {
	int64_t asientos;
	int64_t version; /* how many acts the journal had: what the file is of (registro_size) */
};

/*
 * Every entry as it stands, by number, in one snapshot of the database, which lasts until the last byte was taken: hand over quickly (a file, not a
 * slow reader). Memory does not grow with the registry. Begins and ends its own transaction.
 */
NODISCARD enum status registro_exportar(
	struct db *db, enum registro_formato formato, registro_sumidero *a, void *ctx, struct registro_exportado *out, struct error *err);

/* Names for asiento_filas_init, by the catalogues; the context is an arena, in which they live. */
const char *registro_nombre(void *arena, enum asiento_columna que, const char *codigo);

#endif
