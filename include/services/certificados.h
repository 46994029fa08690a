/*
 * Certificates of the public registry: a copy of an entry as it stands, with the proof that its acts are in the log (here), and that a search found nothing
 * (services/no_localizacion.h). Rendered and sealed while the caller waits, not kept. Anyone may ask; anyone may verify one by its code or its
 * bytes. One thread per `struct obrero`.
 */
#ifndef SERVICES_CERTIFICADOS_H
#define SERVICES_CERTIFICADOS_H

#include "services/bitacora.h"
#include "services/emision.h"
#include "store/certificados.h"

#define CERTIFICADO_CLASE "copia_certificada"
#define CERTIFICADO_TITULO "Copia certificada"
#define CERTIFICADO_AUTOR "Consultoría Jurídica, Secretaría de Relaciones Exteriores"

/*
 * The sealed PDF, appended to `pdf`. NOT_FOUND: no such entry. UNAVAILABLE: no seal is configured (SELLO_NO_DISPONIBLE), no signed head has the
 * entry's last act yet (BITACORA_SIN_CABEZA), or the cage or the seal is away.
 */
NODISCARD enum status certificado_make(struct obrero *o, const char *numero, struct arena *a, struct buf *pdf, struct error *err);

/* By code or by SHA-256 (the other NULL). OK with out->emitido false when there is none. */
NODISCARD enum status certificado_verify(
	struct obrero *o, const char *codigo, const struct sha256 *sha, struct arena *a, struct verificado *out, struct error *err);

/* ---- what both kinds share ---- */

/*
 * Prints `p`, seals it and records it as `f`, whose codigo, tamano and subject the caller has set; the PDF is appended to `pdf`. Only with a seal
 * (o->app->escribania). UNAVAILABLE: the cage or the seal is away.
 */
NODISCARD enum status certificado_issue(
	struct obrero *o, const struct pliego *p, struct certificado_fila *f, struct arena *a, struct buf *pdf, struct error *err);
/* Members that the frame of every document asks for: documento, oficina, expediente, verificacion. INTERNAL: no room for the QR code. */
struct certificado_marco {
	const char *titulo, *numero, *codigo, *url;
	dia_t hoy;
};
NODISCARD enum status certificado_frame(struct json_writer *w, const struct certificado_marco *m, struct error *err);
/* "2 de marzo de 2026"; null for DIA_NINGUNO. */
void certificado_date(struct json_writer *w, const char *key, dia_t d);

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
