/* Private to the files of the identity provider. */
#ifndef SERVICES_PROVEEDOR_INTERNO_H
#define SERVICES_PROVEEDOR_INTERNO_H

#include "credencial/jose.h"
#include "services/proveedor.h"

#define REGLAS_MAX 200
#define EXIGE_MAX 8

/* One rule: all of `exige` must be so; the first that fits counts. */
struct mapa_regla {
	struct {
		char *claim, *valor;
	} exige[EXIGE_MAX];
	int n;
	struct uuid organizacion;
	enum rol rol;
};
struct mapa {
	struct mapa_regla reglas[REGLAS_MAX];
	size_t n;
};
/* Reads the file. False with what is wrong and the line, 0: the whole file. */
bool mapa_load(const char *ruta, struct mapa *out, int *linea, const char **motivo);
void mapa_free(struct mapa *m);
const struct mapa_regla *mapa_find(const struct mapa *m, const struct jose_claims *c);

#endif
