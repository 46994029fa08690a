#include "documents/herramienta.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "base/fecha.h"
#include "documents/hijo.h"
#include "documents/jaula.h"

enum { PLAZO_MS = 30000, MEMORIA_MIB = 1024, CPU_S = 30, LISTA_MAX = 64 };

#define NS_PER_MS INT64_C(1000000)

static enum status unavailable(struct error *err, const char *why)
{
	const enum status st = error_set(err, PROBLEM_INSPECCION_NO_DISPONIBLE);

	err->interno = why;
	return st;
}

/* The launcher's own arguments, then the tool's: see lanzador_main.c. */
struct ordenes {
	char fsize[24], memoria[16], cpu[16];
	char *argv[5 + 2 * LISTA_MAX + 3];
	size_t n;
};

static bool add_list(struct ordenes *o, const char *const *list)
{
	size_t i = 0;

	for (; list != NULL && list[i] != NULL; i++) {
		if (i == LISTA_MAX)
			return false;
		o->argv[o->n++] = (char *)list[i];
	}
	return true;
}

static bool compose(struct ordenes *o, const struct herramienta *h)
{
	snprintf(o->fsize, sizeof o->fsize, "%llu", (unsigned long long)h->salida_max);
	snprintf(o->memoria, sizeof o->memoria, "%u", h->memoria_mib > 0 ? h->memoria_mib : MEMORIA_MIB);
	snprintf(o->cpu, sizeof o->cpu, "%u", h->cpu_s > 0 ? h->cpu_s : CPU_S);
	o->argv[o->n++] = "dictamen-jaula";
	o->argv[o->n++] = o->fsize;
	o->argv[o->n++] = o->memoria;
	o->argv[o->n++] = o->cpu;
	o->argv[o->n++] = (char *)(h->carpeta ? h->carpeta : "");
	if (!add_list(o, h->leer))
		return false;
	o->argv[o->n++] = "--";
	return h->argv[0] != NULL && h->argv[0][0] == '/' && add_list(o, h->argv);
}

struct corrida {
	struct hijo hijo;
	int entrada, salida, lectura, escritura;
};

static bool open_all(const struct herramienta *h, struct corrida *c)
{
	if (h->entrada >= 0 && (c->entrada = fd_reopen_readonly(h->entrada)) < 0)
		return false;
	if (h->salida >= 0) {
		const int copy = fcntl(h->salida, F_DUPFD_CLOEXEC, 0);

		if (copy < 0 || (c->salida = fd_lift(copy)) < 0)
			return false;
	}
	return fd_pipe(&c->lectura, &c->escritura);
}

static bool spawn(const struct herramienta *h, struct corrida *c)
{
	char *const envp[] = {NULL};
	struct ordenes o = {.n = 0};
	struct hijo_fd fds[3];
	size_t n = 0;

	if (!compose(&o, h))
		return false;
	if (c->entrada >= 0)
		fds[n++] = (struct hijo_fd){c->entrada, 0};
	if (c->salida >= 0)
		fds[n++] = (struct hijo_fd){c->salida, 1};
	fds[n++] = (struct hijo_fd){c->escritura, JAULA_FD_AVISO};
	return hijo_spawn(&c->hijo, h->lanzador, o.argv, envp, fds, n);
}

static enum herramienta_fin judge(const struct hijo *hijo)
{
	if (hijo->vencido)
		return HERRAMIENTA_TIEMPO;
	if (hijo->fin.si_code == CLD_EXITED)
		return hijo->fin.si_status == 0 ? HERRAMIENTA_BIEN : HERRAMIENTA_FALLO;
	return hijo->fin.si_status == SIGXCPU ? HERRAMIENTA_TIEMPO : HERRAMIENTA_MUERTA;
}

/* One byte when the cage stands; a second one only when the tool could not be executed: the pipe closes by itself when it could. */
static enum status run(const struct herramienta *h, struct corrida *c, enum herramienta_fin *fin, struct error *err)
{
	uint8_t signs[2] = {0};
	size_t got = 0;
	bool in_time, watched;

	if (!spawn(h, c))
		return unavailable(err, "documents: the launcher could not be started");
	close(c->escritura);
	c->escritura = -1;
	watched = c->hijo.pidfd >= 0;
	in_time = watched && hijo_read(c->lectura, c->hijo.plazo, signs, sizeof signs, &got);
	const bool started = in_time && got == 1 && signs[0] == JAULA_LISTA;
	hijo_reap(&c->hijo, !started);
	if (!started)
		return unavailable(err, "documents: the tool's cage could not be set up, or the tool not be started");
	*fin = judge(&c->hijo);
	return STATUS_OK;
}

enum status herramienta_run(const struct herramienta *h, enum herramienta_fin *fin, struct error *err)
{
	struct corrida c = {
		.hijo = {.preferente = h->preferente, .pidfd = -1}, .entrada = -1, .salida = -1, .lectura = -1, .escritura = -1};
	enum status st;

	*fin = HERRAMIENTA_FALLO;
	c.hijo.plazo = reloj_mono_ns() + (h->plazo_ms > 0 ? (int64_t)h->plazo_ms : PLAZO_MS) * NS_PER_MS;
	st = open_all(h, &c) ? run(h, &c, fin, err) : unavailable(err, "documents: no descriptors for the tool");
	fd_close(&c.entrada);
	fd_close(&c.salida);
	fd_close(&c.lectura);
	fd_close(&c.escritura);
	return st;
}
