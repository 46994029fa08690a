/* Downloads of the registry: page after page of one snapshot. */
#include "services/registro_exportar.h"

#include <string.h>

#include "codec/asiento_fila.h"
#include "services/lugares.h"
#include "store/registro.h"

#define PAGINA 500
#define PAGINA_BYTES ((size_t)512 << 20) /* a bound, not an allocation: 500 entries of the largest size */
#define BLOQUE_MAX ((size_t)64 << 20)
#define NOMBRES_BYTES ((size_t)4 << 20)
#define CODIGOS_MAX 512

/* Names by their codes, each looked for once. */
struct nombres {
	struct arena *a;
	struct {
		char codigo[3];
		enum asiento_columna que;
		const char *nombre;
	} v[CODIGOS_MAX];
	size_t n;
};

struct exportar {
	struct db *db;
	enum registro_formato formato;
	registro_sumidero *sumidero;
	void *ctx;
	struct nombres *nombres;
	struct asiento_filas filas;
	struct buf bloque;
	char ultimo[4 * ASIENTO_NUMERO_MAX + 1];
	struct registro_exportado *out;
};

static const char *look_up(struct arena *a, enum asiento_columna que, const char *codigo)
{
	return que == COLUMNA_ENTIDAD        ? lugar_entidad(a, codigo)
		: que == COLUMNA_PAIS_NOMBRE ? lugar_pais(a, codigo)
					     : lugar_region(a, codigo);
}

static const char *name_of(void *ctx, enum asiento_columna que, const char *codigo)
{
	struct nombres *s = ctx;
	if (strlen(codigo) != 2)
		return "";
	for (size_t i = 0; i < s->n; i++)
		if (s->v[i].que == que && memcmp(s->v[i].codigo, codigo, 2) == 0)
			return s->v[i].nombre;
	if (s->n == CODIGOS_MAX)
		return look_up(s->a, que, codigo);
	s->v[s->n].que = que;
	memcpy(s->v[s->n].codigo, codigo, 3);
	s->v[s->n].nombre = look_up(s->a, que, codigo);
	return s->v[s->n++].nombre;
}

static enum status write_entry(struct exportar *x, const struct registro_ficha *f, struct arena *a, struct error *err)
{
	struct asiento_datos d;
	if (x->formato == REGISTRO_JSONL) {
		asiento_linea_write(f->numero, f->datos, &x->bloque);
		return STATUS_OK;
	}
	enum status st = json_decode_trusted(&desc_asiento_datos, f->datos, strlen(f->datos), &d, a, err);
	if (st == STATUS_OK)
		asiento_fila_write(&x->filas, f->numero, &d, &x->bloque);
	return st;
}

static enum status hand_over(struct exportar *x, struct error *err)
{
	if (x->bloque.failed)
		return error_set(err, PROBLEM_SATURADO);
	enum status st = x->bloque.len ? x->sumidero(x->ctx, buf_str(&x->bloque), x->bloque.len, err) : STATUS_OK;
	buf_reset(&x->bloque);
	return st;
}

static enum status write_page(struct exportar *x, size_t *n, struct error *err)
{
	struct registro_ficha *f = NULL;
	ARENA_AUTO *a = arena_create(PAGINA_BYTES);
	*n = 0;
	if (!a)
		return error_set(err, PROBLEM_SATURADO);
	enum status st = registro_page_after(x->db, x->ultimo, PAGINA, a, &f, n, err);
	for (size_t i = 0; i < *n && st == STATUS_OK; i++)
		st = write_entry(x, &f[i], a, err);
	if (st != STATUS_OK || *n == 0)
		return st;
	const char *ultimo = f[*n - 1].numero;
	if (strlen(ultimo) >= sizeof x->ultimo)
		return error_set(err, PROBLEM_INTERNO);
	memcpy(x->ultimo, ultimo, strlen(ultimo) + 1);
	x->out->asientos += (int64_t)*n;
	return hand_over(x, err);
}

static enum status write_all(struct exportar *x, struct error *err)
{
	size_t n = PAGINA;
	enum status st = registro_size(x->db, &x->out->version, err);
	if (x->formato == REGISTRO_CSV)
		asiento_fila_heading(&x->bloque);
	while (st == STATUS_OK && n == PAGINA)
		st = write_page(x, &n, err);
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
	buf_free(&x.bloque);
	asiento_filas_free(&x.filas);
	return st;
}
