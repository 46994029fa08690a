/* The journal of a package: each line hashed as it stands, each act put on the one before it, and what they add up to held against the manifest. */
#include <string.h>

#include "codec/cadena.h"
#include "codec/tipos.h"
#include "domain/procedimiento.h"
#include "emision/paquete_interno.h"

#define ACTO_BYTES ((size_t)32 << 20) /* of one decoded act: a bound, not an allocation */

struct diario_lectura {
	struct examen *x;
	struct buf line;
	size_t reservado; /* how many numbers of the manifest's list have come by */
};

static enum status check_reserved(struct diario_lectura *l, const struct cadena_renglon *r)
{
	const struct manifiesto *m = &l->x->out->manifiesto;
	bool listed = l->reservado < m->n_reservados && m->reservados[l->reservado] == r->acto.n;
	l->reservado += listed;
	l->x->out->reservados += r->reservado;
	if (listed == r->reservado)
		return STATUS_OK;
	return examen_difiere_acto(l->x, r->acto.n,
		listed ? "el manifiesto lo da por reservado y el diario no" : "el diario lo da por reservado y el manifiesto no");
}

/* Changes of data, documents and recomputations are entries of the same journal; they happen in any state and leave it. */
static bool step_exists(const struct acto *act)
{
	if (act->tipo >= ACTO_MODIFICAR_DATOS)
		return act->desde == act->hacia;
	return transicion_exacta(act->tipo, act->desde, act->hacia) != NULL;
}

/* Its place: the file, the number, the hash of the one before, the state. */
static enum status check_link(struct diario_lectura *l, const struct acto *act)
{
	struct examen *x = l->x;
	if (uuid_cmp(&act->expediente, &x->out->manifiesto.expediente) != 0)
		return examen_difiere_acto(x, act->n, "es de otro expediente");
	if (act->n != x->e->version + 1)
		return examen_difiere_acto(x, x->e->version + 1, "falta este acto, o no está en su lugar");
	if (!sha256_equal(&act->anterior, &x->e->cabeza))
		return x->e->version
			? examen_difiere_acto(x, x->e->version, "su contenido no corresponde al hash con que lo enlaza el acto siguiente")
			: examen_difiere_acto(x, act->n, "no es el primero de la cadena");
	if (act->desde != x->e->estado)
		return examen_difiere_acto(x, act->n, "no parte del estado en que quedó el expediente");
	if (!step_exists(act))
		return examen_difiere_acto(x, act->n, "no es un paso del procedimiento");
	return STATUS_OK;
}

/* A reserved act moves the file like any other; what it carries stays unknown. */
static enum status fold(struct diario_lectura *l, struct cadena_renglon *r, struct arena *a)
{
	struct acto_datos *datos = NULL;
	struct efectos *efectos = NULL;
	struct error err;
	error_init(&err, a);
	enum status st = STATUS_OK;
	if (!r->reservado) {
		st = acto_datos_decode(r->acto.tipo, r->datos, strlen(r->datos), a, &datos, &err);
		if (st == STATUS_OK)
			st = efectos_decode(r->efectos, strlen(r->efectos), a, &efectos, &err);
	}
	r->acto.datos = datos;
	r->acto.efectos = efectos;
	if (st == STATUS_OK)
		st = expediente_apply(l->x->e, &r->acto, l->x->de_expediente, &err);
	return st == STATUS_OK ? st : examen_difiere_acto(l->x, r->acto.n, "su contenido no se puede leer");
}

static enum status take_line(struct diario_lectura *l)
{
	ARENA_AUTO *a = arena_create(ACTO_BYTES);
	struct cadena_renglon r;
	if (!a || l->line.failed)
		return a ? examen_difiere_acto(l->x, l->x->e->version + 1, "es demasiado largo") : error_set(l->x->err, PROBLEM_INTERNO);
	if (!cadena_leer(buf_str(&l->line), l->line.len, a, &r))
		return examen_difiere_acto(l->x, l->x->e->version + 1, "no está en la forma canónica de la cadena");
	l->x->out->actos++;
	buf_putc(&l->x->tipos, (char)r.acto.tipo);
	enum status st = check_link(l, &r.acto);
	if (st == STATUS_OK)
		st = check_reserved(l, &r);
	if (st == STATUS_OK)
		st = fold(l, &r, a);
	buf_reset(&l->line);
	return st;
}

static enum status take_piece(void *ctx, const char *p, size_t n)
{
	struct diario_lectura *l = ctx;
	enum status st = STATUS_OK;
	while (n > 0 && st == STATUS_OK) {
		const char *end = memchr(p, '\n', n);
		size_t len = end ? (size_t)(end - p) : n;
		buf_append(&l->line, p, len);
		if (end || l->line.failed)
			st = take_line(l);
		len += end != NULL;
		p += len;
		n -= len;
	}
	return st;
}

static enum status check_sum(struct examen *x)
{
	const struct manifiesto *m = &x->out->manifiesto;
	const struct expediente *e = x->e;
	if (e->version < m->version)
		return examen_difiere_acto(x, e->version + 1, "falta este acto");
	if (e->version > m->version)
		return examen_difiere_acto(x, m->version + 1, "el manifiesto no lo conoce");
	if (!sha256_equal(&e->cabeza, &m->cabeza))
		return examen_difiere_acto(x, e->version, "su contenido no corresponde a la cabeza que nombra el manifiesto");
	if (e->estado != m->estado)
		return examen_difiere(x, PAQUETE_MANIFIESTO, "el estado no es el que suman los actos");
	if (e->resultado != m->resultado)
		return examen_difiere(x, PAQUETE_MANIFIESTO, "el resultado no es el que suman los actos");
	if (strcmp(e->folio ? e->folio : "", m->folio ? m->folio : "") != 0)
		return examen_difiere(x, PAQUETE_MANIFIESTO, "el folio no es el de los actos");
	bool abrir_reservado = m->n_reservados > 0 && m->reservados[0] == 1; /* which is where the organisation stands */
	if (!abrir_reservado && uuid_cmp(&e->organizacion, &m->organizacion) != 0)
		return examen_difiere(x, PAQUETE_MANIFIESTO, "la organización no es la de los actos");
	return STATUS_OK;
}

enum status paquete_diario_check(struct examen *x, const struct paquete_archivo *f)
{
	struct diario_lectura l = {.x = x};
	buf_init(&l.line, PAQUETE_RENGLON_MAX);
	expediente_init(x->e, x->out->manifiesto.expediente);
	enum status st = paquete_zip_walk(x, f, take_piece, &l);
	if (st == STATUS_OK && l.line.len > 0)
		st = examen_difiere_acto(x, x->e->version + 1, "al renglón le falta el final");
	if (st == STATUS_OK)
		st = check_sum(x);
	buf_free(&l.line);
	return st;
}
