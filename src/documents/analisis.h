/*
 * The parsers themselves: bytes in, struct out. Only dictamen-inspector (in its cage), the fuzzers and the tests call these.
 * Thread-safe once xmlInitParser() and hash_init() were called.
 */
#ifndef SRC_DOCUMENTS_ANALISIS_H
#define SRC_DOCUMENTS_ANALISIS_H

#include <stddef.h>

#include "base/buf.h"
#include "documents/inspeccion.h"

/* Limits of an OOXML package. Word's own files have some twenty parts; a long agreement has some 400 kB of document.xml. */
#define PAQUETE_ENTRADAS_MAX 2000
#define PAQUETE_TOTAL_MAX (512u << 20)    /* declared expanded size of all parts */
#define PAQUETE_RATIO_MAX 250u            /* of any part … */
#define PAQUETE_RATIO_DESDE (1u << 20)    /* … that expands to more than this */
#define PAQUETE_INDICE_MAX (1u << 20)     /* [Content_Types].xml, _rels/.rels */
#define PAQUETE_PRINCIPAL_MAX (64u << 20) /* the main part */
#define DOCX_TEXTO_MAX (16u << 20)        /* its text */

/* What the first bytes say, before any parsing. */
enum magia { MAGIA_NADA, MAGIA_PDF, MAGIA_ZIP, MAGIA_ODT, MAGIA_OLE2, MAGIA_JPEG, MAGIA_PNG, MAGIA_TIFF, MAGIA_TEXTO };
enum magia magia_of(const uint8_t *p, size_t n);
/* OLE2 containers: does the directory name this stream (ASCII)? Searched as UTF-16LE anywhere: no parsing. */
bool ole2_names(const uint8_t *p, size_t n, const char *stream);

/* "%PDF-1.x" or "2.x" in the first 1024 bytes, "%%EOF" in the last 1024 with a "startxref" before it. */
enum inspeccion_hallazgo pdf_check(const uint8_t *p, size_t n);

/*
 * Finds out the type of an OOXML package and, of a text document, its fingerprint. Fills all of `out` but cabe_tipo; `detalle` (NULL: not
 * wanted) gathers what docx_detallar() needs.
 */
struct docx_lectura;
void paquete_analizar(const uint8_t *p, size_t n, struct docx_lectura *detalle, struct inspeccion *out);
typedef void (*paquete_fn)(const uint8_t *p, size_t n, struct docx_lectura *detalle, struct inspeccion *out);

/*
 * Everything: recognises the bytes, checks them against `declarado` (DOCUMENTO_OTRO: nothing declared) and fills `out`. `paquete` is
 * paquete_analizar, or NULL in a program that is given no packages and is not linked with what reads them: ILEGIBLE.
 */
void documento_analizar(const uint8_t *p, size_t n, enum documento_tipo declarado, paquete_fn paquete, struct docx_lectura *detalle,
	struct inspeccion *out);

#endif
