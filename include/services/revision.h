/*
 * The pre-check (revisión previa): what the inspection of the letter and of the Word text found and what the rules say of their texts, in one
 * answer. It advises, refuses nothing, and stores nothing. Thread-safe.
 */
#ifndef SERVICES_REVISION_H
#define SERVICES_REVISION_H

#include "base/buf.h"
#include "documents/informe.h"
#include "services/app.h"
#include "services/oficio.h"
#include "texto/clausulas.h"
#include "texto/reglas.h"

/*
 * The rules: of the file `ruta`, or the ones that the program carries when it is "". INVALID: what is wrong is in `faltas`, one a line,
 * a rule that fails its own test texts among it. UNAVAILABLE: memory. The caller frees with reglas_free.
 */
NODISCARD enum status revision_rules(const char *ruta, struct reglas **out, struct buf *faltas);

/* One thing to mend. Strings live in the arena of the review or in the rules. */
struct revision_problema {
	enum regla_ambito archivo;
	const char *codigo; /* of the rule, or of the inspection's finding */
	const char *clase;  /* "debe", "no_debe", "forma" of a rule, "debe" of a missing signature; "archivo" of a finding */
	enum severidad severidad;
	const char *titulo, *por_que, *que_hacer;
	const char *fuente;           /* legal source, or NULL */
	const char *clausula;         /* where it stands, as people call it, or NULL */
	int pagina, parrafo;          /* from 1; 0 = no place, or not known */
	const char *pasaje, *detalle; /* or NULL */
	size_t veces;                 /* how often, when more than the listed ones; 0 = once */
};
/* A clause or a datum that was found: a person sees whether it says what it should. */
struct revision_hallado {
	enum regla_ambito archivo;
	const char *codigo, *titulo, *clausula, *pasaje; /* clausula may be NULL */
	int pagina, parrafo;
};
/* What could not be looked at, and why. */
struct revision_omision {
	enum regla_ambito archivo;
	const char *que, *motivo;
};
struct revision {
	bool presente[REGLA_AMBITO_COUNT]; /* which files there were */
	struct revision_problema *problemas;
	size_t n_problemas;
	struct revision_hallado *hallados;
	size_t n_hallados;
	struct revision_omision *omisiones;
	size_t n_omisiones;
	bool hay_firma;            /* the letter could be looked at */
	struct oficio_firma firma; /* what is seen of its signature */
};
/* Nothing to mend but what is of low severity. */
bool revision_lista(const struct revision *r);

/* A file to look at; fd -1: there is none. The letter must be a PDF, the text a Word file: another type is one more thing to mend. */
struct revision_archivo {
	int fd;
	int64_t tamano;
};
/* What the review may hand out; give it an arena of its own. */
#define REVISION_ARENA ((size_t)96 << 20)

/* Looks at the files in the cage and reviews them. UNAVAILABLE: the cage could not be set up. Blocks up to the inspection's deadlines
 * and those of looking at the letter's pages (services/oficio.h). */
NODISCARD enum status revision_run(const struct app *app, const struct revision_archivo archivos[static REGLA_AMBITO_COUNT],
	struct arena *a, struct revision *out, struct error *err);
/*
 * The same for the present letter and text of a file, from their stored reports. NOT_FOUND as for reading the file; documents that the caller
 * may not see count as missing. May run the cage for contents of before there were reports.
 */
NODISCARD enum status revision_of_file(
	struct obrero *o, const struct actor *who, const char *ref, struct arena *a, struct revision *out, struct error *err);

/* The answer as JSON. Pure. */
void revision_write(struct buf *out, const struct revision *r);

#endif
