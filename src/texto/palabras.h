/*
 * A text cut into what is compared: words, single signs, and the end of each paragraph. Private to src/texto. Pure.
 *
 * A word is a run of letters, marks and digits (Unicode categories L, M, N); a point or comma between digits belongs to the number. Every other
 * character that is not white space is a sign of its own. Strings must be valid UTF-8.
 */
#ifndef TEXTO_PALABRAS_H
#define TEXTO_PALABRAS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"

enum palabra_clase { PALABRA_LETRAS, PALABRA_SIGNO, PALABRA_PARRAFO };

struct palabra {
	const char *p;
	uint32_t len; /* bytes */
	uint32_t id;  /* equal words have equal ids, see `vocablos`; 0 until asked for */
	enum palabra_clase clase;
	bool pegada; /* no white space stands before it */
};
struct palabras {
	struct palabra *v;
	size_t n;
};

/* Letter, mark or number: what words are made of. */
bool letra_es(int32_t cp);

/* Canonical composition without what does not show (soft hyphens, zero-width marks); white space as single blanks. INVALID: not UTF-8. */
NODISCARD enum status texto_componer(const char *s, struct arena *a, const char **out, struct error *err);

/* Cuts s[0..n). UNAVAILABLE: the arena is full. */
NODISCARD enum status palabras_cortar(const char *s, size_t n, struct arena *a, struct palabras *out, struct error *err);

/* The word at or after byte i of s[0..n). Returns where it ends, 0 when there is none left. */
size_t palabra_siguiente(const char *s, size_t n, size_t i, struct palabra *out);

/* FNV-1a of the word's characters, in lower case when `minusculas`; then mixed, so that any subset of the bits serves. */
uint64_t palabra_huella(const struct palabra *p, bool minusculas);
uint64_t huella_mezclar(uint64_t h);

/*
 * Gives ids, from 1: the same id for the same word in both lists; without case when `minusculas`. Sorts rather than hashes, so that no
 * text made for the purpose can slow it down. UNAVAILABLE: the arena is full.
 */
NODISCARD enum status palabras_numerar(struct palabras *a, struct palabras *b, bool minusculas, struct arena *ar, struct error *err);

/* A short piece folded for recognising headings and numbers only: lower case, no marks. Cut at cap - 1 bytes. Never for comparing. */
void plegar(const char *s, size_t n, char *out, size_t cap);

#endif
