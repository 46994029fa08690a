#include "base/buf.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_init(struct buf *b, size_t max)
{
	*b = (struct buf){.max = max};
}

void buf_free(struct buf *b)
{
	free(b->data);
	*b = (struct buf){.max = b->max};
}

void buf_reset(struct buf *b)
{
	b->len = 0;
	b->failed = false;
	if (b->data)
		b->data[0] = '\0';
}

void buf_truncate(struct buf *b, size_t n)
{
	if (n >= b->len)
		return;
	b->len = n;
	b->data[n] = '\0';
}

/* Room for n more bytes and the NUL. The maximum counts content only. */
static bool reserve(struct buf *b, size_t n)
{
	if (b->failed || n > b->max - b->len || b->len + n == SIZE_MAX) {
		b->failed = true;
		return false;
	}
	size_t need = b->len + n + 1;
	if (need <= b->cap)
		return true;
	size_t cap = b->cap < SIZE_MAX / 2 ? b->cap * 2 : need;
	if (cap < 64)
		cap = 64;
	if (cap > b->max && b->max < SIZE_MAX)
		cap = b->max + 1;
	if (cap < need)
		cap = need;
	char *data = realloc(b->data, cap);
	if (!data) {
		b->failed = true;
		return false;
	}
	b->data = data;
	b->cap = cap;
	return true;
}

void buf_append(struct buf *b, const void *p, size_t n)
{
	if (!n || !reserve(b, n))
		return;
	memcpy(b->data + b->len, p, n);
	b->len += n;
	b->data[b->len] = '\0';
}

void buf_puts(struct buf *b, const char *s)
{
	buf_append(b, s, strlen(s));
}

void buf_putc(struct buf *b, char c)
{
	if ((b->failed || b->len + 1 >= b->cap) && !reserve(b, 1))
		return;
	b->data[b->len++] = c;
	b->data[b->len] = '\0';
}

void buf_int(struct buf *b, int64_t v)
{
	buf_printf(b, "%" PRId64, v);
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	if (n < 0) {
		b->failed = true;
	} else if (reserve(b, (size_t)n)) {
		vsnprintf(b->data + b->len, (size_t)n + 1, fmt, again);
		b->len += (size_t)n;
	}
	va_end(again);
}

bool buf_append_file(struct buf *b, const char *path)
{
	char piece[16384];
	size_t n;
	FILE *f = fopen(path, "re");
	while (f && !b->failed && (n = fread(piece, 1, sizeof piece, f)) > 0)
		buf_append(b, piece, n);
	const int why = !f || ferror(f) ? errno : b->failed ? EFBIG : 0;
	if (f)
		fclose(f);
	errno = why;
	return why == 0;
}

const char *buf_str(const struct buf *b)
{
	return b->data ? b->data : "";
}

char *buf_steal(struct buf *b, size_t *len)
{
	char *data = b->data ? b->data : calloc(1, 1);
	if (len)
		*len = b->len;
	*b = (struct buf){.max = b->max};
	return data;
}
