/* The catalogues as the public reads them. */
#include "services/catalogos.h"

#include <string.h>

#include "base/csv.h"
#include "codec/json.h"
#include "recursos/embedded.h"

/* ---- what the program carries ---- */

static struct csv_memoria carried(const char *name)
{
	for (size_t i = 0; i < recurso_count; i++)
		if (strcmp(recursos[i].name, name) == 0)
			return (struct csv_memoria){.p = recursos[i].data, .n = recursos[i].len};
	return (struct csv_memoria){0};
}

/* Rows of a CSV file of the program: `miembros` names the first columns, NULL for one that is not shown. */
static enum status write_carried(struct json_writer *w, const char *file, const char *const *miembros, size_t n, struct error *err)
{
	struct csv_memoria m = carried(file);
	struct csv_lector c;
	bool titulos = true;
	if (!csv_init(&c))
		return error_set(err, PROBLEM_SATURADO);
	c.leer = csv_leer_memoria;
	c.ctx = &m;
	while (csv_next(&c) == CSV_FILA) {
		if (titulos) {
			titulos = false;
			continue;
		}
		json_object(w, NULL);
		for (size_t i = 0; i < n && i < c.n; i++)
			if (miembros[i])
				json_string(w, miembros[i], c.celda[i].texto);
		json_object_end(w);
	}
	csv_free(&c);
	return STATUS_OK;
}

static void write_vocabulary(struct json_writer *w, const struct vocabulario *v)
{
	for (int i = 1; i < (int)v->n; i++) {
		json_object(w, NULL);
		json_string(w, "clave", vocabulario_slug(v, i));
		json_string(w, "nombre", vocabulario_titulo(v, i));
		json_object_end(w);
	}
}

static enum status write_municipalities(struct db *db, const char *entidad, struct arena *a, struct json_writer *w, struct error *err)
{
	struct municipio *v = NULL;
	size_t n = 0;
	enum status st = municipios_list(db, entidad, a, &v, &n, err);
	for (size_t i = 0; st == STATUS_OK && i < n; i++) {
		json_object(w, NULL);
		json_string(w, "clave", arena_printf(a, "%s%s", v[i].cve_ent, v[i].cve_mun));
		json_string(w, "nombre", v[i].nombre);
		json_string(w, "entidad", v[i].cve_ent);
		json_string(w, "cve_mun", v[i].cve_mun);
		json_bool(w, "vigente", v[i].vigente);
		json_object_end(w);
	}
	return st;
}

/* ---- all of them ---- */

enum clase { PAISES, ENTIDADES, MUNICIPIOS, REGIONES, AREAS, TIPOS, CLASES };
static const struct {
	const char *nombre, *fuente;
} catalogos[CLASES] = {
	[PAISES] = {"paises", "ISO 3166-1; nombres en español de México"},
	[ENTIDADES] = {"entidades", "INEGI, Catálogo Único de Claves de Áreas Geoestadísticas; ISO 3166-2"},
	[MUNICIPIOS] = {"municipios", "INEGI, Catálogo Único de Claves de Áreas Geoestadísticas (AGEEML)"},
	[REGIONES] = {"regiones", "Regiones con que se cuenta el Registro: América del Norte son Estados Unidos y Canadá"},
	[AREAS] = {"areas", "Áreas de cooperación del Registro"},
	[TIPOS] = {"tipos", "Tipos de acuerdo del Registro"},
};

enum status catalogo_write(struct db *db, const char *catalogo, const char *entidad, struct arena *a, struct buf *out, struct error *err)
{
	static const char *const pais[] = {"clave", "nombre", "region"};
	static const char *const estado[] = {"clave", "nombre", "abreviatura", "iso_3166_2"};
	struct json_writer w;
	enum status st = STATUS_OK;
	enum clase k = PAISES;
	while (k < CLASES && strcmp(catalogos[k].nombre, catalogo) != 0)
		k++;
	if (k == CLASES)
		return error_set(err, PROBLEM_NO_ENCONTRADO);
	json_begin(&w, out);
	json_object(&w, NULL);
	json_string(&w, "catalogo", catalogos[k].nombre);
	json_string(&w, "fuente", catalogos[k].fuente);
	json_array(&w, "datos");
	if (k == PAISES)
		st = write_carried(&w, "config/paises.csv", pais, 3, err);
	else if (k == ENTIDADES)
		st = write_carried(&w, "config/entidades.csv", estado, 4, err);
	else if (k == REGIONES)
		st = write_carried(&w, "config/regiones.csv", pais, 2, err);
	else if (k == MUNICIPIOS)
		st = write_municipalities(db, entidad, a, &w, err);
	else
		write_vocabulary(&w, k == AREAS ? &vocabulario_area : &vocabulario_tipo_acuerdo);
	json_array_end(&w);
	json_object_end(&w);
	return st;
}
