#include "cli/escribania.h"

#include <string.h>
#include <unistd.h>

static const char *without_slash(struct arena *a, const char *url)
{
	size_t n = strlen(url);
	while (n > 0 && url[n - 1] == '/')
		n--;
	return arena_memdup(a, url, n);
}

enum status escribania_open(const struct config *c, struct arena *a, struct escribania *out, bool *hay, struct error *err)
{
	*out = (struct escribania){0};
	*hay = *c->sello_certificado != '\0';
	enum status st = plantillas_load(c->plantillas, &out->plantillas, err);
	if (st != STATUS_OK || !*hay)
		return st;
	const struct sello_opciones o = {
		.certificado = c->sello_certificado,
		.llave = c->sello_llave,
		.contrasena = c->sello_contrasena,
		.tsa_url = c->tsa_url,
		.tsa_certificado = c->tsa_certificado,
		.tsa_plazo_ms = c->tsa_plazo_ms,
		.tsa_exigida = c->tsa_exigida,
	};
	out->url_publica = without_slash(a, c->url_publica);
	if (!out->url_publica)
		return error_set(err, PROBLEM_INTERNO);
	return sello_load(&o, &out->sello, err);
}

void escribania_close(struct escribania *e)
{
	sello_free(e->sello);
	plantillas_free(e->plantillas);
}
