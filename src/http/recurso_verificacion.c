/*
 * Was this issued here, and does it stand? For anyone: says what the document itself says and no more (rules 10 and 11). A page for whoever
 * scanned the code with a telephone, JSON for programs. Nothing sent is kept or parsed: the bytes are hashed as they arrive, and that is all.
 */
#include <string.h>

#include "base/html.h"
#include "codec/json.h"
#include "emision/letra.h"
#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/emision.h"

#define CUERPO_MAX (64u * 1024)

static void common_headers(struct exchange *ex)
{
	exchange_header(ex, "Cache-Control", "no-store"); /* what stands today may not stand tomorrow */
	exchange_header(ex, "Vary", "Accept");
	if (ex->medio == MEDIO_HTML) {
		exchange_header(ex, "Content-Security-Policy", HTML_POLITICA);
		exchange_header(ex, "X-Robots-Tag", "noindex");
		exchange_header(ex, "Referrer-Policy", "no-referrer");
	}
}

/* ---- JSON ---- */

static void write_search(struct json_writer *w, const struct verificado *v)
{
	json_instante(w, "momento", v->momento);
	json_int(w, "registro", v->registro);
	json_array(w, "criterios");
	for (size_t i = 0; i < v->n_criterios; i++) {
		json_object(w, NULL);
		json_string(w, "nombre", v->criterios[i].nombre);
		json_string(w, "valor", v->criterios[i].valor);
		json_object_end(w);
	}
	json_array_end(w);
}

static void write_json(struct buf *out, const struct verificado *v)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	json_bool(&w, "emitido", v->emitido);
	if (v->emitido) {
		json_string(&w, "clase", v->clase);
		json_string(&w, "titulo", v->titulo);
		json_string(&w, "numero", v->numero);
		json_fecha(&w, "fecha", v->fecha);
		json_instante(&w, "sellado_en", v->sellado_en);
		json_string(&w, "sello", v->sello);
		json_sha256(&w, "sha256", &v->sha256);
		json_string(&w, "codigo", v->codigo);
		json_bool(&w, "vigente", v->vigor.vigente);
		if (v->n_criterios)
			write_search(&w, v);
		json_string(&w, "motivo", v->vigor.motivo);
		json_string(&w, "texto", v->vigor.texto);
	}
	json_object_end(&w);
}

/* ---- HTML ---- */

static void write_row(struct buf *out, const char *titulo, const char *valor)
{
	buf_puts(out, "<tr><th scope=row>");
	html_text(out, titulo);
	buf_puts(out, "<td>");
	html_text(out, valor);
	buf_putc(out, '\n');
}

/* "26 de noviembre de 2026, 08:28:44, hora de la Ciudad de México" */
static void write_moment(struct buf *out, instante_t t)
{
	dia_t dia;
	int segundo;
	instante_local(t, &dia, &segundo);
	letra_fecha(out, dia);
	buf_printf(out, ", %02d:%02d:%02d, hora de la Ciudad de México", segundo / 3600, segundo / 60 % 60, segundo % 60);
}

static void write_form(struct buf *out)
{
	buf_puts(out,
		"<h2>Comprobar el archivo</h2>\n<p>La impresión se comprueba con su código. Para saber si un archivo PDF es exactamente el "
		"que se "
		"emitió, sin un solo byte cambiado, envíelo aquí; no se guarda ni se lee su contenido.</p>\n"
		"<form method=post action=\"/v1/verificacion\" enctype=\"multipart/form-data\">\n"
		"<p><label>Archivo PDF <input type=file name=archivo accept=\"application/pdf\" required></label> "
		"<button>Comprobar</button></p>\n</form>\n");
}

static void write_facts(struct buf *out, const struct verificado *v)
{
	char hex[SHA256_HEX_LEN];
	BUF_AUTO fecha;
	BUF_AUTO en;
	buf_init(&fecha, 200);
	buf_init(&en, 200);
	letra_fecha(&fecha, v->fecha);
	write_moment(&en, v->sellado_en);
	hex_encode(v->sha256.b, SHA256_LEN, hex);
	buf_puts(out,
		v->vigor.vigente ? "<p class=nota><b>Sí: este servicio lo emitió, y sigue vigente.</b></p>\n"
				 : "<p class=aviso><b>Este servicio lo emitió, pero ya no surte efecto.</b> ");
	if (!v->vigor.vigente) {
		html_text(out, v->vigor.texto);
		buf_puts(out, "</p>\n");
	}
	buf_puts(out, "<table>\n");
	write_row(out, "Documento", v->titulo);
	if (v->numero)
		write_row(out, "Número", v->numero);
	write_row(out, "Fecha", buf_str(&fecha));
	for (size_t i = 0; i < v->n_criterios; i++)
		write_row(out, v->criterios[i].nombre, v->criterios[i].valor);
	if (v->n_criterios) {
		BUF_AUTO momento;
		buf_init(&momento, 200);
		write_moment(&momento, v->momento);
		write_row(out, "Momento de la búsqueda", buf_str(&momento));
	}
	write_row(out, "Sellado", buf_str(&en));
	write_row(out, "Código", v->codigo);
	buf_puts(out, "<tr><th scope=row>Huella del archivo (SHA-256)<td class=huella>");
	html_text(out, hex);
	buf_puts(out, "\n</table>\n<p>Compare estos datos con los del documento que tiene en la mano.</p>\n");
}

/* ---- answers ---- */

static enum status answer(struct exchange *ex, const struct verificado *v, int http_si_no, const char *si_no)
{
	BUF_AUTO out;
	buf_init(&out, CUERPO_MAX);
	common_headers(ex);
	if (ex->medio != MEDIO_HTML) {
		write_json(&out, v);
		exchange_json(ex, 200, &out);
		return STATUS_OK;
	}
	html_begin(&out, "Verificación de un documento");
	if (v->emitido)
		write_facts(&out, v);
	else
		buf_printf(&out, "<p class=grave><b>No.</b> %s</p>\n", si_no);
	write_form(&out);
	html_end(&out);
	exchange_body(ex, v->emitido ? 200 : http_si_no, "text/html; charset=utf-8", &out);
	return STATUS_OK;
}

enum status recurso_verificar_codigo(struct exchange *ex, void *worker)
{
	struct verificado v;
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st == STATUS_OK)
		st = verificacion_by_code(worker, ex->params[0], ex->arena, &v, &ex->err);
	if (st == STATUS_OK && !v.emitido && ex->medio != MEDIO_HTML)
		st = error_set(&ex->err, PROBLEM_NO_ENCONTRADO);
	if (st != STATUS_OK)
		return st;
	return answer(ex, &v, 404, "Este servicio no ha emitido ningún documento con ese código. Revise que esté bien escrito.");
}

enum status recurso_verificar_archivo(struct exchange *ex, void *worker)
{
	struct verificado v;
	enum status st = exchange_query_only(ex, (const char *const[]){NULL});
	if (st == STATUS_OK)
		st = verificacion_by_sha(worker, &ex->spool_sha256, ex->arena, &v, &ex->err);
	if (st != STATUS_OK)
		return st;
	return answer(
		ex, &v, 200, "Ese archivo no es, byte por byte, ninguno de los que este servicio ha emitido: es otro, o está alterado.");
}

/* A code that was typed: its own address, as the one in the square has it. */
static enum status send_to_code(struct exchange *ex, const char *codigo)
{
	BUF_AUTO b;
	buf_init(&b, 16384);
	buf_puts(&b, "/v1/verificacion/");
	solicitud_encode(&b, codigo);
	const char *donde = b.failed ? NULL : arena_strdup(ex->arena, buf_str(&b));
	if (!donde)
		return error_set(&ex->err, PROBLEM_SATURADO);
	exchange_header(ex, "Location", donde);
	exchange_empty(ex, 303);
	return STATUS_OK;
}

/* The way in for a person who cannot scan the code. */
enum status recurso_abrir_verificacion(struct exchange *ex, void *worker)
{
	(void)worker;
	enum status st = exchange_query_only(ex, (const char *const[]){"codigo", NULL});
	if (st != STATUS_OK)
		return st;
	BUF_AUTO out;
	buf_init(&out, CUERPO_MAX);
	common_headers(ex);
	const char *codigo = exchange_query(ex, "codigo");
	if (codigo && *codigo)
		return send_to_code(ex, codigo);
	html_begin(&out, "Verificación de un documento");
	buf_puts(&out,
		"<h2>Comprobar un código</h2>\n<p>El código de verificación está al final de cada documento, junto al código QR.</p>\n"
		"<form method=get action=\"/v1/verificacion\">\n<p><label>Código <input name=codigo required maxlength=40 autocomplete=off "
		"spellcheck=false></label> <button>Buscar</button></p>\n</form>\n");
	write_form(&out);
	html_end(&out);
	exchange_body(ex, 200, "text/html; charset=utf-8", &out);
	return STATUS_OK;
}
