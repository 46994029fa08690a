/*
 * The configuration as the services see it: one member per row of config.def, validated before anything starts (src/cli/config.c).
 * Immutable afterwards; the rows marked CONFIG_RECARGABLE are applied elsewhere on SIGHUP (struct app, log_set_level).
 */
#ifndef SERVICES_CONFIG_H
#define SERVICES_CONFIG_H

#include <stdint.h>

#include "base/log.h"
#include "domain/calendario.h"
#include "domain/vocabulario.h"

#define CONFIG_SECRETO 1u      /* never printed */
#define CONFIG_RECARGABLE 2u   /* SIGHUP applies a new value */
#define CONFIG_PATRON 4u       /* number pattern (services/numeros.h) */
#define CONFIG_PROXIES 8u      /* networks (base/direccion.h) */
#define CONFIG_CERTIFICADO 16u /* a form (credencial/certificado.h) */

#define CONFIG_C_TEXTO const char *
#define CONFIG_C_ENTERO int
#define CONFIG_C_TAMANO int64_t
#define CONFIG_C_HORA int /* second of the day */
#define CONFIG_C_LECTURA enum lectura
#define CONFIG_C_NIVEL enum log_level

struct config {
#define CONFIG(tipo, nombre, defecto, min, max, flags, ayuda) CONFIG_C_##tipo nombre;
#include "services/config.def"
#undef CONFIG
};

/* Rule 5 as configured. */
static inline struct reglas_plazo config_reglas(const struct config *c)
{
	return (struct reglas_plazo){.dias_antelacion = c->dias_antelacion,
		.hora_cierre = c->hora_cierre,
		.lectura = c->lectura,
		.dias_prevencion_min = c->dias_prevencion_min,
		.meses_caducidad = c->meses_caducidad};
}

/* Configured pattern of a series; NULL for SERIE_NINGUNO. */
const char *config_patron(const struct config *c, enum serie serie);

#endif
