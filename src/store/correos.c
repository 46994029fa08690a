#include "store/correos.h"

#include <string.h>

#include "store/pg.h"

static const char *text(const PGresult *r, int row, const char *col, struct arena *a, bool *full)
{
	const char *v = pg_get_text(r, row, pg_col(r, col));
	const char *copy = arena_strdup(a, v ? v : "");
	*full |= !copy;
	return copy;
}

static enum status full_arena(struct error *err)
{
	return error_set(err, PROBLEM_INTERNO);
}

/* ---- messages: rows ---- */

static bool correo_row(const PGresult *r, int row, struct arena *a, struct correo_fila *c)
{
	bool full = false;
	*c = (struct correo_fila){.id = pg_get_uuid(r, row, pg_col(r, "id")),
		.remitente = pg_get_uuid(r, row, pg_col(r, "remitente_id")),
		.message_id = text(r, row, "message_id", a, &full),
		.sha256 = pg_get_sha(r, row, pg_col(r, "sha256")),
		.tamano = pg_get_int64(r, row, pg_col(r, "tamano")),
		.recibido_en = pg_get_instante(r, row, pg_col(r, "recibido_en")),
		.enviado_en = pg_get_instante(r, row, pg_col(r, "enviado_en")),
		.de = text(r, row, "de", a, &full),
		.de_nombre = text(r, row, "de_nombre", a, &full),
		.responder_a = text(r, row, "responder_a", a, &full),
		.para = text(r, row, "para", a, &full),
		.asunto = text(r, row, "asunto", a, &full),
		.texto = text(r, row, "texto", a, &full),
		.automatico = pg_get_bool(r, row, pg_col(r, "automatico")),
		.autenticacion = text(r, row, "autenticacion", a, &full),
		.dominio = text(r, row, "dominio", a, &full),
		.hallazgo = text(r, row, "hallazgo", a, &full),
		.version = pg_get_int(r, row, pg_col(r, "version")),
		.estado = text(r, row, "estado", a, &full),
		.motivo = text(r, row, "motivo", a, &full),
		.organizacion = pg_get_uuid(r, row, pg_col(r, "organizacion_id")),
		.expediente = pg_get_uuid(r, row, pg_col(r, "expediente_id")),
		.documento = pg_get_uuid(r, row, pg_col(r, "documento_id")),
		.usuario = pg_get_uuid(r, row, pg_col(r, "usuario_id")),
		.datos = text(r, row, "datos", a, &full),
		.resuelto_en = pg_get_instante(r, row, pg_col(r, "resuelto_en")),
		.respuesta = text(r, row, "respuesta", a, &full),
		.respuesta_a = text(r, row, "respuesta_a", a, &full),
		.respuesta_error = text(r, row, "respuesta_error", a, &full),
		.respuesta_en = pg_get_instante(r, row, pg_col(r, "respuesta_en")),
		.respuesta_intentos = pg_get_int(r, row, pg_col(r, "respuesta_intentos")),
		.partes = pg_get_int(r, row, pg_col(r, "partes"))};
	return !full;
}

static bool parte_row(const PGresult *r, int row, struct arena *a, struct correo_parte_fila *p)
{
	bool full = false;
	*p = (struct correo_parte_fila){.n = pg_get_int(r, row, pg_col(r, "n")),
		.clase = (enum clase_documento)vocabulario_find(&vocabulario_clase_documento, pg_get_text(r, row, pg_col(r, "clase"))),
		.tipo_parte = text(r, row, "tipo_parte", a, &full),
		.nombre = text(r, row, "nombre", a, &full),
		.tipo_declarado = text(r, row, "tipo_declarado", a, &full),
		.tipo_medio = text(r, row, "tipo_medio", a, &full),
		.hallazgo = text(r, row, "hallazgo", a, &full),
		.tamano = pg_get_int64(r, row, pg_col(r, "tamano")),
		.sha256 = pg_get_sha(r, row, pg_col(r, "sha256")),
		.documento = pg_get_uuid(r, row, pg_col(r, "documento_id"))};
	return !full;
}

/* ---- messages: receiving ---- */

enum status correos_receive(struct db *db, const struct correo_fila *c, bool *nuevo, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, &c->id);
	pg_text(&a, c->message_id);
	pg_uuid(&a, &c->remitente);
	pg_sha(&a, &c->sha256);
	pg_bigint(&a, c->tamano);
	pg_instante(&a, c->recibido_en);
	pg_text(&a, c->de);
	pg_text(&a, c->de_nombre);
	pg_text(&a, c->responder_a);
	pg_text(&a, c->para);
	pg_text(&a, c->asunto);
	pg_instante(&a, c->enviado_en);
	pg_text(&a, c->texto);
	pg_bool(&a, c->automatico);
	pg_text(&a, c->autenticacion);
	pg_text(&a, c->dominio);
	pg_text(&a, c->hallazgo);
	pg_text(&a, c->estado);
	pg_text(&a, c->motivo);
	pg_text(&a, c->respuesta);
	pg_text(&a, c->respuesta_a);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_CORREO_RECIBIR, &a, &r, err);
	*nuevo = st == STATUS_OK && PQntuples(r) == 1;
	return st;
}

enum status correos_add_part(struct db *db, const struct uuid *correo, const struct correo_parte_fila *p, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, correo);
	pg_int(&a, p->n);
	pg_text(&a, vocabulario_slug(&vocabulario_clase_documento, (int)p->clase));
	pg_text(&a, p->tipo_parte);
	pg_text(&a, p->nombre);
	pg_text(&a, p->tipo_declarado);
	pg_text(&a, p->tipo_medio);
	pg_bigint(&a, p->tamano);
	if (sha256_is_zero(&p->sha256))
		pg_null(&a);
	else
		pg_sha(&a, &p->sha256);
	pg_text(&a, p->hallazgo);
	pg_uuid(&a, &p->documento);
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_CORREO_PARTE_ALTA, &a, &r, err);
}

enum status correos_repeated(
	struct db *db, const char *message_id, const struct uuid *remitente, struct arena *a, struct correo_fila *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, message_id);
	pg_uuid(&args, remitente);
	PGRESULT_AUTO *r = NULL;
	enum status st = pg_exec(db, QUERY_CORREO_REPETIDO, &args, &r, err);
	if (st == STATUS_OK && PQntuples(r) == 0)
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	return st != STATUS_OK || correo_row(r, 0, a, out) ? st : full_arena(err);
}

/* ---- messages: reading ---- */

enum status correos_get(
	struct db *db, const struct actor *who, const struct uuid *id, struct arena *a, struct correo_fila *out, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, id);
	PGRESULT_AUTO *r = NULL;
	enum status st = db_scope(db, who, err);
	if (st == STATUS_OK)
		st = pg_exec(db, QUERY_CORREO_LEER, &args, &r, err);
	if (st == STATUS_OK && PQntuples(r) == 0)
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	return st != STATUS_OK || correo_row(r, 0, a, out) ? st : full_arena(err);
}

enum status correos_parts(struct db *db, const struct actor *who, const struct uuid *id, struct arena *a, struct correo_parte_fila **out,
	size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_uuid(&args, id);
	PGRESULT_AUTO *r = NULL;
	enum status st = db_scope(db, who, err);
	if (st == STATUS_OK)
		st = pg_exec(db, QUERY_CORREO_PARTES, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n, struct correo_parte_fila);
	bool fits = *out != NULL;
	for (size_t i = 0; i < *n && fits; i++)
		fits = parte_row(r, (int)i, a, &(*out)[i]);
	return fits ? STATUS_OK : full_arena(err);
}

enum status correos_list(struct db *db, const struct actor *who, const char *estado, const struct uuid *antes_de, int limite,
	struct arena *a, struct correo_fila **out, size_t *n, struct error *err)
{
	PG_ARGS_AUTO args;
	pg_args_init(&args);
	pg_text(&args, estado);
	pg_uuid(&args, antes_de);
	pg_int(&args, limite);
	PGRESULT_AUTO *r = NULL;
	enum status st = db_scope(db, who, err);
	if (st == STATUS_OK)
		st = pg_exec(db, QUERY_CORREO_LISTAR, &args, &r, err);
	if (st != STATUS_OK)
		return st;
	*n = (size_t)PQntuples(r);
	*out = ARENA_ARRAY(a, *n, struct correo_fila);
	bool fits = *out != NULL;
	for (size_t i = 0; i < *n && fits; i++)
		fits = correo_row(r, (int)i, a, &(*out)[i]);
	return fits ? STATUS_OK : full_arena(err);
}

/* ---- messages: deciding ---- */

enum status correos_claim(struct db *db, struct correo_fila *c, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, &c->id);
	pg_int(&a, c->version);
	pg_uuid(&a, &c->organizacion);
	pg_uuid(&a, &c->expediente);
	pg_uuid(&a, &c->documento);
	pg_uuid(&a, &c->usuario);
	pg_text(&a, c->datos);
	PGRESULT_AUTO *r = NULL;
	enum status st = db_scope(db, NULL, err);
	if (st == STATUS_OK)
		st = pg_exec(db, QUERY_CORREO_RECLAMAR, &a, &r, err);
	if (st != STATUS_OK)
		return st;
	if (PQntuples(r) == 0)
		return STATUS_CONFLICT;
	c->version = pg_get_int(r, 0, pg_col(r, "version"));
	c->expediente = pg_get_uuid(r, 0, pg_col(r, "expediente_id"));
	c->documento = pg_get_uuid(r, 0, pg_col(r, "documento_id"));
	return STATUS_OK;
}

enum status correos_classify(struct db *db, const struct uuid *id, int n, enum clase_documento clase, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, id);
	pg_int(&a, n);
	pg_text(&a, vocabulario_slug(&vocabulario_clase_documento, (int)clase));
	PGRESULT_AUTO *r = NULL;
	return pg_exec(db, QUERY_CORREO_CLASIFICAR, &a, &r, err);
}

enum status correos_resolve(struct db *db, struct correo_fila *c, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, &c->id);
	pg_int(&a, c->version);
	pg_text(&a, c->estado);
	pg_text(&a, c->motivo);
	pg_uuid(&a, &c->usuario);
	pg_instante(&a, c->resuelto_en);
	PGRESULT_AUTO *r = NULL;
	enum status st = db_scope(db, NULL, err);
	if (st == STATUS_OK)
		st = pg_exec(db, QUERY_CORREO_RESOLVER, &a, &r, err);
	if (st != STATUS_OK)
		return st;
	if (PQntuples(r) == 0)
		return STATUS_CONFLICT;
	c->version = pg_get_int(r, 0, pg_col(r, "version"));
	return STATUS_OK;
}

/* ---- answers ---- */

enum status correos_answer_take(
	struct db *db, const struct uuid *id, const struct uuid *no, size_t n_no, instante_t now, struct uuid *out, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, id);
	pg_instante(&a, now);
	pg_array(&a, PG_UUID, n_no);
	for (size_t i = 0; i < n_no; i++)
		pg_item_uuid(&a, &no[i]);
	pg_array_end(&a);
	PGRESULT_AUTO *r = NULL;
	*out = (struct uuid){0};
	enum status st = db_scope(db, NULL, err);
	if (st == STATUS_OK)
		st = pg_exec(db, QUERY_CORREO_RESPUESTA_TOMAR, &a, &r, err);
	if (st == STATUS_OK && PQntuples(r) == 1)
		*out = pg_get_uuid(r, 0, pg_col(r, "id"));
	return st;
}

enum status correos_answer_end(struct db *db, const struct uuid *id, bool enviada, const char *error, instante_t now, struct error *err)
{
	PG_ARGS_AUTO a;
	pg_args_init(&a);
	pg_uuid(&a, id);
	pg_text(&a, enviada ? "enviada" : "fallida");
	pg_instante(&a, now);
	pg_text(&a, error);
	PGRESULT_AUTO *r = NULL;
	enum status st = db_scope(db, NULL, err);
	return st == STATUS_OK ? pg_exec(db, QUERY_CORREO_RESPUESTA_FIN, &a, &r, err) : st;
}
