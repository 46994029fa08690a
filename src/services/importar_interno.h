/* Private to the import of the registry: a pass over the file and the batch that it gathers. */
#ifndef SERVICES_IMPORTAR_INTERNO_H
#define SERVICES_IMPORTAR_INTERNO_H

#include "services/registro_importar.h"
#include "store/registro.h"

#define IMPORTAR_LOTE 1000
#define IMPORTAR_LOTE_BYTES ((size_t)32 << 20) /* of what its rows hold: a batch of long ones is shorter */

/* A row that may be loaded. */
struct pendiente {
	int64_t linea;
	int columna_numero, columna_clave; /* of the cells that tell it from others */
	const char *numero;                /* NULL: the series gives one */
	struct asiento_datos datos;
};

/* Keys that the file had until here, by 128 bits of each: an open table, never more than half full. */
struct vistas {
	uint8_t llave[2 * HASH_KEY_LEN];
	struct vista {
		uint64_t a, b;
		int64_t linea; /* 0: free */
	} * v;
	size_t n, cap;
};

struct importar {
	struct registro_importar *p;
	bool carga; /* the second pass: nothing is told again */
	struct csv_lector csv;
	struct sha256_ctx sha;
	struct mapa_columnas columnas;
	struct asiento_filas filas;
	struct arena *de_la_pasada;
	dia_t hoy;
	int64_t total; /* bytes of the file */
	struct vistas vistas;
	/* the batch */
	struct arena *a;
	struct pendiente *lote;
	size_t n;
	bool mala;                 /* the row under way */
	bool dicha[COLUMNA_COUNT]; /* of these data its cell's fault was told */
	int64_t renglones, malos, ya_estaban, distintos, cargados;
};

/* Tells what is wrong with a row, by the cell that tells it from others, or only what should be known (aviso). */
void importar_falta(struct importar *x, const struct pendiente *r, enum asiento_columna c, const char *valor, const char *que, bool aviso);
/* Sets x->mala when a row above has this one's key or number. */
void importar_repetido(struct importar *x, const struct pendiente *r);
/* Compares the batch with the registry; in the second pass, records what is not in it. Leaves an empty batch. */
NODISCARD enum status importar_lote(struct importar *x, struct error *err);
NODISCARD enum status importar_lote_nuevo(struct importar *x, struct error *err);

#endif
