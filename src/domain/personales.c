#include "domain/personales.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>
#include <utf8proc.h>

/* ---- pieces: how many bytes, 0: it is not there ---- */

static bool letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static bool digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A letter of a name: Ñ and & belong to them. */
static size_t initial(const char *s, size_t n)
{
	if (n > 0 && (letter(*s) || *s == '&'))
		return 1;
	return n > 1 && s[0] == '\xC3' && (s[1] == '\x91' || s[1] == '\xB1') ? 2 : 0;
}

/* `cuantas` of them, the second a vowel, or X for want of one. A clave de elector has no such rule. */
static size_t initials(const char *s, size_t n, int cuantas, bool vocal)
{
	size_t i = 0;
	for (int k = 0; k < cuantas; k++) {
		const size_t d = initial(s + i, n - i);
		if (d == 0 || (vocal && k == 1 && !strchr("AEIOUXaeioux", s[i])))
			return 0;
		i += d;
	}
	return i;
}

static int two(const char *s)
{
	return (s[0] - '0') * 10 + (s[1] - '0');
}

/* AAMMDD. */
static size_t date(const char *s, size_t n)
{
	for (size_t i = 0; i < 6; i++)
		if (n < 6 || !digit(s[i]))
			return 0;
	const int mes = two(s + 2), dia = two(s + 4);
	return mes >= 1 && mes <= 12 && dia >= 1 &&
			dia <= (mes == 2                                                       ? 29
					       : mes == 4 || mes == 6 || mes == 9 || mes == 11 ? 30
											       : 31)
		? 6
		: 0;
}

/* By a pattern: L letter, D digit, A letter or digit, S sex (H, M or X). */
static size_t signs(const char *s, size_t n, const char *forma)
{
	size_t i = 0;
	for (; forma[i]; i++) {
		if (i == n)
			return 0;
		const bool es = forma[i] == 'L' ? letter(s[i])
			: forma[i] == 'D'       ? digit(s[i])
			: forma[i] == 'A'       ? letter(s[i]) || digit(s[i])
						: s[i] && strchr("HMXhmx", s[i]);
		if (!es)
			return 0;
	}
	return i;
}

/* ---- identifiers ---- */

static size_t curp(const char *s, size_t n)
{
	const size_t a = initials(s, n, 4, true), b = a ? date(s + a, n - a) : 0, c = b ? signs(s + a + b, n - a - b, "SLLLLLAD") : 0;
	return c ? a + b + c : 0;
}

static size_t clave_de_elector(const char *s, size_t n)
{
	const size_t a = initials(s, n, 6, false), b = a ? date(s + a, n - a) : 0, c = b ? signs(s + a + b, n - a - b, "DDSDDD") : 0;
	return c ? a + b + c : 0;
}

/* With or without hyphens between its parts. */
static size_t rfc(const char *s, size_t n)
{
	size_t i = initials(s, n, 4, true);
	if (i == 0)
		return 0;
	i += i < n && s[i] == '-';
	const size_t b = date(s + i, n - i);
	if (b == 0)
		return 0;
	i += b;
	i += i < n && s[i] == '-';
	const size_t c = signs(s + i, n - i, "AAA");
	return c ? i + c : 0;
}

/* ---- addresses ---- */

/* Where anybody has an address of his own: what an office publishes as its own is at its domain. */
static const char *const proveedores[] = {"aol.com", "gmail.com", "gmx.com", "googlemail.com", "hotmail.com", "hotmail.com.mx",
	"hotmail.es", "icloud.com", "live.com", "live.com.mx", "mac.com", "me.com", "msn.com", "outlook.com", "outlook.com.mx",
	"outlook.es", "prodigy.net.mx", "proton.me", "protonmail.com", "rocketmail.com", "yahoo.com", "yahoo.com.mx", "yahoo.es",
	"ymail.com"};

/* That name, and no longer one that begins so. */
static bool ends_name(const char *s, size_t n)
{
	return n == 0 || !(letter(*s) || digit(*s) || *s == '-' || (*s == '.' && n > 1 && (letter(s[1]) || digit(s[1]))));
}

static size_t provider(const char *s, size_t n)
{
	for (size_t i = 0; i < sizeof proveedores / sizeof *proveedores; i++) {
		const size_t k = strlen(proveedores[i]);
		if (k <= n && strncasecmp(s, proveedores[i], k) == 0 && ends_name(s + k, n - k))
			return k;
	}
	return 0;
}

#define LOCAL_MAX 64 /* RFC 5321, 4.5.3.1.1 */

/* A letter with an accent, as Latin ones are in UTF-8. */
static size_t accented(const char *s, size_t n)
{
	return n > 1 && s[0] == '\xC3' ? 2 : 0;
}

static size_t address(const char *s, size_t n)
{
	size_t i = letter(*s) || digit(*s) ? 1 : accented(s, n);
	while (i > 0 && i < n && i < LOCAL_MAX) {
		const size_t k = letter(s[i]) || digit(s[i]) || (s[i] && strchr("._%+-", s[i])) ? 1 : accented(s + i, n - i);
		if (k == 0)
			break;
		i += k;
	}
	if (i == 0 || i >= n || s[i] != '@')
		return 0;
	const size_t k = provider(s + i + 1, n - i - 1);
	return k ? i + 1 + k : 0;
}

/* ---- the text ---- */

static size_t code_point(const char *s, size_t n, bool *de_palabra)
{
	utf8proc_int32_t c;
	const utf8proc_ssize_t k = utf8proc_iterate((const utf8proc_uint8_t *)s, (utf8proc_ssize_t)n, &c);
	if (k <= 0) {
		*de_palabra = false;
		return 1;
	}
	const utf8proc_category_t g = utf8proc_category(c);
	*de_palabra = (g >= UTF8PROC_CATEGORY_LU && g <= UTF8PROC_CATEGORY_LO) || g == UTF8PROC_CATEGORY_ND;
	return (size_t)k;
}

static size_t identifier(const char *s, size_t n, const char **marca)
{
	static const struct {
		size_t (*es)(const char *s, size_t n);
		const char *marca;
	} t[] = {{address, "[correo testado]"}, {curp, "[CURP testada]"}, {clave_de_elector, "[clave de elector testada]"},
		{rfc, "[RFC testado]"}};
	for (size_t i = 0; i < sizeof t / sizeof *t; i++) {
		const size_t k = t[i].es(s, n);
		bool sigue = false;
		if (k > 0 && k < n)
			code_point(s + k, n - k, &sigue);
		if (k > 0 && !sigue) {
			*marca = t[i].marca;
			return k;
		}
	}
	return 0;
}

size_t personales_mask(const char *s, size_t n, struct buf *out)
{
	size_t cuantos = 0;
	bool en_palabra = false;
	for (size_t i = 0; i < n;) {
		const char *marca;
		const size_t k = en_palabra ? 0 : identifier(s + i, n - i, &marca);
		if (k > 0) {
			buf_puts(out, marca);
			cuantos++;
			i += k;
			continue;
		}
		const size_t d = code_point(s + i, n - i, &en_palabra);
		buf_append(out, s + i, d);
		i += d;
	}
	return cuantos;
}
