/* What the security journal is told of a change of the directory: texts of JSON objects with sorted members. NULL: no memory. Private to src/services. */
#ifndef SERVICES_DIRECTORIO_DIARIO_H
#define SERVICES_DIRECTORIO_DIARIO_H

#include "store/directorio.h"

/* `antes` NULL: it was created. */
const char *directorio_diario_organizacion(const struct organizacion *antes, const struct organizacion *despues, struct arena *a);
/* `suscripciones`: how many stay behind with nobody who answers for them; 0 is not told. */
const char *directorio_diario_usuario(const struct usuario *antes, const struct usuario *despues, int suscripciones, struct arena *a);
const char *directorio_diario_clave(
	const char *accion, const char *ambitos, const struct uuid *usuario, instante_t expira_en, struct arena *a);

#endif
