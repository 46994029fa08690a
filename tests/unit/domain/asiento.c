/* An entry of the registry: what its acts add up to, what is in force, what each act needs. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "domain/asiento.h"
#include "domain/expediente.h"

static struct arena *a;
static struct error err;
static struct parte_mexicana mexicana = {.nombre = "Ayuntamiento de Guadalajara", .nivel = NIVEL_MUNICIPAL, .cve_ent = "14"};
static struct parte_extranjera extranjera = {.nombre = "Ciudad de Kioto", .clase = CLASE_CONTRAPARTE_GUBERNAMENTAL, .pais = "JP"};

static dia_t dia(const char *s)
{
	dia_t d;
	ck_assert(fecha_parse(s, &d));
	return d;
}

static void setup(void)
{
	a = arena_create(1 << 20);
	error_init(&err, a);
}

static void teardown(void)
{
	arena_destroy(a);
}

static struct asiento_datos entry(void)
{
	struct asiento_datos d;
	asiento_datos_init(&d);
	d.denominacion = "Acuerdo de Hermanamiento";
	d.nivel = NIVEL_MUNICIPAL;
	d.partes_mexicanas = &mexicana;
	d.n_partes_mexicanas = 1;
	d.contrapartes = &extranjera;
	d.n_contrapartes = 1;
	d.fecha_firma = dia("2020-05-07");
	d.precision_fecha = PRECISION_DIA;
	d.vigencia = VIGENCIA_DETERMINADA;
	d.vigencia_hasta = dia("2030-05-07");
	return d;
}

static struct asiento_acto act(void)
{
	struct asiento_acto x;
	asiento_acto_init(&x);
	return x;
}

START_TEST(adds_up)
{
	struct asiento_datos d, e = entry(), otra = entry();
	struct asiento_acto x = act();
	asiento_datos_init(&d);
	ck_assert_int_eq(asiento_apply(&d, true, REGISTRO_ACTO_CORRECCION, &x), STATUS_INTERNAL);
	x.asiento = &e;
	ck_assert_int_eq(asiento_apply(&d, true, REGISTRO_ACTO_INSCRIPCION, &x), STATUS_OK);
	ck_assert_int_eq(asiento_apply(&d, false, REGISTRO_ACTO_CARGA, &x), STATUS_INTERNAL);
	ck_assert_str_eq(d.denominacion, e.denominacion);
	x = act();
	x.vigencia_hasta = dia("2040-01-01");
	ck_assert_int_eq(asiento_apply(&d, false, REGISTRO_ACTO_RENOVACION, &x), STATUS_OK);
	ck_assert_int_eq(d.vigencia_hasta, dia("2040-01-01"));
	ck_assert_int_eq(d.vigencia, VIGENCIA_DETERMINADA);
	x = act();
	x.vigencia = VIGENCIA_INDEFINIDA;
	ck_assert_int_eq(asiento_apply(&d, false, REGISTRO_ACTO_RENOVACION, &x), STATUS_OK);
	ck_assert_int_eq(d.vigencia_hasta, DIA_NINGUNO);
	x = act();
	x.fecha = dia("2035-02-03");
	ck_assert_int_eq(asiento_apply(&d, false, REGISTRO_ACTO_TERMINACION, &x), STATUS_OK);
	ck_assert_int_eq(d.terminado_en, dia("2035-02-03"));
	otra.lugar_firma = "León";
	x = act();
	x.asiento = &otra; /* a correction says the whole entry: what it leaves out is no more */
	ck_assert_int_eq(asiento_apply(&d, false, REGISTRO_ACTO_CORRECCION, &x), STATUS_OK);
	ck_assert_int_eq(d.terminado_en, DIA_NINGUNO);
	ck_assert_str_eq(d.lugar_firma, "León");
	d.vigencia = VIGENCIA_SIN_DATO;
	x = act();
	x.fecha = dia("2022-01-01");
	ck_assert_int_eq(asiento_apply(&d, false, REGISTRO_ACTO_VENCIMIENTO, &x), STATUS_OK);
	ck_assert_int_eq(d.vigencia, VIGENCIA_DETERMINADA);
	ck_assert_int_eq(d.vigencia_hasta, dia("2022-01-01"));
}
END_TEST

/* docs/registro.md: a renewal gives another term, an expiry puts on record that it ended. Either says of which kind the term is when nothing did. */
START_TEST(a_term_that_nobody_named)
{
	static const enum vigencia antes[] = {VIGENCIA_NINGUNO, VIGENCIA_SIN_DATO, VIGENCIA_PRORROGABLE};
	static const enum vigencia despues[] = {VIGENCIA_DETERMINADA, VIGENCIA_DETERMINADA, VIGENCIA_PRORROGABLE};
	for (size_t i = 0; i < 3; i++) {
		struct asiento_datos d = entry();
		struct asiento_acto x = act();
		d.vigencia = antes[i];
		x.vigencia_hasta = dia("2040-01-01");
		ck_assert_int_eq(asiento_apply(&d, false, REGISTRO_ACTO_RENOVACION, &x), STATUS_OK);
		ck_assert_int_eq(d.vigencia, despues[i]);
		ck_assert_int_eq(d.vigencia_hasta, dia("2040-01-01"));
		d.vigencia = antes[i];
		x = act();
		x.fecha = dia("2026-01-31");
		ck_assert_int_eq(asiento_apply(&d, false, REGISTRO_ACTO_VENCIMIENTO, &x), STATUS_OK);
		ck_assert_int_eq(d.vigencia, despues[i]);
		ck_assert_int_eq(asiento_estado(&d, dia("2026-01-31")), ASIENTO_POR_VENCER);
		ck_assert_int_eq(asiento_estado(&d, dia("2026-02-01")), ASIENTO_VENCIDO);
	}
}
END_TEST

START_TEST(a_journal_that_makes_no_sense)
{
	struct asiento_datos d = entry();
	const struct asiento_acto x = act();
	ck_assert_int_eq(asiento_apply(&d, true, REGISTRO_ACTO_CARGA, &x), STATUS_INTERNAL); /* an entry without data */
	ck_assert_int_eq(asiento_apply(&d, false, REGISTRO_ACTO_MODIFICACION, &x), STATUS_INTERNAL);
	for (int acto = REGISTRO_ACTO_COUNT; acto < REGISTRO_ACTO_COUNT + 2; acto++)
		ck_assert_int_eq(asiento_apply(&d, false, (enum registro_acto)acto, &x), STATUS_INTERNAL);
	ck_assert_int_eq(asiento_apply(&d, false, REGISTRO_ACTO_NINGUNO, &x), STATUS_INTERNAL);
	ck_assert_str_eq(d.denominacion, entry().denominacion);
}
END_TEST

START_TEST(what_is_in_force)
{
	const dia_t hasta = dia("2030-05-07");
#define CK(v, h, t, d, e) ck_assert_int_eq(asiento_estado_de(VIGENCIA_##v, h, t, dia(d)), ASIENTO_##e)
	CK(DETERMINADA, hasta, DIA_NINGUNO, "2029-05-06", VIGENTE);
	CK(DETERMINADA, hasta, DIA_NINGUNO, "2029-05-07", POR_VENCER);
	CK(DETERMINADA, hasta, DIA_NINGUNO, "2030-05-07", POR_VENCER);
	CK(DETERMINADA, hasta, DIA_NINGUNO, "2030-05-08", VENCIDO);
	CK(DETERMINADA, hasta, dia("2025-01-01"), "2024-12-31", VIGENTE);
	CK(DETERMINADA, hasta, dia("2025-01-01"), "2025-01-01", TERMINADO);
	CK(INDEFINIDA, DIA_NINGUNO, DIA_NINGUNO, "2500-01-01", VIGENTE);
	CK(PRORROGABLE, DIA_NINGUNO, DIA_NINGUNO, "2026-01-01", VIGENTE);
	CK(DETERMINADA, DIA_NINGUNO, DIA_NINGUNO, "2026-01-01", SIN_DATO);
	CK(SIN_DATO, DIA_NINGUNO, DIA_NINGUNO, "2026-01-01", SIN_DATO);
	/* the end of February: the month has no 29th a year later */
	CK(DETERMINADA, dia("2029-02-28"), DIA_NINGUNO, "2028-02-29", POR_VENCER);
	CK(DETERMINADA, dia("2029-03-01"), DIA_NINGUNO, "2028-02-29", VIGENTE);
#undef CK
}
END_TEST

static bool said(const char *pointer, enum mensaje m)
{
	for (size_t i = 0; i < err.n_items; i++)
		if (strcmp(err.items[i].pointer, pointer) == 0 && err.items[i].mensaje == m)
			return true;
	return false;
}

START_TEST(every_fault_at_once)
{
	struct asiento_datos d;
	asiento_datos_init(&d);
	asiento_check(&d, "/", dia("2026-01-01"), &err);
	ck_assert(said("/denominacion", MENSAJE_REQUERIDO) && said("/nivel", MENSAJE_REQUERIDO));
	ck_assert(said("/partes_mexicanas", MENSAJE_REQUERIDO) && said("/contrapartes", MENSAJE_REQUERIDO));
	ck_assert(said("/precision_fecha", MENSAJE_REQUERIDO));
	error_init(&err, a);
	d = entry();
	d.precision_fecha = PRECISION_ANIO;
	d.vigencia_desde = dia("2031-01-01");
	d.terminado_en = dia("2001-01-01");
	asiento_check(&d, "/", dia("2019-01-01"), &err);
	ck_assert(said("/fecha_firma", MENSAJE_PRIMER_DIA) && said("/fecha_firma", MENSAJE_FECHA_FUTURA));
	ck_assert(said("/vigencia_hasta", MENSAJE_VIGENCIA_AL_REVES) && said("/terminado_en", MENSAJE_ANTES_DE_LA_FIRMA));
}
END_TEST

/* How much of the day of signature is known, and what the day must be then: the first of its month or year, none when nothing is known. */
START_TEST(precision_of_the_date)
{
	static const struct {
		enum precision precision;
		const char *firma, *miembro;
		enum mensaje mensaje; /* MENSAJE_NONE: no fault */
	} casos[] = {
		{PRECISION_DIA, "2005-06-07", NULL, MENSAJE_NONE},
		{PRECISION_MES, "2005-06-01", NULL, MENSAJE_NONE},
		{PRECISION_MES, "2005-06-07", "/fecha_firma", MENSAJE_PRIMER_DIA},
		{PRECISION_ANIO, "2005-01-01", NULL, MENSAJE_NONE},
		{PRECISION_ANIO, "2005-06-01", "/fecha_firma", MENSAJE_PRIMER_DIA},
		{PRECISION_ANIO, "2005-01-07", "/fecha_firma", MENSAJE_PRIMER_DIA},
		{PRECISION_DESCONOCIDA, NULL, NULL, MENSAJE_NONE},
		{PRECISION_DESCONOCIDA, "2005-06-07", "/precision_fecha", MENSAJE_PRECISION},
		{PRECISION_MES, NULL, "/fecha_firma", MENSAJE_REQUERIDO},
		{PRECISION_DIA, "2026-01-01", NULL, MENSAJE_NONE},
		{PRECISION_DIA, "2026-01-02", "/fecha_firma", MENSAJE_FECHA_FUTURA},
	};
	for (size_t i = 0; i < sizeof casos / sizeof *casos; i++) {
		struct asiento_datos d = entry();
		error_init(&err, a);
		d.precision_fecha = casos[i].precision;
		d.fecha_firma = casos[i].firma ? dia(casos[i].firma) : DIA_NINGUNO;
		asiento_check(&d, "/", dia("2026-01-01"), &err);
		ck_assert_uint_eq(err.n_items, casos[i].miembro != NULL);
		ck_assert(!casos[i].miembro || said(casos[i].miembro, casos[i].mensaje));
	}
}
END_TEST

START_TEST(dates_in_their_order)
{
	struct asiento_datos d = entry();
	d.inscrito_en = dia("2026-01-01");
	d.terminado_en = d.fecha_firma;
	d.vigencia_desde = d.vigencia_hasta; /* of one day */
	asiento_check(&d, "/", dia("2026-01-01"), &err);
	d.fecha_firma = DIA_NINGUNO; /* an end is after no known signature */
	d.precision_fecha = PRECISION_DESCONOCIDA;
	d.vigencia = VIGENCIA_INDEFINIDA;
	d.vigencia_hasta = DIA_NINGUNO;
	asiento_check(&d, "/", dia("2026-01-01"), &err);
	ck_assert_uint_eq(err.n_items, 0);
	d.vigencia_hasta = dia("2032-01-01");
	d.inscrito_en = dia("2026-01-02");
	asiento_check(&d, "/", dia("2026-01-01"), &err);
	ck_assert(said("/inscrito_en", MENSAJE_FECHA_FUTURA) && said("/vigencia_hasta", MENSAJE_VIGENCIA_INDEFINIDA));
	ck_assert_uint_eq(err.n_items, 2);
}
END_TEST

START_TEST(a_good_entry_has_no_fault)
{
	struct asiento_datos d = entry();
	asiento_check(&d, "/", dia("2026-01-01"), &err);
	d.fecha_firma = dia("1984-01-01");
	d.precision_fecha = PRECISION_ANIO;
	asiento_check(&d, "/", dia("2026-01-01"), &err);
	d.fecha_firma = DIA_NINGUNO;
	d.precision_fecha = PRECISION_DESCONOCIDA;
	asiento_check(&d, "/", dia("2026-01-01"), &err);
	ck_assert_uint_eq(err.n_items, 0);
}
END_TEST

static void ck_judge(struct asiento_datos d, enum registro_acto acto, struct asiento_acto x, enum problem p)
{
	error_init(&err, a);
	const enum status st = asiento_judge(&d, acto, &x, dia("2026-06-01"), &err);
	ck_assert_int_eq(err.problem, p);
	ck_assert_int_eq(st == STATUS_OK, p == PROBLEM_NONE);
}

START_TEST(judges)
{
	struct asiento_datos d = entry(), terminado = entry(), indefinido = entry();
	struct asiento_acto x = act();
	terminado.terminado_en = dia("2026-01-01");
	indefinido.vigencia = VIGENCIA_INDEFINIDA;
	indefinido.vigencia_hasta = DIA_NINGUNO;
	ck_judge(d, REGISTRO_ACTO_RENOVACION, x, PROBLEM_CUERPO_INVALIDO);
	x.vigencia_hasta = dia("2030-05-07");
	ck_judge(d, REGISTRO_ACTO_RENOVACION, x, PROBLEM_ANOTACION_IMPROCEDENTE);
	x.vigencia_hasta = dia("2030-05-08");
	ck_judge(d, REGISTRO_ACTO_RENOVACION, x, PROBLEM_NONE);
	ck_judge(terminado, REGISTRO_ACTO_RENOVACION, x, PROBLEM_ANOTACION_IMPROCEDENTE);
	ck_judge(indefinido, REGISTRO_ACTO_RENOVACION, x, PROBLEM_ANOTACION_IMPROCEDENTE);
	x.vigencia = VIGENCIA_INDEFINIDA;
	ck_judge(d, REGISTRO_ACTO_RENOVACION, x, PROBLEM_CUERPO_INVALIDO);
	x = act();
	x.fecha = dia("2026-05-01");
	ck_judge(d, REGISTRO_ACTO_TERMINACION, x, PROBLEM_CUERPO_INVALIDO); /* without why */
	ck_judge(d, REGISTRO_ACTO_VENCIMIENTO, x, PROBLEM_ANOTACION_IMPROCEDENTE);
	ck_judge(indefinido, REGISTRO_ACTO_VENCIMIENTO, x, PROBLEM_ANOTACION_IMPROCEDENTE);
	x.motivo = "Las partes lo acordaron";
	ck_judge(d, REGISTRO_ACTO_TERMINACION, x, PROBLEM_NONE);
	ck_judge(terminado, REGISTRO_ACTO_TERMINACION, x, PROBLEM_ANOTACION_IMPROCEDENTE);
	d.vigencia_hasta = dia("2026-05-01");
	ck_judge(d, REGISTRO_ACTO_VENCIMIENTO, x, PROBLEM_NONE);
	x.fecha = dia("2026-06-01");
	ck_judge(d, REGISTRO_ACTO_VENCIMIENTO, x, PROBLEM_CUERPO_INVALIDO); /* the day is not over */
	x = act();
	ck_judge(d, REGISTRO_ACTO_CORRECCION, x, PROBLEM_CUERPO_INVALIDO);
	x.asiento = &d;
	x.motivo = "Error";
	ck_judge(d, REGISTRO_ACTO_CORRECCION, x, PROBLEM_ANOTACION_IMPROCEDENTE); /* nothing changed */
	x.n_cambios = 1;
	ck_judge(terminado, REGISTRO_ACTO_CORRECCION, x, PROBLEM_NONE);
	ck_judge(d, REGISTRO_ACTO_INSCRIPCION, x, PROBLEM_INTERNO);
}
END_TEST

/* As docs/registro.md has it: a later end, or none at all, of what has one. */
START_TEST(renewals)
{
	struct asiento_datos d = entry(), sin_fecha = entry(), contradice = entry();
	struct asiento_acto x = act();
	sin_fecha.vigencia_hasta = DIA_NINGUNO;
	contradice.vigencia = VIGENCIA_INDEFINIDA; /* and yet it ends, as old sources have it */
	x.vigencia = VIGENCIA_INDEFINIDA;
	ck_judge(d, REGISTRO_ACTO_RENOVACION, x, PROBLEM_NONE);
	x.vigencia = VIGENCIA_SIN_DATO;
	x.vigencia_hasta = dia("2040-01-01");
	ck_judge(d, REGISTRO_ACTO_RENOVACION, x, PROBLEM_CUERPO_INVALIDO);
	ck_assert(said("/datos/vigencia", MENSAJE_ENUM));
	x.vigencia = VIGENCIA_DETERMINADA;
	ck_judge(sin_fecha, REGISTRO_ACTO_RENOVACION, x, PROBLEM_NONE);
	ck_judge(contradice, REGISTRO_ACTO_RENOVACION, x, PROBLEM_NONE);
}
END_TEST

/* An end is not before the signature, where that is known; an expiry is over, of a term, and on the day that the entry says if it says one. */
START_TEST(ends)
{
	struct asiento_datos d = entry(), sin_firma = entry();
	struct asiento_acto x = act();
	d.vigencia_hasta = DIA_NINGUNO;
	sin_firma.fecha_firma = sin_firma.vigencia_hasta = DIA_NINGUNO;
	x.motivo = "Las partes lo acordaron";
	ck_judge(d, REGISTRO_ACTO_TERMINACION, x, PROBLEM_CUERPO_INVALIDO);
	ck_assert(said("/datos/fecha", MENSAJE_REQUERIDO));
	ck_judge(d, REGISTRO_ACTO_VENCIMIENTO, x, PROBLEM_CUERPO_INVALIDO);
	ck_assert(said("/datos/fecha", MENSAJE_REQUERIDO));
	x.fecha = dia("2020-05-06");
	ck_judge(d, REGISTRO_ACTO_TERMINACION, x, PROBLEM_CUERPO_INVALIDO);
	ck_assert(said("/datos/fecha", MENSAJE_ANTES_DE_LA_FIRMA));
	ck_judge(d, REGISTRO_ACTO_VENCIMIENTO, x, PROBLEM_CUERPO_INVALIDO);
	ck_assert(said("/datos/fecha", MENSAJE_ANTES_DE_LA_FIRMA));
	ck_judge(sin_firma, REGISTRO_ACTO_TERMINACION, x, PROBLEM_NONE);
	ck_judge(sin_firma, REGISTRO_ACTO_VENCIMIENTO, x, PROBLEM_NONE);
	x.fecha = dia("2020-05-07");
	ck_judge(d, REGISTRO_ACTO_TERMINACION, x, PROBLEM_NONE);
	ck_judge(d, REGISTRO_ACTO_VENCIMIENTO, x, PROBLEM_NONE);
}
END_TEST

static struct documento documento(const char *id, enum clase_documento clase, int n)
{
	struct documento d = {.clase = clase, .nombre = "t.pdf", .tipo_medio = "application/pdf", .tamano = 100 + n, .n = n};
	ck_assert(uuid_parse(id, &d.id));
	d.sha256.b[0] = (unsigned char)n;
	return d;
}

#define COPIA "01934567-89ab-7000-8000-000000000001"
#define ANTES "01934567-89ab-7000-8000-000000000002"
#define AHORA "01934567-89ab-7000-8000-000000000003"
#define NUEVA "01934567-89ab-7000-8000-000000000004"
#define AJENA "01934567-89ab-7000-8000-000000000005"

/* What was asked for, in a file whose public text is AHORA, becomes the act's text or an item of this message. */
static void ck_text(const char *id, bool halla, enum mensaje m)
{
	struct documento docs[] = {documento(COPIA, CLASE_DOCUMENTO_COPIA_FIRMADA, 5), documento(ANTES, CLASE_DOCUMENTO_VERSION_PUBLICA, 6),
		documento(AHORA, CLASE_DOCUMENTO_VERSION_PUBLICA, 7), documento(NUEVA, CLASE_DOCUMENTO_VERSION_PUBLICA, 9)};
	const struct expediente e = {.documentos = docs, .n_documentos = sizeof docs / sizeof *docs};
	struct asiento_texto ahora = asiento_texto_de(&docs[2]), texto;
	struct asiento_datos d = entry();
	struct asiento_acto x = act();
	d.texto = &ahora;
	x.motivo = "Dice un domicilio";
	ck_assert(uuid_parse(id, &x.documento));
	error_init(&err, a);
	ck_assert_int_eq(asiento_sustituir(&d, &e, &x, &texto, &err), STATUS_OK);
	ck_assert(!x.texto == !halla && (halla || said("/datos/documento", m)));
	ck_assert(!halla || (x.texto == &texto && uuid_cmp(&texto.id, &x.documento) == 0 && strcmp(texto.nombre, "t.pdf") == 0));
	ck_assert_int_eq(asiento_judge(&d, REGISTRO_ACTO_VERSION_PUBLICA, &x, dia("2026-06-01"), &err) == STATUS_OK, halla);
	ck_assert_int_eq(err.problem, halla ? PROBLEM_NONE : PROBLEM_CUERPO_INVALIDO);
}

/* A public version of the file, later than the text that it replaces. */
START_TEST(another_public_text)
{
	ck_text(NUEVA, true, 0);
	ck_text(AJENA, false, MENSAJE_DOCUMENTO_AJENO);
	ck_text(COPIA, false, MENSAJE_DOCUMENTO_NO_PUBLICO);
	ck_text(ANTES, false, MENSAJE_TEXTO_ANTERIOR);
}
END_TEST

/* What was inscribed by a document that the file does not have any more is replaced all the same. */
START_TEST(a_text_of_which_nothing_is_left)
{
	struct documento nueva = documento(NUEVA, CLASE_DOCUMENTO_VERSION_PUBLICA, 2),
			 otra = documento(AJENA, CLASE_DOCUMENTO_COPIA_FIRMADA, 9);
	const struct expediente e = {.documentos = &nueva, .n_documentos = 1};
	struct asiento_texto ahora = asiento_texto_de(&otra), texto;
	struct asiento_datos d = entry();
	struct asiento_acto x = act();
	d.texto = &ahora;
	x.documento = nueva.id;
	ck_assert_int_eq(asiento_sustituir(&d, &e, &x, &texto, &err), STATUS_OK);
	ck_assert(x.texto == &texto && texto.tamano == 102);
}
END_TEST

START_TEST(no_text_to_be_replaced)
{
	struct documento doc = documento(AHORA, CLASE_DOCUMENTO_VERSION_PUBLICA, 7);
	const struct expediente e = {.documentos = &doc, .n_documentos = 1};
	struct asiento_texto ahora = asiento_texto_de(&doc), texto;
	struct asiento_datos d = entry();
	struct asiento_acto x = act();
	x.documento = doc.id;
	x.motivo = "Dice un domicilio";
	ck_assert_int_eq(asiento_sustituir(&d, &e, &x, &texto, &err), STATUS_CONFLICT);
	ck_assert_int_eq(err.problem, PROBLEM_ANOTACION_IMPROCEDENTE);
	ck_judge(d, REGISTRO_ACTO_VERSION_PUBLICA, x, PROBLEM_ANOTACION_IMPROCEDENTE);
	d.texto = &ahora;
	error_init(&err, a);
	ck_assert_int_eq(asiento_sustituir(&d, NULL, &x, &texto, &err), STATUS_CONFLICT);
	ck_judge(d, REGISTRO_ACTO_VERSION_PUBLICA, x, PROBLEM_INTERNO); /* nobody looked for its document */
	/* the same bytes */
	ck_assert_int_eq(asiento_sustituir(&d, &e, &x, &texto, &err), STATUS_OK);
	ck_judge(d, REGISTRO_ACTO_VERSION_PUBLICA, x, PROBLEM_ANOTACION_IMPROCEDENTE);
	/* without what it needs */
	x = act();
	ck_assert_int_eq(asiento_sustituir(&d, &e, &x, &texto, &err), STATUS_OK);
	ck_judge(d, REGISTRO_ACTO_VERSION_PUBLICA, x, PROBLEM_CUERPO_INVALIDO);
	ck_assert(said("/datos/documento", MENSAJE_REQUERIDO) && said("/datos/motivo", MENSAJE_REQUERIDO));
}
END_TEST

/* It stands in the entry from then on, of an agreement that ended too. */
START_TEST(the_text_replaced)
{
	struct documento antes = documento(ANTES, CLASE_DOCUMENTO_COPIA_FIRMADA, 5),
			 despues = documento(NUEVA, CLASE_DOCUMENTO_VERSION_PUBLICA, 9);
	struct asiento_texto viejo = asiento_texto_de(&antes), nuevo = asiento_texto_de(&despues);
	struct asiento_datos d = entry();
	struct asiento_acto x = act();
	ck_assert_int_eq(asiento_apply(&d, false, REGISTRO_ACTO_VERSION_PUBLICA, &x), STATUS_INTERNAL);
	d.texto = &viejo;
	d.terminado_en = dia("2025-01-01");
	x.texto = &nuevo;
	x.documento = nuevo.id;
	x.motivo = "Dice un domicilio";
	ck_judge(d, REGISTRO_ACTO_VERSION_PUBLICA, x, PROBLEM_NONE);
	ck_assert_int_eq(asiento_apply(&d, false, REGISTRO_ACTO_VERSION_PUBLICA, &x), STATUS_OK);
	ck_assert(d.texto == &nuevo && d.terminado_en == dia("2025-01-01"));
	ck_assert_int_eq(asiento_apply(&d, true, REGISTRO_ACTO_VERSION_PUBLICA, &x), STATUS_INTERNAL);
}
END_TEST

START_TEST(no_annotation_of_that_kind)
{
	const struct asiento_datos d = entry();
	const struct asiento_acto x = act();
	static const int otros[] = {REGISTRO_ACTO_NINGUNO, REGISTRO_ACTO_CARGA, REGISTRO_ACTO_COUNT, REGISTRO_ACTO_COUNT + 1};
	for (size_t i = 0; i < sizeof otros / sizeof *otros; i++)
		ck_judge(d, (enum registro_acto)otros[i], x, PROBLEM_INTERNO);
	ck_assert(!registro_acto_inicial(REGISTRO_ACTO_COUNT));
}
END_TEST

/* Without room to say what is wrong it is still wrong, in any size of the arena. */
START_TEST(a_full_arena_is_no_yes)
{
	struct asiento_datos d = entry();
	struct asiento_acto x = act();
	d.denominacion = NULL;
	x.asiento = &d;
	x.n_cambios = 1;
	x.motivo = "Error";
	for (size_t max = 0; max < 16384; max += 16) {
		struct arena *chica = arena_create(max);
		error_init(&err, chica);
		ck_assert_int_ne(asiento_judge(&d, REGISTRO_ACTO_CORRECCION, &x, dia("2026-06-01"), &err), STATUS_OK);
		ck_assert_int_eq(err.problem, PROBLEM_CUERPO_INVALIDO);
		arena_destroy(chica);
	}
}
END_TEST

START_TEST(members_of_each_act)
{
	ck_assert(asiento_acto_admite(REGISTRO_ACTO_RENOVACION, "vigencia") &&
		asiento_acto_admite(REGISTRO_ACTO_RENOVACION, "vigencia_hasta"));
	ck_assert(!asiento_acto_admite(REGISTRO_ACTO_RENOVACION, "fecha") && !asiento_acto_admite(REGISTRO_ACTO_INSCRIPCION, "motivo"));
	ck_assert(!asiento_acto_admite(REGISTRO_ACTO_RENOVACION, "vig") && !asiento_acto_admite(REGISTRO_ACTO_NINGUNO, "motivo"));
	ck_assert(!asiento_acto_admite(REGISTRO_ACTO_RENOVACION, "hasta") && !asiento_acto_admite(REGISTRO_ACTO_COUNT, "motivo"));
	ck_assert(registro_acto_inicial(REGISTRO_ACTO_CARGA) && !registro_acto_inicial(REGISTRO_ACTO_VENCIMIENTO));
}
END_TEST

START_TEST(what_was_loaded_counts_since_its_inscription)
{
	const instante_t ahora = INT64_C(1767312000000000);
	const dia_t d = dia("2005-06-07");
	char s[INSTANTE_LEN];
	instante_format_utc(asiento_desde(REGISTRO_ACTO_CARGA, ahora, d), s);
	ck_assert_str_eq(s, "2005-06-07T12:00:00.000000Z");
	ck_assert_int_eq(asiento_desde(REGISTRO_ACTO_CARGA, ahora, DIA_NINGUNO), ahora);
	ck_assert_int_eq(asiento_desde(REGISTRO_ACTO_CARGA, ahora, dia("2999-01-01")), ahora);
	ck_assert_int_eq(asiento_desde(REGISTRO_ACTO_INSCRIPCION, ahora, d), ahora);
	ck_assert_int_eq(asiento_desde(REGISTRO_ACTO_CORRECCION, ahora, d), ahora);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("asiento");
	TCase *t = tcase_create("asiento");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, adds_up);
	tcase_add_test(t, a_term_that_nobody_named);
	tcase_add_test(t, a_journal_that_makes_no_sense);
	tcase_add_test(t, what_is_in_force);
	tcase_add_test(t, every_fault_at_once);
	tcase_add_test(t, precision_of_the_date);
	tcase_add_test(t, dates_in_their_order);
	tcase_add_test(t, a_good_entry_has_no_fault);
	tcase_add_test(t, judges);
	tcase_add_test(t, renewals);
	tcase_add_test(t, ends);
	tcase_add_test(t, another_public_text);
	tcase_add_test(t, a_text_of_which_nothing_is_left);
	tcase_add_test(t, no_text_to_be_replaced);
	tcase_add_test(t, the_text_replaced);
	tcase_add_test(t, no_annotation_of_that_kind);
	tcase_add_test(t, a_full_arena_is_no_yes);
	tcase_add_test(t, members_of_each_act);
	tcase_add_test(t, what_was_loaded_counts_since_its_inscription);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
