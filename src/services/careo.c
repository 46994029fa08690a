/* Versions compared, and the ledger that the changes answer. */
#include <string.h>

#include "services/consulta.h"
#include "services/libro.h"
#include "services/textos.h"

struct toma { /* what is copied out of the file while it is locked */
	const struct actor *who;
	struct arena *a;
	struct libro *libro;
	struct uuid de_id, a_id; /* nil: not named */
	struct documento de, hasta;
	bool hay_de, hay_hasta;
};

static enum status take_document(
	const struct expediente *e, const struct toma *t, const struct uuid *id, struct documento *out, bool *hay, struct error *err)
{
	const struct documento *d = expediente_documento_by_id(e, id);
	if (uuid_is_nil(id))
		return STATUS_OK;
	if (!d || !documento_visible(d, t->who))
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	*hay = true;
	return documento_copy_to(d, t->a, out, err);
}

static enum status take(const struct expediente *e, void *arg, struct error *err)
{
	struct toma *t = arg;
	enum status st = libro_copy(e, t->who, t->a, t->libro, err);
	if (st == STATUS_OK)
		st = take_document(e, t, &t->de_id, &t->de, &t->hay_de, err);
	if (st == STATUS_OK)
		st = take_document(e, t, &t->a_id, &t->hasta, &t->hay_hasta, err);
	return st;
}

/* Not named: the last version of the project, and the one before the other. */
static enum status choose(struct toma *t, struct error *err)
{
	const struct libro *l = t->libro;
	size_t n = l->n_proyectos;
	if (!t->hay_hasta && n > 0)
		t->hasta = l->proyectos[n - 1];
	t->hay_hasta = t->hay_hasta || n > 0;
	for (size_t i = 0; !t->hay_de && t->hay_hasta && i < n; i++) {
		if (uuid_cmp(&l->proyectos[i].id, &t->hasta.id) == 0)
			n = i;
	}
	if (!t->hay_de && n > 0 && n < l->n_proyectos) {
		t->de = l->proyectos[n - 1];
		t->hay_de = true;
	}
	return t->hay_de && t->hay_hasta ? STATUS_OK : error_set(err, PROBLEM_SIN_VERSIONES);
}

static enum status confront(struct obrero *o, const struct libro *l, const struct documento *de, const struct documento *hasta,
	struct arena *a, struct careo *out, struct error *err)
{
	struct escrito uno, otro;
	*out = (struct careo){.libro = l, .de = *de, .a = *hasta, .vinculos = ARENA_ARRAY(a, l->n_renglones, struct vinculo)};
	enum status st = out->vinculos ? texto_load(o, de, a, &uno, err) : error_set(err, PROBLEM_SATURADO);
	if (st == STATUS_OK)
		st = texto_load(o, hasta, a, &otro, err);
	if (st != STATUS_OK)
		return st;
	if (uno.n == 0 || otro.n == 0)
		return error_set(err, PROBLEM_TEXTO_NO_DISPONIBLE, uno.n == 0 ? de->nombre : hasta->nombre);
	st = comparacion_make(&uno, &otro, COMPARACION_EXACTA, a, &out->c, err);
	for (size_t i = 0; st == STATUS_OK && i < l->n_renglones; i++)
		st = vinculo_hallar(&out->c, &de->id, &l->renglones[i], a, &out->vinculos[i], err);
	return st;
}

enum status careo_read(struct obrero *o, const struct actor *who, const char *ref, const char *de, const char *a, struct arena *ar,
	struct libro *libro, struct careo *out, struct error *err)
{
	struct toma t = {.who = who, .a = ar, .libro = libro};
	if ((de && !uuid_parse(de, &t.de_id)) || (a && !uuid_parse(a, &t.a_id)))
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	enum status st = expediente_with(o, who, ref, ar, take, &t, err);
	if (st == STATUS_OK)
		st = choose(&t, err);
	if (st == STATUS_OK)
		st = confront(o, libro, &t.de, &t.hasta, ar, out, err);
	return st;
}

/* ---- the ledger ---- */

/* The comparison of version v with the present one; a text that cannot be read leaves the line without it, and says so. */
static enum status attend(struct obrero *o, const struct libro *l, int v, struct arena *a, struct atencion *out, struct error *err)
{
	const struct documento *ultima = l->n_proyectos > 0 ? &l->proyectos[l->n_proyectos - 1] : NULL, *de = NULL;
	for (size_t i = 0; i < l->n_proyectos; i++) {
		if (l->proyectos[i].version == v)
			de = &l->proyectos[i];
	}
	*out = (struct atencion){.careo = NULL};
	if (!de || de == ultima)
		return STATUS_OK;
	struct careo *k = ARENA_NEW(a, struct careo);
	struct error propio;
	error_init(&propio, err->arena);
	const enum status st = k ? confront(o, l, de, ultima, a, k, &propio) : error_set(&propio, PROBLEM_SATURADO);
	if (st == STATUS_OK)
		out->careo = k;
	else if (propio.problem == PROBLEM_TEXTO_NO_DISPONIBLE)
		out->sin_texto = true;
	else
		*err = propio;
	return propio.problem == PROBLEM_TEXTO_NO_DISPONIBLE ? STATUS_OK : st;
}

enum status observaciones_read(struct obrero *o, const struct actor *who, const char *ref, struct arena *ar, struct libro *libro,
	struct atencion **out, struct error *err)
{
	struct toma t = {.who = who, .a = ar, .libro = libro};
	enum status st = expediente_with(o, who, ref, ar, take, &t, err);
	if (st != STATUS_OK)
		return st;
	*out = ARENA_ARRAY(ar, libro->n_renglones, struct atencion);
	if (!*out)
		return error_set(err, PROBLEM_SATURADO);
	for (size_t i = 0; st == STATUS_OK && i < libro->n_renglones; i++) {
		const struct renglon *r = &libro->renglones[i];
		size_t igual =
			0; /* lines of one version share its comparison; they stand together, but a recommendation may follow much later */
		while (igual < i && libro->renglones[igual].version_proyecto != r->version_proyecto)
			igual++;
		if (igual < i)
			(*out)[i] = (*out)[igual];
		else
			st = attend(o, libro, r->version_proyecto, ar, &(*out)[i], err);
	}
	return st;
}
