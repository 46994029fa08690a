/* Certificates as their templates see them: the frame that all share; of a certified copy the entry in words, its acts, the proof. */
#include "emision/letra.h"
#include "emision/qr.h"
#include "services/certificados.h"
#include "services/lugares.h"

#define FECHA_LARGA 200
#define SVG_MAX (256u * 1024)

void certificado_date(struct json_writer *w, const char *key, dia_t d)
{
	BUF_AUTO b;
	buf_init(&b, FECHA_LARGA);
	letra_fecha(&b, d);
	json_string_or_null(w, key, d == DIA_NINGUNO ? NULL : buf_str(&b));
}

static void title(struct json_writer *w, const char *key, const struct vocabulario *v, int valor)
{
	json_string_or_null(w, key, valor > 0 ? vocabulario_titulo(v, valor) : NULL);
}

/* As much of the date as is known. */
static void signature(struct json_writer *w, const struct asiento_datos *d)
{
	char iso[FECHA_LEN];
	BUF_AUTO b;
	buf_init(&b, FECHA_LARGA);
	fecha_format(d->fecha_firma, iso);
	switch (d->precision_fecha) {
	case PRECISION_DIA:
		letra_fecha(&b, d->fecha_firma);
		break;
	case PRECISION_MES:
		buf_printf(&b, "%.7s (se ignora el día)", iso);
		break;
	case PRECISION_ANIO:
		buf_printf(&b, "%.4s (se ignoran el día y el mes)", iso);
		break;
	case PRECISION_NINGUNO:
	case PRECISION_DESCONOCIDA:
	case PRECISION_COUNT:
		buf_puts(&b, "fecha desconocida");
		break;
	}
	json_string(w, "firma", buf_str(&b));
}

static void parties(struct json_writer *w, const struct asiento_datos *d, struct arena *a)
{
	json_array(w, "partes_mexicanas");
	for (size_t i = 0; i < d->n_partes_mexicanas; i++) {
		json_object(w, NULL);
		json_string(w, "nombre", d->partes_mexicanas[i].nombre);
		json_string(w, "entidad", lugar_entidad(a, d->partes_mexicanas[i].cve_ent));
		json_object_end(w);
	}
	json_array_end(w);
	json_array(w, "contrapartes");
	for (size_t i = 0; i < d->n_contrapartes; i++) {
		json_object(w, NULL);
		json_string(w, "nombre", d->contrapartes[i].nombre);
		json_string_or_null(w, "lugar", d->contrapartes[i].lugar);
		json_string(w, "pais", lugar_pais(a, d->contrapartes[i].pais));
		json_object_end(w);
	}
	json_array_end(w);
	json_array(w, "areas");
	for (size_t i = 0; i < d->n_areas; i++)
		json_string(w, NULL, vocabulario_titulo(&vocabulario_area, (int)d->areas[i]));
	json_array_end(w);
}

static void entry(struct json_writer *w, const struct certificado_hechos *h, struct arena *a)
{
	const struct asiento_datos *d = &h->datos;
	json_object(w, "asiento");
	json_string(w, "numero", h->numero);
	json_string(w, "denominacion", d->denominacion ? d->denominacion : "Sin dato");
	title(w, "tipo", &vocabulario_tipo_acuerdo, (int)d->tipo);
	parties(w, d, a);
	signature(w, d);
	json_string_or_null(w, "lugar_firma", d->lugar_firma);
	title(w, "vigencia", &vocabulario_vigencia, (int)d->vigencia);
	certificado_date(w, "vigencia_desde", d->vigencia_desde);
	certificado_date(w, "vigencia_hasta", d->vigencia_hasta);
	certificado_date(w, "terminado_en", d->terminado_en);
	certificado_date(w, "inscrito_en", d->inscrito_en);
	title(w, "estado", &vocabulario_asiento_estado, (int)asiento_estado(d, h->hoy));
	json_string_or_null(w, "antecesor", d->antecesor);
	json_string_or_null(w, "procedencia", d->procedencia ? d->procedencia->fuente : NULL);
	json_object_end(w);
	json_array(w, "actos");
	for (size_t i = 0; i < h->n_actos; i++) {
		const struct registro_hecho *e = &h->actos[i].hecho;
		dia_t dia;
		dia = instante_dia(e->registrado_en);
		json_object(w, NULL);
		json_int(w, "n", e->n);
		json_string(w, "titulo", vocabulario_titulo(&vocabulario_registro_acto, (int)e->acto));
		certificado_date(w, "fecha", dia);
		json_int(w, "indice", e->indice);
		json_object_end(w);
	}
	json_array_end(w);
}

enum status certificado_frame(struct json_writer *w, const struct certificado_marco *m, struct error *err)
{
	BUF_AUTO palabras, svg;
	buf_init(&palabras, FECHA_LARGA);
	buf_init(&svg, SVG_MAX);
	letra_fecha_palabras(&palabras, m->hoy);
	if (!qr_svg(m->url, "Código QR para verificar este documento", &svg))
		return error_set(err, PROBLEM_INTERNO);
	json_object(w, "documento");
	json_string(w, "titulo", m->titulo);
	json_string(w, "numero", m->numero);
	certificado_date(w, "fecha_larga", m->hoy);
	json_string(w, "fecha_palabras", buf_str(&palabras));
	json_object_end(w);
	json_object(w, "oficina");
	json_string(w, "nombre", "Consultoría Jurídica");
	json_object_end(w);
	json_object(w, "expediente"); /* none: the frame of every document asks */
	json_string_or_null(w, "folio", NULL);
	json_object_end(w);
	json_object(w, "verificacion");
	json_string(w, "codigo", m->codigo);
	json_string(w, "url", m->url);
	json_string(w, "qr", buf_str(&svg));
	json_object_end(w);
	return STATUS_OK;
}

enum status certificado_datos(const struct certificado_hechos *h, struct arena *a, struct buf *out, struct error *err)
{
	const struct certificado_marco m = {
		.titulo = CERTIFICADO_TITULO, .numero = h->numero, .codigo = h->codigo, .url = h->url, .hoy = h->hoy};
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	enum status st = certificado_frame(&w, &m, err);
	if (st != STATUS_OK)
		return st;
	entry(&w, h, a);
	emision_write_proof(&w, h->prueba);
	json_object_end(&w);
	return out->failed ? error_set(err, PROBLEM_INTERNO) : STATUS_OK;
}
