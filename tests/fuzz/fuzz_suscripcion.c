/* A signed text as a reader of scans gives it, one paragraph a line: date, place, sheet numbers and corrected headings, for any UTF-8. The first line is the place. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "texto/suscripcion.h"
#include "texto/titulos.h"

#define HOJAS 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct escrito escribir(char *s, struct arena *a)
{
	struct escrito e = {.parrafos = ARENA_ARRAY(a, strlen(s) + 1, struct parrafo)};
	for (char *fin = s; e.parrafos && *s; s = fin) {
		fin = s + strcspn(s, "\n");
		if (*fin)
			*fin++ = '\0';
		if (*s)
			e.parrafos[e.n++] = (struct parrafo){.texto = s, .pagina = 1, .confianza = 90};
	}
	return e;
}

static void hojas(const struct escrito *e, struct arena *a)
{
	int folios[HOJAS], totales[HOJAS], faltan[HOJAS], total;
	size_t n = 0;
	for (size_t i = 0; i < e->n && n < HOJAS; i++) {
		const char *t = titulo_enmendar(e->parrafos[i].texto, true, a);
		if (t && !utf8_valid(t, strlen(t)))
			abort();
		if (folio_leer(e->parrafos[i].texto, &folios[n], &totales[n])) {
			if (folios[n] < 0 || totales[n] < 0)
				abort();
			n++;
		}
	}
	(void)folios_faltantes(folios, totales, n, &total, faltan, HOJAS);
	if (folios_desorden(folios, n, total) > n)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO *a = arena_create((size_t)64 << 20);
	struct suscripcion s;
	struct error err;
	char *texto = a && utf8_valid((const char *)data, size) ? arena_memdup(a, data, size) : NULL;
	if (!texto)
		return 0;
	const struct escrito e = escribir(texto, a);
	error_init(&err, a);
	if (!e.parrafos || suscripcion_examinar(&e, 20000, e.n ? e.parrafos[0].texto : NULL, a, &s, &err) != STATUS_OK)
		return 0;
	if (e.n && (s.cierre > e.n || s.firmas > e.n))
		abort();
	for (size_t i = 0; i < s.n_fechas; i++)
		if (s.fechas[i].parrafo >= e.n)
			abort();
	hojas(&e, a);
	return 0;
}
