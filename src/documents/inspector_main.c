/*
 * dictamen-inspector and its kin: runs one task (documents/tareas.h) over one untrusted file in a cage and answers with its bytes.
 *   dictamen-inspector TASK ARGUMENT SIZE MEMORY_MIB CPU_S     descriptor 3: the file; descriptor 4: the answer
 *   dictamen-inspector --autoprueba ATTEMPT                    tries what the cage must prevent, answers on standard output
 * Started by documents/tarea.h only. Exits 0 when a whole answer was written. Never returns from main(): what runs at
 * exit (leak checkers, destructors of libraries) needs system calls that the cage does not have.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "documents/jaula.h"
#include "documents/tareas.h"

static bool number(const char *s, uint64_t max, uint64_t *out)
{
	char *end;

	errno = 0;
	*out = strtoull(s, &end, 10);
	return errno == 0 && s[0] >= '0' && s[0] <= '9' && *end == '\0' && *out <= max;
}

/* Read-only and private; the descriptor is closed, so that inside the cage there is no file left at all. */
static const uint8_t *map_document(uint64_t size)
{
	struct stat st;
	void *p;

	if (fstat(JAULA_FD_DOCUMENTO, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size < 0 || (uint64_t)st.st_size < size || size == 0)
		return NULL;
	p = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, JAULA_FD_DOCUMENTO, 0);
	close(JAULA_FD_DOCUMENTO);
	return p == MAP_FAILED ? NULL : p;
}

static bool put(const void *p, size_t n)
{
	const char *at = p;

	while (n > 0) {
		const ssize_t k = write(JAULA_FD_SALIDA, at, n);

		if (k <= 0)
			return false;
		at += k;
		n -= (size_t)k;
	}
	return true;
}

static int work(char **arg)
{
	static const char ready = JAULA_LISTA;
	const struct tarea_hija *t = tarea_hija_find(arg[0]);
	uint64_t argumento, size, memoria, cpu;
	const uint8_t *p;
	struct buf out;

	if (t == NULL || !number(arg[1], UINT32_MAX, &argumento) || !number(arg[2], SIZE_MAX / 2, &size) ||
		!number(arg[3], UINT32_MAX, &memoria) || !number(arg[4], 3600, &cpu))
		return 2;
	/* Whatever the parent forgot to close. */
	if (syscall(SYS_close_range, JAULA_FD_SALIDA + 1, ~0U, 0) != 0)
		return 3;
	p = map_document(size);
	if (p == NULL || !t->prepare() || !jaula_enter(&(struct jaula_opciones){.memoria = memoria << 20, .cpu_s = (uint32_t)cpu}))
		return 3;
	if (!put(&ready, 1))
		return 4;
	buf_init(&out, t->salida_max);
	if (!t->run(p, (size_t)size, (uint32_t)argumento, &out) || out.failed)
		return 5;
	if (!put(buf_str(&out), out.len))
		return 4;
	buf_reset(&out);
	if (t->run_more != NULL && (!t->run_more(p, (size_t)size, (uint32_t)argumento, &out) || out.failed))
		return 5;
	return put(buf_str(&out), out.len) ? 0 : 4;
}

/* --- Self-test: each attempt answers whether it succeeded ------------------------------------------------------------------ */

static bool try_open(void)
{
	return open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0;
}

static bool try_stat(void)
{
	struct stat st;

	return stat("/", &st) == 0;
}

static bool try_create(void)
{
	return open("/tmp/dictamen-autoprueba", O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0;
}

static bool try_unlink(void)
{
	return unlink("/tmp/dictamen-autoprueba-no-existe") == 0 || errno == ENOENT;
}

static bool try_socket(void)
{
	return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0;
}

static bool try_fork(void)
{
	const long pid = syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);

	if (pid == 0)
		_exit(0);
	return pid > 0;
}

static bool try_exec(void)
{
	char *const argv[] = {"true", NULL};

	execve("/bin/true", argv, argv + 1);
	return errno != EACCES && errno != EPERM;
}

static bool try_kill(void)
{
	return kill(1, 0) == 0;
}

static bool try_mmap_exec(void)
{
	return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static bool try_mprotect_exec(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p != MAP_FAILED && mprotect(p, 4096, PROT_READ | PROT_EXEC) == 0;
}

static bool try_write_elsewhere(void)
{
	return write(2, "x", 1) == 1;
}

static bool try_read(void)
{
	char c;

	return read(0, &c, 1) >= 0;
}

static bool try_limits(void)
{
	return setrlimit(RLIMIT_NOFILE, &(struct rlimit){100, 100}) == 0;
}

static bool try_ptrace(void)
{
	return syscall(SYS_ptrace, 16 /* PTRACE_ATTACH */, 1, 0, 0) == 0;
}

static bool try_memory(void)
{
	return mmap(NULL, (size_t)1 << 40, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) != MAP_FAILED;
}

/* Not an attempt at anything: shows that what must work does. */
static bool try_work(void)
{
	char *p = malloc(8u << 20);
	const bool ok = p != NULL;

	free(p);
	return ok;
}

static const struct attempt {
	const char *name;
	bool (*run)(void);
} attempts[] = {
	{"abrir", try_open},
	{"stat", try_stat},
	{"crear", try_create},
	{"borrar", try_unlink},
	{"socket", try_socket},
	{"bifurcar", try_fork},
	{"ejecutar", try_exec},
	{"senal", try_kill},
	{"mmap-exec", try_mmap_exec},
	{"mprotect-exec", try_mprotect_exec},
	{"escribir", try_write_elsewhere},
	{"leer", try_read},
	{"limites", try_limits},
	{"ptrace", try_ptrace},
	{"memoria", try_memory},
	{"trabajar", try_work},
};

/* "landlock-abrir" and the like leave seccomp out, to see the second lock hold alone. */
static int autoprueba(const char *name)
{
	static const char alone[] = "landlock-";
	const bool sin_seccomp = strncmp(name, alone, sizeof alone - 1) == 0;
	bool done;

	name += sin_seccomp ? sizeof alone - 1 : 0;
	for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
		if (strcmp(name, attempts[i].name) != 0)
			continue;
		if (dup2(STDOUT_FILENO, JAULA_FD_SALIDA) < 0 || !tarea_hija_find("documento")->prepare() ||
			!jaula_enter(&(struct jaula_opciones){.memoria = 64u << 20, .cpu_s = 5, .sin_seccomp = sin_seccomp}))
			return 3;
		done = attempts[i].run();
		return (done ? put("permitido\n", 10) : put("denegado\n", 9)) ? 0 : 4;
	}
	return 2;
}

int main(int argc, char **argv)
{
	int rc = 2;

	if (argc == 6)
		rc = work(argv + 1);
	else if (argc == 3 && strcmp(argv[1], "--autoprueba") == 0)
		rc = autoprueba(argv[2]);
	_exit(rc);
}
