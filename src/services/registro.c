/* Recording acts: from what is asked to rows that are right together. */
#include "services/registro.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/busqueda.h"
#include "services/lugares.h"

#define PALABRAS_MAX ((size_t)256 << 10)

struct lote {
	struct db *db;
	struct arena *a;
	struct registro_entrada *v;
	size_t n;
	struct registro_cabeza cabeza;
	struct registro_estado *estados;
	struct registro_fila *filas;
	struct merkle_nodo *nodos;
	size_t n_nodos;
	instante_t ahora;
};

/* ---- lists of codes ---- */

/* Appends a code unless it is empty or there already. */
static void add_code(struct buf *b, const char *code)
{
	const size_t n = code ? strlen(code) : 0;
	for (const char *p = buf_str(b); n && *p; p += strcspn(p, "|"), p += *p == '|')
		if (strcspn(p, "|") == n && memcmp(p, code, n) == 0)
			return;
	if (n == 0)
		return;
	if (b->len)
		buf_putc(b, '|');
	buf_puts(b, code);
}

static const char *keep(struct arena *a, struct buf *b)
{
	const char *s = b->failed ? NULL : arena_strdup(a, buf_str(b));
	buf_reset(b);
	return s;
}

static bool fill_codes(struct registro_fila *f, struct arena *a)
{
	const struct asiento_datos *d = f->d;
	BUF_AUTO b;
	buf_init(&b, PALABRAS_MAX);
	for (size_t i = 0; i < d->n_partes_mexicanas; i++)
		add_code(&b, d->partes_mexicanas[i].cve_ent);
	f->entidades = keep(a, &b);
	for (size_t i = 0; i < d->n_contrapartes; i++)
		add_code(&b, vocabulario_slug(&vocabulario_clase_contraparte, (int)d->contrapartes[i].clase));
	f->clases = keep(a, &b);
	for (size_t i = 0; i < d->n_contrapartes; i++)
		add_code(&b, d->contrapartes[i].pais);
	f->paises = keep(a, &b);
	for (size_t i = 0; i < d->n_contrapartes; i++)
		add_code(&b, lugar_region(a, d->contrapartes[i].pais));
	f->regiones = keep(a, &b);
	for (size_t i = 0; i < d->n_areas; i++)
		add_code(&b, vocabulario_slug(&vocabulario_area, (int)d->areas[i]));
	f->areas = keep(a, &b);
	if (d->n_partes_mexicanas > 0) {
		f->cve_ent = d->partes_mexicanas[0].cve_ent;
		f->cve_mun = d->partes_mexicanas[0].cve_mun;
		f->municipio = d->partes_mexicanas[0].municipio;
	}
	if (d->n_contrapartes > 0) {
		f->pais = d->contrapartes[0].pais;
		f->region = lugar_region(a, f->pais);
	}
	return f->entidades && f->clases && f->paises && f->regiones && f->areas;
}

/* ---- words ---- */

static bool add_words(struct buf *b, const char *s, size_t max)
{
	if (!s || !*s)
		return true;
	return busqueda_fold(s, strlen(s), max, b) == STATUS_OK;
}

static const char *title(const struct vocabulario *v, int valor)
{
	return vocabulario_titulo(v, valor);
}

static bool words_of_parties(struct buf *b, const struct asiento_datos *d)
{
	bool ok = true;
	for (size_t i = 0; i < d->n_partes_mexicanas; i++)
		ok = add_words(b, d->partes_mexicanas[i].nombre, PALABRAS_MAX) && ok;
	for (size_t i = 0; i < d->n_contrapartes; i++)
		ok = add_words(b, d->contrapartes[i].nombre, PALABRAS_MAX) && ok;
	return ok;
}

static bool words_of_places(struct buf *b, const struct asiento_datos *d, struct arena *a)
{
	bool ok = add_words(b, d->lugar_firma, PALABRAS_MAX);
	for (size_t i = 0; i < d->n_areas; i++)
		ok = add_words(b, title(&vocabulario_area, (int)d->areas[i]), PALABRAS_MAX) && ok;
	ok = add_words(b, title(&vocabulario_tipo_acuerdo, (int)d->tipo), PALABRAS_MAX) && ok;
	for (size_t i = 0; i < d->n_partes_mexicanas; i++) {
		ok = add_words(b, d->partes_mexicanas[i].municipio, PALABRAS_MAX) && ok;
		ok = add_words(b, lugar_entidad(a, d->partes_mexicanas[i].cve_ent), PALABRAS_MAX) && ok;
		ok = add_words(b, lugar_otros(a, d->partes_mexicanas[i].cve_ent), PALABRAS_MAX) && ok;
	}
	for (size_t i = 0; i < d->n_contrapartes; i++) {
		ok = add_words(b, d->contrapartes[i].lugar, PALABRAS_MAX) && ok;
		ok = add_words(b, lugar_pais(a, d->contrapartes[i].pais), PALABRAS_MAX) && ok;
		ok = add_words(b, lugar_otros(a, d->contrapartes[i].pais), PALABRAS_MAX) && ok;
		ok = add_words(b, lugar_region_nombre(a, lugar_region(a, d->contrapartes[i].pais)), PALABRAS_MAX) && ok;
	}
	return ok;
}

/* When it was signed, as far as that is known, as it is written: "17 de enero de 1995". */
static bool words_of_date(struct buf *b, const struct asiento_datos *d)
{
	BUF_AUTO f;
	buf_init(&f, 64);
	asiento_date(&f, d->fecha_firma, d->precision_fecha);
	return d->precision_fecha == PRECISION_DESCONOCIDA || add_words(b, buf_str(&f), PALABRAS_MAX);
}

/* Whose it is and what it is, as people say: an acuerdo interinstitucional is "el convenio…" by law (Ley sobre la Celebración de Tratados, art. 2, II). */
static bool words_of_kind(struct buf *b, const struct asiento_datos *d)
{
	bool ok = add_words(b, "acuerdo interinstitucional convenio", PALABRAS_MAX);
	for (size_t i = 0; i < d->n_partes_mexicanas; i++) {
		const struct parte_mexicana *p = &d->partes_mexicanas[i];
		const bool capital =
			p->cve_ent && strcmp(p->cve_ent, "09") == 0; /* Ciudad de México: no state, and not the one of that name */
		if (p->nivel == NIVEL_MUNICIPAL)
			ok = add_words(b, "municipio ayuntamiento", PALABRAS_MAX) && ok;
		else if (p->nivel == NIVEL_ESTATAL)
			ok = add_words(b, capital ? "gobierno" : "gobierno del estado", PALABRAS_MAX) && ok;
	}
	return ok;
}

bool registro_words(const struct asiento_datos *d, const char *numero, const char *texto, struct arena *a, struct registro_palabras *out)
{
	BUF_AUTO b;
	buf_init(&b, PALABRAS_MAX * 2);
	*out = (struct registro_palabras){0};
	bool ok = add_words(&b, d->denominacion, PALABRAS_MAX) && add_words(&b, numero, PALABRAS_MAX);
	out->a = keep(a, &b);
	ok = words_of_parties(&b, d) && ok;
	out->b = keep(a, &b);
	ok = words_of_places(&b, d, a) && words_of_date(&b, d) && words_of_kind(&b, d) && ok;
	out->c = keep(a, &b);
	if (texto) {
		ok = add_words(&b, texto, BUSQUEDA_TEXTO_MAX) && ok;
		out->d = keep(a, &b);
		ok = ok && out->d;
	}
	return ok && out->a && out->b && out->c;
}

/* ---- one act ---- */

static enum status fold(struct lote *l, size_t i, struct error *err)
{
	const struct registro_entrada *v = &l->v[i];
	const struct registro_estado *e = &l->estados[i];
	struct asiento_datos *d = ARENA_NEW(l->a, struct asiento_datos);
	BUF_AUTO b;
	buf_init(&b, REGISTRO_ACTO_MAX);
	enum status st = d ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
	if (st == STATUS_OK && e->n)
		st = json_decode_trusted(&desc_asiento_datos, e->datos, strlen(e->datos), d, l->a, err);
	if (st == STATUS_OK && asiento_apply(d, e->n == 0, v->acto, v->datos) != STATUS_OK)
		st = error_set(err, PROBLEM_INTERNO);
	if (st != STATUS_OK)
		return st;
	json_encode(&desc_asiento_datos, d, &b);
	l->filas[i].d = d;
	l->filas[i].asiento_datos = keep(l->a, &b);
	asiento_acto_encode(v->acto, v->datos, &b);
	l->filas[i].datos = keep(l->a, &b);
	return l->filas[i].asiento_datos && l->filas[i].datos ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

/* Its place, its link to the act before, its hash, its leaf. */
static enum status link_act(struct lote *l, size_t i, struct error *err)
{
	struct registro_entrada *v = &l->v[i];
	struct registro_fila *f = &l->filas[i];
	struct sha256 hoja;
	BUF_AUTO b;
	buf_init(&b, REGISTRO_ACTO_MAX);
	f->hecho = (struct registro_hecho){.indice = l->cabeza.tamano + (int64_t)i,
		.asiento = v->numero,
		.n = l->estados[i].n + 1,
		.acto = v->acto,
		.registrado_en = l->ahora,
		.fecha_legal = v->fecha_legal,
		.usuario = v->usuario,
		.organizacion = v->organizacion,
		.rol = v->rol,
		.anterior = l->estados[i].hash};
	registro_canonica(&f->hecho, f->datos, &b);
	if (b.failed)
		return error_set(err, PROBLEM_SATURADO);
	sha256_of(buf_str(&b), b.len, &f->hecho.hash);
	merkle_leaf(buf_str(&b), b.len, &hoja);
	l->n_nodos += merkle_append(&l->cabeza.borde, &hoja, l->nodos + l->n_nodos);
	v->hecho = f->hecho;
	return STATUS_OK;
}

static enum status prepare(struct lote *l, size_t i, struct error *err)
{
	enum status st = fold(l, i, err);
	if (st != STATUS_OK)
		return st;
	l->filas[i].nuevo = l->v[i].crear;
	l->filas[i].conjunto = l->v[i].conjunto;
	l->filas[i].clave = l->v[i].clave;
	l->filas[i].desde = asiento_desde(l->v[i].acto, l->ahora, l->filas[i].d->inscrito_en);
	if (!fill_codes(&l->filas[i], l->a) || !registro_words(l->filas[i].d, l->v[i].numero, l->v[i].texto, l->a, &l->filas[i].palabras))
		return error_set(err, PROBLEM_SATURADO);
	return link_act(l, i, err);
}

/* ---- the batch ---- */

static int by_number(const void *x, const void *y)
{
	const char *const *a = x, *const *b = y;
	return strcmp(*a, *b);
}

/* Two acts of one entry in a batch would both follow the same one. */
static bool repeated(struct lote *l, const char **numeros)
{
	const char **orden = ARENA_ARRAY(l->a, l->n, const char *);
	if (!orden)
		return true;
	memcpy(orden, numeros, l->n * sizeof *orden);
	qsort(orden, l->n, sizeof *orden, by_number);
	for (size_t i = 1; i < l->n; i++)
		if (strcmp(orden[i - 1], orden[i]) == 0)
			return true;
	return false;
}

static enum status compare_versions(struct lote *l, struct error *err)
{
	char vigente[16] = "";
	for (size_t i = 0; i < l->n; i++) {
		l->v[i].vigente = l->estados[i].n;
		l->v[i].obsoleta = l->estados[i].n != l->v[i].version;
		if (l->v[i].obsoleta && !*vigente)
			snprintf(vigente, sizeof vigente, "%d", l->estados[i].n);
	}
	return *vigente ? error_set(err, PROBLEM_VERSION_OBSOLETA, vigente) : STATUS_OK;
}

enum status registro_asentar_en(struct db *db, struct registro_entrada *v, size_t n, struct arena *a, struct error *err)
{
	struct lote l = {.db = db, .a = a, .v = v, .n = n};
	if (n == 0)
		return STATUS_OK;
	if (n > REGISTRO_LOTE_MAX)
		return error_set(err, PROBLEM_INTERNO);
	const char **numeros = ARENA_ARRAY(a, n, const char *);
	l.estados = ARENA_ARRAY(a, n, struct registro_estado);
	l.filas = ARENA_ARRAY(a, n, struct registro_fila);
	l.nodos = ARENA_ARRAY(a, 2 * n + MERKLE_NIVELES, struct merkle_nodo);
	if (!numeros || !l.estados || !l.filas || !l.nodos)
		return error_set(err, PROBLEM_SATURADO);
	for (size_t i = 0; i < n; i++)
		numeros[i] = v[i].numero;
	if (repeated(&l, numeros))
		return error_set(err, PROBLEM_INTERNO);
	enum status st = registro_lock(db, &l.cabeza, err);
	if (st == STATUS_OK)
		st = registro_present(db, numeros, n, a, l.estados, err);
	if (st == STATUS_OK)
		st = compare_versions(&l, err);
	/* A clock that was put back must not make an entry older than its past. */
	l.ahora = reloj_legal();
	if (l.cabeza.ultimo != INSTANTE_NINGUNO && l.ahora <= l.cabeza.ultimo)
		l.ahora = l.cabeza.ultimo + 1;
	for (size_t i = 0; i < n && st == STATUS_OK; i++)
		st = prepare(&l, i, err);
	return st == STATUS_OK ? registro_write(db, l.filas, n, l.nodos, l.n_nodos, err) : st;
}

enum status registro_asentar(struct db *db, struct registro_entrada *v, size_t n, struct arena *a, struct error *err)
{
	enum status st = db_begin(db, err);
	if (st == STATUS_OK)
		st = registro_asentar_en(db, v, n, a, err);
	if (st == STATUS_OK)
		st = db_commit(db, err);
	if (st != STATUS_OK)
		db_rollback(db);
	return st;
}
