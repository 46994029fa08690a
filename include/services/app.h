/*
 * What every thread of the service shares (`struct app`) and what one lane thread owns (`struct obrero`: the `worker` of handlers).
 * `dictamend` makes both. The members are set before the threads start; what changes later says how.
 */
#ifndef SERVICES_APP_H
#define SERVICES_APP_H

#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "domain/calendario.h"
#include "services/config.h"
#include "store/db.h"

struct identidad_cache;    /* services/identidad.h; thread-safe */
struct calendario_vivo;    /* services/calendario.h; thread-safe */
struct cache;              /* services/cache.h; thread-safe */
struct trabajos_timbre;    /* services/trabajos.h; thread-safe */
struct reglas;             /* texto/reglas.h; immutable */
struct plantillas;         /* emision/plantillas.h; immutable */
struct escribania;         /* services/emision.h; immutable */
struct firma_llave;        /* base/firma.h; immutable */
struct respuestas;         /* services/respuestas.h; thread-safe */
struct cuentas;            /* services/cuentas.h; immutable */
struct tokens;             /* services/tokens.h; immutable */
struct proveedor;          /* services/proveedor.h; thread-safe */
struct descargas;          /* services/descargas.h; thread-safe */
struct delegaciones_cache; /* services/delegacion.h; thread-safe */
struct seguridad;          /* services/seguridad.h; thread-safe */
struct cofre_llave;        /* base/cofre.h; immutable */
struct guiones;            /* services/guiones.h; immutable */

struct app {
	const struct config *config;
	const char *inspector;          /* path of dictamen-inspector, resolved */
	const char *lanzador;           /* path of dictamen-jaula, resolved */
	struct reglas *reglas_revision; /* of the pre-check (services/revision.h) */
	struct identidad_cache *identidad;
	struct calendario_vivo *calendario;
	struct cache *cache;
	sem_t inspecciones;                            /* documents that may be inspected at once while they are received */
	struct trabajos_timbre *timbre;                /* rung when an act leaves work; NULL: nobody works here */
	const struct escribania *escribania;           /* NULL: no seal is configured, and nothing is issued */
	const struct plantillas *plantillas;           /* the files: of the program, or of the folder */
	const struct firma_llave *llave_bitacora;      /* signs the heads of the registry's log; NULL: none are signed here */
	const struct cofre_llave *llave_suscripciones; /* of the secrets of subscriptions; NULL: there are none here */
	struct respuestas *estadisticas, *paginas;     /* of the registry, as they were answered */
	struct descargas *descargas;
	struct delegaciones_cache *delegaciones;
	struct seguridad *seguridad; /* what the security journal must still be told */
	const struct cuentas *cuentas;
	const struct tokens *tokens;
	struct proveedor *proveedor; /* NULL: none is configured */
	struct reglas_plazo reglas;
	_Atomic int recordatorio_dias; /* reloadable */
	_Atomic bool lista;            /* database reachable, writable and current, as of the last look (each second) */
	_Atomic bool parando;          /* stopping: /readyz says so */
	_Atomic bool base_ajena;       /* the database is a sandbox's and this process is none, or the other way round */
	const struct guiones *guiones; /* of a sandbox; NULL: this is none */
};

struct obrero {
	struct db *db; /* never NULL while a handler runs */
	struct app *app;
};

#endif
