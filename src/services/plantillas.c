#include "services/plantillas.h"

#include <string.h>

#include "codec/json.h"

#define JUEGO_MAX ((size_t)32 << 20)
#define VECES 3 /* that a trial is repeated because others changed meanwhile */

struct imprenta plantillas_press(const struct app *app, const struct plantillas *p)
{
	return (struct imprenta){.lanzador = app->lanzador, .python = app->config->python, .plantillas = p};
}

/* ---- in force ---- */

static enum status overlay(
	const struct plantillas *archivos, const struct plantilla_fila *filas, size_t n, struct plantillas **out, struct error *err)
{
	struct plantillas *p = *out = plantillas_copy(archivos);
	/* What a later program has no longer is passed over. */
	for (size_t i = 0; p && i < n; i++)
		(void)!plantillas_replace(p, filas[i].nombre, filas[i].texto, filas[i].version);
	return p ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

enum status plantillas_in_force(
	struct db *db, const struct plantillas *archivos, struct arena *a, struct plantillas **out, struct error *err)
{
	struct plantilla_fila *filas = NULL;
	size_t n = 0;
	*out = NULL;
	enum status st = plantillas_last(db, NULL, a, &filas, &n, err);
	return st == STATUS_OK ? overlay(archivos, filas, n, out, err) : st;
}

enum status plantillas_for_document(
	struct db *db, const struct plantillas *archivos, struct arena *a, struct plantillas **out, struct sha256 *juego, struct error *err)
{
	BUF_AUTO b;
	buf_init(&b, JUEGO_MAX);
	enum status st = plantillas_in_force(db, archivos, a, out, err);
	if (st != STATUS_OK)
		return st;
	plantillas_write_set(*out, &b);
	sha256_of(buf_str(&b), b.len, juego);
	st = b.failed ? error_set(err, PROBLEM_SATURADO) : plantillas_keep_set(db, juego, buf_str(&b), err);
	if (st != STATUS_OK) {
		plantillas_free(*out);
		*out = NULL;
	}
	return st;
}

/* ---- showing ---- */

static void show_file(const struct plantilla_dato *d, struct plantilla_vista *v)
{
	*v = (struct plantilla_vista){
		.fila = {.nombre = d->nombre,
			.version = PLANTILLA_VERSION_ARCHIVO,
			.texto = d->texto,
			.motivo = "",
			.creada_en = INSTANTE_NINGUNO},
		.origen = d->carpeta ? "carpeta" : "programa",
	};
}

/* A row, over its file. */
static void show_row(const struct plantilla_dato *archivo, const struct plantilla_fila *f, struct plantilla_vista *v)
{
	show_file(archivo, v);
	v->fila = *f;
	if (f->texto)
		v->origen = "propia";
	else
		v->fila.texto = archivo->texto;
}

static const struct plantilla_fila *row_of(const struct plantilla_fila *filas, size_t n, const char *nombre)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(filas[i].nombre, nombre) == 0)
			return &filas[i];
	return NULL;
}

static enum status list_set(struct db *db, const struct actor *who, const struct sha256 *juego, struct arena *a,
	struct plantilla_vista **out, size_t *n, struct error *err)
{
	struct plantilla_fila *filas = NULL;
	enum status st = plantillas_set(db, who, juego, a, &filas, n, err);
	if (st == STATUS_OK && *n == 0)
		st = error_set(err, PROBLEM_NO_ENCONTRADO);
	struct plantilla_vista *v = *out = st == STATUS_OK ? ARENA_ARRAY(a, *n, struct plantilla_vista) : NULL;
	if (st == STATUS_OK && !v)
		st = error_set(err, PROBLEM_SATURADO);
	for (size_t i = 0; v && i < *n; i++)
		v[i] = (struct plantilla_vista){
			.fila = filas[i], .origen = filas[i].version == PLANTILLA_VERSION_ARCHIVO ? "programa" : "propia"};
	return st;
}

enum status plantillas_list(struct db *db, const struct plantillas *archivos, const struct actor *who, const struct sha256 *juego,
	struct arena *a, struct plantilla_vista **out, size_t *n, struct error *err)
{
	if (juego)
		return list_set(db, who, juego, a, out, n, err);
	struct plantilla_fila *filas = NULL;
	struct plantilla_dato d;
	size_t cambiadas = 0, total = 0;
	enum status st = plantillas_last(db, who, a, &filas, &cambiadas, err);
	while (plantillas_at(archivos, total, &d))
		total++;
	struct plantilla_vista *v = *out = ARENA_ARRAY(a, total + 1, struct plantilla_vista);
	if (st == STATUS_OK && !v)
		st = error_set(err, PROBLEM_SATURADO);
	*n = 0;
	for (; st == STATUS_OK && plantillas_at(archivos, *n, &d); (*n)++) {
		const struct plantilla_fila *f = row_of(filas, cambiadas, d.nombre);
		if (f)
			show_row(&d, f, &v[*n]);
		else
			show_file(&d, &v[*n]);
		v[*n].vigente = true;
	}
	return st;
}

static enum status one_version(struct db *db, const struct plantilla_dato *archivo, const struct actor *who, int version, struct arena *a,
	struct plantilla_vista *out, struct error *err)
{
	struct plantilla_fila *filas = NULL;
	size_t n = 0;
	if (version == PLANTILLA_VERSION_ARCHIVO) {
		show_file(archivo, out);
		return STATUS_OK;
	}
	enum status st = plantillas_versions(db, who, archivo->nombre, 0, version, 1, a, &filas, &n, err);
	if (st == STATUS_OK && n == 0)
		st = error_set(err, PROBLEM_NO_ENCONTRADO);
	if (st == STATUS_OK)
		show_row(archivo, filas, out);
	return st;
}

enum status plantilla_find(struct db *db, const struct plantillas *archivos, const struct actor *who, const char *nombre, int version,
	const struct sha256 *juego, struct arena *a, struct plantilla_vista *out, struct error *err)
{
	struct plantilla_vista *v = NULL;
	struct plantilla_dato d;
	size_t n = 0, i = 0;
	enum status st = plantillas_list(db, archivos, who, juego, a, &v, &n, err);
	while (st == STATUS_OK && i < n && strcmp(v[i].fila.nombre, nombre) != 0)
		i++;
	if (st == STATUS_OK && i == n)
		st = error_set(err, PROBLEM_NO_ENCONTRADO);
	if (st != STATUS_OK)
		return st;
	*out = v[i];
	if (juego || version == 0 || version == out->fila.version || !plantillas_find(archivos, nombre, &d))
		return STATUS_OK;
	return one_version(db, &d, who, version, a, out, err);
}

enum status plantilla_history(struct db *db, const struct plantillas *archivos, const struct actor *who, const char *nombre, int antes_de,
	int limite, struct arena *a, struct plantilla_vista **out, size_t *n, struct error *err)
{
	struct plantilla_fila *filas = NULL;
	struct plantilla_dato d;
	size_t suyas = 0;
	*n = 0;
	if (!plantillas_find(archivos, nombre, &d))
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	enum status st = plantillas_versions(db, who, nombre, antes_de, 0, limite, a, &filas, &suyas, err);
	struct plantilla_vista *v = *out = ARENA_ARRAY(a, suyas + 1, struct plantilla_vista);
	if (st == STATUS_OK && !v)
		st = error_set(err, PROBLEM_SATURADO);
	for (; st == STATUS_OK && *n < suyas; (*n)++) {
		show_row(&d, &filas[*n], &v[*n]);
		v[*n].vigente = *n == 0 && antes_de == 0;
	}
	if (st == STATUS_OK && suyas < (size_t)limite && antes_de != PLANTILLA_VERSION_ARCHIVO) {
		show_file(&d, &v[*n]);
		v[(*n)++].vigente = suyas == 0 && antes_de == 0;
	}
	return st;
}

void plantilla_write(struct json_writer *w, const char *key, const struct plantilla_vista *v, bool con_texto)
{
	const struct plantilla_fila *f = &v->fila;
	const size_t n = strlen(f->texto);
	struct sha256 sha;
	sha256_of(f->texto, n, &sha);
	json_object(w, key);
	json_string(w, "nombre", f->nombre);
	json_int(w, "version", f->version);
	json_string(w, "origen", v->origen);
	json_bool(w, "vigente", v->vigente);
	json_sha256(w, "sha256", &sha);
	json_int(w, "tamano", (int64_t)n);
	if (f->de_version)
		json_int(w, "de_version", f->de_version);
	if (*f->motivo)
		json_string(w, "motivo", f->motivo);
	if (!uuid_is_nil(&f->usuario)) {
		json_object(w, "usuario");
		json_uuid(w, "id", &f->usuario);
		json_string(w, "nombre", f->usuario_nombre);
		json_object_end(w);
	}
	json_instante(w, "creada_en", f->creada_en);
	if (con_texto)
		json_string(w, "texto", f->texto);
	json_object_end(w);
}

/* ---- trying ---- */

/* What is in force, with the text that is wanted in its place. */
struct prueba {
	struct plantilla_fila *filas; /* in force when it was looked at */
	size_t n;
	int version;        /* of the wanted one, then */
	const char *texto;  /* what is tried */
	const char *guarda; /* what will be kept; NULL: the file's */
	const char *origen;
};

static enum status check_form(const struct plantilla_pedida *p, struct error *err)
{
	if (p->texto && (p->texto_len == 0 || p->texto_len > PLANTILLA_MAX || strlen(p->texto) != p->texto_len))
		error_add(err, "/texto", MENSAJE_PLANTILLA_LARGA, "262144");
	return err->n_items ? error_set(err, PROBLEM_CUERPO_INVALIDO) : STATUS_OK;
}

static enum status text_of_version(struct db *db, const struct plantilla_dato *archivo, const struct plantilla_pedida *p, struct arena *a,
	struct prueba *q, struct error *err)
{
	struct plantilla_vista v;
	struct error propio;
	error_init(&propio, a);
	enum status st = one_version(db, archivo, NULL, p->de_version, a, &v, &propio);
	if (st == STATUS_NOT_FOUND) {
		error_add(err, "/de_version", MENSAJE_PLANTILLA_VERSION, arena_printf(a, "%d", p->de_version));
		return error_set(err, PROBLEM_CUERPO_INVALIDO);
	}
	if (st != STATUS_OK)
		return error_set(err, propio.problem);
	q->texto = v.fila.texto;
	q->guarda = strcmp(v.origen, "propia") == 0 ? v.fila.texto : NULL;
	q->origen = v.origen;
	return STATUS_OK;
}

static enum status prepare(struct db *db, const struct plantillas *archivos, const struct plantilla_pedida *p, struct arena *a,
	struct prueba *q, struct error *err)
{
	struct plantilla_dato d;
	*q = (struct prueba){.texto = p->texto, .guarda = p->texto, .origen = "propia"};
	if (!plantillas_find(archivos, p->nombre, &d))
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	enum status st = plantillas_last(db, NULL, a, &q->filas, &q->n, err);
	if (st != STATUS_OK)
		return st;
	const struct plantilla_fila *f = row_of(q->filas, q->n, p->nombre);
	q->version = f ? f->version : PLANTILLA_VERSION_ARCHIVO;
	if (!p->texto && p->de_version)
		return text_of_version(db, &d, p, a, q, err);
	if (!p->texto)
		q->texto = f && f->texto ? f->texto : d.texto;
	return check_form(p, err);
}

static enum status try_it(const struct imprenta *im, const struct plantilla_pedida *p, const struct prueba *q, struct arena *a,
	struct buf *pdf, struct error *err)
{
	struct plantillas *juego = NULL;
	enum status st = overlay(im->plantillas, q->filas, q->n, &juego, err);
	if (st != STATUS_OK)
		return st;
	struct imprenta con = *im;
	con.plantillas = juego;
	(void)!plantillas_replace(juego, p->nombre, q->texto, q->version);
	st = emision_probar(&con, p->nombre, a, pdf, err);
	plantillas_free(juego);
	return st;
}

enum status plantilla_try(
	struct db *db, const struct imprenta *im, const struct plantilla_pedida *p, struct arena *a, struct buf *pdf, struct error *err)
{
	struct prueba q;
	enum status st = prepare(db, im->plantillas, p, a, &q, err);
	return st == STATUS_OK ? try_it(im, p, &q, a, pdf, err) : st;
}

/* ---- putting ---- */

static bool same_in_force(const struct prueba *q, const struct plantilla_fila *filas, size_t n)
{
	for (size_t i = 0; n == q->n && i < n; i++)
		if (strcmp(filas[i].nombre, q->filas[i].nombre) != 0 || filas[i].version != q->filas[i].version)
			return false;
	return n == q->n;
}

static const char *journal_text(const struct plantilla_fila *f, const struct sha256 *sha, struct arena *a)
{
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, (size_t)16 * 1024);
	json_begin(&w, &b);
	json_object(&w, NULL);
	if (f->de_version)
		json_int(&w, "de_version", f->de_version);
	json_string(&w, "motivo", f->motivo);
	json_sha256(&w, "sha256", sha);
	json_int(&w, "version", f->version);
	json_object_end(&w);
	return b.failed ? NULL : arena_strdup(a, buf_str(&b));
}

/* In the transaction: only what was tried with what is still in force. *otra_vez: it is not. */
static enum status add(
	struct db *db, const struct prueba *q, const struct plantilla_fila *nueva, struct arena *a, bool *otra_vez, struct error *err)
{
	struct plantilla_fila *filas = NULL;
	size_t n = 0;
	enum status st = plantillas_last(db, NULL, a, &filas, &n, err);
	*otra_vez = st == STATUS_OK && !same_in_force(q, filas, n);
	if (st == STATUS_OK && *otra_vez)
		st = error_set(err, PROBLEM_SATURADO);
	return st == STATUS_OK ? plantillas_add(db, nueva, err) : st;
}

static enum status put(struct db *db, const struct gestion *g, const struct plantilla_pedida *p, const struct prueba *q, struct arena *a,
	struct plantilla_vista *out, bool *otra_vez, struct error *err)
{
	struct gestion con = *g;
	struct sha256 sha;
	*out = (struct plantilla_vista){
		.fila = {.nombre = p->nombre,
			.version = q->version + 1,
			.texto = q->guarda,
			.de_version = p->texto ? 0 : p->de_version,
			.motivo = p->motivo,
			.creada_en = reloj_now()},
		.origen = q->origen,
		.vigente = true,
	};
	if (g->quien)
		out->fila.usuario = g->quien->usuario;
	con.ubicacion = arena_printf(a, "/v1/plantillas/%s?version=%d", p->nombre, out->fila.version);
	enum status st = con.ubicacion ? gestion_begin(db, err) : error_set(err, PROBLEM_SATURADO);
	if (st != STATUS_OK)
		return st;
	st = add(db, q, &out->fila, a, otra_vez, err);
	out->fila.texto = q->texto;
	sha256_of(q->texto, strlen(q->texto), &sha);
	const struct gestion_hecho h = {.tipo = SEGURIDAD_PLANTILLA,
		.objeto = arena_printf(a, "plantilla/%s", p->nombre),
		.datos = journal_text(&out->fila, &sha, a),
		.hecho = out};
	return gestion_end(db, &con, h.objeto || st != STATUS_OK ? st : error_set(err, PROBLEM_SATURADO), &h, a, err);
}

static enum status put_once(struct db *db, const struct gestion *g, const struct imprenta *im, const struct plantilla_pedida *p,
	struct arena *a, struct plantilla_vista *out, bool *otra_vez, struct error *err)
{
	struct prueba q;
	BUF_AUTO pdf;
	buf_init(&pdf, EMISION_PDF_MAX);
	enum status st = prepare(db, im->plantillas, p, a, &q, err);
	if (st == STATUS_OK && p->version && p->version != q.version)
		st = error_set(err, PROBLEM_VERSION_OBSOLETA, arena_printf(a, "%d", q.version));
	if (st == STATUS_OK)
		st = try_it(im, p, &q, a, &pdf, err);
	return st == STATUS_OK ? put(db, g, p, &q, a, out, otra_vez, err) : st;
}

enum status plantilla_put(struct db *db, const struct gestion *g, const struct imprenta *im, const struct plantilla_pedida *p,
	struct arena *a, struct plantilla_vista *out, struct error *err)
{
	if (!p->texto == !p->de_version) {
		error_add(err, "", MENSAJE_PLANTILLA_DE);
		return error_set(err, PROBLEM_CUERPO_INVALIDO);
	}
	for (int i = 0;; i++) {
		bool otra_vez = false;
		struct error propio;
		error_init(&propio, err->arena);
		enum status st = put_once(db, g, im, p, a, out, &otra_vez, &propio);
		if (st != STATUS_OK && (!otra_vez || i + 1 == VECES))
			*err = propio;
		if (st == STATUS_OK || !otra_vez || i + 1 == VECES)
			return st;
	}
}
