/* The procedure as data: what GET /v1/procedimiento answers. */
#include <string.h>

#include "codec/representacion_interno.h"
#include "codec/tipos.h"

#define N_PASOS 12

int acto_paso(enum acto_tipo acto)
{
	for (size_t i = 0; i < transiciones_count; i++) {
		if (transiciones[i].acto == acto)
			return transiciones[i].paso;
	}
	return 0;
}

void acto_miembros(struct json_writer *w, const char *key, enum acto_tipo acto)
{
	size_t n;
	const struct acto_miembro *m = acto_admite(acto, &n);
	json_array(w, key);
	for (size_t i = 0; i < n; i++) {
		json_object(w, NULL);
		json_string(w, "nombre", acto_miembro_json(m[i].nombre));
		json_bool(w, "requerido", m[i].requerido);
		json_object_end(w);
	}
	json_array_end(w);
}

static void estados(struct json_writer *w)
{
	json_array(w, "estados");
	for (int i = 1; i < ESTADO_COUNT; i++) {
		json_object(w, NULL);
		json_string(w, "estado", vocabulario_slug(&vocabulario_estado, i));
		json_string(w, "titulo", vocabulario_titulo(&vocabulario_estado, i));
		json_slug(w, "turno", &vocabulario_oficina, estado_turno((enum estado)i));
		json_int(w, "paso", estado_paso((enum estado)i));
		json_object_end(w);
	}
	json_array_end(w);
}

/* Only the acts that a request can ask for; the journal's own entries are listed apart. */
static void actos(struct json_writer *w)
{
	json_array(w, "actos");
	for (int i = 1; i < ACTO_MODIFICAR_DATOS; i++) {
		json_object(w, NULL);
		json_string(w, "acto", vocabulario_slug(&vocabulario_acto, i));
		json_string(w, "titulo", vocabulario_titulo(&vocabulario_acto, i));
		if (acto_paso((enum acto_tipo)i))
			json_int(w, "paso", acto_paso((enum acto_tipo)i));
		acto_miembros(w, "datos", (enum acto_tipo)i);
		json_object_end(w);
	}
	json_array_end(w);
	json_array(w, "asientos");
	for (int i = ACTO_MODIFICAR_DATOS; i < ACTO_COUNT; i++) {
		json_object(w, NULL);
		json_string(w, "acto", vocabulario_slug(&vocabulario_acto, i));
		json_string(w, "titulo", vocabulario_titulo(&vocabulario_acto, i));
		json_object_end(w);
	}
	json_array_end(w);
}

/* "a|b" as ["a","b"]; empty gives []. */
static void partes(struct json_writer *w, const char *key, const char *texto)
{
	BUF_AUTO b;
	buf_init(&b, 4096);
	json_array(w, key);
	while (*texto) {
		size_t n = strcspn(texto, "|");
		buf_reset(&b);
		buf_append(&b, texto, n);
		json_string(w, NULL, buf_str(&b));
		texto += n + (texto[n] == '|');
	}
	json_array_end(w);
}

static void filas(struct json_writer *w)
{
	json_array(w, "transiciones");
	for (size_t i = 0; i < transiciones_prosa_count; i++) {
		const struct transicion_prosa *t = &transiciones_prosa[i];
		json_object(w, NULL);
		json_slug(w, "acto", &vocabulario_acto, t->acto);
		if (t->paso)
			json_int(w, "paso", t->paso);
		partes(w, "desde", t->desde);
		json_string(w, "hacia", t->hacia);
		partes(w, "roles", t->rol);
		json_string(w, "condiciones", t->condiciones);
		json_string(w, "produce", t->produce);
		json_string(w, "fundamento", t->fundamento);
		json_object_end(w);
	}
	json_array_end(w);
}

static void los_pasos(struct json_writer *w)
{
	json_array(w, "pasos");
	for (int i = 0; i < N_PASOS; i++) {
		json_object(w, NULL);
		json_int(w, "paso", pasos[i].paso);
		json_slug(w, "oficina", &vocabulario_oficina, pasos[i].oficina);
		json_string(w, "titulo", pasos[i].titulo);
		json_string(w, "descripcion", pasos[i].descripcion);
		json_object_end(w);
	}
	json_array_end(w);
}

static void lista(struct json_writer *w, const char *key, const char *miembro, const struct vocabulario *v)
{
	json_array(w, key);
	for (int i = 1; i < v->n; i++) {
		json_object(w, NULL);
		json_string(w, miembro, vocabulario_slug(v, i));
		json_string(w, "titulo", vocabulario_titulo(v, i));
		json_object_end(w);
	}
	json_array_end(w);
}

/* The closed lists that forms need, under the name of the member that takes them. */
static void listas(struct json_writer *w)
{
	static const struct {
		const char *nombre;
		const struct vocabulario *v;
	} todas[] = {
		{"tipo", &vocabulario_tipo_acuerdo},
		{"nivel", &vocabulario_nivel},
		{"clase_organo", &vocabulario_clase_organo},
		{"clase_contraparte", &vocabulario_clase_contraparte},
		{"area", &vocabulario_area},
		{"vigencia", &vocabulario_vigencia},
		{"oficina", &vocabulario_oficina},
		{"clase_documento", &vocabulario_clase_documento},
		{"severidad", &vocabulario_severidad},
		{"sentido", &vocabulario_sentido},
		{"motivo_devolucion", &vocabulario_motivo_copia},
		{"verificacion", &vocabulario_verificacion},
		{"renglon", &vocabulario_renglon},
		{"resultado", &vocabulario_resultado},
		{"lectura", &vocabulario_lectura},
		{"registro_acto", &vocabulario_registro_acto},
		{"estado_asiento", &vocabulario_asiento_estado},
		{"precision_fecha", &vocabulario_precision},
	};
	json_object(w, "vocabularios");
	for (size_t i = 0; i < sizeof todas / sizeof todas[0]; i++)
		lista(w, todas[i].nombre, "valor", todas[i].v);
	json_object_end(w);
}

void procedimiento_write(struct buf *out)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	los_pasos(&w);
	estados(&w);
	actos(&w);
	filas(&w);
	lista(&w, "roles", "rol", &vocabulario_rol);
	lista(&w, "series", "serie", &vocabulario_serie);
	listas(&w);
	json_object_end(&w);
}
