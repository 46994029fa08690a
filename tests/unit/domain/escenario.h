/* A file brought to any state by running its acts through the engine, with a clock that the test moves. */
#ifndef TESTS_UNIT_DOMAIN_ESCENARIO_H
#define TESTS_UNIT_DOMAIN_ESCENARIO_H

#include "csv_prueba.h"
#include "domain/procedimiento.h"

#define PDF "application/pdf"
#define DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#define N(a) (sizeof(a) / sizeof *(a))
#define HORA ((instante_t)3600 * 1000000)
#define DIA (24 * HORA)
#define ACTOS_MAX 128

enum quien { LOCAL, OTRO_LOCAL, ENLACE, DGCP, CJA, TITULAR, TITULAR_2, AUDITORIA, ADMINISTRACION, QUIENES };

struct escenario {
	struct arena *a;
	struct expediente e;
	struct entorno env;
	struct calendario cal;
	struct actor actores[QUIENES];
	struct datos_expediente datos;
	struct acto actos[ACTOS_MAX]; /* the journal */
	size_t n;
	int serie[SERIE_COUNT];
	uint8_t uuid_last;
	enum sentido sentido; /* of the next dictamen */
	struct decision dec;
	struct error err;
};

static inline instante_t at(const char *s)
{
	instante_t t = INSTANTE_NINGUNO;
	ck_assert_msg(instante_parse(s, &t), "%s", s);
	return t;
}

static inline struct uuid uuid_of(uint8_t b)
{
	struct uuid u = {{0}};
	u.b[0] = 0xAA;
	u.b[15] = b;
	return u;
}

static inline struct datos_expediente datos_completos(void)
{
	static struct contraparte contrapartes[] = {{"Ciudad de Lyon", CLASE_CONTRAPARTE_GUBERNAMENTAL, "FR", "Lyon"}};
	static const char *idiomas[] = {"es", "fr"}, *organos[] = {"Secretaría de Turismo"};
	static enum area areas[] = {AREA_CULTURA, AREA_TURISMO};
	static int ods[] = {11, 17};
	struct datos_expediente d;
	datos_expediente_init(&d);
	d.denominacion = "Acuerdo de hermanamiento entre Zapopan y Lyon";
	d.tipo = TIPO_ACUERDO_HERMANAMIENTO;
	d.nivel = NIVEL_MUNICIPAL;
	d.organo_firmante = "Ayuntamiento de Zapopan";
	d.clase_organo = CLASE_ORGANO_DEPENDENCIA;
	d.fundamento_facultades = "CPEUM art. 115";
	d.contrapartes = contrapartes;
	d.n_contrapartes = 1;
	d.organos_locales = organos;
	d.n_organos_locales = 1;
	d.areas = areas;
	d.n_areas = 2;
	d.tratado_base = "Convenio de 1970";
	d.idiomas = idiomas;
	d.n_idiomas = 2;
	d.fecha_firma_pretendida = fecha_of("2026-06-15");
	d.lugar_firma = "Lyon";
	d.vigencia = VIGENCIA_DETERMINADA;
	d.vigencia_desde = fecha_of("2026-06-15");
	d.vigencia_hasta = fecha_of("2029-06-15");
	d.contacto = (struct contacto){"Ana", "Directora", "ana@zapopan.example", "3300000000"};
	d.ods = ods;
	d.n_ods = 2;
	d.programa_trabajo = "Intercambios";
	d.modifica_a = "RAII-1";
	d.compartir_con_estado = true;
	return d;
}

static inline void esc_init(struct escenario *s)
{
	static const int anios[] = {2026, 2027};
	static const enum rol roles[QUIENES] = {ROL_GOBIERNO_LOCAL, ROL_GOBIERNO_LOCAL, ROL_ENLACE_ESTATAL, ROL_DGCP, ROL_CJA,
		ROL_CJA_TITULAR, ROL_CJA_TITULAR, ROL_AUDITORIA, ROL_ADMINISTRACION};
	*s = (struct escenario){.a = arena_create((size_t)64 << 20), .sentido = SENTIDO_PROCEDENTE_CON_RECOMENDACIONES, .uuid_last = 100};
	ck_assert_ptr_nonnull(s->a);
	s->cal = (struct calendario){.version = 3, .anios_sre = anios, .n_anios_sre = 2};
	s->env = (struct entorno){.now = at("2026-03-02T10:00:00-06:00"),
		.calendario = &s->cal,
		.reglas = &reglas_plazo_default,
		.organizacion_activa = true};
	for (int i = 0; i < QUIENES; i++)
		s->actores[i] = (struct actor){.usuario = uuid_of((uint8_t)(i + 1)), .rol = roles[i], .cve_ent = ""};
	s->actores[LOCAL].organizacion = uuid_of(50);
	s->actores[LOCAL].cve_ent = "14";
	s->actores[OTRO_LOCAL].organizacion = uuid_of(51);
	s->actores[OTRO_LOCAL].cve_ent = "14";
	s->actores[ENLACE].organizacion = uuid_of(52);
	s->actores[ENLACE].cve_ent = "14";
	s->datos = datos_completos();
	s->env.responsable = &s->actores[DGCP];
	expediente_init(&s->e, uuid_of(99));
}

static inline void esc_free(struct escenario *s)
{
	arena_destroy(s->a);
}

static inline void dump(const struct error *err)
{
	fprintf(stderr, "problem %s\n", err->problem ? problem_info(err->problem)->slug : "-");
	for (size_t i = 0; i < err->n_items; i++)
		fprintf(stderr, "  %s %s\n", err->items[i].pointer, err->items[i].slug);
}

/* Records what was decided, as the store would. */
static inline void esc_record(struct escenario *s, enum acto_tipo tipo, const struct acto_datos *datos, const struct actor *who)
{
	struct efectos *f = ARENA_NEW(s->a, struct efectos);
	struct acto_datos *d = ARENA_NEW(s->a, struct acto_datos);
	struct acto *act = &s->actos[s->n];
	ck_assert_uint_lt(s->n, ACTOS_MAX);
	*f = s->dec.efectos;
	*d = *datos;
	if (f->serie) {
		f->anio = 2026;
		f->numero = ++s->serie[f->serie];
		f->numero_texto = arena_printf(s->a, "%s-%d", vocabulario_slug(&vocabulario_serie, (int)f->serie), f->numero);
	}
	*act = (struct acto){.expediente = s->e.id,
		.n = s->e.version + 1,
		.tipo = tipo,
		.desde = s->dec.desde,
		.hacia = s->dec.hacia,
		.registrado_en = s->env.now,
		.fecha_legal = DIA_NINGUNO,
		.actor = *who,
		.datos = d,
		.efectos = f};
	act->hash.b[0] = (uint8_t)act->n;
	ck_assert_int_eq(expediente_apply(&s->e, act, s->a, &s->err), STATUS_OK);
	s->n++;
	s->env.now += 60 * (instante_t)1000000;
}

static inline enum status esc_try(struct escenario *s, enum acto_tipo tipo, const struct acto_datos *datos, enum quien q)
{
	error_init(&s->err, s->a);
	return decision_make(s->n ? &s->e : NULL, tipo, datos, DIA_NINGUNO, &s->actores[q], &s->env, s->a, &s->dec, &s->err);
}

static inline void esc_do(struct escenario *s, enum acto_tipo tipo, const struct acto_datos *datos, enum quien q)
{
	enum status st = esc_try(s, tipo, datos, q);
	if (st != STATUS_OK)
		dump(&s->err);
	ck_assert_msg(st == STATUS_OK, "%s: %d", vocabulario_slug(&vocabulario_acto, (int)tipo), (int)st);
	esc_record(s, tipo, datos, &s->actores[q]);
}

static inline enum status esc_try_doc(struct escenario *s, struct documento *doc, enum quien q)
{
	error_init(&s->err, s->a);
	return decision_documento(&s->e, doc, &s->actores[q], &s->env, s->a, &s->dec, &s->err);
}

static inline struct documento doc_of(struct escenario *s, enum clase_documento clase)
{
	const char *tipo = documento_tipo_exigido(clase);
	struct documento d = {
		.id = uuid_of(++s->uuid_last), .clase = clase, .nombre = "archivo", .tipo_medio = tipo ? tipo : "image/png", .tamano = 9};
	d.sha256.b[0] = s->uuid_last;
	d.tiene_huella = clase == CLASE_DOCUMENTO_PROYECTO;
	d.huella.b[0] = s->uuid_last;
	return d;
}

static inline void esc_doc(struct escenario *s, enum clase_documento clase, enum quien q)
{
	struct documento doc = doc_of(s, clase), *kept = ARENA_NEW(s->a, struct documento);
	struct acto_datos d;
	acto_datos_init(&d);
	if (esc_try_doc(s, &doc, q) != STATUS_OK) {
		dump(&s->err);
		ck_abort_msg("documento %d en %d", (int)clase, (int)s->e.estado);
	}
	*kept = doc;
	d.documento = kept;
	esc_record(s, ACTO_INCORPORAR_DOCUMENTO, &d, &s->actores[q]);
}

/* ---- valid data for each act ---- */

static inline void datos_respuestas(struct escenario *s, struct acto_datos *d, int first, size_t n)
{
	d->respuestas = ARENA_ARRAY(s->a, n, struct entrada_respuesta);
	d->n_respuestas = n;
	for (size_t i = 0; i < n; i++)
		d->respuestas[i] = (struct entrada_respuesta){first + (int)i, "Atendido"};
}

static inline void datos_verificaciones(struct escenario *s, struct acto_datos *d)
{
	d->n_verificaciones = s->e.n_renglones;
	d->verificaciones = ARENA_ARRAY(s->a, s->e.n_renglones, struct entrada_verificacion);
	for (size_t i = 0; i < s->e.n_renglones; i++)
		d->verificaciones[i] = (struct entrada_verificacion){
			(int)i + 1, i % 2 ? VERIFICACION_DISPENSADA : VERIFICACION_INCORPORADA, i % 2 ? "No aplica" : NULL};
}

static inline int first_open(const struct expediente *e)
{
	for (size_t i = 0; i < e->n_renglones; i++)
		if (e->renglones[i].acto == e->observado_acto)
			return e->renglones[i].numero;
	return 1;
}

static inline struct acto_datos datos_de(struct escenario *s, enum acto_tipo tipo)
{
	static struct entrada_observacion obs[] = {
		{"Cláusula 1", "Precisar", "texto", SEVERIDAD_ALTA, 0, false}, {"Cláusula 2", "Quitar", NULL, SEVERIDAD_BAJA, 0, false}};
	static struct entrada_faltante faltantes[] = {{"Solicitud", "Sin firma"}, {"Anexo", "Falta"}};
	struct acto_datos d;
	acto_datos_init(&d);
	switch ((int)tipo) {
	case ACTO_ABRIR:
		d.expediente = &s->datos;
		d.organizacion = uuid_of(50);
		d.cve_ent = "14";
		break;
	case ACTO_PRESENTAR:
		d.declaracion_version_final = true;
		break;
	case ACTO_PREVENIR:
		d.faltantes = faltantes;
		d.n_faltantes = 2;
		d.plazo_dias_habiles = 5;
		break;
	case ACTO_DESAHOGAR:
		datos_respuestas(s, &d, 1, 2);
		break;
	case ACTO_OBSERVAR:
	case ACTO_OBSERVAR_REGISTRO:
		d.observaciones = obs;
		d.n_observaciones = 2;
		break;
	case ACTO_ATENDER:
		datos_respuestas(s, &d, first_open(&s->e), 2);
		break;
	case ACTO_DICTAMINAR:
		d.sentido = s->sentido;
		d.fundamento = "LCT art. 7";
		d.motivacion = "Es procedente";
		if (s->sentido == SENTIDO_PROCEDENTE_CON_RECOMENDACIONES) {
			d.observaciones = obs;
			d.n_observaciones = 2;
		}
		break;
	case ACTO_REMITIR_COPIA:
		d.fecha_suscripcion = fecha_of("2026-03-01");
		d.lugar_suscripcion = "Lyon";
		break;
	case ACTO_DEVOLVER_COPIA:
		d.motivo_devolucion = MOTIVO_COPIA_ILEGIBLE;
		break;
	case ACTO_INSCRIBIR:
		d.terminos = "Se inscribe";
		datos_verificaciones(s, &d);
		break;
	case ACTO_NEGAR_REGISTRO:
		d.fundamento = "LCT art. 2";
		d.motivacion = "No es un acuerdo interinstitucional";
		break;
	case ACTO_DEVOLVER_TURNO:
	case ACTO_DESISTIR:
	case ACTO_DECLARAR_EVENTUALIDAD:
		d.motivo = "Visita oficial";
		break;
	case ACTO_REPROGRAMAR_FIRMA:
		d.fecha_firma_pretendida = fecha_of("2026-12-14");
		break;
	case ACTO_ASIGNAR:
		d.responsable = uuid_of(4);
		break;
	case ACTO_ANOTAR:
		d.nota = "Nota interna";
		break;
	default:
		break;
	}
	return d;
}

static inline enum quien quien_de(enum acto_tipo tipo)
{
	static const enum quien q[ACTO_COUNT] = {
		[ACTO_PREVENIR] = DGCP,
		[ACTO_DESECHAR] = DGCP,
		[ACTO_TURNAR] = DGCP,
		[ACTO_RECIBIR] = CJA,
		[ACTO_DEVOLVER_TURNO] = CJA,
		[ACTO_OBSERVAR] = CJA,
		[ACTO_DICTAMINAR] = TITULAR,
		[ACTO_RESPONDER] = DGCP,
		[ACTO_DEVOLVER_COPIA] = DGCP,
		[ACTO_SOLICITAR_REGISTRO] = DGCP,
		[ACTO_OBSERVAR_REGISTRO] = CJA,
		[ACTO_INSCRIBIR] = TITULAR,
		[ACTO_NEGAR_REGISTRO] = TITULAR,
		[ACTO_CONCLUIR] = DGCP,
		[ACTO_CADUCAR] = DGCP,
		[ACTO_ADVERTIR_CADUCIDAD] = DGCP,
		[ACTO_ASIGNAR] = DGCP,
		[ACTO_ANOTAR] = DGCP,
	};
	return q[tipo];
}

/* An act with valid data by whom it belongs to. */
static inline void esc_act(struct escenario *s, enum acto_tipo tipo)
{
	struct acto_datos d = datos_de(s, tipo);
	esc_do(s, tipo, &d, quien_de(tipo));
}

/* What an act needs besides its data: documents, time, a warning. */
static inline void esc_prepare(struct escenario *s, enum acto_tipo tipo)
{
	switch ((int)tipo) {
	case ACTO_PRESENTAR:
		esc_doc(s, CLASE_DOCUMENTO_SOLICITUD, LOCAL);
		esc_doc(s, CLASE_DOCUMENTO_PROYECTO, LOCAL);
		esc_doc(s, CLASE_DOCUMENTO_ANEXO, LOCAL);
		break;
	case ACTO_ATENDER:
		esc_doc(s, CLASE_DOCUMENTO_PROYECTO, LOCAL);
		break;
	case ACTO_DICTAMINAR:
		esc_doc(s, CLASE_DOCUMENTO_PROYECTO_DICTAMEN, CJA);
		break;
	case ACTO_REMITIR_COPIA:
	case ACTO_SUBSANAR_REGISTRO:
		esc_doc(s, CLASE_DOCUMENTO_COPIA_FIRMADA, LOCAL);
		break;
	case ACTO_DESECHAR:
	case ACTO_ADVERTIR_CADUCIDAD:
		s->env.now += 15 * DIA;
		break;
	case ACTO_CADUCAR:
		s->env.now += 15 * DIA;
		esc_act(s, ACTO_ADVERTIR_CADUCIDAD);
		s->env.now += 100 * DIA;
		break;
	default:
		break;
	}
}

static inline void esc_step(struct escenario *s, enum acto_tipo tipo)
{
	esc_prepare(s, tipo);
	esc_act(s, tipo);
}

/* The shortest way to a state. */
static inline void esc_to(struct escenario *s, enum estado estado)
{
	static const struct {
		enum estado hacia, desde;
		enum acto_tipo acto;
	} camino[] = {
		{ESTADO_BORRADOR, ESTADO_NINGUNO, ACTO_ABRIR},
		{ESTADO_PRESENTADO, ESTADO_BORRADOR, ACTO_PRESENTAR},
		{ESTADO_PREVENIDO, ESTADO_PRESENTADO, ACTO_PREVENIR},
		{ESTADO_TURNADO, ESTADO_PRESENTADO, ACTO_TURNAR},
		{ESTADO_EN_REVISION, ESTADO_TURNADO, ACTO_RECIBIR},
		{ESTADO_OBSERVADO, ESTADO_EN_REVISION, ACTO_OBSERVAR},
		{ESTADO_DICTAMINADO, ESTADO_EN_REVISION, ACTO_DICTAMINAR},
		{ESTADO_RESPONDIDO, ESTADO_DICTAMINADO, ACTO_RESPONDER},
		{ESTADO_COPIA_RECIBIDA, ESTADO_RESPONDIDO, ACTO_REMITIR_COPIA},
		{ESTADO_REGISTRO_SOLICITADO, ESTADO_COPIA_RECIBIDA, ACTO_SOLICITAR_REGISTRO},
		{ESTADO_REGISTRO_OBSERVADO, ESTADO_REGISTRO_SOLICITADO, ACTO_OBSERVAR_REGISTRO},
		{ESTADO_INSCRITO, ESTADO_REGISTRO_SOLICITADO, ACTO_INSCRIBIR},
		{ESTADO_REGISTRO_NEGADO, ESTADO_REGISTRO_SOLICITADO, ACTO_NEGAR_REGISTRO},
		{ESTADO_CONCLUIDO, ESTADO_INSCRITO, ACTO_CONCLUIR},
	};
	for (size_t i = 0; i < N(camino); i++) {
		if (camino[i].hacia != estado || s->e.estado == estado)
			continue;
		esc_to(s, camino[i].desde);
		esc_step(s, camino[i].acto);
		ck_assert_int_eq(s->e.estado, estado);
	}
}

static inline void esc_open_at(struct escenario *s, enum estado estado)
{
	esc_init(s);
	esc_to(s, estado);
}

/* ---- looking at refusals ---- */

static inline bool has_item(const struct error *err, const char *pointer, const char *slug)
{
	for (size_t i = 0; i < err->n_items; i++)
		if (strcmp(err->items[i].pointer, pointer) == 0 && strcmp(err->items[i].slug, slug) == 0)
			return true;
	return false;
}

#define assert_refused(s, expected_status, expected_problem, st) \
	do { \
		enum status got_ = (st); \
		if (got_ != (expected_status) || (s)->err.problem != (expected_problem)) \
			dump(&(s)->err); \
		ck_assert_int_eq(got_, (expected_status)); \
		ck_assert_int_eq((s)->err.problem, (expected_problem)); \
	} while (0)
#define assert_item(s, pointer, slug) \
	do { \
		bool has_ = has_item(&(s)->err, (pointer), (slug)); \
		if (!has_) \
			dump(&(s)->err); \
		ck_assert_msg(has_, "%s %s", (pointer), (slug)); \
	} while (0)

#endif
