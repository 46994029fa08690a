/* The comparison as a page: both versions side by side. What was taken out and put in are <del> and <ins>, named in words too, never by colour alone. */
#include "base/html.h"
#include "codec/comparacion.h"

static const char *const cambios[CAMBIO_COUNT] = {
	[CAMBIO_NINGUNO] = "Sin cambio", [CAMBIO_TEXTO] = "Cambió", [CAMBIO_AGREGADA] = "Se agregó", [CAMBIO_QUITADA] = "Se quitó"};

/* Paragraphs of a text become lines of the cell. */
static void texto(struct buf *out, const char *s, size_t n)
{
	size_t desde = 0;
	for (size_t i = 0; i < n; i++) {
		if (s[i] != '\n')
			continue;
		html_textn(out, s + desde, i - desde);
		buf_puts(out, "<br>\n");
		desde = i + 1;
	}
	html_textn(out, s + desde, n - desde);
}

static void marcado(struct buf *out, const char *elemento, const char *s, size_t n)
{
	buf_printf(out, "<%s>", elemento);
	texto(out, s, n);
	buf_printf(out, "</%s>", elemento);
}

static void lado(struct buf *out, const struct cotejo *k, const struct clausulado *t, int i, bool nuevo)
{
	buf_puts(out, "<td>");
	if (i >= 0) {
		ARENA_AUTO *a = arena_create(8192);
		const char *nombre = a ? clausula_nombre(&t->v[i], a) : NULL;
		buf_puts(out, "<strong>");
		html_text(out, nombre ? nombre : clausula_clase_titulo(t->v[i].clase));
		buf_puts(out, "</strong><br>\n");
	}
	if (i >= 0 && k->cambio == CAMBIO_AGREGADA)
		marcado(out, "ins", t->v[i].texto, t->v[i].len);
	else if (i >= 0 && k->cambio == CAMBIO_QUITADA)
		marcado(out, "del", t->v[i].texto, t->v[i].len);
	else if (i >= 0 && k->n_tramos == 0)
		texto(out, t->v[i].texto, t->v[i].len);
	for (size_t x = 0; x < k->n_tramos; x++) {
		const struct tramo_texto *p = &k->tramos[x];
		const char *s = nuevo ? p->b : p->a;
		const size_t n = nuevo ? p->b_len : p->a_len;
		if (p->igual)
			texto(out, s, n);
		else if (n > 0)
			marcado(out, nuevo ? "ins" : "del", s, n);
	}
	buf_puts(out, "</td>\n");
}

static void renglon(struct buf *out, const struct careo *k, size_t r)
{
	const struct renglon *n = &k->libro->renglones[r];
	buf_printf(out, "<p class=nota id=\"observacion-%d\"><strong>%s %d</strong> (", n->numero,
		n->tipo == RENGLON_OBSERVACION ? "Observación" : "Recomendación", n->numero);
	html_text(out, n->clausula);
	buf_puts(out, "): ");
	html_text(out, n->texto);
	if (n->pasaje) {
		buf_puts(out, " <q>");
		html_text(out, n->pasaje);
		buf_puts(out, "</q>");
	}
	if (n->respuesta) {
		buf_puts(out, "<br>Respuesta: ");
		html_text(out, n->respuesta);
	}
	buf_puts(out, "<br>En esta versión: ");
	html_text(out, vinculo_titulo(k->vinculos[r].resultado));
	buf_puts(out, ".</p>\n");
}

static void fila(struct buf *out, const struct careo *k, size_t i)
{
	const struct cotejo *x = &k->c.v[i];
	buf_printf(out, "<tr id=\"cambio-%zu\"><th scope=row>%zu. %s", i + 1, i + 1, cambios[x->cambio]);
	if (x->movida)
		buf_puts(out, "; cambió de lugar");
	if (x->renumerada && x->de >= 0 && x->a >= 0)
		buf_puts(out, "; cambió de número");
	buf_puts(out, "</th>\n");
	lado(out, x, &k->c.de, x->de, false);
	lado(out, x, &k->c.a, x->a, true);
	buf_puts(out, "</tr>\n");
	bool hay = false;
	for (size_t r = 0; r < k->libro->n_renglones; r++) {
		if (k->vinculos[r].cotejo != (int)i)
			continue;
		if (!hay)
			buf_puts(out, "<tr><td></td><td colspan=2>");
		hay = true;
		renglon(out, k, r);
	}
	if (hay)
		buf_puts(out, "</td></tr>\n");
}

static void version(struct buf *out, const struct documento *d)
{
	if (d->version)
		buf_printf(out, "Versión %d: ", d->version);
	html_text(out, d->nombre);
}

static void sueltas(struct buf *out, const struct careo *k)
{
	bool hay = false;
	for (size_t r = 0; r < k->libro->n_renglones; r++) {
		if (k->vinculos[r].cotejo >= 0)
			continue;
		if (!hay)
			buf_puts(out, "<h2>Observaciones que no señalan una cláusula de este texto</h2>\n");
		hay = true;
		renglon(out, k, r);
	}
}

void careo_write_html(struct buf *out, const struct careo *k)
{
	const struct comparacion *c = &k->c;
	html_begin(out, "Comparación de versiones");
	buf_puts(out, "<p>Expediente ");
	char id[UUID_LEN];
	uuid_format(&k->libro->expediente, id);
	html_text(out, k->libro->folio ? k->libro->folio : id);
	buf_printf(out,
		".</p>\n<p>Cláusulas sin cambio: %zu; cambiadas: %zu; agregadas: %zu; quitadas: %zu; que cambiaron de lugar: %zu. Lo que "
		"se quitó va "
		"<del>tachado</del> y lo que se agregó, <ins>subrayado</ins>.</p>\n",
		c->iguales, c->cambiadas, c->agregadas, c->quitadas, c->movidas);
	if (c->de.truncado || c->a.truncado)
		buf_puts(out, "<p class=aviso>Alguno de los textos es tan largo que solo se comparó su comienzo.</p>\n");
	buf_puts(out, "<table>\n<thead><tr><th scope=col>Cambio</th><th scope=col>");
	version(out, &k->de);
	buf_puts(out, "</th><th scope=col>");
	version(out, &k->a);
	buf_puts(out, "</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < c->n; i++)
		fila(out, k, i);
	buf_puts(out, "</tbody>\n</table>\n");
	sueltas(out, k);
	html_end(out);
}
