/* Finding in the public registry: pages, facets; JSON, CSV, and a page with a form that needs no script. What is asked: registro_consulta.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/html.h"
#include "base/licencia.h"
#include "http/cursor.h"
#include "http/recursos.h"
#include "http/registro_consulta.h"
#include "http/registro_facetas.h"
#include "http/registro_vista.h"
#include "http/solicitud.h"
#include "services/consulta.h"
#include "services/estadisticas.h"
#include "services/lugares.h"
#include "services/respuestas.h"

#define CANDIDATOS_MAX 10000
#define CUERPO_MAX ((size_t)32 << 20)

static const char *const parametros[] = {REGISTRO_CONSULTA_PARAMETROS, "orden", "facetas", "limite", "cursor", NULL};

struct pagina {
	struct registro_filtro f;
	struct registro_lista facetas;
	struct arena *a;
	struct asiento_vista *v;
	size_t n;
	const char *siguiente;
	struct registro_cuenta *cuentas;
	size_t n_cuentas;
	bool parcial;
	int64_t tamano; /* of the journal */
};

static enum status read_order(struct exchange *ex, struct registro_filtro *f)
{
	static const char *const ordenes[REGISTRO_ORDEN_COUNT] = {"firma", "inscripcion", "numero"};
	const char *s = consulta_dada(ex, "orden");
	if (!s)
		return STATUS_OK;
	const bool menos = *s == '-';
	for (int i = 0; i < REGISTRO_ORDEN_COUNT; i++)
		if (strcmp(s + menos, ordenes[i]) == 0) {
			f->orden = (enum registro_orden)i;
			f->ascendente = !menos;
			return STATUS_OK;
		}
	return exchange_param_error(ex, "orden", MENSAJE_ENUM, "-firma, firma, -inscripcion, inscripcion, -numero, numero");
}

static enum status read_facets(struct exchange *ex, struct registro_lista *out)
{
	static const char *const nombres[] = {"", "entidad", "nivel", "clase", "pais", "region", "tipo", "area", "estado", "anio"};
	static const struct vocabulario facetas = {.nombre = "faceta", .slugs = nombres, .titulos = nombres, .n = 10};
	return consulta_lista(ex, "facetas", &facetas, NULL, NULL, out);
}

/* ---- cursors ---- */

/* What comes last on a page: its date and its number. */
static const char *make_cursor(struct exchange *ex, const struct registro_filtro *f, const struct asiento_vista *v)
{
	char fecha[FECHA_LEN] = "";
	if (f->orden != REGISTRO_POR_NUMERO)
		fecha_format(f->orden == REGISTRO_POR_FIRMA ? v->d.fecha_firma : v->d.inscrito_en, fecha);
	const char *clave = arena_printf(ex->arena, "%s|%s", fecha, v->f.numero);
	return clave ? solicitud_cursor_sellado(ex, parametros, clave, strlen(clave)) : NULL;
}

static enum status read_cursor(struct exchange *ex, struct registro_filtro *f)
{
	char *clave = ARENA_ARRAY(ex->arena, CURSOR_CLAVE_MAX + 1, char);
	size_t n;
	if (!consulta_dada(ex, "cursor"))
		return STATUS_OK;
	if (!clave)
		return error_set(&ex->err, PROBLEM_SATURADO);
	enum status st = solicitud_cursor_abierto(ex, parametros, clave, CURSOR_CLAVE_MAX, &n);
	if (st == STATUS_OK && (strlen(clave) != n || !cursor_date_number(clave, &f->cursor_fecha, &f->cursor_numero)))
		return solicitud_cursor_ajeno(ex);
	return st;
}

static enum status read_filter(struct exchange *ex, struct obrero *o, struct pagina *p)
{
	enum status st = consulta_read(ex, o, &p->f);
	if (st == STATUS_OK)
		st = read_order(ex, &p->f);
	if (st == STATUS_OK)
		st = read_facets(ex, &p->facetas);
	if (st == STATUS_OK)
		st = solicitud_limite(ex, &p->f.limite);
	return st == STATUS_OK ? read_cursor(ex, &p->f) : st;
}

/* ---- the page ---- */

static enum status load(struct exchange *ex, struct obrero *o, struct pagina *p)
{
	struct registro_ficha *f = NULL;
	const int limite = p->f.limite++;
	enum status st = registro_list(o->db, &p->f, p->a, &f, &p->n, &ex->err);
	const bool mas = st == STATUS_OK && p->n > (size_t)limite;
	p->n = mas ? (size_t)limite : p->n;
	p->v = ARENA_ARRAY(p->a, p->n, struct asiento_vista);
	if (st == STATUS_OK && !p->v)
		st = error_set(&ex->err, PROBLEM_SATURADO);
	for (size_t i = 0; st == STATUS_OK && i < p->n; i++)
		st = asiento_vista_make(&f[i], p->f.dia, p->a, &p->v[i], &ex->err);
	if (st == STATUS_OK && mas)
		p->siguiente = make_cursor(ex, &p->f, &p->v[p->n - 1]);
	if (st == STATUS_OK && mas && !p->siguiente)
		st = error_set(&ex->err, PROBLEM_SATURADO);
	if (st == STATUS_OK && p->facetas.n)
		st = registro_facets(o->db, &p->f, &p->facetas, CANDIDATOS_MAX, p->a, &p->cuentas, &p->n_cuentas, &p->parcial, &ex->err);
	return st;
}

static void write_facets(struct json_writer *w, const struct pagina *p)
{
	int64_t candidatos = 0;
	for (size_t i = 0; i < p->n_cuentas; i++)
		if (!*p->cuentas[i].faceta)
			candidatos = p->cuentas[i].n;
	json_object(w, "facetas");
	json_int(w, "total", candidatos);
	json_bool(w, "parcial", p->parcial);
	for (size_t k = 0; k < p->facetas.n; k++) {
		json_array(w, p->facetas.v[k]);
		for (size_t i = 0; i < p->n_cuentas; i++) {
			if (strcmp(p->cuentas[i].faceta, p->facetas.v[k]) != 0)
				continue;
			json_object(w, NULL);
			json_string(w, "valor", p->cuentas[i].valor);
			json_int(w, "n", p->cuentas[i].n);
			json_object_end(w);
		}
		json_array_end(w);
	}
	json_object_end(w);
}

static void write_json(struct buf *out, const struct pagina *p)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	json_int(&w, "registro", p->tamano);
	json_fecha(&w, "al", p->f.dia);
	json_array(&w, "datos");
	for (size_t i = 0; i < p->n; i++)
		asiento_write(&w, &p->v[i], false);
	json_array_end(&w);
	json_string_or_null(&w, "siguiente", p->siguiente);
	if (p->facetas.n)
		write_facets(&w, p);
	json_object_end(&w);
}

/* ---- HTML ---- */

static void field(struct buf *out, const struct exchange *ex, const char *name, const char *label, const char *type)
{
	const char *v = consulta_dada(ex, name);
	buf_printf(out, "<p><label>%s <input type=%s name=%s value=\"", label, type, name);
	html_text(out, v ? v : "");
	buf_puts(out, "\"></label></p>\n");
}

static bool option(struct buf *out, const char *valor, const char *titulo, const char *dado)
{
	const bool este = dado && strcmp(dado, valor) == 0;
	buf_puts(out, "<option value=\"");
	html_text(out, valor);
	buf_puts(out, este ? "\" selected>" : "\">");
	html_text(out, titulo);
	buf_puts(out, "</option>");
	return este;
}

static void choice_begin(struct buf *out, const char *name, const char *label, const char *dado)
{
	buf_printf(out, "<p><label>%s <select name=%s>", label, name);
	option(out, "", "cualquiera", dado ? dado : "");
}

/* What the address asks and the list has not, several of them say, is not lost when the form is sent again. */
static void choice_end(struct buf *out, const char *dado, bool hallado)
{
	if (dado && !hallado)
		option(out, dado, dado, dado);
	buf_puts(out, "</select></label></p>\n");
}

static void choice(struct buf *out, const struct exchange *ex, const char *name, const char *label, const struct vocabulario *v)
{
	const char *dado = consulta_dada(ex, name);
	bool hallado = false;
	choice_begin(out, name, label, dado);
	for (int i = 1; i < v->n; i++)
		hallado = option(out, v->slugs[i], v->titulos[i], dado) || hallado;
	choice_end(out, dado, hallado);
}

static void place_choice(struct buf *out, const struct exchange *ex, const char *name, const char *label, bool paises)
{
	const char *dado = consulta_dada(ex, name);
	struct lugar *l;
	const size_t n = lugares_list(ex->arena, paises, &l);
	bool hallado = false;
	choice_begin(out, name, label, dado);
	for (size_t i = 0; i < n; i++)
		hallado = option(out, l[i].codigo, l[i].nombre, dado) || hallado;
	choice_end(out, dado, hallado);
}

/* What is asked less often: folded away unless something of it was asked. */
static void further(struct buf *out, const struct exchange *ex)
{
	static const struct {
		const char *name, *label, *type;
	} t[] = {
		{"numero", "Número (todo, o cómo comienza)", "text"},
		{"parte", "Nombre de una de las partes", "text"},
		{"municipio", "Municipio", "text"},
		{"lugar", "Lugar de firma", "text"},
		{"region", "Región", "text"},
		{"inscrito_desde", "Inscrito desde", "date"},
		{"inscrito_hasta", "Inscrito hasta", "date"},
		{"inicia_desde", "Su vigencia inicia desde", "date"},
		{"inicia_hasta", "Su vigencia inicia hasta", "date"},
		{"vence_desde", "Su vigencia termina desde", "date"},
		{"vence_hasta", "Su vigencia termina hasta", "date"},
	};
	static const struct {
		const char *name, *label;
		const struct vocabulario *v;
	} c[] = {
		{"area", "Área", &vocabulario_area},
		{"vigencia", "Clase de vigencia", &vocabulario_vigencia},
		{"precision", "Precisión de la fecha de firma", &vocabulario_precision},
		{"con_antecesor", "Sigue a otro acuerdo", &consulta_si_no},
		{"con_sucesor", "Otro acuerdo lo sigue", &consulta_si_no},
		{"procedencia", "Procedencia", &consulta_procedencia},
	};
	bool dado = false;
	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		dado = dado || consulta_dada(ex, t[i].name);
	for (size_t i = 0; i < sizeof c / sizeof *c; i++)
		dado = dado || consulta_dada(ex, c[i].name);
	buf_printf(out, "<details%s><summary>Más filtros</summary>\n", dado ? " open" : "");
	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		field(out, ex, t[i].name, t[i].label, t[i].type);
	for (size_t i = 0; i < sizeof c / sizeof *c; i++)
		choice(out, ex, c[i].name, c[i].label, c[i].v);
	buf_puts(out, "</details>\n");
}

static void form(struct buf *out, const struct exchange *ex)
{
	buf_puts(out, "<form class=busca method=get action=\"/v1/registro\">\n");
	field(out, ex, "q", "Palabras", "search");
	place_choice(out, ex, "entidad", "Entidad federativa", false);
	place_choice(out, ex, "pais", "País de la contraparte", true);
	choice(out, ex, "nivel", "Nivel de gobierno", &vocabulario_nivel);
	choice(out, ex, "clase", "Clase de contraparte", &vocabulario_clase_contraparte);
	choice(out, ex, "tipo", "Tipo", &vocabulario_tipo_acuerdo);
	choice(out, ex, "estado", "Estado", &vocabulario_asiento_estado);
	field(out, ex, "firma_desde", "Firmado desde", "date");
	field(out, ex, "firma_hasta", "Firmado hasta", "date");
	further(out, ex);
	buf_puts(out,
		"<p><button>Buscar</button></p>\n</form>\n<p>Todas las palabras, con acentos o sin ellos; \"entre comillas\", la frase "
		"exacta; "
		"comienzo*, lo que empieza así; -palabra, sin ella. También <a href=\"/v1/registro/estadisticas\">estadísticas (JSON)</a> "
		"y la "
		"<a href=\"/v1/verificacion\">verificación de documentos</a>.</p>\n");
}

static void result(struct buf *out, const struct asiento_vista *v)
{
	BUF_AUTO b;
	buf_init(&b, REGISTRO_HOJA_MAX);
	asiento_path(&b, v->f.numero);
	buf_puts(out, "<tr><td><a href=\"");
	html_text(out, buf_str(&b));
	buf_puts(out, "\">");
	html_text(out, v->f.numero);
	buf_puts(out, "</a><td>");
	html_text(out, v->d.denominacion ? v->d.denominacion : "");
	buf_puts(out, "<td>");
	buf_reset(&b);
	asiento_parties(&b, &v->d, true);
	html_text(out, buf_str(&b));
	buf_puts(out, "<td>");
	buf_reset(&b);
	asiento_parties(&b, &v->d, false);
	html_text(out, buf_str(&b));
	buf_puts(out, "<td>");
	buf_reset(&b);
	asiento_date(&b, v->d.fecha_firma, v->d.precision_fecha);
	html_text(out, buf_str(&b));
	buf_puts(out, "<td>");
	html_text(out, vocabulario_titulo(&vocabulario_asiento_estado, (int)v->estado));
	buf_putc(out, '\n');
}

static void link(struct buf *out, const struct exchange *ex, const char *const *sin, const char *rel, const char *mas, const char *valor,
	const char *titulo)
{
	BUF_AUTO b;
	buf_init(&b, 32768);
	registro_address(&b, ex, parametros, sin);
	buf_puts(&b, mas);
	solicitud_encode(&b, valor);
	buf_printf(out, "<p><a%s href=\"", rel);
	html_text(out, buf_str(&b));
	buf_printf(out, "\">%s</a></p>\n", titulo);
}

/* The counts that were asked, or where to ask for them; the page that follows. */
static void further_links(struct buf *out, const struct exchange *ex, const struct pagina *p)
{
	static const char *const facetas[] = {"facetas", NULL};
	if (p->siguiente)
		link(out, ex, NULL, " rel=next", "cursor=", p->siguiente, "Siguientes");
	if (p->facetas.n)
		registro_facetas_html(out, ex, parametros, &p->facetas, p->cuentas, p->n_cuentas, p->parcial);
	else if (p->n)
		link(out, ex, facetas, "", "facetas=", "entidad,nivel,clase,pais,region,tipo,area,anio",
			"Cuántos hay, por entidad, país, tipo y demás");
}

/* Nothing found: the constancia, for whoever needs it in writing. Without a condition there is none. */
static void certificate_form(struct buf *out, const struct exchange *ex)
{
	static const char *const criterios[] = {REGISTRO_CONSULTA_PARAMETROS, NULL};
	BUF_AUTO b;
	buf_init(&b, 32768);
	for (const char *const *k = criterios; *k; k++) {
		const char *v = consulta_dada(ex, *k);
		if (!v)
			continue;
		buf_printf(&b, "%c%s=", b.len ? '&' : '?', *k);
		solicitud_encode(&b, v);
	}
	if (b.len == 0)
		return;
	buf_puts(out, "<form method=post action=\"/v1/registro/no-localizacion");
	html_text(out, buf_str(&b));
	buf_puts(out, "\"><p><button>Pedir una constancia de no localización (PDF)</button></p></form>\n");
}

static void write_html(struct buf *out, const struct exchange *ex, const struct pagina *p)
{
	html_begin(out, "Registro de Acuerdos Interinstitucionales");
	form(out, ex);
	if (p->n == 0) {
		buf_puts(out, "<p class=aviso>Ningún asiento corresponde a esta búsqueda. Eso no prueba que el acuerdo no exista.</p>\n");
		if (!consulta_dada(ex, "cursor"))
			certificate_form(out, ex);
	} else {
		buf_puts(out,
			"<div class=ancha role=region aria-label=\"Asientos hallados\" tabindex=0>\n<table>\n<thead><tr><th "
			"scope=col>Número<th scope=col>"
			"Denominación<th scope=col>Por México<th scope=col>Por la otra parte<th scope=col>Firma<th "
			"scope=col>Estado</thead>\n");
		for (size_t i = 0; i < p->n; i++)
			result(out, &p->v[i]);
		buf_puts(out, "</table>\n</div>\n");
	}
	further_links(out, ex, p);
	buf_puts(out,
		"<p>Datos abiertos: el Registro completo en <a href=\"/v1/registro/descargas/registro.csv\">CSV</a> o "
		"<a href=\"/v1/registro/descargas/registro.jsonl\">JSON por líneas</a>, su <a "
		"href=\"/v1/registro/diccionario\">diccionario</a>, sus "
		"<a href=\"/v1/registro/trimestres\">cifras trimestrales</a>, <a type=\"application/atom+xml\" "
		"href=\"/v1/registro/novedades.atom\">"
		"lo nuevo</a> y el <a href=\"/v1/registro/catalogo\">catálogo</a>. Licencia: <a rel=license href=\"" LICENCIA_URI
		"\">" LICENCIA_NOMBRE "</a>.</p>\n");
	html_end(out);
}

/* ---- answer ---- */

/* What all of them bear, and where the page after it is ("": none); true when the caller's copy is this one: 304 is set. */
static bool reply_begin(struct exchange *ex, const char *etag, const char *siguiente)
{
	exchange_header(ex, "ETag", etag);
	exchange_header(ex, "Cache-Control", "public, max-age=60");
	exchange_header(ex, "Vary", "Accept");
	if (etag_matches(ex->if_none_match, etag)) {
		exchange_empty(ex, 304);
		return true;
	}
	if (*siguiente)
		solicitud_link_next(ex, siguiente, parametros);
	if (ex->medio == MEDIO_HTML)
		exchange_header(ex, "Content-Security-Policy", HTML_POLITICA);
	return false;
}

static const char *content_type(const struct exchange *ex)
{
	return ex->medio == MEDIO_HTML   ? "text/html; charset=utf-8"
		: ex->medio == MEDIO_CSV ? "text/csv; charset=utf-8; header=present"
					 : "application/json";
}

/* Kept answers are the body, an end of line and the cursor. */
static bool reply_kept(struct exchange *ex, struct obrero *o, const char *etag)
{
	const struct guardada *g = respuestas_take(o->app->paginas, etag);
	if (!g)
		return false;
	const char *fin = memrchr(g->cuerpo, '\n', g->len);
	if (reply_begin(ex, etag, fin + 1))
		respuestas_release(g);
	else
		solicitud_guardada(ex, content_type(ex), g, (size_t)(fin - g->cuerpo));
	return true;
}

static void answer(struct exchange *ex, struct obrero *o, const struct pagina *p, const char *etag)
{
	const char *siguiente = p->siguiente ? p->siguiente : "";
	BUF_AUTO out;
	buf_init(&out, CUERPO_MAX);
	if (ex->medio == MEDIO_HTML) {
		write_html(&out, ex, p);
	} else if (ex->medio == MEDIO_CSV) {
		asiento_csv_heading(&out);
		for (size_t i = 0; i < p->n; i++)
			asiento_csv_row(&out, &p->v[i], p->a);
	} else {
		write_json(&out, p);
	}
	const size_t n = out.len;
	buf_putc(&out, '\n');
	buf_puts(&out, siguiente);
	respuestas_put(o->app->paginas, etag, &out);
	buf_truncate(&out, n);
	if (!reply_begin(ex, etag, siguiente))
		exchange_body(ex, 200, content_type(ex), &out);
}

/* What was answered of this version is answered again before anything is read: it was understood then. The rest moves to where it holds up nobody else. */
static enum status list(struct exchange *ex, struct obrero *o, struct registro_version *v, bool *movido)
{
	struct pagina p = {0};
	enum status st = exchange_query_only(ex, parametros);
	if (st == STATUS_OK && v->actos < 0)
		st = registro_version(o->db, v, &ex->err);
	const char *etag = st == STATUS_OK ? solicitud_etag_de(ex, parametros, v->actos, v->palabras) : NULL;
	if (st == STATUS_OK && !etag)
		return error_set(&ex->err, PROBLEM_SATURADO);
	if (st != STATUS_OK || reply_kept(ex, o, etag))
		return st;
	*movido = ex->lane == LANE_LECTURA;
	if (*movido)
		return STATUS_OK;
	st = read_filter(ex, o, &p);
	if (st != STATUS_OK || (etag_matches(ex->if_none_match, etag) && reply_begin(ex, etag, "")))
		return st;
	ARENA_AUTO *a = arena_create(REGISTRO_PAGINA_ARENA);
	if (!a)
		return error_set(&ex->err, PROBLEM_SATURADO);
	p.a = a;
	p.tamano = v->actos;
	st = load(ex, o, &p);
	if (st == STATUS_OK)
		answer(ex, o, &p, etag);
	return st;
}

/* One look at the version is for all: each was asked before it. */
void recurso_listar_asientos(struct exchange **ex, size_t n, void *worker)
{
	struct registro_version v = {.actos = -1};
	for (size_t i = 0; i < n; i++) {
		bool movido = false;
		const enum status st = list(ex[i], worker, &v, &movido);
		if (movido)
			exchange_move(ex[i], LANE_GENERAL);
		else if (st != STATUS_OK)
			exchange_problem(ex[i]);
	}
}
