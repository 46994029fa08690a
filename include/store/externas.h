/* People of an identity provider. One connection, one thread. */
#ifndef STORE_EXTERNAS_H
#define STORE_EXTERNAS_H

#include "store/db.h"

struct externa {
	const char *emisor, *sujeto;
	const char *nombre, *correo; /* correo NULL: none */
	struct uuid organizacion;
	enum rol rol;
};
/*
 * The person behind (emisor, sujeto), brought up to what the provider says, in one statement; one who comes for the first time enters the directory. FORBIDDEN
 * (SIN_FUNCION) when the person was deactivated here, or the rule's organisation is not there.
 */
NODISCARD enum status externas_persona(struct db *db, const struct externa *e, instante_t now, struct uuid *quien, struct error *err);

#endif
