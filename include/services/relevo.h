/*
 * The hand-over of a local government to its next administration, in one act: files belong to the organisation, so what changes is who may speak for it. The list of
 * what is pending (each open file, its state, what it owes, the next deadline) is made and kept with its hash; everybody but those who stay loses access; what
 * had been delegated to the state's liaison ends; the security journal tells it, all in one transaction.
 */
#ifndef SERVICES_RELEVO_H
#define SERVICES_RELEVO_H

#include "services/app.h"
#include "services/gestion.h"
#include "store/relevos.h"

#define RELEVO_EXPEDIENTES_MAX 5000 /* open files of one organisation */
#define RELEVO_QUEDAN_MAX 100

struct relevo_pedido {
	struct uuid organizacion, recibe;
	const char *administracion;    /* 1–200 */
	const struct uuid *permanecen; /* people who stay besides the one who receives */
	size_t n_permanecen;
};

/* The list as it is now: text of a JSON list and how many files. SATURADO with more than RELEVO_EXPEDIENTES_MAX. */
NODISCARD enum status relevo_pendientes(
	struct obrero *o, const struct uuid *organizacion, struct arena *a, const char **lista, int *n, struct error *err);
/*
 * INVALID: a federal organisation, people who are not active people of it (the one who receives must be gobierno_local). NOT_FOUND: organisation.
 * CONFLICT: inactive organisation.
 */
NODISCARD enum status relevar(
	struct obrero *o, const struct gestion *g, const struct relevo_pedido *p, struct arena *a, struct relevo *out, struct error *err);

#endif
