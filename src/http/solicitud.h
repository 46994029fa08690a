/* Private to the resources: what several of them read from a request and write to an answer. */
#ifndef HTTP_SOLICITUD_H
#define HTTP_SOLICITUD_H

#include "codec/json.h"
#include "http/servidor.h"
#include "services/gestion.h"
#include "services/respuestas.h"
#include "services/tramite.h"

/* Version named by If-Match, with or without what follows it in the tag of a reading: FALTA_IF_MATCH when absent; -1 (which no file has) for a tag that is not ours; 0 for "*". */
NODISCARD enum status solicitud_version(struct exchange *ex, int *version);
#define DIGESTO_LEN 44 /* base64 of a SHA-256 */
/*
 * The SHA-256 that a Content-Digest declares (RFC 9530 §2), among others perhaps: only that one is held against the bytes, the rest is not known here. False
 * when it declares none, or none that can be read.
 */
bool solicitud_digesto(const char *header, struct sha256 *out);
/* Fingerprint of a request for its Idempotency-Key: operation, path and body. */
void solicitud_huella(const struct exchange *ex, struct sha256 *out);
/* A new tramite for this exchange: caller, file, idempotency key and fingerprint. NULL: ex->err is set. */
struct tramite *solicitud_tramite(struct exchange *ex);
/* Who changes something here, and its answer to be remembered under the request's Idempotency-Key, in *r (services/gestion.h). */
struct gestion solicitud_gestion(const struct exchange *ex, struct recuerdo *r);
/* Answers with what is, or was, remembered. */
void solicitud_recordada(struct exchange *ex, const struct recuerdo *r);
/* Ends what recuerdo_begin began: answers with what is remembered unless `st` says that nothing was made. */
NODISCARD enum status solicitud_creada(struct exchange *ex, enum status st, const struct recuerdo *r);
/* Turns a finished tramite into the answer; frees its body. */
void solicitud_answer(struct exchange *ex, struct tramite *t);
/* Entity tag "<version>" of what is the same for whoever may see it; true when the caller's copy is current: 304 is set. */
bool solicitud_not_modified(struct exchange *ex, int version);
/* Entity tag of a representation for this caller (consulta_marca); true when the caller's copy is current: 304 is set. */
bool solicitud_not_modified_for(struct exchange *ex, int version);
bool solicitud_not_modified_tag(struct exchange *ex, const char *etag); /* the same, the tag whole */
/* Entity tag of a public answer from its own bytes, kept by anyone who asks again; true when the caller's copy is current: 304 is set. */
bool solicitud_public_tag(struct exchange *ex, const struct buf *cuerpo);
/* Entity tag of a public answer from its own bytes; NULL: no memory. */
const char *solicitud_etag(struct exchange *ex, const struct buf *cuerpo);
/*
 * Entity tag of a public answer by all that it depends on: the registry's version, another one of what it takes beside, today, its form and the values of these
 * parameters. NULL: no memory.
 */
const char *solicitud_etag_de(struct exchange *ex, const char *const *preguntan, int64_t version, int64_t otra);
/* Answers 200 with the first n bytes of what is kept, which is released when they are sent. */
void solicitud_guardada(struct exchange *ex, const char *content_type, const struct guardada *g, size_t n);
/* Address at which the service is reached from outside, without a closing slash (url_publica). */
const char *solicitud_raiz(struct exchange *ex);
/*
 * Entity tag and time of the last change of a public representation; true when the caller's copy is current by either (RFC 9110 §13.2.2: the tag decides when it
 * is asked for): 304 is set. The time counts in whole seconds, so it is told only once no other change can fall into the same one: `cerrado` says
 * that the representation is the latest, else (and for INSTANTE_NINGUNO) there is no Last-Modified.
 */
bool solicitud_public_version(struct exchange *ex, const char *etag, instante_t cambio, bool cerrado);
/* The value of a parameter that must be one of `entre` (NULL ends them), as it stands there; *out NULL when it is absent. PARAMETRO_INVALIDO. */
NODISCARD enum status solicitud_uno_de(struct exchange *ex, const char *name, const char *const *entre, const char **out);
/* The value of a parameter that names something by its UUID; *out stays as it is when it is absent. PARAMETRO_INVALIDO. */
NODISCARD enum status solicitud_uuid(struct exchange *ex, const char *name, struct uuid *out);
/* `limite` 1–100 (25 when absent). */
NODISCARD enum status solicitud_limite(struct exchange *ex, int *limite);
/* `cursor` of a list whose rows are told apart by UUID: the last one seen; nil when absent. */
NODISCARD enum status solicitud_cursor(struct exchange *ex, struct uuid *ultimo);
/*
 * A cursor of a list with filters (http/cursor.h), good for the question asked only: the parameters named in `preguntan` but those that say how much is shown.
 * Sealed, NULL: no memory. Opened, INVALID: no page of this question gave it.
 */
const char *solicitud_cursor_sellado(struct exchange *ex, const char *const *preguntan, const void *clave, size_t n);
NODISCARD enum status solicitud_cursor_abierto(struct exchange *ex, const char *const *preguntan, char *clave, size_t max, size_t *n);
/* The refusal of a cursor that no page gave. */
NODISCARD enum status solicitud_cursor_ajeno(struct exchange *ex);
/* Begins the answer of a list: its rows follow. */
void solicitud_lista_begin(struct json_writer *w, struct buf *out);
/*
 * Ends and answers it. `mas`: another page follows, that of `siguiente` (NULL then: no memory, SATURADO); its address keeps the parameters `conserva`.
 */
NODISCARD enum status solicitud_lista_end(
	struct exchange *ex, struct json_writer *w, struct buf *out, bool mas, const char *siguiente, const char *const *conserva);
/* The same for rows told apart by UUID: `ultimo` is the last one shown, NULL when no page follows. */
NODISCARD enum status solicitud_lista_end_uuid(
	struct exchange *ex, struct json_writer *w, struct buf *out, const struct uuid *ultimo, const char *const *conserva);
/* Empty unnamed file for what is to be sent (exchange_tempfile), the caller's to close until exchange_file takes it. SATURADO, with the reason for the log. */
NODISCARD enum status solicitud_archivo(struct exchange *ex, int *fd);
/* Content-Disposition: attachment under this name. */
void solicitud_attachment(struct exchange *ex, const char *nombre);
/* Percent-encodes all but RFC 3986's unreserved characters. */
void solicitud_encode(struct buf *b, const char *s);
/* Link: <path?query>; rel="next" with the cursor of the next page added (RFC 8288). */
void solicitud_link_next(struct exchange *ex, const char *cursor, const char *const *keep);

#endif
