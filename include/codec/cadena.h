/*
 * The chain of acts: the canonical form of an act (docs/cadena.md) and its SHA-256. It is RFC 8785 by construction: members sorted, the
 * texts of `datos` and `efectos` exactly as they are stored, which is canonical too. Pure, thread-safe.
 */
#ifndef CODEC_CADENA_H
#define CODEC_CADENA_H

#include "base/buf.h"
#include "domain/expediente.h"

#define CADENA_VERSION 1

/* The bytes that are hashed. `act->hash`, `act->datos` and `act->efectos` are not looked at; NULL texts count as "{}". */
void cadena_canonica(const struct acto *act, const char *datos_json, const char *efectos_json, struct buf *out);
/* SHA-256 of those bytes. STATUS_INTERNAL only without memory. */
NODISCARD enum status cadena_hash(const struct acto *act, const char *datos_json, const char *efectos_json, struct sha256 *out);
/* What takes the place of a canonical form for whoever may not read the act: its heading and its hash, and "reservado":true. */
void cadena_reservada(const struct acto *act, struct buf *out);

/* One line of an exported journal (docs/paquete.md), from whoever it may come. */
struct cadena_renglon {
	struct acto acto; /* datos and efectos NULL; hash: of the bytes, or, when reserved, the one that the line states */
	bool reservado;
	const char *datos, *efectos; /* the texts as they stand in the line; NULL when reserved */
};
/*
 * Reads a canonical form, or what cadena_reservada writes. Strict: one spelling for each value, so that the bytes which were hashed and the act
 * that they tell are one and the same. False when the line is neither, or `a` is full. Texts live in `a`.
 */
NODISCARD bool cadena_leer(const char *line, size_t len, struct arena *a, struct cadena_renglon *out);

#endif
