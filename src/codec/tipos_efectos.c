/* What the service determined: the journal's column `efectos`, canonical. */
#include "codec/campos.h"
#include "codec/json_interno.h"
#include "codec/tipos.h"

/* The JSON form of struct efectos, for decoding; `efectos_encode` writes the same members in the same order (a test holds them together). */
struct numero_json {
	int anio, numero;
	enum serie serie;
	const char *texto;
};
struct documento_json {
	struct uuid id;
	struct sha256 sha256;
};
struct efectos_json {
	struct ancla *anclas;
	size_t n_anclas;
	int calendario_version;
	struct computo *computo;
	struct documento_json *documentos;
	size_t n_documentos;
	struct sha256 huella;
	struct numero_json *numero;
	int primer_renglon;
	enum resultado resultado;
	dia_t vence;
	struct uuid delegacion, enlace;
};

static const struct json_field numero_campos[] = {
	CAMPO(struct numero_json, anio, "anio", INT, .flags = 0),
	CAMPO(struct numero_json, numero, "numero", INT, .flags = 0),
	CAMPO_ENUM(struct numero_json, serie, "serie", serie, 0),
	CAMPO_TEXTO(struct numero_json, texto, "texto", 0, 0, 0),
};
static const struct json_desc desc_numero = DESC("numero", struct numero_json, numero_campos);

static const struct json_field documento_campos[] = {
	CAMPO(struct documento_json, id, "id", UUID, .flags = 0),
	CAMPO(struct documento_json, sha256, "sha256", SHA256, .flags = 0),
};
static const struct json_desc desc_efectos_documento = DESC("efectos.documento", struct documento_json, documento_campos);

static const struct json_field ancla_campos[] = {
	CAMPO_TEXTO(struct ancla, clausula, "clausula", 0, 0, 0),
	CAMPO(struct ancla, desde, "desde", INT, .flags = JSON_ALWAYS),
	CAMPO(struct ancla, documento, "documento", UUID, .flags = 0),
	CAMPO(struct ancla, largo, "largo", INT, .flags = JSON_ALWAYS),
	CAMPO(struct ancla, observacion, "observacion", INT, .flags = 0),
	CAMPO(struct ancla, parte, "parte", INT, .flags = 0),
	CAMPO(struct ancla, version, "version", INT, .flags = 0),
};
const struct json_desc desc_ancla = DESC("ancla", struct ancla, ancla_campos);

#define T struct efectos_json
static const struct json_field efectos_campos[] = {
	CAMPO_LISTA(T, anclas, "anclas", 0, 0, OBJECT, .sub = &desc_ancla),
	CAMPO(T, calendario_version, "calendario_version", INT, .flags = 0),
	CAMPO(T, computo, "computo", OBJECT, .sub = &desc_computo),
	CAMPO(T, delegacion, "delegacion", UUID, .flags = 0),
	CAMPO_LISTA(T, documentos, "documentos", 0, 0, OBJECT, .sub = &desc_efectos_documento),
	CAMPO(T, enlace, "enlace", UUID, .flags = 0),
	CAMPO(T, huella, "huella", SHA256, .flags = 0),
	CAMPO(T, numero, "numero", OBJECT, .sub = &desc_numero),
	CAMPO(T, primer_renglon, "primer_renglon", INT, .flags = 0),
	CAMPO_ENUM(T, resultado, "resultado", resultado, 0),
	CAMPO(T, vence, "vence", FECHA, .flags = 0),
};
#undef T
static const struct json_desc desc_efectos = DESC("efectos", struct efectos_json, efectos_campos);

static void documentos_encode(struct json_writer *w, const struct efectos *e)
{
	if (e->n_documentos == 0)
		return;
	json_array(w, "documentos");
	for (size_t i = 0; i < e->n_documentos; i++) {
		const struct documento_json d = {.id = e->documentos[i], .sha256 = e->documentos_sha[i]};
		json_value(w, NULL, &desc_efectos_documento, &d);
	}
	json_array_end(w);
}

void efectos_encode(const struct efectos *e, struct buf *out)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	if (e && e->n_anclas > 0) {
		json_array(&w, "anclas");
		for (size_t i = 0; i < e->n_anclas; i++)
			json_value(&w, NULL, &desc_ancla, &e->anclas[i]);
		json_array_end(&w);
	}
	if (e && e->calendario_version)
		json_int(&w, "calendario_version", e->calendario_version);
	if (e && e->tiene_computo)
		json_value(&w, "computo", &desc_computo, &e->computo);
	if (e) {
		json_uuid(&w, "delegacion", &e->delegacion);
		documentos_encode(&w, e);
		json_uuid(&w, "enlace", &e->enlace);
	}
	if (e && e->tiene_huella)
		json_sha256(&w, "huella", &e->huella);
	if (e && (e->serie || e->numero_texto)) {
		const struct numero_json n = {.anio = e->anio, .numero = e->numero, .serie = e->serie, .texto = e->numero_texto};
		json_value(&w, "numero", &desc_numero, &n);
	}
	if (e && e->primer_renglon)
		json_int(&w, "primer_renglon", e->primer_renglon);
	if (e) {
		json_slug(&w, "resultado", &vocabulario_resultado, e->resultado);
		json_fecha(&w, "vence", e->vence);
	}
	json_object_end(&w);
}

enum status efectos_decode(const char *text, size_t len, struct arena *a, struct efectos **out, struct error *err)
{
	struct efectos_json j;
	enum status st = json_decode_trusted(&desc_efectos, text, len, &j, a, err);
	if (st != STATUS_OK)
		return st;
	struct efectos *e = ARENA_NEW(a, struct efectos);
	if (!e)
		return json_sin_memoria(err, "efectos: arena exhausted");
	*e = (struct efectos){
		.anclas = j.anclas,
		.n_anclas = j.n_anclas,
		.calendario_version = j.calendario_version,
		.huella = j.huella,
		.tiene_huella = !sha256_is_zero(&j.huella),
		.primer_renglon = j.primer_renglon,
		.resultado = j.resultado,
		.vence = j.vence,
		.delegacion = j.delegacion,
		.enlace = j.enlace,
	};
	if (j.numero) {
		e->serie = j.numero->serie;
		e->anio = j.numero->anio;
		e->numero = j.numero->numero;
		e->numero_texto = j.numero->texto;
	}
	if (j.computo) {
		e->computo = *j.computo;
		e->tiene_computo = true;
	}
	e->documentos = ARENA_ARRAY(a, j.n_documentos, struct uuid);
	e->documentos_sha = ARENA_ARRAY(a, j.n_documentos, struct sha256);
	if (!e->documentos || !e->documentos_sha)
		return json_sin_memoria(err, "efectos: arena exhausted");
	for (size_t i = 0; i < j.n_documentos; i++) {
		e->documentos[i] = j.documentos[i].id;
		e->documentos_sha[i] = j.documentos[i].sha256;
	}
	e->n_documentos = j.n_documentos;
	*out = e;
	return STATUS_OK;
}
