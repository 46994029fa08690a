/*
 * Loading a table of agreements into the registry (docs/registro.md). Two passes over the file: the first judges every row and tells all that is wrong with it,
 * and loads nothing; the second loads through registro_asentar, a batch a transaction, so that an import that was cut off goes on where it was. A row that
 * is loaded already is left alone. Memory does not grow with the file but for 24 bytes a row, by which a repeated row is found. One thread per `struct db`.
 */
#ifndef SERVICES_REGISTRO_IMPORTAR_H
#define SERVICES_REGISTRO_IMPORTAR_H

#include "services/registro_mapa.h"
#include "store/db.h"

struct registro_importar_avance {
	bool carga; /* the second pass */
	int64_t bytes, total, renglones;
};
struct registro_importar {
	/* of the caller */
	struct db *db;
	int fd;              /* of a regular file, or another that can be read twice */
	const char *archivo; /* its name, for the entries' journal */
	const struct registro_mapa *mapa;
	const char *patron;         /* of the registry's numbers (services/numeros.h) */
	const char *fuente, *fecha; /* for rows whose cells do not say; NULL: none. fecha AAAA-MM-DD */
	bool omitir_malas;          /* load the others */
	bool ensayo;                /* judge only */
	mapa_falta_fn *falta;       /* of a row that cannot be loaded */
	mapa_falta_fn *aviso;       /* of one that is loaded already, and says something else now */
	void (*avance)(void *ctx, const struct registro_importar_avance *a); /* after each batch */
	void *ctx;
	/* came out */
	int64_t renglones, malos, ya_estaban, distintos, cargados;
	struct sha256 sha256; /* of the file */
};
/*
 * INVALID, without a problem set: something is wrong with the file, `falta` was told all of it, and nothing was loaded (with omitir_malas only the heading can be at fault).
 * Other failures: what was loaded until then stays, and the same call goes on after it.
 */
NODISCARD enum status registro_importar(struct registro_importar *p, struct error *err);

#endif
