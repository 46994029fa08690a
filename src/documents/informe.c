#include "documents/informe.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "documents/antivirus.h"
#include "documents/pdf_texto.h"
#include "texto/idioma.h"

/* --- the catalogue ----------------------------------------------------------------------------------------------------------- */

static const char *const slugs[HALLAZGO_COUNT] = {
	"",
#define HALLAZGO(name, slug, sev, t, p, q) slug,
#include "documents/hallazgos.def"
#undef HALLAZGO
};
static const char *const titulos[HALLAZGO_COUNT] = {
	"",
#define HALLAZGO(name, slug, sev, t, p, q) t,
#include "documents/hallazgos.def"
#undef HALLAZGO
};
static const struct hallazgo_info catalogo[HALLAZGO_COUNT] = {
	{.titulo = "", .por_que = "", .que_hacer = ""},
#define HALLAZGO(name, slug, sev, t, p, q) {.severidad = SEVERIDAD_##sev, .titulo = t, .por_que = p, .que_hacer = q},
#include "documents/hallazgos.def"
#undef HALLAZGO
};
const struct vocabulario vocabulario_hallazgo = {.nombre = "hallazgo", .slugs = slugs, .titulos = titulos, .n = HALLAZGO_COUNT};

static const char *const extensiones[DOCUMENTO_TIPO_COUNT] = {
#define DOCUMENTO_X(tipo, media, extension) [tipo] = extension,
	DOCUMENTO_TIPOS(DOCUMENTO_X)
#undef DOCUMENTO_X
};
static const char *const medios[DOCUMENTO_TIPO_COUNT] = {
#define DOCUMENTO_X(tipo, media, extension) [tipo] = media,
	DOCUMENTO_TIPOS(DOCUMENTO_X)
#undef DOCUMENTO_X
};
const struct vocabulario vocabulario_documento_tipo = {
	.nombre = "documento_tipo", .slugs = extensiones, .titulos = medios, .n = DOCUMENTO_TIPO_COUNT};

const struct hallazgo_info *hallazgo_info(enum hallazgo h)
{
	return &catalogo[(unsigned)h < HALLAZGO_COUNT ? h : HALLAZGO_NINGUNO];
}

/* The refusals come first in the catalogue, in the order of their enum. */
static enum hallazgo hallazgo_of(enum inspeccion_hallazgo h)
{
	return (enum hallazgo)h;
}
_Static_assert((int)HALLAZGO_VACIO == (int)INSPECCION_VACIO && (int)HALLAZGO_SIN_TEXTO == (int)INSPECCION_SIN_TEXTO &&
		(int)HALLAZGO_TIEMPO == (int)INSPECCION_TIEMPO && (int)HALLAZGO_VIRUS == (int)INSPECCION_VIRUS,
	"hallazgos.def begins as enum inspeccion_hallazgo does");

bool informe_nombre_oculta(const char *nombre)
{
	return strpbrk(nombre, "\n\t") != NULL || utf8_has_control(nombre) || strstr(nombre, "\xE2\x80\x8E") != NULL ||
		strstr(nombre, "\xE2\x80\x8F") != NULL || strstr(nombre, "\xD8\x9C") != NULL;
}

/* What the details tell and nobody could ever review: the same refusal as for a Word text (see the first part of the inspection). */
static bool is_locked(const struct informe *i)
{
	for (size_t k = 0; k < i->n_hallazgos; k++)
		if (i->hallazgos[k].codigo == HALLAZGO_PDF_CON_CONTRASENA)
			return true;
	return false;
}

void informe_declarar(struct informe *i, const char *tipo_declarado)
{
	enum documento_tipo declarado;
	const bool known = documento_tipo_parse(tipo_declarado, &declarado);

	i->cabe_tipo = known && i->tipo != DOCUMENTO_OTRO && (declarado == DOCUMENTO_OTRO || declarado == i->tipo);
	i->rechazo = i->cabe_tipo || (known && declarado == DOCUMENTO_OTRO) ? INSPECCION_NINGUNO : INSPECCION_TIPO_FALSO;
	if (i->rechazo == INSPECCION_NINGUNO && is_locked(i))
		i->rechazo = INSPECCION_CIFRADO;
}

/* --- what follows from all the parts together ---------------------------------------------------------------------------------- */

/* Pages that are the same case, named in one finding: "3, 5–8 y otras". */
static void list_pages(const struct informe *i, bool (*is)(const struct informe_pagina *), struct buf *out, int *first)
{
	for (size_t k = 0; k < i->n_paginas; k++) {
		size_t last = k;

		if (!is(&i->paginas[k]))
			continue;
		while (last + 1 < i->n_paginas && is(&i->paginas[last + 1]))
			last++;
		*first = *first == 0 ? (int)k + 1 : *first;
		if (out->len > 200) {
			buf_puts(out, " y otras");
			return;
		}
		buf_printf(out, last > k ? "%s%zu–%zu" : "%s%zu", out->len > 0 ? ", " : "página ", k + 1, last + 1);
		k = last;
	}
}

static bool is_scan(const struct informe_pagina *p)
{
	return p->caracteres == 0 && p->imagen > 0;
}

static bool is_blank(const struct informe_pagina *p)
{
	return p->caracteres == 0 && p->imagen == 0;
}

static void add_pages(struct obra *o, enum hallazgo codigo, bool (*is)(const struct informe_pagina *))
{
	int first = 0;
	BUF_AUTO pages;

	buf_init(&pages, 512);
	list_pages(&o->i, is, &pages, &first);
	if (first > 0)
		obra_hallazgo(o, codigo, first, 0, NULL, buf_str(&pages));
}

static int more_words(const void *a, const void *b)
{
	return ((const struct informe_idioma *)b)->palabras - ((const struct informe_idioma *)a)->palabras;
}

static void add_languages(struct obra *o)
{
	struct idioma_cuenta n;

	o->i.idiomas = arena_array(o->a, IDIOMA_COUNT, sizeof *o->i.idiomas);
	if (o->i.idiomas == NULL) {
		o->llena = true;
		return;
	}
	idioma_count(&o->i.texto, &n);
	for (int k = IDIOMA_NINGUNO + 1; k < IDIOMA_COUNT; k++)
		if (n.palabras[k] > 0)
			o->i.idiomas[o->i.n_idiomas++] =
				(struct informe_idioma){.codigo = idioma_slug((enum idioma)k), .palabras = (int)n.palabras[k]};
	qsort(o->i.idiomas, o->i.n_idiomas, sizeof *o->i.idiomas, more_words);
}

/* --- the inspection ------------------------------------------------------------------------------------------------------------ */

static void take_record(struct obra *o, const struct inspeccion *x)
{
	o->i.tipo = x->encontrado;
	o->i.rechazo = x->hallazgo;
	o->i.cabe_tipo = x->cabe_tipo;
	o->i.tiene_huella = x->tiene_huella;
	o->i.huella = x->huella;
	o->i.palabras = (int)(x->palabras & INT32_MAX);
	if (x->hallazgo != INSPECCION_NINGUNO)
		obra_hallazgo(o, hallazgo_of(x->hallazgo), 0, 0, NULL, x->encontrado ? documento_tipo_media(x->encontrado) : NULL);
}

/* The details of an acceptable document; what is not to be believed is as good as not said. */
static void take_details(struct obra *o, const struct buf *bytes, bool whole)
{
	struct obra before = *o;

	if (whole && obra_decode((const uint8_t *)bytes->data, bytes->len, o->i.tipo, o))
		return;
	*o = before;
	obra_hallazgo(o, HALLAZGO_INSPECCION_INCOMPLETA, 0, 0, NULL, NULL);
}

static enum status ask_antivirus(const struct informe_opciones *op, int fd, uint64_t size, struct obra *o, struct error *err)
{
	char name[ANTIVIRUS_NOMBRE_MAX];
	bool infected;
	enum status st;

	if (op->clamd == NULL || *op->clamd == '\0' || size == 0)
		return STATUS_OK;
	st = antivirus_ask(op->clamd, fd, size, &infected, name, err);
	if (st == STATUS_OK && infected) {
		o->i.rechazo = INSPECCION_VIRUS;
		obra_hallazgo(o, HALLAZGO_VIRUS, 0, 0, NULL, name);
	}
	return st;
}

static enum status look(
	const struct informe_opciones *op, int fd, uint64_t size, const char *tipo_declarado, struct obra *o, struct error *err)
{
	struct inspeccion record;
	enum status st;
	bool whole;
	BUF_AUTO details;

	buf_init(&details, OBRA_CABLE_MAX);
	st = inspeccion_run(&op->caja, fd, size, tipo_declarado, &record, &details, &whole, err);
	if (st != STATUS_OK)
		return st;
	take_record(o, &record);
	if (record.hallazgo != INSPECCION_NINGUNO)
		return STATUS_OK;
	take_details(o, &details, whole);
	if (is_locked(&o->i)) {
		o->i.rechazo = INSPECCION_CIFRADO;
		return STATUS_OK;
	}
	if (o->i.tipo == DOCUMENTO_PDF && o->i.n_paginas > 0) {
		st = pdf_texto_add(op, fd, o, err);
		add_pages(o, HALLAZGO_SOLO_IMAGEN, is_scan);
		add_pages(o, HALLAZGO_PAGINA_EN_BLANCO, is_blank);
	}
	if (st == STATUS_OK)
		add_languages(o);
	return st;
}

enum status informe_antivirus(
	const struct informe_opciones *op, int fd, uint64_t size, struct arena *a, struct informe *i, struct error *err)
{
	struct obra o;
	enum status st;

	obra_init(&o, a);
	st = ask_antivirus(op, fd, size, &o, err);
	if (st == STATUS_OK && o.llena)
		st = error_set(err, PROBLEM_SATURADO);
	if (st == STATUS_OK && o.i.rechazo != INSPECCION_NINGUNO)
		*i = o.i;
	return st;
}

enum status informe_run(const struct informe_opciones *op, int fd, uint64_t size, const char *tipo_declarado, struct arena *a,
	struct informe *out, struct error *err)
{
	struct obra o;
	enum status st;

	obra_init(&o, a);
	st = ask_antivirus(op, fd, size, &o, err);
	if (st == STATUS_OK && o.i.rechazo == INSPECCION_NINGUNO)
		st = look(op, fd, size, tipo_declarado, &o, err);
	if (st == STATUS_OK && o.llena)
		st = error_set(err, PROBLEM_SATURADO);
	*out = o.i;
	return st;
}
