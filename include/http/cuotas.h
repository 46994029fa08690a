/*
 * How many requests a minute a key or an address may make: token buckets. A key that the service resolved lately, with the tokens that were given for it,
 * is counted by itself, wherever it is used from, and so is a person with all their sessions: an office behind one address is not one caller, and one
 * program that runs wild does not stop the office's others. Everyone else is counted by address.
 *
 * A bucket holds one minute's requests and fills evenly. Memory is fixed: a table of CUOTAS_ENTRADAS, in sets of CUOTAS_VIAS. In a full set
 * the bucket that is nearest to full gives way: a flood of new addresses pushes out its own fresh entries, never a bucket that is empty and
 * refuses; and nobody can choose whom to push out, because the set is named by a hash with a secret, random key.
 *
 * Time is a parameter (monotonic nanoseconds). Not thread-safe: the pump's.
 */
#ifndef HTTP_CUOTAS_H
#define HTTP_CUOTAS_H

#include <stdbool.h>
#include <stdint.h>

/* What a request costs: each class has buckets of its own, so that reading does not use up what acts need. */
enum gasto {
	GASTO_SEGUN_RUTA, /* what the route's access, lane and method say (gasto_de_ruta) */
	GASTO_LIBRE,      /* never counted: health, metrics */
	GASTO_PUBLICO,    /* public reading, and what matches no route */
	GASTO_LECTURA,
	GASTO_ESCRITURA,
	GASTO_DOCUMENTOS, /* up and down */
	GASTO_COSTOSO,    /* public, and much work: checking a text, verifying a document */
	GASTO_COUNT
};
enum sujeto { SUJETO_DIRECCION, SUJETO_CLAVE, SUJETO_COUNT };

/* "publico"… and "direccion", "clave": names of policies and metrics. */
const char *gasto_nombre(enum gasto g);
const char *sujeto_nombre(enum sujeto s);

#define CUOTAS_VIAS 8
#define CUOTAS_ENTRADAS 32768 /* 16 bytes each */
#define CUOTAS_ID_LEN 16      /* a UUID, or an address (base/direccion.h) */

/* Requests a minute, 0 = no limit. */
struct cuotas_limites {
	int por_minuto[GASTO_COUNT][SUJETO_COUNT];
};

struct cuotas;
struct cuotas *cuotas_create(const struct cuotas_limites *l); /* NULL without memory; hash_init was called */
void cuotas_destroy(struct cuotas *c);

/* What the caller's bucket says after this request. */
struct cuota {
	const char *
		politica; /* value of RateLimit-Policy (draft-ietf-httpapi-ratelimit-headers), as long as the table; NULL: no limit applies */
	int por_minuto, restan;
	int repone_s; /* until it is full again */
	int espera_s; /* when refused: until there is one (≥ 1) */
};

/* Takes one request from the bucket of `id`. False when it is empty: nothing is taken then. */
bool cuotas_take(struct cuotas *c, enum gasto g, enum sujeto s, const uint8_t id[static CUOTAS_ID_LEN], int64_t now, struct cuota *out);

#endif
