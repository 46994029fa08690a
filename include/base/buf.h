/*
 * Growing byte buffer with a declared maximum. Passing the maximum (or exhausting memory) sets `failed`,
 * which is sticky: append freely, look once at the end. Always NUL-terminated. Not thread-safe.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf {
	char *data;
	size_t len, cap, max;
	bool failed;
};

void buf_init(struct buf *b, size_t max); /* allocates nothing */
void buf_free(struct buf *b);
#define BUF_AUTO __attribute__((cleanup(buf_free))) struct buf
void buf_reset(struct buf *b);              /* keeps the memory, clears len and failed */
void buf_truncate(struct buf *b, size_t n); /* to its first n bytes */

void buf_append(struct buf *b, const void *p, size_t n);
void buf_puts(struct buf *b, const char *s);
void buf_putc(struct buf *b, char c);
void buf_int(struct buf *b, int64_t v);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* The whole file. False, with errno, when it cannot be read; passing the maximum is `failed` and EFBIG. */
bool buf_append_file(struct buf *b, const char *path);
/* The text, or "" while nothing was appended. */
const char *buf_str(const struct buf *b);
/* Gives the allocation away (free() it); the buffer is empty afterwards. */
char *buf_steal(struct buf *b, size_t *len);

#endif
