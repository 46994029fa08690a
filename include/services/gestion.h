/*
 * A change of what the service administers (organisations, people, keys, calendar…): who makes it, what the security journal is told in the same transaction,
 * and the answer that is remembered under the request's Idempotency-Key. dictamenctl and the API go through here alike.
 */
#ifndef SERVICES_GESTION_H
#define SERVICES_GESTION_H

#include "base/buf.h"
#include "services/idempotencia.h"
#include "services/seguridad.h"

struct gestion {
	const struct actor *quien; /* NULL: dictamenctl, that is, who has the server's own login */
	const char *direccion;     /* of the client, or NULL */
	struct recuerdo *recuerdo; /* NULL: no answer is kept */
	const char *ubicacion;     /* of what is created: "/v1/organizaciones/", its id follows; NULL: no Location */
	void (*escribir)(struct buf *out, const void *hecho); /* body of the answer (201); only with `recuerdo` */
};

/* BEGIN, as the service itself; one administrative change at a time, so that what one looks at does not move under it. */
NODISCARD enum status gestion_begin(struct db *db, struct error *err);
/* In a transaction: who, from where, "objeto/<id>" (id NULL: "objeto"), and `datos`, the text of a JSON object. The last thing before its end. */
NODISCARD enum status gestion_record(struct db *db, const struct gestion *g, enum seguridad_tipo tipo, const char *objeto,
	const struct uuid *id, const char *datos, struct error *err);
/* What was done, for the journal and the answer. */
struct gestion_hecho {
	enum seguridad_tipo tipo;
	const char *objeto; /* "usuario" */
	const struct uuid *id;
	const char *datos; /* NULL: no memory left for it, which fails the change */
	const void *hecho; /* for g->escribir */
	bool sin_cambio;   /* nothing was changed: nothing is recorded */
};
/* Given how the change itself ended: remembers the answer, records, commits; or rolls back. */
NODISCARD enum status gestion_end(
	struct db *db, const struct gestion *g, enum status st, const struct gestion_hecho *h, struct arena *a, struct error *err);

#endif
