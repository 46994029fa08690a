/*
 * The templates that are in force (docs/plantillas.md): of each the last version that the administration put, else the file's, which is always version 1. Every document is made
 * with what is in force at that moment, asked of the database each time, so that all instances agree; the set is kept, and the document says which it was.
 * Texts of results live in the arena given. One thread per connection.
 */
#ifndef SERVICES_PLANTILLAS_H
#define SERVICES_PLANTILLAS_H

#include "codec/json.h"
#include "emision/documento.h"
#include "services/app.h"
#include "services/gestion.h"
#include "store/plantillas.h"

/* What prints with them: the files, or those in force; NULL where a page is made already. */
struct imprenta plantillas_press(const struct app *app, const struct plantillas *p);

/* What is in force, over the files; the texts live in `a`, which must outlive *out. The caller frees *out. */
NODISCARD enum status plantillas_in_force(
	struct db *db, const struct plantillas *archivos, struct arena *a, struct plantillas **out, struct error *err);
/* The same for making a document, and the set is kept under *juego before anything is made with it. */
NODISCARD enum status plantillas_for_document(struct db *db, const struct plantillas *archivos, struct arena *a, struct plantillas **out,
	struct sha256 *juego, struct error *err);

/* One version, as it is shown. */
struct plantilla_vista {
	struct plantilla_fila fila; /* with its text, also the file's */
	const char *origen;         /* "programa", "carpeta", "propia" */
	bool vigente;
};
/* What is in force, by name; or the set `juego` (NULL: none asked), NO_ENCONTRADO when there is none. */
NODISCARD enum status plantillas_list(struct db *db, const struct plantillas *archivos, const struct actor *who, const struct sha256 *juego,
	struct arena *a, struct plantilla_vista **out, size_t *n, struct error *err);
/* One of them; `version` 0: as plantillas_list has it. NO_ENCONTRADO. */
NODISCARD enum status plantilla_find(struct db *db, const struct plantillas *archivos, const struct actor *who, const char *nombre,
	int version, const struct sha256 *juego, struct arena *a, struct plantilla_vista *out, struct error *err);
/* Latest first, the file's last: those before `antes_de` (0: all), at most `limite`. NO_ENCONTRADO: no template of this name. */
NODISCARD enum status plantilla_history(struct db *db, const struct plantillas *archivos, const struct actor *who, const char *nombre,
	int antes_de, int limite, struct arena *a, struct plantilla_vista **out, size_t *n, struct error *err);
/* As JSON: an object, under `key` or NULL. */
void plantilla_write(struct json_writer *w, const char *key, const struct plantilla_vista *v, bool con_texto);

struct plantilla_pedida {
	const char *nombre;
	const char *texto; /* NULL: that of `de_version` */
	size_t texto_len;  /* bytes; a NUL inside is a fault */
	int de_version;    /* 0: none */
	const char *motivo;
	int version; /* that must be in force; 0: any */
};
/*
 * Tries the text with all others that are in force (outside of any transaction: up to 45 s), then makes it the version in force, in one transaction with the security journal.
 * NO_ENCONTRADO, VERSION_OBSOLETA, CUERPO_INVALIDO, PLANTILLA_RECHAZADA; SATURADO when others kept changing meanwhile. `im->plantillas`: the files.
 */
NODISCARD enum status plantilla_put(struct db *db, const struct gestion *g, const struct imprenta *im, const struct plantilla_pedida *p,
	struct arena *a, struct plantilla_vista *out, struct error *err);
/* A sample of its document, as PDF; `texto` NULL: what is in force. Nothing is kept. */
NODISCARD enum status plantilla_try(
	struct db *db, const struct imprenta *im, const struct plantilla_pedida *p, struct arena *a, struct buf *pdf, struct error *err);

#endif
