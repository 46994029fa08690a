/*
 * Full text search of the registry: one folding for what is indexed and for what is asked, and the reading of what people type. Pure.
 *
 * Folding: NFC; lower case; accents off, but ñ kept; everything that is neither letter nor digit becomes one space, but for the points of initials, which
 * go ("N.L." is "nl"). Words that end in -cion, -sion, -gion or -xion get their accent back: PostgreSQL's Spanish stemmer knows the ending only so, and
 * takes the singular and the plural ("cooperación", "cooperaciones") for two words otherwise.
 */
#ifndef DOMAIN_BUSQUEDA_H
#define DOMAIN_BUSQUEDA_H

#include <stddef.h>

#include "base/buf.h"
#include "base/status.h"

#define BUSQUEDA_PALABRAS_MAX 32              /* of one query */
#define BUSQUEDA_TEXTO_MAX ((size_t)64 << 10) /* bytes of the public text that are indexed */

/* Appends the folded form of valid UTF-8. Stops after `max` bytes of result, at the end of a word. INVALID: not UTF-8 or out->max passed. */
NODISCARD enum status busqueda_fold(const char *utf8, size_t n, size_t max, struct buf *out);

/*
 * What a person typed, as the text of a tsquery: words (all of them), "phrases", prefix*, -without. The result holds letters, digits and the operators
 * written here, so that no search syntax of the database can be typed in. *palabras: how many words it has; 0: nothing to look for
 * (only signs, or only exclusions). `peso`: 'A' to 'D', only where the index has the words with that weight; 0: anywhere. What `out` holds already must be
 * met too. INVALID: not UTF-8, or more than BUSQUEDA_PALABRAS_MAX words.
 */
NODISCARD enum status busqueda_parse(const char *utf8, char peso, struct buf *out, int *palabras);

#endif
