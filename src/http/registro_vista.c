/* An entry of the registry for programs: JSON and CSV. */
#include "http/registro_vista.h"

#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "emision/letra.h"
#include "http/solicitud.h"

void asiento_path(struct buf *out, const char *numero)
{
	buf_puts(out, "/v1/registro/");
	solicitud_encode(out, numero);
}

void asiento_date(struct buf *out, dia_t d, enum precision p)
{
	static const char *const meses[] = {"", "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre",
		"octubre", "noviembre", "diciembre"};
	if (d == DIA_NINGUNO) {
		buf_puts(out, "fecha desconocida");
		return;
	}
	const struct civil c = dia_to_civil(d);
	if (p == PRECISION_ANIO)
		buf_int(out, c.anio);
	else if (p == PRECISION_MES)
		buf_printf(out, "%s de %d", meses[c.mes], c.anio);
	else
		letra_fecha(out, d);
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

static void csv_cell(struct buf *out, const char *s, bool ultima)
{
	if (s)
		csv_write_cell(out, s);
	buf_puts(out, ultima ? "\r\n" : ",");
}

static void date_cell(struct buf *out, dia_t d)
{
	char s[FECHA_LEN];
	fecha_format(d, s);
	csv_cell(out, s, false);
}

void asiento_csv_heading(struct buf *out)
{
	buf_puts(out,
		"numero,version,estado,denominacion,tipo,nivel,cve_ent,entidad,municipio,partes_mexicanas,contrapartes,clase,pais,region,"
		"areas,fecha_firma,precision_fecha,lugar_firma,vigencia,vigencia_desde,vigencia_hasta,terminado_en,antecesor,"
		"inscrito_en,fuente\r\n");
}

static void parties_cell(struct buf *out, const struct asiento_datos *d, bool mexicanas)
{
	BUF_AUTO b;
	buf_init(&b, REGISTRO_HOJA_MAX);
	asiento_parties(&b, d, mexicanas);
	csv_cell(out, buf_str(&b), false);
}

static void place_cells(struct buf *out, const struct asiento_vista *v)
{
	const struct parte_mexicana *p = v->d.n_partes_mexicanas ? v->d.partes_mexicanas : NULL;
	csv_cell(out, p ? p->cve_ent : NULL, false);
	csv_cell(out, v->entidad, false);
	csv_cell(out, p ? p->municipio : NULL, false);
}

static void counterpart_cells(struct buf *out, const struct asiento_vista *v)
{
	const struct parte_extranjera *c = v->d.n_contrapartes ? v->d.contrapartes : NULL;
	parties_cell(out, &v->d, true);
	parties_cell(out, &v->d, false);
	csv_cell(out, c ? vocabulario_slug(&vocabulario_clase_contraparte, (int)c->clase) : NULL, false);
	csv_cell(out, c ? c->pais : NULL, false);
	csv_cell(out, v->f.region, false);
}

void asiento_csv_row(struct buf *out, const struct asiento_vista *v)
{
	char n[16];
	BUF_AUTO areas;
	buf_init(&areas, 4096);
	snprintf(n, sizeof n, "%d", v->f.n);
	csv_cell(out, v->f.numero, false);
	csv_cell(out, n, false);
	csv_cell(out, vocabulario_slug(&vocabulario_asiento_estado, (int)v->estado), false);
	csv_cell(out, v->d.denominacion, false);
	csv_cell(out, vocabulario_slug(&vocabulario_tipo_acuerdo, (int)v->d.tipo), false);
	csv_cell(out, vocabulario_slug(&vocabulario_nivel, (int)v->d.nivel), false);
	place_cells(out, v);
	counterpart_cells(out, v);
	for (size_t i = 0; i < v->d.n_areas; i++) {
		buf_puts(&areas, i ? ";" : "");
		buf_puts(&areas, vocabulario_slug(&vocabulario_area, (int)v->d.areas[i]));
	}
	csv_cell(out, buf_str(&areas), false);
	date_cell(out, v->d.fecha_firma);
	csv_cell(out, vocabulario_slug(&vocabulario_precision, (int)v->d.precision_fecha), false);
	csv_cell(out, v->d.lugar_firma, false);
	csv_cell(out, vocabulario_slug(&vocabulario_vigencia, (int)v->d.vigencia), false);
	date_cell(out, v->d.vigencia_desde);
	date_cell(out, v->d.vigencia_hasta);
	date_cell(out, v->d.terminado_en);
	csv_cell(out, v->d.antecesor, false);
	date_cell(out, v->d.inscrito_en);
	csv_cell(out, v->d.procedencia ? v->d.procedencia->fuente : NULL, true);
}
