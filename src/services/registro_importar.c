/* Loading tables: from rows to batches, twice. */
#include "services/registro_importar.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "services/importar_interno.h"
#include "services/registro.h"

#define CARGA_HISTORICA "carga_historica"

/* ---- faults ---- */

static void fault(struct importar *x, const struct mapa_falta *f)
{
	x->mala = true;
	if (!x->carga)
		x->p->falta(x->p->ctx, f);
}

static void on_fault(void *ctx, const struct mapa_falta *f)
{
	struct importar *x = ctx;
	const enum asiento_columna c = f->dato ? asiento_columna_find(f->dato) : COLUMNA_COUNT;
	if (c != COLUMNA_COUNT)
		x->dicha[c] = true;
	fault(x, f);
}

void importar_falta(struct importar *x, const struct pendiente *r, enum asiento_columna c, const char *valor, const char *que, bool aviso)
{
	const int i = x->columnas.de[c];
	const struct mapa_falta f = {.linea = r->linea,
		.columna = c == COLUMNA_NUMERO ? r->columna_numero : r->columna_clave,
		.titulo = i < 0 ? NULL : x->columnas.titulos[i],
		.dato = asiento_columnas[c].nombre,
		.valor = valor,
		.que = que};
	if (!aviso)
		fault(x, &f);
	else if (!x->carga)
		x->p->aviso(x->p->ctx, &f);
}

/* The column of a fault's pointer, "/pais/1". */
static enum asiento_columna column_of(const char *pointer)
{
	char nombre[60];
	const char *s = pointer + (*pointer == '/');
	const size_t n = strcspn(s, "/");
	if (n >= sizeof nombre)
		return COLUMNA_COUNT;
	memcpy(nombre, s, n);
	nombre[n] = '\0';
	return asiento_columna_find(nombre);
}

/* Every item of the judge, at the cell that it speaks of. */
static void tell_items(struct importar *x, const struct error *err, const char *const *celdas)
{
	bool otra[COLUMNA_COUNT + 1] = {false};
	for (size_t k = 0; k < err->n_items; k++) {
		const struct error_item *e = &err->items[k];
		const enum asiento_columna c = column_of(e->pointer);
		const int i = c == COLUMNA_COUNT ? -1 : x->columnas.de[c];
		/* A cell that could not be read, or is at fault, is no missing one. */
		if (c != COLUMNA_COUNT && (x->dicha[c] || (otra[c] && e->mensaje == MENSAJE_REQUERIDO)))
			continue;
		otra[c] = true;
		const struct csv_celda *celda = &x->csv.celda[i < 0 ? 0 : i];
		const bool falta = e->mensaje == MENSAJE_REQUERIDO;
		const char *que = falta ? "falta este dato. Llene la celda, o dele un valor en [constantes] del mapa"
					: arena_printf(x->a, "%s %s", e->detail.es, e->que_hacer.es);
		fault(x,
			&(struct mapa_falta){.linea = celda->linea,
				.columna = celda->columna,
				.titulo = i < 0 ? NULL : x->columnas.titulos[i],
				.dato = c == COLUMNA_COUNT ? NULL : asiento_columnas[c].nombre,
				.valor = c == COLUMNA_COUNT || falta ? NULL : celdas[c],
				.que = que ? que : e->detail.es});
	}
}

/* ---- one row ---- */

/* A number is a name in addresses and on paper: bounded, and of one line. */
static void check_number(struct importar *x, struct pendiente *r)
{
	const char *s = r->numero;
	if (s && (utf8_length(s) > ASIENTO_NUMERO_MAX || utf8_has_control(s) || strpbrk(s, "\n\t") || !s[strspn(s, " ")]))
		importar_falta(x, r, COLUMNA_NUMERO, s,
			"un número de asiento tiene a lo más 100 caracteres, sin saltos de línea. Corríjalo", false);
}

/* Where the entry comes from, as far as the map leaves it to the program. */
static void fill_origin(struct importar *x, const struct pendiente *r, const char **celdas)
{
	const struct registro_mapa *m = x->p->mapa;
	if (m->dato[COLUMNA_PROCEDENCIA].columna)
		return;
	if (!celdas[COLUMNA_PROCEDENCIA_FUENTE])
		celdas[COLUMNA_PROCEDENCIA_FUENTE] = x->p->fuente;
	if (!celdas[COLUMNA_PROCEDENCIA_FECHA])
		celdas[COLUMNA_PROCEDENCIA_FECHA] = x->p->fecha;
	celdas[COLUMNA_PROCEDENCIA] = CARGA_HISTORICA;
	if (!m->dato[COLUMNA_PROCEDENCIA_LINEA].columna)
		celdas[COLUMNA_PROCEDENCIA_LINEA] = arena_printf(x->a, "%lld", (long long)r->linea);
	if (m->conjunto)
		celdas[COLUMNA_PROCEDENCIA_CONJUNTO] = m->conjunto;
	if (m->conjunto && !celdas[COLUMNA_PROCEDENCIA_CLAVE])
		celdas[COLUMNA_PROCEDENCIA_CLAVE] = celdas[COLUMNA_NUMERO];
	if (!celdas[COLUMNA_PROCEDENCIA_FUENTE])
		importar_falta(x, r, COLUMNA_PROCEDENCIA_FUENTE, NULL, "falta la fuente. Dígala con --fuente, o en el mapa", false);
}

static void check_key(struct importar *x, const struct pendiente *r)
{
	const struct procedencia *o = r->datos.procedencia;
	if (!r->numero && (!o || !o->conjunto || !o->clave))
		importar_falta(x, r, x->p->mapa->dato[COLUMNA_NUMERO].columna ? COLUMNA_NUMERO : COLUMNA_PROCEDENCIA_CLAVE, NULL,
			"falta la clave del renglón, por la que se sabe si ya está cargado. Llene la celda", false);
}

static void judge(struct importar *x, struct pendiente *r, const char *const *celdas)
{
	struct error propio;
	error_init(&propio, x->a);
	r->numero = arena_strdup(x->a, celdas[COLUMNA_NUMERO]); /* the cell goes with its row */
	check_number(x, r);
	enum status st = asiento_fila_read(&x->filas, celdas, x->a, &r->datos, &propio);
	if (st == STATUS_OK || st == STATUS_INVALID)
		asiento_check(&r->datos, "/", x->hoy, &propio);
	tell_items(x, &propio, celdas);
	if ((propio.n_items == 0 && (st != STATUS_OK || propio.n_items_dropped > 0)) || !r->numero != !celdas[COLUMNA_NUMERO])
		importar_falta(x, r, COLUMNA_NUMERO, NULL, "no alcanza la memoria para leer este renglón", false);
	if (st == STATUS_OK && !x->mala)
		check_key(x, r);
}

static bool right_width(struct importar *x)
{
	const struct csv_lector *c = &x->csv;
	if (c->n == x->columnas.n)
		return true;
	const bool sobran = c->n > x->columnas.n;
	const char *que = arena_printf(x->a, "el renglón tiene %zu columnas, y el encabezado %zu. %s", c->n, x->columnas.n,
		sobran ? "Si una celda lleva comas, enciérrela entre comillas" : "Agregue las que faltan, aunque estén vacías");
	const struct csv_celda *donde = &c->celda[sobran ? x->columnas.n : c->n - 1];
	fault(x, &(struct mapa_falta){.linea = donde->linea, .columna = donde->columna, .que = que ? que : ""});
	return false;
}

/* Where a datum's cell begins in the row under way. */
static int place_of(const struct importar *x, enum asiento_columna c)
{
	const int i = x->columnas.de[c];
	return i >= 0 && (size_t)i < x->csv.n ? x->csv.celda[i].columna : 1;
}

static enum status read_row(struct importar *x, struct error *err)
{
	const char *celdas[COLUMNA_COUNT];
	struct pendiente *r = &x->lote[x->n];
	*r = (struct pendiente){.linea = x->csv.linea,
		.columna_numero = place_of(x, COLUMNA_NUMERO),
		.columna_clave = place_of(x, COLUMNA_PROCEDENCIA_CLAVE)};
	x->mala = false;
	memset(x->dicha, 0, sizeof x->dicha);
	x->renglones++;
	if (right_width(x)) {
		/* What could not be read is told; the rest is judged all the same, so that one pass tells everything. */
		registro_mapa_apply(x->p->mapa, &x->columnas, &x->filas, &x->csv, x->a, celdas, on_fault, x);
		fill_origin(x, r, celdas);
		judge(x, r, celdas);
	}
	if (!x->mala)
		importar_repetido(x, r);
	x->malos += x->mala;
	x->n += !x->mala;
	return x->n < IMPORTAR_LOTE && arena_used(x->a) < IMPORTAR_LOTE_BYTES ? STATUS_OK : importar_lote(x, err);
}

/* ---- one pass ---- */

static ssize_t from_file(void *ctx, void *p, size_t n)
{
	struct importar *x = ctx;
	const ssize_t k = read(x->p->fd, p, n);
	if (k > 0)
		sha256_add(&x->sha, p, (size_t)k);
	return k;
}

static enum status bad_row(struct importar *x)
{
	x->renglones++;
	x->malos++;
	fault(x, &(struct mapa_falta){.linea = x->csv.linea, .columna = x->csv.columna, .que = csv_falta_texto(x->csv.falta)});
	return STATUS_OK;
}

static enum status read_heading(struct importar *x)
{
	const enum csv_paso p = csv_next(&x->csv);
	x->mala = false;
	if (p == CSV_ERROR)
		return STATUS_UNAVAILABLE;
	if (p == CSV_FIN)
		fault(x, &(struct mapa_falta){.linea = 1, .columna = 1, .que = "el archivo está vacío"});
	else if (p == CSV_FALTA)
		fault(x, &(struct mapa_falta){.linea = x->csv.linea, .columna = x->csv.columna, .que = csv_falta_texto(x->csv.falta)});
	else if (registro_mapa_bind(x->p->mapa, &x->csv, x->de_la_pasada, &x->columnas, on_fault, x))
		return STATUS_OK;
	x->malos++;
	return STATUS_INVALID;
}

static enum status read_rows(struct importar *x, struct error *err)
{
	enum csv_paso p = CSV_FILA;
	enum status st = importar_lote_nuevo(x, err);
	while (st == STATUS_OK && (p = csv_next(&x->csv)) != CSV_FIN && p != CSV_ERROR)
		st = p == CSV_FALTA ? bad_row(x) : read_row(x, err);
	if (st == STATUS_OK && p == CSV_ERROR)
		return STATUS_UNAVAILABLE;
	return st == STATUS_OK ? importar_lote(x, err) : st;
}

static enum status read_file(struct importar *x, struct error *err)
{
	x->total = lseek(x->p->fd, 0, SEEK_END);
	if (x->total < 0 || lseek(x->p->fd, 0, SEEK_SET) < 0) {
		err->interno = "the file cannot be read twice: give a regular file";
		return error_set(err, PROBLEM_INTERNO);
	}
	if (!csv_init(&x->csv))
		return error_set(err, PROBLEM_INTERNO);
	x->csv.leer = from_file;
	x->csv.ctx = x;
	x->csv.separador = x->p->mapa->separador;
	x->csv.codificacion = x->p->mapa->codificacion;
	sha256_begin(&x->sha);
	enum status st = read_heading(x);
	if (st == STATUS_OK)
		st = read_rows(x, err);
	if (st == STATUS_UNAVAILABLE && err->problem == PROBLEM_NONE) {
		err->interno = arena_strdup(err->arena, strerror(errno));
		st = error_set(err, PROBLEM_INTERNO);
	}
	csv_free(&x->csv);
	return st;
}

static enum status pass(struct registro_importar *p, bool carga, struct error *err)
{
	ARENA_AUTO *a = arena_create(MAPA_ARENA);
	struct importar x = {.p = p, .carga = carga, .de_la_pasada = a};
	if (!a)
		return error_set(err, PROBLEM_SATURADO);
	x.hoy = instante_dia(reloj_legal());
	random_bytes(x.vistas.llave, sizeof x.vistas.llave);
	asiento_filas_init(&x.filas, NULL, NULL);
	enum status st = read_file(&x, err);
	struct sha256 sha;
	sha256_end(&x.sha, &sha);
	if (st == STATUS_OK && carga && (!sha256_equal(&sha, &p->sha256) || x.malos != p->malos)) {
		err->interno =
			"the file or the registry changed while the file was being loaded: repeat, what is loaded already is left alone";
		st = error_set(err, PROBLEM_INTERNO);
	}
	p->sha256 = sha;
	p->renglones = x.renglones;
	p->malos = x.malos;
	p->ya_estaban = x.ya_estaban;
	p->distintos = x.distintos;
	p->cargados += x.cargados;
	free(x.vistas.v);
	arena_destroy(x.a);
	asiento_filas_free(&x.filas);
	return st;
}

enum status registro_importar(struct registro_importar *p, struct error *err)
{
	enum status st = pass(p, false, err);
	if (st == STATUS_OK && p->malos > 0 && !p->omitir_malas)
		st = STATUS_INVALID;
	if (st != STATUS_OK || p->ensayo)
		return st;
	return pass(p, true, err);
}
