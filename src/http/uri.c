/* Addresses: percent-decoding, query parameters, traceparent. Everything that comes out is valid UTF-8 without NUL. */
#include <string.h>

#include "base/utf8.h"
#include "http/interno.h"

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool percent_decode(char *s, size_t *len, bool plus)
{
	char *out = s;
	bool plain = true;
	for (const char *p = s, *end = s + *len; p < end; p++) {
		char c = *p;
		if (c == '%') {
			int hi = end - p > 2 ? hex(p[1]) : -1, lo = end - p > 2 ? hex(p[2]) : -1;
			if (hi < 0 || lo < 0 || (hi | lo) == 0)
				return false;
			c = (char)(hi * 16 + lo);
			p += 2;
		} else if (c == '+' && plus) {
			c = ' ';
		} else if ((unsigned char)c <= ' ' || c == 0x7F) {
			return false;
		}
		plain = plain && (unsigned char)c < 0x80;
		*out++ = c;
	}
	*len = (size_t)(out - s);
	*out = '\0';
	return plain || utf8_valid(s, *len);
}

/* Decodes "name=value" at s (n bytes, NUL-terminated). */
static bool read_pair(char *s, size_t n, struct parametro *out)
{
	char *eq = memchr(s, '=', n);
	size_t name_len = eq ? (size_t)(eq - s) : n, value_len = eq ? n - name_len - 1 : 0;
	char *value = eq ? eq + 1 : s + n;
	if (eq)
		*eq = '\0';
	if (!percent_decode(value, &value_len, true) || !percent_decode(s, &name_len, true))
		return false;
	*out = (struct parametro){.name = s, .value = value};
	return true;
}

static bool read_pairs(struct peticion *p, char *raw, struct parametro **out, size_t *count)
{
	size_t pairs = *raw ? 1 : 0;
	for (const char *c = raw; *c; c++)
		pairs += *c == '&';
	if (pairs == 0)
		return true;
	if (pairs > QUERY_MAX || !(*out = arena_array(p->ex.arena, pairs, sizeof **out)))
		return false;
	for (char *s = raw, *next; s; s = next) {
		size_t n = strcspn(s, "&");
		next = s[n] ? s + n + 1 : NULL;
		s[n] = '\0';
		if (n && !read_pair(s, n, &(*out)[(*count)++]))
			return false;
	}
	return true;
}

bool query_parse(struct peticion *p, char *raw)
{
	return read_pairs(p, raw, &p->query, &p->n_query);
}

bool form_parse(struct peticion *p, char *raw)
{
	if (!read_pairs(p, raw, &p->formulario, &p->n_formulario))
		return false;
	for (size_t i = 0; i < p->n_formulario; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(p->formulario[i].name, p->formulario[k].name) == 0)
				return false;
	return true;
}

/* W3C Trace Context: version-traceid-parentid-flags; a future version may carry more after them. */
bool traceparent_parse(const char *s, char traza[static 33])
{
	static const size_t dashes[] = {2, 35, 52};
	size_t n = strlen(s);
	if (n < 55 || (n > 55 && (s[55] != '-' || strncmp(s, "00", 2) == 0)) || strncmp(s, "ff", 2) == 0)
		return false;
	for (size_t i = 0, d = 0; i < 55; i++) {
		if (d < 3 && i == dashes[d]) {
			if (s[i] != '-')
				return false;
			d++;
		} else if (hex(s[i]) < 0 || (s[i] >= 'A' && s[i] <= 'F')) {
			return false;
		}
	}
	if (strspn(s + 3, "0") >= 32 || strspn(s + 36, "0") >= 16)
		return false;
	memcpy(traza, s + 3, 32);
	traza[32] = '\0';
	return true;
}
