#include "codec/cadena_seguridad.h"

#include "codec/json.h"

#define FORMA_MAX ((size_t)128 * 1024)

static void write_actor(struct json_writer *w, const struct seguridad_acto *a)
{
	if (uuid_is_nil(&a->usuario) && uuid_is_nil(&a->organizacion) && a->rol == ROL_NINGUNO)
		return;
	json_object(w, "actor");
	json_uuid(w, "organizacion", &a->organizacion);
	json_slug(w, "rol", &vocabulario_rol, a->rol);
	json_uuid(w, "usuario", &a->usuario);
	json_object_end(w);
}

static void write_present(struct json_writer *w, const char *key, const char *value)
{
	if (value && *value)
		json_string(w, key, value);
}

void seguridad_canonica(const struct seguridad_acto *a, struct buf *out)
{
	char registrado[INSTANTE_LEN];
	struct json_writer w;
	instante_format_utc(a->registrado_en, registrado);
	json_begin(&w, out);
	json_object(&w, NULL);
	write_actor(&w, a);
	json_sha256(&w, "anterior", &a->anterior);
	json_raw(&w, "datos", a->datos);
	write_present(&w, "direccion", a->direccion);
	json_int(&w, "n", a->n);
	write_present(&w, "objeto", a->objeto);
	json_string(&w, "registrado_en", registrado);
	json_string(&w, "tipo", vocabulario_slug(&vocabulario_seguridad, (int)a->tipo));
	json_int(&w, "v", CADENA_SEGURIDAD_VERSION);
	json_int(&w, "veces", a->veces);
	json_object_end(&w);
}

enum status seguridad_hash(const struct seguridad_acto *a, struct sha256 *out)
{
	BUF_AUTO b;
	buf_init(&b, FORMA_MAX);
	seguridad_canonica(a, &b);
	if (b.failed)
		return STATUS_INTERNAL;
	sha256_of(buf_str(&b), b.len, out);
	return STATUS_OK;
}
