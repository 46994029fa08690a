/* The header of a message: who, when, what about, and whether a machine sent it. */
#include "documents/correo_encabezados.h"

#include <string.h>
#include <strings.h>

#define PARA_MAX 20 /* addressees that are kept */
#define PARA_BYTES ((size_t)4000)

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

/* How many fields of this name there are; *valor: of the first, unfolded and undecoded. */
static int fields(GMimeHeaderList *list, const char *name, const char **valor)
{
	int n = 0;

	for (int i = 0; i < g_mime_header_list_get_count(list); i++) {
		GMimeHeader *h = g_mime_header_list_get_header_at(list, i);

		if (strcasecmp(g_mime_header_get_name(h), name) == 0 && n++ == 0 && valor)
			*valor = or_empty(g_mime_header_get_value(h));
	}
	return n;
}

static bool says(GMimeHeaderList *list, const char *name, const char *const *words)
{
	const char *v = "";

	if (fields(list, name, &v) == 0)
		return false;
	v += strspn(v, " \t");
	for (; *words; words++) {
		const size_t n = strlen(*words);

		if (strncasecmp(v, *words, n) == 0 && (v[n] == '\0' || strchr(" \t;(", v[n])))
			return true;
	}
	return false;
}

static bool begins(const char *s, const char *const *words)
{
	for (; *words; words++)
		if (strncasecmp(s, *words, strlen(*words)) == 0)
			return true;
	return false;
}

/* MS-OXCMAIL §2.1.3.2.20: no automatic reply is wanted; of the other values, delivery reports alone. */
static bool wants_no_reply(GMimeHeaderList *list)
{
	const char *v = "";

	(void)fields(list, "X-Auto-Response-Suppress", &v);
	return strcasestr(v, "all") || strcasestr(v, "oof") || strcasestr(v, "autoreply");
}

/* RFC 3834 §2 and common practice: what must never be answered, else two machines talk for ever. */
static bool automatic(GMimeMessage *m, GMimeHeaderList *list, const char *de)
{
	GMimeObject *body = g_mime_message_get_mime_part(m);
	GMimeContentType *tipo = body ? g_mime_object_get_content_type(body) : NULL;
	static const char *const no[] = {"no", NULL};
	static const char *const bulk[] = {"bulk", "junk", "list", "auto_reply", NULL};
	static const char *const empty[] = {"<>", NULL};
	static const char *const machines[] = {"mailer-daemon@", "postmaster@", "no-reply@", "noreply@", "no_reply@", "bounce", NULL};

	return (fields(list, "Auto-Submitted", NULL) > 0 && !says(list, "Auto-Submitted", no)) || says(list, "Precedence", bulk) ||
		fields(list, "List-Id", NULL) > 0 || fields(list, "List-Unsubscribe", NULL) > 0 || fields(list, "X-Autoreply", NULL) > 0 ||
		fields(list, "X-Autorespond", NULL) > 0 || wants_no_reply(list) ||
		(tipo && g_mime_content_type_is_type(tipo, "multipart", "report")) || says(list, "Return-Path", empty) ||
		begins(de, machines);
}

/* An address that can stand in a header and in an envelope without quoting: visible ASCII (a domain of other letters in its Punycode form). */
static const char *plain_address(InternetAddress *x, struct arena *a)
{
	const char *s = INTERNET_ADDRESS_IS_MAILBOX(x) ? internet_address_mailbox_get_idn_addr(INTERNET_ADDRESS_MAILBOX(x)) : NULL;

	if (!s || strlen(s) > CORREO_DIRECCION_MAX || !strchr(s, '@'))
		return "";
	for (const char *p = s; *p; p++)
		if (*p <= 0x20 || *p >= 0x7F || strchr("<>,;\"()\\", *p))
			return "";
	return arena_strdup(a, s);
}

static const char *only_address(InternetAddressList *l, struct arena *a)
{
	return l && internet_address_list_length(l) == 1 ? plain_address(internet_address_list_get_address(l, 0), a) : "";
}

static void add_addresses(InternetAddressList *l, struct arena *a, struct buf *b)
{
	for (int i = 0; l && i < internet_address_list_length(l) && i < PARA_MAX; i++) {
		const char *s = plain_address(internet_address_list_get_address(l, i), a);

		if (s && *s && b->len + strlen(s) + 2 < PARA_BYTES)
			buf_printf(b, "%s%s", b->len ? ", " : "", s);
	}
}

/* One From field with one mailbox, or nobody can be held to the message (RFC 5322 §3.6.2 would allow more). */
static enum correo_hallazgo read_sender(GMimeMessage *m, GMimeHeaderList *list, struct arena *a, struct correo *out)
{
	InternetAddressList *from = g_mime_message_get_from(m);
	const int n = fields(list, "From", NULL);

	if (n == 0)
		return CORREO_NO_ES_CORREO;
	out->de = only_address(from, a);
	if (n > 1 || !out->de || *out->de == '\0') {
		out->de = "";
		return CORREO_DE_AMBIGUO;
	}
	out->de_nombre =
		correo_texto_limpio(internet_address_get_name(internet_address_list_get_address(from, 0)), CORREO_NOMBRE_MAX, false, a);
	return CORREO_NINGUNO;
}

static void read_authentications(GMimeHeaderList *list, struct arena *a, struct correo *out)
{
	out->autenticaciones = ARENA_ARRAY(a, CORREO_AUTENTICACIONES_MAX, struct correo_autenticacion);
	for (int i = 0; out->autenticaciones && i < g_mime_header_list_get_count(list); i++) {
		GMimeHeader *h = g_mime_header_list_get_header_at(list, i);
		struct correo_autenticacion *x = &out->autenticaciones[out->n_autenticaciones];

		if (strcasecmp(g_mime_header_get_name(h), "Authentication-Results") != 0)
			continue;
		/* One that cannot be read keeps its place and its id, without results: a later one must not take over from it. */
		if (!correo_autenticacion_parse(or_empty(g_mime_header_get_raw_value(h)), a, x))
			x->n = 0;
		x->servidor = correo_texto_limpio(x->servidor, 200, false, a);
		for (size_t j = 0; j < x->n; j++) {
			struct correo_resultado *r = &x->resultados[j];

			r->metodo = correo_texto_limpio(r->metodo, 60, false, a);
			r->resultado = correo_texto_limpio(r->resultado, 60, false, a);
			r->dominio = correo_texto_limpio(r->dominio, 253, false, a);
		}
		if (++out->n_autenticaciones == CORREO_AUTENTICACIONES_MAX)
			return;
	}
}

static const char *token_id(const char *id, struct arena *a)
{
	if (!id || strlen(id) > CORREO_ID_MAX)
		return "";
	for (const char *p = id; *p; p++)
		if (*p <= 0x20 || *p >= 0x7F || strchr("<>,;\"()\\", *p))
			return "";
	return arena_strdup(a, id);
}

enum correo_hallazgo correo_encabezados(GMimeMessage *m, struct arena *a, struct correo *out)
{
	GMimeHeaderList *list = g_mime_object_get_header_list(GMIME_OBJECT(m));
	GDateTime *date = g_mime_message_get_date(m);
	BUF_AUTO para;

	buf_init(&para, PARA_BYTES);
	if (g_mime_header_list_get_count(list) > CORREO_ENCABEZADOS_MAX)
		return CORREO_ENCABEZADOS;
	const enum correo_hallazgo h = read_sender(m, list, a, out);
	add_addresses(g_mime_message_get_to(m), a, &para);
	add_addresses(g_mime_message_get_cc(m), a, &para);
	out->para = arena_strdup(a, buf_str(&para));
	out->message_id = fields(list, "Message-Id", NULL) == 1 ? token_id(g_mime_message_get_message_id(m), a) : "";
	out->responder_a = only_address(g_mime_message_get_reply_to(m), a);
	out->asunto = correo_texto_limpio(g_mime_message_get_subject(m), CORREO_ASUNTO_MAX, false, a);
	if (date && g_date_time_get_year(date) >= 1970 && g_date_time_get_year(date) < 3000)
		out->fecha = (instante_t)g_date_time_to_unix(date) * 1000000;
	out->automatico = automatic(m, list, or_empty(out->de));
	read_authentications(list, a, out);
	return h;
}
