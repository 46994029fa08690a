/*
 * What the documents of a file say, and what is made of it: versions compared, the ledger with the change that answers each line, anchors of new
 * observations, files with a like text. Texts are loaded when asked and live in the arena given, never longer than the request.
 * For the lanes of documents and jobs: reading and comparing may take a tenth of a second. One thread per `struct obrero`.
 */
#ifndef SERVICES_TEXTOS_H
#define SERVICES_TEXTOS_H

#include "codec/comparacion.h"
#include "services/trabajos.h"
#include "services/tramite.h"

/* What one comparison may need: two texts of the size that is looked at (texto/clausulas.h). The arena of these functions must hold it. */
#define TEXTOS_ARENA ((size_t)128 << 20)

/* The text of one document; out->n = 0 when it has none that could be read. */
NODISCARD enum status texto_load(struct obrero *o, const struct documento *d, struct arena *a, struct escrito *out, struct error *err);

/*
 * Two documents of a file, by id; NULL: the last two versions of the project. NOT_FOUND for a file or document that the caller may not see.
 * CONFLICT: SIN_VERSIONES (only one version), TEXTO_NO_DISPONIBLE (one of them could not be read).
 */
NODISCARD enum status careo_read(struct obrero *o, const struct actor *who, const char *ref, const char *de, const char *a,
	struct arena *ar, struct libro *libro, struct careo *out, struct error *err);

/* The ledger for this caller; (*out)[i] answers line i. Without texts to compare the lines come alone. */
NODISCARD enum status observaciones_read(struct obrero *o, const struct actor *who, const char *ref, struct arena *ar, struct libro *libro,
	struct atencion **out, struct error *err);

/*
 * observar, dictaminar: finds each observation's clause and passage in the present version and leaves t->anclas and t->pasajes for the decision.
 * Does nothing when the act would be refused anyway, or when there is no text to look in: what cannot be read must not hold up a review (rule 3).
 */
void anclas_find(struct obrero *o, struct tramite *t);

/* How like a text must be to be shown: of all runs, or of the shorter text's (texto/parecido.h). */
#define PARECIDO_SEMEJANZA_MIN 60
#define PARECIDO_CONTENCION_MIN 85
#define PARECIDOS_MAX 10          /* shown, most alike first */
#define PARECIDOS_MIRADOS_MAX 100 /* files of the same parties, newest first */

struct parecidos {
	struct semejante *v;
	size_t n, mirados;
	bool completo;
};
/*
 * Presented files between the same parties, as far as `who` may see them. With `diferencias`, each with what differs. CONFLICT: SIN_VERSIONES,
 * TEXTO_NO_DISPONIBLE as above.
 */
NODISCARD enum status parecidos_read(struct obrero *o, const struct actor *who, const char *ref, bool diferencias, struct arena *ar,
	struct libro *libro, struct parecidos *out, struct error *err);
/* The job that presentar and atender owe: looks over all files, so that only those offices that see all of them may see its result. */
NODISCARD enum status parecidos_buscar(
	struct obrero *o, const struct trabajo *t, struct trabajo_avance *av, struct buf *resultado_json, struct error *err);

#endif
