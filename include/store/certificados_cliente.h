/* Client certificates of organisations (mTLS). One connection, one thread; texts of results live in the arena. */
#ifndef STORE_CERTIFICADOS_CLIENTE_H
#define STORE_CERTIFICADOS_CLIENTE_H

#include "store/db.h"

struct certificado_cliente {
	struct uuid id, organizacion;
	struct sha256 sha256; /* of its DER */
	const char *asunto;
	const char *etiqueta; /* "" when it has none */
	instante_t desde, vence_en, creado_en, revocado_en;
};
/* Fills creado_en. YA_EXISTE when somebody has it and it was not revoked; NOT_FOUND without the organisation. */
NODISCARD enum status certificados_cliente_create(struct db *db, struct certificado_cliente *c, struct error *err);
/* Of this organisation; NOT_FOUND when it is not, or was revoked already. */
NODISCARD enum status certificados_cliente_revoke(struct db *db, const struct uuid *organizacion, const struct uuid *id, struct error *err);
/* A page by id, revoked and expired ones too; `uno` (nil: any): this one only. */
NODISCARD enum status certificados_cliente_page(struct db *db, const struct uuid *organizacion, const struct uuid *despues,
	const struct uuid *uno, int limite, struct arena *a, struct certificado_cliente **out, size_t *n, struct error *err);
/* Neither revoked nor expired (`vivos`), and of those the ones whose term has begun (`vigentes`). */
NODISCARD enum status certificados_cliente_count(
	struct db *db, const struct uuid *organizacion, instante_t now, int *vivos, int *vigentes, struct error *err);

#endif
