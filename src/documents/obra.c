#include "documents/obra.h"

#include <string.h>
#include <utf8proc.h>

void obra_init(struct obra *o, struct arena *a)
{
	*o = (struct obra){.a = a};
}

/* Room for one more of an array that is allocated whole at its first use; NULL when it is full. */
static void *slot(struct obra *o, void **array, size_t *n, size_t max, size_t size)
{
	if (*array == NULL)
		*array = arena_array(o->a, max, size);
	if (*array == NULL) {
		o->llena = true;
		return NULL;
	}
	return *n < max ? (char *)*array + (*n)++ * size : NULL;
}
#define SLOT(o, array, n, max) slot((o), (void **)&(array), &(n), (max), sizeof *(array))

static bool is_blank(utf8proc_int32_t c)
{
	return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
		c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/* Shows nothing, or changes how the rest is shown. */
static bool is_hidden(utf8proc_int32_t c)
{
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x200E || c == 0x200F || c == 0x061C || (c >= 0x202A && c <= 0x202E) ||
		(c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

/* Appends `s` folded to one line, at most `max` bytes in whole characters; bytes that are not UTF-8 become U+FFFD. */
static void fold(struct buf *out, const char *s, size_t n, size_t max)
{
	const utf8proc_uint8_t *p = (const utf8proc_uint8_t *)s;
	bool blank = false;

	for (size_t at = 0; at < n;) {
		utf8proc_int32_t c;
		utf8proc_ssize_t len = utf8proc_iterate(p + at, (utf8proc_ssize_t)(n - at), &c);
		const char *piece = s + at;
		size_t piece_len = len > 0 ? (size_t)len : 3;

		if (len <= 0) {
			piece = "\xEF\xBF\xBD";
			c = 0xFFFD;
			len = 1;
		}
		at += (size_t)len;
		if (is_blank(c)) {
			blank = out->len > 0;
			continue;
		}
		if (is_hidden(c))
			continue;
		if (out->len + piece_len + blank > max)
			return;
		if (blank)
			buf_putc(out, ' ');
		blank = false;
		buf_append(out, piece, piece_len);
	}
}

static const char *fold_into_arena(struct obra *o, const char *s, size_t n, size_t max)
{
	BUF_AUTO b;
	char *copy;

	buf_init(&b, max + 4);
	fold(&b, s, n, max);
	if (b.len == 0 || b.failed)
		return NULL;
	copy = arena_memdup(o->a, b.data, b.len);
	o->llena = o->llena || copy == NULL;
	return copy;
}

const char *obra_cadena(struct obra *o, const char *s, size_t n)
{
	return s == NULL || n == 0 ? NULL : fold_into_arena(o, s, n, INFORME_CADENA_MAX);
}

static const char *cadena(struct obra *o, const char *s)
{
	return s == NULL ? NULL : obra_cadena(o, s, strlen(s));
}

void obra_hallazgo(struct obra *o, enum hallazgo codigo, int pagina, int parrafo, const char *pasaje, const char *detalle)
{
	struct informe_hallazgo *h = SLOT(o, o->i.hallazgos, o->i.n_hallazgos, INFORME_HALLAZGOS_MAX);

	if (h != NULL)
		*h = (struct informe_hallazgo){
			.codigo = codigo, .pagina = pagina, .parrafo = parrafo, .pasaje = cadena(o, pasaje), .detalle = cadena(o, detalle)};
}

bool obra_tiene(const struct obra *o, enum hallazgo codigo)
{
	for (size_t i = 0; i < o->i.n_hallazgos; i++)
		if (o->i.hallazgos[i].codigo == codigo)
			return true;
	return false;
}

struct informe_pagina *obra_pagina(struct obra *o)
{
	return SLOT(o, o->i.paginas, o->i.n_paginas, INFORME_PAGINAS_MAX);
}

void obra_fuente(struct obra *o, const char *nombre, bool incrustada)
{
	const char *limpio = cadena(o, nombre);
	struct informe_fuente *f;

	if (limpio == NULL)
		return;
	for (size_t i = 0; i < o->i.n_fuentes; i++)
		if (strcmp(o->i.fuentes[i].nombre, limpio) == 0)
			return;
	f = SLOT(o, o->i.fuentes, o->i.n_fuentes, INFORME_LISTA_MAX);
	if (f != NULL)
		*f = (struct informe_fuente){.nombre = limpio, .incrustada = incrustada};
}

void obra_firma(struct obra *o, const char *nombre, const char *fecha, bool cubre_todo)
{
	struct informe_firma *f = SLOT(o, o->i.firmas, o->i.n_firmas, INFORME_LISTA_MAX);

	if (f != NULL)
		*f = (struct informe_firma){.nombre = cadena(o, nombre), .fecha = cadena(o, fecha), .cubre_todo = cubre_todo};
}

struct informe_autor *obra_autor(struct obra *o, const char *nombre)
{
	const char *limpio = cadena(o, nombre && *nombre ? nombre : "(sin nombre)");
	struct informe_autor *x;

	if (limpio == NULL)
		limpio = "(sin nombre)";
	for (size_t i = 0; i < o->i.n_autores; i++)
		if (strcmp(o->i.autores[i].nombre, limpio) == 0)
			return &o->i.autores[i];
	x = SLOT(o, o->i.autores, o->i.n_autores, INFORME_LISTA_MAX);
	if (x != NULL)
		x->nombre = limpio;
	return x;
}

void obra_idioma_declarado(struct obra *o, const char *idioma)
{
	o->i.idioma_declarado = cadena(o, idioma);
}

static int cut(struct obra *o)
{
	if (!obra_tiene(o, HALLAZGO_TEXTO_RECORTADO))
		obra_hallazgo(o, HALLAZGO_TEXTO_RECORTADO, 0, 0, NULL, NULL);
	return 0;
}

int obra_parrafo(struct obra *o, const char *texto, size_t n, int nivel, int pagina)
{
	struct parrafo *p;
	const char *copy;

	if (o->texto_bytes + n > INFORME_TEXTO_MAX || o->i.texto.n == INFORME_PARRAFOS_MAX)
		return cut(o);
	copy = fold_into_arena(o, texto, n, n * 3); /* an invalid byte becomes three */
	if (copy == NULL)
		return 0;
	p = SLOT(o, o->i.texto.parrafos, o->i.texto.n, INFORME_PARRAFOS_MAX);
	if (p == NULL)
		return 0;
	o->texto_bytes += strlen(copy);
	*p = (struct parrafo){.texto = copy, .nivel = nivel, .pagina = pagina, .confianza = 100};
	return (int)o->i.texto.n;
}
