/* An entry's page: complete without a script, and described for machines in its head's own vocabulary (schema.org). */
#include <string.h>

#include "base/html.h"
#include "http/registro_vista.h"

static void row_begin(struct buf *out, const char *titulo)
{
	buf_puts(out, "<tr><th scope=row>");
	html_text(out, titulo);
	buf_puts(out, "<td>");
}

static void row(struct buf *out, const char *titulo, const char *valor)
{
	if (!valor || !*valor)
		return;
	row_begin(out, titulo);
	html_text(out, valor);
	buf_putc(out, '\n');
}

static void date_row(struct buf *out, const char *titulo, dia_t d, enum precision p)
{
	BUF_AUTO b;
	buf_init(&b, 200);
	if (d == DIA_NINGUNO && p != PRECISION_DESCONOCIDA)
		return;
	asiento_date(&b, d, p);
	row(out, titulo, buf_str(&b));
}

static void link_row(struct buf *out, const char *titulo, const char *numero, size_t n, const char *texto, const char *suffix)
{
	char copia[4 * ASIENTO_NUMERO_MAX + 1];
	BUF_AUTO b;
	buf_init(&b, 8192);
	if (n >= sizeof copia)
		return;
	memcpy(copia, numero, n);
	copia[n] = '\0';
	asiento_path(&b, copia);
	row_begin(out, titulo);
	buf_puts(out, "<a href=\"");
	html_text(out, buf_str(&b));
	buf_puts(out, suffix);
	buf_puts(out, "\">");
	html_text(out, texto ? texto : copia);
	buf_puts(out, "</a>\n");
}

/* ---- schema.org ---- */

static void party(struct json_writer *w, const char *nombre, const char *lugar)
{
	json_object(w, NULL);
	json_string(w, "@type", "Organization");
	json_string(w, "name", nombre);
	if (lugar && *lugar)
		json_string(w, "location", lugar);
	json_object_end(w);
}

static void describe(struct json_writer *w, const struct asiento_vista *v, const char *url)
{
	json_object(w, NULL);
	json_string(w, "@context", "https://schema.org");
	json_string(w, "@type", "Legislation");
	json_string(w, "@id", url);
	json_string(w, "url", url);
	json_string(w, "name", v->d.denominacion);
	json_string(w, "legislationIdentifier", v->f.numero);
	json_string(w, "legislationType", vocabulario_titulo(&vocabulario_tipo_acuerdo, (int)v->d.tipo));
	json_string(w, "legislationLegalForce",
		v->estado == ASIENTO_VIGENTE || v->estado == ASIENTO_POR_VENCER ? "https://schema.org/InForce"
			: v->estado == ASIENTO_SIN_DATO                         ? NULL
										: "https://schema.org/NotInForce");
	if (v->d.precision_fecha == PRECISION_DIA)
		json_fecha(w, "legislationDate", v->d.fecha_firma);
	json_fecha(w, "datePublished", v->d.inscrito_en);
	json_array(w, "contributor");
	for (size_t i = 0; i < v->d.n_partes_mexicanas; i++)
		party(w, v->d.partes_mexicanas[i].nombre, v->d.partes_mexicanas[i].municipio);
	for (size_t i = 0; i < v->d.n_contrapartes; i++)
		party(w, v->d.contrapartes[i].nombre, v->d.contrapartes[i].lugar);
	json_array_end(w);
	json_array(w, "inLanguage");
	for (size_t i = 0; i < v->d.n_idiomas; i++)
		json_string(w, NULL, v->d.idiomas[i]);
	json_array_end(w);
	json_object_end(w);
}

/* A data block: no text of an entry may end it. */
static void json_ld(struct buf *out, const struct asiento_vista *v, const char *url_publica)
{
	struct json_writer w;
	BUF_AUTO url;
	BUF_AUTO b;
	buf_init(&url, 8192);
	buf_init(&b, REGISTRO_HOJA_MAX);
	buf_puts(&url, url_publica);
	asiento_path(&url, v->f.numero);
	json_begin(&w, &b);
	describe(&w, v, buf_str(&url));
	buf_puts(out, "<script type=\"application/ld+json\">");
	for (const char *p = buf_str(&b); *p; p++) {
		if (*p == '<' || *p == '>' || *p == '&')
			buf_printf(out, "\\u%04x", (unsigned)(unsigned char)*p);
		else
			buf_putc(out, *p);
	}
	buf_puts(out, "</script>\n");
	out->failed = out->failed || b.failed || url.failed;
}

/* ---- the page ---- */

static void mexican_parties(struct buf *out, const struct asiento_vista *v)
{
	for (size_t i = 0; i < v->d.n_partes_mexicanas; i++) {
		const struct parte_mexicana *p = &v->d.partes_mexicanas[i];
		if (i)
			buf_puts(out, "<br>");
		else
			row_begin(out, "Por México");
		html_text(out, p->nombre);
		if (p->municipio) {
			buf_puts(out, " (municipio: ");
			html_text(out, p->municipio);
			buf_putc(out, ')');
		}
	}
	row(out, "Entidad federativa", v->entidad);
}

/* Name, place, country and kind of each, a line each. */
static void counterparts(struct buf *out, const struct asiento_vista *v)
{
	for (size_t i = 0; i < v->d.n_contrapartes; i++) {
		const struct parte_extranjera *c = &v->d.contrapartes[i];
		const char *pais = i == 0 && *v->pais ? v->pais : c->pais;
		const char *const partes[] = {c->nombre, c->lugar && strcmp(c->lugar, c->nombre) != 0 ? c->lugar : NULL, pais,
			vocabulario_titulo(&vocabulario_clase_contraparte, (int)c->clase)};
		if (i)
			buf_puts(out, "<br>");
		else
			row_begin(out, "Por la otra parte");
		for (size_t k = 0; k < sizeof partes / sizeof *partes; k++) {
			if (!partes[k] || !*partes[k])
				continue;
			buf_puts(out, k == 0 ? "" : k == 3 ? " · " : ", ");
			html_text(out, partes[k]);
		}
	}
	row(out, "Región", *v->region ? v->region : v->f.region);
}

static void term(struct buf *out, const struct asiento_vista *v)
{
	BUF_AUTO areas;
	buf_init(&areas, 4096);
	for (size_t i = 0; i < v->d.n_areas; i++) {
		buf_puts(&areas, i ? ", " : "");
		buf_puts(&areas, vocabulario_titulo(&vocabulario_area, (int)v->d.areas[i]));
	}
	row(out, "Áreas", buf_str(&areas));
	date_row(out, "Firma", v->d.fecha_firma, v->d.precision_fecha);
	row(out, "Lugar de firma", v->d.lugar_firma);
	row(out, "Vigencia", vocabulario_titulo(&vocabulario_vigencia, (int)v->d.vigencia));
	date_row(out, "Vigente desde", v->d.vigencia_desde, PRECISION_DIA);
	date_row(out, "Vigente hasta", v->d.vigencia_hasta, PRECISION_DIA);
	date_row(out, "Terminado desde", v->d.terminado_en, PRECISION_DIA);
	date_row(out, "Inscrito", v->d.inscrito_en, PRECISION_DIA);
}

static void links(struct buf *out, const struct asiento_vista *v)
{
	const char *numero = v->f.numero;
	if (v->d.antecesor)
		link_row(out, "Acuerdo anterior", v->d.antecesor, strlen(v->d.antecesor), NULL, "");
	for (const char *p = v->f.sucesores; *p; p += strcspn(p, "|"), p += *p == '|')
		link_row(out, "Acuerdo posterior", p, strcspn(p, "|"), NULL, "");
	if (v->f.texto_aqui)
		link_row(out, "Texto", numero, strlen(numero), "Texto público del instrumento", "/texto");
	if (v->f.constancia.codigo)
		link_row(out, "Constancia", numero, strlen(numero), "Constancia de inscripción (PDF)", "/constancia");
	link_row(out, "Copia certificada", numero, strlen(numero), "Este asiento, sellado y con su prueba (PDF)", "/certificacion");
	link_row(out, "Historia", numero, strlen(numero), "Actos del asiento (JSON)", "/actos");
	if (v->d.procedencia) {
		row(out, "Procedencia", "Carga histórica: este asiento no nació de un expediente de este servicio");
		row(out, "Fuente", v->d.procedencia->fuente);
		row(out, "Nota", v->d.procedencia->nota);
	}
}

void asiento_html(struct buf *out, const struct asiento_vista *v, const char *url_publica)
{
	BUF_AUTO dia;
	buf_init(&dia, 200);
	asiento_date(&dia, v->dia, PRECISION_DIA);
	html_begin(out, v->d.denominacion ? v->d.denominacion : v->f.numero);
	json_ld(out, v, url_publica);
	buf_puts(out, "<p>Registro de Acuerdos Interinstitucionales, asiento <b>");
	html_text(out, v->f.numero);
	buf_puts(out, "</b>.</p>\n<p class=nota>Estado al ");
	html_text(out, buf_str(&dia));
	buf_puts(out, ": <b>");
	html_text(out, vocabulario_titulo(&vocabulario_asiento_estado, (int)v->estado));
	buf_puts(out, "</b>.</p>\n<table>\n");
	row(out, "Tipo", vocabulario_titulo(&vocabulario_tipo_acuerdo, (int)v->d.tipo));
	row(out, "Nivel de gobierno", vocabulario_titulo(&vocabulario_nivel, (int)v->d.nivel));
	mexican_parties(out, v);
	counterparts(out, v);
	term(out, v);
	links(out, v);
	buf_puts(out, "</table>\n<p><a href=\"/v1/registro\">Buscar en el Registro</a></p>\n");
	html_end(out);
}
