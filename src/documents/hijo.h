/* A child process that gets a handful of descriptors, no signal setting and no more time than the deadline; the parent's side of the cages. */
#ifndef SRC_DOCUMENTS_HIJO_H
#define SRC_DOCUMENTS_HIJO_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/fd.h"

struct hijo_fd {
	int fd;   /* from fd_lift() or fd_reopen_readonly() */
	int como; /* its number in the child */
};

struct hijo {
	int64_t plazo;   /* monotonic, ns */
	bool preferente; /* somebody waits for what it makes: it does not give way */
	pid_t pid;
	int pidfd;    /* -1: none could be had; hijo_reap() then kills at once */
	bool vencido; /* ended by hijo_reap(), not by itself */
	siginfo_t fin;
};

/* Moves `fd` above every number that a child uses, close-on-exec; the old one is closed. -1 on failure. */
int fd_lift(int fd);
/* A description of its own: read-only, with an offset that nobody else moves, lifted. -1 on failure. */
int fd_reopen_readonly(int fd);
/* Close-on-exec; the writing end lifted. False: neither is open. */
bool fd_pipe(int *lectura, int *escritura);

/*
 * Starts `path` in a process group of its own, with `fds` and /dev/null for those of 0, 1 and 2 that `fds` does not name; every other descriptor is
 * closed, no signal is blocked or ignored. It gives way to the threads that answer people, unless `h->preferente`; and is not in a session of its
 * own: the kernel would give each child as much as the whole service (sched(7), autogroup). `h->plazo` is the caller's to set. False: nothing was
 * started.
 */
bool hijo_spawn(struct hijo *h, const char *path, char *const argv[], char *const envp[], const struct hijo_fd *fds, size_t n);
/* True when `fd` can be read; false at the deadline. */
bool hijo_wait_ready(int fd, int64_t plazo);
/* Reads until the end, `max` bytes or the deadline (false). */
bool hijo_read(int fd, int64_t plazo, uint8_t *out, size_t max, size_t *got);
/* Waits for the end until the deadline (not at all when `ya`), then kills; takes the child's whole process group along. */
void hijo_reap(struct hijo *h, bool ya);

#endif
