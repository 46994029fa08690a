/* Where the observations of an act point, found in the text before the act is decided. */
#include <string.h>

#include "domain/procedimiento.h"
#include "services/consulta.h"
#include "services/libro.h"
#include "services/textos.h"
#include "texto/pasaje.h"

#define HALLADO_MAX 300 /* bytes of what stands in the text instead, in the answer */

struct previa {
	const struct tramite *t;
	struct documento proyecto;
	bool procede;
};

/* Nobody makes the service read a text for an act that is not theirs to make. */
static enum status look(const struct expediente *e, void *arg, struct error *err)
{
	struct previa *p = arg;
	const struct transicion *tr = transicion_find(p->t->acto, e);
	const struct documento *d = expediente_documento(e, CLASE_DOCUMENTO_PROYECTO, 0);
	if (!tr || !(tr->roles & ROL_BIT(p->t->who->rol)) || !d)
		return STATUS_OK;
	p->procede = true;
	return documento_copy_to(d, p->t->arena, &p->proyecto, err);
}

/* Cut where a character ends. */
static const char *shorten(const char *s, struct arena *a)
{
	size_t n = strnlen(s, HALLADO_MAX + 1);
	if (n <= HALLADO_MAX)
		return arena_strdup(a, s);
	for (n = HALLADO_MAX; n > 0 && ((unsigned char)s[n] & 0xC0) == 0x80; n--)
		;
	char *corto = arena_memdup(a, s, n);
	return corto ? arena_printf(a, "%s…", corto) : NULL;
}

static const char *describe(const struct clausulado *c, const struct pasaje *p, struct arena *a)
{
	const char *nombre = clausula_nombre(&c->v[p->clausula], a), *texto = shorten(p->texto, a);
	return nombre && texto ? arena_printf(a, "%s: «%s»", nombre, texto) : NULL;
}

/* One observation: its anchor, or what stands there instead of the passage ("": nothing like it). */
static enum status anchor(const struct clausulado *c, const struct entrada_observacion *n, struct tramite *t, struct arena *a,
	struct ancla *out, const char **instead, struct error *err)
{
	int parte = n->clausula ? clausula_buscar(c, n->clausula, a) : -1;
	struct pasaje p = {.clausula = -1};
	if (n->pasaje) {
		const enum status st = pasaje_buscar(c, n->pasaje, parte, a, &p, err);
		if (st != STATUS_OK)
			return st;
		if (p.puntos < 100) {
			const bool parecido = p.clausula >= 0 && p.puntos >= PASAJE_PARECIDO_MIN;
			*instead = parecido ? describe(c, &p, t->arena) : "";
			return *instead ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
		}
		parte = p.clausula;
	}
	if (parte < 0)
		return STATUS_OK;
	out->parte = parte + 1;
	out->clausula = clausula_nombre(&c->v[parte], t->arena);
	out->desde = (int)p.desde;
	out->largo = n->pasaje ? (int)p.largo : (int)clausula_caracteres(&c->v[parte]);
	return out->clausula ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

static enum status anchor_all(struct tramite *t, const struct documento *d, const struct escrito *e, struct arena *a, struct error *err)
{
	struct clausulado c;
	const size_t n = t->datos->n_observaciones;
	struct ancla *anclas = ARENA_ARRAY(t->arena, n, struct ancla);
	const char **instead = ARENA_ARRAY(t->arena, n, const char *);
	size_t hay = 0;
	enum status st = anclas && instead ? clausulado_make(e, a, &c, err) : error_set(err, PROBLEM_SATURADO);
	for (size_t i = 0; st == STATUS_OK && i < n; i++) {
		struct ancla uno = {.observacion = (int)i + 1, .documento = d->id, .version = d->version};
		if (t->datos->observaciones[i].sin_ancla)
			continue;
		st = anchor(&c, &t->datos->observaciones[i], t, a, &uno, &instead[i], err);
		/* Of a text longer than what is looked at, the rest may hold it. */
		if (c.truncado)
			instead[i] = NULL;
		if (st == STATUS_OK && uno.parte > 0)
			anclas[hay++] = uno;
	}
	if (st != STATUS_OK)
		return st;
	t->anclas = anclas;
	t->n_anclas = hay;
	t->pasajes = instead;
	return STATUS_OK;
}

void anclas_find(struct obrero *o, struct tramite *t)
{
	struct previa p = {.t = t};
	struct escrito e;
	struct error nadie; /* what goes wrong here is left to the decision, which meets it again or can do without */
	ARENA_AUTO *a = arena_create(TEXTOS_ARENA);
	if (!a)
		return;
	error_init(&nadie, a);
	if (expediente_with(o, t->who, t->ref, a, look, &p, &nadie) != STATUS_OK || !p.procede)
		return;
	if (texto_load(o, &p.proyecto, a, &e, &nadie) == STATUS_OK && e.n > 0)
		(void)(anchor_all(t, &p.proyecto, &e, a, &nadie) == STATUS_OK);
}
