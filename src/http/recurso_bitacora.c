/* The registry's transparency log (docs/bitacora.md): heads, proofs, leaves, keys. For anyone; nothing here changes anything. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/bitacora.h"
#include "services/consulta.h"

#define CUERPO_MAX (32u << 20)
#define ENTERO_DIGITOS 18
#define SIEMPRE "public, max-age=31536000, immutable"

/* A whole number of a parameter within [min, max]; *hay false when it is absent. */
static enum status number(struct exchange *ex, const char *name, int64_t min, int64_t max, bool *hay, int64_t *out)
{
	const char *s = exchange_query(ex, name);
	char limite[24];
	*hay = s != NULL;
	if (!s)
		return STATUS_OK;
	size_t n = strlen(s);
	if (n == 0 || n > ENTERO_DIGITOS || strspn(s, "0123456789") != n)
		return exchange_param_error(ex, name, MENSAJE_TIPO, "integer");
	*out = strtoll(s, NULL, 10);
	snprintf(limite, sizeof limite, "%lld", (long long)(*out < min ? min : max));
	if (*out < min)
		return exchange_param_error(ex, name, MENSAJE_VALOR_MIN, limite);
	return *out <= max ? STATUS_OK : exchange_param_error(ex, name, MENSAJE_BITACORA_TAMANO, limite);
}

static enum status required(struct exchange *ex, const char *name, int64_t min, int64_t max, int64_t *out)
{
	bool hay;
	enum status st = number(ex, name, min, max, &hay, out);
	return st == STATUS_OK && !hay ? exchange_param_error(ex, name, MENSAJE_REQUERIDO, NULL) : st;
}

/* ---- heads ---- */

enum status recurso_ver_bitacora(struct exchange *ex, void *worker)
{
	struct bitacora_cabeza c;
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st == STATUS_OK)
		st = bitacora_latest(worker, ex->arena, &c, &ex->err);
	if (st != STATUS_OK)
		return st;
	const char *etag = arena_printf(ex->arena, "\"b%lld-%lld\"", (long long)c.tamano, (long long)c.momento);
	if (!etag)
		return error_set(&ex->err, PROBLEM_INTERNO);
	exchange_header(ex, "ETag", etag);
	exchange_header(ex, "Cache-Control", "public, no-cache");
	if (etag_matches(ex->if_none_match, etag)) {
		exchange_empty(ex, 304);
		return STATUS_OK;
	}
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, CUERPO_MAX);
	json_begin(&w, &b);
	bitacora_write_head(&w, NULL, &c);
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}

static enum status read_cursor(struct exchange *ex, int64_t *antes_de)
{
	const char *s = exchange_query(ex, "cursor");
	size_t n = s ? strlen(s) : 0;
	*antes_de = 0;
	if (!s)
		return STATUS_OK;
	if (n > 0 && n <= ENTERO_DIGITOS && strspn(s, "0123456789") == n)
		*antes_de = strtoll(s, NULL, 10);
	return *antes_de > 0 ? STATUS_OK : solicitud_cursor_ajeno(ex);
}

enum status recurso_listar_cabezas(struct exchange *ex, void *worker)
{
	static const char *const allowed[] = {"limite", "cursor", NULL};
	struct obrero *o = worker;
	struct bitacora_cabeza_fila *v = NULL;
	int64_t antes_de = 0;
	size_t n = 0;
	int limite = 0;
	enum status st = exchange_query_only(ex, allowed);
	if (st == STATUS_OK)
		st = solicitud_limite(ex, &limite);
	if (st == STATUS_OK)
		st = read_cursor(ex, &antes_de);
	if (st == STATUS_OK)
		st = bitacora_heads(o->db, antes_de, limite + 1, ex->arena, &v, &n, &ex->err);
	if (st != STATUS_OK)
		return st;
	bool mas = n > (size_t)limite;
	n = mas ? (size_t)limite : n;
	const char *siguiente = mas ? arena_printf(ex->arena, "%lld", (long long)v[n - 1].n) : NULL;
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, CUERPO_MAX);
	solicitud_lista_begin(&w, &b);
	for (size_t i = 0; i < n; i++)
		bitacora_write_head(&w, NULL, &v[i].cabeza);
	exchange_header(ex, "Cache-Control", "public, no-cache");
	return solicitud_lista_end(ex, &w, &b, mas, siguiente, allowed);
}

/* ---- proofs ---- */

/* The leaf asked for: by its place, or as act `n` of an entry. */
static enum status find_leaf(struct exchange *ex, struct obrero *o, int64_t total, int64_t *indice)
{
	const char *asiento = exchange_query(ex, "asiento");
	bool por_indice, por_n;
	int64_t n = 0;
	enum status st = number(ex, "indice", 0, total - 1, &por_indice, indice);
	if (st == STATUS_OK)
		st = number(ex, "n", 1, INT32_MAX, &por_n, &n);
	if (st != STATUS_OK)
		return st;
	if (por_indice && (asiento || por_n))
		return exchange_param_error(ex, asiento ? "asiento" : "n", MENSAJE_NO_CORRESPONDE, NULL);
	if (por_indice)
		return STATUS_OK;
	if (!asiento || !por_n)
		return exchange_param_error(ex, asiento ? "n" : por_n ? "asiento" : "indice", MENSAJE_REQUERIDO, NULL);
	return bitacora_place_of(o->db, asiento, (int)n, indice, &ex->err);
}

enum status recurso_probar_inclusion(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct bitacora_inclusion p;
	int64_t total = 0, indice = 0, tamano = 0;
	bool pedido = false;
	enum status st = exchange_query_only(ex, (const char *const[]){"asiento", "n", "indice", "tamano", NULL});
	if (st == STATUS_OK)
		st = bitacora_size(o->db, &total, &ex->err);
	if (st == STATUS_OK)
		st = find_leaf(ex, o, total, &indice);
	if (st == STATUS_OK)
		st = number(ex, "tamano", indice + 1, total, &pedido, &tamano);
	if (st == STATUS_OK && !pedido)
		st = bitacora_size_for(o, indice, total, ex->arena, &tamano, &ex->err);
	if (st == STATUS_OK)
		st = bitacora_inclusion_of(o, indice, tamano, ex->arena, &p, &ex->err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, CUERPO_MAX);
	json_begin(&w, &b);
	bitacora_write_inclusion(&w, NULL, &p);
	exchange_header(ex, "Cache-Control", pedido && p.cabeza ? SIEMPRE : "public, no-cache");
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}

enum status recurso_probar_consistencia(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct bitacora_consistencia p;
	int64_t total = 0, de = 0, hasta = 0;
	enum status st = exchange_query_only(ex, (const char *const[]){"de", "a", NULL});
	if (st == STATUS_OK)
		st = bitacora_size(o->db, &total, &ex->err);
	if (st == STATUS_OK)
		st = required(ex, "de", 1, total, &de);
	if (st == STATUS_OK)
		st = required(ex, "a", de, total, &hasta);
	if (st == STATUS_OK)
		st = bitacora_consistency_of(o, de, hasta, ex->arena, &p, &ex->err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, CUERPO_MAX);
	json_begin(&w, &b);
	bitacora_write_consistency(&w, &p);
	exchange_header(ex, "Cache-Control", SIEMPRE);
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}

/* ---- leaves, for whoever keeps a copy ---- */

static void write_leaf(struct json_writer *w, const struct bitacora_hoja *h, const char *texto)
{
	struct sha256 hoja;
	merkle_leaf(texto, strlen(texto), &hoja);
	json_object(w, NULL);
	json_string(w, "acto", texto);
	json_sha256(w, "hoja", &hoja);
	json_int(w, "indice", h->hecho.indice);
	json_object_end(w);
}

enum status recurso_listar_hojas(struct exchange *ex, void *worker)
{
	static const char *const allowed[] = {"desde", "limite", NULL};
	struct obrero *o = worker;
	struct bitacora_hoja *v = NULL;
	int64_t desde = 0, total = 0;
	size_t n = 0;
	int limite = 0;
	bool hay;
	enum status st = exchange_query_only(ex, allowed);
	if (st == STATUS_OK)
		st = solicitud_limite(ex, &limite);
	if (st == STATUS_OK)
		st = bitacora_size(o->db, &total, &ex->err);
	if (st == STATUS_OK)
		st = number(ex, "desde", 0, total, &hay, &desde);
	ARENA_AUTO *a = arena_create(CUERPO_MAX);
	if (st == STATUS_OK)
		st = a ? bitacora_leaves(o->db, desde, limite, a, &v, &n, &ex->err) : error_set(&ex->err, PROBLEM_SATURADO);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, 2 * CUERPO_MAX);
	json_begin(&w, &b);
	json_object(&w, NULL);
	json_array(&w, "datos");
	for (size_t i = 0; i < n; i++) {
		const char *texto = bitacora_text_of(&v[i], a);
		if (!texto)
			return error_set(&ex->err, PROBLEM_SATURADO);
		write_leaf(&w, &v[i], texto);
	}
	json_array_end(&w);
	int64_t hasta = desde + (int64_t)n;
	if (hasta < total)
		json_int(&w, "siguiente", hasta);
	else
		json_raw(&w, "siguiente", "null");
	json_int(&w, "tamano", total);
	json_object_end(&w);
	exchange_header(ex, "Cache-Control", "public, no-cache");
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}

/* ---- keys ---- */

static void write_key(struct json_writer *w, const struct bitacora_llave_fila *k)
{
	char hex[2 * FIRMA_PUBLICA_LEN + 1], pem[FIRMA_PEM_MAX];
	hex_encode(k->llave.b, sizeof k->llave.b, hex);
	firma_publica_pem(&k->llave, pem);
	json_object(w, NULL);
	json_string(w, "algoritmo", "Ed25519");
	json_int(w, "cabezas", k->cabezas);
	json_instante(w, "desde", k->desde);
	json_instante(w, "hasta", k->hasta);
	json_string(w, "llave", hex);
	json_string(w, "pem", pem);
	json_object_end(w);
}

enum status recurso_ver_llaves_bitacora(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct bitacora_llave_fila *v = NULL;
	size_t n = 0;
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st == STATUS_OK)
		st = bitacora_keys(o->db, ex->arena, &v, &n, &ex->err);
	if (st == STATUS_OK && n == 0)
		st = error_set(&ex->err, PROBLEM_BITACORA_SIN_CABEZA);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, CUERPO_MAX);
	json_begin(&w, &b);
	json_object(&w, NULL);
	json_array(&w, "llaves");
	for (size_t i = 0; i < n; i++)
		write_key(&w, &v[i]);
	json_array_end(&w);
	json_object_end(&w);
	exchange_header(ex, "Cache-Control", "public, no-cache");
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}
