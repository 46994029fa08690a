/* Exporting a sealed file: the journal twice over (to know the file, then to write it), the entries, the manifest and its seal. */
#include "services/paquete.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "codec/cadena.h"
#include "documents/inspeccion.h"
#include "emision/paquete.h"
#include "services/cache.h"
#include "services/emision.h"
#include "store/contenido.h"
#include "store/exportacion.h"
#include "store/verificacion.h"

#define ACTOS_PAGINA 20
#define PAGINA_BYTES ((size_t)64 << 20)
#define TEXTOS_MAX ((size_t)16 << 20)
#define EXPORTACION_BYTES ((size_t)64 << 20) /* lists and texts of one export: a bound, not an allocation */

/* Pieces of a content as the package asks for them; libzip takes smaller bites than the chunks of the database. */
struct contenido_lector {
	struct db *db;
	char *chunk;
	size_t len;
	int n; /* of the chunk at hand, -1 = none */
	struct sha256 de;
};

struct exportacion_curso {
	struct obrero *o;
	const struct actor *who;
	struct arena *a;
	struct error *err;
	struct paquete_salida *s;
	struct uuid id;
	const struct expediente *e;
	struct emitido_fila *emitidos; /* those that the caller may see */
	size_t n_emitidos;
	struct manifiesto m;
	struct paquete_fuente *fuentes; /* as many as entries, and two more: manifest and signature */
	size_t n_fuentes;
	struct contenido_lector lector;
	struct contenido_pieza {
		struct contenido_lector *lector;
		struct sha256 sha256;
	} * piezas;
	struct sha256 huella; /* of the manifest */
};

/* ---- the journal ---- */

typedef enum status pagina_fn(struct exportacion_curso *x, const struct acto_fila *filas, size_t n, void *ctx);

static enum status each_page(struct exportacion_curso *x, pagina_fn *fn, void *ctx)
{
	enum status st = STATUS_OK;
	size_t n = ACTOS_PAGINA;
	for (int desde = 1; st == STATUS_OK && n == ACTOS_PAGINA; desde += ACTOS_PAGINA) {
		ARENA_AUTO *a = arena_create(PAGINA_BYTES);
		struct acto_fila *filas = NULL;
		st = a ? expedientes_journal(x->o->db, x->who, &x->id, desde, ACTOS_PAGINA, a, &filas, &n, x->err)
		       : error_set(x->err, PROBLEM_INTERNO);
		if (st == STATUS_OK && filas && n > 0)
			st = fn(x, filas, n, ctx);
	}
	return st;
}

static enum status fold_page(struct exportacion_curso *x, const struct acto_fila *filas, size_t n, void *ctx)
{
	return archivo_advance(ctx, filas, n, x->err);
}

static enum status write_all(struct exportacion_curso *x, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t k = write(x->s->fd_diario, p, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return error_set_errno(x->err, PROBLEM_SATURADO, "carpeta_temporal");
		p += k;
		n -= (size_t)k;
	}
	return STATUS_OK;
}

struct diario_escritura {
	struct sha256_ctx sha;
	int64_t tamano;
};

static enum status add_reserved(struct exportacion_curso *x, int n)
{
	/* At most one a version: the list is as long as the journal. */
	if (!x->m.reservados)
		x->m.reservados = ARENA_ARRAY(x->a, (size_t)x->e->version, int);
	if (!x->m.reservados)
		return error_set(x->err, PROBLEM_INTERNO);
	x->m.reservados[x->m.n_reservados++] = n;
	return STATUS_OK;
}

static enum status write_page(struct exportacion_curso *x, const struct acto_fila *filas, size_t n, void *ctx)
{
	struct diario_escritura *d = ctx;
	enum status st = STATUS_OK;
	BUF_AUTO b;
	buf_init(&b, PAGINA_BYTES);
	for (size_t i = 0; i < n && st == STATUS_OK; i++) {
		const struct acto_fila *f = &filas[i];
		struct acto act = acto_heading(f);
		if (acto_reservado(x->e, f->tipo, f->n, x->who)) {
			cadena_reservada(&act, &b);
			st = add_reserved(x, f->n);
		} else {
			cadena_canonica(&act, f->datos, f->efectos, &b);
		}
		buf_putc(&b, '\n');
	}
	if (st == STATUS_OK && b.failed)
		st = error_set(x->err, PROBLEM_INTERNO);
	sha256_add(&d->sha, buf_str(&b), b.len);
	d->tamano += (int64_t)b.len;
	return st == STATUS_OK ? write_all(x, buf_str(&b), b.len) : st;
}

/* ---- where the bytes of the entries come from ---- */

static enum status read_journal(void *ctx, int64_t desde, char *out, size_t cap, size_t *n, struct error *err)
{
	const struct exportacion_curso *x = ctx;
	ssize_t k;
	do
		k = pread(x->s->fd_diario, out, cap, (off_t)desde);
	while (k < 0 && errno == EINTR);
	*n = k > 0 ? (size_t)k : 0;
	return k >= 0 ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

static enum status read_content(void *ctx, int64_t desde, char *out, size_t cap, size_t *n, struct error *err)
{
	const struct contenido_pieza *p = ctx;
	struct contenido_lector *l = p->lector;
	int chunk = (int)(desde / CONTENIDO_TROZO);
	size_t at = (size_t)(desde % CONTENIDO_TROZO);
	if (l->n != chunk || !sha256_equal(&l->de, &p->sha256)) {
		enum status st = contenido_chunk(l->db, &p->sha256, chunk, l->chunk, &l->len, err);
		if (st != STATUS_OK)
			return st;
		l->n = chunk;
		l->de = p->sha256;
	}
	size_t left = at < l->len ? l->len - at : 0;
	*n = left < cap ? left : cap;
	memcpy(out, l->chunk + at, *n);
	return STATUS_OK;
}

static struct paquete_fuente *add_source(struct exportacion_curso *x, const struct manifiesto_entrada *e, instante_t en)
{
	struct paquete_fuente *f = &x->fuentes[x->n_fuentes++];
	*f = (struct paquete_fuente){.nombre = e->nombre, .tamano = e->tamano, .sha256 = e->sha256, .en = en};
	return f;
}

/* ---- entries ---- */

static struct manifiesto_entrada *add_entry(struct exportacion_curso *x, enum manifiesto_tipo tipo, const char *nombre)
{
	struct manifiesto_entrada *e = &x->m.entradas[x->m.n_entradas++];
	*e = (struct manifiesto_entrada){.tipo = tipo, .nombre = nombre, .emitido_en = INSTANTE_NINGUNO};
	return e;
}

static enum status add_content(struct exportacion_curso *x, const struct manifiesto_entrada *e, instante_t en)
{
	struct contenido_pieza *p = &x->piezas[x->n_fuentes];
	*p = (struct contenido_pieza){.lector = &x->lector, .sha256 = e->sha256};
	struct paquete_fuente *f = add_source(x, e, en);
	f->leer = read_content;
	f->ctx = p;
	return e->nombre ? STATUS_OK : error_set(x->err, PROBLEM_INTERNO);
}

static const char *extension_of(const char *media)
{
	enum documento_tipo tipo;
	return documento_tipo_parse(media, &tipo) ? documento_tipo_extension(tipo) : "";
}

static enum status add_documents(struct exportacion_curso *x)
{
	enum status st = STATUS_OK;
	for (size_t i = 0; i < x->e->n_documentos && st == STATUS_OK; i++) {
		const struct documento *d = &x->e->documentos[i];
		if (!documento_visible(d, x->who))
			continue;
		const char *clase = vocabulario_slug(&vocabulario_clase_documento, (int)d->clase);
		const char *carpeta = arena_printf(x->a, "documentos/%s", clase);
		struct manifiesto_entrada *e = add_entry(x, MANIFIESTO_DOCUMENTO,
			carpeta ? paquete_nombre(x->a, carpeta, d->n, d->nombre, extension_of(d->tipo_medio)) : NULL);
		e->id = d->id;
		e->acto = d->n;
		e->clase = clase;
		e->original = d->nombre;
		e->tipo_medio = d->tipo_medio;
		e->tamano = d->tamano;
		e->sha256 = d->sha256;
		st = add_content(x, e, d->en);
	}
	return st;
}

static enum status load_emitted(struct exportacion_curso *x)
{
	struct emitido_fila *todos = NULL;
	size_t n = 0;
	enum status st = emitidos_of(x->o->db, x->who, &x->id, x->a, &todos, &n, x->err);
	for (size_t i = 0; i < n && st == STATUS_OK; i++)
		if (emitido_fila_visible(x->e, &todos[i], x->who))
			todos[x->n_emitidos++] = todos[i];
	x->emitidos = todos;
	return st;
}

/* What the service wrote for the acts of this version. */
static enum status add_emitted(struct exportacion_curso *x)
{
	enum status st = STATUS_OK;
	for (size_t i = 0; i < x->n_emitidos && st == STATUS_OK; i++) {
		const struct emitido_fila *f = &x->emitidos[i];
		struct manifiesto_entrada *e = add_entry(x, MANIFIESTO_EMITIDO, paquete_nombre(x->a, "emitidos", f->n, f->clase, "pdf"));
		e->id = f->id;
		e->acto = f->n;
		e->clase = f->clase;
		e->original = f->nombre;
		e->tipo_medio = "application/pdf";
		e->codigo = f->codigo;
		e->emitido_en = f->sellado_en;
		e->tamano = f->tamano;
		e->sha256 = f->sha256;
		st = add_content(x, e, f->sellado_en);
	}
	return st;
}

static enum status add_journal(struct exportacion_curso *x)
{
	struct diario_escritura d = {0};
	sha256_begin(&d.sha);
	enum status st = each_page(x, write_page, &d);
	struct manifiesto_entrada *e = add_entry(x, MANIFIESTO_DIARIO, PAQUETE_DIARIO);
	sha256_end(&d.sha, &e->sha256);
	e->tamano = d.tamano;
	struct paquete_fuente *f = add_source(x, e, x->e->actualizado_en);
	f->leer = read_journal;
	f->ctx = x;
	return st;
}

/* A text of our own, kept in the arena. */
static enum status add_text(struct exportacion_curso *x, struct manifiesto_entrada *e, const struct buf *b)
{
	const char *copy = b->failed ? NULL : arena_memdup(x->a, buf_str(b), b->len);
	if (!copy)
		return error_set(x->err, PROBLEM_INTERNO);
	e->tamano = (int64_t)b->len;
	sha256_of(copy, b->len, &e->sha256);
	add_source(x, e, x->e->actualizado_en)->bytes = copy;
	return STATUS_OK;
}

/* LEEME.txt and the certificates: written before the manifest, which names them. */
static enum status add_texts(struct exportacion_curso *x)
{
	BUF_AUTO b;
	buf_init(&b, TEXTOS_MAX);
	enum status st = sello_cadena(x->o->app->escribania->sello, &b, x->err);
	if (st == STATUS_OK)
		st = add_text(x, add_entry(x, MANIFIESTO_CERTIFICADOS, PAQUETE_CERTIFICADOS), &b);
	buf_reset(&b);
	paquete_leeme(&x->m, &b);
	return st == STATUS_OK ? add_text(x, add_entry(x, MANIFIESTO_LEEME, PAQUETE_LEEME), &b) : st;
}

/* The two that the manifest cannot name: itself and its signature. */
static enum status add_manifest(struct exportacion_curso *x)
{
	struct manifiesto_entrada manifiesto = {.nombre = PAQUETE_MANIFIESTO}, firma = {.nombre = PAQUETE_FIRMA};
	struct sellado sellado;
	BUF_AUTO b;
	buf_init(&b, TEXTOS_MAX);
	manifiesto_encode(&x->m, &b);
	enum status st = add_text(x, &manifiesto, &b);
	x->huella = manifiesto.sha256;
	buf_reset(&b);
	if (st == STATUS_OK)
		st = sello_firmar(x->o->app->escribania->sello, &x->huella, x->a, &b, &sellado, x->err);
	return st == STATUS_OK ? add_text(x, &firma, &b) : st;
}

/* ---- one file ---- */

static void describe(struct exportacion_curso *x)
{
	x->m = (struct manifiesto){.formato = MANIFIESTO_FORMATO,
		.v = MANIFIESTO_VERSION,
		.expediente = x->id,
		.organizacion = x->e->organizacion,
		.folio = x->e->folio,
		.version = x->e->version,
		.cabeza = x->e->cabeza,
		.estado = x->e->estado,
		.resultado = x->e->resultado,
		.exportado_en = reloj_legal(),
		.exportado_por = {.organizacion = x->who->organizacion, .usuario = x->who->usuario, .rol = x->who->rol},
		.programa = "dictamend " DICTAMEN_VERSION};
}

/* Documents, what was issued, journal, certificates and LEEME.txt; the sources besides hold manifest and signature. */
static enum status make_room(struct exportacion_curso *x)
{
	size_t n = x->e->n_documentos + x->n_emitidos + 3;
	int64_t bytes = 0;
	for (size_t i = 0; i < x->n_emitidos; i++)
		bytes += x->emitidos[i].tamano;
	for (size_t i = 0; i < x->e->n_documentos; i++)
		bytes += x->e->documentos[i].tamano;
	if (n > MANIFIESTO_ENTRADAS_MAX || !x->s->hay_lugar(x->s->ctx, bytes)) {
		(void)error_set(x->err, PROBLEM_SATURADO);
		return STATUS_UNAVAILABLE;
	}
	x->m.entradas = ARENA_ARRAY(x->a, n, struct manifiesto_entrada);
	x->fuentes = ARENA_ARRAY(x->a, n + 2, struct paquete_fuente);
	x->piezas = ARENA_ARRAY(x->a, n + 2, struct contenido_pieza);
	x->lector = (struct contenido_lector){.db = x->o->db, .chunk = arena_alloc(x->a, CONTENIDO_TROZO), .n = -1};
	if (x->m.entradas && x->fuentes && x->piezas && x->lector.chunk)
		return STATUS_OK;
	(void)error_set(x->err, PROBLEM_INTERNO);
	return STATUS_INTERNAL;
}

static enum status put_together(struct exportacion_curso *x)
{
	describe(x);
	enum status st = load_emitted(x);
	if (st == STATUS_OK)
		st = make_room(x);
	if (st == STATUS_OK)
		st = add_journal(x);
	if (st == STATUS_OK)
		st = add_documents(x);
	if (st == STATUS_OK)
		st = add_emitted(x);
	if (st == STATUS_OK)
		st = add_texts(x);
	if (st == STATUS_OK)
		st = add_manifest(x);
	return st == STATUS_OK ? paquete_escribir(x->s->fd, x->fuentes, x->n_fuentes, &x->s->tamano, x->err) : st;
}

/* Inside the snapshot. */
static enum status read_and_write(struct exportacion_curso *x, const char *ref, struct archivo *f)
{
	enum status st = each_page(x, fold_page, f);
	x->e = archivo_expediente(f);
	if (st == STATUS_OK && (x->e->version == 0 || !expediente_visible(x->e, x->who)))
		st = error_set(x->err, PROBLEM_NO_ENCONTRADO);
	if (st == STATUS_OK && !x->o->app->escribania)
		st = error_set(x->err, PROBLEM_SELLO_NO_DISPONIBLE, "no hay un certificado configurado");
	if (st == STATUS_OK)
		st = put_together(x);
	x->s->nombre = st == STATUS_OK ? arena_printf(x->a, "expediente-%s-v%d.zip", x->e->folio ? x->e->folio : ref, x->e->version) : NULL;
	return st;
}

static enum status record(struct exportacion_curso *x)
{
	struct exportacion e = {
		.expediente = x->id, .version = x->m.version, .quien = x->who, .en = x->m.exportado_en, .manifiesto = x->huella};
	return exportacion_record(x->o->db, &e, x->err);
}

enum status paquete_exportar(
	struct obrero *o, const struct actor *who, const char *ref, struct paquete_salida *s, struct arena *a, struct error *err)
{
	ARENA_AUTO *propia = arena_create(EXPORTACION_BYTES);
	struct exportacion_curso x = {.o = o, .who = who, .a = propia, .err = err, .s = s};
	enum status st = propia ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
	if (st == STATUS_OK && !uuid_parse(ref, &x.id))
		st = expedientes_by_folio(o->db, who, ref, &x.id, err);
	if (st != STATUS_OK)
		return st;
	struct archivo *f = archivo_private(&x.id);
	if (!f)
		return error_set(err, PROBLEM_INTERNO);
	archivo_lock(f);
	st = db_begin_snapshot(o->db, err);
	if (st == STATUS_OK)
		st = read_and_write(&x, ref, f);
	db_rollback(o->db); /* it only read */
	if (st == STATUS_OK && !s->sin_entrega)
		st = record(&x);
	s->nombre = st == STATUS_OK ? arena_strdup(a, s->nombre) : NULL;
	archivo_unlock(f);
	cache_put(o->app->cache, f);
	return st;
}
