/*
 * Scripts of the sandbox: how the DGCP and the Consultoría answer a file by themselves (docs/manual/portales-e-integradores.md). Those of config/ensayo/ are carried inside the
 * program; a folder of one's own adds to them, or replaces those of the same name. Read once at start; immutable afterwards, thread-safe.
 */
#ifndef SERVICES_GUIONES_H
#define SERVICES_GUIONES_H

#include "base/buf.h"
#include "domain/procedimiento.h"

#define GUION_COMUN "procedente" /* of whoever chose none */
#define GUION_NINGUNO "ninguno"  /* nobody answers: people play the offices */
#define GUION_ESPERA_MAX 250     /* business days */

/* What is done in a state. Several of one state: one for each stay in it, in order; the last one goes on for all later stays. */
struct guion_paso {
	enum estado estado;
	enum acto_tipo acto;
	enum rol rol; /* whose act it is: dgcp, cja or cja_titular */
	const struct acto_datos *datos;
	int espera; /* business days after the file came into the state */
	int linea;
};
struct guion {
	const char *nombre, *titulo;
	const struct guion_paso *pasos; /* in the order of the file */
	size_t n_pasos;
};
struct guiones;

/* `carpeta` "": the program's own alone. INVALID: every fault is in `faltas`, one a line, "file:line: what". */
NODISCARD enum status guiones_load(const char *carpeta, struct guiones **out, struct buf *faltas);
void guiones_free(struct guiones *g); /* NULL is fine */
/* NULL: there is none of that name. */
const struct guion *guiones_find(const struct guiones *g, const char *nombre);
/* By name; `ninguno` is not among them. */
const struct guion *guiones_all(const struct guiones *g, size_t *n);
/* One script. INVALID as above; `nombre` is kept as it is. Results live in `a`. For guiones_load and its tests. */
NODISCARD enum status guion_read(
	const char *archivo, const char *nombre, const char *texto, struct arena *a, struct guion *out, struct buf *faltas);
/* What is to be done on the `estancia`-th stay in a state, from 1; NULL: nothing. */
const struct guion_paso *guion_paso_for(const struct guion *g, enum estado e, int estancia);

#endif
