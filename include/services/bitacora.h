/*
 * The registry's transparency log (docs/bitacora.md, RFC 9162): signing tree heads, and what anyone may ask about them. Everything here is
 * public. Texts of results live in the arena given. One thread per `struct obrero`.
 */
#ifndef SERVICES_BITACORA_H
#define SERVICES_BITACORA_H

#include "services/app.h"
#include "store/bitacora.h"

/* Read from its file: PEM, readable by its owner only. UNAVAILABLE with BITACORA_LLAVE and the reason. */
NODISCARD enum status bitacora_key_load(const char *path, struct firma_llave *out, struct error *err);
/* A new one, written with mode 0600. CONFLICT when the file is there already. */
NODISCARD enum status bitacora_key_create(const char *path, struct firma_llave *out, struct error *err);

/*
 * Signs a head when the log grew, or the last head is a day old, or another key signed it. Before that, the new tree must begin with what was
 * signed last: INTERNAL with BITACORA_ROTA when it does not, and nothing is signed. *firmado: size of the head that was signed; -1: none was due.
 */
NODISCARD enum status bitacora_sign_due(struct obrero *o, int64_t *firmado, struct error *err);

/* The latest head. UNAVAILABLE with BITACORA_SIN_CABEZA while there is none. */
NODISCARD enum status bitacora_latest(struct obrero *o, struct arena *a, struct bitacora_cabeza *out, struct error *err);

/*
 * The way of leaf `indice` to the root of size `tamano`, with its canonical form; with the head of that size if there is one. The caller has made
 * sure that 0 ≤ indice < tamano ≤ size of the log.
 */
NODISCARD enum status bitacora_inclusion_of(
	struct obrero *o, int64_t indice, int64_t tamano, struct arena *a, struct bitacora_inclusion *out, struct error *err);
/* The size to prove a leaf for when none is asked for: the latest signed one if it has the leaf, else the log's own. */
NODISCARD enum status bitacora_size_for(
	struct obrero *o, int64_t indice, int64_t total, struct arena *a, int64_t *tamano, struct error *err);
/* The caller has made sure that 1 ≤ de ≤ a ≤ size of the log. */
NODISCARD enum status bitacora_consistency_of(
	struct obrero *o, int64_t de, int64_t hasta, struct arena *a, struct bitacora_consistencia *out, struct error *err);
/* Root of the tree of that size. */
NODISCARD enum status bitacora_root_of(struct obrero *o, int64_t tamano, struct sha256 *out, struct error *err);
/* Canonical form of a leaf; NULL when the arena is full. */
const char *bitacora_text_of(const struct bitacora_hoja *h, struct arena *a);

#endif
