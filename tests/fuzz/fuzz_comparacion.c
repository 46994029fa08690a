/* Two texts and a quote, separated by NUL: parts, comparison, passage and likeness hold what they promise for any UTF-8. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"
#include "texto/comparacion.h"
#include "texto/parecido.h"
#include "texto/pasaje.h"

static struct escrito escribir(char *s, struct arena *a)
{
	struct escrito e = {.parrafos = ARENA_ARRAY(a, strlen(s) + 1, struct parrafo)};
	for (char *fin = s; e.parrafos && *s; s = fin) {
		fin = s + strcspn(s, "\n");
		if (*fin)
			*fin++ = '\0';
		if (*s)
			e.parrafos[e.n++] = (struct parrafo){.texto = s + (*s == '#' && s[1]), .nivel = *s == '#', .confianza = 100};
	}
	return e;
}

static void leer_de_vuelta(const struct comparacion *c)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct cotejo *k = &c->v[i];
		size_t x = 0, y = 0;
		for (size_t t = 0; t < k->n_tramos; t++) {
			if (k->tramos[t].a != c->de.v[k->de].texto + x || k->tramos[t].b != c->a.v[k->a].texto + y)
				abort();
			x += k->tramos[t].a_len;
			y += k->tramos[t].b_len;
		}
		if (k->n_tramos > 0 && (x != c->de.v[k->de].len || y != c->a.v[k->a].len))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO *a = arena_create((size_t)256 << 20);
	char *partes[3] = {"", "", ""};
	struct error err;
	struct comparacion c;
	struct pasaje p;
	struct semblanza s, t;
	if (!a || size > (1u << 16))
		return 0;
	char *copia = arena_memdup(a, data, size);
	if (!copia)
		return 0;
	const bool valido = utf8_valid(copia, size);
	/* Bytes that are no UTF-8 are refused at the door; here they would only hide the rest. */
	for (size_t i = 0; !valido && i < size; i++)
		copia[i] = (char)(copia[i] & 0x7F);
	for (size_t i = 0, k = 0; i < size && k < 3; k++) {
		partes[k] = copia + i;
		i += strlen(copia + i) + 1;
	}
	error_init(&err, a);
	const struct escrito x = escribir(partes[0], a), y = escribir(partes[1], a);
	for (int modo = COMPARACION_EXACTA; modo <= (int)COMPARACION_LECTURA; modo++) {
		if (comparacion_make(&x, &y, (enum comparacion_modo)modo, a, &c, &err) != STATUS_OK)
			return 0;
		leer_de_vuelta(&c);
	}
	if (pasaje_buscar(&c.a, partes[2], 0, a, &p, &err) == STATUS_OK && p.clausula >= (int)c.a.n)
		abort();
	if (semblanza_make(&x, a, &s, &err) == STATUS_OK && semblanza_make(&y, a, &t, &err) == STATUS_OK)
		(void)parecido_medir(&s, &t);
	return 0;
}
