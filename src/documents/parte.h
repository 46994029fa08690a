/* Reading one XML part of a ZIP package, streamed, under limits. In the cage only. */
#ifndef SRC_DOCUMENTS_PARTE_H
#define SRC_DOCUMENTS_PARTE_H

#include <libxml/xmlreader.h>
#include <zip.h>

#include "documents/analisis.h"

enum visita { VISITA_SIGUE, VISITA_SALTA /* the whole element */, VISITA_DEMASIADO, VISITA_ILEGIBLE };
typedef enum visita (*visita_fn)(xmlTextReaderPtr reader, void *ctx);

/*
 * Calls `visit` for each node of entry `index`. NINGUNO at a well-formed end. Refused as ILEGIBLE: DTD, entity references, encodings other
 * than UTF-8 and UTF-16 (ECMA-376-2 §8.1.4), methods other than stored and deflated, a bad CRC. DEMASIADO past `max` expanded bytes.
 */
enum inspeccion_hallazgo parte_recorrer(zip_t *zip, zip_uint64_t index, uint64_t max, visita_fn visit, void *ctx);

/* The element's or attribute's names, exactly. `ns` NULL: any namespace. */
bool parte_es(xmlTextReaderPtr reader, const char *ns, const char *local);
/* An attribute without namespace of the current element, free with xmlFree. NULL when absent. */
char *parte_atributo(xmlTextReaderPtr reader, const char *nombre);
/* The same for one of the element's own namespace, as WordprocessingML has them. */
char *parte_atributo_w(xmlTextReaderPtr reader, const char *nombre);

struct docx_lectura;
/*
 * Appends the text of the main part (entry `index`) to `out`: paragraphs end with LF, and nothing else makes one. With `detalle` (NULL: not
 * wanted), whose text `out` must be, also what docx.h gathers.
 */
enum inspeccion_hallazgo docx_texto(zip_t *zip, zip_uint64_t index, struct buf *out, struct docx_lectura *detalle);

/* An entry by its part name (no leading slash), whatever its case. NO_ES_WORD: there is none; ILEGIBLE: there are two. */
enum inspeccion_hallazgo paquete_find(zip_t *zip, const char *name, zip_uint64_t *index);
/* Opens a package in memory; NULL, and the finding that says why. Close with zip_discard(). */
zip_t *paquete_open(const uint8_t *p, size_t n, enum inspeccion_hallazgo *h);

#endif
