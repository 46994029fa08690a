/* File names in headers. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "http/disposicion.h"

#define NOMBRE_MAX 1024

/* The value of parameter `name`, as it stands; NULL when absent. Quoted strings may hold semicolons. */
static const char *parameter(const char *header, const char *name, size_t *len)
{
	size_t n = strlen(name);
	for (const char *p = header; p && *p;) {
		bool quoted = false;
		while (*p && (quoted || *p != ';')) {
			quoted ^= *p == '"';
			p += *p == '\\' && p[1] ? 2 : 1;
		}
		if (!*p)
			return NULL;
		p += 1 + strspn(p + 1, " \t");
		if (strncasecmp(p, name, n) != 0 || p[n] != '=')
			continue;
		const char *value = p + n + 1, *end = value;
		for (quoted = false; *end && (quoted || *end != ';'); end += *end == '\\' && end[1] ? 2 : 1)
			quoted ^= *end == '"';
		*len = (size_t)(end - value);
		return value;
	}
	return NULL;
}

static int hex_value(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static void decode_percent(const char *s, size_t n, struct buf *out)
{
	for (size_t i = 0; i < n; i++) {
		int high = s[i] == '%' && i + 2 < n ? hex_value(s[i + 1]) : -1, low = high >= 0 ? hex_value(s[i + 2]) : -1;
		if (low >= 0) {
			buf_putc(out, (char)(high << 4 | low));
			i += 2;
		} else {
			buf_putc(out, s[i]);
		}
	}
}

static void decode_quoted(const char *s, size_t n, struct buf *out)
{
	bool quoted = n >= 2 && s[0] == '"' && s[n - 1] == '"';
	for (size_t i = quoted; i < n - quoted; i++) {
		if (quoted && s[i] == '\\' && i + 1 < n - 1)
			i++;
		buf_putc(out, s[i]);
	}
}

const char *disposicion_filename(const char *header, struct arena *a)
{
	size_t n = 0;
	BUF_AUTO b;
	buf_init(&b, NOMBRE_MAX);
	const char *v = parameter(header, "filename*", &n);
	if (v && n > 7 && strncasecmp(v, "UTF-8'", 6) == 0 && memchr(v + 6, '\'', n - 6)) {
		const char *text = (const char *)memchr(v + 6, '\'', n - 6) + 1;
		decode_percent(text, (size_t)(v + n - text), &b);
	} else if ((v = parameter(header, "filename", &n)) && n > 0) {
		decode_quoted(v, n, &b);
	}
	bool good = b.len > 0 && !b.failed && strlen(buf_str(&b)) == b.len && utf8_valid(buf_str(&b), b.len);
	return good ? arena_strdup(a, buf_str(&b)) : NULL;
}

void disposicion_write(struct buf *out, const char *nombre)
{
	buf_puts(out, "attachment; filename=\"");
	for (const char *p = nombre; *p; p++)
		if ((*p & 0xC0) != 0x80)
			buf_putc(out, isalnum((unsigned char)*p) || strchr(".-_ ", *p) ? *p : '_');
	buf_puts(out, "\"; filename*=UTF-8''");
	for (const char *p = nombre; *p; p++) {
		unsigned char c = (unsigned char)*p;
		if (c < 0x80 && (isalnum(c) || strchr(".-_~", c)))
			buf_putc(out, (char)c);
		else
			buf_printf(out, "%%%02X", c);
	}
}
