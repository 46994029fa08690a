/*
 * OAuth 2 for systems: the token endpoint (RFC 6749 §4.4) and the keys. What OAuth itself says is wrong is told in OAuth's own form (§5.2), so that its
 * clients understand; everything else in the common one.
 */
#include <string.h>
#include <strings.h>

#include "codec/json.h"
#include "http/recursos.h"
#include "services/identidad.h"
#include "services/tokens.h"

#define CUERPO_MAX ((size_t)64 * 1024)
#define BASICA_MAX 512

static const char *const sin_parametros[] = {NULL};

struct cliente {
	char id[BASICA_MAX], secreto[BASICA_MAX];
	bool basica;
};

/* ---- what OAuth says is wrong ---- */

static enum status oauth_error(struct exchange *ex, int http, const char *codigo, const char *detalle)
{
	struct json_writer w;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	json_begin(&w, &b);
	json_object(&w, NULL);
	json_string(&w, "error", codigo);
	json_string(&w, "error_description", detalle);
	json_object_end(&w);
	if (http == 401)
		exchange_header(ex, "WWW-Authenticate", "Basic realm=\"dictamen\"");
	exchange_header(ex, "Cache-Control", "no-store");
	exchange_json(ex, http, &b);
	return STATUS_OK;
}

/* ---- who asks ---- */

static bool copy(char *out, const char *s)
{
	const size_t n = s ? strlen(s) : BASICA_MAX;
	if (n < BASICA_MAX)
		memcpy(out, s, n + 1);
	return n < BASICA_MAX;
}

/* "Basic " and base64(id ":" secret). Both are of characters that form-urlencoding (RFC 6749 §2.3.1) leaves alone. */
static bool basic(const char *h, struct cliente *c)
{
	char texto[BASICA_MAX];
	h += 6;
	h += strspn(h, " ");
	const size_t n = strlen(h), cola = n > 1 && h[n - 1] == '=' ? 1u + (h[n - 2] == '=') : 0;
	if (n == 0 || n % 4 != 0 || n / 4 * 3 >= sizeof texto || !base64_decode(h, n, (uint8_t *)texto, n / 4 * 3 - cola))
		return false;
	texto[n / 4 * 3 - cola] = '\0';
	char *dos = strchr(texto, ':');
	if (!dos || strlen(texto) != n / 4 * 3 - cola)
		return false;
	*dos = '\0';
	c->basica = true;
	return copy(c->id, texto) && copy(c->secreto, dos + 1);
}

/* Exactly one way (§2.3). */
static bool client_of(struct exchange *ex, struct cliente *c)
{
	const char *id = exchange_form(ex, "client_id"), *secreto = exchange_form(ex, "client_secret");
	*c = (struct cliente){.basica = false};
	if (!ex->authorization)
		return copy(c->id, id) && copy(c->secreto, secreto);
	return !secreto && strncasecmp(ex->authorization, "Basic ", 6) == 0 && basic(ex->authorization, c) &&
		(!id || strcmp(id, c->id) == 0);
}

/* The key, if it is a machine's and both halves are of the same. *ok false: not so; *certificado: for want of the right one. */
static enum status authenticate(struct exchange *ex, struct obrero *o, struct identidad *id, bool *ok, bool *certificado)
{
	struct cliente c;
	struct uuid cual;
	struct error own;
	const bool forma = client_of(ex, &c) && uuid_parse(c.id, &cual);
	const char *bearer = forma ? arena_printf(ex->arena, "Bearer %s", c.secreto) : NULL;
	struct sha256 sha;
	*ok = *certificado = false;
	if (!bearer || !clave_forma(c.secreto, &sha))
		return STATUS_OK;
	error_init(&own, ex->arena);
	enum status st = identidad_resolve(o->app->identidad, o->db,
		&(struct credencial){.authorization = bearer, .certificado = ex->client_cert}, ex->arena, id, &own);
	explicit_bzero(&c, sizeof c);
	*certificado = own.problem == PROBLEM_CERTIFICADO_NECESARIO;
	if (st == STATUS_FORBIDDEN)
		return STATUS_OK;
	if (st != STATUS_OK)
		ex->err = own;
	*ok = st == STATUS_OK && id->actor.maquina && uuid_cmp(&id->clave_id, &cual) == 0;
	return st;
}

/* ---- the answer ---- */

/* What is asked for, of what the key may do; false when it is more, or nothing. */
static bool scope_asked(struct exchange *ex, unsigned suyos, unsigned *out)
{
	const char *pedido = exchange_form(ex, "scope");
	*out = suyos;
	if (!pedido || !*pedido)
		return suyos != 0;
	char *lista = arena_strdup(ex->arena, pedido);
	for (char *p = lista; p && *p; p++)
		*p = (char)(*p == ' ' ? ',' : *p == ',' ? ' ' : *p);
	return lista && ambitos_parse(lista, out) && (*out & ~suyos) == 0;
}

static enum status give_token(struct exchange *ex, struct obrero *o, const struct identidad *id, unsigned ambitos)
{
	const char *token = tokens_emitir(o->app->tokens, id, ambitos, reloj_now(), ex->arena);
	char *scope = arena_strdup(ex->arena, ambitos_texto(ex->arena, ambitos));
	struct json_writer w;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	if (!token || !scope)
		return error_set(&ex->err, PROBLEM_INTERNO);
	for (char *p = scope; *p; p++)
		*p = (char)(*p == ',' ? ' ' : *p);
	json_begin(&w, &b);
	json_object(&w, NULL);
	json_string(&w, "access_token", token);
	json_string(&w, "token_type", "Bearer");
	json_int(&w, "expires_in", tokens_vida(o->app->tokens));
	json_string(&w, "scope", scope);
	json_object_end(&w);
	exchange_header(ex, "Cache-Control", "no-store");
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}

enum status recurso_pedir_token(struct exchange *ex, void *worker)
{
	struct obrero *o = worker;
	struct identidad id;
	unsigned ambitos;
	bool ok = false, certificado = false;
	const char *tipo = exchange_form(ex, "grant_type");
	enum status st = exchange_query_only(ex, sin_parametros);
	if (st == STATUS_OK && !tokens_configurados(o->app->tokens))
		st = error_set(&ex->err, PROBLEM_SIN_TOKENS);
	if (st != STATUS_OK)
		return st;
	if (!tipo)
		return oauth_error(ex, 400, "invalid_request", "Falta grant_type=client_credentials.");
	if (strcmp(tipo, "client_credentials") != 0)
		return oauth_error(ex, 400, "unsupported_grant_type", "Solo se admite grant_type=client_credentials.");
	st = authenticate(ex, o, &id, &ok, &certificado);
	if (st != STATUS_OK)
		return st;
	if (certificado)
		return oauth_error(ex, 401, "invalid_client",
			"La organización exige un certificado de cliente registrado y vigente, y no llegó ese: conéctese por TLS con él.");
	if (!ok)
		return oauth_error(ex, 401, "invalid_client",
			"client_id es el identificador de una clave de sistema y client_secret su texto; no lo son, o la clave venció o "
			"fue revocada.");
	if (!scope_asked(ex, id.ambitos, &ambitos))
		return oauth_error(ex, 400, "invalid_scope", "La clave no tiene alguno de los permisos pedidos en scope.");
	return give_token(ex, o, &id, ambitos);
}

enum status recurso_ver_llaves(struct exchange *ex, void *app)
{
	const struct app *a = app;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	enum status st = exchange_query_only(ex, sin_parametros);
	if (st != STATUS_OK)
		return st;
	tokens_publicas(a->tokens, &b);
	exchange_header(ex, "Cache-Control", "public, max-age=300");
	exchange_json(ex, 200, &b);
	return STATUS_OK;
}
