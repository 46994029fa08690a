#include "services/libro.h"

enum status documento_copy_to(const struct documento *d, struct arena *a, struct documento *out, struct error *err)
{
	*out = *d;
	out->nombre = arena_strdup(a, d->nombre);
	out->tipo_medio = arena_strdup(a, d->tipo_medio);
	return out->nombre && out->tipo_medio ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

static enum status copy_line(const struct renglon *r, struct arena *a, struct renglon *out, struct error *err)
{
	*out = *r;
	const char **textos[] = {
		&out->clausula, &out->texto, &out->pasaje, &out->respuesta, &out->verificacion_motivo, &out->ancla.clausula};
	for (size_t i = 0; i < sizeof textos / sizeof *textos; i++) {
		const char *texto = *textos[i];
		*textos[i] = arena_strdup(a, texto);
		if (texto && !*textos[i])
			return error_set(err, PROBLEM_SATURADO);
	}
	return STATUS_OK;
}

enum status libro_copy(const struct expediente *e, const struct actor *who, struct arena *a, struct libro *out, struct error *err)
{
	const bool oculto = who && e->dictamen.acto && acto_reservado(e, ACTO_DICTAMINAR, e->dictamen.acto, who);
	enum status st = STATUS_OK;
	*out = (struct libro){
		.expediente = e->id,
		.folio = arena_strdup(a, e->folio),
		.version = e->version,
		.oculto_desde = oculto ? e->dictamen.acto : 0,
		.proyectos = ARENA_ARRAY(a, e->n_documentos, struct documento),
		.renglones = ARENA_ARRAY(a, e->n_renglones, struct renglon),
	};
	if (!out->proyectos || !out->renglones || (e->folio && !out->folio))
		return error_set(err, PROBLEM_SATURADO);
	for (size_t i = 0; i < e->n_documentos && st == STATUS_OK; i++) {
		const struct documento *d = &e->documentos[i];
		if (d->clase == CLASE_DOCUMENTO_PROYECTO && (!who || documento_visible(d, who)))
			st = documento_copy_to(d, a, &out->proyectos[out->n_proyectos++], err);
	}
	for (size_t i = 0; i < e->n_renglones && st == STATUS_OK; i++) {
		const struct renglon *r = &e->renglones[i];
		if (!(oculto && r->tipo == RENGLON_RECOMENDACION))
			st = copy_line(r, a, &out->renglones[out->n_renglones++], err);
	}
	return st;
}
