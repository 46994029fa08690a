/* A batch of rows against the registry, and into it. */
#include <stdlib.h>
#include <string.h>

#include "services/importar_interno.h"
#include "services/numeros.h"
#include "services/registro.h"
#include "store/expedientes.h"

#define LOTE_ARENA ((size_t)2 << 30) /* a bound, not an allocation: rows, their entries, words and rows of the database */
#define ANIOS_MAX 64
#define MOTIVO_MAX 300

enum status importar_lote_nuevo(struct importar *x, struct error *err)
{
	arena_destroy(x->a);
	x->n = 0;
	x->a = arena_create(LOTE_ARENA);
	x->lote = x->a ? ARENA_ARRAY(x->a, IMPORTAR_LOTE, struct pendiente) : NULL;
	return x->lote ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

/* ---- keys seen in the file ---- */

static bool grow(struct vistas *s)
{
	const size_t cap = s->cap ? s->cap * 2 : 4096;
	struct vista *v = calloc(cap, sizeof *v);
	if (!v)
		return false;
	for (size_t i = 0; i < s->cap; i++) {
		size_t k = (size_t)s->v[i].a & (cap - 1);
		while (v[k].linea)
			k = (k + 1) & (cap - 1);
		if (s->v[i].linea)
			v[k] = s->v[i];
	}
	free(s->v);
	s->v = v;
	s->cap = cap;
	return true;
}

/* The line that had this key before; 0: none, and it is noted. -1: no memory. */
static int64_t note_key(struct vistas *s, const char *clave, size_t n, int64_t linea)
{
	if (s->n * 2 >= s->cap && !grow(s))
		return -1;
	const struct vista nueva = {
		.a = hash_keyed(s->llave, clave, n), .b = hash_keyed(s->llave + HASH_KEY_LEN, clave, n), .linea = linea};
	size_t k = (size_t)nueva.a & (s->cap - 1);
	for (; s->v[k].linea; k = (k + 1) & (s->cap - 1))
		if (s->v[k].a == nueva.a && s->v[k].b == nueva.b)
			return s->v[k].linea;
	s->v[k] = nueva;
	s->n++;
	return 0;
}

static const struct procedencia *origin(const struct pendiente *r)
{
	const struct procedencia *o = r->datos.procedencia;
	return o && o->conjunto && o->clave ? o : NULL;
}

static void seen(struct importar *x, const struct pendiente *r, enum asiento_columna c, const char *clave, const char *valor)
{
	const int64_t antes = clave ? note_key(&x->vistas, clave, strlen(clave), r->linea) : -1;
	if (antes < 0)
		importar_falta(x, r, c, valor, "no alcanza la memoria para buscar renglones repetidos", false);
	else if (antes > 0) {
		const char *que = arena_printf(x->a, "la línea %lld ya lo tiene. Quite uno de los dos renglones", (long long)antes);
		importar_falta(x, r, c, valor, que ? que : "está repetido", false);
	}
}

void importar_repetido(struct importar *x, const struct pendiente *r)
{
	const struct procedencia *o = origin(r);
	if (o)
		seen(x, r, COLUMNA_PROCEDENCIA_CLAVE, arena_printf(x->a, "c%s\n%s", o->conjunto, o->clave), o->clave);
	if (r->numero && !x->mala)
		seen(x, r, COLUMNA_NUMERO, arena_printf(x->a, "n%s", r->numero), r->numero);
}

/* ---- what the registry knows ---- */

/* Without where it comes from: the same agreement may come in another file. */
static const char *encoded(struct importar *x, const struct asiento_datos *d)
{
	struct asiento_datos sin = *d;
	BUF_AUTO b;
	sin.procedencia = NULL;
	buf_init(&b, REGISTRO_ACTO_MAX);
	json_encode(&desc_asiento_datos, &sin, &b);
	return b.failed ? NULL : arena_strdup(x->a, buf_str(&b));
}

/* Says the registry of a row that it has what the row says? */
static bool same(struct importar *x, const struct pendiente *r, const char *datos)
{
	struct asiento_datos d;
	struct error propio;
	error_init(&propio, x->a);
	if (!datos || json_decode_trusted(&desc_asiento_datos, datos, strlen(datos), &d, x->a, &propio) != STATUS_OK)
		return true;
	const char *suyo = encoded(x, &d), *nuestro = encoded(x, &r->datos);
	return !suyo || !nuestro || strcmp(suyo, nuestro) == 0;
}

/* True: the row is to be loaded. */
static bool compare(struct importar *x, const struct pendiente *r, const struct registro_renglon *q)
{
	const char *asiento = q->conjunto ? q->por_clave : q->por_numero;
	if (!asiento && q->por_numero) {
		x->mala = true;
		importar_falta(x, r, COLUMNA_NUMERO, r->numero,
			"el Registro ya tiene un asiento con este número, que no vino de este renglón. Corrija el número, o quítelo para "
			"que se "
			"le dé uno",
			false);
		x->malos++;
		return false;
	}
	if (!asiento)
		return true;
	x->ya_estaban++;
	if (same(x, r, q->datos))
		return false;
	const char *que = arena_printf(
		x->a, "ya está cargado como %s, y ahora el archivo dice otra cosa. Un asiento no se edita: anote una corrección", asiento);
	importar_falta(
		x, r, q->conjunto ? COLUMNA_PROCEDENCIA_CLAVE : COLUMNA_NUMERO, NULL, que ? que : "ya está cargado, con otros datos", true);
	x->distintos++;
	return false;
}

/* Leaves those rows that are to be loaded. */
static enum status sift(struct importar *x, struct error *err)
{
	struct registro_renglon *q = ARENA_ARRAY(x->a, x->n, struct registro_renglon);
	if (!q)
		return error_set(err, PROBLEM_SATURADO);
	for (size_t i = 0; i < x->n; i++) {
		const struct procedencia *o = origin(&x->lote[i]);
		q[i] = (struct registro_renglon){
			.conjunto = o ? o->conjunto : NULL, .clave = o ? o->clave : NULL, .numero = x->lote[i].numero};
	}
	enum status st = registro_loaded(x->p->db, q, x->n, x->a, err);
	size_t quedan = 0;
	for (size_t i = 0; i < x->n && st == STATUS_OK; i++)
		if (compare(x, &x->lote[i], &q[i]))
			x->lote[quedan++] = x->lote[i];
	x->n = quedan;
	return st;
}

/* ---- numbers ---- */

static enum status take_numbers(struct importar *x, struct error *err)
{
	struct numeracion s = {.serie = SERIE_REGISTRO, .anio = dia_to_civil(x->hoy).anio};
	for (size_t i = 0; i < x->n; i++)
		s.cuantos += !x->lote[i].numero;
	enum status st = s.cuantos ? expedientes_numerate(x->p->db, &s, 1, err) : STATUS_OK;
	for (size_t i = 0; i < x->n && st == STATUS_OK; i++) {
		struct pendiente *r = &x->lote[i];
		if (r->numero)
			continue;
		r->numero = numero_format(x->a, x->p->patron, s.anio, s.ultimo - --s.cuantos);
		if (!r->numero)
			st = error_set(err, PROBLEM_INTERNO);
	}
	return st;
}

/* What came with numbers of the series' own form is behind it from now on. */
static enum status advance(struct importar *x, struct error *err)
{
	int anios[ANIOS_MAX], ultimos[ANIOS_MAX], anio, numero;
	size_t n = 0;
	enum status st = STATUS_OK;
	for (size_t i = 0; i < x->n && st == STATUS_OK; i++) {
		if (!numero_parse(x->p->patron, x->lote[i].numero, &anio, &numero))
			continue;
		size_t k = 0;
		while (k < n && anios[k] != anio)
			k++;
		if (k == n && n == ANIOS_MAX) {
			st = registro_advance(x->p->db, anios, ultimos, n, err);
			k = n = 0;
		}
		if (k == n)
			anios[n] = anio, ultimos[n++] = numero;
		else if (ultimos[k] < numero)
			ultimos[k] = numero;
	}
	return st == STATUS_OK ? registro_advance(x->p->db, anios, ultimos, n, err) : st;
}

/* ---- recording ---- */

static enum status record(struct importar *x, struct error *err)
{
	struct registro_entrada *v = ARENA_ARRAY(x->a, x->n, struct registro_entrada);
	struct asiento_acto *actos = ARENA_ARRAY(x->a, x->n, struct asiento_acto);
	if (!v || !actos)
		return error_set(err, PROBLEM_SATURADO);
	for (size_t i = 0; i < x->n; i++) {
		struct pendiente *r = &x->lote[i];
		const struct procedencia *o = origin(r);
		asiento_acto_init(&actos[i]);
		actos[i].asiento = &r->datos;
		actos[i].motivo = arena_printf(x->a, "Carga de %.*s, línea %lld", MOTIVO_MAX, x->p->archivo, (long long)r->linea);
		if (!actos[i].motivo)
			return error_set(err, PROBLEM_SATURADO);
		v[i] = (struct registro_entrada){.numero = r->numero,
			.acto = REGISTRO_ACTO_CARGA,
			.datos = &actos[i],
			.fecha_legal = r->datos.inscrito_en,
			.crear = true,
			.conjunto = o ? o->conjunto : NULL,
			.clave = o ? o->clave : NULL};
	}
	return registro_asentar_en(x->p->db, v, x->n, x->a, err);
}

/* One transaction. The lock comes first: what is loaded is asked when nobody else may load it meanwhile. */
static enum status load(struct importar *x, struct error *err)
{
	struct registro_cabeza cabeza;
	enum status st = db_begin(x->p->db, err);
	if (st == STATUS_OK)
		st = registro_lock(x->p->db, &cabeza, err);
	if (st == STATUS_OK)
		st = sift(x, err);
	if (st == STATUS_OK && x->n > 0)
		st = take_numbers(x, err);
	if (st == STATUS_OK && x->n > 0)
		st = record(x, err);
	if (st == STATUS_OK && x->n > 0)
		st = advance(x, err);
	if (st == STATUS_OK)
		st = db_commit(x->p->db, err);
	if (st != STATUS_OK)
		db_rollback(x->p->db);
	else
		x->cargados += (int64_t)x->n;
	return st;
}

static void report(struct importar *x)
{
	if (x->p->avance)
		x->p->avance(x->p->ctx,
			&(struct registro_importar_avance){
				.carga = x->carga, .bytes = x->csv.bytes, .total = x->total, .renglones = x->renglones});
}

enum status importar_lote(struct importar *x, struct error *err)
{
	enum status st = STATUS_OK;
	if (x->n > 0)
		st = x->carga ? load(x, err) : sift(x, err);
	if (st != STATUS_OK)
		return st;
	report(x);
	return importar_lote_nuevo(x, err);
}
