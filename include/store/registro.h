/*
 * The public registry in PostgreSQL: the journal and what it adds up to. One connection, one thread; texts of results live in the arena. Everything here
 * is public, and the service asks in its own name.
 */
#ifndef STORE_REGISTRO_H
#define STORE_REGISTRO_H

#include "base/merkle.h"
#include "domain/asiento.h"
#include "store/db.h"

/* The journal's end, as one transaction sees it that holds the writers' lock. */
struct registro_cabeza {
	int64_t tamano;    /* acts: the next `indice` */
	instante_t ultimo; /* of the last act, INSTANTE_NINGUNO: none */
	struct merkle_borde borde;
};
/* In a transaction: takes the one lock of all registry writers, kept to its end, then reads the journal's end. */
NODISCARD enum status registro_lock(struct db *db, struct registro_cabeza *out, struct error *err);

/* What stands of the entries that the acts speak of; `n` 0: no such entry yet. Same order as asked. */
struct registro_estado {
	int n;
	struct sha256 hash;
	const char *datos; /* canonical JSON of the entry */
};
NODISCARD enum status registro_present(
	struct db *db, const char *const *numeros, size_t n, struct arena *a, struct registro_estado *out, struct error *err);

/* The file that an entry was born of; nil: it was loaded, or there is no such entry. */
NODISCARD enum status registro_origin(struct db *db, const char *numero, struct uuid *expediente, struct error *err);

/* By what an entry is found, folded (domain/busqueda.h), from what weighs most to what weighs least. */
struct registro_palabras {
	const char *a, *b, *c;
	const char *d; /* of the public text; NULL: those of the card before */
};

/* One act with the card that it leaves, ready to be written. Lists are joined with '|'. */
struct registro_fila {
	struct registro_hecho hecho;
	const char *datos;            /* of the act, canonical */
	bool nuevo;                   /* the entry's row is missing: load of what exists */
	const char *conjunto, *clave; /* of a new row; NULL: none */
	/* the card */
	instante_t desde; /* since when the entry counts as it says */
	const struct asiento_datos *d;
	const char *asiento_datos; /* canonical */
	const char *cve_ent, *cve_mun, *municipio, *pais, *region;
	const char *entidades, *clases, *paises, *regiones, *areas;
	struct registro_palabras palabras;
};
/* Writes all of it: entries, acts, cards, counters, nodes of the tree; of version_publica also the words of the past cards. In the transaction that holds
 * the lock; `desde` the first indice. */
NODISCARD enum status registro_write(
	struct db *db, const struct registro_fila *filas, size_t n, const struct merkle_nodo *nodos, size_t n_nodos, struct error *err);

/* A row of somebody's table, and what the registry knows of it. */
struct registro_renglon {
	const char *conjunto, *clave, *numero; /* NULL: it has none */
	/* came out */
	const char *por_clave, *por_numero; /* the entries that have that key and that number; NULL: none */
	const char *datos;                  /* of the first of the two, as it stands; NULL: it has no act yet */
};
NODISCARD enum status registro_loaded(struct db *db, struct registro_renglon *v, size_t n, struct arena *a, struct error *err);
/* The series of registry numbers goes on after these, one for each year. Within a transaction. */
NODISCARD enum status registro_advance(struct db *db, const int *anios, const int *ultimos, size_t n, struct error *err);

/* A card, of the present or not, whose words are to be made again. */
struct registro_indexable {
	const char *numero;
	int n;
	const char *datos;                 /* canonical JSON of the entry */
	struct uuid expediente;            /* nil: it was loaded */
	int acto;                          /* of that file, its inscription */
	bool con_texto;                    /* the entry, as it stands, names a text of that file */
	struct sha256 texto;               /* which */
	struct registro_palabras palabras; /* to be written */
};
/* The cards after that one, by number and n, at most `limite`. */
NODISCARD enum status registro_indexables(struct db *db, const char *numero, int n, int limite, struct arena *a,
	struct registro_indexable **out, size_t *cuantos, struct error *err);
/* Writes their words; *cambiadas: cards that had others. Under the lock, which whoever copies words to a new card has too. */
NODISCARD enum status registro_index(struct db *db, const struct registro_indexable *v, size_t n, int *cambiadas, struct error *err);

/* Jobs of the class `asentar` for entries of files that no registry act speaks of, at most `limite`. */
NODISCARD enum status registro_replace(struct db *db, int limite, int *puestos, struct error *err);

/* ---- reading ---- */

/* An entry as it stood after one of its acts. */
struct registro_ficha {
	const char *numero;
	int n;
	int64_t indice;
	instante_t desde, hasta; /* hasta INSTANTE_NINGUNO: it stands */
	const char *region;      /* of the principal counterpart, "" none */
	const char *datos;       /* canonical JSON */
	/* registro_entry only */
	const char *sucesores; /* numbers joined with '|' */
	bool texto_aqui;       /* the public text can be read here; else the entry may still name it by its digest */
	struct {
		const char *codigo, *nombre; /* NULL: none was issued */
		struct sha256 sha256;
		int64_t tamano;
	} constancia;
};
/* As it stood just before `antes_de`; INSTANTE_NINGUNO: as it stands. NOT_FOUND. */
NODISCARD enum status registro_entry(
	struct db *db, const char *numero, instante_t antes_de, struct arena *a, struct registro_ficha *out, struct error *err);

struct registro_acto_fila {
	struct registro_hecho hecho;
	const char *datos;
};
/* Acts n >= desde of one entry, at most `limite`. */
NODISCARD enum status registro_acts(struct db *db, const char *numero, int desde, int limite, struct arena *a,
	struct registro_acto_fila **out, size_t *n, struct error *err);
/* How many acts the whole journal has: its version. */
NODISCARD enum status registro_size(struct db *db, int64_t *out, struct error *err);
/* The same, and when the last act was recorded (INSTANTE_NINGUNO: there is none). */
NODISCARD enum status registro_end(struct db *db, int64_t *tamano, instante_t *ultimo, struct error *err);

/* An act of any entry, with the entry as it left it. */
struct registro_novedad {
	int64_t indice;
	const char *asiento;
	int n;
	enum registro_acto acto;
	instante_t registrado_en;
	struct sha256 hash;
	const char *datos; /* JSON of the entry */
};
/* The latest first, before the one at `antes_de` (-1: from the latest on), at most `limite`. */
NODISCARD enum status registro_news(
	struct db *db, int64_t antes_de, int limite, struct arena *a, struct registro_novedad **out, size_t *n, struct error *err);

/*
 * Every entry as it stands, by number (bytes): `cada` gets its number and its canonical JSON, which last until it returns; not OK ends the walk with that
 * status. Within a transaction (db_begin_snapshot: all of one moment), whose statements have no limit of time from then on. While one entry is handed over the
 * database sends the next.
 */
typedef enum status registro_cada_fn(void *ctx, const char *numero, const char *datos, struct error *err);
NODISCARD enum status registro_each(struct db *db, registro_cada_fn *cada, void *ctx, struct error *err);

enum registro_orden { REGISTRO_POR_FIRMA, REGISTRO_POR_INSCRIPCION, REGISTRO_POR_NUMERO, REGISTRO_ORDEN_COUNT };
#define REGISTRO_VALORES_MAX 40  /* of one filter */
#define REGISTRO_PESO_PARTES 'B' /* of the parties' words in the index (domain/busqueda.h) */
struct registro_lista {
	const char *v[REGISTRO_VALORES_MAX];
	size_t n; /* 0: any */
};
struct registro_filtro {
	instante_t antes_de;  /* the registry as it stood just before; INSTANTE_NINGUNO: as it stands */
	dia_t dia;            /* for which states are told */
	const char *consulta; /* tsquery (domain/busqueda.h); NULL: none */
	struct registro_lista entidades, niveles, clases, paises, regiones, tipos, areas, estados, vigencias, precisiones;
	const char *municipio, *antecesor;
	const char *numero, *lugar; /* how the number begins; words of the place of signature */
	dia_t firma_desde, firma_hasta, inscrito_desde, inscrito_hasta, inicia_desde, inicia_hasta, vence_desde, vence_hasta;
	enum registro_con { REGISTRO_CUALQUIERA, REGISTRO_CON, REGISTRO_SIN } antecesores, sucesores;
	struct registro_lista procedencias; /* "": inscribed here */
	/* of a page */
	enum registro_orden orden;
	bool ascendente;
	dia_t cursor_fecha;        /* DIA_NINGUNO: unknown, or the order has none */
	const char *cursor_numero; /* NULL: from the beginning */
	int limite;
};
void registro_filtro_init(struct registro_filtro *f); /* everything */
NODISCARD enum status registro_list(
	struct db *db, const struct registro_filtro *f, struct arena *a, struct registro_ficha **out, size_t *n, struct error *err);

struct registro_cuenta {
	const char *faceta, *valor; /* faceta "": all candidates */
	int64_t n;
};
/*
 * Counts by the named facets. Of the present registry, whole or under the values of one filter, they are kept (registro_par); for what else is asked at most
 * `candidatos` entries are counted, and *parcial says that there are more.
 */
NODISCARD enum status registro_facets(struct db *db, const struct registro_filtro *f, const struct registro_lista *facetas, int candidatos,
	struct arena *a, struct registro_cuenta **out, size_t *n, bool *parcial, struct error *err);
/* How many entries the filter finds, counted up to `tope`, and how many acts the journal has at that very moment. */
NODISCARD enum status registro_locate(
	struct db *db, const struct registro_filtro *f, int tope, int64_t *n, int64_t *tamano, struct error *err);
/* False when a query has nothing but words that the search leaves out. */
NODISCARD enum status registro_has_words(struct db *db, const char *consulta, bool *busca, struct error *err);

#endif
