/* Heads and proofs as they travel: what the log writes is read back and holds; whatever is changed in it does not. */
#include "codec/bitacora.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HOJAS 7

static struct arena *a;
static struct error err;
static struct firma_llave llave;
static const char *actos[HOJAS];
static struct sha256 hojas[HOJAS];

/* Entry B has leaves 2, 4 and 5; the others are entries of their own. */
static const char *asiento_of(int i)
{
	static const char *const v[HOJAS] = {"A", "C", "B", "D", "B", "B", "E"};
	return v[i];
}

static void setup(void)
{
	a = arena_create(16 << 20);
	error_init(&err, a);
	firma_new(&llave);
	int n[128] = {0};
	struct sha256 ultimo[128] = {0};
	for (int i = 0; i < HOJAS; i++) {
		int k = asiento_of(i)[0];
		char anterior[SHA256_HEX_LEN];
		hex_encode(ultimo[k].b, SHA256_LEN, anterior);
		actos[i] = arena_printf(a,
			"{\"acto\":\"correccion\",\"anterior\":\"%s\",\"asiento\":\"%s\",\"datos\":{\"x\":\"ñ "
			"%d\"},\"indice\":%d,\"n\":%d,\"v\":1}",
			anterior, asiento_of(i), i, i, ++n[k]);
		sha256_of(actos[i], strlen(actos[i]), &ultimo[k]);
		merkle_leaf(actos[i], strlen(actos[i]), &hojas[i]);
	}
}

static void teardown(void)
{
	arena_destroy(a);
}

static struct sha256 root(int n)
{
	struct merkle_borde b = {0};
	struct merkle_nodo out[MERKLE_NIVELES];
	struct sha256 r;
	for (int i = 0; i < n; i++)
		merkle_append(&b, &hojas[i], out);
	merkle_root(&b, &r);
	return r;
}

static void fetch(const struct merkle_plan *plan, struct merkle_prueba *out)
{
	struct sha256 v[MERKLE_LUGARES_MAX];
	for (size_t i = 0; i < plan->n_lugares; i++) {
		struct merkle_borde b = {0};
		struct merkle_nodo nodos[MERKLE_NIVELES];
		int64_t ancho = INT64_C(1) << plan->lugares[i].nivel;
		for (int64_t k = plan->lugares[i].indice * ancho; k < (plan->lugares[i].indice + 1) * ancho; k++)
			merkle_append(&b, &hojas[k], nodos);
		merkle_root(&b, &v[i]);
	}
	merkle_plan_proof(plan, v, out);
}

static struct bitacora_cabeza head(int n)
{
	struct bitacora_cabeza c = {.tamano = n, .raiz = root(n), .momento = INT64_C(1795176000123456)};
	bitacora_sign(&llave, &c);
	return c;
}

/* The proof of entry B's last act, with all three of its acts. */
static struct bitacora_inclusion proof(struct merkle_prueba *p, const struct bitacora_cabeza *c)
{
	struct merkle_plan plan;
	ck_assert(merkle_inclusion_plan(5, HOJAS, &plan));
	fetch(&plan, p);
	struct bitacora_inclusion i = {
		.indice = 5, .tamano = HOJAS, .n_actos = 3, .prueba = p->v, .n_prueba = p->n, .hoja = hojas[5], .cabeza = c};
	i.actos = ARENA_ARRAY(a, 3, const char *);
	i.actos[0] = actos[2];
	i.actos[1] = actos[4];
	i.actos[2] = actos[5];
	i.raiz = root(HOJAS);
	return i;
}

START_TEST(the_note)
{
	struct bitacora_cabeza c = {.tamano = 8, .momento = INT64_C(1795176000000000)};
	char nota[BITACORA_NOTA_MAX];
	ck_assert(hex_decode("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328", c.raiz.b, SHA256_LEN));
	bitacora_note(&c, nota);
	ck_assert_str_eq(nota,
		"registro-de-acuerdos-interinstitucionales\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\nmomento "
		"2026-11-20T12:00:00.000000Z\n");
}
END_TEST

static enum status read_back(const char *texto, struct bitacora_cabeza *out)
{
	error_init(&err, a);
	return bitacora_read_head(texto, strlen(texto), a, out, &err);
}

static char *replaced(const char *texto, const char *que, const char *por)
{
	const char *p = strstr(texto, que);
	ck_assert_ptr_nonnull(p);
	return arena_printf(a, "%.*s%s%s", (int)(p - texto), texto, por, p + strlen(que));
}

START_TEST(heads_come_back)
{
	struct bitacora_cabeza c = head(HOJAS), d;
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, 4096);
	json_begin(&w, &b);
	bitacora_write_head(&w, NULL, &c);
	ck_assert_int_eq(read_back(buf_str(&b), &d), STATUS_OK);
	ck_assert_int_eq(d.tamano, c.tamano);
	ck_assert(sha256_equal(&d.raiz, &c.raiz));
	ck_assert_int_eq(d.momento, c.momento);
	ck_assert_mem_eq(d.firma.b, c.firma.b, FIRMA_LEN);
	ck_assert_mem_eq(d.llave.b, c.llave.b, FIRMA_PUBLICA_LEN);
	/* Any member alone changed: the note says something else, or the signature is no longer its. */
	ck_assert_int_eq(read_back(replaced(buf_str(&b), "\"tamano\":7", "\"tamano\":8"), &d), STATUS_INVALID);
	ck_assert_int_eq(err.items[0].mensaje, MENSAJE_BITACORA_NOTA);
	char *otra = replaced(replaced(buf_str(&b), "\"tamano\":7", "\"tamano\":8"), "\\n7\\n", "\\n8\\n");
	ck_assert_int_eq(read_back(otra, &d), STATUS_INVALID);
	ck_assert_int_eq(err.items[0].mensaje, MENSAJE_BITACORA_FIRMA);
	ck_assert_int_eq(read_back("{}", &d), STATUS_INVALID);
	ck_assert_uint_eq(err.n_items, 6);
	c.firma.b[7] ^= 1;
	ck_assert(!bitacora_signed(&c));
}
END_TEST

START_TEST(inclusion_comes_back)
{
	struct merkle_prueba p;
	struct bitacora_cabeza c = head(HOJAS);
	struct bitacora_inclusion i = proof(&p, &c), j;
	const char *porque = "";
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, 65536);
	json_begin(&w, &b);
	bitacora_write_inclusion(&w, NULL, &i);
	ck_assert_int_eq(bitacora_read_inclusion(buf_str(&b), b.len, a, &j, &err), STATUS_OK);
	ck_assert_msg(bitacora_check_inclusion(&j, a, &porque), "%s", porque);
	ck_assert_ptr_null(porque);
	ck_assert_ptr_nonnull(j.cabeza);
	j.actos += 2; /* the leaf's act alone is enough */
	j.n_actos = 1;
	ck_assert(bitacora_check_inclusion(&j, a, &porque));
	ck_assert_int_eq(bitacora_read_inclusion("{\"actos\":[]}", 12, a, &j, &err), STATUS_INVALID);
}
END_TEST

/* One thing is wrong at a time. */
static void refused(void (*spoil)(struct bitacora_inclusion *))
{
	struct merkle_prueba p;
	struct bitacora_cabeza c = head(HOJAS);
	struct bitacora_inclusion i = proof(&p, &c);
	const char *porque = NULL;
	ck_assert(bitacora_check_inclusion(&i, a, &porque));
	spoil(&i);
	ck_assert(!bitacora_check_inclusion(&i, a, &porque));
	ck_assert_ptr_nonnull(porque);
}

static void another_text(struct bitacora_inclusion *i)
{
	i->actos[2] = replaced(i->actos[2], "ñ 5", "n 5");
}
static void another_first_text(struct bitacora_inclusion *i)
{
	i->actos[0] = replaced(i->actos[0], "ñ 2", "n 2");
}
static void one_missing(struct bitacora_inclusion *i)
{
	i->actos[1] = i->actos[2];
	i->n_actos = 2;
}
static void another_entry(struct bitacora_inclusion *i)
{
	i->actos[0] = actos[1];
}
static void no_json(struct bitacora_inclusion *i)
{
	i->actos[0] = "{";
}
static void nothing(struct bitacora_inclusion *i)
{
	i->n_actos = 0;
}
static void another_leaf(struct bitacora_inclusion *i)
{
	i->hoja = hojas[4];
}
static void another_place(struct bitacora_inclusion *i)
{
	i->indice = 4;
}
static void another_proof(struct bitacora_inclusion *i)
{
	i->prueba[0].b[0] ^= 1;
}
static void another_root(struct bitacora_inclusion *i)
{
	i->raiz = root(HOJAS - 1);
	i->cabeza = NULL;
}
static void another_head(struct bitacora_inclusion *i)
{
	struct bitacora_cabeza *c = ARENA_NEW(a, struct bitacora_cabeza);
	*c = head(HOJAS - 1);
	i->cabeza = c;
}

START_TEST(anything_changed_is_refused)
{
	refused(another_text);
	refused(another_first_text);
	refused(one_missing);
	refused(another_entry);
	refused(no_json);
	refused(nothing);
	refused(another_leaf);
	refused(another_place);
	refused(another_proof);
	refused(another_root);
	refused(another_head);
}
END_TEST

START_TEST(consistency_comes_back)
{
	struct merkle_plan plan;
	struct merkle_prueba p;
	ck_assert(merkle_consistency_plan(3, HOJAS, &plan));
	fetch(&plan, &p);
	struct bitacora_consistencia k = {.de = 3, .a = HOJAS, .raiz_de = root(3), .raiz_a = root(HOJAS), .prueba = p.v, .n_prueba = p.n},
				     l;
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, 65536);
	json_begin(&w, &b);
	bitacora_write_consistency(&w, &k);
	ck_assert_int_eq(bitacora_read_consistency(buf_str(&b), b.len, a, &l, &err), STATUS_OK);
	ck_assert(bitacora_check_consistency(&l));
	l.raiz_de.b[0] ^= 1;
	ck_assert(!bitacora_check_consistency(&l));
}
END_TEST

int main(void)
{
	if (!hash_init())
		return EXIT_FAILURE;
	Suite *s = suite_create("codec/bitacora");
	TCase *tc = tcase_create("bitacora");
	tcase_add_checked_fixture(tc, setup, teardown);
	tcase_add_test(tc, the_note);
	tcase_add_test(tc, heads_come_back);
	tcase_add_test(tc, inclusion_comes_back);
	tcase_add_test(tc, anything_changed_is_refused);
	tcase_add_test(tc, consistency_comes_back);
	suite_add_tcase(s, tc);
	SRunner *sr = srunner_create(s);
	srunner_run_all(sr, CK_ENV);
	int failed = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
