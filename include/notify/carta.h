/*
 * Mails to people from templates (config/correos/<class>.txt): the first line is the subject, then paragraphs. {name} is a value; a paragraph with a value that is
 * empty is left out. Text and HTML come from the same paragraphs. Pure, thread-safe.
 */
#ifndef NOTIFY_CARTA_H
#define NOTIFY_CARTA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct carta_dato {
	const char *nombre, *valor; /* NULL or "": empty */
};

/* Template of a class, carried inside the program; NULL when there is none. */
const char *carta_plantilla(const char *clase);
/* Class of the mail that an event of the outbox (domain/evento.h) owes to the people of its organisation; NULL: none. Static. */
const char *carta_de_evento(const char *tipo);
/* Types of events that owe one: the i-th, NULL past the last. *sellado: it has a sealed document to wait for. Static. */
const char *carta_tipo_en(size_t i, bool *sellado);

/*
 * Appends subject (one line: what breaks lines in a value becomes a space), text (LF) and HTML. `aviso`: a paragraph before the others, NULL = none.
 * False when the template names a value that was not given, or a buffer is full.
 */
bool carta_write(const char *plantilla, const struct carta_dato *datos, size_t n, const char *aviso, struct buf *asunto, struct buf *texto,
	struct buf *html);

#endif
