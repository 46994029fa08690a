/*
 * The signed copy held against what is known of it: can it be read, are all its sheets there, which date and place does it bear, is it the text that the
 * dictamen speaks of, do the recommendations stand in it. Everything is said with the page and the words, for a person to look; nothing is decided.
 * Reading happens in the cages (documents/lectura.h); what follows is pure. One at a time per thread.
 */
#ifndef SERVICES_COPIA_EXAMEN_H
#define SERVICES_COPIA_EXAMEN_H

#include "base/buf.h"
#include "documents/lectura.h"
#include "texto/comparacion.h"
#include "texto/pasaje.h"
#include "texto/suscripcion.h"

struct copia_recomendacion { /* one line of the ledger */
	int numero;
	const char *tipo;                      /* slug: observacion, recomendacion, registro */
	const char *clausula, *texto, *pasaje; /* pasaje may be NULL */
};
struct copia_encargo {
	int fd; /* the copy: a PDF, with its report */
	const struct informe *informe;
	const struct escrito *aprobado; /* the text that the dictamen speaks of; NULL: not at hand */
	dia_t fecha;                    /* declared at remitir_copia */
	const char *lugar;
	const struct copia_recomendacion *recomendaciones;
	size_t n;
	struct lectura_opciones lectura;
};

/* ---- what was found ---- */

enum copia_falla { /* of a page, as bits */
	FALLA_NO_LEIDA = 1,
	FALLA_BLANCA = 2,
	FALLA_RESOLUCION = 4, /* less than 150 pixels per inch */
	FALLA_INCLINADA = 8,  /* two degrees or more */
	FALLA_CONTRASTE = 16,
	FALLA_CONFIANZA = 32, /* read, but with doubts */
	FALLA_ILEGIBLE = 64,
	FALLA_GIRADA = 128,    /* read on its head or on its side, after turning it */
	FALLA_INCOMPLETA = 256 /* lines of it were not read: what is not found may stand in them */
};
struct copia_folios {
	int total; /* as the sheets say; 0: they say nothing */
	int faltan[32];
	size_t n_faltan; /* may be more than the 32 that are named */
	int desorden;    /* page that says a lower number than one before it; 0: none does */
	int dice;        /* that number */
};

struct copia_diferencia {            /* one change of words that reading alone does not explain */
	const char *antes, *despues; /* "" = nothing */
	bool cifra;
	int pagina;
};
struct copia_clausula {
	const struct cotejo *cotejo;
	const char *nombre;
	enum cambio cambio; /* as a reader would say it: differences that look like misreadings do not count */
	bool ilegible;      /* not found, but sheets or lines were not read: it may well stand there */
	int pagina, confianza;
	struct copia_diferencia *diferencias;
	size_t n;
};
enum copia_hallazgo { RECOMENDACION_HALLADA, RECOMENDACION_DUDOSA, RECOMENDACION_NO_HALLADA, RECOMENDACION_ILEGIBLE };
struct copia_juicio {
	enum copia_hallazgo hallazgo;
	const char *pasaje; /* what stands there; NULL: nothing to show */
	int pagina;         /* 0: not known */
	const char *motivo; /* Spanish, why it is thought so */
};

struct copia_examen {
	const struct copia_encargo *encargo;
	struct lectura_copia lectura;
	struct escrito texto; /* what was read, without the sheets' own numbers */
	unsigned *fallas;     /* per page */
	struct copia_folios folios;
	struct suscripcion suscripcion;
	bool comparada;
	struct comparacion comparacion;
	struct copia_clausula *clausulas;
	size_t n_clausulas;
	struct copia_juicio *juicios; /* one per recommendation; NULL when not compared */
};

/* Reads and holds against. Results live in `a` (up to 256 MiB for a copy at the limits). Statuses as lectura_run. */
NODISCARD enum status copia_examinar(const struct copia_encargo *e, struct arena *a, struct copia_examen *out, struct error *err);

/* The members of the result (openapi.yaml, RevisionCopia), without braces. `entero` false: what the local government sees: legibility and sheets. */
struct json_writer;
void copia_examen_write(struct json_writer *w, const struct copia_examen *x, bool entero);

/* ---- the parts, for copia_examinar ---- */
NODISCARD enum status copia_cotejar(struct copia_examen *x, struct arena *a, struct error *err);
/* Something of the copy was not read: a sheet that is missing or illegible, lines of a sheet. Then nothing may be said to be missing. */
bool copia_con_huecos(const struct copia_examen *x);
NODISCARD enum status copia_juzgar(struct copia_examen *x, struct arena *a, struct error *err);

#endif
