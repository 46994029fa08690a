/* The file as the sum of its acts: what each act leaves behind, in any order that the table allows, twice the same. */
#include "escenario.h"

static struct escenario S;

static void clean(void)
{
	esc_free(&S);
}

/* ---- two files are the same -------------------------------------------------------------------------------------------------------- */

static void same_text(const char *a, const char *b)
{
	ck_assert_int_eq(a == NULL, b == NULL);
	if (a && b) {
		ck_assert_str_eq(a, b);
		ck_assert_ptr_ne(a, b); /* each keeps its own copy */
	}
}

static void same_datos(const struct datos_expediente *a, const struct datos_expediente *b)
{
	same_text(a->denominacion, b->denominacion);
	same_text(a->organo_firmante, b->organo_firmante);
	same_text(a->fundamento_facultades, b->fundamento_facultades);
	same_text(a->tratado_base, b->tratado_base);
	same_text(a->lugar_firma, b->lugar_firma);
	same_text(a->programa_trabajo, b->programa_trabajo);
	same_text(a->modifica_a, b->modifica_a);
	same_text(a->contacto.nombre, b->contacto.nombre);
	same_text(a->contacto.cargo, b->contacto.cargo);
	same_text(a->contacto.correo, b->contacto.correo);
	same_text(a->contacto.telefono, b->contacto.telefono);
	ck_assert(a->tipo == b->tipo && a->nivel == b->nivel && a->clase_organo == b->clase_organo && a->vigencia == b->vigencia);
	ck_assert(a->fecha_firma_pretendida == b->fecha_firma_pretendida && a->vigencia_desde == b->vigencia_desde &&
		a->vigencia_hasta == b->vigencia_hasta);
	ck_assert(a->n_contrapartes == b->n_contrapartes && a->n_organos_locales == b->n_organos_locales && a->n_areas == b->n_areas);
	ck_assert(a->n_idiomas == b->n_idiomas && a->n_ods == b->n_ods && a->compartir_con_estado == b->compartir_con_estado);
	for (size_t i = 0; i < a->n_contrapartes; i++) {
		same_text(a->contrapartes[i].nombre, b->contrapartes[i].nombre);
		same_text(a->contrapartes[i].pais, b->contrapartes[i].pais);
		same_text(a->contrapartes[i].ciudad, b->contrapartes[i].ciudad);
		ck_assert_int_eq(a->contrapartes[i].clase, b->contrapartes[i].clase);
	}
	for (size_t i = 0; i < a->n_idiomas; i++)
		same_text(a->idiomas[i], b->idiomas[i]);
	for (size_t i = 0; i < a->n_organos_locales; i++)
		same_text(a->organos_locales[i], b->organos_locales[i]);
	for (size_t i = 0; i < a->n_areas; i++)
		ck_assert_int_eq(a->areas[i], b->areas[i]);
	for (size_t i = 0; i < a->n_ods; i++)
		ck_assert_int_eq(a->ods[i], b->ods[i]);
}

static void same_lists(const struct expediente *a, const struct expediente *b)
{
	ck_assert(a->n_documentos == b->n_documentos && a->n_renglones == b->n_renglones && a->n_tramos == b->n_tramos &&
		a->n_comunicaciones == b->n_comunicaciones);
	for (size_t i = 0; i < a->n_documentos; i++) {
		same_text(a->documentos[i].nombre, b->documentos[i].nombre);
		ck_assert(a->documentos[i].n == b->documentos[i].n && a->documentos[i].version == b->documentos[i].version);
		ck_assert_int_eq(uuid_cmp(&a->documentos[i].id, &b->documentos[i].id), 0);
	}
	for (size_t i = 0; i < a->n_renglones; i++) {
		const struct renglon *x = &a->renglones[i], *y = &b->renglones[i];
		same_text(x->clausula, y->clausula);
		same_text(x->texto, y->texto);
		same_text(x->pasaje, y->pasaje);
		same_text(x->respuesta, y->respuesta);
		same_text(x->verificacion_motivo, y->verificacion_motivo);
		ck_assert(x->numero == y->numero && x->tipo == y->tipo && x->acto == y->acto && x->version_proyecto == y->version_proyecto);
		ck_assert(x->respuesta_acto == y->respuesta_acto && x->verificacion == y->verificacion &&
			x->verificacion_acto == y->verificacion_acto);
	}
	for (size_t i = 0; i < a->n_tramos; i++) {
		same_text(a->tramos[i].numero_texto, b->tramos[i].numero_texto);
		ck_assert(a->tramos[i].estado == b->tramos[i].estado && a->tramos[i].acto == b->tramos[i].acto &&
			a->tramos[i].desde == b->tramos[i].desde);
	}
	for (size_t i = 0; i < a->n_comunicaciones; i++)
		ck_assert(memcmp(&a->comunicaciones[i], &b->comunicaciones[i], sizeof a->comunicaciones[i]) == 0);
}

static void same_file(const struct expediente *a, const struct expediente *b)
{
	ck_assert(a->version == b->version && a->estado == b->estado && a->resultado == b->resultado);
	ck_assert(a->creado_en == b->creado_en && a->actualizado_en == b->actualizado_en && a->actividad_local == b->actividad_local);
	ck_assert_int_eq(uuid_cmp(&a->organizacion, &b->organizacion), 0);
	ck_assert_str_eq(a->cve_ent, b->cve_ent);
	ck_assert(sha256_equal(&a->cabeza, &b->cabeza));
	same_text(a->folio, b->folio);
	same_text(a->dictamen.numero, b->dictamen.numero);
	same_text(a->dictamen.fundamento, b->dictamen.fundamento);
	same_text(a->registro.numero, b->registro.numero);
	same_text(a->registro.terminos, b->registro.terminos);
	same_text(a->copia.lugar_suscripcion, b->copia.lugar_suscripcion);
	same_text(a->eventualidad.motivo, b->eventualidad.motivo);
	ck_assert(a->prevencion.n_faltantes == b->prevencion.n_faltantes && a->prevencion.vence == b->prevencion.vence);
	for (size_t i = 0; i < a->prevencion.n_faltantes; i++) {
		same_text(a->prevencion.faltantes[i].requisito, b->prevencion.faltantes[i].requisito);
		same_text(a->prevencion.faltantes[i].respuesta, b->prevencion.faltantes[i].respuesta);
	}
	ck_assert(memcmp(&a->caducidad, &b->caducidad, sizeof a->caducidad.acto) == 0 && a->antelacion.acto == b->antelacion.acto);
	same_datos(&a->datos, &b->datos);
	same_lists(a, b);
}

static enum status replay(struct expediente *e, struct arena *a, struct error *err)
{
	enum status st = STATUS_OK;
	expediente_init(e, S.e.id);
	for (size_t i = 0; i < S.n && st == STATUS_OK; i++)
		st = expediente_apply(e, &S.actos[i], a, err);
	return st;
}

/* Every kind of act once at least. */
static void long_story(void)
{
	struct acto_datos d;
	esc_open_at(&S, ESTADO_BORRADOR);
	acto_datos_init(&d);
	d.expediente = &S.datos;
	S.dec = (struct decision){.desde = ESTADO_BORRADOR, .hacia = ESTADO_BORRADOR};
	efectos_init(&S.dec.efectos);
	esc_record(&S, ACTO_MODIFICAR_DATOS, &d, &S.actores[LOCAL]);
	esc_to(&S, ESTADO_PREVENIDO);
	esc_act(&S, ACTO_ACUSAR);
	esc_step(&S, ACTO_DESAHOGAR);
	esc_act(&S, ACTO_DECLARAR_EVENTUALIDAD);
	esc_act(&S, ACTO_ANOTAR);
	esc_step(&S, ACTO_TURNAR);
	esc_act(&S, ACTO_DEVOLVER_TURNO);
	esc_to(&S, ESTADO_OBSERVADO);
	esc_act(&S, ACTO_ASIGNAR);
	esc_act(&S, ACTO_REPROGRAMAR_FIRMA);
	esc_prepare(&S, ACTO_ADVERTIR_CADUCIDAD);
	esc_act(&S, ACTO_ADVERTIR_CADUCIDAD);
	ck_assert_int_ne(S.e.caducidad.acto, 0);
	esc_step(&S, ACTO_ATENDER);
	esc_to(&S, ESTADO_COPIA_RECIBIDA);
	esc_act(&S, ACTO_DEVOLVER_COPIA);
	esc_to(&S, ESTADO_REGISTRO_OBSERVADO);
	esc_step(&S, ACTO_SUBSANAR_REGISTRO);
	esc_to(&S, ESTADO_CONCLUIDO);
}

START_TEST(the_same_acts_make_the_same_file)
{
	static struct expediente e;
	struct arena *a = arena_create((size_t)1 << 20);
	struct error err;
	long_story();
	error_init(&err, a);
	ck_assert_int_eq(replay(&e, a, &err), STATUS_OK);
	same_file(&e, &S.e);
	ck_assert_int_eq(e.estado, ESTADO_CONCLUIDO);
	ck_assert_int_eq(e.resultado, RESULTADO_INSCRITO);
	arena_destroy(a);
}
END_TEST

START_TEST(a_full_arena_is_said)
{
	long_story();
	for (size_t max = 0;; max += 64) {
		static struct expediente e;
		struct arena *a = arena_create(max);
		struct error err;
		error_init(&err, a);
		enum status st = replay(&e, a, &err);
		ck_assert(st == STATUS_OK || (st == STATUS_UNAVAILABLE && err.problem == PROBLEM_SATURADO));
		if (st == STATUS_OK)
			same_file(&e, &S.e);
		arena_destroy(a);
		if (st == STATUS_OK)
			break;
		ck_assert_uint_lt(max, 1 << 20);
	}
}
END_TEST

/* ---- act by act -------------------------------------------------------------------------------------------------------------------- */

START_TEST(before_the_first_act)
{
	esc_init(&S);
	ck_assert_int_eq(S.e.version, 0);
	ck_assert_int_eq(S.e.estado, ESTADO_NINGUNO);
	ck_assert(S.e.prevencion.vence == DIA_NINGUNO && S.e.caducidad.desde == DIA_NINGUNO && S.e.copia.fecha_suscripcion == DIA_NINGUNO);
	ck_assert(S.e.creado_en == INSTANTE_NINGUNO && S.e.antelacion.recepcion == INSTANTE_NINGUNO);
	ck_assert(S.e.datos.fecha_firma_pretendida == DIA_NINGUNO && S.e.datos.vigencia_desde == DIA_NINGUNO &&
		S.e.datos.vigencia_hasta == DIA_NINGUNO);
}
END_TEST

START_TEST(acts_come_in_order)
{
	struct acto act = {.n = 2, .tipo = ACTO_ABRIR, .hacia = ESTADO_BORRADOR};
	struct error err;
	esc_init(&S);
	error_init(&err, S.a);
	ck_assert_int_eq(expediente_apply(&S.e, &act, S.a, &err), STATUS_INTERNAL);
	ck_assert_int_eq(err.problem, PROBLEM_INTERNO);
	act.n = 1;
	act.tipo = ACTO_NINGUNO;
	ck_assert_int_eq(expediente_apply(&S.e, &act, S.a, &err), STATUS_INTERNAL);
	act.tipo = ACTO_COUNT;
	ck_assert_int_eq(expediente_apply(&S.e, &act, S.a, &err), STATUS_INTERNAL);
	act.tipo = ACTO_ABRIR;
	act.hacia = ESTADO_COUNT;
	ck_assert_int_eq(expediente_apply(&S.e, &act, S.a, &err), STATUS_INTERNAL);
	act.hacia = ESTADO_BORRADOR;
	ck_assert_int_eq(expediente_apply(&S.e, &act, S.a, &err), STATUS_OK); /* an act may carry nothing */
	ck_assert_int_eq(S.e.version, 1);
	ck_assert_str_eq(S.e.cve_ent, "");
}
END_TEST

/* What was once recorded is a fact: the fold takes what makes no sense without judging, and without falling. */
START_TEST(the_fold_does_not_judge)
{
	static const enum acto_tipo tipos[] = {ACTO_MODIFICAR_DATOS, ACTO_INCORPORAR_DOCUMENTO, ACTO_DESAHOGAR, ACTO_ATENDER,
		ACTO_INSCRIBIR, ACTO_PREVENIR, ACTO_ACUSAR, ACTO_RECOMPUTAR_PLAZOS, ACTO_SUBSANAR_REGISTRO, ACTO_OBSERVAR};
	struct entrada_observacion o[] = {{"1", "x", NULL, SEVERIDAD_ALTA, 0, false}};
	struct entrada_respuesta r[] = {{-1, "a"}, {7, "b"}, {1, "c"}};
	struct entrada_verificacion v[] = {{0, VERIFICACION_INCORPORADA, NULL}, {7, VERIFICACION_INCORPORADA, NULL}};
	struct uuid docs[] = {uuid_of(1)};
	struct efectos f;
	struct acto_datos d;
	struct error err;
	esc_open_at(&S, ESTADO_BORRADOR);
	error_init(&err, S.a);
	acto_datos_init(&d);
	efectos_init(&f);
	d.respuestas = r;
	d.n_respuestas = N(r);
	d.verificaciones = v;
	d.n_verificaciones = N(v);
	d.observaciones = o;
	d.n_observaciones = 1;
	struct ancla anclas[] = {
		{.observacion = 2, .parte = 9}, {.observacion = 1, .parte = 3, .clausula = "Cláusula TERCERA", .desde = 4, .largo = 5}};
	f.anclas = anclas;
	f.n_anclas = N(anclas);
	f.documentos = docs;
	f.n_documentos = 1;
	for (size_t i = 0; i < N(tipos); i++) {
		struct acto act = {.n = S.e.version + 1,
			.tipo = tipos[i],
			.desde = ESTADO_BORRADOR,
			.hacia = ESTADO_BORRADOR,
			.datos = &d,
			.efectos = &f};
		ck_assert_int_eq(expediente_apply(&S.e, &act, S.a, &err), STATUS_OK);
	}
	ck_assert_uint_eq(S.e.n_renglones, 1); /* an observation of no version of any text */
	ck_assert_int_eq(S.e.renglones[0].version_proyecto, 0);
	ck_assert_int_eq(S.e.renglones[0].ancla.parte, 3);
	ck_assert_str_eq(S.e.renglones[0].ancla.clausula, "Cláusula TERCERA");
	ck_assert_ptr_ne(S.e.renglones[0].ancla.clausula, anclas[1].clausula);
	ck_assert_ptr_null(expediente_documento(&S.e, CLASE_DOCUMENTO_PROYECTO, 0));
	ck_assert(uuid_is_nil(&S.e.copia.documento));
}
END_TEST

START_TEST(opening_on_behalf_and_by_oneself)
{
	struct acto_datos d;
	esc_open_at(&S, ESTADO_BORRADOR);
	ck_assert_int_eq(S.e.abierto_rol, ROL_GOBIERNO_LOCAL);
	ck_assert_int_eq(S.e.creado_en, at("2026-03-02T10:00:00-06:00"));
	ck_assert_str_eq(S.e.datos.denominacion, S.datos.denominacion);
	ck_assert_ptr_ne(S.e.datos.denominacion, S.datos.denominacion);
	clean();
	esc_init(&S);
	acto_datos_init(&d);
	datos_expediente_init(&S.datos);
	d.expediente = &S.datos;
	esc_do(&S, ACTO_ABRIR, &d, LOCAL);
	ck_assert_ptr_null(S.e.datos.contrapartes);
	ck_assert_int_eq(uuid_cmp(&S.e.organizacion, &S.actores[LOCAL].organizacion), 0);
	ck_assert_str_eq(S.e.cve_ent, "14");
	ck_assert_uint_eq(S.e.n_tramos, 1);
}
END_TEST

START_TEST(numbers_and_stays)
{
	long_story();
	ck_assert_str_eq(S.e.folio, "folio-1");
	ck_assert_str_eq(S.e.dictamen.numero, "dictamen-1");
	ck_assert_str_eq(S.e.registro.numero, "registro-1");
	ck_assert_str_eq(S.e.registro.terminos, "Se inscribe");
	ck_assert_int_eq(S.e.dictamen.sentido, SENTIDO_PROCEDENTE_CON_RECOMENDACIONES);
	ck_assert_int_eq(uuid_cmp(&S.e.dictamen.emisor, &S.actores[TITULAR].usuario), 0);
	ck_assert(!sha256_is_zero(&S.e.dictamen.huella));
	/* Stays follow one another; the act that led to each says from when. */
	for (size_t i = 0; i < S.e.n_tramos; i++) {
		const struct tramo *t = &S.e.tramos[i];
		const struct acto *act = &S.actos[t->acto - 1];
		ck_assert(act->hacia == t->estado && act->registrado_en == t->desde && act->tipo == t->acto_tipo);
		if (i > 0)
			ck_assert(act->desde == S.e.tramos[i - 1].estado && t->acto > S.e.tramos[i - 1].acto);
	}
	ck_assert_int_eq(S.e.tramos[S.e.n_tramos - 1].estado, ESTADO_CONCLUIDO);
}
END_TEST

START_TEST(the_ledger_is_one_series)
{
	static const enum renglon_tipo tipos[] = {
		RENGLON_OBSERVACION, RENGLON_OBSERVACION, RENGLON_RECOMENDACION, RENGLON_RECOMENDACION, RENGLON_REGISTRO, RENGLON_REGISTRO};
	long_story();
	ck_assert_uint_eq(S.e.n_renglones, 6);
	for (size_t i = 0; i < 6; i++) {
		const struct renglon *r = &S.e.renglones[i];
		ck_assert_int_eq(r->numero, (int)i + 1);
		ck_assert_int_eq(r->tipo, tipos[i]);
		ck_assert_int_eq(S.actos[r->acto - 1].efectos->primer_renglon, (int)(i / 2 * 2) + 1);
		ck_assert_int_ne(r->verificacion, VERIFICACION_NINGUNO);
		ck_assert_int_eq(r->verificacion_acto, S.e.registro.acto);
	}
	ck_assert_int_eq(S.e.renglones[0].version_proyecto, 1);
	ck_assert_int_eq(S.e.renglones[2].version_proyecto, 2);
	ck_assert_str_eq(S.e.renglones[1].respuesta, "Atendido");
	ck_assert_str_eq(S.e.renglones[1].verificacion_motivo, "No aplica");
}
END_TEST

START_TEST(prevention_and_its_answers)
{
	long_story();
	ck_assert_uint_eq(S.e.prevencion.n_faltantes, 2);
	ck_assert_int_eq(S.e.prevencion.faltantes[1].numero, 2);
	ck_assert_str_eq(S.e.prevencion.faltantes[1].respuesta, "Atendido");
	ck_assert_int_eq(S.e.prevencion.plazo_dias, 5);
	ck_assert_int_eq(S.e.prevencion.vence, fecha_of("2026-03-09"));
	ck_assert_int_eq(S.actos[S.e.prevencion.desahogo_acto - 1].tipo, ACTO_DESAHOGAR);
	ck_assert_int_eq(S.e.prevencion.en, S.actos[S.e.prevencion.acto - 1].registrado_en);
}
END_TEST

START_TEST(receptions)
{
	esc_open_at(&S, ESTADO_TURNADO);
	ck_assert(S.e.turnado_cja);
	ck_assert_int_eq(S.e.antelacion.acto, S.e.version);
	esc_act(&S, ACTO_DEVOLVER_TURNO);
	ck_assert(S.e.turnado_cja);
	ck_assert_int_eq(S.e.antelacion.acto, 0);
	ck_assert_int_eq(S.e.antelacion.recepcion, INSTANTE_NINGUNO);
	esc_to(&S, ESTADO_EN_REVISION);
	ck_assert_int_eq(S.e.antelacion.recepcion, S.actos[S.n - 1].registrado_en);
	ck_assert_int_eq(S.e.calendario_version, 3);
	esc_act(&S, ACTO_REPROGRAMAR_FIRMA);
	ck_assert_int_eq(S.e.datos.fecha_firma_pretendida, fecha_of("2026-12-14"));
	ck_assert_int_eq(S.e.antelacion.acto, S.e.version);
	ck_assert_int_eq(S.e.antelacion.computo.fecha_firma, fecha_of("2026-12-14"));
	clean();
	/* Without a date there is no computation, but the reception is known. */
	esc_init(&S);
	S.datos.fecha_firma_pretendida = DIA_NINGUNO;
	esc_to(&S, ESTADO_EN_REVISION);
	ck_assert_int_eq(S.e.antelacion.acto, 0);
	ck_assert_int_eq(S.e.antelacion.recepcion, S.actos[S.n - 1].registrado_en);
	esc_act(&S, ACTO_REPROGRAMAR_FIRMA);
	ck_assert_int_eq(S.e.antelacion.acto, S.e.version);
}
END_TEST

START_TEST(whose_files_these_are)
{
	struct acto_datos d;
	esc_open_at(&S, ESTADO_EN_REVISION);
	d = datos_de(&S, ACTO_ASIGNAR);
	esc_do(&S, ACTO_ASIGNAR, &d, DGCP);
	ck_assert_int_eq(uuid_cmp(&S.e.responsable_dgcp, &d.responsable), 0);
	ck_assert(uuid_is_nil(&S.e.responsable_cja));
	S.env.responsable = &S.actores[CJA];
	d.responsable = S.actores[CJA].usuario;
	esc_do(&S, ACTO_ASIGNAR, &d, CJA);
	ck_assert_int_eq(uuid_cmp(&S.e.responsable_cja, &d.responsable), 0);
}
END_TEST

START_TEST(communications_and_their_receipts)
{
	struct acto_datos d;
	esc_open_at(&S, ESTADO_RESPONDIDO);
	esc_step(&S, ACTO_REMITIR_COPIA);
	esc_act(&S, ACTO_DEVOLVER_COPIA);
	ck_assert_uint_eq(S.e.n_comunicaciones, 2);
	ck_assert_int_eq(S.e.comunicaciones[0].tipo, ACTO_RESPONDER);
	d = datos_de(&S, ACTO_ACUSAR);
	d.acto_referido = S.e.comunicaciones[0].acto;
	esc_do(&S, ACTO_ACUSAR, &d, LOCAL);
	ck_assert_int_eq(S.e.comunicaciones[0].acuse_acto, S.e.version);
	ck_assert_int_eq(S.e.comunicaciones[0].acuse_en, S.e.actualizado_en);
	ck_assert_int_eq(S.e.comunicaciones[1].acuse_acto, 0);
	esc_act(&S, ACTO_ACUSAR);
	ck_assert_int_eq(S.e.comunicaciones[1].acuse_acto, S.e.version);
	/* The last that waits, though a later one was acknowledged already. */
	esc_step(&S, ACTO_REMITIR_COPIA);
	esc_act(&S, ACTO_DEVOLVER_COPIA);
	esc_step(&S, ACTO_REMITIR_COPIA);
	esc_act(&S, ACTO_DEVOLVER_COPIA);
	d.acto_referido = S.e.comunicaciones[3].acto;
	esc_do(&S, ACTO_ACUSAR, &d, LOCAL);
	esc_act(&S, ACTO_ACUSAR);
	ck_assert_int_eq(S.e.comunicaciones[2].acuse_acto, S.e.version);
}
END_TEST

START_TEST(activity_of_the_local_government)
{
	esc_open_at(&S, ESTADO_OBSERVADO);
	instante_t entered = S.e.tramos[S.e.n_tramos - 1].desde;
	ck_assert_int_eq(S.e.actividad_local, entered);
	S.env.now += 15 * DIA;
	esc_act(&S, ACTO_ANOTAR);
	ck_assert_int_eq(S.e.actividad_local, entered);
	esc_act(&S, ACTO_ADVERTIR_CADUCIDAD);
	ck_assert_int_eq(S.e.actividad_local, entered);
	ck_assert_int_eq(S.e.caducidad.acto, S.e.version);
	ck_assert_int_eq(S.e.caducidad.en, S.e.actualizado_en);
	ck_assert_int_eq(S.e.caducidad.desde, fecha_of("2026-06-17"));
	esc_act(&S, ACTO_ANOTAR);
	ck_assert_int_ne(S.e.caducidad.acto, 0);
	esc_doc(&S, CLASE_DOCUMENTO_ANEXO, LOCAL);
	ck_assert_int_eq(S.e.actividad_local, S.e.actualizado_en);
	ck_assert_int_eq(S.e.caducidad.acto, 0);
	ck_assert_int_eq(S.e.caducidad.desde, DIA_NINGUNO);
}
END_TEST

START_TEST(the_copy_that_counts)
{
	esc_open_at(&S, ESTADO_COPIA_RECIBIDA);
	struct uuid first = S.e.copia.documento;
	ck_assert_int_eq(uuid_cmp(&first, &expediente_documento(&S.e, CLASE_DOCUMENTO_COPIA_FIRMADA, 0)->id), 0);
	ck_assert_int_eq(S.e.copia.fecha_suscripcion, fecha_of("2026-03-01"));
	esc_to(&S, ESTADO_REGISTRO_OBSERVADO);
	ck_assert_int_eq(S.e.registro_observado_acto, S.e.version);
	esc_doc(&S, CLASE_DOCUMENTO_INSTRUMENTO_MODIFICATORIO, LOCAL);
	esc_act(&S, ACTO_SUBSANAR_REGISTRO);
	ck_assert_int_eq(uuid_cmp(&first, &S.e.copia.documento), 0); /* amended, not replaced */
	esc_act(&S, ACTO_OBSERVAR_REGISTRO);
	esc_step(&S, ACTO_SUBSANAR_REGISTRO);
	ck_assert_int_ne(uuid_cmp(&first, &S.e.copia.documento), 0);
}
END_TEST

START_TEST(finding_documents)
{
	struct uuid unknown = uuid_of(3);
	esc_open_at(&S, ESTADO_OBSERVADO);
	esc_prepare(&S, ACTO_ATENDER);
	const struct documento *d = expediente_documento(&S.e, CLASE_DOCUMENTO_PROYECTO, 0);
	ck_assert_int_eq(d->version, 2);
	ck_assert_int_eq(d->n, S.e.version);
	ck_assert_int_eq(d->rol, ROL_GOBIERNO_LOCAL);
	ck_assert_ptr_eq(expediente_documento(&S.e, CLASE_DOCUMENTO_PROYECTO, d->n - 1), d);
	ck_assert_ptr_null(expediente_documento(&S.e, CLASE_DOCUMENTO_PROYECTO, d->n));
	ck_assert_ptr_null(expediente_documento(&S.e, CLASE_DOCUMENTO_OFICIO, 0));
	ck_assert_ptr_eq(expediente_documento_by_id(&S.e, &d->id), d);
	ck_assert_ptr_null(expediente_documento_by_id(&S.e, &unknown));
}
END_TEST

/* Ends and their results, as the table says. */
START_TEST(every_end)
{
	static const struct {
		enum estado from;
		enum acto_tipo acto;
		enum resultado resultado;
	} ends[] = {
		{ESTADO_PREVENIDO, ACTO_DESECHAR, RESULTADO_DESECHADO},
		{ESTADO_BORRADOR, ACTO_DESISTIR, RESULTADO_DESISTIDO},
		{ESTADO_OBSERVADO, ACTO_CADUCAR, RESULTADO_CADUCO},
		{ESTADO_RESPONDIDO, ACTO_CADUCAR, RESULTADO_CADUCO},
		{ESTADO_INSCRITO, ACTO_CONCLUIR, RESULTADO_INSCRITO},
		{ESTADO_REGISTRO_NEGADO, ACTO_CONCLUIR, RESULTADO_REGISTRO_NEGADO},
		{ESTADO_REGISTRO_OBSERVADO, ACTO_CADUCAR, RESULTADO_CADUCO},
	};
	for (size_t i = 0; i < N(ends); i++) {
		esc_open_at(&S, ends[i].from);
		ck_assert_int_eq(S.e.resultado, RESULTADO_NINGUNO);
		esc_step(&S, ends[i].acto);
		ck_assert_int_eq(S.e.estado, ESTADO_CONCLUIDO);
		ck_assert_int_eq(S.e.resultado, ends[i].resultado);
		if (i + 1 < N(ends))
			clean();
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("domain/expediente");
	TCase *t = tcase_create("expediente");
	if (!zona_init("America/Mexico_City"))
		return EXIT_FAILURE;
	tcase_add_checked_fixture(t, NULL, clean);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, the_same_acts_make_the_same_file);
	tcase_add_test(t, a_full_arena_is_said);
	tcase_add_test(t, before_the_first_act);
	tcase_add_test(t, acts_come_in_order);
	tcase_add_test(t, the_fold_does_not_judge);
	tcase_add_test(t, opening_on_behalf_and_by_oneself);
	tcase_add_test(t, numbers_and_stays);
	tcase_add_test(t, the_ledger_is_one_series);
	tcase_add_test(t, prevention_and_its_answers);
	tcase_add_test(t, receptions);
	tcase_add_test(t, whose_files_these_are);
	tcase_add_test(t, communications_and_their_receipts);
	tcase_add_test(t, activity_of_the_local_government);
	tcase_add_test(t, the_copy_that_counts);
	tcase_add_test(t, finding_documents);
	tcase_add_test(t, every_end);
	suite_add_tcase(s, t);
	return run_suite(s);
}
