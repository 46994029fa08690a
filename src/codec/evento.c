#include "codec/evento.h"

#include <stdio.h>

void evento_write(struct json_writer *w, const struct evento *e, const char *raiz)
{
	char tipo[EVENTO_TIPO_LEN], sujeto[UUID_LEN], url[700];
	evento_tipo_publico(e->tipo, tipo);
	uuid_format(&e->expediente, sujeto);
	snprintf(url, sizeof url, "%s/v1/expedientes/%s", raiz, sujeto);
	json_object(w, NULL);
	json_string(w, "specversion", "1.0");
	json_uuid(w, "id", &e->id);
	json_string(w, "source", raiz);
	json_string(w, "type", tipo);
	json_string(w, "subject", sujeto);
	json_instante(w, "time", e->ocurrido_en);
	json_string(w, "datacontenttype", "application/json");
	json_object(w, "data");
	json_uuid(w, "expediente", &e->expediente);
	json_uuid(w, "organizacion", &e->organizacion);
	json_int(w, "version", e->n);
	if (evento_es_acto(e))
		json_string(w, "acto", e->tipo);
	json_string(w, "estado", e->estado);
	json_string(w, "url", url);
	json_object_end(w);
	json_object_end(w);
}
