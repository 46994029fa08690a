/* dictamenctl reglas: for whoever edits the rules of the pre-check. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/ctl.h"
#include "services/revision.h"

#define FALTAS_BYTES ((size_t)256 * 1024)
#define RENGLON_BYTES ((size_t)1024 * 1024)
#define PARRAFOS_MAX 20000

/* The rules to try: of --archivo, else the configured ones. What is wrong with them goes to standard error. */
static struct reglas *rules(struct ctl *c)
{
	const char *archivo = ctl_get(c, "archivo");
	struct reglas *r = NULL;
	BUF_AUTO faltas;
	buf_init(&faltas, FALTAS_BYTES);
	if (revision_rules(archivo ? archivo : c->config->reglas_revision, &r, &faltas) != STATUS_OK)
		fputs(faltas.len ? buf_str(&faltas) : "dictamenctl: no hay memoria\n", stderr);
	return r;
}

enum status ctl_reglas_probar(struct ctl *c)
{
	struct reglas *r = rules(c);
	if (!r)
		return STATUS_INVALID;
	for (size_t i = 0; i < reglas_count(r); i++) {
		const struct regla *x = regla_at(r, i);
		struct ctl_linea l;
		ctl_line_begin(&l);
		json_string(&l.w, "regla", x->id);
		json_string(&l.w, "ambito", regla_ambito_slug(x->ambito));
		json_string(&l.w, "clase", regla_clase_slug(x->clase));
		json_slug(&l.w, "severidad", &vocabulario_severidad, x->severidad);
		json_string(&l.w, "titulo", x->titulo);
		ctl_line_end(&l);
	}
	reglas_free(r);
	return STATUS_OK;
}

/* One paragraph a line; empty lines do not count. */
static bool read_text(struct ctl *c, const char *path, struct escrito *e)
{
	FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	char *line = NULL;
	size_t cap = 0;
	ssize_t n;
	e->n = 0;
	e->parrafos = ARENA_ARRAY(c->arena, PARRAFOS_MAX, struct parrafo);
	while (f && e->parrafos && e->n < PARRAFOS_MAX && (n = getline(&line, &cap, f)) >= 0) {
		line[strcspn(line, "\r\n")] = '\0';
		if (*line && (size_t)n < RENGLON_BYTES)
			e->parrafos[e->n++] = (struct parrafo){.texto = arena_strdup(c->arena, line), .confianza = 100};
	}
	bool ok = f && e->parrafos && !ferror(f);
	if (!ok)
		fprintf(stderr, "dictamenctl: no se puede leer «%s»: %s\n", path, strerror(errno));
	if (f && f != stdin)
		fclose(f);
	free(line);
	return ok;
}

static void print_observation(const struct observacion *o)
{
	static const char *const tipos[] = {
		[OBSERVACION_FALTA] = "falta", [OBSERVACION_HALLADA] = "hallada", [OBSERVACION_NO_JUZGADA] = "no_juzgada"};
	struct ctl_linea l;
	ctl_line_begin(&l);
	json_string(&l.w, "regla", o->regla->id);
	json_string(&l.w, "tipo", tipos[o->tipo]);
	if (o->parrafo != PARRAFO_NINGUNO)
		json_int(&l.w, "parrafo", (int64_t)o->parrafo + 1);
	json_string(&l.w, "pasaje", o->pasaje);
	json_int(&l.w, "veces", (int64_t)o->veces);
	ctl_line_end(&l);
}

static void print_met(const struct cumplida *m)
{
	struct ctl_linea l;
	ctl_line_begin(&l);
	json_string(&l.w, "regla", m->regla->id);
	json_string(&l.w, "tipo", "cumplida");
	json_int(&l.w, "parrafo", (int64_t)m->parrafo + 1);
	json_string(&l.w, "pasaje", m->pasaje);
	ctl_line_end(&l);
}

enum status ctl_reglas_aplicar(struct ctl *c)
{
	const char *ambito = ctl_get(c, "ambito");
	enum regla_ambito a = REGLA_PROYECTO;
	struct escrito e;
	struct revision_texto out;
	if (ambito && strcmp(ambito, regla_ambito_slug(REGLA_SOLICITUD)) == 0)
		a = REGLA_SOLICITUD;
	else if (ambito && strcmp(ambito, regla_ambito_slug(REGLA_PROYECTO)) != 0) {
		fputs("dictamenctl: --ambito: proyecto o solicitud\n", stderr);
		return STATUS_INVALID;
	}
	struct reglas *r = rules(c);
	enum status st = r && read_text(c, ctl_get(c, "texto"), &e) ? STATUS_OK : STATUS_INVALID;
	if (st == STATUS_OK && reglas_review(r, a, &e, c->arena, &out) != STATUS_OK)
		st = error_set(&c->err, PROBLEM_INTERNO);
	for (size_t i = 0; st == STATUS_OK && i < out.n; i++)
		print_observation(&out.observaciones[i]);
	for (size_t i = 0; st == STATUS_OK && i < out.n_cumplidas; i++)
		print_met(&out.cumplidas[i]);
	reglas_free(r);
	return st;
}
