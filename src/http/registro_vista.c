/* An entry of the registry for programs: JSON and CSV. */
#include "http/registro_vista.h"

#include <string.h>

#include "codec/asiento_fila.h"
#include "http/solicitud.h"
#include "services/registro_exportar.h"

void asiento_path(struct buf *out, const char *numero)
{
	buf_puts(out, "/v1/registro/");
	solicitud_encode(out, numero);
}

void asiento_parties(struct buf *out, const struct asiento_datos *d, bool mexicanas)
{
	const size_t n = mexicanas ? d->n_partes_mexicanas : d->n_contrapartes;
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_puts(out, "; ");
		buf_puts(out, mexicanas ? d->partes_mexicanas[i].nombre : d->contrapartes[i].nombre);
	}
}

/* ---- JSON ---- */

static void link(struct json_writer *w, const char *key, const char *numero, const char *suffix)
{
	BUF_AUTO b;
	buf_init(&b, 4096);
	asiento_path(&b, numero);
	buf_puts(&b, suffix);
	json_string(w, key, buf_str(&b));
}

static void write_links(struct json_writer *w, const struct asiento_vista *v)
{
	json_array(w, "sucesores");
	for (const char *p = v->f.sucesores; *p; p += strcspn(p, "|"), p += *p == '|')
		json_stretch(w, NULL, p, strcspn(p, "|"));
	json_array_end(w);
	json_object(w, "enlaces");
	link(w, "propio", v->f.numero, "");
	link(w, "actos", v->f.numero, "/actos");
	if (v->f.texto_aqui)
		link(w, "texto", v->f.numero, "/texto");
	if (v->f.constancia.codigo)
		link(w, "constancia", v->f.numero, "/constancia");
	link(w, "copia_certificada", v->f.numero, "/certificacion");
	json_object_end(w);
	if (v->f.constancia.codigo) {
		json_object(w, "constancia");
		json_string(w, "codigo", v->f.constancia.codigo);
		json_sha256(w, "sha256", &v->f.constancia.sha256);
		json_int(w, "tamano", v->f.constancia.tamano);
		json_object_end(w);
	}
}

void asiento_write(struct json_writer *w, const struct asiento_vista *v, bool entero)
{
	json_object(w, NULL);
	json_string(w, "numero", v->f.numero);
	json_int(w, "version", v->f.n);
	json_int(w, "indice", v->f.indice);
	json_instante(w, "desde", v->f.desde);
	if (v->f.hasta != INSTANTE_NINGUNO)
		json_instante(w, "hasta", v->f.hasta);
	json_fecha(w, "al", v->dia);
	json_slug(w, "estado", &vocabulario_asiento_estado, v->estado);
	if (*v->entidad)
		json_string(w, "entidad", v->entidad);
	if (*v->pais)
		json_string(w, "pais", v->pais);
	if (*v->f.region)
		json_string(w, "region", v->f.region);
	json_raw(w, "asiento", v->f.datos);
	if (entero)
		write_links(w, v);
	json_object_end(w);
}

/* ---- CSV ---- */

void asiento_csv_heading(struct buf *out)
{
	asiento_fila_heading(out);
	buf_puts(out, ",version,estado\r\n");
}

void asiento_csv_row(struct buf *out, const struct asiento_vista *v, struct arena *a)
{
	struct asiento_filas f;
	asiento_filas_init(&f, registro_nombre, a);
	asiento_fila_write(&f, v->f.numero, &v->d, out);
	asiento_filas_free(&f);
	buf_printf(out, ",%d,%s\r\n", v->f.n, vocabulario_slug(&vocabulario_asiento_estado, (int)v->estado));
}
