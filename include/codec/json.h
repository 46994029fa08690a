/*
 * JSON in and out. Decoding is strict and driven by one descriptor per data type: every fault is listed at once with its JSON pointer
 * (RFC 6901). Encoding writes straight into a buffer, members in the descriptor's order, which is sorted by name, so that the encoder's
 * output is the canonical form (RFC 8785 for the value range used here: strings, integers, booleans). jansson does not leave src/codec.
 */
#ifndef CODEC_JSON_H
#define CODEC_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/hash.h"
#include "domain/vocabulario.h"

#define JSON_DEPTH_MAX 16

enum json_kind {
	JSON_KIND_STRING,   /* const char *; min/max in code points; no control characters (with JSON_MULTILINE \n, \t, \r\n as \n) */
	JSON_KIND_INT,      /* int; min/max */
	JSON_KIND_INT64,    /* int64_t */
	JSON_KIND_BOOL,     /* bool */
	JSON_KIND_FECHA,    /* dia_t; DIA_NINGUNO = absent */
	JSON_KIND_INSTANTE, /* instante_t; INSTANTE_NINGUNO = absent; written in UTC with Z */
	JSON_KIND_UUID,     /* struct uuid; nil = absent */
	JSON_KIND_SHA256,   /* struct sha256, 64 hex digits; zero = absent */
	JSON_KIND_ENUM,     /* int-sized enum of a vocabulario; 0 = absent */
	JSON_KIND_OBJECT,   /* pointer to a struct described by `sub`; NULL = absent */
	JSON_KIND_EMBEDDED, /* the struct itself described by `sub`; always present in output when any member is */
	JSON_KIND_ARRAY     /* pointer + size_t count at count_offset; items of `item` kind, described by `sub`/`vocabulario` */
};
#define JSON_REQUIRED 1u
#define JSON_MULTILINE 2u
#define JSON_UNIQUE 4u  /* array items must differ */
#define JSON_OUTPUT 8u  /* never accepted in input */
#define JSON_ALWAYS 16u /* written even when 0 or false, which else count as absent */

struct json_desc;
struct json_field {
	const char *name;
	enum json_kind kind;
	size_t offset, count_offset;
	unsigned flags;
	int64_t min, max; /* string length, integer value, array items; both 0: no limit. min > 0 refuses blank strings too */
	const struct json_desc *sub;
	const struct vocabulario *vocabulario;
	enum json_kind item;
	size_t item_size;
	int64_t item_min, item_max;
	bool (*check)(const char *value); /* further check of a string (country, e-mail…); false → item of `check_msg` */
	enum mensaje check_msg;
};
struct json_desc {
	const char *name;
	size_t size;
	const struct json_field *fields; /* sorted by name (tested) */
	size_t n_fields;
	void (*init)(void *value); /* after everything was set absent (zeroes, DIA_NINGUNO…); NULL: nothing more */
};

/*
 * Decodes `text` into `out`. Syntax, duplicate members, invalid UTF-8, NUL, depth > JSON_DEPTH_MAX: JSON_INVALIDO with position. Unknown members,
 * wrong types, limits: CUERPO_INVALIDO with all items. `null` is a wrong type; an empty body is CUERPO_VACIO; a full arena SATURADO. Results live in `a`.
 */
NODISCARD enum status json_decode(const struct json_desc *d, const char *text, size_t len, void *out, struct arena *a, struct error *err);
/* Same, on bytes that the service wrote itself (the journal): any fault is INTERNO; limits are not judged again (a fact stays a fact). */
NODISCARD enum status json_decode_trusted(
	const struct json_desc *d, const char *text, size_t len, void *out, struct arena *a, struct error *err);
/* RFC 7396 merge of `patch` onto the value `current`, decoded into `out`. Unknown names are faults even when the patch removes them. */
NODISCARD enum status json_merge_patch(
	const struct json_desc *d, const void *current, const char *patch, size_t len, void *out, struct arena *a, struct error *err);
/* Canonical form; absent members are left out. */
void json_encode(const struct json_desc *d, const void *value, struct buf *out);

/* Writer for representations (not canonical by itself: the caller orders the members). */
struct json_writer {
	struct buf *out;
	bool comma;
};
void json_begin(struct json_writer *w, struct buf *out);
/*
 * Three names are jansson's too. Their linker symbols differ, else jansson itself would call ours; files of src/codec that include
 * jansson.h include it first and do not see these three.
 */
#ifndef JANSSON_H
void json_object(struct json_writer *w, const char *key) __asm__("dictamen_json_object"); /* key NULL inside arrays and at the top */
void json_array(struct json_writer *w, const char *key) __asm__("dictamen_json_array");
void json_string(struct json_writer *w, const char *key, const char *value) __asm__("dictamen_json_string"); /* NULL writes nothing */
#endif
void json_stretch(struct json_writer *w, const char *key, const char *value, size_t n); /* a stretch of a text, valid UTF-8 */
void json_object_end(struct json_writer *w);
void json_array_end(struct json_writer *w);
void json_string_or_null(struct json_writer *w, const char *key, const char *value);
void json_int(struct json_writer *w, const char *key, int64_t value);
void json_bool(struct json_writer *w, const char *key, bool value);
void json_fecha(struct json_writer *w, const char *key, int32_t dia);                                /* DIA_NINGUNO writes nothing */
void json_instante(struct json_writer *w, const char *key, int64_t instante);                        /* local offset, RFC 3339 */
void json_uuid(struct json_writer *w, const char *key, const struct uuid *u);                        /* nil writes nothing */
void json_sha256(struct json_writer *w, const char *key, const struct sha256 *h);                    /* always written */
void json_slug(struct json_writer *w, const char *key, const struct vocabulario *v, unsigned value); /* 0 writes nothing */
void json_value(struct json_writer *w, const char *key, const struct json_desc *d, const void *value);
void json_raw(struct json_writer *w, const char *key, const char *json); /* trusted JSON */
/* The one escaping function for JSON strings, quotes included. */
void json_escape(struct buf *out, const char *s);

#endif
