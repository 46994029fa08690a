#include "cli/comun.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#define CLAVE_MAX 1000

void comun_print_error(FILE *f, const struct error *err)
{
	const struct problem_info *info = problem_info(err->problem);
	if (err->problem == PROBLEM_INTERNO && err->interno) { /* its catalogue text is for callers of the API */
		fprintf(f, "dictamenctl: %s%s%s%s\n", err->interno, *err->sqlstate ? " (SQLSTATE " : "", err->sqlstate,
			*err->sqlstate ? ")" : "");
		return;
	}
	fprintf(f, "dictamenctl: %s\n", err->n_items || err->interno || !err->detail.es ? info->title.es : err->detail.es);
	for (size_t i = 0; i < err->n_items; i++)
		fprintf(f, "  %s: %s %s\n", err->items[i].pointer, err->items[i].detail.es, err->items[i].que_hacer.es);
	if (err->n_items_dropped)
		fprintf(f, "  (y %zu más)\n", err->n_items_dropped);
	if (err->interno)
		fprintf(f, "  Causa: %s%s%s%s\n", err->interno, *err->sqlstate ? " (SQLSTATE " : "", err->sqlstate,
			*err->sqlstate ? ")" : "");
	if (err->n_items == 0 && !err->interno && err->que_hacer.es)
		fprintf(f, "  Qué hacer: %s\n", err->que_hacer.es);
}

const char *comun_beside(struct arena *a, const char *name)
{
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);
	if (n <= 0)
		return NULL;
	path[n] = '\0';
	char *slash = strrchr(path, '/');
	if (!slash)
		return NULL;
	slash[1] = '\0';
	return arena_printf(a, "%s%s", path, name);
}

bool comun_loopback(const char *escucha, char *host, size_t host_cap, char *port, size_t port_cap)
{
	const char *colon = strrchr(escucha, ':');
	if (!config_escucha_valida(escucha))
		return false;
	size_t n = (size_t)(colon - escucha);
	const char *h = escucha;
	if (*h == '[') {
		h++;
		n -= 2;
	}
	snprintf(host, host_cap, "%.*s", (int)n, h);
	snprintf(port, port_cap, "%s", colon + 1);
	if (strcmp(host, "0.0.0.0") == 0 || strcmp(host, "*") == 0)
		snprintf(host, host_cap, "127.0.0.1");
	else if (strcmp(host, "::") == 0)
		snprintf(host, host_cap, "::1");
	return true;
}

const char *comun_secret(struct arena *a, const char *archivo, const char *clave)
{
	char line[CLAVE_MAX + 2] = "";
	if (!*archivo)
		return clave;
	FILE *f = fopen(archivo, "re");
	bool read = f && fgets(line, sizeof line, f);
	if (f)
		fclose(f);
	line[strcspn(line, "\r\n")] = '\0';
	const char *s = read ? arena_strdup(a, line) : NULL;
	explicit_bzero(line, sizeof line);
	return s;
}

void comun_nap(int ms)
{
	const struct timespec t = {.tv_sec = ms / 1000, .tv_nsec = (long)(ms % 1000) * 1000000};
	nanosleep(&t, NULL);
}
