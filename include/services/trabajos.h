/*
 * Jobs: work that an act owes and that nobody waits for in a request (reading a scan, writing an oficio). The row is born in the transaction of its
 * act, so no job is lost and none exists without its act. Threads of dictamend take what is due, each with a connection of its own; whichever
 * instance it is, a job is in one pair of hands at a time. A job never decides anything about a file: it adds what a person looks at.
 *
 * A class of jobs is one row of `trabajo_clases` (src/services/trabajo_clases.c): what it is called, which acts owe it, who may see it, and its function.
 */
#ifndef SERVICES_TRABAJOS_H
#define SERVICES_TRABAJOS_H

#include "base/buf.h"
#include "services/app.h"
#include "store/expedientes.h"
#include "store/trabajos.h"

struct trabajo_avance; /* of the job that runs: trabajo_progress */

/*
 * Does one job; runs on one thread, with a connection that nobody else uses (`o->db`). It may be run again after having done its work (the service
 * may be killed before the end is written): what it writes must then be found there already. Results go into `resultado_json` (one JSON value).
 *   OK                  done
 *   RETRY, UNAVAILABLE  not now (a tool or the database is missing, the service stops, the lease was lost): tried again later, a bounded number of times
 *   anything else       failed for good; the problem in `err` is what people see
 * Never a transaction open across trabajo_progress, and never longer than TRABAJO_SILENCIO_MAX_S between two calls of it: the lease would run out.
 */
typedef enum status (*trabajo_fn)(
	struct obrero *o, const struct trabajo *t, struct trabajo_avance *av, struct buf *resultado_json, struct error *err);

struct trabajo_clase {
	const char *slug;
	uint64_t actos;    /* ACTO_BIT set: each of these acts owes one */
	unsigned roles;    /* ROL_BIT set that may see it at all; whoever is not among them hears 404 */
	bool entero_local; /* the local government sees the whole result; else only what trabajo_local was given */
	bool largo;        /* may take minutes: does not use the thread that is kept for short work */
	bool sella;        /* only an instance with a seal owes it and does it */
	trabajo_fn fn;
};
#define ACTO_BIT(a) (UINT64_C(1) << (a))
extern const struct trabajo_clase trabajo_clases[];                                                   /* ends with a row without slug */
const struct trabajo_clase *trabajo_clase_find(const struct trabajo_clase *clases, const char *slug); /* NULL: unknown */
/* Whether this instance has what the class needs; what it has not, it leaves to those that have. */
bool trabajo_possible(const struct trabajo_clase *c, const struct app *app);

#define TRABAJO_SILENCIO_MAX_S 60

/*
 * How far the job is: `hechas` of `total` (0: not known) and a short Spanish text. Renews the lease. Cheap to call often: between two seconds nothing is
 * written unless the total changes. RETRY: stop at once and return it (the service ends, or the lease was lost).
 */
NODISCARD enum status trabajo_progress(struct trabajo_avance *av, int hechas, int total, const char *texto, struct error *err);
/* Where a class whose result is not for the local government as a whole (rule 10) puts the part that is: one JSON value. */
struct buf *trabajo_local(struct trabajo_avance *av);

/* ---- the threads' side ---- */

/* Shared by the acts (which wake) and the threads (which sleep). Thread-safe. */
struct trabajos_timbre;
struct trabajos_timbre *trabajos_timbre_create(void);
void trabajos_timbre_destroy(struct trabajos_timbre *t);
void trabajos_wake(struct trabajos_timbre *t); /* there is work; NULL is fine (dictamenctl, tests) */
void trabajos_stop(struct trabajos_timbre *t); /* from now on nobody sleeps and running jobs give back */
/* Sleeps until woken, stopped or `ms` have passed; false when stopped. `visto`: what this thread has seen of the bell, 0 at first. */
bool trabajos_wait(struct trabajos_timbre *t, uint64_t *visto, int ms);

struct trabajos_reglas {
	const struct trabajo_clase *clases;
	int arriendo_ms;  /* lease; more than TRABAJO_SILENCIO_MAX_S */
	int intentos_max; /* tries of a job that is told to come later */
	int caidas_max;   /* deaths of its worker */
	int espera_ms;    /* before the second try; doubles each time, with jitter */
	int espera_max_ms;
};
extern const struct trabajos_reglas trabajos_reglas_normales;

/* What became of one turn, for the log. */
struct trabajos_turno {
	bool hubo; /* there was a job */
	struct trabajo trabajo;
	enum trabajo_estado estado;     /* PENDIENTE: given back */
	bool perdido;                   /* somebody else had it by the end; nothing was written */
	const char *problema, *interno; /* slug, arena; NULL: none */
	int64_t ms;
};
/* Takes one due job, if there is one, and does it to its end. Only short ones when `solo_cortos`. The error is the database's, never the job's. */
NODISCARD enum status trabajos_step(struct obrero *o, const struct trabajos_reglas *reglas, bool solo_cortos, struct arena *a,
	struct trabajos_turno *out, struct error *err);

/* ---- what acts owe ---- */

/* Slugs of the classes that owe work to this act; returns how many (at most TRABAJOS_POR_ACTO_MAX). */
size_t trabajos_de_acto(const struct trabajo_clase *clases, enum acto_tipo acto, const char **slugs);

/* ---- reading ---- */

/* May this caller see jobs of that class (on a file that it sees), and of the result the whole or the local part? */
bool trabajo_visible(const char *clase, const struct actor *who);
bool trabajo_entero(const char *clase, const struct actor *who);

#endif
