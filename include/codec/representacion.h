/*
 * What the API answers, written straight into a buffer. Members are in Spanish; those without a value are left out. Whoever calls has already
 * decided that the caller may see the file (expediente_visible): these writers only hide the parts that are not for everybody (rule 10).
 * Pure, thread-safe; the buffer's `failed` tells whether all of it fitted.
 */
#ifndef CODEC_REPRESENTACION_H
#define CODEC_REPRESENTACION_H

#include "base/buf.h"
#include "domain/expediente.h"
#include "domain/procedimiento.h"

/*
 * GET /v1/expedientes/{id}: a function of the file's version, the caller and the calendar's version (limits that no act has recorded yet follow
 * the calendar); env->now is not looked at.
 */
void expediente_write(struct buf *out, const struct expediente *e, const struct actor *who, const struct disponible *disponibles, size_t n,
	const struct entorno *env);
/* What stands beside the journal and belongs to a step: JSON, already judged to be for this caller. */
struct paso_agregado {
	int paso;
	const char *json;
};
/* GET …/pasos: the twelve steps as a timeline up to env->now, each with what the service wrote in it. */
void pasos_write(struct buf *out, const struct expediente *e, const struct actor *who, const struct entorno *env,
	const struct paso_agregado *emitidos, size_t n_emitidos);
/*
 * One entry of the journal. `datos` and `efectos` appear exactly as they are hashed, unless the act is reserved for this caller
 * (acto_reservado): then neither does, and the number and the fingerprints stay hidden with them.
 */
void acto_write(struct buf *out, const struct acto *act, bool reservado);
/* Same, with the stored texts at hand: nothing is encoded again. */
void acto_write_json(struct buf *out, const struct acto *act, const char *datos_json, const char *efectos_json, bool reservado);
void documento_write(struct buf *out, const struct documento *d);
/* GET /v1/plazos. */
void plazo_write(struct buf *out, const struct computo *k, const struct dia_explicado *dias, size_t n);
/* GET /v1/procedimiento: states, acts, transitions, steps, roles, series and the other lists. Never changes while the process runs. */
void procedimiento_write(struct buf *out);
/* GET /v1/calendario/{anio}: the days of that year that the calendar names. */
void calendario_write(struct buf *out, const struct calendario *c, int anio);

#endif
