#include "services/censo.h"

#include <stdlib.h>

#include "codec/censo.h"
#include "services/calendario.h"
#include "services/lugares.h"

#define LOTE 1000
#define PASO_NS INT64_C(200000000)
#define ARENA_LOTE ((size_t)256 << 20)
#define ARENA_NOMBRES ((size_t)64 << 10)
#define CUERPO_MAX ((size_t)8 << 20)

void censo_pase_init(struct censo_pase *p)
{
	*p = (struct censo_pase){.hecho = DIA_NINGUNO};
}

void censo_pase_free(struct censo_pase *p)
{
	free(p->censo);
	p->censo = NULL;
}

static enum status publish(struct obrero *o, struct censo_pase *p, const struct calendario *cal, struct error *err)
{
	ARENA_AUTO *a = arena_create(ARENA_NOMBRES);
	const char *entidades[CENSO_ENTIDADES] = {"Sin entidad"};
	for (int i = 1; i < CENSO_ENTIDADES && a; i++)
		entidades[i] = lugar_entidad(a, arena_printf(a, "%02d", i));
	if (!a)
		return error_set(err, PROBLEM_SATURADO);
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	const instante_t now = reloj_legal();
	censo_write(&b, p->censo, p->dia, now, cal->version, entidades);
	if (b.failed)
		return error_set(err, PROBLEM_SATURADO);
	return censo_save(o->db, p->dia, now, cal->version, buf_str(&b), err);
}

/* One batch; *fin: there were no more files. */
static enum status count_batch(struct obrero *o, struct censo_pase *p, const struct calendario *cal, bool *fin, struct error *err)
{
	ARENA_AUTO *a = arena_create(ARENA_LOTE);
	struct censo_expediente *v = NULL;
	size_t n = 0;
	enum status st = a ? censo_batch(o->db, &p->desde, LOTE, a, &v, &n, err) : error_set(err, PROBLEM_SATURADO);
	for (size_t i = 0; i < n && st == STATUS_OK; i++)
		censo_add(p->censo, cal, v[i].entidad, v[i].actos, v[i].n);
	if (n)
		p->desde = v[n - 1].id;
	*fin = n == 0;
	return st;
}

static enum status go_on(struct obrero *o, struct censo_pase *p, const struct calendario *cal, struct error *err)
{
	const int64_t hasta = reloj_mono_ns() + PASO_NS;
	bool fin = false;
	enum status st = STATUS_OK;
	while (st == STATUS_OK && !fin && reloj_mono_ns() < hasta)
		st = count_batch(o, p, cal, &fin, err);
	if (st != STATUS_OK || !fin)
		return st;
	st = publish(o, p, cal, err);
	if (st == STATUS_OK) {
		p->hecho = p->dia;
		censo_pase_free(p);
	}
	return st;
}

static enum status begin(struct obrero *o, struct censo_pase *p, dia_t hoy, struct error *err)
{
	bool hay = false;
	enum status st = censo_done(o->db, hoy, &hay, err);
	if (st != STATUS_OK)
		return st;
	if (hay) {
		p->hecho = hoy;
		return STATUS_OK;
	}
	p->dia = hoy;
	p->desde = (struct uuid){0};
	p->censo = calloc(1, sizeof *p->censo);
	return p->censo ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

enum status censo_advance(struct obrero *o, struct censo_pase *p, struct error *err)
{
	const dia_t hoy = instante_dia(reloj_legal());
	if (!p->censo && p->hecho == hoy)
		return STATUS_OK;
	enum status st = p->censo ? STATUS_OK : begin(o, p, hoy, err);
	if (st != STATUS_OK || !p->censo)
		return st;
	const struct calendario *cal = calendario_vivo_get(o->app->calendario);
	st = go_on(o, p, cal, err);
	calendario_vivo_put(o->app->calendario, cal);
	return st;
}
