/* What an act carries: one list of members, from which the descriptor of each act is cut. */
#include <jansson.h>
#include <string.h>

#include "codec/campos.h"
#include "codec/json_interno.h"
#include "codec/tipos.h"

#define RENGLONES_MAX 200
#define ECO_MAX 64 /* bytes of an unknown act's name that are echoed */

#define OBS_CLAUSULA CAMPO_TEXTO(struct entrada_observacion, clausula, "clausula", 1, 200, JSON_REQUIRED)
#define OBS_PASAJE CAMPO_TEXTO(struct entrada_observacion, pasaje, "pasaje", 1, 4000, JSON_MULTILINE)
#define OBS_SIN_ANCLA CAMPO(struct entrada_observacion, sin_ancla, "sin_ancla", BOOL, .flags = 0)
#define OBS_TEXTO CAMPO_TEXTO(struct entrada_observacion, texto, "texto", 1, 4000, JSON_REQUIRED | JSON_MULTILINE)

static const struct json_field observacion_campos[] = {
	OBS_CLAUSULA,
	OBS_PASAJE,
	CAMPO_ENUM(struct entrada_observacion, severidad, "severidad", severidad, JSON_REQUIRED),
	OBS_SIN_ANCLA,
	OBS_TEXTO,
};
static const struct json_desc desc_observacion = DESC("observacion", struct entrada_observacion, observacion_campos);

static const struct json_field recomendacion_campos[] = {OBS_CLAUSULA, OBS_PASAJE, OBS_SIN_ANCLA, OBS_TEXTO};
static const struct json_desc desc_recomendacion = DESC("recomendacion", struct entrada_observacion, recomendacion_campos);

static const struct json_field no_incorporada_campos[] = {
	OBS_CLAUSULA,
	OBS_PASAJE,
	CAMPO_INT(struct entrada_observacion, recomendacion, "recomendacion", 1, INT_MAX, 0),
	OBS_TEXTO,
};
static const struct json_desc desc_no_incorporada = DESC("no_incorporada", struct entrada_observacion, no_incorporada_campos);

static const struct json_field respuesta_campos[] = {
	CAMPO_INT(struct entrada_respuesta, numero, "numero", 1, INT_MAX, JSON_REQUIRED),
	CAMPO_TEXTO(struct entrada_respuesta, respuesta, "respuesta", 1, 4000, JSON_REQUIRED | JSON_MULTILINE),
};
static const struct json_desc desc_respuesta = DESC("respuesta", struct entrada_respuesta, respuesta_campos);

static const struct json_field verificacion_campos[] = {
	CAMPO_TEXTO(struct entrada_verificacion, motivo, "motivo", 1, 4000, JSON_MULTILINE),
	CAMPO_INT(struct entrada_verificacion, numero, "numero", 1, INT_MAX, JSON_REQUIRED),
	CAMPO_ENUM(struct entrada_verificacion, resultado, "resultado", verificacion, JSON_REQUIRED),
};
static const struct json_desc desc_verificacion = DESC("verificacion", struct entrada_verificacion, verificacion_campos);

static const struct json_field faltante_campos[] = {
	CAMPO_TEXTO(struct entrada_faltante, detalle, "detalle", 1, 2000, JSON_REQUIRED | JSON_MULTILINE),
	CAMPO_TEXTO(struct entrada_faltante, requisito, "requisito", 1, 200, JSON_REQUIRED),
};
static const struct json_desc desc_faltante = DESC("faltante", struct entrada_faltante, faltante_campos);

#define T struct acto_datos
static const struct json_field acto_campos[] = {
	CAMPO_INT(T, acto_referido, "acto", 1, INT_MAX, 0),
	CAMPO_INT(T, corrige, "corrige", 1, INT_MAX, 0),
	CAMPO_TEXTO(T, cve_ent, "cve_ent", 2, 2, 0),
	CAMPO(T, expediente, "datos", OBJECT, .sub = &desc_datos_expediente),
	CAMPO(T, declaracion_version_final, "declaracion_version_final", BOOL, .flags = 0),
	CAMPO_TEXTO(T, detalle, "detalle", 1, 4000, JSON_MULTILINE),
	CAMPO(T, documento, "documento", OBJECT, .sub = &desc_documento),
	CAMPO_LISTA(T, faltantes, "faltantes", 1, 100, OBJECT, .sub = &desc_faltante),
	CAMPO(T, fecha_firma_pretendida, "fecha_firma_pretendida", FECHA, .flags = 0),
	CAMPO(T, fecha_suscripcion, "fecha_suscripcion", FECHA, .flags = 0),
	CAMPO_TEXTO(T, fundamento, "fundamento", 1, 10000, JSON_MULTILINE),
	CAMPO_TEXTO(T, lugar_suscripcion, "lugar_suscripcion", 1, 300, 0),
	CAMPO_TEXTO(T, motivacion, "motivacion", 1, 20000, JSON_MULTILINE),
	CAMPO_TEXTO(T, motivo, "motivo", 1, 4000, JSON_MULTILINE),
	CAMPO_ENUM(T, motivo_devolucion, "motivo_devolucion", motivo_copia, 0),
	CAMPO_LISTA(T, observaciones, "no_incorporadas", 1, RENGLONES_MAX, OBJECT, .sub = &desc_no_incorporada),
	CAMPO_TEXTO(T, nota, "nota", 1, 10000, JSON_MULTILINE),
	CAMPO_TEXTO(T, numero_oficial, "numero_oficial", 1, 100, 0),
	CAMPO_LISTA(T, observaciones, "observaciones", 1, RENGLONES_MAX, OBJECT, .sub = &desc_observacion),
	CAMPO(T, organizacion, "organizacion", UUID, .flags = 0),
	CAMPO_INT(T, plazo_dias_habiles, "plazo_dias_habiles", 1, 250, 0),
	/* May be empty: a plain `procedente` recommends nothing. What each sense demands is the domain's to say. */
	CAMPO_LISTA(T, observaciones, "recomendaciones", 0, RENGLONES_MAX, OBJECT, .sub = &desc_recomendacion),
	CAMPO(T, responsable, "responsable", UUID, .flags = 0),
	CAMPO_LISTA(T, respuestas, "respuestas", 0, RENGLONES_MAX, OBJECT, .sub = &desc_respuesta),
	CAMPO_ENUM(T, sentido, "sentido", sentido, 0),
	CAMPO_TEXTO(T, terminos, "terminos", 1, 10000, JSON_MULTILINE),
	CAMPO_LISTA(T, verificaciones, "verificaciones", 0, RENGLONES_MAX, OBJECT, .sub = &desc_verificacion),
};
#undef T
_Static_assert(sizeof acto_campos / sizeof acto_campos[0] == ACTO_DATOS_CAMPOS, "every member of acto_datos");

/* The name under which this act's numbered lines travel. */
static const char *nombre_renglones(enum acto_tipo acto)
{
	return acto == ACTO_DICTAMINAR ? "recomendaciones" : acto == ACTO_OBSERVAR_REGISTRO ? "no_incorporadas" : "observaciones";
}

/* Everything an act of this kind can have in the journal. */
static struct json_desc desc_asiento(enum acto_tipo acto, struct json_field campos[static ACTO_DATOS_CAMPOS])
{
	size_t n = 0;
	for (size_t i = 0; i < ACTO_DATOS_CAMPOS; i++) {
		if (acto_campos[i].offset != offsetof(struct acto_datos, observaciones) ||
			strcmp(acto_campos[i].name, nombre_renglones(acto)) == 0)
			campos[n++] = acto_campos[i];
	}
	return (struct json_desc){.name = "acto_datos", .size = sizeof(struct acto_datos), .fields = campos, .n_fields = n};
}

const char *acto_miembro_json(const char *nombre)
{
	if (strcmp(nombre, "acto_referido") == 0)
		return "acto";
	return strcmp(nombre, "expediente") == 0 ? "datos" : nombre;
}

/* What a request may bring: the rest is known but refused. */
static struct json_desc desc_entrada(enum acto_tipo acto, struct json_field campos[static ACTO_DATOS_CAMPOS])
{
	size_t n_admite;
	const struct acto_miembro *admite = acto_admite(acto, &n_admite);
	for (size_t i = 0; i < ACTO_DATOS_CAMPOS; i++) {
		struct json_field *f = &campos[i];
		*f = acto_campos[i];
		bool admitido = strcmp(f->name, "corrige") == 0 || strcmp(f->name, "numero_oficial") == 0;
		for (size_t j = 0; j < n_admite; j++) {
			if (strcmp(acto_miembro_json(admite[j].nombre), f->name) != 0)
				continue;
			admitido = true;
			f->flags |= admite[j].requerido && !acto_miembro_guardado(f->name) ? JSON_REQUIRED : 0;
		}
		f->flags |= admitido ? 0 : JSON_OUTPUT;
	}
	return (struct json_desc){.name = "acto_datos", .size = sizeof(struct acto_datos), .fields = campos, .n_fields = ACTO_DATOS_CAMPOS};
}

/* --- the journal's column ------------------------------------------------------------------------------------------------------------ */

void acto_datos_encode(enum acto_tipo acto, const struct acto_datos *d, struct buf *out)
{
	struct json_field campos[ACTO_DATOS_CAMPOS];
	if (!d) {
		buf_puts(out, "{}");
		return;
	}
	const struct json_desc desc = desc_asiento(acto, campos);
	json_encode(&desc, d, out);
}

enum status acto_datos_decode(
	enum acto_tipo acto, const char *text, size_t len, struct arena *a, struct acto_datos **out, struct error *err)
{
	struct json_field campos[ACTO_DATOS_CAMPOS];
	const struct json_desc desc = desc_asiento(acto, campos);
	struct acto_datos *d = ARENA_NEW(a, struct acto_datos);
	if (!d)
		return json_sin_memoria(err, "acto_datos: arena exhausted");
	enum status st = json_decode_trusted(&desc, text, len, d, a, err);
	if (st != STATUS_OK)
		return st;
	if (d->documento)
		d->documento->tiene_huella = !sha256_is_zero(&d->documento->huella);
	*out = d;
	return STATUS_OK;
}

/* --- requests -------------------------------------------------------------------------------------------------------------------------- */

struct cuerpo_acto {
	enum acto_tipo acto;
	struct acto_datos *datos;
	dia_t fecha_legal;
};

static enum status acto_desconocido(const char *nombre, struct lector *l, const struct ruta *r)
{
	struct vocabulario legales = vocabulario_acto;
	char eco[ECO_MAX + 1];
	size_t n = strlen(nombre);
	if (n > ECO_MAX) {
		for (n = ECO_MAX; n > 0 && ((unsigned char)nombre[n] & 0xC0) == 0x80; n--)
			;
	}
	memcpy(eco, nombre, n);
	eco[n] = '\0';
	lector_falta(l, r, MENSAJE_ENUM, lector_lista(l, &legales, ACTO_MODIFICAR_DATOS));
	return error_set(l->err, PROBLEM_ACTO_DESCONOCIDO, eco);
}

/* The act decides what the rest must look like, so it is looked at first. */
static enum status leer_acto(struct lector *l, json_t *raiz, enum acto_tipo *acto)
{
	const struct ruta cuerpo = {0}, aqui = {.padre = &cuerpo, .clave = "acto"};
	json_t *v = json_object_get(raiz, "acto");
	if (!json_is_object(raiz))
		lector_falta(l, &cuerpo, MENSAJE_TIPO, "object");
	else if (!v)
		lector_falta(l, &aqui, MENSAJE_REQUERIDO, NULL);
	else if (!json_is_string(v))
		lector_falta(l, &aqui, MENSAJE_TIPO, "string");
	else {
		int tipo = vocabulario_find(&vocabulario_acto, json_string_value(v));
		if (tipo <= 0 || tipo >= ACTO_MODIFICAR_DATOS)
			return acto_desconocido(json_string_value(v), l, &aqui);
		*acto = (enum acto_tipo)tipo;
	}
	return lector_fin(l);
}

enum status acto_request_decode(const char *text, size_t len, struct arena *a, enum acto_tipo *acto, struct acto_datos **datos,
	dia_t *fecha_legal, struct error *err)
{
	json_auto_t *raiz = NULL;
	struct lector l = {.a = a, .err = err};
	enum status st = json_texto_load(text, len, &raiz, err);
	if (st == STATUS_OK)
		st = leer_acto(&l, raiz, acto);
	if (st != STATUS_OK)
		return st;
	struct json_field campos[ACTO_DATOS_CAMPOS];
	const struct json_desc entrada = desc_entrada(*acto, campos);
	const struct json_field cuerpo_campos[] = {
		CAMPO_ENUM(struct cuerpo_acto, acto, "acto", acto, JSON_REQUIRED),
		CAMPO(struct cuerpo_acto, datos, "datos", OBJECT, .sub = &entrada),
		CAMPO(struct cuerpo_acto, fecha_legal, "fecha_legal", FECHA, .flags = 0),
	};
	const struct json_desc desc = DESC("cuerpo_acto", struct cuerpo_acto, cuerpo_campos);
	struct cuerpo_acto cuerpo;
	const struct ruta aqui = {0};
	/* Without `datos` what the act needs is missing member by member. */
	if (!json_object_get(raiz, "datos") && json_object_set_new(raiz, "datos", json_object()) != 0)
		l.lleno = true;
	json_leer_objeto(&l, &aqui, &desc, raiz, &cuerpo);
	st = lector_fin(&l);
	if (st == STATUS_OK) {
		*datos = cuerpo.datos;
		*fecha_legal = cuerpo.fecha_legal;
	}
	return st;
}

struct cuerpo_expediente {
	struct datos_expediente *datos;
	struct uuid organizacion;
};
static const struct json_field expediente_campos[] = {
	CAMPO(struct cuerpo_expediente, datos, "datos", OBJECT, .sub = &desc_datos_expediente),
	CAMPO(struct cuerpo_expediente, organizacion, "organizacion", UUID, .flags = 0),
};
static const struct json_desc desc_cuerpo_expediente = DESC("cuerpo_expediente", struct cuerpo_expediente, expediente_campos);

enum status expediente_request_decode(
	const char *text, size_t len, struct arena *a, struct uuid *organizacion, struct datos_expediente **datos, struct error *err)
{
	struct cuerpo_expediente c;
	enum status st = json_decode(&desc_cuerpo_expediente, text, len, &c, a, err);
	if (st == STATUS_OK) {
		*organizacion = c.organizacion;
		*datos = c.datos;
	}
	return st;
}
