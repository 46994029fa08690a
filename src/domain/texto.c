#include "domain/texto.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"

/* A place in a folded paragraph. Everything read through it is UTF-8 that utf8proc wrote. */
struct cursor {
	const uint8_t *p, *end;
};

#define FIN (-1)

static int32_t cursor_next(struct cursor *c)
{
	utf8proc_int32_t cp = FIN;

	/* At the end utf8proc reads nothing and answers 0 bytes and -1. */
	c->p += utf8proc_iterate(c->p, c->end - c->p, &cp);
	return cp;
}

static int32_t cursor_peek(struct cursor c)
{
	return cursor_next(&c);
}

static bool in_set(const int32_t *set, int32_t cp)
{
	while (*set != 0 && *set != cp)
		set++;
	return *set != 0;
}

/* Unicode White_Space (PropList.txt); isspace() depends on the locale and utf8proc's categories leave out the controls. */
static bool is_white(int32_t cp)
{
	static const int32_t otros[] = {0x20, 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0};

	return (cp >= 0x09 && cp <= 0x0D) || (cp >= 0x2000 && cp <= 0x200A) || in_set(otros, cp);
}

static bool is_bullet(int32_t cp)
{
	static const int32_t bullets[] = {'*', '-', 0xB7, 0x2013, 0x2014, 0x2022, 0x2023, 0x2043, 0x2212, 0x2219, 0x25A0, 0x25A1, 0x25AA,
		0x25AB, 0x25C6, 0x25C7, 0x25CB, 0x25CF, 0x25E6, 0x2713, 0x2714, 0x27A2, 0x27A4, 0xF0A7, 0xF0B7, 0xF0D8, 0};

	return in_set(bullets, cp);
}

static bool is_closer(int32_t cp)
{
	static const int32_t closers[] = {'.', ')', '-', 0x2013, 0x2014, 0};

	return in_set(closers, cp);
}

static bool is_digit(int32_t cp)
{
	return cp >= '0' && cp <= '9';
}

static bool is_letter(int32_t cp)
{
	return (cp >= 'a' && cp <= 'z') || cp == 0xF1;
}

static bool take(struct cursor *c, int32_t cp)
{
	if (cursor_peek(*c) != cp)
		return false;
	cursor_next(c);
	return true;
}

/* One decimal place of a Roman numeral: nine, four, or five and up to three ones. */
static void take_roman_place(struct cursor *c, int32_t one, int32_t five, int32_t ten)
{
	struct cursor probe = *c;

	if (take(&probe, one) && (take(&probe, ten) || take(&probe, five))) {
		*c = probe;
		return;
	}
	take(c, five);
	for (int i = 0; i < 3 && take(c, one); i++)
		;
}

static bool take_roman(struct cursor *c)
{
	const uint8_t *start = c->p;

	for (int i = 0; i < 3 && take(c, 'c'); i++)
		;
	take_roman_place(c, 'x', 'l', 'c');
	take_roman_place(c, 'i', 'v', 'x');
	return c->p != start;
}

/* One unit of a label, or false. `number` tells whether it was of digits. Longest form first: "ii" is Roman, not the letter i. */
static bool take_unit(struct cursor *c, bool *number)
{
	*number = is_digit(cursor_peek(*c));
	if (*number) {
		for (int i = 0; i < 2 && is_digit(cursor_peek(*c)); i++)
			cursor_next(c);
		return true;
	}
	if (take_roman(c))
		return true;
	if (!is_letter(cursor_peek(*c)))
		return false;
	cursor_next(c);
	return true;
}

/* `multiple` tells whether the label may stand without a closer: two or more units, the first not a number. */
static bool take_label(struct cursor *c, bool *multiple)
{
	bool first_number, number;

	*multiple = false;
	if (!take_unit(c, &first_number))
		return false;
	for (int i = 0; i < 4; i++) {
		struct cursor probe = *c;

		if (!take(&probe, '.') || !take_unit(&probe, &number))
			break;
		*c = probe;
		*multiple = !first_number;
	}
	return true;
}

static bool take_closer(struct cursor *c)
{
	const uint8_t *start = c->p;

	for (int i = 0; i < 3 && is_closer(cursor_peek(*c)); i++)
		cursor_next(c);
	return c->p != start;
}

static bool take_mark(struct cursor *c)
{
	bool multiple;

	if (is_bullet(cursor_peek(*c))) {
		cursor_next(c);
		return true;
	}
	if (take(c, '(')) {
		if (!take_label(c, &multiple) || !take(c, ')'))
			return false;
		take_closer(c);
		return true;
	}
	return take_label(c, &multiple) && (take_closer(c) || multiple);
}

static void skip_white(struct cursor *c)
{
	while (is_white(cursor_peek(*c)))
		cursor_next(c);
}

/* Drops the list mark only when white space and then text follow it. */
static void skip_mark(struct cursor *c)
{
	struct cursor probe = *c;

	if (!take_mark(&probe) || !is_white(cursor_peek(probe)))
		return;
	skip_white(&probe);
	if (cursor_peek(probe) != FIN)
		*c = probe;
}

static void put_words(struct cursor c, size_t start, struct buf *out)
{
	skip_white(&c);
	while (c.p < c.end) {
		const uint8_t *word = c.p;

		while (c.p < c.end && !is_white(cursor_peek(c)))
			cursor_next(&c);
		if (out->len > start)
			buf_putc(out, ' ');
		buf_append(out, word, (size_t)(c.p - word));
		skip_white(&c);
	}
}

static enum status normalize_paragraph(const char *utf8, size_t n, size_t start, struct buf *out)
{
	const utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
	utf8proc_uint8_t *folded = NULL;
	const utf8proc_ssize_t len = utf8proc_map((const utf8proc_uint8_t *)utf8, (utf8proc_ssize_t)n, &folded, how);
	struct cursor c;

	if (len < 0)
		return STATUS_UNAVAILABLE; /* the text is known to be valid: only memory can be missing */
	c = (struct cursor){folded, folded + len};
	skip_white(&c);
	skip_mark(&c);
	put_words(c, start, out);
	free(folded);
	return out->failed ? STATUS_INVALID : STATUS_OK;
}

enum status texto_normalize(const char *utf8, size_t n, struct buf *out)
{
	const size_t start = out->len;
	enum status st = STATUS_OK;

	if (!utf8_valid(utf8, n))
		return STATUS_INVALID;
	while (n > 0 && st == STATUS_OK) {
		const char *lf = memchr(utf8, '\n', n);
		const size_t len = lf != NULL ? (size_t)(lf - utf8) : n;
		const size_t step = lf != NULL ? len + 1 : len;

		st = normalize_paragraph(utf8, len, start, out);
		utf8 += step;
		n -= step;
	}
	return st;
}

uint32_t texto_palabras(const char *normalizado, size_t n)
{
	uint32_t words = n > 0 ? 1 : 0;

	for (size_t i = 0; i < n; i++)
		words += normalizado[i] == ' ';
	return words;
}
