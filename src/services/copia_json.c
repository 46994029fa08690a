/* The result as people and programs read it: first where to look, then everything in order. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codec/json.h"
#include "services/copia_examen.h"

#define PASAJE_MAX 600 /* bytes of a passage that are shown */

static const struct {
	unsigned bit;
	const char *slug, *texto;
} fallas[] = {
	{FALLA_NO_LEIDA, "no_leida", "No se pudo leer; véala a la vista."},
	{FALLA_BLANCA, "blanca", "La hoja está en blanco."},
	{FALLA_RESOLUCION, "resolucion_baja", "Se digitalizó con menos de 150 puntos por pulgada."},
	{FALLA_INCLINADA, "inclinada", "La hoja está inclinada dos grados o más."},
	{FALLA_CONTRASTE, "contraste_bajo", "La tinta apenas se distingue del papel."},
	{FALLA_CONFIANZA, "confianza_baja", "Se lee con dudas."},
	{FALLA_ILEGIBLE, "ilegible", "No se lee."},
	{FALLA_GIRADA, "girada", "La hoja está de cabeza o de lado: se giró para leerla."},
	{FALLA_INCOMPLETA, "renglones_sin_leer",
		"Hay renglones que no se leyeron: lo que no se halle puede estar en ellos; véala a la vista."},
};
static const char *const origenes[] = {
	[PAGINA_NO_LEIDA] = "no_leida", [PAGINA_BLANCA] = "blanca", [PAGINA_TEXTO] = "texto", [PAGINA_IMAGEN] = "imagen"};
static const char *const motivos[] = {[MOTIVO_LIMITE] = "limite",
	[MOTIVO_DIBUJO] = "dibujo",
	[MOTIVO_TIEMPO] = "tiempo",
	[MOTIVO_LECTURA] = "lectura",
	[MOTIVO_DESMEDIDA] = "imagen_desmedida"};
static const char *const hallazgos[] = {[RECOMENDACION_HALLADA] = "hallada",
	[RECOMENDACION_DUDOSA] = "dudosa",
	[RECOMENDACION_NO_HALLADA] = "no_hallada",
	[RECOMENDACION_ILEGIBLE] = "ilegible"};
#define COUNT(x) (sizeof(x) / sizeof *(x))

static void put_passage(struct json_writer *w, const char *key, const char *s)
{
	char corto[PASAJE_MAX + 8];
	if (!s || !*s)
		return;
	size_t n = strlen(s);
	if (n > PASAJE_MAX) {
		for (n = PASAJE_MAX; n > 0 && ((unsigned char)s[n] & 0xc0) == 0x80;)
			n--;
		memcpy(corto, s, n);
		memcpy(corto + n, "…", sizeof "…");
		s = corto;
	}
	json_string(w, key, s);
}

static void put_page(struct json_writer *w, int pagina)
{
	if (pagina > 0)
		json_int(w, "pagina", pagina);
}

/* ---- where to look ---- */

static void notice(struct json_writer *w, const char *codigo, const char *texto, int pagina)
{
	json_object(w, NULL);
	json_string(w, "codigo", codigo);
	json_string(w, "texto", texto);
	put_page(w, pagina);
	json_object_end(w);
}

static void notices_legible(struct json_writer *w, const struct copia_examen *x)
{
	if (x->lectura.total > (int)x->lectura.n)
		notice(w, "demasiadas_paginas", "La copia tiene más páginas de las que se leen; las demás no se miraron.", 0);
	for (size_t i = 0; i < x->folios.n_faltan && i < COUNT(x->folios.faltan); i++) {
		char texto[80];
		snprintf(texto, sizeof texto, "Falta la hoja %d de %d.", x->folios.faltan[i], x->folios.total);
		notice(w, "falta_hoja", texto, 0);
	}
	if (x->folios.desorden) {
		char texto[160];
		snprintf(texto, sizeof texto,
			"Las hojas no están en orden: la página %d de la copia dice ser la hoja %d. Las cláusulas pueden verse cambiadas "
			"por eso.",
			x->folios.desorden, x->folios.dice);
		notice(w, "hojas_en_desorden", texto, x->folios.desorden);
	}
	for (size_t i = 0; i < x->lectura.n; i++)
		for (size_t k = 0; k < COUNT(fallas); k++)
			if (x->fallas[i] & fallas[k].bit)
				notice(w, fallas[k].slug, fallas[k].texto, x->lectura.paginas[i].numero);
}

static int paragraph_page(const struct copia_examen *x, size_t parrafo)
{
	return parrafo < x->texto.n ? x->texto.parrafos[parrafo].pagina : 0;
}

static void notices_signing(struct json_writer *w, const struct copia_examen *x)
{
	static const char *const fecha[] = {[DIFIERE] = "La fecha de suscripción no es la declarada.",
		[NO_HALLADA] = "No se halló la fecha de suscripción.",
		[ILEGIBLE] = "El cierre no se lee: compruebe la fecha a la vista."};
	static const char *const lugar[] = {[DIFIERE] = "El lugar de suscripción no es el declarado.",
		[NO_HALLADA] = "No se halló el lugar de suscripción.",
		[ILEGIBLE] = "El cierre no se lee: compruebe el lugar a la vista."};
	const struct suscripcion *s = &x->suscripcion;
	char codigo[40];
	if (s->fecha != COINCIDE) {
		snprintf(codigo, sizeof codigo, "fecha_%s", coincidencia_slug(s->fecha));
		notice(w, codigo, fecha[s->fecha], s->n_fechas ? paragraph_page(x, s->fechas[0].parrafo) : 0);
	}
	if (s->lugar != COINCIDE) {
		snprintf(codigo, sizeof codigo, "lugar_%s", coincidencia_slug(s->lugar));
		notice(w, codigo, lugar[s->lugar], s->lugar_texto ? paragraph_page(x, s->lugar_parrafo) : 0);
	}
}

/* The closing and the preamble are filled in at signing: what differs there is shown, not pointed at. */
static bool weighs(const struct copia_examen *x, const struct copia_clausula *q)
{
	const struct comparacion *c = &x->comparacion;
	enum clausula_clase clase = q->cotejo->de >= 0 ? c->de.v[q->cotejo->de].clase : c->a.v[q->cotejo->a].clase;
	return q->cambio != CAMBIO_NINGUNO && clase != CLAUSULA_CIERRE && clase != CLAUSULA_PREAMBULO;
}

static void notices_text(struct json_writer *w, const struct copia_examen *x)
{
	static const char *const texto[] = {[CAMBIO_TEXTO] = "dice otra cosa que el texto dictaminado",
		[CAMBIO_AGREGADA] = "no está en el texto dictaminado",
		[CAMBIO_QUITADA] = "no se halló en la copia"};
	for (size_t i = 0; i < x->encargo->n && x->juicios; i++) {
		char t[120];
		if (x->juicios[i].hallazgo == RECOMENDACION_HALLADA)
			continue;
		snprintf(t, sizeof t, "Recomendación %d: %s", x->encargo->recomendaciones[i].numero, x->juicios[i].motivo);
		notice(w,
			x->juicios[i].hallazgo == RECOMENDACION_DUDOSA             ? "recomendacion_dudosa"
				: x->juicios[i].hallazgo == RECOMENDACION_ILEGIBLE ? "recomendacion_ilegible"
										   : "recomendacion_no_hallada",
			t, x->juicios[i].pagina);
	}
	for (size_t i = 0; i < x->n_clausulas; i++) {
		const struct copia_clausula *q = &x->clausulas[i];
		char t[400];
		bool cifra = false;
		if (!weighs(x, q))
			continue;
		for (size_t k = 0; k < q->n; k++)
			cifra |= q->diferencias[k].cifra;
		snprintf(t, sizeof t, "%.200s: %s%s.", q->nombre,
			q->ilegible ? "no se halló en lo que se leyó, que no es toda la copia; búsquela a la vista" : texto[q->cambio],
			cifra ? "; cambió una cifra" : "");
		notice(w, q->ilegible ? "clausula_ilegible" : cifra ? "cifra_distinta" : "clausula_distinta", t, q->pagina);
	}
}

/* ---- pages ---- */

static void put_sheet(struct json_writer *w, const struct pagina_leida *p, unsigned f)
{
	json_object(w, NULL);
	json_int(w, "pagina", p->numero);
	json_string(w, "origen", origenes[p->origen]);
	if (p->motivo)
		json_string(w, "motivo", motivos[p->motivo]);
	json_int(w, "ancho_mm", p->ancho);
	json_int(w, "alto_mm", p->alto);
	if (p->ppp)
		json_int(w, "ppp", p->ppp);
	if (p->medida)
		json_int(w, "contraste", p->contraste);
	if (p->firmeza) {
		char grados[16];
		snprintf(grados, sizeof grados, "%s%d.%02d", p->inclinacion < 0 ? "-" : "", abs(p->inclinacion) / 100,
			abs(p->inclinacion) % 100);
		json_raw(w, "inclinacion", grados);
	}
	if (p->girada)
		json_int(w, "girada", p->girada);
	if (p->origen == PAGINA_IMAGEN)
		json_int(w, "sin_leer", p->sin_leer);
	if (p->origen == PAGINA_IMAGEN || p->origen == PAGINA_TEXTO) {
		json_int(w, "confianza", p->confianza);
		json_int(w, "palabras", p->palabras);
		json_int(w, "dudosas", p->dudosas);
	}
	json_array(w, "fallas");
	for (size_t k = 0; k < COUNT(fallas); k++)
		if (f & fallas[k].bit)
			json_string(w, NULL, fallas[k].slug);
	json_array_end(w);
	json_object_end(w);
}

static void put_legible(struct json_writer *w, const struct copia_examen *x)
{
	json_object(w, "legibilidad");
	json_int(w, "paginas", x->lectura.total);
	json_int(w, "miradas", (int64_t)x->lectura.n);
	json_array(w, "hojas");
	for (size_t i = 0; i < x->lectura.n; i++)
		put_sheet(w, &x->lectura.paginas[i], x->fallas[i]);
	json_array_end(w);
	json_object(w, "foliatura");
	json_int(w, "total", x->folios.total);
	json_array(w, "faltan");
	for (size_t i = 0; i < x->folios.n_faltan && i < COUNT(x->folios.faltan); i++)
		json_int(w, NULL, x->folios.faltan[i]);
	json_array_end(w);
	json_object_end(w);
	json_object_end(w);
}

/* ---- signing ---- */

#define CIERRE_LETRAS 20 /* of its first line by which the closing is found again on its sheet */

/* How high on its sheet the closing begins, LECTURA_UNIDAD; 0 when that is not known: then the whole sheet counts. */
static int closing_height(const struct copia_examen *x)
{
	const struct suscripcion *s = &x->suscripcion;
	const struct parrafo *q = s->hay_cierre ? &x->texto.parrafos[s->cierre] : NULL;
	const struct pagina_leida *p = q ? &x->lectura.paginas[q->pagina - 1] : NULL;
	for (size_t i = p ? p->n_lineas : 0; i-- > 0;) {
		size_t n = strlen(p->lineas[i].texto);
		if (n > 1 && strncmp(q->texto, p->lineas[i].texto, n < CIERRE_LETRAS ? n - 1 : CIERRE_LETRAS) == 0)
			return p->lineas[i].y0;
	}
	return 0;
}

/* In hundredths of the sheet, from its left upper corner. */
static void put_mark(struct json_writer *w, int pagina, const struct marca_leida *m)
{
	json_object(w, NULL);
	put_page(w, pagina);
	json_int(w, "izquierda", m->x0 * 100 / LECTURA_UNIDAD);
	json_int(w, "arriba", m->y0 * 100 / LECTURA_UNIDAD);
	json_int(w, "derecha", m->x1 * 100 / LECTURA_UNIDAD);
	json_int(w, "abajo", m->y1 * 100 / LECTURA_UNIDAD);
	json_object_end(w);
}

/* Strokes on the sheets from the closing on: on its own sheet those that reach below where it begins. Returns how many; *imagen: there were images to look at. */
static int64_t put_marks(struct json_writer *w, const struct copia_examen *x, bool *imagen)
{
	const struct suscripcion *s = &x->suscripcion;
	int desde = s->cierre < x->texto.n ? x->texto.parrafos[s->cierre].pagina : 0;
	int64_t trazos = 0;
	*imagen = false;
	json_array(w, "marcas");
	for (size_t i = 0; i < x->lectura.n && desde > 0; i++) {
		const struct pagina_leida *p = &x->lectura.paginas[i];
		int y = p->numero == desde ? closing_height(x) : 0;
		if (p->numero < desde)
			continue;
		*imagen |= p->medida;
		for (size_t k = 0; k < p->n_marcas; k++) {
			if (p->marcas[k].y1 <= y)
				continue;
			put_mark(w, p->numero, &p->marcas[k]);
			trazos++;
		}
	}
	json_array_end(w);
	return trazos;
}

static void put_hands(struct json_writer *w, const struct copia_examen *x)
{
	const struct suscripcion *s = &x->suscripcion;
	json_object(w, "firmas");
	json_array(w, "lineas");
	size_t vistas = 0;
	for (size_t i = s->firmas; i < x->texto.n && vistas < 40; i++, vistas++) {
		json_object(w, NULL);
		put_passage(w, "texto", x->texto.parrafos[i].texto);
		put_page(w, x->texto.parrafos[i].pagina);
		json_object_end(w);
	}
	json_array_end(w);
	bool imagen;
	int64_t trazos = put_marks(w, x, &imagen);
	if (imagen)
		json_int(w, "trazos", trazos);
	json_string(w, "nota",
		!imagen          ? "El cierre no está en una imagen: no hay trazos que buscar."
			: trazos ? "Hay trazos más grandes que letras después del cierre: rúbricas, sellos o dibujos. De quién son lo dice "
				   "una persona."
				 : "No se ven trazos de firma después del cierre; mire la hoja.");
	json_object_end(w);
}

static void put_signing(struct json_writer *w, const struct copia_examen *x)
{
	const struct suscripcion *s = &x->suscripcion;
	json_object(w, "suscripcion");
	json_object(w, "fecha");
	json_fecha(w, "declarada", x->encargo->fecha);
	json_string(w, "resultado", coincidencia_slug(s->fecha));
	json_array(w, "halladas");
	for (size_t i = 0; i < s->n_fechas; i++) {
		json_object(w, NULL);
		json_fecha(w, "fecha", s->fechas[i].fecha);
		json_string(w, "texto", s->fechas[i].texto);
		put_page(w, paragraph_page(x, s->fechas[i].parrafo));
		json_object_end(w);
	}
	json_array_end(w);
	json_object_end(w);
	json_object(w, "lugar");
	json_string(w, "declarado", x->encargo->lugar);
	json_string(w, "resultado", coincidencia_slug(s->lugar));
	if (s->lugar_texto) {
		json_string(w, "texto", s->lugar_texto);
		put_page(w, paragraph_page(x, s->lugar_parrafo));
	}
	json_object_end(w);
	put_hands(w, x);
	json_object_end(w);
}

/* ---- text ---- */

static void put_clause(struct json_writer *w, const struct copia_clausula *q)
{
	json_object(w, NULL);
	json_string(w, "clausula", q->nombre);
	json_string(w, "resultado", q->ilegible ? "ilegible" : cambio_slug(q->cambio));
	json_bool(w, "movida", q->cotejo->movida);
	json_int(w, "semejanza", q->cotejo->semejanza);
	if (q->cotejo->a >= 0)
		json_int(w, "confianza", q->confianza);
	put_page(w, q->pagina);
	json_array(w, "diferencias");
	for (size_t i = 0; i < q->n; i++) {
		json_object(w, NULL);
		put_passage(w, "antes", q->diferencias[i].antes);
		put_passage(w, "despues", q->diferencias[i].despues);
		json_bool(w, "cifra", q->diferencias[i].cifra);
		put_page(w, q->diferencias[i].pagina);
		json_object_end(w);
	}
	json_array_end(w);
	json_object_end(w);
}

static void put_text(struct json_writer *w, const struct copia_examen *x)
{
	if (!x->comparada)
		return;
	json_array(w, "clausulas");
	for (size_t i = 0; i < x->n_clausulas; i++)
		put_clause(w, &x->clausulas[i]);
	json_array_end(w);
	json_array(w, "recomendaciones");
	for (size_t i = 0; i < x->encargo->n; i++) {
		const struct copia_recomendacion *r = &x->encargo->recomendaciones[i];
		const struct copia_juicio *j = &x->juicios[i];
		json_object(w, NULL);
		json_int(w, "numero", r->numero);
		json_string(w, "tipo", r->tipo);
		json_string(w, "clausula", r->clausula);
		put_passage(w, "texto", r->texto);
		json_string(w, "resultado", hallazgos[j->hallazgo]);
		json_string(w, "motivo", j->motivo);
		put_passage(w, "pasaje", j->pasaje);
		put_page(w, j->pagina);
		json_object_end(w);
	}
	json_array_end(w);
}

void copia_examen_write(struct json_writer *w, const struct copia_examen *x, bool entero)
{
	json_array(w, "atencion");
	notices_legible(w, x);
	if (entero) {
		notices_signing(w, x);
		notices_text(w, x);
	}
	json_array_end(w);
	put_legible(w, x);
	if (!entero)
		return;
	put_signing(w, x);
	put_text(w, x);
}
