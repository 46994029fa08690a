/*
 * The public registry as JSON: the entry's data, what each registry act carries, the canonical form of an act (docs/registro.md). Canonical as
 * codec/cadena.h is: members sorted by name, the text of `datos` exactly as it is stored. Pure, thread-safe.
 */
#ifndef CODEC_REGISTRO_H
#define CODEC_REGISTRO_H

#include "base/buf.h"
#include "codec/json.h"
#include "domain/asiento.h"

#define REGISTRO_VERSION 1                    /* of the canonical form */
#define REGISTRO_ACTO_MAX ((size_t)256 << 10) /* bytes of a registry act's canonical form */

/* The entry, as it stands in the journal, in asiento_ficha and in what the API shows. */
extern const struct json_desc desc_asiento_datos;

/* What an act of this kind carries: the journal's column `datos`. */
void asiento_acto_encode(enum registro_acto acto, const struct asiento_acto *x, struct buf *out);
NODISCARD enum status asiento_acto_decode(
	enum registro_acto acto, const char *text, size_t len, struct arena *a, struct asiento_acto *out, struct error *err);

/*
 * Body of POST /v1/registro/{numero}/anotaciones: {"acto": "...", "datos": {...}, "fecha_legal": "AAAA-MM-DD"}. correccion and modificacion bring
 * `datos.cambios`, a merge patch (RFC 7396) upon `actual`; what comes out is the entry as it would be from then on and the names of what changed.
 * Every fault is listed. The text of the agreement and where the entry comes from are facts of the service, not of a body.
 */
NODISCARD enum status anotacion_request_decode(const char *text, size_t len, const struct asiento_datos *actual, struct arena *a,
	enum registro_acto *acto, struct asiento_acto *out, dia_t *fecha_legal, struct error *err);

/* The bytes that are hashed: SHA-256 of them is the act's hash; with a byte 0x00 before them, the leaf of the tree (RFC 9162). `h->hash` is not looked at. */
void registro_canonica(const struct registro_hecho *h, const char *datos, struct buf *out);
/* One line of the public journal: those members and the hash, not canonical as a whole. */
void registro_hecho_write(struct json_writer *w, const char *key, const struct registro_hecho *h, const char *datos);
/* "sistema" for ROL_NINGUNO. */
const char *registro_rol(enum rol rol);

bool entidad_valida(const char *s);       /* INEGI, "01" to "32" */
bool cve_municipio_valida(const char *s); /* INEGI, three digits, not 000 */

#endif
