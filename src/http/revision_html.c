#include "http/revision_html.h"

#include <string.h>

#include "base/html.h"

#define MIB ((int64_t)1 << 20)

static const char *const nombres[REGLA_AMBITO_COUNT] = {
	[REGLA_PROYECTO] = "El proyecto (Word)", [REGLA_SOLICITUD] = "La solicitud (oficio en PDF)"};

void revision_html_form(struct buf *out, int64_t maximo)
{
	html_begin(out, "Revisión previa");
	buf_puts(out,
		"<p>Revise aquí el oficio de solicitud y el texto del acuerdo antes de presentarlos. La revisión no guarda los archivos, "
		"no pide cuenta y "
		"no rechaza nada: dice qué falta, dónde y cómo corregirlo. La Secretaría de Relaciones Exteriores es quien dictamina.</p>\n"
		"<form method=\"post\" action=\"/v1/revision-previa\" enctype=\"multipart/form-data\">\n"
		"<p><label for=\"solicitud\">Oficio de solicitud (PDF)</label><br>"
		"<input type=\"file\" id=\"solicitud\" name=\"solicitud\" accept=\".pdf,application/pdf\"></p>\n"
		"<p><label for=\"proyecto\">Texto del acuerdo (Word, .docx)</label><br>"
		"<input type=\"file\" id=\"proyecto\" name=\"proyecto\" accept=\".docx,"
		"application/vnd.openxmlformats-officedocument.wordprocessingml.document\"></p>\n");
	buf_printf(out, "<p>Puede enviar uno o los dos; juntos, hasta %lld MB.</p>\n<p><button>Revisar</button></p>\n</form>\n",
		(long long)(maximo / MIB));
	html_end(out);
}

static void labelled(struct buf *out, const char *label, const char *text)
{
	if (!text)
		return;
	buf_printf(out, "<p><b>%s</b> ", label);
	html_text(out, text);
	buf_puts(out, "</p>\n");
}

static void place(struct buf *out, const char *clausula, int pagina, int parrafo, const char *pasaje)
{
	if (clausula || pagina || parrafo) {
		buf_puts(out, "<p><b>Dónde:</b> ");
		html_text(out, clausula ? clausula : "");
		if (pagina)
			buf_printf(out, "%spágina %d", clausula ? ", " : "", pagina);
		if (parrafo)
			buf_printf(out, "%spárrafo %d", clausula || pagina ? ", " : "", parrafo);
		buf_puts(out, "</p>\n");
	}
	if (pasaje) {
		buf_puts(out, "<blockquote>");
		html_text(out, pasaje);
		buf_puts(out, "</blockquote>\n");
	}
}

static void problem(struct buf *out, const struct revision_problema *p)
{
	buf_puts(out, "<h3>");
	html_text(out, strcmp(p->clase, regla_clase_slug(REGLA_DEBE)) == 0 ? "No se encontró: " : "");
	html_text(out, p->titulo);
	buf_puts(out, " (");
	html_text(out, vocabulario_titulo(&vocabulario_severidad, (int)p->severidad));
	buf_puts(out, ")</h3>\n");
	place(out, p->clausula, p->pagina, p->parrafo, p->pasaje);
	if (p->veces)
		buf_printf(out, "<p>Aparece en %zu párrafos; se muestran los primeros.</p>\n", p->veces);
	labelled(out, "Detalle:", p->detalle);
	labelled(out, "Por qué importa:", p->por_que);
	labelled(out, "Cómo corregirlo:", p->que_hacer);
	labelled(out, "Fundamento:", p->fuente);
}

static void found(struct buf *out, const struct revision *r, enum regla_ambito k)
{
	bool any = false;
	for (size_t i = 0; i < r->n_hallados; i++) {
		const struct revision_hallado *h = &r->hallados[i];
		if (h->archivo != k)
			continue;
		if (!any)
			buf_puts(out, "<h3>Lo que sí se encontró</h3>\n<ul>\n");
		any = true;
		buf_puts(out, "<li>");
		html_text(out, h->titulo);
		buf_puts(out, ": «");
		html_text(out, h->pasaje);
		buf_puts(out, "»</li>\n");
	}
	if (any)
		buf_puts(out, "</ul>\n");
}

static void signature(struct buf *out, const struct oficio_firma *f)
{
	static const char *const dicho[] = {[OFICIO_FIRMA_HALLADA] = "se encontró",
		[OFICIO_FIRMA_NO_HALLADA] = "no se encontró",
		[OFICIO_FIRMA_NO_SE_SABE] = "no se sabe"};
	buf_printf(out, "<h3>La firma: %s</h3>\n", dicho[f->resultado]);
	place(out, NULL, f->pagina, 0, NULL);
	labelled(out, "Detalle:", f->detalle);
}

static void file_section(struct buf *out, const struct revision *r, enum regla_ambito k)
{
	size_t n = 0;
	buf_puts(out, "<h2>");
	html_text(out, nombres[k]);
	buf_puts(out, "</h2>\n");
	if (!r->presente[k]) {
		buf_puts(out, "<p>No se envió.</p>\n");
		return;
	}
	for (unsigned s = SEVERIDAD_ALTA; s < SEVERIDAD_COUNT; s++)
		for (size_t i = 0; i < r->n_problemas; i++)
			if (r->problemas[i].archivo == k && r->problemas[i].severidad == s) {
				problem(out, &r->problemas[i]);
				n++;
			}
	if (n == 0)
		buf_puts(out, "<p>No se observó nada.</p>\n");
	found(out, r, k);
	if (k == REGLA_SOLICITUD && r->hay_firma)
		signature(out, &r->firma);
}

void revision_html_answer(struct buf *out, const struct revision *r)
{
	html_begin(out, revision_lista(r) ? "Revisión previa: listo" : "Revisión previa: con observaciones");
	buf_puts(out, "<p>Estas observaciones aconsejan; no rechazan nada. Quien dictamina es la Consultoría Jurídica.</p>\n");
	for (int k = REGLA_AMBITO_COUNT - 1; k >= 0; k--)
		file_section(out, r, (enum regla_ambito)k);
	if (r->n_omisiones)
		buf_puts(out, "<h2>Lo que no pudo revisarse</h2>\n<ul>\n");
	for (size_t i = 0; i < r->n_omisiones; i++) {
		buf_puts(out, "<li>");
		html_text(out, nombres[r->omisiones[i].archivo]);
		buf_puts(out, ": ");
		html_text(out, r->omisiones[i].que);
		buf_puts(out, ". ");
		html_text(out, r->omisiones[i].motivo);
		buf_puts(out, "</li>\n");
	}
	if (r->n_omisiones)
		buf_puts(out, "</ul>\n");
	buf_puts(out, "<p><a href=\"/revision-previa\">Revisar otros archivos</a></p>\n");
	html_end(out);
}
