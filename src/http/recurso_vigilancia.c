/* What the window must watch: agreements about to expire, and files signed but not inscribed. */
#include <string.h>

#include "codec/json.h"
#include "http/recursos.h"
#include "http/solicitud.h"
#include "services/vigilancia.h"

#define CUERPO_MAX ((size_t)32 << 20) /* a hundred rows with all the parties that their entries may have */

static dia_t today(void)
{
	const dia_t hoy = instante_dia(reloj_legal());
	return hoy;
}

/* ---- about to expire ---- */

static enum status read_months(struct exchange *ex, int *meses)
{
	const char *s = exchange_query(ex, "meses");
	*meses = !s || strcmp(s, "12") == 0 ? 12 : strcmp(s, "6") == 0 ? 6 : strcmp(s, "3") == 0 ? 3 : 0;
	return *meses ? STATUS_OK : exchange_param_error(ex, "meses", MENSAJE_ENUM, "12, 6, 3");
}

/* "AAAA-MM-DD~number": a place in the list, good with any `meses`. */
static enum status read_place(struct exchange *ex, dia_t *fecha, const char **numero)
{
	const char *s = exchange_query(ex, "cursor");
	*fecha = DIA_NINGUNO;
	*numero = NULL;
	if (!s)
		return STATUS_OK;
	const char *corte = strchr(s, '~');
	const char *dia = corte ? arena_memdup(ex->arena, s, (size_t)(corte - s)) : NULL;
	if (!dia || !corte[1] || strlen(corte) > 400 || !fecha_parse(dia, fecha))
		return solicitud_cursor_ajeno(ex);
	*numero = corte + 1;
	return STATUS_OK;
}

static void write_expiring(struct json_writer *w, const struct por_vencer *v, dia_t hoy)
{
	json_object(w, NULL);
	json_string(w, "numero", v->asiento);
	json_string(w, "denominacion", v->denominacion);
	json_string(w, "cve_ent", v->cve_ent);
	json_string(w, "municipio", v->municipio);
	json_string(w, "pais", v->pais);
	json_raw(w, "partes_mexicanas", v->partes_mexicanas);
	json_raw(w, "contrapartes", v->contrapartes);
	json_fecha(w, "vigencia_hasta", v->vigencia_hasta);
	json_int(w, "meses", v->vigencia_hasta <= dia_add_meses(hoy, 3) ? 3 : v->vigencia_hasta <= dia_add_meses(hoy, 6) ? 6 : 12);
	json_uuid(w, "expediente", &v->expediente);
	json_object_end(w);
}

enum status recurso_listar_por_vencer(struct exchange *ex, void *worker)
{
	static const char *const allowed[] = {"meses", "limite", "cursor", NULL};
	struct obrero *o = worker;
	int meses, limite;
	dia_t fecha;
	const char *numero;
	struct por_vencer *v = NULL;
	size_t n = 0;
	const dia_t hoy = today();
	enum status st = exchange_query_only(ex, allowed);
	if (st == STATUS_OK)
		st = read_months(ex, &meses);
	if (st == STATUS_OK)
		st = solicitud_limite(ex, &limite);
	if (st == STATUS_OK)
		st = read_place(ex, &fecha, &numero);
	if (st == STATUS_OK)
		st = vigilancia_expiring(o->db, hoy, dia_add_meses(hoy, meses), fecha, numero, limite + 1, ex->arena, &v, &n, &ex->err);
	if (st != STATUS_OK)
		return st;
	const bool mas = n > (size_t)limite;
	n = mas ? (size_t)limite : n;
	BUF_AUTO out;
	buf_init(&out, CUERPO_MAX);
	struct json_writer w;
	solicitud_lista_begin(&w, &out);
	for (size_t i = 0; i < n; i++)
		write_expiring(&w, &v[i], hoy);
	char dia[FECHA_LEN] = "";
	if (mas)
		fecha_format(v[n - 1].vigencia_hasta, dia);
	exchange_header(ex, "Cache-Control", "private, no-store");
	return solicitud_lista_end(ex, &w, &out, mas, mas ? arena_printf(ex->arena, "%s~%s", dia, v[n - 1].asiento) : NULL, allowed);
}

/* ---- signed and not inscribed ---- */

static void write_unregistered(struct json_writer *w, const struct sin_registrar *v)
{
	json_object(w, NULL);
	json_uuid(w, "expediente", &v->id);
	json_string(w, "folio", v->folio);
	json_uuid(w, "organizacion", &v->organizacion);
	json_string(w, "cve_ent", v->cve_ent);
	json_string(w, "denominacion", v->denominacion);
	json_string(w, "estado", v->estado);
	json_string(w, "motivo", strcmp(v->estado, "respondido") == 0 ? "sin_copia" : "sin_inscribir");
	json_fecha(w, "fecha_firma_pretendida", v->fecha_firma);
	json_object_end(w);
}

enum status recurso_listar_sin_registrar(struct exchange *ex, void *worker)
{
	static const char *const allowed[] = {"limite", "cursor", NULL};
	struct obrero *o = worker;
	int limite;
	struct uuid despues = {0};
	struct sin_registrar *v = NULL;
	size_t n = 0;
	enum status st = exchange_query_only(ex, allowed);
	if (st == STATUS_OK)
		st = solicitud_limite(ex, &limite);
	if (st == STATUS_OK)
		st = solicitud_cursor(ex, &despues);
	if (st == STATUS_OK)
		st = vigilancia_unregistered(o->db, &ex->actor, today(), &despues, limite + 1, ex->arena, &v, &n, &ex->err);
	if (st != STATUS_OK)
		return st;
	const bool mas = n > (size_t)limite;
	n = mas ? (size_t)limite : n;
	BUF_AUTO out;
	buf_init(&out, CUERPO_MAX);
	struct json_writer w;
	solicitud_lista_begin(&w, &out);
	for (size_t i = 0; i < n; i++)
		write_unregistered(&w, &v[i]);
	exchange_header(ex, "Cache-Control", "private, no-store");
	return solicitud_lista_end_uuid(ex, &w, &out, mas ? &v[n - 1].id : NULL, allowed);
}
