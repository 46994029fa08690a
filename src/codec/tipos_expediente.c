/* `datos` of the file, documents and computations; shapes of e-mail, telephone and language. */
#include <string.h>

#include "codec/campos.h"
#include "codec/tipos.h"

#define LETRAS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITOS "0123456789"

bool idioma_valido(const char *s)
{
	return strlen(s) == 2 && s[0] >= 'a' && s[0] <= 'z' && s[1] >= 'a' && s[1] <= 'z';
}

/* Dotted labels of the given characters, none empty. */
static bool etiquetas(const char *s, size_t n, const char *admitidas, size_t largo_max, size_t *cuantas)
{
	size_t i = 0;
	*cuantas = 0;
	while (i < n) {
		size_t k = strspn(s + i, admitidas);
		if (k == 0 || k > largo_max)
			return false;
		++*cuantas;
		i += k;
		if (i == n)
			return true;
		if (s[i] != '.')
			return false;
		i++;
	}
	return false;
}

bool correo_valido(const char *s)
{
	const char *arroba = strrchr(s, '@');
	size_t n;
	if (!arroba || arroba == s || arroba - s > 64 || strlen(s) > 254)
		return false;
	if (!etiquetas(s, (size_t)(arroba - s), LETRAS DIGITOS "!#$%&'*+/=?^_`{|}~-", 64, &n))
		return false;
	const char *dominio = arroba + 1;
	if (!etiquetas(dominio, strlen(dominio), LETRAS DIGITOS "-", 63, &n) || n < 2)
		return false;
	return !strstr(dominio, ".-") && !strstr(dominio, "-.") && dominio[0] != '-' && dominio[strlen(dominio) - 1] != '-';
}

bool telefono_valido(const char *s)
{
	size_t digitos = 0;
	s += *s == '+';
	if (*s != '(' && !strchr(DIGITOS, *s))
		return false;
	for (; *s && strchr(DIGITOS " ()-.", *s); s++)
		digitos += *s >= '0' && *s <= '9';
	if (digitos < 7 || digitos > 15)
		return false;
	if (*s == '\0')
		return true;
	if (strncmp(s, "ext", 3) != 0)
		return false;
	s += 3;
	s += *s == '.';
	s += *s == ' ';
	size_t n = strspn(s, DIGITOS);
	return n >= 1 && n <= 6 && s[n] == '\0';
}

static const struct json_field contraparte_campos[] = {
	CAMPO_TEXTO(struct contraparte, ciudad, "ciudad", 1, 200, 0),
	CAMPO_ENUM(struct contraparte, clase, "clase", clase_contraparte, 0),
	CAMPO_TEXTO(struct contraparte, nombre, "nombre", 1, 300, 0),
	CAMPO_FORMA(struct contraparte, pais, "pais", 2, 2, pais_valido, PAIS),
};
static const struct json_desc desc_contraparte = DESC("contraparte", struct contraparte, contraparte_campos);

static const struct json_field contacto_campos[] = {
	CAMPO_TEXTO(struct contacto, cargo, "cargo", 1, 200, 0),
	CAMPO_FORMA(struct contacto, correo, "correo", 3, 254, correo_valido, CORREO),
	CAMPO_TEXTO(struct contacto, nombre, "nombre", 1, 200, 0),
	CAMPO_FORMA(struct contacto, telefono, "telefono", 7, 40, telefono_valido, TELEFONO),
};
static const struct json_desc desc_contacto = DESC("contacto", struct contacto, contacto_campos);

#define T struct datos_expediente
static const struct json_field datos_campos[] = {
	CAMPO_LISTA(T, areas, "areas", 0, 20, ENUM, .vocabulario = &vocabulario_area, .flags = JSON_UNIQUE),
	CAMPO_ENUM(T, clase_organo, "clase_organo", clase_organo, 0),
	CAMPO(T, compartir_con_estado, "compartir_con_estado", BOOL, .flags = 0),
	CAMPO(T, contacto, "contacto", EMBEDDED, .sub = &desc_contacto),
	CAMPO_LISTA(T, contrapartes, "contrapartes", 0, 50, OBJECT, .sub = &desc_contraparte),
	CAMPO_TEXTO(T, denominacion, "denominacion", 1, 500, 0),
	CAMPO(T, fecha_firma_pretendida, "fecha_firma_pretendida", FECHA, .flags = 0),
	CAMPO_TEXTO(T, fundamento_facultades, "fundamento_facultades", 1, 4000, JSON_MULTILINE),
	CAMPO_LISTA(T, idiomas, "idiomas", 0, 20, STRING, .item_min = 2, .item_max = 2, .flags = JSON_UNIQUE, .check = idioma_valido,
		.check_msg = MENSAJE_IDIOMA),
	CAMPO_TEXTO(T, lugar_firma, "lugar_firma", 1, 300, 0),
	CAMPO_TEXTO(T, modifica_a, "modifica_a", 1, 100, 0),
	CAMPO_ENUM(T, nivel, "nivel", nivel, 0),
	CAMPO_LISTA(T, ods, "ods", 0, 17, INT, .item_min = 1, .item_max = 17, .flags = JSON_UNIQUE),
	CAMPO_TEXTO(T, organo_firmante, "organo_firmante", 1, 300, 0),
	CAMPO_LISTA(T, organos_locales, "organos_locales", 0, 50, STRING, .item_min = 1, .item_max = 300),
	CAMPO_TEXTO(T, programa_trabajo, "programa_trabajo", 1, 10000, JSON_MULTILINE),
	CAMPO_ENUM(T, tipo, "tipo", tipo_acuerdo, 0),
	CAMPO_TEXTO(T, tratado_base, "tratado_base", 1, 500, 0),
	CAMPO_ENUM(T, vigencia, "vigencia", vigencia, 0),
	CAMPO(T, vigencia_desde, "vigencia_desde", FECHA, .flags = 0),
	CAMPO(T, vigencia_hasta, "vigencia_hasta", FECHA, .flags = 0),
};
#undef T
const struct json_desc desc_datos_expediente = DESC("datos_expediente", struct datos_expediente, datos_campos);

static const struct json_field documento_campos[] = {
	CAMPO_ENUM(struct documento, clase, "clase", clase_documento, 0),
	CAMPO(struct documento, huella, "huella", SHA256, .flags = 0),
	CAMPO(struct documento, id, "id", UUID, .flags = 0),
	CAMPO_TEXTO(struct documento, nombre, "nombre", 1, 255, 0),
	CAMPO(struct documento, sha256, "sha256", SHA256, .flags = 0),
	CAMPO(struct documento, tamano, "tamano", INT64, .flags = 0),
	CAMPO_TEXTO(struct documento, tipo_medio, "tipo_medio", 1, 127, 0),
	CAMPO(struct documento, version, "version", INT, .flags = 0),
};
const struct json_desc desc_documento = DESC("documento", struct documento, documento_campos);

#define T struct computo
static const struct json_field computo_campos[] = {
	CAMPO(T, calendario_incompleto, "calendario_incompleto", BOOL, .flags = JSON_ALWAYS),
	CAMPO(T, calendario_version, "calendario_version", INT, .flags = JSON_ALWAYS),
	CAMPO(T, dias_requeridos, "dias_requeridos", INT, .flags = JSON_ALWAYS),
	CAMPO(T, en_tiempo, "en_tiempo", BOOL, .flags = JSON_ALWAYS),
	CAMPO(T, fecha_firma, "fecha_firma", FECHA, .flags = 0),
	CAMPO_ENUM(T, lectura, "lectura", lectura, 0),
	CAMPO(T, n, "n", INT, .flags = JSON_ALWAYS),
	CAMPO(T, n_distancia, "n_distancia", INT, .flags = JSON_ALWAYS),
	CAMPO(T, n_integros, "n_integros", INT, .flags = JSON_ALWAYS),
	CAMPO(T, recepcion, "recepcion", INSTANTE, .flags = 0),
	CAMPO(T, recepcion_efectiva, "recepcion_efectiva", FECHA, .flags = 0),
	CAMPO(T, recepcion_recomendada, "recepcion_recomendada", FECHA, .flags = 0),
	CAMPO(T, ultima_recepcion, "ultima_recepcion", FECHA, .flags = 0),
};
#undef T
const struct json_desc desc_computo = DESC("computo", struct computo, computo_campos);
