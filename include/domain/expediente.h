/*
 * The file (expediente) as the sum of its acts. A `struct expediente` is only ever changed by `expediente_apply`, one act at a time, in order:
 * state is what the acts add up to (rule 1). Strings are UTF-8, NUL-terminated, and live in the arena given to `expediente_apply`;
 * NULL or 0 means not given. Not thread-safe: whoever shares one holds its lock.
 */
#ifndef DOMAIN_EXPEDIENTE_H
#define DOMAIN_EXPEDIENTE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/fecha.h"
#include "base/hash.h"
#include "domain/calendario.h"
#include "domain/vocabulario.h"

/* ---- data of the file ------------------------------------------------------------------------------------------------------------ */

struct contraparte {
	const char *nombre; /* 1–300 */
	enum clase_contraparte clase;
	const char *pais;   /* ISO 3166-1 alpha-2, or NULL */
	const char *ciudad; /* city or region, 0–200 */
};
struct contacto {
	const char *nombre, *cargo, *correo, *telefono;
};
struct datos_expediente {
	const char *denominacion; /* 1–500 */
	enum tipo_acuerdo tipo;
	enum nivel nivel;
	const char *organo_firmante; /* 1–300 */
	enum clase_organo clase_organo;
	const char *fundamento_facultades; /* 1–4000 */
	struct contraparte *contrapartes;  /* 1–50 at presentar */
	size_t n_contrapartes;
	const char **organos_locales; /* further local bodies, 0–50 */
	size_t n_organos_locales;
	enum area *areas;
	size_t n_areas;
	const char *tratado_base;
	const char **idiomas; /* ISO 639-1 */
	size_t n_idiomas;
	dia_t fecha_firma_pretendida; /* DIA_NINGUNO */
	const char *lugar_firma;
	enum vigencia vigencia;
	dia_t vigencia_desde, vigencia_hasta; /* DIA_NINGUNO */
	struct contacto contacto;
	int *ods; /* 1–17 */
	size_t n_ods;
	const char *programa_trabajo;
	const char *modifica_a; /* registry number or folio of the agreement that this one renews, modifies or ends */
	bool compartir_con_estado;
};

/* ---- what an act carries ----------------------------------------------------------------------------------------------------------- */

struct entrada_observacion {      /* observar, dictaminar (recomendaciones), observar_registro */
	const char *clausula;     /* anchor, 1–200 */
	const char *texto;        /* 1–4000 */
	const char *pasaje;       /* the passage it speaks of, 0–4000 */
	enum severidad severidad; /* observar only, required there */
	int recomendacion;        /* observar_registro: number of the recommendation that was left out, 0 = none */
	bool sin_ancla;           /* the passage is quoted although the text that was read does not hold it (a note, a header, an image) */
};
struct entrada_respuesta {
	int numero;
	const char *respuesta; /* 1–4000 */
};
struct entrada_verificacion {
	int numero;
	enum verificacion resultado;
	const char *motivo; /* required when dispensada */
};
struct entrada_faltante {
	const char *requisito; /* 1–200 */
	const char *detalle;   /* what is missing and how to mend it, 1–2000 */
};

/* One flat record for every act; which members an act takes or needs is the table `acto_admite` (domain/procedimiento.h). */
struct acto_datos {
	bool declaracion_version_final;
	const char *motivo, *detalle, *nota, *fundamento, *motivacion, *terminos;
	enum sentido sentido;
	enum motivo_copia motivo_devolucion;
	struct entrada_observacion *observaciones;
	size_t n_observaciones;
	struct entrada_respuesta *respuestas;
	size_t n_respuestas;
	struct entrada_verificacion *verificaciones;
	size_t n_verificaciones;
	struct entrada_faltante *faltantes;
	size_t n_faltantes;
	int plazo_dias_habiles;
	dia_t fecha_suscripcion;
	const char *lugar_suscripcion;
	dia_t fecha_firma_pretendida;
	struct uuid responsable;
	int acto_referido;          /* acusar: the communication; 0 = the last one */
	int corrige;                /* any act: number of the earlier act that this one corrects (rule 1) */
	const char *numero_oficial; /* official number given elsewhere, free text, 0–100 (rule 9) */
	/* abrir and modificar_datos */
	struct datos_expediente *expediente;
	/* abrir */
	struct uuid organizacion;
	const char *cve_ent; /* INEGI code of the organisation's entity, 2 digits; filled by the service */
	/* incorporar_documento */
	struct documento *documento;
};
void acto_datos_init(struct acto_datos *d); /* all absent: dates DIA_NINGUNO */
void datos_expediente_init(struct datos_expediente *d);

struct documento {
	struct uuid id;
	enum clase_documento clase;
	const char *nombre;     /* file name as given, sanitised */
	const char *tipo_medio; /* media type */
	int64_t tamano;         /* bytes */
	struct sha256 sha256;
	bool tiene_huella;
	struct sha256 huella; /* fingerprint of the normalised text (domain/texto.h), Word texts only */
	int version;          /* proyecto: 1, 2, … ; 0 otherwise (set by the decision) */
	/* filled by the fold: */
	int n; /* act that brought it */
	instante_t en;
	struct uuid usuario;
	enum rol rol;
};

/* Where a line of the ledger points: a stretch of one clause of one version of the text. */
struct ancla {
	int observacion;       /* which of the act's, from 1 */
	struct uuid documento; /* the version of the project */
	int version;           /* its number */
	int parte;             /* the clause's place among the parts of that text, from 1; 0 = no anchor */
	const char *clausula;  /* how the text calls it */
	int desde, largo;      /* in characters of the part's text (texto/clausulas.h); the whole of it when no passage was quoted */
};

/* What the service determined while deciding: part of the act and of its hash. */
struct efectos {
	enum serie serie; /* SERIE_NINGUNO: no number */
	int anio, numero; /* of the series, set when it is allocated */
	const char *numero_texto;
	bool tiene_huella;
	struct sha256 huella;    /* presentar, atender, dictaminar: the Word text it speaks of */
	struct uuid *documentos; /* documents that the act rests on */
	size_t n_documentos;
	struct sha256 *documentos_sha; /* same count */
	dia_t vence;                   /* prevenir: last day; advertir_caducidad: day from which caducar is possible */
	bool tiene_computo;
	struct computo computo;   /* turnar, recibir, reprogramar_firma, recomputar_plazos */
	int primer_renglon;       /* first ledger number given by this act, 0 = none */
	enum resultado resultado; /* when the act concludes the file */
	int calendario_version;   /* 0: no calendar was looked at */
	struct ancla *anclas;     /* observar, dictaminar: of the observations that could be anchored, in their order */
	size_t n_anclas;
	struct uuid delegacion,
		enlace; /* who acted did so for the actor's organisation, by this delegation and from that one; nil: its own people */
};
void efectos_init(struct efectos *f); /* none: dates DIA_NINGUNO */

struct actor {
	struct uuid usuario, organizacion;
	enum rol rol;
	const char *cve_ent; /* of the organisation; "" for the SRE */
	bool maquina;
	/* enlace_estatal: the municipalities that have a delegation to its organisation in force */
	const struct uuid *delegantes;
	size_t n_delegantes;
	/* A liaison that acts for a municipality is an actor of that organisation, with its role; by which delegation, and from where. nil: its own people. */
	struct uuid delegacion, enlace;
};

/* One link of the journal. */
struct acto {
	struct uuid expediente;
	int n; /* 1, 2, … ; also the version of the file after it */
	enum acto_tipo tipo;
	enum estado desde, hacia; /* desde = ESTADO_NINGUNO for abrir */
	instante_t registrado_en;
	dia_t fecha_legal; /* declared legal date (of the oficio, of the signature), DIA_NINGUNO */
	struct actor actor;
	const struct acto_datos *datos;
	const struct efectos *efectos;
	struct sha256 anterior, hash;
};

/* ---- the file ---------------------------------------------------------------------------------------------------------------------- */

struct renglon { /* one line of the ledger (rule 8) */
	int numero;
	enum renglon_tipo tipo;
	int acto, version_proyecto; /* where it was made, on which version of the text */
	const char *clausula, *texto, *pasaje;
	enum severidad severidad;
	int recomendacion;
	struct ancla ancla; /* parte = 0: none */
	const char *respuesta;
	int respuesta_acto;
	enum verificacion verificacion;
	const char *verificacion_motivo;
	int verificacion_acto;
};
struct faltante {
	int numero;
	const char *requisito, *detalle, *respuesta;
};
struct tramo { /* an uninterrupted stay in one state */
	enum estado estado;
	int acto; /* that led here */
	enum acto_tipo acto_tipo;
	instante_t desde;
	struct uuid usuario;
	enum rol rol;
	const char *numero_texto;
};
struct comunicacion { /* what the local government must acknowledge */
	int acto;
	enum acto_tipo tipo;
	int acuse_acto; /* 0 = not yet */
	instante_t acuse_en;
};

struct expediente {
	struct uuid id, organizacion;
	char cve_ent[3];
	int version;
	struct sha256 cabeza;
	instante_t creado_en, actualizado_en;
	enum estado estado;
	enum resultado resultado;
	const char *folio;
	struct uuid abierto_por;
	enum rol abierto_rol;
	struct datos_expediente datos;

	struct documento *documentos;
	size_t n_documentos, cap_documentos;
	struct renglon *renglones;
	size_t n_renglones, cap_renglones;
	struct tramo *tramos; /* oldest first; the last one is open unless the file is concluded */
	size_t n_tramos, cap_tramos;
	struct comunicacion *comunicaciones;
	size_t n_comunicaciones, cap_comunicaciones;

	struct {
		int acto; /* 0 = never made; once per file */
		struct faltante *faltantes;
		size_t n_faltantes;
		instante_t en; /* of the act, and the term it gave: what a change of calendar recomputes from */
		int plazo_dias;
		dia_t vence;
		int desahogo_acto;
	} prevencion;
	struct {
		int acto;
		const char *motivo;
	} eventualidad; /* the last one */
	struct {
		int acto;
		struct computo computo;
		instante_t recepcion; /* turnar, then recibir: what a new signing date is counted from */
	} antelacion;                 /* the last computation recorded; devolver_turno undoes it */
	struct {
		int acto;
		struct computo computo;
	} limite; /* while there is no reception: the limits recorded when the calendar last changed them */
	struct {
		int acto;
		enum sentido sentido;
		const char *numero, *fundamento, *motivacion;
		struct uuid emisor;
		struct sha256 huella;
	} dictamen;
	struct {
		int acto;
		dia_t fecha_suscripcion;
		const char *lugar_suscripcion;
		struct uuid documento;
	} copia;
	struct {
		int acto;
		const char *numero, *terminos;
	} registro;
	struct {
		int acto;
		instante_t en;
		dia_t desde; /* day from which caducar is possible */
	} caducidad;         /* cleared by any activity of the local government or change of state */
	int observado_acto, respondido_acto, registro_observado_acto; /* last act that led there */
	bool turnado_cja;                                             /* ever turned to CJA */
	struct uuid responsable_dgcp, responsable_cja;
	instante_t actividad_local; /* last activity of the local government, or entry into the present state if later */
	int calendario_version;     /* of the last computation */
};

/* A file before its first act. */
void expediente_init(struct expediente *e, struct uuid id);

/*
 * Adds one act. It must be number e->version + 1 (STATUS_INTERNAL else). Copies what it keeps into `a`, which lives as long as `e`.
 * After any other status than OK `e` must be thrown away. Does not judge: what was once recorded is a fact.
 */
NODISCARD enum status expediente_apply(struct expediente *e, const struct acto *act, struct arena *a, struct error *err);

/* Latest document of a class, or NULL. `after` > 0: only documents brought by an act later than that one. */
const struct documento *expediente_documento(const struct expediente *e, enum clase_documento clase, int after);
/* What the public reads once it is inscribed: the public version where there is one, else the signed copy. NULL: neither. */
const struct documento *expediente_publico(const struct expediente *e);
const struct documento *expediente_documento_by_id(const struct expediente *e, const struct uuid *id);

/* Business days in each office's hands up to `now` (rule 7), closed files up to their closing. Indexed by enum oficina. */
void expediente_dias_por_oficina(const struct expediente *e, const struct calendario *c, instante_t now, int out[static OFICINA_COUNT]);

/* The day that next falls due for whoever holds the file, DIA_NINGUNO if none: prevención, latest reception in time, caducidad. */
dia_t expediente_vence(const struct expediente *e, const struct calendario *c, const struct reglas_plazo *r);

/*
 * The act by which the local government moves a file that is in its hands: presentar, desahogar, atender, remitir_copia or subsanar_registro; ACTO_NINGUNO while
 * another office has it. *por_acusar: communications that it has not acknowledged.
 */
enum acto_tipo expediente_debe(const struct expediente *e, size_t *por_acusar);

/* Advice that never blocks (rule 3): private counterpart, doubtful denomination, area outside the usual powers… */
enum aviso {
	AVISO_CONTRAPARTE_PRIVADA,
	AVISO_DENOMINACION_DUDOSA, /* contrato, convenio marco de inversión, tratado… */
	AVISO_SEGURIDAD,
	AVISO_FIRMA_ANTES_DE_DICTAMEN,
	AVISO_EXTEMPORANEO,
	AVISO_SIN_FECHA_FIRMA,
	AVISO_CALENDARIO_INCOMPLETO,
	AVISO_COUNT
};
struct aviso_info {
	const char *slug, *texto, *fundamento;
};
const struct aviso_info *aviso_info(enum aviso a);
/* Fills out[] with those that hold, returns how many. */
size_t expediente_avisos(const struct expediente *e, enum aviso out[static AVISO_COUNT]);

/* ---- who may see what (PROCEDURE, "Who"; rule 11). The SQL function expediente_visible says the same; a test holds them together. ---- */

bool expediente_visible(const struct expediente *e, const struct actor *who);
/* Drafts of the dictamen and internal papers are not for the local government nor the state's liaison. */
bool documento_visible(const struct documento *d, const struct actor *who);
/* Internal acts (anotar, asignar) and an undecided dictamen are listed to them without their data (rule 10). */
bool acto_reservado(const struct expediente *e, enum acto_tipo tipo, int n, const struct actor *who);

#endif
