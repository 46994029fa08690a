/*
 * Route table → resources. A resource is one pattern with its methods; resources are kept most specific first (a literal segment before
 * a parameter at the same place), so that the first that fits is the right one whatever the order of the table.
 */
#include <stdlib.h>
#include <string.h>

#include "base/modo.h"
#include "http/interno.h"

const char *metodo_nombre(enum metodo m)
{
	static const char *const nombres[METODO_COUNT] = {"GET", "POST", "PUT", "PATCH", "DELETE"};
	return nombres[m];
}

static bool split_pattern(struct recurso_ruta *r, const char *patron)
{
	size_t params = 0;
	r->patron = patron;
	for (const char *p = patron; *p == '/' && p[1];) {
		size_t len = strcspn(++p, "/");
		if (r->n == SEGMENTOS_MAX)
			return false;
		bool param = *p == '{';
		params += param;
		r->segmento[r->n] = param ? NULL : p;
		r->largo[r->n++] = len;
		p += len;
	}
	return params <= RUTA_PARAMS_MAX;
}

/* Fewer segments first (only equal counts ever compete), then literals before parameters, left to right. */
static int by_specificity(const void *va, const void *vb)
{
	const struct recurso_ruta *a = va, *b = vb;
	if (a->n != b->n)
		return a->n < b->n ? -1 : 1;
	for (size_t i = 0; i < a->n; i++) {
		if (!a->segmento[i] != !b->segmento[i])
			return a->segmento[i] ? -1 : 1;
	}
	return strcmp(a->patron, b->patron);
}

static void fill_allow(struct recurso_ruta *r)
{
	char *out = r->allow;
	for (int m = 0; m < METODO_COUNT; m++) {
		if (r->metodos[m]) {
			out = stpcpy(stpcpy(out, metodo_nombre((enum metodo)m)), ", ");
			if (m == METODO_GET)
				out = stpcpy(out, "HEAD, ");
		}
	}
	stpcpy(out, "OPTIONS");
}

static struct recurso_ruta *resource_of(struct enrutador *e, const char *patron)
{
	for (size_t i = 0; i < e->n; i++) {
		if (strcmp(e->recursos[i].patron, patron) == 0)
			return &e->recursos[i];
	}
	return split_pattern(&e->recursos[e->n], patron) ? &e->recursos[e->n++] : NULL;
}

bool enrutador_init(struct enrutador *e, const struct ruta *rutas, size_t n)
{
	*e = (struct enrutador){.rutas = rutas, .n_rutas = n, .recursos = calloc(n ? n : 1, sizeof *e->recursos)};
	if (!e->recursos)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (rutas[i].ensayo && !modo_ensayo())
			continue;
		struct recurso_ruta *r = resource_of(e, rutas[i].patron);
		if (!r || rutas[i].metodo >= METODO_COUNT || r->metodos[rutas[i].metodo]) {
			enrutador_free(e);
			return false;
		}
		r->metodos[rutas[i].metodo] = &rutas[i];
	}
	for (size_t i = 0; i < e->n; i++)
		fill_allow(&e->recursos[i]);
	qsort(e->recursos, e->n, sizeof *e->recursos, by_specificity);
	return true;
}

void enrutador_free(struct enrutador *e)
{
	free(e->recursos);
	*e = (struct enrutador){0};
}

static bool fits(const struct recurso_ruta *r, const char *const *seg, size_t n)
{
	if (r->n != n)
		return false;
	for (size_t i = 0; i < n; i++) {
		if (r->segmento[i] ? strncmp(r->segmento[i], seg[i], r->largo[i]) != 0 || seg[i][r->largo[i]] != '\0' : !*seg[i])
			return false;
	}
	return true;
}

const struct recurso_ruta *enrutador_find(
	const struct enrutador *e, const char *const *seg, size_t n, const char *params[static RUTA_PARAMS_MAX])
{
	for (size_t i = 0; i < e->n; i++) {
		const struct recurso_ruta *r = &e->recursos[i];
		if (!fits(r, seg, n))
			continue;
		for (size_t k = 0, p = 0; k < n; k++) {
			if (!r->segmento[k])
				params[p++] = seg[k];
		}
		return r;
	}
	return NULL;
}
