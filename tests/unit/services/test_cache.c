/* The cache of folded files: one entry a file, bounded, discarded entries never come back, many threads at once. */
#include <check.h>
#include <pthread.h>
#include <stdlib.h>

#include "codec/cadena.h"
#include "services/cache.h"

static struct uuid id_of(unsigned n)
{
	struct uuid id = {{7}};
	for (int i = 0; i < 4; i++)
		id.b[15 - i] = (uint8_t)(n >> (8 * i));
	return id;
}

/* The first act of a draft, as it is stored. */
static struct acto_fila first_act(const struct uuid *id)
{
	return (struct acto_fila){
		.expediente = *id,
		.n = 1,
		.tipo = ACTO_ABRIR,
		.desde = ESTADO_NINGUNO,
		.hacia = ESTADO_BORRADOR,
		.registrado_en = 1000,
		.fecha_legal = DIA_NINGUNO,
		.usuario = {{1}},
		.organizacion = {{2}},
		.rol = ROL_GOBIERNO_LOCAL,
		.datos = "{\"cve_ent\":\"14\",\"datos\":{\"denominacion\":\"Acuerdo\"},\"organizacion\":\"02000000-0000-0000-0000-"
			 "000000000000\"}",
		.efectos = "{}",
	};
}

static struct archivo *locked(struct cache *c, const struct uuid *id)
{
	struct archivo *f = cache_get(c, id);
	ck_assert_ptr_nonnull(f);
	archivo_lock(f);
	return f;
}

static void give_back(struct cache *c, struct archivo *f)
{
	archivo_unlock(f);
	cache_put(c, f);
}

static enum status fill(struct archivo *f)
{
	struct arena *a = arena_create(1 << 20);
	struct error err;
	error_init(&err, a);
	struct acto_fila fila = first_act(archivo_id(f));
	enum status st = archivo_advance(f, &fila, 1, &err);
	arena_destroy(a);
	return st;
}

START_TEST(entry_is_shared_and_advances_once)
{
	struct cache *c = cache_create(1 << 20);
	struct uuid id = id_of(1);
	struct archivo *f = locked(c, &id);
	ck_assert_int_eq(archivo_version(f), 0);
	ck_assert_int_eq(fill(f), STATUS_OK);
	ck_assert_int_eq(fill(f), STATUS_OK); /* known acts are passed over */
	ck_assert_int_eq(archivo_version(f), 1);
	ck_assert_str_eq(archivo_expediente(f)->datos.denominacion, "Acuerdo");
	give_back(c, f);
	struct archivo *again = locked(c, &id);
	ck_assert_int_eq(archivo_version(again), 1);
	give_back(c, again);
	cache_destroy(c);
}
END_TEST

START_TEST(unknown_file_is_not_kept)
{
	struct cache *c = cache_create(1 << 20);
	for (unsigned i = 0; i < 1000; i++) {
		struct uuid id = id_of(i);
		give_back(c, locked(c, &id));
	}
	cache_destroy(c);
}
END_TEST

START_TEST(discarded_entry_is_dead_to_those_who_waited)
{
	struct cache *c = cache_create(1 << 20);
	struct uuid id = id_of(1);
	struct archivo *f = locked(c, &id);
	struct archivo *waiting = cache_get(c, &id);
	ck_assert_ptr_eq(f, waiting);
	ck_assert_int_eq(fill(f), STATUS_OK);
	cache_discard(c, f);
	give_back(c, f);
	archivo_lock(waiting);
	ck_assert(!archivo_alive(waiting));
	give_back(c, waiting);
	struct archivo *fresh = locked(c, &id);
	ck_assert(archivo_alive(fresh));
	ck_assert_int_eq(archivo_version(fresh), 0);
	give_back(c, fresh);
	cache_destroy(c);
}
END_TEST

START_TEST(least_recently_used_go_first)
{
	struct cache *c = cache_create(64 * 1024);
	for (unsigned i = 0; i < 500; i++) {
		struct uuid id = id_of(i);
		struct archivo *f = locked(c, &id);
		ck_assert_int_eq(fill(f), STATUS_OK);
		give_back(c, f);
	}
	struct uuid oldest = id_of(0), newest = id_of(499);
	struct archivo *f = locked(c, &oldest);
	ck_assert_int_eq(archivo_version(f), 0);
	give_back(c, f);
	f = locked(c, &newest);
	ck_assert_int_eq(archivo_version(f), 1);
	give_back(c, f);
	cache_destroy(c);
}
END_TEST

static void *hammer(void *arg)
{
	struct cache *c = arg;
	for (unsigned i = 0; i < 4000; i++) {
		struct uuid id = id_of(i * 7 % 97);
		struct archivo *f = cache_get(c, &id);
		archivo_lock(f);
		if (archivo_alive(f) && fill(f) != STATUS_OK)
			abort();
		if (archivo_alive(f) && i % 13 == 0)
			cache_discard(c, f);
		archivo_unlock(f);
		cache_put(c, f);
	}
	return NULL;
}

START_TEST(many_threads)
{
	struct cache *c = cache_create(32 * 1024);
	pthread_t t[4];
	for (int i = 0; i < 4; i++)
		ck_assert_int_eq(pthread_create(&t[i], NULL, hammer, c), 0);
	for (int i = 0; i < 4; i++)
		pthread_join(t[i], NULL);
	cache_destroy(c);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("services/cache");
	TCase *t = tcase_create("cache");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, entry_is_shared_and_advances_once);
	tcase_add_test(t, unknown_file_is_not_kept);
	tcase_add_test(t, discarded_entry_is_dead_to_those_who_waited);
	tcase_add_test(t, least_recently_used_go_first);
	tcase_add_test(t, many_threads);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
