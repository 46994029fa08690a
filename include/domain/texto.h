/*
 * The normalised text of an instrument. Two Word files whose normalised text is the same are the same instrument and cannot both
 * reach a dictamen (PROCEDURE.md, rule 2), so this is a rule of law: changing it changes the recorded fingerprints. The steps,
 * in this order, and nothing else:
 *
 *  1. The text must be valid UTF-8 (RFC 3629). LF ends a paragraph; no other character does.
 *  2. Each paragraph is brought to Unicode NFC, full case folding applied (utf8proc: canonical caseless match, Unicode §3.13 D145).
 *     Accents and ñ are kept: "año" is not "ano". Compatibility forms are kept: "²" is not "2", "№" is not "no".
 *  3. Default-ignorable characters (soft hyphen, zero-width space and joiners, byte-order mark) are dropped: they show nothing,
 *     and a document must not become another one by holding them.
 *  4. White space at the beginning of the paragraph is dropped, then at most one list mark, where white space and text follow it:
 *     a paragraph that consists of a mark alone keeps it (a table cell "3." may be an amount). White space is Unicode's White_Space.
 *        mark    = bullet | label closer | "(" label ")" [closer]
 *                | label of two or more units whose first one is not a number ("I.1", "a.2": but "1.5 millones" is an amount)
 *        label   = unit *4( "." unit )
 *        unit    = one or two digits | one letter (a–z, ñ) | Roman numeral up to 399
 *        closer  = one to three of  . ) - – —
 *        bullet  = • ◦ ▪ ▫ ■ □ ● ○ ◆ ◇ ‣ ⁃ ∙ · ➢ ➤ ✓ ✔ * - – — −, and U+F0A7, U+F0B7, U+F0D8 (Word's Symbol and Wingdings)
 *     Numbers that Word makes by itself are not in the text at all; that is why typed ones must go. Ordinals ("PRIMERA.-") stay.
 *  5. Runs of white space, paragraph ends among them, become one space; none at the beginning or the end.
 *
 * Consequences accepted: an initial that opens a paragraph ("J. Jesús …") counts as a list mark. Not idempotent (a second pass would
 * take a mark that step 4 kept): apply it once, to the original text.
 */
#ifndef DOMAIN_TEXTO_H
#define DOMAIN_TEXTO_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/status.h"

/*
 * Appends the normalised form of `utf8` (n bytes, NUL not special) to `out`, which the caller owns and whose maximum bounds the result.
 * Working memory: about six times the longest paragraph, freed on return.
 * INVALID: not UTF-8, or the result passes `out->max` (`out->failed` tells). UNAVAILABLE: memory exhausted.
 * Unless OK, the content of `out` is of no use. Pure; thread-safe for distinct `out`.
 */
NODISCARD enum status texto_normalize(const char *utf8, size_t n, struct buf *out);

/* Words of a text already normalised: what single spaces separate. n < 4 GiB. Pure. */
uint32_t texto_palabras(const char *normalizado, size_t n);

#endif
