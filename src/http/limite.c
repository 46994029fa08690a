/* The rate limits applied to one request, on the pump, before anything else is done for it. */
#include <stdio.h>
#include <string.h>

#include "http/interno.h"

enum gasto gasto_de_ruta(const struct ruta *r)
{
	if (r->gasto != GASTO_SEGUN_RUTA)
		return r->gasto;
	if (r->lane == LANE_DOCUMENTOS)
		return GASTO_DOCUMENTOS;
	if (r->acceso == ACCESO_PUBLICO)
		return GASTO_PUBLICO;
	return r->metodo == METODO_GET ? GASTO_LECTURA : GASTO_ESCRITURA;
}

static bool charge(struct peticion *p, enum gasto g, struct cuota *left)
{
	struct servidor *s = p->servidor;
	struct uuid account;
	enum sujeto who = SUJETO_DIRECCION;
	bool ok;
	if ((p->ex.authorization || p->ex.cookie) && s->o.conocido && s->o.conocido(s->o.app, &p->ex, &account)) {
		who = SUJETO_CLAVE;
		ok = cuotas_take(s->cuotas, g, who, account.b, p->ex.started_ns, left);
	} else {
		struct direccion d = direccion_abonado(p->ex.cliente);
		ok = cuotas_take(s->cuotas, g, who, d.b, p->ex.started_ns, left);
	}
	if (!ok)
		atomic_fetch_add_explicit(&s->metricas.rebasadas[g][who], 1, memory_order_relaxed);
	return ok;
}

bool limite_take(struct peticion *p)
{
	struct cuota left;
	p->ex.cliente = direccion_cliente(&p->servidor->o.proxies, p->conexion->direccion, p->x_forwarded_for);
	enum gasto g = p->ex.ruta ? gasto_de_ruta(p->ex.ruta) : GASTO_PUBLICO;
	bool ok = g == GASTO_LIBRE || charge(p, g, &left);
	if (g == GASTO_LIBRE || !left.politica)
		return true;
	p->politica = left.politica;
	snprintf(p->cuota, sizeof p->cuota, "%.*s;r=%d;t=%d", (int)strcspn(left.politica, ";"), left.politica, left.restan, left.repone_s);
	if (ok)
		return true;
	char text[16];
	error_init(&p->ex.err, p->ex.arena);
	snprintf(text, sizeof text, "%d", left.espera_s);
	exchange_header(&p->ex, "Retry-After", text);
	snprintf(text, sizeof text, "%d", left.por_minuto);
	(void)error_set(&p->ex.err, PROBLEM_DEMASIADAS_SOLICITUDES, text);
	return false;
}
