/*
 * Reading a signed copy: page by page, the text layer where there is a real one, else the page's image, measured in the cage and read by tesseract
 * (Spanish) through the launcher. A page whose image covers it is read from the image even if a text layer lies behind: what people see and sign is the image.
 * Nothing is decided here: each page says where its text comes from and how far it can be trusted.
 */
#ifndef DOCUMENTS_LECTURA_H
#define DOCUMENTS_LECTURA_H

#include "base/arena.h"
#include "documents/informe.h"
#include "texto/escrito.h"

#define LECTURA_PAGINAS_MAX 300
#define LECTURA_UNIDAD 10000 /* places on a page: ten-thousandths of its width and height */

enum pagina_origen {
	PAGINA_NO_LEIDA, /* beyond the limits, or a tool gave up on it (`motivo`) */
	PAGINA_BLANCA,   /* no text and next to no ink */
	PAGINA_TEXTO,    /* the document's own text layer */
	PAGINA_IMAGEN    /* read by tesseract */
};
enum pagina_motivo {
	MOTIVO_NINGUNO,
	MOTIVO_LIMITE,   /* more pages, or more time, than one copy may take */
	MOTIVO_DIBUJO,   /* the page could not be drawn */
	MOTIVO_TIEMPO,   /* it took too long */
	MOTIVO_LECTURA,  /* tesseract gave up */
	MOTIVO_DESMEDIDA /* its image says that it is larger than any page's: it was not drawn */
};

struct linea_leida {
	const char *texto;
	int x0, y0, x1, y1; /* LECTURA_UNIDAD */
	int confianza;      /* 0–100 */
};
struct marca_leida { /* strokes larger than letters: signatures, stamps, drawings */
	int x0, y0, x1, y1;
};
struct pagina_leida {
	int numero; /* from 1 */
	enum pagina_origen origen;
	enum pagina_motivo motivo;
	int ancho, alto;      /* mm */
	int ppp;              /* resolution of the image that the page is, pixels per inch; 0: none */
	bool medida;          /* the five members that follow were measured on the image */
	int fondo, contraste; /* grey levels, 0–255 */
	int tinta;            /* millionths of the page */
	int inclinacion;      /* hundredths of a degree, positive: lines rise to the right */
	int firmeza;          /* 0: the inclination is not known */
	struct marca_leida *marcas;
	size_t n_marcas;
	int girada; /* degrees clockwise that the image was turned to be read, 0, 90, 180 or 270; strokes and lines stand on the turned sheet, ancho and alto are its own */
	int sin_leer;               /* of an image: percent of what is written on it where no line was read */
	int confianza;              /* 0–100, mean over its letters; 100 for a text layer */
	int palabras, dudosas;      /* dudosas: words read with less than LECTURA_DUDA */
	struct linea_leida *lineas; /* of an image, from above downwards; with `trazos` also of a page with a text layer that has strokes */
	size_t n_lineas;
	struct marca_leida *cajas; /* of the words, as many as `palabras`, on an image */
};
#define LECTURA_DUDA 60
#define LECTURA_SIN_LEER 5 /* percent: from here on lines are missing (docs/mediciones.md) */

struct lectura_copia {
	struct pagina_leida *paginas;
	size_t n;
	int total;            /* pages of the document; more than n when it passes the limit */
	struct escrito texto; /* all pages, in order */
};

struct lectura_opciones {
	struct inspeccion_opciones caja;
	const char *lanzador;
	const char *carpeta_temporal;     /* for unnamed files */
	const char *pdftoppm, *tesseract; /* absolute paths */
	uint32_t total_ms;                /* for the whole copy, and no tool gets more than what is left of it; 0: 40 min */
	size_t paginas_max;               /* the first ones are looked at; 0: LECTURA_PAGINAS_MAX */
	bool trazos;                      /* pages with a text layer are drawn and measured too */
	/* Called before each page's work and each tool; not OK ends the reading with that status. Never longer than 35 s between two calls. */
	enum status (*avance)(void *arg, int hechas, int total, const char *texto, struct error *err);
	void *arg;
};

/*
 * Reads the copy in `fd` (a PDF, inspected already: `informe`). Results live in `a`. OK also when pages could not be read.
 * UNAVAILABLE with HERRAMIENTA_NO_DISPONIBLE: the cage or a tool cannot be started at all. One at a time per thread.
 */
NODISCARD enum status lectura_run(const struct lectura_opciones *op, int fd, const struct informe *informe, struct arena *a,
	struct lectura_copia *out, struct error *err);

/*
 * What tesseract says of one page (its TSV, untrusted: strictly bounded, lines that are not of the form are left out). Appends paragraphs of page `pagina`
 * to `parrafos` and lines to the page; `ancho`, `alto`: pixels of the image. False: the arena is full. Pure.
 */
struct lectura_parrafos {
	struct parrafo *v;
	size_t n, cap;
};
bool lectura_tsv(
	const char *tsv, size_t n, int ancho, int alto, struct pagina_leida *pagina, struct lectura_parrafos *parrafos, struct arena *a);
/* What tesseract says of the position of a page (its --psm 0): quarters of a turn, clockwise, that set it upright; 0 when it does not say. Pure. */
unsigned lectura_posicion(const char *osd, size_t n);
bool lectura_agregar(struct lectura_parrafos *p, const struct parrafo *uno, struct arena *a);

#endif
