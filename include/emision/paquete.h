/*
 * The sealed file (expediente sellado, docs/paquete.md): a ZIP with the documents of one file, its journal, a manifest and the manifest's
 * signature, which anybody can check without this service. Nothing in it is compressed: what is only stored cannot be a bomb, and the documents
 * are compressed already. No I/O but what the callers hand over; thread-safe.
 */
#ifndef EMISION_PAQUETE_H
#define EMISION_PAQUETE_H

#include "codec/manifiesto.h"

#define PAQUETE_MANIFIESTO "manifiesto.json"
#define PAQUETE_FIRMA "manifiesto.json.p7s"
#define PAQUETE_DIARIO "diario.jsonl"
#define PAQUETE_CERTIFICADOS "certificados.pem"
#define PAQUETE_LEEME "LEEME.txt"
#define PAQUETE_MEDIA "application/zip"

/* ---- writing ---- */

/* Where the bytes of one entry come from: memory, or pieces on demand. */
struct paquete_fuente {
	const char *nombre;
	int64_t tamano;
	struct sha256 sha256; /* held against what is written */
	instante_t en;        /* the time that the entry shows */
	const void *bytes;    /* NULL: leer */
	/* At most `cap` bytes from `desde` on; *n = 0 only past the end. A failure is in err. */
	enum status (*leer)(void *ctx, int64_t desde, char *out, size_t cap, size_t *n, struct error *err);
	void *ctx;
};

/*
 * Writes the package to the empty file `fd` (its offset is neither used nor moved), a piece at a time. INTERNAL when bytes are not those of their
 * SHA-256: a package that would not verify is never given out. UNAVAILABLE (SATURADO) when the file has no room; else what `leer` set.
 */
NODISCARD enum status paquete_escribir(int fd, const struct paquete_fuente *fuentes, size_t n, int64_t *tamano, struct error *err);

/*
 * A path that every system takes: carpeta/0012-name.ext, the name in ASCII letters, digits, dot, hyphen and underscore; the number keeps it
 * unique and away from reserved names. NULL when `a` is full.
 */
const char *paquete_nombre(struct arena *a, const char *carpeta, int acto, const char *original, const char *extension);

/* LEEME.txt: how to check the package with and without dictamenctl, in Spanish. */
void paquete_leeme(const struct manifiesto *m, struct buf *out);

/* ---- checking ---- */

/* What a seal says. Texts live in the arena of the check. */
struct paquete_firma {
	bool autoridad;       /* the chain ends at the authority that the caller trusts; false: the caller named none */
	const char *firmante; /* subject of the certificate */
	struct sha256 raiz;   /* SHA-256 of the last certificate of its chain, to be compared by eye */
};
struct paquete_control {
	/*
	 * Whether `firma` (CMS, DER, detached) is of these bytes; `certificados`: what the package itself carries, PEM or anything, not yet trusted.
	 * False, with *porque in Spanish, when not.
	 */
	bool (*firma)(void *ctx, const void *bytes, size_t n, const void *firma, size_t n_firma, const char *certificados, struct arena *a,
		struct paquete_firma *out, const char **porque);
	/* Whether a PDF that the service wrote carries its seal, whole. False, with *porque in Spanish, when not. */
	bool (*pdf)(void *ctx, const void *bytes, size_t n, struct arena *a, const char **porque);
	void *ctx;
};

struct paquete_veredicto {
	bool integro;
	const char *donde;   /* entry, or "acto 7": the first thing that is wrong */
	const char *difiere; /* what is wrong with it, in Spanish */
	struct manifiesto manifiesto;
	struct paquete_firma firma;
	int actos, reservados, documentos, emitidos;
};

/*
 * Checks the bytes of a package, hostile until proven otherwise: structure of the ZIP, signature of the manifest, journal (chain, transitions,
 * fold), then every entry against manifest and journal. Ends at the first thing that is wrong. Bounded in memory (`a` and one line of the
 * journal), whatever the bytes are. INTERNAL only when it could not be told.
 */
NODISCARD enum status paquete_verificar(const uint8_t *p, size_t n, const struct paquete_control *control, struct arena *a,
	struct paquete_veredicto *out, struct error *err);

#endif
