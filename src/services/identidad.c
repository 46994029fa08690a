#include "services/identidad.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "services/emisores.h"
#include "services/tokens.h"
#include "store/cuentas.h"
#include "store/directorio.h"

#define VIDA_NS INT64_C(1000000000)
#define BUENAS 4096u
#define MALAS 1024u /* kept apart: guesses do not push good keys out */
#define VIAS 4u     /* places where a key may be */
#define PREFIJO "dk_"
#define PREFIJO_SESION "ds_"
#define VISTA_CADA (INT64_C(30) * 1000000) /* µs: how far the stored time of last use may be behind */

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
	const unsigned directorio = AMBITO_BIT(AMBITO_DIRECTORIO_LEER);
	const unsigned leer = AMBITO_BIT(AMBITO_EXPEDIENTES_LEER) | AMBITO_BIT(AMBITO_EVENTOS_SUSCRIBIR); /* one is the other, pushed */
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
		return calendario | directorio | AMBITO_BIT(AMBITO_DIRECTORIO_ESCRIBIR) | AMBITO_BIT(AMBITO_PLANTILLAS_ESCRIBIR);
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

_Static_assert(CLAVE_TEXTO_LEN == OPACO_LEN, "a key is an opaque text");

void clave_generar(char out[static CLAVE_TEXTO_LEN], struct sha256 *sha)
{
	opaco_generar(PREFIJO, out, sha);
}

bool clave_forma(const char *s, struct sha256 *sha)
{
	return opaco_forma(s, PREFIJO, sha);
}

/* ---- cache ---- */

struct entrada {
	struct sha256 sha;
	int64_t hasta_ns; /* monotonic; 0 = empty */
	bool buena;
	struct actor actor; /* cve_ent is not used */
	char cve_ent[3];
	struct uuid clave_id, sesion_id;
	unsigned ambitos;
	instante_t expira_en;
	instante_t elevada_en, vista_en, usada_en; /* of a session: stored time of last use, and the one known here */
	bool exige, ligada;                        /* a certificate is demanded by the organisation; by the token, which is bound to one */
	struct sha256 ligada_a, certificados[CERTIFICADOS_MAX];
	size_t n_certificados;
};
struct identidad_cache {
	pthread_mutex_t mx;
	instante_t ociosa; /* µs */
	const struct tokens *tokens;
	struct emisores *emisores;
	enum certificado_forma forma;
	struct entrada buenas[BUENAS], malas[MALAS];
};

struct identidad_cache *identidad_cache_create(const struct identidad_opciones *o)
{
	struct identidad_cache *c = calloc(1, sizeof *c);
	if (c) {
		pthread_mutex_init(&c->mx, NULL);
		c->ociosa = (instante_t)o->sesion_ociosa_s * 1000000;
		c->tokens = o->tokens;
		c->emisores = o->emisores;
		c->forma = o->certificado;
	}
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
	instante_t usada = e->usada_en;
	for (unsigned i = 0; i < VIAS; i++) {
		if (sha256_equal(&p[i].sha, &e->sha)) {
			best = &p[i];
			usada = best->usada_en > usada ? best->usada_en : usada;
			break;
		}
		if (p[i].hasta_ns < best->hasta_ns)
			best = &p[i];
	}
	*best = *e;
	best->usada_en = usada;
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

bool credencial_cookie(
	const char *cookie, const char *nombre, const char prefijo[static 3], char out[static OPACO_LEN], struct sha256 *sha, bool *hay)
{
	const size_t largo = strlen(nombre);
	int veces = 0;
	bool ok = false;
	for (const char *p = cookie; p && *p; p += *p == ';') {
		p += strspn(p, " \t");
		const size_t n = strcspn(p, ";");
		if (n > largo && strncmp(p, nombre, largo) == 0 && p[largo] == '=') {
			const size_t v = n - largo - 1;
			memcpy(out, p + largo + 1, v < OPACO_LEN ? v : OPACO_LEN - 1);
			out[v < OPACO_LEN ? v : OPACO_LEN - 1] = '\0';
			ok = v == OPACO_LEN - 1 && opaco_forma(out, prefijo, sha);
			veces++;
		}
		p += n;
	}
	*hay = veces > 0;
	return ok && veces == 1;
}

static void fill_actor(struct entrada *e, const struct actor *actor)
{
	e->actor = *actor;
	e->actor.cve_ent = NULL;
	strncpy(e->cve_ent, actor->cve_ent, sizeof e->cve_ent - 1);
}

/* What is asked of the database, and by what. */
struct pregunta {
	const struct sha256 *sha;
	const struct token_acceso *token;
	const struct token_ajeno *ajeno;
};

static void take_actor(struct entrada *e, const struct clave_hallada *k)
{
	e->buena = k->usuario_activo && k->organizacion_activa && k->actor.rol != ROL_NINGUNO;
	e->exige = k->exige_certificado;
	e->n_certificados = k->n_certificados;
	memcpy(e->certificados, k->certificados, sizeof e->certificados);
	fill_actor(e, &k->actor);
}

static void take_key(struct entrada *e, const struct clave_hallada *k)
{
	take_actor(e, k);
	e->buena = e->buena && k->revocada_en == INSTANTE_NINGUNO && ambitos_parse(k->ambitos, &e->ambitos);
	e->ambitos &= ambitos_de_rol(k->actor.rol);
	e->clave_id = k->clave;
	e->expira_en = k->expira_en;
}

static enum status find_key(struct db *db, const struct pregunta *q, struct arena *a, struct entrada *e, struct error *err)
{
	struct clave_hallada k;
	enum status st = directorio_clave_find(db, q->sha, reloj_now(), a, &k, err);
	if (st == STATUS_OK)
		take_key(e, &k);
	return st;
}

/* The key behind a token: never more than it, never longer than the token. */
static enum status find_token(struct db *db, const struct pregunta *q, struct arena *a, struct entrada *e, struct error *err)
{
	struct clave_hallada k;
	enum status st = directorio_clave_by_id(db, &q->token->clave, reloj_now(), a, &k, err);
	if (st != STATUS_OK)
		return st;
	take_key(e, &k);
	e->buena = e->buena && k.actor.maquina && uuid_cmp(&k.actor.usuario, &q->token->usuario) == 0;
	e->ambitos &= q->token->ambitos;
	e->ligada = q->token->ligado;
	e->ligada_a = q->token->certificado;
	if (e->expira_en == INSTANTE_NINGUNO || e->expira_en > q->token->expira_en)
		e->expira_en = q->token->expira_en;
	return STATUS_OK;
}

/* Whom another issuer names: in the directory from its first token on. */
static enum status find_foreign(struct db *db, const struct pregunta *q, struct arena *a, struct entrada *e, struct error *err)
{
	struct uuid quien;
	struct clave_hallada k;
	const instante_t now = reloj_now();
	enum status st = externas_persona(db, &q->ajeno->quien, now, &quien, err);
	if (st == STATUS_OK)
		st = directorio_actor(db, &quien, now, a, &k, err);
	if (st != STATUS_OK)
		return st;
	take_actor(e, &k);
	e->ambitos = q->ajeno->ambitos & ambitos_de_rol(k.actor.rol);
	e->expira_en = q->ajeno->expira_en;
	e->ligada = q->ajeno->ligado;
	e->ligada_a = q->ajeno->certificado;
	return STATUS_OK;
}

static enum status find_session(struct db *db, const struct pregunta *q, struct arena *a, struct entrada *e, struct error *err)
{
	struct sesion_hallada s;
	enum status st = sesiones_find(db, q->sha, a, &s, err);
	if (st != STATUS_OK)
		return st;
	e->buena = s.usuario_activo && s.organizacion_activa && !s.actor.maquina && s.actor.rol != ROL_NINGUNO;
	e->ambitos = ambitos_de_rol(s.actor.rol);
	e->sesion_id = s.id;
	e->expira_en = s.vence_en;
	e->elevada_en = s.elevada_en;
	e->vista_en = e->usada_en = s.vista_en;
	fill_actor(e, &s.actor);
	return STATUS_OK;
}

typedef enum status find_fn(struct db *, const struct pregunta *, struct arena *, struct entrada *, struct error *);

static enum status ask(struct identidad_cache *c, struct db *db, find_fn *find, const struct pregunta *q, struct arena *a,
	struct entrada *e, struct error *err)
{
	/* The life of the entry begins before the question: what was revoked meanwhile is not kept longer for it. */
	*e = (struct entrada){.sha = *q->sha, .hasta_ns = reloj_mono_ns() + VIDA_NS};
	struct error own;
	error_init(&own, a);
	enum status st = find(db, q, a, e, &own);
	if (st == STATUS_UNAVAILABLE) { /* a connection that broke while it was idle: once more on a new one */
		error_init(&own, a);
		st = find(db, q, a, e, &own);
	}
	if (st != STATUS_OK && st != STATUS_NOT_FOUND) {
		if (err->problem == PROBLEM_NONE)
			*err = own;
		return st;
	}
	cache_put(c, e);
	return STATUS_OK;
}

/* Remembered or asked for; `usada_en` of a session counts what this process has seen. */
static enum status get(struct identidad_cache *c, struct db *db, find_fn *find, const struct pregunta *q, struct arena *a,
	struct entrada *e, struct error *err)
{
	if (cache_get(c, q->sha, e))
		return STATUS_OK;
	enum status st = ask(c, db, find, q, a, e, err);
	return st == STATUS_OK && cache_get(c, q->sha, e) ? STATUS_OK : st;
}

/*
 * Whether the certificate that came is good enough; *suyo: the one that came, if it is the organisation's and in force, else zeros. All are compared whatever
 * came: that none did, or not the right one, is one and the same answer.
 */
static bool certificate_ok(const struct identidad_cache *c, const struct entrada *e, const struct credencial *k, struct sha256 *suyo)
{
	struct sha256 vino = {{0}};
	bool es = false;
	*suyo = (struct sha256){{0}};
	if (e->n_certificados == 0 && !e->exige && !e->ligada)
		return true;
	const bool hay = k->certificado && certificado_huella(c->forma, k->certificado, &vino);
	for (size_t i = 0; i < e->n_certificados; i++)
		es |= sha256_equal(&e->certificados[i], &vino);
	es &= hay;
	if (es)
		*suyo = vino;
	return (es || !e->exige) && (!e->ligada || (es && sha256_equal(&e->ligada_a, &vino)));
}

static enum status give(const struct identidad_cache *c, const struct entrada *e, const struct credencial *k, struct arena *a,
	struct identidad *out, struct error *err)
{
	if (!e->buena || (e->expira_en != INSTANTE_NINGUNO && e->expira_en <= reloj_now()))
		return error_set(err, PROBLEM_CREDENCIAL_INVALIDA);
	*out = (struct identidad){.actor = e->actor,
		.clave_id = e->clave_id,
		.sesion_id = e->sesion_id,
		.ambitos = e->ambitos,
		.expira_en = e->expira_en,
		.elevada_en = e->elevada_en};
	out->actor.cve_ent = arena_strdup(a, e->cve_ent);
	if (!out->actor.cve_ent)
		return error_set(err, PROBLEM_INTERNO);
	return certificate_ok(c, e, k, &out->certificado) ? STATUS_OK : error_set(err, PROBLEM_CERTIFICADO_NECESARIO);
}

static enum status foreign_token(struct identidad_cache *c, struct db *db, const char *token, const struct sha256 *sha, struct arena *a,
	struct entrada *e, struct error *err)
{
	struct token_ajeno t;
	switch (c->emisores ? emisores_comprobar(c->emisores, token, reloj_now(), a, &t) : EMISORES_FALSO) {
	case EMISORES_BUENO:
		return get(c, db, find_foreign, &(struct pregunta){.sha = sha, .ajeno = &t}, a, e, err);
	case EMISORES_SIN_LLAVE:
		return error_set(err, PROBLEM_EMISOR_NO_DISPONIBLE);
	case EMISORES_SIN_FUNCION:
		return error_set(err, PROBLEM_SIN_FUNCION);
	case EMISORES_FALSO:
		break;
	}
	cache_put(c, &(struct entrada){.sha = *sha, .hasta_ns = reloj_mono_ns() + VIDA_NS});
	return error_set(err, PROBLEM_CREDENCIAL_INVALIDA);
}

/* What is no key: a token of ours or of an issuer that is trusted, or nothing. A good one is remembered like a key, a bad one as well, so that it is not worked out again at once. */
static enum status resolve_token(struct identidad_cache *c, struct db *db, const struct credencial *k, const char *token, struct arena *a,
	struct identidad *out, struct error *err)
{
	struct sha256 sha;
	struct entrada e;
	struct token_acceso t;
	const size_t n = strnlen(token, JOSE_TOKEN_MAX + 1);
	if (!c->tokens || n > JOSE_TOKEN_MAX || !memchr(token, '.', n))
		return error_set(err, PROBLEM_CREDENCIAL_INVALIDA);
	sha256_of(token, n, &sha);
	if (cache_get(c, &sha, &e))
		return give(c, &e, k, a, out, err);
	enum status st;
	if (tokens_comprobar(c->tokens, token, reloj_now(), &t))
		st = get(c, db, find_token, &(struct pregunta){.sha = &sha, .token = &t}, a, &e, err);
	else
		st = foreign_token(c, db, token, &sha, a, &e, err);
	return st == STATUS_OK ? give(c, &e, k, a, out, err) : st;
}

static enum status resolve_key(
	struct identidad_cache *c, struct db *db, const struct credencial *k, struct arena *a, struct identidad *out, struct error *err)
{
	const char *token = bearer(k->authorization);
	struct sha256 sha;
	struct entrada e;
	if (token && !clave_forma(token, &sha))
		return resolve_token(c, db, k, token, a, out, err);
	if (!token)
		return error_set(err, PROBLEM_CREDENCIAL_INVALIDA);
	enum status st = get(c, db, find_key, &(struct pregunta){.sha = &sha}, a, &e, err);
	return st == STATUS_OK ? give(c, &e, k, a, out, err) : st;
}

/* ---- sessions ---- */

static void touch(struct identidad_cache *c, const struct sha256 *sha, instante_t now)
{
	pthread_mutex_lock(&c->mx);
	struct entrada *e = places(c->buenas, BUENAS, sha);
	for (unsigned i = 0; i < VIAS; i++)
		if (sha256_equal(&e[i].sha, sha) && e[i].usada_en < now)
			e[i].usada_en = now;
	pthread_mutex_unlock(&c->mx);
}

static bool same_text(const char *a, const char *b)
{
	struct sha256 x, y;
	sha256_of(a, strlen(a), &x);
	sha256_of(b, strlen(b), &y);
	return sha256_equal(&x, &y);
}

static enum status resolve_session(struct identidad_cache *c, struct db *db, const struct credencial *k, const char *cookie,
	const struct sha256 *sha, struct arena *a, struct identidad *out, struct error *err)
{
	struct entrada e;
	char csrf[OPACO_DERIVADO];
	const instante_t now = reloj_now();
	enum status st = get(c, db, find_session, &(struct pregunta){.sha = sha}, a, &e, err);
	if (st == STATUS_OK && e.buena && now - e.usada_en >= c->ociosa)
		return error_set(err, PROBLEM_CREDENCIAL_INVALIDA);
	if (st == STATUS_OK)
		st = give(c, &e, k, a, out, err);
	if (st != STATUS_OK)
		return st;
	opaco_derivar(cookie, "csrf", csrf);
	if (k->cambia && (!k->csrf || !same_text(csrf, k->csrf)))
		return error_set(err, PROBLEM_FALTA_CSRF);
	touch(c, sha, now);
	return STATUS_OK;
}

enum status identidad_resolve(
	struct identidad_cache *c, struct db *db, const struct credencial *k, struct arena *a, struct identidad *out, struct error *err)
{
	char cookie[OPACO_LEN];
	struct sha256 sha;
	bool hay;
	const bool ok = credencial_cookie(k->cookie, SESION_COOKIE, PREFIJO_SESION, cookie, &sha, &hay);
	const bool clave = k->authorization && *k->authorization;
	if (clave && hay)
		return error_set(err, PROBLEM_CREDENCIAL_DOBLE);
	if (clave)
		return resolve_key(c, db, k, a, out, err);
	if (!hay)
		return error_set(err, PROBLEM_SIN_CREDENCIAL);
	if (!ok)
		return error_set(err, PROBLEM_CREDENCIAL_INVALIDA);
	return resolve_session(c, db, k, cookie, &sha, a, out, err);
}

bool identidad_conocida(struct identidad_cache *c, const struct credencial *k, struct uuid *titular)
{
	const char *token = k->authorization ? bearer(k->authorization) : NULL;
	char cookie[OPACO_LEN];
	struct sha256 sha, suyo;
	struct entrada buena;
	bool known = false, hay;
	if (token && !clave_forma(token, &sha))
		sha256_of(token, strnlen(token, JOSE_TOKEN_MAX), &sha);
	if (k->authorization ? !token : !credencial_cookie(k->cookie, SESION_COOKIE, PREFIJO_SESION, cookie, &sha, &hay))
		return false;
	pthread_mutex_lock(&c->mx);
	const struct entrada *e = look(c->buenas, BUENAS, &sha, 0);
	if (e && (e->expira_en == INSTANTE_NINGUNO || e->expira_en > reloj_now())) {
		buena = *e;
		known = true;
	}
	pthread_mutex_unlock(&c->mx);
	/* A stolen key without its certificate is a stranger's: it does not use up what its owner may ask. */
	if (!known || !certificate_ok(c, &buena, k, &suyo))
		return false;
	*titular = uuid_is_nil(&buena.clave_id) ? buena.actor.usuario : buena.clave_id;
	return true;
}

void identidad_forget(struct identidad_cache *c, const struct uuid *sesion, const struct uuid *usuario)
{
	pthread_mutex_lock(&c->mx);
	for (unsigned i = 0; i < BUENAS; i++) {
		struct entrada *e = &c->buenas[i];
		if (!uuid_is_nil(&e->sesion_id) &&
			(uuid_is_nil(sesion) ? uuid_cmp(&e->actor.usuario, usuario) == 0 : uuid_cmp(&e->sesion_id, sesion) == 0))
			*e = (struct entrada){0};
	}
	pthread_mutex_unlock(&c->mx);
}

#define VISTAS_MAX 512 /* in one statement; the rest is for the next second */

enum status identidad_flush(struct identidad_cache *c, struct db *db, struct error *err)
{
	struct uuid ids[VISTAS_MAX];
	instante_t vistas[VISTAS_MAX];
	size_t n = 0;
	pthread_mutex_lock(&c->mx);
	for (unsigned i = 0; i < BUENAS && n < VISTAS_MAX; i++) {
		struct entrada *e = &c->buenas[i];
		if (!uuid_is_nil(&e->sesion_id) && e->usada_en - e->vista_en > VISTA_CADA) {
			ids[n] = e->sesion_id;
			vistas[n++] = e->vista_en = e->usada_en;
		}
	}
	pthread_mutex_unlock(&c->mx);
	return n > 0 ? sesiones_vistas(db, ids, vistas, n, err) : STATUS_OK;
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
