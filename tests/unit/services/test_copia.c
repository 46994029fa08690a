/* What is said of a copy that was read already: the pages are made here, no tool runs. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "codec/json.h"
#include "services/copia_examen.h"

static struct arena *arena;
static struct error err;

static void setup(void)
{
	arena = arena_create((size_t)64 << 20);
	error_init(&err, arena);
}

static void teardown(void)
{
	arena_destroy(arena);
}

static struct escrito text(const char *const *lineas, int confianza)
{
	struct escrito e = {0};
	while (lineas[e.n])
		e.n++;
	e.parrafos = ARENA_ARRAY(arena, e.n, struct parrafo);
	for (size_t i = 0; i < e.n; i++)
		e.parrafos[i] = (struct parrafo){.texto = lineas[i], .pagina = 1, .confianza = confianza};
	return e;
}

#define TITULO "ACUERDO DE HERMANAMIENTO ENTRE MÉRIDA Y CHENGDU", "Las Partes acuerdan lo siguiente:"
#define PRIMERA "PRIMERA. El presente Acuerdo tiene por objeto promover la cooperación entre las Partes en materia de educación y cultura."
#define SEGUNDA "SEGUNDA. El Grupo de Trabajo se reunirá cada 12 meses para dar seguimiento a las actividades convenidas por las Partes."
#define TERCERA "TERCERA. Cualquier diferencia será resuelta por las Partes de común acuerdo y sin acudir a ninguna otra instancia."

static const char *const aprobado[] = {TITULO, PRIMERA, SEGUNDA, TERCERA, NULL};

/* As copia_examinar leaves it after reading. */
static struct copia_examen examine(struct copia_encargo *e, const char *const *leido, int confianza)
{
	static struct pagina_leida pagina;
	static unsigned falla;
	static struct escrito a;
	a = text(aprobado, 100);
	pagina = (struct pagina_leida){.numero = 1, .origen = PAGINA_IMAGEN, .confianza = confianza, .palabras = 80};
	falla = confianza < 55 ? FALLA_ILEGIBLE : 0;
	e->aprobado = &a;
	struct copia_examen x = {.encargo = e, .fallas = &falla, .lectura = {.paginas = &pagina, .n = 1, .total = 1}};
	x.texto = text(leido, confianza);
	ck_assert_int_eq(copia_cotejar(&x, arena, &err), STATUS_OK);
	ck_assert_int_eq(copia_juzgar(&x, arena, &err), STATUS_OK);
	return x;
}

/* As `examine`, and the last clause was not read: its page says which faults it has. */
static struct copia_examen examine_part(struct copia_encargo *e, unsigned fallas)
{
	static unsigned falla;
	struct copia_examen x = examine(e, (const char *const[]){TITULO, PRIMERA, SEGUNDA, NULL}, 95);
	falla = fallas;
	x.fallas = &falla;
	x.n_clausulas = 0;
	ck_assert_int_eq(copia_cotejar(&x, arena, &err), STATUS_OK);
	ck_assert_int_eq(copia_juzgar(&x, arena, &err), STATUS_OK);
	return x;
}

static const struct copia_clausula *clause(const struct copia_examen *x, const char *empieza)
{
	for (size_t i = 0; i < x->n_clausulas; i++)
		if (strstr(x->clausulas[i].nombre, empieza))
			return &x->clausulas[i];
	ck_abort_msg("no clause %s", empieza);
}

static struct copia_juicio judge(const char *clausula, const char *recomendacion, const char *const *leido, int confianza)
{
	struct copia_recomendacion r = {.numero = 1, .tipo = "recomendacion", .clausula = clausula, .texto = recomendacion};
	struct copia_encargo e = {.recomendaciones = &r, .n = 1, .fecha = DIA_NINGUNO};
	return examine(&e, leido, confianza).juicios[0];
}

START_TEST(test_lo_mismo_mal_leido)
{
	struct copia_encargo e = {.fecha = DIA_NINGUNO};
	struct copia_examen x = examine(&e,
		(const char *const[]){TITULO,
			"PRIMERA. EI presente Acuerdo tiene por objeto prornover la cooperación entre las Partes en materia de educacion y "
			"cultura.",
			"SEGUNDA. El Grupo de Trabajo se reunirá cada 12 meses para dar segui miento a las actividades convenidas por las "
			"Partes.",
			TERCERA, NULL},
		90);
	for (size_t i = 0; i < x.n_clausulas; i++)
		ck_assert_msg(x.clausulas[i].cambio == CAMBIO_NINGUNO, "%s: %s → %s", x.clausulas[i].nombre,
			x.clausulas[i].n ? x.clausulas[i].diferencias[0].antes : "",
			x.clausulas[i].n ? x.clausulas[i].diferencias[0].despues : "");
}
END_TEST

START_TEST(test_otra_cifra)
{
	static const char *const otras[] = {"18 meses", "12 rneses"};
	static const bool cifra[] = {true, false};
	for (size_t i = 0; i < 2; i++) {
		const char *s = arena_printf(arena,
			"SEGUNDA. El Grupo de Trabajo se reunirá cada %s para dar seguimiento a las actividades convenidas por las Partes.",
			otras[i]);
		struct copia_encargo e = {.fecha = DIA_NINGUNO};
		struct copia_examen x = examine(&e, (const char *const[]){TITULO, PRIMERA, s, TERCERA, NULL}, 90);
		const struct copia_clausula *q = clause(&x, "SEGUNDA");
		ck_assert_int_eq(q->cambio, cifra[i] ? CAMBIO_TEXTO : CAMBIO_NINGUNO);
		if (cifra[i])
			ck_assert(q->n == 1 && q->diferencias[0].cifra && strstr(q->diferencias[0].antes, "12") &&
				strstr(q->diferencias[0].despues, "18"));
	}
}
END_TEST

START_TEST(test_una_negacion_no_es_una_letra)
{
	struct copia_encargo e = {.fecha = DIA_NINGUNO};
	struct copia_examen x = examine(&e,
		(const char *const[]){TITULO, PRIMERA,
			("SEGUNDA. El Grupo de Trabajo no se reunirá cada 12 meses para dar seguimiento a las actividades convenidas por "
			 "las Partes."),
			TERCERA, NULL},
		90);
	ck_assert_int_eq(clause(&x, "SEGUNDA")->cambio, CAMBIO_TEXTO);
}
END_TEST

#define CITA "Agregar en la cláusula: «El Grupo rendirá un informe anual por escrito a las dos Partes»."

START_TEST(test_cita)
{
	const char *con = SEGUNDA " El Grupo rendirá un informe anual por escrito a las dos Partes.";
	const char *mal = SEGUNDA " El Grupo rendira un inforrne anual por escrito a las dos Partes.";
	const char *otra = SEGUNDA " El Grupo rendirá un informe mensual y verbal a las dos Partes si lo piden.";
	struct copia_juicio j = judge("SEGUNDA", CITA, (const char *const[]){TITULO, PRIMERA, con, TERCERA, NULL}, 90);
	ck_assert_int_eq(j.hallazgo, RECOMENDACION_HALLADA);
	ck_assert_int_eq(j.pagina, 1);
	ck_assert_ptr_nonnull(strstr(j.pasaje, "informe anual"));
	ck_assert_int_eq(
		judge("SEGUNDA", CITA, (const char *const[]){TITULO, PRIMERA, mal, TERCERA, NULL}, 90).hallazgo, RECOMENDACION_HALLADA);
	ck_assert_int_ne(
		judge("SEGUNDA", CITA, (const char *const[]){TITULO, PRIMERA, otra, TERCERA, NULL}, 90).hallazgo, RECOMENDACION_HALLADA);
	j = judge("SEGUNDA", CITA, aprobado, 90);
	ck_assert_int_eq(j.hallazgo, RECOMENDACION_NO_HALLADA);
	ck_assert_ptr_null(j.pasaje);
}
END_TEST

START_TEST(test_sin_cita)
{
	const char *pide = "Precisar que las controversias se resuelven de manera amistosa, sin tribunales.";
	const char *con = "TERCERA. Cualquier diferencia será resuelta por las Partes de manera amistosa, sin someterla a tribunales "
			  "nacionales ni extranjeros.";
	const char *otra = "TERCERA. Cualquier diferencia será resuelta por el árbitro único que designe la Cámara de Comercio de la otra "
			   "Parte contratante.";
	ck_assert_int_eq(
		judge("TERCERA", pide, (const char *const[]){TITULO, PRIMERA, SEGUNDA, con, NULL}, 90).hallazgo, RECOMENDACION_HALLADA);
	ck_assert_int_eq(
		judge("TERCERA", pide, (const char *const[]){TITULO, PRIMERA, SEGUNDA, otra, NULL}, 90).hallazgo, RECOMENDACION_DUDOSA);
	struct copia_juicio j = judge("TERCERA", pide, aprobado, 90);
	ck_assert_int_eq(j.hallazgo, RECOMENDACION_NO_HALLADA);
	ck_assert_str_eq(j.motivo, "La cláusula dice lo mismo que el texto dictaminado.");
	ck_assert_int_eq(judge("CLÁUSULA QUE NO EXISTE", pide, (const char *const[]){TITULO, PRIMERA, SEGUNDA, con, NULL}, 90).hallazgo,
		RECOMENDACION_HALLADA);
	ck_assert_int_eq(judge("TERCERA", "Suprimir la referencia a ninguna otra instancia.",
				 (const char *const[]){TITULO, PRIMERA, SEGUNDA,
					 "TERCERA. Cualquier diferencia será resuelta por las Partes de común acuerdo.", NULL},
				 90)
				 .hallazgo,
		RECOMENDACION_HALLADA);
}
END_TEST

START_TEST(test_no_se_lee)
{
	ck_assert_int_eq(judge("SEGUNDA", CITA, aprobado, 40).hallazgo, RECOMENDACION_ILEGIBLE);
	ck_assert_int_eq(judge("SEGUNDA", CITA, (const char *const[]){TITULO, PRIMERA, NULL}, 40).hallazgo, RECOMENDACION_ILEGIBLE);
}
END_TEST

/* Lines were not read while those that were are trusted: nothing may be said to be missing. */
START_TEST(test_renglones_sin_leer)
{
	static const struct {
		unsigned falla;
		enum copia_hallazgo hallazgo;
		const char *clausula, *aviso;
	} casos[] = {{0, RECOMENDACION_NO_HALLADA, "\"resultado\":\"quitada\"", "\"clausula_distinta\""},
		{FALLA_INCOMPLETA, RECOMENDACION_ILEGIBLE, "\"resultado\":\"ilegible\"", "\"clausula_ilegible\""}};
	static const char *const donde[] = {"SEGUNDA", "TERCERA"}; /* a clause that was read, and the one that was not */
	for (size_t i = 0; i < 4; i++) {
		struct copia_recomendacion r = {.numero = 1, .tipo = "recomendacion", .clausula = donde[i / 2], .texto = CITA};
		struct copia_encargo e = {.recomendaciones = &r, .n = 1, .fecha = DIA_NINGUNO, .lugar = "Mérida"};
		struct copia_examen x = examine_part(&e, casos[i % 2].falla);
		struct json_writer w;
		BUF_AUTO out;
		ck_assert_int_eq(x.juicios[0].hallazgo, casos[i % 2].hallazgo);
		buf_init(&out, 1 << 20);
		json_begin(&w, &out);
		json_object(&w, NULL);
		copia_examen_write(&w, &x, true);
		json_object_end(&w);
		ck_assert_ptr_nonnull(strstr(buf_str(&out), casos[i % 2].clausula));
		ck_assert_ptr_nonnull(strstr(buf_str(&out), casos[i % 2].aviso));
		ck_assert_int_eq(strstr(buf_str(&out), "renglones_sin_leer") != NULL, casos[i % 2].falla != 0);
	}
}
END_TEST

/* The local government's part speaks of sheets alone: not of the text, nor of the recommendations (rule 10). */
START_TEST(test_lo_que_ve_cada_quien)
{
	struct copia_recomendacion r = {.numero = 7, .tipo = "recomendacion", .clausula = "SEGUNDA", .texto = CITA};
	struct copia_encargo e = {.recomendaciones = &r, .n = 1, .fecha = DIA_NINGUNO, .lugar = "Mérida"};
	struct copia_examen x = examine(&e, aprobado, 90);
	for (int entero = 0; entero < 2; entero++) {
		struct json_writer w;
		BUF_AUTO out;
		buf_init(&out, 1 << 20);
		json_begin(&w, &out);
		json_object(&w, NULL);
		copia_examen_write(&w, &x, entero);
		json_object_end(&w);
		ck_assert(!out.failed);
		ck_assert_ptr_nonnull(strstr(buf_str(&out), "\"legibilidad\""));
		static const char *const reservado[] = {"recomendacion", "clausula", "suscripcion", "informe anual"};
		for (size_t i = 0; i < 4; i++)
			ck_assert_int_eq(strstr(buf_str(&out), reservado[i]) != NULL, entero);
	}
}
END_TEST

/* A stamp above the closing is none of the strokes after it; a hand that crosses its first line is. */
START_TEST(test_trazos)
{
	struct linea_leida lineas[] = {{.texto = "SEGUNDA. El Grupo de Trabajo se reunirá cada 12", .y0 = 2000, .y1 = 2150},
		{.texto = "Firmado en Mérida, el 3 de mayo de 2026, en dos", .y0 = 5000, .y1 = 5150},
		{.texto = "ejemplares originales en idioma español.", .y0 = 5200, .y1 = 5350}};
	struct marca_leida marcas[] = {{500, 600, 1500, 1400}, {2000, 4900, 3000, 5100}, {6000, 6000, 8000, 6600}};
	struct pagina_leida p = {.numero = 1, .origen = PAGINA_IMAGEN, .medida = true, .confianza = 90, .palabras = 80};
	struct copia_encargo e = {.fecha = DIA_NINGUNO, .lugar = "Mérida"};
	struct copia_examen x = examine(&e,
		(const char *const[]){TITULO, PRIMERA, SEGUNDA, TERCERA,
			"Firmado en Mérida, el 3 de mayo de 2026, en dos ejemplares originales en idioma español.", "Ana Ruiz", NULL},
		90);
	p.lineas = lineas;
	p.n_lineas = 3;
	p.marcas = marcas;
	p.n_marcas = 3;
	x.lectura.paginas = &p;
	ck_assert_int_eq(suscripcion_examinar(&x.texto, DIA_NINGUNO, "Mérida", arena, &x.suscripcion, &err), STATUS_OK);
	for (int reconocido = 1; reconocido >= 0; reconocido--) {
		struct json_writer w;
		BUF_AUTO out;
		buf_init(&out, 1 << 20);
		if (!reconocido)
			lineas[1].texto = "Flrmado en Mérida, el 3 de mayo de 2026, en dos";
		json_begin(&w, &out);
		json_object(&w, NULL);
		copia_examen_write(&w, &x, true);
		json_object_end(&w);
		ck_assert(!out.failed);
		ck_assert_ptr_nonnull(
			strstr(buf_str(&out), reconocido ? "\"trazos\":2" : "\"trazos\":3")); /* not known where: the whole sheet */
		ck_assert_int_eq(strstr(buf_str(&out), "{\"pagina\":1,\"izquierda\":5,\"arriba\":6,") != NULL, !reconocido);
		ck_assert_ptr_nonnull(strstr(buf_str(&out), "{\"pagina\":1,\"izquierda\":60,\"arriba\":60,\"derecha\":80,\"abajo\":66}"));
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("copia");
	TCase *t = tcase_create("todo");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_add_test(t, test_lo_mismo_mal_leido);
	tcase_add_test(t, test_trazos);
	tcase_add_test(t, test_otra_cifra);
	tcase_add_test(t, test_una_negacion_no_es_una_letra);
	tcase_add_test(t, test_cita);
	tcase_add_test(t, test_sin_cita);
	tcase_add_test(t, test_no_se_lee);
	tcase_add_test(t, test_renglones_sin_leer);
	tcase_add_test(t, test_lo_que_ve_cada_quien);
	suite_add_tcase(s, t);
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
