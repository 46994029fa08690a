#include "documents/jaula.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "documents/candado.h"

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

/* A rule set without a rule: everything that it handles is denied, everywhere. */
static bool enter_landlock(void)
{
	const int ruleset = candado_create();

	return ruleset >= 0 && candado_enter(ruleset);
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

	if (!JAULA_SANITIZER && op->memoria > 0 && (mapped == 0 || !candado_limit(RLIMIT_AS, mapped + op->memoria, mapped + op->memoria)))
		return false;
	/* SIGXCPU tells the parent why; the hard limit is for whoever ignored it. */
	return candado_limit(RLIMIT_CPU, op->cpu_s, (rlim_t)op->cpu_s + 1) && candado_limit(RLIMIT_FSIZE, 0, 0) &&
		candado_limit(RLIMIT_CORE, 0, 0) && candado_limit(RLIMIT_NPROC, 0, 0) && candado_limit(RLIMIT_MEMLOCK, 0, 0) &&
		candado_limit(RLIMIT_MSGQUEUE, 0, 0) && candado_limit(RLIMIT_SIGPENDING, 64, 64);
}

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

	return CANDADO_CALLS(ctx, allowed, SCMP_ACT_ALLOW) && CANDADO_CALLS(ctx, refused, SCMP_ACT_ERRNO(EACCES)) &&
		(!JAULA_SANITIZER || CANDADO_CALLS(ctx, sanitizer, SCMP_ACT_ALLOW)) && add_conditional(ctx);
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
	return candado_limit(RLIMIT_NOFILE, 0, 0) && enter_seccomp();
}
