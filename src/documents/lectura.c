/* One page after the other, what came of its image (lectura_hoja.h) put in its place, while the image of the next one is made and read. */
#include "documents/lectura.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/fecha.h"
#include "documents/lectura_hoja.h"
#include "documents/raster.h"

#define TOTAL_MS 2400000
#define AVANCE_MS 10000
#define PPP_MIN 200        /* fewer and letters are too small for tesseract, whatever the scan had */
#define PPP_MAX 300        /* more costs time and reads no better */
#define PIXELES_MAX 16e6   /* a poster is drawn coarser */
#define CAPA_MIN 40        /* letters of a text layer that is one */
#define CAPA_IMAGEN_MAX 50 /* percent: more of the page under images and it is a scan */

struct lector {
	const struct lectura_opciones *op;
	int fd;
	const struct informe *informe;
	struct hoja hojas[2]; /* the present page's and the next one's */
	unsigned en;          /* which of them is the next one's */
	struct arena *arena;
	struct lectura_copia *out;
	struct lectura_parrafos parrafos;
	int64_t plazo_ns;
};

static enum status report(const struct lector *l, int pagina, const char *que, struct error *err)
{
	char texto[120];
	if (!l->op->avance)
		return STATUS_OK;
	snprintf(texto, sizeof texto, "Página %d de %zu: %s", pagina, l->out->n, que);
	return l->op->avance(l->op->arg, pagina - 1, (int)l->out->n, texto, err);
}

/* ---- the image ---- */

/* Of the image that the page is; 0: none. */
static int own_resolution(const struct informe_pagina *p)
{
	return p->imagen >= CAPA_IMAGEN_MAX ? p->ppp : 0;
}

static int resolution(const struct informe_pagina *p)
{
	int ppp = own_resolution(p);
	ppp = ppp < PPP_MIN ? PPP_MIN : (ppp > PPP_MAX ? PPP_MAX : ppp);
	double pulgadas = (p->ancho / 25.4) * (p->alto / 25.4);
	if (pulgadas * ppp * ppp > PIXELES_MAX)
		ppp = (int)sqrt(PIXELES_MAX / pulgadas);
	return ppp > 10 ? ppp : 10;
}

static enum status keep_measures(const struct lector *l, struct pagina_leida *p, const struct raster_medida *m, struct error *err)
{
	p->medida = true;
	p->fondo = m->fondo;
	p->contraste = m->contraste;
	p->tinta = (int)m->tinta;
	p->inclinacion = m->inclinacion;
	p->firmeza = m->firmeza;
	p->marcas = ARENA_ARRAY(l->arena, m->n_marcas, struct marca_leida);
	for (size_t i = 0; p->marcas && i < m->n_marcas; i++)
		p->marcas[p->n_marcas++] = (struct marca_leida){m->marcas[i].x0, m->marcas[i].y0, m->marcas[i].x1, m->marcas[i].y1};
	return p->marcas ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

static bool has_layer(const struct informe_pagina *p)
{
	return p->caracteres >= CAPA_MIN && p->imagen < CAPA_IMAGEN_MAX;
}

/* The inspection found an image on it that is made to be expanded without end. */
static bool is_bomb(const struct informe *inf, int pagina)
{
	for (size_t i = 0; i < inf->n_hallazgos; i++)
		if (inf->hallazgos[i].codigo == HALLAZGO_IMAGEN_DESMEDIDA && inf->hallazgos[i].pagina == pagina)
			return true;
	return false;
}

static void begin(const struct lector *l, size_t i, struct hoja *h)
{
	const struct informe_pagina *p = &l->informe->paginas[i];
	*h = HOJA_NINGUNA;
	h->numero = (int)i + 1;
	h->ppp = resolution(p);
	h->trazos = has_layer(p);
	h->op = l->op;
	h->documento = l->fd;
	h->plazo_ns = l->plazo_ns;
	hoja_begin(h);
}

/* The cage fails closed: without it nothing is looked at, and the job comes back later. */
static enum status fail(const struct hoja *h, struct error *err)
{
	const enum status st = error_set(err, h->problema, h->que);
	err->interno = arena_strdup(err->arena, h->interno);
	return st;
}

/* Until it is made; then what was found out about it, or why there is none. */
static enum status await(const struct lector *l, struct pagina_leida *p, struct hoja *h, const char *que, struct error *err)
{
	enum status st = report(l, p->numero, que, err);
	while (st == STATUS_OK && !hoja_wait(h, AVANCE_MS))
		st = report(l, p->numero, que, err);
	if (st != STATUS_OK)
		return st;
	if (h->problema != PROBLEM_NONE)
		return fail(h, err);
	p->motivo = h->motivo;
	return h->medida ? keep_measures(l, p, &h->m, err) : STATUS_OK;
}

/* The next one from `i` on of which an image is needed. */
static void begin_next(struct lector *l, size_t i)
{
	while (i < l->out->n && ((has_layer(&l->informe->paginas[i]) && !l->op->trazos) || is_bomb(l->informe, (int)i + 1)))
		i++;
	if (i < l->out->n)
		begin(l, i, &l->hojas[l->en]);
}

/* The page's image, begun ahead or now; hoja_close() it whatever comes of it. The next one is begun. */
static enum status obtain(struct lector *l, struct pagina_leida *p, struct hoja **hoja, struct error *err)
{
	struct hoja *h = *hoja = &l->hojas[l->en];
	if (h->numero != p->numero)
		begin(l, (size_t)p->numero - 1, h);
	l->en = !l->en;
	begin_next(l, (size_t)p->numero);
	return await(l, p, h, "lectura óptica", err);
}

/* ---- reading ---- */

static enum status read_image(struct lector *l, struct pagina_leida *p, const struct hoja *h, struct error *err)
{
	BUF_AUTO tsv;
	buf_init(&tsv, HOJA_TSV_MAX);
	if (!hoja_load(h->lectura, &tsv) ||
		!lectura_tsv(buf_str(&tsv), tsv.len, (int)h->m.ancho, (int)h->m.alto, p, &l->parrafos, l->arena))
		return error_set(err, PROBLEM_SATURADO);
	p->origen = PAGINA_IMAGEN;
	return STATUS_OK;
}

/* Places are given on the page as it is, not as it was turned to be read. */
static enum status read_level(struct lector *l, struct pagina_leida *p, const struct hoja *h, struct error *err)
{
	const bool girada = h->derecha >= 0;
	enum status st = read_image(l, p, h, err);
	for (size_t i = 0; girada && i < p->n_lineas; i++)
		raster_torcer(&h->m, &p->lineas[i].x0, &p->lineas[i].y0, &p->lineas[i].x1, &p->lineas[i].y1);
	for (int i = 0; girada && i < p->palabras; i++)
		raster_torcer(&h->m, &p->cajas[i].x0, &p->cajas[i].y0, &p->cajas[i].x1, &p->cajas[i].y1);
	return st;
}

/* Strokes that go round half of the sheet: what is within was not drawn by a hand. */
static bool is_frame(const struct raster_marca *m)
{
	return m->x1 - m->x0 > RASTER_UNIDAD / 2 && m->y1 - m->y0 > RASTER_UNIDAD / 2;
}

/* How much of what is written lies outside of the words that were read and of the strokes. */
static bool find_unread(const struct lector *l, struct pagina_leida *p, const struct raster_medida *m)
{
	struct raster_marca *cajas = ARENA_ARRAY(l->arena, (size_t)p->palabras + m->n_marcas, struct raster_marca);
	size_t n = 0;
	for (int i = 0; cajas && i < p->palabras; i++)
		cajas[n++] = (struct raster_marca){
			(uint16_t)p->cajas[i].x0, (uint16_t)p->cajas[i].y0, (uint16_t)p->cajas[i].x1, (uint16_t)p->cajas[i].y1};
	for (size_t i = 0; cajas && i < m->n_marcas; i++)
		if (!is_frame(&m->marcas[i]))
			cajas[n++] = m->marcas[i];
	p->sin_leer = cajas ? raster_fuera(m, cajas, n) : 0;
	return cajas != NULL;
}

static enum status read_measured(struct lector *l, struct pagina_leida *p, const struct hoja *h, struct error *err)
{
	if (p->tinta < HOJA_BLANCA_TINTA) {
		p->origen = PAGINA_BLANCA;
		return STATUS_OK;
	}
	enum status st = read_level(l, p, h, err);
	if (st == STATUS_OK && p->origen == PAGINA_IMAGEN && !find_unread(l, p, &h->m))
		return error_set(err, PROBLEM_SATURADO);
	return st;
}

/* ---- sheets that lie on their head or on their side ---- */

/* Lines that are higher than long: tesseract reads some sheets that lie on their side, but nothing stands where it should. */
static bool lies_on_its_side(const struct pagina_leida *p)
{
	int64_t largo = 0, alto = 0;
	for (size_t i = 0; i < p->n_lineas; i++) {
		largo += (int64_t)(p->lineas[i].x1 - p->lineas[i].x0) * p->ancho;
		alto += (int64_t)(p->lineas[i].y1 - p->lineas[i].y0) * p->alto;
	}
	return alto > largo;
}

static bool may_be_turned(const struct pagina_leida *p)
{
	return p->origen == PAGINA_IMAGEN && (p->confianza < LECTURA_DUDA || lies_on_its_side(p));
}

static enum status find_position(const struct lector *l, const struct pagina_leida *p, struct hoja *h, unsigned *cuartos, struct error *err)
{
	BUF_AUTO osd;
	buf_init(&osd, HOJA_TSV_MAX);
	enum status st = report(l, p->numero, "posición de la hoja", err);
	if (st != STATUS_OK)
		return st;
	if (!hoja_position(h, &osd))
		return fail(h, err);
	*cuartos = lectura_posicion(buf_str(&osd), osd.len);
	return STATUS_OK;
}

/* Turned as it should lie, measured and read anew; the better of the two readings stays. `antes`: paragraphs before this page's. */
static enum status read_turned(
	struct lector *l, struct pagina_leida *p, size_t antes, unsigned cuartos, const struct hoja *h, struct error *err)
{
	const struct lectura_parrafos primera = l->parrafos;
	struct pagina_leida q = {.numero = p->numero, .ppp = p->ppp, .girada = (int)cuartos * 90, .ancho = p->ancho, .alto = p->alto};
	struct hoja girada = HOJA_NINGUNA;
	if (cuartos != 2) {
		q.ancho = p->alto;
		q.alto = p->ancho;
	}
	girada.numero = h->numero;
	girada.ppp = h->ppp;
	girada.op = h->op;
	girada.plazo_ns = h->plazo_ns;
	girada.de = h->imagen;
	girada.cuartos = cuartos;
	hoja_begin(&girada);
	l->parrafos = (struct lectura_parrafos){0};
	enum status st = await(l, &q, &girada, "lectura óptica", err);
	if (st == STATUS_OK && girada.medida && q.motivo == MOTIVO_NINGUNO)
		st = read_measured(l, &q, &girada, err);
	hoja_close(&girada);
	const struct lectura_parrafos segunda = l->parrafos;
	l->parrafos = primera;
	const int de = p->confianza * p->palabras, a = q.confianza * q.palabras;
	if (st != STATUS_OK || q.origen != PAGINA_IMAGEN || (lies_on_its_side(p) ? a < de / 20 * 19 : a <= de))
		return st;
	*p = q;
	l->parrafos.n = antes;
	for (size_t i = 0; i < segunda.n; i++)
		if (!lectura_agregar(&l->parrafos, &segunda.v[i], l->arena))
			return error_set(err, PROBLEM_SATURADO);
	return STATUS_OK;
}

static enum status look(struct lector *l, struct pagina_leida *p, struct error *err)
{
	const size_t antes = l->parrafos.n;
	unsigned cuartos = 0;
	struct hoja *h;
	enum status st = obtain(l, p, &h, err);
	if (st == STATUS_OK && p->motivo == MOTIVO_NINGUNO)
		st = read_measured(l, p, h, err);
	if (st == STATUS_OK && may_be_turned(p))
		st = find_position(l, p, h, &cuartos, err);
	if (st == STATUS_OK && cuartos)
		st = read_turned(l, p, antes, cuartos, h, err);
	hoja_close(h);
	return st;
}

/* A page whose text is known: its strokes, and when it has some the lines that tell where on the sheet they stand. */
static enum status look_at_strokes(struct lector *l, struct pagina_leida *p, struct error *err)
{
	const struct lectura_parrafos texto = l->parrafos;
	struct pagina_leida vista = *p;
	struct hoja *h;
	enum status st = obtain(l, &vista, &h, err);
	if (st == STATUS_OK && vista.motivo == MOTIVO_NINGUNO && vista.n_marcas > 0) {
		l->parrafos = (struct lectura_parrafos){0};
		st = read_level(l, &vista, h, err);
		l->parrafos = texto;
	}
	hoja_close(h);
	vista.origen = p->origen;
	vista.confianza = p->confianza;
	vista.palabras = p->palabras;
	vista.dudosas = p->dudosas;
	*p = vista;
	return st;
}

static enum status take_layer(struct lector *l, struct pagina_leida *p, struct error *err)
{
	const struct informe *inf = l->informe;
	p->origen = PAGINA_TEXTO;
	p->confianza = 100;
	for (size_t i = 0; i < inf->texto.n; i++) {
		const struct parrafo *q = &inf->texto.parrafos[i];
		if (q->pagina != p->numero)
			continue;
		for (const char *s = q->texto; *s; s++)
			p->palabras += *s != ' ' && (s == q->texto || s[-1] == ' ');
		if (!lectura_agregar(&l->parrafos, q, l->arena))
			return error_set(err, PROBLEM_SATURADO);
	}
	return STATUS_OK;
}

static enum status read_page(struct lector *l, size_t i, struct error *err)
{
	struct pagina_leida *p = &l->out->paginas[i];
	const struct informe_pagina *q = &l->informe->paginas[i];
	p->numero = (int)i + 1;
	p->ancho = q->ancho;
	p->alto = q->alto;
	p->ppp = own_resolution(q);
	if (has_layer(q)) {
		enum status st = take_layer(l, p, err);
		if (st != STATUS_OK || !l->op->trazos)
			return st;
	}
	if (is_bomb(l->informe, p->numero))
		p->motivo = MOTIVO_DESMEDIDA;
	else if (reloj_mono_ns() > l->plazo_ns)
		p->motivo = MOTIVO_LIMITE;
	if (p->motivo != MOTIVO_NINGUNO)
		return STATUS_OK;
	return has_layer(q) ? look_at_strokes(l, p, err) : look(l, p, err);
}

enum status lectura_run(const struct lectura_opciones *op, int fd, const struct informe *informe, struct arena *a,
	struct lectura_copia *out, struct error *err)
{
	struct lector l = {.op = op, .fd = fd, .informe = informe, .hojas = {HOJA_NINGUNA, HOJA_NINGUNA}, .arena = a, .out = out};
	l.plazo_ns = reloj_mono_ns() + (int64_t)(op->total_ms ? op->total_ms : TOTAL_MS) * 1000000;
	*out = (struct lectura_copia){.total = informe->total_paginas, .n = informe->n_paginas};
	const size_t max = op->paginas_max > 0 && op->paginas_max < LECTURA_PAGINAS_MAX ? op->paginas_max : LECTURA_PAGINAS_MAX;
	if (out->n > max)
		out->n = max;
	out->paginas = ARENA_ARRAY(a, out->n, struct pagina_leida);
	if (!out->paginas)
		return error_set(err, PROBLEM_SATURADO);
	enum status st = STATUS_OK;
	for (size_t i = 0; i < out->n && st == STATUS_OK; i++)
		st = read_page(&l, i, err);
	hoja_close(&l.hojas[0]);
	hoja_close(&l.hojas[1]);
	out->texto = (struct escrito){.parrafos = l.parrafos.v, .n = l.parrafos.n};
	return st;
}
