/*
 * What strangers write around a body: query strings, forms, file names, digests, entity tags, X-Forwarded-For, cursors. The first byte says which. What is read
 * and written again reads the same.
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "http/disposicion.h"
#include "http/interno.h"
#include "http/solicitud.h"
#include "services/consulta.h"
#include "services/eventos.h"

#define NOMBRE_MAX 1024 /* bytes of a file name */

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void write_pairs(struct buf *out, const struct parametro *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_puts(out, i ? "&" : "");
		solicitud_encode(out, v[i].name);
		buf_putc(out, '=');
		solicitud_encode(out, v[i].value);
	}
}

static void same_pairs(const struct parametro *a, size_t n, const struct parametro *b, size_t m)
{
	check(n == m && n <= QUERY_MAX);
	for (size_t i = 0; i < n; i++) {
		check(utf8_valid(a[i].name, strlen(a[i].name)) && utf8_valid(a[i].value, strlen(a[i].value)));
		check(strcmp(a[i].name, b[i].name) == 0 && strcmp(a[i].value, b[i].value) == 0);
	}
}

/* The parameters that every list has. */
static void list_parameters(struct exchange *ex)
{
	int limite;
	struct uuid u;
	if (solicitud_limite(ex, &limite) == STATUS_OK)
		check(limite >= 1 && limite <= 100);
	error_init(&ex->err, ex->arena);
	if (solicitud_cursor(ex, &u) == STATUS_OK && exchange_query(ex, "cursor")) {
		char text[UUID_LEN];
		uuid_format(&u, text);
		check(strcasecmp(text, exchange_query(ex, "cursor")) == 0);
	}
}

static void query(char *s, struct arena *a, bool form)
{
	struct peticion p = {.ex = {.arena = a, .interno = &p}}, q = {.ex = {.arena = a, .interno = &q}};
	BUF_AUTO b;
	buf_init(&b, (size_t)1 << 20);
	error_init(&p.ex.err, a);
	if (form) {
		if (!form_parse(&p, s))
			return;
		write_pairs(&b, p.formulario, p.n_formulario);
		char *otra = arena_strdup(a, buf_str(&b));
		check(!b.failed && otra && form_parse(&q, otra));
		same_pairs(p.formulario, p.n_formulario, q.formulario, q.n_formulario);
	} else if (query_parse(&p, s)) {
		list_parameters(&p.ex);
		write_pairs(&b, p.query, p.n_query);
		char *otra = arena_strdup(a, buf_str(&b));
		check(!b.failed && otra && query_parse(&q, otra));
		same_pairs(p.query, p.n_query, q.query, q.n_query);
	}
}

static void file_name(const char *s, struct arena *a)
{
	const char *nombre = disposicion_filename(s, a);
	BUF_AUTO b;
	buf_init(&b, (size_t)16 << 10);
	if (!nombre)
		return;
	check(*nombre && strlen(nombre) <= NOMBRE_MAX && utf8_valid(nombre, strlen(nombre)));
	disposicion_write(&b, nombre);
	check(!b.failed && !strpbrk(buf_str(&b), "\r\n"));
	const char *otra = disposicion_filename(buf_str(&b), a);
	check(otra && strcmp(otra, nombre) == 0);
}

static void digest(const char *s, struct arena *a)
{
	struct sha256 h, otra;
	char b64[45];
	if (!solicitud_digesto(s, &h))
		return;
	base64_encode(h.b, sizeof h.b, b64, sizeof b64);
	check(strstr(s, b64) != NULL);
	const char *header = arena_printf(a, "sha-512=:x:, sha-256=:%s:", b64);
	check(header && solicitud_digesto(header, &otra) && sha256_equal(&h, &otra));
}

static void tags(const char *s, struct arena *a)
{
	static const char tag[] = "\"abc.1\"";
	struct exchange ex = {.arena = a, .if_match = s};
	int version;
	if (etag_matches(s, tag))
		check(strstr(s, tag) || strchr(s, '*'));
	check(etag_matches(arena_printf(a, "%s, W/%s", s, tag), tag));
	error_init(&ex.err, a);
	check(solicitud_version(&ex, &version) == STATUS_OK && version >= -1);
	if (version == 0)
		check(strcmp(s, "*") == 0);
	if (version > 0) { /* as a change gives it, or with what a reading adds: "12", "12-…" */
		const char *numero = arena_printf(a, "\"%d", version);
		const char *resto = s + strlen(numero);
		check(strncmp(s, numero, strlen(numero)) == 0 && (strcmp(resto, "\"") == 0 || (resto[0] == '-' && strlen(resto) > 2)));
		check(strcspn(resto, "\"") == strlen(resto) - 1);
	}
}

static void addresses(const char *s, struct arena *a)
{
	struct proxies p, una;
	struct direccion proxy = {{[10] = 0xFF, [11] = 0xFF, [12] = 10, [15] = 1}};
	const struct direccion ajena = {{[10] = 0xFF, [11] = 0xFF, [12] = 203, [14] = 113, [15] = 9}};
	char text[DIRECCION_TEXTO_LEN];
	if (proxies_parse(s, &p)) {
		check(p.n <= PROXIES_MAX);
		for (size_t i = 0; i < p.n; i++)
			check(p.redes[i].bits >= 0 && p.redes[i].bits <= 128 && proxies_contain(&p, &p.redes[i].red));
	}
	check(proxies_parse("10.0.0.0/8, fd00::/8", &p));
	struct direccion d = direccion_cliente(&p, ajena, s); /* nobody's word counts but a proxy's */
	check(memcmp(&d, &ajena, sizeof d) == 0);
	d = direccion_cliente(&p, proxy, arena_printf(a, "%s, 203.0.113.9", s)); /* what stands before it was written by a stranger */
	check(memcmp(&d, &ajena, sizeof d) == 0);
	d = direccion_cliente(&p, proxy, s);
	direccion_format(&d, text);
	if (*text)
		check(proxies_parse(text, &una) && una.n == 1 && memcmp(&una.redes[0].red, &d, sizeof d) == 0);
}

static void event_cursor(const char *s)
{
	int64_t seq;
	char text[EVENTO_CURSOR_LEN];
	if (!evento_cursor_parse(s, &seq))
		return;
	evento_cursor_format(seq, text);
	check(strcmp(s, text) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	ARENA_AUTO *a = arena_create((size_t)1 << 20);
	char *s = size > 0 && size < 8192 && a ? arena_memdup(a, data + 1, size - 1) : NULL;
	if (!s)
		return 0;
	switch (data[0] % 7) {
	case 0:
		query(s, a, false);
		break;
	case 1:
		query(s, a, true);
		break;
	case 2:
		file_name(s, a);
		break;
	case 3:
		digest(s, a);
		break;
	case 4:
		tags(s, a);
		break;
	case 5:
		addresses(s, a);
		break;
	default:
		event_cursor(s);
	}
	return 0;
}
