/* The jobs of the product. One row a class; the acts that owe it are those of the procedure's table. */
#include "domain/procedimiento.h"
#include "services/copia.h"
#include "services/trabajos.h"

#define OFICINAS (ROL_BIT(ROL_DGCP) | ROL_BIT(ROL_CJA) | ROL_BIT(ROL_CJA_TITULAR) | ROL_BIT(ROL_AUDITORIA))

const struct trabajo_clase trabajo_clases[] = {
	/* What the comparison found is the offices' deliberation (rule 10); what makes the copy illegible is for whoever must scan it again. */
	{.slug = "revisar_copia",
		.actos = ACTO_BIT(ACTO_REMITIR_COPIA) | ACTO_BIT(ACTO_SUBSANAR_REGISTRO),
		.roles = OFICINAS | ROL_BIT(ROL_GOBIERNO_LOCAL),
		.largo = true,
		.fn = copia_revisar},
	{.slug = NULL},
};
