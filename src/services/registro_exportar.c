/* Downloads of the registry: page after page of one snapshot. */
#include "services/registro_exportar.h"

#include <string.h>

#include "services/lugares.h"
#include "store/registro.h"

#define BLOQUE ((size_t)256 << 10) /* handed over at a time, more or less */
#define BLOQUE_MAX ((size_t)8 << 20)
#define DATOS_BYTES ((size_t)64 << 20) /* a bound, not an allocation */
#define DATOS_HASTA ((size_t)1 << 20)  /* decoded entries are let go when they take so much */
#define NOMBRES_BYTES ((size_t)4 << 20)
#define SIGNOS 128 /* of ASCII, which codes are */

/* Names by their codes of two signs, each looked for once. */
struct nombres {
	struct arena *a;
	const char *v[3][SIGNOS][SIGNOS];
};

struct exportar {
	struct db *db;
	enum registro_formato formato;
	registro_sumidero *sumidero;
	void *ctx;
	struct nombres *nombres;
	struct asiento_filas filas;
	struct buf bloque;
	struct arena *a; /* of the entries under way; NULL: none yet */
	struct registro_exportado *out;
};

const char *registro_nombre(void *arena, enum asiento_columna que, const char *codigo)
{
	struct arena *a = arena;
	return que == COLUMNA_ENTIDAD        ? lugar_entidad(a, codigo)
		: que == COLUMNA_PAIS_NOMBRE ? lugar_pais(a, codigo)
					     : lugar_region(a, codigo);
}

static const char *name_of(void *ctx, enum asiento_columna que, const char *codigo)
{
	struct nombres *s = ctx;
	const unsigned char a = (unsigned char)codigo[0], b = (unsigned char)(a ? codigo[1] : 0);
	if (!b || codigo[2] || a >= SIGNOS || b >= SIGNOS)
		return "";
	const char **v = &s->v[que == COLUMNA_ENTIDAD ? 0 : que == COLUMNA_PAIS_NOMBRE ? 1 : 2][a][b];
	if (!*v)
		*v = registro_nombre(s->a, que, codigo);
	return *v;
}

static enum status hand_over(struct exportar *x, struct error *err)
{
	if (x->bloque.failed)
		return error_set(err, PROBLEM_SATURADO);
	enum status st = x->bloque.len ? x->sumidero(x->ctx, buf_str(&x->bloque), x->bloque.len, err) : STATUS_OK;
	buf_reset(&x->bloque);
	return st;
}

static enum status write_row(struct exportar *x, const char *numero, const char *datos, struct error *err)
{
	struct asiento_datos d;
	if (x->a && arena_used(x->a) > DATOS_HASTA) {
		arena_destroy(x->a);
		x->a = NULL;
	}
	if (!x->a && !(x->a = arena_create(DATOS_BYTES)))
		return error_set(err, PROBLEM_SATURADO);
	enum status st = json_decode_trusted(&desc_asiento_datos, datos, strlen(datos), &d, x->a, err);
	if (st == STATUS_OK)
		asiento_fila_write(&x->filas, numero, &d, &x->bloque);
	buf_puts(&x->bloque, "\r\n");
	return st;
}

static enum status write_entry(void *ctx, const char *numero, const char *datos, struct error *err)
{
	struct exportar *x = ctx;
	enum status st = STATUS_OK;
	x->out->asientos++;
	if (x->formato == REGISTRO_JSONL)
		asiento_linea_write(numero, datos, &x->bloque);
	else
		st = write_row(x, numero, datos, err);
	return st == STATUS_OK && x->bloque.len >= BLOQUE ? hand_over(x, err) : st;
}

static enum status write_all(struct exportar *x, struct error *err)
{
	enum status st = registro_size(x->db, &x->out->version, err);
	if (x->formato == REGISTRO_CSV) {
		asiento_fila_heading(&x->bloque);
		buf_puts(&x->bloque, "\r\n");
	}
	if (st == STATUS_OK)
		st = registro_each(x->db, write_entry, x, err);
	return st == STATUS_OK ? hand_over(x, err) : st;
}

enum status registro_exportar(
	struct db *db, enum registro_formato formato, registro_sumidero *a, void *ctx, struct registro_exportado *out, struct error *err)
{
	ARENA_AUTO *propia = arena_create(NOMBRES_BYTES);
	struct exportar x = {.db = db, .formato = formato, .sumidero = a, .ctx = ctx, .out = out};
	*out = (struct registro_exportado){0};
	x.nombres = propia ? ARENA_NEW(propia, struct nombres) : NULL;
	if (!x.nombres)
		return error_set(err, PROBLEM_SATURADO);
	x.nombres->a = propia;
	asiento_filas_init(&x.filas, name_of, x.nombres);
	buf_init(&x.bloque, BLOQUE_MAX);
	enum status st = db_begin_snapshot(db, err);
	if (st == STATUS_OK) {
		st = write_all(&x, err);
		db_rollback(db);
	}
	arena_destroy(x.a);
	buf_free(&x.bloque);
	asiento_filas_free(&x.filas);
	return st;
}
