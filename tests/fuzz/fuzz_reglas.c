/* Any bytes as a text under the program's rules (first byte: which scope), and as a rules' file: places must lie inside the text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "services/revision.h"

static struct reglas *reglas(void)
{
	static struct reglas *r;
	BUF_AUTO faltas;
	buf_init(&faltas, 65536);
	if (!r && revision_rules("", &r, &faltas) != STATUS_OK)
		abort();
	return r;
}

static void load(const char *text, size_t n)
{
	struct reglas *r = NULL;
	BUF_AUTO faltas;
	buf_init(&faltas, 65536);
	enum status st = reglas_load(text, n, "fuzz", &r, &faltas);
	if ((st == STATUS_OK) != (r != NULL) || (st == STATUS_INVALID && faltas.len == 0))
		abort();
	reglas_free(r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO *a = arena_create((size_t)64 << 20);
	struct revision_texto out;
	struct escrito e = {0};
	if (!a || size < 1 || size > (1u << 15))
		return 0;
	char *s = arena_memdup(a, data + 1, size - 1);
	e.parrafos = ARENA_ARRAY(a, size + 1, struct parrafo);
	if (!s || !e.parrafos)
		return 0;
	load(s, size - 1);
	for (char *p = s, *end = s + size - 1; p < end;) {
		size_t n = strcspn(p, "\n");
		p[n] = '\0';
		if (n > 0)
			e.parrafos[e.n++] = (struct parrafo){.texto = p, .confianza = 100};
		p += n + 1;
	}
	if (reglas_review(reglas(), (enum regla_ambito)(data[0] % REGLA_AMBITO_COUNT), &e, a, &out) != STATUS_OK)
		return 0;
	for (size_t i = 0; i < out.n; i++)
		if ((out.observaciones[i].tipo == OBSERVACION_HALLADA) != (out.observaciones[i].parrafo < e.n))
			abort();
	for (size_t i = 0; i < out.n_cumplidas; i++)
		if (out.cumplidas[i].parrafo >= e.n || !out.cumplidas[i].pasaje)
			abort();
	return 0;
}
