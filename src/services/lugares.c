#include "services/lugares.h"

#include <stdlib.h>
#include <string.h>

#include "domain/busqueda.h"
#include "recursos/embedded.h"

static int by_file(const void *name, const void *r)
{
	return strcmp(name, ((const struct recurso *)r)->name);
}

static const char *catalogue(const char *name)
{
	const struct recurso *r = bsearch(name, recursos, recurso_count, sizeof *recursos, by_file);
	return r ? (const char *)r->data : "";
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

/* The cell of the line whose first one is `code`: the lines of these files, but for the heading, are in the order of their codes. */
static const char *look_up(struct arena *a, const char *file, const char *code, int column)
{
	const size_t n = code ? strlen(code) : 0;
	const char *desde = catalogue(file), *hasta = desde + strlen(desde), *found = NULL;
	for (desde += strcspn(desde, "\n"), desde += *desde == '\n'; n && desde < hasta && !found;) {
		const char *l = desde + (hasta - desde) / 2;
		while (l > desde && l[-1] != '\n')
			l--;
		const int k = strncmp(code, l, n);
		if (k == 0 && l[n] == ',')
			found = cell(a, l, column);
		else if (k > 0)
			desde = l + strcspn(l, "\n") + 1;
		else
			hasta = l;
	}
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

const char *lugar_otros(struct arena *a, const char *codigo)
{
	return look_up(a, "config/otros_nombres.csv", codigo, 1);
}

const char *lugar_region(struct arena *a, const char *codigo)
{
	return look_up(a, "config/paises.csv", codigo, 2);
}

/* Few, in the order of the field's tables. */
const char *lugar_region_nombre(struct arena *a, const char *region)
{
	const size_t n = region ? strlen(region) : 0;
	const char *found = NULL;
	for (const char *l = catalogue("config/regiones.csv"); n && *l && !found; l += strcspn(l, "\n"), l += *l == '\n')
		if (strncmp(l, region, n) == 0 && l[n] == ',')
			found = cell(a, l, 1);
	return found ? found : "";
}

/* ---- all of a catalogue ---- */

static int by_name(const void *x, const void *y)
{
	return strcmp(((const struct lugar *)x)->orden, ((const struct lugar *)y)->orden);
}

static bool read_place(struct arena *a, const char *line, struct lugar *l)
{
	BUF_AUTO b;
	buf_init(&b, 1024);
	l->codigo = cell(a, line, 0);
	l->nombre = cell(a, line, 1);
	if (!l->codigo || !l->nombre || busqueda_fold(l->nombre, strlen(l->nombre), 512, &b) != STATUS_OK)
		return false;
	l->orden = arena_strdup(a, buf_str(&b));
	return l->orden != NULL;
}

size_t lugares_list(struct arena *a, bool paises, struct lugar **out)
{
	const char *text = catalogue(paises ? "config/paises.csv" : "config/entidades.csv");
	size_t lines = 0, n = 0;
	for (const char *p = text; *p; p++)
		lines += *p == '\n';
	*out = ARENA_ARRAY(a, lines + 1, struct lugar);
	if (!*out)
		return 0;
	text += strcspn(text, "\n"); /* the heading */
	for (text += *text == '\n'; *text; text += strcspn(text, "\n"), text += *text == '\n')
		if (!read_place(a, text, &(*out)[n++]))
			return 0;
	qsort(*out, n, sizeof **out, by_name);
	return n;
}
