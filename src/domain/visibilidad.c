/* Who may see what (PROCEDURE.md, "Who", rules 10 and 11). Everything not granted here is denied. */
#include <string.h>

#include "domain/expediente.h"

static bool own_organisation(const struct expediente *e, const struct actor *who)
{
	/* An actor or a file without an organisation belongs to nobody. */
	return !uuid_is_nil(&who->organizacion) && uuid_cmp(&e->organizacion, &who->organizacion) == 0;
}

static bool delegated(const struct expediente *e, const struct actor *who)
{
	for (size_t i = 0; i < who->n_delegantes; i++)
		if (uuid_cmp(&who->delegantes[i], &e->organizacion) == 0)
			return true;
	return false;
}

/* A state's liaison: the municipalities of its state that chose to share, or that delegated to it, once the file is no draft any more. */
static bool shared_with_state(const struct expediente *e, const struct actor *who)
{
	return e->datos.nivel == NIVEL_MUNICIPAL && (e->datos.compartir_con_estado || delegated(e, who)) && e->estado != ESTADO_BORRADOR &&
		who->cve_ent && who->cve_ent[0] != '\0' && strcmp(e->cve_ent, who->cve_ent) == 0;
}

bool expediente_visible(const struct expediente *e, const struct actor *who)
{
	switch (who->rol) {
	case ROL_GOBIERNO_LOCAL:
		return own_organisation(e, who);
	case ROL_ENLACE_ESTATAL:
		return shared_with_state(e, who);
	case ROL_DGCP:
	case ROL_AUDITORIA:
		return true;
	case ROL_CJA:
	case ROL_CJA_TITULAR:
		return e->turnado_cja;
	case ROL_NINGUNO:
	case ROL_ADMINISTRACION:
	case ROL_COUNT:
		break;
	}
	return false;
}

/* The SRE's offices and internal control read everything of a file that they may see; `inside` says so. Nobody else does. */
static bool sees_files(enum rol rol, bool *inside)
{
	*inside = rol == ROL_DGCP || rol == ROL_CJA || rol == ROL_CJA_TITULAR || rol == ROL_AUDITORIA;
	return *inside || rol == ROL_GOBIERNO_LOCAL || rol == ROL_ENLACE_ESTATAL;
}

bool documento_visible(const struct documento *d, const struct actor *who)
{
	bool inside;

	if (!sees_files(who->rol, &inside))
		return false;
	if (inside)
		return true;
	/* An oficio that the SRE's offices brought is an internal paper; the local government's own is not. */
	if (d->clase == CLASE_DOCUMENTO_OFICIO)
		return d->rol == ROL_GOBIERNO_LOCAL;
	/* It holds what its writers and addressees are called and where they are reached (rule 10). */
	if (d->clase == CLASE_DOCUMENTO_CORREO)
		return who->rol == ROL_GOBIERNO_LOCAL;
	return d->clase != CLASE_DOCUMENTO_PROYECTO_DICTAMEN;
}

static bool brings_hidden_document(const struct expediente *e, int n, const struct actor *who)
{
	for (size_t i = 0; i < e->n_documentos; i++)
		if (e->documentos[i].n == n)
			return !documento_visible(&e->documentos[i], who);
	return true; /* unknown: deny */
}

/* `responder` came after the dictamen: a favourable one leads to RESPONDIDO, an unfavourable one concludes the file at once. */
static bool dictamen_communicated(const struct expediente *e, int n)
{
	return e->respondido_acto > n || e->resultado == RESULTADO_IMPROCEDENTE;
}

bool acto_reservado(const struct expediente *e, enum acto_tipo tipo, int n, const struct actor *who)
{
	bool inside;

	if (!sees_files(who->rol, &inside))
		return true;
	if (inside)
		return false;
	if (tipo == ACTO_INCORPORAR_DOCUMENTO)
		return brings_hidden_document(e, n, who);
	if (tipo == ACTO_DICTAMINAR)
		return !dictamen_communicated(e, n);
	if (who->rol == ROL_ENLACE_ESTATAL && (tipo == ACTO_ABRIR || tipo == ACTO_MODIFICAR_DATOS))
		return true; /* they hold the liaison's contact data (rule 10) */
	return tipo == ACTO_ANOTAR || tipo == ACTO_ASIGNAR;
}
