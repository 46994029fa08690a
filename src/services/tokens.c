#include "services/tokens.h"

#include <stdlib.h>
#include <string.h>

#include "codec/json.h"
#include "services/archivo_llave.h"

#define LLAVE_BYTES_MAX 4096
#define CLAIMS_MAX ((size_t)4096)
#define HOLGURA_S 5
#define TIPO "at+jwt"

enum { ACTUAL, ANTERIOR, LLAVES };

struct tokens {
	struct jose_firma *firmas[LLAVES];
	struct jose_llaves *llaves;
	char *emisor;
	int vida_s;
};

/* ---- the key's file ---- */

static enum status read_key(const char *ruta, struct jose_firma **out, struct error *err)
{
	char pem[LLAVE_BYTES_MAX];
	enum status st = archivo_llave_read(ruta, PROBLEM_TOKEN_LLAVE, pem, sizeof pem, err);
	if (st != STATUS_OK)
		return st;
	*out = jose_firma_parse(pem, strlen(pem));
	explicit_bzero(pem, sizeof pem);
	return *out ? STATUS_OK : error_set(err, PROBLEM_TOKEN_LLAVE, ruta, "no es una llave ECDSA P-256 en PEM sin contraseña");
}

enum status tokens_llave_crear(const char *ruta, struct error *err)
{
	char *pem = jose_firma_pem();
	if (!pem)
		return error_set(err, PROBLEM_INTERNO);
	enum status st = archivo_llave_write(ruta, PROBLEM_TOKEN_LLAVE, pem, err);
	explicit_bzero(pem, strlen(pem));
	free(pem);
	return st;
}

struct tokens *tokens_create(const struct config *c, struct error *err)
{
	struct tokens *t = calloc(1, sizeof *t);
	size_t n = strlen(c->url_publica);
	while (n > 0 && c->url_publica[n - 1] == '/')
		n--;
	enum status st = t ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
	if (st == STATUS_OK) {
		t->vida_s = c->token_vida;
		t->emisor = strndup(c->url_publica, n);
		st = t->emisor ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
	}
	if (st == STATUS_OK && *c->token_llave)
		st = read_key(c->token_llave, &t->firmas[ACTUAL], err);
	if (st == STATUS_OK && *c->token_llave_anterior)
		st = read_key(c->token_llave_anterior, &t->firmas[ANTERIOR], err);
	if (st == STATUS_OK && t->firmas[ACTUAL] && !(t->llaves = jose_llaves_de((const struct jose_firma *const *)t->firmas, LLAVES)))
		st = error_set(err, PROBLEM_INTERNO);
	if (st == STATUS_OK)
		return t;
	tokens_destroy(t);
	return NULL;
}

void tokens_destroy(struct tokens *t)
{
	if (!t)
		return;
	for (int i = 0; i < LLAVES; i++)
		jose_firma_free(t->firmas[i]);
	jose_llaves_free(t->llaves);
	free(t->emisor);
	free(t);
}

void tokens_publicas(const struct tokens *t, struct buf *out)
{
	jose_publicas((const struct jose_firma *const *)t->firmas, LLAVES, out);
}

bool tokens_configurados(const struct tokens *t)
{
	return t->firmas[ACTUAL] != NULL;
}

int tokens_vida(const struct tokens *t)
{
	return t->vida_s;
}

const char *tokens_emisor(const struct tokens *t)
{
	return t->emisor;
}

/* ---- tokens ---- */

/* Scopes separated by blanks (RFC 6749 §3.3); false when one is unknown or given twice. */
static bool scopes_read(const char *s, unsigned *out)
{
	char lista[256];
	const size_t n = strlen(s);
	*out = 0;
	if (n == 0 || n >= sizeof lista)
		return n == 0;
	memcpy(lista, s, n + 1);
	for (char *p = lista; *p; p++)
		*p = (char)(*p == ' ' ? ',' : *p);
	return ambitos_parse(lista, out);
}

const char *tokens_emitir(const struct tokens *t, const struct identidad *id, unsigned ambitos, instante_t now, struct arena *a)
{
	const struct uuid jti = uuid_v7(now / 1000);
	const int64_t s = now / 1000000;
	char *scope = arena_strdup(a, ambitos_texto(a, ambitos));
	BUF_AUTO b;
	struct json_writer w;
	for (char *p = scope; p && *p; p++)
		*p = (char)(*p == ',' ? ' ' : *p);
	buf_init(&b, CLAIMS_MAX);
	json_begin(&w, &b);
	json_object(&w, NULL);
	json_string(&w, "iss", t->emisor);
	json_string(&w, "aud", t->emisor);
	json_uuid(&w, "sub", &id->actor.usuario);
	json_uuid(&w, "client_id", &id->clave_id);
	json_int(&w, "iat", s);
	json_int(&w, "nbf", s);
	json_int(&w, "exp", s + t->vida_s);
	json_uuid(&w, "jti", &jti);
	json_string(&w, "scope", scope);
	if (!sha256_is_zero(&id->certificado)) {
		char x5t[CERTIFICADO_X5T_LEN];
		certificado_x5t(&id->certificado, x5t);
		json_object(&w, "cnf");
		json_string(&w, "x5t#S256", x5t);
		json_object_end(&w);
	}
	json_object_end(&w);
	return scope && !b.failed ? jose_firmar(t->firmas[ACTUAL], TIPO, buf_str(&b), a) : NULL;
}

bool tokens_atadura(const struct jose_claims *c, bool *ligado, struct sha256 *certificado)
{
	const char *x5t;
	*ligado = jose_atadura(c, &x5t) != JOSE_SUELTA;
	*certificado = (struct sha256){{0}};
	return !*ligado || (x5t && certificado_x5t_parse(x5t, certificado));
}

bool tokens_comprobar(const struct tokens *t, const char *token, instante_t now, struct token_acceso *out)
{
	JOSE_CLAIMS_AUTO *c = NULL;
	if (!t->llaves || jose_verificar(t->llaves, token, TIPO, &c) != JOSE_BUENA ||
		!jose_vigente(c, t->emisor, t->emisor, now, HOLGURA_S))
		return false;
	const char *clave = jose_texto(c, "client_id"), *sub = jose_texto(c, "sub"), *scope = jose_texto(c, "scope");
	out->expira_en = jose_instante(c, "exp");
	if (!tokens_atadura(c, &out->ligado, &out->certificado))
		return false;
	return clave && sub && scope && uuid_parse(clave, &out->clave) && uuid_parse(sub, &out->usuario) &&
		scopes_read(scope, &out->ambitos);
}
