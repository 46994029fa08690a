/* Judging: every (state, act, role) as transitions.csv says, what any act may carry, the internal acts, and the journal
 * entries. */
#include "prueba_actos.h"

/* ---- the table --------------------------------------------------------------------------------------------------------------------- */

static bool among(const char *list, const char *slug)
{
	size_t n = strlen(slug);
	for (const char *p = list; *p; p += strcspn(p, "|"), p += *p == '|')
		if (strcspn(p, "|") == n && memcmp(p, slug, n) == 0)
			return true;
	return false;
}

/* Row of the file for (act, state): of the two for (responder, dictaminado), the favourable one. */
static size_t csv_row(const struct csv *t, const char *acto, const char *estado)
{
	for (size_t i = 1; i < t->filas; i++)
		if (strcmp(csv_get(t, i, "acto"), acto) == 0 &&
			(strcmp(csv_get(t, i, "desde"), "*") == 0 || among(csv_get(t, i, "desde"), estado)))
			return i;
	return 0;
}

static void try_role(const struct csv *t, enum estado estado, enum acto_tipo acto, enum quien q)
{
	const char *slug = vocabulario_slug(&vocabulario_acto, (int)acto), *here = vocabulario_slug(&vocabulario_estado, (int)estado);
	size_t row = csv_row(t, slug, here);
	struct acto_datos d = datos_de(&S, acto);
	S.env.responsable = &S.actores[q];
	enum status st = esc_try(&S, acto, &d, q);
	if (acto != ACTO_ABRIR && !expediente_visible(&S.e, &S.actores[q])) {
		assert_refused(&S, STATUS_NOT_FOUND, PROBLEM_NO_ENCONTRADO, st);
	} else if (acto == ACTO_ABRIR) {
		ck_assert_int_ne(st, STATUS_OK);
	} else if (row == 0) {
		assert_refused(&S, STATUS_CONFLICT, PROBLEM_ACTO_NO_PROCEDE, st);
	} else if (!among(csv_get(t, row, "rol"), vocabulario_slug(&vocabulario_rol, (int)S.actores[q].rol))) {
		assert_refused(&S, STATUS_FORBIDDEN, PROBLEM_ROL_NO_FACULTADO, st);
	} else {
		const char *hacia = csv_get(t, row, "hacia");
		if (st != STATUS_OK)
			fprintf(stderr, "%s in %s\n", slug, here);
		assert_refused(&S, STATUS_OK, PROBLEM_NONE, st);
		ck_assert_int_eq(S.dec.desde, estado);
		ck_assert_str_eq(vocabulario_slug(&vocabulario_estado, (int)S.dec.hacia), strcmp(hacia, "=") == 0 ? here : hacia);
		ck_assert_int_eq(S.dec.efectos.serie, S.dec.transicion->serie);
		ck_assert_int_eq(S.dec.efectos.resultado, S.dec.transicion->resultado);
		ck_assert(S.dec.cambia);
	}
}

START_TEST(every_state_act_and_role_as_the_file_says)
{
	static struct csv t;
	csv_read(TEST_DATOS "/transitions.csv", &t);
	for (int estado = ESTADO_BORRADOR; estado < ESTADO_COUNT; estado++) {
		for (int acto = ACTO_ABRIR; acto < ACTO_COUNT; acto++) {
			esc_open_at(&S, (enum estado)estado);
			if (transicion_find((enum acto_tipo)acto, &S.e))
				esc_prepare(&S, (enum acto_tipo)acto);
			for (int q = 0; q < QUIENES; q++)
				try_role(&t, (enum estado)estado, (enum acto_tipo)acto, (enum quien)q);
			clean();
		}
	}
	csv_free(&t);
	esc_init(&S);
}
END_TEST

START_TEST(refusals_name_what_is_possible)
{
	open_at(ESTADO_BORRADOR, ACTO_TURNAR);
	REFUSED(ACTO_TURNAR, LOCAL, STATUS_CONFLICT, PROBLEM_ACTO_NO_PROCEDE);
	ck_assert_ptr_nonnull(strstr(S.err.que_hacer.es, "presentar, desistir, declarar_eventualidad, reprogramar_firma"));
	REFUSED(ACTO_TURNAR, AUDITORIA, STATUS_CONFLICT, PROBLEM_ACTO_NO_PROCEDE);
	REFUSED(ACTO_PRESENTAR, DGCP, STATUS_FORBIDDEN, PROBLEM_ROL_NO_FACULTADO);
	ck_assert_ptr_nonnull(strstr(S.err.detail.es, "Gobierno local"));
	REFUSED(ACTO_ABRIR, OTRO_LOCAL, STATUS_NOT_FOUND, PROBLEM_NO_ENCONTRADO);
	REFUSED(ACTO_ABRIR, LOCAL, STATUS_CONFLICT, PROBLEM_ACTO_NO_PROCEDE);
	error_init(&S.err, S.a);
	assert_refused(&S, STATUS_NOT_FOUND, PROBLEM_NO_ENCONTRADO,
		decision_make(NULL, ACTO_ANOTAR, &D, DIA_NINGUNO, &S.actores[LOCAL], &S.env, S.a, &S.dec, &S.err));
}
END_TEST

/* ---- what any act may carry -------------------------------------------------------------------------------------------------------- */

START_TEST(legal_date_and_correction)
{
	open_at(ESTADO_PRESENTADO, ACTO_ANOTAR);
	error_init(&S.err, S.a);
	assert_refused(&S, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO,
		decision_make(&S.e, ACTO_ANOTAR, &D, fecha_of("2026-03-03"), &S.actores[DGCP], &S.env, S.a, &S.dec, &S.err));
	ITEM("/fecha_legal", "fecha-futura");
	error_init(&S.err, S.a);
	assert_refused(&S, STATUS_OK, PROBLEM_NONE,
		decision_make(&S.e, ACTO_ANOTAR, &D, fecha_of("2026-03-02"), &S.actores[DGCP], &S.env, S.a, &S.dec, &S.err));
	D.corrige = S.e.version + 1;
	D.numero_oficial = "SRE/123";
	REFUSED(ACTO_ANOTAR, DGCP, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/corrige", "numero-desconocido");
	D.corrige = -1;
	REFUSED(ACTO_ANOTAR, DGCP, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	D.corrige = S.e.version;
	OK(ACTO_ANOTAR, DGCP);
}
END_TEST

START_TEST(members_needed_and_members_out_of_place)
{
	open_at(ESTADO_PRESENTADO, ACTO_DESISTIR);
	D.motivo = " \n\t";
	D.nota = "x";
	D.sentido = SENTIDO_PROCEDENTE;
	D.declaracion_version_final = true;
	D.fecha_suscripcion = fecha_of("2026-01-01");
	D.responsable = uuid_of(3);
	D.n_observaciones = 1;
	D.observaciones = &(struct entrada_observacion){0};
	D.expediente = &S.datos;
	D.documento = &(struct documento){0};
	REFUSED(ACTO_DESISTIR, LOCAL, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/motivo", "requerido");
	static const char *const out_of_place[] = {"/datos/nota", "/datos/sentido", "/datos/declaracion_version_final",
		"/datos/fecha_suscripcion", "/datos/responsable", "/datos/observaciones", "/datos/expediente", "/datos/documento"};
	for (size_t i = 0; i < N(out_of_place); i++)
		ITEM(out_of_place[i], "no-corresponde");
	ck_assert_uint_eq(S.err.n_items, 9);
	/* No data at all is the same as empty data. */
	error_init(&S.err, S.a);
	assert_refused(&S, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO,
		decision_make(&S.e, ACTO_DESISTIR, NULL, DIA_NINGUNO, &S.actores[LOCAL], &S.env, S.a, &S.dec, &S.err));
	ITEM("/datos/motivo", "requerido");
}
END_TEST

/* ---- internal ---------------------------------------------------------------------------------------------------------------------- */

START_TEST(assigning_within_one_s_area)
{
	static const struct {
		enum quien who, whom;
		bool good;
	} pairs[] = {{DGCP, DGCP, true}, {DGCP, CJA, false}, {DGCP, TITULAR, false}, {CJA, CJA, true}, {CJA, TITULAR, true},
		{CJA, DGCP, false}, {CJA, LOCAL, false}};
	open_at(ESTADO_EN_REVISION, ACTO_ASIGNAR);
	for (size_t i = 0; i < N(pairs); i++) {
		S.env.responsable = &S.actores[pairs[i].whom];
		if (pairs[i].good) {
			OK(ACTO_ASIGNAR, pairs[i].who);
			continue;
		}
		REFUSED(ACTO_ASIGNAR, pairs[i].who, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
		ITEM("/datos/responsable", "usuario-ajeno");
	}
	S.env.responsable = NULL;
	REFUSED(ACTO_ASIGNAR, DGCP, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/responsable", "usuario-ajeno");
	D.responsable = (struct uuid){0};
	REFUSED(ACTO_ASIGNAR, DGCP, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO);
	ITEM("/datos/responsable", "requerido");
	ck_assert_uint_eq(S.err.n_items, 1);
}
END_TEST

START_TEST(acknowledging)
{
	open_at(ESTADO_RESPONDIDO, ACTO_ACUSAR);
	int responder = S.e.respondido_acto;
	OK(ACTO_ACUSAR, LOCAL);
	D.acto_referido = responder;
	OK(ACTO_ACUSAR, LOCAL);
	D.acto_referido = 1;
	REFUSED(ACTO_ACUSAR, LOCAL, STATUS_CONFLICT, PROBLEM_NADA_QUE_ACUSAR);
	D.acto_referido = 0;
	esc_do(&S, ACTO_ACUSAR, &D, LOCAL);
	REFUSED(ACTO_ACUSAR, LOCAL, STATUS_CONFLICT, PROBLEM_YA_ACUSADO);
	ck_assert_ptr_nonnull(strstr(S.err.detail.es, "2026-03-02"));
	D.acto_referido = responder;
	REFUSED(ACTO_ACUSAR, LOCAL, STATUS_CONFLICT, PROBLEM_YA_ACUSADO);
	/* The copy sent back is a new one; the former stays acknowledged. */
	esc_step(&S, ACTO_REMITIR_COPIA);
	esc_act(&S, ACTO_DEVOLVER_COPIA);
	REFUSED(ACTO_ACUSAR, LOCAL, STATUS_CONFLICT, PROBLEM_YA_ACUSADO);
	D.acto_referido = 0;
	esc_do(&S, ACTO_ACUSAR, &D, LOCAL);
	REFUSED(ACTO_ACUSAR, LOCAL, STATUS_CONFLICT, PROBLEM_YA_ACUSADO);
	clean();
	/* Withdrawn before anybody told it anything: nothing waits. */
	open_at(ESTADO_BORRADOR, ACTO_ACUSAR);
	esc_act(&S, ACTO_DESISTIR);
	REFUSED(ACTO_ACUSAR, LOCAL, STATUS_CONFLICT, PROBLEM_NADA_QUE_ACUSAR);
}
END_TEST

/* ---- journal entries --------------------------------------------------------------------------------------------------------------- */

static enum status try_modify(enum quien q, const struct datos_expediente *d)
{
	error_init(&S.err, S.a);
	return decision_modificar(&S.e, d, &S.actores[q], &S.env, S.a, &S.dec, &S.err);
}

START_TEST(editing_the_draft)
{
	struct datos_expediente d;
	esc_open_at(&S, ESTADO_BORRADOR);
	d = datos_completos();
	assert_refused(&S, STATUS_OK, PROBLEM_NONE, try_modify(LOCAL, &d));
	ck_assert(S.dec.cambia && !S.dec.transicion && S.dec.desde == ESTADO_BORRADOR && S.dec.hacia == ESTADO_BORRADOR);
	assert_refused(&S, STATUS_NOT_FOUND, PROBLEM_NO_ENCONTRADO, try_modify(OTRO_LOCAL, &d));
	assert_refused(&S, STATUS_FORBIDDEN, PROBLEM_ROL_NO_FACULTADO, try_modify(AUDITORIA, &d));
	assert_refused(&S, STATUS_FORBIDDEN, PROBLEM_ROL_NO_FACULTADO, try_modify(DGCP, &d)); /* it did not open this draft */
	d.vigencia_hasta = fecha_of("2020-01-01");
	assert_refused(&S, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO, try_modify(LOCAL, &d));
	ITEM("/vigencia_hasta", "fechas-invertidas");
	d.vigencia_desde = DIA_NINGUNO;
	assert_refused(&S, STATUS_OK, PROBLEM_NONE, try_modify(LOCAL, &d));
	d.vigencia_desde = d.vigencia_hasta;
	d.vigencia_hasta = DIA_NINGUNO;
	assert_refused(&S, STATUS_OK, PROBLEM_NONE, try_modify(LOCAL, &d));
	esc_to(&S, ESTADO_PREVENIDO);
	d = datos_completos();
	assert_refused(&S, STATUS_OK, PROBLEM_NONE, try_modify(LOCAL, &d));
	assert_refused(&S, STATUS_CONFLICT, PROBLEM_NO_EDITABLE, try_modify(DGCP, &d));
	d.fecha_firma_pretendida = fecha_of("2026-07-01");
	d.vigencia_hasta = fecha_of("2020-01-01");
	assert_refused(&S, STATUS_CONFLICT, PROBLEM_NO_EDITABLE, try_modify(LOCAL, &d));
	ITEM("/fecha_firma_pretendida", "fecha-por-acto");
	ITEM("/vigencia_hasta", "fechas-invertidas");
	esc_act(&S, ACTO_DESAHOGAR);
	assert_refused(&S, STATUS_CONFLICT, PROBLEM_NO_EDITABLE, try_modify(LOCAL, &d));
}
END_TEST

static void open_by_dgcp(void)
{
	esc_init(&S);
	D = datos_de(&S, ACTO_ABRIR);
	esc_do(&S, ACTO_ABRIR, &D, DGCP);
}

START_TEST(dgcp_edits_the_draft_that_it_opened)
{
	struct datos_expediente d = datos_completos();
	open_by_dgcp();
	ck_assert_str_eq(S.e.cve_ent, "14");
	assert_refused(&S, STATUS_OK, PROBLEM_NONE, try_modify(DGCP, &d));
	assert_refused(&S, STATUS_OK, PROBLEM_NONE, try_modify(LOCAL, &d));
	esc_doc(&S, CLASE_DOCUMENTO_SOLICITUD, DGCP);
	esc_doc(&S, CLASE_DOCUMENTO_PROYECTO, DGCP);
	esc_doc(&S, CLASE_DOCUMENTO_CORREO, DGCP); /* the message that it came by */
	esc_act(&S, ACTO_PRESENTAR);
	assert_refused(&S, STATUS_CONFLICT, PROBLEM_NO_EDITABLE, try_modify(DGCP, &d));
}
END_TEST

START_TEST(so_many_documents_of_a_class)
{
	esc_open_at(&S, ESTADO_BORRADOR);
	struct entorno before = S.env;
	struct documento annex = doc_of(&S, CLASE_DOCUMENTO_ANEXO), letter = doc_of(&S, CLASE_DOCUMENTO_SOLICITUD);
	S.env.documentos_max = 2;
	for (int n = 0; n < 2; n++) {
		assert_refused(&S, STATUS_OK, PROBLEM_NONE, esc_try_doc(&S, &annex, LOCAL));
		esc_doc(&S, CLASE_DOCUMENTO_ANEXO, LOCAL);
	}
	assert_refused(&S, STATUS_CONFLICT, PROBLEM_DEMASIADOS_DOCUMENTOS, esc_try_doc(&S, &annex, LOCAL));
	/* another class, no limit, another office */
	assert_refused(&S, STATUS_OK, PROBLEM_NONE, esc_try_doc(&S, &letter, LOCAL));
	S.env.documentos_max = 0;
	assert_refused(&S, STATUS_OK, PROBLEM_NONE, esc_try_doc(&S, &annex, LOCAL));
	esc_doc(&S, CLASE_DOCUMENTO_SOLICITUD, LOCAL);
	esc_doc(&S, CLASE_DOCUMENTO_PROYECTO, LOCAL);
	esc_act(&S, ACTO_PRESENTAR);
	S.env.documentos_max = 2;
	assert_refused(&S, STATUS_OK, PROBLEM_NONE, esc_try_doc(&S, &annex, DGCP));
	S.env = before;
}
END_TEST

/* Letters: s solicitud, p proyecto, a anexo, c copia, m modificatorio, d proyecto de dictamen, o oficio, v version publica. */
static const char *classes(enum quien q, enum estado e)
{
	static const char *const local[ESTADO_COUNT] = {[ESTADO_BORRADOR] = "spa",
		[ESTADO_PREVENIDO] = "spa",
		[ESTADO_OBSERVADO] = "pa",
		[ESTADO_RESPONDIDO] = "cva",
		[ESTADO_REGISTRO_OBSERVADO] = "cmva"};
	bool dgcp = e == ESTADO_PRESENTADO || e == ESTADO_DICTAMINADO || e == ESTADO_REGISTRO_NEGADO;
	bool inscrito = e == ESTADO_INSCRITO || e == ESTADO_CONCLUIDO;
	switch ((int)q) {
	case LOCAL:
		return local[e] ? local[e] : "";
	case DGCP:
		return e == ESTADO_COPIA_RECIBIDA || e == ESTADO_INSCRITO ? "oav" : dgcp ? "oa" : inscrito ? "v" : "";
	case CJA:
	case TITULAR:
		return e == ESTADO_EN_REVISION ? "dao" : e == ESTADO_REGISTRO_SOLICITADO ? "aov" : inscrito ? "v" : "";
	default:
		return "";
	}
}

START_TEST(documents_by_class_state_and_role)
{
	static const char letters[CLASE_DOCUMENTO_COUNT] = {'-', 's', 'p', 'a', 'c', 'm', 'd', 'o', 'e', 'v'};
	for (int e = ESTADO_BORRADOR; e < ESTADO_COUNT; e++) {
		esc_open_at(&S, (enum estado)e);
		for (int q = 0; q < QUIENES; q++) {
			for (int c = 1; c < CLASE_DOCUMENTO_COUNT; c++) {
				struct documento doc = doc_of(&S, (enum clase_documento)c);
				enum status st = esc_try_doc(&S, &doc, (enum quien)q);
				if (!expediente_visible(&S.e, &S.actores[q]))
					assert_refused(&S, STATUS_NOT_FOUND, PROBLEM_NO_ENCONTRADO, st);
				else if (q == AUDITORIA || q == ENLACE)
					assert_refused(&S, STATUS_FORBIDDEN, PROBLEM_ROL_NO_FACULTADO, st);
				else if (strchr(classes(q == TITULAR_2 ? TITULAR : (enum quien)q, (enum estado)e), letters[c]))
					assert_refused(&S, STATUS_OK, PROBLEM_NONE, st);
				else
					assert_refused(&S, STATUS_CONFLICT, PROBLEM_CLASE_NO_PROCEDE, st);
			}
		}
		clean();
	}
	open_by_dgcp();
	struct documento doc = doc_of(&S, CLASE_DOCUMENTO_PROYECTO);
	assert_refused(&S, STATUS_OK, PROBLEM_NONE, esc_try_doc(&S, &doc, DGCP));
	assert_refused(&S, STATUS_OK, PROBLEM_NONE, esc_try_doc(&S, &doc, LOCAL));
}
END_TEST

/* A file that ended otherwise than inscribed has no public text to be replaced. */
START_TEST(no_public_version_of_what_was_not_inscribed)
{
	esc_open_at(&S, ESTADO_REGISTRO_SOLICITADO);
	esc_act(&S, ACTO_NEGAR_REGISTRO);
	esc_act(&S, ACTO_CONCLUIR);
	ck_assert_int_eq(S.e.estado, ESTADO_CONCLUIDO);
	struct documento doc = doc_of(&S, CLASE_DOCUMENTO_VERSION_PUBLICA);
	assert_refused(&S, STATUS_CONFLICT, PROBLEM_CLASE_NO_PROCEDE, esc_try_doc(&S, &doc, DGCP));
	assert_refused(&S, STATUS_CONFLICT, PROBLEM_CLASE_NO_PROCEDE, esc_try_doc(&S, &doc, TITULAR));
}
END_TEST

START_TEST(documents_have_a_form_and_drafts_a_version)
{
	esc_open_at(&S, ESTADO_BORRADOR);
	struct documento doc = doc_of(&S, CLASE_DOCUMENTO_PROYECTO);
	doc.tipo_medio = PDF;
	assert_refused(&S, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO, esc_try_doc(&S, &doc, LOCAL));
	ITEM("/tipo_medio", "tipo-documento");
	doc = doc_of(&S, CLASE_DOCUMENTO_ANEXO);
	doc.tipo_medio = NULL;
	assert_refused(&S, STATUS_INVALID, PROBLEM_CUERPO_INVALIDO, esc_try_doc(&S, &doc, LOCAL));
	ITEM("/tipo_medio", "requerido");
	for (int version = 1; version <= 3; version++) {
		doc = doc_of(&S, CLASE_DOCUMENTO_PROYECTO);
		assert_refused(&S, STATUS_OK, PROBLEM_NONE, esc_try_doc(&S, &doc, LOCAL));
		ck_assert_int_eq(doc.version, version);
		ck_assert_uint_eq(S.dec.efectos.n_documentos, 1);
		esc_doc(&S, CLASE_DOCUMENTO_PROYECTO, LOCAL);
	}
	doc = doc_of(&S, CLASE_DOCUMENTO_ANEXO);
	doc.version = 9;
	assert_refused(&S, STATUS_OK, PROBLEM_NONE, esc_try_doc(&S, &doc, LOCAL));
	ck_assert_int_eq(doc.version, 0);
}
END_TEST

static bool recomputes(void)
{
	error_init(&S.err, S.a);
	ck_assert_int_eq(decision_recomputar(&S.e, &S.env, S.a, &S.dec, &S.err), STATUS_OK);
	ck_assert_ptr_null(S.dec.transicion);
	return S.dec.cambia;
}

/* A day off within the prevention's term and far from the limits moves that term alone. */
START_TEST(a_term_that_grows_alone)
{
	static struct calendario_dia day = {.motivo = "Suspensión", .fuente = "DOF"};
	struct acto_datos none;
	acto_datos_init(&none);
	esc_open_at(&S, ESTADO_PREVENIDO);
	ck_assert(recomputes());
	esc_record(&S, ACTO_RECOMPUTAR_PLAZOS, &none, &S.actores[ADMINISTRACION]);
	day.fecha = fecha_of("2026-03-04");
	S.cal.dias = &day;
	S.cal.n_dias = 1;
	ck_assert(recomputes());
	ck_assert_int_eq(S.dec.efectos.vence, fecha_of("2026-03-10"));
	ck_assert(!S.dec.efectos.tiene_computo);
}
END_TEST

START_TEST(a_calendar_that_changes)
{
	static struct calendario_dia day[] = {{.motivo = "Suspensión", .fuente = "DOF"}, {.motivo = "Suspensión", .fuente = "DOF"}};
	for (int e = ESTADO_BORRADOR; e < ESTADO_COUNT; e++) {
		esc_open_at(&S, (enum estado)e);
		S.cal.version = 4;
		bool limits = e == ESTADO_BORRADOR || e == ESTADO_PRESENTADO || e == ESTADO_PREVENIDO;
		if (limits) { /* the first change leaves its trace whatever it says */
			struct acto_datos none;
			acto_datos_init(&none);
			ck_assert(recomputes());
			ck_assert_int_eq(S.dec.efectos.computo.recepcion, INSTANTE_NINGUNO);
			esc_record(&S, ACTO_RECOMPUTAR_PLAZOS, &none, &S.actores[ADMINISTRACION]);
			ck_assert_int_eq(S.e.limite.computo.calendario_version, 4);
		}
		ck_assert(!recomputes());
		ck_assert_int_eq(S.dec.efectos.calendario_version, 0);
		S.cal.dias = day;
		S.cal.n_dias = limits ? 2 : 1;
		day[0].fecha = fecha_of("2026-03-04");
		day[1].fecha = S.e.limite.computo.ultima_recepcion; /* the limit itself falls away */
		if (limits)
			ck_assert_int_gt(day[1].fecha, day[0].fecha);
		bool prevented = e == ESTADO_PREVENIDO;
		ck_assert_int_eq(recomputes(), limits || e == ESTADO_TURNADO || e == ESTADO_EN_REVISION || e == ESTADO_OBSERVADO);
		if (prevented)
			ck_assert_int_eq(S.dec.efectos.vence, fecha_of("2026-03-10"));
		else
			ck_assert_int_eq(S.dec.efectos.vence, DIA_NINGUNO);
		if (S.dec.cambia) {
			struct acto_datos none;
			acto_datos_init(&none);
			ck_assert_int_eq(S.dec.efectos.calendario_version, 4);
			esc_record(&S, ACTO_RECOMPUTAR_PLAZOS, &none, &S.actores[ADMINISTRACION]);
			ck_assert_int_eq(S.e.calendario_version, 4);
			ck_assert(!recomputes());
			if (prevented)
				ck_assert_int_eq(S.e.prevencion.vence, fecha_of("2026-03-10"));
			else if (limits)
				ck_assert_int_eq(S.e.limite.computo.calendario_version, 4);
			else
				ck_assert_int_eq(S.e.antelacion.computo.calendario_version, 4);
		}
		clean();
	}
	/* Without a date there is nothing to count. */
	esc_open_at(&S, ESTADO_BORRADOR);
	S.e.datos.fecha_firma_pretendida = DIA_NINGUNO;
	ck_assert(!recomputes());
	clean();
	/* The year's calendar arrives: the result is the same but for what it rests on. */
	esc_open_at(&S, ESTADO_EN_REVISION);
	S.cal.n_anios_sre = 0;
	ck_assert(recomputes());
	ck_assert(S.dec.efectos.computo.calendario_incompleto);
	/* Each part of the result counts. */
	S.cal.n_anios_sre = 2;
	ck_assert(!recomputes());
	struct computo *k = &S.e.antelacion.computo, good = *k;
	for (int part = 0; part < 8; part++) {
		*k = good;
		k->recepcion_efectiva += part == 0;
		k->n_distancia += part == 1;
		k->n_integros += part == 2;
		k->n += part == 3;
		k->en_tiempo ^= part == 4;
		k->ultima_recepcion += part == 5;
		k->recepcion_recomendada += part == 6;
		k->calendario_incompleto ^= part == 7;
		ck_assert_msg(recomputes(), "%d", part);
	}
}
END_TEST

/* ---- a full arena ------------------------------------------------------------------------------------------------------------------ */

typedef enum status (*attempt)(struct arena *a, struct error *err);

static enum status attempt_filing(struct arena *a, struct error *err)
{
	return decision_make(&S.e, ACTO_PRESENTAR, &D, DIA_NINGUNO, &S.actores[LOCAL], &S.env, a, &S.dec, err);
}

static enum status attempt_dictamen(struct arena *a, struct error *err)
{
	return decision_make(&S.e, ACTO_DICTAMINAR, &D, DIA_NINGUNO, &S.actores[TITULAR], &S.env, a, &S.dec, err);
}

static enum status attempt_wrong_act(struct arena *a, struct error *err)
{
	return decision_make(&S.e, ACTO_INSCRIBIR, &D, DIA_NINGUNO, &S.actores[DGCP], &S.env, a, &S.dec, err);
}

static enum status attempt_wrong_role(struct arena *a, struct error *err)
{
	return decision_make(NULL, ACTO_ABRIR, &D, DIA_NINGUNO, &S.actores[CJA], &S.env, a, &S.dec, err);
}

static struct documento doc_attempted;
static enum status attempt_document(struct arena *a, struct error *err)
{
	return decision_documento(&S.e, &doc_attempted, &S.actores[LOCAL], &S.env, a, &S.dec, err);
}

/* Every size up to the first that gives the answer: until then a refusal, never a crash nor a false yes. */
static void until_it_fits(attempt f, enum status expected)
{
	size_t full = 0;
	for (size_t max = 0;; max += 8) {
		struct error err;
		struct arena *a = arena_create(max);
		error_init(&err, a);
		enum status st = f(a, &err);
		bool complete = err.n_items_dropped == 0 && (expected != STATUS_OK || st == STATUS_OK);
		ck_assert(st == expected || (expected == STATUS_OK && st == STATUS_UNAVAILABLE && err.problem == PROBLEM_SATURADO));
		arena_destroy(a);
		full += !complete;
		if (complete && max > 8192)
			break;
		ck_assert_uint_lt(max, 1 << 20);
	}
	if (expected == STATUS_OK)
		ck_assert_uint_gt(full, 0);
}

START_TEST(full_arenas)
{
	esc_open_at(&S, ESTADO_BORRADOR);
	D = datos_de(&S, ACTO_PRESENTAR);
	until_it_fits(attempt_wrong_act, STATUS_CONFLICT);
	until_it_fits(attempt_wrong_role, STATUS_FORBIDDEN);
	until_it_fits(attempt_filing, STATUS_CONFLICT);
	doc_attempted = doc_of(&S, CLASE_DOCUMENTO_PROYECTO);
	until_it_fits(attempt_document, STATUS_OK);
	esc_prepare(&S, ACTO_PRESENTAR);
	until_it_fits(attempt_filing, STATUS_OK);
	esc_act(&S, ACTO_PRESENTAR);
	esc_to(&S, ESTADO_EN_REVISION);
	D = datos_de(&S, ACTO_DICTAMINAR);
	esc_doc(&S, CLASE_DOCUMENTO_PROYECTO_DICTAMEN, TITULAR);
	S.env.instrumento_dictaminado = true;
	until_it_fits(attempt_dictamen, STATUS_CONFLICT);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("domain/decision");
	TCase *t = tcase_create("decision");
	if (!zona_init("America/Mexico_City"))
		return EXIT_FAILURE;
	tcase_add_checked_fixture(t, NULL, clean);
	tcase_set_timeout(t, 120);
	tcase_add_test(t, every_state_act_and_role_as_the_file_says);
	tcase_add_test(t, refusals_name_what_is_possible);
	tcase_add_test(t, legal_date_and_correction);
	tcase_add_test(t, members_needed_and_members_out_of_place);
	tcase_add_test(t, editing_the_draft);
	tcase_add_test(t, dgcp_edits_the_draft_that_it_opened);
	tcase_add_test(t, documents_by_class_state_and_role);
	tcase_add_test(t, so_many_documents_of_a_class);
	tcase_add_test(t, no_public_version_of_what_was_not_inscribed);
	tcase_add_test(t, documents_have_a_form_and_drafts_a_version);
	tcase_add_test(t, a_term_that_grows_alone);
	tcase_add_test(t, a_calendar_that_changes);
	tcase_add_test(t, full_arenas);
	tcase_add_test(t, assigning_within_one_s_area);
	tcase_add_test(t, acknowledging);
	suite_add_tcase(s, t);
	return run_suite(s);
}
