#include "codec/diccionario.h"

#include <stdio.h>

#define CAMINO_MAX 160

/* Which catalogue of the service names the codes of a column; NULL: none does. */
static const char *catalogue_of(enum asiento_columna c)
{
	static const char *const catalogos[COLUMNA_COUNT] = {[COLUMNA_TIPO] = "tipos",
		[COLUMNA_AREAS] = "areas",
		[COLUMNA_CVE_ENT] = "entidades",
		[COLUMNA_CVE_MUN] = "municipios",
		[COLUMNA_PAIS] = "paises",
		[COLUMNA_REGION] = "regiones"};
	return catalogos[c];
}

static const char *type_name(enum json_kind kind)
{
	switch (kind) {
	case JSON_KIND_INT:
	case JSON_KIND_INT64:
		return "entero";
	case JSON_KIND_FECHA:
		return "fecha";
	case JSON_KIND_INSTANTE:
		return "instante";
	case JSON_KIND_UUID:
		return "uuid";
	case JSON_KIND_SHA256:
		return "sha256";
	case JSON_KIND_ENUM:
		return "clave";
	case JSON_KIND_BOOL:
		return "logico";
	case JSON_KIND_STRING:
	case JSON_KIND_OBJECT:
	case JSON_KIND_EMBEDDED:
	case JSON_KIND_ARRAY:
		break;
	}
	return "texto";
}

/* Where a line of JSON has it: "asiento.contrapartes[].pais"; NULL: it is derived, and there it is not. */
static const char *path_of(enum asiento_columna c, bool lista, char out[static CAMINO_MAX])
{
	const struct asiento_columna_info *i = &asiento_columnas[c];
	if (c == COLUMNA_NUMERO)
		return "numero";
	if (!i->miembro)
		return NULL;
	snprintf(out, CAMINO_MAX, "asiento.%s%s%s%s", i->miembro, lista ? "[]" : "", i->sub ? "." : "", i->sub ? i->sub : "");
	return out;
}

static void values(struct json_writer *w, const struct vocabulario *v)
{
	json_array(w, "valores");
	for (int i = 1; i < v->n; i++) {
		json_object(w, NULL);
		json_string(w, "clave", v->slugs[i]);
		json_string(w, "titulo", v->titulos[i]);
		json_object_end(w);
	}
	json_array_end(w);
}

static void column(struct json_writer *w, const struct asiento_filas *f, enum asiento_columna c)
{
	char camino[CAMINO_MAX], catalogo[CAMINO_MAX];
	const struct json_field *campo = f->campo[c], *sub = f->sub[c], *valor = sub ? sub : campo;
	const bool derivada = !campo && c != COLUMNA_NUMERO, lista = derivada || (campo && campo->kind == JSON_KIND_ARRAY);
	const enum json_kind kind = !valor ? JSON_KIND_STRING : valor->kind == JSON_KIND_ARRAY ? valor->item : valor->kind;
	json_object(w, NULL);
	json_int(w, "n", (int)c + 1);
	json_string(w, "nombre", asiento_columnas[c].nombre);
	json_string(w, "descripcion", asiento_columnas[c].descripcion);
	json_string(w, "tipo", type_name(kind));
	json_bool(w, "lista", lista);
	json_bool(w, "derivada", derivada);
	json_string(w, "jsonl", path_of(c, lista, camino));
	if (kind == JSON_KIND_ENUM)
		values(w, valor->vocabulario);
	if (catalogue_of(c)) {
		snprintf(catalogo, sizeof catalogo, "/v1/catalogos/%s", catalogue_of(c));
		json_string(w, "catalogo", catalogo);
	}
	json_object_end(w);
}

void diccionario_write(struct json_writer *w)
{
	struct asiento_filas f;
	asiento_filas_init(&f, NULL, NULL);
	json_array(w, "columnas");
	for (int c = 0; c < COLUMNA_COUNT; c++)
		column(w, &f, (enum asiento_columna)c);
	json_array_end(w);
	asiento_filas_free(&f);
}
