/* What the codec's tests share: a request's arena and error, and a checker of canonical form that knows nothing of the code under test. */
#ifndef TESTS_CODEC_CASO_H
#define TESTS_CODEC_CASO_H

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "codec/json.h"

struct caso {
	struct arena *a;
	struct error err;
};

static inline struct caso caso_new(size_t max)
{
	struct caso c = {.a = arena_create(max)};
	ck_assert_ptr_nonnull(c.a);
	error_init(&c.err, c.a);
	return c;
}
static inline void caso_free(struct caso *c)
{
	arena_destroy(c->a);
}
#define CASO __attribute__((cleanup(caso_free))) struct caso

static inline const struct error_item *falta(const struct error *err, const char *pointer)
{
	for (size_t i = 0; i < err->n_items; i++) {
		if (strcmp(err->items[i].pointer, pointer) == 0)
			return &err->items[i];
	}
	return NULL;
}

static inline void ck_falta(const struct error *err, const char *pointer, const char *slug)
{
	const struct error_item *i = falta(err, pointer);
	ck_assert_msg(i != NULL, "no item at \"%s\"", pointer);
	ck_assert_msg(strcmp(i->slug, slug) == 0, "at \"%s\": %s, not %s", pointer, i->slug, slug);
}

/* --- well-formed, no white space, members sorted and different ------------------------------------------------------------------- */

static inline const char *canonico_valor(const char *p, bool ordenado);

static inline const char *canonico_cadena(const char *p)
{
	if (!p || *p != '"')
		return NULL;
	for (p++; *p != '"'; p++) {
		if ((unsigned char)*p < 0x20)
			return NULL;
		if (*p == '\\') {
			p++;
			if (*p == 'u') {
				if (strspn(p + 1, "0123456789abcdef") < 4)
					return NULL;
				p += 4;
			} else if (!*p || !strchr("\"\\bfnrt", *p)) {
				return NULL;
			}
		}
	}
	return p + 1;
}

static inline const char *canonico_objeto(const char *p, bool ordenado)
{
	const char *antes = NULL;
	size_t n_antes = 0;
	if (p[1] == '}')
		return p + 2;
	for (;;) {
		const char *clave = p + 1;
		p = canonico_cadena(clave);
		if (!p || *p != ':')
			return NULL;
		size_t n = (size_t)(p - clave);
		if (antes && ordenado) {
			int c = memcmp(antes, clave, n < n_antes ? n : n_antes);
			if (c >= 0)
				return NULL;
		}
		antes = clave;
		n_antes = n;
		p = canonico_valor(p + 1, ordenado);
		if (!p || (*p != ',' && *p != '}'))
			return NULL;
		if (*p == '}')
			return p + 1;
	}
}

static inline const char *canonico_valor(const char *p, bool ordenado)
{
	if (!p)
		return NULL;
	if (*p == '{')
		return canonico_objeto(p, ordenado);
	if (*p == '[') {
		if (p[1] == ']')
			return p + 2;
		for (;;) {
			p = canonico_valor(p + 1, ordenado);
			if (!p || (*p != ',' && *p != ']'))
				return NULL;
			if (*p == ']')
				return p + 1;
		}
	}
	if (*p == '"')
		return canonico_cadena(p);
	const char *const palabras[] = {"true", "false", "null"};
	for (size_t i = 0; i < 3; i++) {
		if (strncmp(p, palabras[i], strlen(palabras[i])) == 0)
			return p + strlen(palabras[i]);
	}
	if (*p == '-')
		p++;
	size_t n = strspn(p, "0123456789");
	return n == 0 || (p[0] == '0' && n > 1) ? NULL : p + n;
}

static inline bool es_canonico(const char *s)
{
	const char *fin = canonico_valor(s, true);
	return fin && *fin == '\0';
}
static inline bool es_compacto(const char *s)
{
	const char *fin = canonico_valor(s, false);
	return fin && *fin == '\0';
}

#endif
