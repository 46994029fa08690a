#include "base/arena.h"

#include <check.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

START_TEST(allocations_are_aligned_zeroed_and_apart)
{
	ARENA_AUTO *a = arena_create((size_t)1 << 20);
	ck_assert_ptr_nonnull(a);
	char *before = NULL;
	for (size_t n = 0; n < 600; n++) {
		char *p = arena_alloc(a, n);
		ck_assert_ptr_nonnull(p);
		ck_assert_uint_eq((uintptr_t)p % _Alignof(max_align_t), 0);
		ck_assert_ptr_ne(p, before);
		for (size_t i = 0; i < n; i++)
			ck_assert_int_eq(p[i], 0);
		memset(p, 0xAB, n);
		before = p;
	}
}
END_TEST

START_TEST(bound_is_exact)
{
	for (size_t max = 0; max < 200; max++) {
		ARENA_AUTO *a = arena_create(max);
		size_t given = 0;
		while (arena_alloc(a, 1))
			given++;
		ck_assert_uint_eq(given, max / _Alignof(max_align_t));
		ck_assert_uint_le(arena_used(a), max);
		ck_assert_ptr_null(arena_alloc(a, 1));
		ck_assert_uint_le(arena_used(a), max);
	}
}
END_TEST

START_TEST(a_full_arena_still_serves_smaller_requests)
{
	ARENA_AUTO *a = arena_create(1024);
	ck_assert_ptr_nonnull(arena_alloc(a, 900));
	ck_assert_ptr_null(arena_alloc(a, 900));
	ck_assert_ptr_nonnull(arena_alloc(a, 64));
}
END_TEST

START_TEST(large_requests_keep_the_room_of_small_ones)
{
	ARENA_AUTO *a = arena_create((size_t)64 << 20);
	char *small = arena_alloc(a, 16);
	char *large = arena_alloc(a, (size_t)8 << 20);
	char *next = arena_alloc(a, 16);
	ck_assert_ptr_nonnull(large);
	ck_assert_ptr_eq(next, small + 16);
	memset(large, 1, (size_t)8 << 20);
	for (int i = 0; i < 100; i++) {
		char *p = arena_alloc(a, 100000);
		ck_assert_ptr_nonnull(p);
		memset(p, i, 100000);
	}
	ck_assert_int_eq(large[0], 1);
	ck_assert_int_eq(large[((size_t)8 << 20) - 1], 1);
}
END_TEST

START_TEST(absurd_sizes_are_refused)
{
	ARENA_AUTO *a = arena_create(SIZE_MAX);
	ck_assert_ptr_null(arena_alloc(a, SIZE_MAX));
	ck_assert_ptr_null(arena_alloc(a, SIZE_MAX - 16));
	ck_assert_ptr_null(arena_alloc(a, SIZE_MAX / 2));
	ck_assert_ptr_null(arena_array(a, SIZE_MAX / 2, 3));
	ck_assert_ptr_null(arena_memdup(a, "x", SIZE_MAX));
	ck_assert_uint_eq(arena_used(a), 0);
	ck_assert_ptr_nonnull(ARENA_ARRAY(a, 3, long));
	arena_destroy(NULL);
}
END_TEST

START_TEST(texts)
{
	ARENA_AUTO *a = arena_create(4096);
	ck_assert_str_eq(arena_strdup(a, "oficio"), "oficio");
	ck_assert_str_eq(arena_strdup(a, ""), "");
	ck_assert_ptr_null(arena_strdup(a, NULL));
	char *copy = arena_memdup(a, "a\0b", 3);
	ck_assert_mem_eq(copy, "a\0b", 4);
	ck_assert_str_eq(arena_memdup(a, NULL, 0), "");
	ck_assert_str_eq(arena_printf(a, "%s/%04d", "DGCP", 7), "DGCP/0007");
	ck_assert_str_eq(arena_printf(a, "%s", ""), "");
	ck_assert_ptr_null(arena_printf(a, "%*d", 5000, 1));
}
END_TEST

START_TEST(what_is_taken_back_is_zeroed_and_bounded_anew)
{
	ARENA_AUTO *a = arena_create(8192);
	for (int vez = 0; vez < 50; vez++) {
		for (size_t n = 1; n <= 1000; n += 111) {
			char *p = arena_alloc(a, n);
			ck_assert_ptr_nonnull(p);
			for (size_t i = 0; i < n; i++)
				ck_assert_int_eq(p[i], 0);
			memset(p, 0xAB, n);
		}
		ck_assert_ptr_null(arena_alloc(a, 8192));
		arena_reset(a);
		ck_assert_uint_eq(arena_used(a), 0);
	}
	ck_assert_uint_lt(arena_held(a), 16384);
}
END_TEST

START_TEST(what_is_kept_lies_less_idle)
{
	ARENA_AUTO *once = arena_create(1 << 20);
	ARENA_AUTO *kept = arena_create_kept(1 << 20);
	for (int i = 0; i < 100; i++) {
		ck_assert_ptr_nonnull(arena_alloc(kept, 100));
		ck_assert_uint_ge(arena_held(kept), arena_used(kept));
		ck_assert_uint_lt(arena_held(kept), arena_used(kept) * 5 / 4 + 1500);
	}
	ck_assert_ptr_nonnull(arena_alloc(once, 100));
	ck_assert_uint_ge(arena_held(once), 4096);
	ck_assert_ptr_nonnull(arena_alloc(kept, 5000));
	ck_assert_uint_ge(arena_held(kept), arena_used(kept));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("base/arena");
	TCase *tc = tcase_create("arena");
	tcase_add_test(tc, allocations_are_aligned_zeroed_and_apart);
	tcase_add_test(tc, bound_is_exact);
	tcase_add_test(tc, a_full_arena_still_serves_smaller_requests);
	tcase_add_test(tc, large_requests_keep_the_room_of_small_ones);
	tcase_add_test(tc, absurd_sizes_are_refused);
	tcase_add_test(tc, texts);
	tcase_add_test(tc, what_is_taken_back_is_zeroed_and_bounded_anew);
	tcase_add_test(tc, what_is_kept_lies_less_idle);
	suite_add_tcase(s, tc);
	SRunner *sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	int failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
