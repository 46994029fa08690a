/* Accept, Accept-Language, Content-Type (RFC 9110 §12, §8.3): what the client can read and what it says it sends. */
#include <string.h>
#include <strings.h>

#include "http/interno.h"

/* Names by which each medium may be asked for; the first one is what the service answers with. */
static const struct {
	unsigned bit;
	const char *names[5];
} media[] = {
	{MEDIO_JSON, {"application/json"}},
	{MEDIO_CSV, {"text/csv"}},
	{MEDIO_HTML, {"text/html", "application/xhtml+xml"}},
	{MEDIO_YAML, {"application/yaml", "application/x-yaml", "text/yaml", "application/vnd.oai.openapi"}},
	{MEDIO_TEXTO, {"text/plain"}},
	{MEDIO_PDF, {"application/pdf"}},
	{MEDIO_ATOM, {"application/atom+xml", "application/xml", "text/xml"}},
	{MEDIO_JSON_LD, {"application/ld+json", "application/json"}},
	{MEDIO_SSE, {"text/event-stream"}},
};
#define N_MEDIA (sizeof media / sizeof media[0])

struct item {
	const char *name;
	size_t len;
	int q; /* thousandths */
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t';
}

/* "q" weight of the parameters at p (up to a comma); 1000 when absent, 0 when malformed: a broken weight asks for nothing. */
static int weight(const char *p, const char *end)
{
	while (p < end) {
		while (p < end && (*p == ';' || is_space(*p)))
			p++;
		if (end - p < 2 || (p[0] != 'q' && p[0] != 'Q') || p[1] != '=') {
			while (p < end && *p != ';')
				p++;
			continue;
		}
		p += 2;
		if (p == end || (*p != '0' && *p != '1'))
			return 0;
		int q = (*p++ - '0') * 1000, unit = 100;
		if (p < end && *p == '.')
			p++;
		for (; p < end && *p >= '0' && *p <= '9' && unit > 0; p++, unit /= 10)
			q += (*p - '0') * unit;
		return q > 1000 ? 1000 : q;
	}
	return 1000;
}

/* Next element of a comma-separated list; false at its end. */
static bool next_item(const char **cursor, struct item *out)
{
	const char *p = *cursor;
	while (*p == ',' || is_space(*p))
		p++;
	if (!*p)
		return false;
	const char *end = p + strcspn(p, ",");
	const char *name_end = p + strcspn(p, ";,");
	*cursor = end;
	out->name = p;
	out->q = weight(name_end, end);
	while (name_end > p && is_space(name_end[-1]))
		name_end--;
	out->len = (size_t)(name_end - p);
	return true;
}

static bool same(const struct item *it, const char *name)
{
	return strlen(name) == it->len && strncasecmp(it->name, name, it->len) == 0;
}

/* How precisely a range names a medium: 3 exact, 2 "type/" and a star, 1 any, 0 not at all. */
static int precision(const struct item *it, const char *const *names)
{
	if (same(it, "*/*") || same(it, "*"))
		return 1;
	for (int i = 0; i < 5 && names[i]; i++) {
		if (same(it, names[i]))
			return 3;
		size_t type = strcspn(names[i], "/") + 1;
		if (it->len == type + 1 && it->name[type] == '*' && strncasecmp(it->name, names[i], type) == 0)
			return 2;
	}
	return 0;
}

/* Weight that the header gives to one medium: that of the most precise range. */
static int quality(const char *accept, const char *const *names)
{
	struct item it;
	int best = 0, q = 0;
	while (next_item(&accept, &it)) {
		int p = precision(&it, names);
		if (p > best) {
			best = p;
			q = it.q;
		} else if (p == best && p > 0 && it.q > q) {
			q = it.q;
		}
	}
	return q;
}

unsigned accept_choose(const char *accept, unsigned medios)
{
	unsigned first = medios & -medios;
	/* The document's own type is not known before it is read: no Accept can refuse it. */
	if (!accept || !*accept || (medios & MEDIO_BINARIO))
		return first;
	unsigned chosen = 0;
	int best = 0;
	for (size_t i = 0; i < N_MEDIA; i++) {
		int q = medios & media[i].bit ? quality(accept, media[i].names) : 0;
		if (q > best) {
			best = q;
			chosen = media[i].bit;
		}
	}
	return chosen;
}

void medios_list(unsigned medios, struct buf *out)
{
	for (size_t i = 0; i < N_MEDIA; i++) {
		if (medios & media[i].bit) {
			if (out->len)
				buf_puts(out, ", ");
			buf_puts(out, media[i].names[0]);
		}
	}
}

bool accept_english(const char *accept_language)
{
	struct item it;
	int en = 0, es = 0;
	bool en_first = false;
	if (!accept_language)
		return false;
	while (next_item(&accept_language, &it)) {
		if (it.len < 2 || (it.len > 2 && it.name[2] != '-'))
			continue;
		if (strncasecmp(it.name, "en", 2) == 0 && it.q > en) {
			en = it.q;
			en_first = es < en;
		} else if (strncasecmp(it.name, "es", 2) == 0 && it.q > es) {
			es = it.q;
		}
	}
	return en > es || (en > 0 && en == es && en_first);
}

/* Value of a Content-Type parameter (unquoted), NULL when absent. */
static const char *parameter(const char *ct, const char *name, size_t *len)
{
	size_t n = strlen(name);
	for (const char *p = strchr(ct, ';'); p; p = strchr(p, ';')) {
		p++;
		while (is_space(*p))
			p++;
		if (strncasecmp(p, name, n) != 0 || p[n] != '=')
			continue;
		p += n + 1;
		bool quoted = *p == '"';
		p += quoted;
		*len = strcspn(p, quoted ? "\"" : "; \t");
		return quoted && p[*len] != '"' ? NULL : p;
	}
	return NULL;
}

bool content_type_is(const char *content_type, const char *type)
{
	size_t n = strlen(type), len = 0;
	if (!content_type || strncasecmp(content_type, type, n) != 0 ||
		(content_type[n] && content_type[n] != ';' && !is_space(content_type[n])))
		return false;
	const char *charset = parameter(content_type, "charset", &len);
	return !charset || (len == 5 && strncasecmp(charset, "utf-8", 5) == 0) || (len == 4 && strncasecmp(charset, "utf8", 4) == 0);
}

bool multipart_boundary_ok(const char *content_type)
{
	size_t len = 0;
	const char *b = parameter(content_type, "boundary", &len);
	if (!b || len < 1 || len > 70)
		return false;
	for (size_t i = 0; i < len; i++) {
		bool alnum = (b[i] >= '0' && b[i] <= '9') || (b[i] >= 'A' && b[i] <= 'Z') || (b[i] >= 'a' && b[i] <= 'z');
		if (!alnum && !memchr("'()+_,-./:=?", b[i], 12))
			return false;
	}
	/* libmicrohttpd looks for the word itself: it must find the same one. */
	const char *first = strcasestr(content_type, "boundary=");
	return first && (first + 9 == b || (first[9] == '"' && first + 10 == b));
}
