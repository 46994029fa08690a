/* One entry of the public registry: its page, its acts, its bytes, and the acts that are added to it. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/html.h"
#include "http/recursos.h"
#include "http/registro_vista.h"
#include "http/solicitud.h"
#include "services/consulta.h"
#include "services/emision.h"

#define ACTOS_MAX ((size_t)32 << 20)

static const char *const sin_parametros[] = {NULL};

/* Tag and cache headers of a public representation; true when the caller's copy is current. */
static bool current(struct exchange *ex, const char *etag)
{
	exchange_header(ex, "ETag", etag);
	exchange_header(ex, "Cache-Control", "public, max-age=60");
	exchange_header(ex, "Vary", "Accept");
	if (!etag_matches(ex->if_none_match, etag))
		return false;
	exchange_empty(ex, 304);
	return true;
}

/* `al`: a day of the civil calendar, or none. */
static enum status read_day(struct exchange *ex, dia_t *al)
{
	const char *s = exchange_query(ex, "al");
	*al = DIA_NINGUNO;
	if (s && *s && !fecha_parse(s, al))
		return exchange_param_error(ex, "al", MENSAJE_FECHA, NULL);
	return STATUS_OK;
}

/* ---- the entry ---- */

/* The state depends on the day, the links on what was issued and what followed: all of it is in the tag, after the version (solicitud_version). */
static const char *tag(struct exchange *ex, const struct asiento_vista *v)
{
	char dia[FECHA_LEN];
	size_t sucesores = 0;
	fecha_format(v->dia, dia);
	for (const char *p = v->f.sucesores; *p; p++)
		sucesores += *p == '|' || p[1] == '\0';
	return arena_printf(ex->arena, "\"%d-%s-%x-%zx-%d\"", v->f.n, dia, ex->medio, sucesores, v->f.constancia.codigo != NULL);
}

static void answer(struct exchange *ex, const struct asiento_vista *v, const struct obrero *o)
{
	BUF_AUTO out;
	buf_init(&out, REGISTRO_HOJA_MAX);
	if (ex->medio == MEDIO_HTML) {
		asiento_html(&out, v, o->app->escribania ? o->app->escribania->url_publica : "");
		exchange_header(ex, "Content-Security-Policy", HTML_POLITICA);
		exchange_body(ex, 200, "text/html; charset=utf-8", &out);
	} else if (ex->medio == MEDIO_CSV) {
		asiento_csv_heading(&out);
		asiento_csv_row(&out, v, ex->arena);
		exchange_body(ex, 200, "text/csv; charset=utf-8; header=present", &out);
	} else {
		struct json_writer w;
		json_begin(&w, &out);
		asiento_write(&w, v, true);
		exchange_json(ex, 200, &out);
	}
}

enum status recurso_ver_asiento(struct exchange *ex, void *worker)
{
	struct asiento_vista v;
	dia_t al;
	enum status st = exchange_query_only(ex, (const char *const[]){"al", NULL});
	if (st == STATUS_OK)
		st = read_day(ex, &al);
	if (st == STATUS_OK)
		st = registro_read(worker, ex->params[0], al, ex->arena, &v, &ex->err);
	if (st != STATUS_OK)
		return st;
	const char *etag = tag(ex, &v);
	if (!etag)
		return error_set(&ex->err, PROBLEM_SATURADO);
	if (!current(ex, etag))
		answer(ex, &v, worker);
	return STATUS_OK;
}

/* ---- its acts ---- */

/* The cursor is the number of the next act. */
static enum status read_cursor(struct exchange *ex, int *desde)
{
	const char *s = exchange_query(ex, "cursor");
	char *end;
	*desde = 1;
	if (!s)
		return STATUS_OK;
	const long v = s[0] == 'n' && s[1] >= '1' && s[1] <= '9' ? strtol(s + 1, &end, 10) : 0;
	if (v < 1 || v > INT32_MAX || *end != '\0')
		return solicitud_cursor_ajeno(ex);
	*desde = (int)v;
	return STATUS_OK;
}

static void write_acts(struct buf *out, const struct registro_acto_fila *f, size_t n, const char *siguiente)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	json_array(&w, "datos");
	for (size_t i = 0; i < n; i++)
		registro_hecho_write(&w, NULL, &f[i].hecho, f[i].datos);
	json_array_end(&w);
	json_string_or_null(&w, "siguiente", siguiente);
	json_object_end(&w);
}

enum status recurso_listar_actos_asiento(struct exchange *ex, void *worker)
{
	static const char *const params[] = {"cursor", "limite", NULL};
	struct obrero *o = worker;
	struct asiento_vista v;
	struct registro_acto_fila *filas = NULL;
	size_t n = 0;
	int desde, limite;
	enum status st = exchange_query_only(ex, params);
	if (st == STATUS_OK)
		st = solicitud_limite(ex, &limite);
	if (st == STATUS_OK)
		st = read_cursor(ex, &desde);
	if (st == STATUS_OK)
		st = registro_read(o, ex->params[0], DIA_NINGUNO, ex->arena, &v, &ex->err);
	if (st != STATUS_OK)
		return st;
	const char *etag = arena_printf(ex->arena, "\"a%d.%d.%d\"", v.f.n, desde, limite);
	if (!etag)
		return error_set(&ex->err, PROBLEM_SATURADO);
	if (current(ex, etag))
		return STATUS_OK;
	ARENA_AUTO *a = arena_create(ACTOS_MAX);
	st = a ? registro_acts(o->db, ex->params[0], desde, limite + 1, a, &filas, &n, &ex->err) : error_set(&ex->err, PROBLEM_SATURADO);
	if (st != STATUS_OK)
		return st;
	const bool mas = n > (size_t)limite;
	const char *siguiente = mas ? arena_printf(ex->arena, "n%d", filas[limite].hecho.n) : NULL;
	BUF_AUTO out;
	buf_init(&out, ACTOS_MAX);
	write_acts(&out, filas, mas ? (size_t)limite : n, siguiente);
	if (siguiente)
		solicitud_link_next(ex, siguiente, params);
	exchange_json(ex, 200, &out);
	return STATUS_OK;
}

/* ---- its bytes ---- */

static enum status write_part(const struct buf *texto, const struct rango *r, int fd, struct error *err)
{
	for (int64_t at = 0; at < r->len;) {
		const ssize_t k = write(fd, texto->data + r->offset + at, (size_t)(r->len - at));
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return error_set_errno(err, PROBLEM_SATURADO, "carpeta_temporal");
		at += k;
	}
	return STATUS_OK;
}

/* A content of the database, or `texto`, whose digest and size those are. */
static enum status send_bytes(struct exchange *ex, struct obrero *o, const struct buf *texto, const struct sha256 *sha, int64_t tamano,
	const char *tipo, const char *nombre)
{
	char hex[SHA256_HEX_LEN], digest[64], b64[48];
	struct rango r;
	hex_encode(sha->b, SHA256_LEN, hex);
	const char *etag = arena_printf(ex->arena, "\"%s\"", hex);
	if (!etag)
		return error_set(&ex->err, PROBLEM_SATURADO);
	if (current(ex, etag))
		return STATUS_OK;
	enum status st = exchange_range(ex, tamano, etag, &r);
	if (st != STATUS_OK)
		return st;
	int fd;
	st = solicitud_archivo(ex, &fd);
	if (st != STATUS_OK)
		return st;
	st = texto ? write_part(texto, &r, fd, &ex->err) : registro_bytes(o, sha, r.offset, r.len, fd, &ex->err);
	if (st != STATUS_OK) {
		close(fd);
		return st;
	}
	exchange_file(ex, r.http, tipo, fd, 0, r.len);
	solicitud_attachment(ex, nombre);
	base64_encode(sha->b, SHA256_LEN, b64, sizeof b64);
	snprintf(digest, sizeof digest, "sha-256=:%s:", b64);
	exchange_header(ex, "Repr-Digest", digest); /* of the whole document, whatever part is sent (RFC 9530 §3) */
	if (r.http == 200)
		exchange_header(ex, "Content-Digest", digest);
	return STATUS_OK;
}

/* The document has people's identifiers: its text without them, and the digest of what was inscribed. */
static enum status send_public_version(
	struct exchange *ex, struct obrero *o, const struct asiento_texto *t, const struct buf *texto, size_t testados)
{
	char hex[SHA256_HEX_LEN];
	struct sha256 suma;
	BUF_AUTO out;
	hex_encode(t->sha256.b, SHA256_LEN, hex);
	buf_init(&out, REGISTRO_TEXTO_MAX + 4096);
	buf_printf(&out,
		"VERSIÓN PÚBLICA\n\nSe %s %zu dato%s personal%s (CURP, clave de elector o RFC de personas), que la ley protege; donde "
		"estaba cada "
		"uno se dice entre corchetes. Por eso se entrega el texto y no el archivo que el asiento nombra, cuyo SHA-256 es "
		"%s.\n\n----\n\n",
		testados == 1 ? "testó" : "testaron", testados, testados == 1 ? "" : "s", testados == 1 ? "" : "es", hex);
	buf_append(&out, buf_str(texto), texto->len);
	const char *nombre = arena_printf(ex->arena, "version-publica-%s.txt", ex->params[0]);
	if (out.failed || !nombre)
		return error_set(&ex->err, PROBLEM_SATURADO);
	sha256_of(out.data, out.len, &suma);
	return send_bytes(ex, o, &out, &suma, (int64_t)out.len, "text/plain; charset=utf-8", nombre);
}

enum status recurso_descargar_texto(struct exchange *ex, void *worker)
{
	struct asiento_vista v;
	enum status st = exchange_query_only(ex, sin_parametros);
	if (st == STATUS_OK)
		st = registro_read(worker, ex->params[0], DIA_NINGUNO, ex->arena, &v, &ex->err);
	if (st != STATUS_OK)
		return st;
	const struct asiento_texto *t = v.d.texto;
	if (!t || !v.f.texto_aqui)
		return error_set(&ex->err, PROBLEM_ASIENTO_SIN_TEXTO);
	size_t testados = 0;
	BUF_AUTO texto;
	buf_init(&texto, REGISTRO_TEXTO_MAX);
	st = registro_public_text(worker, t, &texto, &testados, &ex->err);
	if (st != STATUS_OK)
		return st;
	if (testados > 0)
		return send_public_version(ex, worker, t, &texto, testados);
	return send_bytes(ex, worker, NULL, &t->sha256, t->tamano, t->tipo_medio ? t->tipo_medio : "application/pdf",
		t->nombre ? t->nombre : "texto.pdf");
}

enum status recurso_descargar_constancia(struct exchange *ex, void *worker)
{
	struct asiento_vista v;
	enum status st = exchange_query_only(ex, sin_parametros);
	if (st == STATUS_OK)
		st = registro_read(worker, ex->params[0], DIA_NINGUNO, ex->arena, &v, &ex->err);
	if (st != STATUS_OK)
		return st;
	if (!v.f.constancia.codigo)
		return error_set(&ex->err, PROBLEM_ASIENTO_SIN_CONSTANCIA);
	return send_bytes(ex, worker, NULL, &v.f.constancia.sha256, v.f.constancia.tamano, "application/pdf", v.f.constancia.nombre);
}

/* ---- what is added ---- */

enum status recurso_anotar_asiento(struct exchange *ex, void *worker)
{
	struct anotacion p = {.numero = ex->params[0],
		.cuerpo = ex->body,
		.cuerpo_len = ex->body_len,
		.actor = &ex->actor,
		.idem_clave = ex->idempotency_key};
	enum status st = exchange_query_only(ex, sin_parametros);
	if (st == STATUS_OK)
		st = solicitud_version(ex, &p.version);
	if (st != STATUS_OK)
		return st;
	solicitud_huella(ex, &p.idem_huella);
	st = registro_anotar(worker, &p, ex->arena, &ex->err);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO out;
	BUF_AUTO donde;
	buf_init(&out, REGISTRO_HOJA_MAX);
	buf_init(&donde, 4096);
	buf_puts(&out, p.respuesta);
	asiento_path(&donde, p.numero);
	exchange_header(ex, "Location", buf_str(&donde));
	if (p.repetida)
		exchange_header(ex, "Idempotency-Replayed", "true");
	exchange_json(ex, p.http, &out);
	return STATUS_OK;
}
