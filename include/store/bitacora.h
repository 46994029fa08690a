/* The registry's log in the database: perfect subtrees, signed heads, leaves. One connection, one thread; texts of results live in the arena. */
#ifndef STORE_BITACORA_H
#define STORE_BITACORA_H

#include "codec/bitacora.h"
#include "domain/asiento.h"
#include "store/db.h"

/* Leaves in the log. */
NODISCARD enum status bitacora_size(struct db *db, int64_t *tamano, struct error *err);
/* Hashes of these places, in their order. INTERNAL when one is missing: the log is broken, or the size lies beyond it. */
NODISCARD enum status bitacora_nodes(struct db *db, const struct merkle_lugar *v, size_t n, struct sha256 *out, struct error *err);
/* Stored nodes, all of them. */
NODISCARD enum status bitacora_count_nodes(struct db *db, int64_t *n, struct error *err);

struct bitacora_cabeza_fila {
	int64_t n;
	struct bitacora_cabeza cabeza;
};
/* Latest first, before number `antes_de` (0: from the latest). */
NODISCARD enum status bitacora_heads(
	struct db *db, int64_t antes_de, int limite, struct arena *a, struct bitacora_cabeza_fila **out, size_t *n, struct error *err);
/* By size and number after that one: for an audit that walks along. */
NODISCARD enum status bitacora_heads_after(struct db *db, int64_t tamano, int64_t n_cabeza, int limite, struct arena *a,
	struct bitacora_cabeza_fila **out, size_t *n, struct error *err);
/* The first head signed at that size; *hay false: none. */
NODISCARD enum status bitacora_head_of(struct db *db, int64_t tamano, struct bitacora_cabeza *out, bool *hay, struct error *err);
/* Within a transaction: other signers wait until it ends. */
NODISCARD enum status bitacora_lock(struct db *db, struct error *err);
NODISCARD enum status bitacora_head_add(struct db *db, const struct bitacora_cabeza *c, struct error *err);

struct bitacora_llave_fila {
	struct firma_publica llave;
	instante_t desde, hasta;
	int64_t cabezas;
};
/* Keys that signed, the latest first. */
NODISCARD enum status bitacora_keys(struct db *db, struct arena *a, struct bitacora_llave_fila **out, size_t *n, struct error *err);

/* A leaf: the registry act and what it carried. */
struct bitacora_hoja {
	struct registro_hecho hecho;
	const char *datos;
	bool enlaza; /* bitacora_leaves: `anterior` is the hash of the act before it in its entry, or zero for the first */
};
/* From leaf `desde` on, in order. */
NODISCARD enum status bitacora_leaves(
	struct db *db, int64_t desde, int limite, struct arena *a, struct bitacora_hoja **out, size_t *n, struct error *err);
/* Where act `n` of an entry stands. NOT_FOUND. */
NODISCARD enum status bitacora_place_of(struct db *db, const char *asiento, int n, int64_t *indice, struct error *err);
/* The acts of an entry up to number `hasta`, in order; none: there is no such entry. */
NODISCARD enum status bitacora_leaves_of(struct db *db, const char *asiento, int hasta, int limite, struct arena *a,
	struct bitacora_hoja **out, size_t *n, struct error *err);

#endif
