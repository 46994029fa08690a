/* RFC 7396 on a described value: encode, merge, decode under the same rules as a whole body. */
#include <jansson.h>
#include <string.h>

#include "codec/json_interno.h"

/* MergePatch(target, patch) of RFC 7396 §2. Takes no reference of `patch`; returns a new one, NULL without memory. */
static json_t *fusionar(json_t *target, json_t *patch)
{
	if (!json_is_object(patch))
		return json_incref(patch);
	json_t *r = json_is_object(target) ? json_copy(target) : json_object();
	const char *name;
	json_t *v;
	json_object_foreach(patch, name, v)
	{
		if (json_is_null(v)) {
			json_object_del(r, name);
			continue;
		}
		json_t *m = fusionar(json_object_get(r, name), v);
		if (!m || json_object_set_new(r, name, m) != 0) {
			json_decref(r);
			return NULL;
		}
	}
	return r;
}

static const struct json_field *campo_find(const struct json_desc *d, const char *name)
{
	for (size_t i = 0; i < d->n_fields; i++) {
		if (strcmp(d->fields[i].name, name) == 0)
			return &d->fields[i];
	}
	return NULL;
}

/* Removing what does not exist changes nothing, so decoding would not see a misspelt name: it is looked for here. */
static void revisar_nulos(struct lector *l, const struct ruta *r, const struct json_desc *d, json_t *patch)
{
	const char *name;
	json_t *v;
	json_object_foreach(patch, name, v)
	{
		const struct ruta aqui = {.padre = r, .clave = name};
		const struct json_field *f = campo_find(d, name);
		if (json_is_null(v) && !f)
			lector_falta(l, &aqui, MENSAJE_DESCONOCIDO, NULL);
		else if (json_is_null(v) && (f->flags & JSON_OUTPUT))
			lector_falta(l, &aqui, MENSAJE_NO_CORRESPONDE, NULL);
		else if (f && json_is_object(v) && (f->kind == JSON_KIND_EMBEDDED || f->kind == JSON_KIND_OBJECT))
			revisar_nulos(l, &aqui, f->sub, v);
	}
}

void json_leer_parche(
	struct lector *l, const struct ruta *r, const struct json_desc *d, const void *current, struct json_t *patch, void *out)
{
	json_auto_t *base = NULL;
	BUF_AUTO texto;
	buf_init(&texto, (size_t)1 << 26);
	json_encode(d, current, &texto);
	enum status st = texto.failed ? STATUS_INTERNAL : json_texto_load(buf_str(&texto), texto.len, &base, l->err);
	json_auto_t *junto = st == STATUS_OK ? fusionar(base, patch) : NULL;
	if (!junto) {
		l->lleno = true;
		return;
	}
	if (json_is_object(patch))
		revisar_nulos(l, r, d, patch);
	json_leer_objeto(l, r, d, junto, out);
}

enum status json_merge_patch(
	const struct json_desc *d, const void *current, const char *patch, size_t len, void *out, struct arena *a, struct error *err)
{
	json_auto_t *p = NULL;
	enum status st = json_texto_load(patch, len, &p, err);
	if (st != STATUS_OK)
		return st;
	struct lector l = {.a = a, .err = err};
	const struct ruta raiz = {0};
	json_leer_parche(&l, &raiz, d, current, p, out);
	return lector_fin(&l);
}
