/* A municipality by what people call it. */
#include <string.h>

#include "base/buf.h"
#include "domain/busqueda.h"
#include "services/catalogos.h"

#define NOMBRE_PLEGADO_MAX ((size_t)1 << 10)

static const char *fold(struct arena *a, const char *s)
{
	BUF_AUTO b;
	buf_init(&b, NOMBRE_PLEGADO_MAX);
	return busqueda_fold(s, strlen(s), NOMBRE_PLEGADO_MAX, &b) == STATUS_OK ? arena_strdup(a, buf_str(&b)) : NULL;
}

enum status municipios_load(struct db *db, const char *cve_ent, struct arena *a, struct municipios *out, struct error *err)
{
	*out = (struct municipios){.a = a};
	enum status st = municipios_list(db, cve_ent, a, &out->v, &out->n, err);
	if (st != STATUS_OK)
		return st;
	out->plegados = ARENA_ARRAY(a, out->n + 1, const char *);
	for (size_t i = 0; out->plegados && i < out->n; i++)
		if (!(out->plegados[i] = fold(a, out->v[i].nombre)))
			return error_set(err, PROBLEM_SATURADO);
	return out->plegados ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

const struct municipio *municipios_find(const struct municipios *m, const char *cve_ent, const char *texto)
{
	const struct municipio *hallado = NULL;
	const char *plegado = m->n ? fold(m->a, texto) : NULL;
	for (size_t i = 0; plegado && i < m->n; i++) {
		if (strcmp(m->v[i].cve_ent, cve_ent) != 0)
			continue;
		if (strcmp(m->v[i].cve_mun, texto) == 0)
			return &m->v[i];
		if (strcmp(m->plegados[i], plegado) != 0)
			continue;
		if (hallado)
			return NULL; /* Oaxaca has several of one name */
		hallado = &m->v[i];
	}
	return hallado;
}

/* How the body that governs a municipality is called before its name, folded. */
const struct municipio *municipios_named(const struct municipios *m, const char *cve_ent, const char *organo)
{
	static const char *const tratos[] = {"el ", "h ", "honorable "};
	static const char *const cuerpos[] = {"ayuntamiento de ", "ayuntamiento constitucional de ", "ayuntamiento del municipio de ",
		"municipio de ", "gobierno municipal de "};
	const char *s = m->n ? fold(m->a, organo) : NULL;
	for (size_t i = 0; s && i < sizeof tratos / sizeof tratos[0]; i++)
		if (strncmp(s, tratos[i], strlen(tratos[i])) == 0)
			s += strlen(tratos[i]);
	for (size_t i = 0; s && i < sizeof cuerpos / sizeof cuerpos[0]; i++)
		if (strncmp(s, cuerpos[i], strlen(cuerpos[i])) == 0)
			return municipios_find(m, cve_ent, s + strlen(cuerpos[i]));
	return NULL;
}
