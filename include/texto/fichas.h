/* A paragraph as folded words with their places, for readers of bad prints: searching dates, names and figures. Never for comparing legal texts. Pure. */
#ifndef TEXTO_FICHAS_H
#define TEXTO_FICHAS_H

#include <stdbool.h>
#include <stddef.h>

#define FICHA_LARGO 32

struct palabra_plegada {
	char s[FICHA_LARGO]; /* lower case, without marks; longer words are cut */
	size_t largo;
	size_t desde, hasta; /* bytes of the paragraph */
	bool mayuscula;      /* begins with a capital */
};
/* Words of `texto`, at most `max`; returns how many. */
size_t palabras_plegar(const char *texto, struct palabra_plegada *out, size_t max);
/* Letters in which two words differ at most (substituted, lost, added), up to `max` + 1. */
int palabra_distancia(const char *a, const char *b, int max);
/* The same word as far as a bad print tells: one letter in five wrong, none in short words. */
bool palabra_parecida(const char *leida, const char *buena);

/* A number that fits in `max`, in figures or words, at p[0]…; returns the words used, 0: none. */
size_t cuenta_leer(const struct palabra_plegada *p, size_t n, int max, int *out);

#endif
