/* dictamenctl verificar: the chain of the security journal (docs/seguridad.md). */
#include "cli/ctl_verificar.h"
#include "codec/cadena_seguridad.h"
#include "store/seguridad.h"

#define PAGINA 500
#define PAGINA_BYTES ((size_t)64 * 1024 * 1024)

static enum status broken(int64_t n, const char *que)
{
	struct ctl_linea l;
	ctl_line_begin(&l);
	json_bool(&l.w, "integro", false);
	json_int(&l.w, "seguridad", n);
	json_string(&l.w, "difiere", que);
	ctl_line_end(&l);
	return STATUS_CONFLICT;
}

static enum status check_link(const struct seguridad_acto *a, int64_t n, const struct sha256 *cabeza, struct error *err)
{
	struct sha256 real;
	if (a->n != n)
		return broken(n, "falta este renglón del diario de seguridad");
	if (!sha256_equal(&a->anterior, cabeza))
		return broken(n, "no enlaza con el renglón anterior del diario de seguridad");
	if (!a->tipo)
		return broken(n, "es de una clase que este programa no conoce");
	if (seguridad_hash(a, &real) != STATUS_OK)
		return error_set(err, PROBLEM_INTERNO);
	return sha256_equal(&real, &a->hash) ? STATUS_OK : broken(n, "su contenido no corresponde a su hash");
}

static enum status check_chain(struct ctl *c, int64_t *actos)
{
	struct sha256 cabeza = {{0}};
	size_t n;
	do {
		ARENA_AUTO *a = arena_create(PAGINA_BYTES);
		struct seguridad_acto *filas = NULL;
		n = 0;
		enum status st = a ? seguridad_chain(c->db, *actos, PAGINA, a, &filas, &n, &c->err) : error_set(&c->err, PROBLEM_INTERNO);
		for (size_t i = 0; i < n && st == STATUS_OK; i++) {
			st = check_link(&filas[i], *actos + 1, &cabeza, &c->err);
			cabeza = filas[i].hash;
			++*actos;
		}
		if (st != STATUS_OK)
			return st;
	} while (n == PAGINA);
	return STATUS_OK;
}

enum status ctl_verificar_seguridad(struct ctl *c, int64_t *actos)
{
	*actos = 0;
	enum status st = db_begin_snapshot(c->db, &c->err);
	if (st == STATUS_OK)
		st = check_chain(c, actos);
	db_rollback(c->db);
	return st;
}
