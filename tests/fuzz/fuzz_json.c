/* libFuzzer: every body that the API decodes; what is accepted must survive its own canonical form. */
#include <stdlib.h>
#include <string.h>

#include "codec/tipos.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ARENA_MAX ((size_t)1 << 24)

static void need(bool holds)
{
	if (!holds)
		abort();
}

/* A refusal says why, and never blames ourselves while there is room. */
static void check_error(const struct error *err, enum status st)
{
	need(st == STATUS_INVALID && err->problem != PROBLEM_NONE && err->problem != PROBLEM_INTERNO);
	need(err->problem != PROBLEM_CUERPO_INVALIDO || err->n_items > 0);
}

static void acto(const char *text, size_t len)
{
	ARENA_AUTO *a = arena_create(ARENA_MAX);
	struct error err;
	enum acto_tipo tipo;
	struct acto_datos *d, *otra;
	dia_t fecha;
	BUF_AUTO una;
	BUF_AUTO dos;
	buf_init(&una, ARENA_MAX);
	buf_init(&dos, ARENA_MAX);
	error_init(&err, a);
	enum status st = acto_request_decode(text, len, a, &tipo, &d, &fecha, &err);
	if (st != STATUS_OK) {
		check_error(&err, st);
		return;
	}
	acto_datos_encode(tipo, d, &una);
	need(acto_datos_decode(tipo, buf_str(&una), una.len, a, &otra, &err) == STATUS_OK);
	acto_datos_encode(tipo, otra, &dos);
	need(strcmp(buf_str(&una), buf_str(&dos)) == 0);
}

static void datos(const char *text, size_t len)
{
	ARENA_AUTO *a = arena_create(ARENA_MAX);
	struct error err;
	struct datos_expediente d, otra;
	BUF_AUTO una;
	BUF_AUTO dos;
	buf_init(&una, ARENA_MAX);
	buf_init(&dos, ARENA_MAX);
	error_init(&err, a);
	enum status st = json_decode(&desc_datos_expediente, text, len, &d, a, &err);
	if (st != STATUS_OK) {
		check_error(&err, st);
		return;
	}
	json_encode(&desc_datos_expediente, &d, &una);
	need(json_decode(&desc_datos_expediente, buf_str(&una), una.len, &otra, a, &err) == STATUS_OK);
	json_encode(&desc_datos_expediente, &otra, &dos);
	need(strcmp(buf_str(&una), buf_str(&dos)) == 0);
}

/* The journal's columns are trusted, not blindly: damaged ones are a status. A small arena is one too. */
static void columnas(const char *text, size_t len)
{
	ARENA_AUTO *a = arena_create(ARENA_MAX);
	ARENA_AUTO *chica = arena_create(len * 2);
	struct error err;
	struct efectos *e;
	struct acto_datos *d;
	error_init(&err, a);
	enum status st = efectos_decode(text, len, a, &e, &err);
	need(st == STATUS_OK || st == STATUS_INTERNAL);
	if (chica)
		error_init(&err, chica);
	st = acto_datos_decode(ACTO_MODIFICAR_DATOS, text, len, chica ? chica : a, &d, &err);
	need(st == STATUS_OK || st == STATUS_INTERNAL || st == STATUS_UNAVAILABLE);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Exact bytes on the heap, so that reading one too many is seen. */
	char *text = malloc(size ? size : 1);
	need(text != NULL);
	if (size)
		memcpy(text, data, size);
	acto(text, size);
	datos(text, size);
	columnas(text, size);
	free(text);
	return 0;
}
