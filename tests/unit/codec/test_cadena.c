/* The chain's canonical form, byte for byte as docs/cadena.md shows it. */
#include <stdio.h>

#include "base/hash.h"
#include "caso.h"
#include "codec/cadena.h"
#include "codec/tipos.h"

static const char ejemplo[] =
	"{\"acto\":\"devolver_turno\",\"actor\":{\"organizacion\":\"01934567-89ab-7000-8000-000000000002\",\"rol\":\"cja\","
	"\"usuario\":\"01934567-89ab-7000-8000-000000000003\"},\"anterior\":"
	"\"5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03\","
	"\"datos\":{\"motivo\":\"Falta el anexo «B»\\nde la cláusula "
	"3\"},\"desde\":\"turnado\",\"efectos\":{\"numero\":{\"anio\":2026,\"numero\":41,"
	"\"serie\":\"oficio_cja\",\"texto\":\"CJA/0041/"
	"2026\"}},\"expediente\":\"01934567-89ab-7000-8000-000000000001\",\"fecha_legal\":\"2026-11-19\","
	"\"hacia\":\"presentado\",\"n\":7,\"registrado_en\":\"2026-11-20T16:00:00.123456Z\",\"v\":1}";
static const char ejemplo_sha[] = "350466a058b0b0045a9cb4b8702caf74ab5c9e978d6ace7998c8e5b121e01309";
static const char primero[] =
	"{\"acto\":\"abrir\",\"actor\":{\"organizacion\":\"01934567-89ab-7000-8000-000000000002\",\"rol\":\"gobierno_local\","
	"\"usuario\":\"01934567-89ab-7000-8000-000000000003\"},\"anterior\":"
	"\"0000000000000000000000000000000000000000000000000000000000000000\","
	"\"datos\":{},\"desde\":\"\",\"efectos\":{},\"expediente\":\"01934567-89ab-7000-8000-000000000001\",\"hacia\":\"borrador\",\"n\":1,"
	"\"registrado_en\":\"2026-11-20T16:00:00.000000Z\",\"v\":1}";
static const char primero_sha[] = "5d49be23ac511d6868e3171c266b6e292a3aaa5f5ce8295e5cb146247dd21420";

static struct acto acto_ejemplo(void)
{
	struct acto a = {.n = 7, .tipo = ACTO_DEVOLVER_TURNO, .desde = ESTADO_TURNADO, .hacia = ESTADO_PRESENTADO, .actor.rol = ROL_CJA};
	ck_assert(uuid_parse("01934567-89ab-7000-8000-000000000001", &a.expediente));
	ck_assert(uuid_parse("01934567-89ab-7000-8000-000000000002", &a.actor.organizacion));
	ck_assert(uuid_parse("01934567-89ab-7000-8000-000000000003", &a.actor.usuario));
	ck_assert(instante_parse("2026-11-20T10:00:00.123456-06:00", &a.registrado_en));
	ck_assert(fecha_parse("2026-11-19", &a.fecha_legal));
	ck_assert(hex_decode("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03", a.anterior.b, SHA256_LEN));
	return a;
}

static void ck_hash(const struct acto *a, const char *datos, const char *efectos, const char *canon, const char *sha)
{
	BUF_AUTO b;
	struct sha256 h, directo;
	char hex[SHA256_HEX_LEN];
	buf_init(&b, 1 << 14);
	cadena_canonica(a, datos, efectos, &b);
	ck_assert_str_eq(buf_str(&b), canon);
	ck_assert(es_canonico(buf_str(&b)));
	ck_assert_int_eq(cadena_hash(a, datos, efectos, &h), STATUS_OK);
	sha256_of(buf_str(&b), b.len, &directo);
	ck_assert(sha256_equal(&h, &directo));
	hex_encode(h.b, SHA256_LEN, hex);
	ck_assert_str_eq(hex, sha);
}

START_TEST(the_worked_example)
{
	struct acto a = acto_ejemplo();
	struct acto_datos d;
	struct efectos e = {.serie = SERIE_OFICIO_CJA, .anio = 2026, .numero = 41, .numero_texto = "CJA/0041/2026", .vence = DIA_NINGUNO};
	BUF_AUTO datos;
	BUF_AUTO efectos;
	buf_init(&datos, 1 << 12);
	buf_init(&efectos, 1 << 12);
	acto_datos_init(&d);
	d.motivo = "Falta el anexo «B»\nde la cláusula 3";
	acto_datos_encode(a.tipo, &d, &datos);
	efectos_encode(&e, &efectos);
	ck_hash(&a, buf_str(&datos), buf_str(&efectos), ejemplo, ejemplo_sha);
}
END_TEST

START_TEST(the_first_link)
{
	struct acto a = acto_ejemplo();
	a.n = 1;
	a.tipo = ACTO_ABRIR;
	a.desde = ESTADO_NINGUNO;
	a.hacia = ESTADO_BORRADOR;
	a.actor.rol = ROL_GOBIERNO_LOCAL;
	a.fecha_legal = DIA_NINGUNO;
	a.anterior = (struct sha256){0};
	ck_assert(instante_parse("2026-11-20T16:00:00Z", &a.registrado_en));
	ck_hash(&a, NULL, "{}", primero, primero_sha);
}
END_TEST

/* The documentation carries the same bytes. */
START_TEST(the_documentation_says_the_same)
{
	static char texto[1 << 16];
	FILE *f = fopen(DICTAMEN_FUENTES "/docs/cadena.md", "r");
	ck_assert_ptr_nonnull(f);
	size_t n = fread(texto, 1, sizeof texto - 1, f);
	fclose(f);
	texto[n] = '\0';
	ck_assert_ptr_nonnull(strstr(texto, ejemplo));
	ck_assert_ptr_nonnull(strstr(texto, ejemplo_sha));
	ck_assert_ptr_nonnull(strstr(texto, primero_sha));
}
END_TEST

static struct sha256 hash_de(const struct acto *a, const char *datos, const char *efectos)
{
	struct sha256 h;
	ck_assert_int_eq(cadena_hash(a, datos, efectos, &h), STATUS_OK);
	return h;
}

START_TEST(every_part_counts)
{
	struct acto a = acto_ejemplo(), c[12];
	struct sha256 h = hash_de(&a, "{}", "{}");
	for (size_t i = 0; i < 12; i++)
		c[i] = a;
	c[0].n++;
	c[1].tipo = ACTO_RECIBIR;
	c[2].desde = ESTADO_EN_REVISION;
	c[3].hacia = ESTADO_TURNADO;
	c[4].registrado_en++;
	c[5].fecha_legal++;
	c[6].fecha_legal = DIA_NINGUNO;
	c[7].actor.rol = ROL_CJA_TITULAR;
	c[8].actor.usuario.b[15]++;
	c[9].actor.organizacion.b[15]++;
	c[10].expediente.b[15]++;
	c[11].anterior.b[31]++;
	for (size_t i = 0; i < 12; i++) {
		struct sha256 otro = hash_de(&c[i], "{}", "{}");
		ck_assert_msg(!sha256_equal(&h, &otro), "part %zu", i);
	}
	struct sha256 datos = hash_de(&a, "{\"nota\":\"x\"}", "{}"), efectos = hash_de(&a, "{}", "{\"vence\":\"2026-01-01\"}");
	ck_assert(!sha256_equal(&h, &datos) && !sha256_equal(&h, &efectos));
	a.hash.b[0] ^= 1;
	struct sha256 mismo = hash_de(&a, "{}", "{}");
	ck_assert(sha256_equal(&h, &mismo));
}
END_TEST

START_TEST(long_texts_are_hashed_whole)
{
	struct acto a = acto_ejemplo();
	size_t n = (size_t)1 << 20;
	char *largo = malloc(n + 1);
	memset(largo, 'a', n);
	largo[n] = '\0';
	struct sha256 uno = hash_de(&a, largo, largo), directo;
	BUF_AUTO b;
	buf_init(&b, (size_t)1 << 22);
	cadena_canonica(&a, largo, largo, &b);
	ck_assert(!b.failed);
	sha256_of(buf_str(&b), b.len, &directo);
	ck_assert(sha256_equal(&uno, &directo));
	largo[n - 1] = 'b';
	struct sha256 otro = hash_de(&a, largo, largo);
	ck_assert(!sha256_equal(&uno, &otro));
	free(largo);
}
END_TEST

/* ---- reading a line back ---- */

static bool leer(struct arena *a, const char *line, struct cadena_renglon *out)
{
	return cadena_leer(line, strlen(line), a, out);
}

START_TEST(a_line_reads_back)
{
	ARENA_AUTO *a = arena_create(1 << 20);
	struct acto esperado = acto_ejemplo();
	struct cadena_renglon r;
	char hex[SHA256_HEX_LEN];
	ck_assert(leer(a, ejemplo, &r));
	ck_assert(!r.reservado);
	hex_encode(r.acto.hash.b, SHA256_LEN, hex);
	ck_assert_str_eq(hex, ejemplo_sha);
	ck_assert_str_eq(r.datos, "{\"motivo\":\"Falta el anexo «B»\\nde la cláusula 3\"}");
	ck_assert_str_eq(r.efectos, "{\"numero\":{\"anio\":2026,\"numero\":41,\"serie\":\"oficio_cja\",\"texto\":\"CJA/0041/2026\"}}");
	ck_assert_int_eq(r.acto.n, 7);
	ck_assert_int_eq(r.acto.tipo, ACTO_DEVOLVER_TURNO);
	ck_assert_int_eq(r.acto.desde, ESTADO_TURNADO);
	ck_assert_int_eq(r.acto.hacia, ESTADO_PRESENTADO);
	ck_assert_int_eq(r.acto.actor.rol, ROL_CJA);
	ck_assert_int_eq(r.acto.fecha_legal, esperado.fecha_legal);
	ck_assert(r.acto.registrado_en == esperado.registrado_en);
	ck_assert(sha256_equal(&r.acto.anterior, &esperado.anterior));
	ck_assert(leer(a, primero, &r));
	ck_assert_int_eq(r.acto.desde, ESTADO_NINGUNO);
	ck_assert_int_eq(r.acto.fecha_legal, DIA_NINGUNO);
}
END_TEST

START_TEST(a_reserved_line_reads_back)
{
	ARENA_AUTO *a = arena_create(1 << 20);
	struct acto act = acto_ejemplo();
	struct cadena_renglon r;
	BUF_AUTO b;
	buf_init(&b, 4096);
	act.hash.b[3] = 9;
	cadena_reservada(&act, &b);
	ck_assert(es_canonico(buf_str(&b)));
	ck_assert_ptr_null(strstr(buf_str(&b), "datos"));
	ck_assert(leer(a, buf_str(&b), &r));
	ck_assert(r.reservado && !r.datos && !r.efectos);
	ck_assert(sha256_equal(&r.acto.hash, &act.hash));
	ck_assert_int_eq(r.acto.n, 7);
}
END_TEST

/* One spelling for each act: anything else would be a second text with the same meaning, and another hash. */
START_TEST(other_spellings_are_not_read)
{
	static const char *const cambios[][2] = {
		{"{\"acto\"", "{ \"acto\""},
		{"\"v\":1}", "\"v\":1} "},
		{"\"v\":1}", "\"v\":2}"},
		{"\"v\":1}", "\"v\":1,\"x\":1}"},
		{"\"n\":7", "\"n\":7.0"},
		{"\"n\":7", "\"n\":-7"},
		{"\"n\":7", "\"n\":4294967303"},
		{"devolver_turno", "devolver\\u005fturno"},
		{"devolver_turno", "inventado"},
		{"\"rol\":\"cja\",", "\"rol\":\"nadie\","},
		{"\"usuario\":\"0193", "\"usuario\":\"0193ab"},
		{"5891b5b522d5df08", "5891B5B522D5DF08"},
		{"2026-11-20T16:00:00.123456Z", "2026-11-20T10:00:00.123456-06:00"},
		{"2026-11-20T16:00:00.123456Z", "2026-11-20T16:00:00.1234567Z"},
		{"\"fecha_legal\":\"2026-11-19\"", "\"fecha_legal\":null"},
		{"\"datos\":{", "\"datos\":[{"},
		{"\"efectos\":{", "\"otros\":{},\"efectos\":{"},
		{"\"datos\":{", "\"reservado\":true,\"datos\":{"},
		{"\"hacia\":\"presentado\",", ""},
	};
	ARENA_AUTO *a = arena_create(1 << 20);
	struct cadena_renglon r;
	for (size_t i = 0; i < sizeof cambios / sizeof *cambios; i++) {
		const char *at = strstr(ejemplo, cambios[i][0]);
		ck_assert_ptr_nonnull(at);
		const char *line = arena_printf(a, "%.*s%s%s", (int)(at - ejemplo), ejemplo, cambios[i][1], at + strlen(cambios[i][0]));
		ck_assert_msg(!leer(a, line, &r), "%s", line);
	}
	ck_assert(!leer(a, "", &r) && !leer(a, "null", &r) && !leer(a, "{}", &r) && !leer(a, "[]", &r));
}
END_TEST

int main(void)
{
	if (!hash_init() || !zona_init("America/Mexico_City"))
		return 1;
	Suite *s = suite_create("codec/cadena");
	TCase *t = tcase_create("cadena");
	tcase_add_test(t, the_worked_example);
	tcase_add_test(t, the_first_link);
	tcase_add_test(t, the_documentation_says_the_same);
	tcase_add_test(t, every_part_counts);
	tcase_add_test(t, long_texts_are_hashed_whole);
	tcase_add_test(t, a_line_reads_back);
	tcase_add_test(t, a_reserved_line_reads_back);
	tcase_add_test(t, other_spellings_are_not_read);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int fallas = srunner_ntests_failed(r);
	srunner_free(r);
	return fallas != 0;
}
