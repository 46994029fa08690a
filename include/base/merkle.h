/*
 * The Merkle tree of an append-only log, as RFC 9162 §2.1 defines it (SHA-256; 0x00 before a leaf, 0x01 before two children): roots,
 * inclusion and consistency proofs, and their verification. Pure, thread-safe.
 *
 * A tree of any size is made of *perfect* subtrees: the node (level, index) covers the leaves [index·2^level, (index+1)·2^level) and never
 * changes once they exist. Whoever stores those nodes needs nothing else: this file says which ones (struct merkle_lugar) a root or a proof
 * needs, and adds up what the caller fetched.
 */
#ifndef BASE_MERKLE_H
#define BASE_MERKLE_H

#include "base/hash.h"
#include "base/status.h"

#define MERKLE_NIVELES 63                       /* levels 0–62: sizes up to 2^62 */
#define MERKLE_TAMANO_MAX (INT64_C(1) << 62)    /* leaves */
#define MERKLE_PRUEBA_MAX (MERKLE_NIVELES + 1)  /* hashes in a proof */
#define MERKLE_LUGARES_MAX (2 * MERKLE_NIVELES) /* stored nodes that a proof needs */

/* Place of a perfect subtree. */
struct merkle_lugar {
	int nivel;
	int64_t indice;
};
struct merkle_nodo {
	struct merkle_lugar lugar;
	struct sha256 hash;
};

/* MTH({d}) = SHA-256(0x00 ‖ d). */
void merkle_leaf(const void *d, size_t n, struct sha256 *out);
/* SHA-256(0x01 ‖ left ‖ right). `out` may be one of them. */
void merkle_join(const struct sha256 *left, const struct sha256 *right, struct sha256 *out);

/* --- Growing ------------------------------------------------------------------------------------------------------------ */

/* The right edge of a tree: its perfect subtrees, largest first (one for each bit of the size). All zero: the empty tree. */
struct merkle_borde {
	int64_t tamano;
	size_t n;
	struct sha256 v[MERKLE_NIVELES];
};

/* Places of the right edge of a tree of `tamano` leaves, largest first; returns how many. 0 ≤ tamano ≤ MERKLE_TAMANO_MAX. */
size_t merkle_edge_places(int64_t tamano, struct merkle_lugar out[static MERKLE_NIVELES]);
/* The edge of a stored tree: `hashes` of those places, in their order. */
void merkle_edge_load(struct merkle_borde *b, int64_t tamano, const struct sha256 *hashes);
/*
 * Adds one leaf. `out` gets the nodes that this completes, the leaf first, then upwards; returns how many (two on average).
 * b->tamano < MERKLE_TAMANO_MAX.
 */
size_t merkle_append(struct merkle_borde *b, const struct sha256 *leaf, struct merkle_nodo out[static MERKLE_NIVELES]);
/* The root; of the empty tree SHA-256 of nothing. */
void merkle_root(const struct merkle_borde *b, struct sha256 *out);

/* --- Proofs ------------------------------------------------------------------------------------------------------------- */

/* What a proof is made of: places in order, each with the number of the proof's hash that it is part of. */
struct merkle_plan {
	size_t n_lugares, n_prueba;
	struct merkle_lugar lugares[MERKLE_LUGARES_MAX];
	uint8_t de[MERKLE_LUGARES_MAX];
};
struct merkle_prueba {
	size_t n;
	struct sha256 v[MERKLE_PRUEBA_MAX];
};

/* RFC 9162 §2.1.3.1 for leaf `indice` in a tree of `tamano`. False unless 0 ≤ indice < tamano ≤ MERKLE_TAMANO_MAX. */
NODISCARD bool merkle_inclusion_plan(int64_t indice, int64_t tamano, struct merkle_plan *out);
/* RFC 9162 §2.1.4.1 between sizes. Empty when they are equal. False unless 1 ≤ de ≤ a ≤ MERKLE_TAMANO_MAX. */
NODISCARD bool merkle_consistency_plan(int64_t de, int64_t a, struct merkle_plan *out);
/* The proof, from the hashes of plan->lugares in their order. */
void merkle_plan_proof(const struct merkle_plan *plan, const struct sha256 *hashes, struct merkle_prueba *out);

/* RFC 9162 §2.1.3.2. False when the proof does not lead from the leaf to that root, whatever the reason. */
NODISCARD bool merkle_inclusion_verify(
	int64_t indice, int64_t tamano, const struct sha256 *leaf, const struct merkle_prueba *p, const struct sha256 *raiz);
/* RFC 9162 §2.1.4.2. Equal sizes: an empty proof and equal roots. */
NODISCARD bool merkle_consistency_verify(
	int64_t de, int64_t a, const struct sha256 *raiz_de, const struct sha256 *raiz_a, const struct merkle_prueba *p);

#endif
