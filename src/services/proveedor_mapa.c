/* Rules that say who a provider's person is here: an INI file, one section a rule, in order. */
#include <ini.h>
#include <stdlib.h>
#include <string.h>

#include "services/identidad.h"
#include "services/proveedor_interno.h"

struct mapa_lectura {
	struct mapa *mapa;
	char seccion[64];
	const char *motivo;
};

/* "claim:value, claim:value" */
static const char *read_demands(struct mapa_regla *r, const char *texto)
{
	for (const char *p = texto; *p;) {
		p += strspn(p, " \t");
		size_t n = strcspn(p, ",");
		const char *dos = memchr(p, ':', n);
		size_t fin = n;
		while (fin > 0 && (p[fin - 1] == ' ' || p[fin - 1] == '\t'))
			fin--;
		if (!dos || dos == p || (size_t)(dos - p) + 1 >= fin)
			return "exige: se espera «dato:valor», separados por comas";
		if (r->n == EXIGE_MAX)
			return "exige: son demasiados";
		r->exige[r->n].claim = strndup(p, (size_t)(dos - p));
		r->exige[r->n].valor = strndup(dos + 1, fin - (size_t)(dos - p) - 1);
		if (!r->exige[r->n].claim || !r->exige[r->n++].valor)
			return "no hay memoria";
		p += n + (p[n] == ',');
	}
	return r->n > 0 ? NULL : "exige: está vacío";
}

static struct mapa_regla *rule_of(struct mapa_lectura *l, const char *seccion)
{
	if (l->mapa->n > 0 && strcmp(l->seccion, seccion) == 0)
		return &l->mapa->reglas[l->mapa->n - 1];
	if (l->mapa->n == REGLAS_MAX || !*seccion || strlen(seccion) >= sizeof l->seccion)
		return NULL;
	memcpy(l->seccion, seccion, strlen(seccion) + 1);
	return &l->mapa->reglas[l->mapa->n++];
}

static int on_pair(void *arg, const char *seccion, const char *nombre, const char *valor)
{
	struct mapa_lectura *l = arg;
	struct mapa_regla *r = rule_of(l, seccion);
	if (l->motivo) /* the first fault is the one that is told */
		return 0;
	if (!r)
		l->motivo = "cada regla va en una sección con nombre propio, de menos de 64 letras; a lo más 200";
	else if (strcmp(nombre, "exige") == 0)
		l->motivo = r->n > 0 ? "exige: está dos veces" : read_demands(r, valor);
	else if (strcmp(nombre, "organizacion") == 0)
		l->motivo = uuid_parse(valor, &r->organizacion) ? NULL : "organizacion: se espera el UUID de una organización";
	else if (strcmp(nombre, "rol") == 0)
		l->motivo = (r->rol = (enum rol)vocabulario_find(&vocabulario_rol, valor)) != ROL_NINGUNO ? NULL : "rol: no existe";
	else if (strcmp(nombre, "ambitos") == 0)
		l->motivo = ambitos_parse(valor, &r->ambitos) ? NULL : "ambitos: se esperan permisos separados por comas";
	else
		l->motivo = "solo se conocen exige, organizacion, rol y ambitos";
	return l->motivo == NULL;
}

bool mapa_load(const char *ruta, struct mapa *out, int *linea, const char **motivo)
{
	struct mapa_lectura l = {.mapa = out};
	*out = (struct mapa){.n = 0};
	*linea = ini_parse(ruta, on_pair, &l);
	*motivo = *linea < 0 ? "no se puede leer" : l.motivo ? l.motivo : "no se entiende";
	if (*linea != 0)
		return false;
	*motivo = "cada regla lleva exige, organizacion y rol";
	for (size_t i = 0; i < out->n; i++)
		if (out->reglas[i].n == 0 || uuid_is_nil(&out->reglas[i].organizacion) || out->reglas[i].rol == ROL_NINGUNO)
			return false;
	*motivo = "no tiene ninguna regla";
	return out->n > 0;
}

void mapa_free(struct mapa *m)
{
	for (size_t i = 0; i < m->n; i++) {
		for (int k = 0; k < EXIGE_MAX; k++) {
			free(m->reglas[i].exige[k].claim);
			free(m->reglas[i].exige[k].valor);
		}
	}
	m->n = 0;
}

const struct mapa_regla *mapa_find(const struct mapa *m, const struct jose_claims *c)
{
	for (size_t i = 0; i < m->n; i++) {
		const struct mapa_regla *r = &m->reglas[i];
		int k = 0;
		while (k < r->n && jose_tiene(c, r->exige[k].claim, r->exige[k].valor))
			k++;
		if (k == r->n)
			return r;
	}
	return NULL;
}
