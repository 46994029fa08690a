#include "services/emisores.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "services/identidad.h"
#include "services/proveedor_interno.h"
#include "services/tokens.h"

#define SEGUNDO_NS INT64_C(1000000000)
#define FRESCO_NS (900 * SEGUNDO_NS)
#define GUARDADO_NS (86400 * SEGUNDO_NS)
#define INSISTIR_NS (10 * SEGUNDO_NS)
#define REINTENTO_NS (60 * SEGUNDO_NS) /* while it does not answer and nobody waits */
#define HOLGURA_S 60
#define TIPO "at+jwt"
#define EMISOR_LARGO 500

/* Keys in use by somebody are freed by the last one. */
struct juego {
	struct jose_llaves *llaves;
	int usos;
};
struct emisor {
	char *nombre, *emisor, *audiencia, *llaves_url, *mapa_ruta; /* llaves_url NULL: by discovery */
	struct mapa mapa;
	int timbre;
	pthread_mutex_t mx; /* of what follows; never held while the network is waited for */
	struct juego *juego;
	int64_t buena_ns, intento_ns; /* monotonic: the keys are from; last asked, 0: never */
	bool pedido, preguntando;
};
struct emisores {
	const struct config *config;
	struct remoto remoto;
	struct emisor uno[EMISORES_MAX];
	size_t n;
};

/* ---- configuration ---- */

static struct emisor *section_of(struct emisores *e, const char *seccion)
{
	for (size_t i = 0; i < e->n; i++)
		if (strcmp(e->uno[i].nombre, seccion) == 0)
			return &e->uno[i];
	if (e->n == EMISORES_MAX || !*seccion || strlen(seccion) > SECCION_MAX)
		return NULL;
	struct emisor *u = &e->uno[e->n];
	u->nombre = strdup(seccion);
	u->timbre = -1;
	if (!u->nombre || pthread_mutex_init(&u->mx, NULL) != 0) {
		free(u->nombre);
		return NULL;
	}
	e->n++;
	return u;
}

static const char *on_member(void *arg, const char *seccion, const char *nombre, const char *valor)
{
	struct emisor *u = section_of(arg, seccion);
	char **donde = !u                          ? NULL
		: strcmp(nombre, "emisor") == 0    ? &u->emisor
		: strcmp(nombre, "audiencia") == 0 ? &u->audiencia
		: strcmp(nombre, "llaves") == 0    ? &u->llaves_url
		: strcmp(nombre, "mapa") == 0      ? &u->mapa_ruta
						   : NULL;
	if (!u)
		return "cada emisor va en una sección con nombre propio, de hasta 48 letras; a lo más 16";
	if (!donde)
		return "solo se conocen emisor, audiencia, llaves y mapa";
	if (*donde || !*valor)
		return "un dato está dos veces o vacío";
	*donde = strdup(valor);
	return *donde ? NULL : "no hay memoria";
}

static enum status bad_file(const struct emisores *e, const struct emisor *u, const char *motivo, struct error *err)
{
	const char *texto = u ? arena_printf(err->arena, "[%s] %s", u->nombre, motivo) : motivo;
	return proveedor_mal_puesto(err, "emisores_confiables", e->config->emisores_confiables, texto ? texto : motivo);
}

/* The same issuer may sign people in as well: then one and the same file says who they are. */
static enum status check_issuer(const struct emisores *e, const struct emisor *u, const char *propio, struct error *err)
{
	const struct config *c = e->config;
	if (!u->emisor || !u->mapa_ruta)
		return bad_file(e, u, "lleva emisor y mapa", err);
	if (!remoto_url_valida(u->emisor))
		return bad_file(e, u, "emisor: debe ser https, o http en la propia máquina", err);
	if (u->llaves_url && !remoto_url_sigue(u->emisor, u->llaves_url))
		return bad_file(e, u, "llaves: debe ser https, o http en la propia máquina", err);
	if (strcmp(u->emisor, propio) == 0)
		return bad_file(e, u, "emisor: es este mismo servicio", err);
	if (strcmp(u->emisor, c->oidc_emisor) == 0 && strcmp(u->mapa_ruta, c->proveedor_mapa) != 0)
		return bad_file(e, u, "mapa: su emisor es también oidc_emisor, y las reglas deben ser las de proveedor_mapa", err);
	for (const struct emisor *otro = e->uno; otro < u; otro++)
		if (strcmp(otro->emisor, u->emisor) == 0)
			return bad_file(e, u, "emisor: está dos veces", err);
	return STATUS_OK;
}

static enum status load_issuer(struct emisores *e, struct emisor *u, const char *propio, struct error *err)
{
	const char *motivo;
	int linea;
	enum status st = check_issuer(e, u, propio, err);
	if (st != STATUS_OK)
		return st;
	if (!mapa_load(u->mapa_ruta, &u->mapa, &linea, &motivo))
		return bad_file(e, u,
			linea > 0 ? arena_printf(err->arena, "mapa, renglón %d: %s", linea, motivo)
				  : arena_printf(err->arena, "mapa: %s", motivo),
			err);
	if (!u->audiencia)
		u->audiencia = strdup(propio);
	u->timbre = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	return u->audiencia && u->timbre >= 0 ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

static enum status load(struct emisores *e, struct error *err)
{
	const char *motivo;
	int linea;
	const struct config *c = e->config;
	size_t n = strlen(c->url_publica);
	while (n > 0 && c->url_publica[n - 1] == '/')
		n--;
	const char *propio = arena_printf(err->arena, "%.*s", (int)n, c->url_publica);
	if (!propio)
		return error_set(err, PROBLEM_INTERNO);
	if (!proveedor_ini(c->emisores_confiables, true, on_member, e, &linea, &motivo))
		return bad_file(e, NULL, linea > 0 ? arena_printf(err->arena, "renglón %d: %s", linea, motivo) : motivo, err);
	enum status st = e->n > 0 ? STATUS_OK : bad_file(e, NULL, "no tiene ningún emisor", err);
	for (size_t i = 0; i < e->n && st == STATUS_OK; i++)
		st = load_issuer(e, &e->uno[i], propio, err);
	return st;
}

enum status emisores_create(const struct config *c, struct emisores **out, struct error *err)
{
	*out = NULL;
	struct emisores *e = *c->emisores_confiables ? calloc(1, sizeof *e) : NULL;
	if (!e)
		return *c->emisores_confiables ? error_set(err, PROBLEM_INTERNO) : STATUS_OK;
	e->config = c;
	e->remoto = (struct remoto){.ca = c->proveedor_ca, .plazo_ms = c->proveedor_plazo_ms};
	enum status st = load(e, err);
	if (st == STATUS_OK)
		*out = e;
	else
		emisores_destroy(e);
	return st;
}

static void free_keys(struct juego *j)
{
	if (j)
		jose_llaves_free(j->llaves);
	free(j);
}

void emisores_destroy(struct emisores *e)
{
	for (size_t i = 0; e && i < e->n; i++) {
		struct emisor *u = &e->uno[i];
		free(u->nombre);
		free(u->emisor);
		free(u->audiencia);
		free(u->llaves_url);
		free(u->mapa_ruta);
		mapa_free(&u->mapa);
		free_keys(u->juego);
		if (u->timbre >= 0)
			close(u->timbre);
		pthread_mutex_destroy(&u->mx);
	}
	free(e);
}

/* ---- keys ---- */

size_t emisores_cuantos(const struct emisores *e)
{
	return e ? e->n : 0;
}

const char *emisores_nombre(const struct emisores *e, size_t i)
{
	return e->uno[i].nombre;
}

int emisores_timbre(const struct emisores *e, size_t i)
{
	return e->uno[i].timbre;
}

static void leave(struct emisor *u, struct juego *j)
{
	pthread_mutex_lock(&u->mx);
	const bool ultimo = j && --j->usos == 0;
	pthread_mutex_unlock(&u->mx);
	if (ultimo)
		free_keys(j);
}

/* Under the lock: when it is time to ask, in ns from now; 0: it is. */
static int64_t due(const struct emisor *u, int64_t now)
{
	const int64_t cada = u->pedido                     ? INSISTIR_NS
		: u->juego && u->buena_ns == u->intento_ns ? FRESCO_NS
		: u->juego                                 ? REINTENTO_NS
							   : INSISTIR_NS;
	const int64_t falta = u->intento_ns == 0 ? 0 : u->intento_ns + cada - now;
	return falta > 0 ? falta : 0;
}

static enum status fetch_keys(const struct emisores *e, const struct emisor *u, struct jose_llaves **out, struct error *err)
{
	if (u->llaves_url)
		return oidc_llaves(&e->remoto, u->llaves_url, out, err);
	struct jose_claims *doc = NULL;
	enum status st = oidc_descubrir(&e->remoto, u->emisor, &doc, err);
	if (st != STATUS_OK)
		return st;
	const char *url = jose_texto(doc, "jwks_uri");
	st = url && remoto_url_sigue(u->emisor, url)
		? oidc_llaves(&e->remoto, url, out, err)
		: proveedor_ausente(err, "su documento de descubrimiento no da jwks_uri que se pueda usar");
	jose_claims_free(doc);
	return st;
}

/* New keys take the place of the old ones; without any, those that are kept stay for a day. */
static void settle_keys(struct emisor *u, struct jose_llaves *llaves, int64_t desde)
{
	struct juego *nuevo = llaves ? calloc(1, sizeof *nuevo) : NULL, *viejo = NULL;
	if (nuevo)
		*nuevo = (struct juego){.llaves = llaves, .usos = 1};
	else
		jose_llaves_free(llaves);
	pthread_mutex_lock(&u->mx);
	if (nuevo || desde - u->buena_ns >= GUARDADO_NS) {
		viejo = u->juego;
		u->juego = nuevo;
		u->buena_ns = desde;
	}
	u->pedido = u->preguntando = false;
	const bool ultimo = viejo && --viejo->usos == 0;
	pthread_mutex_unlock(&u->mx);
	if (ultimo)
		free_keys(viejo);
}

void emisores_atender(struct emisores *e, size_t i, struct arena *a, struct emisor_vuelta *out)
{
	struct emisor *u = &e->uno[i];
	struct jose_llaves *llaves = NULL;
	struct error err;
	uint64_t veces;
	const int64_t now = reloj_mono_ns();
	*out = (struct emisor_vuelta){.pregunto = false};
	error_init(&err, a);
	if (read(u->timbre, &veces, sizeof veces) < 0 && errno != EAGAIN)
		return;
	pthread_mutex_lock(&u->mx);
	out->pregunto = due(u, now) == 0;
	if (out->pregunto) {
		u->preguntando = true;
		u->intento_ns = now;
	}
	pthread_mutex_unlock(&u->mx);
	if (out->pregunto) {
		out->bien = fetch_keys(e, u, &llaves, &err) == STATUS_OK;
		out->llaves = jose_llaves_cuantas(llaves);
		if (!out->bien && err.interno)
			strncpy(out->motivo, err.interno, sizeof out->motivo - 1);
		settle_keys(u, llaves, now);
	}
	pthread_mutex_lock(&u->mx);
	out->espera_ms = (int)(due(u, reloj_mono_ns()) / 1000000) + 1;
	pthread_mutex_unlock(&u->mx);
}

/* The present keys, to be left again; NULL: none. */
static struct juego *take(struct emisor *u)
{
	pthread_mutex_lock(&u->mx);
	struct juego *j = u->juego && reloj_mono_ns() - u->buena_ns < GUARDADO_NS ? u->juego : NULL;
	if (j)
		j->usos++;
	pthread_mutex_unlock(&u->mx);
	return j;
}

/* Somebody needs a key that is not there. True when it is worth coming again: they are being asked for, or will be now. */
static bool ring(struct emisor *u, bool hay)
{
	const uint64_t uno = 1;
	pthread_mutex_lock(&u->mx);
	const bool hace_poco = u->intento_ns != 0 && reloj_mono_ns() - u->intento_ns < INSISTIR_NS;
	const bool viene = u->preguntando || !hace_poco || !hay;
	if (viene && !u->preguntando)
		u->pedido = true;
	const bool tocar = u->pedido;
	pthread_mutex_unlock(&u->mx);
	if (tocar && write(u->timbre, &uno, sizeof uno) < 0)
		return viene; /* it rings already */
	return viene;
}

/* ---- checking ---- */

static struct emisor *find(struct emisores *e, const char *iss)
{
	for (size_t i = 0; i < e->n; i++)
		if (strcmp(e->uno[i].emisor, iss) == 0)
			return &e->uno[i];
	return NULL;
}

/* Those of ours among the scopes that it names (RFC 6749 §3.3); names of others are nothing here. */
static unsigned scopes_of(const struct jose_claims *c)
{
	unsigned out = 0;
	const char *s = jose_texto(c, "scope");
	while (s && *s) {
		const size_t n = strcspn(s, " ");
		for (int i = 0; i < AMBITO_COUNT; i++)
			if (strlen(ambito_nombre((enum ambito)i)) == n && strncmp(ambito_nombre((enum ambito)i), s, n) == 0)
				out |= AMBITO_BIT(i);
		s += n + (s[n] == ' ');
	}
	return out;
}

static enum emisores_juicio read_token(
	const struct emisor *u, const struct jose_claims *c, instante_t now, struct arena *a, struct token_ajeno *out)
{
	const char *sub = jose_texto(c, "sub"), *cliente = jose_texto(c, "client_id"), *nombre = jose_texto(c, "name");
	const instante_t iat = jose_instante(c, "iat");
	if (!jose_vigente(c, u->emisor, u->audiencia, now, HOLGURA_S) || iat == INSTANTE_NINGUNO || !sub || !cliente ||
		!tokens_atadura(c, &out->ligado, &out->certificado))
		return EMISORES_FALSO;
	const struct proveedor_persona p = {
		.sujeto = sub, .nombre = nombre && *nombre ? nombre : cliente, .correo = jose_texto(c, "email")};
	const struct mapa_regla *regla = mapa_find(&u->mapa, c);
	if (!regla)
		return EMISORES_SIN_FUNCION;
	if (!proveedor_externa(u->emisor, &p, regla, a, &out->quien))
		return EMISORES_FALSO;
	out->quien.maquina = strcmp(sub, cliente) == 0; /* RFC 9068 §2.2: nobody but the client itself */
	out->quien.dicho_en = iat;
	out->ambitos = regla->ambitos ? regla->ambitos : scopes_of(c);
	out->expira_en = jose_instante(c, "exp");
	return EMISORES_BUENO;
}

enum emisores_juicio emisores_comprobar(struct emisores *e, const char *token, instante_t now, struct arena *a, struct token_ajeno *out)
{
	char iss[EMISOR_LARGO + 1];
	struct emisor *u = jose_emisor_dicho(token, iss, sizeof iss) ? find(e, iss) : NULL;
	if (!u)
		return EMISORES_FALSO;
	JOSE_CLAIMS_AUTO *c = NULL;
	struct juego *j = take(u);
	const enum jose_juicio dice = jose_verificar(j ? j->llaves : NULL, token, TIPO, &c);
	leave(u, j);
	if (dice == JOSE_LLAVE_DESCONOCIDA)
		return ring(u, j != NULL) ? EMISORES_SIN_LLAVE : EMISORES_FALSO;
	return dice == JOSE_BUENA ? read_token(u, c, now, a, out) : EMISORES_FALSO;
}
