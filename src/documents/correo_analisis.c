/* The body of a message: its text, its attachments. GMime parses; here is what is looked at, and how far. */
#include "documents/correo_analisis.h"

#include <iconv.h>
#include <string.h>
#include <strings.h>

#include "documents/correo_encabezados.h"

#define CODIFICADO_TEXTO_MAX (4 * CORREO_TEXTO_MAX) /* encoded bytes of a text body that are decoded */
#define TROZO 16384

/* What a part stands in, as far as that tells what it is. */
enum entorno { ENTORNO_OTRO, ENTORNO_RELATED, ENTORNO_CIFRADO };

/* One attachment: where its encoded bytes are. */
struct fuente {
	GMimeStream *flujo;
	GMimeContentEncoding codificacion;
};

struct correo_mensaje {
	GMimeParserOptions *opciones;
	GMimeStream *bytes;
	GMimeMessage *mensaje;
	GByteArray arreglo;
	struct fuente fuentes[CORREO_PARTES_MAX];
	struct arena *a;
	struct correo *out;
	int nodos;
	GMimePart *texto, *html; /* the first of each */
	bool lleno;
};

/* ---- before the cage ------------------------------------------------------------------------------------------------------------ */

/*
 * glibc keeps its converters in files, out of reach inside: each of these is opened once and never closed, so that it stays loaded.
 * What Mexican offices and their counterparts write in; any other text is read as windows-1252.
 */
bool correo_preparar(void)
{
	static const char *const charsets[] = {"iso-8859-1", "windows-1252", "iso-8859-15", "iso-8859-2", "windows-1250", "windows-1251",
		"koi8-r", "ibm850", "macintosh", "iso-2022-jp", "shift_jis", "euc-jp", "gb18030", "gbk", "big5", "euc-kr", "utf-16",
		"us-ascii", NULL};

	static iconv_t loaded[sizeof charsets / sizeof *charsets];

	g_mime_init();
	for (size_t i = 0; charsets[i]; i++)
		loaded[i] = iconv_open("UTF-8", charsets[i]);
	if (loaded[0] == (iconv_t)-1 || loaded[1] == (iconv_t)-1)
		return false;
	GTimeZone *zone = g_time_zone_new_utc();
	g_time_zone_unref(zone);
	return true;
}

/* ---- decoding ----------------------------------------------------------------------------------------------------------------- */

/* The decoded stream of a source, from its beginning. */
static GMimeStream *decoded(const struct fuente *f)
{
	GMimeStream *s = g_mime_stream_filter_new(f->flujo);
	GMimeFilter *decoder;

	g_mime_stream_reset(f->flujo);
	if (f->codificacion == GMIME_CONTENT_ENCODING_BASE64 || f->codificacion == GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE ||
		f->codificacion == GMIME_CONTENT_ENCODING_UUENCODE) {
		decoder = g_mime_filter_basic_new(f->codificacion, FALSE);
		g_mime_stream_filter_add(GMIME_STREAM_FILTER(s), decoder);
		g_object_unref(decoder);
	}
	return s;
}

static bool pump(GMimeStream *s, correo_salida_fn salida, void *ctx)
{
	char chunk[TROZO];
	ssize_t n;

	while ((n = g_mime_stream_read(s, chunk, sizeof chunk)) > 0)
		if (!salida(ctx, chunk, (size_t)n))
			return false;
	return n == 0 || g_mime_stream_eos(s);
}

static bool count(void *ctx, const void *p, size_t n)
{
	(void)p;
	*(uint64_t *)ctx += n;
	return true;
}

/* Characters that base64 does not have, or a number of them that it cannot have (RFC 2045 §6.8: they are dropped in decoding). */
static bool damaged(const struct fuente *f)
{
	char chunk[TROZO];
	size_t digits = 0;
	ssize_t n;

	if (f->codificacion != GMIME_CONTENT_ENCODING_BASE64)
		return false;
	g_mime_stream_reset(f->flujo);
	while ((n = g_mime_stream_read(f->flujo, chunk, sizeof chunk)) > 0)
		for (ssize_t i = 0; i < n; i++) {
			if (strchr("\r\n\t ", chunk[i]))
				continue;
			if (!g_ascii_isalnum(chunk[i]) && chunk[i] != '+' && chunk[i] != '/' && chunk[i] != '=')
				return true;
			digits++;
		}
	return digits % 4 != 0;
}

/* ---- walking ------------------------------------------------------------------------------------------------------------------ */

static char *media_type(GMimeObject *x, struct arena *a)
{
	GMimeContentType *t = g_mime_object_get_content_type(x);
	char *full = t ? g_mime_content_type_get_mime_type(t) : NULL;
	bool good = full && strlen(full) <= 127;

	for (const char *p = full; good && *p; p++)
		good = *p > 0x20 && *p < 0x7F && !strchr("<>,;\"()\\", *p);
	char *low = good ? g_ascii_strdown(full, -1) : NULL;
	char *copy = arena_strdup(a, low ? low : "application/octet-stream");
	g_free(low);
	g_free(full);
	return copy;
}

static bool one_of(const char *s, const char *const *words)
{
	while (*words && strcmp(s, *words) != 0)
		words++;
	return *words != NULL;
}

static bool ends_in(const char *nombre, const char *extension)
{
	const size_t n = strlen(nombre), m = strlen(extension);
	return n > m && strcasecmp(nombre + n - m, extension) == 0;
}

static enum correo_parte_clase class_of(GMimeObject *x, const char *tipo, const char *nombre, enum entorno entorno)
{
	static const char *const signatures[] = {
		"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature", NULL};
	static const char *const wrapped[] = {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted", NULL};
	static const char *const outlook[] = {"application/ms-tnef", "application/vnd.ms-tnef", "application/vnd.ms-outlook", NULL};
	static const char *const calendars[] = {"text/calendar", "application/ics", NULL};
	const char *disposition = g_mime_object_get_disposition(x);

	if (one_of(tipo, outlook) || strcasecmp(nombre, "winmail.dat") == 0 || ends_in(nombre, ".msg"))
		return CORREO_PARTE_TNEF;
	if (one_of(tipo, signatures))
		return CORREO_PARTE_FIRMA;
	if (entorno == ENTORNO_CIFRADO || one_of(tipo, wrapped))
		return CORREO_PARTE_CIFRADA;
	if (one_of(tipo, calendars))
		return CORREO_PARTE_CITA;
	if (strcmp(tipo, "message/external-body") == 0 || strcmp(tipo, "message/partial") == 0)
		return CORREO_PARTE_EXTERNA;
	/* A picture with an id, inside «related», that is not offered as an attachment: it belongs to the text. */
	if (entorno == ENTORNO_RELATED && strncmp(tipo, "image/", 6) == 0 && g_mime_object_get_content_id(x) &&
		!(disposition && strcasecmp(disposition, GMIME_DISPOSITION_ATTACHMENT) == 0))
		return CORREO_PARTE_INCRUSTADA;
	return CORREO_PARTE_ADJUNTO;
}

static enum correo_hallazgo add_part(struct correo_mensaje *m, GMimePart *part, int nivel, enum entorno entorno)
{
	struct correo *c = m->out;
	struct correo_parte *x = &c->partes[c->n_partes];
	GMimeDataWrapper *content = g_mime_part_get_content(part);

	if (c->n_partes == CORREO_PARTES_MAX)
		return CORREO_PARTES;
	*x = (struct correo_parte){.nivel = nivel,
		.nombre = correo_nombre_limpio(g_mime_part_get_filename(part), m->a),
		.tipo = media_type(GMIME_OBJECT(part), m->a)};
	m->lleno |= !x->nombre || !x->tipo;
	if (m->lleno)
		return CORREO_NINGUNO;
	x->clase = class_of(GMIME_OBJECT(part), x->tipo, x->nombre, entorno);
	if (content && (x->clase == CORREO_PARTE_ADJUNTO || x->clase == CORREO_PARTE_INCRUSTADA)) {
		struct fuente *f = &m->fuentes[c->n_partes];

		*f = (struct fuente){
			.flujo = g_mime_data_wrapper_get_stream(content), .codificacion = g_mime_data_wrapper_get_encoding(content)};
		x->danada = damaged(f);
		GMimeStream *s = decoded(f);
		(void)!pump(s, count, &x->tamano);
		g_object_unref(s);
	}
	c->n_partes++;
	return CORREO_NINGUNO;
}

/* The text that a person wrote, as opposed to a text that was attached. */
static bool is_body(GMimePart *part, const char *tipo, int nivel)
{
	const char *disposition = g_mime_object_get_disposition(GMIME_OBJECT(part));
	const bool attached = disposition && strcasecmp(disposition, GMIME_DISPOSITION_ATTACHMENT) == 0;

	return !attached && !g_mime_part_get_filename(part) && nivel == 0 &&
		(strcmp(tipo, "text/plain") == 0 || strcmp(tipo, "text/html") == 0);
}

static enum correo_hallazgo leaf(struct correo_mensaje *m, GMimePart *part, int nivel, enum entorno entorno)
{
	const char *tipo = media_type(GMIME_OBJECT(part), m->a);

	m->lleno |= !tipo;
	if (m->lleno)
		return CORREO_NINGUNO;
	if (is_body(part, tipo, nivel)) {
		GMimePart **first = strcmp(tipo, "text/plain") == 0 ? &m->texto : &m->html;

		*first = *first ? *first : part;
		return CORREO_NINGUNO;
	}
	/* The text of a forwarded message is in the original, which is kept whole. */
	if (nivel > 0 && !g_mime_part_get_filename(part) && strncmp(tipo, "text/", 5) == 0)
		return CORREO_NINGUNO;
	/* Whoever accepts or declines a meeting presses a button: their program wrote the message. */
	const char *method = g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "method");
	m->out->automatico |= nivel == 0 && strcmp(tipo, "text/calendar") == 0 && method && strcasecmp(method, "reply") == 0;
	return add_part(m, part, nivel, entorno);
}

static enum correo_hallazgo walk(struct correo_mensaje *m, GMimeObject *x, int depth, int nivel,
	enum entorno entorno) // NOLINT(misc-no-recursion): bounded by CORREO_NIVELES_MAX
{
	enum correo_hallazgo h = CORREO_NINGUNO;

	if (depth > CORREO_NIVELES_MAX)
		return CORREO_ANIDADO;
	if (++m->nodos > CORREO_NODOS_MAX)
		return CORREO_PARTES;
	if (GMIME_IS_MULTIPART(x)) {
		GMimeContentType *t = g_mime_object_get_content_type(x);
		const bool related = t && g_mime_content_type_is_type(t, "multipart", "related");
		const bool encrypted = GMIME_IS_MULTIPART_ENCRYPTED(x);
		const int n = g_mime_multipart_get_count(GMIME_MULTIPART(x));

		/* RFC 3156 §4: the first part of an encrypted message is its version, and nothing to tell of. */
		for (int i = encrypted; i < n && h == CORREO_NINGUNO; i++)
			h = walk(m, g_mime_multipart_get_part(GMIME_MULTIPART(x), i), depth + 1, nivel,
				encrypted         ? ENTORNO_CIFRADO
					: related ? ENTORNO_RELATED
						  : entorno);
	} else if (GMIME_IS_MESSAGE_PART(x)) {
		GMimeMessage *inner = g_mime_message_part_get_message(GMIME_MESSAGE_PART(x));
		GMimeObject *body = inner ? g_mime_message_get_mime_part(inner) : NULL;

		if (body)
			h = walk(m, body, depth + 1, nivel + 1, ENTORNO_OTRO);
	} else if (GMIME_IS_PART(x)) {
		h = leaf(m, GMIME_PART(x), nivel, entorno);
	}
	return h;
}

/* ---- the text ------------------------------------------------------------------------------------------------------------------- */

static bool append(void *ctx, const void *p, size_t n)
{
	struct buf *b = ctx;

	buf_append(b, p, n < b->max - b->len ? n : b->max - b->len);
	return b->len < b->max;
}

static void add_filter(GMimeStream *s, GMimeFilter *f)
{
	if (f) {
		g_mime_stream_filter_add(GMIME_STREAM_FILTER(s), f);
		g_object_unref(f);
	}
}

/* The charset that is declared, if there is a converter for it; else the one that never fails. UTF-8 and ASCII need none. */
static void add_charset(GMimeStream *s, GMimePart *part)
{
	const char *declared = g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");

	if (!declared || strcasecmp(declared, "utf-8") == 0 || strcasecmp(declared, "us-ascii") == 0)
		return;
	GMimeFilter *f = g_mime_filter_charset_new(declared, "utf-8");
	add_filter(s, f ? f : g_mime_filter_charset_new("windows-1252", "utf-8"));
}

static const char *read_text(struct correo_mensaje *m)
{
	GMimePart *part = m->texto ? m->texto : m->html;
	GMimeDataWrapper *content = part ? g_mime_part_get_content(part) : NULL;
	BUF_AUTO b;

	buf_init(&b, CORREO_TEXTO_MAX);
	if (!content)
		return "";
	GMimeStream *raw = g_mime_data_wrapper_get_stream(content);
	const gint64 len = g_mime_stream_length(raw);
	GMimeStream *head = g_mime_stream_substream(
		raw, raw->bound_start, raw->bound_start + (len < CODIFICADO_TEXTO_MAX ? len : CODIFICADO_TEXTO_MAX));
	GMimeStream *s = decoded(&(struct fuente){.flujo = head, .codificacion = g_mime_data_wrapper_get_encoding(content)});
	add_charset(s, part);
	(void)!pump(s, append, &b);
	g_object_unref(s);
	g_object_unref(head);
	/* A text that says it is UTF-8 and is not was most likely written by an old Windows program: its letters are kept. */
	if (!g_utf8_validate(buf_str(&b), (gssize)b.len, NULL) && b.len < CORREO_TEXTO_MAX) {
		char *again = g_convert(buf_str(&b), (gssize)b.len, "UTF-8", "windows-1252", NULL, NULL, NULL);
		const char *clean = again ? correo_texto_limpio(again, CORREO_TEXTO_MAX / 4, true, m->a) : NULL;

		g_free(again);
		if (clean)
			return clean;
	}
	return correo_texto_limpio(buf_str(&b), CORREO_TEXTO_MAX / 4, true, m->a);
}

/* ---- all ---------------------------------------------------------------------------------------------------------------------- */

static bool filled(const struct correo *c)
{
	return c->message_id && c->de && c->de_nombre && c->responder_a && c->para && c->asunto && c->texto && c->autenticaciones &&
		c->partes;
}

struct correo_mensaje *correo_analizar(const uint8_t *p, size_t n, struct arena *a, struct correo *out)
{
	static const char *fallback[] = {"utf-8", "windows-1252", NULL};
	struct correo_mensaje *m = g_new0(struct correo_mensaje, 1);

	*out = (struct correo){.hallazgo = CORREO_NO_ES_CORREO,
		.fecha = INSTANTE_NINGUNO,
		.message_id = "",
		.de = "",
		.de_nombre = "",
		.responder_a = "",
		.para = "",
		.asunto = "",
		.texto = ""};
	out->partes = ARENA_ARRAY(a, CORREO_PARTES_MAX, struct correo_parte);
	m->a = a;
	m->out = out;
	m->arreglo = (GByteArray){.data = (guint8 *)(uintptr_t)p, .len = (guint)n}; /* only read: the stream is never written to */
	m->opciones = g_mime_parser_options_new();
	g_mime_parser_options_set_fallback_charsets(m->opciones, fallback);
	m->bytes = g_mime_stream_mem_new_with_byte_array(&m->arreglo);
	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(m->bytes), FALSE);
	GMimeParser *parser = g_mime_parser_new_with_stream(m->bytes);
	m->mensaje = g_mime_parser_construct_message(parser, m->opciones);
	g_object_unref(parser);
	if (m->mensaje) {
		out->hallazgo = correo_encabezados(m->mensaje, a, out);
		GMimeObject *body = g_mime_message_get_mime_part(m->mensaje);
		const enum correo_hallazgo h = body ? walk(m, body, 1, 0, ENTORNO_OTRO) : CORREO_NINGUNO;
		out->hallazgo = out->hallazgo == CORREO_NINGUNO ? h : out->hallazgo;
		out->texto = read_text(m);
	}
	if (out->hallazgo != CORREO_NINGUNO)
		out->n_partes = 0;
	if (!out->autenticaciones)
		out->autenticaciones = ARENA_ARRAY(a, 1, struct correo_autenticacion);
	if (m->lleno || !filled(out)) {
		correo_mensaje_free(m);
		return NULL;
	}
	return m;
}

bool correo_parte_escribir(struct correo_mensaje *m, size_t i, correo_salida_fn salida, void *ctx)
{
	if (!m->fuentes[i].flujo)
		return true;
	GMimeStream *s = decoded(&m->fuentes[i]);
	const bool ok = pump(s, salida, ctx);

	g_object_unref(s);
	return ok;
}

void correo_mensaje_free(struct correo_mensaje *m)
{
	if (!m)
		return;
	if (m->mensaje)
		g_object_unref(m->mensaje);
	g_object_unref(m->bytes);
	g_mime_parser_options_free(m->opciones);
	g_free(m);
}
