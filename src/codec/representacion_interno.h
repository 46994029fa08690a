/* Parts that several answers share; src/codec only. */
#ifndef CODEC_REPRESENTACION_INTERNO_H
#define CODEC_REPRESENTACION_INTERNO_H

#include "codec/json.h"
#include "codec/representacion.h"

/* Members of a computation, inside an open object. */
void computo_miembros(struct json_writer *w, const struct computo *k);
/* One line of the ledger, inside an open object. `desde_acto` > 0: verifications made by that act or later are not for this caller. */
void renglon_miembros(struct json_writer *w, const struct renglon *r, int desde_acto);
void documento_objeto(struct json_writer *w, const char *key, const struct documento *d);
/* [{nombre, requerido}] of an act, under `key`. */
void acto_miembros(struct json_writer *w, const char *key, enum acto_tipo acto);
/* Step of an act, 0 = none. */
int acto_paso(enum acto_tipo acto);

#endif
