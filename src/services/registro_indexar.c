/* The words of the whole registry, made again. */
#include <string.h>

#include "services/plegar.h"
#include "services/registro.h"

#define PAGINA 100
#define ARENA_MAX ((size_t)512 << 20) /* a bound, not an allocation: the files of a page and what is kept of their documents */

/* The text that the entry names now, of the file as it was inscribed. */
static enum status text_of(struct db *db, const struct registro_indexable *v, struct arena *a, const char **out, struct error *err)
{
	struct obrero o = {.db = db};
	const struct asiento_texto publico = {.sha256 = v->texto};
	struct expediente *e = ARENA_NEW(a, struct expediente);
	struct acto acto;
	if (!e)
		return error_set(err, PROBLEM_SATURADO);
	enum status st = expediente_fold_to(db, &v->expediente, v->acto, a, e, &acto, err);
	if (st == STATUS_OK)
		*out = registro_file_text(&o, e, &publico, false, a);
	return st;
}

struct paso {
	struct db *db;
	char numero[4 * ASIENTO_NUMERO_MAX + 1]; /* of the last card done, and which of its cards */
	int n;
	bool mas;
	struct registro_indexado *out;
};

/* `antes`: the card before it; what a file's text says is the same for all cards of its entry. */
static enum status words_of(
	struct paso *p, struct registro_indexable *v, const struct registro_indexable *antes, struct arena *a, struct error *err)
{
	struct asiento_datos d;
	const char *texto = NULL;
	const bool otra_vez = antes && strcmp(antes->numero, v->numero) == 0;
	enum status st = json_decode_trusted(&desc_asiento_datos, v->datos, strlen(v->datos), &d, a, err);
	if (st == STATUS_OK && !otra_vez && v->con_texto) {
		st = text_of(p->db, v, a, &texto, err);
		p->out->sin_texto += st == STATUS_OK && !texto;
	}
	if (st == STATUS_OK && !registro_words(&d, v->numero, texto, a, &v->palabras))
		st = error_set(err, PROBLEM_SATURADO);
	if (otra_vez)
		v->palabras.d = antes->palabras.d;
	return st;
}

static enum status remember(struct paso *p, const struct registro_indexable *ultima, struct error *err)
{
	const size_t n = strlen(ultima->numero) + 1;
	if (n > sizeof p->numero)
		return error_set(err, PROBLEM_INTERNO);
	memcpy(p->numero, ultima->numero, n);
	p->n = ultima->n;
	return STATUS_OK;
}

static enum status page(struct paso *p, struct error *err)
{
	ARENA_AUTO *a = arena_create(ARENA_MAX);
	struct registro_cabeza cabeza;
	struct registro_indexable *v = NULL;
	size_t k = 0;
	int cambiadas = 0;
	if (!a)
		return error_set(err, PROBLEM_SATURADO);
	enum status st = registro_lock(p->db, &cabeza, err);
	if (st == STATUS_OK)
		st = registro_indexables(p->db, p->numero, p->n, PAGINA, a, &v, &k, err);
	for (size_t i = 0; i < k && st == STATUS_OK; i++)
		st = words_of(p, &v[i], i ? &v[i - 1] : NULL, a, err);
	if (st == STATUS_OK && k > 0)
		st = registro_index(p->db, v, k, &cambiadas, err);
	if (st == STATUS_OK && k > 0)
		st = remember(p, &v[k - 1], err);
	p->out->fichas += (int64_t)k;
	p->out->cambiadas += cambiadas;
	p->mas = k == PAGINA;
	return st;
}

enum status registro_indexar(struct db *db, struct registro_indexado *out, struct error *err)
{
	struct paso p = {.db = db, .mas = true, .out = out};
	enum status st = STATUS_OK;
	*out = (struct registro_indexado){0};
	while (p.mas && st == STATUS_OK) {
		st = db_begin(db, err);
		if (st == STATUS_OK)
			st = page(&p, err);
		if (st == STATUS_OK)
			st = db_commit(db, err);
		if (st != STATUS_OK)
			db_rollback(db);
	}
	return st;
}
