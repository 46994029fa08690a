/* What the service wrote: rows beside the journal, contents like any other. One connection, one thread; texts of results live in the arena. */
#ifndef STORE_EMITIDOS_H
#define STORE_EMITIDOS_H

#include "store/db.h"

struct emitido_fila {
	struct uuid id, expediente;
	int n;                       /* the act */
	const char *clase;           /* slug, emision/clases.h */
	const char *nombre, *numero; /* numero NULL: none */
	dia_t fecha;
	int64_t tamano;
	struct sha256 sha256;
	const char *codigo;
	struct sha256 certificado;
	const char *sello, *sello_nota; /* "B-B" or "B-T"; NULL: nothing to say */
	instante_t sellado_en;
	struct sha256 plantillas; /* the set that made it (store/plantillas.h) */
	bool tiene_plantillas;    /* false: it was made before that was told */
	bool corregido;           /* emitido_by_code, emitido_by_sha: a later act corrects that one */
};

/* All of a file that `who` may see (NULL: the service itself), oldest first. Which of them are for that caller is not known here. */
NODISCARD enum status emitidos_of(struct db *db, const struct actor *who, const struct uuid *expediente, struct arena *a,
	struct emitido_fila **out, size_t *n, struct error *err);
/* By what a person holds; the service asks in its own name. NOT_FOUND. */
NODISCARD enum status emitido_by_code(struct db *db, const char *codigo, struct arena *a, struct emitido_fila *out, struct error *err);
NODISCARD enum status emitido_by_sha(struct db *db, const struct sha256 *sha, struct arena *a, struct emitido_fila *out, struct error *err);
NODISCARD enum status emitido_exists(struct db *db, const struct uuid *expediente, int n, const char *clase, bool *hay, struct error *err);

/* Content and row in one transaction of their own. *nuevo false: another one was there first, and nothing of this one is kept. */
NODISCARD enum status emitido_add(struct db *db, const struct emitido_fila *f, int fd, bool *nuevo, struct error *err);

/* One step of the search for acts without their document: see emitidos/reponer.sql. `desde` moves on; nil when the last file was seen. */
struct emitidos_debidos {
	const char *const *actos, *const *clases; /* in pairs */
	size_t n;
	int archivos_max, trabajos_max;
};
NODISCARD enum status emitidos_replace(
	struct db *db, const struct emitidos_debidos *d, struct uuid *desde, int *puestos, struct error *err);

#endif
