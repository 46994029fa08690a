#include "texto/suscripcion.h"

#include <string.h>

#include "texto/fichas.h"

#define PALABRAS_MAX 2000 /* of one paragraph that are looked at */
#define FECHAS_MAX 64
#define LEGIBLE_MIN 60    /* mean confidence below which a closing counts as not readable */
#define CIERRE_PARRAFOS 3 /* the closing sentence and what a reader may have cut off it */

static const char *const meses[] = {
	"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"};

const char *coincidencia_slug(enum coincidencia c)
{
	static const char *const slugs[] = {
		[COINCIDE] = "coincide", [DIFIERE] = "difiere", [NO_HALLADA] = "no_hallada", [ILEGIBLE] = "ilegible"};
	return slugs[c];
}

/* ---- dates ---- */

static bool is(const struct palabra_plegada *p, size_t n, size_t i, const char *s)
{
	return i < n && strcmp(p[i].s, s) == 0;
}

static size_t skip(const struct palabra_plegada *p, size_t n, size_t i, const char *const *cuales)
{
	for (bool otra = true; otra;) {
		otra = false;
		for (const char *const *c = cuales; *c; c++)
			if (i < n && palabra_parecida(p[i].s, *c)) {
				i++;
				otra = true;
			}
	}
	return i;
}

/* "setiembre" is good Spanish too. Between two months that are equally near there is no choosing. */
static int month(const char *s)
{
	int mejor = 0, distancia = 2;
	bool empate = false;
	if (strcmp(s, "setiembre") == 0)
		return 9;
	for (int m = 0; m < 12; m++) {
		int tolera = strlen(meses[m]) >= 8 ? 2 : 1, d = palabra_distancia(s, meses[m], tolera);
		if (d > tolera || d > distancia)
			continue;
		empate = d == distancia && mejor;
		mejor = m + 1;
		distancia = d;
	}
	/* "rnayo": the m that became two letters */
	if (!mejor && strncmp(s, "rn", 2) == 0) {
		char t[FICHA_LARGO] = "m";
		strncat(t, s + 2, sizeof t - 2);
		return month(t);
	}
	return empate ? 0 : mejor;
}

static size_t year(const struct palabra_plegada *p, size_t n, size_t i, int *out)
{
	size_t k = i < n ? cuenta_leer(p + i, n - i, 9999, out) : 0;
	if (k == 1 && *out >= 1900 && *out <= 2099)
		return 1;
	if (!is(p, n, i, "dos") || i + 1 >= n || !palabra_parecida(p[i + 1].s, "mil"))
		return 0;
	*out = 2000;
	int resto;
	k = cuenta_leer(p + i + 2, n - i - 2, 99, &resto);
	*out += k ? resto : 0;
	return 2 + k;
}

/* Words that the date at p[i] takes, 0: none. */
static size_t long_date(const struct palabra_plegada *p, size_t n, size_t i, struct civil *c)
{
	static const char *const antes[] = {"dia", "dias", "de", "del", "mes", NULL};
	static const char *const despues[] = {"de", "del", "ano", NULL};
	size_t k = cuenta_leer(p + i, n - i, 31, &c->dia), j = i + k;
	if (k == 0 || c->dia < 1)
		return 0;
	j = skip(p, n, j, antes);
	c->mes = j < n ? month(p[j].s) : 0;
	if (c->mes == 0)
		return 0;
	j = skip(p, n, j + 1, despues);
	k = year(p, n, j, &c->anio);
	return k && civil_valid(*c) ? j + k - i : 0;
}

static bool separated(const char *texto, const struct palabra_plegada *a, const struct palabra_plegada *b)
{
	return b->desde == a->hasta + 1 && strchr("/-.", texto[a->hasta]) != NULL;
}

static size_t short_date(const char *texto, const struct palabra_plegada *p, size_t n, size_t i, struct civil *c)
{
	if (i + 2 >= n || !separated(texto, &p[i], &p[i + 1]) || !separated(texto, &p[i + 1], &p[i + 2]))
		return 0;
	return cuenta_leer(p + i, 1, 31, &c->dia) == 1 && cuenta_leer(p + i + 1, 1, 12, &c->mes) == 1 && p[i + 2].largo == 4 &&
			year(p, n, i + 2, &c->anio) == 1 && civil_valid(*c)
		? 3
		: 0;
}

static enum status full(struct error *err)
{
	return error_set(err, PROBLEM_SATURADO);
}

enum status fechas_buscar(
	const struct escrito *e, size_t desde, size_t hasta, struct arena *a, struct fecha_hallada **out, size_t *n, struct error *err)
{
	*n = 0;
	*out = ARENA_ARRAY(a, FECHAS_MAX, struct fecha_hallada);
	struct palabra_plegada *p = ARENA_ARRAY(a, PALABRAS_MAX, struct palabra_plegada);
	if (!*out || !p)
		return full(err);
	for (size_t i = desde; i < hasta && i < e->n; i++) {
		const char *texto = e->parrafos[i].texto;
		size_t k = palabras_plegar(texto, p, PALABRAS_MAX);
		for (size_t j = 0; j < k && *n < FECHAS_MAX;) {
			struct civil c;
			size_t usadas = long_date(p, k, j, &c);
			if (!usadas)
				usadas = short_date(texto, p, k, j, &c);
			if (!usadas) {
				j++;
				continue;
			}
			struct fecha_hallada *f = &(*out)[(*n)++];
			*f = (struct fecha_hallada){.fecha = dia_from_civil(c),
				.parrafo = i,
				.texto = arena_memdup(a, texto + p[j].desde, p[j + usadas - 1].hasta - p[j].desde)};
			if (!f->texto)
				return full(err);
			j += usadas;
		}
	}
	return STATUS_OK;
}

/* ---- the closing ---- */

static bool is_closing(const struct palabra_plegada *p, size_t n)
{
	static const char *const senas[] = {
		"firmado", "firmada", "suscrito", "suscrita", "suscriben", "suscribe", "firman", "leido", "duplicado", "ejemplares", NULL};
	int vistas = 0;
	for (size_t i = 0; i < n; i++) {
		for (const char *const *s = senas; *s; s++)
			vistas += palabra_parecida(p[i].s, *s) ? 1 : 0;
		vistas += is(p, n, i, "se") && i + 1 < n && palabra_parecida(p[i + 1].s, "firma");
	}
	/* "entrará en vigor en la fecha de su firma" is no closing; one sure word at the beginning is, two anywhere are */
	return vistas >= 2 ||
		(n > 0 && vistas == 1 &&
			(palabra_parecida(p[0].s, "firmado") || palabra_parecida(p[0].s, "suscrito") || palabra_parecida(p[0].s, "leido")));
}

static size_t text_before(const struct escrito *e, size_t k)
{
	size_t n = 0;
	for (size_t i = 0; i < k; i++)
		n += strlen(e->parrafos[i].texto);
	return n;
}

static bool ends(const char *s)
{
	size_t n = strlen(s);
	return n > 0 && (s[n - 1] == '.' || s[n - 1] == ':');
}

/* The last paragraph that closes; without one, the last quarter of the text. */
static void find_closing(const struct escrito *e, struct palabra_plegada *p, struct suscripcion *s)
{
	size_t todo = text_before(e, e->n);
	s->cierre = e->n;
	for (size_t i = e->n; i-- > 0 && !s->hay_cierre && text_before(e, i) * 2 >= todo;)
		if (is_closing(p, palabras_plegar(e->parrafos[i].texto, p, PALABRAS_MAX))) {
			s->cierre = i;
			s->hay_cierre = true;
		}
	if (!s->hay_cierre)
		for (s->cierre = 0; s->cierre + 1 < e->n && text_before(e, s->cierre) * 4 < todo * 3;)
			s->cierre++;
	s->firmas = s->hay_cierre ? s->cierre + 1 : s->cierre;
	while (s->hay_cierre && s->firmas < e->n && s->firmas < s->cierre + CIERRE_PARRAFOS && !ends(e->parrafos[s->firmas - 1].texto))
		s->firmas++;
}

static int confidence(const struct escrito *e, size_t desde)
{
	long suma = 0, letras = 0;
	for (size_t i = desde; i < e->n; i++) {
		long n = (long)strlen(e->parrafos[i].texto);
		suma += n * e->parrafos[i].confianza;
		letras += n;
	}
	return letras ? (int)(suma / letras) : 0;
}

static void judge_date(const struct escrito *e, dia_t declarada, struct suscripcion *s)
{
	s->fecha = s->n_fechas ? DIFIERE : (confidence(e, s->cierre) < LEGIBLE_MIN ? ILEGIBLE : NO_HALLADA);
	for (size_t i = 0; i < s->n_fechas; i++)
		if (declarada != DIA_NINGUNO && s->fechas[i].fecha == declarada)
			s->fecha = COINCIDE;
}

/* ---- the place ---- */

/* What is declared up to the first comma: the city; the state after it is often left out or abbreviated. */
static size_t city(const char *lugar, struct palabra_plegada *out, size_t max)
{
	char c[200];
	size_t n = strcspn(lugar, ",;(");
	if (n >= sizeof c)
		n = sizeof c - 1;
	memcpy(c, lugar, n);
	c[n] = '\0';
	return palabras_plegar(c, out, max);
}

static size_t find_words(const struct palabra_plegada *p, size_t n, const struct palabra_plegada *q, size_t m)
{
	for (size_t i = 0; m > 0 && i + m <= n; i++) {
		size_t k = 0;
		while (k < m && palabra_parecida(p[i + k].s, q[k].s))
			k++;
		if (k == m)
			return i;
	}
	return n;
}

/* Capitalised words after "en", articles and "la ciudad de" between: what a sentence names as its place. */
static size_t named_place(const struct palabra_plegada *p, size_t n, size_t *desde)
{
	static const char *const union_[] = {"de", "del", "la", "las", "los", "el", NULL};
	static const char *const clase[] = {"ciudad", "municipio", "heroica", "de", "la", "el", NULL};
	for (size_t i = 0; i + 1 < n; i++) {
		if (!is(p, n, i, "en"))
			continue;
		size_t j = skip(p, n, i + 1, clase), fin = j;
		if (j >= n || !p[j].mayuscula || p[j].largo < 3 || (p[j].s[0] >= '0' && p[j].s[0] <= '9'))
			continue;
		for (size_t k = j; k < n && k < j + 6; k++) {
			bool enlace = false;
			for (const char *const *u = union_; *u; u++)
				enlace |= strcmp(p[k].s, *u) == 0;
			if (p[k].mayuscula)
				fin = k + 1;
			else if (!enlace)
				break;
		}
		*desde = j;
		return fin - j;
	}
	return 0;
}

static enum status judge_place(
	const struct escrito *e, const char *lugar, struct palabra_plegada *p, struct arena *a, struct suscripcion *s, struct error *err)
{
	struct palabra_plegada q[12];
	/* Below the closing sentence stand the names of those who sign; a city in them is no place of signing. */
	size_t m = lugar ? city(lugar, q, 12) : 0, hasta = s->hay_cierre ? s->firmas : e->n;
	s->lugar = confidence(e, s->cierre) < LEGIBLE_MIN ? ILEGIBLE : NO_HALLADA;
	for (size_t i = s->cierre; i < e->n && i < hasta; i++) {
		const char *texto = e->parrafos[i].texto;
		size_t n = palabras_plegar(texto, p, PALABRAS_MAX), desde = 0;
		size_t en = find_words(p, n, q, m), largo = en < n ? m : named_place(p, n, &desde);
		if (largo == 0)
			continue;
		desde = en < n ? en : desde;
		s->lugar = en < n ? COINCIDE : DIFIERE;
		s->lugar_parrafo = i;
		s->lugar_texto = arena_memdup(a, texto + p[desde].desde, p[desde + largo - 1].hasta - p[desde].desde);
		if (!s->lugar_texto)
			return full(err);
		if (s->lugar == COINCIDE)
			break;
	}
	return STATUS_OK;
}

enum status suscripcion_examinar(
	const struct escrito *e, dia_t declarada, const char *lugar, struct arena *a, struct suscripcion *out, struct error *err)
{
	*out = (struct suscripcion){.fecha = NO_HALLADA, .lugar = NO_HALLADA};
	struct palabra_plegada *p = ARENA_ARRAY(a, PALABRAS_MAX, struct palabra_plegada);
	if (!p)
		return full(err);
	find_closing(e, p, out);
	size_t hasta = out->hay_cierre ? out->cierre + 2 * CIERRE_PARRAFOS : e->n;
	enum status st = fechas_buscar(e, out->cierre, hasta, a, &out->fechas, &out->n_fechas, err);
	if (st != STATUS_OK)
		return st;
	judge_date(e, declarada, out);
	if (out->n_fechas && out->fechas[out->n_fechas - 1].parrafo >= out->firmas)
		out->firmas = out->fechas[out->n_fechas - 1].parrafo + 1;
	return judge_place(e, lugar, p, a, out, err);
}
