#include "codec/estadistica.h"

#include <stdio.h>
#include <string.h>

#include "base/csv.h"
#include "codec/json.h"

#define PCT_LEN 24
#define REDONDEO \
	"Los porcentajes tienen dos decimales y suman exactamente 100.00 (restos mayores): cada parte se redondea hacia abajo a 0.01 y " \
	"lo que falta para 100.00 se " \
	"reparte, de 0.01 en 0.01, entre los restos mayores; a restos iguales, a la primera. El porcentaje de una celda es de su fila; " \
	"el de un total, de toda la " \
	"tabla. Sin casos no hay porcentaje (null)."

static const char *pct(int v, const char *ninguno, char out[static PCT_LEN])
{
	if (v == PORCENTAJE_NINGUNO)
		return ninguno;
	snprintf(out, PCT_LEN, "%d.%02d", v / 100, v % 100);
	return out;
}

/* ---- JSON ---- */

static void rate(struct json_writer *w, const char *key, int v)
{
	char s[PCT_LEN];
	json_raw(w, key, pct(v, "null", s));
}

static void numbers(struct json_writer *w, const char *key, const int64_t *v, size_t n)
{
	json_array(w, key);
	for (size_t i = 0; i < n; i++)
		json_int(w, NULL, v[i]);
	json_array_end(w);
}

static void rates(struct json_writer *w, const char *key, const int *v, size_t n)
{
	json_array(w, key);
	for (size_t i = 0; i < n; i++)
		rate(w, NULL, v[i]);
	json_array_end(w);
}

static void write_row(struct json_writer *w, const struct estadistica_tabla *t, size_t f)
{
	json_object(w, NULL);
	json_string(w, "clave", t->filas[f].clave);
	json_string(w, "nombre", t->filas[f].nombre);
	if (t->n_columnas) {
		numbers(w, "celdas", t->celdas + f * t->n_columnas, t->n_columnas);
		rates(w, "porcentajes", t->pct + f * t->n_columnas, t->n_columnas);
	}
	json_int(w, "total", t->por_fila[f]);
	rate(w, "porcentaje", t->pct_fila[f]);
	json_object_end(w);
}

static void write_table(struct json_writer *w, const struct estadistica_tabla *t)
{
	json_object(w, NULL);
	json_string(w, "clave", t->clave);
	json_string(w, "titulo", t->titulo);
	json_bool(w, "exclusiva", t->exclusiva);
	json_string(w, "nota", t->nota);
	json_array(w, "columnas");
	for (size_t i = 0; i < t->n_columnas; i++) {
		json_object(w, NULL);
		json_string(w, "clave", t->columnas[i].clave);
		json_string(w, "nombre", t->columnas[i].nombre);
		json_object_end(w);
	}
	json_array_end(w);
	json_array(w, "filas");
	for (size_t i = 0; i < t->n_filas; i++)
		write_row(w, t, i);
	json_array_end(w);
	json_object(w, "totales");
	if (t->n_columnas) {
		numbers(w, "celdas", t->por_columna, t->n_columnas);
		rates(w, "porcentajes", t->pct_columna, t->n_columnas);
	}
	json_int(w, "total", t->total);
	json_object_end(w);
	json_object_end(w);
}

static void write_concentration(struct json_writer *w, const struct estadistica_registro *e)
{
	json_object(w, "concentracion");
	if (e->dos_tercios)
		json_int(w, "dos_tercios", (int64_t)e->dos_tercios);
	else
		json_raw(w, "dos_tercios", "null");
	json_array(w, "entidades");
	for (size_t i = 0; i < e->n_concentracion; i++) {
		const struct concentracion *c = &e->concentracion[i];
		json_object(w, NULL);
		json_int(w, "lugar", (int64_t)i + 1);
		json_string(w, "clave", e->entidades->filas[c->fila].clave);
		json_string(w, "nombre", e->entidades->filas[c->fila].nombre);
		json_int(w, "total", c->n);
		rate(w, "porcentaje", c->pct);
		json_int(w, "acumulado", c->acumulado);
		rate(w, "acumulado_porcentaje", c->acumulado_pct);
		json_object_end(w);
	}
	json_array_end(w);
	json_object_end(w);
}

static void write_municipalities(struct json_writer *w, const struct estadistica_registro *e)
{
	json_array(w, "municipios");
	for (size_t i = 0; i < e->n_municipios; i++) {
		const struct estadistica_municipios *m = &e->municipios[i];
		json_object(w, NULL);
		json_string(w, "clave", m->cve_ent);
		json_string(w, "nombre", m->entidad);
		json_int(w, "con_acuerdos", m->con_acuerdos);
		json_int(w, "sin_clave", m->sin_clave);
		if (m->en_catalogo >= 0) {
			json_int(w, "en_catalogo", m->en_catalogo);
			json_int(w, "sin_acuerdos", m->sin_acuerdos);
		} else {
			json_raw(w, "en_catalogo", "null");
			json_raw(w, "sin_acuerdos", "null");
		}
		json_object_end(w);
	}
	json_array_end(w);
}

void estadistica_registro_json(struct buf *out, const struct estadistica_registro *e)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	json_int(&w, "version", e->version);
	json_fecha(&w, "al", e->al);
	json_object(&w, "filtros");
	for (size_t i = 0; i < e->n_filtros; i++)
		json_string(&w, e->filtros[i].clave, e->filtros[i].nombre);
	json_object_end(&w);
	json_string(&w, "redondeo", REDONDEO);
	json_int(&w, "total", e->total);
	json_array(&w, "tablas");
	for (size_t i = 0; i < e->n_tablas; i++)
		write_table(&w, &e->tablas[i]);
	json_array_end(&w);
	write_concentration(&w, e);
	write_municipalities(&w, e);
	json_object_end(&w);
}

/* ---- CSV ---- */

static void line(
	struct buf *out, const char *tabla, const struct estadistica_eje *fila, const struct estadistica_eje *columna, int64_t n, int p)
{
	char s[PCT_LEN];
	const char *celdas[] = {tabla, fila->clave, fila->nombre, columna->clave, columna->nombre};
	for (size_t i = 0; i < sizeof celdas / sizeof *celdas; i++) {
		csv_write_cell(out, celdas[i]);
		buf_putc(out, ',');
	}
	buf_int(out, n);
	buf_putc(out, ',');
	buf_puts(out, pct(p, "", s));
	buf_puts(out, "\r\n");
}

static const struct estadistica_eje total = {"total", "Total"};

static void table_lines(struct buf *out, const struct estadistica_tabla *t)
{
	for (size_t f = 0; f < t->n_filas; f++) {
		for (size_t c = 0; c < t->n_columnas; c++)
			line(out, t->clave, &t->filas[f], &t->columnas[c], t->celdas[f * t->n_columnas + c], t->pct[f * t->n_columnas + c]);
		line(out, t->clave, &t->filas[f], &total, t->por_fila[f], t->pct_fila[f]);
	}
	for (size_t c = 0; c < t->n_columnas; c++)
		line(out, t->clave, &total, &t->columnas[c], t->por_columna[c], t->pct_columna[c]);
	line(out, t->clave, &total, &total, t->total, t->total ? PORCENTAJE_TODO : PORCENTAJE_NINGUNO);
}

static void concentration_lines(struct buf *out, const struct estadistica_registro *e)
{
	static const struct estadistica_eje propio = {"total", "Total"}, suma = {"acumulado", "Acumulado"};
	for (size_t i = 0; i < e->n_concentracion; i++) {
		const struct concentracion *c = &e->concentracion[i];
		line(out, "concentracion", &e->entidades->filas[c->fila], &propio, c->n, c->pct);
		line(out, "concentracion", &e->entidades->filas[c->fila], &suma, c->acumulado, c->acumulado_pct);
	}
}

static void municipality_lines(struct buf *out, const struct estadistica_registro *e)
{
	static const struct estadistica_eje con = {"con_acuerdos", "Municipios con acuerdos"},
					    sin_clave = {"sin_clave", "Nombrados sin clave"},
					    sin = {"sin_acuerdos", "Municipios sin acuerdos"};
	for (size_t i = 0; i < e->n_municipios; i++) {
		const struct estadistica_municipios *m = &e->municipios[i];
		const struct estadistica_eje fila = {m->cve_ent, m->entidad};
		line(out, "municipios", &fila, &con, m->con_acuerdos, PORCENTAJE_NINGUNO);
		line(out, "municipios", &fila, &sin_clave, m->sin_clave, PORCENTAJE_NINGUNO);
		if (m->en_catalogo >= 0)
			line(out, "municipios", &fila, &sin, m->sin_acuerdos, PORCENTAJE_NINGUNO);
	}
}

void estadistica_registro_csv(struct buf *out, const struct estadistica_registro *e)
{
	buf_puts(out, "tabla,fila,fila_nombre,columna,columna_nombre,n,porcentaje\r\n");
	for (size_t i = 0; i < e->n_tablas; i++)
		table_lines(out, &e->tablas[i]);
	concentration_lines(out, e);
	municipality_lines(out, e);
}
