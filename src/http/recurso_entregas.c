/* What was delivered to a subscription, what was not, and sending it again. */
#include <stdlib.h>
#include <string.h>

#include "codec/campos.h"
#include "codec/evento.h"
#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/suscripciones.h"

#define CUERPO_MAX ((size_t)4 << 20)
#define INTENTOS_MAX 100
#define REENVIOS_MAX 100

struct reenvio_pedido {
	struct uuid *eventos;
	size_t n_eventos;
};
static const struct json_field reenvio_campos[] = {
	CAMPO_LISTA(struct reenvio_pedido, eventos, "eventos", 1, REENVIOS_MAX, UUID, .flags = JSON_REQUIRED),
};
static const struct json_desc desc_reenvio = DESC("reenvio", struct reenvio_pedido, reenvio_campos);

static void write_instant(struct json_writer *w, const char *key, instante_t t)
{
	if (t != INSTANTE_NINGUNO)
		json_instante(w, key, t);
}

static void write_delivery(struct json_writer *w, const struct entrega_fila *f)
{
	char tipo[EVENTO_TIPO_LEN];
	const bool pendiente = strcmp(f->estado, "pendiente") == 0;
	evento_tipo_publico(f->evento.tipo, tipo);
	json_uuid(w, "evento", &f->evento.id);
	json_string(w, "tipo", tipo);
	json_uuid(w, "expediente", &f->evento.expediente);
	json_string(w, "estado", f->estado);
	json_int(w, "intentos", f->intentos);
	json_instante(w, "creada_en", f->creada_en);
	if (pendiente) {
		json_instante(w, "siguiente_en", f->disponible_en);
		json_instante(w, "vence_en", f->vence_en);
	}
	write_instant(w, "terminada_en", f->terminada_en);
}

static enum status asked_subscription(struct exchange *ex, struct obrero *o, struct uuid *id)
{
	struct suscripcion s;
	if (!uuid_parse(ex->params[0], id))
		return error_set(&ex->err, PROBLEM_NO_ENCONTRADO);
	return suscripciones_get(o->db, &ex->actor, id, ex->arena, &s, &ex->err);
}

static const char *const estados[] = {"pendiente", "entregada", "muerta", "cancelada", NULL};

static enum status read_place(struct exchange *ex, int64_t *antes_de)
{
	const char *s = exchange_query(ex, "cursor");
	char *end;
	*antes_de = 0;
	if (!s)
		return STATUS_OK;
	if (s[0] == 'e' && s[1] >= '1' && s[1] <= '9' && strlen(s) < 20) {
		*antes_de = strtoll(s + 1, &end, 10);
		if (*end == '\0')
			return STATUS_OK;
	}
	return solicitud_cursor_ajeno(ex);
}

enum status recurso_listar_entregas(struct exchange *ex, void *worker)
{
	static const char *const allowed[] = {"estado", "limite", "cursor", NULL};
	struct obrero *o = worker;
	struct entrega_fila *f = NULL;
	struct uuid id;
	const char *estado;
	int64_t antes_de;
	size_t n = 0;
	int limite;
	enum status st = exchange_query_only(ex, allowed);
	if (st == STATUS_OK)
		st = solicitud_limite(ex, &limite);
	if (st == STATUS_OK)
		st = solicitud_uno_de(ex, "estado", estados, &estado);
	if (st == STATUS_OK)
		st = read_place(ex, &antes_de);
	if (st == STATUS_OK)
		st = asked_subscription(ex, o, &id);
	if (st == STATUS_OK)
		st = entregas_list(o->db, &ex->actor, &id, estado, antes_de, limite + 1, ex->arena, &f, &n, &ex->err);
	if (st != STATUS_OK)
		return st;
	const bool mas = n > (size_t)limite;
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, CUERPO_MAX);
	solicitud_lista_begin(&w, &b);
	for (size_t i = 0; i < n && i < (size_t)limite; i++) {
		json_object(&w, NULL);
		write_delivery(&w, &f[i]);
		json_object_end(&w);
	}
	const char *siguiente = mas ? arena_printf(ex->arena, "e%lld", (long long)f[limite - 1].evento.seq) : NULL;
	exchange_header(ex, "Cache-Control", "private, no-store");
	return solicitud_lista_end(ex, &w, &b, mas, siguiente, allowed);
}

enum status recurso_ver_entrega(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct entrega_intento *v = NULL;
	struct entrega_fila f;
	struct uuid id, evento;
	size_t n = 0;
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st == STATUS_OK && !uuid_parse(ex->params[1], &evento))
		st = error_set(&ex->err, PROBLEM_NO_ENCONTRADO);
	if (st == STATUS_OK)
		st = asked_subscription(ex, o, &id);
	if (st == STATUS_OK)
		st = entregas_get(o->db, &ex->actor, &id, &evento, ex->arena, &f, &ex->err);
	if (st == STATUS_OK)
		st = entregas_attempts(o->db, &ex->actor, &id, f.evento.seq, INTENTOS_MAX, ex->arena, &v, &n, &ex->err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, CUERPO_MAX);
	json_begin(&w, &b);
	json_object(&w, NULL);
	write_delivery(&w, &f);
	json_array(&w, "ultimos_intentos");
	for (size_t i = 0; i < n; i++) {
		json_object(&w, NULL);
		json_int(&w, "n", v[i].n);
		json_instante(&w, "empezado_en", v[i].empezado_en);
		json_int(&w, "ms", v[i].ms);
		if (v[i].http)
			json_int(&w, "http", v[i].http);
		if (*v[i].motivo)
			json_string(&w, "motivo", v[i].motivo);
		json_string(&w, "respuesta", v[i].respuesta);
		json_object_end(&w);
	}
	json_array_end(&w);
	json_object_end(&w);
	exchange_header(ex, "Cache-Control", "private, no-store");
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}

enum status recurso_reenviar_entregas(struct exchange *ex, void *worker)
{
	struct reenvio_pedido p;
	struct uuid id;
	int reenviadas = 0;
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st == STATUS_OK && !uuid_parse(ex->params[0], &id))
		st = error_set(&ex->err, PROBLEM_NO_ENCONTRADO);
	if (st == STATUS_OK)
		st = json_decode(&desc_reenvio, ex->body, ex->body_len, &p, ex->arena, &ex->err);
	if (st == STATUS_OK)
		st = suscripcion_resend(worker, &ex->actor, &id, p.eventos, p.n_eventos, ex->arena, &reenviadas, &ex->err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, 1024);
	json_begin(&w, &b);
	json_object(&w, NULL);
	json_int(&w, "reenviadas", reenviadas);
	json_object_end(&w);
	exchange_json(ex, 202, &b);
	return STATUS_OK;
}
