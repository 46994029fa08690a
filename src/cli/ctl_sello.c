/* The seal. */
#include "cli/ctl.h"
#include "cli/escribania.h"

#define ANIOS 5

enum status ctl_sello_crear(struct ctl *c)
{
	const char *carpeta = ctl_get(c, "carpeta"), *nombre = ctl_get(c, "nombre");
	enum status st = sello_crear(carpeta, nombre ? nombre : "Secretaría de Relaciones Exteriores", ANIOS, &c->err);
	if (st != STATUS_OK)
		return st;
	struct ctl_linea l;
	ctl_line_begin(&l);
	json_string(&l.w, "sello_certificado", arena_printf(c->arena, "%s/sello.pem", carpeta));
	json_string(&l.w, "sello_llave", arena_printf(c->arena, "%s/sello.llave", carpeta));
	json_string(&l.w, "autoridad", arena_printf(c->arena, "%s/ca.pem", carpeta));
	ctl_line_end(&l);
	return STATUS_OK;
}

static enum status show(struct ctl *c, const struct escribania *e)
{
	struct sello_datos d;
	enum status st = sello_datos(e->sello, c->arena, &d, &c->err);
	if (st != STATUS_OK)
		return st;
	struct ctl_linea l;
	ctl_line_begin(&l);
	json_string(&l.w, "sujeto", d.sujeto);
	json_string(&l.w, "emisor", d.emisor);
	json_string(&l.w, "serie", d.serie);
	json_instante(&l.w, "desde", d.desde);
	json_instante(&l.w, "hasta", d.hasta);
	json_sha256(&l.w, "huella", &d.huella);
	json_string(&l.w, "nivel", *c->config->tsa_url ? "B-T" : "B-B");
	json_string(&l.w, "tsa_url", *c->config->tsa_url ? c->config->tsa_url : NULL);
	json_string(&l.w, "url_publica", e->url_publica);
	ctl_line_end(&l);
	return STATUS_OK;
}

enum status ctl_sello_mostrar(struct ctl *c)
{
	struct escribania e;
	bool hay;
	enum status st = escribania_open(c->config, c->arena, &e, &hay, &c->err);
	if (st == STATUS_OK && !hay)
		st = error_set(&c->err, PROBLEM_SELLO_NO_DISPONIBLE, "no hay ningún certificado configurado (sello_certificado)");
	if (st == STATUS_OK)
		st = show(c, &e);
	escribania_close(&e);
	return st;
}
