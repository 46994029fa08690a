/*
 * The tree against the definitions of RFC 9162 §2.1 written down as they stand there (naive recursion over the leaves), for every size up to
 * HASTA, and against the roots of the eight leaves that Certificate Transparency's own tests have used since RFC 6962.
 */
#include "base/merkle.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HASTA 130

static struct sha256 hojas[HASTA];
/* Every perfect node, as a table would keep it. */
static struct sha256 tabla[8][HASTA];

static int64_t mitad(int64_t n)
{
	int64_t k = 1;
	while (k * 2 < n)
		k *= 2;
	return k;
}

static struct sha256 mth(int64_t desde, int64_t hasta)
{
	if (hasta - desde == 1)
		return hojas[desde];
	int64_t medio = desde + mitad(hasta - desde);
	struct sha256 l = mth(desde, medio), r = mth(medio, hasta);
	merkle_join(&l, &r, &l);
	return l;
}

/* PATH(m, D[desde:hasta]) */
static void path(int64_t m, int64_t desde, int64_t hasta, struct merkle_prueba *p)
{
	if (hasta - desde == 1)
		return;
	int64_t k = mitad(hasta - desde), medio = desde + k;
	if (m < k) {
		path(m, desde, medio, p);
		p->v[p->n++] = mth(medio, hasta);
	} else {
		path(m - k, medio, hasta, p);
		p->v[p->n++] = mth(desde, medio);
	}
}

/* SUBPROOF(m, D[desde:hasta], entero) */
static void subproof(int64_t m, int64_t desde, int64_t hasta, bool entero, struct merkle_prueba *p)
{
	if (m == hasta - desde) {
		if (!entero)
			p->v[p->n++] = mth(desde, hasta);
		return;
	}
	int64_t k = mitad(hasta - desde), medio = desde + k;
	if (m <= k) {
		subproof(m, desde, medio, entero, p);
		p->v[p->n++] = mth(medio, hasta);
	} else {
		subproof(m - k, medio, hasta, false, p);
		p->v[p->n++] = mth(desde, medio);
	}
}

static void fetch(const struct merkle_lugar *v, size_t n, struct sha256 *out)
{
	for (size_t i = 0; i < n; i++) {
		ck_assert_int_lt(v[i].nivel, 8);
		ck_assert_int_lt(v[i].indice, HASTA);
		ck_assert(!sha256_is_zero(&tabla[v[i].nivel][v[i].indice]));
		out[i] = tabla[v[i].nivel][v[i].indice];
	}
}

static void setup(void)
{
	struct merkle_borde b = {0};
	memset(tabla, 0, sizeof tabla);
	for (int64_t i = 0; i < HASTA; i++) {
		char texto[16];
		int n = snprintf(texto, sizeof texto, "hoja %d", (int)i);
		merkle_leaf(texto, (size_t)n, &hojas[i]);
		struct merkle_nodo out[MERKLE_NIVELES];
		size_t nodos = merkle_append(&b, &hojas[i], out);
		for (size_t j = 0; j < nodos; j++)
			tabla[out[j].lugar.nivel][out[j].lugar.indice] = out[j].hash;
	}
}

static void same_proof(const struct merkle_prueba *a, const struct merkle_prueba *b)
{
	ck_assert_uint_eq(a->n, b->n);
	for (size_t i = 0; i < a->n; i++)
		ck_assert(sha256_equal(&a->v[i], &b->v[i]));
}

START_TEST(the_eight_leaves)
{
	static const char *const leaves[] = {
		"", "\x00", "\x10", "\x20\x21", "\x30\x31", "\x40\x41\x42\x43", "\x50\x51\x52\x53\x54\x55\x56\x57", "`abcdefghijklmno"};
	static const size_t len[] = {0, 1, 1, 2, 2, 4, 8, 16};
	static const char *const roots[] = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
		"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
		"aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
		"d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
		"4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
		"76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
		"ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
		"5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
	struct merkle_borde b = {0};
	for (size_t i = 0;; i++) {
		struct sha256 r, leaf;
		struct merkle_nodo out[MERKLE_NIVELES];
		char hex[SHA256_HEX_LEN];
		merkle_root(&b, &r);
		hex_encode(r.b, sizeof r.b, hex);
		ck_assert_str_eq(hex, roots[i]);
		if (i == 8)
			break;
		merkle_leaf(leaves[i], len[i], &leaf);
		merkle_append(&b, &leaf, out);
	}
}
END_TEST

START_TEST(edges_and_roots)
{
	struct merkle_borde b = {0}, stored;
	for (int64_t n = 1; n <= HASTA; n++) {
		struct merkle_nodo out[MERKLE_NIVELES];
		struct merkle_lugar lugares[MERKLE_NIVELES];
		struct sha256 hashes[MERKLE_NIVELES], r, expected = mth(0, n);
		size_t nodos = merkle_append(&b, &hojas[n - 1], out);
		ck_assert_int_eq((int)nodos, __builtin_ctzll((unsigned long long)n) + 1);
		for (size_t i = 0; i < nodos; i++) {
			int64_t ancho = INT64_C(1) << out[i].lugar.nivel, desde = out[i].lugar.indice * ancho;
			struct sha256 h = mth(desde, desde + ancho);
			ck_assert_int_eq(out[i].lugar.nivel, (int)i);
			ck_assert_int_eq(desde + ancho, n);
			ck_assert(sha256_equal(&h, &out[i].hash));
		}
		merkle_root(&b, &r);
		ck_assert(sha256_equal(&r, &expected));
		size_t lados = merkle_edge_places(n, lugares);
		fetch(lugares, lados, hashes);
		merkle_edge_load(&stored, n, hashes);
		ck_assert_int_eq(stored.tamano, b.tamano);
		ck_assert_uint_eq(stored.n, b.n);
		ck_assert_mem_eq(stored.v, b.v, b.n * sizeof b.v[0]);
	}
	struct merkle_lugar lugares[MERKLE_NIVELES];
	ck_assert_uint_eq(merkle_edge_places(0, lugares), 0);
	ck_assert_uint_eq(merkle_edge_places(MERKLE_TAMANO_MAX, lugares), 1);
	ck_assert_int_eq(lugares[0].nivel, MERKLE_NIVELES - 1);
	ck_assert_uint_eq(merkle_edge_places(MERKLE_TAMANO_MAX - 1, lugares), MERKLE_NIVELES - 1);
}
END_TEST

/* No other leaf, index or hash goes through. (Another size may: the root does not say the size, the signed head does.) */
static void only_this_inclusion(int64_t m, int64_t n, const struct merkle_prueba *p, const struct sha256 *raiz)
{
	struct merkle_prueba q = *p;
	for (int64_t otro = 0; otro < n; otro++)
		ck_assert(merkle_inclusion_verify(otro, n, &hojas[m], p, raiz) == (otro == m));
	ck_assert(!merkle_inclusion_verify(m, n, &hojas[(m + 1) % HASTA], p, raiz));
	for (size_t i = 0; i < p->n; i++) {
		q.v[i].b[i % SHA256_LEN] ^= 1;
		ck_assert(!merkle_inclusion_verify(m, n, &hojas[m], &q, raiz));
		q = *p;
	}
	if (q.n--)
		ck_assert(!merkle_inclusion_verify(m, n, &hojas[m], &q, raiz));
	q.n = p->n + 1;
	ck_assert(!merkle_inclusion_verify(m, n, &hojas[m], &q, raiz));
}

START_TEST(inclusion)
{
	for (int64_t n = 1; n <= HASTA; n++) {
		struct sha256 raiz = mth(0, n);
		for (int64_t m = 0; m < n; m++) {
			struct merkle_plan plan;
			struct merkle_prueba p, expected = {0};
			struct sha256 hashes[MERKLE_LUGARES_MAX];
			ck_assert(merkle_inclusion_plan(m, n, &plan));
			fetch(plan.lugares, plan.n_lugares, hashes);
			merkle_plan_proof(&plan, hashes, &p);
			path(m, 0, n, &expected);
			same_proof(&p, &expected);
			ck_assert(merkle_inclusion_verify(m, n, &hojas[m], &p, &raiz));
			if (n <= 40 || n >= 126) /* the square of the sizes between would only take time */
				only_this_inclusion(m, n, &p, &raiz);
		}
	}
}
END_TEST

static void only_this_consistency(int64_t m, int64_t n, const struct merkle_prueba *p, const struct sha256 *de, const struct sha256 *a)
{
	struct merkle_prueba q = *p;
	struct sha256 otra = *de;
	otra.b[3] ^= 0x80;
	ck_assert(!merkle_consistency_verify(m, n, &otra, a, p));
	ck_assert(!merkle_consistency_verify(m, n, de, &otra, p));
	for (size_t i = 0; i < p->n; i++) {
		q.v[i].b[i % SHA256_LEN] ^= 1;
		ck_assert(!merkle_consistency_verify(m, n, de, a, &q));
		q = *p;
	}
	if (q.n--)
		ck_assert(!merkle_consistency_verify(m, n, de, a, &q));
	q.n = p->n + 1;
	ck_assert(!merkle_consistency_verify(m, n, de, a, &q));
}

START_TEST(consistency)
{
	for (int64_t n = 1; n <= HASTA; n++) {
		struct sha256 a = mth(0, n);
		for (int64_t m = 1; m <= n; m++) {
			struct merkle_plan plan;
			struct merkle_prueba p, expected = {0};
			struct sha256 hashes[MERKLE_LUGARES_MAX], de = mth(0, m);
			ck_assert(merkle_consistency_plan(m, n, &plan));
			fetch(plan.lugares, plan.n_lugares, hashes);
			merkle_plan_proof(&plan, hashes, &p);
			subproof(m, 0, n, true, &expected);
			same_proof(&p, &expected);
			ck_assert(merkle_consistency_verify(m, n, &de, &a, &p));
			only_this_consistency(m, n, &p, &de, &a);
		}
	}
}
END_TEST

START_TEST(bounds)
{
	struct merkle_plan plan;
	struct merkle_prueba p = {0};
	ck_assert(!merkle_inclusion_plan(-1, 3, &plan));
	ck_assert(!merkle_inclusion_plan(3, 3, &plan));
	ck_assert(!merkle_inclusion_plan(0, 0, &plan));
	ck_assert(!merkle_inclusion_plan(0, MERKLE_TAMANO_MAX + 1, &plan));
	ck_assert(!merkle_consistency_plan(0, 3, &plan));
	ck_assert(!merkle_consistency_plan(-1, 3, &plan));
	ck_assert(!merkle_consistency_plan(4, 3, &plan));
	ck_assert(!merkle_consistency_plan(1, MERKLE_TAMANO_MAX + 1, &plan));
	ck_assert(!merkle_inclusion_verify(-1, 3, &hojas[0], &p, &hojas[0]));
	ck_assert(!merkle_inclusion_verify(0, INT64_MAX, &hojas[0], &p, &hojas[0]));
	ck_assert(merkle_inclusion_verify(0, 1, &hojas[0], &p, &hojas[0]));
	ck_assert(!merkle_consistency_verify(0, 3, &hojas[0], &hojas[0], &p));
	ck_assert(!merkle_consistency_verify(3, 2, &hojas[0], &hojas[0], &p));
	ck_assert(!merkle_consistency_verify(1, INT64_MAX, &hojas[0], &hojas[0], &p));
	p.n = MERKLE_PRUEBA_MAX + 1;
	ck_assert(!merkle_inclusion_verify(0, 1, &hojas[0], &p, &hojas[0]));
	ck_assert(!merkle_consistency_verify(1, 2, &hojas[0], &hojas[0], &p));
	/* The largest trees: everything stays within the arrays. */
	for (int i = 0; i < 62; i++) {
		int64_t n = MERKLE_TAMANO_MAX - (INT64_C(1) << i), m = (INT64_C(1) << i) - 1;
		ck_assert(merkle_inclusion_plan(m, n, &plan));
		ck_assert_uint_le(plan.n_prueba, MERKLE_PRUEBA_MAX);
		ck_assert_uint_le(plan.n_lugares, MERKLE_LUGARES_MAX);
		ck_assert(merkle_inclusion_plan(0, MERKLE_TAMANO_MAX - 1, &plan));
		ck_assert(merkle_consistency_plan(m + 1, n, &plan));
		ck_assert_uint_le(plan.n_prueba, MERKLE_PRUEBA_MAX);
		ck_assert_uint_le(plan.n_lugares, MERKLE_LUGARES_MAX);
		ck_assert(merkle_consistency_plan(m + 2, MERKLE_TAMANO_MAX - 1, &plan));
		ck_assert_uint_le(plan.n_lugares, MERKLE_LUGARES_MAX);
	}
}
END_TEST

int main(void)
{
	if (!hash_init())
		return EXIT_FAILURE;
	Suite *s = suite_create("base/merkle");
	TCase *tc = tcase_create("merkle");
	tcase_set_timeout(tc, 120);
	tcase_add_unchecked_fixture(tc, setup, NULL);
	tcase_add_test(tc, the_eight_leaves);
	tcase_add_test(tc, edges_and_roots);
	tcase_add_test(tc, inclusion);
	tcase_add_test(tc, consistency);
	tcase_add_test(tc, bounds);
	suite_add_tcase(s, tc);
	SRunner *sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	int failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
