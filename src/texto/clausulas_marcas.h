/* What a paragraph is, by its first words and its look. Private to src/texto. Pure. Paragraphs must be composed (texto_componer). */
#ifndef TEXTO_CLAUSULAS_MARCAS_H
#define TEXTO_CLAUSULAS_MARCAS_H

#include "texto/clausulas_numero.h"

bool marca_clausulas(const char *p);     /* the heading «CLÁUSULAS», also letter-spaced */
bool marca_declaraciones(const char *p); /* «DECLARACIONES», «ANTECEDENTES Y DECLARACIONES» */
bool marca_cierre(const char *p);        /* "Leído que fue…", "Firmado en… en dos ejemplares…" */
bool marca_anexo(const char *p);         /* "ANEXO", "Anexo II. Programa de trabajo" */
struct numero marca_anexo_numero(const char *p);
bool marca_titular(const char *p); /* reads as a title: short, begins with a capital, no sentence */
bool marca_rotulo(const char *p);  /* a short line all in capitals */
bool marca_empieza(const char *p, const char *plegado);

/* Bytes without the point, colon or dash that closes a title. */
size_t marca_sin_cierre(const char *p);
/* "OBJETO. El presente…", "Objeto: …", "Objeto.- …": bytes of the title, 0 when the paragraph begins with its sentence. */
size_t marca_titulo_inicial(const char *p);

#endif
