/*
 * Client certificates of organisations (mTLS): what the administration and dictamenctl do with them, each change in one transaction with its row in the security
 * journal (services/gestion.h). Whether an organisation demands one is its own `exige_certificado` (services/directorio.h); what that means for a
 * request: services/identidad.h.
 */
#ifndef SERVICES_CERTIFICADOS_CLIENTE_H
#define SERVICES_CERTIFICADOS_CLIENTE_H

#include "credencial/certificado.h"
#include "services/gestion.h"
#include "store/certificados_cliente.h"

#define CERTIFICADO_ETIQUETA_MAX 100 /* characters */

/*
 * c->organizacion and c->etiqueta with the certificate in `pem`; fills the rest. INVALID: no readable certificate, a weak key, past its term, or the label;
 * NOT_FOUND: organisation; CONFLICT: YA_EXISTE (somebody has it), DEMASIADOS_CERTIFICADOS (CERTIFICADOS_MAX not revoked and not expired).
 */
NODISCARD enum status certificado_cliente_alta(
	struct db *db, const struct gestion *g, const char *pem, struct certificado_cliente *c, struct error *err);
/* NOT_FOUND unless it is this organisation's; repeating changes nothing. */
NODISCARD enum status certificado_cliente_revocar(
	struct db *db, const struct gestion *g, const struct uuid *organizacion, const struct uuid *id, struct error *err);

#endif
