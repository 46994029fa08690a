/*
 * Anonymous statistics of the procedure (docs/estadisticas.md): what became of all files once presented, and how long each step took. Fed file by file, in any
 * order; drafts never come in. Pure, no clock. What leaves through the functions below is safe to publish: nothing about fewer than CENSO_MINIMO files.
 */
#ifndef DOMAIN_CENSO_H
#define DOMAIN_CENSO_H

#include "domain/calendario.h"
#include "domain/expediente.h"

#define CENSO_MINIMO 3
#define CENSO_ENTIDADES 33 /* 0: of no state */
#define CENSO_ANIO_BASE 2000
#define CENSO_ANIOS 100
#define CENSO_DIAS_MAX 1000 /* business days; longer stays count as this many */
#define CENSO_OCULTO (-1)

enum censo_indicador { CENSO_TARDE, CENSO_OBSERVADO, CENSO_NEGADO, CENSO_DEVUELTO, CENSO_FIRMADO_SIN_INSCRIBIR, CENSO_INDICADORES };

/* One act of a file that is read in order. */
struct censo_acto {
	enum acto_tipo tipo;
	enum estado desde, hacia;
	instante_t en;
	bool con_computo, en_tiempo; /* what the act computed of rule 5 */
	bool improcedente;           /* an opinion that refuses */
};
/* Big (some megabytes): from calloc, all zero at first. */
struct censo {
	int64_t expedientes, por_estado[ESTADO_COUNT], por_entidad[CENSO_ENTIDADES], por_anio[CENSO_ANIOS];
	int64_t indicador[CENSO_ANIOS][CENSO_INDICADORES]; /* by the year in which the file was first presented */
	/* files whose stays in a state that ended in that year came to so many business days */
	uint32_t dias[ESTADO_COUNT][CENSO_ANIOS][CENSO_DIAS_MAX + 1];
};

/* Adds a file by its whole journal. One never presented is not counted. `entidad`: 1–32, 0 for none. */
void censo_add(struct censo *c, const struct calendario *cal, int entidad, const struct censo_acto *v, size_t n);

/*
 * What may be shown of counts whose total is shown too: out[i] is n[i] or CENSO_OCULTO. Fewer than CENSO_MINIMO is not shown; and when the hidden cells hold any file
 * at all, they are at least two and hold CENSO_MINIMO or more together: the smallest shown ones (of equal ones the first) are hidden for it. So no file comes back
 * by subtraction. Returns what may be shown of the total.
 */
int64_t censo_ocultar(const int64_t *n, size_t k, int64_t *out);
/* A part of a shown whole: CENSO_OCULTO when the part or the rest has fewer than CENSO_MINIMO. */
int64_t censo_parte(int64_t parte, int64_t todo);

struct censo_paso {
	int64_t expedientes; /* CENSO_OCULTO: fewer than CENSO_MINIMO, and then nothing else */
	int mediana, p90;    /* nearest rank: the smallest number of days that half, nine tenths, of the files do not exceed */
};
struct censo_paso censo_step(const struct censo *c, enum estado e, size_t anio);

#endif
