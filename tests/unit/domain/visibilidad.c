#include "domain/expediente.h"

#include "csv_prueba.h"

static const struct uuid ORG = {{1}}, OTRA = {{2}};

static struct expediente file_of(enum estado estado)
{
	struct expediente e = {.organizacion = ORG, .cve_ent = "14", .estado = estado};

	e.datos.nivel = NIVEL_MUNICIPAL;
	return e;
}

static struct actor actor_of(enum rol rol, struct uuid org, const char *cve_ent)
{
	return (struct actor){.rol = rol, .organizacion = org, .cve_ent = cve_ent};
}

static bool sees(const struct expediente *e, enum rol rol, struct uuid org, const char *cve_ent)
{
	struct actor who = actor_of(rol, org, cve_ent);

	return expediente_visible(e, &who);
}

START_TEST(the_organisation_sees_its_own)
{
	struct expediente e = file_of(ESTADO_BORRADOR), nobody = file_of(ESTADO_BORRADOR);

	ck_assert(sees(&e, ROL_GOBIERNO_LOCAL, ORG, "14"));
	ck_assert(!sees(&e, ROL_GOBIERNO_LOCAL, OTRA, "14"));
	/* Two absent organisations are not the same one. */
	nobody.organizacion = (struct uuid){{0}};
	ck_assert(!sees(&nobody, ROL_GOBIERNO_LOCAL, (struct uuid){{0}}, ""));
	ck_assert(!sees(&e, ROL_GOBIERNO_LOCAL, (struct uuid){{0}}, ""));
}
END_TEST

/* Every combination of the four conditions; only all of them together open the file. */
START_TEST(the_state_sees_what_municipalities_share)
{
	for (int bits = 0; bits < 16; bits++) {
		struct expediente e = file_of(bits & 1 ? ESTADO_PRESENTADO : ESTADO_BORRADOR);

		e.datos.compartir_con_estado = bits & 2;
		e.datos.nivel = bits & 4 ? NIVEL_MUNICIPAL : NIVEL_ESTATAL;
		ck_assert(sees(&e, ROL_ENLACE_ESTATAL, OTRA, bits & 8 ? "14" : "15") == (bits == 15));
		/* Belonging to the same organisation adds nothing. */
		ck_assert(sees(&e, ROL_ENLACE_ESTATAL, ORG, bits & 8 ? "14" : "15") == (bits == 15));
	}
}
END_TEST

START_TEST(no_state_is_not_every_state)
{
	struct expediente e = file_of(ESTADO_CONCLUIDO);

	e.datos.compartir_con_estado = true;
	ck_assert(sees(&e, ROL_ENLACE_ESTATAL, OTRA, "14"));
	ck_assert(!sees(&e, ROL_ENLACE_ESTATAL, OTRA, NULL));
	e.cve_ent[0] = '\0';
	ck_assert(!sees(&e, ROL_ENLACE_ESTATAL, OTRA, ""));
	ck_assert(!sees(&e, ROL_ENLACE_ESTATAL, OTRA, "14"));
}
END_TEST

START_TEST(the_offices)
{
	for (int estado = ESTADO_BORRADOR; estado < ESTADO_COUNT; estado++)
		for (int turnado = 0; turnado < 2; turnado++) {
			struct expediente e = file_of((enum estado)estado);
			const struct uuid sre = {{9}};

			e.turnado_cja = turnado;
			e.datos.compartir_con_estado = true;
			ck_assert(sees(&e, ROL_DGCP, sre, ""));
			ck_assert(sees(&e, ROL_AUDITORIA, sre, ""));
			ck_assert(sees(&e, ROL_CJA, sre, "") == turnado);
			ck_assert(sees(&e, ROL_CJA_TITULAR, sre, "") == turnado);
			/* Not even with the organisation or the state of the file. */
			ck_assert(!sees(&e, ROL_ADMINISTRACION, ORG, "14"));
			ck_assert(!sees(&e, ROL_NINGUNO, ORG, "14"));
			ck_assert(!sees(&e, ROL_COUNT, ORG, "14"));
			ck_assert(!sees(&e, (enum rol)99, ORG, "14"));
		}
}
END_TEST

/*
 * Every combination, against tests/datos/visibilidad.csv: a line a role; for each of three states 64 marks, by the bits of their place: same organisation, same
 * state, municipal, shared, turned to the CJA, delegated. tests/integration/test_base.py holds the SQL function against the same file.
 */
static bool combination(enum rol rol, enum estado estado, int bits)
{
	static const struct uuid delegantes[] = {{{7}}, {{1}}};
	struct expediente e = file_of(estado);
	struct actor who = actor_of(rol, bits & 1 ? ORG : OTRA, bits & 2 ? "14" : "15");

	e.datos.nivel = bits & 4 ? NIVEL_MUNICIPAL : NIVEL_ESTATAL;
	e.datos.compartir_con_estado = bits & 8;
	e.turnado_cja = bits & 16;
	who.delegantes = delegantes;
	who.n_delegantes = bits & 32 ? 2 : 1;
	return expediente_visible(&e, &who);
}

START_TEST(every_combination)
{
	static const enum estado estados[] = {ESTADO_BORRADOR, ESTADO_PRESENTADO, ESTADO_CONCLUIDO};
	FILE *f = fopen(TEST_DATOS "/visibilidad.csv", "r");
	char line[400];
	int roles = 0;

	ck_assert_ptr_nonnull(f);
	ck_assert_ptr_nonnull(fgets(line, sizeof line, f));
	while (fgets(line, sizeof line, f)) {
		char *coma = strchr(line, ',');

		ck_assert_ptr_nonnull(coma);
		*coma = '\0';
		enum rol rol = (enum rol)vocabulario_find(&vocabulario_rol, line);
		for (int i = 0; i < 192; i++)
			ck_assert_msg((coma[1 + i] == '1') == combination(rol, estados[i / 64], i % 64), "%s %d", line, i);
		ck_assert_int_eq(coma[193], '\n');
		roles++;
	}
	fclose(f);
	ck_assert_int_eq(roles, ROL_COUNT);
}
END_TEST

static const enum rol dentro[] = {ROL_DGCP, ROL_CJA, ROL_CJA_TITULAR, ROL_AUDITORIA};
static const enum rol fuera[] = {ROL_GOBIERNO_LOCAL, ROL_ENLACE_ESTATAL};
static const enum rol nadie[] = {ROL_NINGUNO, ROL_ADMINISTRACION, ROL_COUNT};
#define EACH(i, list) for (size_t i = 0; i < sizeof(list) / sizeof((list)[0]); i++)

START_TEST(documents)
{
	for (int clase = 1; clase < CLASE_DOCUMENTO_COUNT; clase++)
		for (int subio = 0; subio < ROL_COUNT; subio++) {
			struct documento d = {.clase = (enum clase_documento)clase, .rol = (enum rol)subio};
			bool hidden = clase == CLASE_DOCUMENTO_PROYECTO_DICTAMEN ||
				(clase == CLASE_DOCUMENTO_OFICIO && subio != ROL_GOBIERNO_LOCAL);

			EACH(i, dentro)
			{
				struct actor who = actor_of(dentro[i], ORG, "");

				ck_assert(documento_visible(&d, &who));
			}
			EACH(i, fuera)
			{
				struct actor who = actor_of(fuera[i], ORG, "14");

				ck_assert(documento_visible(&d, &who) ==
					!(hidden || (clase == CLASE_DOCUMENTO_CORREO && who.rol == ROL_ENLACE_ESTATAL)));
			}
			EACH(i, nadie)
			{
				struct actor who = actor_of(nadie[i], ORG, "14");

				ck_assert(!documento_visible(&d, &who));
			}
		}
}
END_TEST

/* Acts 5 and 6 brought a draft of the dictamen and an annex; 8 is the dictamen. */
static struct documento docs[] = {
	{.clase = CLASE_DOCUMENTO_PROYECTO_DICTAMEN, .rol = ROL_CJA, .n = 5},
	{.clase = CLASE_DOCUMENTO_ANEXO, .rol = ROL_GOBIERNO_LOCAL, .n = 6},
};

static bool reserved(enum acto_tipo tipo, int n, enum rol rol, int respondido, enum resultado resultado)
{
	struct expediente e = file_of(ESTADO_DICTAMINADO);
	struct actor who = actor_of(rol, ORG, "14");

	e.documentos = docs;
	e.n_documentos = 2;
	e.respondido_acto = respondido;
	e.resultado = resultado;
	return acto_reservado(&e, tipo, n, &who);
}

START_TEST(acts)
{
	for (int tipo = 1; tipo < ACTO_COUNT; tipo++) {
		EACH(i, dentro)
		ck_assert(!reserved((enum acto_tipo)tipo, 5, dentro[i], 0, RESULTADO_NINGUNO));
		EACH(i, nadie)
		ck_assert(reserved((enum acto_tipo)tipo, 6, nadie[i], 9, RESULTADO_INSCRITO));
		EACH(i, fuera)
		{
			bool contact = fuera[i] == ROL_ENLACE_ESTATAL && (tipo == ACTO_ABRIR || tipo == ACTO_MODIFICAR_DATOS);
			bool internal = tipo == ACTO_ANOTAR || tipo == ACTO_ASIGNAR || contact;

			ck_assert(reserved((enum acto_tipo)tipo, 6, fuera[i], 9, RESULTADO_NINGUNO) == internal);
		}
	}
}
END_TEST

START_TEST(acts_that_bring_documents)
{
	EACH(i, fuera)
	{
		ck_assert(reserved(ACTO_INCORPORAR_DOCUMENTO, 5, fuera[i], 0, RESULTADO_NINGUNO));
		ck_assert(!reserved(ACTO_INCORPORAR_DOCUMENTO, 6, fuera[i], 0, RESULTADO_NINGUNO));
		ck_assert(reserved(ACTO_INCORPORAR_DOCUMENTO, 7, fuera[i], 0, RESULTADO_NINGUNO)); /* unknown */
	}
}
END_TEST

START_TEST(a_dictamen_is_reserved_until_it_is_communicated)
{
	EACH(i, fuera)
	{
		ck_assert(reserved(ACTO_DICTAMINAR, 8, fuera[i], 0, RESULTADO_NINGUNO));
		ck_assert(reserved(ACTO_DICTAMINAR, 8, fuera[i], 7, RESULTADO_NINGUNO));
		ck_assert(reserved(ACTO_DICTAMINAR, 8, fuera[i], 8, RESULTADO_NINGUNO));
		ck_assert(!reserved(ACTO_DICTAMINAR, 8, fuera[i], 9, RESULTADO_NINGUNO));
		/* `responder` of an unfavourable dictamen concludes the file and never leads to RESPONDIDO. */
		ck_assert(!reserved(ACTO_DICTAMINAR, 8, fuera[i], 0, RESULTADO_IMPROCEDENTE));
		/* Withdrawn while undecided: it was never told. */
		ck_assert(reserved(ACTO_DICTAMINAR, 8, fuera[i], 0, RESULTADO_DESISTIDO));
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("domain/visibilidad");
	TCase *t = tcase_create("visibilidad");

	tcase_add_test(t, the_organisation_sees_its_own);
	tcase_add_test(t, every_combination);
	tcase_add_test(t, the_state_sees_what_municipalities_share);
	tcase_add_test(t, no_state_is_not_every_state);
	tcase_add_test(t, the_offices);
	tcase_add_test(t, documents);
	tcase_add_test(t, acts);
	tcase_add_test(t, acts_that_bring_documents);
	tcase_add_test(t, a_dictamen_is_reserved_until_it_is_communicated);
	suite_add_tcase(s, t);
	return run_suite(s);
}
