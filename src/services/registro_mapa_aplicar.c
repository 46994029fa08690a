/* A row of somebody's table as the registry's own columns. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "domain/busqueda.h"
#include "services/fecha_escrita.h"
#include "services/registro_mapa.h"

#define PIEZA_MAX ((size_t)CSV_CAMPO_MAX * 2)

struct renglon {
	const struct registro_mapa *m;
	const struct mapa_columnas *k;
	const struct asiento_filas *f;
	const struct csv_lector *csv;
	struct arena *a;
	const char **celdas;
	mapa_falta_fn *falta;
	void *ctx;
	enum precision firma; /* what the text of the signature date names */
	bool sin_firma;       /* the signature date could not be read */
	bool lleno;
};

/* Without the blanks around it; NULL: no memory. */
static const char *trimmed(struct arena *a, const char *s)
{
	s += strspn(s, " \t\n\r");
	size_t n = strlen(s);
	while (n > 0 && strchr(" \t\n\r", s[n - 1]))
		n--;
	return s[n] ? arena_memdup(a, s, n) : s;
}

/* ---- heading ---- */

static void heading_fault(
	const struct csv_lector *e, size_t i, const char *titulo, const char *dato, const char *que, mapa_falta_fn *falta, void *ctx)
{
	const struct csv_celda *c = &e->celda[i < e->n ? i : 0];
	falta(ctx, &(struct mapa_falta){.linea = c->linea, .columna = c->columna, .titulo = titulo, .dato = dato, .que = que});
}

static bool find_title(
	const struct csv_lector *e, struct mapa_columnas *k, const char *titulo, enum asiento_columna c, mapa_falta_fn *falta, void *ctx)
{
	k->de[c] = -1;
	for (size_t i = 0; titulo && i < k->n; i++) {
		if (strcmp(k->titulos[i], titulo) != 0)
			continue;
		if (k->de[c] >= 0) {
			heading_fault(e, i, titulo, asiento_columnas[c].nombre,
				"hay dos columnas con este título. Deje una, o cambie el título de la otra", falta, ctx);
			return false;
		}
		k->de[c] = (int)i;
	}
	if (!titulo || k->de[c] >= 0)
		return true;
	heading_fault(e, e->n, titulo, asiento_columnas[c].nombre,
		"falta esta columna, que el mapa pide. Agréguela, corrija su título, o corrija [archivo] y [columnas] en el mapa", falta,
		ctx);
	return false;
}

bool registro_mapa_bind(const struct registro_mapa *m, const struct csv_lector *e, struct arena *a, struct mapa_columnas *out,
	mapa_falta_fn *falta, void *ctx)
{
	bool bien = true;
	out->n = e->n;
	for (size_t i = 0; i < e->n; i++) {
		const char *t = trimmed(a, e->celda[i].texto);
		out->titulos[i] = t ? arena_strdup(a, t) : NULL;
		if (!out->titulos[i])
			out->titulos[i] = "";
	}
	for (int c = 0; c < COLUMNA_COUNT; c++)
		bien = find_title(e, out, m->dato[c].columna, (enum asiento_columna)c, falta, ctx) && bien;
	return bien;
}

/* ---- cells ---- */

static void fault(struct renglon *r, enum asiento_columna c, const char *valor, const char *que)
{
	const int i = r->k->de[c];
	const struct csv_celda *celda = &r->csv->celda[i < 0 ? 0 : i];
	r->sin_firma = r->sin_firma || c == COLUMNA_FECHA_FIRMA;
	r->falta(r->ctx,
		&(struct mapa_falta){.linea = celda->linea,
			.columna = celda->columna,
			.titulo = i < 0 ? NULL : r->k->titulos[i],
			.dato = asiento_columnas[c].nombre,
			.valor = valor,
			.que = que});
}

static const char *translate(const struct mapa_dato *d, const char *s)
{
	BUF_AUTO b;
	buf_init(&b, PIEZA_MAX);
	if (d->n_valores == 0 || busqueda_fold(s, strlen(s), PIEZA_MAX / 2, &b) != STATUS_OK)
		return s;
	for (size_t i = 0; i < d->n_valores; i++)
		if (strcmp(d->valores[i].dice, buf_str(&b)) == 0)
			return d->valores[i].valor;
	return s;
}

/* Already among the items that stand in `b`? Names of areas and languages that became one are one. */
static bool among(const struct buf *b, const char *s)
{
	const size_t n = strlen(s);
	for (const char *p = buf_str(b); *p; p += strcspn(p, ";"), p += *p == ';')
		if (strcspn(p, ";") == n && memcmp(p, s, n) == 0)
			return true;
	return false;
}

static void add_item(struct buf *b, const char *s)
{
	for (; *s; s++) {
		if (*s == ';' || *s == '\\')
			buf_putc(b, '\\');
		buf_putc(b, *s);
	}
}

/* The items of a cell as the registry writes them. Of areas and languages, those that say nothing or were said already are left out. */
static const char *list(struct renglon *r, enum asiento_columna c, const char *s)
{
	const struct mapa_dato *d = &r->m->dato[c];
	const bool sueltas = !r->f->sub[c];
	size_t n = 0;
	BUF_AUTO b;
	buf_init(&b, PIEZA_MAX);
	for (char *p = arena_strdup(r->a, s), *fin; p; p = fin) {
		fin = d->lista ? strchr(p, d->lista) : NULL;
		if (fin)
			*fin++ = '\0';
		const char *pieza = r->m->recortar ? trimmed(r->a, p) : p;
		r->lleno = r->lleno || !pieza;
		pieza = translate(d, pieza ? pieza : "");
		if (sueltas && (!*pieza || among(&b, pieza)))
			continue;
		if (n++)
			buf_putc(&b, ';');
		add_item(&b, pieza);
	}
	const char *todo = b.failed ? NULL : arena_strdup(r->a, buf_str(&b));
	r->lleno = r->lleno || !todo;
	return todo;
}

static const struct json_field *field(const struct renglon *r, enum asiento_columna c)
{
	return r->f->sub[c] ? r->f->sub[c] : r->f->campo[c];
}

static const char *date(struct renglon *r, enum asiento_columna c, const char *s)
{
	char iso[FECHA_LEN];
	dia_t d = DIA_NINGUNO;
	enum precision p = PRECISION_NINGUNO;
	bool leida = false;
	for (size_t i = 0; i < r->m->n_formatos && !leida; i++)
		leida = fecha_escrita_parse(r->m->formatos[i], s, &d, &p);
	if (!leida) {
		fault(r, c, s,
			"la fecha no existe o no está escrita en ninguna de las formas de [fechas] del mapa. Corríjala, o agregue su "
			"forma");
		return NULL;
	}
	const int anio = dia_to_civil(d).anio;
	if (anio < r->m->anio_desde || anio > r->m->anio_hasta) {
		fault(r, c, s,
			"el año está fuera de los que el mapa admite ([fechas] entre). Corríjalo; si es lo que una hoja de cálculo escribe "
			"por una "
			"fecha vacía, vacíe la celda");
		return NULL;
	}
	if (c == COLUMNA_FECHA_FIRMA)
		r->firma = p;
	else if (p != PRECISION_DIA) {
		fault(r, c, s, "solo dice el mes o el año, y este dato necesita el día. Complétela o vacíe la celda");
		return NULL;
	}
	fecha_format(d, iso);
	return arena_strdup(r->a, iso);
}

static const char *value(struct renglon *r, enum asiento_columna c, const char *s)
{
	const struct mapa_dato *d = &r->m->dato[c];
	const struct json_field *f = field(r, c);
	if (d->propia)
		return s;
	if (r->f->campo[c] && r->f->campo[c]->kind == JSON_KIND_ARRAY)
		return list(r, c, s);
	s = translate(d, s);
	return f && f->kind == JSON_KIND_FECHA ? date(r, c, s) : s;
}

static void cell(struct renglon *r, enum asiento_columna c)
{
	const struct mapa_dato *d = &r->m->dato[c];
	const int i = r->k->de[c];
	const char *s = i < 0 ? "" : r->csv->celda[i].texto;
	if (r->m->apostrofos)
		s = csv_disarm(s);
	else if (*s == '=') {
		fault(r, c, s, "la celda es una fórmula, no un dato. Cópiela como valor en la hoja de cálculo");
		return;
	}
	if (r->m->recortar && !(s = trimmed(r->a, s))) {
		r->lleno = true;
		return;
	}
	r->celdas[c] = *s ? value(r, c, s) : d->constante;
}

/* ---- what depends on other cells ---- */

static void conditions(struct renglon *r)
{
	for (int c = 0; c < COLUMNA_COUNT; c++) {
		const struct mapa_dato *d = &r->m->dato[c];
		const char *otro = d->si_valor ? r->celdas[d->si] : NULL;
		if (d->si_valor && (!otro || strcmp(otro, d->si_valor) != 0))
			r->celdas[c] = NULL;
	}
}

/* The date's own text says how much is known of it; a column of the precision may say less, never more. */
static void precision(struct renglon *r)
{
	const char **dicha = &r->celdas[COLUMNA_PRECISION_FECHA];
	if (r->sin_firma)
		*dicha = vocabulario_slug(&vocabulario_precision, PRECISION_DESCONOCIDA);
	if (!*dicha)
		*dicha = vocabulario_slug(&vocabulario_precision, r->celdas[COLUMNA_FECHA_FIRMA] ? (int)r->firma : PRECISION_DESCONOCIDA);
	const int p = vocabulario_find(&vocabulario_precision, *dicha);
	if (r->celdas[COLUMNA_FECHA_FIRMA] && p && p < (int)r->firma)
		fault(r, COLUMNA_PRECISION_FECHA, *dicha, "la fecha de firma dice menos que esta precisión. Corrija una de las dos");
}

void registro_mapa_apply(const struct registro_mapa *m, const struct mapa_columnas *k, const struct asiento_filas *f,
	const struct csv_lector *renglon, struct arena *a, const char *celdas[static COLUMNA_COUNT], mapa_falta_fn *falta, void *ctx)
{
	struct renglon r = {.m = m, .k = k, .f = f, .csv = renglon, .a = a, .celdas = celdas, .falta = falta, .ctx = ctx};
	memset(celdas, 0, COLUMNA_COUNT * sizeof *celdas);
	for (int c = 0; c < COLUMNA_COUNT; c++)
		if (m->dato[c].columna || m->dato[c].constante)
			cell(&r, (enum asiento_columna)c);
	conditions(&r);
	if (r.lleno)
		fault(&r, COLUMNA_NUMERO, NULL, "no alcanza la memoria para leer este renglón");
	precision(&r);
}
