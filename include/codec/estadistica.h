/* Statistics as JSON and as CSV (RFC 4180, UTF-8, one cell a line). Rates have two decimals; null and an empty cell where there is nothing to share. Pure. */
#ifndef CODEC_ESTADISTICA_H
#define CODEC_ESTADISTICA_H

#include "base/buf.h"
#include "domain/estadistica.h"

#define ESTADISTICA_TABLAS_MAX 16

struct estadistica_municipios {
	const char *cve_ent, *entidad;
	int64_t con_acuerdos; /* municipalities named by at least one entry */
	int64_t sin_clave;    /* of them, those that have no INEGI code: neither the entry nor the catalogue tells it */
	int64_t en_catalogo;  /* in force; -1: the catalogue has none of this state */
	int64_t sin_acuerdos; /* of those in force */
};
struct estadistica_registro {
	int64_t version, total;
	dia_t al;
	struct estadistica_eje filtros[10]; /* as they were asked */
	size_t n_filtros;
	struct estadistica_tabla tablas[ESTADISTICA_TABLAS_MAX];
	size_t n_tablas;
	const struct estadistica_tabla *entidades; /* the one that the concentration is of */
	struct concentracion *concentracion;
	size_t n_concentracion, dos_tercios;
	struct estadistica_municipios *municipios;
	size_t n_municipios;
};

void estadistica_registro_json(struct buf *out, const struct estadistica_registro *e);
void estadistica_registro_csv(struct buf *out, const struct estadistica_registro *e);

#endif
