/* dictamenctl plantillas: the versions of the documents' templates, through the same functions as the API. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/ctl.h"
#include "services/plantillas.h"

#define PAGINA 100
#define CARGA_MAX ((size_t)64 << 20)

static struct imprenta press(const struct ctl *c, const struct plantillas *archivos)
{
	return (struct imprenta){
		.lanzador = *c->config->lanzador ? c->config->lanzador : comun_beside(c->arena, "dictamen-jaula"),
		.python = c->config->python,
		.plantillas = archivos,
	};
}

enum status ctl_plantillas_revisar(struct ctl *c)
{
	struct plantillas *p = NULL;
	enum status st = plantillas_load(c->config->plantillas, &p, &c->err);
	if (st == STATUS_OK) {
		const struct imprenta im = press(c, p);
		st = emision_revisar(&im, c->arena, &c->err);
	}
	plantillas_free(p);
	if (st != STATUS_OK)
		return st;
	struct ctl_linea l;
	ctl_line_begin(&l);
	json_bool(&l.w, "bien", true);
	json_string(&l.w, "carpeta", *c->config->plantillas ? c->config->plantillas : NULL);
	ctl_line_end(&l);
	return STATUS_OK;
}

static enum status fault(struct ctl *c, const char *path, const char *motivo)
{
	c->err.interno = arena_printf(c->arena, "%s: %s", path, motivo);
	return error_set(&c->err, PROBLEM_INTERNO);
}

/* One byte more than may be taken is read, so that what is too long is refused like everywhere else. */
static enum status read_text(struct ctl *c, const char *path, struct plantilla_pedida *p)
{
	char *t = arena_alloc(c->arena, PLANTILLA_MAX + 2);
	FILE *f = fopen(path, "re");
	if (!f || !t) {
		if (f)
			fclose(f);
		return fault(c, path, f ? "no hay memoria" : strerror(errno));
	}
	p->texto_len = fread(t, 1, PLANTILLA_MAX + 1, f);
	t[p->texto_len] = '\0';
	p->texto = t;
	const bool mal = ferror(f) != 0;
	fclose(f);
	return mal ? fault(c, path, "no se pudo leer") : STATUS_OK;
}

static enum status read_number(struct ctl *c, const char *opcion, int *out)
{
	const char *s = ctl_get(c, opcion);
	const size_t n = s ? strlen(s) : 0;
	*out = 0;
	if (!s)
		return STATUS_OK;
	if (n > 0 && n <= 9 && strspn(s, "0123456789") == n)
		*out = (int)strtol(s, NULL, 10);
	if (*out >= PLANTILLA_VERSION_ARCHIVO)
		return STATUS_OK;
	error_add(&c->err, arena_printf(c->arena, "--%s", opcion), MENSAJE_VALOR_MIN, "1");
	return error_set(&c->err, PROBLEM_CUERPO_INVALIDO);
}

static void print_line(const struct plantilla_vista *v, bool con_texto)
{
	struct buf b;
	struct json_writer w;
	buf_init(&b, CTL_LINEA_MAX);
	json_begin(&w, &b);
	plantilla_write(&w, NULL, v, con_texto);
	puts(buf_str(&b));
	buf_free(&b);
}

enum status ctl_plantillas_lista(struct ctl *c)
{
	struct plantillas *archivos = NULL;
	struct plantilla_vista *v = NULL;
	size_t n = 0;
	ARENA_AUTO *a = arena_create(CARGA_MAX);
	enum status st = a ? plantillas_load(c->config->plantillas, &archivos, &c->err) : error_set(&c->err, PROBLEM_INTERNO);
	if (st == STATUS_OK)
		st = plantillas_list(c->db, archivos, NULL, NULL, a, &v, &n, &c->err);
	for (size_t i = 0; st == STATUS_OK && i < n; i++)
		print_line(&v[i], false);
	plantillas_free(archivos);
	return st;
}

enum status ctl_plantillas_ver(struct ctl *c)
{
	struct plantillas *archivos = NULL;
	struct plantilla_vista v;
	int version = 0;
	ARENA_AUTO *a = arena_create(CARGA_MAX);
	enum status st = a ? read_number(c, "version", &version) : error_set(&c->err, PROBLEM_INTERNO);
	if (st == STATUS_OK)
		st = plantillas_load(c->config->plantillas, &archivos, &c->err);
	if (st == STATUS_OK)
		st = plantilla_find(c->db, archivos, NULL, ctl_get(c, "nombre"), version, NULL, a, &v, &c->err);
	if (st == STATUS_OK)
		print_line(&v, true);
	plantillas_free(archivos);
	return st;
}

static enum status history(struct ctl *c, const struct plantillas *archivos)
{
	for (int antes_de = 0;;) {
		struct plantilla_vista *v = NULL;
		size_t n = 0;
		ARENA_AUTO *a = arena_create(CARGA_MAX);
		enum status st = a ? plantilla_history(c->db, archivos, NULL, ctl_get(c, "nombre"), antes_de, PAGINA, a, &v, &n, &c->err)
				   : error_set(&c->err, PROBLEM_INTERNO);
		if (st != STATUS_OK)
			return st;
		for (size_t i = 0; i < n; i++)
			print_line(&v[i], false);
		antes_de = n > 0 ? v[n - 1].fila.version : PLANTILLA_VERSION_ARCHIVO;
		if (antes_de == PLANTILLA_VERSION_ARCHIVO)
			return STATUS_OK;
	}
}

enum status ctl_plantillas_versiones(struct ctl *c)
{
	struct plantillas *archivos = NULL;
	enum status st = plantillas_load(c->config->plantillas, &archivos, &c->err);
	if (st == STATUS_OK)
		st = history(c, archivos);
	plantillas_free(archivos);
	return st;
}

static enum status put(struct ctl *c, const struct plantilla_pedida *p)
{
	struct plantillas *archivos = NULL;
	struct plantilla_vista hecha;
	ARENA_AUTO *a = arena_create(CARGA_MAX);
	enum status st = a ? plantillas_load(c->config->plantillas, &archivos, &c->err) : error_set(&c->err, PROBLEM_INTERNO);
	const struct imprenta im = press(c, archivos);
	if (st == STATUS_OK)
		st = plantilla_put(c->db, &ctl_gestion, &im, p, a, &hecha, &c->err);
	if (st == STATUS_OK)
		print_line(&hecha, false);
	plantillas_free(archivos);
	return st;
}

enum status ctl_plantillas_poner(struct ctl *c)
{
	struct plantilla_pedida p = {.nombre = ctl_get(c, "nombre"), .motivo = ctl_get(c, "motivo")};
	enum status st = read_text(c, ctl_get(c, "archivo"), &p);
	return st == STATUS_OK ? put(c, &p) : st;
}

enum status ctl_plantillas_volver(struct ctl *c)
{
	struct plantilla_pedida p = {.nombre = ctl_get(c, "nombre"), .motivo = ctl_get(c, "motivo")};
	enum status st = read_number(c, "version", &p.de_version);
	return st == STATUS_OK ? put(c, &p) : st;
}

static enum status write_sample(struct ctl *c, const char *path, const struct buf *pdf)
{
	FILE *f = fopen(path, "wxe");
	if (!f)
		return fault(c, path, strerror(errno));
	const bool escrito = fwrite(pdf->data, 1, pdf->len, f) == pdf->len;
	return fclose(f) == 0 && escrito ? STATUS_OK : fault(c, path, "no se pudo escribir");
}

enum status ctl_plantillas_probar(struct ctl *c)
{
	struct plantillas *archivos = NULL;
	struct plantilla_pedida p = {.nombre = ctl_get(c, "nombre")};
	const char *archivo = ctl_get(c, "archivo"), *salida = ctl_get(c, "salida");
	BUF_AUTO pdf;
	buf_init(&pdf, EMISION_PDF_MAX);
	ARENA_AUTO *a = arena_create(CARGA_MAX);
	enum status st = a ? plantillas_load(c->config->plantillas, &archivos, &c->err) : error_set(&c->err, PROBLEM_INTERNO);
	const struct imprenta im = press(c, archivos);
	if (st == STATUS_OK && archivo)
		st = read_text(c, archivo, &p);
	if (st == STATUS_OK)
		st = plantilla_try(c->db, &im, &p, a, &pdf, &c->err);
	if (st == STATUS_OK)
		st = write_sample(c, salida, &pdf);
	plantillas_free(archivos);
	if (st != STATUS_OK)
		return st;
	struct ctl_linea l;
	ctl_line_begin(&l);
	json_string(&l.w, "nombre", p.nombre);
	json_string(&l.w, "muestra", salida);
	json_int(&l.w, "tamano", (int64_t)pdf.len);
	ctl_line_end(&l);
	return STATUS_OK;
}
