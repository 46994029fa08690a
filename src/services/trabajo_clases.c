/* The jobs of the product. One row a class; the acts that owe it are those of the procedure's table. */
#include "domain/procedimiento.h"
#include "services/copia.h"
#include "services/emision.h"
#include "services/registro.h"
#include "services/textos.h"
#include "services/trabajos.h"

#define OFICINAS (ROL_BIT(ROL_DGCP) | ROL_BIT(ROL_CJA) | ROL_BIT(ROL_CJA_TITULAR) | ROL_BIT(ROL_AUDITORIA))

const struct trabajo_clase trabajo_clases[] = {
	/* What the comparison found is the offices' deliberation (rule 10); what makes the copy illegible is for whoever must scan it again. */
	{.slug = "revisar_copia",
		.actos = ACTO_BIT(ACTO_REMITIR_COPIA) | ACTO_BIT(ACTO_SUBSANAR_REGISTRO),
		.roles = OFICINAS | ROL_BIT(ROL_GOBIERNO_LOCAL),
		.largo = true,
		.fn = copia_revisar},
	/* What each act leaves in writing (emision/clases.def; a test holds both lists together). */
	{.slug = EMISION_TRABAJO,
		.actos = ACTO_BIT(ACTO_PRESENTAR) | ACTO_BIT(ACTO_PREVENIR) | ACTO_BIT(ACTO_DESAHOGAR) | ACTO_BIT(ACTO_DESECHAR) |
			ACTO_BIT(ACTO_TURNAR) | ACTO_BIT(ACTO_RECIBIR) | ACTO_BIT(ACTO_DEVOLVER_TURNO) | ACTO_BIT(ACTO_OBSERVAR) |
			ACTO_BIT(ACTO_ATENDER) | ACTO_BIT(ACTO_DICTAMINAR) | ACTO_BIT(ACTO_RESPONDER) | ACTO_BIT(ACTO_REMITIR_COPIA) |
			ACTO_BIT(ACTO_DEVOLVER_COPIA) | ACTO_BIT(ACTO_SOLICITAR_REGISTRO) | ACTO_BIT(ACTO_OBSERVAR_REGISTRO) |
			ACTO_BIT(ACTO_SUBSANAR_REGISTRO) | ACTO_BIT(ACTO_INSCRIBIR) | ACTO_BIT(ACTO_NEGAR_REGISTRO) |
			ACTO_BIT(ACTO_CONCLUIR) | ACTO_BIT(ACTO_ADVERTIR_CADUCIDAD),
		.roles = OFICINAS,
		.sella = true,
		.fn = emision_job},
	/* The public registry's own act: the entry is born of the act, and public once it is recorded. */
	{.slug = REGISTRO_TRABAJO,
		.actos = ACTO_BIT(ACTO_INSCRIBIR),
		.roles = OFICINAS | ROL_BIT(ROL_GOBIERNO_LOCAL),
		.entero_local = true,
		.fn = registro_job},
	/* It names files of other organisations: for the offices that see every file (rules 2 and 11). */
	{.slug = "buscar_parecidos",
		.actos = ACTO_BIT(ACTO_PRESENTAR) | ACTO_BIT(ACTO_ATENDER),
		.roles = ROL_BIT(ROL_DGCP) | ROL_BIT(ROL_AUDITORIA),
		.fn = parecidos_buscar},
	{.slug = NULL},
};
