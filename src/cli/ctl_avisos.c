/* dictamenctl avisos: which mails to people did not get there. */
#include "cli/ctl.h"
#include "store/avisos.h"

#define PAGINA 500

static void print_one(const struct aviso_problema *v)
{
	struct ctl_linea l;
	ctl_line_begin(&l);
	ctl_line_uuid(&l, "aviso", &v->id);
	ctl_line_uuid(&l, "usuario", &v->usuario);
	json_string(&l.w, "correo", v->correo);
	json_string(&l.w, "estado", v->estado);
	json_string(&l.w, "motivo", v->motivo);
	json_instante(&l.w, "creado_en", v->creado_en);
	if (v->devuelto_en != INSTANTE_NINGUNO)
		json_instante(&l.w, "devuelto_en", v->devuelto_en);
	ctl_line_uuid(&l, "devuelto_correo", &v->devuelto_correo);
	ctl_line_end(&l);
}

enum status ctl_avisos_problemas(struct ctl *c)
{
	struct uuid despues = {0};
	for (;;) {
		ARENA_AUTO *a = arena_create((size_t)16 * 1024 * 1024);
		struct aviso_problema *v = NULL;
		size_t n = 0;
		enum status st = a ? avisos_problems(c->db, &despues, PAGINA, a, &v, &n, &c->err) : error_set(&c->err, PROBLEM_INTERNO);
		if (st != STATUS_OK || n == 0)
			return st;
		for (size_t i = 0; i < n; i++)
			print_one(&v[i]);
		despues = v[n - 1].id;
	}
}
