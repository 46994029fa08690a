#include "emision/plantillas.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "codec/json.h"
#include "recursos/embedded.h"

#define PREFIJO "config/plantillas/"
#define PROGRAMA PREFIJO "componer.py"
#define MUESTRAS PREFIJO "muestras.json"
#define PLANTILLAS_MAX 64

struct plantilla {
	const char *nombre, *texto;
	char *propia; /* allocated; NULL: the program's, or another's */
	int version;
	bool carpeta;
};
struct plantillas {
	struct plantilla l[PLANTILLAS_MAX];
	size_t n;
};

static bool is_template(const char *nombre)
{
	const char *ext = strrchr(nombre, '.');
	return ext && (strcmp(ext, ".html") == 0 || strcmp(ext, ".css") == 0);
}

static void take_embedded(struct plantillas *p)
{
	for (size_t i = 0; i < recurso_count && p->n < PLANTILLAS_MAX; i++) {
		const char *nombre = recursos[i].name;
		if (strncmp(nombre, PREFIJO, strlen(PREFIJO)) == 0 && is_template(nombre))
			p->l[p->n++] = (struct plantilla){.nombre = nombre + strlen(PREFIJO),
				.texto = (const char *)recursos[i].data,
				.version = PLANTILLA_VERSION_ARCHIVO};
	}
}

static struct plantilla *find(struct plantillas *p, const char *nombre)
{
	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->l[i].nombre, nombre) == 0)
			return &p->l[i];
	return NULL;
}

static enum status refuse(struct error *err, const char *nombre, const char *motivo)
{
	return error_set(err, PROBLEM_PLANTILLA_INVALIDA, nombre, "0", motivo);
}

static char *read_whole(int fd, size_t len)
{
	char *t = malloc(len + 1);
	size_t got = 0;
	while (t && got < len) {
		ssize_t k = read(fd, t + got, len - got);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0) {
			free(t);
			return NULL;
		}
		got += (size_t)k;
	}
	if (t)
		t[len] = '\0';
	return t;
}

static enum status take_own(struct plantillas *p, int carpeta, const char *nombre, struct error *err)
{
	struct plantilla *x = find(p, nombre);
	if (!x)
		return refuse(err, nombre, "el servicio no tiene ninguna plantilla con ese nombre");
	struct stat st;
	int fd = openat(carpeta, nombre, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 || fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size > (off_t)PLANTILLA_MAX) {
		if (fd >= 0)
			close(fd);
		return refuse(err, nombre, "no se puede leer, o pasa de 256 KiB");
	}
	char *texto = read_whole(fd, (size_t)st.st_size);
	close(fd);
	if (!texto)
		return refuse(err, nombre, "no se puede leer");
	if (strlen(texto) != (size_t)st.st_size || !utf8_valid(texto, (size_t)st.st_size)) {
		free(texto);
		return refuse(err, nombre, "no está en UTF-8");
	}
	free(x->propia);
	x->propia = texto;
	x->texto = texto;
	x->carpeta = true;
	return STATUS_OK;
}

static enum status take_folder(struct plantillas *p, const char *carpeta, struct error *err)
{
	DIR *d = opendir(carpeta);
	if (!d)
		return refuse(err, carpeta, "la carpeta de plantillas no se puede abrir");
	enum status st = STATUS_OK;
	for (struct dirent *e; st == STATUS_OK && (e = readdir(d));)
		if (is_template(e->d_name))
			st = take_own(p, dirfd(d), e->d_name, err);
	closedir(d);
	return st;
}

enum status plantillas_load(const char *carpeta, struct plantillas **out, struct error *err)
{
	*out = NULL;
	struct plantillas *p = calloc(1, sizeof *p);
	if (!p)
		return error_set(err, PROBLEM_INTERNO);
	take_embedded(p);
	enum status st = carpeta && *carpeta ? take_folder(p, carpeta, err) : STATUS_OK;
	if (st == STATUS_OK)
		*out = p;
	else
		plantillas_free(p);
	return st;
}

void plantillas_free(struct plantillas *p)
{
	for (size_t i = 0; p && i < p->n; i++)
		free(p->l[i].propia);
	free(p);
}

struct plantillas *plantillas_copy(const struct plantillas *p)
{
	struct plantillas *c = calloc(1, sizeof *c);
	for (size_t i = 0; c && i < p->n; i++) {
		c->l[c->n] = p->l[i];
		c->l[c->n++].propia = NULL;
	}
	return c;
}

bool plantillas_replace(struct plantillas *p, const char *nombre, const char *texto, int version)
{
	struct plantilla *x = find(p, nombre);
	if (!x)
		return false;
	x->texto = texto ? texto : x->texto;
	x->version = version;
	return true;
}

bool plantillas_at(const struct plantillas *p, size_t i, struct plantilla_dato *out)
{
	if (i >= p->n)
		return false;
	const struct plantilla *x = &p->l[i];
	*out = (struct plantilla_dato){.nombre = x->nombre, .texto = x->texto, .version = x->version, .carpeta = x->carpeta};
	return true;
}

bool plantillas_find(const struct plantillas *p, const char *nombre, struct plantilla_dato *out)
{
	for (size_t i = 0; plantillas_at(p, i, out); i++)
		if (strcmp(out->nombre, nombre) == 0)
			return true;
	return false;
}

void plantillas_write(const struct plantillas *p, struct buf *out)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	for (size_t i = 0; i < p->n; i++)
		json_string(&w, p->l[i].nombre, p->l[i].texto);
	json_object_end(&w);
}

void plantillas_write_set(const struct plantillas *p, struct buf *out)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	for (size_t i = 0; i < p->n; i++) {
		json_object(&w, p->l[i].nombre);
		json_string(&w, "texto", p->l[i].texto);
		json_int(&w, "version", p->l[i].version);
		json_object_end(&w);
	}
	json_object_end(&w);
}

static const char *embedded(const char *nombre)
{
	for (size_t i = 0; i < recurso_count; i++)
		if (strcmp(recursos[i].name, nombre) == 0)
			return (const char *)recursos[i].data;
	return "";
}

const char *plantillas_muestras(void)
{
	return embedded(MUESTRAS);
}

const char *plantillas_programa(void)
{
	return embedded(PROGRAMA);
}
