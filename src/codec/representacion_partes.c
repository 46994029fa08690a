/* Smaller answers: journal entries, documents, terms, the calendar. */
#include "codec/cadena.h"
#include "codec/representacion_interno.h"
#include "codec/tipos.h"

void documento_objeto(struct json_writer *w, const char *key, const struct documento *d)
{
	json_object(w, key);
	json_uuid(w, "id", &d->id);
	json_slug(w, "clase", &vocabulario_clase_documento, d->clase);
	json_string(w, "nombre", d->nombre);
	json_string(w, "tipo_medio", d->tipo_medio);
	json_int(w, "tamano", d->tamano);
	json_sha256(w, "sha256", &d->sha256);
	if (d->tiene_huella)
		json_sha256(w, "huella", &d->huella);
	if (d->version)
		json_int(w, "version", d->version);
	if (d->n) {
		json_int(w, "acto", d->n);
		json_instante(w, "en", d->en);
		json_uuid(w, "usuario", &d->usuario);
		json_slug(w, "rol", &vocabulario_rol, d->rol);
	}
	json_object_end(w);
}

void documento_write(struct buf *out, const struct documento *d)
{
	struct json_writer w;
	json_begin(&w, out);
	documento_objeto(&w, NULL, d);
}

static void encabezado(struct json_writer *w, const struct acto *act)
{
	json_uuid(w, "expediente", &act->expediente);
	json_int(w, "n", act->n);
	json_slug(w, "acto", &vocabulario_acto, act->tipo);
	json_string(w, "titulo", vocabulario_titulo(&vocabulario_acto, (int)act->tipo));
	json_string(w, "desde", vocabulario_slug(&vocabulario_estado, (int)act->desde));
	json_string(w, "hacia", vocabulario_slug(&vocabulario_estado, (int)act->hacia));
	json_instante(w, "registrado_en", act->registrado_en);
	json_fecha(w, "fecha_legal", act->fecha_legal);
	json_object(w, "actor");
	json_uuid(w, "usuario", &act->actor.usuario);
	json_uuid(w, "organizacion", &act->actor.organizacion);
	json_slug(w, "rol", &vocabulario_rol, act->actor.rol);
	json_object_end(w);
}

static void eslabon(struct json_writer *w, const struct acto *act)
{
	json_sha256(w, "anterior", &act->anterior);
	json_sha256(w, "hash", &act->hash);
	json_int(w, "v", CADENA_VERSION);
}

void acto_write_json(struct buf *out, const struct acto *act, const char *datos_json, const char *efectos_json, bool reservado)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	encabezado(&w, act);
	if (reservado) {
		json_bool(&w, "reservado", true);
	} else {
		json_raw(&w, "datos", datos_json ? datos_json : "{}");
		json_raw(&w, "efectos", efectos_json ? efectos_json : "{}");
	}
	eslabon(&w, act);
	json_object_end(&w);
}

void acto_write(struct buf *out, const struct acto *act, bool reservado)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	encabezado(&w, act);
	if (reservado) {
		json_bool(&w, "reservado", true);
	} else {
		json_raw(&w, "datos", "");
		acto_datos_encode(act->tipo, act->datos, out);
		json_raw(&w, "efectos", "");
		efectos_encode(act->efectos, out);
	}
	eslabon(&w, act);
	json_object_end(&w);
}

void computo_miembros(struct json_writer *w, const struct computo *k)
{
	if (k->recepcion != INSTANTE_NINGUNO) {
		json_instante(w, "recepcion", k->recepcion);
		json_fecha(w, "recepcion_efectiva", k->recepcion_efectiva);
	}
	if (k->recepcion != INSTANTE_NINGUNO && k->fecha_firma != DIA_NINGUNO) {
		json_int(w, "n", k->n);
		json_int(w, "n_distancia", k->n_distancia);
		json_int(w, "n_integros", k->n_integros);
		json_bool(w, "en_tiempo", k->en_tiempo);
	}
	json_fecha(w, "fecha_firma", k->fecha_firma);
	json_fecha(w, "ultima_recepcion", k->ultima_recepcion);
	json_fecha(w, "recepcion_recomendada", k->recepcion_recomendada);
	json_bool(w, "calendario_incompleto", k->calendario_incompleto);
	json_int(w, "calendario_version", k->calendario_version);
	json_slug(w, "lectura", &vocabulario_lectura, k->lectura);
	json_int(w, "dias_requeridos", k->dias_requeridos);
}

static void dia(struct json_writer *w, dia_t fecha, bool habil, const char *motivo, const char *fuente)
{
	json_object(w, NULL);
	json_fecha(w, "fecha", fecha);
	json_bool(w, "habil", habil);
	json_string(w, "motivo", motivo);
	json_string(w, "fuente", fuente);
	json_object_end(w);
}

void plazo_write(struct buf *out, const struct computo *k, const struct dia_explicado *dias, size_t n)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	computo_miembros(&w, k);
	json_array(&w, "dias");
	for (size_t i = 0; i < n; i++)
		dia(&w, dias[i].fecha, dias[i].habil, dias[i].motivo, dias[i].fuente);
	json_array_end(&w);
	json_object_end(&w);
}

void calendario_write(struct buf *out, const struct calendario *c, int anio)
{
	struct json_writer w;
	bool cargado = false;
	for (size_t i = 0; i < c->n_anios_sre; i++)
		cargado |= c->anios_sre[i] == anio;
	json_begin(&w, out);
	json_object(&w, NULL);
	json_int(&w, "anio", anio);
	json_int(&w, "version", c->version);
	json_bool(&w, "calendario_incompleto", !cargado);
	json_array(&w, "dias");
	for (size_t i = 0; i < c->n_dias; i++) {
		const struct calendario_dia *d = &c->dias[i];
		if (dia_to_civil(d->fecha).anio == anio)
			dia(&w, d->fecha, d->habilitado, d->motivo, d->fuente);
	}
	json_array_end(&w);
	json_object_end(&w);
}
