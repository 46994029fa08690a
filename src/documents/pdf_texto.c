#include "documents/pdf_texto.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "documents/herramienta.h"
#include "documents/hijo.h"

enum { PLAZO_MS = 15000, MEMORIA_MIB = 512, CPU_S = 10 };
#define SALIDA_MAX (8u << 20)

static int count_characters(const char *s, size_t n)
{
	int count = 0;

	for (size_t i = 0; i < n; i++)
		count += ((unsigned char)s[i] & 0xC0) != 0x80 && (unsigned char)s[i] > ' ';
	return count;
}

/* What a paragraph may begin with: a capital, a digit, a bracket, a quotation mark or a bullet. */
static bool may_begin(const char *s, const char *end)
{
	const unsigned char c = s < end ? (unsigned char)*s : 0, d = s + 1 < end ? (unsigned char)s[1] : 0;

	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("([-*\"", c) != NULL || (c == 0xC3 && d >= 0x80 && d <= 0x9E) ||
		(c == 0xC2 && d == 0xAB) || c == 0xE2;
}

static int longest_line(const char *s, const char *end)
{
	int longest = 0;

	while (s < end) {
		const char *line_end = memchr(s, '\n', (size_t)(end - s));
		const int n = count_characters(s, (size_t)((line_end ? line_end : end) - s));

		longest = n > longest ? n : longest;
		s = line_end ? line_end + 1 : end;
	}
	return longest;
}

/*
 * One page. Lines are joined until an empty one, or until one that ends well before the margin with something after it that may begin a
 * paragraph: pdftotext leaves no empty line between paragraphs that stand close together.
 */
static void split_page(const char *s, size_t n, int page, struct obra *o)
{
	const char *end = s + n, *begin = s;
	const int longest = longest_line(s, end);

	while (s < end) {
		const char *line_end = memchr(s, '\n', (size_t)(end - s));
		const char *next = line_end ? line_end + 1 : end;
		const int characters = count_characters(s, (size_t)(next - s));

		if (characters == 0 || (characters * 4 < longest * 3 && may_begin(next, end))) {
			(void)!obra_parrafo(o, begin, (size_t)(next - begin), 0, page);
			begin = next;
		}
		s = next;
	}
	(void)!obra_parrafo(o, begin, (size_t)(end - begin), 0, page);
}

void pdf_texto_partir(const char *s, size_t n, struct obra *o)
{
	const char *end = s + n;

	for (int page = 1; s < end && page <= INFORME_PAGINAS_MAX; page++) {
		const char *feed = memchr(s, '\f', (size_t)(end - s));
		const size_t len = (size_t)((feed ? feed : end) - s);

		if ((size_t)page <= o->i.n_paginas)
			o->i.paginas[page - 1].caracteres = count_characters(s, len);
		/* A page that the inspector did not see is none of this document's. */
		if (page <= o->i.total_paginas)
			split_page(s, len, page, o);
		s = feed ? feed + 1 : end;
	}
}

static enum status take_output(int out, struct obra *o, struct error *err)
{
	struct stat st;
	char *p;

	if (fstat(out, &st) != 0)
		return error_set(err, PROBLEM_INTERNO);
	if (st.st_size <= 0)
		return STATUS_OK;
	/* Nobody writes in it any more: the tool, and what it left, is gone. */
	p = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, out, 0);
	if (p == MAP_FAILED)
		return error_set(err, PROBLEM_INTERNO);
	pdf_texto_partir(p, (size_t)st.st_size, o);
	munmap(p, (size_t)st.st_size);
	return STATUS_OK;
}

enum status pdf_texto_add(const struct informe_opciones *op, int fd, struct obra *o, struct error *err)
{
	char last[16];
	const char *const argv[] = {"/usr/bin/pdftotext", "-q", "-enc", "UTF-8", "-eol", "unix", "-l", last, "-", "-", NULL};
	FD_AUTO out = memfd_create("texto", MFD_CLOEXEC);
	const struct herramienta h = {.lanzador = op->lanzador,
		.argv = argv,
		.entrada = fd,
		.salida = out,
		.salida_max = SALIDA_MAX,
		.plazo_ms = op->texto_ms > 0 ? op->texto_ms : PLAZO_MS,
		.memoria_mib = MEMORIA_MIB,
		.cpu_s = CPU_S};
	enum herramienta_fin fin;

	snprintf(last, sizeof last, "%d", INFORME_PAGINAS_MAX);
	if (out < 0)
		return error_set(err, PROBLEM_INTERNO);
	const enum status st = herramienta_run(&h, &fin, err);
	if (st != STATUS_OK)
		return st;
	if (fin != HERRAMIENTA_BIEN)
		obra_hallazgo(o, HALLAZGO_INSPECCION_INCOMPLETA, 0, 0, NULL, "la capa de texto");
	return take_output(out, o, err);
}
