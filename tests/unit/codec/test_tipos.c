/* `datos` of the file: the limit of every member, the shapes, the catalogues; the order of every descriptor. */
#include <stdio.h>

#include "base/fecha.h"
#include "base/hash.h"
#include "caso.h"
#include "codec/tipos.h"

static enum status leer(struct caso *c, const char *text, struct datos_expediente *out)
{
	return json_decode(&desc_datos_expediente, text, strlen(text), out, c->a, &c->err);
}

/* --- texts -------------------------------------------------------------------------------------------------------------------------------- */

static const struct {
	const char *antes, *despues, *pointer;
	size_t max;
	bool multilinea;
} textos[] = {
	{"{\"denominacion\":", "}", "/denominacion", 500, false},
	{"{\"organo_firmante\":", "}", "/organo_firmante", 300, false},
	{"{\"fundamento_facultades\":", "}", "/fundamento_facultades", 4000, true},
	{"{\"tratado_base\":", "}", "/tratado_base", 500, false},
	{"{\"lugar_firma\":", "}", "/lugar_firma", 300, false},
	{"{\"programa_trabajo\":", "}", "/programa_trabajo", 10000, true},
	{"{\"modifica_a\":", "}", "/modifica_a", 100, false},
	{"{\"contacto\":{\"nombre\":", "}}", "/contacto/nombre", 200, false},
	{"{\"contacto\":{\"cargo\":", "}}", "/contacto/cargo", 200, false},
	{"{\"contrapartes\":[{\"nombre\":", "}]}", "/contrapartes/0/nombre", 300, false},
	{"{\"contrapartes\":[{\"nombre\":\"a\",\"ciudad\":", "}]}", "/contrapartes/0/ciudad", 200, false},
	{"{\"organos_locales\":[", "]}", "/organos_locales/0", 300, false},
};

static enum status texto_de(struct caso *c, int i, size_t n, const char *relleno)
{
	struct datos_expediente d;
	BUF_AUTO b;
	buf_init(&b, 1 << 20);
	buf_puts(&b, textos[i].antes);
	buf_putc(&b, '"');
	for (size_t k = 0; k < n; k++)
		buf_puts(&b, relleno);
	buf_putc(&b, '"');
	buf_puts(&b, textos[i].despues);
	return leer(c, buf_str(&b), &d);
}

START_TEST(texts_have_their_limits)
{
	const size_t max = textos[_i].max;
	const struct {
		size_t n;
		const char *relleno, *slug;
	} pruebas[] = {
		{1, "a", NULL},
		{max, "a", NULL},
		{max, "\xF0\x9F\x8C\xB5", NULL},
		{0, "", "largo-min"},
		{3, " ", "largo-min"},
		{max + 1, "a", "largo-max"},
		{max + 1, "\xC3\xB1", "largo-max"},
		{1, "\\u0001", "caracteres"},
		{1, "a\\u202eb", "caracteres"},
		{1, "a\\nb", textos[_i].multilinea ? NULL : "caracteres"},
	};
	for (size_t i = 0; i < sizeof pruebas / sizeof pruebas[0]; i++) {
		CASO c = caso_new(1 << 20);
		enum status st = texto_de(&c, _i, pruebas[i].n, pruebas[i].relleno);
		ck_assert_msg((st == STATUS_OK) == (pruebas[i].slug == NULL), "%s, case %zu: %d", textos[_i].pointer, i, st);
		if (pruebas[i].slug)
			ck_falta(&c.err, textos[_i].pointer, pruebas[i].slug);
	}
}
END_TEST

/* --- lists and the rest ------------------------------------------------------------------------------------------------------------------- */

static const struct {
	const char *miembro, *item;
	size_t max;
} listas[] = {
	{"contrapartes", "{\"nombre\":\"a\"}", 50},
	{"organos_locales", "\"a\"", 50},
};

START_TEST(lists_have_their_limits)
{
	for (size_t n = 0; n <= listas[_i].max + 1; n++) {
		CASO c = caso_new(1 << 20);
		struct datos_expediente d;
		BUF_AUTO b;
		buf_init(&b, 1 << 20);
		buf_printf(&b, "{\"%s\":[", listas[_i].miembro);
		for (size_t i = 0; i < n; i++)
			buf_printf(&b, "%s%s", i ? "," : "", listas[_i].item);
		buf_puts(&b, "]}");
		ck_assert_int_eq(leer(&c, buf_str(&b), &d), n <= listas[_i].max ? STATUS_OK : STATUS_INVALID);
	}
}
END_TEST

static const struct {
	const char *text, *pointer, *slug;
} sueltos[] = {
	{"{\"ods\":[1,17]}", NULL, NULL},
	{"{\"ods\":[0]}", "/ods/0", "valor-min"},
	{"{\"ods\":[18]}", "/ods/0", "valor-max"},
	{"{\"ods\":[3,3]}", "/ods/1", "duplicado"},
	{"{\"ods\":[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,17]}", "/ods", "elementos-max"},
	{"{\"areas\":[\"educacion\",\"otra\"]}", NULL, NULL},
	{"{\"areas\":[\"educacion\",\"educacion\"]}", "/areas/1", "duplicado"},
	{"{\"areas\":[\"deporte\"]}", "/areas/0", "enum"},
	{"{\"areas\":\"educacion\"}", "/areas", "tipo"},
	{"{\"idiomas\":[\"es\",\"ja\"]}", NULL, NULL},
	{"{\"idiomas\":[\"es\",\"es\"]}", "/idiomas/1", "duplicado"},
	{"{\"idiomas\":[\"ES\"]}", "/idiomas/0", "idioma"},
	{"{\"idiomas\":[\"e1\"]}", "/idiomas/0", "idioma"},
	{"{\"idiomas\":[\"spa\"]}", "/idiomas/0", "idioma"},
	{"{\"idiomas\":[\"e\"]}", "/idiomas/0", "idioma"},
	{"{\"tipo\":\"hermanamiento\"}", NULL, NULL},
	{"{\"tipo\":\"cooperacion_universitaria_especifica\"}", NULL, NULL},
	{"{\"tipo\":\"Hermanamiento\"}", "/tipo", "enum"},
	{"{\"nivel\":\"federal\"}", "/nivel", "enum"},
	{"{\"clase_organo\":\"descentralizado\"}", NULL, NULL},
	{"{\"clase_organo\":\"x\"}", "/clase_organo", "enum"},
	{"{\"vigencia\":\"sin_dato\"}", NULL, NULL},
	{"{\"vigencia\":\"eterna\"}", "/vigencia", "enum"},
	{"{\"vigencia_desde\":\"2026-01-01\",\"vigencia_hasta\":\"2031-01-01\"}", NULL, NULL},
	{"{\"vigencia_hasta\":\"2031-13-01\"}", "/vigencia_hasta", "fecha"},
	{"{\"fecha_firma_pretendida\":\"2026-11-31\"}", "/fecha_firma_pretendida", "fecha"},
	{"{\"compartir_con_estado\":true}", NULL, NULL},
	{"{\"compartir_con_estado\":\"si\"}", "/compartir_con_estado", "tipo"},
	{"{\"contrapartes\":[{\"nombre\":\"a\",\"clase\":\"privado\",\"pais\":\"JP\",\"ciudad\":\"Kioto\"}]}", NULL, NULL},
	{"{\"contrapartes\":[{}]}", NULL, NULL},
	{"{\"contrapartes\":[{\"nombre\":\"a\",\"clase\":\"empresa\"}]}", "/contrapartes/0/clase", "enum"},
	{"{\"contrapartes\":[{\"nombre\":\"a\",\"pais\":\"UK\"}]}", "/contrapartes/0/pais", "pais"},
	{"{\"contrapartes\":[{\"nombre\":\"a\",\"pais\":\"jp\"}]}", "/contrapartes/0/pais", "pais"},
	{"{\"contrapartes\":[{\"nombre\":\"a\",\"pais\":\"JPN\"}]}", "/contrapartes/0/pais", "pais"},
	{"{\"contrapartes\":[{\"nombre\":\"a\",\"region\":\"x\"}]}", "/contrapartes/0/region", "desconocido"},
	{"{\"contacto\":{\"correo\":\"ana.lopez+sre@relaciones.jalisco.gob.mx\"}}", NULL, NULL},
	{"{\"contacto\":{\"correo\":\"ana\"}}", "/contacto/correo", "correo"},
	{"{\"contacto\":{\"telefono\":\"12345\"}}", "/contacto/telefono", "largo-min"},
	{"{\"contacto\":{\"telefono\":\"5512345x\"}}", "/contacto/telefono", "telefono"},
	{"{\"contacto\":{\"curp\":\"x\"}}", "/contacto/curp", "desconocido"},
	{"{\"folio\":\"AII-2026-000001\"}", "/folio", "desconocido"},
	{"{\"denominacion\":null}", "/denominacion", "tipo"},
};

START_TEST(each_member)
{
	CASO c = caso_new(1 << 18);
	struct datos_expediente d;
	enum status st = leer(&c, sueltos[_i].text, &d);
	if (!sueltos[_i].pointer) {
		ck_assert_msg(st == STATUS_OK, "%s", sueltos[_i].text);
		BUF_AUTO b;
		buf_init(&b, 1 << 16);
		json_encode(&desc_datos_expediente, &d, &b);
		ck_assert(es_canonico(buf_str(&b)));
		return;
	}
	ck_assert_msg(st == STATUS_INVALID && c.err.n_items == 1, "%s", sueltos[_i].text);
	ck_falta(&c.err, sueltos[_i].pointer, sueltos[_i].slug);
}
END_TEST

START_TEST(shapes)
{
	const char *const correos[] = {"a@b.mx", "a.b@c-d.gob.mx", "x_y+z@1.mx"};
	const char *const no_correos[] = {"", "@", "a@", "@b.mx", "a@b", "a@b.", "a@.mx", "a..b@c.mx", ".a@b.mx", "a.@b.mx", "a@-b.mx",
		"a@b-.mx", "a@b.mx-", "a b@c.mx", "a@b.mx,c@d.mx", "<a@b.mx>", "\xC3\xB1@b.mx", "a@b_c.mx", "a@b@c", "a\"b@c.mx"};
	const char *const telefonos[] = {
		"5536865100", "+52 55 3686 5100", "(33) 3668-1800", "+52 (33) 3668.1800 ext. 50300", "5536865100ext1", "+123456789012345"};
	const char *const no_telefonos[] = {"", "+", "abc", "123456", "1234567890123456", "++525536865100", "55 3686 5100 ext",
		"55 3686 5100 ext. 1234567", "55 3686 5100;ext=1", "- 5536865100"};
	for (size_t i = 0; i < sizeof correos / sizeof *correos; i++)
		ck_assert_msg(correo_valido(correos[i]), "%s", correos[i]);
	for (size_t i = 0; i < sizeof no_correos / sizeof *no_correos; i++)
		ck_assert_msg(!correo_valido(no_correos[i]), "%s", no_correos[i]);
	for (size_t i = 0; i < sizeof telefonos / sizeof *telefonos; i++)
		ck_assert_msg(telefono_valido(telefonos[i]), "%s", telefonos[i]);
	for (size_t i = 0; i < sizeof no_telefonos / sizeof *no_telefonos; i++)
		ck_assert_msg(!telefono_valido(no_telefonos[i]), "%s", no_telefonos[i]);
	char largo[300];
	memset(largo, 'a', sizeof largo);
	memcpy(largo + 65, "@b.mx", 6);
	ck_assert(!correo_valido(largo));
}
END_TEST

START_TEST(countries_are_the_249_of_iso)
{
	int n = 0;
	for (char a = 'A'; a <= 'Z'; a++) {
		for (char b = 'A'; b <= 'Z'; b++)
			n += pais_valido((char[]){a, b, '\0'});
	}
	ck_assert_int_eq(n, 249);
	const char *const si[] = {"MX", "ES", "US", "JP", "AD", "ZW", "TW", "PS"};
	const char *const no[] = {"", "M", "MEX", "UK", "EU", "XX", "ZZ", "DA", "mx", "DD"};
	for (size_t i = 0; i < sizeof si / sizeof *si; i++)
		ck_assert_msg(pais_valido(si[i]), "%s", si[i]);
	for (size_t i = 0; i < sizeof no / sizeof *no; i++)
		ck_assert_msg(!pais_valido(no[i]), "%s", no[i]);
}
END_TEST

/* --- descriptors --------------------------------------------------------------------------------------------------------------------------- */

static void ck_desc(const struct json_desc *d)
{
	ck_assert_uint_gt(d->n_fields, 0);
	for (size_t i = 0; i < d->n_fields; i++) {
		const struct json_field *f = &d->fields[i];
		ck_assert_msg(i == 0 || strcmp(d->fields[i - 1].name, f->name) < 0, "%s.%s out of order", d->name, f->name);
		ck_assert_msg(f->offset < d->size, "%s.%s", d->name, f->name);
		enum json_kind k = f->kind == JSON_KIND_ARRAY ? f->item : f->kind;
		ck_assert_msg((k == JSON_KIND_ENUM) == (f->vocabulario != NULL), "%s.%s vocabulario", d->name, f->name);
		ck_assert_msg((k == JSON_KIND_OBJECT || k == JSON_KIND_EMBEDDED) == (f->sub != NULL), "%s.%s sub", d->name, f->name);
		ck_assert_msg(!f->check == (f->check_msg == MENSAJE_NONE), "%s.%s check", d->name, f->name);
		ck_assert_msg(f->kind != JSON_KIND_ARRAY || (f->item_size > 0 && f->count_offset > 0), "%s.%s array", d->name, f->name);
		if (f->kind == JSON_KIND_ARRAY && f->sub)
			ck_assert_uint_eq(f->item_size, f->sub->size);
		if (f->sub)
			ck_desc(f->sub);
	}
}

START_TEST(descriptors_are_sorted_and_whole)
{
	ck_desc(&desc_datos_expediente);
	ck_desc(&desc_documento);
	ck_desc(&desc_computo);
}
END_TEST

START_TEST(a_full_record_round_trips)
{
	const char *text = "{\"areas\":[\"educacion\",\"cultura\"],\"clase_organo\":\"dependencia\",\"compartir_con_estado\":true,"
			   "\"contacto\":{\"cargo\":\"Directora\","
			   "\"correo\":\"ana@gdl.gob.mx\",\"nombre\":\"Ana\",\"telefono\":\"3336681800\"},\"contrapartes\":[{\"ciudad\":"
			   "\"Kioto\",\"clase\":\"gubernamental\","
			   "\"nombre\":\"Ciudad de "
			   "Kioto\",\"pais\":\"JP\"},{\"clase\":\"organismo_internacional\",\"nombre\":\"UNESCO\"}],\"denominacion\":"
			   "\"Hermanamiento\","
			   "\"fecha_firma_pretendida\":\"2026-12-15\",\"fundamento_facultades\":\"Art. "
			   "115\\nBis\",\"idiomas\":[\"es\",\"ja\"],\"lugar_firma\":\"Guadalajara\","
			   "\"modifica_a\":\"AII-2001-000007\",\"nivel\":\"municipal\",\"ods\":[4,11],\"organo_firmante\":\"Ayuntamiento\","
			   "\"organos_locales\":[\"DIF\"],"
			   "\"programa_trabajo\":\"Uno\\nDos\",\"tipo\":\"hermanamiento\",\"tratado_base\":\"Convenio "
			   "básico\",\"vigencia\":\"determinada\","
			   "\"vigencia_desde\":\"2026-12-15\",\"vigencia_hasta\":\"2031-12-14\"}";
	CASO c = caso_new(1 << 18);
	struct datos_expediente d;
	ck_assert_int_eq(leer(&c, text, &d), STATUS_OK);
	BUF_AUTO b;
	buf_init(&b, 1 << 16);
	json_encode(&desc_datos_expediente, &d, &b);
	ck_assert_str_eq(buf_str(&b), text);
}
END_TEST

START_TEST(request_to_open)
{
	CASO c = caso_new(1 << 18);
	struct uuid org;
	struct datos_expediente *d;
	ck_assert_int_eq(expediente_request_decode("{}", 2, c.a, &org, &d, &c.err), STATUS_OK);
	ck_assert(uuid_is_nil(&org) && d == NULL);
	const char *text = "{\"organizacion\":\"01934567-89ab-7cde-8f01-23456789abcd\",\"datos\":{\"denominacion\":\"A\"}}";
	ck_assert_int_eq(expediente_request_decode(text, strlen(text), c.a, &org, &d, &c.err), STATUS_OK);
	ck_assert(!uuid_is_nil(&org));
	ck_assert_str_eq(d->denominacion, "A");
	ck_assert_int_eq(d->vigencia_desde, DIA_NINGUNO);
	const char *malo = "{\"organizacion\":\"x\",\"datos\":{\"denominacion\":1,\"contacto\":{\"correo\":\"malo\"}},\"folio\":1}";
	ck_assert_int_eq(expediente_request_decode(malo, strlen(malo), c.a, &org, &d, &c.err), STATUS_INVALID);
	ck_falta(&c.err, "/organizacion", "uuid");
	ck_falta(&c.err, "/datos/denominacion", "tipo");
	ck_falta(&c.err, "/datos/contacto/correo", "correo");
	ck_falta(&c.err, "/folio", "desconocido");
	ck_assert_uint_eq(c.err.n_items, 4);
}
END_TEST

int main(void)
{
	if (!hash_init() || !zona_init("America/Mexico_City"))
		return 1;
	Suite *s = suite_create("codec/tipos");
	TCase *t = tcase_create("tipos");
	tcase_add_loop_test(t, texts_have_their_limits, 0, sizeof textos / sizeof textos[0]);
	tcase_add_loop_test(t, lists_have_their_limits, 0, sizeof listas / sizeof listas[0]);
	tcase_add_loop_test(t, each_member, 0, sizeof sueltos / sizeof sueltos[0]);
	tcase_add_test(t, shapes);
	tcase_add_test(t, countries_are_the_249_of_iso);
	tcase_add_test(t, descriptors_are_sorted_and_whole);
	tcase_add_test(t, a_full_record_round_trips);
	tcase_add_test(t, request_to_open);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int fallas = srunner_ntests_failed(r);
	srunner_free(r);
	return fallas != 0;
}
