#include "codec/censo.h"

#include <stdio.h>

#include "codec/json.h"

#define REGLA \
	"No se muestra nada sobre menos de tres expedientes (null). Cuando lo oculto suma algún expediente, se ocultan al menos dos " \
	"celdas y entre ellas tres " \
	"expedientes o más, empezando por la menor de las demás: ninguna puede obtenerse restando. Una parte se oculta también si el " \
	"resto es de menos de tres. Los " \
	"borradores no cuentan."
#define DIAS \
	"Días hábiles completos en ese paso, por expediente: la suma de sus estancias que terminaron en ese año. La mediana y el " \
	"percentil 90 son el menor número de " \
	"días que la mitad y nueve décimas partes de los expedientes no rebasan."

static const char *const indicadores[CENSO_INDICADORES] = {[CENSO_TARDE] = "tarde",
	[CENSO_OBSERVADO] = "observados",
	[CENSO_NEGADO] = "negados",
	[CENSO_DEVUELTO] = "devueltos",
	[CENSO_FIRMADO_SIN_INSCRIBIR] = "firmados_sin_inscribir"};

static void count(struct json_writer *w, const char *key, int64_t n)
{
	if (n == CENSO_OCULTO)
		json_raw(w, key, "null");
	else
		json_int(w, key, n);
}

static void row(struct json_writer *w, const char *clave, const char *nombre, int64_t n)
{
	json_object(w, NULL);
	json_string(w, "clave", clave);
	json_string(w, "nombre", nombre);
	count(w, "expedientes", n);
	json_object_end(w);
}

static void write_states(struct json_writer *w, const struct censo *c)
{
	int64_t n[ESTADO_COUNT], visto[ESTADO_COUNT];
	size_t k = 0;
	for (int e = 1; e < ESTADO_COUNT; e++)
		if (e != ESTADO_BORRADOR)
			n[k++] = c->por_estado[e];
	(void)censo_ocultar(n, k, visto);
	json_array(w, "por_estado");
	k = 0;
	for (int e = 1; e < ESTADO_COUNT; e++)
		if (e != ESTADO_BORRADOR)
			row(w, vocabulario_slug(&vocabulario_estado, e), vocabulario_titulo(&vocabulario_estado, e), visto[k++]);
	json_array_end(w);
}

static void write_entities(struct json_writer *w, const struct censo *c, const char *const entidades[CENSO_ENTIDADES])
{
	int64_t visto[CENSO_ENTIDADES];
	(void)censo_ocultar(c->por_entidad, CENSO_ENTIDADES, visto);
	json_array(w, "por_entidad");
	for (int i = 0; i < CENSO_ENTIDADES; i++) {
		char clave[8] = "ninguna";
		if (i > 0)
			snprintf(clave, sizeof clave, "%02d", i);
		row(w, clave, entidades[i], visto[i]);
	}
	json_array_end(w);
}

static void share(struct json_writer *w, const char *key, int64_t parte, int64_t todo)
{
	char pct[24];
	if (todo == CENSO_OCULTO || censo_parte(parte, todo) == CENSO_OCULTO) {
		json_raw(w, key, "null");
		return;
	}
	const int64_t centesimas = (parte * 20000 + todo) / (2 * todo); /* half up */
	snprintf(pct, sizeof pct, "%lld.%02lld", (long long)centesimas / 100, (long long)centesimas % 100);
	json_object(w, key);
	json_int(w, "expedientes", parte);
	json_raw(w, "porcentaje", pct);
	json_object_end(w);
}

/* Years without a presented file are left out: that nothing happened says nothing of anybody. */
static void write_years(struct json_writer *w, const struct censo *c)
{
	int64_t n[CENSO_ANIOS], visto[CENSO_ANIOS];
	int anio[CENSO_ANIOS];
	size_t k = 0;
	for (int i = 0; i < CENSO_ANIOS; i++) {
		if (!c->por_anio[i])
			continue;
		anio[k] = i;
		n[k++] = c->por_anio[i];
	}
	(void)censo_ocultar(n, k, visto);
	json_array(w, "por_anio");
	for (size_t i = 0; i < k; i++) {
		json_object(w, NULL);
		json_int(w, "anio", CENSO_ANIO_BASE + anio[i]);
		count(w, "presentados", visto[i]);
		for (int j = 0; j < CENSO_INDICADORES; j++)
			share(w, indicadores[j], c->indicador[anio[i]][j], visto[i]);
		json_object_end(w);
	}
	json_array_end(w);
}

static void write_step(struct json_writer *w, const struct censo *c, int e, int anio)
{
	const struct censo_paso p = censo_step(c, (enum estado)e, (size_t)anio);
	if (p.expedientes == CENSO_OCULTO)
		return;
	json_object(w, NULL);
	json_slug(w, "oficina", &vocabulario_oficina, (unsigned)estado_turno((enum estado)e));
	json_slug(w, "paso", &vocabulario_estado, (unsigned)e);
	json_string(w, "nombre", vocabulario_titulo(&vocabulario_estado, e));
	json_int(w, "anio", CENSO_ANIO_BASE + anio);
	json_int(w, "expedientes", p.expedientes);
	json_int(w, "mediana", p.mediana);
	json_int(w, "percentil_90", p.p90);
	json_object_end(w);
}

void censo_write(struct buf *out, const struct censo *c, dia_t dia, instante_t en, int calendario_version,
	const char *const entidades[CENSO_ENTIDADES])
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	json_fecha(&w, "dia", dia);
	json_instante(&w, "calculado_en", en);
	json_int(&w, "calendario_version", calendario_version);
	json_int(&w, "minimo", CENSO_MINIMO);
	json_string(&w, "regla", REGLA);
	json_string(&w, "dias_habiles", DIAS);
	count(&w, "expedientes", c->expedientes < CENSO_MINIMO ? CENSO_OCULTO : c->expedientes);
	write_states(&w, c);
	write_entities(&w, c, entidades);
	write_years(&w, c);
	json_array(&w, "pasos");
	for (int e = 1; e < ESTADO_COUNT; e++)
		for (int anio = 0; anio < CENSO_ANIOS; anio++)
			write_step(&w, c, e, anio);
	json_array_end(&w);
	json_object_end(&w);
}
