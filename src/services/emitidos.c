/* What there is: for those who may see the file, and for anyone who holds a document or its code. */
#include "codec/json.h"
#include "domain/procedimiento.h"
#include "services/certificados.h"
#include "services/consulta.h"
#include "services/emision.h"

#define CARGA_MAX (16u << 20)

/* ---- for those who may see the file ---- */

/* The act's kind is not in the row: the class names it, but for the acknowledgements, which are alike in all that is asked here. */
static const struct emision *emision_of(const struct emitido_fila *f)
{
	enum emitido_clase c = (enum emitido_clase)vocabulario_find(&vocabulario_emitido, f->clase);
	for (size_t i = 0; i < emisiones_count; i++)
		if (emisiones[i].clase == c)
			return &emisiones[i];
	return NULL;
}

enum status emitidos_load(struct obrero *o, const struct actor *who, const struct uuid *expediente, struct arena *a,
	struct emitido_fila **out, size_t *n, struct error *err)
{
	return emitidos_of(o->db, who, expediente, a, out, n, err);
}

bool emitido_fila_visible(const struct expediente *e, const struct emitido_fila *f, const struct actor *who)
{
	const struct emision *m = emision_of(f);
	return m && emitido_visible(e, m, f->n, who);
}

int emitido_fila_paso(const struct expediente *e, const struct emitido_fila *f)
{
	for (size_t i = 0; i < e->n_tramos; i++)
		if (e->tramos[i].acto == f->n) {
			enum acto_tipo acto = e->tramos[i].acto_tipo;
			for (size_t k = 0; k < transiciones_count; k++)
				if (transiciones[k].acto == acto)
					return transiciones[k].paso;
		}
	return 0;
}

void emitido_write(struct buf *out, const struct emitido_fila *f)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	json_uuid(&w, "id", &f->id);
	json_string(&w, "origen", "servicio");
	json_string(&w, "clase", f->clase);
	json_string(&w, "titulo", vocabulario_titulo(&vocabulario_emitido, vocabulario_find(&vocabulario_emitido, f->clase)));
	json_string(&w, "nombre", f->nombre);
	json_string(&w, "tipo_medio", "application/pdf");
	json_int(&w, "tamano", f->tamano);
	json_sha256(&w, "sha256", &f->sha256);
	json_int(&w, "acto", f->n);
	json_string(&w, "numero", f->numero);
	json_fecha(&w, "fecha", f->fecha);
	json_string(&w, "codigo", f->codigo);
	if (f->tiene_plantillas)
		json_sha256(&w, "plantillas", &f->plantillas);
	json_object(&w, "sello");
	json_string(&w, "nivel", f->sello);
	json_instante(&w, "en", f->sellado_en);
	json_sha256(&w, "certificado", &f->certificado);
	json_string(&w, "nota", f->sello_nota);
	json_object_end(&w);
	json_object_end(&w);
}

/* ---- for anyone ---- */

struct pregunta {
	const struct emitido_fila *f;
	struct vigor vigor;
};

static enum status judge(const struct expediente *e, void *arg, struct error *err)
{
	struct pregunta *p = arg;
	const struct emision *m = emision_of(p->f);
	if (!m)
		return error_set(err, PROBLEM_INTERNO);
	p->vigor = emitido_vigor(e, m, p->f->n, p->f->corregido);
	return STATUS_OK;
}

static enum status answer(struct obrero *o, const struct emitido_fila *f, struct verificado *out, struct error *err)
{
	struct pregunta p = {.f = f};
	char id[UUID_LEN];
	uuid_format(&f->expediente, id);
	ARENA_AUTO *carga = arena_create(CARGA_MAX);
	enum status st = carga ? expediente_with(o, NULL, id, carga, judge, &p, err) : error_set(err, PROBLEM_INTERNO);
	if (st != STATUS_OK)
		return st;
	*out = (struct verificado){
		.emitido = true,
		.clase = f->clase,
		.titulo = vocabulario_titulo(&vocabulario_emitido, vocabulario_find(&vocabulario_emitido, f->clase)),
		.numero = f->numero,
		.fecha = f->fecha,
		.sellado_en = f->sellado_en,
		.sello = f->sello,
		.sha256 = f->sha256,
		.codigo = f->codigo,
		.vigor = p.vigor,
	};
	return STATUS_OK;
}

/* Not among the documents of files: among the certificates of the registry; not there either is an answer, not a failure. */
static enum status found(struct obrero *o, enum status st, const struct emitido_fila *f, const char *codigo, const struct sha256 *sha,
	struct arena *a, struct verificado *out, const struct error *propio, struct error *err)
{
	*out = (struct verificado){0};
	if (st == STATUS_OK)
		return answer(o, f, out, err);
	if (st == STATUS_NOT_FOUND)
		return certificado_verify(o, codigo, sha, a, out, err);
	err->interno = propio->interno;
	return error_set(err, propio->problem);
}

enum status verificacion_by_code(struct obrero *o, const char *codigo, struct arena *a, struct verificado *out, struct error *err)
{
	char forma[CODIGO_LEN] = "";
	struct emitido_fila f;
	struct error propio;
	error_init(&propio, a);
	/* A malformed one is looked for as well: it cannot be there, and the answer takes as long. */
	if (!codigo_parse(codigo, forma))
		forma[0] = '\0';
	return found(o, emitido_by_code(o->db, forma, a, &f, &propio), &f, forma, NULL, a, out, &propio, err);
}

enum status verificacion_by_sha(struct obrero *o, const struct sha256 *sha, struct arena *a, struct verificado *out, struct error *err)
{
	struct emitido_fila f;
	struct error propio;
	error_init(&propio, a);
	return found(o, emitido_by_sha(o->db, sha, a, &f, &propio), &f, NULL, sha, a, out, &propio, err);
}
