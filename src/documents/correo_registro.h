/*
 * What the child answers about a message: one record, then the decoded bytes of the parts, one after the other.
 *
 * record = "DCO1" u32(bytes that follow in the record) u8 hallazgo, u8 automatico, i64 fecha,
 *          text message_id, de, de_nombre, responder_a, para, asunto, texto,
 *          u16 n { text servidor, u16 n { text metodo, resultado, dominio } }, u16 n { u8 clase, u8 danada, u8 nivel, text nombre, tipo, u64 tamano }
 * text   = u32 length, bytes. Integers little-endian.
 */
#ifndef SRC_DOCUMENTS_CORREO_REGISTRO_H
#define SRC_DOCUMENTS_CORREO_REGISTRO_H

#include "base/buf.h"
#include "documents/correo.h"

#define CORREO_REGISTRO_MAX (1u << 20)
#define CORREO_REGISTRO_CABEZA 8

void correo_registro_encode(const struct correo *c, struct buf *out);
/* Length of the record whose first CORREO_REGISTRO_CABEZA bytes these are, head included; 0 when it is none. */
size_t correo_registro_largo(const uint8_t cabeza[static CORREO_REGISTRO_CABEZA]);
/*
 * False unless every byte is one that an honest child can send. `sobran` is what follows the record: it must be the parts' bytes exactly.
 * Sets partes[].inicio. Texts live in `a`. Pure.
 */
bool correo_registro_decode(const uint8_t *p, size_t n, uint64_t sobran, struct arena *a, struct correo *out);

#endif
