/*
 * A text as its reader sees it: paragraphs in order, whatever they came from (Word, a PDF's text layer, OCR). Tracked insertions count,
 * deletions do not. Strings are UTF-8, NUL-terminated, and live in the arena of whoever made the text. Plain data, thread-safe to read.
 */
#ifndef TEXTO_ESCRITO_H
#define TEXTO_ESCRITO_H

#include <stddef.h>

struct parrafo {
	const char *texto; /* white space folded to single blanks, no line ends, never empty */
	int nivel;         /* heading level 1–9 as the document declares it, 0 = body or not declared */
	int pagina;        /* from 1; 0 = unknown (a Word text has no pages of its own) */
	int confianza;     /* 0–100 as the reader of the scan says; 100 for text that was not read from an image */
};
struct escrito {
	struct parrafo *parrafos;
	size_t n;
};

#endif
