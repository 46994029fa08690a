/*
 * The domain's records as JSON: bodies of requests (strict, every fault listed) and columns of the journal (canonical, trusted).
 * Limits stand beside each member in domain/expediente.h and in the descriptors of src/codec/tipos_*.c.
 */
#ifndef CODEC_TIPOS_H
#define CODEC_TIPOS_H

#include "codec/json.h"
#include "domain/expediente.h"
#include "domain/procedimiento.h"

/* `datos` of the file; nothing is required in a draft. For PATCH: json_merge_patch(&desc_datos_expediente, …). */
extern const struct json_desc desc_datos_expediente;
/* What the journal keeps of a document: not what the fold adds (n, en, usuario, rol). */
extern const struct json_desc desc_documento;
extern const struct json_desc desc_computo;
extern const struct json_desc desc_ancla;

/*
 * Body of POST …/actos: {"acto": "...", "datos": {...}, "fecha_legal": "AAAA-MM-DD"}. Unknown or absent acts list the possible ones;
 * `datos` takes exactly what acto_admite says, besides `corrige` and `numero_oficial`. *datos is never NULL after OK.
 */
NODISCARD enum status acto_request_decode(const char *text, size_t len, struct arena *a, enum acto_tipo *acto, struct acto_datos **datos,
	dia_t *fecha_legal, struct error *err);
/* Body of POST /v1/expedientes: {"organizacion": uuid?, "datos": {…}?}. *organizacion is nil, *datos NULL when not given. */
NODISCARD enum status expediente_request_decode(
	const char *text, size_t len, struct arena *a, struct uuid *organizacion, struct datos_expediente **datos, struct error *err);

/* Journal column `datos` of an act of any kind. `d` may be NULL: "{}". */
void acto_datos_encode(enum acto_tipo acto, const struct acto_datos *d, struct buf *out);
NODISCARD enum status acto_datos_decode(
	enum acto_tipo acto, const char *text, size_t len, struct arena *a, struct acto_datos **out, struct error *err);
/* Journal column `efectos`. `e` may be NULL: "{}". */
void efectos_encode(const struct efectos *e, struct buf *out);
NODISCARD enum status efectos_decode(const char *text, size_t len, struct arena *a, struct efectos **out, struct error *err);

/* JSON name of a member that acto_admite lists ("acto_referido" travels as "acto", "expediente" as "datos"). */
const char *acto_miembro_json(const char *nombre);

/* Number of members that acto_datos can have in JSON, whatever the act (the descriptor is built per act from this many). */
#define ACTO_DATOS_CAMPOS 27

/* Shapes. */
bool pais_valido(const char *s);     /* ISO 3166-1 alpha-2, assigned, upper case */
bool idioma_valido(const char *s);   /* two lower-case letters (ISO 639-1) */
bool correo_valido(const char *s);   /* one mailbox, ASCII, with a dotted domain */
bool telefono_valido(const char *s); /* digits with + ( ) - . and spaces, 7 to 15 digits, optional "ext. 1234" */

#endif
