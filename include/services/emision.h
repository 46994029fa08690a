/*
 * What the service writes: making the document that an act owes (rendered, sealed, stored once), the lists and downloads of those there are, and what
 * anyone may ask about one. Texts of results live in the arena given. One thread per `struct obrero`.
 */
#ifndef SERVICES_EMISION_H
#define SERVICES_EMISION_H

#include "base/buf.h"
#include "emision/clases.h"
#include "emision/documento.h"
#include "emision/sello.h"
#include "services/app.h"
#include "store/emitidos.h"

/* Where documents are made and sealed. Set before the threads start; immutable. */
struct escribania {
	struct sello *sello;
	struct plantillas *plantillas; /* the files (services/plantillas.h) */
	const char *url_publica;       /* without a closing slash */
};

/*
 * The document of act n of a file, as the file was then. OK also when the act owes none, or has it already (*hecho false); *id of the one that was
 * made. UNAVAILABLE: the cage, the seal or the database is away, try later. INTERNAL with PLANTILLA_INVALIDA: a template is at fault.
 */
NODISCARD enum status emision_make(struct obrero *o, const struct uuid *expediente, int n, bool *hecho, struct uuid *id, struct error *err);

#define EMISION_TRABAJO "emitir"
struct trabajo;
struct trabajo_avance;
/* The same as a job (services/trabajos.h), where there is a seal. Result: {"emitido": true, "documento": id}, or why not: ya_emitido. */
NODISCARD enum status emision_job(
	struct obrero *o, const struct trabajo *t, struct trabajo_avance *av, struct buf *resultado_json, struct error *err);

/* Old acts without their document get a job again, a few at each call; `desde` remembers how far (nil: from the first; nil again: all seen). */
NODISCARD enum status emision_sweep(struct obrero *o, struct uuid *desde, int *puestos, struct error *err);

/* Those of a file that this caller may see, given the file as it is. */
NODISCARD enum status emitidos_load(struct obrero *o, const struct actor *who, const struct uuid *expediente, struct arena *a,
	struct emitido_fila **out, size_t *n, struct error *err);
bool emitido_fila_visible(const struct expediente *e, const struct emitido_fila *f, const struct actor *who);
/* Step of the procedure to which it belongs; 0: none. */
int emitido_fila_paso(const struct expediente *e, const struct emitido_fila *f);
#define EMITIDO_JSON_MAX 8192
/* One as JSON: origen "servicio". */
void emitido_write(struct buf *out, const struct emitido_fila *f);

/* ---- verification by anyone ---- */

/* One condition of a search, as people read it. */
struct criterio {
	const char *nombre, *valor;
};
struct verificado {
	bool emitido;               /* false: nothing else is set */
	const char *clase, *titulo; /* slug and name of what it is */
	const char *numero;         /* NULL: none */
	dia_t fecha;
	instante_t sellado_en;
	const char *sello;
	struct sha256 sha256;
	const char *codigo;
	struct vigor vigor;
	/* of a constancia de no localización: what was searched for, and the size of the registry's journal then */
	struct criterio *criterios;
	size_t n_criterios; /* 0: it is something else */
	int64_t registro;
	instante_t momento;
};
/* Malformed and unknown codes are the same: OK with emitido false. */
NODISCARD enum status verificacion_by_code(
	struct obrero *o, const char *codigo, struct arena *a, struct verificado *out, struct error *err);
NODISCARD enum status verificacion_by_sha(
	struct obrero *o, const struct sha256 *sha, struct arena *a, struct verificado *out, struct error *err);

#endif
