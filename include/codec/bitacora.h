/*
 * The registry's transparency log as it travels: signed tree heads, the note that is signed, proofs as JSON, and their check without any
 * database (docs/bitacora.md). Pure, thread-safe.
 */
#ifndef CODEC_BITACORA_H
#define CODEC_BITACORA_H

#include "base/fecha.h"
#include "base/firma.h"
#include "base/merkle.h"
#include "codec/json.h"

#define BITACORA_ORIGEN "registro-de-acuerdos-interinstitucionales"
#define BITACORA_NOTA_MAX 256
#define BITACORA_JSON_MAX ((size_t)16 << 20) /* a proof with all acts of its entry */
#define BITACORA_ACTOS_MAX 10000

/* A signed tree head: at `momento` the log had `tamano` leaves, and this root. */
struct bitacora_cabeza {
	int64_t tamano;
	struct sha256 raiz;
	instante_t momento;
	struct firma_publica llave;
	struct firma firma;
};

/* The bytes that are signed: four lines, each with its line end. */
void bitacora_note(const struct bitacora_cabeza *c, char out[static BITACORA_NOTA_MAX]);
void bitacora_sign(const struct firma_llave *k, struct bitacora_cabeza *c); /* sets llave and firma */
/* Whether it is signed by the key that it names. */
bool bitacora_signed(const struct bitacora_cabeza *c);
/* {"firma", "llave", "momento", "nota", "raiz", "tamano"}; key NULL inside arrays and at the top. */
void bitacora_write_head(struct json_writer *w, const char *key, const struct bitacora_cabeza *c);
/* INVALID: not such an object, its signature is not of its note and key, or the note does not say what the other members say. */
NODISCARD enum status bitacora_read_head(const char *text, size_t len, struct arena *a, struct bitacora_cabeza *out, struct error *err);

/* An entry's last act, or any, and its way to the root of a tree. */
struct bitacora_inclusion {
	int64_t indice, tamano;
	const char **actos; /* canonical forms: the acts of the entry in order up to that leaf, or the leaf's alone */
	size_t n_actos;
	struct sha256 *prueba;
	size_t n_prueba;
	struct sha256 hoja, raiz;
	const struct bitacora_cabeza *cabeza; /* of that size; NULL: that size was never signed */
};
void bitacora_write_inclusion(struct json_writer *w, const char *key, const struct bitacora_inclusion *p);
NODISCARD enum status bitacora_read_inclusion(
	const char *text, size_t len, struct arena *a, struct bitacora_inclusion *out, struct error *err);
/*
 * Whether the acts are one chain, the last one is that leaf, and the leaf is in the tree with p->raiz. False with *porque in Spanish.
 * Whether p->raiz is the registry's is for a kept head to say.
 */
NODISCARD bool bitacora_check_inclusion(const struct bitacora_inclusion *p, struct arena *a, const char **porque);

/* That the tree of size `a` begins with the one of size `de`. */
struct bitacora_consistencia {
	int64_t de, a;
	struct sha256 raiz_de, raiz_a;
	struct sha256 *prueba;
	size_t n_prueba;
};
void bitacora_write_consistency(struct json_writer *w, const struct bitacora_consistencia *p);
NODISCARD enum status bitacora_read_consistency(
	const char *text, size_t len, struct arena *a, struct bitacora_consistencia *out, struct error *err);
NODISCARD bool bitacora_check_consistency(const struct bitacora_consistencia *p);

#endif
