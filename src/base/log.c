#include "base/log.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/fecha.h"
#include "base/utf8.h"

#define LINE_MAX_BYTES ((size_t)64 * 1024)
#define TEXT_MAX_BYTES ((size_t)4096) /* a longer value is cut: the line must stay whole */

static _Atomic int min_level = LOG_INFO;

void log_set_level(enum log_level min)
{
	atomic_store(&min_level, (int)min);
}

/* JSON string; bytes that are not UTF-8 become U+FFFD one by one, so that the line can always be parsed. */
static void put_string(struct buf *b, const char *s)
{
	size_t n = strnlen(s, TEXT_MAX_BYTES + 1);
	size_t end = n > TEXT_MAX_BYTES ? TEXT_MAX_BYTES : n;
	while (end > 0 && end < n && ((unsigned char)s[end] & 0xC0) == 0x80)
		end--; /* not within a character */
	bool valid = utf8_valid(s, end);
	buf_putc(b, '"');
	for (size_t i = 0; i < end; i++) {
		unsigned char c = (unsigned char)s[i];
		if (c == '"' || c == '\\')
			buf_printf(b, "\\%c", c);
		else if (c < 0x20 || c == 0x7F)
			buf_printf(b, "\\u%04x", c);
		else if (c >= 0x80 && !valid)
			buf_puts(b, "\\ufffd");
		else
			buf_putc(b, (char)c);
	}
	buf_puts(b, n > TEXT_MAX_BYTES ? "…\"" : "\"");
}

/* One write for the whole line, so that lines of threads do not mix; a pipe may still take it in parts. */
static void write_all(const char *p, size_t n)
{
	while (n > 0) {
		ssize_t w = write(STDERR_FILENO, p, n);
		if (w < 0 && errno == EINTR)
			continue;
		if (w <= 0)
			return; /* nobody to tell */
		p += w;
		n -= (size_t)w;
	}
}

static void put_line(struct buf *b, enum log_level level, const char *event, const struct log_field *fields)
{
	static const char *const names[] = {"debug", "info", "warn", "error"};
	char now[INSTANTE_LEN];
	instante_format_utc(reloj_now(), now);
	buf_printf(b, "{\"ts\":\"%s\",\"level\":\"%s\",\"event\":", now, names[level]);
	put_string(b, event);
	for (; fields->name; fields++) {
		buf_putc(b, ',');
		put_string(b, fields->name);
		buf_putc(b, ':');
		if (fields->text)
			put_string(b, fields->text);
		else
			buf_int(b, fields->number);
	}
	buf_puts(b, "}\n");
}

void log_event_at(enum log_level level, const char *event, const struct log_field *fields)
{
	if ((int)level < atomic_load(&min_level))
		return;
	int saved = errno; /* a caller may log before it looks at errno */
	BUF_AUTO b;
	buf_init(&b, LINE_MAX_BYTES);
	put_line(&b, level, event, fields);
	if (b.failed) {
		static const struct log_field none[] = {{0}};
		buf_reset(&b);
		put_line(&b, level, event, none);
	}
	write_all(buf_str(&b), b.len);
	errno = saved;
}
