#include "services/no_localizacion.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "emision/letra.h"
#include "services/lugares.h"
#include "services/numeros.h"
#include "store/expedientes.h"

#define INTENTOS 5 /* while somebody writes into the registry, its head is never the latest for long */
#define CRITERIOS_MAX 32
#define TEXTO_MAX ((size_t)16 << 10) /* of one criterion */
#define JSON_MAX ((size_t)512 << 10)

/* ---- criteria, in words ---- */

struct criterios {
	struct arena *a;
	struct criterio v[CRITERIOS_MAX];
	size_t n;
	bool lleno;
};

static void add(struct criterios *k, const char *nombre, const struct buf *valor)
{
	const char *texto = valor->failed ? NULL : arena_strdup(k->a, buf_str(valor));
	if (!texto || k->n == CRITERIOS_MAX)
		k->lleno = true;
	else
		k->v[k->n++] = (struct criterio){.nombre = nombre, .valor = texto};
}

static void add_text(struct criterios *k, const char *nombre, const char *texto)
{
	BUF_AUTO b;
	buf_init(&b, TEXTO_MAX);
	if (!texto)
		return;
	buf_puts(&b, "«");
	buf_puts(&b, texto);
	buf_puts(&b, "»");
	add(k, nombre, &b);
}

static void add_date(struct criterios *k, const char *nombre, dia_t d)
{
	BUF_AUTO b;
	buf_init(&b, TEXTO_MAX);
	letra_fecha(&b, d);
	if (d != DIA_NINGUNO)
		add(k, nombre, &b);
}

static const char *state_of(struct arena *a, const char *codigo)
{
	return lugar_entidad(a, codigo);
}

/* "Jalisco (14) o Colima (06)": names by the vocabulary, or by `nombra` with the code beside it. */
static void add_list(struct criterios *k, const char *nombre, const struct registro_lista *l, const struct vocabulario *v,
	const char *(*nombra)(struct arena *, const char *))
{
	BUF_AUTO b;
	buf_init(&b, TEXTO_MAX);
	if (l->n == 0)
		return;
	for (size_t i = 0; i < l->n; i++) {
		const char *titulo = v ? vocabulario_titulo(v, vocabulario_find(v, l->v[i])) : nombra(k->a, l->v[i]);
		buf_puts(&b, i ? " o " : "");
		if (v)
			buf_puts(&b, titulo);
		else if (*titulo)
			buf_printf(&b, "%s (%s)", titulo, l->v[i]);
		else
			buf_puts(&b, l->v[i]);
	}
	add(k, nombre, &b);
}

static void add_with(struct criterios *k, const char *nombre, enum registro_con con)
{
	BUF_AUTO b;
	buf_init(&b, TEXTO_MAX);
	buf_puts(&b, con == REGISTRO_CON ? "Sí" : "No");
	if (con != REGISTRO_CUALQUIERA)
		add(k, nombre, &b);
}

static void add_provenance(struct criterios *k, const struct registro_lista *l)
{
	BUF_AUTO b;
	buf_init(&b, TEXTO_MAX);
	for (size_t i = 0; i < l->n; i++) {
		buf_puts(&b, i ? " o " : "");
		buf_puts(&b, *l->v[i] ? "carga histórica" : "expediente de este servicio");
	}
	if (l->n)
		add(k, "Procedencia", &b);
}

/* The registry as it stood on a past day; on a day to come, only states depend on it. */
static void add_day(struct criterios *k, const struct registro_filtro *f, dia_t hoy)
{
	if (f->antes_de != INSTANTE_NINGUNO)
		add_date(k, "En el Registro como estaba al final del día", f->dia);
	else if (f->dia != hoy)
		add_date(k, "Estado de los acuerdos al día", f->dia);
}

static void spell_out(struct criterios *k, const struct no_localizacion *p, dia_t hoy)
{
	const struct registro_filtro *f = p->filtro;
	add_text(k, "Palabras (todas, en cualquiera de sus formas, con o sin acentos)", p->palabras);
	add_text(k, "Nombre de una de las partes", p->parte);
	add_text(k, "Número que comienza con", f->numero);
	add_list(k, "Entidad federativa", &f->entidades, NULL, state_of);
	add_text(k, "Municipio", f->municipio);
	add_list(k, "Nivel de gobierno", &f->niveles, &vocabulario_nivel, NULL);
	add_list(k, "Clase de contraparte", &f->clases, &vocabulario_clase_contraparte, NULL);
	add_list(k, "País", &f->paises, NULL, lugar_pais);
	add_list(k, "Región", &f->regiones, NULL, lugar_region_nombre);
	add_list(k, "Tipo", &f->tipos, &vocabulario_tipo_acuerdo, NULL);
	add_list(k, "Área de cooperación", &f->areas, &vocabulario_area, NULL);
	add_list(k, "Estado", &f->estados, &vocabulario_asiento_estado, NULL);
	add_list(k, "Vigencia", &f->vigencias, &vocabulario_vigencia, NULL);
	add_list(k, "Precisión de la fecha de firma", &f->precisiones, &vocabulario_precision, NULL);
	add_date(k, "Firmado desde el", f->firma_desde);
	add_date(k, "Firmado hasta el", f->firma_hasta);
	add_date(k, "Inscrito desde el", f->inscrito_desde);
	add_date(k, "Inscrito hasta el", f->inscrito_hasta);
	add_text(k, "Lugar de firma", f->lugar);
	add_date(k, "Vigente desde el, o después", f->inicia_desde);
	add_date(k, "Vigente desde el, o antes", f->inicia_hasta);
	add_date(k, "Vigente hasta el, o después", f->vence_desde);
	add_date(k, "Vigente hasta el, o antes", f->vence_hasta);
	add_text(k, "Que sigue al asiento", f->antecesor);
	add_with(k, "Con acuerdo anterior", f->antecesores);
	add_with(k, "Con acuerdo posterior", f->sucesores);
	add_provenance(k, &f->procedencias);
	add_day(k, f, hoy);
}

static const struct json_field criterio_campos[] = {
	{.name = "nombre", .kind = JSON_KIND_STRING, .offset = offsetof(struct criterio, nombre), .max = 200},
	{.name = "valor", .kind = JSON_KIND_STRING, .offset = offsetof(struct criterio, valor), .max = TEXTO_MAX},
};
static const struct json_desc desc_criterio = {.name = "criterio",
	.size = sizeof(struct criterio),
	.fields = criterio_campos,
	.n_fields = sizeof criterio_campos / sizeof *criterio_campos};
struct lista_criterios {
	struct criterio *v;
	size_t n;
};
static const struct json_field lista_campos[] = {
	{.name = "criterios",
		.kind = JSON_KIND_ARRAY,
		.offset = offsetof(struct lista_criterios, v),
		.count_offset = offsetof(struct lista_criterios, n),
		.item = JSON_KIND_OBJECT,
		.item_size = sizeof(struct criterio),
		.sub = &desc_criterio,
		.max = CRITERIOS_MAX},
};
static const struct json_desc desc_lista = {.name = "criterios",
	.size = sizeof(struct lista_criterios),
	.fields = lista_campos,
	.n_fields = sizeof lista_campos / sizeof *lista_campos};

/* ---- the search ---- */

struct busqueda {
	struct obrero *o;
	struct no_localizacion *p;
	struct arena *a;
	instante_t momento; /* what was recorded before it was looked through */
	struct bitacora_cabeza cabeza;
	struct criterios criterios;
	const char *url;
	dia_t hoy;
};

static enum status found(const struct busqueda *b, int64_t n, struct error *err)
{
	const char *cuantos =
		arena_printf(b->a, n > NO_LOCALIZACION_TOPE ? "%d+" : "%d", n > NO_LOCALIZACION_TOPE ? NO_LOCALIZACION_TOPE : (int)n);
	return error_set(err, PROBLEM_ASIENTOS_LOCALIZADOS, cuantos ? cuantos : "", b->p->direccion);
}

/* One look: nothing found, and the journal that was searched is one whose head is signed. *hecho false: it grew meanwhile. */
static enum status look(struct busqueda *b, bool *hecho, struct error *err)
{
	int64_t n = 0, tamano = 0, firmado = 0;
	enum status st = b->o->app->llave_bitacora ? bitacora_sign_due(b->o, &firmado, err) : STATUS_OK;
	b->momento = reloj_legal();
	if (st == STATUS_OK)
		st = registro_locate(b->o->db, b->p->filtro, NO_LOCALIZACION_TOPE + 1, &n, &tamano, err);
	if (st == STATUS_OK && n > 0)
		st = found(b, n, err);
	return st == STATUS_OK ? bitacora_head_of(b->o->db, tamano, &b->cabeza, hecho, err) : st;
}

static enum status search(struct busqueda *b, struct error *err)
{
	bool hecho = false;
	enum status st = STATUS_OK;
	for (int i = 0; i < INTENTOS && !hecho && st == STATUS_OK; i++)
		st = look(b, &hecho, err);
	return st == STATUS_OK && !hecho ? error_set(err, PROBLEM_BITACORA_SIN_CABEZA) : st;
}

/* ---- the document ---- */

static enum status number(struct busqueda *b, struct error *err)
{
	const int anio = dia_to_civil(b->hoy).anio;
	struct numeracion s = {.serie = SERIE_NO_LOCALIZACION, .anio = anio, .cuantos = 1};
	enum status st = expedientes_numerate(b->o->db, &s, 1, err);
	if (st != STATUS_OK)
		return st;
	codigo_nuevo(b->p->codigo);
	b->p->numero = numero_format(b->a, config_patron(b->o->app->config, SERIE_NO_LOCALIZACION), anio, s.ultimo);
	b->url = emision_url(b->o->app->escribania->url_publica, b->p->codigo, b->a);
	return b->p->numero && b->url ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

static void write_criteria(struct json_writer *w, const struct criterios *k)
{
	json_array(w, "criterios");
	for (size_t i = 0; i < k->n; i++)
		json_value(w, NULL, &desc_criterio, &k->v[i]);
	json_array_end(w);
}

/* "14:05:09 horas (UTC-06:00)", from the form of RFC 3339. */
static void write_time(struct json_writer *w, const char *key, instante_t t)
{
	char iso[INSTANTE_LEN], texto[64];
	instante_format(t, iso);
	snprintf(texto, sizeof texto, "%.8s horas (UTC%s)", iso + strcspn(iso, "T") + 1, iso + strlen(iso) - strlen("-06:00"));
	json_string(w, key, texto);
}

static enum status data(const struct busqueda *b, struct buf *out, struct error *err)
{
	const struct certificado_marco m = {
		.titulo = NO_LOCALIZACION_TITULO, .numero = b->p->numero, .codigo = b->p->codigo, .url = b->url, .hoy = b->hoy};
	char llave[2 * FIRMA_PUBLICA_LEN + 1], firmada[INSTANTE_LEN];
	struct json_writer w;
	hex_encode(b->cabeza.llave.b, FIRMA_PUBLICA_LEN, llave);
	instante_format_utc(b->cabeza.momento, firmada);
	json_begin(&w, out);
	json_object(&w, NULL);
	enum status st = certificado_frame(&w, &m, err);
	if (st != STATUS_OK)
		return st;
	json_object(&w, "consulta");
	write_time(&w, "hora", b->momento);
	json_string(&w, "direccion", b->p->direccion);
	write_criteria(&w, &b->criterios);
	json_object_end(&w);
	json_object(&w, "bitacora");
	json_string(&w, "archivo", NO_LOCALIZACION_ADJUNTO);
	json_int(&w, "tamano", b->cabeza.tamano);
	json_sha256(&w, "raiz", &b->cabeza.raiz);
	json_string(&w, "momento", firmada);
	json_string(&w, "llave", llave);
	json_object_end(&w);
	json_object_end(&w);
	return out->failed ? error_set(err, PROBLEM_INTERNO) : STATUS_OK;
}

/* The same for programs, inside the file: the search and the head, so that anyone who keeps the leaves can search them again. */
static void attachment(const struct busqueda *b, struct buf *out)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	json_string(&w, "numero", b->p->numero);
	json_instante(&w, "momento", b->momento);
	json_string(&w, "consulta", b->p->direccion);
	write_criteria(&w, &b->criterios);
	json_int(&w, "asientos_localizados", 0);
	json_int(&w, "registro", b->cabeza.tamano);
	bitacora_write_head(&w, "cabeza", &b->cabeza);
	json_object_end(&w);
}

static enum status issue(struct busqueda *b, struct buf *pdf, struct error *err)
{
	BUF_AUTO datos, adjunto, criterios;
	buf_init(&datos, JSON_MAX);
	buf_init(&adjunto, JSON_MAX);
	buf_init(&criterios, JSON_MAX);
	json_encode(&desc_lista, &(struct lista_criterios){.v = b->criterios.v, .n = b->criterios.n}, &criterios);
	attachment(b, &adjunto);
	enum status st = data(b, &datos, err);
	if (st != STATUS_OK || adjunto.failed || criterios.failed)
		return st != STATUS_OK ? st : error_set(err, PROBLEM_INTERNO);
	const struct pliego p = {
		.plantilla = "constancia_no_localizacion.html",
		.titulo = arena_printf(b->a, NO_LOCALIZACION_TITULO " %s", b->p->numero),
		.autor = CERTIFICADO_AUTOR,
		.asunto = b->p->numero,
		.creado = b->momento,
		.datos = buf_str(&datos),
		.adjunto_nombre = NO_LOCALIZACION_ADJUNTO,
		.adjunto = buf_str(&adjunto),
	};
	struct certificado_fila f = {.codigo = b->p->codigo,
		.numero = b->p->numero,
		.criterios = buf_str(&criterios),
		.momento = b->momento,
		.tamano = b->cabeza.tamano};
	return p.titulo ? certificado_issue(b->o, &p, &f, b->a, pdf, err) : error_set(err, PROBLEM_INTERNO);
}

enum status no_localizacion_make(struct obrero *o, struct no_localizacion *p, struct arena *a, struct buf *pdf, struct error *err)
{
	if (!o->app->escribania)
		return error_set(err, PROBLEM_SELLO_NO_DISPONIBLE, "no hay ningún certificado configurado (sello_certificado)");
	struct busqueda *b = ARENA_NEW(a, struct busqueda);
	if (!b)
		return error_set(err, PROBLEM_INTERNO);
	*b = (struct busqueda){.o = o, .p = p, .a = a, .criterios = {.a = a}};
	enum status st = search(b, err);
	if (st != STATUS_OK)
		return st;
	b->hoy = instante_dia(b->momento);
	spell_out(&b->criterios, p, b->hoy);
	st = b->criterios.lleno ? error_set(err, PROBLEM_SATURADO) : number(b, err);
	return st == STATUS_OK ? issue(b, pdf, err) : st;
}

enum status no_localizacion_describe(const struct certificado_fila *f, struct arena *a, struct verificado *out, struct error *err)
{
	struct lista_criterios l = {0};
	enum status st = json_decode_trusted(&desc_lista, f->criterios, strlen(f->criterios), &l, a, err);
	if (st != STATUS_OK)
		return st;
	out->clase = NO_LOCALIZACION_CLASE;
	out->titulo = NO_LOCALIZACION_TITULO;
	out->numero = f->numero;
	out->vigor.vigente = true;
	out->criterios = l.v;
	out->n_criterios = l.n;
	out->registro = f->tamano;
	out->momento = f->momento;
	out->fecha = instante_dia(f->momento);
	return STATUS_OK;
}
