/*
 * What the inspection of a document says: its type, findings, facts and text. Everything untrusted is read in the cages (documents/tarea.h,
 * documents/herramienta.h); what they answer is decoded strictly here. Depends on the bytes alone, but for what was declared:
 * `rechazo` and `cabe_tipo` (informe_declarar).
 */
#ifndef DOCUMENTS_INFORME_H
#define DOCUMENTS_INFORME_H

#include "base/arena.h"
#include "documents/inspeccion.h"
#include "domain/vocabulario.h"
#include "texto/escrito.h"

/* HALLAZGO(NAME, slug, SEVERIDAD, what, why, mend) */
enum hallazgo {
	HALLAZGO_NINGUNO,
#define HALLAZGO(name, slug, sev, t, p, q) HALLAZGO_##name,
#include "documents/hallazgos.def"
#undef HALLAZGO
	HALLAZGO_COUNT
};
extern const struct vocabulario vocabulario_hallazgo;       /* slugs; titles are what was found */
extern const struct vocabulario vocabulario_documento_tipo; /* extensions ("docx"); titles are media types */
struct hallazgo_info {
	enum severidad severidad;
	const char *titulo, *por_que, *que_hacer; /* Spanish, static */
};
const struct hallazgo_info *hallazgo_info(enum hallazgo h);

/* Changes when the same bytes would be reported otherwise: stored reports of an older version are made again. */
#define INFORME_VERSION 2

/* Limits of one report; what is beyond is left out, and a finding says so where it matters. */
#define INFORME_HALLAZGOS_MAX 200
#define INFORME_PAGINAS_MAX 1000
#define INFORME_LISTA_MAX 100  /* fonts, signatures, authors, languages */
#define INFORME_CADENA_MAX 300 /* bytes of any string but a paragraph */
#define INFORME_PARRAFOS_MAX 20000
#define INFORME_TEXTO_MAX (2u << 20) /* bytes of all paragraphs */

struct informe_hallazgo {
	enum hallazgo codigo;
	int pagina;          /* from 1; 0 = the whole document, or not known */
	int parrafo;         /* index in texto.parrafos from 1; 0 = none */
	const char *pasaje;  /* the words at that place, NULL = none */
	const char *detalle; /* what exactly: an author, a name, a number; NULL = none */
};
struct informe_pagina {
	int ancho, alto; /* mm, as shown (rotated) */
	int caracteres;  /* of the text layer, blanks not counted */
	int imagen;      /* percent of the page that images cover */
	int ppp;         /* resolution of the largest image, points per inch; 0 without one */
};
struct informe_fuente {
	const char *nombre;
	bool incrustada;
};
struct informe_firma {              /* electronic signature found in a PDF: present, not verified */
	const char *nombre, *fecha; /* as the file says; NULL = not said */
	bool cubre_todo;            /* its byte range reaches the end of the file */
};
struct informe_autor { /* of tracked changes and comments in a Word text */
	const char *nombre;
	int inserciones, eliminaciones, formatos, comentarios;
};
struct informe_idioma {
	const char *codigo; /* as texto/idioma.h */
	int palabras;
};

struct informe {
	enum documento_tipo tipo;
	enum inspeccion_hallazgo rechazo; /* INSPECCION_NINGUNO: acceptable as what it was declared to be */
	bool cabe_tipo;
	bool tiene_huella; /* see struct inspeccion */
	struct sha256 huella;
	int palabras;
	struct informe_hallazgo *hallazgos; /* the reason for a refusal among them, first */
	size_t n_hallazgos;
	int total_paginas;              /* of a PDF or TIFF; 0 = not known */
	struct informe_pagina *paginas; /* of a PDF; the first INFORME_PAGINAS_MAX */
	size_t n_paginas;
	struct informe_fuente *fuentes;
	size_t n_fuentes;
	struct informe_firma *firmas;
	size_t n_firmas;
	struct informe_autor *autores;
	size_t n_autores;
	struct informe_idioma *idiomas; /* measured, most words first */
	size_t n_idiomas;
	const char *idioma_declarado; /* of a Word text: w:lang of its defaults ("es-MX"); NULL = not said */
	int ancho, alto;              /* pixels of an image */
	bool cifrado, formulario;     /* PDF */
	struct escrito texto;         /* a Word text, or the text layer of a PDF; n = 0 without one */
};

struct informe_opciones {
	struct inspeccion_opciones caja; /* the inspector and its limits */
	const char *lanzador;            /* absolute path of dictamen-jaula */
	const char *clamd;               /* "/run/clamd.sock", "127.0.0.1:3310" or "[::1]:3310"; NULL or "" = no antivirus */
	uint32_t texto_ms;               /* wall clock for the text layer of a PDF; 0: 15 s */
};

/*
 * The whole inspection of the first `size` bytes of the regular file `fd` (neither its offset nor the file is changed). Stores nothing.
 * Results live in `a`, which must be able to hold INFORME_ARENA bytes beside the rest. OK also when the document is bad: see `rechazo`
 * and `hallazgos`. UNAVAILABLE: a cage could not be set up, or the antivirus was configured and did not answer: nothing is known.
 * Blocks up to the sum of the deadlines (some 25 s). Thread-safe for distinct arenas; the rest as inspeccion_run().
 */
#define INFORME_ARENA (16u << 20)
NODISCARD enum status informe_run(const struct informe_opciones *op, int fd, uint64_t size, const char *tipo_declarado, struct arena *a,
	struct informe *out, struct error *err);

/*
 * Judges a report of the same bytes by another declared type: sets `rechazo` and `cabe_tipo`. For reports that were accepted once; a PDF that
 * asks for a password, which was acceptable in former times, is refused all the same.
 */
void informe_declarar(struct informe *i, const char *tipo_declarado);

/*
 * Asks the antivirus, when there is one, about the bytes of a report that is known already: a signature may be younger than the report. OK:
 * `i` is as it was, or what informe_run() says of infected bytes. UNAVAILABLE: it did not answer. Blocks up to 30 s; thread-safe as above.
 */
NODISCARD enum status informe_antivirus(
	const struct informe_opciones *op, int fd, uint64_t size, struct arena *a, struct informe *i, struct error *err);

/* Whether `clamd` of the options has one of the forms above; only this machine: documents do not travel in the clear. Pure. */
bool informe_clamd_valid(const char *clamd);

/* Whether a file name as given hides something: control characters, line ends, direction marks. Pure. */
bool informe_nombre_oculta(const char *nombre);

#endif
