/* The calendar in use: a snapshot that threads share, its renewal, and the use cases of loading and publishing. */
#ifndef SERVICES_CALENDARIO_H
#define SERVICES_CALENDARIO_H

#include "base/buf.h"
#include "services/gestion.h"
#include "store/calendario.h"
#include "store/db.h"

/*
 * The newest calendar as an immutable, counted snapshot. Thread-safe: a snapshot got stays valid and unchanged until it is put back,
 * whatever is published meanwhile.
 */
struct calendario_vivo;
struct calendario_vivo *calendario_vivo_create(void);                            /* version 0, no days; NULL without memory */
void calendario_vivo_destroy(struct calendario_vivo *v);                         /* all snapshots must be back */
const struct calendario *calendario_vivo_get(struct calendario_vivo *v);         /* never NULL */
void calendario_vivo_put(struct calendario_vivo *v, const struct calendario *c); /* NULL is fine */
/* Looks at the newest version and swaps the snapshot when it is another one. */
NODISCARD enum status calendario_vivo_refresh(struct calendario_vivo *v, struct db *db, struct error *err);

/* ---- publishing (GET/POST /v1/calendario/avisos) ---- */

enum aviso_tipo { AVISO_TIPO_NINGUNO, AVISO_TIPO_SUSPENSION, AVISO_TIPO_HABILITACION, AVISO_TIPO_REVOCACION, AVISO_TIPO_COUNT };
extern const struct vocabulario vocabulario_aviso;

#define AVISO_FECHAS_MAX 366
struct aviso_peticion {
	enum aviso_tipo tipo;
	dia_t *fechas; /* suspension, habilitacion: 1–366, or else desde and hasta; revocacion: none */
	size_t n_fechas;
	dia_t desde, hasta;          /* DIA_NINGUNO */
	const char *motivo, *fuente; /* 1–500: why, and where it was published (DOF) */
	int *anios;                  /* years whose SRE calendar is complete with this notice */
	size_t n_anios;
	int revoca; /* revocacion: version of the notice that it ends */
	struct uuid usuario;
};
/*
 * Publishes a notice as a new version, in one transaction under the writers' lock, and records it. INVALID lists every fault of form, an enabling of a
 * working day, the revocation of a load. CONFLICT: a day that an earlier notice enabled (revoke that one), a notice revoked already.
 * NOT_FOUND: nothing to revoke. Expands desde–hasta into fechas. `write` gives the answer, which is in g->recuerdo (never NULL) afterwards.
 */
typedef void aviso_writer(struct buf *out, const struct aviso_fila *aviso);
NODISCARD enum status calendario_aviso_publish(
	struct db *db, const struct gestion *g, struct aviso_peticion *p, aviso_writer *write, struct arena *a, struct error *err);

/* ---- loading (dictamenctl calendario cargar, POST /v1/calendario/cargas) ---- */

struct calendario_carga {
	const char *dias_csv, *anios_csv; /* whole texts; NULL: none. Columns fecha,tipo,motivo,fuente,origen[,url]; anio,fuente */
	const char *fuente;               /* of the notice */
};
struct calendario_cargado {
	int version; /* 0: nothing new, no notice was made */
	int dias, anios;
};
/* What the program carries inside: config/inhabiles.csv and config/calendario_anios.csv. */
void calendario_carga_incluida(struct calendario_carga *out);
/*
 * Adds the days and years that are not in force yet, as one notice `carga`, and records it. INVALID, with an item for each faulty line, when the CSV
 * is malformed. `escribir` (NULL: none) gives the answer to be remembered, from the struct calendario_cargado.
 */
NODISCARD enum status calendario_cargar(struct db *db, const struct gestion *g, const struct calendario_carga *c, struct arena *a,
	struct calendario_cargado *out, struct error *err);

#endif
