/*
 * Civil dates and instants. A `dia_t` is a day without a zone (days since 1970-01-01, proleptic Gregorian);
 * an `instante_t` is microseconds since the epoch, UTC. The zone of the procedure is America/Mexico_City: the process calls
 * `zona_init` once before any conversion. Everything else is pure and thread-safe.
 */
#ifndef BASE_FECHA_H
#define BASE_FECHA_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

typedef int32_t dia_t;
typedef int64_t instante_t;

#define DIA_NINGUNO INT32_MIN
#define INSTANTE_NINGUNO INT64_MIN
#define FECHA_LEN 11    /* "AAAA-MM-DD" and NUL */
#define INSTANTE_LEN 33 /* "2026-11-20T10:00:00.123456-06:00" and NUL */

struct civil {
	int anio, mes, dia; /* mes 1–12, dia 1–31 */
};

/* Sets TZ to `zona` (an IANA name). False when the system does not know it (its rules are checked, not its name). Call once, before threads. */
bool zona_init(const char *zona);

dia_t dia_from_civil(struct civil c); /* c must be a real date */
struct civil dia_to_civil(dia_t d);
bool civil_valid(struct civil c);        /* exists, year 1600–2999 */
int dia_semana(dia_t d);                 /* 0 = Sunday … 6 = Saturday */
dia_t dia_add_meses(dia_t d, int meses); /* end of month is kept within the month: 31 Jan + 1 = 28/29 Feb */

/* "AAAA-MM-DD" exactly; false for anything else or a date that does not exist. */
bool fecha_parse(const char *s, dia_t *out);
/* "" for DIA_NINGUNO and for years that do not have four digits; likewise the instants below. */
void fecha_format(dia_t d, char out[static FECHA_LEN]);

/* RFC 3339 date-time with offset or Z (fraction up to 6 digits kept); false for anything else. */
bool instante_parse(const char *s, instante_t *out);
/* RFC 3339 with microseconds and the local offset of the process's zone. */
void instante_format(instante_t t, char out[static INSTANTE_LEN]);
/* The same in UTC with Z: the form that the hash chain uses. */
void instante_format_utc(instante_t t, char out[static INSTANTE_LEN]);
/*
 * A date of HTTP (RFC 9110 §5.6.7): "Sun, 06 Nov 1994 08:49:37 GMT"; what is below a second is dropped. The two obsolete forms are not read: a condition with
 * one counts as none, which is always safe. "" and false as above.
 */
#define FECHA_HTTP_LEN 30
void instante_format_http(instante_t t, char out[static FECHA_HTTP_LEN]);
bool instante_parse_http(const char *s, instante_t *out);
/* Local civil day and second of the day (0–86399). */
void instante_local(instante_t t, dia_t *dia, int *segundo);
/* The day alone. */
dia_t instante_dia(instante_t t);
/* First instant of a local day; INSTANTE_NINGUNO for DIA_NINGUNO. */
instante_t instante_from_dia(dia_t d);

/* Now: the server's real-time clock. The domain never calls it. */
instante_t reloj_now(void);
/*
 * The same as the law counts it: what acts, terms, registers and documents are dated with. It is reloj_now but in a sandbox, where it runs ahead by what its users moved
 * it; sessions, keys, tokens, leases and limits never look at it. Thread-safe.
 */
instante_t reloj_legal(void);
/* Microseconds that reloj_legal runs ahead from now on; less than it does already changes nothing: it never goes back. Thread-safe. */
void reloj_adelantar(int64_t us);
int64_t reloj_adelanto(void);
/* Monotonic nanoseconds, for deadlines and measuring. */
int64_t reloj_mono_ns(void);

#endif
