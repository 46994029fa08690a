/* Private to the resources of the registry: an entry as JSON, as a row of CSV, as HTML. */
#ifndef HTTP_REGISTRO_VISTA_H
#define HTTP_REGISTRO_VISTA_H

#include "services/registro.h"

#define REGISTRO_HOJA_MAX ((size_t)4 << 20)

/* An element of a list; `entero` adds what only the entry's own page has (successors, constancia, links). */
void asiento_write(struct json_writer *w, const struct asiento_vista *v, bool entero);

/* CSV: the columns of the downloads (codec/asiento_fila.h), then the entry's version and its state on the day. */
void asiento_csv_heading(struct buf *out);
void asiento_csv_row(struct buf *out, const struct asiento_vista *v, struct arena *a);

/* The entry's page, with its schema.org description. `url_publica`: where the service is reached from outside; "" relative. */
void asiento_html(struct buf *out, const struct asiento_vista *v, const char *url_publica);
/* /v1/registro/<number, encoded> */
void asiento_path(struct buf *out, const char *numero);
/* Names joined with "; ". */
void asiento_parties(struct buf *out, const struct asiento_datos *d, bool mexicanas);

#endif
