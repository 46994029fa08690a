/*
 * People who sign in at an identity provider: OpenID Connect Core 1.0, authorization code with PKCE (RFC 7636), any provider that has a discovery document. Who
 * somebody is here (organisation, role) is told by rules on the claims of the ID token, in a file of the configuration (docs/identidad.md).
 *
 * What the browser carries between the two halves is one random cookie; `state`, `nonce` and the PKCE verifier are derived from it, so that nothing is stored
 * and an answer that belongs to another browser, or to no question, fits nothing.
 *
 * Discovery and keys are kept: for a quarter of an hour without asking again, for a day while the provider does not answer. A key that is not known makes it be
 * asked at once, but not more often than every ten seconds. Everything here may wait for the network, so it runs on LANE_PROVEEDOR only. Thread-safe.
 */
#ifndef SERVICES_PROVEEDOR_H
#define SERVICES_PROVEEDOR_H

#include "services/cuentas.h"

#define ENTRADA_COOKIE "__Host-entrada"

struct proveedor;
/* Reads the rules and the secret; asks nobody yet. *out NULL when oidc_emisor is empty. INTERNAL (CONFIGURACION_INVALIDA) with err. */
NODISCARD enum status proveedor_create(const struct config *c, struct proveedor **out, struct error *err);
void proveedor_destroy(struct proveedor *p);

/* The cookie to be set and the address to send the browser to. PROVEEDOR_NO_DISPONIBLE when its discovery document cannot be had. */
NODISCARD enum status proveedor_ir(
	struct proveedor *p, char cookie[static OPACO_LEN], const char **url, struct arena *a, struct error *err);

/* What the browser brings back; NULL = absent. */
struct proveedor_regreso {
	const char *code, *state, *iss, *error;
};
/*
 * ENTRADA_INVALIDA for whatever does not belong to this browser's own question, or is not signed and dated as it must be; PROVEEDOR_NEGO when the provider says
 * no; SIN_FUNCION when no rule fits, or the person was deactivated here; PROVEEDOR_NO_DISPONIBLE. A person who comes for the first time enters the
 * directory; later on, name, address, organisation and role follow the provider.
 */
NODISCARD enum status proveedor_volver(struct obrero *o, struct proveedor *p, const struct proveedor_regreso *r,
	const struct sesion_origen *de, struct arena *a, struct sesion_nueva *out, struct error *err);

#endif
