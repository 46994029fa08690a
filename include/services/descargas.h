/*
 * The whole registry for download. One unnamed file a format, of one version of the registry, is made once and sent to everyone who asks: the bytes of
 * dictamenctl registro exportar (services/registro_exportar.h). Whoever reads slowly, or never ends, holds a file and neither a connection nor a
 * snapshot of the database; a thousand readers cost one export.
 *
 * Two bounds. Time: a newer file is not made before four times as long as the last one took has passed, so that however often the registry changes and
 * whoever asks, a fifth of one thread's time at most goes into it; until then the one that there is, is given. Space: files that are held (the present ones, and older ones
 * that are still being sent) do not pass `bytes_max` together. Nothing is left behind by a process that dies: the files have no name.
 */
#ifndef SERVICES_DESCARGAS_H
#define SERVICES_DESCARGAS_H

#include "base/hash.h"
#include "services/app.h"
#include "services/registro_exportar.h"

#define DESCARGA_CUALQUIERA (-1)

/* One file; constant as long as it is held. */
struct descarga {
	enum registro_formato formato;
	int64_t version, asientos, tamano; /* version: how many acts the registry had */
	struct sha256 sha256;
	int fd; /* to be read at offsets, or duplicated */
};

/* Thread-safe. */
struct descargas *descargas_create(int64_t bytes_max); /* NULL: no memory */
void descargas_destroy(struct descargas *d);           /* nobody holds a file any more; NULL is fine */

/*
 * The file that may be given when the registry has `version` acts (DESCARGA_CUALQUIERA: any that there is) at the monotonic instant `ahora_ns`; it is held until
 * descargas_release. NULL: one must be made.
 */
const struct descarga *descargas_take(struct descargas *d, enum registro_formato formato, int64_t version, int64_t ahora_ns);
/* From any thread; never waits for a disk. */
void descargas_release(struct descargas *d, const struct descarga *f);

/*
 * Makes the file of the registry as it stands, in `fd` (empty, without a name, taken over whatever happens), and holds it for the caller. One thread at a time.
 * UNAVAILABLE: it does not fit or the disk is full (DESCARGA_SIN_LUGAR), or the service is stopping (SATURADO).
 */
NODISCARD enum status descargas_make(
	struct obrero *o, enum registro_formato formato, int fd, const struct descarga **out, struct error *err);

#endif
