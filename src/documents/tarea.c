#include "documents/tarea.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fecha.h"
#include "documents/hijo.h"
#include "documents/jaula.h"
#include "documents/recinto.h"

enum { PLAZO_MS = 10000, MEMORIA_MIB = 512, CPU_S = 8, TROZO = 65536 };

#define NS_PER_MS INT64_C(1000000)

/* Where the answer goes: a buffer, or a file when there is none. */
struct destino {
	struct buf *out;
	int fd;
	uint64_t queda; /* bytes that it may still take */
	bool roto;      /* the file could not be written */
};

/* One run: what the child is given, and how far it came. */
struct corrida {
	struct hijo hijo;
	int documento, lectura, escritura;
	bool lista, vencida, sobra;
};

static enum status unavailable(struct error *err, const char *why)
{
	const enum status st = error_set(err, PROBLEM_INSPECCION_NO_DISPONIBLE);

	err->interno = why;
	return st;
}

static bool spawn(const struct inspeccion_opciones *op, const struct tarea *t, struct corrida *c)
{
	char argumento[16], bytes[24], memoria[16], cpu[16], nombre[32], programa[4096];
	char *const argv[] = {"dictamen-inspector", nombre, argumento, bytes, memoria, cpu, NULL};
	char *const envp[] = {NULL};
	const struct hijo_fd fds[] = {{c->documento, JAULA_FD_DOCUMENTO}, {c->escritura, JAULA_FD_SALIDA}};

	snprintf(nombre, sizeof nombre, "%s", t->nombre);
	snprintf(argumento, sizeof argumento, "%u", t->argumento);
	snprintf(bytes, sizeof bytes, "%llu", (unsigned long long)t->tamano);
	snprintf(memoria, sizeof memoria, "%u", op->memoria_mib > 0 ? op->memoria_mib : MEMORIA_MIB);
	snprintf(cpu, sizeof cpu, "%u", op->cpu_s > 0 ? op->cpu_s : CPU_S);
	if ((size_t)snprintf(programa, sizeof programa, "%s%s%s", op->inspector, t->familia ? "-" : "", t->familia ? t->familia : "") >=
		sizeof programa)
		return false;
	return hijo_spawn(&c->hijo, programa, argv, envp, fds, sizeof fds / sizeof *fds);
}

static bool deliver(struct destino *d, const uint8_t *p, size_t n)
{
	d->queda -= n;
	if (d->out) {
		buf_append(d->out, p, n);
		return !d->out->failed;
	}
	while (n > 0) {
		const ssize_t k = write(d->fd, p, n);

		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0) {
			d->roto = true;
			return false;
		}
		p += k;
		n -= (size_t)k;
	}
	return true;
}

/* Until the end of the pipe, one byte too many, or the deadline. */
static void read_answer(struct corrida *c, struct destino *d)
{
	uint8_t chunk[TROZO];
	size_t got;

	if (!hijo_read(c->lectura, c->hijo.plazo, chunk, 1, &got)) {
		c->vencida = true;
		return;
	}
	c->lista = got == 1 && chunk[0] == JAULA_LISTA;
	while (c->lista) {
		const uint64_t room = d->queda + 1;

		if (!hijo_read(c->lectura, c->hijo.plazo, chunk, room < sizeof chunk ? (size_t)room : sizeof chunk, &got)) {
			c->vencida = true;
			return;
		}
		if (got == 0)
			return;
		if (got == room) {
			c->sobra = true;
			return;
		}
		if (!deliver(d, chunk, got)) {
			c->sobra = true;
			return;
		}
	}
}

/* What the end of the child says about the document. */
static enum tarea_fin judge(const struct corrida *c)
{
	const siginfo_t *end = &c->hijo.fin;

	if (c->sobra)
		return TAREA_MUERTA;
	if (c->vencida || c->hijo.vencido)
		return TAREA_TIEMPO;
	if ((end->si_code == CLD_KILLED || end->si_code == CLD_DUMPED) && end->si_status == SIGXCPU)
		return TAREA_TIEMPO;
	return end->si_code == CLD_EXITED && end->si_status == 0 ? TAREA_BIEN : TAREA_MUERTA;
}

/* From a child just started to its end. */
static enum status watch(struct corrida *c, struct destino *d, enum tarea_fin *fin, struct error *err)
{
	bool watched;

	close(c->escritura);
	c->escritura = -1;
	watched = c->hijo.pidfd >= 0;
	if (watched)
		read_answer(c, d);
	hijo_reap(&c->hijo, c->vencida || c->sobra || !c->lista);
	if (!watched)
		return unavailable(err, "documents: no pidfd");
	if (!c->lista)
		return unavailable(err, "documents: the cage could not be set up");
	if (d->roto)
		return error_set(err, PROBLEM_INTERNO);
	*fin = judge(c);
	return STATUS_OK;
}

static enum status run(
	const struct inspeccion_opciones *op, const struct tarea *t, struct destino *d, enum tarea_fin *fin, struct error *err)
{
	struct corrida c = {.hijo = {.pidfd = -1}, .documento = -1, .lectura = -1, .escritura = -1};
	enum status st;
	struct stat s;

	*fin = TAREA_MUERTA;
	if (fstat(t->fd, &s) != 0 || !S_ISREG(s.st_mode) || s.st_size < 0 || (uint64_t)s.st_size < t->tamano || t->tamano == 0) {
		st = error_set(err, PROBLEM_INTERNO);
		err->interno = "documents: not a regular file of the size given";
		return st;
	}
	c.hijo.plazo = reloj_mono_ns() + (op->plazo_ms > 0 ? (int64_t)op->plazo_ms : PLAZO_MS) * NS_PER_MS;
	c.documento = fd_reopen_readonly(t->fd);
	if (c.documento < 0 || !fd_pipe(&c.lectura, &c.escritura))
		st = unavailable(err, "documents: no descriptors for the inspector");
	else
		st = spawn(op, t, &c) ? watch(&c, d, fin, err) : unavailable(err, "documents: the inspector could not be started");
	fd_close(&c.documento);
	fd_close(&c.lectura);
	fd_close(&c.escritura);
	return st;
}

enum status tarea_run(const struct inspeccion_opciones *op, const struct tarea *t, struct buf *out, enum tarea_fin *fin, struct error *err)
{
	return run(op, t, &(struct destino){.out = out, .fd = -1, .queda = out->max - out->len}, fin, err);
}

enum status tarea_run_to(
	const struct inspeccion_opciones *op, const struct tarea *t, int salida, uint64_t max, enum tarea_fin *fin, struct error *err)
{
	return run(op, t, &(struct destino){.fd = salida, .queda = max}, fin, err);
}

/* ---- a piece of this program instead of the inspector ---- */

static bool put_all(const char *p, size_t n)
{
	while (n > 0) {
		const ssize_t k = write(JAULA_FD_SALIDA, p, n);

		if (k <= 0)
			return false;
		p += k;
		n -= (size_t)k;
	}
	return true;
}

/* The child's whole life. */
static int confined(const struct recinto *r, int escritura, size_t max)
{
	static const char ready = JAULA_LISTA;
	struct buf out;

	buf_init(&out, max);
	if (setpgid(0, 0) != 0 || dup2(escritura, JAULA_FD_SALIDA) < 0 || close_range(JAULA_FD_SALIDA + 1, ~0U, 0) != 0 ||
		!jaula_enter(&(struct jaula_opciones){.memoria = (uint64_t)r->memoria_mib << 20, .cpu_s = r->cpu_s}))
		return 3;
	if (!put_all(&ready, 1) || !r->fn(r->ctx, &out) || out.failed)
		return 4;
	return put_all(buf_str(&out), out.len) ? 0 : 4;
}

enum status recinto_run(const struct recinto *r, struct buf *out, enum tarea_fin *fin, struct error *err)
{
	struct corrida c = {.hijo = {.pidfd = -1}, .documento = -1, .lectura = -1, .escritura = -1};
	enum status st;

	*fin = TAREA_MUERTA;
	c.hijo.plazo = reloj_mono_ns() + (int64_t)r->plazo_ms * NS_PER_MS;
	if (!fd_pipe(&c.lectura, &c.escritura))
		return unavailable(err, "documents: no descriptors for the cage");
	c.hijo.pid = fork();
	if (c.hijo.pid == 0)
		_exit(confined(r, c.escritura, out->max));
	c.hijo.pidfd = c.hijo.pid > 0 ? pidfd_open(c.hijo.pid, 0) : -1;
	st = c.hijo.pid > 0 ? watch(&c, &(struct destino){.out = out, .fd = -1, .queda = out->max - out->len}, fin, err)
			    : unavailable(err, "documents: no process for the cage");
	fd_close(&c.lectura);
	fd_close(&c.escritura);
	return st;
}
