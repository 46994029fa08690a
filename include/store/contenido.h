/* Bytes of documents: content-addressed, in chunks; never whole in memory. */
#ifndef STORE_CONTENIDO_H
#define STORE_CONTENIDO_H

#include "store/db.h"

#define CONTENIDO_TROZO (256 * 1024)

/* Inside a transaction: stores the `size` bytes of `fd` (read from offset 0) under `sha`, or nothing when they are there already. */
NODISCARD enum status contenido_put(struct db *db, const struct sha256 *sha, int fd, int64_t size, struct error *err);
/* Writes bytes [desde, desde + largo) of a content to `fd` (appending), chunk by chunk. */
NODISCARD enum status contenido_get(struct db *db, const struct sha256 *sha, int64_t desde, int64_t largo, int fd, struct error *err);
/* Chunk `n` (from 0) of a content, copied to `out` (CONTENIDO_TROZO bytes); *len = 0 past the last one. */
NODISCARD enum status contenido_chunk(struct db *db, const struct sha256 *sha, int n, char *out, size_t *len, struct error *err);

/* What the inspection said about a content, as text (services/informes.h); once written it stays. The content must be there. */
NODISCARD enum status contenido_informe_put(struct db *db, const struct sha256 *sha, int version, const char *informe, struct error *err);
/* *informe: in `a`, NULL when there is none of that version. */
NODISCARD enum status contenido_informe_get(
	struct db *db, const struct sha256 *sha, int version, struct arena *a, const char **informe, struct error *err);

/* What was seen on a letter's pages, as text (services/oficio_guardado.h); as the two above. */
NODISCARD enum status contenido_oficio_put(struct db *db, const struct sha256 *sha, int version, const char *visto, struct error *err);
NODISCARD enum status contenido_oficio_get(
	struct db *db, const struct sha256 *sha, int version, struct arena *a, const char **visto, struct error *err);

#endif
