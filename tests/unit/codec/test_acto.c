/* What an act carries: every act against every member, limits, and the journal's columns. */
#include <stdio.h>

#include "base/fecha.h"
#include "base/hash.h"
#include "caso.h"
#include "codec/tipos.h"

#define U1 "01934567-89ab-7cde-8f01-23456789abcd"

/* One good value of every member that a request may name. */
static const struct {
	const char *nombre, *valor;
} miembros[] = {
	{"acto", "3"},
	{"corrige", "2"},
	{"cve_ent", "\"14\""},
	{"datos", "{\"denominacion\":\"A\"}"},
	{"declaracion_version_final", "true"},
	{"detalle", "\"d\""},
	{"documento", "{\"id\":\"" U1 "\"}"},
	{"faltantes", "[{\"detalle\":\"d\",\"requisito\":\"r\"}]"},
	{"fecha_firma_pretendida", "\"2027-01-15\""},
	{"fecha_suscripcion", "\"2027-01-16\""},
	{"fundamento", "\"f\""},
	{"lugar_suscripcion", "\"l\""},
	{"motivacion", "\"m\""},
	{"motivo", "\"m\""},
	{"motivo_devolucion", "\"ilegible\""},
	{"no_incorporadas", "[{\"clausula\":\"1\",\"recomendacion\":2,\"texto\":\"t\"}]"},
	{"nota", "\"n\""},
	{"numero_oficial", "\"CJA/1\""},
	{"observaciones", "[{\"clausula\":\"1\",\"pasaje\":\"p\",\"severidad\":\"alta\",\"texto\":\"t\"}]"},
	{"organizacion", "\"" U1 "\""},
	{"plazo_dias_habiles", "5"},
	{"recomendaciones", "[{\"clausula\":\"1\",\"pasaje\":\"p\",\"texto\":\"t\"}]"},
	{"responsable", "\"" U1 "\""},
	{"respuestas", "[{\"numero\":1,\"respuesta\":\"r\"}]"},
	{"sentido", "\"improcedente\""},
	{"terminos", "\"t\""},
	{"verificaciones", "[{\"motivo\":\"m\",\"numero\":1,\"resultado\":\"dispensada\"}]"},
};
#define N_MIEMBROS (sizeof miembros / sizeof miembros[0])
_Static_assert(N_MIEMBROS == ACTO_DATOS_CAMPOS, "one sample per member");

struct leido {
	enum acto_tipo acto;
	struct acto_datos *datos;
	dia_t fecha;
};

static enum status leer(struct caso *c, const char *text, struct leido *out)
{
	return acto_request_decode(text, strlen(text), c->a, &out->acto, &out->datos, &out->fecha, &c->err);
}

/* 0 not admitted, 1 admitted, 2 required by its form */
static int admite(enum acto_tipo acto, const char *nombre)
{
	size_t n;
	const struct acto_miembro *m = acto_admite(acto, &n);
	if (strcmp(nombre, "corrige") == 0 || strcmp(nombre, "numero_oficial") == 0)
		return 1;
	for (size_t i = 0; i < n; i++) {
		if (strcmp(acto_miembro_json(m[i].nombre), nombre) == 0)
			return m[i].requerido && !acto_miembro_guardado(nombre) ? 2 : 1;
	}
	return 0;
}

/* {"acto":…,"datos":{…}} with the members that `cuales` lets through (admite() & cuales). */
static void cuerpo(struct buf *b, enum acto_tipo acto, bool todos, bool solo_datos)
{
	bool coma = false;
	if (!solo_datos)
		buf_printf(b, "{\"acto\":\"%s\",\"datos\":", vocabulario_slug(&vocabulario_acto, (int)acto));
	buf_putc(b, '{');
	for (size_t i = 0; i < N_MIEMBROS; i++) {
		if (!todos && !admite(acto, miembros[i].nombre))
			continue;
		buf_printf(b, "%s\"%s\":%s", coma ? "," : "", miembros[i].nombre, miembros[i].valor);
		coma = true;
	}
	buf_puts(b, solo_datos ? "}" : "},\"fecha_legal\":\"2026-11-20\"}");
}

START_TEST(samples_name_every_admitted_member)
{
	size_t n;
	const struct acto_miembro *m = acto_admite((enum acto_tipo)_i, &n);
	for (size_t i = 0; i < n; i++) {
		bool hallado = false;
		for (size_t j = 0; j < N_MIEMBROS; j++)
			hallado |= strcmp(acto_miembro_json(m[i].nombre), miembros[j].nombre) == 0;
		ck_assert_msg(hallado, "%s.%s is no member of the codec", vocabulario_slug(&vocabulario_acto, _i), m[i].nombre);
	}
}
END_TEST

START_TEST(admitted_members_are_read_and_written_back)
{
	enum acto_tipo acto = (enum acto_tipo)_i;
	CASO c = caso_new(1 << 18);
	struct leido l = {0};
	BUF_AUTO b;
	BUF_AUTO columna;
	BUF_AUTO escrito;
	buf_init(&b, 1 << 16);
	buf_init(&columna, 1 << 16);
	buf_init(&escrito, 1 << 16);
	cuerpo(&b, acto, false, false);
	cuerpo(&columna, acto, false, true);
	ck_assert_msg(leer(&c, buf_str(&b), &l) == STATUS_OK, "%s", buf_str(&b));
	ck_assert_uint_eq(l.acto, acto);
	ck_assert_int_ne(l.fecha, DIA_NINGUNO);
	ck_assert_int_eq(l.datos->corrige, 2);
	acto_datos_encode(acto, l.datos, &escrito);
	ck_assert(es_canonico(buf_str(&escrito)));
	ck_assert_str_eq(buf_str(&escrito), buf_str(&columna));
	struct acto_datos *otra;
	ck_assert_int_eq(acto_datos_decode(acto, buf_str(&escrito), escrito.len, c.a, &otra, &c.err), STATUS_OK);
	buf_reset(&b);
	acto_datos_encode(acto, otra, &b);
	ck_assert_str_eq(buf_str(&b), buf_str(&columna));
}
END_TEST

START_TEST(required_members_are_demanded_all_at_once)
{
	enum acto_tipo acto = (enum acto_tipo)_i;
	size_t requeridos = 0;
	for (size_t i = 0; i < N_MIEMBROS; i++)
		requeridos += admite(acto, miembros[i].nombre) == 2;
	for (int forma = 0; forma < 2; forma++) {
		CASO c = caso_new(1 << 18);
		struct leido l = {0};
		char text[80];
		snprintf(text, sizeof text, "{\"acto\":\"%s\"%s}", vocabulario_slug(&vocabulario_acto, _i), forma ? ",\"datos\":{}" : "");
		enum status st = leer(&c, text, &l);
		ck_assert_int_eq(st, requeridos ? STATUS_INVALID : STATUS_OK);
		ck_assert_uint_eq(c.err.n_items, requeridos);
		for (size_t i = 0; i < c.err.n_items; i++)
			ck_assert_str_eq(c.err.items[i].slug, "requerido");
		if (st == STATUS_OK) {
			ck_assert_ptr_nonnull(l.datos);
			ck_assert_int_eq(l.fecha, DIA_NINGUNO);
			ck_assert_int_eq(l.datos->fecha_suscripcion, DIA_NINGUNO);
		}
	}
}
END_TEST

START_TEST(everything_else_is_refused)
{
	enum acto_tipo acto = (enum acto_tipo)_i;
	CASO c = caso_new(1 << 18);
	struct leido l = {0};
	size_t ajenos = 0;
	BUF_AUTO b;
	buf_init(&b, 1 << 16);
	cuerpo(&b, acto, true, false);
	ck_assert_int_eq(leer(&c, buf_str(&b), &l), STATUS_INVALID);
	for (size_t i = 0; i < N_MIEMBROS; i++) {
		char pointer[64];
		snprintf(pointer, sizeof pointer, "/datos/%s", miembros[i].nombre);
		if (admite(acto, miembros[i].nombre)) {
			ck_assert_ptr_null(falta(&c.err, pointer));
		} else {
			ck_falta(&c.err, pointer, "no-corresponde");
			ajenos++;
		}
	}
	ck_assert_uint_eq(c.err.n_items, ajenos);
}
END_TEST

START_TEST(acts_that_are_none_list_the_possible_ones)
{
	const char *const malos[] = {"", "dictamina", "PRESENTAR", "modificar_datos", "incorporar_documento", "recomputar_plazos"};
	for (size_t i = 0; i < sizeof malos / sizeof *malos; i++) {
		CASO c = caso_new(1 << 16);
		struct leido l = {0};
		char text[80];
		snprintf(text, sizeof text, "{\"acto\":\"%s\",\"datos\":{}}", malos[i]);
		ck_assert_int_eq(leer(&c, text, &l), STATUS_INVALID);
		ck_assert_int_eq(c.err.problem, PROBLEM_ACTO_DESCONOCIDO);
		ck_falta(&c.err, "/acto", "enum");
		ck_assert_ptr_nonnull(strstr(c.err.items[0].que_hacer.es, "abrir, presentar, prevenir"));
		ck_assert_ptr_nonnull(strstr(c.err.items[0].que_hacer.es, ", anotar."));
		ck_assert_ptr_null(strstr(c.err.items[0].que_hacer.es, "modificar_datos"));
	}
}
END_TEST

START_TEST(the_echo_of_an_unknown_act_is_short)
{
	CASO c = caso_new(1 << 16);
	struct leido l = {0};
	BUF_AUTO b;
	buf_init(&b, 1 << 16);
	buf_puts(&b, "{\"acto\":\"a");
	for (int i = 0; i < 5000; i++)
		buf_puts(&b, "\xC3\xB1");
	buf_puts(&b, "\"}");
	ck_assert_int_eq(leer(&c, buf_str(&b), &l), STATUS_INVALID);
	ck_assert_uint_lt(strlen(c.err.detail.es), 200);
}
END_TEST

static const struct {
	const char *text, *pointer, *slug;
} sueltos[] = {
	{"{}", "/acto", "requerido"},
	{"{\"acto\":3}", "/acto", "tipo"},
	{"[]", "", "tipo"},
	{"{\"acto\":\"recibir\",\"datos\":[]}", "/datos", "tipo"},
	{"{\"acto\":\"recibir\",\"datos\":null}", "/datos", "tipo"},
	{"{\"acto\":\"recibir\",\"fecha\":\"2026-01-01\"}", "/fecha", "desconocido"},
	{"{\"acto\":\"recibir\",\"fecha_legal\":\"hoy\"}", "/fecha_legal", "fecha"},
	{"{\"acto\":\"recibir\",\"datos\":{\"zzz\":1}}", "/datos/zzz", "desconocido"},
	{"{\"acto\":\"recibir\",\"datos\":{\"corrige\":0}}", "/datos/corrige", "valor-min"},
	{"{\"acto\":\"observar\",\"datos\":{\"observaciones\":[]}}", "/datos/observaciones", "elementos-min"},
	{"{\"acto\":\"observar\",\"datos\":{\"observaciones\":[{\"clausula\":\"1\",\"texto\":\"t\"}]}}", "/datos/observaciones/0/severidad",
		"requerido"},
	{"{\"acto\":\"observar\",\"datos\":{\"observaciones\":[{\"severidad\":\"baja\",\"texto\":\"t\"}]}}",
		"/datos/observaciones/0/clausula", "requerido"},
	{"{\"acto\":\"observar_registro\",\"datos\":{\"no_incorporadas\":[{\"clausula\":\"1\",\"texto\":\"t\",\"recomendacion\":0}]}}",
		"/datos/no_incorporadas/0/recomendacion", "valor-min"},
	{"{\"acto\":\"observar_registro\",\"datos\":{\"no_incorporadas\":[{\"clausula\":\"1\",\"texto\":\"t\",\"severidad\":\"alta\"}]}}",
		"/datos/no_incorporadas/0/severidad", "desconocido"},
	{"{\"acto\":\"atender\",\"datos\":{\"respuestas\":[{\"numero\":1,\"respuesta\":\" \"}]}}", "/datos/respuestas/0/respuesta",
		"largo-min"},
	{"{\"acto\":\"prevenir\",\"datos\":{\"plazo_dias_habiles\":0,\"faltantes\":[{\"requisito\":\"r\",\"detalle\":\"d\"}]}}",
		"/datos/plazo_dias_habiles", "valor-min"},
	{"{\"acto\":\"asignar\",\"datos\":{\"responsable\":\"yo\"}}", "/datos/responsable", "uuid"},
	{"{\"acto\":\"devolver_copia\",\"datos\":{\"motivo_devolucion\":\"fea\"}}", "/datos/motivo_devolucion", "enum"},
	{"{\"acto\":\"presentar\",\"datos\":{\"declaracion_version_final\":\"true\"}}", "/datos/declaracion_version_final", "tipo"},
};

START_TEST(each_fault)
{
	CASO c = caso_new(1 << 16);
	struct leido l = {0};
	ck_assert_int_eq(leer(&c, sueltos[_i].text, &l), STATUS_INVALID);
	ck_assert_int_eq(c.err.problem, PROBLEM_CUERPO_INVALIDO);
	ck_falta(&c.err, sueltos[_i].pointer, sueltos[_i].slug);
	ck_assert_uint_eq(c.err.n_items, 1);
}
END_TEST

/* Long texts: the act, the member inside datos, its maximum. */
static const struct {
	const char *antes, *despues, *pointer;
	size_t max;
} largos[] = {
	{"{\"acto\":\"anotar\",\"datos\":{\"nota\":", "}}", "/datos/nota", 10000},
	{"{\"acto\":\"desistir\",\"datos\":{\"motivo\":", "}}", "/datos/motivo", 4000},
	{"{\"acto\":\"inscribir\",\"datos\":{\"terminos\":", "}}", "/datos/terminos", 10000},
	{"{\"acto\":\"recibir\",\"datos\":{\"numero_oficial\":", "}}", "/datos/numero_oficial", 100},
	{"{\"acto\":\"negar_registro\",\"datos\":{\"motivacion\":\"m\",\"fundamento\":", "}}", "/datos/fundamento", 10000},
	{"{\"acto\":\"negar_registro\",\"datos\":{\"fundamento\":\"m\",\"motivacion\":", "}}", "/datos/motivacion", 20000},
	{"{\"acto\":\"remitir_copia\",\"datos\":{\"fecha_suscripcion\":\"2027-01-01\",\"lugar_suscripcion\":", "}}",
		"/datos/lugar_suscripcion", 300},
	{"{\"acto\":\"observar\",\"datos\":{\"observaciones\":[{\"clausula\":\"1\",\"severidad\":\"alta\",\"texto\":", "}]}}",
		"/datos/observaciones/0/texto", 4000},
	{"{\"acto\":\"observar\",\"datos\":{\"observaciones\":[{\"texto\":\"1\",\"severidad\":\"alta\",\"clausula\":", "}]}}",
		"/datos/observaciones/0/clausula", 200},
	{"{\"acto\":\"observar\",\"datos\":{\"observaciones\":[{\"texto\":\"1\",\"severidad\":\"alta\",\"clausula\":\"1\",\"pasaje\":",
		"}]}}", "/datos/observaciones/0/pasaje", 4000},
	{"{\"acto\":\"atender\",\"datos\":{\"respuestas\":[{\"numero\":1,\"respuesta\":", "}]}}", "/datos/respuestas/0/respuesta", 4000},
	{"{\"acto\":\"prevenir\",\"datos\":{\"plazo_dias_habiles\":5,\"faltantes\":[{\"requisito\":\"r\",\"detalle\":", "}]}}",
		"/datos/faltantes/0/detalle", 2000},
	{"{\"acto\":\"prevenir\",\"datos\":{\"plazo_dias_habiles\":5,\"faltantes\":[{\"detalle\":\"r\",\"requisito\":", "}]}}",
		"/datos/faltantes/0/requisito", 200},
	{"{\"acto\":\"devolver_copia\",\"datos\":{\"motivo_devolucion\":\"otro\",\"detalle\":", "}}", "/datos/detalle", 4000},
};

START_TEST(long_texts_have_their_limits)
{
	for (size_t n = largos[_i].max; n <= largos[_i].max + 1; n++) {
		CASO c = caso_new(1 << 18);
		struct leido l = {0};
		BUF_AUTO b;
		buf_init(&b, 1 << 20);
		buf_printf(&b, "%s\"", largos[_i].antes);
		for (size_t i = 0; i < n; i++)
			buf_puts(&b, "\xC3\xA9");
		buf_printf(&b, "\"%s", largos[_i].despues);
		bool cabe = n == largos[_i].max;
		ck_assert_msg((leer(&c, buf_str(&b), &l) == STATUS_OK) == cabe, "%s at %zu", largos[_i].pointer, n);
		if (!cabe)
			ck_falta(&c.err, largos[_i].pointer, "largo-max");
	}
}
END_TEST

START_TEST(recommendations_keep_their_name)
{
	struct entrada_observacion o = {.clausula = "1", .texto = "t"};
	struct acto_datos d;
	BUF_AUTO b;
	buf_init(&b, 1 << 12);
	acto_datos_init(&d);
	d.observaciones = &o;
	d.n_observaciones = 1;
	acto_datos_encode(ACTO_DICTAMINAR, &d, &b);
	ck_assert_str_eq(buf_str(&b), "{\"recomendaciones\":[{\"clausula\":\"1\",\"texto\":\"t\"}]}");
	buf_reset(&b);
	o.recomendacion = 4;
	acto_datos_encode(ACTO_OBSERVAR_REGISTRO, &d, &b);
	ck_assert_str_eq(buf_str(&b), "{\"no_incorporadas\":[{\"clausula\":\"1\",\"recomendacion\":4,\"texto\":\"t\"}]}");
	buf_reset(&b);
	o.severidad = SEVERIDAD_MEDIA;
	acto_datos_encode(ACTO_OBSERVAR, &d, &b);
	ck_assert_str_eq(buf_str(&b), "{\"observaciones\":[{\"clausula\":\"1\",\"severidad\":\"media\",\"texto\":\"t\"}]}");
	buf_reset(&b);
	acto_datos_encode(ACTO_RECIBIR, NULL, &b);
	ck_assert_str_eq(buf_str(&b), "{}");
}
END_TEST

START_TEST(journal_entries_round_trip)
{
	const struct {
		enum acto_tipo acto;
		const char *json;
	} asientos[] = {
		{ACTO_ABRIR, "{\"cve_ent\":\"14\",\"datos\":{\"denominacion\":\"A\"},\"organizacion\":\"" U1 "\"}"},
		{ACTO_MODIFICAR_DATOS, "{\"datos\":{\"compartir_con_estado\":true,\"ods\":[1]}}"},
		{ACTO_INCORPORAR_DOCUMENTO,
			"{\"documento\":{\"clase\":\"proyecto\",\"huella\":"
			"\"1100000000000000000000000000000000000000000000000000000000000000\",\"id\":\"" U1
			"\",\"nombre\":\"p.docx\",\"sha256\":\"2200000000000000000000000000000000000000000000000000000000000000\","
			"\"tamano\":9007199254740991,"
			"\"tipo_medio\":\"application/pdf\",\"version\":2}}"},
		{ACTO_RECOMPUTAR_PLAZOS, "{}"},
	};
	for (size_t i = 0; i < sizeof asientos / sizeof asientos[0]; i++) {
		CASO c = caso_new(1 << 16);
		struct acto_datos *d;
		BUF_AUTO b;
		buf_init(&b, 1 << 14);
		ck_assert_int_eq(
			acto_datos_decode(asientos[i].acto, asientos[i].json, strlen(asientos[i].json), c.a, &d, &c.err), STATUS_OK);
		ck_assert(!d->documento || d->documento->tiene_huella);
		acto_datos_encode(asientos[i].acto, d, &b);
		ck_assert_str_eq(buf_str(&b), asientos[i].json);
	}
}
END_TEST

START_TEST(effects_round_trip_canonically)
{
	struct uuid docs[2] = {{.b = {1}}, {.b = {2}}};
	struct sha256 shas[2] = {{.b = {3}}, {.b = {4}}};
	struct ancla anclas[2] = {
		{.observacion = 1, .documento = {.b = {5}}, .version = 2, .parte = 4, .clausula = "Cláusula TERCERA", .largo = 9},
		{.observacion = 3, .documento = {.b = {5}}, .version = 2, .parte = 1, .clausula = "Preámbulo", .desde = 7, .largo = 1}};
	struct efectos e = {
		.anclas = anclas,
		.serie = SERIE_DICTAMEN,
		.anio = 2026,
		.numero = 7,
		.numero_texto = "DICT/7/2026",
		.tiene_huella = true,
		.huella = {.b = {9}},
		.documentos = docs,
		.documentos_sha = shas,
		.n_documentos = 2,
		.vence = 20000,
		.tiene_computo = true,
		.primer_renglon = 3,
		.resultado = RESULTADO_CADUCO,
		.calendario_version = 4,
		.computo = {.recepcion = 1700000000123456,
			.recepcion_efectiva = 19676,
			.fecha_firma = 19690,
			.n = 0,
			.n_distancia = 0,
			.n_integros = -1,
			.ultima_recepcion = 19670,
			.recepcion_recomendada = 19669,
			.calendario_version = 4,
			.lectura = LECTURA_DISTANCIA,
			.dias_requeridos = 10},
	};
	for (unsigned mascara = 0; mascara < 256; mascara++) {
		struct efectos f = e;
		f.serie = mascara & 1 ? f.serie : SERIE_NINGUNO;
		f.numero_texto = mascara & 1 ? f.numero_texto : NULL;
		f.tiene_huella = mascara & 2;
		f.n_documentos = mascara & 4 ? 2 : 0;
		f.vence = mascara & 8 ? f.vence : DIA_NINGUNO;
		f.tiene_computo = mascara & 16;
		f.primer_renglon = mascara & 32 ? 3 : 0;
		f.resultado = mascara & 64 ? f.resultado : RESULTADO_NINGUNO;
		f.n_anclas = mascara & 128 ? 2 : 0;
		CASO c = caso_new(1 << 16);
		BUF_AUTO b;
		BUF_AUTO otra;
		buf_init(&b, 1 << 14);
		buf_init(&otra, 1 << 14);
		efectos_encode(&f, &b);
		ck_assert_msg(es_canonico(buf_str(&b)), "%s", buf_str(&b));
		struct efectos *g;
		ck_assert_int_eq(efectos_decode(buf_str(&b), b.len, c.a, &g, &c.err), STATUS_OK);
		ck_assert(g->tiene_computo == f.tiene_computo && g->tiene_huella == f.tiene_huella && g->n_documentos == f.n_documentos);
		ck_assert_uint_eq(g->n_anclas, f.n_anclas);
		ck_assert(f.n_anclas == 0 || (g->anclas[0].desde == 0 && g->anclas[1].desde == 7 && g->anclas[1].observacion == 3));
		ck_assert(g->computo.n_integros == (f.tiene_computo ? -1 : 0) && g->vence == f.vence);
		efectos_encode(g, &otra);
		ck_assert_str_eq(buf_str(&otra), buf_str(&b));
	}
	BUF_AUTO vacio;
	buf_init(&vacio, 16);
	efectos_encode(NULL, &vacio);
	ck_assert_str_eq(buf_str(&vacio), "{}");
}
END_TEST

START_TEST(arena_exhaustion_is_a_status)
{
	const char *text =
		"{\"acto\":\"observar\",\"datos\":{\"observaciones\":[{\"clausula\":\"1\",\"severidad\":\"alta\",\"texto\":\"t\"}]}}";
	const char *efectos =
		"{\"documentos\":[{\"id\":\"" U1 "\",\"sha256\":\"1100000000000000000000000000000000000000000000000000000000000000\"}],"
		"\"numero\":{\"anio\":2026,\"numero\":1,\"serie\":\"folio\",\"texto\":\"AII-2026-000001\"}}";
	for (size_t max = 0; max < 4096; max += 16) {
		CASO c = caso_new(max);
		struct leido l = {0};
		enum status st = leer(&c, text, &l);
		ck_assert(st == STATUS_OK || st == STATUS_UNAVAILABLE);
		ck_assert(max < 4000 || st == STATUS_OK);
		CASO d = caso_new(max);
		struct efectos *e;
		st = efectos_decode(efectos, strlen(efectos), d.a, &e, &d.err);
		ck_assert(st == STATUS_OK || st == STATUS_UNAVAILABLE);
		CASO f = caso_new(max);
		struct acto_datos *datos;
		st = acto_datos_decode(ACTO_ANOTAR, "{\"nota\":\"n\"}", 12, f.a, &datos, &f.err);
		ck_assert(st == STATUS_OK || st == STATUS_UNAVAILABLE);
	}
}
END_TEST

int main(void)
{
	if (!hash_init() || !zona_init("America/Mexico_City"))
		return 1;
	Suite *s = suite_create("codec/acto");
	TCase *t = tcase_create("acto");
	tcase_add_loop_test(t, samples_name_every_admitted_member, 1, ACTO_COUNT);
	tcase_add_loop_test(t, admitted_members_are_read_and_written_back, 1, ACTO_MODIFICAR_DATOS);
	tcase_add_loop_test(t, required_members_are_demanded_all_at_once, 1, ACTO_MODIFICAR_DATOS);
	tcase_add_loop_test(t, everything_else_is_refused, 1, ACTO_MODIFICAR_DATOS);
	tcase_add_test(t, acts_that_are_none_list_the_possible_ones);
	tcase_add_test(t, the_echo_of_an_unknown_act_is_short);
	tcase_add_loop_test(t, each_fault, 0, sizeof sueltos / sizeof sueltos[0]);
	tcase_add_loop_test(t, long_texts_have_their_limits, 0, sizeof largos / sizeof largos[0]);
	tcase_add_test(t, recommendations_keep_their_name);
	tcase_add_test(t, journal_entries_round_trip);
	tcase_add_test(t, effects_round_trip_canonically);
	tcase_add_test(t, arena_exhaustion_is_a_status);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int fallas = srunner_ntests_failed(r);
	srunner_free(r);
	return fallas != 0;
}
