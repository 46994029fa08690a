/* What the codec's own files share; nobody else includes it. `struct json_t` is jansson's, opaque here. */
#ifndef CODEC_JSON_INTERNO_H
#define CODEC_JSON_INTERNO_H

#include "codec/json.h"

struct json_t;

/* Every failure of memory reads the same (as in the domain); `interno` says where. */
NODISCARD enum status json_sin_memoria(struct error *err, const char *interno);

/* Where the reader stands: a chain on the stack, rendered as a JSON pointer only when something is wrong. */
struct ruta {
	const struct ruta *padre; /* NULL: the whole body */
	const char *clave;        /* NULL: `indice` counts */
	size_t indice;
};

struct lector {
	struct arena *a;
	struct error *err;
	bool confiado; /* the service's own bytes: form is checked, limits are not judged again */
	bool lleno;    /* the arena ran out */
	size_t faltas;
};

/* Strict parse of the whole text; JSON_INVALIDO with line and column otherwise. */
NODISCARD enum status json_texto_load(const char *text, size_t len, struct json_t **out, struct error *err);

void lector_falta(struct lector *l, const struct ruta *r, enum mensaje m, const char *arg);
/* CUERPO_INVALIDO if anything was wrong: INTERNO when trusted, SATURADO without memory. */
NODISCARD enum status lector_fin(struct lector *l);
/* Slugs of a list from 1 to `hasta` exclusive, joined by commas; lives in the arena ("" when it is full). */
const char *lector_lista(struct lector *l, const struct vocabulario *v, int hasta);

/* Reads `v` as `d` into `out`, collecting every fault. */
void json_leer_objeto(struct lector *l, const struct ruta *r, const struct json_desc *d, struct json_t *v, void *out);
/* Reads `patch` (RFC 7396) upon `current` as `d` into `out`, collecting every fault. */
void json_leer_parche(
	struct lector *l, const struct ruta *r, const struct json_desc *d, const void *current, struct json_t *patch, void *out);
/* For tables of plain texts: a member that is no list, no object and no bool, from its text (numbers in decimal), judged as in JSON. `out` is the member. */
void json_leer_palabra(struct lector *l, const struct ruta *r, const struct json_field *f, const char *s, void *out);
/* A list of such; `base` is the struct that has it. */
void json_leer_palabras(struct lector *l, const struct ruta *r, const struct json_field *f, const char *const *v, size_t n, void *base);
/* Room for a list of *n items, all absent; *n comes back within the list's limit. NULL: none, or no memory. */
void *json_leer_reservar(struct lector *l, const struct ruta *r, const struct json_field *f, size_t *n, void *base);
/* True when the whole text is what json_encode writes of `d`, decoded into `out`; false: ask json_leer_objeto, `out` is not to be used. */
bool json_leer_canonico(const struct json_desc *d, const char *text, size_t len, void *out, struct arena *a);
/* Sets everything absent. */
void json_desc_init(const struct json_desc *d, void *out);

#endif
