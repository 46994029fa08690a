/* A message by e-mail, as bytes: RFC 5322 with CRLF, built by GMime. What could end a header line is refused, not escaped. Thread-safe. */
#ifndef NOTIFY_MENSAJE_H
#define NOTIFY_MENSAJE_H

#include "base/buf.h"
#include "base/error.h"
#include "base/fecha.h"
#include "base/status.h"

struct mensaje_saliente {
	const char *de, *a;         /* plain addresses */
	const char *asunto;         /* UTF-8, one line */
	const char *en_respuesta_a; /* Message-ID without angles; "" = none */
	const char *texto;          /* UTF-8, LF */
	const char *html;           /* the same as HTML; NULL = text only */
	const char *id;             /* what stands before the @ of its Message-ID; NULL = a new one */
	instante_t fecha;
};

/*
 * Appends the message. It says that a machine answers, or with an id of its own that a machine wrote it (Auto-Submitted: auto-replied, auto-generated,
 * RFC 3834), so that no machine answers back.
 * INTERNAL when an address, the subject or the id holds what cannot stand in a header: those who call have cleaned them.
 */
NODISCARD enum status mensaje_write(const struct mensaje_saliente *m, struct buf *out, struct error *err);

#endif
