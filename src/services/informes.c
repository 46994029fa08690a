/* Reports: encoded, stored, made again where they are missing, and shown. */
#include "services/informes.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "codec/campos.h"
#include "codec/json.h"
#include "store/contenido.h"

#define PDFTOPPM "/usr/bin/pdftoppm"

/* ---- canonical JSON ---- */

#define T struct informe_hallazgo
static const struct json_field hallazgo_campos[] = {
	CAMPO_ENUM(T, codigo, "codigo", hallazgo, 0),
	CAMPO_TEXTO(T, detalle, "detalle", 0, 0, 0),
	CAMPO_INT(T, pagina, "pagina", 0, 0, 0),
	CAMPO_INT(T, parrafo, "parrafo", 0, 0, 0),
	CAMPO_TEXTO(T, pasaje, "pasaje", 0, 0, 0),
};
#undef T
static const struct json_desc desc_hallazgo = DESC("informe.hallazgo", struct informe_hallazgo, hallazgo_campos);

#define T struct informe_pagina
static const struct json_field pagina_campos[] = {
	CAMPO_INT(T, alto, "alto", 0, 0, 0),
	CAMPO_INT(T, ancho, "ancho", 0, 0, 0),
	CAMPO_INT(T, caracteres, "caracteres", 0, 0, JSON_ALWAYS),
	CAMPO_INT(T, imagen, "imagen", 0, 0, JSON_ALWAYS),
	CAMPO_INT(T, ppp, "ppp", 0, 0, 0),
};
#undef T
static const struct json_desc desc_pagina = DESC("informe.pagina", struct informe_pagina, pagina_campos);

#define T struct informe_fuente
static const struct json_field fuente_campos[] = {
	CAMPO(T, incrustada, "incrustada", BOOL, .flags = JSON_ALWAYS),
	CAMPO_TEXTO(T, nombre, "nombre", 0, 0, 0),
};
#undef T
static const struct json_desc desc_fuente = DESC("informe.fuente", struct informe_fuente, fuente_campos);

#define T struct informe_firma
static const struct json_field firma_campos[] = {
	CAMPO(T, cubre_todo, "cubre_todo", BOOL, .flags = JSON_ALWAYS),
	CAMPO_TEXTO(T, fecha, "fecha", 0, 0, 0),
	CAMPO_TEXTO(T, nombre, "nombre", 0, 0, 0),
};
#undef T
static const struct json_desc desc_firma = DESC("informe.firma", struct informe_firma, firma_campos);

#define T struct informe_autor
static const struct json_field autor_campos[] = {
	CAMPO_INT(T, comentarios, "comentarios", 0, 0, 0),
	CAMPO_INT(T, eliminaciones, "eliminaciones", 0, 0, 0),
	CAMPO_INT(T, formatos, "formatos", 0, 0, 0),
	CAMPO_INT(T, inserciones, "inserciones", 0, 0, 0),
	CAMPO_TEXTO(T, nombre, "nombre", 0, 0, 0),
};
#undef T
static const struct json_desc desc_autor = DESC("informe.autor", struct informe_autor, autor_campos);

#define T struct informe_idioma
static const struct json_field idioma_campos[] = {
	CAMPO_TEXTO(T, codigo, "codigo", 0, 0, 0),
	CAMPO_INT(T, palabras, "palabras", 0, 0, 0),
};
#undef T
static const struct json_desc desc_idioma = DESC("informe.idioma", struct informe_idioma, idioma_campos);

#define T struct parrafo
static const struct json_field parrafo_campos[] = {
	CAMPO_INT(T, confianza, "confianza", 0, 0, 0),
	CAMPO_INT(T, nivel, "nivel", 0, 0, 0),
	CAMPO_INT(T, pagina, "pagina", 0, 0, 0),
	CAMPO_TEXTO(T, texto, "texto", 0, 0, 0),
};
#undef T
static const struct json_desc desc_parrafo = DESC("informe.parrafo", struct parrafo, parrafo_campos);

#define T struct informe
static const struct json_field informe_campos[] = {
	CAMPO_INT(T, alto, "alto", 0, 0, 0),
	CAMPO_INT(T, ancho, "ancho", 0, 0, 0),
	CAMPO_LISTA(T, autores, "autores", 0, 0, OBJECT, .sub = &desc_autor),
	CAMPO(T, cifrado, "cifrado", BOOL, .flags = 0),
	CAMPO_LISTA(T, firmas, "firmas", 0, 0, OBJECT, .sub = &desc_firma),
	CAMPO(T, formulario, "formulario", BOOL, .flags = 0),
	CAMPO_LISTA(T, fuentes, "fuentes", 0, 0, OBJECT, .sub = &desc_fuente),
	CAMPO_LISTA(T, hallazgos, "hallazgos", 0, 0, OBJECT, .sub = &desc_hallazgo),
	CAMPO(T, huella, "huella", SHA256, .flags = 0),
	CAMPO_TEXTO(T, idioma_declarado, "idioma_declarado", 0, 0, 0),
	CAMPO_LISTA(T, idiomas, "idiomas", 0, 0, OBJECT, .sub = &desc_idioma),
	CAMPO_LISTA(T, paginas, "paginas", 0, 0, OBJECT, .sub = &desc_pagina),
	CAMPO_INT(T, palabras, "palabras", 0, 0, 0),
	CAMPO(T, texto.parrafos, "parrafos", ARRAY, .count_offset = offsetof(T, texto.n), .item = JSON_KIND_OBJECT,
		.item_size = sizeof(struct parrafo), .sub = &desc_parrafo),
	CAMPO_ENUM(T, tipo, "tipo", documento_tipo, 0),
	CAMPO_INT(T, total_paginas, "total_paginas", 0, 0, 0),
};
#undef T
static const struct json_desc desc_informe = DESC("informe", struct informe, informe_campos);

void informe_encode(const struct informe *i, struct buf *out)
{
	json_encode(&desc_informe, i, out);
}

enum status informe_decode(const char *json, size_t len, struct arena *a, struct informe *out, struct error *err)
{
	enum status st = json_decode_trusted(&desc_informe, json, len, out, a, err);
	if (st == STATUS_OK)
		out->tiene_huella = !sha256_is_zero(&out->huella);
	return st;
}

/* ---- kept ---- */

struct informe_opciones informe_opciones_of(const struct app *app)
{
	return (struct informe_opciones){.caja = {.inspector = app->inspector}, .lanzador = app->lanzador, .clamd = app->config->clamd};
}

struct lectura_opciones lectura_opciones_of(const struct app *app)
{
	return (struct lectura_opciones){.caja = informe_opciones_of(app).caja,
		.lanzador = app->lanzador,
		.carpeta_temporal = app->config->carpeta_temporal,
		.pdftoppm = PDFTOPPM,
		.tesseract = app->config->tesseract};
}

enum status informe_find(struct obrero *o, const struct sha256 *sha, struct arena *a, struct informe *out, bool *hay, struct error *err)
{
	const char *json;
	ARENA_AUTO *paso = arena_create(INFORME_JSON_MAX + 1024);
	*hay = false;
	if (!paso)
		return error_set(err, PROBLEM_SATURADO);
	enum status st = contenido_informe_get(o->db, sha, INFORME_VERSION, paso, &json, err);
	if (st != STATUS_OK || !json)
		return st;
	st = informe_decode(json, strlen(json), a, out, err);
	*hay = st == STATUS_OK;
	return st;
}

static enum status make_again(
	struct obrero *o, const struct sha256 *sha, int64_t tamano, int fd, struct arena *a, struct informe *out, struct error *err)
{
	struct informe_opciones op = informe_opciones_of(o->app);
	BUF_AUTO json;
	buf_init(&json, INFORME_JSON_MAX);
	enum status st = contenido_get(o->db, sha, 0, tamano, fd, err);
	if (st == STATUS_OK)
		st = informe_run(&op, fd, (uint64_t)tamano, NULL, a, out, err);
	if (st != STATUS_OK)
		return st;
	informe_encode(out, &json);
	if (json.failed)
		return error_set(err, PROBLEM_SATURADO);
	return contenido_informe_put(o->db, sha, INFORME_VERSION, buf_str(&json), err);
}

enum status informe_load(
	struct obrero *o, const struct sha256 *sha, int64_t tamano, struct arena *a, struct informe *out, struct error *err)
{
	bool hay;
	enum status st = informe_find(o, sha, a, out, &hay, err);
	if (st != STATUS_OK || hay)
		return st;
	int fd = open(o->app->config->carpeta_temporal, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0)
		return error_set_errno(err, PROBLEM_SATURADO, "carpeta_temporal");
	st = make_again(o, sha, tamano, fd, a, out, err);
	close(fd);
	return st;
}

/* ---- shown ---- */

static const char *lugar(struct buf *b, const struct informe_hallazgo *h)
{
	buf_reset(b);
	if (h->pagina)
		buf_printf(b, "página %d", h->pagina);
	if (h->parrafo)
		buf_printf(b, "%spárrafo %d", h->pagina ? ", " : "", h->parrafo);
	return h->pagina || h->parrafo ? buf_str(b) : "todo el documento";
}

static void write_findings(struct json_writer *w, const struct informe *i)
{
	BUF_AUTO donde;
	buf_init(&donde, 100);
	json_array(w, "hallazgos");
	for (size_t k = 0; k < i->n_hallazgos; k++) {
		const struct informe_hallazgo *h = &i->hallazgos[k];
		const struct hallazgo_info *info = hallazgo_info(h->codigo);
		json_object(w, NULL);
		json_slug(w, "codigo", &vocabulario_hallazgo, h->codigo);
		json_slug(w, "severidad", &vocabulario_severidad, info->severidad);
		json_string(w, "titulo", info->titulo);
		json_string(w, "donde", lugar(&donde, h));
		if (h->pagina)
			json_int(w, "pagina", h->pagina);
		if (h->parrafo)
			json_int(w, "parrafo", h->parrafo);
		json_string(w, "pasaje", h->pasaje);
		json_string(w, "detalle", h->detalle);
		json_string(w, "por_que", info->por_que);
		json_string(w, "que_hacer", info->que_hacer);
		json_object_end(w);
	}
	json_array_end(w);
}

/* A list with the members of its descriptor. */
static void write_list(struct json_writer *w, const char *key, const struct json_desc *d, const void *items, size_t n)
{
	if (n == 0)
		return;
	json_array(w, key);
	for (size_t k = 0; k < n; k++)
		json_value(w, NULL, d, (const char *)items + k * d->size);
	json_array_end(w);
}

void informe_write(struct buf *out, const struct informe *i)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	json_string(&w, "tipo_medio", documento_tipo_media(i->tipo));
	write_findings(&w, i);
	json_object(&w, "datos");
	if (i->total_paginas)
		json_int(&w, "total_paginas", i->total_paginas);
	if (i->ancho) {
		json_int(&w, "ancho_px", i->ancho);
		json_int(&w, "alto_px", i->alto);
	}
	if (i->tipo == DOCUMENTO_PDF) {
		json_bool(&w, "cifrado", i->cifrado);
		json_bool(&w, "formulario", i->formulario);
	}
	if (i->tiene_huella) {
		json_sha256(&w, "huella", &i->huella);
		json_int(&w, "palabras", i->palabras);
	}
	if (i->texto.n)
		json_int(&w, "parrafos", (int64_t)i->texto.n);
	json_string(&w, "idioma_declarado", i->idioma_declarado);
	write_list(&w, "idiomas", &desc_idioma, i->idiomas, i->n_idiomas);
	write_list(&w, "paginas", &desc_pagina, i->paginas, i->n_paginas);
	write_list(&w, "fuentes", &desc_fuente, i->fuentes, i->n_fuentes);
	write_list(&w, "firmas", &desc_firma, i->firmas, i->n_firmas);
	write_list(&w, "autores", &desc_autor, i->autores, i->n_autores);
	json_object_end(&w);
	json_object_end(&w);
}
