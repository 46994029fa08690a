#include "texto/vinculo.h"

#include "texto/pasaje.h"

const char *vinculo_slug(enum vinculo_resultado r)
{
	static const char *const slugs[VINCULO_COUNT] = {
		"sin_ancla", "sin_cambio", "clausula_cambiada", "pasaje_cambiado", "clausula_quitada"};
	return r < VINCULO_COUNT ? slugs[r] : "";
}

const char *vinculo_titulo(enum vinculo_resultado r)
{
	static const char *const titulos[VINCULO_COUNT] = {"no señala una cláusula de este texto", "su cláusula no cambió",
		"su cláusula cambió", "cambió el pasaje señalado", "su cláusula ya no está"};
	return r < VINCULO_COUNT ? titulos[r] : "";
}

/* Part of the first text at which the line points, -1 when none; the passage goes into *v. */
static enum status senalar(const struct comparacion *c, const struct uuid *documento, const struct renglon *r, struct arena *a, int *parte,
	struct vinculo *v, struct error *err)
{
	const struct ancla *n = &r->ancla;
	struct pasaje p;
	if (n->parte > 0 && (size_t)n->parte <= c->de.n && uuid_cmp(&n->documento, documento) == 0) {
		*parte = n->parte - 1;
		v->desde = r->pasaje ? (size_t)n->desde : 0;
		v->largo = r->pasaje ? (size_t)n->largo : 0;
		return STATUS_OK;
	}
	*parte = clausula_buscar(&c->de, r->clausula, a);
	if (!r->pasaje)
		return STATUS_OK;
	const enum status st = pasaje_buscar(&c->de, r->pasaje, *parte, a, &p, err);
	if (st == STATUS_OK && p.puntos >= VINCULO_PUNTOS_MIN) {
		*parte = p.clausula;
		v->desde = p.desde;
		v->largo = p.largo;
	}
	return st;
}

static size_t caracteres(const struct tramo_texto *t)
{
	size_t n = 0;
	for (size_t i = 0; i < t->a_len; i++)
		n += ((unsigned char)t->a[i] & 0xC0) != 0x80;
	return n;
}

/* What was put in at the passage's edge is read with it. */
bool vinculo_toca(const struct vinculo *v, const struct tramo_texto *t)
{
	const size_t fin = t->desde_a + caracteres(t);
	if (t->igual || v->largo == 0)
		return false;
	return t->a_len > 0 ? t->desde_a < v->desde + v->largo && fin > v->desde
			    : t->desde_a >= v->desde && t->desde_a <= v->desde + v->largo;
}

enum status vinculo_hallar(const struct comparacion *c, const struct uuid *documento, const struct renglon *r, struct arena *a,
	struct vinculo *out, struct error *err)
{
	int parte = -1;
	*out = (struct vinculo){.resultado = VINCULO_SIN_ANCLA, .cotejo = -1};
	const enum status st = senalar(c, documento, r, a, &parte, out, err);
	const struct cotejo *k = st == STATUS_OK ? comparacion_de(c, parte) : NULL;
	if (!k)
		return st;
	out->cotejo = (int)(k - c->v);
	out->resultado = k->cambio == CAMBIO_QUITADA ? VINCULO_QUITADA : k->cambio == CAMBIO_TEXTO ? VINCULO_CLAUSULA : VINCULO_SIN_CAMBIO;
	for (size_t i = 0; i < k->n_tramos; i++) {
		if (vinculo_toca(out, &k->tramos[i]))
			out->resultado = VINCULO_PASAJE;
	}
	return STATUS_OK;
}
