/*
 * HTML for people: the one escaping function, and the frame that every page shares (language, style, no script, no address from outside).
 * Appends to a buffer, which remembers whether it overflowed. Pure, thread-safe.
 */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/buf.h"

/*
 * Policy for pages made with these functions: nothing is loaded; no style counts but the one of html_begin, known by its SHA-256 (CSP Level 3 §2.3.1;
 * whoever changes the style is told the new one by tests/unit/base/test_html.c); forms go back to the same service; no other page frames them.
 */
#define HTML_POLITICA \
	"default-src 'none'; style-src 'sha256-xzGJhfB+gjTxsRqQaf/WYEP6/MGUTIxZutpvbHIhQFk='; form-action 'self'; base-uri 'none'; " \
	"frame-ancestors 'none'"

/* Text as content or as a quoted attribute value: & < > " ' become entities. The only way text enters a page. */
void html_text(struct buf *out, const char *s);
void html_textn(struct buf *out, const char *s, size_t n);

/* The same for XML 1.0, which has no way to write most control characters, U+FFFE and U+FFFF: they are left out. Valid UTF-8. */
void xml_text(struct buf *out, const char *s);

/* Frame of a page in Spanish up to its <h1> (the title, escaped), and its end. What stands between is the caller's. */
void html_begin(struct buf *out, const char *titulo);
void html_end(struct buf *out);

#endif
