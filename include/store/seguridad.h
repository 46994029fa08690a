/* The security journal's rows (domain/seguridad.h). One connection, one thread; texts of results live in the arena. */
#ifndef STORE_SEGURIDAD_H
#define STORE_SEGURIDAD_H

#include "domain/seguridad.h"
#include "store/db.h"

/* In a transaction: waits for the one writer's place until it ends, and tells the chain's end (n 0 and zeroes: empty). */
NODISCARD enum status seguridad_lock(struct db *db, int64_t *n, struct sha256 *hash, struct error *err);
/* Under that lock: rows whose n, anterior and hash are set. */
NODISCARD enum status seguridad_append(struct db *db, const struct seguridad_acto *rows, size_t n, struct error *err);
/* Whether this key is seen from this address on this day for the first time; it is remembered. */
NODISCARD enum status seguridad_key_used(
	struct db *db, const struct uuid *clave, const char *direccion, dia_t dia, bool *primera, struct error *err);
/* `datos` of the last row of a kind, NULL when there is none. */
NODISCARD enum status seguridad_last(struct db *db, enum seguridad_tipo tipo, struct arena *a, const char **datos, struct error *err);

struct seguridad_filtro {
	int64_t antes_de;         /* 0: from the newest */
	enum seguridad_tipo tipo; /* SEGURIDAD_NINGUNO: any */
	struct uuid usuario;      /* nil: anybody */
	const char *objeto;       /* NULL: any */
	instante_t desde, hasta;  /* [desde, hasta), INSTANTE_NINGUNO: open */
	int limite;
};
/* As `who` may see it, the newest first. */
NODISCARD enum status seguridad_page(struct db *db, const struct actor *who, const struct seguridad_filtro *f, struct arena *a,
	struct seguridad_acto **out, size_t *n, struct error *err);
/* In the order of the chain, after number `despues`: at most `limite`. */
NODISCARD enum status seguridad_chain(
	struct db *db, int64_t despues, int limite, struct arena *a, struct seguridad_acto **out, size_t *n, struct error *err);

#endif
