#include "texto/clausulas_marcas.h"

#include <string.h>
#include <utf8proc.h>

enum { PLEGADO = 256, TITULAR_BYTES = 110, TITULAR_PALABRAS = 12, INICIAL_PALABRAS = 8, ANEXO_PALABRAS = 14, ROTULO_PALABRAS = 8 };

struct aspecto { /* how a short piece looks */
	size_t palabras;
	bool minusculas, letras_sueltas; /* has lower-case letters; every word is a single letter */
	bool capital;                    /* begins with a capital letter */
};

static utf8proc_int32_t leer(const char **s)
{
	utf8proc_int32_t cp = 0;
	const utf8proc_ssize_t k = utf8proc_iterate((const utf8proc_uint8_t *)*s, -1, &cp);
	*s += k > 0 ? k : 1;
	return cp;
}

static struct aspecto mirar(const char *p, size_t n)
{
	struct aspecto a = {.letras_sueltas = true};
	struct palabra w;
	for (size_t i = 0; (i = palabra_siguiente(p, n, i, &w)) > 0;) {
		if (w.clase != PALABRA_LETRAS)
			continue;
		const char *s = w.p;
		const utf8proc_int32_t primera = leer(&s);
		if (a.palabras++ == 0)
			a.capital = utf8proc_category(primera) == UTF8PROC_CATEGORY_LU;
		a.letras_sueltas = a.letras_sueltas && s == w.p + w.len;
		for (s = w.p; s < w.p + w.len && !a.minusculas;)
			a.minusculas = utf8proc_category(leer(&s)) == UTF8PROC_CATEGORY_LL;
	}
	return a;
}

/* The folded words of a short heading, without signs; letter-spaced words joined. */
static void rotulo_plegado(const char *p, char out[static PLEGADO])
{
	char plegado[PLEGADO];
	size_t w = 0;
	const bool juntar = mirar(p, strlen(p)).letras_sueltas;
	plegar(p, strlen(p), plegado, sizeof plegado);
	for (const char *s = plegado; *s && w + 1 < PLEGADO; s++) {
		const bool letra = (unsigned char)*s >= 0x80 || (*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9');
		if (letra || (*s == ' ' && !juntar && w > 0 && out[w - 1] != ' '))
			out[w++] = *s;
	}
	while (w > 0 && out[w - 1] == ' ')
		w--;
	out[w] = '\0';
}

static bool es_uno_de(const char *p, const char *const *lista)
{
	char rotulo[PLEGADO];
	if (strlen(p) > TITULAR_BYTES)
		return false;
	rotulo_plegado(p, rotulo);
	while (*lista && strcmp(rotulo, *lista) != 0)
		lista++;
	return *lista != NULL;
}

bool marca_clausulas(const char *p)
{
	static const char *const lista[] = {"clausulas", "las siguientes clausulas", "articulado", "articulos", NULL};
	return es_uno_de(p, lista);
}

bool marca_declaraciones(const char *p)
{
	static const char *const lista[] = {"declaraciones", "declaracion", "declaran", "antecedentes y declaraciones", NULL};
	return es_uno_de(p, lista);
}

bool marca_empieza(const char *p, const char *plegado)
{
	char cabeza[PLEGADO];
	plegar(p, strnlen(p, PLEGADO), cabeza, sizeof cabeza);
	return strncmp(cabeza, plegado, strlen(plegado)) == 0;
}

bool marca_cierre(const char *p)
{
	static const char *const comienzos[] = {"firmado en ", "firmada en ", "firmado por ", "firmada por ", "hecho en ", "hecha en ",
		"suscrito en ", "suscrita en ", "dado en ", "dada en ", "leido que ", "leida que ", "leido el ", "leida la ",
		"enteradas las partes", "enterados ", "en fe de lo cual", "en testimonio ", "previa lectura", "se firma ", "se suscribe ",
		"done in ", "done at ", "signed in ", "signed at ", "in witness whereof", NULL};
	static const char *const tantos[] = {"ejemplar", " tantos", "duplicado", "triplicado", NULL};
	char plegado[4 * PLEGADO];
	plegar(p, strnlen(p, sizeof plegado), plegado, sizeof plegado);
	for (size_t i = 0; comienzos[i]; i++) {
		if (strncmp(plegado, comienzos[i], strlen(comienzos[i])) == 0)
			return true;
	}
	if (!strstr(plegado, " firma") && !strstr(plegado, " suscrib"))
		return false;
	for (size_t i = 0; tantos[i]; i++) {
		if (strstr(plegado, tantos[i]))
			return true;
	}
	return false;
}

/* "II", "2", "B", "único": what an annex is called by; 0 when the word is none of these. */
static int ordinal_de_anexo(const struct palabra *w)
{
	char suelta[32], plegada[32];
	const size_t n = w->len < sizeof suelta ? w->len : sizeof suelta - 1;
	memcpy(suelta, w->p, n);
	suelta[n] = '\0';
	const int ordinal = numero_en(suelta);
	plegar(suelta, n, plegada, sizeof plegada);
	if (ordinal == 0 && plegada[1] == '\0' && plegada[0] >= 'a' && plegada[0] <= 'z')
		return plegada[0] - 'a' + 1;
	return ordinal;
}

struct numero marca_anexo_numero(const char *p)
{
	const size_t n = strlen(p);
	struct palabra w = {0};
	size_t i = palabra_siguiente(p, n, 0, &w);
	struct numero k = {.largo = i};
	const size_t sigue = palabra_siguiente(p, n, i, &w);
	if (sigue > 0 && w.clase == PALABRA_LETRAS && (k.ordinal = ordinal_de_anexo(&w)) > 0)
		k.largo = i = sigue;
	for (size_t s; (s = palabra_siguiente(p, n, i, &w)) > 0 && w.clase == PALABRA_SIGNO && strchr(".:-)", *w.p) != NULL;)
		i = s;
	k.cuerpo = palabra_siguiente(p, n, i, &w) > 0 ? (size_t)(w.p - p) : n;
	return k;
}

bool marca_anexo(const char *p)
{
	const struct aspecto a = mirar(p, strnlen(p, 4 * TITULAR_BYTES));
	const size_t n = strlen(p);
	if (!marca_empieza(p, "anexo") || !a.capital || a.palabras > ANEXO_PALABRAS)
		return false;
	const struct numero k = marca_anexo_numero(p);
	/* "Anexo" alone, with a number, or closed by a sign; "Anexos técnicos del proyecto" is a title like any other. */
	const bool suelto = p[k.largo] == '\0' || k.ordinal > 0 || (p[k.largo] != ' ' && k.cuerpo > k.largo);
	return suelto && k.largo <= n && (p[n - 1] != '.' || !a.minusculas || a.palabras <= 3);
}

size_t marca_sin_cierre(const char *p)
{
	size_t n = strlen(p);
	while (n > 1 && (strchr(".:-; ", p[n - 1]) != NULL))
		n--;
	return n;
}

bool marca_titular(const char *p)
{
	const size_t n = strlen(p);
	if (n == 0 || n > TITULAR_BYTES)
		return false;
	const struct aspecto a = mirar(p, n);
	return a.capital && a.palabras > 0 && a.palabras <= TITULAR_PALABRAS && !strchr(";,", p[n - 1]) &&
		(p[n - 1] != '.' || a.palabras <= 5) && !strstr(p, ". ");
}

size_t marca_titulo_inicial(const char *p)
{
	const size_t n = strlen(p);
	struct palabra w;
	size_t palabras = 0;
	for (size_t i = 0; (i = palabra_siguiente(p, n, i, &w)) > 0 && palabras <= INICIAL_PALABRAS;) {
		if (w.clase == PALABRA_LETRAS) {
			palabras++;
			continue;
		}
		if (*w.p == ',' || *w.p == ';' || *w.p == '(')
			return 0;
		if ((*w.p == '.' || *w.p == ':') && palabras > 0 && palabras <= INICIAL_PALABRAS && mirar(p, (size_t)(w.p - p)).capital)
			return (size_t)(w.p - p);
	}
	return 0;
}

bool marca_rotulo(const char *p)
{
	const size_t n = strlen(p);
	const struct aspecto a = mirar(p, n < TITULAR_BYTES ? n : TITULAR_BYTES);
	return n > 3 && n <= TITULAR_BYTES && a.capital && !a.minusculas && !a.letras_sueltas && a.palabras <= ROTULO_PALABRAS &&
		p[n - 1] != '.';
}
