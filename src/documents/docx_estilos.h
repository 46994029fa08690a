/* Styles and lists of a Word text, as far as they say what is a heading and which label a paragraph carries. In the cage only. */
#ifndef SRC_DOCUMENTS_DOCX_ESTILOS_H
#define SRC_DOCUMENTS_DOCX_ESTILOS_H

#include "documents/docx.h"
#include "documents/parte.h"

#define DOCX_ESTILOS_MAX 2000
#define DOCX_LISTAS_MAX 1000
#define DOCX_NIVELES 9

struct docx_estilo {
	const char *id, *base;  /* NULL: none */
	int esquema;            /* 0–8; 9 = body; DOCX_NINGUNO = not said */
	int lista, nivel_lista; /* as struct docx_parrafo */
};
struct docx_nivel {
	const char *formato; /* w:numFmt */
	const char *texto;   /* w:lvlText: "%1.%2" */
	int inicio;
};
struct docx_lista { /* w:abstractNum, with the count that runs through all its paragraphs */
	int id;
	struct docx_nivel niveles[DOCX_NIVELES];
	int cuenta[DOCX_NIVELES];
	bool usado[DOCX_NIVELES];
};
struct docx_numeracion { /* w:num */
	int id, abstracta;
	int inicio[DOCX_NIVELES]; /* w:startOverride, DOCX_NINGUNO = none */
	bool aplicada;
};

struct docx_estilos {
	struct arena *a;
	struct docx_estilo *estilos;
	size_t n_estilos;
	struct docx_lista *listas;
	size_t n_listas;
	struct docx_numeracion *numeraciones;
	size_t n_numeraciones;
	const char *idioma; /* w:lang of the defaults, NULL = not said */
};

/* Reads one part each; false: it could not be read to its end (what was read stays). */
bool docx_estilos_read(zip_t *zip, const char *parte, struct docx_estilos *e);
bool docx_listas_read(zip_t *zip, const char *parte, struct docx_estilos *e);

/* Heading level 1–9 of a paragraph, 0 = body. */
int docx_nivel_of(const struct docx_estilos *e, const struct docx_parrafo *p);
/* Appends the label that Word would show before the paragraph ("2.1", "a)", "PRIMERA"), nothing for bullets, and counts it. Call once for each, in order. */
void docx_rotulo(struct docx_estilos *e, const struct docx_parrafo *p, struct buf *out);

#endif
