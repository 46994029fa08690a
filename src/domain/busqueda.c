#include "domain/busqueda.h"

#include <stdbool.h>
#include <string.h>
#include <utf8proc.h>

/* ---- folding ---- */

/* Letters and digits make words; marks that survived (ñ apart) are dropped by their decomposition. */
static bool word_letter(utf8proc_int32_t c)
{
	const utf8proc_category_t k = utf8proc_category(c);
	return (k >= UTF8PROC_CATEGORY_LU && k <= UTF8PROC_CATEGORY_LO) || k == UTF8PROC_CATEGORY_ND;
}

static bool mark(utf8proc_int32_t c)
{
	const utf8proc_category_t k = utf8proc_category(c);
	return k == UTF8PROC_CATEGORY_MN || k == UTF8PROC_CATEGORY_MC || k == UTF8PROC_CATEGORY_ME;
}

static void put(struct buf *out, utf8proc_int32_t c)
{
	utf8proc_uint8_t s[4];
	buf_append(out, s, (size_t)utf8proc_encode_char(c, s)); /* a code point always: what it came from was decoded */
}

/* The word from `from` on ends: -cion and its like get their accent. */
static void end_word(struct buf *out, size_t from)
{
	static const char *const finales[] = {"cion", "sion", "gion", "xion"};
	const size_t n = out->len - from;
	if (out->failed || n < 5)
		return;
	for (size_t i = 0; i < sizeof finales / sizeof *finales; i++)
		if (memcmp(out->data + out->len - 4, finales[i], 4) == 0) {
			out->len -= 2;
			buf_puts(out, "ón");
			return;
		}
}

static bool digit(utf8proc_int32_t c)
{
	return (uint32_t)c - '0' < 10;
}

struct plegado {
	struct buf *out;
	size_t desde; /* where the word under way begins */
	bool en_palabra;
	int letras; /* since it began, or since a point within it */
};

static void fold_char(struct plegado *p, utf8proc_int32_t c)
{
	if (c == 0x303 && p->en_palabra && p->out->len > 0 && p->out->data[p->out->len - 1] == 'n') { /* n and its tilde */
		p->out->len--;
		put(p->out, 0xF1);
		return;
	}
	if (mark(c))
		return;
	if (word_letter(c)) {
		if (!p->en_palabra) {
			if (p->out->len > 0 && p->out->data[p->out->len - 1] != ' ')
				buf_putc(p->out, ' ');
			p->desde = p->out->len;
			p->en_palabra = true;
			p->letras = 0;
		}
		p->letras += digit(c) ? 2 : 1; /* a digit is no initial */
		put(p->out, c);
	} else if (p->en_palabra) {
		end_word(p->out, p->desde);
		p->en_palabra = false;
	}
}

static bool letter_at(const char *utf8, size_t n, size_t *largo)
{
	utf8proc_int32_t c = 0;
	const utf8proc_ssize_t k = n ? utf8proc_iterate((const utf8proc_uint8_t *)utf8, (utf8proc_ssize_t)n, &c) : 0;
	*largo = k > 0 ? (size_t)k : 0;
	return k > 0 && (word_letter(c) || mark(c)) && !digit(c);
}

/* A point between initials, as in N.L., D.F. or U.S.A.: a letter alone before it, and one after it. */
static bool between_initials(const struct plegado *p, const char *utf8, size_t n)
{
	size_t k, otra;
	return p->en_palabra && p->letras == 1 && letter_at(utf8, n, &k) && !letter_at(utf8 + k, n - k, &otra);
}

enum status busqueda_fold(const char *utf8, size_t n, size_t max, struct buf *out)
{
	const size_t inicio = out->len;
	struct plegado p = {.out = out};
	while (n > 0 && out->len - inicio < max && !out->failed) {
		utf8proc_int32_t c, d[8];
		int borde = 0;
		const utf8proc_ssize_t k = utf8proc_iterate((const utf8proc_uint8_t *)utf8, (utf8proc_ssize_t)n, &c);
		if (k <= 0)
			return STATUS_INVALID;
		if (c == '.' && between_initials(&p, utf8 + k, n - (size_t)k)) {
			p.letras = 0;
			utf8 += k;
			n -= (size_t)k;
			continue;
		}
		const utf8proc_ssize_t m = utf8proc_decompose_char(
			c, d, 8, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE, &borde);
		for (utf8proc_ssize_t i = 0; i < m && i < 8; i++)
			fold_char(&p, d[i]);
		utf8 += k;
		n -= (size_t)k;
	}
	if (p.en_palabra && n > 0)
		out->len = p.desde; /* cut short: half a word is no word */
	else if (p.en_palabra)
		end_word(out, p.desde);
	if (!out->failed && out->data)
		out->data[out->len] = '\0';
	return out->failed ? STATUS_INVALID : STATUS_OK;
}

/* ---- what was typed ---- */

struct consulta_texto {
	struct buf *out;
	char peso;
	int palabras, positivas;
};

/* One stretch without blanks, or what stood between quotes: its words one after the other. */
static enum status add_term(struct consulta_texto *q, const char *s, size_t n, bool sin, bool prefijo)
{
	BUF_AUTO b;
	buf_init(&b, 8192);
	enum status st = busqueda_fold(s, n, 8000, &b);
	if (st != STATUS_OK || b.len == 0)
		return st;
	int k = 1;
	for (size_t i = 0; i < b.len; i++)
		k += b.data[i] == ' ';
	q->palabras += k;
	q->positivas += sin ? 0 : k;
	if (q->palabras > BUSQUEDA_PALABRAS_MAX)
		return STATUS_INVALID;
	if (q->out->len)
		buf_puts(q->out, " & ");
	if (sin)
		buf_putc(q->out, '!');
	const char peso[] = {':', q->peso, '\0'};
	buf_puts(q->out, "('");
	for (size_t i = 0; i < b.len; i++) {
		if (b.data[i] == ' ')
			buf_printf(q->out, "'%s <-> '", q->peso ? peso : "");
		else
			buf_putc(q->out, b.data[i]);
	}
	buf_printf(q->out, "'%s%s)", q->peso || prefijo ? peso : "", prefijo ? "*" : "");
	return STATUS_OK;
}

static bool blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

enum status busqueda_parse(const char *s, char peso, struct buf *out, int *palabras)
{
	struct consulta_texto q = {.out = out, .peso = peso};
	enum status st = STATUS_OK;
	while (*s && st == STATUS_OK) {
		while (blank(*s))
			s++;
		const bool sin = *s == '-';
		s += sin;
		if (*s == '"') {
			const char *fin = strchr(s + 1, '"');
			const size_t n = fin ? (size_t)(fin - s - 1) : strlen(s + 1);
			st = add_term(&q, s + 1, n, sin, false);
			s += 1 + n + (fin != NULL);
		} else {
			size_t n = 0;
			while (s[n] && !blank(s[n]) && s[n] != '"')
				n++;
			st = add_term(&q, s, n, sin, n > 1 && s[n - 1] == '*');
			s += n;
		}
	}
	*palabras = q.positivas;
	return st == STATUS_OK && out->failed ? STATUS_INVALID : st;
}
