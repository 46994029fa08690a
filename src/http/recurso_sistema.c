/* Health, metrics and what describes the service. Nothing here touches the database: the maintenance thread looks once a second. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "codec/representacion.h"
#include "http/documentacion.h"
#include "http/fijo.h"
#include "http/recursos.h"
#include "recursos/embedded.h"
#include "services/calendario.h"
#include "services/consulta.h"
#include "services/cuentas.h"
#include "services/seguridad.h"

#define FIJO_MAX ((size_t)8 * 1024 * 1024)
#define METRICAS_MAX ((size_t)2 * 1024 * 1024)

/* ---- bodies that never change while the process runs ---- */

struct fijo {
	const char *data;
	size_t len;
	char etag[SHA256_HEX_LEN + 2];
};
static struct fijo procedimiento, openapi, docs;
static pthread_once_t hechos = PTHREAD_ONCE_INIT;

static void seal(struct fijo *f)
{
	struct sha256 h;
	sha256_of(f->data, f->len, &h);
	char half[33]; /* half a digest names a version well enough */
	hex_encode(h.b, 16, half);
	snprintf(f->etag, sizeof f->etag, "\"%s\"", half);
}

static void keep(struct fijo *f, struct buf *b)
{
	if (!b->failed && b->len > 0)
		f->data = buf_steal(b, &f->len);
	if (f->data)
		seal(f);
}

static void make_fixed(void)
{
	BUF_AUTO p, d;
	buf_init(&p, FIJO_MAX);
	buf_init(&d, FIJO_MAX);
	procedimiento_write(&p);
	keep(&procedimiento, &p);
	for (size_t i = 0; i < recurso_count; i++) {
		if (strcmp(recursos[i].name, "openapi.yaml") != 0)
			continue;
		openapi = (struct fijo){.data = (const char *)recursos[i].data, .len = recursos[i].len};
		seal(&openapi);
		documentacion_write(&d, openapi.data, openapi.len);
		keep(&docs, &d);
	}
}

static enum status answer_fixed(struct exchange *ex, const struct fijo *f, const char *content_type)
{
	pthread_once(&hechos, make_fixed);
	return f->data ? fijo_answer(ex, content_type, f->etag, f->data, f->len) : error_set(&ex->err, PROBLEM_INTERNO);
}

enum status recurso_ver_procedimiento(struct exchange *ex, void *worker)
{
	(void)worker;
	return answer_fixed(ex, &procedimiento, "application/json");
}

enum status recurso_openapi(struct exchange *ex, void *worker)
{
	(void)worker;
	return answer_fixed(ex, &openapi, "application/yaml");
}

enum status recurso_docs(struct exchange *ex, void *worker)
{
	(void)worker;
	exchange_header(ex, "Content-Security-Policy", HTML_POLITICA);
	return answer_fixed(ex, &docs, "text/html; charset=utf-8");
}

/* ---- health ---- */

static enum status answer_state(struct exchange *ex, const char *json)
{
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st == STATUS_OK)
		exchange_static(ex, 200, "application/json", json, strlen(json));
	return st;
}

enum status recurso_livez(struct exchange *ex, void *worker)
{
	(void)worker;
	return answer_state(ex, "{\"estado\":\"vivo\"}");
}

enum status recurso_readyz(struct exchange *ex, void *worker)
{
	struct app *app = worker;
	if (atomic_load(&app->parando))
		return error_set(&ex->err, PROBLEM_SATURADO);
	if (!atomic_load(&app->lista))
		return error_set(&ex->err, PROBLEM_BASE_NO_DISPONIBLE);
	return answer_state(ex, "{\"estado\":\"listo\"}");
}

enum status recurso_metrics(struct exchange *ex, void *worker)
{
	struct app *app = worker;
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st != STATUS_OK)
		return st;
	const struct calendario *c = calendario_vivo_get(app->calendario);
	BUF_AUTO b;
	buf_init(&b, METRICAS_MAX);
	buf_printf(&b, "# HELP dictamend_info Versión del programa.\n# TYPE dictamend_info gauge\ndictamend_info{version=\"%s\"} 1\n",
		DICTAMEN_VERSION);
	buf_printf(&b,
		"# HELP dictamend_base_lista La base responde, admite escritura y tiene el esquema.\n# TYPE dictamend_base_lista "
		"gauge\ndictamend_base_lista %d\n",
		atomic_load(&app->lista) ? 1 : 0);
	buf_printf(&b,
		"# HELP dictamend_calendario_version Versión del calendario en uso.\n# TYPE dictamend_calendario_version "
		"gauge\ndictamend_calendario_version %d\n",
		c->version);
	calendario_vivo_put(app->calendario, c);
	buf_printf(&b,
		"# HELP dictamend_seguridad_perdidos_total Facts that the security journal counts without telling each.\n"
		"# TYPE dictamend_seguridad_perdidos_total counter\ndictamend_seguridad_perdidos_total %lld\n",
		(long long)seguridad_perdidos(app->seguridad));
	buf_printf(&b,
		"# HELP dictamend_contrasenas_total Computations of Argon2id.\n# TYPE dictamend_contrasenas_total counter\n"
		"dictamend_contrasenas_total %llu\n",
		(unsigned long long)cuentas_calculos());
	if (ex->servidor)
		servidor_metrics(ex->servidor, &b);
	exchange_body(ex, 200, "text/plain; version=0.0.4; charset=utf-8", &b);
	return STATUS_OK;
}
