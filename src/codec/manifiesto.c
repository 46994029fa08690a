#include "codec/manifiesto.h"

#include <string.h>

#include "codec/campos.h"

static const char *const tipo_slugs[MANIFIESTO_TIPO_COUNT] = {"", "diario", "documento", "emitido", "certificados", "leeme"};
static const struct vocabulario vocabulario_tipo = {
	.nombre = "manifiesto_tipo", .slugs = tipo_slugs, .titulos = tipo_slugs, .n = MANIFIESTO_TIPO_COUNT};

static bool formato_conocido(const char *s)
{
	return strcmp(s, MANIFIESTO_FORMATO) == 0;
}

#define T struct manifiesto_entrada
static const struct json_field entrada_campos[] = {
	CAMPO_INT(T, acto, "acto", 1, INT32_MAX, 0),
	CAMPO_TEXTO(T, clase, "clase", 1, 60, 0),
	CAMPO_TEXTO(T, codigo, "codigo", 1, 100, 0),
	CAMPO(T, emitido_en, "emitido_en", INSTANTE, .flags = 0),
	CAMPO(T, id, "id", UUID, .flags = 0),
	CAMPO_TEXTO(T, nombre, "nombre", 1, 200, JSON_REQUIRED),
	CAMPO_TEXTO(T, original, "original", 1, 255, 0),
	CAMPO(T, sha256, "sha256", SHA256, .flags = JSON_REQUIRED),
	CAMPO(T, tamano, "tamano", INT64, .min = 0, .max = INT64_MAX, .flags = JSON_REQUIRED),
	CAMPO_ENUM(T, tipo, "tipo", tipo, JSON_REQUIRED),
	CAMPO_TEXTO(T, tipo_medio, "tipo_medio", 1, 127, 0),
};
#undef T
static const struct json_desc desc_entrada = DESC("manifiesto.entrada", struct manifiesto_entrada, entrada_campos);

#define T struct manifiesto_quien
static const struct json_field quien_campos[] = {
	CAMPO(T, organizacion, "organizacion", UUID, .flags = JSON_REQUIRED),
	CAMPO_ENUM(T, rol, "rol", rol, JSON_REQUIRED),
	CAMPO(T, usuario, "usuario", UUID, .flags = JSON_REQUIRED),
};
#undef T
static const struct json_desc desc_quien = DESC("manifiesto.exportado_por", struct manifiesto_quien, quien_campos);

#define T struct manifiesto
static const struct json_field manifiesto_campos[] = {
	CAMPO(T, cabeza, "cabeza", SHA256, .flags = JSON_REQUIRED),
	CAMPO_LISTA(T, entradas, "entradas", 1, MANIFIESTO_ENTRADAS_MAX, OBJECT, .sub = &desc_entrada, .flags = JSON_REQUIRED),
	CAMPO_ENUM(T, estado, "estado", estado, JSON_REQUIRED),
	CAMPO(T, expediente, "expediente", UUID, .flags = JSON_REQUIRED),
	CAMPO(T, exportado_en, "exportado_en", INSTANTE, .flags = JSON_REQUIRED),
	CAMPO(T, exportado_por, "exportado_por", EMBEDDED, .sub = &desc_quien, .flags = JSON_REQUIRED),
	CAMPO_TEXTO(T, folio, "folio", 1, 100, 0),
	CAMPO_FORMA(T, formato, "formato", 1, 60, formato_conocido, FORMATO),
	CAMPO(T, organizacion, "organizacion", UUID, .flags = JSON_REQUIRED),
	CAMPO_TEXTO(T, programa, "programa", 1, 60, 0),
	CAMPO_LISTA(T, reservados, "reservados", 0, 1000000, INT, .item_min = 1, .item_max = INT32_MAX),
	CAMPO_ENUM(T, resultado, "resultado", resultado, 0),
	CAMPO_INT(T, v, "v", MANIFIESTO_VERSION, MANIFIESTO_VERSION, JSON_REQUIRED),
	CAMPO_INT(T, version, "version", 1, INT32_MAX, JSON_REQUIRED),
};
#undef T
static const struct json_desc desc_manifiesto = DESC("manifiesto", struct manifiesto, manifiesto_campos);

void manifiesto_encode(const struct manifiesto *m, struct buf *out)
{
	json_encode(&desc_manifiesto, m, out);
}

enum status manifiesto_decode(const char *text, size_t len, struct arena *a, struct manifiesto *out, struct error *err)
{
	enum status st = json_decode(&desc_manifiesto, text, len, out, a, err);
	if (st == STATUS_OK && !out->formato)
		return error_set(err, PROBLEM_CUERPO_INVALIDO);
	return st;
}
