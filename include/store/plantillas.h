/* Versions of the templates, and the sets that made documents. One connection, one thread; texts of results live in the arena. */
#ifndef STORE_PLANTILLAS_H
#define STORE_PLANTILLAS_H

#include "store/db.h"

struct plantilla_fila {
	const char *nombre;
	int version;
	const char *texto;  /* NULL: the file's */
	int de_version;     /* it was put by going back to that one; 0: by its text */
	const char *motivo; /* "" for what has no row of its own: a file, a member of a set */
	struct uuid usuario;
	const char *usuario_nombre; /* NULL with a nil user: dictamenctl */
	instante_t creada_en;       /* INSTANTE_NINGUNO: no row */
};

/* The last version of each that was ever changed, by name. `who` NULL: the service itself. */
NODISCARD enum status plantillas_last(
	struct db *db, const struct actor *who, struct arena *a, struct plantilla_fila **out, size_t *n, struct error *err);
/* Of one, latest first: those before `antes_de` (0: all), at most `limite`; or that one `version` (0: any). */
NODISCARD enum status plantillas_versions(struct db *db, const struct actor *who, const char *nombre, int antes_de, int version, int limite,
	struct arena *a, struct plantilla_fila **out, size_t *n, struct error *err);
/* In a transaction of the service itself. */
NODISCARD enum status plantillas_add(struct db *db, const struct plantilla_fila *f, struct error *err);
/* The service itself: the set, the text of a JSON object, unless it is there. */
NODISCARD enum status plantillas_keep_set(struct db *db, const struct sha256 *sha, const char *contenido, struct error *err);
/* What a set was made of, by name; none: unknown. */
NODISCARD enum status plantillas_set(struct db *db, const struct actor *who, const struct sha256 *sha, struct arena *a,
	struct plantilla_fila **out, size_t *n, struct error *err);

#endif
