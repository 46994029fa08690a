/*
 * Access tokens of other issuers, a ministry's or a state's authorization server: JWT of the type at+jwt (RFC 9068) by RS256 or ES256, checked with the keys that
 * their issuer publishes. Which issuers are trusted, and who somebody of theirs is here, stands in a file of the configuration (docs/identidad.md). Whoever
 * comes with such a token has a row of the directory, as the people of an identity provider do, so that every act names somebody.
 *
 * No request waits for the network: keys are asked for by a thread of each issuer (src/cli/llavero.c) that calls `emisores_atender`. They are kept for a day while their
 * issuer does not answer, and asked for again every quarter of an hour, or when a token names one that is not among them, but not more often than every ten seconds.
 * Thread-safe.
 */
#ifndef SERVICES_EMISORES_H
#define SERVICES_EMISORES_H

#include "base/error.h"
#include "credencial/remoto.h"
#include "services/config.h"
#include "store/externas.h"

#define EMISORES_MAX 16

struct emisores;
/* Reads the file and the rules; asks nobody yet. *out NULL when emisores_confiables is empty. INTERNAL (CONFIGURACION_INVALIDA) with err. */
NODISCARD enum status emisores_create(const struct config *c, struct emisores **out, struct error *err);
void emisores_destroy(struct emisores *e);

/* ---- for the threads: one each ---- */
size_t emisores_cuantos(const struct emisores *e); /* NULL: 0 */
const char *emisores_nombre(const struct emisores *e, size_t i);
int emisores_timbre(const struct emisores *e, size_t i); /* eventfd: readable when somebody waits for its keys */
struct emisor_vuelta {
	bool pregunto, bien;
	size_t llaves;
	int espera_ms; /* until the next look, unless the bell rings */
	char motivo[REMOTO_MOTIVO_LEN];
};
/* Asks the issuer for its keys if it is time to; may take twice proveedor_plazo_ms. */
void emisores_atender(struct emisores *e, size_t i, struct arena *a, struct emisor_vuelta *out);

/* ---- checking ---- */
enum emisores_juicio {
	EMISORES_BUENO,
	EMISORES_FALSO,      /* of no issuer that is trusted here, or not signed, typed, addressed and dated as it must be */
	EMISORES_SIN_LLAVE,  /* its issuer's keys, or the one that it names, are not here yet */
	EMISORES_SIN_FUNCION /* good, but no rule says who that is here */
};
struct token_ajeno {
	struct externa quien;
	unsigned ambitos; /* AMBITO_BIT set; the role has the last word */
	instante_t expira_en;
	bool ligado; /* as struct token_acceso */
	struct sha256 certificado;
};
/* No I/O. What is found lives in the arena. */
enum emisores_juicio emisores_comprobar(struct emisores *e, const char *token, instante_t now, struct arena *a, struct token_ajeno *out);

#endif
