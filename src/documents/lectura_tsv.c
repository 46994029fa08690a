/* tesseract's TSV: level, page, block, paragraph, line, word, left, top, width, height, confidence, text. Level 5 is a word. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "documents/lectura.h"

#define CAMPOS 12
#define PALABRAS_MAX 20000 /* of one page */
#define PALABRA_MAX 200    /* bytes */
#define LINEAS_MAX 1000
#define PARRAFO_MAX ((size_t)64 * 1024)
#define PRIMERAS 3     /* words that tell at what height a line begins */
#define SEPARACION 122 /* hundredths of the page's line pitch: more and a paragraph ends, whatever tesseract took it for */
#define BASURA 12      /* less confidence than this and not one letter or figure: dirt */

struct palabra {
	int bloque, parrafo, linea;
	int x, y, w, h, confianza;
	const char *texto;
	size_t len;
};

static bool integer(const char *s, size_t n, int *out)
{
	long v = 0;
	size_t i = n > 0 && s[0] == '-' ? 1 : 0;
	if (i == n || n - i > 7)
		return false;
	for (size_t k = i; k < n; k++) {
		if (s[k] < '0' || s[k] > '9')
			return false;
		v = v * 10 + (s[k] - '0');
	}
	*out = (int)(i ? -v : v);
	return true;
}

/* A confidence has decimals since tesseract 5. */
static bool confidence(const char *s, size_t n, int *out)
{
	size_t entero = 0;
	while (entero < n && s[entero] != '.')
		entero++;
	return integer(s, entero, out) && *out <= 100;
}

static bool word_at(const char *s, size_t n, int ancho, int alto, struct palabra *p)
{
	const char *campo[CAMPOS];
	size_t largo[CAMPOS], k = 0;
	int nivel;
	for (size_t desde = 0; k < CAMPOS; k++) {
		const char *fin = k + 1 < CAMPOS ? memchr(s + desde, '\t', n - desde) : s + n;
		if (!fin)
			return false;
		campo[k] = s + desde;
		largo[k] = (size_t)(fin - campo[k]);
		desde = (size_t)(fin - s) + 1;
		if (desde > n && k + 1 < CAMPOS)
			return false;
	}
	p->texto = campo[11];
	p->len = largo[11];
	if (!integer(campo[0], largo[0], &nivel) || nivel != 5 || !integer(campo[2], largo[2], &p->bloque) ||
		!integer(campo[3], largo[3], &p->parrafo) || !integer(campo[4], largo[4], &p->linea) ||
		!integer(campo[6], largo[6], &p->x) || !integer(campo[7], largo[7], &p->y) || !integer(campo[8], largo[8], &p->w) ||
		!integer(campo[9], largo[9], &p->h) || !confidence(campo[10], largo[10], &p->confianza))
		return false;
	return p->confianza >= 0 && p->x >= 0 && p->y >= 0 && p->w > 0 && p->h > 0 && p->x <= ancho - p->w && p->y <= alto - p->h &&
		p->len > 0 && p->len <= PALABRA_MAX && utf8_valid(p->texto, p->len);
}

static bool says_something(const struct palabra *p)
{
	if (p->confianza >= BASURA)
		return strspn(p->texto, " ") < p->len;
	for (size_t i = 0; i < p->len; i++) {
		unsigned char c = (unsigned char)p->texto[i];
		if ((c >= '0' && c <= '9') || (c | 32u) - 'a' < 26u || c >= 0xc3)
			return true;
	}
	return false;
}

static size_t characters(const char *s, size_t n)
{
	size_t k = 0;
	for (size_t i = 0; i < n; i++)
		k += ((unsigned char)s[i] & 0xc0) != 0x80;
	return k;
}

/* ---- words to lines and paragraphs ---- */

struct reunion {
	int interlinea;                     /* pixels between two lines of a paragraph; 0: not known */
	int antes, arriba, abajo, primeras; /* middle of the line before; reach of this one's first words */
	struct arena *arena;
	struct pagina_leida *pagina;
	struct lectura_parrafos *parrafos;
	int ancho, alto;
	struct buf linea, parrafo;
	struct linea_leida caja;       /* of the line so far, in pixels */
	long peso_linea, peso_parrafo; /* confidence times letters */
	long letras_linea, letras_parrafo, peso, letras;
	bool ok;
};

static int mean(long peso, long letras)
{
	return letras ? (int)(peso / letras) : 0;
}

/* Pixels to LECTURA_UNIDAD. */
static struct marca_leida box(const struct reunion *r, int x0, int y0, int x1, int y1)
{
	return (struct marca_leida){(int)((int64_t)x0 * LECTURA_UNIDAD / r->ancho), (int)((int64_t)y0 * LECTURA_UNIDAD / r->alto),
		(int)((int64_t)x1 * LECTURA_UNIDAD / r->ancho), (int)((int64_t)y1 * LECTURA_UNIDAD / r->alto)};
}

/* "coope-" at the end of a line goes on in the next one; "Franco-Mexicana" keeps its hyphen only within a line. */
static bool ends_in_hyphen(const struct buf *b)
{
	size_t n = b->len;
	return n >= 2 && b->data[n - 1] == '-' &&
		((unsigned char)b->data[n - 2] >= 0x80 || ((b->data[n - 2] | 32) >= 'a' && (b->data[n - 2] | 32) <= 'z'));
}

static void close_line(struct reunion *r)
{
	if (r->linea.len == 0)
		return;
	if (r->pagina->n_lineas < LINEAS_MAX) {
		struct linea_leida *l = &r->pagina->lineas[r->pagina->n_lineas++];
		const struct marca_leida c = box(r, r->caja.x0, r->caja.y0, r->caja.x1, r->caja.y1);
		*l = (struct linea_leida){.texto = arena_strdup(r->arena, buf_str(&r->linea)),
			.x0 = c.x0,
			.y0 = c.y0,
			.x1 = c.x1,
			.y1 = c.y1,
			.confianza = mean(r->peso_linea, r->letras_linea)};
		r->ok = r->ok && l->texto;
	}
	const char *texto = buf_str(&r->linea);
	if (ends_in_hyphen(&r->parrafo) && texto[0] >= 'a' && texto[0] <= 'z')
		r->parrafo.data[--r->parrafo.len] = '\0';
	else if (r->parrafo.len)
		buf_putc(&r->parrafo, ' ');
	buf_puts(&r->parrafo, texto);
	buf_reset(&r->linea);
	r->peso_linea = r->letras_linea = 0;
}

static void close_paragraph(struct reunion *r)
{
	close_line(r);
	if (r->parrafo.len && !r->parrafo.failed) {
		struct parrafo p = {.texto = arena_strdup(r->arena, buf_str(&r->parrafo)),
			.pagina = r->pagina->numero,
			.confianza = mean(r->peso_parrafo, r->letras_parrafo)};
		r->ok = r->ok && p.texto && lectura_agregar(r->parrafos, &p, r->arena);
	}
	buf_reset(&r->parrafo);
	r->peso_parrafo = r->letras_parrafo = 0;
}

/* ---- how far lines are apart ---- */

static int ascending(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

/* Where a line begins counts, not its whole box: a crooked sheet makes long lines high. */
static void first_words(struct reunion *r, const struct palabra *p)
{
	if (r->primeras == 0 || p->y < r->arriba)
		r->arriba = p->y;
	if (r->primeras == 0 || p->y + p->h > r->abajo)
		r->abajo = p->y + p->h;
	r->primeras++;
}

static int middle(const struct reunion *r)
{
	return (r->arriba + r->abajo) / 2;
}

/* The pitch that most lines keep: somewhat below the middle of all, since the gaps between paragraphs are among them. */
static int pitch(int *saltos, size_t n)
{
	if (n < 4)
		return 0;
	qsort(saltos, n, sizeof *saltos, ascending);
	return saltos[n * 2 / 5];
}

static void add_word(struct reunion *r, const struct palabra *p)
{
	long letras = (long)characters(p->texto, p->len), peso = letras * p->confianza;
	if (r->linea.len == 0)
		r->caja = (struct linea_leida){.x0 = p->x, .y0 = p->y};
	else
		buf_putc(&r->linea, ' ');
	buf_append(&r->linea, p->texto, p->len);
	r->caja.x0 = p->x < r->caja.x0 ? p->x : r->caja.x0;
	r->caja.y0 = p->y < r->caja.y0 ? p->y : r->caja.y0;
	r->caja.x1 = p->x + p->w > r->caja.x1 ? p->x + p->w : r->caja.x1;
	r->caja.y1 = p->y + p->h > r->caja.y1 ? p->y + p->h : r->caja.y1;
	r->peso_linea += peso;
	r->letras_linea += letras;
	r->peso_parrafo += peso;
	r->letras_parrafo += letras;
	r->peso += peso;
	r->letras += letras;
	r->pagina->cajas[r->pagina->palabras] = box(r, p->x, p->y, p->x + p->w, p->y + p->h);
	r->pagina->palabras++;
	r->pagina->dudosas += p->confianza < LECTURA_DUDA;
}

static bool next_word(const struct reunion *r, const char *tsv, size_t n, size_t *i, struct palabra *p)
{
	while (*i < n) {
		const char *s = tsv + *i, *fin = memchr(s, '\n', n - *i);
		size_t len = fin ? (size_t)(fin - s) : n - *i;
		*i += len + 1;
		if (word_at(s, len, r->ancho, r->alto, p) && says_something(p))
			return true;
	}
	return false;
}

static bool same_line(const struct palabra *a, const struct palabra *b)
{
	return a->bloque == b->bloque && a->parrafo == b->parrafo && a->linea == b->linea;
}

/* Also makes room for the words' boxes. */
static void find_pitch(struct reunion *r, const char *tsv, size_t n)
{
	int saltos[LINEAS_MAX];
	size_t k = 0, palabras = 0;
	struct palabra p, antes = {.bloque = -1};
	r->antes = -1;
	for (size_t i = 0; palabras < PALABRAS_MAX && next_word(r, tsv, n, &i, &p); antes = p) {
		palabras++;
		if (!same_line(&p, &antes)) {
			int medio = middle(r);
			if (r->primeras && r->antes >= 0 && medio > r->antes && k < LINEAS_MAX)
				saltos[k++] = medio - r->antes;
			r->antes = r->primeras ? medio : -1;
			r->primeras = 0;
		}
		if (r->primeras < PRIMERAS)
			first_words(r, &p);
	}
	r->pagina->cajas = ARENA_ARRAY(r->arena, palabras, struct marca_leida);
	r->interlinea = pitch(saltos, k);
	r->antes = -1;
	r->primeras = 0;
}

/* The words of one line, from tsv[*i] on; they are kept until it is known whether a paragraph ended before them. */
static void gather(struct reunion *r, const char *tsv, size_t n)
{
	struct palabra p, antes = {.bloque = -1};
	size_t i = 0;
	find_pitch(r, tsv, n);
	r->ok = r->pagina->cajas != NULL;
	while (r->ok && r->pagina->palabras < PALABRAS_MAX && next_word(r, tsv, n, &i, &p)) {
		if (!same_line(&p, &antes)) {
			size_t j = i;
			struct palabra q = p;
			int previo = r->primeras ? middle(r) : -1;
			r->primeras = 0;
			do
				first_words(r, &q);
			while (r->primeras < PRIMERAS && next_word(r, tsv, n, &j, &q) && same_line(&p, &q));
			int salto = previo >= 0 ? middle(r) - previo : 0;
			if (p.bloque != antes.bloque || p.parrafo != antes.parrafo ||
				(r->interlinea && salto * 100 > r->interlinea * SEPARACION))
				close_paragraph(r);
			else
				close_line(r);
		}
		add_word(r, &p);
		antes = p;
	}
	close_paragraph(r);
}

unsigned lectura_posicion(const char *osd, size_t n)
{
	static const char rotulo[] = "\nRotate: ";
	int grados;
	for (size_t i = 0; i + sizeof rotulo < n; i++) {
		const char *s = osd + i + sizeof rotulo - 1;
		if (memcmp(osd + i, rotulo, sizeof rotulo - 1) == 0)
			return integer(s, strcspn(s, "\n"), &grados) && grados > 0 && grados < 360 && grados % 90 == 0
				? (unsigned)grados / 90
				: 0;
	}
	return 0;
}

bool lectura_agregar(struct lectura_parrafos *p, const struct parrafo *uno, struct arena *a)
{
	if (p->n == p->cap) {
		size_t cap = p->cap ? p->cap * 2 : 64;
		struct parrafo *v = ARENA_ARRAY(a, cap, struct parrafo);
		if (!v)
			return false;
		if (p->n)
			memcpy(v, p->v, p->n * sizeof *v);
		p->v = v;
		p->cap = cap;
	}
	p->v[p->n++] = *uno;
	return true;
}

bool lectura_tsv(
	const char *tsv, size_t n, int ancho, int alto, struct pagina_leida *pagina, struct lectura_parrafos *parrafos, struct arena *a)
{
	struct reunion r = {.arena = a, .pagina = pagina, .parrafos = parrafos, .ancho = ancho, .alto = alto, .ok = true};
	pagina->palabras = pagina->dudosas = 0; /* those of a text layer are another count */
	pagina->n_lineas = 0;
	pagina->lineas = ARENA_ARRAY(a, LINEAS_MAX, struct linea_leida);
	if (!pagina->lineas)
		return false;
	buf_init(&r.linea, PARRAFO_MAX);
	buf_init(&r.parrafo, PARRAFO_MAX);
	gather(&r, tsv, n);
	pagina->confianza = mean(r.peso, r.letras);
	buf_free(&r.linea);
	buf_free(&r.parrafo);
	return r.ok;
}
