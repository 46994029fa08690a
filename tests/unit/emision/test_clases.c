#include "emision/clases.h"
#include "prueba_emision.h"

static const struct uuid ORG = {{1}};

static struct expediente en(enum estado estado)
{
	struct expediente e = {.organizacion = ORG, .cve_ent = "14", .estado = estado, .turnado_cja = true};
	e.datos.nivel = NIVEL_MUNICIPAL;
	e.datos.compartir_con_estado = true;
	return e;
}

static bool ve(const struct expediente *e, enum rol rol, enum acto_tipo acto, int n)
{
	struct actor who = {.rol = rol, .organizacion = ORG, .cve_ent = "14"};
	return emitido_visible(e, emision_find(acto), n, &who);
}

/* The class alone is kept with a document: rows that share one must agree on what is asked of it. */
START_TEST(tabla)
{
	for (size_t i = 0; i < emisiones_count; i++) {
		ck_assert_ptr_eq(emision_find(emisiones[i].acto), &emisiones[i]);
		ck_assert_str_ne(vocabulario_slug(&vocabulario_emitido, (int)emisiones[i].clase), "");
		for (size_t k = 0; k < i; k++) {
			if (emisiones[k].clase != emisiones[i].clase)
				continue;
			ck_assert_int_eq((int)emisiones[k].alcance, (int)emisiones[i].alcance);
			ck_assert_int_eq((int)emisiones[k].vigor, (int)emisiones[i].vigor);
		}
	}
	ck_assert_ptr_null(emision_find(ACTO_ANOTAR));
	ck_assert_ptr_null(emision_find(ACTO_ABRIR));
}
END_TEST

/* Rule 10: every class for every role, before and after the moment that opens it. */
START_TEST(quien_ve)
{
	static const enum rol dentro[] = {ROL_DGCP, ROL_CJA, ROL_CJA_TITULAR, ROL_AUDITORIA},
			      fuera[] = {ROL_GOBIERNO_LOCAL, ROL_ENLACE_ESTATAL};
	struct expediente e = en(ESTADO_DICTAMINADO), respondido = en(ESTADO_RESPONDIDO), concluido = en(ESTADO_CONCLUIDO);
	e.dictamen.acto = respondido.dictamen.acto = 9;
	respondido.respondido_acto = 10;
	for (size_t i = 0; i < emisiones_count; i++) {
		enum acto_tipo acto = emisiones[i].acto;
		for (size_t r = 0; r < 4; r++)
			ck_assert(ve(&e, dentro[r], acto, 9));
		ck_assert(!ve(&e, ROL_ADMINISTRACION, acto, 9) && !ve(&e, ROL_NINGUNO, acto, 9));
		for (size_t r = 0; r < 2; r++) {
			bool oficinas = acto == ACTO_TURNAR || acto == ACTO_DEVOLVER_TURNO || acto == ACTO_SOLICITAR_REGISTRO;
			bool despues = acto == ACTO_DICTAMINAR, cerrado = acto == ACTO_NEGAR_REGISTRO;
			ck_assert(ve(&e, fuera[r], acto, 9) == !(oficinas || despues || cerrado));
			ck_assert(ve(&respondido, fuera[r], acto, 9) == !(oficinas || cerrado));
			if (!despues)
				ck_assert(ve(&concluido, fuera[r], acto, 9) == !oficinas);
		}
	}
}
END_TEST

static const char *motivo(const struct expediente *e, enum acto_tipo acto, int n)
{
	struct vigor v = emitido_vigor(e, emision_find(acto), n, false);
	ck_assert(v.vigente == !v.motivo && v.vigente == !v.texto);
	return v.motivo ? v.motivo : "";
}

START_TEST(que_sigue_en_pie)
{
	struct expediente e = en(ESTADO_PREVENIDO), fin = en(ESTADO_CONCLUIDO);
	ck_assert_str_eq(motivo(&e, ACTO_PREVENIR, 5), "");
	ck_assert_str_eq(motivo(&fin, ACTO_PREVENIR, 5), "expediente_concluido");
	e = en(ESTADO_PRESENTADO);
	ck_assert_str_eq(motivo(&e, ACTO_PREVENIR, 5), "atendido");
	e = en(ESTADO_OBSERVADO);
	e.observado_acto = 8;
	ck_assert_str_eq(motivo(&e, ACTO_OBSERVAR, 8), "");
	ck_assert_str_eq(motivo(&e, ACTO_OBSERVAR, 6), "atendido");
	e = en(ESTADO_RESPONDIDO);
	e.copia.acto = 11;
	ck_assert_str_eq(motivo(&e, ACTO_DEVOLVER_COPIA, 12), "");
	e.copia.acto = 13;
	ck_assert_str_eq(motivo(&e, ACTO_DEVOLVER_COPIA, 12), "atendido");
	e = en(ESTADO_REGISTRO_OBSERVADO);
	e.registro_observado_acto = 14;
	ck_assert_str_eq(motivo(&e, ACTO_OBSERVAR_REGISTRO, 14), "");
	ck_assert_str_eq(motivo(&e, ACTO_OBSERVAR_REGISTRO, 12), "atendido");
	e.caducidad.acto = 15;
	ck_assert_str_eq(motivo(&e, ACTO_ADVERTIR_CADUCIDAD, 15), "");
	e.caducidad.acto = 0;
	ck_assert_str_eq(motivo(&e, ACTO_ADVERTIR_CADUCIDAD, 15), "atendido");
	ck_assert_str_eq(motivo(&fin, ACTO_PRESENTAR, 3), "");
	ck_assert_str_eq(motivo(&fin, ACTO_CONCLUIR, 20), "");
}
END_TEST

START_TEST(resoluciones)
{
	static const struct {
		enum resultado resultado;
		const char *motivo;
	} casos[] = {{RESULTADO_NINGUNO, ""}, {RESULTADO_INSCRITO, ""}, {RESULTADO_IMPROCEDENTE, ""}, {RESULTADO_REGISTRO_NEGADO, ""},
		{RESULTADO_DESISTIDO, "desistido"}, {RESULTADO_CADUCO, "caduco"}};
	struct expediente e = en(ESTADO_CONCLUIDO);
	e.dictamen.acto = 9;
	for (size_t i = 0; i < sizeof casos / sizeof *casos; i++) {
		e.resultado = casos[i].resultado;
		ck_assert_str_eq(motivo(&e, ACTO_DICTAMINAR, 9), casos[i].motivo);
		ck_assert_str_eq(motivo(&e, ACTO_RESPONDER, 10), casos[i].motivo);
		ck_assert_str_eq(motivo(&e, ACTO_DICTAMINAR, 7), "sustituido");
	}
	e.registro.acto = 18;
	ck_assert_str_eq(motivo(&e, ACTO_INSCRIBIR, 18), "");
	ck_assert_str_eq(motivo(&e, ACTO_INSCRIBIR, 17), "sustituido");
	ck_assert_str_eq(emitido_vigor(&e, emision_find(ACTO_INSCRIBIR), 18, true).motivo, "corregido");
}
END_TEST

int main(void)
{
	Suite *s = suite_create("clases");
	TCase *t = tcase_create("clases");
	tcase_add_checked_fixture(t, preparar, recoger);
	tcase_add_test(t, tabla);
	tcase_add_test(t, quien_ve);
	tcase_add_test(t, que_sigue_en_pie);
	tcase_add_test(t, resoluciones);
	suite_add_tcase(s, t);
	return correr(s);
}
