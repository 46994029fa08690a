#include "texto/idioma.h"

#include <stdbool.h>
#include <string.h>
#include <utf8proc.h>

#define PALABRA_MAX 16    /* bytes; no function word is longer */
#define PALABRAS_MIN 4    /* in a paragraph, to say anything about it */
#define FUNCIONALES_MIN 2 /* hits of the winner */

/* A word may belong to several languages: it then speaks for all of them, and its neighbours decide. Sorted by `palabra`. */
static const struct funcional {
	const char *palabra;
	unsigned idiomas;
} funcionales[] = {
#define ES (1u << IDIOMA_ES)
#define EN (1u << IDIOMA_EN)
#define FR (1u << IDIOMA_FR)
#define PT (1u << IDIOMA_PT)
#define DE (1u << IDIOMA_DE)
#define IT (1u << IDIOMA_IT)
	{"a", ES | PT | IT | EN},
	{"al", ES | IT},
	{"alla", IT},
	{"and", EN},
	{"ao", PT},
	{"as", EN | PT},
	{"au", FR},
	{"auf", DE},
	{"aux", FR},
	{"avec", FR},
	{"be", EN},
	{"by", EN},
	{"che", IT},
	{"com", PT},
	{"con", ES | IT},
	{"da", PT | IT},
	{"das", DE | PT},
	{"dans", FR},
	{"de", ES | FR | PT},
	{"degli", IT},
	{"dei", IT},
	{"del", ES | IT},
	{"della", IT},
	{"delle", IT},
	{"den", DE},
	{"der", DE},
	{"des", FR | DE},
	{"di", IT},
	{"die", DE},
	{"do", PT},
	{"dos", PT},
	{"du", FR},
	{"durch", DE},
	{"e", PT | IT},
	{"ein", DE},
	{"eine", DE},
	{"el", ES},
	{"em", PT},
	{"en", ES | FR},
	{"entre", ES | FR | PT},
	{"es", ES},
	{"est", FR},
	{"et", FR},
	{"for", EN},
	{"für", DE},
	{"gli", IT},
	{"have", EN},
	{"il", FR | IT},
	{"im", DE},
	{"in", EN | DE | IT},
	{"is", EN},
	{"ist", DE},
	{"its", EN},
	{"la", ES | FR | IT},
	{"las", ES},
	{"le", FR | IT},
	{"les", FR},
	{"leur", FR},
	{"lo", ES | IT},
	{"los", ES},
	{"mit", DE},
	{"na", PT},
	{"nel", IT},
	{"no", ES | PT},
	{"não", PT},
	{"o", ES | PT},
	{"of", EN},
	{"on", EN},
	{"or", EN},
	{"os", PT},
	{"ou", FR | PT},
	{"par", FR},
	{"para", ES | PT},
	{"pela", PT},
	{"per", IT},
	{"por", ES | PT},
	{"pour", FR},
	{"que", ES | FR | PT},
	{"qui", FR},
	{"se", ES | PT},
	{"shall", EN},
	{"su", ES | IT},
	{"sus", ES},
	{"that", EN},
	{"the", EN},
	{"this", EN},
	{"to", EN},
	{"um", PT},
	{"uma", PT},
	{"un", ES | FR | IT},
	{"una", ES | IT},
	{"und", DE},
	{"une", FR},
	{"unos", ES},
	{"von", DE},
	{"will", EN | DE},
	{"with", EN},
	{"y", ES},
	{"zu", DE},
	{"zur", DE},
	{"à", FR | PT},
#undef ES
#undef EN
#undef FR
#undef PT
#undef DE
#undef IT
};

const char *idioma_slug(enum idioma i)
{
	static const char *const slugs[IDIOMA_COUNT] = {[IDIOMA_NINGUNO] = "",
		[IDIOMA_ES] = "es",
		[IDIOMA_EN] = "en",
		[IDIOMA_FR] = "fr",
		[IDIOMA_PT] = "pt",
		[IDIOMA_DE] = "de",
		[IDIOMA_IT] = "it",
		[IDIOMA_OTRO] = "otro"};
	return (unsigned)i < IDIOMA_COUNT ? slugs[i] : "";
}

struct cuenta {
	uint32_t palabras, latinas, ajenas; /* letters of either kind */
	uint32_t votos[IDIOMA_COUNT];
};

static unsigned lookup(const char *palabra)
{
	size_t lo = 0, hi = sizeof funcionales / sizeof *funcionales;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;
		int c = strcmp(palabra, funcionales[mid].palabra);
		if (c == 0)
			return funcionales[mid].idiomas;
		if (c < 0)
			hi = mid;
		else
			lo = mid + 1;
	}
	return 0;
}

static void word_end(struct cuenta *k, char *palabra, size_t *n)
{
	if (*n == 0)
		return;
	k->palabras++;
	if (*n < PALABRA_MAX) {
		palabra[*n] = '\0';
		unsigned en = lookup(palabra);
		for (unsigned i = IDIOMA_ES; i < IDIOMA_OTRO; i++)
			k->votos[i] += en >> i & 1;
	}
	*n = 0;
}

static bool is_letter(utf8proc_int32_t c)
{
	utf8proc_category_t cat = utf8proc_category(c);
	return cat >= UTF8PROC_CATEGORY_LU && cat <= UTF8PROC_CATEGORY_LO;
}

/* The Latin blocks end at U+024F; Latin Extended Additional is 1E00–1EFF. */
static bool is_latin(utf8proc_int32_t c)
{
	return c <= 0x24F || (c >= 0x1E00 && c <= 0x1EFF);
}

static void count_words(const char *s, size_t n, struct cuenta *k)
{
	char palabra[PALABRA_MAX + 4];
	size_t len = 0;
	for (size_t i = 0; i < n;) {
		utf8proc_int32_t c;
		utf8proc_ssize_t step = utf8proc_iterate((const utf8proc_uint8_t *)s + i, (utf8proc_ssize_t)(n - i), &c);
		if (step <= 0) {
			step = 1;
			c = ' ';
		}
		i += (size_t)step;
		if (!is_letter(c)) {
			word_end(k, palabra, &len);
			continue;
		}
		if (is_latin(c))
			k->latinas++;
		else
			k->ajenas++;
		if (len < PALABRA_MAX)
			len += (size_t)utf8proc_encode_char(utf8proc_tolower(c), (utf8proc_uint8_t *)palabra + len);
	}
	word_end(k, palabra, &len);
}

static enum idioma decide(const struct cuenta *k)
{
	if (k->ajenas > k->latinas)
		return IDIOMA_OTRO;
	unsigned best = IDIOMA_ES;
	for (unsigned i = IDIOMA_ES; i < IDIOMA_OTRO; i++)
		if (k->votos[i] > k->votos[best])
			best = i;
	bool enough = k->palabras >= PALABRAS_MIN && k->votos[best] >= FUNCIONALES_MIN && k->votos[best] * 8 >= k->palabras;
	return enough ? (enum idioma)best : IDIOMA_NINGUNO;
}

enum idioma idioma_of(const char *s, size_t n)
{
	struct cuenta k = {0};
	count_words(s, n, &k);
	return decide(&k);
}

void idioma_count(const struct escrito *e, struct idioma_cuenta *out)
{
	*out = (struct idioma_cuenta){0};
	for (size_t i = 0; i < e->n; i++) {
		struct cuenta k = {0};
		count_words(e->parrafos[i].texto, strlen(e->parrafos[i].texto), &k);
		out->palabras[decide(&k)] += k.palabras;
	}
}
