#include "services/identidad.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "store/directorio.h"

#define VIDA_NS INT64_C(1000000000)
#define BUENAS 4096u
#define MALAS 1024u /* kept apart: guesses do not push good keys out */
#define VIAS 4u     /* places where a key may be */
#define PREFIJO "dk_"
#define PREFIJO_LEN (sizeof PREFIJO - 1)
#define CLAVE_BYTES 32
#define CUERPO_LEN 43 /* base64url of 32 bytes, no padding */

/* ---- scopes ---- */

static const char *const nombres[AMBITO_COUNT] = {
#define X(n, s) [AMBITO_##n] = s,
	AMBITOS(X)
#undef X
};

const char *ambito_nombre(enum ambito a)
{
	return (unsigned)a < AMBITO_COUNT ? nombres[a] : "";
}

bool ambitos_parse(const char *list, unsigned *out)
{
	*out = 0;
	for (const char *p = list;; p++) {
		size_t n = strcspn(p, ",");
		unsigned bit = 0;
		for (int i = 0; i < AMBITO_COUNT; i++)
			if (strlen(nombres[i]) == n && strncmp(nombres[i], p, n) == 0)
				bit = AMBITO_BIT(i);
		if (!bit || *out & bit)
			return false;
		*out |= bit;
		p += n;
		if (!*p)
			return true;
	}
}

unsigned ambitos_de_rol(enum rol rol)
{
	const unsigned leer = AMBITO_BIT(AMBITO_EXPEDIENTES_LEER), directorio = AMBITO_BIT(AMBITO_DIRECTORIO_LEER);
	const unsigned tramitar = AMBITO_BIT(AMBITO_EXPEDIENTES_TRAMITAR), calendario = AMBITO_BIT(AMBITO_CALENDARIO_ESCRIBIR);
	switch (rol) {
	case ROL_GOBIERNO_LOCAL:
		return leer | directorio | AMBITO_BIT(AMBITO_EXPEDIENTES_PRESENTAR);
	case ROL_ENLACE_ESTATAL: /* presentar: for the municipalities that it acts for */
		return leer | directorio | AMBITO_BIT(AMBITO_EXPEDIENTES_PRESENTAR);
	case ROL_AUDITORIA:
		return leer | directorio | AMBITO_BIT(AMBITO_SEGURIDAD_LEER);
	case ROL_DGCP:
		return leer | tramitar | calendario | directorio;
	case ROL_CJA:
	case ROL_CJA_TITULAR:
		return leer | tramitar | directorio;
	case ROL_ADMINISTRACION:
		return calendario | directorio | AMBITO_BIT(AMBITO_DIRECTORIO_ESCRIBIR);
	case ROL_NINGUNO:
	case ROL_COUNT:
		break;
	}
	return 0;
}

const char *ambitos_texto(struct arena *a, unsigned ambitos)
{
	const char *out = "";
	for (int i = 0; i < AMBITO_COUNT && out; i++)
		if (ambitos & AMBITO_BIT(i))
			out = arena_printf(a, "%s%s%s", out, *out ? "," : "", nombres[i]);
	return out;
}

/* ---- keys ---- */

void clave_generar(char out[static CLAVE_TEXTO_LEN], struct sha256 *sha)
{
	uint8_t raw[CLAVE_BYTES];
	char b64[45];
	random_bytes(raw, sizeof raw);
	base64_encode(raw, sizeof raw, b64, sizeof b64);
	memcpy(out, PREFIJO, PREFIJO_LEN);
	for (size_t i = 0; i < CUERPO_LEN; i++) {
		char c = b64[i];
		if (c == '+')
			c = '-';
		else if (c == '/')
			c = '_';
		out[PREFIJO_LEN + i] = c;
	}
	out[CLAVE_TEXTO_LEN - 1] = '\0';
	explicit_bzero(raw, sizeof raw);
	explicit_bzero(b64, sizeof b64);
	sha256_of(out, CLAVE_TEXTO_LEN - 1, sha);
}

bool clave_forma(const char *s, struct sha256 *sha)
{
	static const char alfabeto[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
	size_t n = strlen(s);
	if (n != CLAVE_TEXTO_LEN - 1 || strncmp(s, PREFIJO, PREFIJO_LEN) != 0 || strspn(s + PREFIJO_LEN, alfabeto) != CUERPO_LEN)
		return false;
	sha256_of(s, n, sha);
	return true;
}

/* ---- cache ---- */

struct entrada {
	struct sha256 sha;
	int64_t hasta_ns; /* monotonic; 0 = empty */
	bool buena;
	struct actor actor; /* cve_ent is not used */
	char cve_ent[3];
	struct uuid clave_id;
	unsigned ambitos;
	instante_t expira_en;
};
struct identidad_cache {
	pthread_mutex_t mx;
	struct entrada buenas[BUENAS], malas[MALAS];
};

struct identidad_cache *identidad_cache_create(void)
{
	struct identidad_cache *c = calloc(1, sizeof *c);
	if (c)
		pthread_mutex_init(&c->mx, NULL);
	return c;
}

void identidad_cache_destroy(struct identidad_cache *c)
{
	if (!c)
		return;
	pthread_mutex_destroy(&c->mx);
	free(c);
}

/* First of the VIAS places of a key. */
static struct entrada *places(struct entrada *t, unsigned n, const struct sha256 *sha)
{
	uint32_t h;
	memcpy(&h, sha->b, sizeof h);
	return &t[h % (n / VIAS) * VIAS];
}

static const struct entrada *look(struct entrada *t, unsigned n, const struct sha256 *sha, int64_t now)
{
	struct entrada *e = places(t, n, sha);
	for (unsigned i = 0; i < VIAS; i++)
		if (e[i].hasta_ns > now && sha256_equal(&e[i].sha, sha))
			return &e[i];
	return NULL;
}

static bool cache_get(struct identidad_cache *c, const struct sha256 *sha, struct entrada *out)
{
	int64_t now = reloj_mono_ns();
	pthread_mutex_lock(&c->mx);
	const struct entrada *e = look(c->buenas, BUENAS, sha, now);
	if (!e)
		e = look(c->malas, MALAS, sha, now);
	if (e)
		*out = *e;
	pthread_mutex_unlock(&c->mx);
	return e != NULL;
}

/* A key that is no longer good must not be counted on its owner any more. */
static void forget_good(struct identidad_cache *c, const struct sha256 *sha)
{
	struct entrada *e = places(c->buenas, BUENAS, sha);
	for (unsigned i = 0; i < VIAS; i++)
		if (sha256_equal(&e[i].sha, sha))
			e[i] = (struct entrada){0};
}

/* Takes its own place if it has one, else the one that ends first. */
static void cache_put(struct identidad_cache *c, const struct entrada *e)
{
	pthread_mutex_lock(&c->mx);
	if (!e->buena)
		forget_good(c, &e->sha);
	struct entrada *p = e->buena ? places(c->buenas, BUENAS, &e->sha) : places(c->malas, MALAS, &e->sha), *best = p;
	for (unsigned i = 0; i < VIAS; i++) {
		if (sha256_equal(&p[i].sha, &e->sha)) {
			best = &p[i];
			break;
		}
		if (p[i].hasta_ns < best->hasta_ns)
			best = &p[i];
	}
	*best = *e;
	pthread_mutex_unlock(&c->mx);
}

/* ---- resolving ---- */

/* The token of "Bearer <token>"; NULL when the header is not of that form. */
static const char *bearer(const char *h)
{
	if (strncasecmp(h, "Bearer ", 7) != 0)
		return NULL;
	return h + 7 + strspn(h + 7, " ");
}

static enum status ask(
	struct identidad_cache *c, struct db *db, const struct sha256 *sha, struct arena *a, struct entrada *e, struct error *err)
{
	/* The life of the entry begins before the question: what was revoked meanwhile is not kept longer for it. */
	*e = (struct entrada){.sha = *sha, .hasta_ns = reloj_mono_ns() + VIDA_NS};
	struct clave_hallada k;
	struct error own;
	error_init(&own, a);
	enum status st = directorio_clave_find(db, sha, a, &k, &own);
	if (st == STATUS_UNAVAILABLE) { /* a connection that broke while it was idle: once more on a new one */
		error_init(&own, a);
		st = directorio_clave_find(db, sha, a, &k, &own);
	}
	if (st != STATUS_OK && st != STATUS_NOT_FOUND) {
		if (err->problem == PROBLEM_NONE)
			*err = own;
		return st;
	}
	if (st == STATUS_OK) {
		e->buena = k.usuario_activo && k.organizacion_activa && k.revocada_en == INSTANTE_NINGUNO && k.actor.rol != ROL_NINGUNO &&
			ambitos_parse(k.ambitos, &e->ambitos);
		e->ambitos &= ambitos_de_rol(k.actor.rol);
		e->actor = k.actor;
		e->actor.cve_ent = NULL;
		strncpy(e->cve_ent, k.actor.cve_ent, sizeof e->cve_ent - 1);
		e->clave_id = k.clave;
		e->expira_en = k.expira_en;
	}
	cache_put(c, e);
	return STATUS_OK;
}

enum status identidad_resolve(
	struct identidad_cache *c, struct db *db, const char *authorization, struct arena *a, struct identidad *out, struct error *err)
{
	if (!authorization || !*authorization)
		return error_set(err, PROBLEM_SIN_CREDENCIAL);
	const char *token = bearer(authorization);
	struct sha256 sha;
	if (!token || !clave_forma(token, &sha))
		return error_set(err, PROBLEM_CREDENCIAL_INVALIDA);
	struct entrada e;
	enum status st = cache_get(c, &sha, &e) ? STATUS_OK : ask(c, db, &sha, a, &e, err);
	if (st != STATUS_OK)
		return st;
	if (!e.buena || (e.expira_en != INSTANTE_NINGUNO && e.expira_en <= reloj_now()))
		return error_set(err, PROBLEM_CREDENCIAL_INVALIDA);
	*out = (struct identidad){.actor = e.actor, .clave_id = e.clave_id, .ambitos = e.ambitos, .expira_en = e.expira_en};
	out->actor.cve_ent = arena_strdup(a, e.cve_ent);
	return out->actor.cve_ent ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

bool identidad_conocida(struct identidad_cache *c, const char *authorization, struct uuid *usuario)
{
	const char *token = bearer(authorization);
	struct sha256 sha;
	bool known = false;
	if (!token || !clave_forma(token, &sha))
		return false;
	pthread_mutex_lock(&c->mx);
	const struct entrada *e = look(c->buenas, BUENAS, &sha, 0);
	if (e && (e->expira_en == INSTANTE_NINGUNO || e->expira_en > reloj_now())) {
		*usuario = e->actor.usuario;
		known = true;
	}
	pthread_mutex_unlock(&c->mx);
	return known;
}

enum status identidad_require_scope(const struct identidad *id, const char *ambito, struct error *err)
{
	if (!ambito)
		return STATUS_OK;
	if (strcmp(ambito, "expedientes:actuar") == 0)
		ambito = nombres[id->actor.rol == ROL_GOBIERNO_LOCAL ? AMBITO_EXPEDIENTES_PRESENTAR : AMBITO_EXPEDIENTES_TRAMITAR];
	if (strcmp(ambito, "organizacion:gestionar") == 0)
		ambito = nombres[id->actor.rol == ROL_ADMINISTRACION ? AMBITO_DIRECTORIO_ESCRIBIR : AMBITO_EXPEDIENTES_PRESENTAR];
	for (int i = 0; i < AMBITO_COUNT; i++)
		if (strcmp(nombres[i], ambito) == 0 && id->ambitos & AMBITO_BIT(i))
			return STATUS_OK;
	return error_set(err, PROBLEM_SIN_PERMISO, ambito);
}
