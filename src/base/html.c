#include "base/html.h"

#include <string.h>

#include "base/modo.h"

/* Light and dark, readable on a telephone; ins and del are told apart by more than colour. */
static const char estilo[] =
	":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:75rem;margin:2rem auto;padding:0 "
	"1rem;color:#1a1a1a;background:#fff}"
	"table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #d0d0d0;"
	"vertical-align:top;overflow-wrap:break-word}.ancha{overflow-x:auto}.ancha td:first-child{white-space:nowrap}"
	".busca{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:.8rem 1.2rem;align-items:end}.busca p{margin:0}"
	".busca input,.busca "
	"select{display:block;width:100%;height:2.2rem;box-sizing:border-box}input,select,button{font:inherit;padding:.2rem .4rem;"
	"max-width:100%}"
	".cuentas{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:0 1.2rem}.cuentas "
	"ul{margin:0;padding-left:1.2rem}"
	"h1{overflow-wrap:break-word;line-height:1.25;font-size:clamp(1.4rem,6.5vw,2rem)}.huella{font-family:ui-monospace,monospace;"
	"overflow-wrap:anywhere}.m{text-transform:"
	"uppercase;font-family:ui-monospace,monospace}"
	"pre{font:14px/1.45 ui-monospace,monospace;overflow-x:auto;background:#f5f5f2;padding:1rem}"
	"pre b{color:#7a1734;font-weight:600}pre i{color:#555}a{color:#0b4f8a}:target{scroll-margin-top:1rem}"
	"ins{text-decoration:underline;background:#e2f2e2}del{text-decoration:line-through;background:#f8e3e3}"
	".grave{border-left:.3rem solid #a31d2a;padding-left:.7rem}.aviso{border-left:.3rem solid #9a6a00;padding-left:.7rem}"
	".nota{border-left:.3rem solid #5a6b7b;padding-left:.7rem}blockquote{margin:.4rem 0;padding-left:.8rem;border-left:1px solid #999}"
	"@page{size:letter;margin:18mm 15mm;@bottom-right{content:\"Página \" counter(page) \" de \" counter(pages);font:8.5pt sans-serif}}"
	"@media print{body{font:9.5pt/1.4 \"Linux Biolinum O\",\"Liberation Sans\",\"DejaVu Sans\",\"Droid Sans Fallback\",sans-serif;"
	"max-width:none;margin:0;padding:0;hyphens:auto}h1{font-size:16pt}th{hyphens:none}td,th{overflow-wrap:anywhere}"
	"thead{display:table-header-group}form{display:none}}"
	"@media screen and "
	"(prefers-color-scheme:dark){body{background:#16181b;color:#e8e8e8}pre{background:#1f2226}td,th{border-color:#444}"
	"pre b{color:#f0a3b8}pre i{color:#aaa}a{color:#8fc3f5}ins{background:#1d3b24}del{background:#4a2125}}";

void html_textn(struct buf *out, const char *s, size_t n)
{
	static const struct {
		char c;
		const char *entity;
	} entities[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
	size_t from = 0;

	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < sizeof entities / sizeof *entities; k++) {
			if (s[i] != entities[k].c)
				continue;
			buf_append(out, s + from, i - from);
			buf_puts(out, entities[k].entity);
			from = i + 1;
		}
	}
	buf_append(out, s + from, n - from);
}

void html_text(struct buf *out, const char *s)
{
	html_textn(out, s, strlen(s));
}

/* Bytes of a character that XML 1.0 does not have; 0: it has it. */
static size_t no_xml_char(const char *s)
{
	if ((unsigned char)*s < ' ')
		return *s != '\t' && *s != '\n' && *s != '\r';
	return strncmp(s, "\xEF\xBF\xBE", 3) == 0 || strncmp(s, "\xEF\xBF\xBF", 3) == 0 ? 3 : 0;
}

void xml_text(struct buf *out, const char *s)
{
	while (*s) {
		size_t n = 0;
		while (s[n] && no_xml_char(s + n) == 0)
			n++;
		html_textn(out, s, n);
		s += n;
		s += *s ? no_xml_char(s) : 0;
	}
}

void html_begin(struct buf *out, const char *titulo)
{
	buf_puts(out,
		"<!doctype html>\n<html lang=es><meta charset=utf-8><meta name=viewport content=\"width=device-width, "
		"initial-scale=1\">\n<title>");
	html_text(out, titulo);
	buf_puts(out, "</title>\n<style>");
	buf_puts(out, estilo);
	buf_puts(out, "</style>\n<main>\n<h1>");
	html_text(out, titulo);
	buf_puts(out, "</h1>\n");
	if (modo_ensayo())
		buf_puts(out,
			"<p class=grave><strong>" ENSAYO_MARCA
			".</strong> Esto viene de un servicio de pruebas: ni sus expedientes ni su Registro existen.</p>\n");
}

void html_end(struct buf *out)
{
	buf_puts(out, "</main>\n</html>\n");
}
