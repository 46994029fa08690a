/*
 * What else a document says, once documents/analisis.h has found it acceptable: the child's side, in the cage. Each fills what belongs to its
 * type and adds findings; none fails: what cannot be read is a finding.
 */
#ifndef SRC_DOCUMENTS_DETALLE_H
#define SRC_DOCUMENTS_DETALLE_H

#include "documents/analisis.h"
#include "documents/docx.h"
#include "documents/obra.h"

/* Structure, pages, active content, forms, signatures (libqpdf). Not the text. */
void pdf_detallar(const uint8_t *p, size_t n, struct obra *o);
/* Paragraphs with their headings and list labels, tracked changes, comments, links: from what was gathered while the main part was read. */
void docx_detallar(const uint8_t *p, size_t n, const struct docx_lectura *l, struct obra *o);
/* Size in pixels, from the headers alone: nothing is decoded. PNG, JPEG, TIFF. */
void imagen_detallar(const uint8_t *p, size_t n, enum documento_tipo tipo, struct obra *o);
#define IMAGEN_PIXELES_MAX INT64_C(200000000) /* an A3 sheet at 600 points per inch has 70 million */

/* What other program would open the same bytes, as a name for people; NULL: none that is known. Looks at both ends, parses nothing. */
const char *poliglota_find(const uint8_t *p, size_t n, enum documento_tipo tipo);

/*
 * The content stream of a page: calls `pinta` for each XObject painted, with its name (without the slash) and the transformation in force.
 * Understands q, Q, cm and Do and skips the rest, however wrong; linear in `n`.
 */
typedef void (*pdf_pinta_fn)(void *ctx, const char *nombre, const double m[static 6]);
void pdf_contenido(const uint8_t *p, size_t n, const double inicial[static 6], pdf_pinta_fn pinta, void *ctx);
/* a × b as PDF multiplies: first a, then b. */
void pdf_multiplicar(const double a[static 6], const double b[static 6], double out[static 6]);

#endif
