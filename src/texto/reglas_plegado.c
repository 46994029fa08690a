#include <stdbool.h>
#include <string.h>
#include <utf8proc.h>

#include "texto/reglas_interno.h"

#define DESCOMPUESTO_MAX 32 /* code points that one becomes: U+FDFA gives 18 */
#define PASAJE_LADO 70      /* bytes shown on either side of a find */
#define PASAJE_HALLAZGO 160 /* bytes shown of the find itself */

struct escritura {
	struct plegado *p;
	size_t cap;
};

static bool put(struct escritura *w, char c, size_t origen)
{
	if (w->p->n == w->cap)
		return false;
	w->p->s[w->p->n] = c;
	w->p->origen[w->p->n++] = (uint32_t)origen;
	return true;
}

/* Typographic signs that people and word processors use for one another. */
static utf8proc_int32_t plain_sign(utf8proc_int32_t c)
{
	switch (c) {
	case 0x2018: /* single quotes, accent used as one */
	case 0x2019:
	case 0x201A:
	case 0x201B:
	case 0xB4:
		return '\'';
	case 0x201C: /* double quotes and guillemets */
	case 0x201D:
	case 0x201E:
	case 0xAB:
	case 0xBB:
		return '"';
	case 0x2010: /* hyphens and dashes */
	case 0x2011:
	case 0x2012:
	case 0x2013:
	case 0x2014:
	case 0x2015:
	case 0x2212:
		return '-';
	default:
		return c;
	}
}

static bool fold_char(struct escritura *w, utf8proc_int32_t c, size_t origen)
{
	const utf8proc_option_t how = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE;
	utf8proc_int32_t parts[DESCOMPUESTO_MAX];
	int boundary = UTF8PROC_BOUNDCLASS_START;
	utf8proc_int32_t plain = plain_sign(c);
	if (plain < 0x80 && plain != c)
		return put(w, (char)plain, origen);
	utf8proc_ssize_t n = utf8proc_decompose_char(c, parts, DESCOMPUESTO_MAX, how, &boundary);
	for (utf8proc_ssize_t i = 0; i < n && i < DESCOMPUESTO_MAX; i++) {
		utf8proc_uint8_t bytes[4];
		utf8proc_ssize_t len = utf8proc_encode_char(parts[i], bytes);
		for (utf8proc_ssize_t j = 0; j < len; j++)
			if (!put(w, bytes[j] == '\n' || bytes[j] == '\r' ? ' ' : (char)bytes[j], origen))
				return false;
	}
	return true;
}

static bool fold_paragraph(struct escritura *w, const char *s)
{
	size_t n = strlen(s);
	for (size_t i = 0; i < n;) {
		unsigned char b = (unsigned char)s[i];
		utf8proc_int32_t c = b;
		utf8proc_ssize_t step = 1;
		if (b >= 0x80)
			step = utf8proc_iterate((const utf8proc_uint8_t *)s + i, (utf8proc_ssize_t)(n - i), &c);
		if (step <= 0) { /* not UTF-8: it matches nothing */
			step = 1;
			c = '?';
		}
		if (c < 0x80) {
			if (!put(w, (char)(c >= 'A' && c <= 'Z' ? c + 32 : c < 0x20 ? ' ' : c), i))
				return false;
		} else if (!fold_char(w, c, i)) {
			return false;
		}
		i += (size_t)step;
	}
	return true;
}

enum status plegado_make(const struct escrito *e, char separador, struct arena *a, struct plegado *out)
{
	size_t total = 0;
	for (size_t i = 0; i < e->n && total < REVISION_BYTES_MAX; i++)
		total +=
			2 * strlen(e->parrafos[i].texto) + 64; /* folding seldom lengthens; what does not fit is said not to be looked at */
	struct escritura w = {.p = out, .cap = total < REVISION_BYTES_MAX ? total : REVISION_BYTES_MAX};
	*out = (struct plegado){.s = arena_alloc(a, w.cap + 1),
		.origen = ARENA_ARRAY(a, w.cap + 1, uint32_t),
		.inicio = ARENA_ARRAY(a, e->n + 1, uint32_t)};
	if (!out->s || !out->origen || !out->inicio)
		return STATUS_UNAVAILABLE;
	for (size_t i = 0; i < e->n; i++) {
		size_t before = out->n;
		out->inicio[i] = (uint32_t)before;
		if (!fold_paragraph(&w, e->parrafos[i].texto) || !put(&w, separador, strlen(e->parrafos[i].texto))) {
			out->n = before;
			break;
		}
		out->parrafos = i + 1;
	}
	out->inicio[out->parrafos] = (uint32_t)out->n;
	out->s[out->n] = '\0';
	return STATUS_OK;
}

size_t plegado_parrafo(const struct plegado *p, size_t byte)
{
	size_t lo = 0, hi = p->parrafos;
	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;
		if (p->inicio[mid] <= byte)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

static bool is_continuation(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* Where to cut so that no word is halved: at the first blank from `i` on (towards the find), else at a character's border. */
static size_t cut_left(const char *s, size_t i, size_t find)
{
	for (size_t j = i; j < find; j++)
		if (s[j] == ' ')
			return j + 1;
	while (i < find && is_continuation(s[i]))
		i++;
	return i;
}

static size_t cut_right(const char *s, size_t i, size_t find)
{
	for (size_t j = i; j > find; j--)
		if (s[j] == ' ')
			return j;
	while (i > find && is_continuation(s[i]))
		i--;
	return i;
}

const char *plegado_pasaje(const struct plegado *p, const struct escrito *e, size_t desde, size_t hasta, struct arena *a)
{
	size_t parrafo = plegado_parrafo(p, desde);
	const char *s = e->parrafos[parrafo].texto;
	size_t n = strlen(s), from = p->origen[desde], to = n;
	if (hasta > desde && plegado_parrafo(p, hasta - 1) == parrafo && hasta < p->n && p->origen[hasta] > from)
		to = p->origen[hasta];
	size_t left = from > PASAJE_LADO ? cut_left(s, from - PASAJE_LADO, from) : 0;
	size_t end = to - from > PASAJE_HALLAZGO ? from + PASAJE_HALLAZGO : to;
	size_t right = n - end > PASAJE_LADO ? cut_right(s, end + PASAJE_LADO, end) : n;
	if (right < n)
		while (right > from && is_continuation(s[right]))
			right--;
	return arena_printf(a, "%s%.*s%s", left ? "… " : "", (int)(right - left), s + left, right < n ? " …" : "");
}
