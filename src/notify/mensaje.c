#include "notify/mensaje.h"

#include <gmime/gmime.h>
#include <string.h>

#include "base/hash.h"
#include "base/modo.h"
#include "base/utf8.h"

static bool plain(const char *s, bool direccion)
{
	for (const char *p = s; *p; p++)
		if (*p <= 0x20 || *p >= 0x7F || strchr("<>,;\"()\\", *p))
			return false;
	return !direccion || (strchr(s, '@') && *s != '@' && s[strlen(s) - 1] != '@');
}

static bool one_line(const char *s)
{
	return utf8_valid(s, strlen(s)) && !utf8_has_control(s) && !strpbrk(s, "\n\t");
}

static void add_headers(GMimeMessage *x, const struct mensaje_saliente *m)
{
	GMimeObject *o = GMIME_OBJECT(x);
	const struct uuid id = uuid_v7(m->fecha / 1000);
	char texto[UUID_LEN], line[400];
	GDateTime *fecha = g_date_time_new_from_unix_local(m->fecha / 1000000);

	uuid_format(&id, texto);
	g_mime_message_add_mailbox(x, GMIME_ADDRESS_TYPE_FROM, NULL, m->de);
	g_mime_message_add_mailbox(x, GMIME_ADDRESS_TYPE_TO, NULL, m->a);
	char *marcado = modo_ensayo() ? g_strconcat("[" ENSAYO_MARCA "] ", m->asunto, NULL) : NULL;
	g_mime_message_set_subject(x, marcado ? marcado : m->asunto, "utf-8");
	g_free(marcado);
	if (modo_ensayo())
		g_mime_object_set_header(o, "Dictamen-Ensayo", "sin validez", NULL);
	if (fecha) {
		g_mime_message_set_date(x, fecha);
		g_date_time_unref(fecha);
	}
	snprintf(line, sizeof line, "%s@%s", m->id ? m->id : texto, strrchr(m->de, '@') + 1);
	g_mime_message_set_message_id(x, line);
	if (*m->en_respuesta_a) {
		char *ref = g_strdup_printf("<%s>", m->en_respuesta_a);

		g_mime_object_set_header(o, "In-Reply-To", ref, NULL);
		g_mime_object_set_header(o, "References", ref, NULL);
		g_free(ref);
	}
	g_mime_object_set_header(o, "Auto-Submitted", m->id ? "auto-generated" : "auto-replied", NULL);
}

/* A part of text/<kind>, in UTF-8. The caller unrefs it. */
static GMimePart *text_part(const char *kind, const char *s)
{
	GMimePart *part = g_mime_part_new_with_type("text", kind);
	GMimeStream *letras = g_mime_stream_mem_new_with_buffer(s, strlen(s));
	GMimeDataWrapper *cuerpo = g_mime_data_wrapper_new_with_stream(letras, GMIME_CONTENT_ENCODING_DEFAULT);

	g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
	g_mime_part_set_content(part, cuerpo);
	g_mime_part_set_content_encoding(part, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	g_object_unref(cuerpo);
	g_object_unref(letras);
	return part;
}

static void add_body(GMimeMessage *x, const struct mensaje_saliente *m)
{
	char *marcado = modo_ensayo() ? g_strconcat(ENSAYO_MARCA "\n\n", m->texto, NULL) : NULL;
	GMimePart *texto = text_part("plain", marcado ? marcado : m->texto); /* its bytes are copied */
	g_free(marcado);

	if (!m->html) {
		g_mime_message_set_mime_part(x, GMIME_OBJECT(texto));
		g_object_unref(texto);
		return;
	}
	GMimePart *html = text_part("html", m->html);
	GMimeMultipart *ambas = g_mime_multipart_new_with_subtype("alternative");
	g_mime_multipart_add(ambas, GMIME_OBJECT(texto));
	g_mime_multipart_add(ambas, GMIME_OBJECT(html));
	g_mime_message_set_mime_part(x, GMIME_OBJECT(ambas));
	g_object_unref(ambas);
	g_object_unref(html);
	g_object_unref(texto);
}

enum status mensaje_write(const struct mensaje_saliente *m, struct buf *out, struct error *err)
{
	if (!plain(m->de, true) || !plain(m->a, true) || !plain(m->en_respuesta_a, false) || (m->id && !plain(m->id, false)) ||
		!one_line(m->asunto)) {
		err->interno = "notify: what cannot stand in a header";
		return error_set(err, PROBLEM_INTERNO);
	}
	g_mime_init();
	GMimeMessage *x = g_mime_message_new(TRUE);
	GMimeFormatOptions *formato = g_mime_format_options_new();

	add_headers(x, m);
	add_body(x, m);
	g_mime_format_options_set_newline_format(formato, GMIME_NEWLINE_FORMAT_DOS);
	char *bytes = g_mime_object_to_string(GMIME_OBJECT(x), formato);
	buf_puts(out, bytes ? bytes : "");
	out->failed |= !bytes;
	g_free(bytes);
	g_mime_format_options_free(formato);
	g_object_unref(x);
	return out->failed ? error_set(err, PROBLEM_INTERNO) : STATUS_OK;
}
