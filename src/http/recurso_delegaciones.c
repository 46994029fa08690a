/* Delegations of a municipality to its state's liaison. What is judged and recorded: services/delegacion.h. */
#include <stddef.h>

#include "http/directorio_vista.h"
#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/delegacion.h"

#define CUERPO_MAX ((size_t)1024 * 1024)

struct delegacion_cuerpo {
	struct uuid enlace;
	dia_t desde, hasta; /* both included */
	const char *motivo;
};
static void delegacion_init(void *value)
{
	struct delegacion_cuerpo *c = value;
	c->desde = c->hasta = DIA_NINGUNO;
}
#define AT(m) offsetof(struct delegacion_cuerpo, m)
static const struct json_field delegacion_fields[] = {
	{.name = "desde", .kind = JSON_KIND_FECHA, .offset = AT(desde), .flags = JSON_REQUIRED},
	{.name = "enlace", .kind = JSON_KIND_UUID, .offset = AT(enlace), .flags = JSON_REQUIRED},
	{.name = "hasta", .kind = JSON_KIND_FECHA, .offset = AT(hasta), .flags = JSON_REQUIRED},
	{.name = "motivo", .kind = JSON_KIND_STRING, .offset = AT(motivo), .flags = JSON_REQUIRED, .min = 1, .max = 500},
};
#undef AT
static const struct json_desc desc_delegacion = {.name = "delegacion",
	.size = sizeof(struct delegacion_cuerpo),
	.fields = delegacion_fields,
	.n_fields = sizeof delegacion_fields / sizeof *delegacion_fields,
	.init = delegacion_init};

static void write_delegation(struct json_writer *w, const struct delegacion *d)
{
	json_object(w, NULL);
	json_uuid(w, "id", &d->id);
	json_uuid(w, "municipio", &d->municipio);
	json_uuid(w, "enlace", &d->enlace);
	json_fecha(w, "desde", instante_dia(d->desde));
	json_fecha(w, "hasta", instante_dia(d->hasta - 1));
	json_string(w, "motivo", d->motivo);
	json_uuid(w, "otorgada_por", &d->otorgada_por);
	json_instante(w, "otorgada_en", d->otorgada_en);
	json_uuid(w, "revocada_por", &d->revocada_por);
	if (d->revocada_en != INSTANTE_NINGUNO)
		json_instante(w, "revocada_en", d->revocada_en);
	json_object_end(w);
}

static void write_made(struct buf *out, const void *hecho)
{
	struct json_writer w;
	json_begin(&w, out);
	write_delegation(&w, hecho);
}

static enum status read_delegation(struct exchange *ex, struct delegacion *d)
{
	struct delegacion_cuerpo c;
	enum status st = json_decode(&desc_delegacion, ex->body, ex->body_len, &c, ex->arena, &ex->err);
	if (st != STATUS_OK)
		return st;
	d->enlace = c.enlace;
	d->motivo = c.motivo;
	d->desde = instante_from_dia(c.desde);
	d->hasta = instante_from_dia(c.hasta + 1);
	return STATUS_OK;
}

enum status recurso_otorgar_delegacion(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct organizacion *una = NULL;
	struct delegacion d = {.motivo = ""};
	struct recuerdo r;
	struct gestion g = solicitud_gestion(ex, &r);
	g.escribir = write_made;
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st == STATUS_OK)
		st = directorio_find_organisation(ex, o, &una);
	if (st == STATUS_OK)
		st = recuerdo_begin(o->db, &r, ex->arena, &ex->err);
	if (st != STATUS_OK)
		return st;
	d.municipio = una->id;
	if (!r.repetida)
		st = read_delegation(ex, &d);
	if (st == STATUS_OK && !r.repetida)
		st = delegacion_otorgar(o->db, &g, &d, &ex->err);
	return solicitud_creada(ex, st, &r);
}

enum status recurso_listar_delegaciones(struct exchange *ex, void *worker)
{
	static const char *const allowed[] = {"limite", "cursor", NULL};
	struct obrero *o = worker;
	struct organizacion *una = NULL;
	struct delegacion *filas = NULL;
	struct uuid despues;
	size_t n = 0;
	int limite;
	enum status st = exchange_query_only(ex, allowed);
	if (st == STATUS_OK)
		st = solicitud_limite(ex, &limite);
	if (st == STATUS_OK)
		st = solicitud_cursor(ex, &despues);
	if (st == STATUS_OK)
		st = directorio_find_organisation(ex, o, &una);
	if (st == STATUS_OK)
		st = delegaciones_page(o->db, &una->id, &despues, limite + 1, ex->arena, &filas, &n, &ex->err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	struct json_writer w;
	solicitud_lista_begin(&w, &b);
	for (size_t i = 0; i < n && i < (size_t)limite; i++)
		write_delegation(&w, &filas[i]);
	return solicitud_lista_end_uuid(ex, &w, &b, n > (size_t)limite ? &filas[limite - 1].id : NULL, allowed);
}

enum status recurso_revocar_delegacion(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct organizacion *una = NULL;
	struct uuid id;
	const struct gestion g = {.quien = &ex->actor, .direccion = exchange_direccion(ex)};
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st == STATUS_OK)
		st = directorio_find_organisation(ex, o, &una);
	if (st == STATUS_OK && !uuid_parse(ex->params[1], &id))
		st = error_set(&ex->err, PROBLEM_NO_ENCONTRADO);
	if (st == STATUS_OK)
		st = delegacion_revocar(o->db, &g, &una->id, &id, &ex->err);
	if (st == STATUS_OK)
		exchange_empty(ex, 204);
	return st;
}
