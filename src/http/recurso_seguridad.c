/* The security journal, for internal control. */
#include <stdlib.h>
#include <string.h>

#include "codec/cadena_seguridad.h"
#include "codec/json.h"
#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/seguridad.h"

#define CUERPO_MAX ((size_t)8 << 20)
#define OBJETO_MAX 200

static enum status read_cursor(struct exchange *ex, struct seguridad_filtro *f)
{
	const char *s = exchange_query(ex, "cursor");
	if (!s)
		return STATUS_OK;
	const size_t n = strlen(s);
	if (n == 0 || n > 18 || strspn(s, "0123456789") != n || (f->antes_de = strtoll(s, NULL, 10)) < 1)
		return solicitud_cursor_ajeno(ex);
	return STATUS_OK;
}

static enum status read_instant(struct exchange *ex, const char *name, instante_t *out)
{
	const char *s = exchange_query(ex, name);
	*out = INSTANTE_NINGUNO;
	if (s && !instante_parse(s, out))
		return exchange_param_error(ex, name, MENSAJE_FORMATO, "2027-03-01T09:00:00-06:00");
	return STATUS_OK;
}

static const char *kinds(struct arena *a)
{
	const char *list = "";
	for (int t = 1; t < SEGURIDAD_COUNT && list; t++)
		list = arena_printf(a, "%s%s%s", list, t > 1 ? ", " : "", vocabulario_slug(&vocabulario_seguridad, t));
	return list;
}

static enum status read_filter(struct exchange *ex, struct seguridad_filtro *f)
{
	const char *tipo = exchange_query(ex, "tipo");
	f->objeto = exchange_query(ex, "objeto");
	f->tipo = (enum seguridad_tipo)vocabulario_find(&vocabulario_seguridad, tipo);
	if (tipo && !f->tipo)
		return exchange_param_error(ex, "tipo", MENSAJE_ENUM, kinds(ex->arena));
	if (f->objeto && (!*f->objeto || strlen(f->objeto) > OBJETO_MAX))
		return exchange_param_error(ex, "objeto", MENSAJE_LARGO_MAX, "200");
	enum status st = solicitud_uuid(ex, "usuario", &f->usuario);
	if (st == STATUS_OK)
		st = read_instant(ex, "desde", &f->desde);
	return st == STATUS_OK ? read_instant(ex, "hasta", &f->hasta) : st;
}

/* As it is hashed, and its hash. The time stays in UTC: the bytes can be hashed again from what is read here. */
static void write_row(struct json_writer *w, struct buf *out, const struct seguridad_acto *a)
{
	if (w->comma)
		buf_putc(out, ',');
	seguridad_canonica(a, out);
	out->len--; /* the closing brace */
	w->comma = true;
	json_sha256(w, "hash", &a->hash);
	json_object_end(w);
}

enum status recurso_listar_actos_seguridad(struct exchange *ex, void *worker)
{
	static const char *const allowed[] = {"tipo", "usuario", "objeto", "desde", "hasta", "limite", "cursor", NULL};
	struct obrero *o = worker;
	struct seguridad_filtro f = {0};
	struct seguridad_acto *filas = NULL;
	size_t n = 0;
	enum status st = exchange_query_only(ex, allowed);
	if (st == STATUS_OK)
		st = read_filter(ex, &f);
	if (st == STATUS_OK)
		st = read_cursor(ex, &f);
	if (st == STATUS_OK)
		st = solicitud_limite(ex, &f.limite);
	const size_t limite = (size_t)f.limite++;
	if (st == STATUS_OK)
		st = seguridad_page(o->db, &ex->actor, &f, ex->arena, &filas, &n, &ex->err);
	if (st != STATUS_OK)
		return st;
	const char *siguiente = n > limite ? arena_printf(ex->arena, "%lld", (long long)filas[limite - 1].n) : NULL;
	BUF_AUTO b;
	buf_init(&b, CUERPO_MAX);
	struct json_writer w;
	solicitud_lista_begin(&w, &b);
	for (size_t i = 0; i < n && i < limite && !b.failed; i++)
		write_row(&w, &b, &filas[i]);
	exchange_header(ex, "Cache-Control", "private, no-store");
	return solicitud_lista_end(ex, &w, &b, n > limite, siguiente, allowed);
}
