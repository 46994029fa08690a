/* Administration: organisations with their domains, people with their keys. What is judged and recorded: services/directorio.h. */
#include <stddef.h>
#include <string.h>

#include "http/directorio_vista.h"
#include "http/recursos.h"
#include "http/solicitud.h"

#define CUERPO_MAX ((size_t)1024 * 1024)
#define AMBITOS_MAX 20

static const char *const nada[] = {NULL};

/* The parameter of the path: what is no UUID names nothing. */
static enum status path_id(struct exchange *ex, int i, struct uuid *out)
{
	return uuid_parse(ex->params[i], out) ? STATUS_OK : error_set(&ex->err, PROBLEM_NO_ENCONTRADO);
}

static enum status start(struct exchange *ex, struct uuid *id)
{
	enum status st = exchange_query_only(ex, nada);
	return st == STATUS_OK ? path_id(ex, 0, id) : st;
}

/* ---- organisations ---- */

#define AT(m) offsetof(struct organizacion, m)
static const struct json_field organizacion_fields[] = {
	{.name = "cve_ent", .kind = JSON_KIND_STRING, .offset = AT(cve_ent), .max = 2},
	{.name = "municipio", .kind = JSON_KIND_STRING, .offset = AT(municipio), .max = 200},
	{.name = "nivel", .kind = JSON_KIND_STRING, .offset = AT(nivel), .flags = JSON_REQUIRED, .max = 20},
	{.name = "nombre", .kind = JSON_KIND_STRING, .offset = AT(nombre), .flags = JSON_REQUIRED, .min = 1, .max = 300},
	{.name = "siglas", .kind = JSON_KIND_STRING, .offset = AT(siglas), .max = 40},
};
static const struct json_desc desc_organizacion = {.name = "organizacion",
	.size = sizeof(struct organizacion),
	.fields = organizacion_fields,
	.n_fields = sizeof organizacion_fields / sizeof *organizacion_fields};
static const struct json_field organizacion_cambio_fields[] = {
	{.name = "activa", .kind = JSON_KIND_BOOL, .offset = AT(activa), .flags = JSON_ALWAYS},
	{.name = "exige_certificado", .kind = JSON_KIND_BOOL, .offset = AT(exige_certificado), .flags = JSON_ALWAYS},
	{.name = "municipio", .kind = JSON_KIND_STRING, .offset = AT(municipio), .max = 200},
	{.name = "nombre", .kind = JSON_KIND_STRING, .offset = AT(nombre), .flags = JSON_REQUIRED, .min = 1, .max = 300},
	{.name = "siglas", .kind = JSON_KIND_STRING, .offset = AT(siglas), .max = 40},
};
static const struct json_desc desc_organizacion_cambio = {.name = "organizacion_cambio",
	.size = sizeof(struct organizacion),
	.fields = organizacion_cambio_fields,
	.n_fields = sizeof organizacion_cambio_fields / sizeof *organizacion_cambio_fields};
#undef AT

static void write_organisation(struct buf *out, const void *o)
{
	struct json_writer w;
	json_begin(&w, out);
	directorio_write_organisation(&w, NULL, o);
}

enum status recurso_crear_organizacion(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct organizacion nueva;
	struct recuerdo r;
	struct gestion g = solicitud_gestion(ex, &r);
	g.ubicacion = "/v1/organizaciones/";
	g.escribir = write_organisation;
	enum status st = exchange_query_only(ex, nada);
	if (st == STATUS_OK)
		st = recuerdo_begin(o->db, &r, ex->arena, &ex->err);
	if (st != STATUS_OK)
		return st;
	if (!r.repetida) {
		st = json_decode(&desc_organizacion, ex->body, ex->body_len, &nueva, ex->arena, &ex->err);
		if (st == STATUS_OK)
			st = organizacion_alta(o->db, &g, &nueva, &ex->err);
	}
	return solicitud_creada(ex, st, &r);
}

static enum status show(struct exchange *ex, int version, void (*write)(struct buf *, const void *), const void *what)
{
	if (solicitud_not_modified(ex, version))
		return STATUS_OK;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	write(&b, what);
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}

enum status recurso_ver_organizacion(struct exchange *ex, void *worker)
{
	struct organizacion *una = NULL;
	enum status st = exchange_query_only(ex, nada);
	if (st == STATUS_OK)
		st = directorio_find_organisation(ex, worker, &una);
	return st == STATUS_OK ? show(ex, una->version, write_organisation, una) : st;
}

static enum status changed(struct exchange *ex, int version, void (*write)(struct buf *, const void *), const void *what)
{
	ex->if_none_match = NULL; /* not of a change */
	return show(ex, version, write, what);
}

/* Where no certificate is ever believed, one that is demanded shuts out every system of the organisation. */
static enum status check_believed(
	const struct obrero *o, const struct organizacion *antes, const struct organizacion *cambio, struct error *err)
{
	const bool empieza = cambio->exige_certificado && !antes->exige_certificado;
	return empieza && !*o->app->config->certificado_cliente ? error_set(err, PROBLEM_CERTIFICADOS_SIN_PROXY) : STATUS_OK;
}

enum status recurso_cambiar_organizacion(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct organizacion *antes = NULL, cambio;
	int version;
	enum status st = exchange_query_only(ex, nada);
	if (st == STATUS_OK)
		st = directorio_find_organisation(ex, o, &antes);
	if (st == STATUS_OK)
		st = solicitud_version(ex, &version);
	if (st == STATUS_OK)
		st = json_merge_patch(&desc_organizacion_cambio, antes, ex->body, ex->body_len, &cambio, ex->arena, &ex->err);
	if (st == STATUS_OK)
		st = check_believed(o, antes, &cambio, &ex->err);
	if (st != STATUS_OK)
		return st;
	const struct gestion g = {.quien = &ex->actor, .direccion = exchange_direccion(ex)};
	cambio.id = antes->id;
	cambio.version = version ? version : antes->version; /* "*": what the patch was merged with */
	st = organizacion_cambiar(o->db, &g, &cambio, &ex->err);
	return st == STATUS_OK ? changed(ex, cambio.version, write_organisation, &cambio) : st;
}

/* ---- domains ---- */

#define AT(m) offsetof(struct organizacion_dominio, m)
static const struct json_field dominio_fields[] = {
	{.name = "dominio", .kind = JSON_KIND_STRING, .offset = AT(dominio), .flags = JSON_REQUIRED, .min = 1, .max = 253},
	{.name = "subdominios", .kind = JSON_KIND_BOOL, .offset = AT(subdominios)},
};
#undef AT
static const struct json_desc desc_dominio = {.name = "dominio",
	.size = sizeof(struct organizacion_dominio),
	.fields = dominio_fields,
	.n_fields = sizeof dominio_fields / sizeof *dominio_fields};

static void write_domain(struct buf *out, const void *d)
{
	struct json_writer w;
	json_begin(&w, out);
	directorio_write_domain(&w, d);
}

enum status recurso_listar_dominios(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct organizacion *una = NULL;
	struct organizacion_dominio *filas = NULL;
	size_t n = 0;
	enum status st = exchange_query_only(ex, nada);
	if (st == STATUS_OK)
		st = directorio_find_organisation(ex, o, &una);
	if (st == STATUS_OK)
		st = dominios_list(o->db, &una->id, ex->arena, &filas, &n, &ex->err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	struct json_writer w;
	solicitud_lista_begin(&w, &b);
	for (size_t i = 0; i < n; i++)
		directorio_write_domain(&w, &filas[i]);
	json_array_end(&w);
	json_object_end(&w);
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}

enum status recurso_agregar_dominio(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct organizacion_dominio d;
	struct organizacion *una = NULL;
	struct recuerdo r;
	struct gestion g = solicitud_gestion(ex, &r);
	g.escribir = write_domain;
	enum status st = exchange_query_only(ex, nada);
	if (st == STATUS_OK)
		st = directorio_find_organisation(ex, o, &una);
	if (st == STATUS_OK)
		st = recuerdo_begin(o->db, &r, ex->arena, &ex->err);
	if (st != STATUS_OK)
		return st;
	if (!r.repetida) {
		st = json_decode(&desc_dominio, ex->body, ex->body_len, &d, ex->arena, &ex->err);
		d.organizacion = una->id;
		if (st == STATUS_OK)
			st = dominio_alta(o->db, &g, &d, &ex->err);
	}
	return solicitud_creada(ex, st, &r);
}

enum status recurso_quitar_dominio(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct organizacion_dominio d = {.dominio = ex->params[1]};
	const struct gestion g = {.quien = &ex->actor, .direccion = exchange_direccion(ex)};
	enum status st = start(ex, &d.organizacion);
	if (st == STATUS_OK)
		st = dominio_baja(o->db, &g, &d, &ex->err);
	if (st == STATUS_OK)
		exchange_empty(ex, 204);
	return st;
}

/* ---- people ---- */

#define AT(m) offsetof(struct usuario, m)
static const struct json_field usuario_fields[] = {
	{.name = "correo", .kind = JSON_KIND_STRING, .offset = AT(correo), .max = 254},
	{.name = "maquina", .kind = JSON_KIND_BOOL, .offset = AT(maquina)},
	{.name = "nombre", .kind = JSON_KIND_STRING, .offset = AT(nombre), .flags = JSON_REQUIRED, .min = 1, .max = 200},
	{.name = "organizacion", .kind = JSON_KIND_UUID, .offset = AT(organizacion), .flags = JSON_REQUIRED},
	{.name = "rol", .kind = JSON_KIND_ENUM, .offset = AT(rol), .flags = JSON_REQUIRED, .vocabulario = &vocabulario_rol},
};
static const struct json_desc desc_usuario = {.name = "usuario",
	.size = sizeof(struct usuario),
	.fields = usuario_fields,
	.n_fields = sizeof usuario_fields / sizeof *usuario_fields};
static const struct json_field usuario_cambio_fields[] = {
	{.name = "activo", .kind = JSON_KIND_BOOL, .offset = AT(activo), .flags = JSON_ALWAYS},
	{.name = "correo", .kind = JSON_KIND_STRING, .offset = AT(correo), .max = 254},
	{.name = "nombre", .kind = JSON_KIND_STRING, .offset = AT(nombre), .flags = JSON_REQUIRED, .min = 1, .max = 200},
	{.name = "rol", .kind = JSON_KIND_ENUM, .offset = AT(rol), .flags = JSON_REQUIRED, .vocabulario = &vocabulario_rol},
};
#undef AT
static const struct json_desc desc_usuario_cambio = {.name = "usuario_cambio",
	.size = sizeof(struct usuario),
	.fields = usuario_cambio_fields,
	.n_fields = sizeof usuario_cambio_fields / sizeof *usuario_cambio_fields};

static void write_person(struct buf *out, const void *u)
{
	struct json_writer w;
	json_begin(&w, out);
	directorio_write_person(&w, NULL, u);
}

enum status recurso_crear_usuario(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct usuario nuevo;
	struct recuerdo r;
	struct gestion g = solicitud_gestion(ex, &r);
	g.ubicacion = "/v1/usuarios/";
	g.escribir = write_person;
	enum status st = exchange_query_only(ex, nada);
	if (st == STATUS_OK)
		st = recuerdo_begin(o->db, &r, ex->arena, &ex->err);
	if (st != STATUS_OK)
		return st;
	if (!r.repetida) {
		st = json_decode(&desc_usuario, ex->body, ex->body_len, &nuevo, ex->arena, &ex->err);
		if (st == STATUS_OK)
			st = usuario_alta(o->db, &g, &nuevo, &ex->err);
	}
	return solicitud_creada(ex, st, &r);
}

static enum status find_person(struct exchange *ex, struct obrero *o, struct usuario **out)
{
	struct directorio_filtro f = {.quien = &ex->actor, .limite = 1};
	size_t n = 0;
	enum status st = path_id(ex, 0, &f.uno);
	if (st == STATUS_OK)
		st = directorio_usuarios(o->db, &f, ex->arena, out, &n, &ex->err);
	return st == STATUS_OK && n == 0 ? error_set(&ex->err, PROBLEM_NO_ENCONTRADO) : st;
}

enum status recurso_ver_usuario(struct exchange *ex, void *worker)
{
	struct usuario *uno = NULL;
	enum status st = exchange_query_only(ex, nada);
	if (st == STATUS_OK)
		st = find_person(ex, worker, &uno);
	return st == STATUS_OK ? show(ex, uno->version, write_person, uno) : st;
}

enum status recurso_cambiar_usuario(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct usuario *antes = NULL, cambio;
	int version;
	enum status st = exchange_query_only(ex, nada);
	if (st == STATUS_OK)
		st = find_person(ex, o, &antes);
	if (st == STATUS_OK)
		st = solicitud_version(ex, &version);
	if (st == STATUS_OK)
		st = json_merge_patch(&desc_usuario_cambio, antes, ex->body, ex->body_len, &cambio, ex->arena, &ex->err);
	if (st != STATUS_OK)
		return st;
	const struct gestion g = {.quien = &ex->actor, .direccion = exchange_direccion(ex)};
	cambio.id = antes->id;
	cambio.version = version ? version : antes->version;
	st = usuario_cambiar(o->db, &g, &cambio, &ex->err);
	return st == STATUS_OK ? changed(ex, cambio.version, write_person, &cambio) : st;
}

/* ---- keys ---- */

struct clave_cuerpo {
	const char **ambitos;
	size_t n_ambitos;
	dia_t vence;
};
static void clave_init(void *value)
{
	((struct clave_cuerpo *)value)->vence = DIA_NINGUNO;
}
static const struct json_field clave_fields[] = {
	{.name = "ambitos",
		.kind = JSON_KIND_ARRAY,
		.offset = offsetof(struct clave_cuerpo, ambitos),
		.count_offset = offsetof(struct clave_cuerpo, n_ambitos),
		.flags = JSON_UNIQUE,
		.min = 1,
		.max = AMBITOS_MAX,
		.item = JSON_KIND_STRING,
		.item_size = sizeof(const char *),
		.item_min = 1,
		.item_max = 60},
	{.name = "vence", .kind = JSON_KIND_FECHA, .offset = offsetof(struct clave_cuerpo, vence)},
};
static const struct json_desc desc_clave = {.name = "clave",
	.size = sizeof(struct clave_cuerpo),
	.fields = clave_fields,
	.n_fields = sizeof clave_fields / sizeof *clave_fields,
	.init = clave_init};

/* The answer that is remembered: never the key itself. */
static void write_new_key(struct buf *out, const void *hecho)
{
	const struct clave_entregada *k = hecho;
	struct json_writer w;
	json_begin(&w, out);
	directorio_write_key(&w,
		&(struct clave_api){.id = k->id,
			.usuario = k->usuario,
			.ambitos = k->ambitos,
			.creada_en = INSTANTE_NINGUNO,
			.expira_en = k->expira_en,
			.revocada_en = INSTANTE_NINGUNO},
		NULL);
}

/* Once: the remembered answer with the key in it. */
static void answer_key(struct exchange *ex, const struct recuerdo *r, struct clave_entregada *k)
{
	struct recuerdo una = *r;
	una.cuerpo = arena_printf(ex->arena, "{\"clave\":\"%s\",%s", k->clave, r->cuerpo + 1);
	explicit_bzero(k->clave, sizeof k->clave);
	if (!una.cuerpo)
		una.cuerpo = r->cuerpo;
	solicitud_recordada(ex, &una);
}

static enum status read_key(struct exchange *ex, struct clave_pedido *p)
{
	struct clave_cuerpo c;
	enum status st = json_decode(&desc_clave, ex->body, ex->body_len, &c, ex->arena, &ex->err);
	if (st != STATUS_OK)
		return st;
	p->expira_en = c.vence == DIA_NINGUNO ? INSTANTE_NINGUNO : instante_from_dia(c.vence + 1); /* good to the end of that day */
	for (size_t i = 0; i < c.n_ambitos; i++) {
		p->ambitos = arena_printf(ex->arena, "%s%s%s", p->ambitos ? p->ambitos : "", i ? "," : "", c.ambitos[i]);
		if (!p->ambitos)
			return error_set(&ex->err, PROBLEM_INTERNO);
	}
	return STATUS_OK;
}

enum status recurso_crear_clave(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct usuario *uno = NULL;
	struct clave_pedido p = {.ambitos = NULL};
	struct clave_entregada k = {.clave = ""};
	struct recuerdo r;
	struct gestion g = solicitud_gestion(ex, &r);
	g.escribir = write_new_key;
	enum status st = exchange_query_only(ex, nada);
	if (st == STATUS_OK)
		st = find_person(ex, o, &uno);
	if (st == STATUS_OK)
		st = recuerdo_begin(o->db, &r, ex->arena, &ex->err);
	if (st != STATUS_OK)
		return st;
	if (r.repetida)
		return solicitud_creada(ex, st, &r);
	p.usuario = uno->id;
	st = read_key(ex, &p);
	if (st == STATUS_OK)
		st = clave_alta(o->db, &g, &p, ex->arena, &k, &ex->err);
	recuerdo_end(&r);
	if (st == STATUS_OK)
		answer_key(ex, &r, &k);
	return st;
}

enum status recurso_listar_claves(struct exchange *ex, void *worker)
{
	static const char *const allowed[] = {"limite", "cursor", NULL};
	struct obrero *o = worker;
	struct usuario *uno = NULL;
	struct directorio_filtro f = {0};
	struct clave_api *filas = NULL;
	size_t n = 0;
	enum status st = exchange_query_only(ex, allowed);
	if (st == STATUS_OK)
		st = find_person(ex, o, &uno);
	if (st == STATUS_OK)
		st = solicitud_limite(ex, &f.limite);
	if (st == STATUS_OK)
		st = solicitud_cursor(ex, &f.despues_de);
	const size_t limite = (size_t)f.limite++;
	if (st == STATUS_OK) {
		f.usuario = uno->id;
		st = directorio_claves(o->db, &f, ex->arena, &filas, &n, &ex->err);
	}
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	struct json_writer w;
	solicitud_lista_begin(&w, &b);
	for (size_t i = 0; i < n && i < limite; i++)
		directorio_write_key(&w, &filas[i], NULL);
	return solicitud_lista_end_uuid(ex, &w, &b, n > limite ? &filas[limite - 1].id : NULL, allowed);
}

enum status recurso_revocar_clave(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct uuid usuario, clave;
	const struct gestion g = {.quien = &ex->actor, .direccion = exchange_direccion(ex)};
	enum status st = start(ex, &usuario);
	if (st == STATUS_OK)
		st = path_id(ex, 1, &clave);
	if (st == STATUS_OK)
		st = clave_revocar(o->db, &g, &usuario, &clave, &ex->err);
	if (st == STATUS_OK)
		exchange_empty(ex, 204);
	return st;
}
