/*
 * The short way for bytes that json_encode wrote: members in the descriptor's order, no spaces, the escapes of json_escape. One walk over the
 * text along the descriptor, without a tree of values between: a file read for the first time is mostly this. Whatever is not exactly of
 * that form is left to the ordinary decoder, which says what is wrong with it; so this one only ever says yes or "ask the other".
 */
#include <limits.h>
#include <string.h>

#include "base/fecha.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "codec/json_interno.h"

#define PALABRA_MAX 100 /* dates, hashes, names of a vocabulary */
#define DIGITOS_MAX 18

struct cursor {
	const char *p, *end;
	struct arena *a;
};
struct cadena {
	const char *s; /* between the quotes, in the text */
	size_t n;
	bool escapes;
};

static bool take(struct cursor *c, char want)
{
	if (c->p == c->end || *c->p != want)
		return false;
	c->p++;
	return true;
}

/* Neither a string's end, nor an escape, nor what may not stand there. */
static bool plain(char c)
{
	return (unsigned char)c >= ' ' && c != '"' && c != '\\';
}

static bool take_string(struct cursor *c, struct cadena *out)
{
	if (!take(c, '"'))
		return false;
	*out = (struct cadena){.s = c->p};
	const char *p = c->p, *const end = c->end;
	for (;; p++) {
		while (p < end && plain(*p))
			p++;
		if (p == end || *p != '\\')
			break;
		out->escapes = true;
		if (++p == end)
			return false;
	}
	if (p == end || *p != '"')
		return false;
	out->n = (size_t)(p - out->s);
	c->p = p + 1;
	return true;
}

/* One escape at s, after its backslash; how many bytes it has, 0 when it is not one of ours. */
static size_t unescape(const char *s, size_t n, char *out)
{
	static const char from[] = "\"\\bfnrt", to[] = "\"\\\b\f\n\r\t";
	const char *at = *s ? strchr(from, *s) : NULL;
	uint8_t byte;
	if (at) {
		*out = to[at - from];
		return 1;
	}
	char digits[3] = {n > 4 ? s[3] : '\0', n > 4 ? s[4] : '\0'};
	if (n < 5 || memcmp(s, "u00", 3) != 0 || !hex_decode(digits, &byte, 1) || byte == 0 || byte >= ' ')
		return 0;
	*out = (char)byte;
	return 5;
}

static bool read_text(struct cursor *c, const char **out)
{
	struct cadena raw;
	if (!take_string(c, &raw))
		return false;
	char *copy = raw.escapes ? arena_alloc(c->a, raw.n + 1) : arena_memdup(c->a, raw.s, raw.n);
	size_t n = 0;
	for (size_t i = 0; copy && raw.escapes && i < raw.n; n++) {
		copy[n] = raw.s[i++];
		if (copy[n] != '\\')
			continue;
		size_t len = unescape(raw.s + i, raw.n - i, &copy[n]);
		if (len == 0)
			return false;
		i += len;
	}
	*out = copy;
	return copy != NULL;
}

static bool read_word(struct cursor *c, const struct json_field *f, void *out)
{
	struct cadena raw;
	char s[PALABRA_MAX];
	int v;
	if (!take_string(c, &raw) || raw.escapes || raw.n >= sizeof s)
		return false;
	memcpy(s, raw.s, raw.n);
	s[raw.n] = '\0';
	if (f->kind == JSON_KIND_FECHA)
		return fecha_parse(s, out);
	if (f->kind == JSON_KIND_INSTANTE)
		return instante_parse(s, out);
	if (f->kind == JSON_KIND_UUID)
		return uuid_parse(s, out);
	if (f->kind == JSON_KIND_SHA256)
		return raw.n == SHA256_HEX_LEN - 1 && hex_decode(s, ((struct sha256 *)out)->b, SHA256_LEN);
	v = vocabulario_find(f->vocabulario, s);
	*(int *)out = v > 0 ? v : 0;
	return v > 0;
}

static bool read_integer(struct cursor *c, const struct json_field *f, void *out)
{
	bool minus = take(c, '-');
	const char *first = c->p;
	int64_t v = 0;
	for (; c->p < c->end && *c->p >= '0' && *c->p <= '9'; c->p++) {
		if (c->p - first == DIGITOS_MAX)
			return false;
		v = v * 10 + (*c->p - '0');
	}
	if (c->p == first || (*first == '0' && (minus || c->p - first > 1)))
		return false;
	v = minus ? -v : v;
	if (f->kind == JSON_KIND_INT64)
		*(int64_t *)out = v;
	else if (v >= INT_MIN && v <= INT_MAX)
		*(int *)out = (int)v;
	else
		return false;
	return true;
}

static bool read_bool(struct cursor *c, bool *out)
{
	size_t left = (size_t)(c->end - c->p);
	*out = left >= 4 && memcmp(c->p, "true", 4) == 0;
	if (!*out && (left < 5 || memcmp(c->p, "false", 5) != 0))
		return false;
	c->p += *out ? 4 : 5;
	return true;
}

/* How many items an array has from here on. */
static bool count_items(struct cursor c, size_t *n)
{
	struct cadena raw;
	int depth = 0;
	*n = c.p < c.end && *c.p != ']';
	while (c.p < c.end) {
		if (*c.p == '"') {
			if (!take_string(&c, &raw))
				return false;
			continue;
		}
		if (depth == 0 && *c.p == ']')
			return true;
		depth += *c.p == '[' || *c.p == '{';
		depth -= *c.p == ']' || *c.p == '}';
		*n += depth == 0 && *c.p == ',';
		c.p++;
	}
	return false;
}

static bool read_object(struct cursor *c, const struct json_desc *d, void *out);

static bool read_value(struct cursor *c, const struct json_field *f, void *out)
{
	switch (f->kind) {
	case JSON_KIND_STRING:
		return read_text(c, out);
	case JSON_KIND_INT:
	case JSON_KIND_INT64:
		return read_integer(c, f, out);
	case JSON_KIND_BOOL:
		return read_bool(c, out);
	case JSON_KIND_FECHA:
	case JSON_KIND_INSTANTE:
	case JSON_KIND_UUID:
	case JSON_KIND_SHA256:
	case JSON_KIND_ENUM:
		return read_word(c, f, out);
	case JSON_KIND_OBJECT:
		*(void **)out = arena_alloc(c->a, f->sub->size);
		return *(void **)out && read_object(c, f->sub, *(void **)out);
	case JSON_KIND_EMBEDDED:
		return read_object(c, f->sub, out);
	case JSON_KIND_ARRAY:
		break; /* needs the count: read_array */
	}
	return false;
}

static bool read_array(struct cursor *c, const struct json_field *f, void *base)
{
	struct json_field item = *f;
	item.kind = f->item == JSON_KIND_OBJECT ? JSON_KIND_EMBEDDED : f->item; /* items stand inline */
	if (!take(c, '['))
		return false;
	if (take(c, ']'))
		return true;
	char *items = arena_alloc(c->a, f->item_size);
	if (!items || !read_value(c, &item, items))
		return false;
	size_t n = 1;
	if (take(c, ',')) { /* most lists have one item: only others are counted before they are read */
		const char *primero = items;
		if (!count_items(*c, &n) || n == 0 || !(items = arena_array(c->a, ++n, f->item_size)))
			return false;
		memcpy(items, primero, f->item_size);
	}
	for (size_t i = 1; i < n; i++) {
		if ((i > 1 && !take(c, ',')) || !read_value(c, &item, items + i * f->item_size))
			return false;
	}
	*(void **)((char *)base + f->offset) = items;
	*(size_t *)((char *)base + f->count_offset) = n;
	return take(c, ']');
}

/* <0, 0, >0 as strcmp. */
static int compare(const char *name, const struct cadena *s)
{
	if (s->n && *name != *s->s) /* most members that are not there */
		return (unsigned char)*name - (unsigned char)*s->s;
	int r = strncmp(name, s->s, s->n);
	return r ? r : name[s->n] != '\0';
}

static bool read_object(struct cursor *c, const struct json_desc *d, void *out)
{
	json_desc_init(d, out);
	if (!take(c, '{'))
		return false;
	if (take(c, '}'))
		return true;
	size_t i = 0;
	do {
		struct cadena name;
		if (!take_string(c, &name) || name.escapes || !take(c, ':'))
			return false;
		int igual = -1;
		for (; i < d->n_fields && (igual = compare(d->fields[i].name, &name)) < 0; i++) {
		}
		if (igual != 0)
			return false;
		const struct json_field *f = &d->fields[i++];
		if (f->kind == JSON_KIND_ARRAY ? !read_array(c, f, out) : !read_value(c, f, (char *)out + f->offset))
			return false;
	} while (take(c, ','));
	return take(c, '}');
}

bool json_leer_canonico(const struct json_desc *d, const char *text, size_t len, void *out, struct arena *a)
{
	struct cursor c = {.p = text, .end = text + len, .a = a};
	return utf8_valid(text, len) && read_object(&c, d, out) && c.p == c.end;
}
