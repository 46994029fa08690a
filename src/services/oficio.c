/* From pages to one word on the signature, and to a text where there was none. */
#include "services/oficio.h"

#include <string.h>

#include "texto/fichas.h"

#define TEXTO_MIN 40     /* letters of a text layer that make a letter; fewer are a stamp on a scan */
#define PALABRAS 12      /* of a line */
#define CIERRE_BYTES 120 /* a longer line is not quoted */
#define PIE 8800         /* of LECTURA_UNIDAD: strokes that begin below belong to the letterhead's foot */
#define MEMBRETE 3000    /* without closing words, strokes that end above may be the letterhead's */
#define MARCO 5000       /* higher strokes are frames */
#define BORROSA 55       /* confidence below which the closing words cannot be expected to be read */

const char *oficio_resultado_slug(enum oficio_resultado r)
{
	static const char *const slugs[] = {
		[OFICIO_FIRMA_HALLADA] = "hallada", [OFICIO_FIRMA_NO_HALLADA] = "no_hallada", [OFICIO_FIRMA_NO_SE_SABE] = "no_se_sabe"};
	return slugs[r];
}

/* ---- the closing words ---- */

/* "A T E N T A M E N T E", as many letters as were read of it. */
static bool spaced_out(const struct palabra_plegada *p, size_t n)
{
	char junta[PALABRAS + 1] = "";
	size_t k = 0;
	while (k < n && p[k].largo == 1)
		k++;
	for (size_t i = 0; i < k; i++)
		junta[i] = p[i].s[0];
	junta[k] = '\0';
	return k >= 9 && palabra_parecida(junta, "atentamente");
}

/* A line that closes a letter says little else: «solicito atentamente» in the midst of a sentence does not. */
static bool closes(const char *linea)
{
	static const char *const solas[] = {"atentamente", "respetuosamente", "cordialmente", "saludos", "atte", NULL};
	struct palabra_plegada p[PALABRAS];
	size_t n = palabras_plegar(linea, p, PALABRAS);
	if (n == 0)
		return false;
	if (spaced_out(p, n) || (n >= 2 && palabra_parecida(p[0].s, "sufragio") && palabra_parecida(p[1].s, "efectivo")) ||
		(n <= 3 && palabra_parecida(p[0].s, "protesto")))
		return true;
	for (const char *const *s = solas; *s && n <= 3; s++)
		if (palabra_parecida(p[0].s, *s))
			return true;
	return false;
}

struct cierre {
	const struct pagina_leida *pagina; /* NULL: no closing words were read */
	const struct linea_leida *linea;
};

static struct cierre find_closing(const struct lectura_copia *l)
{
	for (size_t i = l->n; i-- > 0;)
		for (size_t k = l->paginas[i].n_lineas; k-- > 0;)
			if (closes(l->paginas[i].lineas[k].texto))
				return (struct cierre){&l->paginas[i], &l->paginas[i].lineas[k]};
	return (struct cierre){0};
}

/* ---- strokes ---- */

static bool may_be_a_hand(const struct marca_leida *m)
{
	return m->y0 < PIE && m->y1 - m->y0 < MARCO;
}

/* The sheet has strokes that reach below `y`. */
static bool has_strokes(const struct pagina_leida *p, int y)
{
	for (size_t k = 0; k < p->n_marcas; k++)
		if (p->marcas[k].y1 > y && may_be_a_hand(&p->marcas[k]))
			return true;
	return false;
}

/* The first sheet with strokes below the closing words; without them, below what may be a letterhead. NULL: none. */
static const struct pagina_leida *find_strokes(const struct lectura_copia *l, const struct cierre *c)
{
	for (size_t i = c->pagina ? (size_t)(c->pagina - l->paginas) : 0; i < l->n; i++) {
		const struct pagina_leida *p = &l->paginas[i];
		if (has_strokes(p, p == c->pagina ? c->linea->y0 : c->pagina ? 0 : MEMBRETE))
			return p;
	}
	return NULL;
}

static bool nothing_written(const struct lectura_copia *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->paginas[i].palabras > 0)
			return false;
	return true;
}

/* A sheet that was not measured, or whose words could not be made out; NULL: all were looked at. */
static const struct pagina_leida *unseen(const struct lectura_copia *l)
{
	for (size_t i = 0; i < l->n; i++) {
		const struct pagina_leida *p = &l->paginas[i];
		if (!p->medida || p->motivo != MOTIVO_NINGUNO ||
			(p->origen == PAGINA_IMAGEN && (p->confianza < BORROSA || p->sin_leer >= LECTURA_SIN_LEER)))
			return p;
	}
	return NULL;
}

static void say(struct oficio_firma *f, enum oficio_resultado r, const struct pagina_leida *p, const char *detalle)
{
	*f = (struct oficio_firma){.resultado = r, .pagina = p ? p->numero : 0, .detalle = detalle};
}

void oficio_juzgar(const struct lectura_copia *l, struct arena *a, struct oficio_firma *out)
{
	const struct cierre c = find_closing(l);
	const struct pagina_leida *p = find_strokes(l, &c);
	if (p && c.pagina) {
		const char *cierre = strlen(c.linea->texto) <= CIERRE_BYTES ? c.linea->texto : "Atentamente";
		const char *s = arena_printf(a,
			"Hay trazos más grandes que letras debajo de «%s»: una firma, una rúbrica o un sello. De quién son lo dice una "
			"persona.",
			cierre);
		say(out, OFICIO_FIRMA_HALLADA, p, s ? s : "Hay trazos más grandes que letras debajo del cierre.");
	} else if (p) {
		say(out, OFICIO_FIRMA_NO_SE_SABE, p,
			"Hay trazos más grandes que letras, pero no se reconoció dónde termina el oficio: véalos.");
	} else if ((p = unseen(l)) != NULL) {
		say(out, OFICIO_FIRMA_NO_SE_SABE, p, "La página no pudo verse o leerse con claridad: búsquela a la vista.");
	} else if (nothing_written(l)) {
		say(out, OFICIO_FIRMA_NO_SE_SABE, NULL, "En las páginas no se lee nada: búsquela a la vista.");
	} else if (l->total > (int)l->n) {
		say(out, OFICIO_FIRMA_NO_SE_SABE, NULL,
			"No se ve en las primeras páginas, y las demás no se miraron: búsquela a la vista.");
	} else {
		say(out, OFICIO_FIRMA_NO_HALLADA, c.pagina ? c.pagina : &l->paginas[l->n - 1],
			c.pagina ? "No se ven trazos de firma debajo del cierre, y el PDF no lleva firma electrónica."
				 : "No se ven trazos de firma, y el PDF no lleva firma electrónica.");
	}
}

/* ---- the whole ---- */

static bool has_text(const struct informe *i)
{
	size_t n = 0;
	for (size_t k = 0; k < i->texto.n && n < TEXTO_MIN; k++)
		n += strlen(i->texto.parrafos[k].texto);
	return n >= TEXTO_MIN;
}

bool oficio_pide_mirar(const struct informe *i)
{
	return i->n_paginas > 0 && (i->n_firmas == 0 || !has_text(i));
}

static void electronic(const struct informe *i, struct arena *a, struct oficio_firma *f)
{
	const char *nombre = i->firmas[0].nombre;
	const char *s = nombre
		? arena_printf(
			  a, "Firma electrónica de «%s»: aquí solo se ve que está, no se comprueba de quién es ni si es válida.", nombre)
		: NULL;
	say(f, OFICIO_FIRMA_HALLADA, NULL,
		s ? s : "Firma electrónica: aquí solo se ve que está, no se comprueba de quién es ni si es válida.");
	f->electronica = true;
}

static void take_reading(const struct lectura_copia *l, struct oficio *out)
{
	long peso = 0, palabras = 0;
	for (size_t i = 0; i < l->n; i++) {
		peso += (long)l->paginas[i].confianza * l->paginas[i].palabras;
		palabras += l->paginas[i].palabras;
	}
	out->texto = l->texto;
	out->confianza = palabras ? (int)(peso / palabras) : 0;
}

/* No page was left for a reason that may be gone the next time. */
static bool all_seen(const struct lectura_copia *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->paginas[i].motivo != MOTIVO_NINGUNO && l->paginas[i].motivo != MOTIVO_DESMEDIDA)
			return false;
	return true;
}

enum status oficio_mirar(
	const struct lectura_opciones *op, int fd, const struct informe *informe, struct arena *a, struct oficio *out, struct error *err)
{
	struct lectura_opciones limitada = *op;
	struct lectura_copia l;
	limitada.total_ms = OFICIO_MS;
	limitada.paginas_max = OFICIO_PAGINAS;
	limitada.trazos = true;
	*out = (struct oficio){.leido = !has_text(informe)};
	say(&out->firma, OFICIO_FIRMA_NO_SE_SABE, NULL, "La imagen de sus páginas no pudo verse: búsquela a la vista.");
	if (informe->n_firmas > 0)
		electronic(informe, a, &out->firma);
	if (!oficio_pide_mirar(informe))
		return STATUS_OK;
	enum status st = lectura_run(&limitada, fd, informe, a, &l, err);
	if (st == STATUS_UNAVAILABLE && err->problem == PROBLEM_HERRAMIENTA_NO_DISPONIBLE) { /* the rest of the review goes on without */
		error_init(err, err->arena);
		return STATUS_OK;
	}
	if (st != STATUS_OK)
		return st;
	out->definitivo = all_seen(&l);
	if (informe->n_firmas == 0)
		oficio_juzgar(&l, a, &out->firma);
	if (out->leido)
		take_reading(&l, out);
	return STATUS_OK;
}
