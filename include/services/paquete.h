/* The sealed file (docs/paquete.md) of one file as one caller may read it: put together, signed, recorded. */
#ifndef SERVICES_PAQUETE_H
#define SERVICES_PAQUETE_H

#include "services/app.h"

struct paquete_salida {
	int fd;        /* empty file for the package; stays the caller's */
	int fd_diario; /* empty file for the journal while it is put together; stays the caller's */
	/* Asked once, before anything big is written: is there room for so many bytes? */
	bool (*hay_lugar)(void *ctx, int64_t bytes);
	void *ctx;
	bool sin_entrega; /* only what the answer would be is asked: nothing goes on record */
	/* answered */
	int64_t tamano;
	const char *nombre; /* a file name for whoever downloads it; arena */
};

/*
 * One version of the file, whatever happens to it meanwhile: all is read in one snapshot of the database. NOT_FOUND when the caller may not see it;
 * UNAVAILABLE without a seal, room or database. The export is on record before this returns OK (unless `sin_entrega`). One piece of a document in memory at a time.
 */
NODISCARD enum status paquete_exportar(
	struct obrero *o, const struct actor *who, const char *ref, struct paquete_salida *s, struct arena *a, struct error *err);

#endif
