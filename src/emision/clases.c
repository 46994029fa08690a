#include "emision/clases.h"

#define X(n, s, t) s,
static const char *const slugs[] = {"", VOCABULARIO_EMITIDO(X)};
#undef X
#define X(n, s, t) t,
static const char *const titulos[] = {"", VOCABULARIO_EMITIDO(X)};
#undef X
const struct vocabulario vocabulario_emitido = {"emitido", slugs, titulos, EMITIDO_COUNT};

const struct emision emisiones[] = {
#define EMISION(a, c, p, o, al, v) {ACTO_##a, EMITIDO_##c, p, OFICINA_##o, ALCANCE_##al, VIGOR_##v},
#include "emision/clases.def"
#undef EMISION
};
const size_t emisiones_count = sizeof emisiones / sizeof *emisiones;

const struct emision *emision_find(enum acto_tipo acto)
{
	for (size_t i = 0; i < emisiones_count; i++)
		if (emisiones[i].acto == acto)
			return &emisiones[i];
	return NULL;
}

bool emitido_visible(const struct expediente *e, const struct emision *m, int n, const struct actor *who)
{
	bool dentro = who->rol == ROL_DGCP || who->rol == ROL_CJA || who->rol == ROL_CJA_TITULAR || who->rol == ROL_AUDITORIA;
	if (dentro)
		return true;
	if (who->rol != ROL_GOBIERNO_LOCAL && who->rol != ROL_ENLACE_ESTATAL)
		return false;
	switch (m->alcance) {
	case ALCANCE_TODOS:
		return true;
	case ALCANCE_OFICINAS:
		return false;
	case ALCANCE_TRAS_RESPONDER:
		return !acto_reservado(e, m->acto, n, who);
	case ALCANCE_TRAS_CONCLUIR:
		return e->estado == ESTADO_CONCLUIDO;
	}
	return false;
}

/* ---- does it still stand? ---- */

static const struct vigor firme = {.vigente = true};
#define SIN_EFECTO(m, t) ((struct vigor){.motivo = (m), .texto = (t)})

static bool ended(const struct expediente *e)
{
	return e->estado == ESTADO_CONCLUIDO;
}

static struct vigor pending(const struct expediente *e, bool sigue)
{
	if (ended(e))
		return SIN_EFECTO("expediente_concluido", "El expediente concluyó.");
	return sigue ? firme : SIN_EFECTO("atendido", "Lo que pide ya fue atendido.");
}

static struct vigor resolution(const struct expediente *e, bool ultima)
{
	if (!ultima)
		return SIN_EFECTO("sustituido", "Un documento posterior lo sustituyó.");
	switch (e->resultado) {
	case RESULTADO_DESISTIDO:
		return SIN_EFECTO("desistido", "El solicitante desistió.");
	case RESULTADO_CADUCO:
		return SIN_EFECTO("caduco", "El expediente caducó.");
	case RESULTADO_NINGUNO:
	case RESULTADO_INSCRITO:
	case RESULTADO_REGISTRO_NEGADO:
	case RESULTADO_IMPROCEDENTE:
	case RESULTADO_DESECHADO:
	case RESULTADO_COUNT:
		break;
	}
	return firme;
}

struct vigor emitido_vigor(const struct expediente *e, const struct emision *m, int n, bool corregido)
{
	if (corregido)
		return SIN_EFECTO("corregido", "Un acto posterior lo corrigió.");
	switch (m->vigor) {
	case VIGOR_HECHO:
		return firme;
	case VIGOR_MIENTRAS_NO_SE_DESAHOGUE:
		return pending(e, e->estado == ESTADO_PREVENIDO);
	case VIGOR_MIENTRAS_NO_SE_ATIENDA:
		return pending(e, e->estado == ESTADO_OBSERVADO && e->observado_acto == n);
	case VIGOR_MIENTRAS_NO_HAYA_COPIA:
		return pending(e, e->estado == ESTADO_RESPONDIDO && e->copia.acto < n);
	case VIGOR_MIENTRAS_NO_SE_SUBSANE:
		return pending(e, e->estado == ESTADO_REGISTRO_OBSERVADO && e->registro_observado_acto == n);
	case VIGOR_MIENTRAS_NO_HAYA_ACTIVIDAD:
		return pending(e, e->caducidad.acto == n);
	case VIGOR_RESOLUCION:
		/* A file has one dictamen and one answer to it: devolver_copia leads back to `respondido` without a new one. */
		return resolution(e, m->acto != ACTO_DICTAMINAR || e->dictamen.acto == n);
	case VIGOR_INSCRIPCION:
		return e->registro.acto == n ? firme : SIN_EFECTO("sustituido", "Un documento posterior lo sustituyó.");
	}
	return firme;
}
