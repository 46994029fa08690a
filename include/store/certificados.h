/* What was certified of the registry, and the entry that is certified. One connection, one thread; texts of results live in the arena. */
#ifndef STORE_CERTIFICADOS_H
#define STORE_CERTIFICADOS_H

#include "store/db.h"

/* Either a copy of an entry (asiento, n) or that a search found none (numero, criterios, momento); the others are NULL, 0, INSTANTE_NINGUNO. */
struct certificado_fila {
	const char *codigo, *asiento;
	struct sha256 sha256;
	int n;                          /* the act of the entry that was the last one */
	const char *numero, *criterios; /* of the series of its kind; JSON (services/no_localizacion.h) */
	instante_t momento;             /* of the search */
	int64_t tamano;                 /* of the journal */
	struct sha256 certificado;
	const char *sello, *sello_nota; /* "B-B" or "B-T"; NULL: nothing to say */
	instante_t sellado_en;
	struct sha256 plantillas; /* certificado_add: the set that made it (store/plantillas.h) */
	bool superado;            /* certificado_find: the entry has later acts */
};
NODISCARD enum status certificado_add(struct db *db, const struct certificado_fila *f, struct error *err);
/* By code, or by SHA-256 (the other NULL). *hay false: none. */
NODISCARD enum status certificado_find(struct db *db, const char *codigo, const struct sha256 *sha, struct arena *a,
	struct certificado_fila *out, bool *hay, struct error *err);

struct asiento_presente {
	int n;
	int64_t indice;
	const char *datos; /* JSON */
};
/* The entry as it stands. NOT_FOUND. */
NODISCARD enum status certificado_asiento(
	struct db *db, const char *numero, struct arena *a, struct asiento_presente *out, struct error *err);

#endif
