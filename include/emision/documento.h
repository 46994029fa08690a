/*
 * One document from one act: what a template is given (JSON), and the PDF that comes of it, rendered in the cage with an empty signature in place.
 * The same entry gives the same bytes: nothing here looks at a clock.
 */
#ifndef EMISION_DOCUMENTO_H
#define EMISION_DOCUMENTO_H

#include "codec/bitacora.h"
#include "emision/clases.h"
#include "emision/codigo.h"
#include "emision/plantillas.h"

#define EMISION_PDF_MAX (16u << 20)
#define EMISION_RESERVA 16384 /* bytes kept for the signature */

struct emision_entrada {
	const struct expediente *e; /* as it was after that act, not as it is now */
	const struct acto *acto;
	const struct emision *emision;
	const char *actor_nombre;
	const char *organizacion, *organizacion_siglas; /* of the file */
	const char *codigo;                             /* CODIGO_LEN form */
	const char *url_publica;                        /* without a closing slash */
	const struct bitacora_inclusion
		*prueba; /* that the entry is in the registry's log, with its head; carried inside the PDF. NULL: none */
};

/* The name of the file inside a PDF that proves something of the registry's log. */
#define EMISION_PRUEBA "prueba.json"
/* The same in words, for a template: member `bitacora`; null for NULL. */
void emision_write_proof(struct json_writer *w, const struct bitacora_inclusion *p);

/* The names that the list of documents shows; live in the arena. */
struct emision_rotulo {
	const char *numero; /* official number if there is one, else of the series; NULL: none */
	dia_t fecha;        /* declared legal date, else the day of the act */
	const char *nombre; /* file name: "dictamen-DICT-CJA-0001-2026.pdf" */
	const char *titulo; /* "Dictamen DICT-CJA/0001/2026" */
};
NODISCARD enum status emision_rotulo(const struct emision_entrada *in, struct arena *a, struct emision_rotulo *out, struct error *err);

/* Where a code is verified. NULL without memory. */
const char *emision_url(const char *url_publica, const char *codigo, struct arena *a);

/* What the template sees. */
NODISCARD enum status emision_datos(const struct emision_entrada *in, struct arena *a, struct buf *out, struct error *err);

struct imprenta {
	const char *lanzador; /* dictamen-jaula */
	const char *python;   /* absolute path of python3 */
	const struct plantillas *plantillas;
};

/*
 * The PDF, appended to `pdf`. PLANTILLA_INVALIDA (INTERNAL): a template is at fault, with its name, line and reason. UNAVAILABLE: the cage or the
 * renderer could not be started, or had no time. Thread-safe; each call is a process.
 */
NODISCARD enum status emision_imprimir(
	const struct imprenta *im, const struct emision_entrada *in, struct arena *a, struct buf *pdf, struct error *err);
/*
 * A page made with base/html.h, printed as it is: PDF/A, tagged, without a signature. Not longer than 20 s. UNAVAILABLE with
 * IMPRESION_NO_DISPONIBLE: no cage, no renderer, or no time. `im->plantillas` is not used. Same page and label, same bytes. Thread-safe.
 */
struct pagina_rotulo {
	const char *titulo, *asunto;
	instante_t creado; /* of what it shows, not of the printing */
};
NODISCARD enum status emision_imprimir_pagina(const struct imprenta *im, const struct buf *html, const struct pagina_rotulo *r,
	struct arena *a, struct buf *pdf, struct error *err);
/* A document that is not about a file of the service: what its template is given, and what the PDF says of itself. */
struct pliego {
	const char *plantilla;
	const char *titulo, *autor, *asunto;
	instante_t creado;
	const char *datos;                    /* JSON for the template */
	const char *adjunto_nombre, *adjunto; /* JSON carried inside the PDF, which then is PDF/A-3; NULL: none */
};
NODISCARD enum status emision_imprimir_pliego(
	const struct imprenta *im, const struct pliego *p, struct arena *a, struct buf *pdf, struct error *err);
/*
 * Tries all templates with the sample data, and prints the document of this one (of a shared one: another) with MUESTRA across each page and no signature. At most
 * 45 s and 15 s of processor. PLANTILLA_RECHAZADA with the place in `errors`: one is at fault, or did not end within its bounds. UNAVAILABLE: as above.
 */
NODISCARD enum status emision_probar(const struct imprenta *im, const char *nombre, struct arena *a, struct buf *pdf, struct error *err);
/* Whether every template can be read as one. */
NODISCARD enum status emision_revisar(const struct imprenta *im, struct arena *a, struct error *err);

#endif
