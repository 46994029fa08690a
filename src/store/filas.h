/* Private to src/store: the row mapper of the journal. */
#ifndef STORE_FILAS_H
#define STORE_FILAS_H

#include "store/expedientes.h"
#include "store/pg.h"

struct acto_columnas {
	int id, n, acto, desde, hacia, registrado_en, fecha_legal, usuario, organizacion, rol, datos, efectos, anterior, hash;
};
/* Role of an act as stored: the service itself acts as `sistema`. */
const char *acto_fila_rol(const struct acto_fila *f);
void acto_columnas_find(const PGresult *r, struct acto_columnas *c);
NODISCARD enum status acto_fila_read(
	const PGresult *r, int row, const struct acto_columnas *c, struct arena *a, struct acto_fila *f, struct error *err);

#endif
