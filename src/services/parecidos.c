/* Files with a text like this one's, among those of the same parties (rule 2: a warning for the offices, never a block). */
#include <stdlib.h>
#include <string.h>

#include "services/consulta.h"
#include "services/ficha.h"
#include "services/libro.h"
#include "services/textos.h"

#define PATRONES_MAX 50 /* counterparts of one file */

struct busqueda {
	struct obrero *o;
	const struct actor *who;
	struct arena *a; /* of the answer */
	struct libro *libro;
	struct documento proyecto;
	bool hay;
	struct uuid organizacion;
	const char *patrones[PATRONES_MAX];
	size_t n_patrones;
	struct escrito texto;
	struct semblanza semblanza;
	struct semejante *hallados;
	size_t n_hallados;
};

/* ---- the file itself ---- */

static enum status take_own(const struct expediente *e, void *arg, struct error *err)
{
	struct busqueda *b = arg;
	const struct documento *d = expediente_documento(e, CLASE_DOCUMENTO_PROYECTO, 0);
	enum status st = libro_copy(e, b->who, b->a, b->libro, err);
	b->organizacion = e->organizacion;
	for (size_t i = 0; st == STATUS_OK && i < e->datos.n_contrapartes && b->n_patrones < PATRONES_MAX; i++) {
		const char *nombre = e->datos.contrapartes[i].nombre;
		const char *patron = nombre && *nombre ? ficha_pattern(nombre, b->a) : NULL;
		if (patron)
			b->patrones[b->n_patrones++] = patron;
	}
	b->hay = d != NULL;
	if (st == STATUS_OK && d)
		st = documento_copy_to(d, b->a, &b->proyecto, err);
	return st;
}

/* ---- one of the others ---- */

struct otro {
	const struct busqueda *b;
	struct arena *a;
	struct semejante *s;
	struct documento proyecto;
	bool hay;
};

static enum status take_other(const struct expediente *e, void *arg, struct error *err)
{
	struct otro *x = arg;
	const struct documento *d = expediente_documento(e, CLASE_DOCUMENTO_PROYECTO, 0);
	x->hay = d != NULL;
	if (!d)
		return STATUS_OK;
	*x->s = (struct semejante){
		.expediente = e->id,
		.documento = d->id,
		.organizacion = e->organizacion,
		.estado = e->estado,
		.version = d->version,
		.folio = arena_strdup(x->b->a, e->folio),
		.denominacion = arena_strdup(x->b->a, e->datos.denominacion),
	};
	return documento_copy_to(d, x->a, &x->proyecto, err);
}

/* What differs from the other text to this one, written at once: the comparison itself is large. */
static enum status write_differences(
	struct busqueda *b, const struct escrito *texto, struct arena *a, struct semejante *s, struct error *err)
{
	struct comparacion c;
	BUF_AUTO out;
	buf_init(&out, (size_t)8 << 20);
	const enum status st = comparacion_make(texto, &b->texto, COMPARACION_EXACTA, a, &c, err);
	if (st != STATUS_OK)
		return st;
	diferencias_write(&out, &c);
	s->diferencias = out.failed ? NULL : arena_strdup(b->a, buf_str(&out));
	return s->diferencias ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

static bool alike(const struct parecido *p)
{
	return p->semejanza >= PARECIDO_SEMEJANZA_MIN || p->contencion >= PARECIDO_CONTENCION_MIN;
}

/* A text that cannot be read is like nothing: the others are still looked at. */
static enum status look_at(struct busqueda *b, const struct uuid *id, bool diferencias, struct error *err)
{
	ARENA_AUTO *a = arena_create(TEXTOS_ARENA);
	struct semejante s = {.medida = {0}};
	struct otro x = {.b = b, .a = a, .s = &s};
	struct semblanza suya;
	struct escrito texto = {.n = 0};
	char ref[UUID_LEN];
	if (!a)
		return error_set(err, PROBLEM_SATURADO);
	uuid_format(id, ref);
	enum status st = expediente_with(b->o, b->who, ref, a, take_other, &x, err);
	if (st == STATUS_OK && x.hay)
		st = texto_load(b->o, &x.proyecto, a, &texto, err);
	if (st != STATUS_OK || !x.hay || texto.n == 0)
		return st;
	st = semblanza_make(&texto, a, &suya, err);
	if (st != STATUS_OK)
		return st;
	s.medida = parecido_medir(&b->semblanza, &suya);
	if (!alike(&s.medida))
		return STATUS_OK;
	if (diferencias)
		st = write_differences(b, &texto, a, &s, err);
	b->hallados[b->n_hallados++] = s;
	return st;
}

static int by_likeness(const void *x, const void *y)
{
	const struct semejante *a = x, *b = y;
	if (a->medida.semejanza != b->medida.semejanza)
		return a->medida.semejanza > b->medida.semejanza ? -1 : 1;
	return uuid_cmp(&b->expediente, &a->expediente);
}

/* `av` NULL: nobody waits for news of it. */
static enum status look_at_all(struct busqueda *b, bool diferencias, struct trabajo_avance *av, struct parecidos *out, struct error *err)
{
	struct uuid *ids = NULL;
	size_t n = 0;
	enum status st = expedientes_companeros(b->o->db, b->who, &b->libro->expediente, &b->organizacion, b->patrones, b->n_patrones,
		PARECIDOS_MIRADOS_MAX + 1, b->a, &ids, &n, err);
	if (st != STATUS_OK)
		return st;
	out->completo = n <= PARECIDOS_MIRADOS_MAX;
	n = out->completo ? n : PARECIDOS_MIRADOS_MAX;
	b->hallados = ARENA_ARRAY(b->a, n, struct semejante);
	if (!b->hallados)
		return error_set(err, PROBLEM_SATURADO);
	for (; out->mirados < n && st == STATUS_OK; out->mirados++) {
		st = look_at(b, &ids[out->mirados], diferencias, err);
		if (st == STATUS_OK && av)
			st = trabajo_progress(av, (int)out->mirados + 1, (int)n, "Se compara con los textos de las mismas partes", err);
	}
	if (b->n_hallados > 0)
		qsort(b->hallados, b->n_hallados, sizeof *b->hallados, by_likeness);
	out->v = b->hallados;
	out->n = b->n_hallados < PARECIDOS_MAX ? b->n_hallados : PARECIDOS_MAX;
	return st;
}

static enum status search(struct obrero *o, const struct actor *who, const char *ref, bool diferencias, struct trabajo_avance *av,
	struct arena *ar, struct libro *libro, struct parecidos *out, struct error *err)
{
	struct busqueda b = {.o = o, .who = who, .a = ar, .libro = libro};
	*out = (struct parecidos){.completo = true};
	enum status st = expediente_with(o, who, ref, ar, take_own, &b, err);
	if (st == STATUS_OK && !b.hay)
		return error_set(err, PROBLEM_SIN_VERSIONES);
	if (st == STATUS_OK)
		st = texto_load(o, &b.proyecto, ar, &b.texto, err);
	if (st == STATUS_OK && b.texto.n == 0)
		return error_set(err, PROBLEM_TEXTO_NO_DISPONIBLE, b.proyecto.nombre);
	if (st == STATUS_OK)
		st = semblanza_make(&b.texto, ar, &b.semblanza, err);
	return st == STATUS_OK ? look_at_all(&b, diferencias, av, out, err) : st;
}

enum status parecidos_read(struct obrero *o, const struct actor *who, const char *ref, bool diferencias, struct arena *ar,
	struct libro *libro, struct parecidos *out, struct error *err)
{
	return search(o, who, ref, diferencias, NULL, ar, libro, out, err);
}

enum status parecidos_buscar(
	struct obrero *o, const struct trabajo *t, struct trabajo_avance *av, struct buf *resultado_json, struct error *err)
{
	struct libro l;
	struct parecidos p;
	char ref[UUID_LEN];
	ARENA_AUTO *a = arena_create(TEXTOS_ARENA);
	if (!a)
		return error_set(err, PROBLEM_SATURADO);
	uuid_format(&t->expediente, ref);
	enum status st = search(o, NULL, ref, false, av, a, &l, &p, err);
	if (st == STATUS_OK)
		parecidos_write_breve(resultado_json, p.v, p.n, p.mirados, p.completo);
	return st;
}
