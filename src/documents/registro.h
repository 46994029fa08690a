/* What the task "documento" answers: one record of fixed layout. */
#ifndef SRC_DOCUMENTS_REGISTRO_H
#define SRC_DOCUMENTS_REGISTRO_H

#include "documents/inspeccion.h"

/*
 * Offset  Bytes  Content
 *      0      4  "DIN1"
 *      4      1  enum documento_tipo found
 *      5      1  enum inspeccion_hallazgo
 *      6      1  cabe_tipo, 0 or 1
 *      7      1  tiene_huella, 0 or 1
 *      8      4  palabras, little-endian
 *     12     32  huella, zeros without one
 */
#define REGISTRO_LEN 44

void registro_encode(const struct inspeccion *in, uint8_t out[static REGISTRO_LEN]);
/*
 * False unless every byte is one that an honest inspector can send about a document declared as `declarado`: the sender has just parsed
 * untrusted bytes and may be theirs by now. Pure.
 */
bool registro_decode(const uint8_t in[static REGISTRO_LEN], enum documento_tipo declarado, struct inspeccion *out);

#endif
