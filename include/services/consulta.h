/*
 * Reading files, in groups: one round trip tells for all of them whether the caller may see them, their version, and the acts that the cache
 * lacks. Reads of one group are sorted by caller, so that row-level security speaks for each. One thread per `struct obrero`.
 */
#ifndef SERVICES_CONSULTA_H
#define SERVICES_CONSULTA_H

#include "base/buf.h"
#include "services/app.h"
#include "store/expedientes.h"

enum vista {
	VISTA_EXPEDIENTE, /* the file for this caller: a function of its version */
	VISTA_PASOS       /* the twelve steps up to today */
};

struct consulta {
	/* asked */
	const struct actor *who;
	const char *ref; /* id or folio */
	enum vista vista;
	const char *if_none_match; /* header as received, NULL = none */
	struct arena *arena;
	struct error *err;
	/* answered */
	enum status status;
	bool igual; /* the caller's copy is current: 304 */
	const char *etag;
	struct buf cuerpo; /* the caller frees it */
	/* own use */
	struct uuid id;
	size_t carga;
	bool resuelta;
};

void consultas_perform(struct obrero *o, struct consulta **l, size_t n);

/*
 * Runs `fn` with one file as it stands now, locked, already known to be visible to `who`. For resources that need a part of it
 * (documents, journal). `fn` does not block.
 */
NODISCARD enum status expediente_with(struct obrero *o, const struct actor *who, const char *ref, struct arena *a,
	enum status (*fn)(const struct expediente *e, void *arg, struct error *err), void *arg, struct error *err);

/*
 * What tells callers apart in the entity tag of a representation that depends on who asks (RFC 9110 §8.8.1: a strong tag names one body of a resource):
 * "<version>-…-<mark>". As If-Match only the version counts.
 */
#define MARCA_LEN 17
void consulta_marca(const struct actor *who, char out[static MARCA_LEN]);

/* True when a header If-None-Match names this entity tag (or "*"); weak comparison (RFC 9110 §13.1.2). */
bool etag_matches(const char *if_none_match, const char *etag);

#endif
