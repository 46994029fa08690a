#include "services/oficio_guardado.h"

#include <string.h>

#include "codec/campos.h"
#include "codec/json.h"
#include "services/informes.h"
#include "store/contenido.h"

/* struct oficio, flat. */
struct visto {
	int resultado, pagina, confianza;
	bool electronica, leido;
	const char *detalle;
	struct parrafo *parrafos;
	size_t n_parrafos;
};

#define T struct parrafo
static const struct json_field parrafo_campos[] = {
	CAMPO_INT(T, confianza, "confianza", 0, 0, 0),
	CAMPO_INT(T, pagina, "pagina", 0, 0, 0),
	CAMPO_TEXTO(T, texto, "texto", 0, 0, 0),
};
#undef T
static const struct json_desc desc_parrafo = DESC("oficio.parrafo", struct parrafo, parrafo_campos);

#define T struct visto
static const struct json_field visto_campos[] = {
	CAMPO_INT(T, confianza, "confianza", 0, 0, 0),
	CAMPO_TEXTO(T, detalle, "detalle", 0, 0, 0),
	CAMPO(T, electronica, "electronica", BOOL, .flags = 0),
	CAMPO(T, leido, "leido", BOOL, .flags = 0),
	CAMPO_INT(T, pagina, "pagina", 0, 0, 0),
	CAMPO_LISTA(T, parrafos, "parrafos", 0, 0, OBJECT, .sub = &desc_parrafo),
	CAMPO_INT(T, resultado, "resultado", 0, 0, JSON_ALWAYS),
};
#undef T
static const struct json_desc desc_visto = DESC("oficio", struct visto, visto_campos);

enum status oficio_find(struct obrero *o, const struct sha256 *sha, struct arena *a, struct oficio *out, bool *hay, struct error *err)
{
	struct visto v;
	const char *json;
	ARENA_AUTO *paso = arena_create(INFORME_JSON_MAX + 1024);
	*hay = false;
	if (!paso)
		return error_set(err, PROBLEM_SATURADO);
	enum status st = contenido_oficio_get(o->db, sha, OFICIO_VERSION, paso, &json, err);
	if (st == STATUS_OK && json) {
		st = json_decode_trusted(&desc_visto, json, strlen(json), &v, a, err);
		*hay = st == STATUS_OK;
	}
	if (*hay)
		*out = (struct oficio){.firma = {.resultado = (enum oficio_resultado)v.resultado,
					       .electronica = v.electronica,
					       .pagina = v.pagina,
					       .detalle = v.detalle},
			.leido = v.leido,
			.texto = {.parrafos = v.parrafos, .n = v.n_parrafos},
			.confianza = v.confianza,
			.definitivo = true};
	return st;
}

enum status oficio_keep(struct obrero *o, const struct sha256 *sha, const struct oficio *oficio, struct error *err)
{
	const struct visto v = {.resultado = (int)oficio->firma.resultado,
		.pagina = oficio->firma.pagina,
		.confianza = oficio->confianza,
		.electronica = oficio->firma.electronica,
		.leido = oficio->leido,
		.detalle = oficio->firma.detalle,
		.parrafos = oficio->texto.parrafos,
		.n_parrafos = oficio->texto.n};
	BUF_AUTO json;
	buf_init(&json, INFORME_JSON_MAX);
	if (!oficio->definitivo)
		return STATUS_OK;
	json_encode(&desc_visto, &v, &json);
	return json.failed ? error_set(err, PROBLEM_SATURADO) : contenido_oficio_put(o->db, sha, OFICIO_VERSION, buf_str(&json), err);
}
