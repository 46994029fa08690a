/*
 * Idempotency keys. Those whose request is being done right now, in this process: the second one is told so instead of waiting. And `recuerdo`, for changes that are
 * one transaction and not acts: the answer is kept under its key in that transaction, for 24 hours. Thread-safe but for the connection.
 */
#ifndef SERVICES_IDEMPOTENCIA_H
#define SERVICES_IDEMPOTENCIA_H

#include <stdbool.h>

#include "base/hash.h"
#include "store/db.h"

/* False when the same user's same key is under way. */
bool idempotencia_claim(const struct uuid *usuario, const char *clave);
void idempotencia_release(const struct uuid *usuario, const char *clave);

struct recuerdo {
	struct uuid usuario;
	const char *clave; /* NULL: none was given, and nothing is kept */
	struct sha256 huella;
	/* the answer: as remembered, or to be remembered; "Name: value\n" lines of headers */
	bool repetida;
	int http;
	const char *cuerpo, *encabezados;
};
/*
 * Claims the key and looks it up: `repetida` and the answer when it was answered already. IDEMPOTENCIA_EN_CURSO, IDEMPOTENCIA_OTRO_CUERPO. After OK, recuerdo_end
 * once the request is over.
 */
NODISCARD enum status recuerdo_begin(struct db *db, struct recuerdo *r, struct arena *a, struct error *err);
/* In the transaction of the change, once the answer is set. */
NODISCARD enum status recuerdo_keep(struct db *db, const struct recuerdo *r, struct error *err);
void recuerdo_end(const struct recuerdo *r);

#endif
