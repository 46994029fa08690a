#include "services/gestion.h"

#include "store/directorio.h"

#define RESPUESTA_BYTES ((size_t)64 * 1024)

enum status gestion_begin(struct db *db, struct error *err)
{
	enum status st = db_begin(db, err);
	if (st == STATUS_OK)
		st = db_scope(db, NULL, err);
	if (st == STATUS_OK)
		st = directorio_lock(db, err);
	if (st != STATUS_OK)
		db_rollback(db);
	return st;
}

enum status gestion_record(struct db *db, const struct gestion *g, enum seguridad_tipo tipo, const char *objeto, const struct uuid *id,
	const char *datos, struct error *err)
{
	char texto[UUID_LEN] = "";
	if (id)
		uuid_format(id, texto);
	const char *cual = arena_printf(err->arena, "%s%s%s", objeto, id ? "/" : "", texto);
	if (!cual)
		return error_set(err, PROBLEM_INTERNO);
	return seguridad_record(db,
		&(struct seguridad_suceso){.tipo = tipo, .quien = g->quien, .direccion = g->direccion, .objeto = cual, .datos = datos},
		err);
}

/* The answer goes under its key in the transaction of the change. */
static enum status remember(struct db *db, const struct gestion *g, const struct gestion_hecho *h, struct arena *a, struct error *err)
{
	struct recuerdo *r = g->recuerdo;
	if (!r)
		return STATUS_OK;
	BUF_AUTO b;
	char id[UUID_LEN] = "";
	buf_init(&b, RESPUESTA_BYTES);
	g->escribir(&b, h->hecho);
	if (h->id)
		uuid_format(h->id, id);
	r->http = 201;
	r->cuerpo = b.failed ? NULL : arena_strdup(a, buf_str(&b));
	r->encabezados = g->ubicacion ? arena_printf(a, "Location: %s%s\n", g->ubicacion, id) : "";
	return r->cuerpo && r->encabezados ? recuerdo_keep(db, r, err) : error_set(err, PROBLEM_INTERNO);
}

static enum status finish(struct db *db, const struct gestion *g, const struct gestion_hecho *h, struct arena *a, struct error *err)
{
	enum status st = remember(db, g, h, a, err);
	if (st == STATUS_OK && !h->sin_cambio)
		st = h->datos ? gestion_record(db, g, h->tipo, h->objeto, h->id, h->datos, err) : error_set(err, PROBLEM_INTERNO);
	return st == STATUS_OK ? db_commit(db, err) : st;
}

enum status gestion_end(
	struct db *db, const struct gestion *g, enum status st, const struct gestion_hecho *h, struct arena *a, struct error *err)
{
	if (st == STATUS_OK)
		st = finish(db, g, h, a, err);
	if (st != STATUS_OK)
		db_rollback(db);
	return st == STATUS_RETRY ? error_set(err, PROBLEM_SATURADO) : st;
}
