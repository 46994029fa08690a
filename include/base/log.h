/*
 * JSON lines on standard error, one call one line, written with a single write(2). Called by http, notify and cli only.
 * Values are escaped; callers pass no personal data. Thread-safe.
 */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include <stdint.h>

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

struct log_field {
	const char *name;
	const char *text; /* NULL: the number counts */
	int64_t number;
};
/* A function, since gcc warns of comparing an array with NULL. */
static inline const char *log_text(const char *v)
{
	return v ? v : "";
}
#define LOG_TEXT(n, v) ((struct log_field){.name = (n), .text = log_text(v)})
#define LOG_INT(n, v) ((struct log_field){.name = (n), .number = (int64_t)(v)})

void log_set_level(enum log_level min);
#define log_event(level, event, ...) log_event_at((level), (event), (const struct log_field[]){{0}, ##__VA_ARGS__, {0}} + 1)
void log_event_at(enum log_level level, const char *event, const struct log_field *fields);

#endif
