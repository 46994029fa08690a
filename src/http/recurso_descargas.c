/*
 * The whole registry, for anyone. What is there is sent from the lane that it came on; when a newer file must be made, the request moves to a lane of its own, whose one
 * thread makes it while nobody else waits. See services/descargas.h for the bounds.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/licencia.h"
#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/descargas.h"
#include "services/registro.h"

static const struct formato {
	const char *nombre, *tipo;
} formatos[] = {
	[REGISTRO_CSV] = {"registro.csv", "text/csv; charset=utf-8; header=present"},
	[REGISTRO_JSONL] = {"registro.jsonl", "application/jsonl; charset=utf-8"},
};

struct retenida {
	struct descargas *d;
	const struct descarga *f;
};

static void let_go(void *ctx)
{
	const struct retenida *r = ctx;
	descargas_release(r->d, r->f);
}

/* It stays until the answer is sent, or the client is gone. */
static enum status hold(struct exchange *ex, struct descargas *d, const struct descarga *f)
{
	struct retenida *r = ARENA_NEW(ex->arena, struct retenida);
	if (!r) {
		descargas_release(d, f);
		return error_set(&ex->err, PROBLEM_SATURADO);
	}
	*r = (struct retenida){.d = d, .f = f};
	exchange_hold(ex, let_go, r);
	return STATUS_OK;
}

static void describe(struct exchange *ex, const struct descarga *f, const struct rango *r)
{
	char digest[64], b64[48];
	base64_encode(f->sha256.b, SHA256_LEN, b64, sizeof b64);
	snprintf(digest, sizeof digest, "sha-256=:%s:", b64);
	exchange_header(ex, "Repr-Digest", digest); /* of the whole file, whatever part is sent (RFC 9530 §3) */
	if (r->http == 200)
		exchange_header(ex, "Content-Digest", digest);
	exchange_header(ex, "X-Content-Type-Options", "nosniff");
	exchange_header(ex, "Link", "</v1/registro/diccionario>; rel=\"describedby\"");
	exchange_header(ex, "Link", "<" LICENCIA_URI ">; rel=\"license\"");
	solicitud_attachment(ex, formatos[f->formato].nombre);
}

static enum status send(struct exchange *ex, const struct descarga *f, instante_t ultimo, bool presente)
{
	char hex[SHA256_HEX_LEN];
	struct rango r;
	hex_encode(f->sha256.b, SHA256_LEN, hex);
	const char *etag = arena_printf(ex->arena, "\"%s\"", hex);
	if (!etag)
		return error_set(&ex->err, PROBLEM_SATURADO);
	if (solicitud_public_version(ex, etag, ultimo, presente))
		return STATUS_OK;
	enum status st = exchange_range(ex, f->tamano, etag, &r);
	if (st != STATUS_OK)
		return st;
	const int fd = fcntl(f->fd, F_DUPFD_CLOEXEC, 0);
	if (fd < 0)
		return error_set(&ex->err, PROBLEM_SATURADO);
	exchange_file(ex, r.http, formatos[f->formato].tipo, fd, r.offset, r.len);
	describe(ex, f, &r);
	return STATUS_OK;
}

/* When a new one cannot be made for want of room, the last one is better than none. */
static enum status make(struct exchange *ex, struct obrero *o, enum registro_formato formato, const struct descarga **f)
{
	struct error propio;
	error_init(&propio, ex->arena);
	const int fd = exchange_tempfile(ex);
	enum status st = fd >= 0 ? descargas_make(o, formato, fd, f, &propio)
				 : error_set_errno(&propio, PROBLEM_DESCARGA_SIN_LUGAR, "carpeta_temporal");
	if (st == STATUS_UNAVAILABLE && propio.problem == PROBLEM_DESCARGA_SIN_LUGAR)
		*f = descargas_take(o->app->descargas, formato, DESCARGA_CUALQUIERA, 0);
	if (st == STATUS_OK || *f)
		return STATUS_OK;
	ex->err.interno = propio.interno;
	return error_set(&ex->err, propio.problem);
}

static bool known(const char *nombre, enum registro_formato *out)
{
	for (size_t i = 0; i < sizeof formatos / sizeof *formatos; i++)
		if (strcmp(formatos[i].nombre, nombre) == 0) {
			*out = (enum registro_formato)i;
			return true;
		}
	return false;
}

static enum status serve(struct exchange *ex, struct obrero *o, bool *movido)
{
	enum registro_formato formato;
	int64_t version = 0;
	instante_t ultimo = INSTANTE_NINGUNO;
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st == STATUS_OK && !known(ex->params[0], &formato))
		st = error_set(&ex->err, PROBLEM_NO_ENCONTRADO);
	if (st == STATUS_OK)
		st = registro_end(o->db, &version, &ultimo, &ex->err);
	if (st != STATUS_OK)
		return st;
	const struct descarga *f = descargas_take(o->app->descargas, formato, version, reloj_mono_ns());
	*movido = !f && ex->lane == LANE_LECTURA;
	if (*movido)
		return STATUS_OK;
	if (!f)
		st = make(ex, o, formato, &f);
	if (st == STATUS_OK)
		st = hold(ex, o->app->descargas, f);
	return st == STATUS_OK ? send(ex, f, ultimo, f->version == version) : st;
}

void recurso_descargar_registro(struct exchange **ex, size_t n, void *worker)
{
	for (size_t i = 0; i < n; i++) {
		bool movido = false;
		const enum status st = serve(ex[i], worker, &movido);
		if (movido)
			exchange_move(ex[i], LANE_DESCARGAS);
		else if (st != STATUS_OK)
			exchange_problem(ex[i]);
	}
}
