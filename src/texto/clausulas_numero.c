#include "texto/clausulas_numero.h"

#include <string.h>
#include <utf8proc.h>

#include "base/buf.h"

enum { PALABRA_MAX = 40, CABEZA = 12, CABEZA_BYTES = 200 };

/* The first words of a paragraph, and what they are once folded. */
struct cabeza {
	const char *inicio;
	struct palabra v[CABEZA];
	char plegada[CABEZA][PALABRA_MAX];
	size_t n;
};

static const struct {
	const char *nombre;
	int valor;
} decenas[] = {{"decim", 10}, {"vigesim", 20}, {"trigesim", 30}, {"cuadragesim", 40}, {"quincuagesim", 50}},
  unidades[] = {{"primer", 1}, {"segund", 2}, {"tercer", 3}, {"cuart", 4}, {"quint", 5}, {"sext", 6}, {"septim", 7}, {"setim", 7},
	  {"octav", 8}, {"noven", 9}, {"undecim", 11}, {"decimoprimer", 11}, {"duodecim", 12}, {"unic", 1}};

/* A stem with its ending: "primer", "primera", "primero". */
static bool termina(const char *resto, bool sin_terminacion)
{
	return strcmp(resto, "a") == 0 || strcmp(resto, "o") == 0 || (sin_terminacion && *resto == '\0');
}

static int leer_unidad(const char *s)
{
	for (size_t i = 0; i < sizeof unidades / sizeof *unidades; i++) {
		const size_t n = strlen(unidades[i].nombre);
		if (strncmp(s, unidades[i].nombre, n) == 0 && termina(s + n, unidades[i].valor == 1 || unidades[i].valor == 3))
			return unidades[i].valor;
	}
	return 0;
}

/* "decima" → 10, "decimoprimera" → 11 (in one word); `solo_decena` tells that units may follow. */
static int leer_ordinal(const char *s, bool *solo_decena)
{
	*solo_decena = false;
	for (size_t i = 0; i < sizeof decenas / sizeof *decenas; i++) {
		const size_t n = strlen(decenas[i].nombre);
		if (strncmp(s, decenas[i].nombre, n) != 0 || (s[n] != 'a' && s[n] != 'o'))
			continue;
		*solo_decena = s[n + 1] == '\0';
		if (*solo_decena)
			return decenas[i].valor;
		const int unidad = leer_unidad(s + n + 1);
		return unidad > 0 && unidad < 10 ? decenas[i].valor + unidad : 0;
	}
	return leer_unidad(s);
}

static int valor_romano(char c)
{
	switch (c) {
	case 'i':
		return 1;
	case 'v':
		return 5;
	case 'x':
		return 10;
	case 'l':
		return 50;
	case 'c':
		return 100;
	default:
		return 0;
	}
}

/* 0 when it is no Roman numeral up to 299. Reads what drafters write ("IIII") as well as what the rule says. */
static int leer_romano(const char *s)
{
	int total = 0;
	if (strlen(s) > 9)
		return 0;
	for (; *s; s++) {
		const int v = valor_romano(*s), siguiente = valor_romano(s[1]);
		if (v == 0)
			return 0;
		total += v < siguiente ? -v : v;
	}
	return total > 0 ? total : 0;
}

/* "5", "5o", "5a", "5º": up to three digits. */
static int leer_arabigo(const char *s)
{
	int v = 0, n = 0;
	for (; *s >= '0' && *s <= '9' && n < 4; s++, n++)
		v = v * 10 + (*s - '0');
	const bool fin =
		*s == '\0' || (s[1] == '\0' && (*s == 'o' || *s == 'a')) || strcmp(s, "\xC2\xBA") == 0 || strcmp(s, "\xC2\xAA") == 0;
	return n > 0 && n < 4 && fin ? v : 0;
}

static void cabeza_leer(const char *s, struct cabeza *c)
{
	const size_t total = strlen(s);
	*c = (struct cabeza){.inicio = s};
	for (size_t i = 0; i < total && i < CABEZA_BYTES && c->n < CABEZA;) {
		const size_t usados = palabra_siguiente(s, total, i, &c->v[c->n]);
		if (usados == 0)
			break;
		plegar(c->v[c->n].p, c->v[c->n].len, c->plegada[c->n], PALABRA_MAX);
		i = usados;
		c->n++;
	}
}

static bool en(const char *s, const char *const *lista)
{
	while (*lista && strcmp(s, *lista) != 0)
		lista++;
	return *lista != NULL;
}

static bool es_signo(const struct cabeza *c, size_t i, const char *const *signos)
{
	return i < c->n && c->v[i].clase == PALABRA_SIGNO && en(c->plegada[i], signos);
}

/* Words from i on that are an ordinal; *valor its number. */
static size_t tomar_ordinal(const struct cabeza *c, size_t i, int *valor)
{
	bool decena;
	*valor = i < c->n ? leer_ordinal(c->plegada[i], &decena) : 0;
	if (*valor == 0)
		return 0;
	if (decena && i + 1 < c->n) {
		const int unidad = leer_unidad(c->plegada[i + 1]);
		if (unidad > 0 && unidad < 10) {
			*valor += unidad;
			return 2;
		}
	}
	return 1;
}

static bool mayusculas(const struct palabra *p)
{
	for (size_t i = 0; i < p->len;) {
		utf8proc_int32_t cp = 0;
		const utf8proc_ssize_t k = utf8proc_iterate((const utf8proc_uint8_t *)p->p + i, (utf8proc_ssize_t)(p->len - i), &cp);
		if (k <= 0 || utf8proc_category(cp) != UTF8PROC_CATEGORY_LU)
			return false;
		i += (size_t)k;
	}
	return p->len > 0;
}

static bool empieza_mayuscula(const struct palabra *p)
{
	utf8proc_int32_t cp = 0;
	return utf8proc_iterate((const utf8proc_uint8_t *)p->p, (utf8proc_ssize_t)p->len, &cp) > 0 &&
		utf8proc_category(cp) == UTF8PROC_CATEGORY_LU;
}

static struct numero terminar(const struct cabeza *c, enum estilo estilo, int ordinal, size_t fin, size_t cierre)
{
	const struct palabra *ultima = &c->v[fin - 1];
	return (struct numero){.estilo = estilo,
		.ordinal = ordinal,
		.largo = (size_t)(ultima->p + ultima->len - c->inicio),
		.cuerpo = cierre < c->n ? (size_t)(c->v[cierre].p - c->inicio) : strlen(c->inicio)};
}

static size_t saltar_cierre(const struct cabeza *c, size_t i)
{
	static const char *const cierres[] = {".", "-", ")", ":", ";", "\xE2\x80\x93", "\xE2\x80\x94", "\xC2\xB0", "o", NULL};
	while (es_signo(c, i, cierres))
		i++;
	return i;
}

/* "ARTÍCULO IV", "Cláusula 4", "ARTICLE 4": the word and any kind of number. */
static struct numero leer_articulo(const struct cabeza *c)
{
	static const char *const nombres[] = {"articulo", "clausula", "art", "article", "clause", NULL}, *const punto[] = {".", NULL};
	size_t i = 1;
	int valor;
	if (c->n < 2 || !en(c->plegada[0], nombres))
		return (struct numero){0};
	i += es_signo(c, i, punto);
	size_t usadas = tomar_ordinal(c, i, &valor);
	if (usadas == 0 && i < c->n) {
		valor = leer_arabigo(c->plegada[i]);
		valor = valor ? valor : leer_romano(c->plegada[i]);
		usadas = valor > 0;
	}
	if (usadas == 0)
		return (struct numero){0};
	i += usadas;
	const size_t cierre = saltar_cierre(c, i);
	/* "Artículo 2 de la Ley…" speaks of a law's article. */
	if (cierre == i && i < c->n && !empieza_mayuscula(&c->v[i]) && !(c->v[i].clase == PALABRA_SIGNO && c->plegada[i][0] == '('))
		return (struct numero){0};
	return terminar(c, ESTILO_ARTICULO, valor, i, cierre);
}

/* "PRIMERA.-", "Primera. Objetivo", "DÉCIMA SEGUNDA", "PRIMERA OBJETO" in capitals. */
static struct numero leer_primera(const struct cabeza *c)
{
	int valor;
	const size_t usadas = tomar_ordinal(c, 0, &valor);
	if (usadas == 0)
		return (struct numero){0};
	const size_t cierre = saltar_cierre(c, usadas);
	const bool capitales = mayusculas(&c->v[0]) && (usadas >= c->n || empieza_mayuscula(&c->v[usadas]));
	if (cierre == usadas && usadas < c->n && !capitales)
		return (struct numero){0};
	return terminar(c, ESTILO_ORDINAL, valor, usadas, cierre);
}

/* "IV.-", "4)", and "4 Objeto" where the document says that it is a heading. "I.2" and "1.5" are parts of a number and count no clause. */
static struct numero leer_cifra(const struct cabeza *c, bool encabezado)
{
	const int arabigo = c->n > 0 ? leer_arabigo(c->plegada[0]) : 0;
	const int romano = c->n > 0 && mayusculas(&c->v[0]) ? leer_romano(c->plegada[0]) : 0;
	const size_t cierre = saltar_cierre(c, 1);
	if ((arabigo == 0 && romano == 0) || (cierre == 1 && !(encabezado && c->n > 1)))
		return (struct numero){0};
	if (cierre < c->n && c->v[cierre].pegada) /* "I.2", "4.Objeto" is read, "A.C." is not */
		if (c->plegada[cierre][0] <= '9' || !empieza_mayuscula(&c->v[cierre]) || c->v[cierre].len < 3)
			return (struct numero){0};
	return terminar(c, arabigo ? ESTILO_ARABIGO : ESTILO_ROMANO, arabigo ? arabigo : romano, 1, cierre);
}

struct numero numero_leer(const char *parrafo, bool encabezado)
{
	struct cabeza c;
	cabeza_leer(parrafo, &c);
	struct numero n = leer_articulo(&c);
	if (!n.estilo)
		n = leer_primera(&c);
	if (!n.estilo)
		n = leer_cifra(&c, encabezado);
	return n;
}

int numero_en(const char *nombre)
{
	struct cabeza c;
	cabeza_leer(nombre, &c);
	for (size_t i = 0; i < c.n; i++) {
		int valor;
		if (tomar_ordinal(&c, i, &valor) > 0)
			return valor;
		valor = leer_arabigo(c.plegada[i]);
		if (valor == 0 && mayusculas(&c.v[i]))
			valor = leer_romano(c.plegada[i]);
		if (valor > 0)
			return valor;
	}
	return 0;
}
