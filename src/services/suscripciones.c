#include "services/suscripciones.h"

#include <arpa/inet.h>
#include <stdlib.h>
#include <string.h>

#include "base/direccion.h"
#include "domain/vocabulario.h"

#define PREFIJO "whsec_"
#define CLARO_LEN (sizeof(struct uuid) + SECRETO_LEN)
#define VERIFICAR_S (72 * 3600)
#define ANFITRION_MAX 253

/* ---- secrets ---- */

static void make_secret(const struct cofre_llave *k, const struct uuid *id, char texto[static SECRETO_TEXTO_LEN],
	uint8_t sellado[static CLARO_LEN + COFRE_EXTRA])
{
	uint8_t claro[CLARO_LEN];
	memcpy(claro, id->b, sizeof id->b);
	random_bytes(claro + sizeof id->b, SECRETO_LEN);
	memcpy(texto, PREFIJO, sizeof PREFIJO);
	base64_encode(claro + sizeof id->b, SECRETO_LEN, texto + sizeof PREFIJO - 1, SECRETO_TEXTO_LEN - (sizeof PREFIJO - 1));
	cofre_seal(k, claro, sizeof claro, sellado);
	explicit_bzero(claro, sizeof claro);
}

/* ---- what is asked for ---- */

/* Host of an address of the form that is taken: scheme, host or [IPv6], port, path. NULL: another form. */
static const char *host_of(const char *url, bool http, struct arena *a)
{
	const char *p = strncmp(url, "https://", 8) == 0 ? url + 8 : http && strncmp(url, "http://", 7) == 0 ? url + 7 : NULL;
	for (const char *c = url; p && *c; c++)
		if ((unsigned char)*c <= 0x20 || (unsigned char)*c >= 0x7F || strchr("\"<>\\^`{|}#", *c))
			return NULL;
	if (!p)
		return NULL;
	const size_t autoridad = strcspn(p, "/?");
	const bool v6 = *p == '[';
	const size_t n = v6 ? strcspn(p, "]") : strcspn(p, ":/?");
	const char *resto = p + n + v6;
	const char *host = arena_memdup(a, p + v6, n - v6);
	if (n <= (size_t)v6 || n > autoridad || (v6 && p[n] != ']') || n > ANFITRION_MAX || memchr(p, '@', autoridad) || !host)
		return NULL;
	if (*resto == ':') {
		const size_t digitos = strspn(resto + 1, "0123456789");
		const long puerto = digitos > 0 && digitos <= 5 ? strtol(resto + 1, NULL, 10) : 0;
		if (puerto < 1 || puerto > 65535)
			return NULL;
		resto += 1 + digitos;
	}
	if (resto != p + autoridad)
		return NULL;
	struct in6_addr seis;
	if (v6)
		return inet_pton(AF_INET6, host, &seis) == 1 ? host : NULL;
	return strspn(host, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-") == n ? host : NULL;
}

/* An address that is written out is judged at once; what a name leads to, at each connection. */
static bool refused_address(const char *host, const struct config *c)
{
	struct sockaddr_in cuatro = {.sin_family = AF_INET};
	struct sockaddr_in6 seis = {.sin6_family = AF_INET6};
	struct proxies redes;
	struct direccion d;
	if (inet_pton(AF_INET, host, &cuatro.sin_addr) == 1)
		d = direccion_de((const struct sockaddr *)&cuatro);
	else if (inet_pton(AF_INET6, host, &seis.sin6_addr) == 1)
		d = direccion_de((const struct sockaddr *)&seis);
	else
		return false;
	return !direccion_publica(&d) && !(proxies_parse(c->entrega_redes, &redes) && proxies_contain(&redes, &d));
}

static void check_types(const struct suscripcion_pedida *p, struct suscripcion *s, struct arena *a, struct error *err)
{
	s->tipos = ARENA_ARRAY(a, p->n_tipos + 1, const char *);
	s->n_tipos = s->tipos ? p->n_tipos : 0;
	for (size_t i = 0; i < s->n_tipos; i++) {
		s->tipos[i] = evento_tipo_interno(p->tipos[i]);
		const char *donde = arena_printf(a, "/tipos/%zu", i);
		if (!s->tipos[i])
			error_add(err, donde ? donde : "/tipos", MENSAJE_EVENTO_TIPO, p->tipos[i]);
	}
}

static enum status check(
	const struct app *app, const struct suscripcion_pedida *p, struct suscripcion *s, struct arena *a, struct error *err)
{
	const char *host = host_of(p->url, app->config->entrega_http, a);
	if (!host)
		error_add(err, "/url", MENSAJE_URL_AVISO);
	else if (refused_address(host, app->config))
		error_add(err, "/url", MENSAJE_URL_VEDADA, host);
	s->url = p->url;
	s->descripcion = p->descripcion ? p->descripcion : "";
	check_types(p, s, a, err);
	return err->n_items ? error_set(err, PROBLEM_CUERPO_INVALIDO) : s->tipos ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

/* Whose eyes a subscription has: the CJA is one. */
static const char *role_of(const struct actor *who)
{
	return vocabulario_slug(&vocabulario_rol, (int)(who->rol == ROL_CJA_TITULAR ? ROL_CJA : who->rol));
}

static enum status need_key(const struct app *app, struct error *err)
{
	return app->llave_suscripciones ? STATUS_OK : error_set(err, PROBLEM_SUSCRIPCIONES_SIN_LLAVE);
}

enum status suscripcion_create(struct obrero *o, const struct actor *who, const struct suscripcion_pedida *p, struct arena *a,
	char secreto[static SECRETO_TEXTO_LEN], struct suscripcion *out, struct error *err)
{
	uint8_t sellado[CLARO_LEN + COFRE_EXTRA];
	struct suscripcion s = {
		.id = uuid_v7(reloj_now() / 1000), .organizacion = who->organizacion, .usuario = who->usuario, .rol = role_of(who)};
	bool hecha = false, repetida = false;
	enum status st = need_key(o->app, err);
	if (st == STATUS_OK)
		st = check(o->app, p, &s, a, err);
	if (st != STATUS_OK)
		return st;
	make_secret(o->app->llave_suscripciones, &s.id, secreto, sellado);
	st = suscripciones_add(o->db, who, &s, sellado, sizeof sellado, SUSCRIPCIONES_MAX, VERIFICAR_S, &hecha, &repetida, err);
	if (st == STATUS_OK && !hecha)
		st = repetida ? error_set(err, PROBLEM_YA_EXISTE, s.url)
			      : error_set(err, PROBLEM_SUSCRIPCIONES_LLENAS, arena_printf(a, "%d", SUSCRIPCIONES_MAX));
	return st == STATUS_OK ? suscripciones_get(o->db, who, &s.id, a, out, err) : st;
}

/* NOT_FOUND; VERSION_OBSOLETA unless `version` (0: any) is the present one. */
static enum status present(struct obrero *o, const struct actor *who, const struct uuid *id, int version, struct arena *a,
	struct suscripcion *s, struct error *err)
{
	enum status st = suscripciones_get(o->db, who, id, a, s, err);
	if (st == STATUS_OK && version && version != s->version)
		st = error_set(err, PROBLEM_VERSION_OBSOLETA, arena_printf(a, "%d", s->version));
	return st;
}

/* It was changed between being read and being written. */
static enum status lost(struct obrero *o, const struct actor *who, const struct uuid *id, struct arena *a, struct error *err)
{
	struct suscripcion s;
	enum status st = suscripciones_get(o->db, who, id, a, &s, err);
	return st == STATUS_OK ? error_set(err, PROBLEM_VERSION_OBSOLETA, arena_printf(a, "%d", s.version)) : st;
}

enum status suscripcion_change(struct obrero *o, const struct actor *who, const struct uuid *id, int version,
	const struct suscripcion_pedida *p, struct arena *a, struct suscripcion *out, struct error *err)
{
	struct suscripcion s;
	bool hecha = false;
	enum status st = need_key(o->app, err);
	if (st == STATUS_OK)
		st = present(o, who, id, version, a, &s, err);
	if (st != STATUS_OK)
		return st;
	const bool seguir = strcmp(s.estado, "pausada") == 0 && !p->pausada;
	st = check(o->app, p, &s, a, err);
	if (st == STATUS_OK)
		st = suscripciones_change(o->db, who, &s, p->pausada, seguir, o->app->config->entrega_vida, &hecha, err);
	if (st != STATUS_OK)
		return st;
	return hecha ? suscripciones_get(o->db, who, id, a, out, err) : lost(o, who, id, a, err);
}

enum status suscripcion_end(
	struct obrero *o, const struct actor *who, const struct uuid *id, int version, struct arena *a, struct error *err)
{
	struct suscripcion s;
	bool hecha = false;
	enum status st = present(o, who, id, version, a, &s, err);
	if (st == STATUS_OK)
		st = suscripciones_end(o->db, who, id, s.version, &hecha, err);
	return st != STATUS_OK || hecha ? st : lost(o, who, id, a, err);
}

enum status suscripcion_rotate(struct obrero *o, const struct actor *who, const struct uuid *id, int horas, struct arena *a,
	char secreto[static SECRETO_TEXTO_LEN], instante_t *anterior_hasta, int *version, struct error *err)
{
	uint8_t sellado[CLARO_LEN + COFRE_EXTRA];
	struct suscripcion s;
	bool hecha = false;
	enum status st = suscripciones_get(o->db, who, id, a, &s, err);
	if (st == STATUS_OK)
		st = need_key(o->app, err);
	if (st != STATUS_OK)
		return st;
	make_secret(o->app->llave_suscripciones, id, secreto, sellado);
	st = suscripciones_rotate(o->db, who, id, sellado, sizeof sellado, horas, &hecha, anterior_hasta, version, err);
	return st != STATUS_OK || hecha ? st : error_set(err, PROBLEM_NO_ENCONTRADO);
}

enum status suscripcion_challenge(struct obrero *o, const struct actor *who, const struct uuid *id, struct arena *a, struct error *err)
{
	struct suscripcion s;
	bool hecha = false;
	enum status st = suscripciones_get(o->db, who, id, a, &s, err);
	if (st == STATUS_OK)
		st = suscripciones_challenge(o->db, who, id, VERIFICAR_S, &hecha, err);
	return st != STATUS_OK || hecha ? st : error_set(err, PROBLEM_SUSCRIPCION_VERIFICADA, s.estado);
}

enum status suscripcion_resend(struct obrero *o, const struct actor *who, const struct uuid *id, const struct uuid *eventos, size_t n,
	struct arena *a, int *reenviadas, struct error *err)
{
	struct suscripcion s;
	struct uuid *hay = ARENA_ARRAY(a, n + 1, struct uuid);
	size_t n_hay = 0;
	enum status st = hay ? suscripciones_get(o->db, who, id, a, &s, err) : error_set(err, PROBLEM_SATURADO);
	if (st == STATUS_OK)
		st = entregas_known(o->db, who, id, eventos, n, hay, &n_hay, err);
	if (st != STATUS_OK)
		return st;
	for (size_t i = 0; i < n; i++) {
		size_t j = 0;
		while (j < n_hay && uuid_cmp(&hay[j], &eventos[i]) != 0)
			j++;
		const char *donde = arena_printf(a, "/eventos/%zu", i);
		if (j == n_hay)
			error_add(err, donde ? donde : "/eventos", MENSAJE_ENTREGA_DESCONOCIDA);
	}
	if (err->n_items)
		return error_set(err, PROBLEM_CUERPO_INVALIDO);
	return entregas_resend(o->db, who, id, eventos, n, o->app->config->entrega_vida, reenviadas, err);
}
