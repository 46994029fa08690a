/*
 * The calendar's rows: notices are only added, each is a new version; any version can be seen again. One connection, one thread;
 * texts of results live in the arena.
 */
#ifndef STORE_CALENDARIO_H
#define STORE_CALENDARIO_H

#include "domain/calendario.h"
#include "store/db.h"

/* Newest version, 0 = none loaded. */
NODISCARD enum status calendario_version(struct db *db, int *out, struct error *err);
/* A version whole; `version` 0: the newest. */
NODISCARD enum status calendario_load(struct db *db, int version, struct arena *a, struct calendario *out, struct error *err);

/* A notice to be published, or a day of a load. */
struct aviso_dia {
	dia_t fecha;
	bool habilitado;
	const char *motivo, *fuente;
	const char *origen; /* "ley" or "sre" */
};
struct aviso_nuevo {
	const char *tipo; /* carga, suspension, habilitacion, revocacion */
	const char *fuente, *motivo;
	const struct aviso_dia *dias;
	size_t n_dias;
	const int *anios; /* years whose SRE calendar this completes */
	size_t n_anios;
	int revoca;          /* version of the notice that this one ends, 0 = none */
	struct uuid usuario; /* nil: dictamenctl */
	instante_t publicado_en;
};
/*
 * Inside a transaction: takes the writers' lock (held until it ends) and tells the newest version, so that what is judged next stays true.
 * Then calendario_publish adds the notice as version `version`, which must be one more.
 */
NODISCARD enum status calendario_lock(struct db *db, int *version, struct error *err);
NODISCARD enum status calendario_publish(struct db *db, const struct aviso_nuevo *n, int version, struct error *err);

struct aviso_fila {
	int version, revoca, revocado_por; /* 0 = none */
	const char *tipo, *fuente, *motivo;
	const char *anios; /* "2025,2026" */
	const char *dias;  /* "2026-03-30,2026-03-31"; "" for a load */
	int n_dias;
	struct uuid usuario;
	instante_t publicado_en;
};
/* Newest first; `antes_de` 0: from the newest. */
NODISCARD enum status calendario_notices(
	struct db *db, int antes_de, int limite, struct arena *a, struct aviso_fila **out, size_t *n, struct error *err);
/* One notice; NOT_FOUND. */
NODISCARD enum status calendario_notice(struct db *db, int version, struct arena *a, struct aviso_fila *out, struct error *err);

/* Inside the transaction of what it did: the answer to remember under an Idempotency-Key. YA_EXISTE when the key has one already. */
struct idempotencia;
NODISCARD enum status calendario_remember(struct db *db, const struct uuid *usuario, const struct idempotencia *idem, struct error *err);

#endif
