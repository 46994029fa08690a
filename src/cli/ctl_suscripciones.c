/* dictamenctl suscripciones: the key of the secrets with which deliveries are signed. */
#include "cli/ctl.h"
#include "services/suscripciones.h"

enum status ctl_suscripciones_crear_llave(struct ctl *c)
{
	const char *archivo = ctl_get(c, "archivo");
	enum status st = suscripciones_key_create(archivo, &c->err);
	if (st != STATUS_OK)
		return st;
	struct ctl_linea l;
	ctl_line_begin(&l);
	json_string(&l.w, "suscripciones_llave", archivo);
	ctl_line_end(&l);
	return STATUS_OK;
}
