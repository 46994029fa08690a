/* Documents: streamed in from the spool, streamed out of it. */
#include <string.h>
#include <unistd.h>

#include "codec/representacion.h"
#include "http/disposicion.h"
#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/consulta.h"
#include "services/documentos.h"

#define CUERPO_MAX (4u << 20)

/* ---- in ---- */

static enum status check_digest(struct exchange *ex)
{
	struct sha256 declarado;
	if (!ex->content_digest)
		return STATUS_OK;
	if (!solicitud_digesto(ex->content_digest, &declarado))
		return error_set(&ex->err, PROBLEM_DIGESTO_INVALIDO);
	return sha256_equal(&declarado, &ex->spool_sha256) ? STATUS_OK : error_set(&ex->err, PROBLEM_DIGESTO_NO_COINCIDE);
}

/* A parameter of the address or, in a form, a field of it. */
static const char *field(const struct exchange *ex, const char *name)
{
	const char *v = exchange_query(ex, name);
	return v ? v : exchange_form(ex, name);
}

static enum status read_class(struct exchange *ex, enum clase_documento *out)
{
	const char *s = field(ex, "clase");
	if (!s)
		return exchange_param_error(ex, "clase", MENSAJE_REQUERIDO, NULL);
	*out = (enum clase_documento)vocabulario_find(&vocabulario_clase_documento, s);
	if (*out && *out != CLASE_DOCUMENTO_CORREO) /* that one only comes from a confirmed message */
		return STATUS_OK;
	return exchange_param_error(ex, "clase", MENSAJE_ENUM,
		"solicitud, proyecto, anexo, copia_firmada, instrumento_modificatorio, proyecto_dictamen, oficio, version_publica");
}

enum status recurso_incorporar_documento(struct exchange *ex, void *worker)
{
	static const char *const params[] = {"clase", "nombre", NULL};
	struct documento_entrada in = {
		.tipo_medio = ex->content_type, .fd = ex->spool_fd, .tamano = ex->spool_len, .sha256 = ex->spool_sha256};
	enum status st = exchange_query_only(ex, params);
	if (st == STATUS_OK)
		st = read_class(ex, &in.clase);
	if (st == STATUS_OK)
		st = check_digest(ex);
	if (st != STATUS_OK)
		return st;
	in.nombre = field(ex, "nombre");
	if (!in.nombre)
		in.nombre = ex->spool_nombre;
	if (!in.nombre)
		in.nombre = disposicion_filename(ex->content_disposition, ex->arena);
	struct tramite *t = solicitud_tramite(ex);
	if (!t)
		return STATUS_INTERNAL;
	documento_add(worker, t, &in);
	solicitud_answer(ex, t);
	return STATUS_OK;
}

/* ---- out ---- */

enum status recurso_listar_documentos(struct exchange *ex, void *worker)
{
	const char *etag;
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st != STATUS_OK)
		return st;
	BUF_AUTO out;
	buf_init(&out, CUERPO_MAX);
	st = documentos_write(worker, &ex->actor, ex->params[0], ex->arena, &out, &etag, &ex->err);
	if (st == STATUS_OK && !solicitud_not_modified_tag(ex, etag))
		exchange_json(ex, 200, &out);
	return st;
}

/* A document never changes: its digest is its entity tag. *actual: the caller's copy is current, 304 is set. */
static enum status find(struct exchange *ex, struct obrero *o, struct documento_hallado *d, const char **etag, bool *actual)
{
	char hex[SHA256_HEX_LEN];
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st == STATUS_OK)
		st = documento_find(o, &ex->actor, ex->params[0], ex->params[1], ex->arena, d, &ex->err);
	if (st != STATUS_OK)
		return st;
	hex_encode(d->d.sha256.b, SHA256_LEN, hex);
	*etag = arena_printf(ex->arena, "\"%s\"", hex);
	if (!*etag)
		return error_set(&ex->err, PROBLEM_INTERNO);
	*actual = solicitud_not_modified_tag(ex, *etag);
	return STATUS_OK;
}

enum status recurso_ver_documento(struct exchange *ex, void *worker)
{
	struct documento_hallado d;
	const char *etag;
	bool actual = false;
	enum status st = find(ex, worker, &d, &etag, &actual);
	if (st != STATUS_OK || actual)
		return st;
	BUF_AUTO out;
	buf_init(&out, CUERPO_MAX);
	documento_hallado_write(&out, &d);
	exchange_json(ex, 200, &out);
	return STATUS_OK;
}

enum status recurso_ver_inspeccion(struct exchange *ex, void *worker)
{
	struct documento_hallado d;
	const char *etag;
	bool actual = false;
	enum status st = find(ex, worker, &d, &etag, &actual);
	if (st != STATUS_OK || actual)
		return st;
	BUF_AUTO out;
	buf_init(&out, CUERPO_MAX);
	st = documento_inspeccion_write(worker, &d.d, &out, &ex->err);
	if (st == STATUS_OK)
		exchange_json(ex, 200, &out);
	return st;
}

static void add_digest(struct exchange *ex, const struct sha256 *sha)
{
	char b64[DIGESTO_LEN + 1];
	base64_encode(sha->b, SHA256_LEN, b64, sizeof b64);
	const char *v = arena_printf(ex->arena, "sha-256=:%s:", b64);
	if (v)
		exchange_header(ex, "Repr-Digest", v); /* of the whole document, whatever part is sent (RFC 9530 §3) */
	if (v && ex->respuesta.http == 200)
		exchange_header(ex, "Content-Digest", v);
}

enum status recurso_descargar_documento(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct documento_hallado hallado;
	const char *etag;
	bool actual = false;
	enum status st = find(ex, o, &hallado, &etag, &actual);
	if (st != STATUS_OK || actual)
		return st;
	const struct documento *d = &hallado.d;
	struct rango r;
	st = exchange_range(ex, d->tamano, etag, &r);
	if (st != STATUS_OK)
		return st;
	int fd;
	st = solicitud_archivo(ex, &fd);
	if (st != STATUS_OK)
		return st;
	st = documento_copy(o, d, r.offset, r.len, fd, &ex->err);
	if (st != STATUS_OK) {
		close(fd);
		return st;
	}
	exchange_file(ex, r.http, d->tipo_medio, fd, 0, r.len);
	solicitud_attachment(ex, d->nombre);
	add_digest(ex, &d->sha256);
	return STATUS_OK;
}
