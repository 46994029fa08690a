/* The text of a stored document, as its inspection read it. */
#include "services/informes.h"
#include "services/textos.h"

enum status texto_load(struct obrero *o, const struct documento *d, struct arena *a, struct escrito *out, struct error *err)
{
	struct informe informe;
	const enum status st = informe_load(o, &d->sha256, d->tamano, a, &informe, err);
	*out = st == STATUS_OK ? informe.texto : (struct escrito){.n = 0};
	return st;
}
