/* What the files of the package's checker share. */
#ifndef EMISION_PAQUETE_INTERNO_H
#define EMISION_PAQUETE_INTERNO_H

#include <zip.h>

#include "emision/paquete.h"

#define PAQUETE_ENTRADAS_MAX (MANIFIESTO_ENTRADAS_MAX + 2)
#define PAQUETE_MANIFIESTO_MAX ((size_t)16 << 20)
#define PAQUETE_FIRMA_MAX ((size_t)256 << 10)
#define PAQUETE_EMITIDO_MAX ((size_t)64 << 20)
#define PAQUETE_RENGLON_MAX ((size_t)4 << 20)      /* an act's body is 512 KiB at most */
#define PAQUETE_EXPEDIENTE_MAX ((size_t)256 << 20) /* of a folded file: a bound, not an allocation */

/* What stands in the directory of the archive. */
struct paquete_archivo {
	const char *nombre; /* arena */
	zip_uint64_t indice;
	int64_t tamano;
};
struct paquete_zip {
	zip_t *zip;
	struct paquete_archivo *archivos; /* sorted by name */
	size_t n;
};

/* One check under way. */
struct examen {
	struct arena *a;
	const struct paquete_control *control;
	struct paquete_veredicto *out;
	struct error *err; /* for what could not be told */
	struct paquete_zip zip;
	struct arena *de_expediente;
	struct expediente *e;                       /* as its journal adds up; lives in de_expediente */
	const struct manifiesto_entrada **entradas; /* sorted by name */
	struct buf tipos;                           /* act by act, one byte: enum acto_tipo */
};

/* Puts down the first thing that is wrong and answers CONFLICT; `donde` is copied, `difiere` static. */
NODISCARD enum status examen_difiere(struct examen *x, const char *donde, const char *difiere);
NODISCARD enum status examen_difiere_acto(struct examen *x, int n, const char *difiere);

/* Opens and looks at every entry of the directory before any is read. Frees with paquete_zip_close, also after a failure. */
NODISCARD enum status paquete_zip_open(struct examen *x, const uint8_t *p, size_t n);
void paquete_zip_close(struct paquete_zip *z);
const struct paquete_archivo *paquete_zip_find(const struct paquete_zip *z, const char *nombre);
/* The whole of a small entry, appended to `out`. */
NODISCARD enum status paquete_zip_read(struct examen *x, const struct paquete_archivo *f, struct buf *out);
/* Every piece of an entry, in order; `pieza` ends it with any other status than OK. */
NODISCARD enum status paquete_zip_walk(
	struct examen *x, const struct paquete_archivo *f, enum status (*pieza)(void *ctx, const char *p, size_t n), void *ctx);

/* Chain, transitions and fold of the journal, against the manifest. */
NODISCARD enum status paquete_diario_check(struct examen *x, const struct paquete_archivo *f);

#endif
