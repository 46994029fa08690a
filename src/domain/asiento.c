#include "domain/asiento.h"

#include <string.h>

#include "domain/expediente.h"

#define DATOS "/datos/"

void asiento_datos_init(struct asiento_datos *d)
{
	*d = (struct asiento_datos){.fecha_firma = DIA_NINGUNO,
		.vigencia_desde = DIA_NINGUNO,
		.vigencia_hasta = DIA_NINGUNO,
		.terminado_en = DIA_NINGUNO,
		.inscrito_en = DIA_NINGUNO};
}

struct asiento_texto asiento_texto_de(const struct documento *d)
{
	return (struct asiento_texto){
		.id = d->id, .nombre = d->nombre, .tipo_medio = d->tipo_medio, .tamano = d->tamano, .sha256 = d->sha256};
}

void asiento_acto_init(struct asiento_acto *a)
{
	*a = (struct asiento_acto){.fecha = DIA_NINGUNO, .vigencia_hasta = DIA_NINGUNO};
}

bool registro_acto_inicial(enum registro_acto acto)
{
	return acto == REGISTRO_ACTO_INSCRIPCION || acto == REGISTRO_ACTO_CARGA;
}

bool asiento_acto_admite(enum registro_acto acto, const char *miembro)
{
	static const char *const admite[REGISTRO_ACTO_COUNT] = {
		[REGISTRO_ACTO_INSCRIPCION] = " asiento ",
		[REGISTRO_ACTO_CARGA] = " asiento motivo ",
		[REGISTRO_ACTO_CORRECCION] = " asiento cambios motivo ",
		[REGISTRO_ACTO_RENOVACION] = " vigencia vigencia_hasta motivo instrumento ",
		[REGISTRO_ACTO_MODIFICACION] = " asiento cambios motivo instrumento ",
		[REGISTRO_ACTO_TERMINACION] = " fecha motivo instrumento ",
		[REGISTRO_ACTO_VENCIMIENTO] = " fecha motivo ",
		[REGISTRO_ACTO_VERSION_PUBLICA] = " motivo texto ",
	};
	const char *l = acto < REGISTRO_ACTO_COUNT ? admite[acto] : NULL;
	size_t n = strlen(miembro);
	for (const char *p = l ? strstr(l, miembro) : NULL; p; p = strstr(p + 1, miembro))
		if (p[-1] == ' ' && p[n] == ' ')
			return true;
	return false;
}

#define US_POR_HORA INT64_C(3600000000)

instante_t asiento_desde(enum registro_acto acto, instante_t registrado_en, dia_t inscrito_en)
{
	if (acto != REGISTRO_ACTO_CARGA || inscrito_en == DIA_NINGUNO)
		return registrado_en;
	const instante_t mediodia = ((int64_t)inscrito_en * 24 + 12) * US_POR_HORA;
	return mediodia < registrado_en ? mediodia : registrado_en;
}

/* ---- adding up ---- */

static enum status renew(struct asiento_datos *d, const struct asiento_acto *x)
{
	if (x->vigencia)
		d->vigencia = x->vigencia;
	else if (d->vigencia == VIGENCIA_NINGUNO || d->vigencia == VIGENCIA_SIN_DATO)
		d->vigencia = VIGENCIA_DETERMINADA;
	d->vigencia_hasta = x->vigencia_hasta;
	return STATUS_OK;
}

static enum status expire(struct asiento_datos *d, const struct asiento_acto *x)
{
	d->vigencia_hasta = x->fecha;
	if (d->vigencia == VIGENCIA_NINGUNO || d->vigencia == VIGENCIA_SIN_DATO)
		d->vigencia = VIGENCIA_DETERMINADA;
	return STATUS_OK;
}

enum status asiento_apply(struct asiento_datos *d, bool nuevo, enum registro_acto acto, const struct asiento_acto *x)
{
	if (registro_acto_inicial(acto) != nuevo)
		return STATUS_INTERNAL;
	switch (acto) {
	case REGISTRO_ACTO_INSCRIPCION:
	case REGISTRO_ACTO_CARGA:
	case REGISTRO_ACTO_CORRECCION:
	case REGISTRO_ACTO_MODIFICACION:
		if (!x->asiento)
			return STATUS_INTERNAL;
		*d = *x->asiento;
		return STATUS_OK;
	case REGISTRO_ACTO_RENOVACION:
		return renew(d, x);
	case REGISTRO_ACTO_TERMINACION:
		d->terminado_en = x->fecha;
		return STATUS_OK;
	case REGISTRO_ACTO_VENCIMIENTO:
		return expire(d, x);
	case REGISTRO_ACTO_VERSION_PUBLICA:
		if (!x->texto)
			return STATUS_INTERNAL;
		d->texto = x->texto;
		return STATUS_OK;
	case REGISTRO_ACTO_NINGUNO:
	case REGISTRO_ACTO_COUNT:
		break;
	}
	return STATUS_INTERNAL;
}

/* ---- what is in force ---- */

enum asiento_estado asiento_estado_de(enum vigencia vigencia, dia_t hasta, dia_t terminado_en, dia_t dia)
{
	if (terminado_en != DIA_NINGUNO && terminado_en <= dia)
		return ASIENTO_TERMINADO;
	if (hasta != DIA_NINGUNO && hasta < dia)
		return ASIENTO_VENCIDO;
	if (hasta != DIA_NINGUNO && hasta <= dia_add_meses(dia, ASIENTO_POR_VENCER_MESES))
		return ASIENTO_POR_VENCER;
	if (hasta != DIA_NINGUNO || vigencia == VIGENCIA_INDEFINIDA || vigencia == VIGENCIA_PRORROGABLE)
		return ASIENTO_VIGENTE;
	return ASIENTO_SIN_DATO;
}

enum asiento_estado asiento_estado(const struct asiento_datos *d, dia_t dia)
{
	return asiento_estado_de(d->vigencia, d->vigencia_hasta, d->terminado_en, dia);
}

/* ---- judging ---- */

static void item(struct error *err, const char *base, const char *miembro, enum mensaje m, const char *arg)
{
	const char *pointer = arena_printf(err->arena, "%s%s", base, miembro);
	error_add(err, pointer ? pointer : base, m, arg);
}

static void check_dates(const struct asiento_datos *d, const char *base, dia_t hoy, struct error *err)
{
	const bool sabida = d->precision_fecha != PRECISION_DESCONOCIDA && d->precision_fecha != PRECISION_NINGUNO;
	if (d->precision_fecha == PRECISION_NINGUNO)
		item(err, base, "precision_fecha", MENSAJE_REQUERIDO, NULL);
	else if (sabida && d->fecha_firma == DIA_NINGUNO)
		item(err, base, "fecha_firma", MENSAJE_REQUERIDO, NULL);
	else if (!sabida && d->fecha_firma != DIA_NINGUNO)
		item(err, base, "precision_fecha", MENSAJE_PRECISION, NULL);
	if (d->fecha_firma != DIA_NINGUNO) {
		const struct civil c = dia_to_civil(d->fecha_firma);
		if ((d->precision_fecha == PRECISION_MES && c.dia != 1) ||
			(d->precision_fecha == PRECISION_ANIO && (c.dia != 1 || c.mes != 1)))
			item(err, base, "fecha_firma", MENSAJE_PRIMER_DIA, NULL);
		if (d->fecha_firma > hoy)
			item(err, base, "fecha_firma", MENSAJE_FECHA_FUTURA, NULL);
	}
	if (d->inscrito_en != DIA_NINGUNO && d->inscrito_en > hoy)
		item(err, base, "inscrito_en", MENSAJE_FECHA_FUTURA, NULL);
}

static void check_term(const struct asiento_datos *d, const char *base, struct error *err)
{
	if (d->vigencia == VIGENCIA_INDEFINIDA && d->vigencia_hasta != DIA_NINGUNO)
		item(err, base, "vigencia_hasta", MENSAJE_VIGENCIA_INDEFINIDA, NULL);
	if (d->vigencia_desde != DIA_NINGUNO && d->vigencia_hasta != DIA_NINGUNO && d->vigencia_hasta < d->vigencia_desde)
		item(err, base, "vigencia_hasta", MENSAJE_VIGENCIA_AL_REVES, NULL);
	if (d->terminado_en != DIA_NINGUNO && d->fecha_firma != DIA_NINGUNO && d->terminado_en < d->fecha_firma)
		item(err, base, "terminado_en", MENSAJE_ANTES_DE_LA_FIRMA, NULL);
}

void asiento_check(const struct asiento_datos *d, const char *base, dia_t hoy, struct error *err)
{
	if (!d->denominacion)
		item(err, base, "denominacion", MENSAJE_REQUERIDO, NULL);
	if (!d->nivel)
		item(err, base, "nivel", MENSAJE_REQUERIDO, NULL);
	if (d->n_partes_mexicanas == 0)
		item(err, base, "partes_mexicanas", MENSAJE_REQUERIDO, NULL);
	if (d->n_contrapartes == 0)
		item(err, base, "contrapartes", MENSAJE_REQUERIDO, NULL);
	check_dates(d, base, hoy, err);
	check_term(d, base, err);
}

static enum status invalid(struct error *err)
{
	return err->n_items + err->n_items_dropped > 0 ? error_set(err, PROBLEM_CUERPO_INVALIDO) : STATUS_OK;
}

static enum status improper(struct error *err, const char *es, const char *en)
{
	return error_set(err, PROBLEM_ANOTACION_IMPROCEDENTE, es, en);
}

static enum status judge_change(const struct asiento_acto *x, dia_t hoy, struct error *err)
{
	if (!x->motivo)
		error_add(err, DATOS "motivo", MENSAJE_REQUERIDO);
	if (!x->asiento)
		error_add(err, DATOS "cambios", MENSAJE_REQUERIDO);
	else
		asiento_check(x->asiento, DATOS "cambios/", hoy, err);
	if (invalid(err) != STATUS_OK)
		return error_status(err);
	if (x->n_cambios == 0)
		return improper(err, "Los cambios dicen lo mismo que el asiento ya dice: no hay nada que anotar.",
			"The changes say what the entry says already: there is nothing to record.");
	return STATUS_OK;
}

static enum status judge_renewal(const struct asiento_datos *d, const struct asiento_acto *x, struct error *err)
{
	const bool sin_fin = x->vigencia == VIGENCIA_INDEFINIDA;
	if (!sin_fin && x->vigencia_hasta == DIA_NINGUNO)
		error_add(err, DATOS "vigencia_hasta", MENSAJE_REQUERIDO);
	if (sin_fin && x->vigencia_hasta != DIA_NINGUNO)
		error_add(err, DATOS "vigencia_hasta", MENSAJE_VIGENCIA_INDEFINIDA);
	if (x->vigencia == VIGENCIA_SIN_DATO)
		error_add(err, DATOS "vigencia", MENSAJE_ENUM, "determinada,indefinida,prorrogable");
	if (invalid(err) != STATUS_OK)
		return error_status(err);
	if (d->vigencia == VIGENCIA_INDEFINIDA && d->vigencia_hasta == DIA_NINGUNO)
		return improper(err, "El acuerdo ya rige por tiempo indefinido: no hay plazo que renovar.",
			"The agreement is in force indefinitely already: there is no term to renew.");
	if (!sin_fin && d->vigencia_hasta != DIA_NINGUNO && x->vigencia_hasta <= d->vigencia_hasta)
		return improper(err, "La renovación debe terminar después de la fecha en que el acuerdo vence ahora.",
			"The renewal must end after the day on which the agreement expires now.");
	return STATUS_OK;
}

static enum status judge_end(const struct asiento_datos *d, const struct asiento_acto *x, struct error *err)
{
	if (x->fecha == DIA_NINGUNO)
		error_add(err, DATOS "fecha", MENSAJE_REQUERIDO);
	else if (d->fecha_firma != DIA_NINGUNO && x->fecha < d->fecha_firma)
		error_add(err, DATOS "fecha", MENSAJE_ANTES_DE_LA_FIRMA);
	if (!x->motivo)
		error_add(err, DATOS "motivo", MENSAJE_REQUERIDO);
	return invalid(err);
}

static enum status judge_expiry(const struct asiento_datos *d, const struct asiento_acto *x, dia_t hoy, struct error *err)
{
	if (x->fecha == DIA_NINGUNO)
		error_add(err, DATOS "fecha", MENSAJE_REQUERIDO);
	else if (x->fecha >= hoy)
		error_add(err, DATOS "fecha", MENSAJE_FECHA_FUTURA);
	else if (d->fecha_firma != DIA_NINGUNO && x->fecha < d->fecha_firma)
		error_add(err, DATOS "fecha", MENSAJE_ANTES_DE_LA_FIRMA);
	if (invalid(err) != STATUS_OK)
		return error_status(err);
	if (d->vigencia == VIGENCIA_INDEFINIDA)
		return improper(err,
			"Un acuerdo de vigencia indefinida no vence: puede terminar (acto «terminacion») o corregirse el asiento.",
			"An agreement of indefinite term does not expire: it may end (act «terminacion»), or the entry be corrected.");
	if (d->vigencia_hasta != DIA_NINGUNO && d->vigencia_hasta != x->fecha)
		return improper(err, "El asiento dice otra fecha de vencimiento: use esa, o corrija antes el asiento.",
			"The entry names another day of expiry: use that one, or correct the entry first.");
	return STATUS_OK;
}

static enum status without_text(struct error *err)
{
	return improper(err,
		"El Registro no tiene aquí el texto de este asiento: no hay qué sustituir. Lo que el asiento diga de más se quita con el "
		"acto «correccion».",
		"The registry does not have the text of this entry here: there is nothing to replace. What the entry itself says too much "
		"is removed by the act «correccion».");
}

enum status asiento_sustituir(
	const struct asiento_datos *d, const struct expediente *e, struct asiento_acto *x, struct asiento_texto *texto, struct error *err)
{
	if (!d->texto || !e)
		return without_text(err);
	if (uuid_is_nil(&x->documento))
		return STATUS_OK;
	const struct documento *nuevo = expediente_documento_by_id(e, &x->documento), *antes = expediente_documento_by_id(e, &d->texto->id);
	if (!nuevo)
		error_add(err, DATOS "documento", MENSAJE_DOCUMENTO_AJENO);
	else if (nuevo->clase != CLASE_DOCUMENTO_VERSION_PUBLICA)
		error_add(err, DATOS "documento", MENSAJE_DOCUMENTO_NO_PUBLICO,
			vocabulario_titulo(&vocabulario_clase_documento, (int)nuevo->clase));
	else if (antes && nuevo->n < antes->n)
		error_add(err, DATOS "documento", MENSAJE_TEXTO_ANTERIOR);
	else {
		*texto = asiento_texto_de(nuevo);
		x->texto = texto;
	}
	return STATUS_OK;
}

static enum status judge_version(const struct asiento_datos *d, const struct asiento_acto *x, struct error *err)
{
	if (!d->texto)
		return without_text(err);
	if (!x->motivo)
		error_add(err, DATOS "motivo", MENSAJE_REQUERIDO);
	if (uuid_is_nil(&x->documento))
		error_add(err, DATOS "documento", MENSAJE_REQUERIDO);
	if (invalid(err) != STATUS_OK)
		return error_status(err);
	if (!x->texto)
		return error_set(err, PROBLEM_INTERNO);
	if (sha256_equal(&d->texto->sha256, &x->texto->sha256))
		return improper(err,
			"Ese documento es, byte por byte, el texto que ya se publica: suba el que debe ponerse en su lugar y nómbrelo.",
			"That document is, byte for byte, the text that is public already: upload the one that is to take its place, and "
			"name it.");
	return STATUS_OK;
}

enum status asiento_judge(
	const struct asiento_datos *d, enum registro_acto acto, const struct asiento_acto *x, dia_t hoy, struct error *err)
{
	const bool corrige = acto == REGISTRO_ACTO_CORRECCION || acto == REGISTRO_ACTO_VERSION_PUBLICA;
	if (d->terminado_en != DIA_NINGUNO && !corrige)
		return improper(err,
			"El acuerdo está terminado: solo cabe corregir el asiento (acto «correccion») o su texto público (acto "
			"«version_publica»).",
			"The agreement has ended: only the entry (act «correccion») or its public text (act «version_publica») can be "
			"corrected.");
	switch (acto) {
	case REGISTRO_ACTO_CORRECCION:
	case REGISTRO_ACTO_MODIFICACION:
		return judge_change(x, hoy, err);
	case REGISTRO_ACTO_RENOVACION:
		return judge_renewal(d, x, err);
	case REGISTRO_ACTO_TERMINACION:
		return judge_end(d, x, err);
	case REGISTRO_ACTO_VENCIMIENTO:
		return judge_expiry(d, x, hoy, err);
	case REGISTRO_ACTO_VERSION_PUBLICA:
		return judge_version(d, x, err);
	case REGISTRO_ACTO_INSCRIPCION:
	case REGISTRO_ACTO_CARGA:
	case REGISTRO_ACTO_NINGUNO:
	case REGISTRO_ACTO_COUNT:
		break;
	}
	return error_set(err, PROBLEM_INTERNO);
}
