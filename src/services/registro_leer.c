/* What the public reads of the registry. */
#include <string.h>

#include "emision/letra.h"
#include "services/lugares.h"
#include "services/registro.h"
#include "store/contenido.h"

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

enum status asiento_vista_make(const struct registro_ficha *f, dia_t dia, struct arena *a, struct asiento_vista *out, struct error *err)
{
	out->f = *f;
	out->dia = dia;
	enum status st = json_decode_trusted(&desc_asiento_datos, f->datos, strlen(f->datos), &out->d, a, err);
	if (st != STATUS_OK)
		return st;
	out->estado = asiento_estado(&out->d, dia);
	out->entidad = lugar_entidad(a, out->d.n_partes_mexicanas ? out->d.partes_mexicanas[0].cve_ent : NULL);
	out->pais = lugar_pais(a, out->d.n_contrapartes ? out->d.contrapartes[0].pais : NULL);
	out->region = lugar_region_nombre(a, f->region);
	return STATUS_OK;
}

instante_t registro_al(dia_t al, dia_t *dia)
{
	const dia_t hoy = instante_dia(reloj_legal());
	*dia = al == DIA_NINGUNO ? hoy : al;
	return al == DIA_NINGUNO || al >= hoy ? INSTANTE_NINGUNO : instante_from_dia(al + 1);
}

enum status registro_read(struct obrero *o, const char *numero, dia_t al, struct arena *a, struct asiento_vista *out, struct error *err)
{
	struct registro_ficha f;
	dia_t dia;
	const instante_t antes_de = registro_al(al, &dia);
	enum status st = registro_entry(o->db, numero, antes_de, a, &f, err);
	return st == STATUS_OK ? asiento_vista_make(&f, dia, a, out, err) : st;
}

enum status registro_bytes(struct obrero *o, const struct sha256 *sha, int64_t offset, int64_t len, int fd, struct error *err)
{
	return contenido_get(o->db, sha, offset, len, fd, err);
}
