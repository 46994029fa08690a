#include "documents/inspeccion.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fecha.h"
#include "documents/jaula.h"
#include "documents/registro.h"

enum { PLAZO_MS = 10000, MEMORIA_MIB = 512, CPU_S = 8 };
/* Above the numbers that the child's descriptors get: moving one onto another would close it. */
enum { FD_ALTO = 10 };

#define NS_PER_MS INT64_C(1000000)

static void fd_close(const int *fd)
{
	if (*fd >= 0)
		close(*fd);
}
#define FD_AUTO __attribute__((cleanup(fd_close))) int

/* One run: what the child is given, and how it ended. */
struct corrida {
	int documento, lectura, escritura;
	int64_t plazo; /* monotonic, ns */
	pid_t pid;
	int pidfd;
	uint8_t answer[1 + REGISTRO_LEN + 1]; /* room for one byte too many, so that it shows */
	size_t got;
	bool timed_out;
	siginfo_t end;
};

static enum status unavailable(struct error *err, struct inspeccion *out, const char *why)
{
	const enum status st = error_set(err, PROBLEM_INSPECCION_NO_DISPONIBLE);

	*out = (struct inspeccion){.hallazgo = INSPECCION_FALLO_JAULA};
	err->interno = why;
	return st;
}

static int lift(int fd)
{
	const int high = fcntl(fd, F_DUPFD_CLOEXEC, FD_ALTO);

	close(fd);
	return high;
}

/* A description of its own: read-only, and with an offset that nobody else moves. */
static int reopen_readonly(int fd)
{
	char path[32];
	int ro;

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	ro = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	return ro < 0 ? -1 : lift(ro);
}

static bool open_pipe(struct corrida *c)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		return false;
	c->lectura = ends[0];
	c->escritura = lift(ends[1]);
	return c->escritura >= 0;
}

static bool set_actions(posix_spawn_file_actions_t *fa, const struct corrida *c)
{
	return posix_spawn_file_actions_addopen(fa, 0, "/dev/null", O_RDWR, 0) == 0 && posix_spawn_file_actions_adddup2(fa, 0, 1) == 0 &&
		posix_spawn_file_actions_adddup2(fa, 0, 2) == 0 &&
		posix_spawn_file_actions_adddup2(fa, c->documento, JAULA_FD_DOCUMENTO) == 0 &&
		posix_spawn_file_actions_adddup2(fa, c->escritura, JAULA_FD_SALIDA) == 0 &&
		posix_spawn_file_actions_addclosefrom_np(fa, JAULA_FD_SALIDA + 1) == 0;
}

/* No signal blocked or ignored from the service, no terminal, no environment. */
static bool set_attributes(posix_spawnattr_t *at)
{
	sigset_t none, all;

	sigemptyset(&none);
	sigfillset(&all);
	return posix_spawnattr_setsigmask(at, &none) == 0 && posix_spawnattr_setsigdefault(at, &all) == 0 &&
		posix_spawnattr_setflags(at, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID) == 0;
}

static bool spawn(const struct inspeccion_opciones *op, struct corrida *c, enum documento_tipo declarado, uint64_t size)
{
	char tipo[24], bytes[24], memoria[24], cpu[24];
	char *const argv[] = {"dictamen-inspector", tipo, bytes, memoria, cpu, NULL};
	char *const envp[] = {NULL};
	posix_spawn_file_actions_t fa;
	posix_spawnattr_t at;
	bool ok = false;

	snprintf(tipo, sizeof tipo, "%d", (int)declarado);
	snprintf(bytes, sizeof bytes, "%llu", (unsigned long long)size);
	snprintf(memoria, sizeof memoria, "%u", op->memoria_mib > 0 ? op->memoria_mib : MEMORIA_MIB);
	snprintf(cpu, sizeof cpu, "%u", op->cpu_s > 0 ? op->cpu_s : CPU_S);
	if (posix_spawn_file_actions_init(&fa) != 0)
		return false;
	if (posix_spawnattr_init(&at) == 0) {
		ok = set_actions(&fa, c) && set_attributes(&at) && posix_spawn(&c->pid, op->inspector, &fa, &at, argv, envp) == 0;
		posix_spawnattr_destroy(&at);
	}
	posix_spawn_file_actions_destroy(&fa);
	return ok;
}

/* True when `fd` is ready; false at the deadline. */
static bool wait_ready(int fd, int64_t plazo)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};

	for (;;) {
		const int64_t left = plazo - reloj_mono_ns();
		const struct timespec ts = {.tv_sec = left / INT64_C(1000000000), .tv_nsec = left % INT64_C(1000000000)};
		int n;

		if (left <= 0)
			return false;
		n = ppoll(&p, 1, &ts, NULL);
		if (n > 0)
			return true;
		if (n < 0 && errno != EINTR && errno != ENOMEM)
			return false;
	}
}

/* Until the end of the pipe, one byte too many, or the deadline. */
static void read_answer(struct corrida *c)
{
	while (c->got < sizeof c->answer) {
		ssize_t n;

		if (!wait_ready(c->lectura, c->plazo)) {
			c->timed_out = true;
			return;
		}
		n = read(c->lectura, c->answer + c->got, sizeof c->answer - c->got);
		if (n == 0 || (n < 0 && errno != EINTR))
			return;
		if (n > 0)
			c->got += (size_t)n;
	}
}

/* The child is ours and not yet reaped, so that its number cannot be somebody else's. */
static void reap(struct corrida *c)
{
	if (c->timed_out || c->got == sizeof c->answer || c->pidfd < 0 || !wait_ready(c->pidfd, c->plazo)) {
		c->timed_out = c->timed_out || (c->pidfd >= 0 && c->got < sizeof c->answer);
		kill(c->pid, SIGKILL);
	}
	while (waitid(P_PID, (id_t)c->pid, &c->end, WEXITED) != 0 && errno == EINTR)
		;
}

/* What the end of the child says about the document. */
static enum inspeccion_hallazgo judge(const struct corrida *c, enum documento_tipo declarado, struct inspeccion *out)
{
	if (c->timed_out)
		return INSPECCION_TIEMPO;
	if ((c->end.si_code == CLD_KILLED || c->end.si_code == CLD_DUMPED) && c->end.si_status == SIGXCPU)
		return INSPECCION_TIEMPO;
	if (c->end.si_code != CLD_EXITED || c->end.si_status != 0 || c->got != 1 + REGISTRO_LEN)
		return INSPECCION_FALLO_JAULA;
	return registro_decode(c->answer + 1, declarado, out) ? INSPECCION_NINGUNO : INSPECCION_FALLO_JAULA;
}

static enum status run(const struct inspeccion_opciones *op, struct corrida *c, enum documento_tipo declarado, uint64_t size,
	struct inspeccion *out, struct error *err)
{
	enum inspeccion_hallazgo h;

	if (!spawn(op, c, declarado, size))
		return unavailable(err, out, "documents: the inspector could not be started");
	close(c->escritura);
	c->escritura = -1;
	c->pidfd = pidfd_open(c->pid, 0);
	if (c->pidfd >= 0)
		read_answer(c);
	reap(c);
	if (c->pidfd < 0)
		return unavailable(err, out, "documents: no pidfd");
	if (c->got == 0 || c->answer[0] != REGISTRO_LISTA)
		return unavailable(err, out, "documents: the cage could not be set up");
	h = judge(c, declarado, out);
	if (h != INSPECCION_NINGUNO)
		*out = (struct inspeccion){.hallazgo = h};
	return STATUS_OK;
}

enum status inspeccion_run(
	const struct inspeccion_opciones *op, int fd, uint64_t size, const char *tipo_declarado, struct inspeccion *out, struct error *err)
{
	struct corrida c = {.documento = -1, .lectura = -1, .escritura = -1, .pidfd = -1};
	enum documento_tipo declarado;
	const bool known = documento_tipo_parse(tipo_declarado, &declarado);
	enum status st;
	struct stat s;

	*out = (struct inspeccion){.hallazgo = INSPECCION_FALLO_JAULA};
	if (fstat(fd, &s) != 0 || !S_ISREG(s.st_mode) || s.st_size < 0 || (uint64_t)s.st_size < size)
		return error_set(err, PROBLEM_INTERNO);
	if (size == 0) {
		out->hallazgo = INSPECCION_VACIO;
		return STATUS_OK;
	}
	c.plazo = reloj_mono_ns() + (op->plazo_ms > 0 ? (int64_t)op->plazo_ms : PLAZO_MS) * NS_PER_MS;
	c.documento = reopen_readonly(fd);
	if (c.documento < 0 || !open_pipe(&c))
		st = unavailable(err, out, "documents: no descriptors for the inspector");
	else
		st = run(op, &c, declarado, size, out, err);
	fd_close(&c.documento);
	fd_close(&c.lectura);
	fd_close(&c.escritura);
	fd_close(&c.pidfd);
	/* A media type that the service does not know cannot be confirmed. */
	if (st == STATUS_OK && !known) {
		out->cabe_tipo = false;
		if (out->hallazgo == INSPECCION_NINGUNO) {
			*out = (struct inspeccion){.encontrado = out->encontrado, .hallazgo = INSPECCION_TIPO_FALSO};
		}
	}
	return st;
}

enum status inspeccion_disponible(const struct inspeccion_opciones *op, struct error *err)
{
	static const char sample[] = "texto";
	FD_AUTO fd = memfd_create("inspeccion", MFD_CLOEXEC);
	struct inspeccion out;
	enum status st;

	if (fd < 0 || write(fd, sample, sizeof sample - 1) != (ssize_t)(sizeof sample - 1))
		return unavailable(err, &out, "documents: no memory file");
	st = inspeccion_run(op, fd, sizeof sample - 1, "text/plain", &out, err);
	if (st == STATUS_OK && (out.hallazgo != INSPECCION_NINGUNO || !out.cabe_tipo))
		return unavailable(err, &out, "documents: the inspector does not answer as it must");
	return st;
}
