#include "notify/carta.h"

#include <string.h>

#include "base/html.h"
#include "recursos/embedded.h"

#define CARPETA "config/correos/"
#define PARRAFO_MAX ((size_t)64 * 1024)
#define RENGLON 76

/* ---- which event owes which mail ---- */

static const struct {
	const char *tipo, *clase;
	bool sellado; /* the act leaves a document (emision/clases.def) */
} cartas[] = {
	{"presentar", "acuse", true},
	{"desahogar", "acuse", true},
	{"atender", "acuse", true},
	{"remitir_copia", "acuse", true},
	{"subsanar_registro", "acuse", true},
	{"prevenir", "prevencion", true},
	{"observar", "observaciones", true},
	{"observar_registro", "observaciones", true},
	{"responder", "respuesta", true},
	{"devolver_copia", "copia_devuelta", true},
	{"inscribir", "inscripcion", true},
	{"concluir", "cierre", true},
	{"desechar", "cierre", true},
	{"caducar", "cierre", false},
	{"advertir_caducidad", "caducidad", true},
	{"plazo.proximo", "plazo_proximo", false},
	{"vigencia.12", "vigencia", false},
	{"vigencia.6", "vigencia", false},
	{"vigencia.3", "vigencia", false},
	{"registro.pendiente", "registro_pendiente", false},
};
#define CARTAS (sizeof cartas / sizeof *cartas)

const char *carta_de_evento(const char *tipo)
{
	for (size_t i = 0; i < CARTAS; i++)
		if (strcmp(cartas[i].tipo, tipo) == 0)
			return cartas[i].clase;
	return NULL;
}

const char *carta_tipo_en(size_t i, bool *sellado)
{
	if (i >= CARTAS)
		return NULL;
	*sellado = cartas[i].sellado;
	return cartas[i].tipo;
}

const char *carta_plantilla(const char *clase)
{
	for (const struct recurso *r = recursos; r->name; r++) {
		const size_t n = strlen(clase);
		if (strncmp(r->name, CARPETA, sizeof CARPETA - 1) == 0 && strncmp(r->name + sizeof CARPETA - 1, clase, n) == 0 &&
			strcmp(r->name + sizeof CARPETA - 1 + n, ".txt") == 0)
			return (const char *)r->data;
	}
	return NULL;
}

/* ---- filling in ---- */

static const struct carta_dato *find(const struct carta_dato *d, size_t n, const char *nombre, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (strlen(d[i].nombre) == len && strncmp(d[i].nombre, nombre, len) == 0)
			return &d[i];
	return NULL;
}

/* One paragraph or the subject, filled; *falta: a value is empty. False: a name that is not known. */
static bool fill(const char *p, size_t n, const struct carta_dato *d, size_t n_d, struct buf *out, bool *falta)
{
	*falta = false;
	for (size_t i = 0; i < n; i++) {
		const char *end = p[i] == '{' ? memchr(p + i, '}', n - i) : NULL;
		if (!end) {
			buf_putc(out, p[i]);
			continue;
		}
		const struct carta_dato *v = find(d, n_d, p + i + 1, (size_t)(end - p) - i - 1);
		if (!v)
			return false;
		*falta |= !v->valor || !*v->valor;
		buf_puts(out, v->valor ? v->valor : "");
		i = (size_t)(end - p);
	}
	return !out->failed;
}

/* ---- text ---- */

/* Broken at spaces; a word that is longer (an address) stays whole. */
static void wrap(struct buf *out, const char *s)
{
	size_t col = 0;
	for (const char *p = s; *p;) {
		if (*p == '\n') {
			buf_putc(out, *p++);
			col = 0;
			continue;
		}
		const size_t n = strcspn(p, " \n");
		if (col > 0 && col + 1 + n > RENGLON) {
			buf_putc(out, '\n');
			col = 0;
		} else if (col > 0) {
			buf_putc(out, ' ');
			col++;
		}
		buf_append(out, p, n);
		col += n;
		p += n;
		p += *p == ' ';
	}
}

/* ---- HTML ---- */

/* Text with its addresses as links. */
static void linked(struct buf *out, const char *s, size_t n)
{
	for (size_t i = 0; i < n;) {
		const bool url = strncmp(s + i, "https://", 8) == 0 || strncmp(s + i, "http://", 7) == 0;
		size_t k = 1;
		while (i + k < n && (url ? !strchr(" \n", s[i + k]) : strncmp(s + i + k, "http", 4) != 0))
			k++;
		if (url) {
			buf_puts(out, "<a href=\"");
			html_textn(out, s + i, k);
			buf_puts(out, "\">");
		}
		html_textn(out, s + i, k);
		buf_puts(out, url ? "</a>" : "");
		i += k;
	}
}

/* A paragraph, or a list when its lines begin with "- ". */
static void block(struct buf *out, const char *s)
{
	const bool lista = strncmp(s, "- ", 2) == 0;
	if (!lista) {
		buf_puts(out, "<p>");
		linked(out, s, strlen(s));
		buf_puts(out, "</p>\n");
		return;
	}
	buf_puts(out, "<ul>\n");
	for (const char *p = s; *p;) {
		const size_t n = strcspn(p, "\n"), salto = strncmp(p, "- ", 2) == 0 ? 2 : 0;
		buf_puts(out, "<li>");
		linked(out, p + salto, n - salto);
		buf_puts(out, "</li>\n");
		p += n + (p[n] == '\n');
	}
	buf_puts(out, "</ul>\n");
}

static void add(struct buf *texto, struct buf *html, const char *parrafo)
{
	if (texto->len)
		buf_putc(texto, '\n');
	wrap(texto, parrafo);
	buf_putc(texto, '\n');
	block(html, parrafo);
}

bool carta_write(const char *plantilla, const struct carta_dato *datos, size_t n, const char *aviso, struct buf *asunto, struct buf *texto,
	struct buf *html)
{
	BUF_AUTO b;
	bool falta;
	const size_t primero = strcspn(plantilla, "\n");
	buf_init(&b, PARRAFO_MAX);
	if (!fill(plantilla, primero, datos, n, asunto, &falta))
		return false;
	for (size_t i = 0; i < asunto->len; i++)
		if ((unsigned char)asunto->data[i] < 0x20)
			asunto->data[i] = ' ';
	html_begin(html, buf_str(asunto));
	if (aviso)
		add(texto, html, aviso);
	for (const char *p = plantilla + primero; *p;) {
		p += strspn(p, "\n");
		const char *end = strstr(p, "\n\n");
		size_t len = end ? (size_t)(end - p) : strlen(p);
		while (len > 0 && p[len - 1] == '\n')
			len--;
		buf_reset(&b);
		if (len > 0 && !fill(p, len, datos, n, &b, &falta))
			return false;
		if (len > 0 && !falta)
			add(texto, html, buf_str(&b));
		p = end ? end : p + strlen(p);
	}
	html_end(html);
	return !asunto->failed && !texto->failed && !html->failed;
}
