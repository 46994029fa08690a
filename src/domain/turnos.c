/* In whose hands, for how long, what falls due, and what deserves advice (rules 3, 5 and 7). */
#include <ctype.h>
#include <string.h>

#include "domain/expediente.h"

/*
 * A business day belongs to the office that holds the file when the day begins to be counted: [day of entry, day of leaving). The
 * boundary only moves forward, so that the offices' days add up to the whole even where a server's clock once went back.
 */
void expediente_dias_por_oficina(const struct expediente *e, const struct calendario *c, instante_t now, int out[static OFICINA_COUNT])
{
	dia_t desde;

	memset(out, 0, sizeof(*out) * OFICINA_COUNT);
	if (e->n_tramos == 0)
		return;
	desde = instante_dia(e->tramos[0].desde);
	for (size_t i = 0; i < e->n_tramos && e->tramos[i].estado != ESTADO_CONCLUIDO; i++) {
		dia_t hasta = instante_dia(i + 1 < e->n_tramos ? e->tramos[i + 1].desde : now);

		if (hasta <= desde)
			continue;
		out[estado_turno(e->tramos[i].estado)] += calendario_count(c, desde, hasta);
		desde = hasta;
	}
}

/* DIA_NINGUNO is no date, not the earliest one. */
static dia_t earlier(dia_t a, dia_t b)
{
	if (a == DIA_NINGUNO || b == DIA_NINGUNO)
		return a == DIA_NINGUNO ? b : a;
	return a < b ? a : b;
}

dia_t expediente_vence(const struct expediente *e, const struct calendario *c, const struct reglas_plazo *r)
{
	dia_t firma = e->datos.fecha_firma_pretendida, caducidad = e->caducidad.acto ? e->caducidad.desde : DIA_NINGUNO;
	struct computo k;

	switch (e->estado) {
	case ESTADO_PREVENIDO:
		return e->prevencion.vence;
	case ESTADO_PRESENTADO:
		plazo_compute(c, r, INSTANTE_NINGUNO, firma, &k);
		return k.ultima_recepcion;
	case ESTADO_TURNADO:
	case ESTADO_EN_REVISION:
		return firma;
	case ESTADO_OBSERVADO:
		return earlier(firma, caducidad);
	case ESTADO_RESPONDIDO:
	case ESTADO_REGISTRO_OBSERVADO:
		return caducidad;
	case ESTADO_NINGUNO:
	case ESTADO_BORRADOR:
	case ESTADO_DICTAMINADO:
	case ESTADO_COPIA_RECIBIDA:
	case ESTADO_REGISTRO_SOLICITADO:
	case ESTADO_INSCRITO:
	case ESTADO_REGISTRO_NEGADO:
	case ESTADO_CONCLUIDO:
	case ESTADO_COUNT:
		break;
	}
	return DIA_NINGUNO;
}

/* ---- advice ------------------------------------------------------------------------------------------------------------------------ */

static const struct aviso_info avisos[AVISO_COUNT] = {
	[AVISO_CONTRAPARTE_PRIVADA] = {"contraparte_privada",
		"Alguna contraparte no es un órgano gubernamental extranjero ni un organismo internacional. La Consultoría Jurídica "
		"valorará si el "
		"instrumento es un acuerdo interinstitucional; puede seguir adelante y explicar en la solicitud la naturaleza de esa "
		"contraparte.",
		"LCT art. 2, fr. II"},
	[AVISO_DENOMINACION_DUDOSA] = {"denominacion_dudosa",
		"La denominación sugiere un instrumento distinto de un acuerdo interinstitucional (tratado, contrato, inversión o deuda). "
		"Revise si "
		"«acuerdo», «memorándum de entendimiento» o «carta de intención» lo describe mejor; la Consultoría Jurídica lo valorará.",
		"LCT art. 2, frs. I y II; CPEUM art. 117, frs. I y VIII"},
	[AVISO_SEGURIDAD] = {"area_seguridad",
		"La cooperación en seguridad puede tocar facultades federales. Cite en el fundamento el precepto que faculta al órgano "
		"firmante y "
		"acompañe, si la tiene, la opinión de la autoridad federal competente.",
		"LCT art. 2, fr. II; CPEUM arts. 21 y 73, fr. XXIX-M"},
	[AVISO_FIRMA_ANTES_DE_DICTAMEN] = {"firma_antes_de_dictamen",
		"La fecha de firma es anterior al dictamen o a la recepción en la Consultoría Jurídica. Si aún no se ha firmado, "
		"reprograme la "
		"firma; si ya se firmó, el registro se valorará con el texto firmado.",
		"LCT art. 7"},
	[AVISO_EXTEMPORANEO] = {"extemporaneo",
		"La Consultoría Jurídica recibió el asunto con menos días hábiles de los que la práctica pide antes de la firma. El "
		"gobierno local "
		"puede declarar la eventualidad o reprogramar la firma.",
		"Práctica administrativa de la SRE (paso 6 del procedimiento)"},
	[AVISO_SIN_FECHA_FIRMA] = {"sin_fecha_firma",
		"No se indicó la fecha pretendida de firma, de modo que no puede calcularse la antelación. Indíquela en cuanto se conozca.",
		"Práctica administrativa de la SRE (paso 6 del procedimiento)"},
	[AVISO_CALENDARIO_INCOMPLETO] = {"calendario_incompleto",
		"El cómputo abarca un año cuyo calendario de suspensión de labores de la SRE no está cargado: el plazo real puede ser "
		"mayor. "
		"Consulte el Diario Oficial de la Federación o presente con más anticipación.",
		"LFPA art. 28"},
};

const struct aviso_info *aviso_info(enum aviso a)
{
	return (unsigned)a < AVISO_COUNT ? &avisos[a] : NULL;
}

/*
 * Next letter of a denomination, lower case and without accent (á é í ó ú ü ñ, either case); 0 at the end. Space and punctuation are ' '
 * (one for a run of ASCII; lead bytes C2 and E2 are those of « » ¿ “ ” – and the like); any other character is '?'.
 */
static int letter_next(const char **s)
{
	static const char con_tilde[][2] = {
		{'\xA1', 'a'}, {'\xA9', 'e'}, {'\xAD', 'i'}, {'\xB1', 'n'}, {'\xB3', 'o'}, {'\xBA', 'u'}, {'\xBC', 'u'}};
	unsigned char c = (unsigned char)**s;

	if (c == 0)
		return 0;
	(*s)++;
	if (c < 0x80 && isalnum(c))
		return c | 0x20; /* not tolower(): the locale has no say */
	if (c < 0x80) {
		while (ispunct((unsigned char)**s) || isspace((unsigned char)**s))
			(*s)++;
		return ' ';
	}
	while (((unsigned char)**s & 0xC0) == 0x80)
		(*s)++;
	for (size_t i = 0; c == 0xC3 && i < sizeof(con_tilde) / sizeof(con_tilde[0]); i++)
		if ((char)((*s)[-1] | 0x20) == con_tilde[i][0])
			return con_tilde[i][1];
	return c == 0xC2 || c == 0xE2 ? ' ' : '?';
}

/* True when one of the words (lower case, no accents, NULL at the end of the list) stands at s and ends there. */
static bool words_at(const char *s, const char *const *words)
{
	for (; *words; words++) {
		const char *p = s, *w = *words;
		int c = letter_next(&p);

		for (; *w && c == *w; w++)
			c = letter_next(&p);
		if (!*w && (c == 0 || c == ' '))
			return true;
	}
	return false;
}

/*
 * Names of instruments that an AII is not: those of the Constitution's art. 117 and the LCT only where they open the denomination ("en el
 * marco del Tratado de…" is harmless), those of private and public debt law anywhere.
 */
static bool denominacion_dudosa(const char *s)
{
	static const char *const al_inicio[] = {"tratado", "convencion", "alianza", "coalicion", NULL};
	static const char *const dondequiera[] = {
		"contrato", "compraventa", "emprestito", "convenio de inversion", "convenio marco de inversion", NULL};
	bool inicio = true;

	if (!s)
		return false;
	for (int before = ' '; before != 0; before = letter_next(&s)) {
		inicio = inicio && before == ' ';
		if (before == ' ' && (words_at(s, dondequiera) || (inicio && words_at(s, al_inicio))))
			return true;
	}
	return false;
}

static bool contraparte_privada(const struct datos_expediente *d)
{
	for (size_t i = 0; i < d->n_contrapartes; i++)
		if (d->contrapartes[i].clase == CLASE_CONTRAPARTE_PRIVADO || d->contrapartes[i].clase == CLASE_CONTRAPARTE_ONG)
			return true;
	return false;
}

static bool area_seguridad(const struct datos_expediente *d)
{
	for (size_t i = 0; i < d->n_areas; i++)
		if (d->areas[i] == AREA_SEGURIDAD)
			return true;
	return false;
}

/* A computation of a reception against a signing date (not of the limits alone). */
static bool computed(const struct expediente *e)
{
	return e->antelacion.acto && e->antelacion.computo.recepcion != INSTANTE_NINGUNO &&
		e->antelacion.computo.fecha_firma != DIA_NINGUNO;
}

/* The signed copy bears a date before the dictamen's day, or the signing was meant for a day before the CJA had the file. */
static bool firma_antes_de_dictamen(const struct expediente *e)
{
	if (e->copia.acto && e->copia.fecha_suscripcion != DIA_NINGUNO)
		for (size_t i = 0; i < e->n_tramos; i++)
			if (e->tramos[i].estado == ESTADO_DICTAMINADO)
				return e->copia.fecha_suscripcion < instante_dia(e->tramos[i].desde);
	return computed(e) && e->antelacion.computo.fecha_firma < e->antelacion.computo.recepcion_efectiva;
}

size_t expediente_avisos(const struct expediente *e, enum aviso out[static AVISO_COUNT])
{
	const bool holds[AVISO_COUNT] = {
		[AVISO_CONTRAPARTE_PRIVADA] = contraparte_privada(&e->datos),
		[AVISO_DENOMINACION_DUDOSA] = denominacion_dudosa(e->datos.denominacion),
		[AVISO_SEGURIDAD] = area_seguridad(&e->datos),
		[AVISO_FIRMA_ANTES_DE_DICTAMEN] = firma_antes_de_dictamen(e),
		[AVISO_EXTEMPORANEO] = computed(e) && !e->antelacion.computo.en_tiempo,
		[AVISO_SIN_FECHA_FIRMA] = !e->copia.acto && e->datos.fecha_firma_pretendida == DIA_NINGUNO,
		[AVISO_CALENDARIO_INCOMPLETO] = computed(e) && e->antelacion.computo.calendario_incompleto,
	};
	size_t n = 0;

	for (int a = 0; a < AVISO_COUNT; a++)
		if (holds[a])
			out[n++] = (enum aviso)a;
	return n;
}

enum acto_tipo expediente_debe(const struct expediente *e, size_t *por_acusar)
{
	*por_acusar = 0;
	for (size_t i = 0; i < e->n_comunicaciones; i++)
		*por_acusar += e->comunicaciones[i].acuse_acto == 0;
	switch (e->estado) {
	case ESTADO_BORRADOR:
		return ACTO_PRESENTAR;
	case ESTADO_PREVENIDO:
		return ACTO_DESAHOGAR;
	case ESTADO_OBSERVADO:
		return ACTO_ATENDER;
	case ESTADO_RESPONDIDO:
		return ACTO_REMITIR_COPIA;
	case ESTADO_REGISTRO_OBSERVADO:
		return ACTO_SUBSANAR_REGISTRO;
	case ESTADO_PRESENTADO:
	case ESTADO_TURNADO:
	case ESTADO_EN_REVISION:
	case ESTADO_DICTAMINADO:
	case ESTADO_COPIA_RECIBIDA:
	case ESTADO_REGISTRO_SOLICITADO:
	case ESTADO_INSCRITO:
	case ESTADO_REGISTRO_NEGADO:
	case ESTADO_CONCLUIDO:
	case ESTADO_NINGUNO:
	case ESTADO_COUNT:
		break;
	}
	return ACTO_NINGUNO;
}
