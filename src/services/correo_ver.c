/* One message, and the data of the file that it would open. */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "codec/tipos.h"
#include "services/correo.h"
#include "store/contenido.h"
#include "store/directorio.h"

/* The subject without what programs put before it. */
static const char *bare_subject(const char *s)
{
	static const char *const prefixes[] = {"re:", "rv:", "fwd:", "fw:", "res:", "enc:", NULL};
	for (bool again = true; again;) {
		again = false;
		s += strspn(s, " ");
		for (const char *const *p = prefixes; *p && !again; p++) {
			again = strncasecmp(s, *p, strlen(*p)) == 0;
			s += again ? strlen(*p) : 0;
		}
	}
	return s;
}

/* What the message itself tells; a person corrects it, and the local government completes it before it files. */
static enum status propose(struct db *db, struct correo_vista *v, struct arena *a, struct error *err)
{
	const struct correo_fila *c = &v->correo;
	struct datos_expediente *d = &v->propuestos;
	struct organizacion org;
	const char *asunto = bare_subject(c->asunto);
	datos_expediente_init(d);
	if (*c->datos) {
		enum status st = json_decode_trusted(&desc_datos_expediente, c->datos, strlen(c->datos), d, a, err);
		return st;
	}
	d->denominacion = *asunto ? asunto : NULL;
	d->contacto.correo = correo_valido(c->de) ? c->de : NULL;
	d->contacto.nombre = *c->de_nombre ? c->de_nombre : NULL;
	if (uuid_is_nil(&c->organizacion))
		return STATUS_OK;
	enum status st = directorio_organizacion(db, &c->organizacion, a, &org, err);
	if (st == STATUS_OK) {
		d->nivel = (enum nivel)vocabulario_find(&vocabulario_nivel, org.nivel);
		d->organo_firmante = org.nombre;
	}
	return st;
}

enum status correo_ver(
	struct db *db, const struct actor *who, const struct uuid *id, struct arena *a, struct correo_vista *out, struct error *err)
{
	*out = (struct correo_vista){0};
	enum status st = correos_get(db, who, id, a, &out->correo, err);
	if (st == STATUS_OK)
		st = correos_parts(db, who, id, a, &out->partes, &out->n_partes, err);
	return st == STATUS_OK ? propose(db, out, a, err) : st;
}

enum status correo_copy(struct db *db, const struct correo_fila *c, int64_t desde, int64_t largo, int fd, struct error *err)
{
	return contenido_get(db, &c->sha256, desde, largo, fd, err);
}
