/*
 * Constancia de no localización: sealed, numbered and verifiable by anyone, it says that a search of the public registry found no entry at a moment; with which
 * criteria, among how many acts, under which signed head of the log. It never says that an agreement does not exist: one may have been signed
 * and not inscribed, or stand under other words. It speaks of the public registry only, so it tells nothing about files under way (PROCEDURE, rules
 * 10 and 11). One thread per `struct obrero`.
 */
#ifndef SERVICES_NO_LOCALIZACION_H
#define SERVICES_NO_LOCALIZACION_H

#include "services/certificados.h"
#include "store/registro.h"

#define NO_LOCALIZACION_CLASE "constancia_no_localizacion"
#define NO_LOCALIZACION_TITULO "Constancia de no localización"
#define NO_LOCALIZACION_ADJUNTO "consulta.json"
#define NO_LOCALIZACION_TOPE 10000 /* found entries are counted no further */

struct no_localizacion {
	/* asked */
	const struct registro_filtro *filtro; /* with at least one condition */
	const char *palabras, *parte;         /* as they were typed, without control characters; NULL: none */
	const char *direccion;                /* the same search as an address: "/v1/registro?…" */
	/* came out */
	const char *numero;
	char codigo[CODIGO_LEN];
};

/*
 * The sealed PDF, appended to `pdf`; strings live in `a`. The number is taken before the document is made, and lost when that fails: no gaps are promised (PROCEDURE,
 * rule 9), and no transaction is held while the renderer works. CONFLICT (ASIENTOS_LOCALIZADOS): there are entries. UNAVAILABLE: no seal is
 * configured (SELLO_NO_DISPONIBLE), the registry as it stands has no signed head (BITACORA_SIN_CABEZA), or the cage or the seal is away.
 */
NODISCARD enum status no_localizacion_make(
	struct obrero *o, struct no_localizacion *p, struct arena *a, struct buf *pdf, struct error *err);

/* What verification tells of one that was issued. It stays true: it speaks of its moment. */
NODISCARD enum status no_localizacion_describe(
	const struct certificado_fila *f, struct arena *a, struct verificado *out, struct error *err);

#endif
