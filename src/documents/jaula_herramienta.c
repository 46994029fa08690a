#include <errno.h>
#include <linux/capability.h>
#include <linux/sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "documents/candado.h"
#include "documents/jaula.h"

/* Threads and processes of the whole user, the service's own among them (RLIMIT_NPROC counts so): a stop for a flood of threads, not a share. */
enum { HILOS_MAX = 1024, DESCRIPTORES_MAX = 256 };

static bool allow_paths(int ruleset, const struct jaula_herramienta *op)
{
	static const char *const programas[] = {"/usr", "/lib", "/lib64", "/bin"};
	static const char *const datos[] = {
		"/etc/fonts", "/etc/ld.so.cache", "/etc/localtime", "/etc/papersize", "/var/cache/fontconfig", "/dev/urandom", "/dev/zero"};
	bool ok = candado_allow(ruleset, op->programa, CANDADO_LEER | CANDADO_EJECUTAR) &&
		candado_allow(ruleset, "/dev/null", CANDADO_LEER | CANDADO_ESCRIBIR);

	for (size_t i = 0; ok && i < sizeof programas / sizeof *programas; i++)
		ok = candado_allow(ruleset, programas[i], CANDADO_LEER | CANDADO_EJECUTAR);
	for (size_t i = 0; ok && i < sizeof datos / sizeof *datos; i++)
		ok = candado_allow(ruleset, datos[i], CANDADO_LEER);
	for (size_t i = 0; ok && i < op->n_leer; i++)
		ok = candado_allow(ruleset, op->leer[i], CANDADO_LEER);
	if (ok && op->carpeta != NULL && *op->carpeta != '\0')
		ok = candado_allow(ruleset, op->carpeta, CANDADO_LEER | CANDADO_ESCRIBIR);
	return ok;
}

static bool enter_landlock(const struct jaula_herramienta *op)
{
	const int ruleset = candado_create();

	if (ruleset < 0)
		return false;
	if (allow_paths(ruleset, op))
		return candado_enter(ruleset);
	close(ruleset);
	return false;
}

static bool enter_limits(const struct jaula_herramienta *op)
{
	return candado_limit(RLIMIT_CPU, op->cpu_s, (rlim_t)op->cpu_s + 1) && candado_limit(RLIMIT_FSIZE, op->archivo, op->archivo) &&
		candado_limit(RLIMIT_CORE, 0, 0) && candado_limit(RLIMIT_NPROC, HILOS_MAX, HILOS_MAX) &&
		candado_limit(RLIMIT_NOFILE, DESCRIPTORES_MAX, DESCRIPTORES_MAX) && candado_limit(RLIMIT_MEMLOCK, 0, 0) &&
		candado_limit(RLIMIT_MSGQUEUE, 0, 0) && candado_limit(RLIMIT_SIGPENDING, 64, 64);
}

/*
 * Should the service run as root after all: root without any of its rights, and execve() gives none back under no_new_privs.
 * Who has none is not even allowed to call capset() under systemd's filter.
 */
static bool drop_capabilities(void)
{
	struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct caps[2] = {0};

	if (syscall(SYS_capget, &head, caps) != 0)
		return false;
	if ((caps[0].permitted | caps[0].inheritable | caps[1].permitted | caps[1].inheritable) == 0)
		return true;
	caps[0] = caps[1] = (struct __user_cap_data_struct){0};
	return syscall(SYS_capset, &head, caps) == 0;
}

/* Calls whose arguments decide. */
static bool add_conditional(scmp_filter_ctx ctx)
{
	/* The number stays the same through execve(). */
	const scmp_datum_t self = (scmp_datum_t)getpid();
	/* Threads, not processes; clone3() hides its flags from the filter, and C libraries fall back when it is not there. */
	const scmp_datum_t thread = CLONE_THREAD | CLONE_VM | CLONE_SIGHAND;
	static const int consultas[] = {TCGETS, TIOCGWINSZ, FIONREAD, FIOCLEX, FIONCLEX};
	bool ok = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1, SCMP_A0(SCMP_CMP_MASKED_EQ, thread, thread)) == 0 &&
		seccomp_rule_add(ctx, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0 &&
		seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, SCMP_A0(SCMP_CMP_EQ, self, 0)) == 0 &&
		seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(kill), 1, SCMP_A0(SCMP_CMP_EQ, self, 0)) == 0 &&
		seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(prlimit64), 1, SCMP_A0(SCMP_CMP_EQ, 0, 0)) == 0 &&
		/* Code comes from files that Landlock lets it read, and is not written on. */
		seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
		seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_WRITE, 0),
			SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, 0)) == 0 &&
		seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;

	for (size_t i = 0; ok && i < sizeof consultas / sizeof *consultas; i++)
		ok = seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1, SCMP_A1(SCMP_CMP_EQ, (scmp_datum_t)consultas[i], 0)) == 0;
	return ok;
}

/* No chmod, chown, utimes or xattrs: Landlock does not hold them back, and the user's files elsewhere are within their reach. */
static bool add_rules(scmp_filter_ctx ctx)
{
	static const int archivos[] = {SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev), SCMP_SYS(pread64),
		SCMP_SYS(pwrite64), SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(close), SCMP_SYS(lseek), SCMP_SYS(stat), SCMP_SYS(fstat),
		SCMP_SYS(lstat), SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(statfs), SCMP_SYS(fstatfs), SCMP_SYS(access),
		SCMP_SYS(faccessat), SCMP_SYS(faccessat2), SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(getdents64), SCMP_SYS(getcwd),
		SCMP_SYS(chdir), SCMP_SYS(dup), SCMP_SYS(dup2), SCMP_SYS(dup3), SCMP_SYS(pipe), SCMP_SYS(pipe2), SCMP_SYS(fcntl),
		SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(select), SCMP_SYS(pselect6), SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(rmdir),
		SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(link),
		SCMP_SYS(linkat), SCMP_SYS(ftruncate), SCMP_SYS(fsync), SCMP_SYS(fdatasync), SCMP_SYS(umask), SCMP_SYS(fadvise64),
		SCMP_SYS(flock), SCMP_SYS(copy_file_range)};
	static const int memoria[] = {SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk), SCMP_SYS(madvise), SCMP_SYS(mincore),
		SCMP_SYS(msync), SCMP_SYS(futex), SCMP_SYS(set_robust_list), SCMP_SYS(get_robust_list), SCMP_SYS(set_tid_address),
		SCMP_SYS(rseq), SCMP_SYS(membarrier), SCMP_SYS(arch_prctl), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(execve)};
	static const int propios[] = {SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigtimedwait),
		SCMP_SYS(sigaltstack), SCMP_SYS(nanosleep), SCMP_SYS(clock_nanosleep), SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres),
		SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(times), SCMP_SYS(getrusage), SCMP_SYS(getrlimit), SCMP_SYS(setrlimit),
		SCMP_SYS(sysinfo), SCMP_SYS(uname), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getppid), SCMP_SYS(getpgrp),
		SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid), SCMP_SYS(getegid), SCMP_SYS(getgroups), SCMP_SYS(getrandom),
		SCMP_SYS(sched_getaffinity), SCMP_SYS(sched_yield), SCMP_SYS(restart_syscall)};

	return CANDADO_CALLS(ctx, archivos, SCMP_ACT_ALLOW) && CANDADO_CALLS(ctx, memoria, SCMP_ACT_ALLOW) &&
		CANDADO_CALLS(ctx, propios, SCMP_ACT_ALLOW) && add_conditional(ctx);
}

/* Refused, not killed: honest tools try many things (network names, user data bases) and can do without. */
static bool enter_seccomp(void)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_ERRNO(EPERM));
	bool ok;

	if (ctx == NULL)
		return false;
	ok = add_rules(ctx) && seccomp_load(ctx) == 0;
	seccomp_release(ctx);
	return ok;
}

bool jaula_enter_herramienta(const struct jaula_herramienta *op)
{
	/* RLIMIT_AS last: what this program itself has mapped (a sanitizer's shadow takes terabytes) is gone with execve(). */
	return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && enter_landlock(op) &&
		enter_limits(op) && drop_capabilities() && enter_seccomp() && candado_limit(RLIMIT_AS, op->memoria, op->memoria);
}
