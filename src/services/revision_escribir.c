/* The pre-check's answer as JSON. */
#include "codec/json.h"
#include "services/revision.h"

bool revision_lista(const struct revision *r)
{
	for (size_t i = 0; i < r->n_problemas; i++)
		if (r->problemas[i].severidad != SEVERIDAD_BAJA)
			return false;
	return true;
}

static void write_place(struct json_writer *w, const char *clausula, int pagina, int parrafo, const char *pasaje)
{
	json_string(w, "clausula", clausula);
	if (pagina)
		json_int(w, "pagina", pagina);
	if (parrafo)
		json_int(w, "parrafo", parrafo);
	json_string(w, "pasaje", pasaje);
}

static void write_problem(struct json_writer *w, const struct revision_problema *p)
{
	json_object(w, NULL);
	json_string(w, "archivo", regla_ambito_slug(p->archivo));
	json_string(w, "codigo", p->codigo);
	json_string(w, "clase", p->clase);
	json_slug(w, "severidad", &vocabulario_severidad, p->severidad);
	json_string(w, "titulo", p->titulo);
	write_place(w, p->clausula, p->pagina, p->parrafo, p->pasaje);
	json_string(w, "detalle", p->detalle);
	if (p->veces)
		json_int(w, "veces", (int64_t)p->veces);
	json_string(w, "por_que", p->por_que);
	json_string(w, "que_hacer", p->que_hacer);
	json_string(w, "fuente", p->fuente);
	json_object_end(w);
}

static void write_signature(struct json_writer *w, const struct oficio_firma *f)
{
	json_object(w, "firma");
	json_string(w, "resultado", oficio_resultado_slug(f->resultado));
	if (f->resultado == OFICIO_FIRMA_HALLADA)
		json_string(w, "clase", f->electronica ? "electronica" : "autografa");
	if (f->pagina)
		json_int(w, "pagina", f->pagina);
	json_string(w, "detalle", f->detalle);
	json_object_end(w);
}

void revision_write(struct buf *out, const struct revision *r)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	json_string(&w, "resultado", revision_lista(r) ? "listo" : "con_observaciones");
	json_array(&w, "archivos");
	for (int k = REGLA_AMBITO_COUNT - 1; k >= 0; k--)
		if (r->presente[k])
			json_string(&w, NULL, regla_ambito_slug((enum regla_ambito)k));
	json_array_end(&w);
	json_array(&w, "problemas");
	for (size_t i = 0; i < r->n_problemas; i++)
		write_problem(&w, &r->problemas[i]);
	json_array_end(&w);
	json_array(&w, "hallados");
	for (size_t i = 0; i < r->n_hallados; i++) {
		const struct revision_hallado *h = &r->hallados[i];
		json_object(&w, NULL);
		json_string(&w, "archivo", regla_ambito_slug(h->archivo));
		json_string(&w, "codigo", h->codigo);
		json_string(&w, "titulo", h->titulo);
		write_place(&w, h->clausula, h->pagina, h->parrafo, h->pasaje);
		json_object_end(&w);
	}
	json_array_end(&w);
	json_array(&w, "no_revisado");
	for (size_t i = 0; i < r->n_omisiones; i++) {
		json_object(&w, NULL);
		json_string(&w, "archivo", regla_ambito_slug(r->omisiones[i].archivo));
		json_string(&w, "que", r->omisiones[i].que);
		json_string(&w, "motivo", r->omisiones[i].motivo);
		json_object_end(&w);
	}
	json_array_end(&w);
	if (r->hay_firma)
		write_signature(&w, &r->firma);
	json_object_end(&w);
}
