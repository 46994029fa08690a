#include "documents/jaula.h"

#include <errno.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifdef __has_feature
#define JAULA_HAS(x) __has_feature(x)
#else
#define JAULA_HAS(x) 0
#endif
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__ || JAULA_HAS(address_sanitizer) || JAULA_HAS(thread_sanitizer)
#define JAULA_SANITIZER 1
#else
#define JAULA_SANITIZER 0
#endif

/*
 * The kernel's structure as of ABI 6; Debian 12's headers are older than the kernels it runs on. An older kernel is given
 * the beginning that it knows (Documentation/userspace-api/landlock.rst).
 */
struct landlock_attr {
	uint64_t fs, net, scoped;
};

static bool enter_landlock(void)
{
	struct landlock_attr attr = {.fs = (1u << 13) - 1, .net = 3, .scoped = 3};
	const long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	const size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
	bool ok;
	long fd;

	if (abi < 1)
		return false;
	if (abi >= 2)
		attr.fs |= 1u << 13; /* refer */
	if (abi >= 3)
		attr.fs |= 1u << 14; /* truncate */
	if (abi >= 5)
		attr.fs |= 1u << 15; /* ioctl on devices */
	/* A rule set without a rule: everything that it handles is denied, everywhere. */
	fd = syscall(SYS_landlock_create_ruleset, &attr, size, 0);
	if (fd < 0)
		return false;
	ok = syscall(SYS_landlock_restrict_self, fd, 0) == 0;
	close((int)fd);
	return ok;
}

static bool limit(__rlimit_resource_t what, rlim_t soft, rlim_t hard)
{
	return setrlimit(what, &(struct rlimit){soft, hard}) == 0;
}

/* What is mapped already, libraries and the document among it, in bytes; 0 when unknown. */
static uint64_t mapped_now(void)
{
	char line[128] = "";
	FILE *f = fopen("/proc/self/statm", "re");

	if (f == NULL)
		return 0;
	const char *first = fgets(line, sizeof line, f);
	fclose(f);
	return first ? (uint64_t)strtoul(first, NULL, 10) * (uint64_t)sysconf(_SC_PAGESIZE) : 0;
}

static bool enter_limits(const struct jaula_opciones *op)
{
	const uint64_t mapped = mapped_now();

	if (!JAULA_SANITIZER && op->memoria > 0 && (mapped == 0 || !limit(RLIMIT_AS, mapped + op->memoria, mapped + op->memoria)))
		return false;
	/* SIGXCPU tells the parent why; the hard limit is for whoever ignored it. */
	return limit(RLIMIT_CPU, op->cpu_s, (rlim_t)op->cpu_s + 1) && limit(RLIMIT_FSIZE, 0, 0) && limit(RLIMIT_CORE, 0, 0) &&
		limit(RLIMIT_NPROC, 0, 0) && limit(RLIMIT_MEMLOCK, 0, 0) && limit(RLIMIT_MSGQUEUE, 0, 0) &&
		limit(RLIMIT_SIGPENDING, 64, 64);
}

static bool allow_all(scmp_filter_ctx ctx, const int *calls, size_t n, uint32_t action)
{
	for (size_t i = 0; i < n; i++)
		if (seccomp_rule_add(ctx, action, calls[i], 0) != 0)
			return false;
	return true;
}
#define ALLOW_ALL(ctx, calls, action) allow_all((ctx), (calls), sizeof(calls) / sizeof *(calls), (action))

/* Memory that is private and not executable, and output to the pipe alone. */
static bool add_conditional(scmp_filter_ctx ctx)
{
	const scmp_datum_t self = (scmp_datum_t)getpid();

	return seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(write), 1, SCMP_A0(SCMP_CMP_EQ, JAULA_FD_SALIDA, 0)) == 0 &&
		seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 2, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
			SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_PRIVATE | MAP_SHARED, MAP_PRIVATE)) == 0 &&
		seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
		/* abort() */
		seccomp_rule_add(ctx, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, SCMP_A0(SCMP_CMP_EQ, self, 0)) == 0;
}

static bool add_rules(scmp_filter_ctx ctx)
{
	static const int allowed[] = {SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk),
		SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(rt_sigreturn), SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(time),
		SCMP_SYS(getrandom), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(rt_sigprocmask), SCMP_SYS(restart_syscall)};
	/* What honest libraries try (converters, catalogues, time zones) and can do without. */
	static const int refused[] = {SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2),
		SCMP_SYS(stat), SCMP_SYS(lstat), SCMP_SYS(statx), SCMP_SYS(newfstatat), SCMP_SYS(readlink), SCMP_SYS(readlinkat),
		SCMP_SYS(fstat), SCMP_SYS(ioctl), SCMP_SYS(lseek), SCMP_SYS(sysinfo)};
	static const int sanitizer[] = {SCMP_SYS(sigaltstack), SCMP_SYS(rt_sigaction), SCMP_SYS(sched_yield), SCMP_SYS(sched_getaffinity),
		SCMP_SYS(prlimit64), SCMP_SYS(getrlimit), SCMP_SYS(prctl), SCMP_SYS(close)};

	return ALLOW_ALL(ctx, allowed, SCMP_ACT_ALLOW) && ALLOW_ALL(ctx, refused, SCMP_ACT_ERRNO(EACCES)) &&
		(!JAULA_SANITIZER || ALLOW_ALL(ctx, sanitizer, SCMP_ACT_ALLOW)) && add_conditional(ctx);
}

static bool enter_seccomp(void)
{
	scmp_filter_ctx ctx = seccomp_init(SCMP_ACT_KILL_PROCESS);
	bool ok;

	if (ctx == NULL)
		return false;
	ok = add_rules(ctx) && seccomp_load(ctx) == 0;
	/* Freed inside the cage: only memory. */
	seccomp_release(ctx);
	return ok;
}

bool jaula_enter(const struct jaula_opciones *op)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_DUMPABLE, 0) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return false;
	if (!enter_limits(op) || !enter_landlock())
		return false;
	if (op->sin_seccomp)
		return true;
	/* Late, because the steps before need descriptors of their own; and not in the self-test, where it would answer in Landlock's place. */
	return limit(RLIMIT_NOFILE, 0, 0) && enter_seccomp();
}
