/* Documents of a file: taking one in (inspected in the cage, stored once, one act in the journal) and giving one out. */
#ifndef SERVICES_DOCUMENTOS_H
#define SERVICES_DOCUMENTOS_H

#include "services/emision.h"
#include "services/tramite.h"

/*
 * What an upload declares; `nombre` is cleaned here (no paths, no control or direction marks, at most 200 characters). Of class `correo` it is a
 * message that was read in its own cage when it arrived: it is not inspected again.
 */
struct documento_entrada {
	struct uuid id; /* nil: a new one */
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

/* One that was brought or, with `emitido` set, one that the service wrote: then `d` has what a download needs. */
struct documento_hallado {
	struct documento d;
	const struct emitido_fila *emitido;
};
void documento_hallado_write(struct buf *out, const struct documento_hallado *d);
/* One document that the caller may see; a copy in `a`. NOT_FOUND. */
NODISCARD enum status documento_find(struct obrero *o, const struct actor *who, const char *ref, const char *documento, struct arena *a,
	struct documento_hallado *out, struct error *err);
/* Bytes [desde, desde + largo) of a document that documento_find gave, appended to `fd`; one chunk in memory at a time. */
NODISCARD enum status documento_copy(struct obrero *o, const struct documento *d, int64_t desde, int64_t largo, int fd, struct error *err);
/* What the inspection of a document that documento_find gave said (services/informes.h). May run the cage: for the documents' lane. */
NODISCARD enum status documento_inspeccion_write(struct obrero *o, const struct documento *d, struct buf *out, struct error *err);
/*
 * All that the caller may see, oldest first, then what the service wrote, as JSON objects in an array `datos`. *etag: of the list, which changes with the
 * file's version and with what was written since.
 */
NODISCARD enum status documentos_write(
	struct obrero *o, const struct actor *who, const char *ref, struct arena *a, struct buf *out, const char **etag, struct error *err);

#endif
