/*
 * Llave MX, the federal government's account of a person: OAuth 2.0 authorization code with PKCE (RFC 7636) in a dialect of its own. The page takes the address
 * of return as `redirect_url` and no scope; the code is exchanged by a JSON body with camel-case names for an opaque `accessToken`; with that token in a header
 * of that name, `datosUsuario` says who it is. A refusal may come as status 200 with a member `error`. There is no ID token: what is said is believed because
 * it comes over TLS from `llavemx_api`, for a code that fits the verifier of this browser's own question.
 */
#include <string.h>

#include "codec/json.h"
#include "services/proveedor_interno.h"

#define TOKEN_MAX 8192

static const char *issuer(const struct config *c)
{
	return c->llavemx_entrada;
}

static enum status check(const struct config *c, struct error *err)
{
	if (!*c->llavemx_api || !remoto_url_valida(c->llavemx_api) || !remoto_url_sigue(c->llavemx_entrada, c->llavemx_api))
		return proveedor_mal_puesto(err, "llavemx_api", c->llavemx_api,
			"es necesaria con llavemx_entrada; debe ser https, o http en la propia máquina");
	return STATUS_OK;
}

static enum status address(struct proveedor *p, const struct proveedor_ida *ida, struct buf *url, struct error *err)
{
	(void)err;
	buf_printf(url, "%s?", p->emisor);
	proveedor_parametro(url, "response_type", "code");
	proveedor_parametro(url, "client_id", p->config->proveedor_cliente);
	proveedor_parametro(url, "redirect_url", p->regreso);
	proveedor_parametro(url, "state", ida->state);
	proveedor_parametro(url, "code_challenge", ida->reto);
	buf_puts(url, "code_challenge_method=S256");
	return STATUS_OK;
}

/* One of its services: the object it answers. */
static enum status ask(
	const struct proveedor *p, const char *servicio, struct remoto_peticion *q, struct jose_claims **out, struct error *err)
{
	char motivo[REMOTO_MOTIVO_LEN];
	int http;
	BUF_AUTO url;
	BUF_AUTO respuesta;
	buf_init(&url, 1024);
	buf_init(&respuesta, PROVEEDOR_RESPUESTA_MAX);
	buf_printf(&url, "%s/%s", p->config->llavemx_api, servicio);
	q->url = buf_str(&url);
	if (url.failed)
		return error_set(err, PROBLEM_INTERNO);
	if (!remoto_pedir(&p->remoto, q, &respuesta, &http, motivo))
		return proveedor_ausente(err, motivo);
	if (http >= 500)
		return proveedor_ausente(err, "Llave MX no pudo atender");
	struct jose_claims *c = http == 200 ? jose_json(buf_str(&respuesta), respuesta.len) : NULL;
	if (!c || jose_texto(c, "error")) {
		jose_claims_free(c);
		return proveedor_ajeno(err, "proveedor: Llave MX no dio lo que se le pidió");
	}
	*out = c;
	return STATUS_OK;
}

static enum status exchange_code(
	const struct proveedor *p, const char *code, const struct proveedor_ida *ida, struct jose_claims **out, struct error *err)
{
	BUF_AUTO b;
	struct json_writer w;
	buf_init(&b, 16384);
	json_begin(&w, &b);
	json_object(&w, NULL);
	json_string(&w, "grantType", "authorization_code");
	json_string(&w, "code", code);
	json_string(&w, "redirectUri", p->regreso);
	json_string(&w, "clientId", p->config->proveedor_cliente);
	json_string(&w, "codeVerifier", ida->verificador);
	json_object_end(&w);
	if (b.failed)
		return error_set(err, PROBLEM_INTERNO);
	return ask(p, "obtenerToken", &(struct remoto_peticion){.cuerpo = buf_str(&b), .json = true}, out, err);
}

/* It becomes a header line: nothing but printable ASCII. */
static bool token_ok(const char *s)
{
	size_t n = 0;
	for (; s && s[n]; n++)
		if (s[n] <= 0x20 || s[n] >= 0x7F || n == TOKEN_MAX)
			return false;
	return n > 0;
}

/* "nombre primerApellido segundoApellido", whichever of them there are. */
static const char *full_name(const struct jose_claims *c, struct arena *a)
{
	static const char *const partes[] = {"nombre", "primerApellido", "segundoApellido"};
	const char *todo = NULL;
	for (size_t i = 0; i < sizeof partes / sizeof *partes; i++) {
		const char *s = jose_texto(c, partes[i]);
		if (s && *s)
			todo = todo ? arena_printf(a, "%s %s", todo, s) : s;
	}
	return todo;
}

static enum status person(struct proveedor *p, const char *code, const struct proveedor_ida *ida, struct arena *a,
	struct proveedor_persona *out, struct error *err)
{
	JOSE_CLAIMS_AUTO *token = NULL;
	enum status st = exchange_code(p, code, ida, &token, err);
	if (st != STATUS_OK)
		return st;
	if (!token_ok(jose_texto(token, "accessToken")))
		return proveedor_ajeno(err, "proveedor: Llave MX no dio un accessToken");
	const char *linea = arena_printf(a, "accessToken: %s", jose_texto(token, "accessToken"));
	if (!linea)
		return error_set(err, PROBLEM_INTERNO);
	st = ask(p, "datosUsuario", &(struct remoto_peticion){.encabezado = linea}, &out->claims, err);
	if (st != STATUS_OK)
		return st;
	out->sujeto = jose_texto_o_numero(out->claims, "idUsuario", a);
	out->nombre = full_name(out->claims, a);
	out->correo = jose_texto(out->claims, "correo");
	return STATUS_OK;
}

const struct proveedor_clase proveedor_llavemx = {
	.emisor_de = "llavemx_entrada", .emisor = issuer, .comprobar = check, .direccion = address, .persona = person};
