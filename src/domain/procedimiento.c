/* Looking things up in the table of the procedure, the twelve steps, and what each act carries. */
#include "domain/procedimiento.h"

#define N_ELEMENTOS(a) (sizeof(a) / sizeof *(a))

const struct paso_info pasos[] = {
	{1, OFICINA_LOCAL, "Solicitud por escrito",
		"El gobierno local prepara la solicitud, en PDF, dirigida a la persona titular de la Dirección General de Coordinación "
		"Política (DGCP)."},
	{2, OFICINA_LOCAL, "Proyecto en Word",
		"El gobierno local adjunta el archivo editable de Word con el texto final acordado por ambas partes, de preferencia en "
		"español."},
	{3, OFICINA_LOCAL, "Documentos de apoyo",
		"El gobierno local agrega lo que ayude a la revisión: autorizaciones internas, viabilidad financiera, resultados de "
		"acuerdos anteriores."},
	{4, OFICINA_LOCAL, "Presentación", "El gobierno local presenta el expediente completo y recibe su folio y su acuse."},
	{5, OFICINA_DGCP, "Turno a la Consultoría Jurídica",
		"La DGCP revisa que esté completo y pide a la Consultoría Jurídica (CJA) el dictamen."},
	{6, OFICINA_CJA, "Recepción en la Consultoría Jurídica",
		"La CJA recibe el expediente al menos diez días hábiles antes de la firma pretendida; el gobierno local dice expresamente "
		"si hay una eventualidad."},
	{7, OFICINA_CJA, "Revisión y dictamen", "La CJA revisa el proyecto, formula observaciones y, cuando es viable, emite el dictamen."},
	{8, OFICINA_DGCP, "Respuesta", "La DGCP comunica la respuesta al gobierno local."},
	{9, OFICINA_LOCAL, "Firma y copia digitalizada",
		"Firmado el acuerdo, el gobierno local envía la copia digitalizada en PDF: completa, legible, con fecha y lugar de "
		"suscripción."},
	{10, OFICINA_DGCP, "Solicitud de registro", "La DGCP pide a la CJA el registro del acuerdo."},
	{11, OFICINA_CJA, "Revisión de la copia e inscripción",
		"La CJA comprueba que sus recomendaciones y cambios estén en el texto firmado y comunica los términos de la inscripción."},
	{12, OFICINA_DGCP, "Conclusión", "La DGCP informa al gobierno local; el procedimiento termina y el expediente se cierra."},
};

/* Step whose act the file waits for. */
int estado_paso(enum estado e)
{
	static const int paso[ESTADO_COUNT] = {
		[ESTADO_BORRADOR] = 1,
		[ESTADO_PRESENTADO] = 5,
		[ESTADO_PREVENIDO] = 4,
		[ESTADO_TURNADO] = 6,
		[ESTADO_EN_REVISION] = 7,
		[ESTADO_OBSERVADO] = 7,
		[ESTADO_DICTAMINADO] = 8,
		[ESTADO_RESPONDIDO] = 9,
		[ESTADO_COPIA_RECIBIDA] = 10,
		[ESTADO_REGISTRO_SOLICITADO] = 11,
		[ESTADO_REGISTRO_OBSERVADO] = 11,
		[ESTADO_INSCRITO] = 12,
		[ESTADO_REGISTRO_NEGADO] = 12,
		[ESTADO_CONCLUIDO] = 12,
	};
	return e < ESTADO_COUNT ? paso[e] : 0;
}

static bool cuando_holds(enum cuando c, const struct expediente *e)
{
	bool improcedente = e && e->dictamen.sentido == SENTIDO_IMPROCEDENTE;
	return c == CUANDO_SIEMPRE || improcedente == (c == CUANDO_SENTIDO_IMPROCEDENTE);
}

const struct transicion *transicion_find(enum acto_tipo acto, const struct expediente *e)
{
	enum estado desde = e ? e->estado : ESTADO_NINGUNO;
	for (size_t i = 0; i < transiciones_count; i++) {
		const struct transicion *t = &transiciones[i];
		if (t->acto == acto && t->desde == desde && cuando_holds(t->cuando, e))
			return t;
	}
	return NULL;
}

const struct transicion *transicion_exacta(enum acto_tipo acto, enum estado desde, enum estado hacia)
{
	for (size_t i = 0; i < transiciones_count; i++) {
		const struct transicion *t = &transiciones[i];
		if (t->acto == acto && t->desde == desde && t->hacia == hacia)
			return t;
	}
	return NULL;
}

#define MIEMBROS(acto, ...) \
	[ACTO_##acto] = {(const struct acto_miembro[]){__VA_ARGS__}, N_ELEMENTOS(((const struct acto_miembro[]){__VA_ARGS__}))}

static const struct {
	const struct acto_miembro *lista;
	size_t n;
} miembros[ACTO_COUNT] = {
	MIEMBROS(ABRIR, {"organizacion", false}, {"expediente", false}),
	MIEMBROS(PRESENTAR, {"declaracion_version_final", true}),
	MIEMBROS(PREVENIR, {"faltantes", true}, {"plazo_dias_habiles", true}),
	MIEMBROS(DESAHOGAR, {"respuestas", true}),
	MIEMBROS(DEVOLVER_TURNO, {"motivo", true}),
	MIEMBROS(OBSERVAR, {"observaciones", true}),
	MIEMBROS(ATENDER, {"respuestas", true}),
	MIEMBROS(DICTAMINAR, {"sentido", true}, {"fundamento", true}, {"motivacion", true}, {"recomendaciones", false},
		{"verificaciones", false}),
	MIEMBROS(REMITIR_COPIA, {"fecha_suscripcion", true}, {"lugar_suscripcion", true}, {"respuestas", false}),
	MIEMBROS(DEVOLVER_COPIA, {"motivo_devolucion", true}, {"detalle", false}),
	MIEMBROS(OBSERVAR_REGISTRO, {"no_incorporadas", true}),
	MIEMBROS(SUBSANAR_REGISTRO, {"respuestas", false}),
	MIEMBROS(INSCRIBIR, {"terminos", true}, {"verificaciones", false}),
	MIEMBROS(NEGAR_REGISTRO, {"fundamento", true}, {"motivacion", true}),
	MIEMBROS(DESISTIR, {"motivo", true}),
	MIEMBROS(DECLARAR_EVENTUALIDAD, {"motivo", true}),
	MIEMBROS(REPROGRAMAR_FIRMA, {"fecha_firma_pretendida", true}),
	MIEMBROS(ASIGNAR, {"responsable", true}),
	MIEMBROS(ACUSAR, {"acto_referido", false}),
	MIEMBROS(ANOTAR, {"nota", true}),
	MIEMBROS(MODIFICAR_DATOS, {"expediente", true}),
	MIEMBROS(INCORPORAR_DOCUMENTO, {"documento", true}),
};

const struct acto_miembro *acto_admite(enum acto_tipo acto, size_t *n)
{
	bool known = acto < ACTO_COUNT;
	*n = known ? miembros[acto].n : 0;
	return known ? miembros[acto].lista : NULL;
}
