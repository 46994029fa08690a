/*
 * The templates: those carried inside the program, each replaced by the office's own of the same name when a folder is configured. Read once at
 * start; immutable afterwards, thread-safe. A faulty one is never passed over: whoever needs it is refused.
 */
#ifndef EMISION_PLANTILLAS_H
#define EMISION_PLANTILLAS_H

#include "base/buf.h"
#include "base/error.h"

struct plantillas;

/* `carpeta` NULL or "": the program's own. PLANTILLA_INVALIDA: a file there cannot be read, is not UTF-8, is too large, or is the name of no template. */
NODISCARD enum status plantillas_load(const char *carpeta, struct plantillas **out, struct error *err);
void plantillas_free(struct plantillas *p); /* NULL is fine */
/* {"name": "text", …} */
void plantillas_write(const struct plantillas *p, struct buf *out);
/* The program that composes them (config/plantillas/componer.py); static. */
const char *plantillas_programa(void);

#endif
