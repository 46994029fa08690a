/* From the pages to the findings, one after the other. */
#include "services/copia_examen.h"

#include <string.h>

#include "texto/titulos.h"

#define PPP_BAJA 150
#define INCLINACION_MAX 200 /* hundredths of a degree */
#define CONTRASTE_MIN 90
#define CONFIANZA_BAJA 80
#define CONFIANZA_ILEGIBLE 55
#define PALABRAS_MIN 5

/* ---- pages ---- */

static unsigned page_faults(const struct pagina_leida *p)
{
	unsigned f = 0;
	if (p->origen == PAGINA_NO_LEIDA)
		f |= FALLA_NO_LEIDA;
	if (p->origen == PAGINA_BLANCA)
		return FALLA_BLANCA;
	if (p->ppp > 0 && p->ppp < PPP_BAJA)
		f |= FALLA_RESOLUCION;
	if (p->firmeza && (p->inclinacion >= INCLINACION_MAX || p->inclinacion <= -INCLINACION_MAX))
		f |= FALLA_INCLINADA;
	if (p->medida && p->contraste < CONTRASTE_MIN)
		f |= FALLA_CONTRASTE;
	if (p->girada)
		f |= FALLA_GIRADA;
	if (p->origen == PAGINA_IMAGEN && p->sin_leer >= LECTURA_SIN_LEER)
		f |= FALLA_INCOMPLETA;
	if (p->origen == PAGINA_IMAGEN && (p->confianza < CONFIANZA_ILEGIBLE || p->palabras < PALABRAS_MIN))
		f |= FALLA_ILEGIBLE;
	else if (p->origen == PAGINA_IMAGEN && p->confianza < CONFIANZA_BAJA)
		f |= FALLA_CONFIANZA;
	return f;
}

bool copia_con_huecos(const struct copia_examen *x)
{
	bool huecos = x->folios.n_faltan > 0 || (size_t)x->lectura.total > x->lectura.n;
	for (size_t i = 0; i < x->lectura.n; i++)
		huecos |= (x->fallas[i] & (FALLA_NO_LEIDA | FALLA_ILEGIBLE | FALLA_INCOMPLETA)) != 0;
	return huecos;
}

/* A sheet's own number stands in its first or last lines; the largest total wins nothing, the first that reads does. */
static void page_folio(const struct copia_examen *x, const struct pagina_leida *p, int *folio, int *total)
{
	*folio = *total = 0;
	for (size_t i = p->n_lineas; i-- > 0 && !*folio;)
		(void)folio_leer(p->lineas[i].texto, folio, total);
	for (size_t i = 0; i < x->lectura.texto.n && !*folio && p->n_lineas == 0; i++)
		if (x->lectura.texto.parrafos[i].pagina == p->numero)
			(void)folio_leer(x->lectura.texto.parrafos[i].texto, folio, total);
}

static void find_missing(struct copia_examen *x)
{
	int folios[LECTURA_PAGINAS_MAX], totales[LECTURA_PAGINAS_MAX], numeros[LECTURA_PAGINAS_MAX] = {0};
	size_t n = 0;
	for (size_t i = 0; i < x->lectura.n; i++)
		if (x->lectura.paginas[i].origen != PAGINA_BLANCA) { /* a blank sheet is none of the document's */
			page_folio(x, &x->lectura.paginas[i], &folios[n], &totales[n]);
			numeros[n++] = x->lectura.paginas[i].numero;
		}
	x->folios.n_faltan = folios_faltantes(
		folios, totales, n, &x->folios.total, x->folios.faltan, sizeof x->folios.faltan / sizeof *x->folios.faltan);
	const size_t fuera = folios_desorden(folios, n, x->folios.total);
	x->folios.desorden = fuera ? numeros[fuera - 1] : 0;
	x->folios.dice = fuera ? folios[fuera - 1] : 0;
}

/* The text for comparing: the numbers at the foot of the sheets would cut sentences in two. */
static bool make_text(struct copia_examen *x, struct arena *a)
{
	const struct escrito *t = &x->lectura.texto;
	const bool romanos = titulos_en_romanos(x->encargo->aprobado);
	x->texto.parrafos = ARENA_ARRAY(a, t->n, struct parrafo);
	if (!x->texto.parrafos)
		return false;
	for (size_t i = 0; i < t->n; i++) {
		int folio, total;
		if (folio_leer(t->parrafos[i].texto, &folio, &total))
			continue;
		struct parrafo *p = &x->texto.parrafos[x->texto.n++];
		*p = t->parrafos[i];
		if (x->lectura.paginas[p->pagina - 1].origen == PAGINA_IMAGEN)
			p->texto = titulo_enmendar(p->texto, romanos, a);
		if (!p->texto)
			return false;
	}
	return true;
}

/* The closing may stand where nothing was read. */
static void doubt_closing(struct suscripcion *s)
{
	if (s->fecha == NO_HALLADA)
		s->fecha = ILEGIBLE;
	if (s->lugar == NO_HALLADA)
		s->lugar = ILEGIBLE;
}

enum status copia_examinar(const struct copia_encargo *e, struct arena *a, struct copia_examen *x, struct error *err)
{
	*x = (struct copia_examen){.encargo = e};
	enum status st = lectura_run(&e->lectura, e->fd, e->informe, a, &x->lectura, err);
	if (st != STATUS_OK)
		return st;
	x->fallas = ARENA_ARRAY(a, x->lectura.n, unsigned);
	if (!x->fallas || !make_text(x, a))
		return error_set(err, PROBLEM_SATURADO);
	for (size_t i = 0; i < x->lectura.n; i++)
		x->fallas[i] = page_faults(&x->lectura.paginas[i]);
	find_missing(x);
	st = suscripcion_examinar(&x->texto, e->fecha, e->lugar, a, &x->suscripcion, err);
	if (st == STATUS_OK && copia_con_huecos(x))
		doubt_closing(&x->suscripcion);
	if (st == STATUS_OK && e->aprobado && e->aprobado->n && x->texto.n)
		st = copia_cotejar(x, a, err);
	if (st == STATUS_OK && x->comparada)
		st = copia_juzgar(x, a, err);
	return st;
}
