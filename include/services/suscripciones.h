/*
 * Subscriptions to events (docs/eventos.md): where an organisation wants to be told, with a secret of its own that signs what it is sent. The secret leaves
 * the service once, when it is made; kept is ciphertext of it together with the subscription's id, so that no other row can use it.
 */
#ifndef SERVICES_SUSCRIPCIONES_H
#define SERVICES_SUSCRIPCIONES_H

#include "base/cofre.h"
#include "services/app.h"
#include "store/suscripciones.h"

#define SUSCRIPCIONES_MAX 20 /* of one organisation in one role */
#define SUSCRIPCION_URL_MAX 2000
#define SUSCRIPCION_TIPOS_MAX 50
#define SECRETO_LEN 32
#define SECRETO_TEXTO_LEN 51 /* "whsec_", base64, NUL */
#define ROTACION_HORAS_MAX 168

/* What a person asks for. */
struct suscripcion_pedida {
	const char *url, *descripcion;
	const char **tipos; /* public names; none: all */
	size_t n_tipos;
	bool pausada; /* of a change only */
};

/*
 * Registers one: it is `por_verificar` until the address has answered the challenge. SUSCRIPCIONES_SIN_LLAVE, CUERPO_INVALIDO (address, types),
 * YA_EXISTE (the same address), SUSCRIPCIONES_LLENAS.
 */
NODISCARD enum status suscripcion_create(struct obrero *o, const struct actor *who, const struct suscripcion_pedida *p, struct arena *a,
	char secreto[static SECRETO_TEXTO_LEN], struct suscripcion *out, struct error *err);
/* As the whole of its data shall be, if `version` still is its version (0: any): VERSION_OBSOLETA. Another address is challenged anew. */
NODISCARD enum status suscripcion_change(struct obrero *o, const struct actor *who, const struct uuid *id, int version,
	const struct suscripcion_pedida *p, struct arena *a, struct suscripcion *out, struct error *err);
NODISCARD enum status suscripcion_end(
	struct obrero *o, const struct actor *who, const struct uuid *id, int version, struct arena *a, struct error *err);
/* A new secret; the old one signs too for so many hours. */
NODISCARD enum status suscripcion_rotate(struct obrero *o, const struct actor *who, const struct uuid *id, int horas, struct arena *a,
	char secreto[static SECRETO_TEXTO_LEN], instante_t *anterior_hasta, int *version, struct error *err);
/* Sends the challenge again: SUSCRIPCION_VERIFICADA when there is nothing to verify. */
NODISCARD enum status suscripcion_challenge(
	struct obrero *o, const struct actor *who, const struct uuid *id, struct arena *a, struct error *err);
/* Sends these events (≤ 100) again, all or none: CUERPO_INVALIDO names those that were not meant for it. *reenviadas: without those that wait already. */
NODISCARD enum status suscripcion_resend(struct obrero *o, const struct actor *who, const struct uuid *id, const struct uuid *eventos,
	size_t n, struct arena *a, int *reenviadas, struct error *err);

#endif
