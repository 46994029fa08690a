/* The canonical form of a registry act, byte for byte as docs/registro.md shows it, and what acts carry. */
#include "base/hash.h"
#include "caso.h"
#include "codec/registro.h"

static const char ejemplo[] =
	"{\"acto\":\"terminacion\",\"actor\":{\"organizacion\":\"01934567-89ab-7000-8000-000000000002\",\"rol\":\"dgcp\","
	"\"usuario\":\"01934567-89ab-7000-8000-000000000003\"},\"anterior\":"
	"\"5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03\",\"asiento\":\"RAII-2026-00041\","
	"\"datos\":{\"fecha\":\"2026-12-01\",\"motivo\":\"Las partes lo dieron por "
	"terminado\"},\"fecha_legal\":\"2026-11-19\",\"indice\":7,\"n\":2,"
	"\"registrado_en\":\"2026-11-20T16:00:00.123456Z\",\"v\":1}";

static struct registro_hecho hecho(void)
{
	struct registro_hecho h = {.indice = 7, .asiento = "RAII-2026-00041", .n = 2, .acto = REGISTRO_ACTO_TERMINACION, .rol = ROL_DGCP};
	ck_assert(uuid_parse("01934567-89ab-7000-8000-000000000002", &h.organizacion));
	ck_assert(uuid_parse("01934567-89ab-7000-8000-000000000003", &h.usuario));
	ck_assert(instante_parse("2026-11-20T10:00:00.123456-06:00", &h.registrado_en));
	ck_assert(fecha_parse("2026-11-19", &h.fecha_legal));
	ck_assert(hex_decode("5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03", h.anterior.b, SHA256_LEN));
	return h;
}

START_TEST(the_worked_example)
{
	struct registro_hecho h = hecho();
	struct asiento_acto x;
	BUF_AUTO datos;
	BUF_AUTO b;
	buf_init(&datos, 4096);
	buf_init(&b, 4096);
	asiento_acto_init(&x);
	ck_assert(fecha_parse("2026-12-01", &x.fecha));
	x.motivo = "Las partes lo dieron por terminado";
	asiento_acto_encode(REGISTRO_ACTO_TERMINACION, &x, &datos);
	registro_canonica(&h, buf_str(&datos), &b);
	ck_assert_str_eq(buf_str(&b), ejemplo);
	ck_assert(es_canonico(buf_str(&b)));
}
END_TEST

START_TEST(without_people_or_date)
{
	struct registro_hecho h = {.asiento = "X", .n = 1, .acto = REGISTRO_ACTO_CARGA, .fecha_legal = DIA_NINGUNO, .registrado_en = 0};
	BUF_AUTO b;
	buf_init(&b, 4096);
	registro_canonica(&h, "{}", &b);
	ck_assert_str_eq(buf_str(&b),
		"{\"acto\":\"carga\",\"actor\":{\"rol\":\"sistema\"},\"anterior\":"
		"\"0000000000000000000000000000000000000000000000000000000000000000\","
		"\"asiento\":\"X\",\"datos\":{},\"indice\":0,\"n\":1,\"registrado_en\":\"1970-01-01T00:00:00.000000Z\",\"v\":1}");
	ck_assert(es_canonico(buf_str(&b)));
}
END_TEST

static const char entero[] =
	"{\"antecesor\":\"A-1\",\"areas\":[\"cultura\"],\"contrapartes\":[{\"clase\":\"ong\",\"lugar\":\"L\",\"nombre\":\"N\",\"pais\":"
	"\"JP\"}],"
	"\"denominacion\":\"D\",\"fecha_firma\":\"2010-05-01\",\"idiomas\":[\"es\"],\"inscrito_en\":\"2011-01-02\",\"lugar_firma\":\"L\","
	"\"nivel\":\"municipal\","
	"\"partes_mexicanas\":[{\"cve_ent\":\"14\",\"cve_mun\":\"039\",\"municipio\":\"Guadalajara\",\"nivel\":\"municipal\",\"nombre\":"
	"\"N\"}],"
	"\"precision_fecha\":\"mes\",\"procedencia\":{\"clase\":\"carga_historica\",\"fecha\":\"2026-01-01\",\"fuente\":\"F\",\"nota\":"
	"\"X\"},"
	"\"terminado_en\":\"2020-01-01\",\"texto\":{\"id\":\"01934567-89ab-7000-8000-000000000002\",\"nombre\":\"t.pdf\","
	"\"sha256\":\"5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03\",\"tamano\":9,\"tipo_medio\":\"application/pdf\"},"
	"\"tipo\":\"hermanamiento\",\"vigencia\":\"determinada\",\"vigencia_desde\":\"2010-05-01\",\"vigencia_hasta\":\"2015-05-01\"}";

START_TEST(there_and_back)
{
	ARENA_AUTO *a = arena_create(1 << 20);
	struct error err;
	struct asiento_datos d;
	BUF_AUTO b;
	error_init(&err, a);
	buf_init(&b, 8192);
	ck_assert_int_eq(json_decode_trusted(&desc_asiento_datos, entero, strlen(entero), &d, a, &err), STATUS_OK);
	ck_assert_int_eq(d.precision_fecha, PRECISION_MES);
	ck_assert_str_eq(d.procedencia->fuente, "F");
	json_encode(&desc_asiento_datos, &d, &b);
	ck_assert_str_eq(buf_str(&b), entero);
	ck_assert(es_canonico(entero));
}
END_TEST

static enum status ask(const char *cuerpo, struct arena *a, struct asiento_acto *x, enum registro_acto *acto, struct error *err)
{
	struct asiento_datos d;
	dia_t legal;
	error_init(err, a);
	ck_assert_int_eq(json_decode_trusted(&desc_asiento_datos, entero, strlen(entero), &d, a, err), STATUS_OK);
	return anotacion_request_decode(cuerpo, strlen(cuerpo), &d, a, acto, x, &legal, err);
}

START_TEST(changes_are_a_patch)
{
	ARENA_AUTO *a = arena_create(1 << 20);
	struct error err;
	struct asiento_acto x;
	enum registro_acto acto;
	ck_assert_int_eq(ask("{\"acto\":\"correccion\",\"datos\":{\"motivo\":\"m\",\"cambios\":{\"lugar_firma\":null,\"denominacion\":"
			     "\"E\",\"tipo\":\"hermanamiento\"}}}",
				 a, &x, &acto, &err),
		STATUS_OK);
	ck_assert_int_eq(acto, REGISTRO_ACTO_CORRECCION);
	ck_assert_uint_eq(x.n_cambios, 2);
	ck_assert_str_eq(x.cambios[0], "denominacion");
	ck_assert_str_eq(x.cambios[1], "lugar_firma");
	ck_assert_ptr_null(x.asiento->lugar_firma);
	ck_assert_str_eq(x.asiento->denominacion, "E");
	ck_assert_str_eq(x.asiento->texto->nombre, "t.pdf");
	ck_assert_str_eq(x.motivo, "m");
}
END_TEST

static const char de_texto[] =
	"{\"motivo\":\"m\",\"texto\":{\"id\":\"01934567-89ab-7000-8000-000000000009\",\"nombre\":\"v.pdf\","
	"\"sha256\":\"6fd4942ae7b2887adb3a52324000b78e4c278400ff518987660cd76638106faf\",\"tamano\":8,\"tipo_medio\":\"application/pdf\"}}";

/* A request names the document; what is recorded names the bytes, and not the request. */
START_TEST(another_public_text)
{
	ARENA_AUTO *a = arena_create(1 << 20);
	struct error err;
	struct asiento_acto x;
	enum registro_acto acto;
	BUF_AUTO b;
	buf_init(&b, 4096);
	ck_assert_int_eq(
		ask("{\"acto\":\"version_publica\",\"datos\":{\"documento\":\"01934567-89ab-7000-8000-000000000009\",\"motivo\":\"m\"}}", a,
			&x, &acto, &err),
		STATUS_OK);
	ck_assert_int_eq(acto, REGISTRO_ACTO_VERSION_PUBLICA);
	ck_assert_uint_eq(x.documento.b[15], 9);
	ck_assert_ptr_null(x.texto);
	asiento_acto_encode(acto, &x, &b);
	ck_assert_str_eq(buf_str(&b), "{\"motivo\":\"m\"}");
	buf_reset(&b);
	ck_assert_int_eq(asiento_acto_decode(REGISTRO_ACTO_VERSION_PUBLICA, de_texto, strlen(de_texto), a, &x, &err), STATUS_OK);
	ck_assert_int_eq(x.texto->tamano, 8);
	asiento_acto_encode(REGISTRO_ACTO_VERSION_PUBLICA, &x, &b);
	ck_assert_str_eq(buf_str(&b), de_texto);
	ck_assert(es_canonico(de_texto));
}
END_TEST

START_TEST(what_a_body_must_not_say)
{
	static const char *const malos[] = {"[]", "{}", "{\"acto\":1}", "{\"acto\":\"carga\"}", "{\"acto\":\"x\"}",
		"{\"acto\":\"correccion\"}", "{\"acto\":\"correccion\",\"datos\":{\"cambios\":[]}}",
		"{\"acto\":\"correccion\",\"datos\":{\"cambios\":{\"procedencia\":null}}}",
		"{\"acto\":\"correccion\",\"datos\":{\"cambios\":{\"inscrito_en\":\"2020-01-01\"}}}",
		"{\"acto\":\"correccion\",\"datos\":{\"cambios\":{},\"asiento\":{}}}",
		"{\"acto\":\"renovacion\",\"datos\":{\"fecha\":\"2020-01-01\"}}", "{\"acto\":\"terminacion\",\"datos\":{\"fecha\":\"x\"}}",
		"{\"acto\":\"version_publica\",\"datos\":{\"documento\":\"x\",\"motivo\":\"m\"}}",
		"{\"acto\":\"version_publica\",\"datos\":{\"motivo\":\"m\",\"texto\":{}}}",
		"{\"acto\":\"version_publica\",\"datos\":{\"motivo\":\"m\",\"cambios\":{}}}",
		"{\"acto\":\"correccion\",\"datos\":{\"documento\":\"01934567-89ab-7000-8000-000000000009\",\"cambios\":{}}}",
		"{\"acto\":\"terminacion\",\"otro\":1}", "{\"acto\":\"terminacion\",\"datos\":1}"};
	ARENA_AUTO *a = arena_create(4 << 20);
	for (size_t i = 0; i < sizeof malos / sizeof *malos; i++) {
		struct error err;
		struct asiento_acto x;
		enum registro_acto acto;
		ck_assert_msg(ask(malos[i], a, &x, &acto, &err) == STATUS_INVALID && err.n_items > 0, "%s", malos[i]);
	}
}
END_TEST

START_TEST(codes_of_places)
{
	ck_assert(entidad_valida("01") && entidad_valida("32") && !entidad_valida("00") && !entidad_valida("33") && !entidad_valida("1"));
	ck_assert(
		cve_municipio_valida("039") && !cve_municipio_valida("000") && !cve_municipio_valida("39") && !cve_municipio_valida("abc"));
}
END_TEST

int main(void)
{
	Suite *s = suite_create("registro");
	TCase *t = tcase_create("registro");
	tcase_add_test(t, the_worked_example);
	tcase_add_test(t, without_people_or_date);
	tcase_add_test(t, there_and_back);
	tcase_add_test(t, another_public_text);
	tcase_add_test(t, changes_are_a_patch);
	tcase_add_test(t, what_a_body_must_not_say);
	tcase_add_test(t, codes_of_places);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
