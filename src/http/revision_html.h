/* The pre-check for people: the form and its answer as pages that work without JavaScript. Pure. */
#ifndef HTTP_REVISION_HTML_H
#define HTTP_REVISION_HTML_H

#include "services/revision.h"

/* The page with the form. `maximo`: bytes that both files together may have. */
void revision_html_form(struct buf *out, int64_t maximo);
/* The answer. */
void revision_html_answer(struct buf *out, const struct revision *r);

#endif
