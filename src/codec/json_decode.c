/* From a jansson value to the struct that a descriptor describes, every fault collected. */
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fecha.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "codec/json_interno.h"

#define NUMERO_LEN 24

static void *campo(const struct json_field *f, void *base)
{
	return (char *)base + f->offset;
}

void json_desc_init(const struct json_desc *d, void *out)
{
	memset(out, 0, d->size);
	for (size_t i = 0; i < d->n_fields; i++) {
		const struct json_field *f = &d->fields[i];
		if (f->kind == JSON_KIND_FECHA)
			*(dia_t *)campo(f, out) = DIA_NINGUNO;
		else if (f->kind == JSON_KIND_INSTANTE)
			*(instante_t *)campo(f, out) = INSTANTE_NINGUNO;
		else if (f->kind == JSON_KIND_EMBEDDED)
			json_desc_init(f->sub, campo(f, out));
	}
	if (d->init)
		d->init(out);
}

static void *reservar(struct lector *l, size_t count, size_t size)
{
	void *p = arena_array(l->a, count, size);
	if (!p)
		l->lleno = true;
	return p;
}

/* Only spaces and line ends: as good as nothing. */
static bool en_blanco(const char *s)
{
	return s[strspn(s, " \t\n")] == '\0';
}

static void falta_numero(struct lector *l, const struct ruta *r, enum mensaje m, int64_t limite)
{
	char n[NUMERO_LEN];
	snprintf(n, sizeof n, "%" PRId64, limite);
	lector_falta(l, r, m, n);
}

static bool limitado(const struct lector *l, const struct json_field *f)
{
	return !l->confiado && (f->min != 0 || f->max != 0);
}

/* With the line ends of Windows as everybody's; `s` itself when there are none, NULL when the arena is full. */
static const char *renglones(struct lector *l, const char *s)
{
	if (!strstr(s, "\r\n"))
		return s;
	char *copia = arena_strdup(l->a, s), *q = copia;
	for (const char *p = copia; p && *p; p++)
		if (p[0] != '\r' || p[1] != '\n')
			*q++ = *p;
	if (q)
		*q = '\0';
	return copia;
}

static void leer_texto(struct lector *l, const struct ruta *r, const struct json_field *f, const char *s, void *out)
{
	if (!l->confiado && f->flags & JSON_MULTILINE)
		s = renglones(l, s);
	if (!s) {
		l->lleno = true;
		return;
	}
	if (!l->confiado) {
		int64_t largo = (int64_t)utf8_length(s);
		if (f->check && f->min > 0 && f->min == f->max && largo != f->max) /* a code: what it is helps, not how long */
			lector_falta(l, r, f->check_msg, NULL);
		else if (limitado(l, f) && (largo < f->min || (f->min > 0 && en_blanco(s))))
			falta_numero(l, r, MENSAJE_LARGO_MIN, f->min);
		else if (limitado(l, f) && largo > f->max)
			falta_numero(l, r, MENSAJE_LARGO_MAX, f->max);
		else if (utf8_has_control(s) || (!(f->flags & JSON_MULTILINE) && strpbrk(s, "\n\t")))
			lector_falta(l, r, MENSAJE_CARACTERES, NULL);
		else if (f->check && !f->check(s))
			lector_falta(l, r, f->check_msg, NULL);
	}
	const char *copia = arena_strdup(l->a, s);
	if (!copia)
		l->lleno = true;
	*(const char **)out = copia;
}

static void leer_entero(struct lector *l, const struct ruta *r, const struct json_field *f, int64_t v, void *out)
{
	int64_t min = f->kind == JSON_KIND_INT ? INT_MIN : INT64_MIN, max = f->kind == JSON_KIND_INT ? INT_MAX : INT64_MAX;
	if (limitado(l, f)) {
		min = f->min > min ? f->min : min;
		max = f->max < max ? f->max : max;
	}
	if (v < min)
		falta_numero(l, r, MENSAJE_VALOR_MIN, min);
	else if (v > max)
		falta_numero(l, r, MENSAJE_VALOR_MAX, max);
	else if (f->kind == JSON_KIND_INT)
		*(int *)out = (int)v;
	else
		*(int64_t *)out = v;
}

static void leer_forma(struct lector *l, const struct ruta *r, const struct json_field *f, const char *s, void *out)
{
	if (f->kind == JSON_KIND_FECHA) {
		if (!fecha_parse(s, out))
			lector_falta(l, r, MENSAJE_FECHA, NULL);
	} else if (f->kind == JSON_KIND_INSTANTE) {
		if (!instante_parse(s, out))
			lector_falta(l, r, MENSAJE_INSTANTE, NULL);
	} else if (f->kind == JSON_KIND_UUID) {
		if (!uuid_parse(s, out))
			lector_falta(l, r, MENSAJE_UUID, NULL);
	} else if (f->kind == JSON_KIND_SHA256) {
		if (strlen(s) != SHA256_HEX_LEN - 1 || !hex_decode(s, ((struct sha256 *)out)->b, SHA256_LEN))
			lector_falta(l, r, MENSAJE_FORMATO, "[0-9a-f]{64}");
	} else {
		int v = vocabulario_find(f->vocabulario, s);
		if (v <= 0)
			lector_falta(l, r, MENSAJE_ENUM, lector_lista(l, f->vocabulario, f->vocabulario->n));
		*(int *)out = v > 0 ? v : 0;
	}
}

static void leer_lista(struct lector *l, const struct ruta *r, const struct json_field *f, json_t *v, void *base);

/* `out` is the member itself. Arrays never come here. */
static void leer_valor(struct lector *l, const struct ruta *r, const struct json_field *f, json_t *v, void *out)
{
	switch (f->kind) {
	case JSON_KIND_INT:
	case JSON_KIND_INT64:
		if (json_is_integer(v))
			leer_entero(l, r, f, json_integer_value(v), out);
		else
			lector_falta(l, r, MENSAJE_TIPO, "integer");
		break;
	case JSON_KIND_BOOL:
		if (json_is_boolean(v))
			*(bool *)out = json_is_true(v);
		else
			lector_falta(l, r, MENSAJE_TIPO, "boolean");
		break;
	case JSON_KIND_STRING:
	case JSON_KIND_FECHA:
	case JSON_KIND_INSTANTE:
	case JSON_KIND_UUID:
	case JSON_KIND_SHA256:
	case JSON_KIND_ENUM:
		if (!json_is_string(v))
			lector_falta(l, r, MENSAJE_TIPO, "string");
		else if (f->kind == JSON_KIND_STRING)
			leer_texto(l, r, f, json_string_value(v), out);
		else
			leer_forma(l, r, f, json_string_value(v), out);
		break;
	case JSON_KIND_OBJECT: {
		void *nuevo = reservar(l, 1, f->sub->size);
		if (nuevo)
			json_leer_objeto(l, r, f->sub, v, nuevo);
		*(void **)out = nuevo;
		break;
	}
	case JSON_KIND_EMBEDDED:
		json_leer_objeto(l, r, f->sub, v, out);
		break;
	case JSON_KIND_ARRAY:
		break; /* needs the count: leer_lista */
	}
}

static bool iguales(enum json_kind k, const void *a, const void *b, size_t size)
{
	if (k != JSON_KIND_STRING)
		return memcmp(a, b, size) == 0;
	const char *x = *(const char *const *)a, *y = *(const char *const *)b;
	return x && y && strcmp(x, y) == 0;
}

static void exigir_distintos(struct lector *l, const struct ruta *r, const struct json_field *f, const char *items, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		for (size_t j = 0; j < i; j++) {
			if (!iguales(f->item, items + i * f->item_size, items + j * f->item_size, f->item_size))
				continue;
			const struct ruta aqui = {.padre = r, .indice = i};
			lector_falta(l, &aqui, MENSAJE_DUPLICADO, NULL);
			break;
		}
	}
}

/* How many items of a list are read: the rest of one that is too long is not, and a hostile list costs nothing. */
static size_t contar(struct lector *l, const struct ruta *r, const struct json_field *f, size_t n)
{
	if (limitado(l, f) && (int64_t)n < f->min)
		falta_numero(l, r, MENSAJE_ELEMENTOS_MIN, f->min);
	if (!limitado(l, f) || (int64_t)n <= f->max)
		return n;
	falta_numero(l, r, MENSAJE_ELEMENTOS_MAX, f->max);
	return (size_t)f->max;
}

static struct json_field campo_item(const struct json_field *f)
{
	struct json_field item = *f;
	item.kind = f->item == JSON_KIND_OBJECT ? JSON_KIND_EMBEDDED : f->item; /* items stand inline */
	item.min = f->item_min;
	item.max = f->item_max;
	return item;
}

void *json_leer_reservar(struct lector *l, const struct ruta *r, const struct json_field *f, size_t *n, void *base)
{
	*n = contar(l, r, f, *n);
	void *items = *n ? reservar(l, *n, f->item_size) : NULL;
	for (size_t i = 0; items && i < *n && f->item == JSON_KIND_OBJECT; i++)
		json_desc_init(f->sub, (char *)items + i * f->item_size);
	*(void **)campo(f, base) = items;
	*(size_t *)((char *)base + f->count_offset) = items ? *n : 0;
	return items;
}

static bool entero_de(const char *s, int64_t *out)
{
	char *fin;
	const size_t digitos = strspn(s + (*s == '-'), "0123456789");
	errno = 0;
	*out = strtoll(s, &fin, 10);
	return digitos > 0 && !*fin && errno == 0;
}

void json_leer_palabra(struct lector *l, const struct ruta *r, const struct json_field *f, const char *s, void *out)
{
	int64_t v;
	if (f->kind == JSON_KIND_STRING)
		leer_texto(l, r, f, s, out);
	else if (f->kind != JSON_KIND_INT && f->kind != JSON_KIND_INT64)
		leer_forma(l, r, f, s, out);
	else if (entero_de(s, &v))
		leer_entero(l, r, f, v, out);
	else
		lector_falta(l, r, MENSAJE_TIPO, "integer");
}

void json_leer_palabras(struct lector *l, const struct ruta *r, const struct json_field *f, const char *const *v, size_t n, void *base)
{
	const size_t faltas = l->faltas;
	const struct json_field item = campo_item(f);
	char *items = json_leer_reservar(l, r, f, &n, base);
	for (size_t i = 0; items && i < n && !l->lleno; i++) {
		const struct ruta aqui = {.padre = r, .indice = i};
		json_leer_palabra(l, &aqui, &item, v[i], items + i * f->item_size);
	}
	if (items && (f->flags & JSON_UNIQUE) && l->faltas == faltas)
		exigir_distintos(l, r, f, items, n);
}

static void leer_lista(struct lector *l, const struct ruta *r, const struct json_field *f, json_t *v, void *base)
{
	if (!json_is_array(v)) {
		lector_falta(l, r, MENSAJE_TIPO, "array");
		return;
	}
	const size_t faltas = l->faltas, n = contar(l, r, f, json_array_size(v));
	if (n == 0)
		return;
	char *items = reservar(l, n, f->item_size);
	if (!items)
		return;
	const struct json_field item = campo_item(f);
	for (size_t i = 0; i < n && !l->lleno; i++) {
		const struct ruta aqui = {.padre = r, .indice = i};
		leer_valor(l, &aqui, &item, json_array_get(v, i), items + i * f->item_size);
	}
	if ((f->flags & JSON_UNIQUE) && !l->confiado && l->faltas == faltas)
		exigir_distintos(l, r, f, items, n);
	*(void **)campo(f, base) = items;
	*(size_t *)((char *)base + f->count_offset) = n;
}

static const struct json_field *campo_find(const struct json_desc *d, const char *name)
{
	for (size_t i = 0; i < d->n_fields; i++) {
		if (strcmp(d->fields[i].name, name) == 0)
			return &d->fields[i];
	}
	return NULL;
}

void json_leer_objeto(struct lector *l, const struct ruta *r, const struct json_desc *d, struct json_t *v, void *out)
{
	json_desc_init(d, out);
	if (!json_is_object(v)) {
		lector_falta(l, r, MENSAJE_TIPO, "object");
		return;
	}
	for (size_t i = 0; i < d->n_fields && !l->lleno; i++) {
		const struct json_field *f = &d->fields[i];
		const struct ruta aqui = {.padre = r, .clave = f->name};
		json_t *m = json_object_get(v, f->name);
		if (!m && (f->flags & JSON_REQUIRED) && !(f->flags & JSON_OUTPUT) && !l->confiado)
			lector_falta(l, &aqui, MENSAJE_REQUERIDO, NULL);
		if (!m)
			continue;
		if ((f->flags & JSON_OUTPUT) && !l->confiado)
			lector_falta(l, &aqui, MENSAJE_NO_CORRESPONDE, NULL);
		else if (f->kind == JSON_KIND_ARRAY)
			leer_lista(l, &aqui, f, m, out);
		else
			leer_valor(l, &aqui, f, m, campo(f, out));
	}
	const char *name;
	json_t *m;
	json_object_foreach(v, name, m)
	{
		const struct ruta aqui = {.padre = r, .clave = name};
		if (!campo_find(d, name))
			lector_falta(l, &aqui, MENSAJE_DESCONOCIDO, NULL);
	}
}

static enum status decode(const struct json_desc *d, struct json_t *v, void *out, struct lector *l)
{
	const struct ruta raiz = {0};
	json_leer_objeto(l, &raiz, d, v, out);
	return lector_fin(l);
}

enum status json_decode(const struct json_desc *d, const char *text, size_t len, void *out, struct arena *a, struct error *err)
{
	json_auto_t *v = NULL;
	enum status st = json_texto_load(text, len, &v, err);
	struct lector l = {.a = a, .err = err};
	return st == STATUS_OK ? decode(d, v, out, &l) : st;
}

enum status json_decode_trusted(const struct json_desc *d, const char *text, size_t len, void *out, struct arena *a, struct error *err)
{
	json_auto_t *v = NULL;
	struct error propio;
	if (json_leer_canonico(d, text, len, out, a))
		return STATUS_OK;
	error_init(&propio, a);
	if (json_texto_load(text, len, &v, &propio) != STATUS_OK) {
		if (propio.problem == PROBLEM_SATURADO)
			return json_sin_memoria(err, "stored json: out of memory");
		err->interno = "stored json: not valid JSON";
		return error_set(err, PROBLEM_INTERNO);
	}
	struct lector l = {.a = a, .err = err, .confiado = true};
	return decode(d, v, out, &l);
}
