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

#endif
