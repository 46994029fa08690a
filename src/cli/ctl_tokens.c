/* dictamenctl token crear-llave. */
#include "cli/ctl.h"
#include "services/tokens.h"

enum status ctl_token_crear_llave(struct ctl *c)
{
	struct ctl_linea l;
	const char *archivo = ctl_get(c, "archivo");
	enum status st = jose_init() ? tokens_llave_crear(archivo, &c->err) : error_set(&c->err, PROBLEM_INTERNO);
	if (st != STATUS_OK)
		return st;
	ctl_line_begin(&l);
	json_string(&l.w, "llave", archivo);
	ctl_line_end(&l);
	return STATUS_OK;
}
