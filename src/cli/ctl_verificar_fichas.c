/*
 * dictamenctl verificar, what the registry's journal adds up to: each entry is folded act by act and every card compared with what came out, then the
 * counters with a count. The words of the search and the regions come from catalogues, which may change: they are not looked at.
 */
#include <string.h>

#include "cli/ctl.h"
#include "cli/ctl_verificar.h"
#include "codec/registro.h"

#define PAGINA 500
#define PAGINA_BYTES ((size_t)256 << 20) /* a bound, not an allocation */

/* The entry under way, between pages as text: a page's arena ends with it. */
struct doblez {
	char asiento[4 * ASIENTO_NUMERO_MAX + 1];
	int n;
	struct buf quedo;
};

static enum status fold(const struct verificacion_asiento *f, struct doblez *d, struct arena *a)
{
	struct asiento_datos datos;
	struct asiento_acto x;
	struct error propio;
	const bool nuevo = strcmp(f->asiento, d->asiento) != 0;
	error_init(&propio, a);
	if (f->n != (nuevo ? 1 : d->n + 1) || strlen(f->asiento) >= sizeof d->asiento)
		return ctl_registro_broken(f->asiento, f->indice, "falta un acto de este asiento");
	if (nuevo)
		asiento_datos_init(&datos);
	else if (json_decode_trusted(&desc_asiento_datos, buf_str(&d->quedo), d->quedo.len, &datos, a, &propio) != STATUS_OK)
		return STATUS_INTERNAL;
	if (asiento_acto_decode(f->acto, f->datos, strlen(f->datos), a, &x, &propio) != STATUS_OK ||
		asiento_apply(&datos, nuevo, f->acto, &x) != STATUS_OK)
		return ctl_registro_broken(f->asiento, f->indice, "su contenido no se puede leer");
	memcpy(d->asiento, f->asiento, strlen(f->asiento) + 1);
	d->n = f->n;
	buf_reset(&d->quedo);
	json_encode(&desc_asiento_datos, &datos, &d->quedo);
	if (!f->quedo || strcmp(f->quedo, buf_str(&d->quedo)) != 0)
		return ctl_registro_broken(f->asiento, f->indice, "la ficha del asiento no es la que suman sus actos");
	return STATUS_OK;
}

static enum status fold_page(struct ctl *c, struct doblez *d, size_t *n)
{
	ARENA_AUTO *a = arena_create(PAGINA_BYTES);
	struct verificacion_asiento *v = NULL;
	*n = 0;
	if (!a)
		return error_set(&c->err, PROBLEM_INTERNO);
	enum status st = verificacion_asientos(c->db, d->asiento, d->n, PAGINA, a, &v, n, &c->err);
	for (size_t i = 0; i < *n && st == STATUS_OK; i++)
		st = fold(&v[i], d, a);
	return st == STATUS_INTERNAL ? error_set(&c->err, PROBLEM_INTERNO) : st;
}

static enum status fold_all(struct ctl *c)
{
	struct doblez d = {.n = 0};
	size_t n;
	enum status st;
	buf_init(&d.quedo, REGISTRO_ACTO_MAX);
	do
		st = fold_page(c, &d, &n);
	while (st == STATUS_OK && n == PAGINA);
	buf_free(&d.quedo);
	return st;
}

enum status ctl_verificar_fichas(struct ctl *c)
{
	const char *asiento = NULL, *cual = NULL;
	int64_t indice = -1;
	ARENA_AUTO *a = arena_create(PAGINA_BYTES);
	enum status st = a ? fold_all(c) : error_set(&c->err, PROBLEM_INTERNO);
	if (st == STATUS_OK)
		st = verificacion_fichas(c->db, a, &asiento, &indice, &c->err);
	if (st == STATUS_OK && asiento)
		return ctl_registro_broken(asiento, indice, "las columnas de la ficha no dicen lo que el asiento dice");
	if (st == STATUS_OK)
		st = verificacion_conteos(c->db, a, &cual, &c->err);
	if (st == STATUS_OK && cual)
		return ctl_registro_broken(cual, -1, "el contador no es el que resulta de contar los asientos");
	return st;
}
