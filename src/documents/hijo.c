#include "documents/hijo.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/pidfd.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fecha.h"

/* Above the numbers that the child's descriptors get: moving one onto another would close it. */
enum { FD_ALTO = 10 };

/* The kernel's structure in its first version (sched_setattr(2)): its header and <sched.h> cannot be included together before glibc 2.41. */
struct turno {
	uint32_t size, policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime, deadline, period;
};

int fd_lift(int fd)
{
	const int high = fcntl(fd, F_DUPFD_CLOEXEC, FD_ALTO);

	close(fd);
	return high;
}

int fd_reopen_readonly(int fd)
{
	char path[32];
	int ro;

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	ro = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	return ro < 0 ? -1 : fd_lift(ro);
}

bool fd_pipe(int *lectura, int *escritura)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC) != 0)
		return false;
	*lectura = ends[0];
	*escritura = fd_lift(ends[1]);
	if (*escritura >= 0)
		return true;
	close(ends[0]);
	*lectura = -1;
	return false;
}

static bool set_actions(posix_spawn_file_actions_t *fa, const struct hijo_fd *fds, size_t n)
{
	int last = 2;
	bool ok = posix_spawn_file_actions_addopen(fa, 0, "/dev/null", O_RDWR, 0) == 0 && posix_spawn_file_actions_adddup2(fa, 0, 1) == 0 &&
		posix_spawn_file_actions_adddup2(fa, 0, 2) == 0;

	for (size_t i = 0; ok && i < n; i++) {
		ok = posix_spawn_file_actions_adddup2(fa, fds[i].fd, fds[i].como) == 0;
		last = fds[i].como > last ? fds[i].como : last;
	}
	return ok && posix_spawn_file_actions_addclosefrom_np(fa, last + 1) == 0;
}

static bool set_attributes(posix_spawnattr_t *at)
{
	sigset_t none, all;

	sigemptyset(&none);
	sigfillset(&all);
	return posix_spawnattr_setsigmask(at, &none) == 0 && posix_spawnattr_setsigdefault(at, &all) == 0 &&
		posix_spawnattr_setpgroup(at, 0) == 0 &&
		posix_spawnattr_setflags(at, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP) == 0;
}

/* For good. */
static void give_way(pid_t pid)
{
	/*
	 * A tenth of a processor against whoever answers people, so that nothing exceeds its deadline out of courtesy; and turns of 100 ms, so that the
	 * others, whose turns are shorter, go first the moment that they have something to do (Linux 6.12 and later).
	 */
	struct turno t = {.size = sizeof t, .policy = SCHED_BATCH, .nice = 10, .runtime = 100000000};

	/* Refused where the service itself was started with less: then the child has no more. */
	(void)syscall(SYS_sched_setattr, pid, &t, 0);
}

bool hijo_spawn(struct hijo *h, const char *path, char *const argv[], char *const envp[], const struct hijo_fd *fds, size_t n)
{
	posix_spawn_file_actions_t fa;
	posix_spawnattr_t at;
	bool ok = false;

	if (posix_spawn_file_actions_init(&fa) != 0)
		return false;
	if (posix_spawnattr_init(&at) == 0) {
		ok = set_actions(&fa, fds, n) && set_attributes(&at) && posix_spawn(&h->pid, path, &fa, &at, argv, envp) == 0;
		posix_spawnattr_destroy(&at);
	}
	posix_spawn_file_actions_destroy(&fa);
	h->pidfd = ok ? pidfd_open(h->pid, 0) : -1;
	if (ok && !h->preferente)
		give_way(h->pid);
	return ok;
}

bool hijo_wait_ready(int fd, int64_t plazo)
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

bool hijo_read(int fd, int64_t plazo, uint8_t *out, size_t max, size_t *got)
{
	*got = 0;
	while (*got < max) {
		ssize_t n;

		if (!hijo_wait_ready(fd, plazo))
			return false;
		n = read(fd, out + *got, max - *got);
		if (n == 0 || (n < 0 && errno != EINTR))
			return true;
		if (n > 0)
			*got += (size_t)n;
	}
	return true;
}

/* The child is ours and not yet reaped, so that its number, and its group's, cannot be somebody else's. */
void hijo_reap(struct hijo *h, bool ya)
{
	if (ya || h->pidfd < 0 || !hijo_wait_ready(h->pidfd, h->plazo)) {
		h->vencido = true;
		kill(h->pid, SIGKILL);
	}
	kill(-h->pid, SIGKILL);
	while (waitid(P_PID, (id_t)h->pid, &h->fin, WEXITED) != 0 && errno == EINTR)
		;
	fd_close(&h->pidfd);
	h->pidfd = -1;
}
