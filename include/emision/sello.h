/*
 * The service's seal: a PAdES baseline signature (ETSI EN 319 142-1, level B-B; B-T with a time-stamp of a TSA, RFC 3161) over a PDF that its renderer
 * wrote with an empty signature in place, and the same signature detached (CMS) over anything else. The key stays in its file and in this process:
 * nothing here prints or stores it. A `struct sello` never changes once it is loaded; any number of threads may use it at once.
 */
#ifndef EMISION_SELLO_H
#define EMISION_SELLO_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/fecha.h"
#include "base/hash.h"

struct sello;

struct sello_opciones {
	const char *certificado;     /* PEM: the sealing certificate, then its chain towards the authority */
	const char *llave;           /* PEM or DER key; its mode must keep it from everybody but its owner */
	const char *contrasena;      /* of the key; NULL or "": none */
	const char *tsa_url;         /* NULL or "": no time-stamps (B-B) */
	const char *tsa_certificado; /* PEM: authorities that the TSA's certificate must lead to; required with tsa_url */
	int tsa_plazo_ms;            /* for the whole answer of the TSA */
	bool tsa_exigida;            /* true: no time-stamp, no seal; false: sealed without, and said so */
};

/* UNAVAILABLE with SELLO_NO_DISPONIBLE and the reason in Spanish: a file is missing, readable by others, does not match, is out of its dates. */
NODISCARD enum status sello_load(const struct sello_opciones *o, struct sello **out, struct error *err);
void sello_free(struct sello *s); /* NULL is fine */

/* What the certificate says; texts live in the arena. */
struct sello_datos {
	const char *sujeto, *emisor, *serie; /* RFC 2253 names; hexadecimal */
	instante_t desde, hasta;
	struct sha256 huella; /* SHA-256 of the certificate (DER) */
};
NODISCARD enum status sello_datos(const struct sello *s, struct arena *a, struct sello_datos *out, struct error *err);

/* What one sealing came to. */
struct sellado {
	instante_t en;      /* the moment written into the signature */
	bool tiempo;        /* carries a verified time-stamp: B-T */
	const char *motivo; /* why it does not although a TSA is configured, Spanish; NULL */
};

/* Detached CMS signature (DER), without signing time, over content whose SHA-256 is given. Appends to `der`. */
NODISCARD enum status sello_firmar(
	const struct sello *s, const struct sha256 *contenido, struct arena *a, struct buf *der, struct sellado *out, struct error *err);

/*
 * Fills the empty signature of a PDF in memory: date, byte range and CMS; the length stays. INTERNAL unless there is exactly one
 * placeholder as config/plantillas/componer.py writes it. `now` becomes /M.
 */
NODISCARD enum status sello_pdf(
	const struct sello *s, struct buf *pdf, instante_t now, struct arena *a, struct sellado *out, struct error *err);

/*
 * Whether `der` is a signature over that content by a certificate leading to one of the authorities in `confianza` (PEM text, several allowed; NULL: the
 * certificate is not judged, only that it signed these bytes), its signingCertificateV2 included. *valido says it; *sujeto (may be NULL) who signed. Not OK only without memory or when `confianza` is not PEM.
 */
NODISCARD enum status sello_verificar(const void *der, size_t len, const void *contenido, size_t contenido_len, const char *confianza,
	struct arena *a, bool *valido, const char **sujeto, struct error *err);
/* The same for a PDF sealed by sello_pdf: the signature must cover everything but itself. */
NODISCARD enum status sello_verificar_pdf(
	const void *pdf, size_t len, const char *confianza, struct arena *a, bool *valido, const char **sujeto, struct error *err);

/* The sealing certificate and its chain, PEM, appended to `out`. */
NODISCARD enum status sello_cadena(const struct sello *s, struct buf *out, struct error *err);
/* SHA-256 of the last certificate of a chain in PEM (DER); false when it is not one. */
bool sello_cadena_raiz(const char *pem, struct sha256 *huella);

/* Touches what checking needs at its first use, for a caller that will do it in a cage (documents/recinto.h). */
void sello_prepare(void);

/*
 * A self-made authority and a sealing certificate under it, for the embedded default and for tests: writes ca.pem, sello.pem (certificate, then
 * the authority) and sello.llave (0600) into `carpeta`, which must exist. The authority's own key is thrown away: nothing more can be
 * issued under it. CONFLICT when one of the files is there already.
 */
NODISCARD enum status sello_crear(const char *carpeta, const char *nombre, int anios, struct error *err);

#endif
