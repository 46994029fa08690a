#include "domain/vocabulario.h"

#include <string.h>

#define SLUG(n, s, t) s,
#define TITULO(n, s, t) t,
#define SLUG_ESTADO(n, s, t, o) s,
#define TITULO_ESTADO(n, s, t, o) t,

/* The count of the enum is the declared size: a list that lost or gained a string would not compile or would leave a hole for the test. */
#define VOCABULARIO_DEFINE(name, COUNT, LIST, SLUGS, TITULOS) \
	static const char *const slugs_##name[COUNT] = {"", LIST(SLUGS)}; \
	static const char *const titulos_##name[COUNT] = {"", LIST(TITULOS)}; \
	const struct vocabulario vocabulario_##name = {.nombre = #name, .slugs = slugs_##name, .titulos = titulos_##name, .n = COUNT};

VOCABULARIO_DEFINE(tipo_acuerdo, TIPO_ACUERDO_COUNT, VOCABULARIO_TIPO_ACUERDO, SLUG, TITULO)
VOCABULARIO_DEFINE(nivel, NIVEL_COUNT, VOCABULARIO_NIVEL, SLUG, TITULO)
VOCABULARIO_DEFINE(clase_organo, CLASE_ORGANO_COUNT, VOCABULARIO_CLASE_ORGANO, SLUG, TITULO)
VOCABULARIO_DEFINE(clase_contraparte, CLASE_CONTRAPARTE_COUNT, VOCABULARIO_CLASE_CONTRAPARTE, SLUG, TITULO)
VOCABULARIO_DEFINE(area, AREA_COUNT, VOCABULARIO_AREA, SLUG, TITULO)
VOCABULARIO_DEFINE(vigencia, VIGENCIA_COUNT, VOCABULARIO_VIGENCIA, SLUG, TITULO)
VOCABULARIO_DEFINE(rol, ROL_COUNT, VOCABULARIO_ROL, SLUG, TITULO)
VOCABULARIO_DEFINE(oficina, OFICINA_COUNT, VOCABULARIO_OFICINA, SLUG, TITULO)
VOCABULARIO_DEFINE(clase_documento, CLASE_DOCUMENTO_COUNT, VOCABULARIO_CLASE_DOCUMENTO, SLUG, TITULO)
VOCABULARIO_DEFINE(severidad, SEVERIDAD_COUNT, VOCABULARIO_SEVERIDAD, SLUG, TITULO)
VOCABULARIO_DEFINE(sentido, SENTIDO_COUNT, VOCABULARIO_SENTIDO, SLUG, TITULO)
VOCABULARIO_DEFINE(motivo_copia, MOTIVO_COPIA_COUNT, VOCABULARIO_MOTIVO_COPIA, SLUG, TITULO)
VOCABULARIO_DEFINE(verificacion, VERIFICACION_COUNT, VOCABULARIO_VERIFICACION, SLUG, TITULO)
VOCABULARIO_DEFINE(renglon, RENGLON_COUNT, VOCABULARIO_RENGLON, SLUG, TITULO)
VOCABULARIO_DEFINE(resultado, RESULTADO_COUNT, VOCABULARIO_RESULTADO, SLUG, TITULO)
VOCABULARIO_DEFINE(serie, SERIE_COUNT, VOCABULARIO_SERIE, SLUG, TITULO)
VOCABULARIO_DEFINE(lectura, LECTURA_COUNT, VOCABULARIO_LECTURA, SLUG, TITULO)
VOCABULARIO_DEFINE(estado, ESTADO_COUNT, VOCABULARIO_ESTADO_TURNO, SLUG_ESTADO, TITULO_ESTADO)
VOCABULARIO_DEFINE(acto, ACTO_COUNT, VOCABULARIO_ACTO, SLUG, TITULO)
VOCABULARIO_DEFINE(registro_acto, REGISTRO_ACTO_COUNT, VOCABULARIO_REGISTRO_ACTO, SLUG, TITULO)
VOCABULARIO_DEFINE(precision, PRECISION_COUNT, VOCABULARIO_PRECISION, SLUG, TITULO)
VOCABULARIO_DEFINE(asiento_estado, ASIENTO_ESTADO_COUNT, VOCABULARIO_ASIENTO_ESTADO, SLUG, TITULO)

static const char *lookup(const char *const *list, int n, int value)
{
	return value > 0 && value < n ? list[value] : "";
}

const char *vocabulario_slug(const struct vocabulario *v, int value)
{
	return lookup(v->slugs, v->n, value);
}

const char *vocabulario_titulo(const struct vocabulario *v, int value)
{
	return lookup(v->titulos, v->n, value);
}

int vocabulario_find(const struct vocabulario *v, const char *slug)
{
	if (!slug)
		return 0;
	for (int i = 1; i < v->n; i++)
		if (strcmp(v->slugs[i], slug) == 0)
			return i;
	return 0;
}

enum oficina estado_turno(enum estado e)
{
#define TURNO(n, s, t, o) [ESTADO_##n] = OFICINA_##o,
	static const enum oficina turnos[ESTADO_COUNT] = {VOCABULARIO_ESTADO_TURNO(TURNO)};

	return (unsigned)e < ESTADO_COUNT ? turnos[e] : OFICINA_NINGUNO;
}
