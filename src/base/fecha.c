#include "base/fecha.h"

#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DAY_S ((int64_t)86400)
#define US ((int64_t)1000000)

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

static bool leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days(int year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return month == 2 && leap(year) ? 29 : days[month - 1];
}

bool civil_valid(struct civil c)
{
	return c.anio >= 1600 && c.anio <= 2999 && c.mes >= 1 && c.mes <= 12 && c.dia >= 1 && c.dia <= month_days(c.anio, c.mes);
}

/* Years start on 1 March here, so that the leap day is the last; 400-year cycles have 146,097 days. */
dia_t dia_from_civil(struct civil c)
{
	int64_t y = c.anio - (c.mes <= 2);
	int64_t era = floor_div(y, 400);
	int64_t yoe = y - era * 400;
	int64_t doy = (153 * (c.mes + (c.mes > 2 ? -3 : 9)) + 2) / 5 + c.dia - 1;
	int64_t doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return (dia_t)(era * 146097 + doe - 719468);
}

struct civil dia_to_civil(dia_t d)
{
	int64_t z = (int64_t)d + 719468;
	int64_t era = floor_div(z, 146097);
	int64_t doe = z - era * 146097;
	int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int64_t mp = (5 * doy + 2) / 153;
	int month = (int)(mp < 10 ? mp + 3 : mp - 9);
	return (struct civil){.anio = (int)(yoe + era * 400 + (month <= 2)), .mes = month, .dia = (int)(doy - (153 * mp + 2) / 5 + 1)};
}

int dia_semana(dia_t d)
{
	int64_t since_sunday = (int64_t)d + 4; /* 1970-01-01 was a Thursday */
	return (int)(since_sunday - floor_div(since_sunday, 7) * 7);
}

dia_t dia_add_meses(dia_t d, int meses)
{
	struct civil c = dia_to_civil(d);
	int64_t months = (int64_t)c.anio * 12 + c.mes - 1 + meses;
	c.anio = (int)floor_div(months, 12);
	c.mes = (int)(months - (int64_t)c.anio * 12) + 1;
	int last = month_days(c.anio, c.mes);
	if (c.dia > last)
		c.dia = last;
	return dia_from_civil(c);
}

/* n digits at s as a number; -1 when one of them is not a digit (a NUL is none, so no byte past the end is read). */
static int digits(const char *s, int n)
{
	int v = 0;
	for (int i = 0; i < n; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		v = v * 10 + (s[i] - '0');
	}
	return v;
}

/* Date at the start of s; what follows is the caller's. */
static bool date_prefix(const char *s, dia_t *out)
{
	struct civil c = {.anio = digits(s, 4)};
	if (c.anio < 0 || s[4] != '-' || (c.mes = digits(s + 5, 2)) < 0 || s[7] != '-' || (c.dia = digits(s + 8, 2)) < 0)
		return false;
	if (!civil_valid(c))
		return false;
	*out = dia_from_civil(c);
	return true;
}

bool fecha_parse(const char *s, dia_t *out)
{
	dia_t d;
	if (!date_prefix(s, &d) || s[10] != '\0')
		return false;
	*out = d;
	return true;
}

static char *put_digits(char *p, int64_t v, int n)
{
	for (int i = n - 1; i >= 0; i--, v /= 10)
		p[i] = (char)('0' + v % 10);
	return p + n;
}

/* Writes the date and returns its end; NULL when the year does not have four digits. */
static char *put_date(char *p, dia_t d)
{
	struct civil c = dia_to_civil(d);
	if (c.anio < 0 || c.anio > 9999)
		return NULL;
	p = put_digits(p, c.anio, 4);
	*p++ = '-';
	p = put_digits(p, c.mes, 2);
	*p++ = '-';
	return put_digits(p, c.dia, 2);
}

void fecha_format(dia_t d, char out[static FECHA_LEN])
{
	char *end = put_date(out, d);
	*(end ? end : out) = '\0';
}

/* "Z" or ±hh:mm to the end of s, in seconds. */
static bool offset_parse(const char *s, int64_t *seconds)
{
	if ((*s == 'Z' || *s == 'z') && s[1] == '\0') {
		*seconds = 0;
		return true;
	}
	if (*s != '+' && *s != '-')
		return false;
	int h = digits(s + 1, 2);
	if (h < 0 || h > 23 || s[3] != ':')
		return false;
	int m = digits(s + 4, 2);
	if (m < 0 || m > 59 || s[6] != '\0')
		return false;
	*seconds = (*s == '-' ? -1 : 1) * (h * 3600 + m * 60);
	return true;
}

/* ".123…" in microseconds, if there is one; *s is left behind it. Digits past the sixth are dropped. */
static bool fraction_parse(const char **s, int64_t *us)
{
	*us = 0;
	if (**s != '.')
		return true;
	const char *p = *s + 1;
	int64_t weight = US / 10;
	for (; *p >= '0' && *p <= '9'; p++, weight /= 10)
		*us += (*p - '0') * weight;
	bool some = p > *s + 1;
	*s = p;
	return some;
}

bool instante_parse(const char *s, instante_t *out)
{
	dia_t d;
	if (!date_prefix(s, &d) || (s[10] != 'T' && s[10] != 't'))
		return false;
	int h = digits(s + 11, 2);
	if (h < 0 || h > 23 || s[13] != ':')
		return false;
	int m = digits(s + 14, 2);
	if (m < 0 || m > 59 || s[16] != ':')
		return false;
	int sec = digits(s + 17, 2);
	if (sec < 0 || sec > 59) /* a leap second has no instant of its own in this scale */
		return false;
	const char *p = s + 19;
	int64_t us, offset;
	if (!fraction_parse(&p, &us) || !offset_parse(p, &offset))
		return false;
	*out = (d * DAY_S + h * 3600 + m * 60 + sec - offset) * US + us;
	return true;
}

static int64_t zone_offset(int64_t second)
{
	time_t t = (time_t)second;
	struct tm tm;
	return localtime_r(&t, &tm) ? tm.tm_gmtoff : 0;
}

/*
 * UTC days that have one offset from their first second to their last, with it: the C library reads the zone's rule anew for every instant after its
 * last change. No zone ever went there and back within one day. 0: nothing yet.
 */
#define DIAS 512
#define MARGEN ((int64_t)1 << 19) /* above any offset: what is stored is positive */
static _Atomic uint64_t dias[DIAS];

/* The zone's offset at a second of the epoch. */
static int64_t offset_at(int64_t second)
{
	const int64_t day = floor_div(second, DAY_S);
	_Atomic uint64_t *const slot = &dias[(uint64_t)day % DIAS];
	const uint64_t visto = atomic_load_explicit(slot, memory_order_relaxed), clave = (uint64_t)day << 20;
	if (visto != 0 && (visto & ~UINT64_C(0xFFFFF)) == clave)
		return (int64_t)(visto & 0xFFFFF) - MARGEN;
	const int64_t offset = zone_offset(second);
	if (zone_offset(day * DAY_S) == offset && zone_offset(day * DAY_S + DAY_S - 1) == offset)
		atomic_store_explicit(slot, clave | (uint64_t)(offset + MARGEN), memory_order_relaxed);
	return offset;
}

/* Writes date and time at the offset, up to the microseconds; NULL when the year does not have four digits. */
static char *put_instant(char *p, instante_t t, int64_t offset)
{
	int64_t us = t % US < 0 ? t % US + US : t % US;
	int64_t second = floor_div(t, US) + offset;
	int64_t day = floor_div(second, DAY_S), s = second - day * DAY_S;
	p = put_date(p, (dia_t)day);
	if (!p)
		return NULL;
	*p++ = 'T';
	p = put_digits(p, s / 3600, 2);
	*p++ = ':';
	p = put_digits(p, s / 60 % 60, 2);
	*p++ = ':';
	p = put_digits(p, s % 60, 2);
	*p++ = '.';
	return put_digits(p, us, 6);
}

void instante_format(instante_t t, char out[static INSTANTE_LEN])
{
	/* Local mean times before 1922 have seconds in their offset, which RFC 3339 cannot write: the offset shown is in whole minutes. */
	int64_t minutes = offset_at(floor_div(t, US)) / 60;
	char *p = put_instant(out, t, minutes * 60);
	if (!p) {
		out[0] = '\0';
		return;
	}
	*p++ = minutes < 0 ? '-' : '+';
	p = put_digits(p, llabs(minutes) / 60, 2);
	*p++ = ':';
	p = put_digits(p, llabs(minutes) % 60, 2);
	*p = '\0';
}

void instante_format_utc(instante_t t, char out[static INSTANTE_LEN])
{
	char *p = put_instant(out, t, 0);
	if (!p) {
		out[0] = '\0';
		return;
	}
	*p++ = 'Z';
	*p = '\0';
}

static const char dias_http[] = "SunMonTueWedThuFriSat", meses_http[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

void instante_format_http(instante_t t, char out[static FECHA_HTTP_LEN])
{
	const int64_t second = floor_div(t, US), day = floor_div(second, DAY_S), s = second - day * DAY_S;
	char fecha[FECHA_LEN];
	fecha_format((dia_t)day, fecha);
	if (!*fecha) {
		out[0] = '\0';
		return;
	}
	const struct civil c = dia_to_civil((dia_t)day);
	memcpy(out, "Ddd, dd Mmm aaaa hh:mm:ss GMT", FECHA_HTTP_LEN);
	memcpy(out, dias_http + 3 * (size_t)dia_semana((dia_t)day), 3);
	put_digits(out + 5, c.dia, 2);
	memcpy(out + 8, meses_http + 3 * (size_t)(c.mes - 1), 3);
	put_digits(out + 12, c.anio, 4);
	put_digits(out + 17, s / 3600, 2);
	put_digits(out + 20, s / 60 % 60, 2);
	put_digits(out + 23, s % 60, 2);
}

bool instante_parse_http(const char *s, instante_t *out)
{
	char again[FECHA_HTTP_LEN], mes[4];
	if (strlen(s) != FECHA_HTTP_LEN - 1)
		return false;
	memcpy(mes, s + 8, 3);
	mes[3] = '\0';
	const char *m = strstr(meses_http, mes);
	const struct civil c = {digits(s + 12, 4), m && (m - meses_http) % 3 == 0 ? (int)(m - meses_http) / 3 + 1 : 0, digits(s + 5, 2)};
	const int h = digits(s + 17, 2), min = digits(s + 20, 2), sec = digits(s + 23, 2);
	if (!civil_valid(c) || h < 0 || h > 23 || min < 0 || min > 59 || sec < 0 || sec > 59)
		return false;
	const instante_t t = (dia_from_civil(c) * DAY_S + h * 3600 + min * 60 + sec) * US;
	/* Everything else, the day of the week too, must be as we would write it. */
	instante_format_http(t, again);
	*out = t;
	return strcmp(again, s) == 0;
}

void instante_local(instante_t t, dia_t *dia, int *segundo)
{
	int64_t second = floor_div(t, US);
	second += offset_at(second);
	int64_t day = floor_div(second, DAY_S);
	*dia = (dia_t)day;
	*segundo = (int)(second - day * DAY_S);
}

dia_t instante_dia(instante_t t)
{
	dia_t dia;
	int segundo;
	instante_local(t, &dia, &segundo);
	return dia;
}

static bool starts_on_or_after(int64_t second, dia_t d)
{
	return floor_div(second + offset_at(second), DAY_S) >= d;
}

instante_t instante_from_dia(dia_t d)
{
	if (d == DIA_NINGUNO)
		return INSTANTE_NINGUNO;
	/* Offsets lie within ±16 h: the first second whose local day is d (or later, were the day skipped) is between these bounds. */
	int64_t before = d * DAY_S - 16 * 3600 - 1, at = d * DAY_S + 16 * 3600;
	int64_t usual = d * DAY_S - offset_at(d * DAY_S);
	if (starts_on_or_after(usual, d) && !starts_on_or_after(usual - 1, d))
		return usual * US;
	while (at - before > 1) {
		int64_t middle = before + (at - before) / 2;
		if (starts_on_or_after(middle, d))
			at = middle;
		else
			before = middle;
	}
	return at * US;
}

/* A compiled zone file of that name, within the system's folder. */
static bool zone_exists(const char *zona)
{
	const char *dir = getenv("TZDIR");
	char path[512];
	if (!zona || !*zona || *zona == '/' || *zona == ':' || strstr(zona, ".."))
		return false;
	int n = snprintf(path, sizeof path, "%s/%s", dir && *dir ? dir : "/usr/share/zoneinfo", zona);
	if (n < 0 || (size_t)n >= sizeof path)
		return false;
	FILE *f = fopen(path, "rbe");
	if (!f)
		return false;
	char magic[4];
	bool ok = fread(magic, 1, sizeof magic, f) == sizeof magic && memcmp(magic, "TZif", sizeof magic) == 0;
	fclose(f);
	return ok;
}

static int local_hour(const char *utc)
{
	instante_t t;
	dia_t d;
	int s;
	if (!instante_parse(utc, &t))
		return -1;
	instante_local(t, &d, &s);
	return s / 3600;
}

bool zona_init(const char *zona)
{
	if (!zone_exists(zona) || setenv("TZ", zona, 1) != 0)
		return false;
	tzset();
	for (size_t i = 0; i < DIAS; i++)
		atomic_store_explicit(&dias[i], 0, memory_order_relaxed);
	if (strcmp(zona, "America/Mexico_City") != 0)
		return true;
	/* Summer time as it was until 2022, and its abolition since: zone data older than that would date receptions wrongly. */
	return local_hour("2021-06-07T23:30:00Z") == 18 && local_hour("2023-06-07T23:30:00Z") == 17;
}

instante_t reloj_now(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_REALTIME, &ts);
	return ts.tv_sec * US + ts.tv_nsec / 1000;
}

static _Atomic int64_t adelanto;

instante_t reloj_legal(void)
{
	return reloj_now() + reloj_adelanto();
}

void reloj_adelantar(int64_t us)
{
	int64_t antes = reloj_adelanto();
	while (us > antes && !atomic_compare_exchange_weak(&adelanto, &antes, us))
		;
}

int64_t reloj_adelanto(void)
{
	return atomic_load_explicit(&adelanto, memory_order_relaxed);
}

int64_t reloj_mono_ns(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * INT64_C(1000000000) + ts.tv_nsec;
}
