/* Authentication-Results, RFC 8601 §2.2: authserv-id [version] ( ";" method [/version] "=" result [reason="…"] (ptype.property=value)* )*. */
#include <ctype.h>
#include <string.h>

#include "documents/correo_analisis.h"

#define VALOR_MAX ((size_t)8192)
#define COMENTARIOS_MAX 10 /* nested */

struct lector {
	const char *p;
	struct arena *a;
	bool mal;
};

/* CFWS (RFC 5322 §3.2.2). */
static void skip(struct lector *l)
{
	int depth = 0;

	for (;; l->p++) {
		if (*l->p == '\\' && depth > 0 && l->p[1])
			l->p++;
		else if (*l->p == '(')
			l->mal |= ++depth > COMENTARIOS_MAX;
		else if (*l->p == ')' && depth > 0)
			depth--;
		else if (*l->p == '\0' || (depth == 0 && !strchr(" \t\r\n", *l->p)))
			break;
	}
	l->mal |= depth > 0;
}

/* A token or a quoted string, lower case; "" when there is none. Characters of `corte` end a token. */
static const char *word(struct lector *l, const char *corte)
{
	char w[256];
	size_t n = 0;
	const bool quoted = *l->p == '"';

	l->p += quoted;
	while (*l->p && n < sizeof w - 1) {
		if (quoted && *l->p == '"')
			break;
		if (!quoted && (strchr(" \t\r\n();\"", *l->p) || strchr(corte, *l->p)))
			break;
		if (quoted && *l->p == '\\' && l->p[1])
			l->p++;
		l->mal |= (unsigned char)*l->p < 0x20 && *l->p != '\t';
		w[n++] = (char)tolower((unsigned char)*l->p++);
	}
	l->mal |= n == sizeof w - 1 || (quoted && *l->p != '"');
	l->p += quoted && *l->p == '"';
	w[n] = '\0';
	const char *copy = arena_strdup(l->a, w);
	l->mal |= copy == NULL;
	return copy ? copy : "";
}

static bool expect(struct lector *l, char c)
{
	skip(l);
	if (*l->p != c) {
		l->mal = true;
		return false;
	}
	l->p++;
	skip(l);
	return !l->mal;
}

static const char *domain_of(const char *address)
{
	const char *at = strrchr(address, '@');

	return at ? at + 1 : address;
}

/* Which property speaks of the domain that was checked, by method. */
static bool names_domain(const char *metodo, const char *ptype, const char *property)
{
	if (strcmp(metodo, "spf") == 0)
		return strcmp(ptype, "smtp") == 0 && strcmp(property, "mailfrom") == 0;
	if (strcmp(metodo, "dkim") == 0)
		return strcmp(ptype, "header") == 0 && (strcmp(property, "d") == 0 || strcmp(property, "i") == 0);
	return strcmp(metodo, "dmarc") == 0 && strcmp(ptype, "header") == 0 && strcmp(property, "from") == 0;
}

static void read_properties(struct lector *l, struct correo_resultado *r)
{
	for (skip(l); *l->p && *l->p != ';' && !l->mal; skip(l)) {
		const char *ptype = word(l, "=."), *property;

		skip(l);
		if (*l->p == '=' && strcmp(ptype, "reason") == 0) {
			l->p++;
			skip(l);
			(void)word(l, "");
			continue;
		}
		if (*ptype == '\0' || !expect(l, '.'))
			break;
		property = word(l, "=");
		if (*property == '\0' || !expect(l, '='))
			break;
		const char *value = word(l, "");
		/* header.d wins over header.i, whichever comes first: it is the signing domain itself (RFC 8601 §2.7.1). */
		if (names_domain(r->metodo, ptype, property) && (*r->dominio == '\0' || strcmp(property, "d") == 0))
			r->dominio = domain_of(value);
	}
}

static void read_result(struct lector *l, struct correo_resultado *r)
{
	*r = (struct correo_resultado){.metodo = word(l, "=/"), .resultado = "", .dominio = ""};
	skip(l);
	if (*l->p == '/') {
		l->p++;
		skip(l);
		(void)word(l, "=");
	}
	if (*r->metodo == '\0' || !expect(l, '=')) {
		l->mal = true;
		return;
	}
	r->resultado = word(l, "");
	l->mal |= *r->resultado == '\0';
	read_properties(l, r);
}

/* "none" stands alone, instead of results. */
static bool says_none(const struct lector *l)
{
	return strncasecmp(l->p, "none", 4) == 0 && l->p[4 + strspn(l->p + 4, " \t\r\n")] == '\0';
}

bool correo_autenticacion_parse(const char *valor, struct arena *a, struct correo_autenticacion *out)
{
	struct lector l = {.p = valor, .a = a};
	const char *version = "1";

	*out = (struct correo_autenticacion){.servidor = ""};
	if (strlen(valor) > VALOR_MAX)
		return false;
	skip(&l);
	out->servidor = word(&l, "");
	skip(&l);
	if (isdigit((unsigned char)*l.p))
		version = word(&l, "");
	out->resultados = ARENA_ARRAY(a, CORREO_RESULTADOS_MAX, struct correo_resultado);
	if (!out->resultados || *out->servidor == '\0')
		return false;
	for (skip(&l); *l.p && !l.mal; skip(&l)) {
		if (!expect(&l, ';'))
			break;
		if (*l.p == '\0' || says_none(&l)) /* a semicolon at the end is common and harmless */
			break;
		if (out->n == CORREO_RESULTADOS_MAX)
			return false;
		read_result(&l, &out->resultados[out->n++]);
	}
	if (strcmp(version, "1") != 0) /* of another version only the id is known */
		out->n = 0;
	return !l.mal;
}
