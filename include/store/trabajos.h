/*
 * Jobs: work that an act leaves for later. They are born with their act (store/expedientes.h, `aplicacion.trabajos`); here they are taken, kept
 * alive, ended and read. The lease is on the database's clock. One connection, one thread; texts of results live in the arena.
 */
#ifndef STORE_TRABAJOS_H
#define STORE_TRABAJOS_H

#include "store/db.h"

enum trabajo_estado { TRABAJO_PENDIENTE, TRABAJO_EN_CURSO, TRABAJO_HECHO, TRABAJO_FALLIDO, TRABAJO_ESTADO_COUNT };
const char *trabajo_estado_slug(enum trabajo_estado e);
static inline bool trabajo_terminado(enum trabajo_estado e)
{
	return e == TRABAJO_HECHO || e == TRABAJO_FALLIDO;
}

/* What a worker gets to do. */
struct trabajo {
	struct uuid id, expediente;
	int n;             /* the act that owes it */
	const char *clase; /* slug of services/trabajos.h */
	int intentos;      /* this try included */
	int tomas;         /* which taking this is: only the last one may write */
};

/* Why a job failed or waits: as in `struct error`, kept with it. `slug` NULL: nothing is wrong. */
struct trabajo_problema {
	const char *slug;
	struct texto detalle, que_hacer;
};

/*
 * Takes the job that has waited longest among `clases` for `arriendo_ms`. One whose worker went away `caidas_max` times comes back with
 * *estado FALLIDO and the problem `caido` kept: there is nothing to do with it but to tell. *hay false: none is due.
 */
NODISCARD enum status trabajos_tomar(struct db *db, const char *const *clases, size_t n, int arriendo_ms, int caidas_max,
	const struct trabajo_problema *caido, struct arena *a, struct trabajo *out, enum trabajo_estado *estado, bool *hay,
	struct error *err);
/* Writes how far it is and renews the lease. *mio false: the lease ran out and somebody else took it; nothing was written. So for the others too. */
NODISCARD enum status trabajos_avanzar(
	struct db *db, const struct trabajo *t, int hechas, int total, const char *texto, int arriendo_ms, bool *mio, struct error *err);
/* `problema` NULL: done, with `resultado` (JSON) and `resultado_local` (what the local government may see, NULL = nothing); else failed. */
NODISCARD enum status trabajos_terminar(struct db *db, const struct trabajo *t, const char *resultado, const char *resultado_local,
	const struct trabajo_problema *problema, bool *mio, struct error *err);
/* To be tried again in `espera_ms`. `sin_contar`: this try does not count. */
NODISCARD enum status trabajos_devolver(struct db *db, const struct trabajo *t, int espera_ms, bool sin_contar,
	const struct trabajo_problema *problema, bool *mio, struct error *err);

/* What readers see. */
struct trabajo_fila {
	struct uuid id, expediente;
	int n, hechas, total, intentos;
	const char *clase, *avance;
	enum trabajo_estado estado;
	const char *resultado, *resultado_local; /* NULL: none (always in lists) */
	struct trabajo_problema problema;
	instante_t creado_en, actualizado_en, terminado_en;
};
/* One job of a file that the caller may see; NOT_FOUND. */
NODISCARD enum status trabajos_ver(
	struct db *db, const struct actor *who, const struct uuid *id, struct arena *a, struct trabajo_fila *out, struct error *err);
/* The newest `limite` jobs of a file; NOT_FOUND when the caller may not see it. */
NODISCARD enum status trabajos_listar(struct db *db, const struct actor *who, const struct uuid *expediente, int limite, struct arena *a,
	struct trabajo_fila **out, size_t *n, struct error *err);

#endif
