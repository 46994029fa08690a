#include "services/directorio_diario.h"

#include "codec/json.h"

#define TEXTO_MAX ((size_t)16 * 1024)

static const char *finish(struct json_writer *w, struct buf *b, struct arena *a)
{
	json_object_end(w);
	const char *out = b->failed ? NULL : arena_strdup(a, buf_str(b));
	buf_free(b);
	return out;
}

static void begin(struct json_writer *w, struct buf *b, const char *accion)
{
	buf_init(b, TEXTO_MAX);
	json_begin(w, b);
	json_object(w, NULL);
	json_string(w, "accion", accion);
}

static void write_organisation(struct json_writer *w, const char *key, const struct organizacion *o)
{
	json_object(w, key);
	json_bool(w, "activa", o->activa);
	json_string(w, "cve_ent", o->cve_ent);
	if (o->exige_certificado)
		json_bool(w, "exige_certificado", true);
	json_string(w, "municipio", o->municipio);
	json_string(w, "nivel", o->nivel);
	json_string(w, "nombre", o->nombre);
	json_string(w, "siglas", o->siglas);
	json_object_end(w);
}

const char *directorio_diario_organizacion(const struct organizacion *antes, const struct organizacion *despues, struct arena *a)
{
	struct json_writer w;
	struct buf b;
	begin(&w, &b, antes ? "cambio" : "alta");
	if (antes)
		write_organisation(&w, "antes", antes);
	write_organisation(&w, "despues", despues);
	return finish(&w, &b, a);
}

static void write_person(struct json_writer *w, const char *key, const struct usuario *u)
{
	json_object(w, key);
	json_bool(w, "activo", u->activo);
	json_string(w, "correo", u->correo);
	json_bool(w, "maquina", u->maquina);
	json_string(w, "nombre", u->nombre);
	json_uuid(w, "organizacion", &u->organizacion);
	json_slug(w, "rol", &vocabulario_rol, u->rol);
	json_object_end(w);
}

const char *directorio_diario_usuario(const struct usuario *antes, const struct usuario *despues, int suscripciones, struct arena *a)
{
	struct json_writer w;
	struct buf b;
	begin(&w, &b, antes ? "cambio" : "alta");
	if (antes)
		write_person(&w, "antes", antes);
	write_person(&w, "despues", despues);
	if (suscripciones)
		json_int(&w, "suscripciones", suscripciones);
	return finish(&w, &b, a);
}

const char *directorio_diario_clave(
	const char *accion, const char *ambitos, const struct uuid *usuario, instante_t expira_en, struct arena *a)
{
	struct json_writer w;
	struct buf b;
	char vence[INSTANTE_LEN];
	begin(&w, &b, accion);
	json_string(&w, "ambitos", ambitos);
	if (expira_en != INSTANTE_NINGUNO) {
		instante_format_utc(expira_en, vence);
		json_string(&w, "expira_en", vence);
	}
	json_uuid(&w, "usuario", usuario);
	return finish(&w, &b, a);
}
