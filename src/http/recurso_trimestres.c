/*
 * Quarterly figures of the registry (LGTAIP, art. 58): what was recorded in each quarter of the calendar year and how the registry stood at its end. A quarter that
 * is over never changes, whatever is recorded later. Only public entries are counted: of files under way nothing is told.
 */
#include <string.h>

#include "base/csv.h"
#include "base/licencia.h"
#include "codec/json.h"
#include "domain/trimestre.h"
#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/estadisticas.h"
#include "services/lugares.h"
#include "services/respuestas.h"

#define CUERPO_MAX ((size_t)8 << 20)
#define TRIMESTRES_MAX ((size_t)4096)
#define ENTIDADES 32
#define FUNDAMENTO "Ley General de Transparencia y Acceso a la Información Pública, artículo 58"

struct cifras {
	struct trimestre t;
	dia_t hoy, al; /* al: the day of which states are told */
	bool cerrado;
	struct registro_extremos extremos;
	struct conteo *v;
	size_t n;
	int64_t version;
	instante_t actualizado;
};

static int64_t count(const struct conteo *v, size_t n, const char *tabla, const char *fila, const char *columna)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(v[i].tabla, tabla) == 0 && strcmp(v[i].fila, fila) == 0 && strcmp(v[i].columna, columna) == 0)
			return v[i].n;
	return 0;
}

static int64_t of(const struct cifras *c, const char *tabla, const char *fila)
{
	return count(c->v, c->n, tabla, fila, "");
}

static int64_t total(const struct cifras *c)
{
	int64_t suma = 0;
	for (size_t i = 0; i < c->n; i++)
		suma += strcmp(c->v[i].tabla, "estado") == 0 ? c->v[i].n : 0;
	return suma;
}

static struct trimestre first_quarter(const struct cifras *c)
{
	dia_t d = c->hoy;
	if (c->extremos.primero != INSTANTE_NINGUNO)
		d = instante_dia(c->extremos.primero);
	return trimestre_of(d < c->hoy ? d : c->hoy);
}

/* ---- what both answers begin with ---- */

static void write_source(struct json_writer *w)
{
	json_object(w, "fuente");
	json_string(w, "sujeto_obligado", PUBLICADOR_NOMBRE);
	json_string(w, "area", PUBLICADOR_AREA);
	json_string(w, "fundamento", FUNDAMENTO);
	json_object(w, "licencia");
	json_string(w, "nombre", LICENCIA_NOMBRE);
	json_string(w, "uri", LICENCIA_URI);
	json_object_end(w);
	json_object_end(w);
}

static void write_period(struct json_writer *w, struct trimestre t, dia_t hoy)
{
	char texto[TRIMESTRE_LEN];
	trimestre_format(t, texto);
	json_string(w, "trimestre", texto);
	json_fecha(w, "desde", trimestre_first(t));
	json_fecha(w, "hasta", trimestre_first(trimestre_next(t)) - 1);
	json_bool(w, "cerrado", hoy >= trimestre_first(trimestre_next(t)));
}

/* ---- one quarter ---- */

static void write_list(struct json_writer *w, const struct cifras *c, const char *key, const char *tabla, const struct vocabulario *v)
{
	json_array(w, key);
	for (int i = 1; i < v->n; i++) {
		json_object(w, NULL);
		json_string(w, tabla, v->slugs[i]);
		json_string(w, "titulo", v->titulos[i]);
		json_int(w, "n", of(c, tabla, v->slugs[i]));
		json_object_end(w);
	}
	json_array_end(w);
}

struct fila_entidad {
	const char *clave, *nombre;
	int64_t inscripciones, cargas, asientos;
};

/* The states in order; after them what names none, if there is any. False: no such row. */
static bool state_row(const struct cifras *c, struct arena *a, int i, struct fila_entidad *f)
{
	const char *clave = i <= ENTIDADES ? arena_printf(a, "%02d", i) : "";
	if (!clave)
		return false;
	*f = (struct fila_entidad){.clave = clave,
		.nombre = *clave ? lugar_entidad(a, clave) : "Sin dato",
		.inscripciones = of(c, "entidad_inscripcion", clave),
		.cargas = of(c, "entidad_carga", clave),
		.asientos = of(c, "entidad", clave)};
	return *clave || f->inscripciones || f->cargas || f->asientos;
}

static void quarter_json(struct buf *out, const struct cifras *c, struct arena *a)
{
	struct json_writer w;
	struct fila_entidad f;
	json_begin(&w, out);
	json_object(&w, NULL);
	write_period(&w, c->t, c->hoy);
	json_fecha(&w, "al", c->al);
	write_source(&w);
	if (c->actualizado != INSTANTE_NINGUNO)
		json_instante(&w, "actualizado", c->actualizado);
	json_int(&w, "registro", c->version);
	json_int(&w, "asientos", total(c));
	write_list(&w, c, "actos", "acto", &vocabulario_registro_acto);
	write_list(&w, c, "estados", "estado", &vocabulario_asiento_estado);
	json_array(&w, "entidades");
	for (int i = 1; i <= ENTIDADES + 1; i++) {
		if (!state_row(c, a, i, &f))
			continue;
		json_object(&w, NULL);
		json_string(&w, "cve_ent", f.clave);
		json_string(&w, "entidad", f.nombre);
		json_int(&w, "inscripciones", f.inscripciones);
		json_int(&w, "cargas", f.cargas);
		json_int(&w, "asientos", f.asientos);
		json_object_end(&w);
	}
	json_array_end(&w);
	json_object_end(&w);
}

static void line(struct buf *out, struct trimestre t, const char *concepto, const char *clave, const char *nombre, int64_t n)
{
	char texto[TRIMESTRE_LEN];
	trimestre_format(t, texto);
	buf_printf(out, "%s,%s,", texto, concepto);
	csv_write_cell(out, clave);
	buf_putc(out, ',');
	csv_write_cell(out, nombre);
	buf_printf(out, ",%lld\r\n", (long long)n);
}

static void list_lines(struct buf *out, const struct cifras *c, const char *tabla, const struct vocabulario *v)
{
	for (int i = 1; i < v->n; i++)
		line(out, c->t, tabla, v->slugs[i], v->titulos[i], of(c, tabla, v->slugs[i]));
}

static void quarter_csv(struct buf *out, const struct cifras *c, struct arena *a)
{
	struct fila_entidad f;
	buf_puts(out, "trimestre,concepto,clave,nombre,n\r\n");
	line(out, c->t, "asientos", "", "Asientos al final del periodo", total(c));
	line(out, c->t, "registro", "", "Actos del Registro al final del periodo", c->version);
	list_lines(out, c, "acto", &vocabulario_registro_acto);
	list_lines(out, c, "estado", &vocabulario_asiento_estado);
	for (int i = 1; i <= ENTIDADES + 1; i++) {
		if (!state_row(c, a, i, &f))
			continue;
		line(out, c->t, "entidad_inscripciones", f.clave, f.nombre, f.inscripciones);
		line(out, c->t, "entidad_cargas", f.clave, f.nombre, f.cargas);
		line(out, c->t, "entidad_asientos", f.clave, f.nombre, f.asientos);
	}
}

static enum status compute_quarter(struct exchange *ex, struct obrero *o, struct cifras *c, struct buf *cuerpo)
{
	const dia_t fin = trimestre_first(trimestre_next(c->t));
	c->al = c->cerrado ? fin - 1 : c->hoy;
	enum status st = registro_quarter(o->db, instante_from_dia(trimestre_first(c->t)), instante_from_dia(fin), c->al, ex->arena, &c->v,
		&c->n, &c->version, &ex->err);
	if (st != STATUS_OK)
		return st;
	c->actualizado = c->version ? of(c, "actualizado", "") : INSTANTE_NINGUNO;
	if (ex->medio == MEDIO_CSV)
		quarter_csv(cuerpo, c, ex->arena);
	else
		quarter_json(cuerpo, c, ex->arena);
	return STATUS_OK;
}

/* ---- all of them ---- */

static int64_t acts(const struct cifras *c, const char *lugar, int acto)
{
	return count(c->v, c->n, "acto", lugar, vocabulario_registro_acto.slugs[acto]);
}

static void quarters_json_row(struct json_writer *w, const struct cifras *c, struct trimestre t, const char *lugar, int64_t asientos)
{
	json_object(w, NULL);
	write_period(w, t, c->hoy);
	json_int(w, "asientos", asientos);
	json_object(w, "actos");
	for (int k = 1; k < REGISTRO_ACTO_COUNT; k++)
		json_int(w, vocabulario_registro_acto.slugs[k], acts(c, lugar, k));
	json_object_end(w);
	json_object_end(w);
}

static void quarters_csv_row(struct buf *out, const struct cifras *c, struct trimestre t, const char *lugar, int64_t asientos)
{
	char texto[TRIMESTRE_LEN], desde[FECHA_LEN], hasta[FECHA_LEN];
	const dia_t fin = trimestre_first(trimestre_next(t));
	trimestre_format(t, texto);
	fecha_format(trimestre_first(t), desde);
	fecha_format(fin - 1, hasta);
	buf_printf(out, "%s,%s,%s,%s,%lld", texto, desde, hasta, c->hoy >= fin ? "si" : "no", (long long)asientos);
	for (int k = 1; k < REGISTRO_ACTO_COUNT; k++)
		buf_printf(out, ",%lld", (long long)acts(c, lugar, k));
	buf_puts(out, "\r\n");
}

/* Entries are never removed: how many there are at a quarter's end is how many came in until then. */
static int64_t *accumulate(const struct cifras *c, struct arena *a, size_t n)
{
	int64_t *v = ARENA_ARRAY(a, n + 1, int64_t);
	for (size_t i = 1; v && i <= n; i++) {
		const char *lugar = arena_printf(a, "%zu", i);
		if (!lugar)
			return NULL;
		v[i] = v[i - 1] + acts(c, lugar, REGISTRO_ACTO_INSCRIPCION) + acts(c, lugar, REGISTRO_ACTO_CARGA);
	}
	return v;
}

/* The latest first. */
static enum status write_quarters(struct exchange *ex, const struct cifras *c, const struct trimestre *t, size_t n, struct buf *out)
{
	struct json_writer w;
	const int64_t *asientos = accumulate(c, ex->arena, n);
	if (!asientos)
		return error_set(&ex->err, PROBLEM_SATURADO);
	const bool csv = ex->medio == MEDIO_CSV;
	if (csv) {
		buf_puts(out, "trimestre,desde,hasta,cerrado,asientos");
		for (int k = 1; k < REGISTRO_ACTO_COUNT; k++)
			buf_printf(out, ",%s", vocabulario_registro_acto.slugs[k]);
		buf_puts(out, "\r\n");
	} else {
		json_begin(&w, out);
		json_object(&w, NULL);
		write_source(&w);
		json_int(&w, "registro", c->version);
		json_array(&w, "trimestres");
	}
	for (size_t i = n; i > 0; i--) {
		const char *lugar = arena_printf(ex->arena, "%zu", i);
		if (!lugar)
			return error_set(&ex->err, PROBLEM_SATURADO);
		if (csv)
			quarters_csv_row(out, c, t[i - 1], lugar, asientos[i]);
		else
			quarters_json_row(&w, c, t[i - 1], lugar, asientos[i]);
	}
	if (!csv) {
		json_array_end(&w);
		json_object_end(&w);
	}
	return STATUS_OK;
}

static enum status compute_quarters(struct exchange *ex, struct obrero *o, struct cifras *c, struct buf *cuerpo)
{
	struct trimestre *t = ARENA_ARRAY(ex->arena, TRIMESTRES_MAX, struct trimestre);
	instante_t *desde = ARENA_ARRAY(ex->arena, TRIMESTRES_MAX, instante_t);
	const struct trimestre ultimo = trimestre_of(c->hoy);
	size_t n = 0;
	for (struct trimestre x = first_quarter(c); t && desde && n < TRIMESTRES_MAX && trimestre_compare(x, ultimo) <= 0;
		x = trimestre_next(x)) {
		desde[n] = instante_from_dia(trimestre_first(x));
		t[n++] = x;
	}
	if (n == 0 || n == TRIMESTRES_MAX)
		return error_set(&ex->err, PROBLEM_SATURADO);
	enum status st = registro_quarters(o->db, desde, n, ex->arena, &c->v, &c->n, &c->version, &ex->err);
	return st == STATUS_OK ? write_quarters(ex, c, t, n, cuerpo) : st;
}

/* ---- asking ---- */

/* What the answer depends on: of a quarter that is over, nothing more. */
static const char *key_of(struct exchange *ex, const struct cifras *c, bool lista)
{
	char texto[TRIMESTRE_LEN];
	trimestre_format(c->t, texto);
	if (!lista && c->cerrado)
		return arena_printf(ex->arena, "t%s.%u", texto, ex->medio);
	return arena_printf(ex->arena, "t%s.%u.r%lld.%d", lista ? "*" : texto, ex->medio, (long long)c->extremos.version, (int)c->hoy);
}

static enum status read_quarter(struct exchange *ex, struct cifras *c)
{
	if (!trimestre_parse(ex->params[0], &c->t))
		return exchange_param_error(ex, "trimestre", MENSAJE_FORMATO, "AAAA-T, con T de 1 a 4");
	if (trimestre_compare(c->t, first_quarter(c)) < 0 || trimestre_compare(c->t, trimestre_of(c->hoy)) > 0)
		return error_set(&ex->err, PROBLEM_NO_ENCONTRADO);
	c->cerrado = c->hoy >= trimestre_first(trimestre_next(c->t));
	return STATUS_OK;
}

static enum status answer(struct exchange *ex, const struct cifras *c, struct buf *cuerpo)
{
	const char *etag = cuerpo->failed ? NULL : solicitud_etag(ex, cuerpo);
	if (!etag)
		return error_set(&ex->err, PROBLEM_SATURADO);
	/* States depend on the day too, so only what is over has a time of its last change. */
	if (!solicitud_public_version(
		    ex, etag, c->cerrado ? instante_from_dia(trimestre_first(trimestre_next(c->t))) : INSTANTE_NINGUNO, true))
		exchange_body(ex, 200, ex->medio == MEDIO_CSV ? "text/csv; charset=utf-8; header=present" : "application/json", cuerpo);
	return STATUS_OK;
}

/* Counting goes through the whole registry: it moves to where it holds up nobody else, and what was counted is kept. */
static enum status serve(struct exchange *ex, struct obrero *o, bool lista, bool *movido)
{
	struct cifras c = {0};
	BUF_AUTO cuerpo;
	buf_init(&cuerpo, CUERPO_MAX);
	c.hoy = instante_dia(reloj_legal());
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st == STATUS_OK)
		st = registro_extremes(o->db, &c.extremos, &ex->err);
	if (st == STATUS_OK && !lista)
		st = read_quarter(ex, &c);
	const char *clave = st == STATUS_OK ? key_of(ex, &c, lista) : NULL;
	if (!clave)
		return st != STATUS_OK ? st : error_set(&ex->err, PROBLEM_SATURADO);
	const struct guardada *g = respuestas_take(o->app->estadisticas, clave);
	if (g) {
		buf_append(&cuerpo, g->cuerpo, g->len);
		respuestas_release(g);
	} else {
		*movido = ex->lane == LANE_LECTURA;
		if (*movido)
			return STATUS_OK;
		st = lista ? compute_quarters(ex, o, &c, &cuerpo) : compute_quarter(ex, o, &c, &cuerpo);
		if (st == STATUS_OK)
			respuestas_put(o->app->estadisticas, clave, &cuerpo);
	}
	return st == STATUS_OK ? answer(ex, &c, &cuerpo) : st;
}

static void serve_all(struct exchange **ex, size_t n, void *worker, bool lista)
{
	for (size_t i = 0; i < n; i++) {
		bool movido = false;
		const enum status st = serve(ex[i], worker, lista, &movido);
		if (movido)
			exchange_move(ex[i], LANE_COSTOSO);
		else if (st != STATUS_OK)
			exchange_problem(ex[i]);
	}
}

void recurso_listar_trimestres(struct exchange **ex, size_t n, void *worker)
{
	serve_all(ex, n, worker, true);
}

void recurso_ver_trimestre(struct exchange **ex, size_t n, void *worker)
{
	serve_all(ex, n, worker, false);
}
