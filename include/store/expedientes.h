/* Files in PostgreSQL: loading by difference, opening, applying acts in groups, lists. One connection, one thread. */
#ifndef STORE_EXPEDIENTES_H
#define STORE_EXPEDIENTES_H

#include "store/db.h"

#define EXPEDIENTES_GRUPO_MAX 256 /* acts in one statement */
#define TRABAJOS_POR_ACTO_MAX 4

/* One journal row as stored; texts live in the arena of the call. */
struct acto_fila {
	struct uuid expediente;
	int n;
	enum acto_tipo tipo;
	enum estado desde, hacia;
	instante_t registrado_en;
	dia_t fecha_legal;
	struct uuid usuario, organizacion;
	enum rol rol;
	const char *datos, *efectos;
	struct sha256 anterior, hash;
};

/* What is asked about one file, and what came: `version` 0 = absent or not visible to the caller. */
struct carga {
	struct uuid id;
	int conocida;          /* version already known, 0 = none */
	int version, emitidos; /* emitidos: documents that the service wrote in it, where they were asked for */
	struct acto_fila *actos;
	size_t n_actos;
};
/*
 * One round trip for all files of one caller: version and the acts newer than `conocida`. Ids must differ from each other.
 * `who` is what row-level security sees; NULL the service itself. `con_emitidos` counts those documents too.
 */
NODISCARD enum status expedientes_load(
	struct db *db, const struct actor *who, bool con_emitidos, struct carga *cargas, size_t n, struct arena *a, struct error *err);
/* Id of a folio that the caller may see; NOT_FOUND. */
NODISCARD enum status expedientes_by_folio(struct db *db, const struct actor *who, const char *folio, struct uuid *out, struct error *err);
/* Journal page: acts n >= desde, at most `limite`. */
NODISCARD enum status expedientes_journal(struct db *db, const struct actor *who, const struct uuid *id, int desde, int limite,
	struct arena *a, struct acto_fila **out, size_t *n, struct error *err);

/* The answer to remember under an Idempotency-Key, in the same transaction as what it did. `clave` NULL: none. */
struct idempotencia {
	const char *clave;
	struct sha256 huella;
	int http;
	const char *cuerpo, *encabezados;
};

/* The card that lists show and search. */
struct ficha {
	const char *denominacion, *tipo, *contrapartes, *busqueda;
	dia_t fecha_firma;
};

/* One act ready to be applied: decided, folded, hashed. `e` is the file after the act. */
struct aplicacion {
	const struct expediente *e;
	struct acto_fila fila;
	dia_t vence;
	int calendario_version; /* newest calendar that the file has been looked at with; never goes back */
	struct idempotencia idem;
	/* what only some acts leave */
	enum serie serie;
	int anio, numero;
	const char *numero_texto;
	const struct sha256 *huella_dictamen;        /* dictaminar: this text has its dictamen now */
	const struct sha256 *huella;                 /* presentar, atender: the text under review */
	const struct ficha *ficha;                   /* NULL: unchanged */
	const char *trabajos[TRABAJOS_POR_ACTO_MAX]; /* slugs of the jobs that it leaves (services/trabajos.h) */
	size_t n_trabajos;
	/* result */
	bool aplicado;
};

/* New file: its row, its card, its first act, in one transaction and round trip. */
NODISCARD enum status expedientes_create(struct db *db, struct aplicacion *ap, struct error *err);

/* Numbers wanted from one series and year; `ultimo` comes back: the numbers are ultimo - cuantos + 1 … ultimo. Inside a transaction. */
struct numeracion {
	enum serie serie;
	int anio, cuantos, ultimo;
};
NODISCARD enum status expedientes_numerate(struct db *db, struct numeracion *series, size_t n, struct error *err);

/*
 * Applies a group in one statement and one commit. Each file at most once, sorted by id. `aplicado` tells which moved; those that did not
 * lost their race. In a transaction already begun (numbers) it is committed at the end. On any failure nothing was applied
 * (a lost connection: unknown). CONFLICT: YA_DICTAMINADO or a repeated idempotency key (YA_EXISTE): try them one by one.
 */
NODISCARD enum status expedientes_apply(struct db *db, struct aplicacion **ap, size_t n, struct error *err);

/* Rule 2: a dictamen on the same text in another file; *folio NULL when the caller may not see that file. */
NODISCARD enum status expedientes_instrumento(struct db *db, const struct sha256 *huella, const struct uuid *propio,
	const struct actor *who, struct arena *a, bool *dictaminado, const char **folio, struct error *err);

struct idempotencia_guardada {
	struct uuid usuario;
	const char *clave;
	bool hallada;
	struct sha256 huella;
	int http;
	const char *cuerpo, *encabezados;
};
/* Fills what is remembered for these keys; one round trip. */
NODISCARD enum status expedientes_idempotencia(
	struct db *db, struct idempotencia_guardada *claves, size_t n, struct arena *a, struct error *err);

struct lista_filtro {
	const char **estados;
	size_t n_estados;
	enum oficina turno;
	struct uuid organizacion, responsable;
	dia_t vence_antes;
	const char *palabras; /* LIKE pattern over the folded text, NULL = any */
	struct uuid despues_de;
	bool ascendente;
	int limite;
	bool contar;
};
struct lista_fila {
	struct uuid id, organizacion;
	const char *folio, *cve_ent, *estado, *turno, *denominacion, *tipo, *contrapartes;
	int version;
	dia_t vence, fecha_firma;
	instante_t actualizado_en;
};
NODISCARD enum status expedientes_list(struct db *db, const struct actor *who, const struct lista_filtro *f, struct arena *a,
	struct lista_fila **out, size_t *n, int64_t *total, struct error *err);

/*
 * Presented files of the same parties as `id`: of its organisation, or whose words match one of the patterns (services/ficha.h). Newest first, at most
 * `limite`, only those that the caller may see.
 */
NODISCARD enum status expedientes_companeros(struct db *db, const struct actor *who, const struct uuid *id, const struct uuid *organizacion,
	const char *const *patrones, size_t n_patrones, int limite, struct arena *a, struct uuid **out, size_t *n, struct error *err);

/* Work of the calendar: open files computed with an older calendar. */
NODISCARD enum status expedientes_stale(
	struct db *db, int calendario_version, int limite, struct arena *a, struct uuid **out, size_t *n, struct error *err);
NODISCARD enum status expedientes_calendar_seen(
	struct db *db, const struct uuid *id, int version, int calendario_version, struct error *err);

#endif
