/* Rules that say who a provider's person is here: an INI file, one section a rule, in order. */
#include <errno.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "services/identidad.h"
#include "services/proveedor_interno.h"
#include "texto/renglones.h"

#define ARCHIVO_MAX ((size_t)256 * 1024)

/* ---- any INI file of the identity ---- */

struct ini_lectura {
	struct renglones renglones;
	const char *(*par)(void *ctx, const char *seccion, const char *nombre, const char *valor);
	void *ctx;
	int linea;
	const char *motivo; /* the first fault is the one that is told */
};

static void bad_line(void *arg, int renglon, const char *que)
{
	struct ini_lectura *l = arg;
	if (l->motivo)
		return;
	l->linea = renglon;
	l->motivo = que;
}

static int on_pair(void *arg, const char *seccion, const char *nombre, const char *valor)
{
	struct ini_lectura *l = arg;
	const char *mal = l->motivo ? NULL : l->par(l->ctx, seccion, nombre, valor);
	if (mal)
		bad_line(l, l->renglones.renglon, mal);
	return l->motivo == NULL;
}

bool proveedor_ini(const char *ruta, bool enteros,
	const char *(*par)(void *ctx, const char *seccion, const char *nombre, const char *valor), void *ctx, int *linea,
	const char **motivo)
{
	BUF_AUTO texto;
	buf_init(&texto, ARCHIVO_MAX);
	*linea = 0;
	*motivo = "no se puede leer";
	if (!buf_append_file(&texto, ruta)) {
		*motivo = errno == EFBIG ? "tiene más de 256 KiB" : *motivo;
		return false;
	}
	const char *ini = buf_str(&texto);
	*motivo = "no es un texto UTF-8";
	if (!utf8_valid(ini, texto.len) || memchr(ini, '\0', texto.len))
		return false;
	struct ini_lectura l = {.par = par, .ctx = ctx};
	l.renglones = (struct renglones){.p = ini, .end = ini + texto.len, .enteros = enteros, .falta = bad_line, .ctx = &l};
	const int malo = ini_parse_stream(renglones_next, &l.renglones, on_pair, &l);
	const bool forma = malo != 0 && (!l.motivo || malo < l.linea);
	*linea = forma ? malo : l.linea;
	*motivo = forma ? "se espera «clave = valor» o «[sección]»" : l.motivo;
	return *motivo == NULL;
}

/* ---- the rules ---- */

struct mapa_lectura {
	struct mapa *mapa;
	char seccion[SECCION_MAX + 1];
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
	return NULL;
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

/* `exige` may go on in more lines: all that they demand must be so. */
static const char *on_member(void *arg, const char *seccion, const char *nombre, const char *valor)
{
	struct mapa_regla *r = rule_of(arg, seccion);
	if (!r)
		return "cada regla va en una sección con nombre propio, de hasta 48 letras; a lo más 200";
	if (strcmp(nombre, "exige") == 0)
		return *valor ? read_demands(r, valor) : "exige: está vacío";
	if (strcmp(nombre, "organizacion") == 0)
		return !uuid_is_nil(&r->organizacion)         ? "organizacion: está dos veces"
			: uuid_parse(valor, &r->organizacion) ? NULL
							      : "organizacion: se espera el UUID de una organización";
	if (strcmp(nombre, "rol") == 0) {
		const enum rol antes = r->rol;
		r->rol = (enum rol)vocabulario_find(&vocabulario_rol, valor);
		return antes != ROL_NINGUNO ? "rol: está dos veces" : r->rol != ROL_NINGUNO ? NULL : "rol: no existe";
	}
	if (strcmp(nombre, "ambitos") == 0)
		return r->ambitos                           ? "ambitos: está dos veces"
			: ambitos_parse(valor, &r->ambitos) ? NULL
							    : "ambitos: se esperan permisos separados por comas";
	return "solo se conocen exige, organizacion, rol y ambitos";
}

bool mapa_load(const char *ruta, struct mapa *out, int *linea, const char **motivo)
{
	struct mapa_lectura l = {.mapa = out};
	*out = (struct mapa){.n = 0};
	if (!proveedor_ini(ruta, false, on_member, &l, linea, motivo))
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
