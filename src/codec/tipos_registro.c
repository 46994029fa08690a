/* The entry of the registry and what its acts carry: one list of members, from which the descriptor of each act is cut. */
#include <jansson.h>
#include <limits.h>
#include <string.h>

#include "codec/campos.h"
#include "codec/json_interno.h"
#include "codec/registro.h"
#include "codec/tipos.h"

bool entidad_valida(const char *s)
{
	if (strlen(s) != 2 || s[0] < '0' || s[0] > '3' || s[1] < '0' || s[1] > '9')
		return false;
	const int n = (s[0] - '0') * 10 + (s[1] - '0');
	return n >= 1 && n <= 32;
}

bool cve_municipio_valida(const char *s)
{
	return strlen(s) == 3 && strspn(s, "0123456789") == 3 && strcmp(s, "000") != 0;
}

#define T struct parte_extranjera
static const struct json_field extranjera_campos[] = {
	CAMPO_ENUM(T, clase, "clase", clase_contraparte, 0),
	CAMPO_TEXTO(T, lugar, "lugar", 1, 200, 0),
	CAMPO_TEXTO(T, nombre, "nombre", 1, 300, JSON_REQUIRED),
	CAMPO_FORMA(T, pais, "pais", 2, 2, pais_valido, PAIS),
};
#undef T
static const struct json_desc desc_extranjera = DESC("parte_extranjera", struct parte_extranjera, extranjera_campos);

#define T struct parte_mexicana
static const struct json_field mexicana_campos[] = {
	CAMPO_FORMA(T, cve_ent, "cve_ent", 2, 2, entidad_valida, ENTIDAD),
	CAMPO_FORMA(T, cve_mun, "cve_mun", 3, 3, cve_municipio_valida, CVE_MUN),
	CAMPO_TEXTO(T, municipio, "municipio", 1, 200, 0),
	CAMPO_ENUM(T, nivel, "nivel", nivel, JSON_REQUIRED),
	CAMPO_TEXTO(T, nombre, "nombre", 1, 300, JSON_REQUIRED),
};
#undef T
static const struct json_desc desc_mexicana = DESC("parte_mexicana", struct parte_mexicana, mexicana_campos);

#define T struct procedencia
static const struct json_field procedencia_campos[] = {
	CAMPO_TEXTO(T, clase, "clase", 1, 60, JSON_REQUIRED),
	CAMPO_TEXTO(T, clave, "clave", 1, 200, 0),
	CAMPO_TEXTO(T, conjunto, "conjunto", 1, 60, 0),
	CAMPO(T, fecha, "fecha", FECHA, .flags = 0),
	CAMPO_TEXTO(T, fuente, "fuente", 1, 500, 0),
	CAMPO_INT(T, linea, "linea", 1, INT_MAX, 0),
	CAMPO_TEXTO(T, nota, "nota", 1, 2000, JSON_MULTILINE),
};
#undef T
static const struct json_desc desc_procedencia = DESC("procedencia", struct procedencia, procedencia_campos);

#define T struct asiento_texto
static const struct json_field texto_campos[] = {
	CAMPO(T, id, "id", UUID, .flags = 0),
	CAMPO_TEXTO(T, nombre, "nombre", 1, 255, 0),
	CAMPO(T, sha256, "sha256", SHA256, .flags = 0),
	CAMPO(T, tamano, "tamano", INT64, .flags = 0),
	CAMPO_TEXTO(T, tipo_medio, "tipo_medio", 1, 127, 0),
};
#undef T
static const struct json_desc desc_texto = DESC("asiento_texto", struct asiento_texto, texto_campos);

#define T struct asiento_datos
static const struct json_field datos_campos[] = {
	CAMPO_TEXTO(T, antecesor, "antecesor", 1, ASIENTO_NUMERO_MAX, 0),
	CAMPO_LISTA(T, areas, "areas", 0, 20, ENUM, .vocabulario = &vocabulario_area, .flags = JSON_UNIQUE),
	CAMPO_LISTA(T, contrapartes, "contrapartes", 1, ASIENTO_PARTES_MAX, OBJECT, .sub = &desc_extranjera),
	CAMPO_TEXTO(T, denominacion, "denominacion", 1, 500, 0),
	CAMPO(T, fecha_firma, "fecha_firma", FECHA, .flags = 0),
	CAMPO_LISTA(T, idiomas, "idiomas", 0, 20, STRING, .item_min = 2, .item_max = 2, .flags = JSON_UNIQUE, .check = idioma_valido,
		.check_msg = MENSAJE_IDIOMA),
	CAMPO(T, inscrito_en, "inscrito_en", FECHA, .flags = 0),
	CAMPO_TEXTO(T, lugar_firma, "lugar_firma", 1, 300, 0),
	CAMPO_ENUM(T, nivel, "nivel", nivel, 0),
	CAMPO_LISTA(T, partes_mexicanas, "partes_mexicanas", 1, ASIENTO_PARTES_MAX, OBJECT, .sub = &desc_mexicana),
	CAMPO_ENUM(T, precision_fecha, "precision_fecha", precision, 0),
	CAMPO(T, procedencia, "procedencia", OBJECT, .sub = &desc_procedencia),
	CAMPO(T, terminado_en, "terminado_en", FECHA, .flags = 0),
	CAMPO(T, texto, "texto", OBJECT, .sub = &desc_texto),
	CAMPO_ENUM(T, tipo, "tipo", tipo_acuerdo, 0),
	CAMPO_ENUM(T, vigencia, "vigencia", vigencia, 0),
	CAMPO(T, vigencia_desde, "vigencia_desde", FECHA, .flags = 0),
	CAMPO(T, vigencia_hasta, "vigencia_hasta", FECHA, .flags = 0),
};
#undef T
const struct json_desc desc_asiento_datos = DESC("asiento_datos", struct asiento_datos, datos_campos);

#define T struct asiento_acto
static const struct json_field acto_campos[] = {
	CAMPO(T, asiento, "asiento", OBJECT, .sub = &desc_asiento_datos),
	CAMPO_LISTA(T, cambios, "cambios", 0, 100, STRING, .item_min = 1, .item_max = 60),
	CAMPO(T, fecha, "fecha", FECHA, .flags = 0),
	CAMPO_TEXTO(T, instrumento, "instrumento", 1, ASIENTO_NUMERO_MAX, 0),
	CAMPO_TEXTO(T, motivo, "motivo", 1, 4000, JSON_MULTILINE),
	CAMPO(T, texto, "texto", OBJECT, .sub = &desc_texto),
	CAMPO_ENUM(T, vigencia, "vigencia", vigencia, 0),
	CAMPO(T, vigencia_hasta, "vigencia_hasta", FECHA, .flags = 0),
};
/* What a request has in the place of `texto`. */
static const struct json_field documento_campo = CAMPO(T, documento, "documento", UUID, .flags = 0);
#undef T
#define ACTO_CAMPOS (sizeof acto_campos / sizeof *acto_campos)

static struct json_desc desc_of(enum registro_acto acto, struct json_field campos[static ACTO_CAMPOS])
{
	size_t n = 0;
	for (size_t i = 0; i < ACTO_CAMPOS; i++)
		if (asiento_acto_admite(acto, acto_campos[i].name))
			campos[n++] = acto_campos[i];
	return (struct json_desc){.name = "asiento_acto", .size = sizeof(struct asiento_acto), .fields = campos, .n_fields = n};
}

void asiento_acto_encode(enum registro_acto acto, const struct asiento_acto *x, struct buf *out)
{
	struct json_field campos[ACTO_CAMPOS];
	const struct json_desc d = desc_of(acto, campos);
	json_encode(&d, x, out);
}

/* Dates that this kind does not take are absent too. */
static void set_absent(void *value)
{
	asiento_acto_init(value);
}

enum status asiento_acto_decode(
	enum registro_acto acto, const char *text, size_t len, struct arena *a, struct asiento_acto *out, struct error *err)
{
	struct json_field campos[ACTO_CAMPOS];
	struct json_desc d = desc_of(acto, campos);
	d.init = set_absent;
	return json_decode_trusted(&d, text, len, out, a, err);
}

/* ---- requests ---- */

static const struct ruta cuerpo = {0};
static const struct ruta en_datos = {.padre = &cuerpo, .clave = "datos"};
static const struct ruta en_cambios = {.padre = &en_datos, .clave = "cambios"};

static enum status read_kind(struct lector *l, json_t *raiz, enum registro_acto *acto)
{
	static const struct vocabulario *const v = &vocabulario_registro_acto;
	const struct ruta aqui = {.padre = &cuerpo, .clave = "acto"};
	json_t *s = json_object_get(raiz, "acto");
	if (!json_is_object(raiz))
		lector_falta(l, &cuerpo, MENSAJE_TIPO, "object");
	else if (!s)
		lector_falta(l, &aqui, MENSAJE_REQUERIDO, NULL);
	else if (!json_is_string(s))
		lector_falta(l, &aqui, MENSAJE_TIPO, "string");
	else {
		*acto = (enum registro_acto)vocabulario_find(v, json_string_value(s));
		if (*acto == REGISTRO_ACTO_NINGUNO || registro_acto_inicial(*acto))
			lector_falta(
				l, &aqui, MENSAJE_ENUM, "correccion, renovacion, modificacion, terminacion, vencimiento, version_publica");
	}
	return lector_fin(l);
}

/* Names of the members that differ, in their order. */
static void name_changes(struct lector *l, const struct asiento_datos *antes, const struct asiento_datos *ahora, struct asiento_acto *out)
{
	out->cambios = ARENA_ARRAY(l->a, desc_asiento_datos.n_fields, const char *);
	for (size_t i = 0; out->cambios && i < desc_asiento_datos.n_fields; i++) {
		const struct json_desc una = {
			.name = "asiento_datos", .size = desc_asiento_datos.size, .fields = &datos_campos[i], .n_fields = 1};
		BUF_AUTO x;
		BUF_AUTO y;
		buf_init(&x, REGISTRO_ACTO_MAX);
		buf_init(&y, REGISTRO_ACTO_MAX);
		json_encode(&una, antes, &x);
		json_encode(&una, ahora, &y);
		l->lleno = l->lleno || x.failed || y.failed;
		if (strcmp(buf_str(&x), buf_str(&y)) != 0)
			out->cambios[out->n_cambios++] = datos_campos[i].name;
	}
	l->lleno = l->lleno || !out->cambios;
}

static void read_changes(struct lector *l, const struct asiento_datos *actual, json_t *cambios, struct asiento_acto *out)
{
	static const char *const ajenos[] = {"inscrito_en", "procedencia", "texto"};
	if (!json_is_object(cambios)) {
		lector_falta(l, &en_cambios, cambios ? MENSAJE_TIPO : MENSAJE_REQUERIDO, cambios ? "object" : NULL);
		return;
	}
	for (size_t i = 0; i < sizeof ajenos / sizeof *ajenos; i++) {
		const struct ruta aqui = {.padre = &en_cambios, .clave = ajenos[i]};
		if (json_object_get(cambios, ajenos[i]))
			lector_falta(l, &aqui, MENSAJE_NO_CORRESPONDE, NULL);
	}
	out->asiento = ARENA_NEW(l->a, struct asiento_datos);
	l->lleno = l->lleno || !out->asiento;
	if (l->lleno || l->faltas)
		return;
	json_leer_parche(l, &en_cambios, &desc_asiento_datos, actual, cambios, out->asiento);
	if (!l->faltas && !l->lleno)
		name_changes(l, actual, out->asiento, out);
}

/* Members as a request has them: the entry is told by its changes, which are read apart, and a text by its document. */
static size_t request_fields(enum registro_acto acto, struct json_field campos[static ACTO_CAMPOS])
{
	size_t n = 0;
	for (size_t i = 0; i < ACTO_CAMPOS; i++) {
		const char *nombre = acto_campos[i].name;
		if (asiento_acto_admite(acto, nombre) && strcmp(nombre, "asiento") != 0 && strcmp(nombre, "cambios") != 0)
			campos[n++] = strcmp(nombre, "texto") == 0 ? documento_campo : acto_campos[i];
	}
	return n;
}

struct cuerpo_anotacion {
	enum registro_acto acto;
	struct asiento_acto *datos;
	dia_t fecha_legal;
};

enum status anotacion_request_decode(const char *text, size_t len, const struct asiento_datos *actual, struct arena *a,
	enum registro_acto *acto, struct asiento_acto *out, dia_t *fecha_legal, struct error *err)
{
	json_auto_t *raiz = NULL;
	json_auto_t *cambios = NULL;
	struct lector l = {.a = a, .err = err};
	struct json_field campos[ACTO_CAMPOS];
	*acto = REGISTRO_ACTO_NINGUNO;
	enum status st = json_texto_load(text, len, &raiz, err);
	if (st == STATUS_OK)
		st = read_kind(&l, raiz, acto);
	if (st != STATUS_OK)
		return st;
	const struct json_desc entrada = {.name = "anotacion",
		.size = sizeof(struct asiento_acto),
		.fields = campos,
		.n_fields = request_fields(*acto, campos),
		.init = set_absent};
	const struct json_field cuerpo_campos[] = {
		CAMPO_ENUM(struct cuerpo_anotacion, acto, "acto", registro_acto, JSON_REQUIRED),
		CAMPO(struct cuerpo_anotacion, datos, "datos", OBJECT, .sub = &entrada),
		CAMPO(struct cuerpo_anotacion, fecha_legal, "fecha_legal", FECHA, .flags = 0),
	};
	const struct json_desc desc = DESC("cuerpo_anotacion", struct cuerpo_anotacion, cuerpo_campos);
	struct cuerpo_anotacion c = {.fecha_legal = DIA_NINGUNO};
	json_t *datos = json_object_get(raiz, "datos");
	const bool cambia = asiento_acto_admite(*acto, "cambios");
	if (!datos && json_object_set_new(raiz, "datos", json_object()) != 0)
		l.lleno = true;
	if (cambia && json_is_object(datos)) {
		cambios = json_incref(json_object_get(datos, "cambios"));
		(void)json_object_del(datos, "cambios");
	}
	json_leer_objeto(&l, &cuerpo, &desc, raiz, &c);
	asiento_acto_init(out);
	if (c.datos)
		*out = *c.datos;
	if (cambia)
		read_changes(&l, actual, cambios, out);
	*fecha_legal = c.fecha_legal;
	return lector_fin(&l);
}
