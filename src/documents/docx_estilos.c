/* ECMA-376-1 §17.7 (styles), §17.9 (numbering). */
#include "documents/docx_estilos.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { PARTE_MAX = 16 << 20, HERENCIA_MAX = 20, ROTULO_MAX = 60, ROMANO_MAX = 399 };

static bool is(xmlTextReaderPtr r, const char *local)
{
	return parte_es(r, NULL, local);
}

static int number(xmlTextReaderPtr r, const char *attribute, int max)
{
	char *v = parte_atributo_w(r, attribute), *end = NULL;
	const long n = v ? strtol(v, &end, 10) : -1;
	const int out = v != NULL && end != v && n >= 0 && n <= max ? (int)n : DOCX_NINGUNO;

	xmlFree(v);
	return out;
}

static const char *text(struct docx_estilos *e, xmlTextReaderPtr r, const char *attribute)
{
	char *v = parte_atributo_w(r, attribute);
	const char *out = arena_strdup(e->a, v);

	xmlFree(v);
	return out;
}

/* --- styles ---------------------------------------------------------------------------------------------------------------- */

/* The built-in headings are called so in every language of Word. */
static int level_of_name(const char *name)
{
	if (name != NULL && strncasecmp(name, "heading ", 8) == 0 && name[8] >= '1' && name[8] <= '9' && name[9] == '\0')
		return name[8] - '1';
	return name != NULL && strcasecmp(name, "Title") == 0 ? 0 : DOCX_NINGUNO;
}

static void style_begins(struct docx_estilos *e, xmlTextReaderPtr r)
{
	if (e->n_estilos == DOCX_ESTILOS_MAX)
		return;
	e->estilos[e->n_estilos++] = (struct docx_estilo){.id = text(e, r, "styleId"), .esquema = DOCX_NINGUNO, .lista = DOCX_NINGUNO};
}

static enum visita visit_styles(xmlTextReaderPtr r, void *ctx)
{
	struct docx_estilos *e = ctx;
	struct docx_estilo *s = e->n_estilos > 0 ? &e->estilos[e->n_estilos - 1] : NULL;

	if (xmlTextReaderNodeType(r) != XML_READER_TYPE_ELEMENT)
		return VISITA_SIGUE;
	if (is(r, "style"))
		style_begins(e, r);
	else if (s == NULL && is(r, "lang") && e->idioma == NULL)
		e->idioma = text(e, r, "val");
	else if (s != NULL && is(r, "name") && s->esquema == DOCX_NINGUNO)
		s->esquema = level_of_name(text(e, r, "val"));
	else if (s != NULL && is(r, "basedOn"))
		s->base = text(e, r, "val");
	else if (s != NULL && is(r, "outlineLvl"))
		s->esquema = number(r, "val", 9);
	else if (s != NULL && is(r, "numId"))
		s->lista = number(r, "val", INT32_MAX);
	else if (s != NULL && is(r, "ilvl"))
		s->nivel_lista = number(r, "val", DOCX_NIVELES - 1) > 0 ? number(r, "val", DOCX_NIVELES - 1) : 0;
	return VISITA_SIGUE;
}

static bool read_part(zip_t *zip, const char *part, visita_fn visit, struct docx_estilos *e)
{
	zip_uint64_t index = 0;

	return paquete_find(zip, part, &index) == INSPECCION_NINGUNO &&
		parte_recorrer(zip, index, PARTE_MAX, visit, e) == INSPECCION_NINGUNO;
}

bool docx_estilos_read(zip_t *zip, const char *parte, struct docx_estilos *e)
{
	e->estilos = arena_array(e->a, DOCX_ESTILOS_MAX, sizeof *e->estilos);
	return e->estilos != NULL && read_part(zip, parte, visit_styles, e);
}

static const struct docx_estilo *find_style(const struct docx_estilos *e, const char *id)
{
	for (size_t i = 0; id != NULL && i < e->n_estilos; i++)
		if (e->estilos[i].id != NULL && strcmp(e->estilos[i].id, id) == 0)
			return &e->estilos[i];
	return NULL;
}

int docx_nivel_of(const struct docx_estilos *e, const struct docx_parrafo *p)
{
	const struct docx_estilo *s = find_style(e, p->estilo);
	int level = p->esquema;

	for (int i = 0; level == DOCX_NINGUNO && s != NULL && i < HERENCIA_MAX; i++) {
		level = s->esquema;
		s = find_style(e, s->base);
	}
	return level >= 0 && level < 9 ? level + 1 : 0;
}

/* --- lists ----------------------------------------------------------------------------------------------------------------- */

struct lists_reading {
	struct docx_estilos *e;
	struct docx_lista *lista;           /* the w:abstractNum being read */
	struct docx_numeracion *numeracion; /* the w:num being read */
	int nivel;
};

static void list_begins(struct lists_reading *l, xmlTextReaderPtr r)
{
	l->lista = NULL;
	l->numeracion = NULL;
	l->nivel = DOCX_NINGUNO;
	if (is(r, "abstractNum") && l->e->n_listas < DOCX_LISTAS_MAX) {
		l->lista = &l->e->listas[l->e->n_listas++];
		l->lista->id = number(r, "abstractNumId", INT32_MAX);
	} else if (is(r, "num") && l->e->n_numeraciones < DOCX_LISTAS_MAX) {
		l->numeracion = &l->e->numeraciones[l->e->n_numeraciones++];
		*l->numeracion = (struct docx_numeracion){.id = number(r, "numId", INT32_MAX), .abstracta = DOCX_NINGUNO};
		for (int i = 0; i < DOCX_NIVELES; i++)
			l->numeracion->inicio[i] = DOCX_NINGUNO;
	}
}

static void level_detail(struct lists_reading *l, xmlTextReaderPtr r)
{
	struct docx_nivel *n = &l->lista->niveles[l->nivel];

	if (is(r, "start"))
		n->inicio = number(r, "val", 100000) > 0 ? number(r, "val", 100000) : 0;
	else if (is(r, "numFmt"))
		n->formato = text(l->e, r, "val");
	else if (is(r, "lvlText"))
		n->texto = text(l->e, r, "val");
}

static enum visita visit_lists(xmlTextReaderPtr r, void *ctx)
{
	struct lists_reading *l = ctx;

	if (xmlTextReaderNodeType(r) != XML_READER_TYPE_ELEMENT)
		return VISITA_SIGUE;
	if (is(r, "abstractNum") || is(r, "num"))
		list_begins(l, r);
	else if (is(r, "lvl") || is(r, "lvlOverride"))
		l->nivel = number(r, "ilvl", DOCX_NIVELES - 1);
	else if (l->lista != NULL && l->nivel != DOCX_NINGUNO)
		level_detail(l, r);
	else if (l->numeracion != NULL && is(r, "abstractNumId"))
		l->numeracion->abstracta = number(r, "val", INT32_MAX);
	else if (l->numeracion != NULL && l->nivel != DOCX_NINGUNO && is(r, "startOverride"))
		l->numeracion->inicio[l->nivel] = number(r, "val", 100000);
	return VISITA_SIGUE;
}

bool docx_listas_read(zip_t *zip, const char *parte, struct docx_estilos *e)
{
	struct lists_reading l = {.e = e, .nivel = DOCX_NINGUNO};
	zip_uint64_t index = 0;

	e->listas = arena_array(e->a, DOCX_LISTAS_MAX, sizeof *e->listas);
	e->numeraciones = arena_array(e->a, DOCX_LISTAS_MAX, sizeof *e->numeraciones);
	return e->listas != NULL && e->numeraciones != NULL && paquete_find(zip, parte, &index) == INSPECCION_NINGUNO &&
		parte_recorrer(zip, index, PARTE_MAX, visit_lists, &l) == INSPECCION_NINGUNO;
}

/* --- labels ---------------------------------------------------------------------------------------------------------------- */

static void put_roman(struct buf *out, int n, bool upper)
{
	static const struct {
		int value;
		const char *upper, *lower;
	} steps[] = {{100, "C", "c"}, {90, "XC", "xc"}, {50, "L", "l"}, {40, "XL", "xl"}, {10, "X", "x"}, {9, "IX", "ix"}, {5, "V", "v"},
		{4, "IV", "iv"}, {1, "I", "i"}};

	for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
		for (; n >= steps[i].value; n -= steps[i].value)
			buf_puts(out, upper ? steps[i].upper : steps[i].lower);
}

/* As Word counts clauses in Spanish (w:ordinalText); past the list it is written with digits. */
static const char *const ordinales[] = {"Primero", "Segundo", "Tercero", "Cuarto", "Quinto", "Sexto", "Séptimo", "Octavo", "Noveno",
	"Décimo", "Undécimo", "Duodécimo", "Decimotercero", "Decimocuarto", "Decimoquinto", "Decimosexto", "Decimoséptimo", "Decimoctavo",
	"Decimonoveno", "Vigésimo"};

static void put_number(struct buf *out, const char *format, int n)
{
	const int ordinals = (int)(sizeof ordinales / sizeof *ordinales);

	if (format == NULL)
		format = "decimal";
	if (strcmp(format, "upperRoman") == 0 && n <= ROMANO_MAX)
		put_roman(out, n, true);
	else if (strcmp(format, "lowerRoman") == 0 && n <= ROMANO_MAX)
		put_roman(out, n, false);
	else if ((strcmp(format, "upperLetter") == 0 || strcmp(format, "lowerLetter") == 0) && n >= 1 && n <= 26)
		buf_putc(out, (char)((format[0] == 'u' ? 'A' : 'a') + n - 1));
	else if (strcmp(format, "ordinalText") == 0 && n >= 1 && n <= ordinals)
		buf_puts(out, ordinales[n - 1]);
	else
		buf_int(out, n);
}

/* The paragraph's own list wins over its style's; a style inherits. */
static int find_numbering(const struct docx_estilos *e, const struct docx_parrafo *p, int *level)
{
	const struct docx_estilo *s = find_style(e, p->estilo);

	*level = p->nivel_lista;
	if (p->lista != DOCX_NINGUNO)
		return p->lista;
	for (int i = 0; s != NULL && i < HERENCIA_MAX; i++) {
		if (s->lista != DOCX_NINGUNO) {
			*level = s->nivel_lista;
			return s->lista;
		}
		s = find_style(e, s->base);
	}
	return DOCX_NINGUNO;
}

static struct docx_lista *find_list(struct docx_estilos *e, int num_id, struct docx_numeracion **num)
{
	*num = NULL;
	for (size_t i = 0; i < e->n_numeraciones && *num == NULL; i++)
		if (e->numeraciones[i].id == num_id)
			*num = &e->numeraciones[i];
	for (size_t i = 0; *num != NULL && i < e->n_listas; i++)
		if (e->listas[i].id == (*num)->abstracta)
			return &e->listas[i];
	return NULL;
}

/* A list counts through every w:num that refers to it, but for those that begin again. */
static void count(struct docx_lista *l, struct docx_numeracion *num, int level)
{
	for (int i = 0; !num->aplicada && i < DOCX_NIVELES; i++) {
		if (num->inicio[i] != DOCX_NINGUNO) {
			l->usado[i] = true;
			l->cuenta[i] = num->inicio[i] - 1;
		}
	}
	num->aplicada = true;
	for (int i = 0; i <= level; i++) {
		if (!l->usado[i] || i == level)
			l->cuenta[i] = l->usado[i] ? l->cuenta[i] + 1 : l->niveles[i].inicio;
		l->usado[i] = true;
	}
	for (int i = level + 1; i < DOCX_NIVELES; i++)
		l->usado[i] = false;
}

void docx_rotulo(struct docx_estilos *e, const struct docx_parrafo *p, struct buf *out)
{
	struct docx_numeracion *num;
	struct docx_lista *l;
	const size_t before = out->len;
	int level;
	const int id = find_numbering(e, p, &level);

	if (id <= 0 || (l = find_list(e, id, &num)) == NULL)
		return;
	count(l, num, level);
	const struct docx_nivel *n = &l->niveles[level];

	if (n->texto == NULL || (n->formato != NULL && (strcmp(n->formato, "bullet") == 0 || strcmp(n->formato, "none") == 0)))
		return;
	for (const char *s = n->texto; *s != '\0' && out->len - before < ROTULO_MAX; s++) {
		if (s[0] == '%' && s[1] >= '1' && s[1] <= '9') {
			s++;
			put_number(out, l->niveles[*s - '1'].formato, l->cuenta[*s - '1']);
		} else {
			buf_putc(out, *s);
		}
	}
	buf_putc(out, ' ');
}
