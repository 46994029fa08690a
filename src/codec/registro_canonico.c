/* The canonical form of a registry act (docs/registro.md). */
#include "codec/registro.h"

const char *registro_rol(enum rol rol)
{
	return rol == ROL_NINGUNO ? "sistema" : vocabulario_slug(&vocabulario_rol, (int)rol);
}

void registro_canonica(const struct registro_hecho *h, const char *datos, struct buf *out)
{
	struct json_writer w;
	char registrado[INSTANTE_LEN];
	instante_format_utc(h->registrado_en, registrado);
	json_begin(&w, out);
	json_object(&w, NULL);
	json_slug(&w, "acto", &vocabulario_registro_acto, h->acto);
	json_object(&w, "actor");
	json_uuid(&w, "organizacion", &h->organizacion);
	json_string(&w, "rol", registro_rol(h->rol));
	json_uuid(&w, "usuario", &h->usuario);
	json_object_end(&w);
	json_sha256(&w, "anterior", &h->anterior);
	json_string(&w, "asiento", h->asiento);
	json_raw(&w, "datos", datos);
	json_fecha(&w, "fecha_legal", h->fecha_legal);
	json_int(&w, "indice", h->indice);
	json_int(&w, "n", h->n);
	json_string(&w, "registrado_en", registrado);
	json_int(&w, "v", REGISTRO_VERSION);
	json_object_end(&w);
}

void registro_hecho_write(struct json_writer *w, const char *key, const struct registro_hecho *h, const char *datos)
{
	char registrado[INSTANTE_LEN];
	instante_format_utc(h->registrado_en, registrado);
	json_object(w, key);
	json_int(w, "indice", h->indice);
	json_string(w, "asiento", h->asiento);
	json_int(w, "n", h->n);
	json_slug(w, "acto", &vocabulario_registro_acto, h->acto);
	json_string(w, "titulo", vocabulario_titulo(&vocabulario_registro_acto, (int)h->acto));
	json_object(w, "actor");
	json_uuid(w, "organizacion", &h->organizacion);
	json_string(w, "rol", registro_rol(h->rol));
	json_uuid(w, "usuario", &h->usuario);
	json_object_end(w);
	json_fecha(w, "fecha_legal", h->fecha_legal);
	json_string(w, "registrado_en", registrado);
	json_raw(w, "datos", datos);
	json_sha256(w, "anterior", &h->anterior);
	json_sha256(w, "hash", &h->hash);
	json_int(w, "v", REGISTRO_VERSION);
	json_object_end(w);
}
