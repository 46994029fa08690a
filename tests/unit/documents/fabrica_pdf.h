/* Small PDFs made in the test, object by object. The buffer is to be freed with buf_free. */
#ifndef TESTS_DOCUMENTS_FABRICA_PDF_H
#define TESTS_DOCUMENTS_FABRICA_PDF_H

#include <stdio.h>
#include <string.h>

#include "base/buf.h"

/* Object i + 1 is objetos[i]; NULL: left out of the file. */
static inline struct buf pdf_de(const char *const *objetos, size_t n)
{
	size_t at[64] = {0}, xref;
	struct buf b;

	buf_init(&b, 64u << 20);
	buf_puts(&b, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n");
	for (size_t i = 0; i < n; i++) {
		if (objetos[i] == NULL)
			continue;
		at[i] = b.len;
		buf_printf(&b, "%zu 0 obj\n%s\nendobj\n", i + 1, objetos[i]);
	}
	xref = b.len;
	buf_printf(&b, "xref\n0 %zu\n0000000000 65535 f \n", n + 1);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%010zu 00000 %c \n", at[i], objetos[i] ? 'n' : 'f');
	buf_printf(&b, "trailer\n<< /Size %zu /Root 1 0 R >>\nstartxref\n%zu\n%%%%EOF\n", n + 1, xref);
	return b;
}
#define PDF_DE(...) pdf_de((const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

#define PDF_RAIZ(mas) "<< /Type /Catalog /Pages 2 0 R " mas " >>"
#define PDF_PAGINAS "<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 612 792] >>"
#define PDF_HOJA(mas) "<< /Type /Page /Parent 2 0 R " mas " >>"

#endif
