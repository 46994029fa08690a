/*
 * Which language a text is in, by its function words (articles, prepositions, pronouns): enough to tell a Spanish agreement from an English
 * one and to say whether a bilingual text has its Spanish version. Not a translator's tool: short lines and lists of names stay undecided.
 * Pure, thread-safe.
 */
#ifndef TEXTO_IDIOMA_H
#define TEXTO_IDIOMA_H

#include <stddef.h>
#include <stdint.h>

#include "texto/escrito.h"

enum idioma {
	IDIOMA_NINGUNO, /* undecided: too few words, or no language stands out */
	IDIOMA_ES,
	IDIOMA_EN,
	IDIOMA_FR,
	IDIOMA_PT,
	IDIOMA_DE,
	IDIOMA_IT,
	IDIOMA_OTRO, /* written in another alphabet than the Latin one */
	IDIOMA_COUNT
};
/* ISO 639-1 code; "" for NINGUNO, "otro" for OTRO; static. */
const char *idioma_slug(enum idioma i);

/* The language of one paragraph (UTF-8, n bytes; bytes that are not UTF-8 count as blanks). */
enum idioma idioma_of(const char *s, size_t n);

/* Words of a text by the language of the paragraph in which they stand. */
struct idioma_cuenta {
	uint32_t palabras[IDIOMA_COUNT];
};
void idioma_count(const struct escrito *e, struct idioma_cuenta *out);

#endif
