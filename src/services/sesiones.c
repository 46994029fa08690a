#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "services/cuentas_interno.h"
#include "services/identidad.h"

#define AGENTE_MAX 200

const char *identificador_normal(struct arena *a, const char *s)
{
	while (*s == ' ')
		s++;
	size_t n = strnlen(s, IDENTIFICADOR_MAX + 1);
	while (n > 0 && s[n - 1] == ' ')
		n--;
	char *out = n > 0 && n <= IDENTIFICADOR_MAX ? arena_memdup(a, s, n) : NULL;
	for (char *p = out; p && *p; p++) {
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	}
	return out && !utf8_has_control(out) && !strpbrk(out, "\n\t") ? out : NULL;
}

/* Printable ASCII of what the browser says of itself, cut. */
static const char *agent(struct arena *a, const char *s)
{
	char *out = arena_memdup(a, s ? s : "", strnlen(s ? s : "", AGENTE_MAX));
	for (char *p = out; p && *p; p++)
		if (*p < 0x20 || *p >= 0x7F)
			*p = '?';
	return out;
}

/* The session that came with the request ends, whoever's it is. */
static enum status end_present(struct obrero *o, const char *cookie, instante_t now, struct arena *a, struct error *err)
{
	char opaco[OPACO_LEN];
	struct sha256 sha;
	struct sesion_hallada s;
	struct error own;
	bool hay;
	if (!credencial_cookie(cookie, SESION_COOKIE, PREFIJO_SESION, opaco, &sha, &hay))
		return STATUS_OK;
	error_init(&own, a);
	if (sesiones_find(o->db, &sha, a, &s, &own) != STATUS_OK)
		return STATUS_OK;
	const enum status st = sesiones_cerrar(o->db, &s.id, &s.actor.usuario, now, &own);
	identidad_forget(o->app->identidad, &s.id, &s.actor.usuario);
	return st == STATUS_OK || st == STATUS_NOT_FOUND ? STATUS_OK : error_set(err, PROBLEM_BASE_NO_DISPONIBLE);
}

enum status sesion_abrir(struct obrero *o, const struct uuid *usuario, const char *metodo, const struct sesion_origen *de, struct arena *a,
	struct sesion_nueva *out, struct error *err)
{
	const instante_t now = reloj_now();
	struct sha256 sha;
	*out = (struct sesion_nueva){.fila = {.id = uuid_v7(now / 1000),
					     .usuario = *usuario,
					     .metodo = metodo,
					     .creada_en = now,
					     .vista_en = now,
					     .elevada_en = now,
					     .vence_en = now + (instante_t)o->app->config->sesion_maxima * 3600 * 1000000,
					     .direccion = de->direccion,
					     .agente = agent(a, de->agente)}};
	if (!out->fila.agente)
		return error_set(err, PROBLEM_INTERNO);
	opaco_generar(PREFIJO_SESION, out->cookie, &sha);
	opaco_derivar(out->cookie, "csrf", out->csrf);
	enum status st = end_present(o, de->cookie, now, a, err);
	return st == STATUS_OK ? sesiones_alta(o->db, &out->fila, &sha, err) : st;
}

bool sesion_csrf(const char *cookie, char out[static OPACO_DERIVADO])
{
	char opaco[OPACO_LEN];
	struct sha256 sha;
	bool hay;
	if (!credencial_cookie(cookie, SESION_COOKIE, PREFIJO_SESION, opaco, &sha, &hay))
		return false;
	opaco_derivar(opaco, "csrf", out);
	return true;
}

enum status sesion_equipo(struct obrero *o, const struct uuid *usuario, const struct sesion_origen *de, instante_t now,
	struct sesion_nueva *out, struct error *err)
{
	struct sha256 sha;
	bool hay;
	/* People who share a machine share its cookie; each account keeps and counts it by itself. */
	if (!credencial_cookie(de->cookie, EQUIPO_COOKIE, PREFIJO_EQUIPO, out->equipo, &sha, &hay))
		opaco_generar(PREFIJO_EQUIPO, out->equipo, &sha);
	return cuentas_equipo(o->db, usuario, &sha, now, err);
}
