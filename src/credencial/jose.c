#include <rhonabwy.h>

#include "credencial/jose.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "credencial/base64url.h"

#define RSA_BITS_MIN 2048
#define KID_MAX 256
#define SEGUNDO_MAX INT64_C(253402300799) /* 9999-12-31 */

struct jose_llave {
	char *json; /* the public key alone */
	char *kid;  /* NULL: it has none */
	jwa_alg alg;
};
struct jose_llaves {
	struct jose_llave llaves[JOSE_LLAVES_MAX];
	size_t n;
};
struct jose_firma {
	char *privada, *publica; /* JSON */
	char *kid;
};
struct jose_claims {
	json_t *json;
};

static void jwk_freep(jwk_t **k)
{
	r_jwk_free(*k);
}
#define JWK_AUTO __attribute__((cleanup(jwk_freep))) jwk_t
static void jws_freep(jws_t **t)
{
	r_jws_free(*t);
}
#define JWS_AUTO __attribute__((cleanup(jws_freep))) jws_t
static void jwt_freep(jwt_t **t)
{
	r_jwt_free(*t);
}
#define JWT_AUTO __attribute__((cleanup(jwt_freep))) jwt_t
static void json_freep(json_t **j)
{
	json_decref(*j);
}
#define JSON_AUTO __attribute__((cleanup(json_freep))) json_t

bool jose_init(void)
{
	return r_global_init() == RHN_OK;
}

static void forget(char *s)
{
	if (s)
		explicit_bzero(s, strlen(s));
	free(s);
}

/* ---- keys ---- */

/* Which algorithm a public key is for; R_JWA_ALG_UNKNOWN: none of ours. */
static jwa_alg alg_of(const json_t *j)
{
	unsigned int bits = 0;
	const char *use = json_string_value(json_object_get(j, "use")), *alg = json_string_value(json_object_get(j, "alg"));
	const char *kty = json_string_value(json_object_get(j, "kty")), *crv = json_string_value(json_object_get(j, "crv"));
	jwa_alg mine = R_JWA_ALG_UNKNOWN;
	jwk_t *nueva = NULL;
	if (!kty || (use && strcmp(use, "sig") != 0) || r_jwk_init(&nueva) != RHN_OK)
		return R_JWA_ALG_UNKNOWN;
	JWK_AUTO *k = nueva;
	/* rhonabwy would fetch what x5u names, and prefers a certificate to the numbers: neither is asked. */
	JSON_AUTO *copia = json_deep_copy(j);
	json_object_del(copia, "x5u");
	json_object_del(copia, "x5c");
	if (!copia || r_jwk_import_from_json_t(k, copia) != RHN_OK)
		return R_JWA_ALG_UNKNOWN;
	const int tipo = r_jwk_key_type(k, &bits, R_FLAG_IGNORE_REMOTE);
	if (strcmp(kty, "RSA") == 0 && tipo & R_KEY_TYPE_RSA && tipo & R_KEY_TYPE_PUBLIC && bits >= RSA_BITS_MIN)
		mine = R_JWA_ALG_RS256;
	else if (strcmp(kty, "EC") == 0 && crv && strcmp(crv, "P-256") == 0 && tipo & R_KEY_TYPE_EC && tipo & R_KEY_TYPE_PUBLIC &&
		bits == 256)
		mine = R_JWA_ALG_ES256;
	return alg && r_str_to_jwa_alg(alg) != mine ? R_JWA_ALG_UNKNOWN : mine;
}

/* Takes the members that make up the public key, and nothing else of what was there. */
static char *public_part(const json_t *j)
{
	static const char *const miembros[] = {"kty", "kid", "n", "e", "crv", "x", "y", NULL};
	JSON_AUTO *k = json_object();
	for (const char *const *m = miembros; k && *m; m++) {
		json_t *v = json_object_get(j, *m);
		if (json_is_string(v))
			json_object_set(k, *m, v);
	}
	return k ? json_dumps(k, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
}

static bool add_key(struct jose_llaves *out, const json_t *j)
{
	const char *kid = json_string_value(json_object_get(j, "kid"));
	const jwa_alg alg = out->n < JOSE_LLAVES_MAX ? alg_of(j) : R_JWA_ALG_UNKNOWN;
	if (alg == R_JWA_ALG_UNKNOWN || (kid && strlen(kid) > KID_MAX))
		return true;
	struct jose_llave k = {.json = public_part(j), .kid = kid ? strdup(kid) : NULL, .alg = alg};
	if (k.json && (!kid || k.kid)) {
		out->llaves[out->n++] = k;
		return true;
	}
	free(k.json);
	free(k.kid);
	return false;
}

static struct jose_llaves *keys_of(const json_t *lista)
{
	struct jose_llaves *out = calloc(1, sizeof *out);
	size_t i;
	json_t *j;
	bool ok = out != NULL;
	json_array_foreach(lista, i, j)
	{
		ok = ok && add_key(out, j);
	}
	if (ok && out->n > 0)
		return out;
	jose_llaves_free(out);
	return NULL;
}

struct jose_llaves *jose_llaves_parse(const char *json, size_t n)
{
	JSON_AUTO *doc = n <= JOSE_JWKS_MAX ? json_loadb(json, n, JSON_REJECT_DUPLICATES, NULL) : NULL;
	const json_t *lista = json_object_get(doc, "keys");
	return json_is_array(lista) ? keys_of(lista) : NULL;
}

void jose_llaves_free(struct jose_llaves *k)
{
	for (size_t i = 0; k && i < k->n; i++) {
		free(k->llaves[i].json);
		free(k->llaves[i].kid);
	}
	free(k);
}

size_t jose_llaves_cuantas(const struct jose_llaves *k)
{
	return k ? k->n : 0;
}

/* ---- signing ---- */

/* A coordinate in its full size (RFC 7518 §6.2.1.2): the library leaves zeros in front away, and others do not take it then. */
static bool full_size(jwk_t *k, const char *nombre)
{
	uint8_t raw[32] = {0};
	char texto[BASE64URL_32];
	const char *s = r_jwk_get_property_str(k, nombre);
	const size_t n = s ? strlen(s) : 0, bytes = base64url_bytes(n);
	const bool ok = bytes > 0 && bytes <= sizeof raw && base64url_decode(s, n, raw + sizeof raw - bytes);
	base64url_encode32(raw, texto);
	const bool puesto = ok && r_jwk_set_property_str(k, nombre, texto) == RHN_OK;
	explicit_bzero(raw, sizeof raw);
	explicit_bzero(texto, sizeof texto);
	return puesto;
}

struct jose_firma *jose_firma_parse(const char *pem, size_t n)
{
	unsigned int bits = 0;
	jwk_t *nueva = NULL, *mitad = NULL;
	struct jose_firma *f = r_jwk_init(&nueva) == RHN_OK && r_jwk_init(&mitad) == RHN_OK ? calloc(1, sizeof *f) : NULL;
	JWK_AUTO *k = nueva;
	JWK_AUTO *publica = mitad;
	bool ok = f && r_jwk_import_from_pem_der(k, R_X509_TYPE_PRIVKEY, R_FORMAT_PEM, (const unsigned char *)pem, n) == RHN_OK;
	const int tipo = ok ? r_jwk_key_type(k, &bits, R_FLAG_IGNORE_REMOTE) : 0;
	const char *crv = ok ? r_jwk_get_property_str(k, "crv") : NULL;
	ok = ok && tipo & R_KEY_TYPE_EC && tipo & R_KEY_TYPE_PRIVATE && crv && strcmp(crv, "P-256") == 0 && full_size(k, "x") &&
		full_size(k, "y") && full_size(k, "d");
	/* By its thumbprint: the same key has the same name everywhere. */
	char *kid = ok ? r_jwk_thumbprint(k, R_JWK_THUMB_SHA256, R_FLAG_IGNORE_REMOTE) : NULL;
	if (kid) {
		f->kid = strdup(kid);
		r_jwk_set_property_str(k, "kid", kid);
		r_free(kid);
	}
	ok = ok && f->kid && r_jwk_extract_pubkey(k, publica, R_FLAG_IGNORE_REMOTE) == RHN_OK;
	JSON_AUTO *privada = ok ? r_jwk_export_to_json_t(k) : NULL;
	JSON_AUTO *abierta = ok ? r_jwk_export_to_json_t(publica) : NULL;
	if (privada && abierta) {
		f->privada = json_dumps(privada, JSON_COMPACT);
		f->publica = public_part(abierta);
	}
	if (f && f->privada && f->publica)
		return f;
	jose_firma_free(f);
	return NULL;
}

void jose_firma_free(struct jose_firma *f)
{
	if (!f)
		return;
	forget(f->privada);
	free(f->publica);
	free(f->kid);
	free(f);
}

char *jose_firma_pem(void)
{
	unsigned char pem[4096];
	size_t n = sizeof pem - 1;
	jwk_t *nueva = NULL, *mitad = NULL;
	bool ok = r_jwk_init(&nueva) == RHN_OK && r_jwk_init(&mitad) == RHN_OK;
	JWK_AUTO *k = nueva;
	JWK_AUTO *publica = mitad;
	ok = ok && r_jwk_generate_key_pair(k, publica, R_KEY_TYPE_EC, 256, NULL) == RHN_OK &&
		r_jwk_export_to_pem_der(k, R_FORMAT_PEM, pem, &n, R_FLAG_IGNORE_REMOTE) == RHN_OK;
	char *out = ok ? strndup((char *)pem, n) : NULL;
	explicit_bzero(pem, sizeof pem);
	return out;
}

static json_t *published(const struct jose_firma *const *firmas, size_t n)
{
	json_t *lista = json_array();
	for (size_t i = 0; lista && i < n; i++) {
		json_t *k = firmas[i] ? json_loads(firmas[i]->publica, 0, NULL) : NULL;
		if (!k)
			continue;
		json_object_set_new(k, "use", json_string("sig"));
		json_object_set_new(k, "alg", json_string("ES256"));
		json_array_append_new(lista, k);
	}
	return lista;
}

void jose_publicas(const struct jose_firma *const *firmas, size_t n, struct buf *out)
{
	JSON_AUTO *doc = json_pack("{s:o}", "keys", published(firmas, n));
	char *texto = doc ? json_dumps(doc, JSON_COMPACT | JSON_SORT_KEYS) : NULL;
	out->failed |= !texto;
	buf_puts(out, texto ? texto : "");
	free(texto);
}

struct jose_llaves *jose_llaves_de(const struct jose_firma *const *firmas, size_t n)
{
	JSON_AUTO *lista = published(firmas, n);
	return lista ? keys_of(lista) : NULL;
}

const char *jose_firmar(const struct jose_firma *f, const char *typ, const char *claims, struct arena *a)
{
	jwt_t *nuevo = NULL;
	jwk_t *llave = NULL;
	bool ok = r_jwt_init(&nuevo) == RHN_OK && r_jwk_init(&llave) == RHN_OK;
	JWT_AUTO *t = nuevo;
	JWK_AUTO *k = llave;
	ok = ok && r_jwk_import_from_json_str(k, f->privada) == RHN_OK && r_jwt_set_header_str_value(t, "typ", typ) == RHN_OK &&
		r_jwt_set_header_str_value(t, "kid", f->kid) == RHN_OK && r_jwt_set_sign_alg(t, R_JWA_ALG_ES256) == RHN_OK &&
		r_jwt_set_full_claims_json_str(t, claims) == RHN_OK;
	char *token = ok ? r_jwt_serialize_signed(t, k, R_FLAG_IGNORE_REMOTE) : NULL;
	const char *out = token ? arena_strdup(a, token) : NULL;
	r_free(token);
	return out;
}

/* ---- checking ---- */

static bool shape(const char *token)
{
	static const char alfabeto[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	const size_t n = strnlen(token, JOSE_TOKEN_MAX + 1);
	int parts = 0;
	if (n > JOSE_TOKEN_MAX)
		return false;
	for (const char *p = token;; p++) {
		const size_t k = strspn(p, alfabeto);
		parts++;
		p += k;
		if (k == 0 || (*p && *p != '.'))
			return false;
		if (!*p)
			return parts == 3;
	}
}

static bool type_is(const char *typ, const char *wanted)
{
	static const char media[] = "application/";
	if (!wanted && !typ)
		return true;
	if (typ && strncasecmp(typ, media, sizeof media - 1) == 0)
		typ += sizeof media - 1;
	return typ && strcasecmp(typ, wanted ? wanted : "JWT") == 0;
}

/* The one key that a token may be of; NULL: none, or it does not say which of several. */
static const struct jose_llave *choose(const struct jose_llaves *k, const char *kid, jwa_alg alg)
{
	const struct jose_llave *found = NULL;
	for (size_t i = 0; i < k->n; i++) {
		const struct jose_llave *x = &k->llaves[i];
		if (x->alg != alg || (kid && (!x->kid || strcmp(x->kid, kid) != 0)))
			continue;
		if (found)
			return NULL;
		found = x;
	}
	return found;
}

/* One part of a token as JSON: an object without repeated members; NULL when it is none. */
static json_t *decode_part(const char *s, size_t n)
{
	const size_t bytes = base64url_bytes(n);
	uint8_t *out = bytes > 0 ? malloc(bytes) : NULL;
	json_t *j = out && base64url_decode(s, n, out) ? json_loadb((char *)out, bytes, JSON_REJECT_DUPLICATES, NULL) : NULL;
	free(out);
	if (json_is_object(j))
		return j;
	json_decref(j);
	return NULL;
}

/*
 * What a token says of itself, read before the library sees it: only what chooses among our keys. Whatever would make it do more than check one signature
 * (inflate a body, open a token inside, load a key) is refused with it.
 */
static bool header_of(const json_t *h, const char *typ, jwa_alg *alg, const char **kid)
{
	static const char *const vedados[] = {"crit", "zip", "cty", "b64", NULL};
	const json_t *k = json_object_get(h, "kid");
	const char *a = json_string_value(json_object_get(h, "alg"));
	for (const char *const *v = vedados; *v; v++)
		if (json_object_get(h, *v))
			return false;
	*kid = json_string_value(k);
	*alg = !a                         ? R_JWA_ALG_UNKNOWN
		: strcmp(a, "RS256") == 0 ? R_JWA_ALG_RS256
		: strcmp(a, "ES256") == 0 ? R_JWA_ALG_ES256
					  : R_JWA_ALG_UNKNOWN;
	if (*alg == R_JWA_ALG_UNKNOWN || (k && !*kid) || (json_object_get(h, "typ") && !json_is_string(json_object_get(h, "typ"))))
		return false;
	return type_is(json_string_value(json_object_get(h, "typ")), typ);
}

static bool signature_of(const char *token, const struct jose_llave *k)
{
	jws_t *nuevo = NULL;
	jwk_t *nueva = NULL;
	bool ok = r_jws_init(&nuevo) == RHN_OK && r_jwk_init(&nueva) == RHN_OK;
	JWS_AUTO *t = nuevo;
	JWK_AUTO *llave = nueva;
	ok = ok && r_jwk_import_from_json_str(llave, k->json) == RHN_OK &&
		r_jws_advanced_compact_parse(t, token, R_PARSE_NONE, R_FLAG_IGNORE_REMOTE) == RHN_OK && r_jws_get_alg(t) == k->alg;
	return ok && r_jws_verify_signature(t, llave, R_FLAG_IGNORE_REMOTE) == RHN_OK;
}

enum jose_juicio jose_verificar(const struct jose_llaves *k, const char *token, const char *typ, struct jose_claims **out)
{
	jwa_alg alg;
	const char *kid;
	*out = NULL;
	if (!shape(token))
		return JOSE_MALFORMADA;
	const size_t n = strcspn(token, "."), m = strcspn(token + n + 1, ".");
	JSON_AUTO *encabezado = decode_part(token, n);
	if (!encabezado || !header_of(encabezado, typ, &alg, &kid))
		return JOSE_MALFORMADA;
	const struct jose_llave *llave = k ? choose(k, kid, alg) : NULL;
	if (!llave)
		return JOSE_LLAVE_DESCONOCIDA;
	if (!signature_of(token, llave))
		return JOSE_FALSA;
	struct jose_claims *c = calloc(1, sizeof *c);
	if (c)
		c->json = decode_part(token + n + 1, m);
	if (c && c->json) {
		*out = c;
		return JOSE_BUENA;
	}
	jose_claims_free(c);
	return JOSE_MALFORMADA;
}

bool jose_emisor_dicho(const char *token, char *out, size_t max)
{
	if (!shape(token))
		return false;
	const char *cuerpo = token + strcspn(token, ".") + 1;
	JSON_AUTO *claims = decode_part(cuerpo, strcspn(cuerpo, "."));
	const char *iss = json_string_value(json_object_get(claims, "iss"));
	const size_t n = iss ? strlen(iss) : max;
	if (n >= max)
		return false;
	memcpy(out, iss, n + 1);
	return true;
}

void jose_claims_free(struct jose_claims *c)
{
	if (c)
		json_decref(c->json);
	free(c);
}

/* ---- reading ---- */

static const json_t *member(const struct jose_claims *c, const char *nombre)
{
	const json_t *j = json_object_get(c->json, nombre);
	char parte[KID_MAX];
	if (j)
		return j;
	j = c->json;
	for (const char *p = nombre; j && *p;) {
		const size_t n = strcspn(p, "/");
		if (n >= sizeof parte)
			return NULL;
		memcpy(parte, p, n);
		parte[n] = '\0';
		j = json_object_get(j, parte);
		p += n + (p[n] == '/');
	}
	return j;
}

const char *jose_texto(const struct jose_claims *c, const char *nombre)
{
	return json_string_value(json_object_get(c->json, nombre));
}

const char *jose_texto_o_numero(const struct jose_claims *c, const char *nombre, struct arena *a)
{
	const json_t *j = json_object_get(c->json, nombre);
	if (!json_is_integer(j))
		return json_string_value(j);
	return arena_printf(a, "%" JSON_INTEGER_FORMAT, json_integer_value(j));
}

instante_t jose_instante(const struct jose_claims *c, const char *nombre)
{
	const json_t *j = json_object_get(c->json, nombre);
	const json_int_t s = json_integer_value(j);
	return json_is_integer(j) && s >= 0 && s <= SEGUNDO_MAX ? (instante_t)s * 1000000 : INSTANTE_NINGUNO;
}

bool jose_tiene(const struct jose_claims *c, const char *nombre, const char *valor)
{
	const json_t *j = member(c, nombre), *x;
	size_t i;
	if (json_is_string(j))
		return strcmp(json_string_value(j), valor) == 0;
	json_array_foreach((json_t *)(uintptr_t)j, i, x)
	{
		if (json_is_string(x) && strcmp(json_string_value(x), valor) == 0)
			return true;
	}
	return false;
}

size_t jose_audiencias(const struct jose_claims *c)
{
	const json_t *j = json_object_get(c->json, "aud");
	for (size_t i = 0; i < json_array_size(j); i++)
		if (!json_is_string(json_array_get(j, i)))
			return 0;
	return json_is_string(j) ? 1 : json_array_size(j);
}

enum jose_atadura jose_atadura(const struct jose_claims *c, const char **x5t)
{
	const json_t *cnf = json_object_get(c->json, "cnf");
	*x5t = json_string_value(json_object_get(cnf, "x5t#S256"));
	if (!cnf)
		return JOSE_SUELTA;
	if (*x5t && json_object_size(cnf) == 1)
		return JOSE_ATADA;
	*x5t = NULL;
	return JOSE_ATADURA_AJENA;
}

bool jose_vigente(const struct jose_claims *c, const char *emisor, const char *audiencia, instante_t now, int holgura_s)
{
	const instante_t holgura = (instante_t)holgura_s * 1000000, exp = jose_instante(c, "exp");
	static const char *const futuros[] = {"nbf", "iat", NULL};
	const char *iss = jose_texto(c, "iss");
	if (!iss || strcmp(iss, emisor) != 0 || jose_audiencias(c) == 0 || !jose_tiene(c, "aud", audiencia))
		return false;
	if (exp == INSTANTE_NINGUNO || exp + holgura <= now)
		return false;
	for (const char *const *f = futuros; *f; f++) {
		const instante_t t = jose_instante(c, *f);
		if (json_object_get(c->json, *f) && (t == INSTANTE_NINGUNO || t - holgura > now))
			return false;
	}
	return true;
}

struct jose_claims *jose_json(const char *json, size_t n)
{
	struct jose_claims *c = n <= JOSE_JWKS_MAX ? calloc(1, sizeof *c) : NULL;
	if (c)
		c->json = json_loadb(json, n, JSON_REJECT_DUPLICATES, NULL);
	if (c && json_is_object(c->json))
		return c;
	jose_claims_free(c);
	return NULL;
}
