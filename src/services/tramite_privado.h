/* Private to the tramite files: one request on its way through the group. */
#ifndef SERVICES_TRAMITE_PRIVADO_H
#define SERVICES_TRAMITE_PRIVADO_H

#include "domain/procedimiento.h"
#include "services/cache.h"
#include "services/tramite.h"

#define TRAMITE_CUERPO_MAX (4u << 20)

struct paso_tramite {
	struct tramite *t;
	instante_t now; /* of the act: never before the one that precedes it */
	struct decision decision;
	struct acto_datos *datos; /* what the journal keeps */
	struct acto acto;
	struct aplicacion aplicacion;
	bool perdido; /* decided, but the file had moved */
};

static inline bool tramite_done(const struct tramite *t)
{
	return t->status != STATUS_OK || t->repetido || t->diferido;
}

/* The group's failure becomes this request's own. */
void tramite_fail(struct tramite *t, enum status st, const struct error *group);

/* Judges one request on its file (locked, loaded, visible, version checked). Fills p->decision, p->datos, p->now. */
NODISCARD enum status tramite_decide(struct obrero *o, const struct calendario *cal, struct paso_tramite *p);

/* Numbers are known: makes the act, its hash, the file after it, the row to write and the answer. */
NODISCARD enum status tramite_compose(struct obrero *o, const struct calendario *cal, struct paso_tramite *p);

/* The body of GET /v1/expedientes/{id} for this caller. */
NODISCARD enum status expediente_answer(struct obrero *o, const struct calendario *cal, const struct expediente *e, const struct actor *who,
	instante_t now, struct arena *a, struct buf *out, struct error *err);

/* The rest of tramites_perform once the idempotency keys are claimed and looked up. */
void tramites_perform_claimed(struct obrero *o, struct tramite **t, size_t n);
void tramites_remembered(struct obrero *o, struct tramite **t, size_t n);
/* After a failure: true when the cause was the key (another instance answered, or it had expired); the answer is there or may be tried again. */
bool tramite_key_taken(struct obrero *o, struct tramite *t, const struct error *err);
void tramites_release_keys(struct tramite **t, size_t n);
/* Gives the file back; `olvidar`: its entry no longer tells the truth. */
void tramite_release(struct obrero *o, struct tramite *t, bool olvidar);
/* Alive and locked; NULL without memory. */
struct archivo *archivo_get_locked(struct cache *c, const struct uuid *id);

#endif
