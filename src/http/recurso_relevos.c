/* Hand-overs to the next administration: what is pending, and the act itself. */
#include <stddef.h>

#include "http/directorio_vista.h"
#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/relevo.h"

#define CUERPO_MAX ((size_t)10 << 20)

static const char *const nada[] = {NULL};

struct relevo_cuerpo {
	const char *administracion;
	struct uuid recibe;
	struct uuid *permanecen;
	size_t n_permanecen;
};
#define AT(m) offsetof(struct relevo_cuerpo, m)
static const struct json_field relevo_fields[] = {
	{.name = "administracion", .kind = JSON_KIND_STRING, .offset = AT(administracion), .flags = JSON_REQUIRED, .min = 1, .max = 200},
	{.name = "permanecen",
		.kind = JSON_KIND_ARRAY,
		.offset = AT(permanecen),
		.count_offset = AT(n_permanecen),
		.flags = JSON_UNIQUE,
		.max = RELEVO_QUEDAN_MAX,
		.item = JSON_KIND_UUID,
		.item_size = sizeof(struct uuid)},
	{.name = "recibe", .kind = JSON_KIND_UUID, .offset = AT(recibe), .flags = JSON_REQUIRED},
};
#undef AT
static const struct json_desc desc_relevo = {.name = "relevo",
	.size = sizeof(struct relevo_cuerpo),
	.fields = relevo_fields,
	.n_fields = sizeof relevo_fields / sizeof *relevo_fields};

static void write_members(struct json_writer *w, const struct relevo *e, bool lista)
{
	json_object(w, NULL);
	json_uuid(w, "id", &e->id);
	json_uuid(w, "organizacion", &e->organizacion);
	json_string(w, "administracion", e->administracion);
	json_uuid(w, "entregada_por", &e->entregada_por);
	json_uuid(w, "recibe", &e->recibe);
	json_instante(w, "entregada_en", e->entregada_en);
	json_int(w, "expedientes", e->expedientes);
	json_int(w, "bajas", e->bajas);
	json_int(w, "delegaciones", e->delegaciones);
	json_sha256(w, "sha256", &e->sha256);
	if (lista)
		json_raw(w, "pendientes", e->pendientes);
	json_object_end(w);
}

/* The list itself is read with verRelevo: whoever administers does not see files. */
static void write_made(struct buf *out, const void *hecho)
{
	struct json_writer w;
	json_begin(&w, out);
	write_members(&w, hecho, false);
}

static enum status read_request(struct exchange *ex, struct relevo_pedido *p)
{
	struct relevo_cuerpo c;
	enum status st = json_decode(&desc_relevo, ex->body, ex->body_len, &c, ex->arena, &ex->err);
	if (st != STATUS_OK)
		return st;
	p->administracion = c.administracion;
	p->recibe = c.recibe;
	p->permanecen = c.permanecen;
	p->n_permanecen = c.n_permanecen;
	return STATUS_OK;
}

enum status recurso_relevar(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct organizacion *una = NULL;
	struct relevo_pedido p = {.administracion = NULL};
	struct relevo hecha;
	struct recuerdo r;
	struct gestion g = solicitud_gestion(ex, &r);
	g.escribir = write_made;
	enum status st = exchange_query_only(ex, nada);
	if (st == STATUS_OK)
		st = directorio_find_organisation(ex, o, &una);
	if (st == STATUS_OK)
		st = recuerdo_begin(o->db, &r, ex->arena, &ex->err);
	if (st != STATUS_OK)
		return st;
	p.organizacion = una->id;
	if (!r.repetida)
		st = read_request(ex, &p);
	if (st == STATUS_OK && !r.repetida)
		st = relevar(o, &g, &p, ex->arena, &hecha, &ex->err);
	return solicitud_creada(ex, st, &r);
}

enum status recurso_ver_pendientes(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct organizacion *una = NULL;
	const char *lista = "";
	int n = 0;
	enum status st = exchange_query_only(ex, nada);
	if (st == STATUS_OK)
		st = directorio_find_organisation(ex, o, &una);
	if (st == STATUS_OK)
		st = relevo_pendientes(o, &una->id, ex->arena, &lista, &n, &ex->err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	struct json_writer w;
	json_begin(&w, &b);
	json_object(&w, NULL);
	json_uuid(&w, "organizacion", &una->id);
	json_int(&w, "expedientes", n);
	json_raw(&w, "pendientes", lista);
	json_object_end(&w);
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}

enum status recurso_listar_relevos(struct exchange *ex, void *worker)
{
	static const char *const allowed[] = {"limite", "cursor", NULL};
	struct obrero *o = worker;
	struct organizacion *una = NULL;
	struct relevo *filas = NULL;
	struct uuid antes, cualquiera = {{0}};
	size_t n = 0;
	int limite;
	enum status st = exchange_query_only(ex, allowed);
	if (st == STATUS_OK)
		st = solicitud_limite(ex, &limite);
	if (st == STATUS_OK)
		st = solicitud_cursor(ex, &antes);
	if (st == STATUS_OK)
		st = directorio_find_organisation(ex, o, &una);
	if (st == STATUS_OK)
		st = relevos_page(o->db, &ex->actor, &una->id, &antes, &cualquiera, limite + 1, ex->arena, &filas, &n, &ex->err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	struct json_writer w;
	solicitud_lista_begin(&w, &b);
	for (size_t i = 0; i < n && i < (size_t)limite; i++)
		write_members(&w, &filas[i], false);
	return solicitud_lista_end_uuid(ex, &w, &b, n > (size_t)limite ? &filas[limite - 1].id : NULL, allowed);
}

enum status recurso_ver_relevo(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct organizacion *una = NULL;
	struct relevo *fila = NULL;
	struct uuid id, ninguna = {{0}};
	size_t n = 0;
	enum status st = exchange_query_only(ex, nada);
	if (st == STATUS_OK)
		st = directorio_find_organisation(ex, o, &una);
	if (st == STATUS_OK && !uuid_parse(ex->params[1], &id))
		st = error_set(&ex->err, PROBLEM_NO_ENCONTRADO);
	if (st == STATUS_OK)
		st = relevos_page(o->db, &ex->actor, &una->id, &ninguna, &id, 1, ex->arena, &fila, &n, &ex->err);
	if (st == STATUS_OK && n == 0)
		st = error_set(&ex->err, PROBLEM_NO_ENCONTRADO);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	struct json_writer w;
	json_begin(&w, &b);
	write_members(&w, fila, true);
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}
