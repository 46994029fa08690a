/* From bytes to a jansson value: everything that must be refused before the descriptors look at it. */
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "codec/json_interno.h"

#define POINTER_MAX 1024 /* a hostile member name is cut, not echoed whole */

/* Line and column (in bytes, 1-based) of an offset. */
static struct texto posicion(struct arena *a, const char *text, size_t offset)
{
	size_t linea = 1, columna = 1;
	for (size_t i = 0; i < offset; i++) {
		columna = text[i] == '\n' ? 1 : columna + 1;
		linea += text[i] == '\n';
	}
	return (struct texto){
		.es = arena_printf(a, "línea %zu, columna %zu", linea, columna),
		.en = arena_printf(a, "line %zu, column %zu", linea, columna),
	};
}

static enum status invalido(struct error *err, struct texto motivo, const char *text, size_t offset)
{
	bool primero = err->problem == PROBLEM_NONE;
	struct texto donde = posicion(err->arena, text, offset);
	enum status st = error_set(err, PROBLEM_JSON_INVALIDO, motivo.es, donde.es ? donde.es : "");
	const char *const args[] = {motivo.en, donde.en ? donde.en : "", NULL};
	const char *en = texto_fill(err->arena, problem_info(PROBLEM_JSON_INVALIDO)->detail.en, args);
	if (primero && en)
		err->detail.en = en;
	return st;
}

static const struct texto motivo_profundo = {"demasiados niveles de anidamiento", "nested too deeply"};
static const struct texto motivo_nul = {"contiene el carácter NUL", "it contains the NUL character"};
static const struct texto motivo_utf8 = {"no es UTF-8 válido", "it is not valid UTF-8"};

static struct texto motivo_de(enum json_error_code c)
{
	if (c == json_error_duplicate_key)
		return (struct texto){"un miembro está repetido", "a member is repeated"};
	if (c == json_error_end_of_input_expected)
		return (struct texto){"sobra texto después del valor", "there is text after the value"};
	if (c == json_error_premature_end_of_input)
		return (struct texto){"el texto termina antes de tiempo", "the text ends too early"};
	if (c == json_error_numeric_overflow)
		return (struct texto){"un número es demasiado grande", "a number is too large"};
	if (c == json_error_null_character || c == json_error_null_byte_in_key)
		return motivo_nul;
	if (c == json_error_invalid_utf8)
		return motivo_utf8;
	return (struct texto){"error de sintaxis", "syntax error"};
}

/* Offset of the bracket that opens one level too many; `len` when there is none. Strings are skipped. */
static size_t exceso_de_niveles(const char *text, size_t len)
{
	int nivel = 0;
	bool cadena = false;
	for (size_t i = 0; i < len; i++) {
		char c = text[i];
		if (cadena) {
			if (c == '\\')
				i++;
			else if (c == '"')
				cadena = false;
		} else if (c == '"') {
			cadena = true;
		} else if (c == '{' || c == '[') {
			if (++nivel > JSON_DEPTH_MAX)
				return i;
		} else if (c == '}' || c == ']') {
			nivel--;
		}
	}
	return len;
}

/* Offset of the first byte that is not part of valid UTF-8. */
static size_t primer_invalido(const char *text, size_t len)
{
	size_t bajo = 0, alto = len; /* utf8_valid holds of [0, bajo) only at boundaries: walk sequence by sequence */
	while (bajo < alto) {
		size_t n = 1;
		while (n <= 4 && bajo + n <= alto && !utf8_valid(text + bajo, n))
			n++;
		if (n > 4 || bajo + n > alto)
			return bajo;
		bajo += n;
	}
	return len;
}

enum status json_sin_memoria(struct error *err, const char *interno)
{
	err->interno = interno;
	return error_set(err, PROBLEM_SATURADO);
}

enum status json_texto_load(const char *text, size_t len, struct json_t **out, struct error *err)
{
	*out = NULL;
	if (len == 0)
		return error_set(err, PROBLEM_CUERPO_VACIO);
	const char *nul = memchr(text, '\0', len);
	if (nul)
		return invalido(err, motivo_nul, text, (size_t)(nul - text));
	if (!utf8_valid(text, len))
		return invalido(err, motivo_utf8, text, primer_invalido(text, len));
	size_t exceso = exceso_de_niveles(text, len);
	if (exceso < len)
		return invalido(err, motivo_profundo, text, exceso);
	json_error_t fallo;
	*out = json_loadb(text, len, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &fallo);
	if (*out)
		return STATUS_OK;
	if (json_error_code(&fallo) == json_error_out_of_memory)
		return json_sin_memoria(err, "json: out of memory");
	size_t donde = fallo.position > 0 ? (size_t)fallo.position : 0;
	return invalido(err, motivo_de(json_error_code(&fallo)), text, donde < len ? donde : len);
}

/* --- faults ------------------------------------------------------------------------------------------------------------------------ */

static void clave_escape(struct buf *b, const char *s)
{
	for (; *s; s++) {
		if (*s == '~')
			buf_puts(b, "~0");
		else if (*s == '/')
			buf_puts(b, "~1");
		else
			buf_putc(b, *s);
	}
}

static void ruta_render(const struct ruta *r, struct buf *b)
{
	if (!r->padre)
		return;
	ruta_render(r->padre, b);
	buf_putc(b, '/');
	if (r->clave)
		clave_escape(b, r->clave);
	else
		buf_int(b, (int64_t)r->indice);
}

/* Cuts a pointer that echoes too much, never inside a character. */
static const char *ruta_texto(struct buf *b)
{
	if (b->len > POINTER_MAX) {
		size_t n = POINTER_MAX;
		while (n > 0 && ((unsigned char)b->data[n] & 0xC0) == 0x80)
			n--;
		b->data[n] = '\0';
	}
	return buf_str(b);
}

void lector_falta(struct lector *l, const struct ruta *r, enum mensaje m, const char *arg)
{
	l->faltas++;
	if (l->confiado ? l->faltas > 1 : l->err->n_items_dropped > 0) {
		l->err->n_items_dropped += !l->confiado;
		return;
	}
	BUF_AUTO b;
	buf_init(&b, (size_t)1 << 24);
	ruta_render(r, &b);
	if (l->confiado)
		l->err->interno = arena_printf(l->err->arena, "stored json: %s at \"%s\"", arg ? arg : "fault", ruta_texto(&b));
	else
		error_add(l->err, ruta_texto(&b), m, arg ? arg : "");
}

enum status lector_fin(struct lector *l)
{
	if (l->faltas == 0 && !l->lleno)
		return STATUS_OK;
	if (l->lleno)
		return json_sin_memoria(l->err, "json: arena exhausted");
	return error_set(l->err, l->confiado ? PROBLEM_INTERNO : PROBLEM_CUERPO_INVALIDO);
}

const char *lector_lista(struct lector *l, const struct vocabulario *v, int hasta)
{
	BUF_AUTO b;
	buf_init(&b, 4096);
	for (int i = 1; i < hasta; i++) {
		buf_puts(&b, i > 1 ? ", " : "");
		buf_puts(&b, vocabulario_slug(v, i));
	}
	const char *s = arena_strdup(l->a, buf_str(&b));
	return s ? s : "";
}
