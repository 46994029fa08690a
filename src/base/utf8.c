#include "base/utf8.h"

#include <string.h>

/* Length of the sequence at s (n bytes left) and its code point; 0 when it is malformed. */
static size_t decode(const unsigned char *s, size_t n, uint32_t *cp)
{
	static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t len = s[0] < 0x80 ? 1 : s[0] >> 5 == 0x6 ? 2 : s[0] >> 4 == 0xE ? 3 : s[0] >> 3 == 0x1E ? 4 : 0;
	if (!len || len > n)
		return 0;
	*cp = len == 1 ? s[0] : s[0] & (0x7Fu >> len);
	for (size_t i = 1; i < len; i++) {
		if (s[i] >> 6 != 0x2)
			return 0;
		*cp = *cp << 6 | (s[i] & 0x3Fu);
	}
	bool surrogate = *cp >= 0xD800 && *cp <= 0xDFFF;
	return *cp < smallest[len] || *cp > 0x10FFFF || surrogate ? 0 : len;
}

bool utf8_valid(const char *s, size_t n)
{
	const unsigned char *p = (const unsigned char *)s;
	for (size_t i = 0, len; i < n; i += len) {
		uint64_t ocho;
		uint32_t cp;
		len = sizeof ocho;
		if (n - i >= len && (memcpy(&ocho, p + i, len), (ocho & UINT64_C(0x8080808080808080)) == 0)) /* eight of ASCII at once */
			continue;
		len = decode(p + i, n - i, &cp);
		if (!len)
			return false;
	}
	return true;
}

size_t utf8_length(const char *s)
{
	size_t n = 0;
	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

static bool is_control(uint32_t c)
{
	if (c == '\n' || c == '\t')
		return false;
	return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) ||
		(c >= 0x2066 && c <= 0x2069);
}

bool utf8_has_control(const char *s)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t n = strlen(s);
	for (size_t i = 0, len; i < n; i += len) {
		uint32_t cp;
		len = decode(p + i, n - i, &cp);
		if (!len || is_control(cp))
			return true;
	}
	return false;
}
