/* An entry as a row: what was written is read back whole, and what is wrong with a cell is said of its column. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

#include "base/csv.h"
#include "codec/asiento_fila.h"

#define ARENA ((size_t)4 << 20)

static const char entero[] =
	"{\"antecesor\":\"A-1\",\"areas\":[\"cultura\",\"turismo\"],\"contrapartes\":[{\"clase\":\"ong\",\"lugar\":\"L;\",\"nombre\":\"=N; "
	"\\\\x\","
	"\"pais\":\"JP\"},{\"nombre\":\"'ONU\\\\\"}],\"denominacion\":\" - D, \\\"d\\\" "
	"\",\"fecha_firma\":\"2010-05-01\",\"idiomas\":[\"es\",\"ja\"],"
	"\"inscrito_en\":\"2011-01-02\",\"lugar_firma\":\"@L\",\"nivel\":\"municipal\",\"partes_mexicanas\":[{\"nivel\":\"estatal\","
	"\"nombre\":\"A\"},"
	"{\"cve_ent\":\"14\",\"cve_mun\":\"039\",\"municipio\":\"Guadalajara\",\"nivel\":\"municipal\",\"nombre\":\"B\"}],\"precision_"
	"fecha\":\"mes\","
	"\"procedencia\":{\"clase\":\"carga_historica\",\"clave\":\"1\",\"conjunto\":\"c\",\"fecha\":\"2026-01-01\",\"fuente\":\"F\","
	"\"linea\":7,"
	"\"nota\":\"X\\ny\"},\"terminado_en\":\"2020-01-01\",\"texto\":{\"id\":\"01934567-89ab-7000-8000-000000000002\",\"nombre\":\"t."
	"pdf\","
	"\"sha256\":\"5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03\",\"tamano\":9,\"tipo_medio\":\"application/pdf\"},"
	"\"tipo\":\"hermanamiento\",\"vigencia\":\"determinada\",\"vigencia_desde\":\"2010-05-01\",\"vigencia_hasta\":\"2015-05-01\"}";

static const char *name_of(void *ctx, enum asiento_columna que, const char *codigo)
{
	(void)ctx;
	return que == COLUMNA_REGION ? "" : codigo;
}

struct fuente {
	const char *p;
	size_t n;
};

static ssize_t from_text(void *ctx, void *p, size_t n)
{
	struct fuente *f = ctx;
	n = n < f->n ? n : f->n;
	memcpy(p, f->p, n);
	f->p += n;
	f->n -= n;
	return (ssize_t)n;
}

/* The entry's text after a journey through a row of CSV. */
static void journey(const char *json, struct arena *a, struct buf *out)
{
	struct asiento_filas f;
	struct asiento_datos d, vuelta;
	struct error err;
	struct csv_lector c;
	const char *celdas[COLUMNA_COUNT];
	BUF_AUTO b;
	error_init(&err, a);
	buf_init(&b, 100000);
	asiento_filas_init(&f, name_of, NULL);
	ck_assert_int_eq(json_decode_trusted(&desc_asiento_datos, json, strlen(json), &d, a, &err), STATUS_OK);
	asiento_fila_write(&f, "N-1", &d, &b);
	buf_puts(&b, "\r\n");
	ck_assert(!b.failed && csv_init(&c));
	struct fuente src = {b.data, b.len};
	c.leer = from_text;
	c.ctx = &src;
	ck_assert_int_eq(csv_next(&c), CSV_FILA);
	ck_assert_uint_eq(c.n, COLUMNA_COUNT);
	for (int i = 0; i < COLUMNA_COUNT; i++)
		celdas[i] = csv_disarm(c.celda[i].texto);
	ck_assert_str_eq(celdas[COLUMNA_NUMERO], "N-1");
	ck_assert_int_eq(asiento_fila_read(&f, celdas, a, &vuelta, &err), STATUS_OK);
	json_encode(&desc_asiento_datos, &vuelta, out);
	csv_free(&c);
	asiento_filas_free(&f);
}

START_TEST(there_and_back)
{
	static const char *const otros[] = {entero, "{\"precision_fecha\":\"desconocida\"}",
		"{\"partes_mexicanas\":[{\"nivel\":\"estatal\",\"nombre\":\"A;B\"}],\"precision_fecha\":\"desconocida\"}",
		"{\"contrapartes\":[{\"nombre\":\"a\"},{\"nombre\":\"b\"},{\"nombre\":\"c\",\"pais\":\"US\"}]}"};
	for (size_t i = 0; i < sizeof otros / sizeof *otros; i++) {
		ARENA_AUTO *a = arena_create(ARENA);
		BUF_AUTO b;
		buf_init(&b, 100000);
		journey(otros[i], a, &b);
		ck_assert_str_eq(buf_str(&b), otros[i]);
	}
}
END_TEST

START_TEST(columns_have_their_places)
{
	struct asiento_filas f;
	asiento_filas_init(&f, NULL, NULL);
	for (int c = 0; c < COLUMNA_COUNT; c++) {
		ck_assert_msg(!asiento_columnas[c].miembro == !f.campo[c], "%s", asiento_columnas[c].nombre);
		ck_assert_msg(!asiento_columnas[c].sub == !f.sub[c], "%s", asiento_columnas[c].nombre);
		ck_assert_int_eq(asiento_columna_find(asiento_columnas[c].nombre), c);
	}
	ck_assert_int_eq(asiento_columna_find("otra"), COLUMNA_COUNT);
	asiento_filas_free(&f);
}
END_TEST

struct caso {
	enum asiento_columna columna;
	const char *celda, *pointer;
	enum mensaje mensaje;
};

START_TEST(faults_name_their_column)
{
	static const struct caso casos[] = {{COLUMNA_TIPO, "x", "/tipo", MENSAJE_ENUM}, {COLUMNA_PAIS, "DE;XX", "/pais/1", MENSAJE_PAIS},
		{COLUMNA_CVE_ENT, "33", "/cve_ent/0", MENSAJE_ENTIDAD}, {COLUMNA_CVE_MUN, "39", "/cve_mun/0", MENSAJE_CVE_MUN},
		{COLUMNA_PAIS, "DE;FR;JP", "/pais", MENSAJE_LISTA_DISPAREJA},
		{COLUMNA_AREAS, "cultura;cultura", "/areas/1", MENSAJE_DUPLICADO},
		{COLUMNA_FECHA_FIRMA, "2010-13-01", "/fecha_firma", MENSAJE_FECHA},
		{COLUMNA_TEXTO_TAMANO, "x", "/texto_tamano", MENSAJE_TIPO},
		{COLUMNA_TEXTO_TAMANO, "99999999999999999999", "/texto_tamano", MENSAJE_TIPO},
		{COLUMNA_TEXTO_SHA256, "00", "/texto_sha256", MENSAJE_FORMATO},
		{COLUMNA_PARTES_NIVEL, NULL, "/partes_nivel/0", MENSAJE_REQUERIDO},
		{COLUMNA_PROCEDENCIA, NULL, "/procedencia", MENSAJE_REQUERIDO},
		{COLUMNA_PROCEDENCIA_LINEA, "0", "/procedencia_linea", MENSAJE_VALOR_MIN},
		{COLUMNA_LUGAR_FIRMA, "a\nb", "/lugar_firma", MENSAJE_CARACTERES}};
	for (size_t i = 0; i < sizeof casos / sizeof *casos; i++) {
		ARENA_AUTO *a = arena_create(ARENA);
		struct asiento_filas f;
		struct asiento_datos d;
		struct error err;
		const char *celdas[COLUMNA_COUNT] = {[COLUMNA_PARTES_MEXICANAS] = "A",
			[COLUMNA_PARTES_NIVEL] = "estatal",
			[COLUMNA_CONTRAPARTES] = "X;Y",
			[COLUMNA_PROCEDENCIA] = "carga_historica",
			[COLUMNA_PROCEDENCIA_FUENTE] = "F"};
		asiento_filas_init(&f, NULL, NULL);
		error_init(&err, a);
		ck_assert_int_eq(asiento_fila_read(&f, celdas, a, &d, &err), STATUS_OK);
		celdas[casos[i].columna] = casos[i].celda;
		ck_assert_int_eq(asiento_fila_read(&f, celdas, a, &d, &err), STATUS_INVALID);
		ck_assert_uint_eq(err.n_items, 1);
		ck_assert_str_eq(err.items[0].pointer, casos[i].pointer);
		ck_assert_int_eq((int)err.items[0].mensaje, (int)casos[i].mensaje);
		asiento_filas_free(&f);
	}
}
END_TEST

START_TEST(lists_are_bounded)
{
	ARENA_AUTO *a = arena_create(ARENA);
	struct asiento_filas f;
	struct asiento_datos d;
	struct error err;
	char muchas[300];
	const char *celdas[COLUMNA_COUNT] = {[COLUMNA_CONTRAPARTES] = muchas};
	for (size_t i = 0; i + 3 <= sizeof muchas; i += 2)
		memcpy(muchas + i, "x;", 3);
	asiento_filas_init(&f, NULL, NULL);
	error_init(&err, a);
	ck_assert_int_eq(asiento_fila_read(&f, celdas, a, &d, &err), STATUS_INVALID);
	ck_assert_uint_eq(err.n_items, 1);
	ck_assert_int_eq((int)err.items[0].mensaje, (int)MENSAJE_ELEMENTOS_MAX);
	asiento_filas_free(&f);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("asiento_fila");
	TCase *t = tcase_create("todo");
	tcase_add_test(t, there_and_back);
	tcase_add_test(t, columns_have_their_places);
	tcase_add_test(t, faults_name_their_column);
	tcase_add_test(t, lists_are_bounded);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
