/* The pages for signing in and for choosing a password: forms without a script, over the same services as the API. */
#include <string.h>

#include "base/html.h"
#include "http/recursos.h"
#include "http/sesion.h"

#define CUERPO_MAX ((size_t)64 * 1024)

static void send_page(struct exchange *ex, struct buf *b)
{
	html_end(b);
	exchange_header(ex, "Content-Security-Policy", HTML_POLITICA);
	exchange_header(ex, "Cache-Control", "no-store");
	exchange_header(ex, "Referrer-Policy", "no-referrer"); /* the address of one of them holds a link */
	exchange_body(ex, 200, "text/html; charset=utf-8", b);
}

/* A labelled field. `como`: type and autocomplete. */
static void field(struct buf *b, const char *nombre, const char *rotulo, const char *como)
{
	buf_printf(b, "<p><label for=\"%s\">%s</label><br><input id=\"%s\" name=\"%s\" %s></p>\n", nombre, rotulo, nombre, nombre, como);
}

/* What a form may have; a field that is missing or empty is a fault of its own. */
static enum status required(struct exchange *ex, const char *nombre, const char **out)
{
	*out = exchange_form(ex, nombre);
	return *out && **out ? STATUS_OK : exchange_param_error(ex, nombre, MENSAJE_REQUERIDO, NULL);
}

static const char *optional(struct exchange *ex, const char *nombre)
{
	const char *v = exchange_form(ex, nombre);
	return v && *v ? v : NULL;
}

/* ---- signing in ---- */

enum status recurso_formulario_entrada(struct exchange *ex, void *worker)
{
	static const char *const ninguno[] = {NULL};
	const struct app *app = worker;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	enum status st = exchange_query_only(ex, ninguno);
	if (st != STATUS_OK)
		return st;
	html_begin(&b, "Entrar");
	buf_puts(&b, "<form method=\"post\" action=\"/entrar\">\n");
	field(&b, "identificador", "Correo", "type=\"email\" autocomplete=\"username\" required maxlength=\"254\"");
	field(&b, "contrasena", "Contraseña", "type=\"password\" autocomplete=\"current-password\" required");
	field(&b, "codigo", "Código de seis cifras, si usa segundo factor",
		"inputmode=\"numeric\" autocomplete=\"one-time-code\" maxlength=\"6\"");
	field(&b, "recuperacion", "O un código de recuperación", "autocomplete=\"off\" maxlength=\"40\"");
	buf_puts(&b, "<p><button>Entrar</button></p>\n</form>\n");
	if (app->proveedor)
		buf_puts(&b, "<p><a href=\"/v1/sesiones/proveedor\">Entrar con la cuenta de mi institución</a></p>\n");
	buf_puts(&b, "<p><a href=\"/contrasena/restablecer\">Olvidé mi contraseña, o todavía no tengo</a></p>\n");
	send_page(ex, &b);
	return STATUS_OK;
}

enum status recurso_entrar(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct cuenta_peticion p = {.codigo = optional(ex, "codigo"), .recuperacion = optional(ex, "recuperacion")};
	struct sesion_origen_http de;
	struct sesion_nueva s;
	int espera_s = 0;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	enum status st = sesion_propia(ex);
	if (st == STATUS_OK)
		st = required(ex, "identificador", &p.identificador);
	if (st == STATUS_OK)
		st = required(ex, "contrasena", &p.contrasena);
	if (st != STATUS_OK)
		return st;
	sesion_origen(ex, &de);
	st = cuentas_entrar(o, &p, &de.de, ex->arena, &s, &espera_s, &ex->err);
	if (st != STATUS_OK)
		return sesion_fallo(ex, st, espera_s);
	sesion_cookies(ex, o, &s);
	html_begin(&b, "Entró con su cuenta");
	buf_puts(&b, "<p>Su sesión está abierta.</p>\n<p><a href=\"/mesa\">Continuar a mi mesa</a></p>\n");
	send_page(ex, &b);
	return STATUS_OK;
}

/* ---- asking for a link ---- */

enum status recurso_formulario_restablecer(struct exchange *ex, void *worker)
{
	static const char *const ninguno[] = {NULL};
	const struct app *app = worker;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	enum status st = exchange_query_only(ex, ninguno);
	if (st != STATUS_OK)
		return st;
	html_begin(&b, "Elegir una contraseña nueva");
	if (cuentas_envia_correo(app->config)) {
		buf_puts(&b,
			"<p>Escriba el correo de su cuenta. Le llegará un enlace de un solo uso, que sirve una hora.</p>\n"
			"<form method=\"post\" action=\"/contrasena/restablecer\">\n");
		field(&b, "identificador", "Correo", "type=\"email\" autocomplete=\"username\" required maxlength=\"254\"");
		buf_puts(&b, "<p><button>Pedir el enlace</button></p>\n</form>\n");
	} else {
		buf_puts(&b, "<p>Este servicio no envía correo. Pida el enlace a quien lo administra: puede dárselo en persona.</p>\n");
	}
	buf_puts(&b, "<p><a href=\"/entrar\">Volver a la entrada</a></p>\n");
	send_page(ex, &b);
	return STATUS_OK;
}

enum status recurso_pedir_enlace(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	const char *identificador;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	enum status st = sesion_propia(ex);
	if (st == STATUS_OK)
		st = required(ex, "identificador", &identificador);
	if (st == STATUS_OK)
		st = cuentas_restablecer(o, identificador, &ex->err);
	if (st != STATUS_OK)
		return st;
	html_begin(&b, "Revise su correo");
	buf_puts(&b,
		"<p>Si esa dirección es la de una cuenta, en unos minutos le llega el enlace. Si no llega, mire en el correo no deseado, y "
		"si tampoco está, pregunte a quien administra el servicio con qué correo se le dio de alta.</p>\n"
		"<p><a href=\"/entrar\">Volver a la entrada</a></p>\n");
	send_page(ex, &b);
	return STATUS_OK;
}

/* ---- choosing a password ---- */

enum status recurso_formulario_contrasena(struct exchange *ex, void *worker)
{
	static const char *const uno[] = {"enlace", NULL};
	(void)worker;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	enum status st = exchange_query_only(ex, uno);
	const char *enlace = exchange_query(ex, "enlace");
	if (st == STATUS_OK && (!enlace || !*enlace))
		st = exchange_param_error(ex, "enlace", MENSAJE_REQUERIDO, NULL);
	if (st != STATUS_OK)
		return st;
	html_begin(&b, "Elegir contraseña");
	buf_puts(&b,
		"<p>Use de 12 a 256 caracteres; una frase de varias palabras es fácil de recordar. No se admiten las que se han filtrado, "
		"ni las "
		"hechas de palabras comunes o de sus propios datos.</p>\n<form method=\"post\" action=\"/contrasena\">\n<input "
		"type=\"hidden\" "
		"name=\"enlace\" value=\"");
	html_text(&b, enlace);
	buf_puts(&b, "\">\n");
	field(&b, "contrasena", "Contraseña nueva", "type=\"password\" autocomplete=\"new-password\" required minlength=\"12\"");
	buf_puts(&b, "<p><button>Guardar</button></p>\n</form>\n");
	send_page(ex, &b);
	return STATUS_OK;
}

enum status recurso_elegir_contrasena(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	const char *enlace, *contrasena;
	struct uuid quien;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	enum status st = sesion_propia(ex);
	if (st == STATUS_OK)
		st = required(ex, "enlace", &enlace);
	if (st == STATUS_OK)
		st = required(ex, "contrasena", &contrasena);
	if (st == STATUS_OK)
		st = cuentas_fijar(o, enlace, contrasena, ex->arena, &quien, &ex->err);
	if (st != STATUS_OK)
		return st;
	sesion_anotar_de(ex, o, SEGURIDAD_CREDENCIAL, &quien, "enlace");
	html_begin(&b, "Contraseña guardada");
	buf_puts(&b, "<p>Ya puede entrar con ella.</p>\n<p><a href=\"/entrar\">Entrar</a></p>\n");
	send_page(ex, &b);
	return STATUS_OK;
}
