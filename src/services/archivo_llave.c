#include "services/archivo_llave.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The check is made on the open file, so that it cannot be exchanged in between. NULL: it may be read. */
static const char *fault_of(int fd)
{
	struct stat s;
	if (fstat(fd, &s) != 0 || !S_ISREG(s.st_mode))
		return "no es un archivo";
	return s.st_mode & (S_IRWXG | S_IRWXO) ? "la pueden leer otros; déjela en 0600" : NULL;
}

enum status archivo_llave_read(const char *ruta, enum problem falta, char *out, size_t cap, struct error *err)
{
	const int fd = open(ruta, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return error_set(err, falta, ruta, strerror(errno));
	const char *motivo = fault_of(fd);
	const ssize_t n = motivo ? 0 : read(fd, out, cap);
	close(fd);
	if (motivo)
		return error_set(err, falta, ruta, motivo);
	const bool texto = n > 0 && (size_t)n < cap && !memchr(out, '\0', (size_t)n);
	out[texto ? n : 0] = '\0';
	return STATUS_OK;
}

enum status archivo_llave_write(const char *ruta, enum problem falta, const char *texto, struct error *err)
{
	const int fd = open(ruta, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 && errno == EEXIST)
		return error_set(err, PROBLEM_YA_EXISTE, ruta);
	if (fd < 0)
		return error_set(err, falta, ruta, strerror(errno));
	const size_t n = strlen(texto);
	bool ok = write(fd, texto, n) == (ssize_t)n && fsync(fd) == 0;
	ok &= close(fd) == 0;
	if (ok)
		return STATUS_OK;
	unlink(ruta);
	return error_set(err, falta, ruta, "no se pudo escribir");
}
