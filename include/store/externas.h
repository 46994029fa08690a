/* People of an identity provider. One connection, one thread. */
#ifndef STORE_EXTERNAS_H
#define STORE_EXTERNAS_H

#include "store/db.h"

struct externa {
	const char *emisor, *sujeto;
	const char *nombre, *correo; /* correo NULL: none */
	struct uuid organizacion;
	enum rol rol;
	bool maquina; /* a system, which no person becomes, nor the other way round */
	instante_t
		dicho_en; /* when the provider said so: what is older than what it said last changes nothing, and is not taken if it says otherwise */
};
/*
 * The person or system behind (emisor, sujeto), brought up to what the provider says, in one statement; who comes for the first time enters the directory. FORBIDDEN
 * (SIN_FUNCION) when it was deactivated here, is of the other kind, what is said is no longer so, or the rule's organisation is not there.
 */
NODISCARD enum status externas_persona(struct db *db, const struct externa *e, instante_t now, struct uuid *quien, struct error *err);

#endif
