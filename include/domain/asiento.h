/*
 * An entry of the public registry as the sum of its acts (docs/registro.md). An entry is never edited: each registry act is added to the
 * journal, and `asiento_apply` folds it. Pure; no clock. Strings are UTF-8, NUL-terminated, and live in whatever arena they were decoded into;
 * NULL or 0 means not known. Only public facts stand here (PROCEDURE, rule 10).
 */
#ifndef DOMAIN_ASIENTO_H
#define DOMAIN_ASIENTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "base/fecha.h"
#include "base/hash.h"
#include "domain/vocabulario.h"

#define ASIENTO_PARTES_MAX 50
#define ASIENTO_NUMERO_MAX 100 /* characters of a registry number */
#define ASIENTO_POR_VENCER_MESES 12

struct parte_mexicana {
	const char *nombre; /* 1–300 */
	enum nivel nivel;
	const char *cve_ent; /* INEGI, two digits */
	const char *cve_mun; /* INEGI, three digits within the entity; NULL: none, or not known */
	const char *municipio;
};
struct parte_extranjera {
	const char *nombre; /* 1–300 */
	enum clase_contraparte clase;
	const char *pais;  /* ISO 3166-1 alpha-2; NULL: none (an organisation of several countries) */
	const char *lugar; /* city or region */
};
struct documento;
struct expediente;
/* The document that the public reads: bytes are contents like any other. */
struct asiento_texto {
	struct uuid id;
	const char *nombre, *tipo_medio;
	int64_t tamano;
	struct sha256 sha256;
};
/* Where an entry comes from that was not born of a file of this service. */
struct procedencia {
	const char *clase; /* "carga_historica" */
	const char *fuente, *nota;
	const char *conjunto,
		*clave; /* short name of the set of data, and the row's own key in it: together they tell a row that is loaded already */
	int linea;      /* of the file, from 1; 0: not known */
	dia_t fecha;    /* on which the source was consulted or handed over */
};

struct asiento_datos {
	const char *denominacion; /* 1–500 */
	enum tipo_acuerdo tipo;
	enum nivel nivel;
	struct parte_mexicana *partes_mexicanas; /* the first one is the signing body */
	size_t n_partes_mexicanas;
	struct parte_extranjera *contrapartes; /* the first one is the principal counterpart, by which exclusive tables count */
	size_t n_contrapartes;
	enum area *areas;
	size_t n_areas;
	const char **idiomas; /* ISO 639-1 */
	size_t n_idiomas;
	dia_t fecha_firma; /* first day of its period; DIA_NINGUNO exactly when the precision is PRECISION_DESCONOCIDA */
	enum precision precision_fecha;
	const char *lugar_firma;
	enum vigencia vigencia;
	dia_t vigencia_desde, vigencia_hasta;
	dia_t terminado_en;    /* first day on which it no longer is in force */
	const char *antecesor; /* number of the entry that this one renews, modifies or replaces */
	dia_t inscrito_en;     /* legal date of the inscription, DIA_NINGUNO when the source does not say */
	struct asiento_texto *texto;
	struct procedencia *procedencia;
};
void asiento_datos_init(struct asiento_datos *d); /* nothing known */
/* A document of a file as an entry names it; shares its strings. */
struct asiento_texto asiento_texto_de(const struct documento *d);

/* What a registry act carries; one flat record, which members each act takes: asiento_acto_admite. */
struct asiento_acto {
	struct asiento_datos *asiento; /* inscripcion, carga: the entry; correccion, modificacion: the entry as it is from now on */
	const char **cambios;          /* correccion, modificacion: names of the members that differ from before */
	size_t n_cambios;
	const char *motivo;          /* 1–4000 */
	const char *instrumento;     /* number of the entry of the instrument that renews, modifies or ends this one */
	dia_t fecha;                 /* terminacion: first day without force; vencimiento: last day in force */
	enum vigencia vigencia;      /* renovacion: the new kind of term; 0 = as before */
	dia_t vigencia_hasta;        /* renovacion: the new last day */
	struct asiento_texto *texto; /* version_publica: what the public reads from now on */
	struct uuid documento;       /* version_publica, asked and not recorded: the document of the file that `texto` is to be */
};
void asiento_acto_init(struct asiento_acto *a);

/* One link of the registry's journal: what was done to which entry, by whom, when. What it carried is a text beside it. */
struct registro_hecho {
	int64_t indice; /* place in the whole journal, from 0 */
	const char *asiento;
	int n; /* place among the entry's acts, from 1: the entry's version */
	enum registro_acto acto;
	instante_t registrado_en;
	dia_t fecha_legal;
	struct uuid usuario, organizacion; /* nil: the service itself or its administration */
	enum rol rol;                      /* ROL_NINGUNO: "sistema" */
	struct sha256 anterior, hash;
};

/* True when an act of this kind is the first of its entry. */
bool registro_acto_inicial(enum registro_acto acto);
/* True when an act of this kind takes the member with this JSON name. */
bool asiento_acto_admite(enum registro_acto acto, const char *miembro);

/*
 * Since when an entry counts as an act leaves it, for what is asked "as of" a day: since the act was recorded, and what was loaded since the day on which the
 * source says that it was inscribed (noon UTC, which is that day in Mexico by every rule its clocks ever had). Never after the recording.
 */
instante_t asiento_desde(enum registro_acto acto, instante_t registrado_en, dia_t inscrito_en);

/*
 * Folds one act; the result shares what `x` points to. INTERNAL when it cannot follow what stands (an entry without beginning, a second
 * beginning): those are defects of the journal, not of a request.
 */
NODISCARD enum status asiento_apply(struct asiento_datos *d, bool nuevo, enum registro_acto acto, const struct asiento_acto *x);

/*
 * May this act be recorded on this entry on the day `hoy`? Every fault of the input is an item (CUERPO_INVALIDO); what the entry itself does not
 * admit is CONFLICT (ANOTACION_IMPROCEDENTE), with what to do instead. `x` is the act as it would be recorded.
 */
NODISCARD enum status asiento_judge(
	const struct asiento_datos *d, enum registro_acto acto, const struct asiento_acto *x, dia_t hoy, struct error *err);
/*
 * Of version_publica: finds `x->documento` in the file that the entry was born of (`e`, as it stands; NULL: none) and makes it the act's text, kept in `texto`, which
 * shares the file's strings. A document that cannot take the place of the present text is an item, and `x` has none then: asiento_judge is still to be asked.
 * CONFLICT (ANOTACION_IMPROCEDENTE) where there is no text here to be replaced.
 */
NODISCARD enum status asiento_sustituir(
	const struct asiento_datos *d, const struct expediente *e, struct asiento_acto *x, struct asiento_texto *texto, struct error *err);
/* Faults within the entry's own data (dates and their precision, a term that ends before it begins, no party…), as items under `base`. */
void asiento_check(const struct asiento_datos *d, const char *base, dia_t hoy, struct error *err);

/* What is in force on a day; the SQL function asiento_estado says the same, a test holds them together. */
enum asiento_estado asiento_estado(const struct asiento_datos *d, dia_t dia);
enum asiento_estado asiento_estado_de(enum vigencia vigencia, dia_t vigencia_hasta, dia_t terminado_en, dia_t dia);

#endif
