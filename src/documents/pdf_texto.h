/* The text layer of a PDF, read by pdftotext in its cage. The parent's side. */
#ifndef SRC_DOCUMENTS_PDF_TEXTO_H
#define SRC_DOCUMENTS_PDF_TEXTO_H

#include "documents/obra.h"

/* Adds the paragraphs, and to each page its characters; what fails is a finding. UNAVAILABLE: the launcher could not be started. */
NODISCARD enum status pdf_texto_add(const struct informe_opciones *op, int fd, struct obra *o, struct error *err);
/* What pdftotext wrote, taken apart: pages end with a form feed, paragraphs with an empty line. Any bytes will do. Pure but for the arena. */
void pdf_texto_partir(const char *s, size_t n, struct obra *o);

#endif
