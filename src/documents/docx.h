/* What is gathered while the main part of a Word text is read, for docx_detallar(). In the cage only. */
#ifndef SRC_DOCUMENTS_DOCX_H
#define SRC_DOCUMENTS_DOCX_H

#include <libxml/xmlreader.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

#define DOCX_PARRAFOS_MAX 40000 /* raw ones, empty ones among them */
#define DOCX_MARCAS_MAX 400
#define DOCX_COMENTARIOS_MAX 400

struct docx_parrafo {
	size_t desde, hasta;    /* in docx_lectura.texto; no white space folded yet */
	const char *estilo;     /* w:pStyle, NULL = none */
	int lista, nivel_lista; /* w:numPr of its own: w:numId (-1 = not said, 0 = taken away) and w:ilvl */
	int esquema;            /* w:outlineLvl of its own, -1 = not said */
	bool oculto;            /* holds hidden text (w:vanish) */
};
struct docx_marca {     /* the tracked changes of one author in one paragraph */
	size_t parrafo; /* index */
	const char *autor;
	int inserciones, eliminaciones, formatos;
};
struct docx_comentario {
	size_t parrafo; /* index of the one to which it is anchored */
	const char *id;
};

struct docx_lectura {
	struct arena *a;
	struct buf texto; /* as docx_texto() gives it */
	struct docx_parrafo *parrafos;
	size_t n_parrafos;
	struct docx_marca *marcas;
	size_t n_marcas;
	struct docx_comentario *comentarios;
	size_t n_comentarios;
	bool recortado;       /* more than the limits: the rest was not gathered */
	char principal[1025]; /* name of the main part */
};

/* `a` gives out what it takes; the text has its own buffer (free with docx_lectura_free). */
void docx_lectura_init(struct docx_lectura *l, struct arena *a);
void docx_lectura_free(struct docx_lectura *l);

/* --- while reading: docx_marcas.c; docx_texto.c calls these -------------------------------------------------------------------- */

enum { DOCX_ANIDADOS_MAX = 8, DOCX_NINGUNO = -1 };

struct docx_curso {
	struct docx_lectura *l;
	struct docx_parrafo props[DOCX_ANIDADOS_MAX]; /* of the paragraphs open now: a text box is a paragraph within a paragraph */
	int abiertos;
	int cambio;   /* depth of the element that tells former properties; DOCX_NINGUNO */
	size_t desde; /* where in the text the piece begins that is being gathered */
};

void docx_curso_init(struct docx_curso *c, struct docx_lectura *l);
/* At each w:p, with the length of the text so far: the piece until there belongs to the paragraph that was open. */
void docx_curso_abre(struct docx_curso *c, size_t texto);
void docx_curso_cierra(struct docx_curso *c, size_t texto);
/* At the beginning of any element of WordprocessingML, and at the end. */
void docx_curso_elemento(struct docx_curso *c, xmlTextReaderPtr reader, const char *local);
void docx_curso_fin(struct docx_curso *c, int depth);

#endif
