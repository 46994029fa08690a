/*
 * The report of a document's inspection: made once for each content, kept with it (contenido_informe), read by whoever compares, reviews or
 * shows documents.
 */
#ifndef SERVICES_INFORMES_H
#define SERVICES_INFORMES_H

#include "base/buf.h"
#include "documents/informe.h"
#include "documents/lectura.h"
#include "services/app.h"

#define INFORME_JSON_MAX (8u << 20)

/* How this service inspects: for informe_run(). */
struct informe_opciones informe_opciones_of(const struct app *app);
/* How it reads images: for lectura_run(); the caller adds what it wants reported. */
struct lectura_opciones lectura_opciones_of(const struct app *app);

/* The report as canonical JSON; without `rechazo` and `cabe_tipo`, which depend on what was declared. Pure. */
void informe_encode(const struct informe *i, struct buf *out);
/* What informe_encode wrote; in `a`. INTERNAL: something else. */
NODISCARD enum status informe_decode(const char *json, size_t len, struct arena *a, struct informe *out, struct error *err);

/* The stored report of a content; *hay tells whether there is one of this version. `a` needs INFORME_ARENA bytes. */
NODISCARD enum status informe_find(
	struct obrero *o, const struct sha256 *sha, struct arena *a, struct informe *out, bool *hay, struct error *err);
/*
 * The same, made now and stored when there is none (contents from before there were reports). `tamano`: of the content. Outside a transaction;
 * blocks while the cage runs, so not for the lanes of reading and acts.
 */
NODISCARD enum status informe_load(
	struct obrero *o, const struct sha256 *sha, int64_t tamano, struct arena *a, struct informe *out, struct error *err);

/* For people: findings with what, where, why and how to mend, in Spanish, and the facts; not the text. Pure. */
void informe_write(struct buf *out, const struct informe *i);

#endif
