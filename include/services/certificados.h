/*
 * Certified copies of the registry's entries: the entry as it stands, with the proof that its acts are in the log; rendered, sealed, not kept.
 * Anyone may ask; anyone may verify one by its code or its bytes. One thread per `struct obrero`.
 */
#ifndef SERVICES_CERTIFICADOS_H
#define SERVICES_CERTIFICADOS_H

#include "services/bitacora.h"
#include "services/emision.h"

#define CERTIFICADO_CLASE "copia_certificada"
#define CERTIFICADO_TITULO "Copia certificada"
#define CERTIFICADO_ADJUNTO "prueba.json"

/*
 * The sealed PDF, appended to `pdf`. NOT_FOUND: no such entry. UNAVAILABLE: no seal is configured (SELLO_NO_DISPONIBLE), no signed head has the
 * entry's last act yet (BITACORA_SIN_CABEZA), or the cage or the seal is away.
 */
NODISCARD enum status certificado_make(struct obrero *o, const char *numero, struct arena *a, struct buf *pdf, struct error *err);

/* By code or by SHA-256 (the other NULL). OK with out->emitido false when there is none. */
NODISCARD enum status certificado_verify(
	struct obrero *o, const char *codigo, const struct sha256 *sha, struct arena *a, struct verificado *out, struct error *err);

/* What the template is given; certificado_pliego.c. */
struct certificado_hechos {
	const char *numero, *codigo, *url;
	struct asiento_datos datos;
	dia_t hoy;
	const struct bitacora_hoja *actos;
	size_t n_actos;
	const struct bitacora_inclusion *prueba; /* with its head */
};
NODISCARD enum status certificado_datos(const struct certificado_hechos *h, struct arena *a, struct buf *out, struct error *err);

#endif
