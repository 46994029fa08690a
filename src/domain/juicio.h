/*
 * Judging one act. The same guards serve the decision (with the act's data and the clock) and the list of what is possible
 * (`datos == NULL`: the file's side only; time enters as `a_partir_de` and `hasta`). Private to src/domain.
 */
#ifndef DOMAIN_JUICIO_H
#define DOMAIN_JUICIO_H

#include "domain/procedimiento.h"

/* What a row of the table asks for. The members that an act must carry are `acto_admite`'s business and need no row here. */
enum condicion {
	COND_ORGANIZACION,        /* abrir: an active organisation, one's own unless DGCP opens on its behalf */
	COND_REQUISITOS,          /* complete data, request and draft */
	COND_DECLARACION,         /* final version agreed by both parties */
	COND_INSTRUMENTO,         /* rule 2: no dictamen on the same text in another file */
	COND_PREVENCION_UNICA,    /* LFPA 17-A: once */
	COND_FALTANTES,           /* what is missing, and a term of at least the configured days */
	COND_PREVENCION_EN_PLAZO, /* LFPA 17-A: within the term */
	COND_FALTANTES_ATENDIDOS,
	COND_PREVENCION_VENCIDA,
	COND_ANTELACION, /* rule 5 */
	COND_COMPUTO,    /* rule 5, recorded and never refused */
	COND_OBSERVACIONES,
	COND_NUEVA_VERSION,
	COND_RESPUESTAS,
	COND_SENTIDO,
	COND_VERIFICACIONES,
	COND_CUATRO_OJOS,
	COND_COPIA,
	COND_SUSCRIPCION,
	COND_MOTIVO_COPIA,
	COND_SUBSANACION,
	COND_TODO_VERIFICADO, /* rule 8 */
	COND_VERSION_PUBLICA,
	COND_CADUCIDAD,   /* LFPA 60: warned, and the term over */
	COND_INACTIVIDAD, /* LFPA 60: it is the local government that does not act */
	COND_FECHA_FIRMA,
	COND_RESPONSABLE,
	COND_ACUSE,
	COND_COUNT
};
#define COND_BIT(c) (UINT32_C(1) << (c))

struct juicio {
	const struct expediente *e;
	const struct transicion *t;
	const struct acto_datos *datos; /* NULL: only the file's side, without looking at the clock */
	dia_t fecha_legal;
	const struct actor *who;
	const struct entorno *env;
	struct arena *a;
	struct efectos *efectos;
	struct error *err;
	dia_t hoy, efectiva;          /* local day, and the day on which something received now counts */
	size_t n_datos, n_requisitos; /* items added to err: faulty data, unmet requirements */
	struct {
		enum problem problema;
		const char *arg;
	} problemas[COND_COUNT]; /* refusals with a name of their own, at most one per guard */
	size_t n_problemas;
	dia_t a_partir_de, hasta;
};

/* Ready to be judged; `datos` may be NULL (see above). */
void juicio_init(struct juicio *j, const struct expediente *e, const struct transicion *t, const struct acto_datos *datos,
	const struct actor *who, const struct entorno *env);
/* Runs the guards of the row and, with data, the checks common to every act. */
void juicio_run(struct juicio *j);

void juicio_dato(struct juicio *j, const char *pointer, enum mensaje m, const char *arg);
void juicio_requisito(struct juicio *j, const char *pointer, enum mensaje m, const char *arg);
void juicio_problema(struct juicio *j, enum problem p, const char *arg);
void juicio_problema_dia(struct juicio *j, enum problem p, dia_t d);
/* The named refusal `i` as an item of the list, with its own slug and texts. */
void juicio_problema_item(struct juicio *j, size_t i);

/* A text that says nothing: absent, empty or blank. */
bool texto_vacio(const char *s);
/* Members required, and members that the act does not take (requisitos.c). */
void miembros_check(struct juicio *j);
/* Faults of form that need no completeness; pointers start with `prefijo`. Returns how many. */
size_t datos_forma_check(const struct datos_expediente *d, const char *prefijo, struct error *err);
/* Name under which an act carries `observaciones`. */
const char *observaciones_nombre(enum acto_tipo acto);

/* Every failure of memory reads the same. */
#define sin_memoria(err) error_set((err), PROBLEM_SATURADO)

#endif
