/* Messages that arrived by e-mail: what came, what is proposed, and a person's decision. For DGCP; internal control reads. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "codec/tipos.h"
#include "http/disposicion.h"
#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/consulta.h"
#include "services/correo.h"

#define CUERPO_MAX ((size_t)4 * 1024 * 1024)
#define MOTIVO_MAX 1000

static void write_optional(struct json_writer *w, const char *key, const char *value)
{
	if (value && *value)
		json_string(w, key, value);
}

static void write_instant(struct json_writer *w, const char *key, instante_t t)
{
	if (t != INSTANTE_NINGUNO)
		json_instante(w, key, t);
}

/* ---- representations ---- */

static void write_common(struct json_writer *w, const struct correo_fila *c)
{
	json_uuid(w, "id", &c->id);
	json_int(w, "version", c->version);
	json_string(w, "estado", c->estado);
	write_optional(w, "motivo", c->motivo);
	write_optional(w, "hallazgo", c->hallazgo);
	json_instante(w, "recibido_en", c->recibido_en);
	json_object(w, "remitente");
	write_optional(w, "correo", c->de);
	write_optional(w, "nombre", c->de_nombre);
	json_object_end(w);
	json_string(w, "asunto", c->asunto);
	json_uuid(w, "organizacion", &c->organizacion);
	json_uuid(w, "expediente", &c->expediente);
}

static void write_answer_state(struct json_writer *w, const struct correo_fila *c)
{
	json_object(w, "respuesta");
	json_string(w, "estado", c->respuesta);
	write_optional(w, "a", c->respuesta_a);
	write_instant(w, "en", c->respuesta_en);
	json_int(w, "intentos", c->respuesta_intentos);
	write_optional(w, "error", c->respuesta_error);
	json_object_end(w);
}

static void write_part(struct json_writer *w, const struct correo_parte_fila *p, bool incorporada)
{
	json_object(w, NULL);
	json_int(w, "n", p->n);
	json_string(w, "parte", p->tipo_parte);
	write_optional(w, "nombre", p->nombre);
	json_string(w, "tipo_declarado", p->tipo_declarado);
	write_optional(w, "tipo_medio", p->tipo_medio);
	json_int(w, "tamano", p->tamano);
	if (!sha256_is_zero(&p->sha256))
		json_sha256(w, "sha256", &p->sha256);
	write_optional(w, "hallazgo", p->hallazgo);
	write_optional(w, "remedio", correo_parte_remedio(p));
	json_string(w, "clase", p->clase ? vocabulario_slug(&vocabulario_clase_documento, (int)p->clase) : "ninguna");
	if (incorporada && p->clase)
		json_uuid(w, "documento", &p->documento);
	json_object_end(w);
}

static void write_message(struct buf *out, const struct correo_vista *v)
{
	const struct correo_fila *c = &v->correo;
	const struct correo_faltantes f = correo_faltan(v->partes, v->n_partes);
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	write_common(&w, c);
	json_string(&w, "message_id", c->message_id);
	write_instant(&w, "enviado_en", c->enviado_en);
	write_optional(&w, "responder_a", c->responder_a);
	json_string(&w, "para", c->para);
	json_string(&w, "texto", c->texto);
	json_bool(&w, "automatico", c->automatico);
	json_string(&w, "autenticacion", c->autenticacion);
	write_optional(&w, "dominio", c->dominio);
	json_sha256(&w, "sha256", &c->sha256);
	json_int(&w, "tamano", c->tamano);
	json_uuid(&w, "usuario", &c->usuario);
	write_instant(&w, "resuelto_en", c->resuelto_en);
	json_array(&w, "partes");
	for (size_t i = 0; i < v->n_partes; i++)
		write_part(&w, &v->partes[i], strcmp(c->estado, "confirmado") == 0);
	json_array_end(&w);
	json_array(&w, "faltan");
	if (f.solicitud)
		json_string(&w, NULL, "solicitud");
	if (f.proyecto)
		json_string(&w, NULL, "proyecto");
	json_array_end(&w);
	json_value(&w, "datos", &desc_datos_expediente, &v->propuestos);
	write_answer_state(&w, c);
	json_object_end(&w);
}

/* ---- reading ---- */

static const char *const estados[] = {"recibido", "apartado", "confirmado", "descartado", NULL};

enum status recurso_listar_correos(struct exchange *ex, void *worker)
{
	static const char *const allowed[] = {"estado", "limite", "cursor", NULL};
	struct obrero *o = worker;
	struct uuid antes_de;
	struct correo_fila *filas = NULL;
	const char *estado = NULL;
	size_t n = 0;
	int limite = 0;
	enum status st = exchange_query_only(ex, allowed);
	if (st == STATUS_OK)
		st = solicitud_limite(ex, &limite);
	if (st == STATUS_OK)
		st = solicitud_uno_de(ex, "estado", estados, &estado);
	if (st == STATUS_OK)
		st = solicitud_cursor(ex, &antes_de);
	if (st == STATUS_OK)
		st = correos_list(o->db, &ex->actor, estado, &antes_de, limite + 1, ex->arena, &filas, &n, &ex->err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	struct json_writer w;
	solicitud_lista_begin(&w, &b);
	for (size_t i = 0; i < n && i < (size_t)limite; i++) {
		json_object(&w, NULL);
		write_common(&w, &filas[i]);
		json_int(&w, "partes", filas[i].partes);
		json_string(&w, "respuesta", filas[i].respuesta);
		json_object_end(&w);
	}
	return solicitud_lista_end_uuid(ex, &w, &b, n > (size_t)limite ? &filas[limite - 1].id : NULL, allowed);
}

static enum status asked_id(struct exchange *ex, struct uuid *id)
{
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st == STATUS_OK && !uuid_parse(ex->params[0], id))
		return error_set(&ex->err, PROBLEM_NO_ENCONTRADO);
	return st;
}

enum status recurso_ver_correo(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct correo_vista v;
	struct uuid id;
	enum status st = asked_id(ex, &id);
	if (st == STATUS_OK)
		st = correo_ver(o->db, &ex->actor, &id, ex->arena, &v, &ex->err);
	if (st != STATUS_OK || solicitud_not_modified(ex, v.correo.version))
		return st;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	write_message(&b, &v);
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}

/* The original, byte for byte: evidence. It never changes, so its digest is its entity tag. */
enum status recurso_descargar_correo(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct correo_vista v;
	struct uuid id;
	struct rango r;
	char hex[SHA256_HEX_LEN], etag[SHA256_HEX_LEN + 2];
	enum status st = asked_id(ex, &id);
	if (st == STATUS_OK)
		st = correo_ver(o->db, &ex->actor, &id, ex->arena, &v, &ex->err);
	if (st != STATUS_OK)
		return st;
	hex_encode(v.correo.sha256.b, SHA256_LEN, hex);
	snprintf(etag, sizeof etag, "\"%s\"", hex);
	if (solicitud_not_modified_tag(ex, etag))
		return STATUS_OK;
	st = exchange_range(ex, v.correo.tamano, etag, &r);
	if (st != STATUS_OK)
		return st;
	int fd;
	st = solicitud_archivo(ex, &fd);
	if (st != STATUS_OK)
		return st;
	st = correo_copy(o->db, &v.correo, r.offset, r.len, fd, &ex->err);
	if (st != STATUS_OK) {
		close(fd);
		return st;
	}
	exchange_file(ex, r.http, "message/rfc822", fd, 0, r.len);
	exchange_header(ex, "Content-Disposition", "attachment; filename=\"mensaje.eml\"");
	return STATUS_OK;
}

/* ---- deciding ---- */

/* What a part may be in a draft, and what leaves it out. */
enum clase_parte {
	CLASE_PARTE_NADA,
	CLASE_PARTE_SOLICITUD,
	CLASE_PARTE_PROYECTO,
	CLASE_PARTE_ANEXO,
	CLASE_PARTE_NINGUNA,
	CLASE_PARTE_COUNT
};
static const char *const clase_parte_slugs[] = {"", "solicitud", "proyecto", "anexo", "ninguna"};
static const struct vocabulario vocabulario_clase_parte = {
	.nombre = "clase_parte", .slugs = clase_parte_slugs, .titulos = clase_parte_slugs, .n = CLASE_PARTE_COUNT};

struct parte_pedida {
	int n;
	enum clase_parte clase;
};
struct confirmacion_pedida {
	struct uuid organizacion;
	struct parte_pedida *partes;
	size_t n_partes;
	struct datos_expediente *datos;
};
struct descarte_pedido {
	const char *motivo;
};

static const struct json_field parte_campos[] = {
	{.name = "clase",
		.kind = JSON_KIND_ENUM,
		.offset = offsetof(struct parte_pedida, clase),
		.flags = JSON_REQUIRED,
		.vocabulario = &vocabulario_clase_parte},
	{.name = "n",
		.kind = JSON_KIND_INT,
		.offset = offsetof(struct parte_pedida, n),
		.flags = JSON_REQUIRED,
		.min = 1,
		.max = CORREO_PARTES_MAX},
};
static const struct json_desc desc_parte = {.name = "parte",
	.size = sizeof(struct parte_pedida),
	.fields = parte_campos,
	.n_fields = sizeof parte_campos / sizeof *parte_campos};
static const struct json_field confirmacion_campos[] = {
	{.name = "datos", .kind = JSON_KIND_OBJECT, .offset = offsetof(struct confirmacion_pedida, datos), .sub = &desc_datos_expediente},
	{.name = "organizacion", .kind = JSON_KIND_UUID, .offset = offsetof(struct confirmacion_pedida, organizacion)},
	{.name = "partes",
		.kind = JSON_KIND_ARRAY,
		.offset = offsetof(struct confirmacion_pedida, partes),
		.count_offset = offsetof(struct confirmacion_pedida, n_partes),
		.max = CORREO_PARTES_MAX,
		.item = JSON_KIND_OBJECT,
		.item_size = sizeof(struct parte_pedida),
		.sub = &desc_parte},
};
static const struct json_desc desc_confirmacion = {.name = "confirmacion",
	.size = sizeof(struct confirmacion_pedida),
	.fields = confirmacion_campos,
	.n_fields = sizeof confirmacion_campos / sizeof *confirmacion_campos};
static const struct json_field descarte_campos[] = {
	{.name = "motivo",
		.kind = JSON_KIND_STRING,
		.offset = offsetof(struct descarte_pedido, motivo),
		.flags = JSON_REQUIRED,
		.min = 1,
		.max = MOTIVO_MAX},
};
static const struct json_desc desc_descarte = {
	.name = "descarte", .size = sizeof(struct descarte_pedido), .fields = descarte_campos, .n_fields = 1};

static enum status asked_change(struct exchange *ex, const struct json_desc *d, void *body, struct correo_tramite *t)
{
	*t = (struct correo_tramite){
		.who = &ex->actor, .idem_clave = ex->idempotency_key, .escribir = write_message, .arena = ex->arena, .err = &ex->err};
	enum status st = asked_id(ex, &t->id);
	if (st == STATUS_OK)
		st = solicitud_version(ex, &t->version);
	if (st == STATUS_OK)
		st = json_decode(d, ex->body, ex->body_len, body, ex->arena, &ex->err);
	solicitud_huella(ex, &t->idem_huella);
	return st;
}

static enum status answer_change(struct exchange *ex, const struct correo_tramite *t, enum status st)
{
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	buf_puts(&b, t->cuerpo);
	const char *etag = arena_printf(ex->arena, "\"%d\"", t->version_nueva);
	if (etag)
		exchange_header(ex, "ETag", etag);
	if (t->repetida)
		exchange_header(ex, "Idempotency-Replayed", "true");
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}

enum status recurso_confirmar_correo(struct exchange *ex, void *worker)
{
	struct confirmacion_pedida p;
	struct correo_tramite t;
	enum status st = asked_change(ex, &desc_confirmacion, &p, &t);
	if (st != STATUS_OK)
		return st;
	struct correo_decision d = {.organizacion = p.organizacion,
		.datos = p.datos,
		.partes = ARENA_ARRAY(ex->arena, p.n_partes, struct correo_parte_decidida),
		.n_partes = p.n_partes};
	if (!d.partes)
		return error_set(&ex->err, PROBLEM_INTERNO);
	for (size_t i = 0; i < p.n_partes; i++) {
		static const enum clase_documento clases[CLASE_PARTE_COUNT] = {[CLASE_PARTE_SOLICITUD] = CLASE_DOCUMENTO_SOLICITUD,
			[CLASE_PARTE_PROYECTO] = CLASE_DOCUMENTO_PROYECTO,
			[CLASE_PARTE_ANEXO] = CLASE_DOCUMENTO_ANEXO};
		d.partes[i] = (struct correo_parte_decidida){.n = p.partes[i].n, .clase = clases[p.partes[i].clase]};
	}
	return answer_change(ex, &t, correo_confirmar(worker, &t, &d));
}

enum status recurso_descartar_correo(struct exchange *ex, void *worker)
{
	struct descarte_pedido p;
	struct correo_tramite t;
	enum status st = asked_change(ex, &desc_descarte, &p, &t);
	return st == STATUS_OK ? answer_change(ex, &t, correo_descartar(worker, &t, p.motivo)) : st;
}
