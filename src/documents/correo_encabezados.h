/* Private to the message parser: its header. */
#ifndef SRC_DOCUMENTS_CORREO_ENCABEZADOS_H
#define SRC_DOCUMENTS_CORREO_ENCABEZADOS_H

#include <gmime/gmime.h>

#include "documents/correo_analisis.h"

/* Fills everything of `out` that the header tells. Texts are "" when absent, NULL only when `a` is full. */
enum correo_hallazgo correo_encabezados(GMimeMessage *m, struct arena *a, struct correo *out);

#endif
