/* Who sent a message: whose domain it is, and whether the relay that we trust vouches for it. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "services/correo.h"

#define RESUMEN_MAX 1000

static const char *lower(const char *s, struct arena *a)
{
	char *copy = arena_strdup(a, s);
	for (char *p = copy; p && *p; p++)
		*p = (char)tolower((unsigned char)*p);
	return copy ? copy : "";
}

const char *correo_dominio(const char *direccion, struct arena *a)
{
	const char *at = strrchr(direccion, '@');
	return at ? lower(at + 1, a) : "";
}

bool correo_dominio_cubre(const struct dominio_hallado *d, const char *dominio)
{
	size_t n = strlen(dominio), k = strlen(d->dominio);
	if (k == 0)
		return false;
	if (strcmp(dominio, d->dominio) == 0)
		return true;
	return d->subdominios && n > k + 1 && dominio[n - k - 1] == '.' && strcmp(dominio + n - k, d->dominio) == 0;
}

const char *correo_dominio_valido(const char *s, struct arena *a)
{
	const char *d = lower(s, a);
	size_t labels = 0, n = strlen(d);
	if (n == 0 || n > 253)
		return NULL;
	for (const char *p = d;;) {
		size_t k = strspn(p, "abcdefghijklmnopqrstuvwxyz0123456789-");
		if (k == 0 || k > 63 || p[0] == '-' || p[k - 1] == '-')
			return NULL;
		labels++;
		if (p[k] == '\0')
			return labels >= 2 ? d : NULL;
		if (p[k] != '.')
			return NULL;
		p += k + 1;
	}
}

/* ---- the relay's word ---- */

static const struct correo_autenticacion *trusted(const struct correo *c, const char *autoridad)
{
	for (size_t i = 0; i < c->n_autenticaciones; i++)
		if (*autoridad && strcasecmp(c->autenticaciones[i].servidor, autoridad) == 0)
			return &c->autenticaciones[i];
	return NULL;
}

static const char *summary(const struct correo_autenticacion *x, struct arena *a)
{
	BUF_AUTO b;
	buf_init(&b, RESUMEN_MAX);
	for (size_t i = 0; i < x->n && b.len < RESUMEN_MAX / 2; i++) {
		const struct correo_resultado *r = &x->resultados[i];
		buf_printf(&b, "%s%.60s=%.60s%s%.253s", b.len ? "; " : "", r->metodo, r->resultado, *r->dominio ? " " : "", r->dominio);
	}
	return b.failed ? "" : arena_strdup(a, buf_str(&b));
}

enum correo_veredicto correo_autentica(
	const struct correo *c, const char *autoridad, const struct dominio_hallado *d, struct arena *a, const char **resumen)
{
	const struct correo_autenticacion *x = trusted(c, autoridad);
	const char *de = correo_dominio(c->de, a);
	bool vouched = false, failed = false;
	*resumen = x ? summary(x, a) : "";
	for (size_t i = 0; x && i < x->n; i++) {
		const struct correo_resultado *r = &x->resultados[i];
		bool pass = strcmp(r->resultado, "pass") == 0;
		if (strcmp(r->metodo, "dmarc") == 0) {
			failed |= strcmp(r->resultado, "fail") == 0;
			vouched |= pass && (*r->dominio == '\0' || strcmp(r->dominio, de) == 0);
		} else if (strcmp(r->metodo, "dkim") == 0 || strcmp(r->metodo, "spf") == 0) {
			vouched |= pass && correo_dominio_cubre(d, r->dominio);
		}
	}
	if (failed)
		return CORREO_AUTENTICACION_FALLIDA;
	return vouched ? CORREO_AUTENTICADO : CORREO_SIN_AUTENTICACION;
}
