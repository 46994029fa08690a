/* Client certificates of organisations (mTLS). What is judged and recorded: services/certificados_cliente.h. */
#include <stddef.h>

#include "http/directorio_vista.h"
#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/certificados_cliente.h"

#define CUERPO_MAX ((size_t)1024 * 1024)

static const char *const nada[] = {NULL};

struct certificado_cuerpo {
	const char *certificado, *etiqueta;
};
#define AT(m) offsetof(struct certificado_cuerpo, m)
static const struct json_field certificado_fields[] = {
	{.name = "certificado",
		.kind = JSON_KIND_STRING,
		.offset = AT(certificado),
		.flags = JSON_REQUIRED | JSON_MULTILINE,
		.min = 1,
		.max = CERTIFICADO_PEM_MAX},
	{.name = "etiqueta", .kind = JSON_KIND_STRING, .offset = AT(etiqueta), .max = CERTIFICADO_ETIQUETA_MAX},
};
#undef AT
static const struct json_desc desc_certificado = {.name = "certificado_cliente",
	.size = sizeof(struct certificado_cuerpo),
	.fields = certificado_fields,
	.n_fields = sizeof certificado_fields / sizeof *certificado_fields};

static void write_certificate(struct json_writer *w, const struct certificado_cliente *c)
{
	char sha[SHA256_HEX_LEN];
	hex_encode(c->sha256.b, SHA256_LEN, sha);
	json_object(w, NULL);
	json_uuid(w, "id", &c->id);
	json_uuid(w, "organizacion", &c->organizacion);
	json_string(w, "asunto", c->asunto);
	json_string(w, "etiqueta", c->etiqueta);
	json_string(w, "sha256", sha);
	json_instante(w, "desde", c->desde);
	json_instante(w, "vence_en", c->vence_en);
	json_instante(w, "creado_en", c->creado_en);
	if (c->revocado_en != INSTANTE_NINGUNO)
		json_instante(w, "revocado_en", c->revocado_en);
	json_object_end(w);
}

static void write_made(struct buf *out, const void *hecho)
{
	struct json_writer w;
	json_begin(&w, out);
	write_certificate(&w, hecho);
}

enum status recurso_registrar_certificado_cliente(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct organizacion *una = NULL;
	struct certificado_cuerpo cuerpo;
	struct certificado_cliente c = {.etiqueta = NULL};
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
	if (!r.repetida) {
		st = json_decode(&desc_certificado, ex->body, ex->body_len, &cuerpo, ex->arena, &ex->err);
		if (st == STATUS_OK) {
			c.organizacion = una->id;
			c.etiqueta = cuerpo.etiqueta;
			st = certificado_cliente_alta(o->db, &g, cuerpo.certificado, &c, &ex->err);
		}
	}
	return solicitud_creada(ex, st, &r);
}

enum status recurso_listar_certificados_cliente(struct exchange *ex, void *worker)
{
	static const char *const allowed[] = {"limite", "cursor", NULL};
	struct obrero *o = worker;
	struct organizacion *una = NULL;
	struct certificado_cliente *filas = NULL;
	struct uuid despues;
	const struct uuid cualquiera = {{0}};
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
		st = certificados_cliente_page(o->db, &una->id, &despues, &cualquiera, limite + 1, ex->arena, &filas, &n, &ex->err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	struct json_writer w;
	solicitud_lista_begin(&w, &b);
	for (size_t i = 0; i < n && i < (size_t)limite; i++)
		write_certificate(&w, &filas[i]);
	return solicitud_lista_end_uuid(ex, &w, &b, n > (size_t)limite ? &filas[limite - 1].id : NULL, allowed);
}

enum status recurso_revocar_certificado_cliente(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct organizacion *una = NULL;
	struct uuid id;
	const struct gestion g = {.quien = &ex->actor, .direccion = exchange_direccion(ex)};
	enum status st = exchange_query_only(ex, nada);
	if (st == STATUS_OK)
		st = directorio_find_organisation(ex, o, &una);
	if (st == STATUS_OK && !uuid_parse(ex->params[1], &id))
		st = error_set(&ex->err, PROBLEM_NO_ENCONTRADO);
	if (st == STATUS_OK)
		st = certificado_cliente_revocar(o->db, &g, &una->id, &id, &ex->err);
	if (st == STATUS_OK)
		exchange_empty(ex, 204);
	return st;
}
