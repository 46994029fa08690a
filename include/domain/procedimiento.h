/*
 * The procedure as a table: one row per (act, from-state), exact keys, no state logic anywhere else. It equals transitions.csv row for row
 * (a test reads both) and the database's table `transicion` (a foreign key of every act). Pure, no globals but constants, thread-safe.
 * Sources: LCT arts. 2-II and 7; LFPA arts. 17-A, 28, 30, 42, 57–60 as supplementary practice; the DGCP's twelve steps.
 */
#ifndef DOMAIN_PROCEDIMIENTO_H
#define DOMAIN_PROCEDIMIENTO_H

#include <stdint.h>

#include "domain/expediente.h"

#define ROL_BIT(r) (1u << (r))

/* When the same act leads to different states, the row is chosen by a fact of the file. */
enum cuando { CUANDO_SIEMPRE, CUANDO_SENTIDO_FAVORABLE, CUANDO_SENTIDO_IMPROCEDENTE };

struct transicion {
	enum acto_tipo acto;
	enum estado desde, hacia; /* hacia == desde: the state stays ("=" or "*") */
	int paso;                 /* 1–12, 0 = none */
	unsigned roles;           /* ROL_BIT set */
	enum cuando cuando;
	uint32_t condiciones; /* set of enum condicion (src/domain/juicio.h), as bits */
	enum serie serie;
	enum resultado resultado; /* when it concludes the file */
	bool comunicacion;        /* the local government must be told, and may acknowledge */
	int fila;                 /* row of transitions.csv that it comes from, 0-based */
};
extern const struct transicion transiciones[];
extern const size_t transiciones_count;

/* The prose of transitions.csv (conditions, products) plus the legal basis, per row of that file: data for GET /v1/procedimiento. */
struct transicion_prosa {
	enum acto_tipo acto;
	int paso;
	const char *desde, *hacia, *rol, *condiciones, *produce, *fundamento;
};
extern const struct transicion_prosa transiciones_prosa[];
extern const size_t transiciones_prosa_count;

struct paso_info {
	int paso;
	enum oficina oficina;
	const char *titulo, *descripcion;
};
extern const struct paso_info pasos[]; /* 12 rows */

/* The step at which a file in this state stands (for the timeline). */
int estado_paso(enum estado e);

/* Row for (act, state) given the file's facts; NULL when the act does not proceed from there. `e` may be NULL only for ABRIR. */
const struct transicion *transicion_find(enum acto_tipo acto, const struct expediente *e);

/* The one row for (act, from, to), NULL when there is none. */
const struct transicion *transicion_exacta(enum acto_tipo acto, enum estado desde, enum estado hacia);

/* Members of acto_datos that an act takes and needs, by name, for decoding, GET /v1/procedimiento and the error list. */
struct acto_miembro {
	const char *nombre; /* JSON member of `datos` */
	bool requerido;
};
const struct acto_miembro *acto_admite(enum acto_tipo acto, size_t *n); /* common to all besides: corrige, numero_oficial */
/* When this member is missing, a guard says exactly what is, together with all else that the act lacks: it is no fault of form. */
bool acto_miembro_guardado(const char *nombre);

/* ---- deciding ---------------------------------------------------------------------------------------------------------------------- */

/* Everything outside the file that a decision may look at. */
struct entorno {
	instante_t now;
	const struct calendario *calendario;
	const struct reglas_plazo *reglas;
	/* presentar, dictaminar: is there a dictamen on the same text already (rule 2), in another file */
	bool instrumento_dictaminado;
	const char *instrumento_folio; /* its folio when the caller may see that file, else NULL */
	/* observar, dictaminar: where the observations were found in the text; goes into the act as it is */
	struct ancla *anclas;
	size_t n_anclas;
	/* NULL, or for each observation: NULL when its passage stands in the text, else the nearest that does, "" when nothing is like it */
	const char *const *pasajes;
	/* asignar: the person named, NULL when unknown or inactive */
	const struct actor *responsable;
	bool organizacion_activa;
	int documentos_max; /* of one class by one role, 0 = no limit: nobody can fill a file so that another office finds no room */
};

struct decision {
	const struct transicion *transicion;
	enum estado desde, hacia;
	struct efectos efectos; /* number still to be allocated when efectos.serie is set */
	bool cambia;            /* there is something to record; only decision_recomputar may find nothing */
};

/*
 * Judges one legal act (all but the three journal entries). Statuses: OK; NOT_FOUND when the actor may not see the file;
 * FORBIDDEN (role, four eyes); CONFLICT (state, missing requirements: all listed at once in err->items; deadlines; dictamen exists);
 * INVALID (data). Order: visible, act proceeds from this state, role, data, conditions. Results live in `a`.
 */
NODISCARD enum status decision_make(const struct expediente *e, enum acto_tipo acto, const struct acto_datos *datos, dia_t fecha_legal,
	const struct actor *who, const struct entorno *env, struct arena *a, struct decision *out, struct error *err);

/* Journal entries have no row: out->transicion is NULL and desde == hacia. modificar_datos: draft (or prevenido) by the organisation, or by DGCP in a draft it opened. */
NODISCARD enum status decision_modificar(const struct expediente *e, const struct datos_expediente *nuevos, const struct actor *who,
	const struct entorno *env, struct arena *a, struct decision *out, struct error *err);
/* incorporar_documento: which class, by whom, in which state (table in the source), how many; sets doc->version for a proyecto. */
NODISCARD enum status decision_documento(const struct expediente *e, struct documento *doc, const struct actor *who,
	const struct entorno *env, struct arena *a, struct decision *out, struct error *err);
/* recomputar_plazos: by the service itself after a change of calendar; STATUS_OK and out->cambia false when the results stay. */
NODISCARD enum status decision_recomputar(
	const struct expediente *e, const struct entorno *env, struct arena *a, struct decision *out, struct error *err);

/* What this caller may do now, and what each act still lacks (without its data). Version-pure: time enters only as dates. */
struct disponible {
	enum acto_tipo acto;
	int paso;
	struct error_item *faltan;
	size_t n_faltan;
	dia_t a_partir_de; /* possible from this day (desechar, caducar), DIA_NINGUNO */
	dia_t hasta;       /* possible until this day (desahogar, turnar without contingency), DIA_NINGUNO */
};
NODISCARD enum status disponibles_list(const struct expediente *e, const struct actor *who, const struct entorno *env, struct arena *a,
	struct disponible **out, size_t *n);

/* Everything that a complete filing needs and this one lacks (rule 4); items added to err, returns how many. */
size_t requisitos_faltantes(const struct expediente *e, struct error *err);

/* Media type that a class of document must have, NULL when any will do; and whether `tipo_medio` will. */
const char *documento_tipo_exigido(enum clase_documento clase);
bool documento_tipo_admitido(enum clase_documento clase, const char *tipo_medio);

#endif
