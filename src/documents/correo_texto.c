/* Texts from strangers, made fit to be kept and shown. */
#include <string.h>
#include <utf8proc.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "documents/correo_analisis.h"

/* Marks that change how the rest is read, or that show nothing: a name must be what it looks like (UTS #39; PROCEDURE knows no use for them). */
static bool deceives(utf8proc_int32_t c)
{
	return c == 0x61C || (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF ||
		(c >= 0xFFF0 && c <= 0xFFFF) || (c >= 0xE0000 && c <= 0xE0FFF);
}

static bool control(utf8proc_int32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0);
}

/* Appends at most `max` characters; what is no character, controls and deceivers become `por`. */
static void add_clean(struct buf *b, const char *s, size_t max, bool lineas, const char *por)
{
	const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)s;

	for (size_t n = 0; *p && n < max; n++) {
		utf8proc_int32_t c = 0;
		const utf8proc_ssize_t len = utf8proc_iterate(p, -1, &c);

		if (len <= 0) {
			buf_puts(b, por);
			p++;
			continue;
		}
		if (lineas && (c == '\n' || c == '\t'))
			buf_putc(b, (char)c);
		else if (!(lineas && c == '\r'))
			control(c) || deceives(c) ? buf_puts(b, por) : buf_append(b, p, (size_t)len);
		p += len;
	}
}

static char *take(struct buf *b, struct arena *a)
{
	return b->failed ? NULL : arena_memdup(a, buf_str(b), b->len);
}

/* White space at both ends goes; inside, only what was made of line folds and marks remains. */
static char *trim(char *s)
{
	size_t n;

	if (!s)
		return NULL;
	s += strspn(s, " \t\n");
	for (n = strlen(s); n > 0 && strchr(" \t\n", s[n - 1]); n--)
		s[n - 1] = '\0';
	return s;
}

const char *correo_texto_limpio(const char *s, size_t max_caracteres, bool lineas, struct arena *a)
{
	BUF_AUTO b;

	buf_init(&b, 4 * max_caracteres + 4);
	add_clean(&b, s ? s : "", max_caracteres, lineas, " ");
	return trim(take(&b, a));
}

const char *correo_nombre_limpio(const char *s, struct arena *a)
{
	const char *base = s ? s : "";
	char *name;
	BUF_AUTO b;

	for (const char *p = base; *p; p++)
		if (*p == '/' || *p == '\\')
			base = p + 1;
	buf_init(&b, 4 * CORREO_NOMBRE_MAX + 4);
	add_clean(&b, base, CORREO_NOMBRE_MAX, false, "_");
	name = trim(take(&b, a));
	if (name && (strcmp(name, ".") == 0 || strcmp(name, "..") == 0))
		*name = '\0';
	return name;
}
