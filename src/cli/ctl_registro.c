/* dictamenctl registro: the registry as a file. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/ctl.h"
#include "services/registro.h"
#include "services/registro_exportar.h"

static enum status to_file(void *ctx, const char *p, size_t n, struct error *err)
{
	const int *fd = ctx;
	while (n > 0) {
		const ssize_t k = write(*fd, p, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k < 0) {
			err->interno = arena_strdup(err->arena, strerror(errno));
			return error_set(err, PROBLEM_INTERNO);
		}
		p += k;
		n -= (size_t)k;
	}
	return STATUS_OK;
}

static bool read_format(struct ctl *c, enum registro_formato *out)
{
	const char *f = ctl_get(c, "formato");
	*out = f && strcmp(f, "jsonl") == 0 ? REGISTRO_JSONL : REGISTRO_CSV;
	if (!f || strcmp(f, "csv") == 0 || *out == REGISTRO_JSONL)
		return true;
	error_add(&c->err, "--formato", MENSAJE_ENUM, "csv,jsonl");
	(void)error_set(&c->err, PROBLEM_CUERPO_INVALIDO);
	return false;
}

static enum status export_to(struct ctl *c, int fd, enum registro_formato formato, bool resumen)
{
	struct registro_exportado hecho;
	enum status st = registro_exportar(c->db, formato, to_file, &fd, &hecho, &c->err);
	if (st != STATUS_OK || !resumen)
		return st;
	struct ctl_linea l;
	ctl_line_begin(&l);
	json_int(&l.w, "asientos", hecho.asientos);
	json_int(&l.w, "version", hecho.version);
	ctl_line_end(&l);
	return STATUS_OK;
}

static enum status own_error(struct ctl *c, const char *archivo)
{
	c->err.interno = arena_printf(c->arena, "%s: %s", archivo, strerror(errno));
	return error_set(&c->err, PROBLEM_INTERNO);
}

/* Under another name until it is whole: who looks at the file meanwhile sees the one before. */
static enum status export_to_file(struct ctl *c, const char *archivo, enum registro_formato formato)
{
	const char *parcial = arena_printf(c->arena, "%s.parcial", archivo);
	const int fd = parcial ? open(parcial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644) : -1;
	if (fd < 0)
		return own_error(c, archivo);
	enum status st = export_to(c, fd, formato, true);
	if (close(fd) != 0 && st == STATUS_OK)
		st = own_error(c, parcial);
	if (st == STATUS_OK && rename(parcial, archivo) != 0)
		st = own_error(c, archivo);
	if (st != STATUS_OK)
		(void)unlink(parcial);
	return st;
}

enum status ctl_registro_exportar(struct ctl *c)
{
	enum registro_formato formato;
	const char *archivo = ctl_get(c, "archivo");
	if (!read_format(c, &formato))
		return error_status(&c->err);
	return archivo ? export_to_file(c, archivo, formato) : export_to(c, STDOUT_FILENO, formato, false);
}

enum status ctl_registro_indexar(struct ctl *c)
{
	struct registro_indexado hecho;
	enum status st = registro_indexar(c->db, &hecho, &c->err);
	if (st != STATUS_OK)
		return st;
	struct ctl_linea l;
	ctl_line_begin(&l);
	json_int(&l.w, "fichas", hecho.fichas);
	json_int(&l.w, "cambiadas", hecho.cambiadas);
	json_int(&l.w, "sin_texto", hecho.sin_texto);
	ctl_line_end(&l);
	return STATUS_OK;
}
