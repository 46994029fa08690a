/* How the directory is shown. Private to src/http. */
#ifndef HTTP_DIRECTORIO_VISTA_H
#define HTTP_DIRECTORIO_VISTA_H

#include "codec/json.h"
#include "http/servidor.h"
#include "services/app.h"
#include "services/directorio.h"

void directorio_write_organisation(struct json_writer *w, const char *key, const struct organizacion *o);
void directorio_write_person(struct json_writer *w, const char *key, const struct usuario *u);
/* `texto`: the key itself, shown once; NULL: without it. */
void directorio_write_key(struct json_writer *w, const struct clave_api *k, const char *texto);
void directorio_write_domain(struct json_writer *w, const struct organizacion_dominio *d);

/* The organisation named first in the path, for who sees it in the directory; NOT_FOUND for anybody else. */
NODISCARD enum status directorio_find_organisation(struct exchange *ex, struct obrero *o, struct organizacion **out);

#endif
