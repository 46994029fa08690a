/* Texts for the tests: one line a paragraph; a line that begins with '#' signs is a heading of that level. */
#ifndef TESTS_UNIT_TEXTO_ESCRITOS_H
#define TESTS_UNIT_TEXTO_ESCRITOS_H

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "texto/escrito.h"

static inline struct escrito escrito_de(const char *lineas, struct arena *a)
{
	size_t n_lineas = 1;
	for (const char *s = lineas; (s = strchr(s, '\n')) != NULL; s++)
		n_lineas++;
	struct escrito e = {.parrafos = ARENA_ARRAY(a, n_lineas, struct parrafo)};
	while (*lineas) {
		const size_t n = strcspn(lineas, "\n");
		size_t nivel = strspn(lineas, "#");
		const char *s = arena_memdup(a, lineas + nivel, n - nivel);
		while (nivel > 0 && *s == ' ')
			s++;
		if (*s)
			e.parrafos[e.n++] = (struct parrafo){.texto = s, .nivel = (int)nivel, .confianza = 100};
		lineas += n + (lineas[n] == '\n');
	}
	return e;
}

#endif
