/*
 * The public registry: recording acts in its journal. One thread per `struct db`. Whoever writes goes through registro_asentar: the chain of each entry, the
 * order of the whole journal, the cards, the counters and the tree are then right together, or nothing was written.
 */
#ifndef SERVICES_REGISTRO_H
#define SERVICES_REGISTRO_H

#include "codec/registro.h"
#include "services/app.h"
#include "store/registro.h"

#define REGISTRO_LOTE_MAX 1000
/* Arena for a full batch of ordinary entries. */
#define REGISTRO_ARENA ((size_t)64 << 20)

/* One act to be recorded. Strings are only read. */
struct registro_entrada {
	const char *numero;
	enum registro_acto acto;
	const struct asiento_acto *datos;
	dia_t fecha_legal;                 /* DIA_NINGUNO: none */
	struct uuid usuario, organizacion; /* who; nil: the service or its administration */
	enum rol rol;                      /* ROL_NINGUNO: the service */
	/* carga: true makes the row of `asiento` too; inscripcion found it there (the act of the file made it). */
	bool crear;
	const char *conjunto, *clave; /* with crear: which row of which set of data it was; NULL: none */
	/* What stands now, as the caller saw it: 0 nothing, else the entry's n. Another one: `obsoleta`, nothing written. */
	int version;
	/* Words of the public text, for the search; NULL: as before. Of version_publica those of all the entry's cards, "" when it cannot be read. */
	const char *texto;
	/* came out */
	struct registro_hecho hecho;
	int vigente;   /* the n that stands, when obsoleta */
	bool obsoleta; /* somebody else's act came first */
};

/*
 * Records up to REGISTRO_LOTE_MAX acts, each of another entry, in one transaction of its own. OK: all of them. PRECONDITION (VERSION_OBSOLETA): at least one
 * is `obsoleta`, and nothing was written. Does not judge (asiento_judge does): what is recorded is taken as a fact. `a` must hold the batch.
 */
NODISCARD enum status registro_asentar(struct db *db, struct registro_entrada *v, size_t n, struct arena *a, struct error *err);
/* The same within a transaction that the caller began and ends: what must be written together with it. The lock lasts to its end. */
NODISCARD enum status registro_asentar_en(struct db *db, struct registro_entrada *v, size_t n, struct arena *a, struct error *err);

#define REGISTRO_TRABAJO "asentar"
struct trabajo;
struct trabajo_avance;
/*
 * The job of `inscribir`: the file as it was then becomes the registry act `inscripcion`. Result: {"asiento": number, "indice": n}, with "ya": true when
 * it stood there. May be run any number of times.
 */
NODISCARD enum status registro_job(
	struct obrero *o, const struct trabajo *t, struct trabajo_avance *av, struct buf *resultado_json, struct error *err);
/* The same for act `n` of that file, by whoever needs it to be there now. */
NODISCARD enum status registro_record(
	struct obrero *o, const struct uuid *expediente, int n, struct buf *resultado_json, struct error *err);
/* Entries of files that have no act in the journal yet (from before there was one, or their job came to nothing) get a job again; *puestos: how many. */
NODISCARD enum status registro_sweep(struct obrero *o, int *puestos, struct error *err);

/*
 * The words of an entry as they are now made of it: what it says, the names of its places, its date as it is written, what every such entry is called.
 * `texto`: its public text; NULL: none, or not known. false: no memory.
 */
bool registro_words(const struct asiento_datos *d, const char *numero, const char *texto, struct arena *a, struct registro_palabras *out);
/* What a document says, masked, to be searched. NULL: it cannot be read. `leer`: it may be read anew, else only what is kept of it counts, and `o` needs its `db`
 * alone (`tamano`, in bytes, is not looked at). */
const char *registro_document_text(struct obrero *o, const struct sha256 *sha, int64_t tamano, bool leer, struct arena *a);
/* The same of the public text that an entry names now. `e`: its file as it was inscribed; of the signed copy, for want of words in it, the approved text's. */
const char *registro_file_text(
	struct obrero *o, const struct expediente *e, const struct asiento_texto *publico, bool leer, struct arena *a);

struct registro_indexado {
	int64_t fichas, cambiadas;
	int64_t sin_texto; /* entries of files of whose text nothing is kept: their words of it stay as they were */
};
/*
 * Makes the words of every card again, for rules that changed since (what must be hidden, other names): only the index changes, no act and no entry. A page at
 * a time, each under the lock of the registry's writers; may be interrupted and repeated. As the owner of the tables.
 */
NODISCARD enum status registro_indexar(struct db *db, struct registro_indexado *out, struct error *err);

/* ---- for the public ---- */

/* "7 de mayo de 2010", "mayo de 2010", "2010", "fecha desconocida". */
void asiento_date(struct buf *out, dia_t d, enum precision p);

/* Longest list of entries that a page holds, as JSON. */
#define REGISTRO_PAGINA_ARENA ((size_t)64 << 20)

/* An entry, decoded, with the names of its places and its state on a day. */
struct asiento_vista {
	struct registro_ficha f;
	struct asiento_datos d;
	dia_t dia;
	enum asiento_estado estado;
	const char *entidad, *pais, *region; /* names by the catalogue, "" not known */
};
NODISCARD enum status asiento_vista_make(
	const struct registro_ficha *f, dia_t dia, struct arena *a, struct asiento_vista *out, struct error *err);
/* The entry as it stood at the end of the day `al` (DIA_NINGUNO: now), with its state on that day. NOT_FOUND. */
NODISCARD enum status registro_read(
	struct obrero *o, const char *numero, dia_t al, struct arena *a, struct asiento_vista *out, struct error *err);
/* Just after a day's end, for what is asked "as of" it; INSTANTE_NINGUNO: that day is not over. *dia: for which states are told. */
instante_t registro_al(dia_t al, dia_t *dia);

/* Bytes of the public text or of the constancia, into a file. */
NODISCARD enum status registro_bytes(struct obrero *o, const struct sha256 *sha, int64_t offset, int64_t len, int fd, struct error *err);

/* ---- the text, for the public ---- */

struct escrito;
#define REGISTRO_TEXTO_MAX ((size_t)16 << 20)
/* Appends the paragraphs, a line each, until `out` holds `max` bytes, with people's identifiers hidden (domain/personales.h); how many were. */
size_t registro_text_mask(const struct escrito *t, size_t max, struct buf *out);
/*
 * The same of a document, into `out`, which must hold REGISTRO_TEXTO_MAX. *testados 0: it has none that can be read, and may be shown itself; of what is only an
 * image nothing can be read. Inspects the document when that was not done: not for the lanes of reading and acts.
 */
NODISCARD enum status registro_public_text(
	struct obrero *o, const struct asiento_texto *t, struct buf *out, size_t *testados, struct error *err);

/* ---- annotations ---- */

struct anotacion {
	/* asked */
	const char *numero;
	int version; /* of If-Match; 0: any */
	const char *cuerpo;
	size_t cuerpo_len;
	const struct actor *actor;
	const char *idem_clave; /* NULL: none */
	struct sha256 idem_huella;
	/* answered */
	bool repetida;
	int http;
	const char *respuesta; /* JSON */
};
/*
 * Records correccion, renovacion, modificacion, terminacion, vencimiento or version_publica. NOT_FOUND, PRECONDITION (VERSION_OBSOLETA), INVALID with every fault,
 * CONFLICT (ANOTACION_IMPROCEDENTE). The answer is kept under the key in the same transaction.
 */
NODISCARD enum status registro_anotar(struct obrero *o, struct anotacion *p, struct arena *a, struct error *err);

#endif
