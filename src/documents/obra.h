/*
 * A report while it is being made: by the inspector's child, which sends it over the pipe, and by the parent, which decodes it and adds what
 * the tools say. Everything added is bounded and cleaned here, so that both sides agree on what a report may hold.
 */
#ifndef SRC_DOCUMENTS_OBRA_H
#define SRC_DOCUMENTS_OBRA_H

#include "base/buf.h"
#include "documents/informe.h"

struct obra {
	struct arena *a;
	struct informe i;
	size_t texto_bytes;
	bool llena; /* the arena gave out: the report is not whole */
};

void obra_init(struct obra *o, struct arena *a);

/* At most INFORME_HALLAZGOS_MAX; strings may be NULL, are cut at INFORME_CADENA_MAX bytes and lose control and direction marks. */
void obra_hallazgo(struct obra *o, enum hallazgo codigo, int pagina, int parrafo, const char *pasaje, const char *detalle);
bool obra_tiene(const struct obra *o, enum hallazgo codigo);
/* The next page; NULL past INFORME_PAGINAS_MAX. */
struct informe_pagina *obra_pagina(struct obra *o);
void obra_fuente(struct obra *o, const char *nombre, bool incrustada); /* each name once */
void obra_firma(struct obra *o, const char *nombre, const char *fecha, bool cubre_todo);
/* The author of that name, new or known; NULL past INFORME_LISTA_MAX. */
struct informe_autor *obra_autor(struct obra *o, const char *nombre);
void obra_idioma_declarado(struct obra *o, const char *idioma);
/* White space folded; an empty one is no paragraph and is not added. Its number from 1; 0: not added. Past the limits: TEXTO_RECORTADO, once. */
int obra_parrafo(struct obra *o, const char *texto, size_t n, int nivel, int pagina);

/* A string as reports hold them: valid UTF-8, one line, at most INFORME_CADENA_MAX bytes. NULL for NULL, for "" and when the arena is full. */
const char *obra_cadena(struct obra *o, const char *s, size_t n);

/* The details of a document as the child sends them, after the record of documents/registro.h. */
#define OBRA_CABLE_MAX (4u << 20)
void obra_encode(const struct obra *o, struct buf *out);
/*
 * Into an initialised `o`. False unless every byte is one that an honest child can send about a document of type `tipo`. Pure but for the
 * arena; the fuzz target fuzz_informe holds it to that.
 */
bool obra_decode(const uint8_t *p, size_t n, enum documento_tipo tipo, struct obra *o);

#endif
