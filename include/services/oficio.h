/*
 * The request letter as people see it: is it signed, and what does it say when it is only an image. The text layer of a letter says nothing of a signature by
 * hand: its first pages are drawn in the cage, their strokes measured, and lines read where they tell which strokes stand below the closing words. Says what is
 * seen and where; whose hand it is, and whether an electronic signature is valid, is for a person and for other programs.
 */
#ifndef SERVICES_OFICIO_H
#define SERVICES_OFICIO_H

#include "documents/lectura.h"

#define OFICIO_PAGINAS 3    /* pages that are looked at */
#define OFICIO_MS 40000     /* for all of them */
#define OFICIO_CONFIANZA 80 /* mean confidence of the reading below which nothing is said to be missing */

enum oficio_resultado { OFICIO_FIRMA_HALLADA, OFICIO_FIRMA_NO_HALLADA, OFICIO_FIRMA_NO_SE_SABE };
/* "hallada", "no_hallada", "no_se_sabe"; static. */
const char *oficio_resultado_slug(enum oficio_resultado r);

struct oficio_firma {
	enum oficio_resultado resultado;
	bool electronica;    /* of a found one: a signature of the PDF, else strokes on the page */
	int pagina;          /* where it was seen; 0: no place */
	const char *detalle; /* Spanish: where exactly, or why it is not known */
};
struct oficio {
	struct oficio_firma firma;
	bool leido;           /* the text below was read off images: the letter has no text of its own */
	struct escrito texto; /* n = 0 when there was nothing to read */
	int confianza;        /* 0–100, mean over what was read */
	bool definitivo;      /* another look would show the same: no tool was missing, no time ran out */
};

/*
 * Looks at the letter in `fd` (a PDF, inspected and accepted: `informe`). Results live in `a`. OK also when nothing could be known, a missing tool among the
 * reasons. Blocks up to OFICIO_MS and the end of the tool that runs then. `op`: the tools; its limits are set here. UNAVAILABLE: memory, or no file could be made.
 */
NODISCARD enum status oficio_mirar(
	const struct lectura_opciones *op, int fd, const struct informe *informe, struct arena *a, struct oficio *out, struct error *err);
/* Whether there is anything to look at: false for a letter with text and an electronic signature, whose bytes need not be fetched. Pure. */
bool oficio_pide_mirar(const struct informe *informe);

/* The judgement on pages that were looked at already; texts live in `a`. Pure. */
void oficio_juzgar(const struct lectura_copia *l, struct arena *a, struct oficio_firma *out);

#endif
