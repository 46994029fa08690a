#include "http/registro_facetas.h"

#include <string.h>

#include "base/html.h"
#include "http/solicitud.h"
#include "services/lugares.h"

static bool among(const char *s, const char *const *lista)
{
	for (; lista && *lista; lista++)
		if (strcmp(s, *lista) == 0)
			return true;
	return false;
}

void registro_address(struct buf *out, const struct exchange *ex, const char *const *parametros, const char *const *sin)
{
	buf_puts(out, "/v1/registro?");
	for (; *parametros; parametros++) {
		const char *v = consulta_dada(ex, *parametros);
		if (!v || strcmp(*parametros, "cursor") == 0 || among(*parametros, sin))
			continue;
		buf_printf(out, "%s=", *parametros);
		solicitud_encode(out, v);
		buf_putc(out, '&');
	}
}

static const struct {
	const char *nombre, *titulo;
	const struct vocabulario *v;                              /* what names its values, or */
	const char *(*lugar)(struct arena *a, const char *valor); /* who does; neither: the value itself */
} facetas_titulos[] = {
	{"entidad", "Entidad federativa", NULL, lugar_entidad},
	{"nivel", "Nivel de gobierno", &vocabulario_nivel, NULL},
	{"clase", "Clase de contraparte", &vocabulario_clase_contraparte, NULL},
	{"pais", "País", NULL, lugar_pais},
	{"region", "Región", NULL, lugar_region_nombre},
	{"tipo", "Tipo", &vocabulario_tipo_acuerdo, NULL},
	{"area", "Área", &vocabulario_area, NULL},
	{"estado", "Estado", &vocabulario_asiento_estado, NULL},
	{"anio", "Año de firma", NULL, NULL},
};
#define FACETAS (sizeof facetas_titulos / sizeof *facetas_titulos)

/* "": there is no name for it. */
static const char *name_of(struct arena *a, size_t faceta, const char *valor)
{
	const struct vocabulario *v = facetas_titulos[faceta].v;
	const int i = v ? vocabulario_find(v, valor) : 0;
	const char *s = i > 0 ? vocabulario_titulo(v, i) : facetas_titulos[faceta].lugar ? facetas_titulos[faceta].lugar(a, valor) : valor;
	return s ? s : "";
}

/* The list with this value besides what is asked already; a year is two dates. */
static void value_link(
	struct buf *out, const struct exchange *ex, const char *const *parametros, size_t faceta, const struct registro_cuenta *c)
{
	const char *nombre = facetas_titulos[faceta].nombre;
	const bool anio = strcmp(nombre, "anio") == 0;
	const char *const sin[] = {anio ? "firma_desde" : nombre, anio ? "firma_hasta" : NULL, NULL};
	BUF_AUTO b;
	buf_init(&b, 32768);
	registro_address(&b, ex, parametros, sin);
	if (anio)
		buf_printf(&b, "firma_desde=%s-01-01&firma_hasta=%s-12-31", c->valor, c->valor);
	else {
		buf_printf(&b, "%s=", nombre);
		solicitud_encode(&b, c->valor);
	}
	const char *s = name_of(ex->arena, faceta, c->valor);
	buf_puts(out, "<li>");
	if (*s) {
		buf_puts(out, "<a href=\"");
		html_text(out, buf_str(&b));
		buf_puts(out, "\">");
		html_text(out, s);
		buf_puts(out, "</a>");
	} else {
		buf_puts(out, "Sin dato");
	}
	buf_printf(out, ": %lld\n", (long long)c->n);
}

static void one(struct buf *out, const struct exchange *ex, const char *const *parametros, size_t faceta,
	const struct registro_cuenta *cuentas, size_t n)
{
	bool alguno = false;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(cuentas[i].faceta, facetas_titulos[faceta].nombre) != 0)
			continue;
		if (!alguno)
			buf_printf(out, "<section><h3>%s</h3>\n<ul>\n", facetas_titulos[faceta].titulo);
		alguno = true;
		value_link(out, ex, parametros, faceta, &cuentas[i]);
	}
	buf_puts(out, alguno ? "</ul></section>\n" : "");
}

void registro_facetas_html(struct buf *out, const struct exchange *ex, const char *const *parametros, const struct registro_lista *facetas,
	const struct registro_cuenta *cuentas, size_t n, bool parcial)
{
	int64_t total = 0;
	for (size_t i = 0; i < n; i++)
		total = *cuentas[i].faceta ? total : cuentas[i].n;
	buf_puts(out, "<h2>Cuántos hay</h2>\n");
	buf_printf(out, "<p>%s: %lld.</p>\n", parcial ? "Contados solo los primeros" : "En total", (long long)total);
	buf_puts(out, "<div class=cuentas>\n");
	for (size_t k = 0; k < FACETAS; k++)
		for (size_t i = 0; i < facetas->n; i++)
			if (strcmp(facetas->v[i], facetas_titulos[k].nombre) == 0) {
				one(out, ex, parametros, k, cuentas, n);
				break;
			}
	buf_puts(out, "</div>\n");
}
