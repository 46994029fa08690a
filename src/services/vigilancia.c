#include "services/vigilancia.h"

enum status vigilancia_tell(struct obrero *o, struct error *err)
{
	const instante_t now = reloj_legal();
	const dia_t hoy = instante_dia(now);
	return vigilancia_warn(o->db, hoy, now, err);
}
