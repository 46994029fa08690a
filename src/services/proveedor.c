#include "services/proveedor.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "codec/tipos.h"
#include "credencial/remoto.h"
#include "services/cuentas_interno.h"
#include "services/identidad.h"
#include "services/proveedor_interno.h"
#include "store/externas.h"

#define FRESCO_NS (INT64_C(900) * 1000000000)
#define GUARDADO_NS (INT64_C(86400) * 1000000000)
#define INSISTIR_NS (INT64_C(10) * 1000000000)
#define RESPUESTA_MAX ((size_t)128 * 1024)
#define HOLGURA_S 60
#define PREFIJO_ENTRADA "dp_"
#define NOMBRE_MAX 200
#define SUJETO_MAX 255
#define CODIGO_MAX 2048

struct proveedor {
	const struct config *config;
	char *secreto, *regreso; /* regreso: the redirect_uri */
	struct remoto remoto;
	struct mapa mapa;
	pthread_mutex_t mx; /* all below; held while the provider is asked: its lane is the only one that waits */
	char *autorizar, *canjear, *llaves_uri;
	struct jose_llaves *llaves;
	int64_t buena_ns, intento_ns; /* monotonic: what is kept is from; last asked. 0: never */
};

/* ---- configuration ---- */

static char *read_secret(const struct config *c, bool *ok)
{
	char linea[1002] = "";
	*ok = true;
	if (!*c->oidc_secreto_archivo)
		return strdup(c->oidc_secreto);
	FILE *f = fopen(c->oidc_secreto_archivo, "re");
	*ok = f && fgets(linea, sizeof linea, f);
	if (f)
		fclose(f);
	linea[strcspn(linea, "\r\n")] = '\0';
	char *out = strdup(linea);
	explicit_bzero(linea, sizeof linea);
	return out;
}

static enum status setting_fault(struct error *err, const char *clave, const char *valor, const char *motivo)
{
	return error_set(err, PROBLEM_CONFIGURACION_INVALIDA, clave, valor, motivo);
}

static enum status load(struct proveedor *p, const struct config *c, struct error *err)
{
	const char *motivo;
	char donde[200];
	int linea;
	bool ok;
	size_t n = strlen(c->url_publica);
	while (n > 0 && c->url_publica[n - 1] == '/')
		n--;
	if (!remoto_url_valida(c->oidc_emisor))
		return setting_fault(err, "oidc_emisor", c->oidc_emisor, "debe ser https, o http en la propia máquina");
	if (!*c->oidc_cliente)
		return setting_fault(err, "oidc_cliente", "", "es necesario con oidc_emisor");
	p->secreto = read_secret(c, &ok);
	if (!ok)
		return setting_fault(err, "oidc_secreto_archivo", c->oidc_secreto_archivo, "no se puede leer");
	if (!mapa_load(c->oidc_mapa, &p->mapa, &linea, &motivo)) {
		snprintf(donde, sizeof donde, "%s%.0d%s%s", linea > 0 ? "renglón " : "", linea > 0 ? linea : 0, linea > 0 ? ": " : "",
			motivo);
		return setting_fault(err, "oidc_mapa", c->oidc_mapa, donde);
	}
	p->config = c;
	p->remoto = (struct remoto){.ca = c->oidc_ca, .plazo_ms = c->oidc_plazo_ms};
	if (asprintf(&p->regreso, "%.*s/v1/sesiones/proveedor/regreso", (int)n, c->url_publica) < 0)
		p->regreso = NULL;
	return p->secreto && p->regreso ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

enum status proveedor_create(const struct config *c, struct proveedor **out, struct error *err)
{
	*out = NULL;
	if (!*c->oidc_emisor)
		return STATUS_OK;
	struct proveedor *p = calloc(1, sizeof *p);
	if (!p)
		return error_set(err, PROBLEM_INTERNO);
	pthread_mutex_init(&p->mx, NULL);
	enum status st = load(p, c, err);
	if (st == STATUS_OK)
		*out = p;
	else
		proveedor_destroy(p);
	return st;
}

static void drop(struct proveedor *p)
{
	free(p->autorizar);
	free(p->canjear);
	free(p->llaves_uri);
	jose_llaves_free(p->llaves);
	p->autorizar = p->canjear = p->llaves_uri = NULL;
	p->llaves = NULL;
}

void proveedor_destroy(struct proveedor *p)
{
	if (!p)
		return;
	drop(p);
	mapa_free(&p->mapa);
	if (p->secreto)
		explicit_bzero(p->secreto, strlen(p->secreto));
	free(p->secreto);
	free(p->regreso);
	pthread_mutex_destroy(&p->mx);
	free(p);
}

/* ---- what the provider says of itself; mx is held ---- */

static enum status away(struct error *err, const char *motivo)
{
	err->interno = arena_printf(err->arena, "proveedor: %s", motivo);
	return error_set(err, PROBLEM_PROVEEDOR_NO_DISPONIBLE);
}

static enum status fetch(struct proveedor *p, const char *url, size_t max, struct buf *out, struct error *err)
{
	char motivo[REMOTO_MOTIVO_LEN];
	int http;
	buf_init(out, max);
	if (!remoto_pedir(&p->remoto, &(struct remoto_peticion){.url = url}, out, &http, motivo))
		return away(err, motivo);
	return http == 200 ? STATUS_OK : away(err, "no contestó 200");
}

static char *endpoint(const struct proveedor *p, const struct jose_claims *d, const char *nombre)
{
	const char *url = jose_texto(d, nombre);
	return url && remoto_url_sigue(p->config->oidc_emisor, url) ? strdup(url) : NULL;
}

/* Discovery document and keys, both or nothing: what is kept stays until the new is whole. */
static enum status ask_provider(struct proveedor *p, struct error *err)
{
	struct proveedor nuevo = {.config = p->config};
	BUF_AUTO url;
	BUF_AUTO doc;
	BUF_AUTO llaves;
	const char *emisor = p->config->oidc_emisor;
	const size_t n = strlen(emisor);
	buf_init(&url, 2048);
	buf_init(&doc, 0);
	buf_init(&llaves, 0);
	p->intento_ns = reloj_mono_ns();
	buf_printf(&url, "%.*s/.well-known/openid-configuration", (int)(n > 0 && emisor[n - 1] == '/' ? n - 1 : n), emisor);
	enum status st = fetch(p, buf_str(&url), RESPUESTA_MAX, &doc, err);
	if (st != STATUS_OK)
		return st;
	JOSE_CLAIMS_AUTO *d = jose_json(buf_str(&doc), doc.len);
	const char *iss = d ? jose_texto(d, "issuer") : NULL;
	if (!iss || strcmp(iss, emisor) != 0) /* OpenID Connect Discovery §4.3: exactly what was asked for */
		return away(err, "su documento de descubrimiento no es el de oidc_emisor");
	nuevo.autorizar = endpoint(p, d, "authorization_endpoint");
	nuevo.canjear = endpoint(p, d, "token_endpoint");
	nuevo.llaves_uri = endpoint(p, d, "jwks_uri");
	if (!nuevo.autorizar || !nuevo.canjear || !nuevo.llaves_uri)
		st = away(err, "su documento de descubrimiento no da direcciones que se puedan usar");
	if (st == STATUS_OK)
		st = fetch(p, nuevo.llaves_uri, JOSE_JWKS_MAX, &llaves, err);
	if (st == STATUS_OK && !(nuevo.llaves = jose_llaves_parse(buf_str(&llaves), llaves.len)))
		st = away(err, "su JWKS no tiene llaves que se puedan usar");
	if (st != STATUS_OK) {
		drop(&nuevo);
		return st;
	}
	drop(p);
	p->autorizar = nuevo.autorizar;
	p->canjear = nuevo.canjear;
	p->llaves_uri = nuevo.llaves_uri;
	p->llaves = nuevo.llaves;
	p->buena_ns = p->intento_ns;
	return STATUS_OK;
}

/* Fresh, or kept while the provider does not answer. `otra`: a key is missing, so it is worth asking. */
static enum status have(struct proveedor *p, bool otra, struct error *err)
{
	const int64_t now = reloj_mono_ns(), edad = now - p->buena_ns;
	const bool hay = p->llaves && edad < GUARDADO_NS;
	struct error own;
	if (hay && ((!otra && edad < FRESCO_NS) || now - p->intento_ns < INSISTIR_NS))
		return STATUS_OK;
	error_init(&own, err->arena);
	enum status st = ask_provider(p, &own);
	if (st == STATUS_OK || hay)
		return STATUS_OK;
	*err = own;
	return st;
}

/* ---- going ---- */

static void parameter(struct buf *b, const char *nombre, const char *valor)
{
	buf_printf(b, "%s=", nombre);
	remoto_escapar(b, valor);
	buf_putc(b, '&');
}

enum status proveedor_ir(struct proveedor *p, char cookie[static OPACO_LEN], const char **url, struct arena *a, struct error *err)
{
	struct sha256 sha;
	char state[OPACO_DERIVADO], nonce[OPACO_DERIVADO], verificador[OPACO_DERIVADO], reto[OPACO_DERIVADO];
	BUF_AUTO b;
	buf_init(&b, 8192);
	opaco_generar(PREFIJO_ENTRADA, cookie, &sha);
	opaco_derivar(cookie, "state", state);
	opaco_derivar(cookie, "nonce", nonce);
	opaco_derivar(cookie, "pkce", verificador);
	opaco_reto(verificador, reto);
	pthread_mutex_lock(&p->mx);
	enum status st = have(p, false, err);
	if (st == STATUS_OK)
		buf_printf(&b, "%s%c", p->autorizar, strchr(p->autorizar, '?') ? '&' : '?');
	pthread_mutex_unlock(&p->mx);
	if (st != STATUS_OK)
		return st;
	parameter(&b, "response_type", "code");
	parameter(&b, "client_id", p->config->oidc_cliente);
	parameter(&b, "redirect_uri", p->regreso);
	parameter(&b, "scope", p->config->oidc_ambitos);
	parameter(&b, "state", state);
	parameter(&b, "nonce", nonce);
	parameter(&b, "code_challenge", reto);
	buf_puts(&b, "code_challenge_method=S256");
	*url = b.failed ? NULL : arena_strdup(a, buf_str(&b));
	return *url ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

/* ---- coming back ---- */

static enum status not_ours(struct error *err, const char *por)
{
	err->interno = por;
	return error_set(err, PROBLEM_ENTRADA_INVALIDA);
}

static bool same(const char *a, const char *b)
{
	struct sha256 x, y;
	sha256_of(a, strlen(a), &x);
	sha256_of(b, strlen(b), &y);
	return sha256_equal(&x, &y);
}

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
	buf_init(&respuesta, RESPUESTA_MAX);
	parameter(&b, "grant_type", "authorization_code");
	parameter(&b, "code", code);
	parameter(&b, "redirect_uri", p->regreso);
	if (!*p->secreto)
		parameter(&b, "client_id", p->config->oidc_cliente);
	buf_printf(&b, "code_verifier=%s", verificador);
	remoto_escapar(&id, p->config->oidc_cliente);
	remoto_escapar(&secreto, p->secreto);
	struct remoto_peticion q = {.url = p->canjear, .cuerpo = buf_str(&b)};
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
		return away(err, ok ? "no cambió el código" : motivo);
	*out = http == 200 ? jose_json(buf_str(&respuesta), respuesta.len) : NULL;
	return *out ? STATUS_OK : not_ours(err, "proveedor: el código no se cambió por tokens");
}

/* Signature, with the keys that are kept, then with newer ones if it names one that is not among them. mx is held. */
static enum status check_signature(struct proveedor *p, const char *token, struct jose_claims **out, struct error *err)
{
	enum jose_juicio j = jose_verificar(p->llaves, token, NULL, out);
	if (j == JOSE_LLAVE_DESCONOCIDA) {
		enum status st = have(p, true, err);
		if (st != STATUS_OK)
			return st;
		j = jose_verificar(p->llaves, token, NULL, out);
	}
	return j == JOSE_BUENA ? STATUS_OK : not_ours(err, "proveedor: la firma del ID token");
}

/* OpenID Connect Core §3.1.3.7. */
static enum status check_claims(const struct proveedor *p, const struct jose_claims *c, const char *nonce, struct error *err)
{
	const char *dado = jose_texto(c, "nonce"), *azp = jose_texto(c, "azp"), *sub = jose_texto(c, "sub");
	if (!jose_vigente(c, p->config->oidc_emisor, p->config->oidc_cliente, reloj_now(), HOLGURA_S) ||
		jose_instante(c, "iat") == INSTANTE_NINGUNO)
		return not_ours(err, "proveedor: emisor, destinatario o tiempo del ID token");
	if ((jose_audiencias(c) > 1 && !azp) || (azp && strcmp(azp, p->config->oidc_cliente) != 0))
		return not_ours(err, "proveedor: azp del ID token");
	if (!dado || !same(dado, nonce))
		return not_ours(err, "proveedor: nonce del ID token");
	if (!sub || !*sub || strlen(sub) > SUJETO_MAX || utf8_has_control(sub) || strpbrk(sub, "\n\t"))
		return not_ours(err, "proveedor: sub del ID token");
	return STATUS_OK;
}

static enum status id_token(
	struct proveedor *p, const struct proveedor_regreso *r, const char *cookie, struct jose_claims **out, struct error *err)
{
	char nonce[OPACO_DERIVADO], verificador[OPACO_DERIVADO];
	JOSE_CLAIMS_AUTO *tokens = NULL;
	opaco_derivar(cookie, "nonce", nonce);
	opaco_derivar(cookie, "pkce", verificador);
	pthread_mutex_lock(&p->mx);
	enum status st = have(p, false, err);
	if (st == STATUS_OK)
		st = exchange_code(p, r->code, verificador, &tokens, err);
	const char *token = st == STATUS_OK ? jose_texto(tokens, "id_token") : NULL;
	if (st == STATUS_OK)
		st = token ? check_signature(p, token, out, err) : not_ours(err, "proveedor: no dio un ID token");
	pthread_mutex_unlock(&p->mx);
	return st == STATUS_OK ? check_claims(p, *out, nonce, err) : st;
}

/* ---- who that is here ---- */

/* Text for the directory: no controls, cut at a character's end; NULL when there is none. */
static const char *plain(struct arena *a, const char *s)
{
	size_t n = 0, letras = 0;
	if (!s || !*s || !utf8_valid(s, strlen(s)) || utf8_has_control(s) || strpbrk(s, "\n\t"))
		return NULL;
	for (; s[n] && letras <= NOMBRE_MAX; n++)
		letras += ((unsigned char)s[n] & 0xC0) != 0x80;
	while (letras > NOMBRE_MAX)
		letras -= ((unsigned char)s[--n] & 0xC0) != 0x80;
	return arena_memdup(a, s, n);
}

static enum status settle_person(
	struct obrero *o, const struct proveedor *p, const struct jose_claims *c, struct arena *a, struct uuid *quien, struct error *err)
{
	const struct mapa_regla *regla = mapa_find(&p->mapa, c);
	const char *sub = jose_texto(c, "sub"), *nombre = plain(a, jose_texto(c, "name"));
	const char *correo = jose_texto(c, "email") ? identificador_normal(a, jose_texto(c, "email")) : NULL;
	const instante_t now = reloj_now();
	if (!regla)
		return error_set(err, PROBLEM_SIN_FUNCION);
	if (!nombre)
		nombre = plain(a, jose_texto(c, "preferred_username"));
	const struct externa e = {.emisor = p->config->oidc_emisor,
		.sujeto = sub,
		.nombre = nombre ? nombre : arena_strdup(a, "(sin nombre)"),
		.correo = correo && correo_valido(correo) ? correo : NULL,
		.organizacion = regla->organizacion,
		.rol = regla->rol};
	return e.nombre ? externas_persona(o->db, &e, now, quien, err) : error_set(err, PROBLEM_INTERNO);
}

enum status proveedor_volver(struct obrero *o, struct proveedor *p, const struct proveedor_regreso *r, const struct sesion_origen *de,
	struct arena *a, struct sesion_nueva *out, struct error *err)
{
	char cookie[OPACO_LEN], state[OPACO_DERIVADO];
	struct sha256 sha;
	struct uuid quien = {{0}};
	bool hay;
	JOSE_CLAIMS_AUTO *c = NULL;
	if (!credencial_cookie(de->cookie, ENTRADA_COOKIE, PREFIJO_ENTRADA, cookie, &sha, &hay))
		return not_ours(err, "proveedor: sin la cookie de la entrada");
	opaco_derivar(cookie, "state", state);
	if (!r->state || !same(r->state, state))
		return not_ours(err, "proveedor: state");
	if (r->iss && strcmp(r->iss, p->config->oidc_emisor) != 0) /* RFC 9207 */
		return not_ours(err, "proveedor: iss");
	if (r->error)
		return error_set(err, PROBLEM_PROVEEDOR_NEGO);
	if (!r->code || !*r->code || strlen(r->code) > CODIGO_MAX)
		return not_ours(err, "proveedor: code");
	enum status st = id_token(p, r, cookie, &c, err);
	if (st == STATUS_OK)
		st = settle_person(o, p, c, a, &quien, err);
	return st == STATUS_OK ? sesion_abrir(o, &quien, "proveedor", de, a, out, err) : st;
}
