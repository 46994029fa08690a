/* Each guard's refusals and acceptances. */
#include "prueba_actos.h"

/* ---- opening and filing ------------------------------------------------------------------------------------------------------------ */

START_TEST(opening)
{
	esc_init(&S);
	D = datos_de(&S, ACTO_ABRIR);
	OK(ACTO_ABRIR, LOCAL);
	OK(ACTO_ABRIR, DGCP);
	REFUSED(ACTO_ABRIR, OTRO_LOCAL, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/organizacion", "no-corresponde");
	REFUSED(ACTO_ABRIR, CJA, STATUS_FORBIDDEN, PROBLEM_ROL_NO_FACULTADO);
	ck_assert_ptr_nonnull(strstr(S.err.detail.es, "Gobierno local, Dirección General de Coordinación Política"));
	S.datos.vigencia_hasta = fecha_of("2020-01-01");
	REFUSED(ACTO_ABRIR, LOCAL, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/vigencia_hasta", "fechas-invertidas");
	D.expediente = NULL;
	D.organizacion = (struct uuid){0};
	OK(ACTO_ABRIR, LOCAL);
	REFUSED(ACTO_ABRIR, DGCP, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/organizacion", "requerido");
	S.env.organizacion_activa = false;
	REFUSED(ACTO_ABRIR, LOCAL, STATUS_CONFLICT, PROBLEM_ORGANIZACION_INACTIVA);
	REFUSED(ACTO_ABRIR, DGCP, STATUS_CONFLICT, PROBLEM_FALTAN_REQUISITOS);
	ITEM("", "organizacion-inactiva");
	/* A file that has no act yet is nobody's. */
	S.env.organizacion_activa = true;
	error_init(&S.err, S.a);
	assert_refused(&S, STATUS_OK, PROBLEM_NONE,
		decision_make(&S.e, ACTO_ABRIR, &D, DIA_NINGUNO, &S.actores[LOCAL], &S.env, S.a, &S.dec, &S.err));
}
END_TEST

START_TEST(everything_that_a_filing_lacks_at_once)
{
	esc_init(&S);
	D = datos_de(&S, ACTO_ABRIR);
	D.expediente = NULL;
	esc_do(&S, ACTO_ABRIR, &D, LOCAL);
	acto_datos_init(&D);
	REFUSED(ACTO_PRESENTAR, LOCAL, STATUS_CONFLICT, PROBLEM_FALTAN_REQUISITOS);
	static const char *const lacks[][2] = {
		{"/documentos/solicitud", "falta-solicitud"},
		{"/documentos/proyecto", "falta-proyecto"},
		{"/datos/denominacion", "falta-dato"},
		{"/datos/tipo", "falta-dato"},
		{"/datos/nivel", "falta-dato"},
		{"/datos/organo_firmante", "falta-dato"},
		{"/datos/clase_organo", "falta-dato"},
		{"/datos/fundamento_facultades", "falta-dato"},
		{"/datos/areas", "falta-dato"},
		{"/datos/idiomas", "falta-dato"},
		{"/datos/vigencia", "falta-dato"},
		{"/datos/contacto/nombre", "falta-dato"},
		{"/datos/contacto/correo", "falta-dato"},
		{"/datos/contrapartes", "falta-contraparte"},
		{"/datos/declaracion_version_final", "falta-declaracion"},
	};
	for (size_t i = 0; i < N(lacks); i++)
		ITEM(lacks[i][0], lacks[i][1]);
	ck_assert_uint_eq(S.err.n_items, N(lacks));
	/* With it, what has a name of its own. */
	S.env.instrumento_dictaminado = true;
	REFUSED(ACTO_PRESENTAR, LOCAL, STATUS_CONFLICT, PROBLEM_FALTAN_REQUISITOS);
	ITEM("", "ya-dictaminado");
	ck_assert_uint_eq(S.err.n_items, N(lacks) + 1);
}
END_TEST

START_TEST(incomplete_counterparts_and_wrong_documents)
{
	struct contraparte c[] = {{"Lyon", CLASE_CONTRAPARTE_PRIVADO, "FR", NULL}, {" ", CLASE_CONTRAPARTE_NINGUNO, NULL, NULL}};
	esc_init(&S);
	S.datos.contrapartes = c;
	S.datos.n_contrapartes = 2;
	esc_act(&S, ACTO_ABRIR);
	esc_prepare(&S, ACTO_PRESENTAR);
	D = datos_de(&S, ACTO_PRESENTAR);
	REFUSED(ACTO_PRESENTAR, LOCAL, STATUS_CONFLICT, PROBLEM_FALTAN_REQUISITOS);
	ITEM("/datos/contrapartes/1/nombre", "falta-dato");
	ITEM("/datos/contrapartes/1/clase", "falta-dato");
	ck_assert_uint_eq(S.err.n_items, 2);
	/* A fact of the past that no longer meets the rule: it is said, not believed. */
	S.e.documentos[0].tipo_medio = DOCX;
	REFUSED(ACTO_PRESENTAR, LOCAL, STATUS_CONFLICT, PROBLEM_FALTAN_REQUISITOS);
	ITEM("/documentos/solicitud", "falta-solicitud");
	S.e.documentos[0].tipo_medio = NULL;
	REFUSED(ACTO_PRESENTAR, LOCAL, STATUS_CONFLICT, PROBLEM_FALTAN_REQUISITOS);
}
END_TEST

START_TEST(filing)
{
	esc_open_at(&S, ESTADO_BORRADOR);
	esc_prepare(&S, ACTO_PRESENTAR);
	esc_doc(&S, CLASE_DOCUMENTO_PROYECTO, LOCAL);
	D = datos_de(&S, ACTO_PRESENTAR);
	OK(ACTO_PRESENTAR, LOCAL);
	/* The latest request and draft, and the annex. */
	ck_assert_uint_eq(S.dec.efectos.n_documentos, 3);
	ck_assert(S.dec.efectos.tiene_huella);
	ck_assert_uint_eq(S.dec.efectos.huella.b[0], S.e.documentos[3].huella.b[0]);
	ck_assert_int_eq(uuid_cmp(&S.dec.efectos.documentos[2], &S.e.documentos[3].id), 0);
	ck_assert_uint_eq(S.dec.efectos.documentos_sha[2].b[0], S.e.documentos[3].sha256.b[0]);
	S.e.documentos[3].tiene_huella = false;
	OK(ACTO_PRESENTAR, LOCAL);
	ck_assert(!S.dec.efectos.tiene_huella);
	S.env.instrumento_dictaminado = true;
	REFUSED(ACTO_PRESENTAR, LOCAL, STATUS_CONFLICT, PROBLEM_YA_DICTAMINADO);
	S.env.instrumento_folio = "AII-2026-000001";
	REFUSED(ACTO_PRESENTAR, LOCAL, STATUS_CONFLICT, PROBLEM_YA_DICTAMINADO_FOLIO);
	ck_assert_ptr_nonnull(strstr(S.err.detail.es, "AII-2026-000001"));
	S.env.instrumento_dictaminado = false;
	/* The day of the signing is still good, the next one is not. */
	S.env.now = at("2026-06-15T23:59:59-06:00");
	OK(ACTO_PRESENTAR, LOCAL);
	S.env.now = at("2026-06-16T00:00:00-06:00");
	REFUSED(ACTO_PRESENTAR, LOCAL, STATUS_CONFLICT, PROBLEM_FALTAN_REQUISITOS);
	ITEM("/datos/fecha_firma_pretendida", "fecha-pasada");
	S.e.datos.fecha_firma_pretendida = DIA_NINGUNO;
	OK(ACTO_PRESENTAR, LOCAL);
}
END_TEST

/* ---- the prevention ---------------------------------------------------------------------------------------------------------------- */

START_TEST(prevention)
{
	open_at(ESTADO_PRESENTADO, ACTO_PREVENIR);
	S.env.now = at("2026-03-02T10:00:00-06:00"); /* Monday */
	OK(ACTO_PREVENIR, DGCP);
	ck_assert_int_eq(S.dec.efectos.vence, fecha_of("2026-03-09"));
	ck_assert_int_eq(S.dec.efectos.calendario_version, 3);
	S.env.now = at("2026-03-02T18:00:01-06:00"); /* counts on Tuesday */
	OK(ACTO_PREVENIR, DGCP);
	ck_assert_int_eq(S.dec.efectos.vence, fecha_of("2026-03-10"));
	D.plazo_dias_habiles = 4;
	REFUSED(ACTO_PREVENIR, DGCP, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/plazo_dias_habiles", "valor-min");
	D.plazo_dias_habiles = 366;
	REFUSED(ACTO_PREVENIR, DGCP, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/plazo_dias_habiles", "valor-max");
	struct entrada_faltante f[] = {{"x", NULL}, {"", "y"}};
	D.faltantes = f;
	D.plazo_dias_habiles = 0;
	REFUSED(ACTO_PREVENIR, DGCP, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/faltantes/0/detalle", "requerido");
	ITEM("/datos/faltantes/1/requisito", "requerido");
	ITEM("/datos/plazo_dias_habiles", "requerido");
	D.n_faltantes = 0;
	REFUSED(ACTO_PREVENIR, DGCP, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/faltantes", "requerido");
}
END_TEST

START_TEST(prevention_only_once)
{
	open_at(ESTADO_PREVENIDO, ACTO_PREVENIR);
	esc_step(&S, ACTO_DESAHOGAR);
	ck_assert_int_eq(S.e.estado, ESTADO_PRESENTADO);
	REFUSED(ACTO_PREVENIR, DGCP, STATUS_CONFLICT, PROBLEM_PREVENCION_YA_USADA);
	ck_assert_ptr_nonnull(strstr(S.err.detail.es, "2026-03-02"));
	acto_datos_init(&D);
	REFUSED(ACTO_PREVENIR, DGCP, STATUS_CONFLICT, PROBLEM_FALTAN_REQUISITOS);
	ITEM("", "prevencion-ya-usada");
	ITEM("/datos/faltantes", "requerido");
}
END_TEST

START_TEST(answering_the_prevention)
{
	open_at(ESTADO_PREVENIDO, ACTO_DESAHOGAR);
	OK(ACTO_DESAHOGAR, LOCAL);
	ck_assert_uint_eq(S.dec.efectos.n_documentos, 3);
	D.n_respuestas = 1;
	REFUSED(ACTO_DESAHOGAR, LOCAL, STATUS_CONFLICT, PROBLEM_FALTAN_REQUISITOS);
	ITEM("/datos/respuestas", "faltante-no-atendido");
	ck_assert_uint_eq(S.err.n_items, 1);
	struct entrada_respuesta r[] = {{1, "a"}, {1, "b"}, {3, "c"}, {0, "d"}, {2, " "}};
	D.respuestas = r;
	D.n_respuestas = N(r);
	REFUSED(ACTO_DESAHOGAR, LOCAL, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/respuestas/1/numero", "duplicado");
	ITEM("/datos/respuestas/2/numero", "numero-desconocido");
	ITEM("/datos/respuestas/3/numero", "numero-desconocido");
	ITEM("/datos/respuestas/4/respuesta", "requerido");
	ck_assert_uint_eq(S.err.n_items, 4);
	/* The last day until the closing hour. */
	D = datos_de(&S, ACTO_DESAHOGAR);
	S.env.now = at("2026-03-09T18:00:00-06:00");
	OK(ACTO_DESAHOGAR, LOCAL);
	acto_datos_init(&D);
	REFUSED(ACTO_DESECHAR, DGCP, STATUS_CONFLICT, PROBLEM_PLAZO_NO_VENCIDO);
	D = datos_de(&S, ACTO_DESAHOGAR);
	S.env.now = at("2026-03-09T18:00:01-06:00");
	REFUSED(ACTO_DESAHOGAR, LOCAL, STATUS_CONFLICT, PROBLEM_PLAZO_VENCIDO);
	ck_assert_ptr_nonnull(strstr(S.err.detail.es, "2026-03-09"));
	acto_datos_init(&D);
	OK(ACTO_DESECHAR, DGCP);
	/* What the filing lacks, what was not answered and the term: one answer. */
	S.e.datos.denominacion = NULL;
	REFUSED(ACTO_DESAHOGAR, LOCAL, STATUS_CONFLICT, PROBLEM_FALTAN_REQUISITOS);
	ITEM("/datos/denominacion", "falta-dato");
	ITEM("/datos/respuestas", "faltante-no-atendido");
	ITEM("", "plazo-vencido");
	ck_assert_uint_eq(S.err.n_items, 4);
}
END_TEST

/* ---- the ten days ------------------------------------------------------------------------------------------------------------------ */

START_TEST(turning_in_time_late_and_without_a_date)
{
	open_at(ESTADO_PRESENTADO, ACTO_TURNAR);
	S.e.datos.fecha_firma_pretendida = fecha_of("2026-03-16"); /* Monday: the last day is Monday the 2nd */
	S.env.now = at("2026-03-02T18:00:00-06:00");
	OK(ACTO_TURNAR, DGCP);
	ck_assert(S.dec.efectos.tiene_computo && S.dec.efectos.computo.en_tiempo);
	ck_assert_int_eq(S.dec.efectos.computo.n, 10);
	ck_assert_int_eq(S.dec.efectos.calendario_version, 3);
	S.env.now = at("2026-03-02T18:00:01-06:00");
	REFUSED(ACTO_TURNAR, DGCP, STATUS_CONFLICT, PROBLEM_EXTEMPORANEO);
	ck_assert_ptr_nonnull(strstr(S.err.detail.es, "2026-03-02"));
	/* The two ways out. */
	S.e.eventualidad.acto = 3;
	OK(ACTO_TURNAR, DGCP);
	ck_assert(S.dec.efectos.tiene_computo && !S.dec.efectos.computo.en_tiempo);
	S.e.eventualidad.acto = 0;
	S.e.datos.fecha_firma_pretendida = fecha_of("2026-03-17");
	OK(ACTO_TURNAR, DGCP);
	S.e.datos.fecha_firma_pretendida = DIA_NINGUNO;
	OK(ACTO_TURNAR, DGCP);
	ck_assert(!S.dec.efectos.tiene_computo);
	ck_assert_int_eq(S.dec.efectos.calendario_version, 0);
}
END_TEST

START_TEST(reception_is_never_refused)
{
	open_at(ESTADO_TURNADO, ACTO_RECIBIR);
	S.env.now = at("2026-06-14T20:00:00-06:00");
	OK(ACTO_RECIBIR, CJA);
	ck_assert(S.dec.efectos.tiene_computo && !S.dec.efectos.computo.en_tiempo);
	ck_assert_int_eq(S.dec.efectos.computo.n, 0);
	S.e.datos.fecha_firma_pretendida = DIA_NINGUNO;
	OK(ACTO_RECIBIR, CJA);
	ck_assert(!S.dec.efectos.tiene_computo);
}
END_TEST

START_TEST(another_signing_date)
{
	open_at(ESTADO_EN_REVISION, ACTO_REPROGRAMAR_FIRMA);
	instante_t recibido = S.e.antelacion.computo.recepcion;
	S.env.now += 20 * DIA;
	OK(ACTO_REPROGRAMAR_FIRMA, LOCAL);
	ck_assert(S.dec.efectos.tiene_computo);
	ck_assert_int_eq(S.dec.efectos.computo.recepcion, recibido);
	ck_assert_int_eq(S.dec.efectos.computo.fecha_firma, fecha_of("2026-12-14"));
	D.fecha_firma_pretendida = S.e.datos.fecha_firma_pretendida;
	REFUSED(ACTO_REPROGRAMAR_FIRMA, LOCAL, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/fecha_firma_pretendida", "debe-ser-distinto");
	D.fecha_firma_pretendida = fecha_of("2026-03-02");
	REFUSED(ACTO_REPROGRAMAR_FIRMA, LOCAL, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/fecha_firma_pretendida", "fecha-pasada");
	D.fecha_firma_pretendida = DIA_NINGUNO;
	REFUSED(ACTO_REPROGRAMAR_FIRMA, LOCAL, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/fecha_firma_pretendida", "requerido");
	ck_assert_uint_eq(S.err.n_items, 1);
	clean();
	open_at(ESTADO_BORRADOR, ACTO_REPROGRAMAR_FIRMA);
	OK(ACTO_REPROGRAMAR_FIRMA, LOCAL);
	ck_assert(!S.dec.efectos.tiene_computo);
}
END_TEST

/* ---- review and dictamen ----------------------------------------------------------------------------------------------------------- */

START_TEST(observations)
{
	open_at(ESTADO_EN_REVISION, ACTO_OBSERVAR);
	OK(ACTO_OBSERVAR, CJA);
	ck_assert_int_eq(S.dec.efectos.primer_renglon, 1);
	ck_assert_uint_eq(S.dec.efectos.n_anclas, 0);
	struct ancla ancla = {.observacion = 1, .version = 1, .parte = 2, .clausula = "Cláusula PRIMERA", .largo = 3};
	S.env.anclas = &ancla;
	S.env.n_anclas = 1;
	OK(ACTO_OBSERVAR, CJA);
	ck_assert_uint_eq(S.dec.efectos.n_anclas, 1);
	ck_assert_int_eq(S.dec.efectos.anclas[0].parte, 2);
	struct entrada_observacion o[] = {{NULL, " ", NULL, SEVERIDAD_NINGUNO, 4, false}};
	D.observaciones = o;
	D.n_observaciones = 1;
	REFUSED(ACTO_OBSERVAR, CJA, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/observaciones/0/clausula", "requerido");
	ITEM("/datos/observaciones/0/texto", "requerido");
	ITEM("/datos/observaciones/0/severidad", "requerido");
	ITEM("/datos/observaciones/0/recomendacion", "no-corresponde");
	/* What the text holds instead of the passage is told with the rest; a passage that stands there is no matter. */
	static const char *const cerca[] = {"Cláusula TERCERA: «tres años»"}, *const lejos[] = {""}, *const bien[] = {NULL};
	S.env.pasajes = cerca;
	REFUSED(ACTO_OBSERVAR, CJA, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/observaciones/0/pasaje", "pasaje-distinto");
	ITEM("/datos/observaciones/0/clausula", "requerido");
	ck_assert_ptr_nonnull(strstr(S.err.items[2].detail.es, "«tres años»"));
	S.env.pasajes = lejos;
	REFUSED(ACTO_OBSERVAR, CJA, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/observaciones/0/pasaje", "pasaje-ausente");
	S.env.pasajes = bien;
	REFUSED(ACTO_OBSERVAR, CJA, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ck_assert(!has_item(&S.err, "/datos/observaciones/0/pasaje", "pasaje-ausente"));
	S.env.pasajes = NULL;
	D.n_observaciones = 0;
	REFUSED(ACTO_OBSERVAR, CJA, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/observaciones", "requerido");
}
END_TEST

START_TEST(attending_two_rounds)
{
	open_at(ESTADO_OBSERVADO, ACTO_ATENDER);
	D.n_respuestas = 0;
	REFUSED(ACTO_ATENDER, LOCAL, STATUS_CONFLICT, PROBLEM_FALTAN_REQUISITOS);
	ITEM("/documentos/proyecto", "falta-nueva-version");
	ITEM("/datos/respuestas", "falta-respuesta");
	ck_assert_uint_eq(S.err.n_items, 3);
	esc_step(&S, ACTO_ATENDER);
	ck_assert_int_eq(S.e.estado, ESTADO_EN_REVISION);
	D = datos_de(&S, ACTO_OBSERVAR);
	OK(ACTO_OBSERVAR, CJA);
	ck_assert_int_eq(S.dec.efectos.primer_renglon, 3);
	esc_act(&S, ACTO_OBSERVAR);
	esc_prepare(&S, ACTO_ATENDER);
	/* Numbers of the first round are not of this one. */
	D = datos_de(&S, ACTO_ATENDER);
	ck_assert_int_eq(D.respuestas[0].numero, 3);
	OK(ACTO_ATENDER, LOCAL);
	ck_assert(S.dec.efectos.tiene_huella);
	ck_assert_uint_eq(S.dec.efectos.n_documentos, 1);
	D.respuestas[0].numero = 1;
	D.respuestas[1].numero = 9;
	REFUSED(ACTO_ATENDER, LOCAL, STATUS_CONFLICT, PROBLEM_FALTAN_REQUISITOS);
	ITEM("/datos/respuestas/0/numero", "numero-desconocido");
	ITEM("/datos/respuestas/1/numero", "numero-desconocido");
	ck_assert_uint_eq(S.err.n_items, 4);
}
END_TEST

START_TEST(dictamen_and_its_recommendations)
{
	open_at(ESTADO_EN_REVISION, ACTO_DICTAMINAR);
	esc_prepare(&S, ACTO_DICTAMINAR);
	OK(ACTO_DICTAMINAR, TITULAR);
	ck_assert_uint_eq(S.dec.efectos.n_documentos, 2);
	ck_assert_int_eq(S.dec.efectos.primer_renglon, 1);
	S.e.documentos[1].clase = CLASE_DOCUMENTO_ANEXO; /* a file of old, without its Word text */
	OK(ACTO_DICTAMINAR, TITULAR);
	ck_assert(!S.dec.efectos.tiene_huella);
	S.e.documentos[1].clase = CLASE_DOCUMENTO_PROYECTO;
	D.sentido = SENTIDO_PROCEDENTE;
	REFUSED(ACTO_DICTAMINAR, TITULAR, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/recomendaciones", "no-corresponde");
	D.n_observaciones = 0;
	OK(ACTO_DICTAMINAR, TITULAR);
	ck_assert_int_eq(S.dec.efectos.primer_renglon, 0);
	D.sentido = SENTIDO_PROCEDENTE_CON_RECOMENDACIONES;
	REFUSED(ACTO_DICTAMINAR, TITULAR, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/recomendaciones", "requerido");
	D = datos_de(&S, ACTO_DICTAMINAR);
	D.sentido = SENTIDO_NINGUNO;
	D.fundamento = D.motivacion = NULL;
	REFUSED(ACTO_DICTAMINAR, TITULAR, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/sentido", "requerido");
	ITEM("/datos/fundamento", "requerido");
	ITEM("/datos/motivacion", "requerido");
	ck_assert_uint_eq(S.err.n_items, 3);
	D = datos_de(&S, ACTO_DICTAMINAR);
	struct entrada_observacion o[] = {{"1", NULL, NULL, SEVERIDAD_NINGUNO, 1, false}};
	D.observaciones = o;
	D.n_observaciones = 1;
	REFUSED(ACTO_DICTAMINAR, TITULAR, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/recomendaciones/0/texto", "requerido");
	ITEM("/datos/recomendaciones/0/recomendacion", "no-corresponde");
}
END_TEST

START_TEST(four_eyes)
{
	open_at(ESTADO_EN_REVISION, ACTO_DICTAMINAR);
	REFUSED(ACTO_DICTAMINAR, TITULAR, STATUS_CONFLICT, PROBLEM_FALTAN_REQUISITOS);
	ITEM("/documentos/proyecto_dictamen", "falta-proyecto-dictamen");
	esc_doc(&S, CLASE_DOCUMENTO_PROYECTO_DICTAMEN, CJA);
	esc_doc(&S, CLASE_DOCUMENTO_PROYECTO_DICTAMEN, TITULAR);
	REFUSED(ACTO_DICTAMINAR, TITULAR, STATUS_FORBIDDEN, PROBLEM_CUATRO_OJOS);
	OK(ACTO_DICTAMINAR, TITULAR_2);
	S.env.instrumento_dictaminado = true;
	REFUSED(ACTO_DICTAMINAR, TITULAR_2, STATUS_CONFLICT, PROBLEM_YA_DICTAMINADO);
	/* Two refusals with names: one is the problem, the other one is told with it. */
	REFUSED(ACTO_DICTAMINAR, TITULAR, STATUS_CONFLICT, PROBLEM_YA_DICTAMINADO);
	ITEM("", "cuatro-ojos");
}
END_TEST

START_TEST(answer_by_the_sense_of_the_dictamen)
{
	esc_init(&S);
	S.sentido = SENTIDO_IMPROCEDENTE;
	esc_to(&S, ESTADO_DICTAMINADO);
	esc_act(&S, ACTO_RESPONDER);
	ck_assert_int_eq(S.e.estado, ESTADO_CONCLUIDO);
	ck_assert_int_eq(S.e.resultado, RESULTADO_IMPROCEDENTE);
	clean();
	esc_init(&S);
	S.sentido = SENTIDO_PROCEDENTE;
	esc_to(&S, ESTADO_RESPONDIDO);
}
END_TEST

/* ---- copy and registry ------------------------------------------------------------------------------------------------------------- */

START_TEST(the_signed_copy)
{
	open_at(ESTADO_RESPONDIDO, ACTO_REMITIR_COPIA);
	D.fecha_suscripcion = fecha_of("2026-03-03");
	D.lugar_suscripcion = NULL;
	REFUSED(ACTO_REMITIR_COPIA, LOCAL, STATUS_CONFLICT, PROBLEM_FALTAN_REQUISITOS);
	ITEM("/documentos/copia_firmada", "falta-copia");
	ITEM("/datos/fecha_suscripcion", "fecha-futura");
	ITEM("/datos/lugar_suscripcion", "requerido");
	esc_prepare(&S, ACTO_REMITIR_COPIA);
	D = datos_de(&S, ACTO_REMITIR_COPIA);
	D.fecha_suscripcion = fecha_of("2026-03-02");
	OK(ACTO_REMITIR_COPIA, LOCAL);
	ck_assert_uint_eq(S.dec.efectos.n_documentos, 1);
	ck_assert_ptr_eq(expediente_publico(&S.e), expediente_documento(&S.e, CLASE_DOCUMENTO_COPIA_FIRMADA, 0));
	/* Answers to the recommendations are welcome, not asked for. */
	datos_respuestas(&S, &D, 1, 2);
	OK(ACTO_REMITIR_COPIA, LOCAL);
	D.respuestas[1].numero = 3;
	REFUSED(ACTO_REMITIR_COPIA, LOCAL, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/respuestas/1/numero", "numero-desconocido");
	esc_act(&S, ACTO_REMITIR_COPIA);
	D = datos_de(&S, ACTO_DEVOLVER_COPIA);
	D.motivo_devolucion = MOTIVO_COPIA_OTRO;
	REFUSED(ACTO_DEVOLVER_COPIA, DGCP, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/detalle", "requerido");
	D.detalle = "Falta el sello";
	OK(ACTO_DEVOLVER_COPIA, DGCP);
	esc_act(&S, ACTO_DEVOLVER_COPIA);
	/* A copy sent back does not serve twice. */
	D = datos_de(&S, ACTO_REMITIR_COPIA);
	REFUSED(ACTO_REMITIR_COPIA, LOCAL, STATUS_CONFLICT, PROBLEM_FALTAN_REQUISITOS);
	esc_step(&S, ACTO_REMITIR_COPIA);
}
END_TEST

/* Made of a copy that is not the one that counts: it may not hide what this one says. */
START_TEST(the_public_version)
{
	open_at(ESTADO_RESPONDIDO, ACTO_REMITIR_COPIA);
	esc_doc(&S, CLASE_DOCUMENTO_VERSION_PUBLICA, LOCAL);
	REFUSED(ACTO_REMITIR_COPIA, LOCAL, STATUS_CONFLICT, PROBLEM_FALTAN_REQUISITOS);
	ITEM("/documentos/copia_firmada", "falta-copia");
	ck_assert_uint_eq(S.err.n_items, 1);
	esc_doc(&S, CLASE_DOCUMENTO_COPIA_FIRMADA, LOCAL);
	REFUSED(ACTO_REMITIR_COPIA, LOCAL, STATUS_CONFLICT, PROBLEM_FALTAN_REQUISITOS);
	ITEM("/documentos/version_publica", "version-publica-anterior");
	ck_assert_ptr_eq(expediente_publico(&S.e), expediente_documento(&S.e, CLASE_DOCUMENTO_VERSION_PUBLICA, 0));
	esc_doc(&S, CLASE_DOCUMENTO_VERSION_PUBLICA, LOCAL);
	OK(ACTO_REMITIR_COPIA, LOCAL);
	ck_assert_uint_eq(S.dec.efectos.n_documentos, 2);
}
END_TEST

START_TEST(observing_the_registry)
{
	open_at(ESTADO_REGISTRO_SOLICITADO, ACTO_OBSERVAR_REGISTRO);
	struct entrada_observacion o[] = {{"1", "No se incorporó", NULL, SEVERIDAD_NINGUNO, 2, false},
		{"2", "x", NULL, SEVERIDAD_NINGUNO, 3, false}, {"3", "x", NULL, SEVERIDAD_NINGUNO, -1, false}};
	D.observaciones = o;
	D.n_observaciones = 1;
	OK(ACTO_OBSERVAR_REGISTRO, CJA);
	ck_assert_int_eq(S.dec.efectos.primer_renglon, 3);
	D.n_observaciones = 3;
	REFUSED(ACTO_OBSERVAR_REGISTRO, CJA, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/no_incorporadas/1/recomendacion", "numero-desconocido");
	ITEM("/datos/no_incorporadas/2/recomendacion", "numero-desconocido");
	D.n_observaciones = 0;
	REFUSED(ACTO_OBSERVAR_REGISTRO, CJA, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/no_incorporadas", "requerido");
}
END_TEST

START_TEST(mending_the_registry)
{
	open_at(ESTADO_REGISTRO_OBSERVADO, ACTO_SUBSANAR_REGISTRO);
	REFUSED(ACTO_SUBSANAR_REGISTRO, LOCAL, STATUS_CONFLICT, PROBLEM_FALTAN_REQUISITOS);
	ITEM("/documentos/copia_firmada", "falta-subsanacion");
	esc_doc(&S, CLASE_DOCUMENTO_INSTRUMENTO_MODIFICATORIO, LOCAL);
	OK(ACTO_SUBSANAR_REGISTRO, LOCAL);
	ck_assert_uint_eq(S.dec.efectos.n_documentos, 1);
	esc_doc(&S, CLASE_DOCUMENTO_COPIA_FIRMADA, LOCAL);
	OK(ACTO_SUBSANAR_REGISTRO, LOCAL);
	ck_assert_uint_eq(S.dec.efectos.n_documentos, 2);
	datos_respuestas(&S, &D, 3, 2);
	OK(ACTO_SUBSANAR_REGISTRO, LOCAL);
	D.respuestas[0].numero = 1;
	REFUSED(ACTO_SUBSANAR_REGISTRO, LOCAL, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
}
END_TEST

START_TEST(inscription_needs_every_line_verified)
{
	open_at(ESTADO_REGISTRO_OBSERVADO, ACTO_NINGUNO);
	esc_step(&S, ACTO_SUBSANAR_REGISTRO);
	ck_assert_uint_eq(S.e.n_renglones, 4);
	REFUSED(ACTO_INSCRIBIR, TITULAR, STATUS_CONFLICT, PROBLEM_FALTAN_REQUISITOS);
	ITEM("/datos/terminos", "requerido");
	ITEM("/datos/verificaciones", "falta-verificacion");
	ck_assert_uint_eq(S.err.n_items, 5);
	D = datos_de(&S, ACTO_INSCRIBIR);
	OK(ACTO_INSCRIBIR, TITULAR);
	ck_assert_uint_eq(S.dec.efectos.n_documentos, 1);
	D.verificaciones[1].motivo = NULL;
	D.verificaciones[2].numero = 1;
	D.verificaciones[3] = (struct entrada_verificacion){7, VERIFICACION_NINGUNO, NULL};
	REFUSED(ACTO_INSCRIBIR, TITULAR, STATUS_CONFLICT, PROBLEM_FALTAN_REQUISITOS);
	ITEM("/datos/verificaciones/1/motivo", "requerido");
	ITEM("/datos/verificaciones/2/numero", "duplicado");
	ITEM("/datos/verificaciones/3/numero", "numero-desconocido");
	ITEM("/datos/verificaciones/3/resultado", "requerido");
	ck_assert_uint_eq(S.err.n_items, 6); /* and lines 3 and 4 */
	/* What was verified earlier need not be said again. */
	S.e.renglones[2].verificacion = S.e.renglones[3].verificacion = VERIFICACION_INCORPORADA;
	D = datos_de(&S, ACTO_INSCRIBIR);
	D.n_verificaciones = 2;
	OK(ACTO_INSCRIBIR, TITULAR);
}
END_TEST

/* ---- expiry ------------------------------------------------------------------------------------------------------------------------ */

START_TEST(expiry)
{
	open_at(ESTADO_OBSERVADO, ACTO_ADVERTIR_CADUCIDAD); /* Monday 2 March */
	REFUSED(ACTO_ADVERTIR_CADUCIDAD, DGCP, STATUS_CONFLICT, PROBLEM_CADUCIDAD_NO_PROCEDE);
	ck_assert_ptr_nonnull(strstr(S.err.detail.es, "2026-03-04"));
	S.env.now = at("2026-03-03T23:59:59-06:00");
	REFUSED(ACTO_ADVERTIR_CADUCIDAD, DGCP, STATUS_CONFLICT, PROBLEM_CADUCIDAD_NO_PROCEDE);
	REFUSED(ACTO_CADUCAR, DGCP, STATUS_CONFLICT, PROBLEM_CADUCIDAD_NO_PROCEDE);
	ck_assert_ptr_nonnull(strstr(S.err.detail.es, "2026-06-03"));
	S.env.now = at("2026-03-04T09:00:00-06:00");
	OK(ACTO_ADVERTIR_CADUCIDAD, DGCP);
	ck_assert_int_eq(S.dec.efectos.vence, fecha_of("2026-06-04"));
	esc_act(&S, ACTO_ADVERTIR_CADUCIDAD);
	S.env.now = at("2026-06-03T23:59:59-06:00");
	REFUSED(ACTO_CADUCAR, DGCP, STATUS_CONFLICT, PROBLEM_CADUCIDAD_NO_PROCEDE);
	ck_assert_ptr_nonnull(strstr(S.err.detail.es, "2026-06-04"));
	S.env.now = at("2026-06-04T00:00:00-06:00");
	OK(ACTO_CADUCAR, DGCP);
	/* Any activity of the local government undoes the warning. */
	esc_doc(&S, CLASE_DOCUMENTO_ANEXO, LOCAL);
	REFUSED(ACTO_CADUCAR, DGCP, STATUS_CONFLICT, PROBLEM_CADUCIDAD_NO_PROCEDE);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("domain/condiciones");
	TCase *t = tcase_create("condiciones");
	if (!zona_init("America/Mexico_City"))
		return EXIT_FAILURE;
	tcase_add_checked_fixture(t, NULL, clean);
	tcase_set_timeout(t, 120);
	tcase_add_test(t, opening);
	tcase_add_test(t, everything_that_a_filing_lacks_at_once);
	tcase_add_test(t, incomplete_counterparts_and_wrong_documents);
	tcase_add_test(t, filing);
	tcase_add_test(t, prevention);
	tcase_add_test(t, prevention_only_once);
	tcase_add_test(t, answering_the_prevention);
	tcase_add_test(t, turning_in_time_late_and_without_a_date);
	tcase_add_test(t, reception_is_never_refused);
	tcase_add_test(t, another_signing_date);
	tcase_add_test(t, observations);
	tcase_add_test(t, attending_two_rounds);
	tcase_add_test(t, dictamen_and_its_recommendations);
	tcase_add_test(t, four_eyes);
	tcase_add_test(t, answer_by_the_sense_of_the_dictamen);
	tcase_add_test(t, the_signed_copy);
	tcase_add_test(t, the_public_version);
	tcase_add_test(t, observing_the_registry);
	tcase_add_test(t, mending_the_registry);
	tcase_add_test(t, inscription_needs_every_line_verified);
	tcase_add_test(t, expiry);
	suite_add_tcase(s, t);
	return run_suite(s);
}
