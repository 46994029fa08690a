/* One PDF opened by libqpdf, shared by the files that look at it. In the cage only. */
#ifndef SRC_DOCUMENTS_PDF_INTERNO_H
#define SRC_DOCUMENTS_PDF_INTERNO_H

#include <qpdf/qpdf-c.h>

#include "documents/detalle.h"

#define PDF_OBJETOS_MAX 300000
#define PDF_GENERACION_MAX 65535 /* ISO 32000-1, annex C */
#define PDF_OTRAS_MAX 64         /* objects that share their number with another one */

struct pdf {
	qpdf_data q;
	struct obra *o;
	size_t tamano;  /* of the file */
	int objetos;    /* one more than the highest object number; length of the arrays below */
	int *pagina_de; /* by object number: the page it belongs to, from 1; 0 = none known */
	struct pdf_pendiente {
		int id, gen;
	} * pendientes; /* objects still to be looked at */
	int n_pendientes;
	int *visto; /* by object number: one more than the first generation that was in that list; 0 = none was */
	struct pdf_pendiente otras[PDF_OTRAS_MAX]; /* the further ones that were */
	int n_otras;
	long long muestras; /* bytes to which all images expand, as they say themselves */
};

/* An error of libqpdf since the last question becomes PDF_DANADO (once, at `pagina`); true when there was one. */
bool pdf_failed(struct pdf *x, int pagina);
/* A member of a dictionary or of a stream's; the null object when there is none. */
qpdf_oh pdf_key(struct pdf *x, qpdf_oh oh, const char *key);
/* Whether a dictionary, or a stream's, has that member; false for anything else. */
bool pdf_has(struct pdf *x, qpdf_oh oh, const char *key);
/* True when the object is the name `name`, slash included. */
bool pdf_is_name(struct pdf *x, qpdf_oh oh, const char *name);
/* UTF-8, valid until the next call; NULL when it is no string. */
const char *pdf_text(struct pdf *x, qpdf_oh oh);

/* An image whose header asks for more pixels than anybody's memory becomes IMAGEN_DESMEDIDA, once a page; nothing is decoded. */
void pdf_medir_imagen(struct pdf *x, qpdf_oh image, int page);
/* Looks at every object that the trailer leads to: actions, attachments, forms, signatures, fonts. */
void pdf_mirar_objetos(struct pdf *x);

#endif
