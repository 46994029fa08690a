/* Reading for the audit of the chain (dictamenctl verificar): rows as they are, page by page, in one snapshot (db_begin_snapshot). */
#ifndef STORE_VERIFICACION_H
#define STORE_VERIFICACION_H

#include "store/expedientes.h"

/* What the narrow row says of a file. */
struct verificacion_fila {
	struct uuid id, organizacion;
	int version;
	struct sha256 hash;
	const char *estado, *folio; /* folio NULL: none; arena */
};

/* Files by id after `despues_de` (nil: from the first), or only `uno` (nil: all). */
NODISCARD enum status verificacion_page(struct db *db, const struct uuid *despues_de, const struct uuid *uno, int limite, struct arena *a,
	struct verificacion_fila **out, size_t *n, struct error *err);
/* SHA-256 and length of the stored bytes of a content, chunk by chunk; *bytes 0 when there are none. */
NODISCARD enum status verificacion_contenido(
	struct db *db, const struct sha256 *sha, struct sha256 *real, int64_t *bytes, struct error *err);

/* ---- the registry: its journal against what it adds up to ---- */

struct verificacion_asiento {
	const char *asiento, *datos, *quedo; /* quedo: the card's text; NULL: no card */
	int n;
	int64_t indice;
	enum registro_acto acto;
};
/* Acts after (asiento, n), by entry, at most `limite`. */
NODISCARD enum status verificacion_asientos(struct db *db, const char *asiento, int n, int limite, struct arena *a,
	struct verificacion_asiento **out, size_t *cuantos, struct error *err);
/* The first act whose card is not its own, *asiento NULL: none. */
NODISCARD enum status verificacion_fichas(struct db *db, struct arena *a, const char **asiento, int64_t *indice, struct error *err);
/* The first counter that is not what counting gives, as "tabla/fila/columna"; NULL: none. */
NODISCARD enum status verificacion_conteos(struct db *db, struct arena *a, const char **cual, struct error *err);

#endif
