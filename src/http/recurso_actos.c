/* Acts: the one door by which a file moves, and its journal. */
#include <stdlib.h>
#include <string.h>

#include "codec/representacion.h"
#include "codec/tipos.h"
#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/cache.h"
#include "services/consulta.h"
#include "services/textos.h"

#define JOURNAL_MAX (32u << 20)

static struct tramite *act_asked(struct exchange *ex)
{
	int version;
	if (exchange_query_only(ex, (const char *const[]){NULL}) != STATUS_OK || solicitud_version(ex, &version) != STATUS_OK)
		return NULL;
	struct tramite *t = solicitud_tramite(ex);
	if (!t)
		return NULL;
	t->clase = TRAMITE_ACTO;
	t->version = version;
	return acto_request_decode(ex->body, ex->body_len, ex->arena, &t->acto, &t->datos, &t->fecha_legal, &ex->err) == STATUS_OK ? t
																   : NULL;
}

/* Observations are anchored in the text that they speak of: it is read, and that is no work for the lane of the acts. */
static bool points_at_text(const struct tramite *t)
{
	return (t->acto == ACTO_OBSERVAR || t->acto == ACTO_DICTAMINAR) && t->datos->n_observaciones > 0;
}

void recurso_realizar_acto(struct exchange **ex, size_t n, void *worker)
{
	struct tramite *t[EXPEDIENTES_GRUPO_MAX], *orden[EXPEDIENTES_GRUPO_MAX];
	struct exchange *de[EXPEDIENTES_GRUPO_MAX];
	size_t k = 0;
	for (size_t i = 0; i < n; i++) {
		struct tramite *asked = act_asked(ex[i]);
		if (!asked) {
			exchange_problem(ex[i]);
			continue;
		}
		if (points_at_text(asked) && ex[i]->lane == LANE_ACTOS) {
			exchange_move(ex[i], LANE_DOCUMENTOS);
			continue;
		}
		if (points_at_text(asked))
			anclas_find(worker, asked);
		t[k] = orden[k] = asked;
		de[k++] = ex[i];
	}
	tramites_perform(worker, orden, k);
	for (size_t i = 0; i < k; i++) {
		if (t[i]->diferido) {
			buf_free(&t[i]->cuerpo);
			exchange_defer(de[i]);
		} else {
			solicitud_answer(de[i], t[i]);
		}
	}
}

/* ---- the journal ---- */

struct diario {
	struct exchange *ex;
	const struct acto_fila *filas;
	size_t n;
	struct buf *out;
	bool lista;
	int version; /* of the file they were looked at with */
};

static enum status write_entry(const struct expediente *e, const struct acto_fila *f, struct diario *d, struct error *err)
{
	ARENA_AUTO *a = arena_create(JOURNAL_MAX);
	struct acto act;
	if (!a)
		return error_set(err, PROBLEM_INTERNO);
	enum status st = acto_from_fila(f, a, &act, err);
	if (st == STATUS_OK)
		acto_write_json(d->out, &act, f->datos, f->efectos, acto_reservado(e, f->tipo, f->n, &d->ex->actor));
	return st;
}

/* What is reserved for whom depends on the file as it stands: acts and file are looked at together. */
static enum status write_journal(const struct expediente *e, void *arg, struct error *err)
{
	struct diario *d = arg;
	enum status st = STATUS_OK;
	d->version = e->version;
	if (d->lista)
		buf_puts(d->out, "{\"datos\":[");
	for (size_t i = 0; i < d->n && st == STATUS_OK; i++) {
		if (i)
			buf_putc(d->out, ',');
		st = write_entry(e, &d->filas[i], d, err);
	}
	return st;
}

static enum status journal_page(
	struct exchange *ex, struct obrero *o, int desde, int limite, struct arena *a, struct acto_fila **filas, size_t *n)
{
	struct uuid id;
	enum status st = STATUS_OK;
	if (!uuid_parse(ex->params[0], &id))
		st = expedientes_by_folio(o->db, &ex->actor, ex->params[0], &id, &ex->err);
	if (st == STATUS_OK)
		st = expedientes_journal(o->db, &ex->actor, &id, desde, limite, a, filas, n, &ex->err);
	return st;
}

/* The cursor of the journal is the number of the next act: opaque to callers, harmless to guess. */
static enum status journal_cursor(struct exchange *ex, int *desde)
{
	const char *s = exchange_query(ex, "cursor");
	*desde = 1;
	if (!s)
		return STATUS_OK;
	char *end;
	long v = s[0] == 'n' && s[1] >= '1' && s[1] <= '9' ? strtol(s + 1, &end, 10) : 0;
	if (v < 1 || v > INT32_MAX || *end != '\0')
		return solicitud_cursor_ajeno(ex);
	*desde = (int)v;
	return STATUS_OK;
}

enum status recurso_listar_actos(struct exchange *ex, void *worker)
{
	static const char *const params[] = {"cursor", "limite", NULL};
	struct obrero *o = worker;
	int desde, limite;
	enum status st = exchange_query_only(ex, params);
	if (st == STATUS_OK)
		st = solicitud_limite(ex, &limite);
	if (st == STATUS_OK)
		st = journal_cursor(ex, &desde);
	if (st != STATUS_OK)
		return st;
	ARENA_AUTO *a = arena_create(JOURNAL_MAX);
	if (!a)
		return error_set(&ex->err, PROBLEM_INTERNO);
	BUF_AUTO out;
	buf_init(&out, JOURNAL_MAX);
	struct diario d = {.ex = ex, .out = &out, .lista = true};
	struct acto_fila *filas = NULL;
	size_t n = 0;
	st = journal_page(ex, o, desde, limite + 1, a, &filas, &n);
	bool mas = n > (size_t)limite;
	d.filas = filas;
	d.n = mas ? (size_t)limite : n;
	if (st == STATUS_OK)
		st = expediente_with(o, &ex->actor, ex->params[0], a, write_journal, &d, &ex->err);
	if (st != STATUS_OK || solicitud_not_modified_for(ex, d.version))
		return st;
	char *siguiente = mas ? arena_printf(ex->arena, "n%d", filas[limite].n) : NULL;
	if (siguiente) {
		buf_printf(&out, "],\"siguiente\":\"%s\"}", siguiente);
		solicitud_link_next(ex, siguiente, params);
	} else {
		buf_puts(&out, "],\"siguiente\":null}");
	}
	exchange_json(ex, 200, &out);
	return STATUS_OK;
}

enum status recurso_ver_acto(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	const char *s = ex->params[1];
	char *end;
	long numero = *s >= '1' && *s <= '9' ? strtol(s, &end, 10) : 0;
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st != STATUS_OK)
		return st;
	if (numero < 1 || numero > INT32_MAX || *end != '\0')
		return error_set(&ex->err, PROBLEM_NO_ENCONTRADO);
	ARENA_AUTO *a = arena_create(JOURNAL_MAX);
	if (!a)
		return error_set(&ex->err, PROBLEM_INTERNO);
	BUF_AUTO out;
	buf_init(&out, JOURNAL_MAX);
	struct diario d = {.ex = ex, .out = &out};
	struct acto_fila *filas = NULL;
	st = journal_page(ex, o, (int)numero, 1, a, &filas, &d.n);
	d.filas = filas;
	if (st == STATUS_OK && (d.n == 0 || filas[0].n != (int)numero))
		st = error_set(&ex->err, PROBLEM_NO_ENCONTRADO);
	if (st == STATUS_OK)
		st = expediente_with(o, &ex->actor, ex->params[0], a, write_journal, &d, &ex->err);
	if (st == STATUS_OK && !solicitud_not_modified_for(ex, d.version))
		exchange_json(ex, 200, &out);
	return st;
}
