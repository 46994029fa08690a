/* dictamenctl calendario. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cli/ctl.h"
#include "services/calendario.h"

#define ARCHIVO_MAX ((size_t)16 * 1024 * 1024)
#define PAGINA 100

static enum status read_file(struct ctl *c, const char *path, const char **text)
{
	FILE *f = fopen(path, "re");
	BUF_AUTO b;
	buf_init(&b, ARCHIVO_MAX);
	char piece[65536];
	size_t n;
	while (f && (n = fread(piece, 1, sizeof piece, f)) > 0)
		buf_append(&b, piece, n);
	bool bad = !f || ferror(f) || b.failed;
	*text = bad ? NULL : arena_strdup(c->arena, buf_str(&b));
	if (!*text)
		c->err.interno = arena_printf(c->arena, "%s: %s", path, f ? "no se pudo leer o es demasiado grande" : strerror(errno));
	if (f)
		fclose(f);
	return *text ? STATUS_OK : error_set(&c->err, PROBLEM_INTERNO);
}

enum status ctl_calendario_cargar(struct ctl *c)
{
	const char *archivo = ctl_get(c, "archivo"), *fuente = ctl_get(c, "fuente"), *text = "";
	struct calendario_carga carga;
	calendario_carga_incluida(&carga);
	if (fuente)
		carga.fuente = fuente;
	if (archivo) {
		enum status st = read_file(c, archivo, &text);
		if (st != STATUS_OK || !text)
			return st;
		if (!fuente)
			carga.fuente = strrchr(archivo, '/') ? strrchr(archivo, '/') + 1 : archivo;
		carga.dias_csv = carga.anios_csv = NULL;
		const char *inicio = strncmp(text, "\xef\xbb\xbf", 3) == 0 ? text + 3 : text;
		*(strncmp(inicio, "anio", 4) == 0 ? &carga.anios_csv : &carga.dias_csv) = text;
	}
	struct calendario_cargado hecho;
	enum status st = calendario_cargar(c->db, &ctl_gestion, &carga, c->arena, &hecho, &c->err);
	if (st != STATUS_OK)
		return st;
	struct ctl_linea l;
	ctl_line_begin(&l);
	if (hecho.version)
		json_int(&l.w, "version", hecho.version);
	json_int(&l.w, "dias", hecho.dias);
	json_int(&l.w, "anios", hecho.anios);
	ctl_line_end(&l);
	return STATUS_OK;
}

static void print_notice(const struct aviso_fila *v)
{
	struct ctl_linea l;
	ctl_line_begin(&l);
	json_int(&l.w, "version", v->version);
	json_string(&l.w, "tipo", v->tipo);
	json_string(&l.w, "fuente", v->fuente);
	json_string(&l.w, "motivo", v->motivo);
	json_string(&l.w, "anios", v->anios);
	json_int(&l.w, "n_dias", v->n_dias);
	if (*v->dias)
		json_string(&l.w, "dias", v->dias);
	if (v->revoca)
		json_int(&l.w, "revoca", v->revoca);
	if (v->revocado_por)
		json_int(&l.w, "revocado_por", v->revocado_por);
	ctl_line_uuid(&l, "usuario", &v->usuario);
	json_instante(&l.w, "publicado_en", v->publicado_en);
	ctl_line_end(&l);
}

enum status ctl_calendario_avisos(struct ctl *c)
{
	int antes_de = 0;
	for (;;) {
		ARENA_AUTO *a = arena_create((size_t)16 * 1024 * 1024);
		struct aviso_fila *filas = NULL;
		size_t n = 0;
		enum status st =
			a ? calendario_notices(c->db, antes_de, PAGINA, a, &filas, &n, &c->err) : error_set(&c->err, PROBLEM_INTERNO);
		if (st != STATUS_OK || n == 0)
			return st;
		for (size_t i = 0; i < n; i++)
			print_notice(&filas[i]);
		antes_de = filas[n - 1].version;
		if (antes_de <= 1)
			return STATUS_OK;
	}
}
