/* Who I am, organisations and people. Which rows a caller sees is decided in SQL (sql/queries/directorio). */
#include <string.h>

#include "base/utf8.h"
#include "codec/json.h"
#include "http/acceso.h"
#include "http/directorio_vista.h"
#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/directorio.h"
#include "services/identidad.h"

#define CUERPO_MAX ((size_t)1024 * 1024)
#define Q_MAX 200

enum status recurso_ver_yo(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct identidad id;
	struct usuario u;
	struct organizacion org;
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st == STATUS_OK)
		st = acceso_identidad(ex, o, &id);
	if (st == STATUS_OK)
		st = directorio_usuario(o->db, &id.actor.usuario, ex->arena, &u, &ex->err);
	if (st == STATUS_OK)
		st = directorio_organizacion(o->db, &id.actor.organizacion, ex->arena, &org, &ex->err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	struct json_writer w;
	json_begin(&w, &b);
	json_object(&w, NULL);
	directorio_write_person(&w, "usuario", &u);
	directorio_write_organisation(&w, "organizacion", &org);
	json_array(&w, "ambitos");
	for (int i = 0; i < AMBITO_COUNT; i++)
		if (id.ambitos & AMBITO_BIT(i))
			json_string(&w, NULL, ambito_nombre((enum ambito)i));
	json_array_end(&w);
	if (id.expira_en != INSTANTE_NINGUNO)
		json_instante(&w, "expira_en", id.expira_en);
	json_object_end(&w);
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}

/* ---- lists ---- */

static enum status read_page(struct exchange *ex, const char *const *allowed, struct directorio_filtro *f)
{
	enum status st = exchange_query_only(ex, allowed);
	if (st == STATUS_OK)
		st = solicitud_limite(ex, &f->limite);
	if (st == STATUS_OK)
		st = solicitud_cursor(ex, &f->despues_de);
	f->quien = &ex->actor;
	return st;
}

static enum status read_words(struct exchange *ex, struct directorio_filtro *f)
{
	const char *q = exchange_query(ex, "q");
	if (!q)
		return STATUS_OK;
	if (!*q)
		return exchange_param_error(ex, "q", MENSAJE_LARGO_MIN, "1");
	if (utf8_length(q) > Q_MAX)
		return exchange_param_error(ex, "q", MENSAJE_LARGO_MAX, "200");
	f->palabras = busqueda_patrones(ex->arena, q, &f->n_palabras);
	return f->palabras ? STATUS_OK : error_set(&ex->err, PROBLEM_INTERNO);
}

enum status recurso_listar_organizaciones(struct exchange *ex, void *worker)
{
	static const char *const allowed[] = {"q", "limite", "cursor", NULL};
	struct obrero *o = worker;
	struct directorio_filtro f = {0};
	struct organizacion *filas = NULL;
	size_t n = 0;
	enum status st = read_page(ex, allowed, &f);
	if (st == STATUS_OK)
		st = read_words(ex, &f);
	size_t limite = (size_t)f.limite++;
	if (st == STATUS_OK)
		st = directorio_organizaciones(o->db, &f, ex->arena, &filas, &n, &ex->err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	struct json_writer w;
	solicitud_lista_begin(&w, &b);
	for (size_t i = 0; i < n && i < limite; i++)
		directorio_write_organisation(&w, NULL, &filas[i]);
	return solicitud_lista_end_uuid(ex, &w, &b, n > limite ? &filas[limite - 1].id : NULL, allowed);
}

enum status recurso_listar_usuarios(struct exchange *ex, void *worker)
{
	static const char *const allowed[] = {"organizacion", "limite", "cursor", NULL};
	struct obrero *o = worker;
	struct directorio_filtro f = {0};
	struct usuario *filas = NULL;
	size_t n = 0;
	enum status st = read_page(ex, allowed, &f);
	if (st == STATUS_OK)
		st = solicitud_uuid(ex, "organizacion", &f.organizacion);
	size_t limite = (size_t)f.limite++;
	if (st == STATUS_OK)
		st = directorio_usuarios(o->db, &f, ex->arena, &filas, &n, &ex->err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	struct json_writer w;
	solicitud_lista_begin(&w, &b);
	for (size_t i = 0; i < n && i < limite; i++)
		directorio_write_person(&w, NULL, &filas[i]);
	return solicitud_lista_end_uuid(ex, &w, &b, n > limite ? &filas[limite - 1].id : NULL, allowed);
}
