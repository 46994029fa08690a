/*
 * The sandbox («dictamend --ensayo»): its mark on the database, its clock, and the offices that answer by script. A process of the other kind refuses the database. One
 * connection, one thread.
 */
#ifndef SERVICES_ENSAYO_H
#define SERVICES_ENSAYO_H

#include "services/app.h"
#include "services/gestion.h"
#include "services/guiones.h"
#include "store/ensayo.h"

/*
 * Is the database of this process's kind? Sets app->base_ajena and fails (BASE_NO_DISPONIBLE, the reason in err->interno) when not. In a sandbox the legal clock is then as
 * far ahead as the database says. One round trip; never on the way of a request but in a sandbox.
 */
NODISCARD enum status ensayo_check(struct obrero *o, struct error *err);
/* Before a sandbox serves: marks an empty database. CONFLICT (CONFIGURACION_INVALIDA, the reason in err->interno) when it is not empty. */
NODISCARD enum status ensayo_start(struct db *db, struct error *err);

/* How far the clock is to move; exactly one of the three. */
struct ensayo_movimiento {
	const char *avanzar; /* ISO 8601: P10D, P1M, PT2H30M; NULL: not given */
	instante_t hasta;    /* INSTANTE_NINGUNO: not given */
	int dias_habiles;    /* 0: not given */
};
struct ensayo_reloj {
	instante_t ahora, real;
	bool habil;
};
#define ENSAYO_ANIOS_MAX 10 /* ahead of the real clock, at most */
#define ENSAYO_HABILES_MAX 250

void ensayo_clock(struct app *app, struct ensayo_reloj *out);
/* INVALID: none or several, a duration that is none, too far; CONFLICT (RELOJ_HACIA_ATRAS). Told to the security journal in the same transaction. */
NODISCARD enum status ensayo_move(
	struct obrero *o, const struct gestion *g, const struct ensayo_movimiento *m, struct ensayo_reloj *out, struct error *err);
/* What `avanzar` means from `desde` on, counted by the calendar: days keep the time of day, the end of a month stays within it. False: no duration above zero. */
bool ensayo_duration(const char *texto, instante_t desde, instante_t *hasta);

/* What a script will do next in a file, for people. */
struct ensayo_vista {
	const struct guion *guion; /* NULL: nobody answers by script */
	bool propio;
	const char *expediente;         /* id; NULL: asked for the organisation as a whole */
	const struct guion_paso *paso;  /* in the file's present state; NULL: nothing */
	const char *problema, *detalle; /* why it was not done yet */
};
/* `ref`: id or folio of a file that `who` may see; NULL: the caller's organisation. */
NODISCARD enum status ensayo_look(
	struct obrero *o, const struct actor *who, const char *ref, struct arena *a, struct ensayo_vista *out, struct error *err);
/* Chooses `nombre` for a file of the caller's organisation, or for all of its files that have none of their own. INVALID: no such script. */
NODISCARD enum status ensayo_pick(struct obrero *o, const struct actor *who, const char *ref, const char *nombre, struct error *err);

/* Does in up to a group of files what their scripts say is due. *hechos: acts recorded. */
NODISCARD enum status ensayo_step(struct obrero *o, int *hechos, struct error *err);

#endif
