/* What each caller is shown of a file that goes through the procedure. */
#include <stdio.h>

#include "base/hash.h"
#include "caso.h"
#include "codec/representacion.h"
#include "codec/tipos.h"

struct tramite {
	struct arena *a;
	struct error err;
	struct expediente e;
	struct calendario cal;
	struct entorno env;
	instante_t reloj;
};

static const struct uuid organizacion = {.b = {0xAA}};

static void tramite_init(struct tramite *t)
{
	static const int anios[] = {2026, 2027};
	*t = (struct tramite){.a = arena_create((size_t)1 << 22)};
	error_init(&t->err, t->a);
	expediente_init(&t->e, (struct uuid){.b = {0x01, 0x93}});
	t->cal = (struct calendario){.version = 3, .anios_sre = anios, .n_anios_sre = 2};
	t->env = (struct entorno){.calendario = &t->cal, .reglas = &reglas_plazo_default, .organizacion_activa = true};
	ck_assert(instante_parse("2026-09-01T10:00:00-06:00", &t->reloj));
}
static void tramite_free(struct tramite *t)
{
	arena_destroy(t->a);
}
#define TRAMITE __attribute__((cleanup(tramite_free))) struct tramite

static struct actor quien(enum rol rol)
{
	struct actor w = {.rol = rol, .cve_ent = rol == ROL_GOBIERNO_LOCAL || rol == ROL_ENLACE_ESTATAL ? "14" : ""};
	w.usuario.b[0] = (uint8_t)rol;
	w.organizacion = rol == ROL_GOBIERNO_LOCAL ? organizacion : (struct uuid){.b = {0x5E}};
	return w;
}

/* One more act, a day later. */
static void actuar(struct tramite *t, enum acto_tipo tipo, enum estado hacia, enum rol rol, struct acto_datos *d, struct efectos *f)
{
	struct acto_datos nada;
	struct efectos ninguno = {.vence = DIA_NINGUNO};
	acto_datos_init(&nada);
	struct acto a = {.expediente = t->e.id,
		.n = t->e.version + 1,
		.tipo = tipo,
		.desde = t->e.estado,
		.hacia = hacia,
		.registrado_en = t->reloj,
		.fecha_legal = DIA_NINGUNO,
		.actor = quien(rol),
		.datos = d ? d : &nada,
		.efectos = f ? f : &ninguno,
		.hash = {.b = {(uint8_t)(t->e.version + 1)}}};
	enum status st = expediente_apply(&t->e, &a, t->a, &t->err);
	ck_assert_msg(st == STATUS_OK, "act %d: %d", a.n, st);
	t->reloj += INT64_C(86400000000);
	t->env.now = t->reloj;
}

static void documento(struct tramite *t, enum clase_documento clase, enum rol rol, const char *nombre)
{
	struct acto_datos d;
	struct documento doc = {.clase = clase,
		.nombre = nombre,
		.tipo_medio = "application/pdf",
		.tamano = 10,
		.sha256 = {.b = {7}},
		.version = clase == CLASE_DOCUMENTO_PROYECTO};
	doc.id.b[0] = (uint8_t)(t->e.version + 1);
	acto_datos_init(&d);
	d.documento = &doc;
	actuar(t, ACTO_INCORPORAR_DOCUMENTO, t->e.estado, rol, &d, NULL);
}

static void abrir(struct tramite *t)
{
	struct acto_datos d;
	struct datos_expediente x;
	acto_datos_init(&d);
	datos_expediente_init(&x);
	x.denominacion = "Acuerdo «de prueba» \"x\"";
	x.nivel = NIVEL_MUNICIPAL;
	x.compartir_con_estado = true;
	ck_assert(fecha_parse("2026-12-15", &x.fecha_firma_pretendida));
	d.expediente = &x;
	d.organizacion = organizacion;
	d.cve_ent = "14";
	actuar(t, ACTO_ABRIR, ESTADO_BORRADOR, ROL_GOBIERNO_LOCAL, &d, NULL);
}

static void hasta_revision(struct tramite *t)
{
	struct efectos f = {.serie = SERIE_FOLIO, .anio = 2026, .numero = 1, .numero_texto = "AII-2026-000001", .vence = DIA_NINGUNO};
	struct efectos g = {.serie = SERIE_OFICIO_DGCP, .anio = 2026, .numero = 1, .numero_texto = "DGCP/0001/2026", .vence = DIA_NINGUNO};
	struct efectos h = {.vence = DIA_NINGUNO, .tiene_computo = true};
	struct acto_datos d;
	abrir(t);
	documento(t, CLASE_DOCUMENTO_SOLICITUD, ROL_GOBIERNO_LOCAL, "solicitud.pdf");
	documento(t, CLASE_DOCUMENTO_PROYECTO, ROL_GOBIERNO_LOCAL, "proyecto.docx");
	actuar(t, ACTO_PRESENTAR, ESTADO_PRESENTADO, ROL_GOBIERNO_LOCAL, NULL, &f);
	actuar(t, ACTO_TURNAR, ESTADO_TURNADO, ROL_DGCP, NULL, &g);
	plazo_compute(&t->cal, &reglas_plazo_default, t->reloj, t->e.datos.fecha_firma_pretendida, &h.computo);
	actuar(t, ACTO_RECIBIR, ESTADO_EN_REVISION, ROL_CJA, NULL, &h);
	acto_datos_init(&d);
	d.motivo = "Visita oficial";
	actuar(t, ACTO_DECLARAR_EVENTUALIDAD, ESTADO_EN_REVISION, ROL_GOBIERNO_LOCAL, &d, NULL);
	acto_datos_init(&d);
	d.nota = "NOTA INTERNA";
	actuar(t, ACTO_ANOTAR, ESTADO_EN_REVISION, ROL_CJA, &d, NULL);
	acto_datos_init(&d);
	d.responsable = (struct uuid){.b = {0xCA}};
	actuar(t, ACTO_ASIGNAR, ESTADO_EN_REVISION, ROL_CJA, &d, NULL);
}

static void hasta_dictamen(struct tramite *t)
{
	struct entrada_observacion o = {.clausula = "Tercera", .texto = "OBSERVACION", .severidad = SEVERIDAD_ALTA};
	struct entrada_observacion r = {.clausula = "Cuarta", .texto = "RECOMENDACION"};
	struct entrada_respuesta s = {.numero = 1, .respuesta = "RESPUESTA"};
	struct entrada_verificacion v = {.numero = 1, .resultado = VERIFICACION_INCORPORADA};
	struct efectos f = {.vence = DIA_NINGUNO, .primer_renglon = 1};
	struct efectos g = {.serie = SERIE_DICTAMEN,
		.anio = 2026,
		.numero = 5,
		.numero_texto = "DICTAMEN/5",
		.vence = DIA_NINGUNO,
		.primer_renglon = 2};
	struct acto_datos d;
	hasta_revision(t);
	acto_datos_init(&d);
	d.observaciones = &o;
	d.n_observaciones = 1;
	actuar(t, ACTO_OBSERVAR, ESTADO_OBSERVADO, ROL_CJA, &d, &f);
	documento(t, CLASE_DOCUMENTO_PROYECTO, ROL_GOBIERNO_LOCAL, "proyecto2.docx");
	acto_datos_init(&d);
	d.respuestas = &s;
	d.n_respuestas = 1;
	actuar(t, ACTO_ATENDER, ESTADO_EN_REVISION, ROL_GOBIERNO_LOCAL, &d, NULL);
	documento(t, CLASE_DOCUMENTO_PROYECTO_DICTAMEN, ROL_CJA, "SECRETO.docx");
	acto_datos_init(&d);
	d.sentido = SENTIDO_PROCEDENTE_CON_RECOMENDACIONES;
	d.fundamento = "FUNDAMENTO";
	d.motivacion = "MOTIVACION";
	d.observaciones = &r;
	d.n_observaciones = 1;
	d.verificaciones = &v;
	d.n_verificaciones = 1;
	actuar(t, ACTO_DICTAMINAR, ESTADO_DICTAMINADO, ROL_CJA_TITULAR, &d, &g);
}

static const char *ver(struct tramite *t, enum rol rol)
{
	struct actor w = quien(rol);
	BUF_AUTO b;
	buf_init(&b, 1 << 20);
	expediente_write(&b, &t->e, &w, NULL, 0, &t->env);
	ck_assert(!b.failed);
	ck_assert_msg(es_compacto(buf_str(&b)), "%s", buf_str(&b));
	return arena_strdup(t->a, buf_str(&b));
}

static const char *ver_pasos(struct tramite *t, enum rol rol)
{
	struct actor w = quien(rol);
	BUF_AUTO b;
	buf_init(&b, 1 << 20);
	pasos_write(&b, &t->e, &w, &t->env, NULL, 0);
	ck_assert(!b.failed);
	ck_assert_msg(es_compacto(buf_str(&b)), "%s", buf_str(&b));
	return arena_strdup(t->a, buf_str(&b));
}

static void ck_dice(const char *texto, const char *parte)
{
	ck_assert_msg(strstr(texto, parte) != NULL, "«%s» is not in %s", parte, texto);
}
static void ck_calla(const char *texto, const char *parte)
{
	ck_assert_msg(strstr(texto, parte) == NULL, "«%s» is in %s", parte, texto);
}

START_TEST(a_draft)
{
	TRAMITE t;
	tramite_init(&t);
	abrir(&t);
	const char *s = ver(&t, ROL_GOBIERNO_LOCAL);
	ck_dice(s, "{\"id\":\"01930000-0000-0000-0000-000000000000\",\"organizacion\":");
	ck_dice(s, "\"version\":1,\"estado\":\"borrador\",\"estado_titulo\":\"Borrador\",\"paso\":1,\"turno\":\"gobierno_local\"");
	ck_dice(s, "\"creado_en\":\"2026-09-01T10:00:00.000000-06:00\"");
	ck_dice(s, "\"denominacion\":\"Acuerdo «de prueba» \\\"x\\\"\"");
	ck_dice(s, "\"plazos\":{");
	ck_dice(s, "\"ultima_recepcion\":\"2026-12-01\"");
	ck_dice(s, "\"recepcion_recomendada\":\"2026-11-30\"");
	ck_dice(s, "\"calendario_incompleto\":false");
	ck_dice(s, "\"_enlaces\":{\"self\":\"/v1/expedientes/01930000-0000-0000-0000-000000000000\",\"actos\":");
	ck_dice(s, "\"hash\":\"0100000000000000000000000000000000000000000000000000000000000000\"");
	ck_calla(s, "\"folio\"");
	ck_calla(s, "\"resultado\"");
	ck_calla(s, "\"dictamen\"");
	ck_calla(s, "\"responsables\"");
	ck_dice(s, "\"avisos\":[");
}
END_TEST

START_TEST(it_does_not_look_at_the_clock)
{
	TRAMITE t;
	tramite_init(&t);
	hasta_dictamen(&t);
	const char *antes = ver(&t, ROL_DGCP);
	t.env.now += INT64_C(864000000000) * 400;
	ck_assert_str_eq(ver(&t, ROL_DGCP), antes);
}
END_TEST

START_TEST(offices_see_who_is_in_charge)
{
	TRAMITE t;
	tramite_init(&t);
	hasta_revision(&t);
	const enum rol internos[] = {ROL_DGCP, ROL_CJA, ROL_CJA_TITULAR, ROL_AUDITORIA};
	for (size_t i = 0; i < 4; i++)
		ck_dice(ver(&t, internos[i]), "\"responsables\":{\"cja\":\"ca000000-");
	ck_calla(ver(&t, ROL_GOBIERNO_LOCAL), "ca000000-");
	ck_calla(ver(&t, ROL_ENLACE_ESTATAL), "ca000000-");
	ck_dice(ver(&t, ROL_GOBIERNO_LOCAL), "\"avisos\":[");
	ck_calla(ver(&t, ROL_ENLACE_ESTATAL), "\"avisos\"");
	const char *s = ver(&t, ROL_GOBIERNO_LOCAL);
	ck_dice(s, "\"folio\":\"AII-2026-000001\"");
	ck_dice(s, "\"eventualidad\":{\"acto\":7,\"motivo\":\"Visita oficial\"}");
	ck_dice(s,
		"\"antelacion\":{\"acto\":6,\"recepcion\":\"2026-09-06T10:00:00.000000-06:00\",\"recepcion_efectiva\":\"2026-09-07\","
		"\"n\":");
	ck_calla(s, "NOTA INTERNA");
}
END_TEST

START_TEST(the_dictamen_is_hidden_until_it_is_communicated)
{
	TRAMITE t;
	tramite_init(&t);
	hasta_dictamen(&t);
	const char *const ocultos[] = {
		"RECOMENDACION", "FUNDAMENTO", "MOTIVACION", "DICTAMEN/5", "\"sentido\"", "\"dictamen\":", "\"verificacion\":", "SECRETO"};
	const enum rol ajenos[] = {ROL_GOBIERNO_LOCAL, ROL_ENLACE_ESTATAL};
	for (size_t r = 0; r < 2; r++) {
		const char *s = ver(&t, ajenos[r]), *p = ver_pasos(&t, ajenos[r]);
		ck_dice(s, "OBSERVACION");
		ck_dice(s, "\"respuesta\":\"RESPUESTA\"");
		ck_dice(p, "\"acto\":\"dictaminar\"");
		for (size_t i = 0; i < sizeof ocultos / sizeof *ocultos; i++) {
			ck_calla(s, ocultos[i]);
			ck_calla(p, ocultos[i]);
		}
	}
	const char *d = ver(&t, ROL_DGCP);
	for (size_t i = 0; i < sizeof ocultos / sizeof *ocultos; i++)
		ck_dice(d, ocultos[i]);
	ck_dice(ver_pasos(&t, ROL_DGCP), "DICTAMEN/5");

	actuar(&t, ACTO_RESPONDER, ESTADO_RESPONDIDO, ROL_DGCP, NULL, NULL);
	const char *s = ver(&t, ROL_GOBIERNO_LOCAL);
	for (size_t i = 0; i + 1 < sizeof ocultos / sizeof *ocultos; i++)
		ck_dice(s, ocultos[i]);
	ck_calla(s, "SECRETO"); /* the draft stays internal */
	ck_dice(s, "\"comunicaciones\":[{\"acto\":");
	ck_dice(s, "\"tipo\":\"responder\",\"acusada\":false}");
}
END_TEST

START_TEST(available_acts_say_what_they_lack)
{
	TRAMITE t;
	struct disponible *d;
	size_t n;
	struct actor w = quien(ROL_GOBIERNO_LOCAL);
	tramite_init(&t);
	abrir(&t);
	ck_assert_int_eq(disponibles_list(&t.e, &w, &t.env, t.a, &d, &n), STATUS_OK);
	ck_assert_uint_gt(n, 0);
	BUF_AUTO b;
	buf_init(&b, 1 << 20);
	expediente_write(&b, &t.e, &w, d, n, &t.env);
	ck_assert(es_compacto(buf_str(&b)));
	ck_dice(buf_str(&b), "{\"acto\":\"presentar\",\"titulo\":\"Presentar la solicitud\",\"paso\":4,\"faltan\":[{\"codigo\":");
	ck_dice(buf_str(&b), "\"pointer\":\"/datos/contrapartes\"");
	ck_dice(buf_str(&b), "\"datos\":[{\"nombre\":\"declaracion_version_final\",\"requerido\":true}]}");
	struct disponible con_fechas = {.acto = ACTO_ACUSAR, .a_partir_de = 0, .hasta = 1};
	buf_reset(&b);
	expediente_write(&b, &t.e, &w, &con_fechas, 1, &t.env);
	ck_dice(buf_str(&b), "\"a_partir_de\":\"1970-01-01\",\"hasta\":\"1970-01-02\"");
	ck_dice(buf_str(&b), "{\"nombre\":\"acto\",\"requerido\":false}");
}
END_TEST

/* The object of one step. */
static const char *paso(struct tramite *t, const char *todo, int n)
{
	char marca[16];
	snprintf(marca, sizeof marca, "{\"paso\":%d,", n);
	const char *p = strstr(todo, marca);
	ck_assert_msg(p != NULL, "no step %d", n);
	const char *fin = canonico_valor(p, false);
	ck_assert_ptr_nonnull(fin);
	return arena_memdup(t->a, p, (size_t)(fin - p));
}

START_TEST(the_timeline_of_a_draft)
{
	TRAMITE t;
	tramite_init(&t);
	abrir(&t);
	const char *p = ver_pasos(&t, ROL_GOBIERNO_LOCAL);
	ck_dice(paso(&t, p, 1), "\"estado\":\"en_curso\"");
	ck_dice(paso(&t, p, 1), "\"desde\":\"2026-09-01T10:00:00.000000-06:00\"");
	ck_dice(paso(&t, p, 4), "\"estado\":\"pendiente\"");
	documento(&t, CLASE_DOCUMENTO_SOLICITUD, ROL_GOBIERNO_LOCAL, "solicitud.pdf");
	documento(&t, CLASE_DOCUMENTO_PROYECTO, ROL_GOBIERNO_LOCAL, "proyecto.docx");
	p = ver_pasos(&t, ROL_GOBIERNO_LOCAL);
	ck_dice(paso(&t, p, 1), "\"estado\":\"hecho\"");
	ck_dice(paso(&t, p, 2), "\"estado\":\"hecho\"");
	ck_dice(paso(&t, p, 2), "proyecto.docx");
	ck_dice(paso(&t, p, 3), "\"estado\":\"en_curso\"");
	ck_dice(paso(&t, p, 4), "\"estado\":\"en_curso\"");
	ck_dice(paso(&t, p, 12), "\"estado\":\"pendiente\"");
}
END_TEST

START_TEST(the_timeline_of_a_file_under_review)
{
	TRAMITE t;
	tramite_init(&t);
	hasta_dictamen(&t);
	const char *p = ver_pasos(&t, ROL_DGCP);
	ck_dice(paso(&t, p, 3), "\"estado\":\"no_aplica\"");
	ck_dice(paso(&t, p, 4), "\"estado\":\"hecho\"");
	ck_dice(paso(&t, p, 4), "\"acto\":\"presentar\"");
	ck_dice(paso(&t, p, 4), "\"numero\":\"AII-2026-000001\"");
	ck_dice(paso(&t, p, 6), "\"eventualidad\":{\"acto\":7");
	ck_dice(paso(&t, p, 7), "\"estado\":\"hecho\"");
	ck_dice(paso(&t, p, 7), "proyecto2.docx");
	ck_dice(paso(&t, p, 7), "SECRETO.docx");
	ck_dice(paso(&t, p, 7), "\"dias_habiles\":");
	ck_dice(paso(&t, p, 8), "\"estado\":\"en_curso\"");
	ck_dice(paso(&t, p, 8), "\"pendiente\":\"La DGCP comunica la respuesta al gobierno local.\"");
	ck_calla(paso(&t, p, 8), "\"hasta\"");
	ck_dice(paso(&t, p, 9), "\"estado\":\"pendiente\"");
	ck_dice(p, "\"dias_por_oficina\":{\"gobierno_local\":");
	ck_calla(p, "\"cierre\"");
}
END_TEST

START_TEST(the_timeline_of_a_withdrawn_file)
{
	TRAMITE t;
	struct acto_datos d;
	struct efectos f = {.vence = DIA_NINGUNO, .resultado = RESULTADO_DESISTIDO};
	tramite_init(&t);
	hasta_revision(&t);
	acto_datos_init(&d);
	d.motivo = "m";
	actuar(&t, ACTO_DESISTIR, ESTADO_CONCLUIDO, ROL_GOBIERNO_LOCAL, &d, &f);
	const char *p = ver_pasos(&t, ROL_GOBIERNO_LOCAL);
	ck_dice(p, "\"resultado\":\"desistido\"");
	ck_dice(p, "\"cierre\":{\"n\":10,\"acto\":\"desistir\"");
	ck_dice(paso(&t, p, 6), "\"estado\":\"hecho\"");
	ck_dice(paso(&t, p, 7), "\"estado\":\"interrumpido\"");
	ck_dice(paso(&t, p, 12), "\"estado\":\"no_aplica\"");
	ck_calla(p, "en_curso");
	ck_calla(p, "\"pendiente\"");
}
END_TEST

START_TEST(a_journal_entry)
{
	struct acto_datos d;
	struct efectos f = {.vence = DIA_NINGUNO, .primer_renglon = 2};
	acto_datos_init(&d);
	d.nota = "x";
	struct acto a = {.n = 3,
		.tipo = ACTO_ANOTAR,
		.desde = ESTADO_TURNADO,
		.hacia = ESTADO_TURNADO,
		.fecha_legal = DIA_NINGUNO,
		.datos = &d,
		.efectos = &f,
		.actor = quien(ROL_CJA)};
	ck_assert(instante_parse("2026-11-20T16:00:00.123456Z", &a.registrado_en));
	BUF_AUTO b;
	BUF_AUTO c;
	buf_init(&b, 1 << 14);
	buf_init(&c, 1 << 14);
	acto_write(&b, &a, false);
	ck_assert(es_compacto(buf_str(&b)));
	ck_dice(buf_str(&b),
		"\"n\":3,\"acto\":\"anotar\",\"titulo\":\"Anotar\",\"desde\":\"turnado\",\"hacia\":\"turnado\","
		"\"registrado_en\":\"2026-11-20T10:00:00.123456-06:00\",\"actor\":{");
	ck_dice(buf_str(&b), "\"datos\":{\"nota\":\"x\"},\"efectos\":{\"primer_renglon\":2},\"anterior\":\"00");
	acto_write_json(&c, &a, "{\"nota\":\"x\"}", "{\"primer_renglon\":2}", false);
	ck_assert_str_eq(buf_str(&b), buf_str(&c));
	buf_reset(&b);
	buf_reset(&c);
	acto_write(&b, &a, true);
	acto_write_json(&c, &a, "{\"nota\":\"x\"}", "{}", true);
	ck_assert_str_eq(buf_str(&b), buf_str(&c));
	ck_assert(es_compacto(buf_str(&b)));
	ck_dice(buf_str(&b), "\"reservado\":true");
	ck_calla(buf_str(&b), "\"datos\"");
	ck_calla(buf_str(&b), "\"efectos\"");
	ck_dice(buf_str(&b), "\"hash\":\"");
}
END_TEST

START_TEST(terms_calendar_and_procedure)
{
	const struct calendario_dia dias[] = {
		{20454, false, "Año Nuevo", "LFPA art. 28"}, {20500, true, "Habilitado", "DOF"}, {20820, false, "x", "y"}};
	const int anios[] = {2026};
	const struct calendario cal = {.version = 2, .dias = dias, .n_dias = 3, .anios_sre = anios, .n_anios_sre = 1};
	const struct dia_explicado exp[] = {{20454, false, "Año Nuevo", "LFPA art. 28"}, {20455, true, NULL, NULL}};
	struct computo k;
	BUF_AUTO b;
	buf_init(&b, 1 << 20);
	calendario_write(&b, &cal, 2026);
	ck_assert_str_eq(buf_str(&b),
		"{\"anio\":2026,\"version\":2,\"calendario_incompleto\":false,\"dias\":[{\"fecha\":\"2026-01-01\",\"habil\":false,"
		"\"motivo\":\"Año Nuevo\",\"fuente\":\"LFPA art. 28\"},{\"fecha\":\"2026-02-16\",\"habil\":true,\"motivo\":\"Habilitado\","
		"\"fuente\":\"DOF\"}]}");
	buf_reset(&b);
	plazo_compute(&cal, &reglas_plazo_default, INSTANTE_NINGUNO, 20500, &k);
	plazo_write(&b, &k, exp, 2);
	ck_assert(es_compacto(buf_str(&b)));
	ck_calla(buf_str(&b), "\"n\"");
	ck_dice(buf_str(&b), "\"dias\":[{\"fecha\":\"2026-01-01\",\"habil\":false,");
	ck_dice(buf_str(&b), "{\"fecha\":\"2026-01-02\",\"habil\":true}]}");
	buf_reset(&b);
	procedimiento_write(&b);
	ck_assert(!b.failed && es_compacto(buf_str(&b)));
	for (int i = 1; i < ACTO_MODIFICAR_DATOS; i++) {
		char marca[64];
		snprintf(marca, sizeof marca, "{\"acto\":\"%s\",\"titulo\":", vocabulario_slug(&vocabulario_acto, i));
		ck_dice(buf_str(&b), marca);
	}
	ck_dice(buf_str(&b), "\"desde\":[\"turnado\",\"en_revision\"],\"hacia\":\"presentado\",\"roles\":[\"cja\"]");
	ck_dice(buf_str(&b), "{\"nombre\":\"recomendaciones\",\"requerido\":false}");
}
END_TEST

START_TEST(a_small_buffer_fails_without_harm)
{
	TRAMITE t;
	struct actor w = quien(ROL_DGCP);
	tramite_init(&t);
	hasta_dictamen(&t);
	for (size_t max = 0; max < 6000; max += 37) {
		BUF_AUTO b;
		buf_init(&b, max);
		expediente_write(&b, &t.e, &w, NULL, 0, &t.env);
		ck_assert(b.failed || es_compacto(buf_str(&b)));
		BUF_AUTO c;
		buf_init(&c, max);
		pasos_write(&c, &t.e, &w, &t.env, NULL, 0);
		ck_assert(c.failed || es_compacto(buf_str(&c)));
	}
}
END_TEST

int main(void)
{
	if (!hash_init() || !zona_init("America/Mexico_City"))
		return 1;
	Suite *s = suite_create("codec/representacion");
	TCase *t = tcase_create("representacion");
	tcase_add_test(t, a_draft);
	tcase_add_test(t, it_does_not_look_at_the_clock);
	tcase_add_test(t, offices_see_who_is_in_charge);
	tcase_add_test(t, the_dictamen_is_hidden_until_it_is_communicated);
	tcase_add_test(t, available_acts_say_what_they_lack);
	tcase_add_test(t, the_timeline_of_a_draft);
	tcase_add_test(t, the_timeline_of_a_file_under_review);
	tcase_add_test(t, the_timeline_of_a_withdrawn_file);
	tcase_add_test(t, a_journal_entry);
	tcase_add_test(t, terms_calendar_and_procedure);
	tcase_add_test(t, a_small_buffer_fails_without_harm);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_ENV);
	int fallas = srunner_ntests_failed(r);
	srunner_free(r);
	return fallas != 0;
}
