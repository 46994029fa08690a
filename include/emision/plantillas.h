/*
 * The templates: those carried inside the program, each replaced by the office's own of the same name when a folder is configured. Read once at
 * start; immutable afterwards, thread-safe. A faulty one is never passed over: whoever needs it is refused.
 */
#ifndef EMISION_PLANTILLAS_H
#define EMISION_PLANTILLAS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

#define PLANTILLA_MAX ((size_t)256 * 1024) /* bytes of one */
#define PLANTILLA_VERSION_ARCHIVO 1        /* of what the program or the folder has */

struct plantillas;

/* `carpeta` NULL or "": the program's own. PLANTILLA_INVALIDA: a file there cannot be read, is not UTF-8, is too large, or is the name of no template. */
NODISCARD enum status plantillas_load(const char *carpeta, struct plantillas **out, struct error *err);
void plantillas_free(struct plantillas *p); /* NULL is fine */
/* A copy in which others may stand; the texts stay those of `p`, which must outlive it. NULL: no memory. */
struct plantillas *plantillas_copy(const struct plantillas *p);
/* `texto` is not copied and must outlive `p`; NULL: the file's stays, under this version. False: there is no template of this name. */
bool plantillas_replace(struct plantillas *p, const char *nombre, const char *texto, int version);
struct plantilla_dato {
	const char *nombre, *texto; /* as long as the set */
	int version;
	bool carpeta; /* it is a file of the configured folder; what plantillas_replace changed keeps what it was */
};
/* By place, in the order of their names. False: no such place. */
bool plantillas_at(const struct plantillas *p, size_t i, struct plantilla_dato *out);
bool plantillas_find(const struct plantillas *p, const char *nombre, struct plantilla_dato *out);
/* {"name": "text", …} */
void plantillas_write(const struct plantillas *p, struct buf *out);
/* {"name": {"texto": "text", "version": n}, …}, by name: what a set of templates is known by. */
void plantillas_write_set(const struct plantillas *p, struct buf *out);
/* Data with which templates are tried (config/plantillas/muestras.json); static. */
const char *plantillas_muestras(void);
/* The program that composes them (config/plantillas/componer.py); static. */
const char *plantillas_programa(void);

#endif
