/*
 * Which acts produce a document, what kind, who may see it from when on, and whether it still stands. Data (emision/clases.def) and pure functions of the
 * folded file; thread-safe. Sources: PROCEDURE rules 1, 10 and 11; transitions.csv, column «produce».
 */
#ifndef EMISION_CLASES_H
#define EMISION_CLASES_H

#include "domain/expediente.h"

#define VOCABULARIO_EMITIDO(X) \
	X(ACUSE, "acuse", "Acuse de recibo") \
	X(OFICIO_PREVENCION, "oficio_prevencion", "Oficio de prevención") \
	X(OFICIO_DESECHAMIENTO, "oficio_desechamiento", "Oficio de desechamiento") \
	X(OFICIO_CJA, "oficio_cja", "Oficio a la Consultoría Jurídica") \
	X(OFICIO_DEVOLUCION, "oficio_devolucion", "Oficio de devolución del turno") \
	X(OFICIO_OBSERVACIONES, "oficio_observaciones", "Oficio de observaciones") \
	X(DICTAMEN, "dictamen", "Dictamen") \
	X(OFICIO_RESPUESTA, "oficio_respuesta", "Oficio de respuesta") \
	X(OFICIO_DEVOLUCION_COPIA, "oficio_devolucion_copia", "Oficio de devolución de la copia") \
	X(SOLICITUD_REGISTRO, "solicitud_registro", "Solicitud de registro") \
	X(OBSERVACION_REGISTRO, "observacion_registro", "Observación al registro") \
	X(CONSTANCIA, "constancia", "Constancia de inscripción") \
	X(NEGATIVA_REGISTRO, "negativa_registro", "Negativa de registro") \
	X(OFICIO_CIERRE, "oficio_cierre", "Oficio de cierre") \
	X(ADVERTENCIA_CADUCIDAD, "advertencia_caducidad", "Advertencia de caducidad")
enum emitido_clase {
	EMITIDO_NINGUNO,
#define X(n, s, t) EMITIDO_##n,
	VOCABULARIO_EMITIDO(X)
#undef X
		EMITIDO_COUNT
};
extern const struct vocabulario vocabulario_emitido;

enum emision_alcance { ALCANCE_TODOS, ALCANCE_OFICINAS, ALCANCE_TRAS_RESPONDER, ALCANCE_TRAS_CONCLUIR };
enum emision_vigor {
	VIGOR_HECHO,                    /* testimony of a fact: stands for good */
	VIGOR_MIENTRAS_NO_SE_DESAHOGUE, /* a demand: stands until it is met or the file ends */
	VIGOR_MIENTRAS_NO_SE_ATIENDA,
	VIGOR_MIENTRAS_NO_HAYA_COPIA,
	VIGOR_MIENTRAS_NO_SE_SUBSANE,
	VIGOR_MIENTRAS_NO_HAYA_ACTIVIDAD,
	VIGOR_RESOLUCION, /* until another one replaces it, or the file ends without registration */
	VIGOR_INSCRIPCION /* as long as the entry is the file's */
};

struct emision {
	enum acto_tipo acto;
	enum emitido_clase clase;
	const char *plantilla;
	enum oficina oficina;
	enum emision_alcance alcance;
	enum emision_vigor vigor;
};
extern const struct emision emisiones[];
extern const size_t emisiones_count;

/* What an act produces; NULL: nothing. */
const struct emision *emision_find(enum acto_tipo acto);

/* Whether this caller, who may see the file, may see the document that act n left. */
bool emitido_visible(const struct expediente *e, const struct emision *m, int n, const struct actor *who);

/* Whether the document of act n still stands, seen from the file as it is now; else a stable name and a sentence saying why not. */
struct vigor {
	bool vigente;
	const char *motivo, *texto; /* static; NULL while it stands */
};
/* `corregido`: a later act says that it corrects act n (rule 1). */
struct vigor emitido_vigor(const struct expediente *e, const struct emision *m, int n, bool corregido);

#endif
