/* Documents of a file: taking one in (inspected in the cage, stored once, one act in the journal) and giving one out. */
#ifndef SERVICES_DOCUMENTOS_H
#define SERVICES_DOCUMENTOS_H

#include "services/tramite.h"

/* What an upload declares; `nombre` is cleaned here (no paths, no control or direction marks, at most 200 characters). */
struct documento_entrada {
	enum clase_documento clase;
	const char *nombre;     /* as given, NULL = none */
	const char *tipo_medio; /* Content-Type as given */
	int fd;                 /* the bytes, from offset 0; stays the caller's */
	int64_t tamano;
	struct sha256 sha256;
};

/*
 * In order: may this caller add this class now (404, 409), is the document what it says (422), then the act. `t` carries who, ref, idempotency,
 * arena and err; its answer is 201 with the document. Blocks while the cage runs.
 */
void documento_add(struct obrero *o, struct tramite *t, const struct documento_entrada *in);

/* One document that the caller may see; a copy in `a`. NOT_FOUND. */
NODISCARD enum status documento_find(struct obrero *o, const struct actor *who, const char *ref, const char *documento, struct arena *a,
	struct documento *out, struct error *err);
/* Bytes [desde, desde + largo) of a document that documento_find gave, appended to `fd`; one chunk in memory at a time. */
NODISCARD enum status documento_copy(struct obrero *o, const struct documento *d, int64_t desde, int64_t largo, int fd, struct error *err);
/* What the inspection of a document that documento_find gave said (services/informes.h). May run the cage: for the documents' lane. */
NODISCARD enum status documento_inspeccion_write(struct obrero *o, const struct documento *d, struct buf *out, struct error *err);
/* All that the caller may see, oldest first, as JSON objects in an array `datos`. *version: of the file. */
NODISCARD enum status documentos_write(
	struct obrero *o, const struct actor *who, const char *ref, struct buf *out, int *version, struct error *err);

#endif
