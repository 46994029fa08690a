/*
 * The field's vocabularies as closed lists. Every list generates its enum, its slugs (the form used by the API, the database and the
 * journal) and its titles in Spanish. 0 is always "not given". Sources: PROCEDURE (the law and the offices' practice), ISO 3166-1, INEGI.
 */
#ifndef DOMAIN_VOCABULARIO_H
#define DOMAIN_VOCABULARIO_H

#include <stddef.h>

/* LISTA(X): X(NAME, slug, title) */
#define VOCABULARIO_TIPO_ACUERDO(X) \
	X(HERMANAMIENTO, "hermanamiento", "Acuerdo de hermanamiento") \
	X(COOPERACION_ESPECIFICA, "cooperacion_especifica", "Acuerdo de cooperación específica") \
	X(UNIVERSITARIA_MARCO, "cooperacion_universitaria_marco", "Acuerdo marco de cooperación universitaria") \
	X(UNIVERSITARIA_ESPECIFICA, "cooperacion_universitaria_especifica", "Acuerdo específico de cooperación universitaria") \
	X(MEMORANDUM, "memorandum", "Memorándum de entendimiento") \
	X(CARTA_DE_INTENCION, "carta_de_intencion", "Carta de intención") \
	X(OTRO, "otro", "Otro")
#define VOCABULARIO_NIVEL(X) X(ESTATAL, "estatal", "Estatal") X(MUNICIPAL, "municipal", "Municipal")
#define VOCABULARIO_CLASE_ORGANO(X) \
	X(DEPENDENCIA, "dependencia", "Dependencia") X(DESCENTRALIZADO, "descentralizado", "Organismo descentralizado")
#define VOCABULARIO_CLASE_CONTRAPARTE(X) \
	X(GUBERNAMENTAL, "gubernamental", "Órgano gubernamental extranjero") \
	X(ORGANISMO_INTERNACIONAL, "organismo_internacional", "Organismo internacional") \
	X(ONG, "ong", "Organización no gubernamental") \
	X(PRIVADO, "privado", "Privado")
#define VOCABULARIO_AREA(X) \
	X(EDUCACION, "educacion", "Educación") \
	X(CULTURA, "cultura", "Cultura") \
	X(TURISMO, "turismo", "Turismo") \
	X(CIENCIA_Y_TECNOLOGIA, "ciencia_y_tecnologia", "Ciencia y tecnología") \
	X(COMERCIO, "comercio", "Comercio") \
	X(INVERSION, "inversion", "Inversión") \
	X(DESARROLLO_URBANO, "desarrollo_urbano", "Desarrollo urbano") \
	X(MEDIO_AMBIENTE, "medio_ambiente", "Medio ambiente") \
	X(CAPITAL_HUMANO, "capital_humano", "Capital humano") \
	X(SEGURIDAD, "seguridad", "Seguridad") \
	X(OTRA, "otra", "Otra")
#define VOCABULARIO_VIGENCIA(X) \
	X(DETERMINADA, "determinada", "Determinada") \
	X(INDEFINIDA, "indefinida", "Indefinida") \
	X(PRORROGABLE, "prorrogable", "Prorrogable") \
	X(SIN_DATO, "sin_dato", "Sin dato")
#define VOCABULARIO_ROL(X) \
	X(GOBIERNO_LOCAL, "gobierno_local", "Gobierno local") \
	X(ENLACE_ESTATAL, "enlace_estatal", "Enlace estatal") \
	X(DGCP, "dgcp", "Dirección General de Coordinación Política") \
	X(CJA, "cja", "Consultoría Jurídica") \
	X(CJA_TITULAR, "cja_titular", "Titular de la Consultoría Jurídica") \
	X(AUDITORIA, "auditoria", "Auditoría") \
	X(ADMINISTRACION, "administracion", "Administración")
#define VOCABULARIO_OFICINA(X) X(LOCAL, "gobierno_local", "Gobierno local") X(DGCP, "dgcp", "DGCP") X(CJA, "cja", "CJA")
#define VOCABULARIO_CLASE_DOCUMENTO(X) \
	X(SOLICITUD, "solicitud", "Solicitud dirigida a la DGCP (PDF)") \
	X(PROYECTO, "proyecto", "Proyecto de instrumento (Word)") \
	X(ANEXO, "anexo", "Anexo") \
	X(COPIA_FIRMADA, "copia_firmada", "Copia digitalizada del instrumento firmado (PDF)") \
	X(INSTRUMENTO_MODIFICATORIO, "instrumento_modificatorio", "Instrumento modificatorio (PDF)") \
	X(PROYECTO_DICTAMEN, "proyecto_dictamen", "Proyecto de dictamen") \
	X(OFICIO, "oficio", "Oficio (PDF)") \
	X(CORREO, "correo", "Mensaje de correo original") \
	X(VERSION_PUBLICA, "version_publica", "Versión pública del instrumento firmado (PDF)")
#define VOCABULARIO_SEVERIDAD(X) X(ALTA, "alta", "Alta") X(MEDIA, "media", "Media") X(BAJA, "baja", "Baja")
#define VOCABULARIO_SENTIDO(X) \
	X(PROCEDENTE, "procedente", "Procedente") \
	X(PROCEDENTE_CON_RECOMENDACIONES, "procedente_con_recomendaciones", "Procedente con recomendaciones") \
	X(IMPROCEDENTE, "improcedente", "Improcedente")
#define VOCABULARIO_MOTIVO_COPIA(X) \
	X(INCOMPLETA, "incompleta", "Incompleta") \
	X(ILEGIBLE, "ilegible", "Ilegible") \
	X(SIN_FECHA, "sin_fecha", "Sin fecha") \
	X(SIN_LUGAR, "sin_lugar", "Sin lugar") \
	X(OTRO, "otro", "Otro")
#define VOCABULARIO_VERIFICACION(X) X(INCORPORADA, "incorporada", "Incorporada") X(DISPENSADA, "dispensada", "Dispensada")
#define VOCABULARIO_RENGLON(X) \
	X(OBSERVACION, "observacion", "Observación de la CJA al proyecto") \
	X(RECOMENDACION, "recomendacion", "Recomendación del dictamen") \
	X(REGISTRO, "registro", "Observación al registro")
#define VOCABULARIO_RESULTADO(X) \
	X(INSCRITO, "inscrito", "Inscrito") \
	X(REGISTRO_NEGADO, "registro_negado", "Registro negado") \
	X(IMPROCEDENTE, "improcedente", "Improcedente") \
	X(DESECHADO, "desechado", "Desechado") \
	X(DESISTIDO, "desistido", "Desistido") \
	X(CADUCO, "caduco", "Caduco")
#define VOCABULARIO_SERIE(X) \
	X(FOLIO, "folio", "Folio del expediente") \
	X(OFICIO_DGCP, "oficio_dgcp", "Oficio de la DGCP") \
	X(OFICIO_CJA, "oficio_cja", "Oficio de la CJA") \
	X(DICTAMEN, "dictamen", "Dictamen") \
	X(REGISTRO, "registro", "Registro de Acuerdos Interinstitucionales") \
	X(NO_LOCALIZACION, "no_localizacion", "Constancia de no localización en el Registro")
#define VOCABULARIO_LECTURA(X) \
	X(DISTANCIA, "distancia", "Diez días hábiles entre la recepción, incluida, y la firma, excluida") \
	X(INTEGROS, "integros", "Diez días hábiles íntegros entre la recepción y la firma")
/* States: turn (oficina) is part of the list. E(NAME, slug, title, OFICINA) */
#define VOCABULARIO_ESTADO_TURNO(X) \
	X(BORRADOR, "borrador", "Borrador", LOCAL) \
	X(PRESENTADO, "presentado", "Presentado ante la DGCP", DGCP) \
	X(PREVENIDO, "prevenido", "Prevenido: faltan requisitos", LOCAL) \
	X(TURNADO, "turnado", "Turnado a la CJA", CJA) \
	X(EN_REVISION, "en_revision", "En revisión en la CJA", CJA) \
	X(OBSERVADO, "observado", "Observado: el gobierno local debe atender", LOCAL) \
	X(DICTAMINADO, "dictaminado", "Dictaminado", DGCP) \
	X(RESPONDIDO, "respondido", "Respondido: puede firmarse", LOCAL) \
	X(COPIA_RECIBIDA, "copia_recibida", "Copia firmada recibida", DGCP) \
	X(REGISTRO_SOLICITADO, "registro_solicitado", "Registro solicitado a la CJA", CJA) \
	X(REGISTRO_OBSERVADO, "registro_observado", "Registro observado: el gobierno local debe subsanar", LOCAL) \
	X(INSCRITO, "inscrito", "Inscrito", DGCP) \
	X(REGISTRO_NEGADO, "registro_negado", "Registro negado", DGCP) \
	X(CONCLUIDO, "concluido", "Concluido", DGCP)

/*
 * Acts. The first 28 are the law's and the offices' (transitions.csv); the last three are journal entries about the file that are
 * no acts of procedure: they never change the state.
 */
#define VOCABULARIO_ACTO(X) \
	X(ABRIR, "abrir", "Abrir expediente") \
	X(PRESENTAR, "presentar", "Presentar la solicitud") \
	X(PREVENIR, "prevenir", "Prevenir por requisitos faltantes") \
	X(DESAHOGAR, "desahogar", "Desahogar la prevención") \
	X(DESECHAR, "desechar", "Desechar por no desahogar") \
	X(TURNAR, "turnar", "Turnar a la CJA") \
	X(RECIBIR, "recibir", "Recibir en la CJA") \
	X(DEVOLVER_TURNO, "devolver_turno", "Devolver el turno a la DGCP") \
	X(OBSERVAR, "observar", "Formular observaciones") \
	X(ATENDER, "atender", "Atender observaciones") \
	X(DICTAMINAR, "dictaminar", "Emitir dictamen") \
	X(RESPONDER, "responder", "Comunicar la respuesta") \
	X(REMITIR_COPIA, "remitir_copia", "Remitir la copia firmada") \
	X(DEVOLVER_COPIA, "devolver_copia", "Devolver la copia firmada") \
	X(SOLICITAR_REGISTRO, "solicitar_registro", "Solicitar el registro") \
	X(OBSERVAR_REGISTRO, "observar_registro", "Observar el registro") \
	X(SUBSANAR_REGISTRO, "subsanar_registro", "Subsanar el registro") \
	X(INSCRIBIR, "inscribir", "Inscribir") \
	X(NEGAR_REGISTRO, "negar_registro", "Negar el registro") \
	X(CONCLUIR, "concluir", "Concluir") \
	X(DESISTIR, "desistir", "Desistir") \
	X(CADUCAR, "caducar", "Declarar la caducidad") \
	X(ADVERTIR_CADUCIDAD, "advertir_caducidad", "Advertir la caducidad") \
	X(DECLARAR_EVENTUALIDAD, "declarar_eventualidad", "Declarar una eventualidad") \
	X(REPROGRAMAR_FIRMA, "reprogramar_firma", "Reprogramar la firma") \
	X(ASIGNAR, "asignar", "Asignar responsable") \
	X(ACUSAR, "acusar", "Acusar recibo") \
	X(ANOTAR, "anotar", "Anotar") \
	X(MODIFICAR_DATOS, "modificar_datos", "Modificación de datos") \
	X(INCORPORAR_DOCUMENTO, "incorporar_documento", "Incorporación de documento") \
	X(RECOMPUTAR_PLAZOS, "recomputar_plazos", "Recómputo de plazos por cambio de calendario")

/* The public registry (domain/asiento.h): acts that follow one another in an entry, what is known of a date, and what is in force. */
#define VOCABULARIO_REGISTRO_ACTO(X) \
	X(INSCRIPCION, "inscripcion", "Inscripción") \
	X(CARGA, "carga", "Carga histórica") \
	X(CORRECCION, "correccion", "Corrección") \
	X(RENOVACION, "renovacion", "Renovación") \
	X(MODIFICACION, "modificacion", "Modificación") \
	X(TERMINACION, "terminacion", "Terminación") \
	X(VENCIMIENTO, "vencimiento", "Vencimiento") \
	X(VERSION_PUBLICA, "version_publica", "Otra versión pública del texto")
#define VOCABULARIO_PRECISION(X) \
	X(DIA, "dia", "Día") X(MES, "mes", "Mes") X(ANIO, "anio", "Año") X(DESCONOCIDA, "desconocida", "Desconocida")
#define VOCABULARIO_ASIENTO_ESTADO(X) \
	X(VIGENTE, "vigente", "Vigente") \
	X(POR_VENCER, "por_vencer", "Por vencer") \
	X(VENCIDO, "vencido", "Vencido") \
	X(TERMINADO, "terminado", "Terminado") \
	X(SIN_DATO, "sin_dato", "Sin dato")

#define VOCABULARIO_ENUM_ROW(PREFIX, NAME) PREFIX##_##NAME,
#define X(n, s, t) VOCABULARIO_ENUM_ROW(TIPO_ACUERDO, n)
enum tipo_acuerdo { TIPO_ACUERDO_NINGUNO, VOCABULARIO_TIPO_ACUERDO(X) TIPO_ACUERDO_COUNT };
#undef X
#define X(n, s, t) VOCABULARIO_ENUM_ROW(NIVEL, n)
enum nivel { NIVEL_NINGUNO, VOCABULARIO_NIVEL(X) NIVEL_COUNT };
#undef X
#define X(n, s, t) VOCABULARIO_ENUM_ROW(CLASE_ORGANO, n)
enum clase_organo { CLASE_ORGANO_NINGUNO, VOCABULARIO_CLASE_ORGANO(X) CLASE_ORGANO_COUNT };
#undef X
#define X(n, s, t) VOCABULARIO_ENUM_ROW(CLASE_CONTRAPARTE, n)
enum clase_contraparte { CLASE_CONTRAPARTE_NINGUNO, VOCABULARIO_CLASE_CONTRAPARTE(X) CLASE_CONTRAPARTE_COUNT };
#undef X
#define X(n, s, t) VOCABULARIO_ENUM_ROW(AREA, n)
enum area { AREA_NINGUNO, VOCABULARIO_AREA(X) AREA_COUNT };
#undef X
#define X(n, s, t) VOCABULARIO_ENUM_ROW(VIGENCIA, n)
enum vigencia { VIGENCIA_NINGUNO, VOCABULARIO_VIGENCIA(X) VIGENCIA_COUNT };
#undef X
#define X(n, s, t) VOCABULARIO_ENUM_ROW(ROL, n)
enum rol { ROL_NINGUNO, VOCABULARIO_ROL(X) ROL_COUNT };
#undef X
#define X(n, s, t) VOCABULARIO_ENUM_ROW(OFICINA, n)
enum oficina { OFICINA_NINGUNO, VOCABULARIO_OFICINA(X) OFICINA_COUNT };
#undef X
#define X(n, s, t) VOCABULARIO_ENUM_ROW(CLASE_DOCUMENTO, n)
enum clase_documento { CLASE_DOCUMENTO_NINGUNO, VOCABULARIO_CLASE_DOCUMENTO(X) CLASE_DOCUMENTO_COUNT };
#undef X
#define X(n, s, t) VOCABULARIO_ENUM_ROW(SEVERIDAD, n)
enum severidad { SEVERIDAD_NINGUNO, VOCABULARIO_SEVERIDAD(X) SEVERIDAD_COUNT };
#undef X
#define X(n, s, t) VOCABULARIO_ENUM_ROW(SENTIDO, n)
enum sentido { SENTIDO_NINGUNO, VOCABULARIO_SENTIDO(X) SENTIDO_COUNT };
#undef X
#define X(n, s, t) VOCABULARIO_ENUM_ROW(MOTIVO_COPIA, n)
enum motivo_copia { MOTIVO_COPIA_NINGUNO, VOCABULARIO_MOTIVO_COPIA(X) MOTIVO_COPIA_COUNT };
#undef X
#define X(n, s, t) VOCABULARIO_ENUM_ROW(VERIFICACION, n)
enum verificacion { VERIFICACION_NINGUNO, VOCABULARIO_VERIFICACION(X) VERIFICACION_COUNT };
#undef X
#define X(n, s, t) VOCABULARIO_ENUM_ROW(RENGLON, n)
enum renglon_tipo { RENGLON_NINGUNO, VOCABULARIO_RENGLON(X) RENGLON_COUNT };
#undef X
#define X(n, s, t) VOCABULARIO_ENUM_ROW(RESULTADO, n)
enum resultado { RESULTADO_NINGUNO, VOCABULARIO_RESULTADO(X) RESULTADO_COUNT };
#undef X
#define X(n, s, t) VOCABULARIO_ENUM_ROW(SERIE, n)
enum serie { SERIE_NINGUNO, VOCABULARIO_SERIE(X) SERIE_COUNT };
#undef X
#define X(n, s, t) VOCABULARIO_ENUM_ROW(LECTURA, n)
enum lectura { LECTURA_NINGUNO, VOCABULARIO_LECTURA(X) LECTURA_COUNT };
#undef X
#define X(n, s, t, o) VOCABULARIO_ENUM_ROW(ESTADO, n)
enum estado { ESTADO_NINGUNO, VOCABULARIO_ESTADO_TURNO(X) ESTADO_COUNT };
#undef X
#define X(n, s, t) VOCABULARIO_ENUM_ROW(ACTO, n)
enum acto_tipo { ACTO_NINGUNO, VOCABULARIO_ACTO(X) ACTO_COUNT };
#undef X
#define X(n, s, t) VOCABULARIO_ENUM_ROW(REGISTRO_ACTO, n)
enum registro_acto { REGISTRO_ACTO_NINGUNO, VOCABULARIO_REGISTRO_ACTO(X) REGISTRO_ACTO_COUNT };
#undef X
#define X(n, s, t) VOCABULARIO_ENUM_ROW(PRECISION, n)
enum precision { PRECISION_NINGUNO, VOCABULARIO_PRECISION(X) PRECISION_COUNT };
#undef X
#define X(n, s, t) VOCABULARIO_ENUM_ROW(ASIENTO, n)
enum asiento_estado { ASIENTO_NINGUNO, VOCABULARIO_ASIENTO_ESTADO(X) ASIENTO_ESTADO_COUNT };
#undef X

/* A list at run time: index 0 is the empty slug; entries are [1, n). */
struct vocabulario {
	const char *nombre;
	const char *const *slugs;
	const char *const *titulos;
	int n;
};
extern const struct vocabulario vocabulario_tipo_acuerdo, vocabulario_nivel, vocabulario_clase_organo, vocabulario_clase_contraparte,
	vocabulario_area, vocabulario_vigencia, vocabulario_rol, vocabulario_oficina, vocabulario_clase_documento, vocabulario_severidad,
	vocabulario_sentido, vocabulario_motivo_copia, vocabulario_verificacion, vocabulario_renglon, vocabulario_resultado,
	vocabulario_serie, vocabulario_lectura, vocabulario_estado, vocabulario_acto, vocabulario_registro_acto, vocabulario_precision,
	vocabulario_asiento_estado;

/* Slug of a value; "" for 0 or a value outside the list. */
const char *vocabulario_slug(const struct vocabulario *v, int value);
const char *vocabulario_titulo(const struct vocabulario *v, int value);
/* Value of a slug; 0 when unknown or NULL. */
int vocabulario_find(const struct vocabulario *v, const char *slug);

/* In whose hands a file in this state is (rule 7). */
enum oficina estado_turno(enum estado e);

#endif
