/* Statistics: of the registry and of the procedure. Public; an answer that is true already costs one indexed row. */
#include <stdlib.h>
#include <string.h>

#include "codec/estadistica.h"
#include "codec/registro.h"
#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/censo.h"
#include "services/consulta.h"
#include "services/estadisticas.h"
#include "services/lugares.h"
#include "services/respuestas.h"

#define CUERPO_MAX ((size_t)8 << 20)
#define VALORES_MAX 64 /* of one filter */

static const char *const parametros[] = {
	"al", "entidad", "nivel", "clase", "pais", "region", "tipo", "area", "anio_desde", "anio_hasta", NULL};

/* ---- what is asked ---- */

struct pedido {
	struct estadistica_filtro filtro;
	bool entero; /* the whole registry as it stands */
	dia_t hoy, al;
	int64_t municipios; /* version of their catalogue */
};

static enum status list_values(
	struct exchange *ex, const char *name, const struct vocabulario *v, const char *forma, const char *const **out)
{
	const char *s = exchange_query(ex, name);
	const char **valores = s ? ARENA_ARRAY(ex->arena, VALORES_MAX + 1, const char *) : NULL;
	size_t n = 0;
	if (!s)
		return STATUS_OK;
	if (!valores)
		return error_set(&ex->err, PROBLEM_SATURADO);
	do {
		const size_t len = strcspn(s, ",");
		if (n == VALORES_MAX)
			return exchange_param_error(ex, name, MENSAJE_ELEMENTOS_MAX, "64");
		valores[n] = arena_memdup(ex->arena, s, len);
		if (!valores[n])
			return error_set(&ex->err, PROBLEM_SATURADO);
		const bool bueno = v ? vocabulario_find(v, valores[n]) != 0
				     : (strcmp(name, "entidad") == 0               ? entidad_valida(valores[n])
						       : strcmp(name, "pais") == 0 ? *lugar_pais(ex->arena, valores[n]) != '\0'
										   : *lugar_region_nombre(ex->arena, valores[n]) != '\0');
		if (!bueno)
			return exchange_param_error(ex, name, MENSAJE_FORMATO, forma);
		n++;
		s += len;
	} while (*s++ == ',');
	valores[n] = NULL;
	*out = valores;
	return STATUS_OK;
}

static enum status read_lists(struct exchange *ex, struct estadistica_filtro *f)
{
	enum status st = list_values(ex, "entidad", NULL, "claves del INEGI, de 01 a 32, separadas por comas", &f->entidades);
	if (st == STATUS_OK)
		st = list_values(ex, "nivel", &vocabulario_nivel, "estatal, municipal", &f->niveles);
	if (st == STATUS_OK)
		st = list_values(
			ex, "clase", &vocabulario_clase_contraparte, "gubernamental, organismo_internacional, ong, privado", &f->clases);
	if (st == STATUS_OK)
		st = list_values(ex, "pais", NULL, "códigos ISO 3166-1 de dos letras, separados por comas", &f->paises);
	if (st == STATUS_OK)
		st = list_values(ex, "region", NULL, "regiones de la tabla «entidad_region», separadas por comas", &f->regiones);
	if (st == STATUS_OK)
		st = list_values(ex, "tipo", &vocabulario_tipo_acuerdo, "tipos de acuerdo, separados por comas", &f->tipos);
	return st == STATUS_OK ? list_values(ex, "area", &vocabulario_area, "áreas, separadas por comas", &f->areas) : st;
}

/* The first day of a year, or its last. */
static enum status read_year(struct exchange *ex, const char *name, bool ultimo, dia_t *out)
{
	const char *s = exchange_query(ex, name);
	*out = DIA_NINGUNO;
	if (!s)
		return STATUS_OK;
	const struct civil c = {(int)strtol(s, NULL, 10), ultimo ? 12 : 1, ultimo ? 31 : 1};
	if (strlen(s) != 4 || strspn(s, "0123456789") != 4 || !civil_valid(c))
		return exchange_param_error(ex, name, MENSAJE_FORMATO, "un año de cuatro cifras, de 1600 a 2999");
	*out = dia_from_civil(c);
	return STATUS_OK;
}

static enum status read_days(struct exchange *ex, struct pedido *p)
{
	const char *al = exchange_query(ex, "al");
	p->hoy = instante_dia(reloj_legal());
	p->al = p->hoy;
	p->filtro.antes_de = INSTANTE_NINGUNO;
	if (al && !fecha_parse(al, &p->al))
		return exchange_param_error(ex, "al", MENSAJE_FECHA, NULL);
	if (p->al > p->hoy)
		return exchange_param_error(ex, "al", MENSAJE_FECHA_FUTURA, NULL);
	if (al)
		p->filtro.antes_de = instante_from_dia(p->al + 1);
	enum status st = read_year(ex, "anio_desde", false, &p->filtro.firma_desde);
	if (st == STATUS_OK)
		st = read_year(ex, "anio_hasta", true, &p->filtro.firma_hasta);
	if (st == STATUS_OK && p->filtro.firma_desde != DIA_NINGUNO && p->filtro.firma_hasta != DIA_NINGUNO &&
		p->filtro.firma_hasta < p->filtro.firma_desde)
		return exchange_param_error(ex, "anio_hasta", MENSAJE_FECHAS_INVERTIDAS, NULL);
	return st;
}

static enum status read_request(struct exchange *ex, struct pedido *p)
{
	*p = (struct pedido){.entero = true};
	enum status st = exchange_query_only(ex, parametros);
	if (st == STATUS_OK)
		st = read_days(ex, p);
	if (st == STATUS_OK)
		st = read_lists(ex, &p->filtro);
	for (const char *const *n = parametros; *n; n++)
		p->entero = p->entero && !exchange_query(ex, *n);
	return st;
}

/* ---- the answer ---- */

/* What all of them bear; true when the caller's copy is this one: 304 is set. */
static bool answer_begin(struct exchange *ex, const char *etag)
{
	exchange_header(ex, "ETag", etag);
	exchange_header(ex, "Cache-Control", "public, no-cache");
	exchange_header(ex, "Vary", "Accept");
	if (!etag_matches(ex->if_none_match, etag))
		return false;
	exchange_empty(ex, 304);
	return true;
}

static const char *content_type(const struct exchange *ex)
{
	return ex->medio == MEDIO_CSV ? "text/csv; charset=utf-8; header=present" : "application/json";
}

static enum status compute(struct exchange *ex, struct obrero *o, const struct pedido *p, struct buf *cuerpo, const char **etag)
{
	struct estadistica_registro *e = ARENA_NEW(ex->arena, struct estadistica_registro);
	if (!e)
		return error_set(&ex->err, PROBLEM_SATURADO);
	*e = (struct estadistica_registro){.al = p->al};
	for (const char *const *n = parametros; *n; n++)
		if (exchange_query(ex, *n) && strcmp(*n, "al") != 0)
			e->filtros[e->n_filtros++] = (struct estadistica_eje){.clave = *n, .nombre = exchange_query(ex, *n)};
	enum status st = estadisticas_compute(o, p->entero ? NULL : &p->filtro, ex->arena, e, &ex->err);
	if (st != STATUS_OK)
		return st;
	if (ex->medio == MEDIO_CSV)
		estadistica_registro_csv(cuerpo, e);
	else
		estadistica_registro_json(cuerpo, e);
	*etag = solicitud_etag_de(ex, parametros, e->version, p->municipios);
	if (!*etag || cuerpo->failed)
		return error_set(&ex->err, PROBLEM_SATURADO);
	respuestas_put(o->app->estadisticas, *etag, cuerpo);
	return STATUS_OK;
}

/* What must be counted entry by entry moves to where it holds up nobody else. */
static enum status statistics(struct exchange *ex, struct obrero *o, struct registro_version *v, bool *movido)
{
	struct pedido p;
	BUF_AUTO cuerpo;
	buf_init(&cuerpo, CUERPO_MAX);
	enum status st = read_request(ex, &p);
	if (st == STATUS_OK)
		st = db_scope(o->db, NULL, &ex->err);
	if (st == STATUS_OK && v->actos < 0)
		st = registro_version(o->db, v, &ex->err);
	if (st != STATUS_OK)
		return st;
	p.municipios = v->municipios;
	const char *etag = solicitud_etag_de(ex, parametros, v->actos, v->municipios);
	if (!etag)
		return error_set(&ex->err, PROBLEM_SATURADO);
	if (etag_matches(ex->if_none_match, etag) && answer_begin(ex, etag))
		return STATUS_OK;
	const struct guardada *g = respuestas_take(o->app->estadisticas, etag);
	if (g) {
		(void)answer_begin(ex, etag);
		solicitud_guardada(ex, content_type(ex), g, g->len);
		return STATUS_OK;
	}
	*movido = !p.entero && ex->lane == LANE_LECTURA;
	if (*movido)
		return STATUS_OK;
	st = compute(ex, o, &p, &cuerpo, &etag);
	if (st == STATUS_OK && !answer_begin(ex, etag))
		exchange_body(ex, 200, content_type(ex), &cuerpo);
	return st;
}

/* One look at the version is for all: each was asked before it. */
void recurso_ver_estadisticas(struct exchange **ex, size_t n, void *worker)
{
	struct registro_version v = {.actos = -1};
	for (size_t i = 0; i < n; i++) {
		bool movido = false;
		const enum status st = statistics(ex[i], worker, &v, &movido);
		if (movido)
			exchange_move(ex[i], LANE_COSTOSO);
		else if (st != STATUS_OK)
			exchange_problem(ex[i]);
	}
}

/* ---- the procedure ---- */

/* What the day's pass left, word for word. */
enum status recurso_ver_estadisticas_tramite(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	dia_t dia = DIA_NINGUNO;
	const char *datos = NULL;
	char fecha[FECHA_LEN];
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st == STATUS_OK)
		st = censo_last(o->db, ex->arena, &dia, &datos, &ex->err);
	if (st != STATUS_OK)
		return st;
	if (!datos)
		return error_set(&ex->err, PROBLEM_ESTADISTICA_PENDIENTE);
	fecha_format(dia, fecha);
	const char *etag = arena_printf(ex->arena, "\"t%s\"", fecha);
	if (!etag)
		return error_set(&ex->err, PROBLEM_SATURADO);
	BUF_AUTO cuerpo;
	buf_init(&cuerpo, CUERPO_MAX);
	buf_puts(&cuerpo, datos);
	if (!answer_begin(ex, etag))
		exchange_body(ex, 200, content_type(ex), &cuerpo);
	return STATUS_OK;
}
