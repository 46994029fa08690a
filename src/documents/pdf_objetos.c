/* Every object of a PDF, one by one: what acts by itself, what is attached, what can be filled in, what was signed (ISO 32000-1 §7.11, §12.5–12.8). */
#include <stdio.h>
#include <string.h>

#include "documents/pdf_interno.h"

enum { PROFUNDIDAD_MAX = 24, CLAVES_MAX = 256 };

/* A finding of one kind at one page, once. */
static void found(struct pdf *x, enum hallazgo h, int page, const char *detail)
{
	for (size_t i = 0; i < x->o->i.n_hallazgos; i++)
		if (x->o->i.hallazgos[i].codigo == h && x->o->i.hallazgos[i].pagina == page)
			return;
	obra_hallazgo(x->o, h, page, 0, NULL, detail);
}

static void look_at_action(struct pdf *x, qpdf_oh s, int page)
{
	static const struct {
		const char *name;
		enum hallazgo h;
	} kinds[] = {
		{"/JavaScript", HALLAZGO_JAVASCRIPT},
		{"/Launch", HALLAZGO_LANZA_PROGRAMA},
		{"/SubmitForm", HALLAZGO_ENVIA_DATOS},
		{"/ImportData", HALLAZGO_ENVIA_DATOS},
		{"/GoToE", HALLAZGO_ARCHIVO_INCRUSTADO},
		{"/Rendition", HALLAZGO_MULTIMEDIA},
		{"/Movie", HALLAZGO_MULTIMEDIA},
		{"/Sound", HALLAZGO_MULTIMEDIA},
		{"/RichMediaExecute", HALLAZGO_MULTIMEDIA},
	};

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (pdf_is_name(x, s, kinds[i].name))
			found(x, kinds[i].h, page, NULL);
}

void pdf_medir_imagen(struct pdf *x, qpdf_oh image, int page)
{
	const qpdf_oh width = pdf_key(x, image, "/Width"), height = pdf_key(x, image, "/Height");
	char detail[64];

	if (!qpdf_oh_is_integer(x->q, width) || !qpdf_oh_is_integer(x->q, height))
		return;
	const long long w = qpdf_oh_get_int_value(x->q, width), h = qpdf_oh_get_int_value(x->q, height);

	if (w <= 0 || h <= 0 || w <= IMAGEN_PIXELES_MAX / h)
		return;
	snprintf(detail, sizeof detail, "%lld × %lld puntos", w, h);
	found(x, HALLAZGO_IMAGEN_DESMEDIDA, page, detail);
}

/* What an image expands to: values of one byte, or eighths of one where each is a bit. */
static long long samples(struct pdf *x, qpdf_oh image)
{
	const qpdf_oh width = pdf_key(x, image, "/Width"), height = pdf_key(x, image, "/Height"),
		      bits = pdf_key(x, image, "/BitsPerComponent");

	if (!qpdf_oh_is_integer(x->q, width) || !qpdf_oh_is_integer(x->q, height))
		return 0;
	const long long w = qpdf_oh_get_int_value(x->q, width), h = qpdf_oh_get_int_value(x->q, height);
	const bool bitonal = qpdf_oh_is_integer(x->q, bits) && qpdf_oh_get_int_value(x->q, bits) == 1;

	if (w <= 0 || h <= 0 || w > IMAGEN_PIXELES_MAX / h)
		return 0;
	return bitonal ? w * h / 8 : pdf_is_name(x, pdf_key(x, image, "/ColorSpace"), "/DeviceGray") ? w * h : w * h * 3;
}

static void look_at_subtype(struct pdf *x, qpdf_oh dict, qpdf_oh subtype, int page)
{
	static const char *const media[] = {"/RichMedia", "/Screen", "/Movie", "/Sound", "/3D"};

	for (size_t i = 0; i < sizeof media / sizeof *media; i++)
		if (pdf_is_name(x, subtype, media[i]))
			found(x, HALLAZGO_MULTIMEDIA, page, NULL);
	if (pdf_is_name(x, subtype, "/FileAttachment"))
		found(x, HALLAZGO_ARCHIVO_INCRUSTADO, page, NULL);
	/* One that no page paints; the others were measured with their page. */
	if (pdf_is_name(x, subtype, "/Image") && !obra_tiene(x->o, HALLAZGO_IMAGEN_DESMEDIDA))
		pdf_medir_imagen(x, dict, page);
	if (pdf_is_name(x, subtype, "/Image"))
		x->muestras += samples(x, dict);
}

/* A field that somebody may fill in; one for signatures is none. */
static void look_at_field(struct pdf *x, qpdf_oh ft, int page)
{
	static const char *const fillable[] = {"/Tx", "/Btn", "/Ch"};

	for (size_t i = 0; i < sizeof fillable / sizeof *fillable; i++) {
		if (!pdf_is_name(x, ft, fillable[i]))
			continue;
		x->o->i.formulario = true;
		if (!obra_tiene(x->o, HALLAZGO_FORMULARIO))
			found(x, HALLAZGO_FORMULARIO, page, NULL);
	}
}

/* [a b c d]: bytes a…a+b and c…c+d were signed. A line end may follow what was signed. */
static void look_at_signature(struct pdf *x, qpdf_oh dict, qpdf_oh range)
{
	const qpdf_oh start = qpdf_oh_get_array_item(x->q, range, 2), length = qpdf_oh_get_array_item(x->q, range, 3);
	const long long end = qpdf_oh_is_integer(x->q, start) && qpdf_oh_is_integer(x->q, length)
		? qpdf_oh_get_int_value(x->q, start) + (qpdf_oh_get_int_value(x->q, length) & INT64_C(0xFFFFFFFFFF))
		: 0;
	/* Two steps: the length is that of the string asked for last. */
	const char *text = pdf_text(x, pdf_key(x, dict, "/Name"));
	const char *name = obra_cadena(x->o, text, text != NULL ? qpdf_get_last_string_length(x->q) : 0);

	obra_firma(x->o, name, pdf_text(x, pdf_key(x, dict, "/M")), end > 0 && (size_t)end + 2 >= x->tamano);
}

static void look_at_font(struct pdf *x, qpdf_oh dict)
{
	const qpdf_oh subtype = pdf_key(x, dict, "/Subtype"), base = pdf_key(x, dict, "/BaseFont");
	const qpdf_oh descriptor = pdf_key(x, dict, "/FontDescriptor");
	bool embedded = false;

	/* A composite font's descendant says it; the glyphs of Type 3 are in the file by nature. */
	if (!qpdf_oh_is_name(x->q, base) || pdf_is_name(x, subtype, "/Type0") || pdf_is_name(x, subtype, "/Type3"))
		return;
	embedded = pdf_has(x, descriptor, "/FontFile") || pdf_has(x, descriptor, "/FontFile2") || pdf_has(x, descriptor, "/FontFile3");
	obra_fuente(x->o, qpdf_oh_get_name(x->q, base) + 1, embedded);
}

static void look_at_key(struct pdf *x, qpdf_oh dict, const char *key, int page)
{
	const qpdf_oh value = pdf_key(x, dict, key);

	if (strcmp(key, "/S") == 0)
		look_at_action(x, value, page);
	else if (strcmp(key, "/JS") == 0)
		found(x, HALLAZGO_JAVASCRIPT, page, NULL);
	else if (strcmp(key, "/AA") == 0 && qpdf_oh_is_dictionary(x->q, value))
		found(x, HALLAZGO_ACCION_AUTOMATICA, page, NULL);
	else if (strcmp(key, "/EF") == 0 && qpdf_oh_is_dictionary(x->q, value))
		found(x, HALLAZGO_ARCHIVO_INCRUSTADO, page, pdf_text(x, pdf_key(x, dict, pdf_has(x, dict, "/UF") ? "/UF" : "/F")));
	else if (strcmp(key, "/Subtype") == 0)
		look_at_subtype(x, dict, value, page);
	else if (strcmp(key, "/FT") == 0)
		look_at_field(x, value, page);
	else if (strcmp(key, "/ByteRange") == 0 && qpdf_oh_is_array(x->q, value) && qpdf_oh_get_array_n_items(x->q, value) == 4)
		look_at_signature(x, dict, value);
	else if (strcmp(key, "/Type") == 0 && pdf_is_name(x, value, "/Font"))
		look_at_font(x, dict);
}

/*
 * True once for each number and generation (§7.3.10): two objects may share a number, and a reference to the generation that does not exist
 * must not hide the one that does.
 */
static bool is_new(struct pdf *x, int id, int gen)
{
	if (x->visto[id] == 0) {
		x->visto[id] = gen + 1;
		return true;
	}
	if (x->visto[id] == gen + 1)
		return false;
	for (int i = 0; i < x->n_otras; i++)
		if (x->otras[i].id == id && x->otras[i].gen == gen)
			return false;
	if (x->n_otras == PDF_OTRAS_MAX) {
		found(x, HALLAZGO_INSPECCION_INCOMPLETA, 0, "demasiadas generaciones");
		return false;
	}
	x->otras[x->n_otras++] = (struct pdf_pendiente){id, gen};
	return true;
}

/* Each object once, whatever leads to it and however often: references may go in circles. */
static void put_off(struct pdf *x, qpdf_oh oh)
{
	const int id = qpdf_oh_get_object_id(x->q, oh), gen = qpdf_oh_get_generation(x->q, oh);

	if (id > 0 && id < x->objetos && gen >= 0 && gen <= PDF_GENERACION_MAX && is_new(x, id, gen))
		x->pendientes[x->n_pendientes++] = (struct pdf_pendiente){id, gen};
}

/* What is written inside this object; what it refers to is looked at in its own turn. */
static void look_inside(struct pdf *x, qpdf_oh oh, int page, int depth);

static void look_at_dict(struct pdf *x, qpdf_oh dict, int page, int depth)
{
	char keys[CLAVES_MAX][32];
	size_t n = 0;

	/* Only one iteration at a time is possible: the names first. Longer ones than any of interest are not kept. */
	qpdf_oh_begin_dict_key_iter(x->q, dict);
	while (qpdf_oh_dict_more_keys(x->q)) {
		const char *key = qpdf_oh_dict_next_key(x->q);
		const size_t len = strlen(key);

		if (n < CLAVES_MAX && len < sizeof *keys)
			memcpy(keys[n++], key, len + 1);
	}
	for (size_t i = 0; i < n; i++) {
		look_at_key(x, dict, keys[i], page);
		look_inside(x, pdf_key(x, dict, keys[i]), page, depth + 1);
	}
}

static void look_inside(struct pdf *x, qpdf_oh oh, int page, int depth)
{
	if (depth > 0 && qpdf_oh_is_indirect(x->q, oh)) {
		put_off(x, oh);
		return;
	}
	if (depth > PROFUNDIDAD_MAX)
		return;
	if (qpdf_oh_is_array(x->q, oh)) {
		const int n = qpdf_oh_get_array_n_items(x->q, oh);

		for (int i = 0; i < n; i++) {
			const qpdf_oh item = qpdf_oh_get_array_item(x->q, oh, i);

			look_inside(x, item, page, depth + 1);
			qpdf_oh_release(x->q, item);
		}
	} else if (qpdf_oh_is_stream(x->q, oh)) {
		look_at_dict(x, qpdf_oh_get_dict(x->q, oh), page, depth);
	} else if (qpdf_oh_is_dictionary(x->q, oh)) {
		look_at_dict(x, oh, page, depth);
	}
}

static void look_at_catalog(struct pdf *x)
{
	const qpdf_oh root = qpdf_get_root(x->q), open = pdf_key(x, root, "/OpenAction");

	/* Showing a place is no action; anything else at opening is. */
	if (qpdf_oh_is_dictionary(x->q, open) && !pdf_is_name(x, pdf_key(x, open, "/S"), "/GoTo"))
		found(x, HALLAZGO_ACCION_AL_ABRIR, 0, NULL);
	if (pdf_has(x, pdf_key(x, root, "/AcroForm"), "/XFA"))
		found(x, HALLAZGO_FORMULARIO_XFA, 0, NULL);
	qpdf_oh_release_all(x->q);
}

static void judge_lists(struct pdf *x)
{
	const struct informe *i = &x->o->i;
	bool whole = false;

	for (size_t k = 0; k < i->n_firmas; k++)
		whole = whole || i->firmas[k].cubre_todo;
	if (i->n_firmas > 0 && !whole)
		found(x, HALLAZGO_FIRMA_PARCIAL, 0, i->firmas[0].nombre);
	for (size_t k = 0; k < i->n_fuentes; k++) {
		if (!i->fuentes[k].incrustada) {
			found(x, HALLAZGO_FUENTE_NO_INCRUSTADA, 0, i->fuentes[k].nombre);
			return;
		}
	}
}

void pdf_mirar_objetos(struct pdf *x)
{
	look_at_catalog(x);
	look_inside(x, qpdf_get_trailer(x->q), 0, 0);
	while (x->n_pendientes > 0) {
		const struct pdf_pendiente next = x->pendientes[--x->n_pendientes];

		look_inside(x, qpdf_get_object_by_id(x->q, next.id, next.gen), x->pagina_de[next.id], 0);
		qpdf_oh_release_all(x->q);
		if (pdf_failed(x, x->pagina_de[next.id]))
			break;
	}
	judge_lists(x);
}
