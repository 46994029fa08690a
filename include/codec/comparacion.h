/*
 * The comparison of two versions and the ledger that it answers, as JSON and as a page. Whoever calls has already decided that the caller may see the
 * file, both documents and these lines. Pure, thread-safe; the buffer's `failed` tells whether all of it fitted.
 */
#ifndef CODEC_COMPARACION_H
#define CODEC_COMPARACION_H

#include "base/buf.h"
#include "texto/parecido.h"
#include "texto/vinculo.h"

/* The file, and what of its ledger this caller may see. */
struct libro {
	struct uuid expediente;
	const char *folio;           /* NULL: none yet */
	int version;                 /* of the file */
	struct documento *proyectos; /* oldest first */
	size_t n_proyectos;
	struct renglon *renglones;
	size_t n_renglones;
	int oculto_desde; /* act of an undecided dictamen, whose verifications are not for this caller (rule 10); 0 = nothing hidden */
};

/* Two documents of one file. */
struct careo {
	const struct libro *libro;
	struct documento de, a;
	struct comparacion c;
	struct vinculo *vinculos; /* one for each line of the ledger */
};
void careo_write(struct buf *out, const struct careo *k);
void careo_write_html(struct buf *out, const struct careo *k);

/* What answers a line: NULL members when there is nothing to compare yet. */
struct atencion {
	const struct careo
		*careo; /* of the version on which it was made with the present one; NULL: there is no later one, or no text to read */
	bool sin_texto; /* a later version exists but one of the two could not be read */
};
/* GET …/observaciones; `atenciones`: one for each line. */
void observaciones_write(struct buf *out, const struct libro *l, const struct atencion *atenciones);

/* A file whose text is like this one's. */
struct semejante {
	struct uuid expediente, documento;
	const char *folio, *denominacion;
	struct uuid organizacion;
	enum estado estado;
	int version;
	struct parecido medida;
	const char *diferencias; /* as diferencias_write: from its text to this file's; NULL: not asked for */
};
/* What differs between two texts, and nothing of what is the same: {resumen, truncada, clausulas}. */
void diferencias_write(struct buf *out, const struct comparacion *c);
/* GET …/parecidos. `mirados`: files looked at; `completo`: there were no more of the same parties. */
void parecidos_write(struct buf *out, const struct libro *l, const struct semejante *v, size_t n, size_t mirados, bool completo);
/* The same without the passages: result of the job. */
void parecidos_write_breve(struct buf *out, const struct semejante *v, size_t n, size_t mirados, bool completo);

#endif
