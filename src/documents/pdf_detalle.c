/* A PDF seen by libqpdf: whether it opens, its pages, and then every object (pdf_objetos.c). ISO 32000-1. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "documents/pdf_interno.h"

enum { PADRES_MAX = 50, FORMAS_MAX = 5, PINTADOS_MAX = 2000, ANOTACIONES_MAX = 5000, PPP_MIN = 150, CUBRE = 50 };

#define MM_POR_PUNTO (25.4 / 72)
#define MUESTRAS_MAX (192LL << 20) /* expanded bytes of images: half of the processor time that an inspection has */

bool pdf_failed(struct pdf *x, int pagina)
{
	qpdf_error e;

	if (!qpdf_has_error(x->q))
		return false;
	e = qpdf_get_error(x->q);
	if (!obra_tiene(x->o, HALLAZGO_PDF_DANADO))
		obra_hallazgo(x->o, HALLAZGO_PDF_DANADO, pagina, 0, NULL, qpdf_get_error_message_detail(x->q, e));
	return true;
}

qpdf_oh pdf_key(struct pdf *x, qpdf_oh oh, const char *key)
{
	return qpdf_oh_get_key_if_dict(x->q, qpdf_oh_is_stream(x->q, oh) ? qpdf_oh_get_dict(x->q, oh) : oh, key);
}

bool pdf_has(struct pdf *x, qpdf_oh oh, const char *key)
{
	const qpdf_oh dict = qpdf_oh_is_stream(x->q, oh) ? qpdf_oh_get_dict(x->q, oh) : oh;

	return qpdf_oh_is_dictionary(x->q, dict) && qpdf_oh_has_key(x->q, dict, key);
}

bool pdf_is_name(struct pdf *x, qpdf_oh oh, const char *name)
{
	return qpdf_oh_is_name(x->q, oh) && strcmp(qpdf_oh_get_name(x->q, oh), name) == 0;
}

const char *pdf_text(struct pdf *x, qpdf_oh oh)
{
	return qpdf_oh_is_string(x->q, oh) ? qpdf_oh_get_utf8_value(x->q, oh) : NULL;
}

/* --- pages ----------------------------------------------------------------------------------------------------------------- */

/* Four of the members of a page are inherited from the nodes above it (§7.7.3.4). */
static qpdf_oh inherited(struct pdf *x, qpdf_oh node, const char *key)
{
	for (int i = 0; i < PADRES_MAX && qpdf_oh_is_dictionary(x->q, node); i++) {
		if (qpdf_oh_has_key(x->q, node, key))
			return qpdf_oh_get_key(x->q, node, key);
		node = qpdf_oh_get_key(x->q, node, "/Parent");
	}
	return qpdf_oh_new_null(x->q);
}

static bool get_numbers(struct pdf *x, qpdf_oh array, double *out, int n)
{
	if (!qpdf_oh_is_array(x->q, array) || qpdf_oh_get_array_n_items(x->q, array) != n)
		return false;
	for (int i = 0; i < n; i++) {
		const qpdf_oh item = qpdf_oh_get_array_item(x->q, array, i);

		if (!qpdf_oh_is_number(x->q, item))
			return false;
		out[i] = qpdf_oh_get_numeric_value(x->q, item);
		if (!(out[i] > -1e6 && out[i] < 1e6))
			return false;
	}
	return true;
}

/* One page being looked at: its box, and what images were painted on it. */
struct hoja {
	struct pdf *x;
	double caja[4];
	qpdf_oh recursos;
	double cubierto, mayor; /* share of the page that images cover; the largest one's */
	int ppp, formas, pintados, numero;
};

/* The box around the unit square that an image fills, cut to the page; as a share of the page. */
static double share(const struct hoja *h, const double m[static 6])
{
	const double xs[4] = {m[4], m[4] + m[0], m[4] + m[2], m[4] + m[0] + m[2]},
		     ys[4] = {m[5], m[5] + m[1], m[5] + m[3], m[5] + m[1] + m[3]};
	double x0 = xs[0], x1 = xs[0], y0 = ys[0], y1 = ys[0];

	for (int i = 1; i < 4; i++) {
		x0 = fmin(x0, xs[i]);
		x1 = fmax(x1, xs[i]);
		y0 = fmin(y0, ys[i]);
		y1 = fmax(y1, ys[i]);
	}
	x0 = fmax(x0, h->caja[0]);
	y0 = fmax(y0, h->caja[1]);
	x1 = fmin(x1, h->caja[2]);
	y1 = fmin(y1, h->caja[3]);
	if (x1 <= x0 || y1 <= y0)
		return 0;
	return (x1 - x0) * (y1 - y0) / ((h->caja[2] - h->caja[0]) * (h->caja[3] - h->caja[1]));
}

static void paint_image(struct hoja *h, qpdf_oh image, const double m[static 6])
{
	const qpdf_oh width = pdf_key(h->x, image, "/Width");
	const double part = share(h, m), points = hypot(m[0], m[1]);

	pdf_medir_imagen(h->x, image, h->numero);
	h->cubierto += part;
	if (part <= h->mayor || points < 1 || !qpdf_oh_is_integer(h->x->q, width))
		return;
	const long long pixels = qpdf_oh_get_int_value(h->x->q, width);

	h->mayor = part;
	h->ppp = pixels > 0 && pixels < 1000000 ? (int)fmin((double)pixels * 72 / points, 100000) : 0;
}

static void paint(void *ctx, const char *name, const double m[static 6]);

/* A form is a page within the page, with a matrix and mostly with resources of its own. */
static void paint_form(struct hoja *h, qpdf_oh form, const double m[static 6])
{
	const qpdf_oh before = h->recursos, own = pdf_key(h->x, form, "/Resources");
	double matrix[6] = {1, 0, 0, 1, 0, 0}, inside[6];
	unsigned char *data = NULL;
	size_t n = 0;

	if (h->formas == FORMAS_MAX || qpdf_oh_get_stream_data(h->x->q, form, qpdf_dl_generalized, NULL, &data, &n) != QPDF_SUCCESS)
		return;
	(void)get_numbers(h->x, pdf_key(h->x, form, "/Matrix"), matrix, 6);
	pdf_multiplicar(matrix, m, inside);
	h->recursos = qpdf_oh_is_dictionary(h->x->q, own) ? own : before;
	h->formas++;
	if (data != NULL)
		pdf_contenido(data, n, inside, paint, h);
	h->formas--;
	h->recursos = before;
	free(data);
}

static void paint(void *ctx, const char *name, const double m[static 6])
{
	struct hoja *h = ctx;
	char key[160];

	if (++h->pintados > PINTADOS_MAX)
		return;
	snprintf(key, sizeof key, "/%s", name);
	const qpdf_oh what = pdf_key(h->x, pdf_key(h->x, h->recursos, "/XObject"), key);

	if (!qpdf_oh_is_stream(h->x->q, what))
		return;
	if (pdf_is_name(h->x, pdf_key(h->x, what, "/Subtype"), "/Image"))
		paint_image(h, what, m);
	else if (pdf_is_name(h->x, pdf_key(h->x, what, "/Subtype"), "/Form"))
		paint_form(h, what, m);
}

static void look_at_images(struct hoja *h, qpdf_oh page)
{
	static const double identity[6] = {1, 0, 0, 1, 0, 0};
	unsigned char *data = NULL;
	size_t n = 0;

	/* Without anything to paint the contents need not be expanded. */
	if (!qpdf_oh_is_dictionary(h->x->q, pdf_key(h->x, h->recursos, "/XObject")))
		return;
	if (qpdf_oh_get_page_content_data(h->x->q, page, &data, &n) == QPDF_SUCCESS && data != NULL)
		pdf_contenido(data, n, identity, paint, h);
	free(data);
}

/* The box as shown; A4 in place of one that cannot be. */
static void measure(struct hoja *h, qpdf_oh page, struct informe_pagina *out)
{
	static const double a4[4] = {0, 0, 595, 842};
	const qpdf_oh rotate = inherited(h->x, page, "/Rotate");
	double b[4], t;

	if (!get_numbers(h->x, inherited(h->x, page, "/CropBox"), b, 4) && !get_numbers(h->x, inherited(h->x, page, "/MediaBox"), b, 4))
		memcpy(b, a4, sizeof b);
	for (int i = 0; i < 2; i++) {
		t = fmin(b[i], b[i + 2]);
		b[i + 2] = fmax(b[i], b[i + 2]);
		b[i] = t;
	}
	if (b[2] - b[0] < 1 || b[3] - b[1] < 1)
		memcpy(b, a4, sizeof b);
	memcpy(h->caja, b, sizeof b);
	out->ancho = (int)fmin(round((b[2] - b[0]) * MM_POR_PUNTO), 100000);
	out->alto = (int)fmin(round((b[3] - b[1]) * MM_POR_PUNTO), 100000);
	if (qpdf_oh_is_integer(h->x->q, rotate) && qpdf_oh_get_int_value(h->x->q, rotate) % 180 != 0) {
		const int wide = out->alto;

		out->alto = out->ancho;
		out->ancho = wide;
	}
}

static void mark(struct pdf *x, qpdf_oh oh, int page)
{
	const int id = qpdf_oh_is_indirect(x->q, oh) ? qpdf_oh_get_object_id(x->q, oh) : 0;

	if (id > 0 && id < x->objetos && x->pagina_de[id] == 0)
		x->pagina_de[id] = page;
}

/* So that what is found in an annotation, or in its action, is found on its page. */
static void mark_annotations(struct pdf *x, qpdf_oh page, int number)
{
	const qpdf_oh annots = pdf_key(x, page, "/Annots");
	const int n = qpdf_oh_is_array(x->q, annots) ? qpdf_oh_get_array_n_items(x->q, annots) : 0;

	mark(x, page, number);
	mark(x, pdf_key(x, page, "/AA"), number);
	for (int i = 0; i < n && i < ANOTACIONES_MAX; i++) {
		const qpdf_oh a = qpdf_oh_get_array_item(x->q, annots, i);

		mark(x, a, number);
		mark(x, pdf_key(x, a, "/A"), number);
		mark(x, pdf_key(x, a, "/AA"), number);
		mark(x, pdf_key(x, a, "/FS"), number);
	}
}

static void look_at_page(struct pdf *x, int number)
{
	const qpdf_oh page = qpdf_get_page_n(x->q, (size_t)number - 1);
	struct hoja h = {.x = x, .numero = number, .recursos = inherited(x, page, "/Resources")};
	struct informe_pagina *out = obra_pagina(x->o);

	mark_annotations(x, page, number);
	if (out == NULL)
		return;
	measure(&h, page, out);
	look_at_images(&h, page);
	out->imagen = (int)lround(fmin(h.cubierto, 1) * 100);
	out->ppp = h.ppp;
	if (out->imagen >= CUBRE && out->ppp > 0 && out->ppp < PPP_MIN && !obra_tiene(x->o, HALLAZGO_BAJA_RESOLUCION)) {
		char detail[40];

		snprintf(detail, sizeof detail, "%d puntos por pulgada", out->ppp);
		obra_hallazgo(x->o, HALLAZGO_BAJA_RESOLUCION, number, 0, NULL, detail);
	}
}

static void look_at_pages(struct pdf *x)
{
	const int n = qpdf_get_num_pages(x->q);
	char detail[64];

	if (pdf_failed(x, 0))
		return;
	x->o->i.total_paginas = n > 0 ? n : 0;
	if (n <= 0)
		obra_hallazgo(x->o, HALLAZGO_PDF_SIN_PAGINAS, 0, 0, NULL, NULL);
	if (n > INFORME_PAGINAS_MAX) {
		snprintf(detail, sizeof detail, "%d páginas; se revisan %d", n, INFORME_PAGINAS_MAX);
		obra_hallazgo(x->o, HALLAZGO_DEMASIADAS_PAGINAS, 0, 0, NULL, detail);
	}
	for (int i = 1; i <= n && i <= INFORME_PAGINAS_MAX; i++) {
		look_at_page(x, i);
		qpdf_oh_release_all(x->q);
		if (pdf_failed(x, i))
			return;
	}
}

/* --- the whole ------------------------------------------------------------------------------------------------------------- */

/* The number that a new object would get: what the trailer says about it (/Size) is only a claim. */
static bool prepare_maps(struct pdf *x)
{
	const int next = qpdf_oh_get_object_id(x->q, qpdf_make_indirect_object(x->q, qpdf_oh_new_null(x->q)));

	qpdf_oh_release_all(x->q);
	if (pdf_failed(x, 0))
		return false;
	x->objetos = next < 1 ? 1 : next > PDF_OBJETOS_MAX ? PDF_OBJETOS_MAX : next;
	if (next > PDF_OBJETOS_MAX)
		obra_hallazgo(x->o, HALLAZGO_INSPECCION_INCOMPLETA, 0, 0, NULL, "demasiados objetos");
	x->pagina_de = calloc((size_t)x->objetos, sizeof *x->pagina_de);
	x->pendientes = calloc((size_t)x->objetos + PDF_OTRAS_MAX, sizeof *x->pendientes);
	x->visto = calloc((size_t)x->objetos, sizeof *x->visto);
	return x->pagina_de != NULL && x->pendientes != NULL && x->visto != NULL;
}

/* What qpdf --check says: every stream expanded, every page's contents parsed. Images made to be expanded without end are not. */
static void check_whole(struct pdf *x)
{
	if (obra_tiene(x->o, HALLAZGO_IMAGEN_DESMEDIDA)) {
		obra_hallazgo(x->o, HALLAZGO_INSPECCION_INCOMPLETA, 0, 0, NULL, "las imágenes desmedidas no se expandieron");
		return;
	}
	if (x->muestras > MUESTRAS_MAX) {
		obra_hallazgo(x->o, HALLAZGO_INSPECCION_INCOMPLETA, 0, 0, NULL, "las imágenes son muy grandes: no se expandieron");
		return;
	}
	(void)qpdf_check_pdf(x->q);
	(void)pdf_failed(x, 0);
	if (qpdf_more_warnings(x->q) && !obra_tiene(x->o, HALLAZGO_PDF_DANADO))
		obra_hallazgo(x->o, HALLAZGO_PDF_CON_AVISOS, 0, 0, NULL, qpdf_get_error_message_detail(x->q, qpdf_next_warning(x->q)));
}

static bool open_pdf(struct pdf *x, const uint8_t *p, size_t n)
{
	qpdf_error e;

	qpdf_set_suppress_warnings(x->q, QPDF_TRUE);
	qpdf_silence_errors(x->q);
	if ((qpdf_read_memory(x->q, "documento", (const char *)p, n, NULL) & QPDF_ERRORS) == 0)
		return true;
	e = qpdf_get_error(x->q);
	if (qpdf_get_error_code(x->q, e) == qpdf_e_password) {
		x->o->i.cifrado = true;
		obra_hallazgo(x->o, HALLAZGO_PDF_CON_CONTRASENA, 0, 0, NULL, NULL);
	} else {
		obra_hallazgo(x->o, HALLAZGO_PDF_DANADO, 0, 0, NULL, qpdf_get_error_message_detail(x->q, e));
	}
	return false;
}

void pdf_detallar(const uint8_t *p, size_t n, struct obra *o)
{
	struct pdf x = {.q = qpdf_init(), .o = o, .tamano = n};

	if (open_pdf(&x, p, n) && prepare_maps(&x)) {
		if (qpdf_is_encrypted(x.q)) {
			o->i.cifrado = true;
			obra_hallazgo(o, HALLAZGO_PDF_RESTRINGIDO, 0, 0, NULL, NULL);
		}
		look_at_pages(&x);
		pdf_mirar_objetos(&x);
		check_whole(&x);
	}
	free(x.pagina_de);
	free(x.pendientes);
	free(x.visto);
	qpdf_cleanup(&x.q);
}
