#include "services/lugares.h"

#include <string.h>

#include "recursos/embedded.h"

static const char *catalogue(const char *name)
{
	for (size_t i = 0; i < recurso_count; i++)
		if (strcmp(recursos[i].name, name) == 0)
			return (const char *)recursos[i].data;
	return "";
}

/* One cell of a line of CSV; NULL when the line has not so many. */
static const char *cell(struct arena *a, const char *l, int column)
{
	for (int i = 0;; i++) {
		const int quoted = *l == '"';
		const char *s = l + quoted;
		const size_t n = strcspn(s, quoted ? "\"" : ",\r\n");
		if (i == column)
			return arena_memdup(a, s, n);
		l = s + n + quoted;
		if (*l != ',')
			return NULL;
		l++;
	}
}

/* The cell of the line whose first one is `code`. */
static const char *look_up(struct arena *a, const char *file, const char *code, int column)
{
	const size_t n = code ? strlen(code) : 0;
	const char *found = NULL;
	for (const char *l = catalogue(file); n && *l && !found; l += strcspn(l, "\n"), l += *l == '\n')
		if (strncmp(l, code, n) == 0 && l[n] == ',')
			found = cell(a, l, column);
	return found ? found : "";
}

const char *lugar_entidad(struct arena *a, const char *cve_ent)
{
	return look_up(a, "config/entidades.csv", cve_ent, 1);
}

const char *lugar_pais(struct arena *a, const char *codigo)
{
	return look_up(a, "config/paises.csv", codigo, 1);
}

const char *lugar_region(struct arena *a, const char *codigo)
{
	return look_up(a, "config/paises.csv", codigo, 2);
}

const char *lugar_region_nombre(struct arena *a, const char *region)
{
	return look_up(a, "config/regiones.csv", region, 1);
}
