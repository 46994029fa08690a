/*
 * The chain of the security journal: the canonical form of one row (docs/seguridad.md) and its SHA-256. RFC 8785 by construction, like the chain of acts
 * (codec/cadena.h): members sorted, the text of `datos` exactly as it is stored. Pure, thread-safe.
 */
#ifndef CODEC_CADENA_SEGURIDAD_H
#define CODEC_CADENA_SEGURIDAD_H

#include "base/buf.h"
#include "base/status.h"
#include "domain/seguridad.h"

#define CADENA_SEGURIDAD_VERSION 1

/* The bytes that are hashed; `hash` is not looked at. What is absent is left out. */
void seguridad_canonica(const struct seguridad_acto *a, struct buf *out);
/* SHA-256 of those bytes. STATUS_INTERNAL only without memory. */
NODISCARD enum status seguridad_hash(const struct seguridad_acto *a, struct sha256 *out);

#endif
