/* Strings escaped as RFC 8785 §3.2.2.2 asks, and a small writer for the answers. */
#include <string.h>

#include "base/fecha.h"
#include "codec/json.h"

static void escape_char(struct buf *out, unsigned char c)
{
	static const char cortos[] = {['"'] = '"', ['\\'] = '\\', ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
	if (c < sizeof cortos && cortos[c]) {
		buf_putc(out, '\\');
		buf_putc(out, cortos[c]);
	} else {
		buf_printf(out, "\\u%04x", c);
	}
}

static void escape(struct buf *out, const char *s, size_t n)
{
	const char *desde = s, *fin = s + n;
	buf_putc(out, '"');
	for (; s < fin; s++) {
		unsigned char c = (unsigned char)*s;
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_append(out, desde, (size_t)(s - desde));
		escape_char(out, c);
		desde = s + 1;
	}
	buf_append(out, desde, (size_t)(fin - desde));
	buf_putc(out, '"');
}

void json_escape(struct buf *out, const char *s)
{
	escape(out, s, strlen(s));
}

void json_begin(struct json_writer *w, struct buf *out)
{
	*w = (struct json_writer){.out = out};
}

static void clave(struct json_writer *w, const char *key)
{
	if (w->comma)
		buf_putc(w->out, ',');
	w->comma = true;
	if (key) {
		json_escape(w->out, key);
		buf_putc(w->out, ':');
	}
}

static void abrir(struct json_writer *w, const char *key, char c)
{
	clave(w, key);
	buf_putc(w->out, c);
	w->comma = false;
}

static void cerrar(struct json_writer *w, char c)
{
	buf_putc(w->out, c);
	w->comma = true;
}

void json_object(struct json_writer *w, const char *key)
{
	abrir(w, key, '{');
}

void json_object_end(struct json_writer *w)
{
	cerrar(w, '}');
}

void json_array(struct json_writer *w, const char *key)
{
	abrir(w, key, '[');
}

void json_array_end(struct json_writer *w)
{
	cerrar(w, ']');
}

void json_string(struct json_writer *w, const char *key, const char *value)
{
	if (!value)
		return;
	clave(w, key);
	json_escape(w->out, value);
}

void json_stretch(struct json_writer *w, const char *key, const char *value, size_t n)
{
	clave(w, key);
	escape(w->out, value, n);
}

void json_string_or_null(struct json_writer *w, const char *key, const char *value)
{
	if (value)
		json_string(w, key, value);
	else
		json_raw(w, key, "null");
}

void json_int(struct json_writer *w, const char *key, int64_t value)
{
	clave(w, key);
	buf_int(w->out, value);
}

void json_bool(struct json_writer *w, const char *key, bool value)
{
	json_raw(w, key, value ? "true" : "false");
}

void json_fecha(struct json_writer *w, const char *key, int32_t dia)
{
	if (dia == DIA_NINGUNO)
		return;
	char s[FECHA_LEN];
	fecha_format(dia, s);
	json_string(w, key, s);
}

void json_instante(struct json_writer *w, const char *key, int64_t instante)
{
	if (instante == INSTANTE_NINGUNO)
		return;
	char s[INSTANTE_LEN];
	instante_format(instante, s);
	json_string(w, key, s);
}

void json_uuid(struct json_writer *w, const char *key, const struct uuid *u)
{
	if (uuid_is_nil(u))
		return;
	char s[UUID_LEN];
	uuid_format(u, s);
	json_string(w, key, s);
}

void json_sha256(struct json_writer *w, const char *key, const struct sha256 *h)
{
	char s[SHA256_HEX_LEN];
	hex_encode(h->b, SHA256_LEN, s);
	json_string(w, key, s);
}

void json_slug(struct json_writer *w, const char *key, const struct vocabulario *v, unsigned value)
{
	if (value > 0)
		json_string(w, key, vocabulario_slug(v, (int)value));
}

void json_value(struct json_writer *w, const char *key, const struct json_desc *d, const void *value)
{
	clave(w, key);
	json_encode(d, value, w->out);
}

void json_raw(struct json_writer *w, const char *key, const char *json)
{
	clave(w, key);
	buf_puts(w->out, json);
}
