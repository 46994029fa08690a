/* dictamenctl municipios. */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cli/ctl.h"
#include "services/catalogos.h"

#define FALTAS_MAX ((size_t)16 << 20)

enum status ctl_municipios_cargar(struct ctl *c)
{
	const char *archivo = ctl_get(c, "ARCHIVO"), *fuente = ctl_get(c, "fuente");
	struct municipios_cargados hecho;
	BUF_AUTO faltas;
	buf_init(&faltas, FALTAS_MAX);
	const int fd = open(archivo, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		c->err.interno = arena_printf(c->arena, "%s: %s", archivo, strerror(errno));
		return error_set(&c->err, PROBLEM_INTERNO);
	}
	if (!fuente)
		fuente = strrchr(archivo, '/') ? strrchr(archivo, '/') + 1 : archivo;
	enum status st = municipios_cargar(c->db, fd, fuente, c->arena, &hecho, &faltas, &c->err);
	close(fd);
	if (faltas.len)
		fprintf(stderr, "%sNo se cargó nada: corrija el archivo y repita.\n", buf_str(&faltas));
	if (st != STATUS_OK)
		return st;
	struct ctl_linea l;
	ctl_line_begin(&l);
	json_int(&l.w, "nuevos", hecho.nuevos);
	json_int(&l.w, "cambiados", hecho.cambiados);
	json_int(&l.w, "retirados", hecho.retirados);
	ctl_line_end(&l);
	return STATUS_OK;
}
