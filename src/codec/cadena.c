/* Canonical form of an act. The two stored texts are the only parts without a bound, so they go to the hash without being copied. */
#include "codec/cadena.h"

#include <string.h>

#include "codec/json.h"

#define PARTE_MAX 2048

static void antes_de_datos(const struct acto *act, struct json_writer *w)
{
	json_object(w, NULL);
	json_slug(w, "acto", &vocabulario_acto, act->tipo);
	json_object(w, "actor");
	json_uuid(w, "organizacion", &act->actor.organizacion);
	json_slug(w, "rol", &vocabulario_rol, act->actor.rol);
	json_uuid(w, "usuario", &act->actor.usuario);
	json_object_end(w);
	json_sha256(w, "anterior", &act->anterior);
	json_raw(w, "datos", "");
}

static void antes_de_efectos(const struct acto *act, struct json_writer *w)
{
	w->comma = true;
	json_string(w, "desde", vocabulario_slug(&vocabulario_estado, (int)act->desde));
	json_raw(w, "efectos", "");
}

static void despues(const struct acto *act, struct json_writer *w)
{
	char registrado[INSTANTE_LEN];
	instante_format_utc(act->registrado_en, registrado);
	w->comma = true;
	json_uuid(w, "expediente", &act->expediente);
	json_fecha(w, "fecha_legal", act->fecha_legal);
	json_string(w, "hacia", vocabulario_slug(&vocabulario_estado, (int)act->hacia));
	json_int(w, "n", act->n);
	json_string(w, "registrado_en", registrado);
	json_int(w, "v", CADENA_VERSION);
	json_object_end(w);
}

void cadena_canonica(const struct acto *act, const char *datos_json, const char *efectos_json, struct buf *out)
{
	struct json_writer w;
	json_begin(&w, out);
	antes_de_datos(act, &w);
	buf_puts(out, datos_json ? datos_json : "{}");
	antes_de_efectos(act, &w);
	buf_puts(out, efectos_json ? efectos_json : "{}");
	despues(act, &w);
}

static bool sumar(struct sha256_ctx *c, struct buf *b, const char *texto)
{
	if (b->failed)
		return false;
	sha256_add(c, buf_str(b), b->len);
	if (texto)
		sha256_add(c, texto, strlen(texto));
	buf_reset(b);
	return true;
}

enum status cadena_hash(const struct acto *act, const char *datos_json, const char *efectos_json, struct sha256 *out)
{
	struct sha256_ctx c;
	struct json_writer w;
	BUF_AUTO b;
	buf_init(&b, PARTE_MAX);
	sha256_begin(&c);
	json_begin(&w, &b);
	antes_de_datos(act, &w);
	bool ok = sumar(&c, &b, datos_json ? datos_json : "{}");
	antes_de_efectos(act, &w);
	ok = sumar(&c, &b, efectos_json ? efectos_json : "{}") && ok;
	despues(act, &w);
	ok = sumar(&c, &b, NULL) && ok;
	sha256_end(&c, out);
	return ok ? STATUS_OK : STATUS_INTERNAL;
}

void cadena_reservada(const struct acto *act, struct buf *out)
{
	char registrado[INSTANTE_LEN];
	struct json_writer w;
	instante_format_utc(act->registrado_en, registrado);
	json_begin(&w, out);
	json_object(&w, NULL);
	json_slug(&w, "acto", &vocabulario_acto, act->tipo);
	json_object(&w, "actor");
	json_uuid(&w, "organizacion", &act->actor.organizacion);
	json_slug(&w, "rol", &vocabulario_rol, act->actor.rol);
	json_uuid(&w, "usuario", &act->actor.usuario);
	json_object_end(&w);
	json_sha256(&w, "anterior", &act->anterior);
	json_string(&w, "desde", vocabulario_slug(&vocabulario_estado, (int)act->desde));
	json_uuid(&w, "expediente", &act->expediente);
	json_fecha(&w, "fecha_legal", act->fecha_legal);
	json_string(&w, "hacia", vocabulario_slug(&vocabulario_estado, (int)act->hacia));
	json_sha256(&w, "hash", &act->hash);
	json_int(&w, "n", act->n);
	json_string(&w, "registrado_en", registrado);
	json_bool(&w, "reservado", true);
	json_int(&w, "v", CADENA_VERSION);
	json_object_end(&w);
}
