/* The canonical form (RFC 8785 for strings, integers and booleans): members as the descriptor orders them, absent ones left out. */
#include <string.h>

#include "base/fecha.h"
#include "base/hash.h"
#include "codec/json.h"

static bool ausente(const struct json_field *f, const void *base);

static bool desc_ausente(const struct json_desc *d, const void *value)
{
	for (size_t i = 0; i < d->n_fields; i++) {
		if (!ausente(&d->fields[i], value))
			return false;
	}
	return true;
}

static bool ausente(const struct json_field *f, const void *base)
{
	const void *p = (const char *)base + f->offset;
	if (f->flags & JSON_ALWAYS)
		return false;
	switch (f->kind) {
	case JSON_KIND_STRING:
	case JSON_KIND_OBJECT:
		return *(const void *const *)p == NULL;
	case JSON_KIND_INT:
	case JSON_KIND_ENUM:
		return *(const int *)p == 0;
	case JSON_KIND_INT64:
		return *(const int64_t *)p == 0;
	case JSON_KIND_BOOL:
		return !*(const bool *)p;
	case JSON_KIND_FECHA:
		return *(const dia_t *)p == DIA_NINGUNO;
	case JSON_KIND_INSTANTE:
		return *(const instante_t *)p == INSTANTE_NINGUNO;
	case JSON_KIND_UUID:
		return uuid_is_nil(p);
	case JSON_KIND_SHA256:
		return sha256_is_zero(p);
	case JSON_KIND_EMBEDDED:
		return desc_ausente(f->sub, p);
	case JSON_KIND_ARRAY:
		return *(const size_t *)((const char *)base + f->count_offset) == 0;
	}
	return true;
}

static void escribir_forma(enum json_kind k, const void *p, struct buf *out)
{
	char s[SHA256_HEX_LEN] = "";
	_Static_assert(SHA256_HEX_LEN >= UUID_LEN && SHA256_HEX_LEN >= INSTANTE_LEN, "one buffer for all forms");
	if (k == JSON_KIND_FECHA)
		fecha_format(*(const dia_t *)p, s);
	else if (k == JSON_KIND_INSTANTE)
		instante_format_utc(*(const instante_t *)p, s);
	else if (k == JSON_KIND_UUID)
		uuid_format(p, s);
	else
		hex_encode(((const struct sha256 *)p)->b, SHA256_LEN, s);
	buf_putc(out, '"');
	buf_puts(out, s);
	buf_putc(out, '"');
}

static void escribir_valor(const struct json_field *f, enum json_kind k, const void *p, struct buf *out)
{
	switch (k) {
	case JSON_KIND_STRING: {
		const char *s = *(const char *const *)p;
		json_escape(out, s ? s : "");
		break;
	}
	case JSON_KIND_INT:
		buf_int(out, *(const int *)p);
		break;
	case JSON_KIND_INT64:
		buf_int(out, *(const int64_t *)p);
		break;
	case JSON_KIND_BOOL:
		buf_puts(out, *(const bool *)p ? "true" : "false");
		break;
	case JSON_KIND_FECHA:
	case JSON_KIND_INSTANTE:
	case JSON_KIND_UUID:
	case JSON_KIND_SHA256:
		escribir_forma(k, p, out);
		break;
	case JSON_KIND_ENUM:
		json_escape(out, vocabulario_slug(f->vocabulario, *(const int *)p));
		break;
	case JSON_KIND_OBJECT:
		json_encode(f->sub, *(const void *const *)p, out);
		break;
	case JSON_KIND_EMBEDDED:
		json_encode(f->sub, p, out);
		break;
	case JSON_KIND_ARRAY:
		break; /* lists of lists do not occur */
	}
}

static void escribir_lista(const struct json_field *f, const void *base, struct buf *out)
{
	const char *items = *(const char *const *)(const void *)((const char *)base + f->offset);
	size_t n = *(const size_t *)(const void *)((const char *)base + f->count_offset);
	enum json_kind k = f->item == JSON_KIND_OBJECT ? JSON_KIND_EMBEDDED : f->item;
	buf_putc(out, '[');
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_putc(out, ',');
		escribir_valor(f, k, items + i * f->item_size, out);
	}
	buf_putc(out, ']');
}

void json_encode(const struct json_desc *d, const void *value, struct buf *out)
{
	bool coma = false;
	buf_putc(out, '{');
	for (size_t i = 0; i < d->n_fields; i++) {
		const struct json_field *f = &d->fields[i];
		if (ausente(f, value))
			continue;
		if (coma)
			buf_putc(out, ',');
		coma = true;
		buf_putc(out, '"');
		buf_puts(out, f->name);
		buf_append(out, "\":", 2);
		if (f->kind == JSON_KIND_ARRAY)
			escribir_lista(f, value, out);
		else
			escribir_valor(f, f->kind, (const char *)value + f->offset, out);
	}
	buf_putc(out, '}');
}
