/* OpenID Connect Core 1.0: discovery, keys, the code for an ID token. Discovery and keys are kept as services/proveedor.h says. */
#include <stdlib.h>
#include <string.h>

#include "services/proveedor_interno.h"

#define FRESCO_NS (INT64_C(900) * 1000000000)
#define GUARDADO_NS (INT64_C(86400) * 1000000000)
#define INSISTIR_NS (INT64_C(10) * 1000000000)
#define HOLGURA_S 60

void oidc_olvidar(struct oidc_conocido *k)
{
	free(k->autorizar);
	free(k->canjear);
	free(k->llaves_uri);
	jose_llaves_free(k->llaves);
	k->autorizar = k->canjear = k->llaves_uri = NULL;
	k->llaves = NULL;
}

static const char *issuer(const struct config *c)
{
	return c->oidc_emisor;
}

/* ---- what the provider says of itself; mx is held ---- */

static enum status fetch(const struct remoto *r, const char *url, size_t max, struct buf *out, struct error *err)
{
	char motivo[REMOTO_MOTIVO_LEN];
	int http;
	buf_init(out, max);
	if (!remoto_pedir(r, &(struct remoto_peticion){.url = url}, out, &http, motivo))
		return proveedor_ausente(err, motivo);
	return http == 200 ? STATUS_OK : proveedor_ausente(err, "no contestó 200");
}

enum status oidc_descubrir(const struct remoto *r, const char *emisor, struct jose_claims **out, struct error *err)
{
	BUF_AUTO url;
	BUF_AUTO doc;
	const size_t n = strlen(emisor);
	*out = NULL;
	buf_init(&url, 2048);
	buf_init(&doc, 0);
	buf_printf(&url, "%.*s/.well-known/openid-configuration", (int)(n > 0 && emisor[n - 1] == '/' ? n - 1 : n), emisor);
	enum status st = fetch(r, buf_str(&url), PROVEEDOR_RESPUESTA_MAX, &doc, err);
	if (st != STATUS_OK)
		return st;
	struct jose_claims *d = jose_json(buf_str(&doc), doc.len);
	const char *iss = d ? jose_texto(d, "issuer") : NULL;
	if (iss && strcmp(iss, emisor) == 0) { /* OpenID Connect Discovery §4.3: exactly what was asked for */
		*out = d;
		return STATUS_OK;
	}
	jose_claims_free(d);
	return proveedor_ausente(err, "su documento de descubrimiento no es el de ese emisor");
}

enum status oidc_llaves(const struct remoto *r, const char *url, struct jose_llaves **out, struct error *err)
{
	BUF_AUTO b;
	buf_init(&b, 0);
	enum status st = fetch(r, url, JOSE_JWKS_MAX, &b, err);
	if (st == STATUS_OK && !(*out = jose_llaves_parse(buf_str(&b), b.len)))
		st = proveedor_ausente(err, "su JWKS no tiene llaves que se puedan usar");
	return st;
}

static char *endpoint(const struct proveedor *p, const struct jose_claims *d, const char *nombre)
{
	const char *url = jose_texto(d, nombre);
	return url && remoto_url_sigue(p->emisor, url) ? strdup(url) : NULL;
}

/* Discovery document and keys, both or nothing: what is kept stays until the new is whole. */
static enum status ask_provider(struct proveedor *p, struct error *err)
{
	struct oidc_conocido nuevo = {0};
	JOSE_CLAIMS_AUTO *d = NULL;
	p->conocido.intento_ns = reloj_mono_ns();
	enum status st = oidc_descubrir(&p->remoto, p->emisor, &d, err);
	if (st != STATUS_OK)
		return st;
	nuevo.autorizar = endpoint(p, d, "authorization_endpoint");
	nuevo.canjear = endpoint(p, d, "token_endpoint");
	nuevo.llaves_uri = endpoint(p, d, "jwks_uri");
	if (!nuevo.autorizar || !nuevo.canjear || !nuevo.llaves_uri)
		st = proveedor_ausente(err, "su documento de descubrimiento no da direcciones que se puedan usar");
	if (st == STATUS_OK)
		st = oidc_llaves(&p->remoto, nuevo.llaves_uri, &nuevo.llaves, err);
	if (st != STATUS_OK) {
		oidc_olvidar(&nuevo);
		return st;
	}
	nuevo.buena_ns = nuevo.intento_ns = p->conocido.intento_ns;
	oidc_olvidar(&p->conocido);
	p->conocido = nuevo;
	return STATUS_OK;
}

/* Fresh, or kept while the provider does not answer. `otra`: a key is missing, so it is worth asking. */
static enum status have(struct proveedor *p, bool otra, struct error *err)
{
	const int64_t now = reloj_mono_ns(), edad = now - p->conocido.buena_ns;
	const bool hay = p->conocido.llaves && edad < GUARDADO_NS;
	struct error own;
	if (hay && ((!otra && edad < FRESCO_NS) || now - p->conocido.intento_ns < INSISTIR_NS))
		return STATUS_OK;
	error_init(&own, err->arena);
	enum status st = ask_provider(p, &own);
	if (st == STATUS_OK || hay)
		return STATUS_OK;
	*err = own;
	return st;
}

/* ---- going ---- */

static enum status address(struct proveedor *p, const struct proveedor_ida *ida, struct buf *url, struct error *err)
{
	pthread_mutex_lock(&p->mx);
	enum status st = have(p, false, err);
	const char *pagina = p->conocido.autorizar;
	if (st == STATUS_OK && pagina)
		buf_printf(url, "%s%c", pagina, strchr(pagina, '?') ? '&' : '?');
	pthread_mutex_unlock(&p->mx);
	if (st != STATUS_OK)
		return st;
	proveedor_parametro(url, "response_type", "code");
	proveedor_parametro(url, "client_id", p->config->proveedor_cliente);
	proveedor_parametro(url, "redirect_uri", p->regreso);
	proveedor_parametro(url, "scope", p->config->oidc_ambitos);
	proveedor_parametro(url, "state", ida->state);
	proveedor_parametro(url, "nonce", ida->nonce);
	proveedor_parametro(url, "code_challenge", ida->reto);
	buf_puts(url, "code_challenge_method=S256");
	return STATUS_OK;
}

/* ---- coming back ---- */

/* The code for tokens, at the provider's own address; mx is held. */
static enum status exchange_code(
	struct proveedor *p, const char *code, const char *verificador, struct jose_claims **out, struct error *err)
{
	char motivo[REMOTO_MOTIVO_LEN];
	int http;
	BUF_AUTO b;
	BUF_AUTO id;
	BUF_AUTO secreto;
	BUF_AUTO respuesta;
	buf_init(&b, 16384);
	buf_init(&id, 4096);
	buf_init(&secreto, 4096);
	buf_init(&respuesta, PROVEEDOR_RESPUESTA_MAX);
	proveedor_parametro(&b, "grant_type", "authorization_code");
	proveedor_parametro(&b, "code", code);
	proveedor_parametro(&b, "redirect_uri", p->regreso);
	if (!*p->secreto)
		proveedor_parametro(&b, "client_id", p->config->proveedor_cliente);
	buf_printf(&b, "code_verifier=%s", verificador);
	remoto_escapar(&id, p->config->proveedor_cliente);
	remoto_escapar(&secreto, p->secreto);
	struct remoto_peticion q = {.url = p->conocido.canjear, .cuerpo = buf_str(&b)};
	if (*p->secreto) {
		q.usuario = buf_str(&id);
		q.clave = buf_str(&secreto);
	}
	if (b.failed || id.failed || secreto.failed)
		return error_set(err, PROBLEM_INTERNO);
	const bool ok = remoto_pedir(&p->remoto, &q, &respuesta, &http, motivo);
	if (secreto.data)
		explicit_bzero(secreto.data, secreto.len);
	if (!ok || http >= 500)
		return proveedor_ausente(err, ok ? "no cambió el código" : motivo);
	*out = http == 200 ? jose_json(buf_str(&respuesta), respuesta.len) : NULL;
	return *out ? STATUS_OK : proveedor_ajeno(err, "proveedor: el código no se cambió por tokens");
}

/* Signature, with the keys that are kept, then with newer ones if it names one that is not among them. mx is held. */
static enum status check_signature(struct proveedor *p, const char *token, struct jose_claims **out, struct error *err)
{
	enum jose_juicio j = jose_verificar(p->conocido.llaves, token, NULL, out);
	if (j == JOSE_LLAVE_DESCONOCIDA) {
		enum status st = have(p, true, err);
		if (st != STATUS_OK)
			return st;
		j = jose_verificar(p->conocido.llaves, token, NULL, out);
	}
	return j == JOSE_BUENA ? STATUS_OK : proveedor_ajeno(err, "proveedor: la firma del ID token");
}

/* OpenID Connect Core §3.1.3.7. */
static enum status check_claims(const struct proveedor *p, const struct jose_claims *c, const char *nonce, struct error *err)
{
	const char *dado = jose_texto(c, "nonce"), *azp = jose_texto(c, "azp");
	if (!jose_vigente(c, p->emisor, p->config->proveedor_cliente, reloj_now(), HOLGURA_S) ||
		jose_instante(c, "iat") == INSTANTE_NINGUNO)
		return proveedor_ajeno(err, "proveedor: emisor, destinatario o tiempo del ID token");
	if ((jose_audiencias(c) > 1 && !azp) || (azp && strcmp(azp, p->config->proveedor_cliente) != 0))
		return proveedor_ajeno(err, "proveedor: azp del ID token");
	if (!dado || !proveedor_igual(dado, nonce))
		return proveedor_ajeno(err, "proveedor: nonce del ID token");
	return STATUS_OK;
}

static enum status person(struct proveedor *p, const char *code, const struct proveedor_ida *ida, struct arena *a,
	struct proveedor_persona *out, struct error *err)
{
	(void)a;
	JOSE_CLAIMS_AUTO *tokens = NULL;
	pthread_mutex_lock(&p->mx);
	enum status st = have(p, false, err);
	if (st == STATUS_OK)
		st = exchange_code(p, code, ida->verificador, &tokens, err);
	const char *token = st == STATUS_OK ? jose_texto(tokens, "id_token") : NULL;
	if (st == STATUS_OK)
		st = token ? check_signature(p, token, &out->claims, err) : proveedor_ajeno(err, "proveedor: no dio un ID token");
	pthread_mutex_unlock(&p->mx);
	if (st == STATUS_OK)
		st = check_claims(p, out->claims, ida->nonce, err);
	if (st != STATUS_OK)
		return st;
	const char *nombre = jose_texto(out->claims, "name");
	out->sujeto = jose_texto(out->claims, "sub");
	out->nombre = nombre && *nombre ? nombre : jose_texto(out->claims, "preferred_username");
	out->correo = jose_texto(out->claims, "email");
	return STATUS_OK;
}

const struct proveedor_clase proveedor_oidc = {.emisor_de = "oidc_emisor", .emisor = issuer, .direccion = address, .persona = person};
