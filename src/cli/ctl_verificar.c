/*
 * dictamenctl verificar: every act's hash is computed again from what is stored, each must name the one before it, the sum of the acts must be
 * what the narrow row says, and (asked for) each document must still be its SHA-256. One file at a time; the first broken link ends it. Then the
 * registry (ctl_verificar_registro.c) and the security journal (ctl_verificar_seguridad.c), unless a single file was asked for.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/ctl_verificar.h"
#include "codec/cadena.h"
#include "services/cache.h"

#define PAGINA 100
#define ACTOS_PAGINA 20                            /* rows and what they decode to share PAGINA_BYTES: 20 of the largest fit */
#define ARCHIVO_BYTES ((size_t)1024 * 1024 * 1024) /* a bound, not an allocation */
#define PAGINA_BYTES ((size_t)64 * 1024 * 1024)

struct verificador {
	struct ctl *ctl;
	bool documentos;
	int64_t n_expedientes, n_actos, n_documentos;
	bool roto;
};

static enum status broken(struct verificador *v, const struct uuid *id, const char *folio, int n, const char *que)
{
	struct ctl_linea l;
	v->roto = true;
	ctl_line_begin(&l);
	json_bool(&l.w, "integro", false);
	ctl_line_uuid(&l, "expediente", id);
	json_string(&l.w, "folio", folio);
	if (n > 0)
		json_int(&l.w, "n", n);
	json_string(&l.w, "difiere", que);
	ctl_line_end(&l);
	return STATUS_CONFLICT;
}

/* One link: number, predecessor, state, hash, then the fold. */
static enum status check_link(struct verificador *v, const struct verificacion_fila *row, struct expediente *e, struct arena *de_archivo,
	const struct acto_fila *f, struct arena *a)
{
	if (f->n != e->version + 1)
		return broken(v, &row->id, row->folio, e->version + 1, "falta este acto");
	if (!sha256_equal(&f->anterior, &e->cabeza))
		return broken(v, &row->id, row->folio, f->n, "no enlaza con el acto anterior");
	if (f->desde != e->estado)
		return broken(v, &row->id, row->folio, f->n, "no parte del estado en que quedó el expediente");
	struct acto act = acto_heading(f);
	struct sha256 real;
	enum status st = cadena_hash(&act, f->datos, f->efectos, &real);
	if (st != STATUS_OK)
		return error_set(&v->ctl->err, PROBLEM_INTERNO);
	if (!sha256_equal(&real, &f->hash))
		return broken(v, &row->id, row->folio, f->n, "su contenido no corresponde a su hash");
	struct error err;
	error_init(&err, a);
	st = acto_from_fila(f, a, &act, &err);
	if (st == STATUS_OK)
		st = expediente_apply(e, &act, de_archivo, &err);
	return st == STATUS_OK ? st : broken(v, &row->id, row->folio, f->n, "su contenido no se puede leer");
}

static enum status check_journal(struct verificador *v, const struct verificacion_fila *row, struct expediente *e, struct arena *de_archivo)
{
	for (;;) {
		ARENA_AUTO *a = arena_create(PAGINA_BYTES);
		struct acto_fila *filas = NULL;
		size_t n = 0;
		enum status st = a
			? expedientes_journal(v->ctl->db, NULL, &row->id, e->version + 1, ACTOS_PAGINA, a, &filas, &n, &v->ctl->err)
			: error_set(&v->ctl->err, PROBLEM_INTERNO);
		if (st != STATUS_OK || n == 0)
			return st;
		for (size_t i = 0; i < n && st == STATUS_OK; i++, v->n_actos++)
			st = check_link(v, row, e, de_archivo, &filas[i], a);
		if (st != STATUS_OK)
			return st;
	}
}

static enum status check_row(struct verificador *v, const struct verificacion_fila *row, const struct expediente *e)
{
	if (row->version != e->version)
		return broken(v, &row->id, row->folio, e->version + 1, "la versión del expediente no es la de su último acto");
	if (!sha256_equal(&row->hash, &e->cabeza))
		return broken(v, &row->id, row->folio, e->version, "el hash del expediente no es el de su último acto");
	if (strcmp(row->estado, vocabulario_slug(&vocabulario_estado, (int)e->estado)) != 0)
		return broken(v, &row->id, row->folio, e->version, "el estado del expediente no es el que suman sus actos");
	if (strcmp(row->folio ? row->folio : "", e->folio ? e->folio : "") != 0)
		return broken(v, &row->id, row->folio, e->version, "el folio del expediente no es el de sus actos");
	if (uuid_cmp(&row->organizacion, &e->organizacion) != 0)
		return broken(v, &row->id, row->folio, e->version, "la organización del expediente no es la de sus actos");
	return STATUS_OK;
}

static enum status check_documents(struct verificador *v, const struct verificacion_fila *row, const struct expediente *e)
{
	for (size_t i = 0; i < e->n_documentos; i++, v->n_documentos++) {
		const struct documento *d = &e->documentos[i];
		struct sha256 real;
		int64_t bytes;
		enum status st = verificacion_contenido(v->ctl->db, &d->sha256, &real, &bytes, &v->ctl->err);
		if (st != STATUS_OK)
			return st;
		if (bytes != d->tamano || !sha256_equal(&real, &d->sha256))
			return broken(v, &row->id, row->folio, d->n,
				bytes ? "el documento guardado no es el que se incorporó" : "falta el documento guardado");
	}
	return STATUS_OK;
}

static enum status check_file(struct verificador *v, const struct verificacion_fila *row)
{
	ARENA_AUTO *a = arena_create(ARCHIVO_BYTES);
	struct expediente e;
	if (!a)
		return error_set(&v->ctl->err, PROBLEM_INTERNO);
	expediente_init(&e, row->id);
	v->n_expedientes++;
	enum status st = check_journal(v, row, &e, a);
	if (st == STATUS_OK)
		st = check_row(v, row, &e);
	if (st == STATUS_OK && v->documentos)
		st = check_documents(v, row, &e);
	return st;
}

/* One page in one snapshot, so that what the service writes meanwhile is seen whole or not at all. */
static enum status check_page(struct verificador *v, struct uuid *despues_de, const struct uuid *uno, size_t *n)
{
	ARENA_AUTO *a = arena_create(PAGINA_BYTES);
	struct verificacion_fila *filas = NULL;
	*n = 0;
	if (!a)
		return error_set(&v->ctl->err, PROBLEM_INTERNO);
	enum status st = db_begin_snapshot(v->ctl->db, &v->ctl->err);
	if (st == STATUS_OK)
		st = verificacion_page(v->ctl->db, despues_de, uno, PAGINA, a, &filas, n, &v->ctl->err);
	for (size_t i = 0; i < *n && st == STATUS_OK; i++) {
		st = check_file(v, &filas[i]);
		*despues_de = filas[i].id;
	}
	db_rollback(v->ctl->db);
	return st;
}

enum status ctl_verificar(struct ctl *c)
{
	struct verificador v = {.ctl = c, .documentos = ctl_get(c, "documentos") != NULL};
	struct uuid uno = ctl_uuid(c, "expediente"), despues_de = {0};
	size_t n = 0;
	if (c->err.n_items)
		return error_set(&c->err, PROBLEM_CUERPO_INVALIDO);
	enum status st;
	do
		st = check_page(&v, &despues_de, &uno, &n);
	while (st == STATUS_OK && n == PAGINA);
	if (st != STATUS_OK)
		return st;
	if (!uuid_is_nil(&uno) && v.n_expedientes == 0)
		return error_set(&c->err, PROBLEM_NO_ENCONTRADO);
	struct registro_verificado r = {0};
	if (uuid_is_nil(&uno) && (st = ctl_verificar_registro(c, &r)) != STATUS_OK)
		return st;
	int64_t seguridad = 0;
	if (uuid_is_nil(&uno) && (st = ctl_verificar_seguridad(c, &seguridad)) != STATUS_OK)
		return st;
	struct ctl_linea l;
	ctl_line_begin(&l);
	json_bool(&l.w, "integro", true);
	json_int(&l.w, "expedientes", v.n_expedientes);
	json_int(&l.w, "actos", v.n_actos);
	if (v.documentos)
		json_int(&l.w, "documentos", v.n_documentos);
	if (uuid_is_nil(&uno)) {
		json_int(&l.w, "actos_registro", r.actos);
		json_int(&l.w, "cabezas", r.cabezas);
		json_int(&l.w, "actos_seguridad", seguridad);
	}
	ctl_line_end(&l);
	return STATUS_OK;
}
