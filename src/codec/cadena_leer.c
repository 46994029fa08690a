/*
 * A line of the journal back into an act. The heading is read, written again and compared: what is not spelled as the service spells it is not
 * taken, and the texts of `datos` and `efectos` are the bytes between, untouched.
 */
#include <jansson.h>
#include <string.h>

#include "base/fecha.h"
#include "codec/cadena.h"
#include "codec/json_interno.h"

static const char *text(const json_t *v, const char *key)
{
	const char *s = json_string_value(json_object_get(v, key));
	return s ? s : "";
}

static bool sha(const json_t *v, const char *key, struct sha256 *out)
{
	const char *s = text(v, key);
	return strlen(s) == SHA256_HEX_LEN - 1 && hex_decode(s, out->b, SHA256_LEN);
}

/* Absent is nil or none; malformed shows when the line is written again. */
static void read_actor(const json_t *v, struct actor *out)
{
	(void)uuid_parse(text(v, "organizacion"), &out->organizacion);
	(void)uuid_parse(text(v, "usuario"), &out->usuario);
	out->rol = (enum rol)vocabulario_find(&vocabulario_rol, text(v, "rol"));
	out->cve_ent = "";
}

static bool read_heading(const json_t *v, struct acto *out)
{
	json_int_t n = json_integer_value(json_object_get(v, "n"));
	*out = (struct acto){.fecha_legal = DIA_NINGUNO,
		.tipo = (enum acto_tipo)vocabulario_find(&vocabulario_acto, text(v, "acto")),
		.desde = (enum estado)vocabulario_find(&vocabulario_estado, text(v, "desde")),
		.hacia = (enum estado)vocabulario_find(&vocabulario_estado, text(v, "hacia")),
		.n = n >= 1 && n <= INT32_MAX ? (int)n : 0};
	read_actor(json_object_get(v, "actor"), &out->actor);
	(void)fecha_parse(text(v, "fecha_legal"), &out->fecha_legal);
	return out->n > 0 && out->tipo != ACTO_NINGUNO && out->hacia != ESTADO_NINGUNO &&
		uuid_parse(text(v, "expediente"), &out->expediente) && instante_parse(text(v, "registrado_en"), &out->registrado_en) &&
		sha(v, "anterior", &out->anterior);
}

/* Bytes of the JSON value at the beginning of `s`, 0 when there is none. */
static size_t value_length(const char *s, size_t len)
{
	json_error_t e;
	json_auto_t *v = json_loadb(s, len, JSON_DISABLE_EOF_CHECK | JSON_REJECT_DUPLICATES, &e);
	return json_is_object(v) && e.position > 0 ? (size_t)e.position : 0;
}

static bool starts_with(const char *s, size_t len, const char *prefix, size_t n)
{
	return len >= n && memcmp(s, prefix, n) == 0;
}

/* Where `datos` begins: the canonical form of the heading, up to the brace of its first text. */
static bool find_texts(const char *line, size_t len, struct arena *a, struct cadena_renglon *out)
{
	static const char medio[] = ",\"desde\":";
	BUF_AUTO b;
	buf_init(&b, 4096);
	cadena_canonica(&out->acto, "", "", &b);
	const char *corte = b.failed ? NULL : strstr(buf_str(&b), "\"datos\":");
	if (!corte)
		return false;
	size_t antes = (size_t)(corte - buf_str(&b)) + strlen("\"datos\":");
	size_t n = starts_with(line, len, buf_str(&b), antes) ? value_length(line + antes, len - antes) : 0;
	const char *s = line + antes + n;
	if (n == 0 || !starts_with(s, len - antes - n, medio, sizeof medio - 1))
		return false;
	out->datos = arena_memdup(a, line + antes, n);
	s = memmem(s, len - antes - n, "\"efectos\":", strlen("\"efectos\":"));
	size_t at = s ? (size_t)(s - line) + strlen("\"efectos\":") : len;
	n = at < len ? value_length(line + at, len - at) : 0;
	out->efectos = n ? arena_memdup(a, line + at, n) : NULL;
	return out->datos && out->efectos;
}

static bool same_as(const struct buf *b, const char *line, size_t len)
{
	return !b->failed && b->len == len && memcmp(buf_str(b), line, len) == 0;
}

bool cadena_leer(const char *line, size_t len, struct arena *a, struct cadena_renglon *out)
{
	struct error nada;
	json_auto_t *v = NULL;
	BUF_AUTO otra;
	error_init(&nada, a);
	buf_init(&otra, len + 4096);
	*out = (struct cadena_renglon){0};
	if (json_texto_load(line, len, &v, &nada) != STATUS_OK || !json_is_object(v) || !read_heading(v, &out->acto))
		return false;
	out->reservado = json_is_true(json_object_get(v, "reservado"));
	if (out->reservado) {
		if (!sha(v, "hash", &out->acto.hash))
			return false;
		cadena_reservada(&out->acto, &otra);
		return same_as(&otra, line, len);
	}
	if (!find_texts(line, len, a, out))
		return false;
	cadena_canonica(&out->acto, out->datos, out->efectos, &otra);
	sha256_of(line, len, &out->acto.hash);
	return same_as(&otra, line, len);
}
