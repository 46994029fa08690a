#include "http/directorio_vista.h"

#include <string.h>

static void write_optional(struct json_writer *w, const char *key, const char *value)
{
	if (value && *value)
		json_string(w, key, value);
}

void directorio_write_organisation(struct json_writer *w, const char *key, const struct organizacion *o)
{
	json_object(w, key);
	json_uuid(w, "id", &o->id);
	json_string(w, "nombre", o->nombre);
	write_optional(w, "siglas", o->siglas);
	json_string(w, "nivel", o->nivel);
	write_optional(w, "cve_ent", o->cve_ent);
	write_optional(w, "municipio", o->municipio);
	json_bool(w, "activa", o->activa);
	json_bool(w, "exige_certificado", o->exige_certificado);
	json_int(w, "version", o->version);
	json_object_end(w);
}

void directorio_write_person(struct json_writer *w, const char *key, const struct usuario *u)
{
	json_object(w, key);
	json_uuid(w, "id", &u->id);
	json_uuid(w, "organizacion", &u->organizacion);
	json_string(w, "nombre", u->nombre);
	write_optional(w, "correo", u->correo);
	json_string(w, "rol", vocabulario_slug(&vocabulario_rol, (int)u->rol));
	json_bool(w, "maquina", u->maquina);
	json_bool(w, "activo", u->activo);
	json_int(w, "version", u->version);
	json_object_end(w);
}

static void write_scopes(struct json_writer *w, const char *ambitos)
{
	json_array(w, "ambitos");
	for (const char *p = ambitos; *p; p += *p == ',') {
		const size_t n = strcspn(p, ",");
		json_stretch(w, NULL, p, n);
		p += n;
	}
	json_array_end(w);
}

void directorio_write_key(struct json_writer *w, const struct clave_api *k, const char *texto)
{
	json_object(w, NULL);
	json_uuid(w, "id", &k->id);
	json_uuid(w, "usuario", &k->usuario);
	json_string(w, "clave", texto);
	write_scopes(w, k->ambitos);
	if (k->creada_en != INSTANTE_NINGUNO)
		json_instante(w, "creada_en", k->creada_en);
	if (k->expira_en != INSTANTE_NINGUNO)
		json_instante(w, "expira_en", k->expira_en);
	if (k->revocada_en != INSTANTE_NINGUNO)
		json_instante(w, "revocada_en", k->revocada_en);
	json_object_end(w);
}

void directorio_write_domain(struct json_writer *w, const struct organizacion_dominio *d)
{
	json_object(w, NULL);
	json_string(w, "dominio", d->dominio);
	json_bool(w, "subdominios", d->subdominios);
	json_object_end(w);
}

enum status directorio_find_organisation(struct exchange *ex, struct obrero *o, struct organizacion **out)
{
	struct directorio_filtro f = {.quien = &ex->actor, .limite = 1};
	size_t n = 0;
	if (!uuid_parse(ex->params[0], &f.uno))
		return error_set(&ex->err, PROBLEM_NO_ENCONTRADO);
	enum status st = directorio_organizaciones(o->db, &f, ex->arena, out, &n, &ex->err);
	return st == STATUS_OK && n == 0 ? error_set(&ex->err, PROBLEM_NO_ENCONTRADO) : st;
}
