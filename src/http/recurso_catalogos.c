/* The catalogues: public, seldom changing. */
#include <string.h>

#include "codec/registro.h"
#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/catalogos.h"

#define CUERPO_MAX ((size_t)4 << 20)

enum status recurso_ver_catalogo(struct exchange *ex, void *worker)
{
	static const char *const de_municipios[] = {"entidad", NULL};
	struct obrero *o = worker;
	const char *entidad = exchange_query(ex, "entidad");
	const bool municipios = strcmp(ex->params[0], "municipios") == 0;
	enum status st = exchange_query_only(ex, municipios ? de_municipios : de_municipios + 1);
	if (st == STATUS_OK && entidad && !entidad_valida(entidad))
		st = exchange_param_error(ex, "entidad", MENSAJE_ENTIDAD, NULL);
	ARENA_AUTO *a = arena_create(CATALOGOS_ARENA);
	BUF_AUTO out;
	buf_init(&out, CUERPO_MAX);
	if (st == STATUS_OK && !a)
		st = error_set(&ex->err, PROBLEM_SATURADO);
	if (st == STATUS_OK)
		st = catalogo_write(o->db, ex->params[0], entidad, a, &out, &ex->err);
	if (st != STATUS_OK)
		return st;
	if (!solicitud_public_tag(ex, &out))
		exchange_json(ex, 200, &out);
	return STATUS_OK;
}
