#include "services/vigilancia.h"

enum status vigilancia_tell(struct obrero *o, struct error *err)
{
	const instante_t now = reloj_legal();
	dia_t hoy;
	int segundo;
	instante_local(now, &hoy, &segundo);
	return vigilancia_warn(o->db, hoy, now, err);
}
