#include "base/fecha.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MEXICO "America/Mexico_City"

static instante_t at(const char *s)
{
	instante_t t = INSTANTE_NINGUNO;
	ck_assert_msg(instante_parse(s, &t), "%s", s);
	return t;
}

static dia_t day(const char *s)
{
	dia_t d = DIA_NINGUNO;
	ck_assert_msg(fecha_parse(s, &d), "%s", s);
	return d;
}

START_TEST(known_days)
{
	ck_assert_int_eq(day("1970-01-01"), 0);
	ck_assert_int_eq(day("1969-12-31"), -1);
	ck_assert_int_eq(day("2000-03-01"), 11017);
	ck_assert_int_eq(day("2026-11-20"), 20777);
	ck_assert_int_eq(dia_semana(day("2026-11-20")), 5);
	ck_assert_int_eq(dia_semana(day("1970-01-01")), 4);
	ck_assert_int_eq(dia_semana(day("1600-01-01")), 6);
	ck_assert_int_eq(dia_semana(day("1969-12-28")), 0);
}
END_TEST

START_TEST(every_day_of_fourteen_centuries_round_trips)
{
	struct civil last = {0};
	int week_day = dia_semana(day("1600-01-01"));
	for (dia_t d = day("1600-01-01"); d <= day("2999-12-31"); d++) {
		struct civil c = dia_to_civil(d);
		bool follows = c.dia == 1 || c.dia == last.dia + 1;
		if (!civil_valid(c) || dia_from_civil(c) != d || dia_semana(d) != week_day || !follows)
			ck_abort_msg("day %d", d); /* one check a day: check's own are slow */
		week_day = (week_day + 1) % 7;
		last = c;
	}
}
END_TEST

START_TEST(dates_that_do_not_exist)
{
	static const char *const bad[] = {"", "2026", "2026-1-01", "2026-01-1", "2026-13-01", "2026-00-10", "2026-02-29", "2100-02-29",
		"2026-04-31", "2026-01-00", "2026-01-32", "1599-12-31", "3000-01-01", "0000-00-00", "2026-11-20 ", " 2026-11-20",
		"2026-11-20T", "2026/11/20", "+026-11-20", "2026-11-2O", "20261120", "-2026-11-20", "2026-11-200"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		dia_t d = 77;
		ck_assert_msg(!fecha_parse(bad[i], &d), "%s", bad[i]);
		ck_assert_int_eq(d, 77);
	}
	static const char *const good[] = {"1600-01-01", "2999-12-31", "2024-02-29", "2000-02-29", "1600-02-29"};
	for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
		char out[FECHA_LEN];
		fecha_format(day(good[i]), out);
		ck_assert_str_eq(out, good[i]);
	}
	char out[FECHA_LEN] = "x";
	fecha_format(DIA_NINGUNO, out);
	ck_assert_str_eq(out, "");
}
END_TEST

START_TEST(no_byte_past_the_end_is_read)
{
	/* Every prefix in a block of its own size: the sanitizer sees a read too far. */
	static const char full[] = "2026-11-20T10:00:00.123456-06:00";
	for (size_t n = 0; n < sizeof full - 1; n++) {
		char *s = malloc(n + 1);
		memcpy(s, full, n);
		s[n] = '\0';
		dia_t d;
		instante_t t;
		ck_assert_int_eq(fecha_parse(s, &d), n == 10);
		ck_assert(!instante_parse(s, &t));
		free(s);
	}
}
END_TEST

START_TEST(months)
{
	static const struct {
		const char *from;
		int months;
		const char *to;
	} rows[] = {
		{"2026-01-31", 1, "2026-02-28"},
		{"2024-01-31", 1, "2024-02-29"},
		{"2026-01-31", 3, "2026-04-30"},
		{"2026-11-20", 3, "2027-02-20"},
		{"2026-12-31", 2, "2027-02-28"},
		{"2026-03-31", -1, "2026-02-28"},
		{"2026-01-15", -1, "2025-12-15"},
		{"2026-01-15", -13, "2024-12-15"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2026-05-10", 0, "2026-05-10"},
		{"2024-02-29", 48, "2028-02-29"},
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		char out[FECHA_LEN];
		fecha_format(dia_add_meses(day(rows[i].from), rows[i].months), out);
		ck_assert_str_eq(out, rows[i].to);
	}
}
END_TEST

START_TEST(instants_are_read)
{
	ck_assert_int_eq(at("1970-01-01T00:00:00Z"), 0);
	ck_assert_int_eq(at("1970-01-01T00:00:00.000001Z"), 1);
	ck_assert_int_eq(at("1969-12-31T23:59:59.999999Z"), -1);
	ck_assert_int_eq(at("1970-01-01t00:00:00.5z"), 500000);
	ck_assert_int_eq(at("1970-01-01T00:00:00.1234567899Z"), 123456);
	ck_assert_int_eq(at("2026-11-20T10:00:00-06:00"), at("2026-11-20T16:00:00Z"));
	ck_assert_int_eq(at("2026-11-20T10:00:00+05:45"), at("2026-11-20T04:15:00Z"));
	ck_assert_int_eq(at("2026-11-20T23:59:59+23:59"), at("2026-11-20T00:00:59-00:00"));
	static const char *const bad[] = {"2026-11-20", "2026-11-20T", "2026-11-20 10:00:00Z", "2026-11-20T10:00Z", "2026-11-20T10:00:00",
		"2026-11-20T24:00:00Z", "2026-11-20T10:60:00Z", "2026-11-20T10:00:60Z", "2026-11-20T10:00:00.Z", "2026-11-20T10:00:00,5Z",
		"2026-11-20T10:00:00-0600", "2026-11-20T10:00:00-06", "2026-11-20T10:00:00-06:60", "2026-11-20T10:00:00-24:00",
		"2026-11-20T10:00:00ZZ", "2026-11-20T10:00:00-06:00 ", "2026-02-30T10:00:00Z", "2026-11-20T1:00:00Z", "", "Z"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		instante_t t = 5;
		ck_assert_msg(!instante_parse(bad[i], &t), "%s", bad[i]);
		ck_assert_int_eq(t, 5);
	}
}
END_TEST

static void check_format(const char *utc, const char *local)
{
	char out[INSTANTE_LEN];
	instante_format(at(utc), out);
	ck_assert_str_eq(out, local);
	ck_assert_int_eq(at(out), at(utc));
}

START_TEST(instants_are_written_in_mexico_city)
{
	ck_assert(zona_init(MEXICO));
	check_format("2026-11-20T16:00:00.123456Z", "2026-11-20T10:00:00.123456-06:00");
	check_format("2026-06-07T23:30:00Z", "2026-06-07T17:30:00.000000-06:00"); /* no summer time since 2022 */
	check_format("2021-06-07T23:30:00Z", "2021-06-07T18:30:00.000000-05:00");
	check_format("2021-04-04T07:59:59.999999Z", "2021-04-04T01:59:59.999999-06:00"); /* the hour from 2 to 3 did not exist */
	check_format("2021-04-04T08:00:00Z", "2021-04-04T03:00:00.000000-05:00");
	check_format("2021-10-31T06:59:59Z", "2021-10-31T01:59:59.000000-05:00"); /* the hour from 1 to 2 came twice */
	check_format("2021-10-31T07:00:00Z", "2021-10-31T01:00:00.000000-06:00");
	check_format("2022-10-30T07:00:00Z", "2022-10-30T01:00:00.000000-06:00"); /* the last change */
	check_format("1969-12-31T23:59:59.999999Z", "1969-12-31T17:59:59.999999-06:00");
	check_format("1900-01-01T12:00:00Z", "1900-01-01T05:24:00.000000-06:36"); /* local mean time, in whole minutes */
	char out[INSTANTE_LEN] = "x";
	instante_format_utc(at("2026-11-20T10:00:00-06:00"), out);
	ck_assert_str_eq(out, "2026-11-20T16:00:00.000000Z");
	instante_format_utc(INSTANTE_NINGUNO, out);
	ck_assert_str_eq(out, "");
	instante_format(INSTANTE_NINGUNO, out);
	ck_assert_str_eq(out, "");
}
END_TEST

/* Every offset is that of the C library, however the days follow one another. */
START_TEST(offsets_are_those_of_the_zone)
{
	static const char *const zonas[] = {
		"America/Mexico_City", "America/Tijuana", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca"};
	for (size_t z = 0; z < sizeof zonas / sizeof *zonas; z++) {
		ck_assert(zona_init(zonas[z]));
		for (int vez = 0; vez < 2; vez++) {
			for (time_t t = -86400; t < 1800000000; t += 40009) {
				struct tm tm;
				dia_t d;
				int s;
				ck_assert_ptr_nonnull(localtime_r(&t, &tm));
				instante_local((instante_t)t * 1000000, &d, &s);
				const struct civil c = dia_to_civil(d);
				ck_assert_msg(c.anio == tm.tm_year + 1900 && c.mes == tm.tm_mon + 1 && c.dia == tm.tm_mday &&
						s == tm.tm_hour * 3600 + tm.tm_min * 60 + tm.tm_sec,
					"%s %lld", zonas[z], (long long)t);
			}
		}
	}
}
END_TEST

START_TEST(local_day_and_second)
{
	ck_assert(zona_init(MEXICO));
	dia_t d;
	int s;
	instante_local(at("2026-11-21T00:00:00Z"), &d, &s);
	ck_assert_int_eq(d, day("2026-11-20"));
	ck_assert_int_eq(s, 18 * 3600);
	instante_local(at("2026-11-21T05:59:59.999999Z"), &d, &s);
	ck_assert_int_eq(d, day("2026-11-20"));
	ck_assert_int_eq(s, 86399);
	instante_local(at("2026-11-21T06:00:00Z"), &d, &s);
	ck_assert_int_eq(d, day("2026-11-21"));
	ck_assert_int_eq(s, 0);
	instante_local(at("2021-06-08T05:00:00Z"), &d, &s);
	ck_assert_int_eq(d, day("2021-06-08"));
	ck_assert_int_eq(s, 0);
}
END_TEST

static void check_days_of(const char *zona, const char *from, const char *to)
{
	ck_assert(zona_init(zona));
	for (dia_t d = day(from); d <= day(to); d++) {
		instante_t t = instante_from_dia(d);
		dia_t local, before;
		int s;
		instante_local(t, &local, &s);
		ck_assert_int_eq(local, d);
		instante_local(t - 1, &before, &s);
		ck_assert_int_eq(before, d - 1);
	}
}

START_TEST(first_instant_of_each_day)
{
	ck_assert(zona_init(MEXICO));
	ck_assert_int_eq(instante_from_dia(day("2026-11-20")), at("2026-11-20T06:00:00Z"));
	ck_assert_int_eq(instante_from_dia(day("2021-06-07")), at("2021-06-07T05:00:00Z"));
	ck_assert_int_eq(instante_from_dia(DIA_NINGUNO), INSTANTE_NINGUNO);
	check_days_of(MEXICO, "1996-01-01", "2030-12-31");
	check_days_of("UTC", "2020-01-01", "2021-01-01");
	/* Days that begin at one o'clock: the clocks went forward at midnight. */
	check_days_of("America/Asuncion", "2015-01-01", "2020-12-31");
	ck_assert_int_eq(instante_from_dia(day("2019-10-06")), at("2019-10-06T01:00:00-03:00"));
}
END_TEST

START_TEST(dates_of_http)
{
	char s[FECHA_HTTP_LEN];
	instante_t t;
	instante_format_http(at("1994-11-06T08:49:37.999Z"), s);
	ck_assert_str_eq(s, "Sun, 06 Nov 1994 08:49:37 GMT"); /* the RFC's own example */
	ck_assert(instante_parse_http(s, &t));
	ck_assert_int_eq(t, at("1994-11-06T08:49:37Z"));
	for (dia_t d = day("1999-12-01"); d < day("2030-01-01"); d += 13) {
		instante_format_http(d * INT64_C(86400000000) + 86399 * INT64_C(1000000), s);
		ck_assert(instante_parse_http(s, &t));
		ck_assert_int_eq(t, d * INT64_C(86400000000) + 86399 * INT64_C(1000000));
	}
	instante_format_http(INSTANTE_NINGUNO, s);
	ck_assert_str_eq(s, "");
	static const char *const bad[] = {"", "Sun, 06 Nov 1994 08:49:37", "Mon, 06 Nov 1994 08:49:37 GMT", "Sun, 06 ovD 1994 08:49:37 GMT",
		"Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 31 Feb 1994 08:49:37 GMT",
		"Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:49:60 GMT", "sun, 06 nov 1994 08:49:37 gmt",
		"Sun, 06 Nov 1994 08:49:37 GMT ", "Sun, 06 Nov 1994 08:49:37 UTC"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(!instante_parse_http(bad[i], &t), "%s", bad[i]);
}
END_TEST

START_TEST(zones)
{
	ck_assert(zona_init("UTC"));
	ck_assert(zona_init(MEXICO));
	ck_assert(zona_init("America/Tijuana"));
	static const char *const bad[] = {
		"", "America/Macondo", "../etc/passwd", "/usr/share/zoneinfo/UTC", "America", "zone.tab", ":UTC", "CST6CDT,M4.1.0"};
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		ck_assert_msg(!zona_init(bad[i]), "%s", bad[i]);
	ck_assert(!zona_init(NULL));
	char endless[1000];
	memset(endless, 'A', sizeof endless);
	endless[sizeof endless - 1] = '\0';
	ck_assert(!zona_init(endless));
}
END_TEST

START_TEST(clocks_advance)
{
	instante_t now = reloj_now();
	ck_assert_int_gt(now, at("2020-01-01T00:00:00Z"));
	int64_t mono = reloj_mono_ns();
	ck_assert_int_ge(reloj_mono_ns(), mono);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("base/fecha");
	TCase *tc = tcase_create("fecha");
	tcase_set_timeout(tc, 120);
	tcase_add_test(tc, known_days);
	tcase_add_test(tc, every_day_of_fourteen_centuries_round_trips);
	tcase_add_test(tc, dates_that_do_not_exist);
	tcase_add_test(tc, no_byte_past_the_end_is_read);
	tcase_add_test(tc, months);
	tcase_add_test(tc, instants_are_read);
	tcase_add_test(tc, instants_are_written_in_mexico_city);
	tcase_add_test(tc, offsets_are_those_of_the_zone);
	tcase_add_test(tc, local_day_and_second);
	tcase_add_test(tc, first_instant_of_each_day);
	tcase_add_test(tc, dates_of_http);
	tcase_add_test(tc, zones);
	tcase_add_test(tc, clocks_advance);
	suite_add_tcase(s, tc);
	SRunner *sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	int failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
