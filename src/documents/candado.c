#include "documents/candado.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Rights that make sense for a file; asking for others on one is an error. */
#define DE_ARCHIVO (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_READ_FILE | TRUNCATE)
#define TRUNCATE (UINT64_C(1) << 14)
#define REFER (UINT64_C(1) << 13)

/*
 * The kernel's structure as of ABI 6; Debian 12's headers are older than the kernels it runs on. An older kernel is given
 * the beginning that it knows (Documentation/userspace-api/landlock.rst).
 */
struct landlock_attr {
	uint64_t fs, net, scoped;
};

static long abi(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

static uint64_t handled(long version)
{
	uint64_t fs = (1u << 13) - 1;

	if (version >= 2)
		fs |= REFER;
	if (version >= 3)
		fs |= TRUNCATE;
	if (version >= 5)
		fs |= UINT64_C(1) << 15; /* ioctl on devices */
	return fs;
}

int candado_create(void)
{
	const long version = abi();
	const struct landlock_attr attr = {.fs = version < 1 ? 0 : handled(version), .net = 3, .scoped = 3};
	const size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;

	return version < 1 ? -1 : (int)syscall(SYS_landlock_create_ruleset, &attr, size, 0);
}

bool candado_allow(int ruleset, const char *path, uint64_t acceso)
{
	struct landlock_path_beneath_attr rule = {.allowed_access = acceso & handled(abi())};
	struct stat st;
	bool ok;

	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return errno == ENOENT;
	ok = fstat(rule.parent_fd, &st) == 0;
	if (ok && !S_ISDIR(st.st_mode))
		rule.allowed_access &= DE_ARCHIVO;
	ok = ok && syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
	close(rule.parent_fd);
	return ok;
}

bool candado_enter(int ruleset)
{
	const bool ok = syscall(SYS_landlock_restrict_self, ruleset, 0) == 0;

	close(ruleset);
	return ok;
}

bool candado_limit(__rlimit_resource_t what, rlim_t soft, rlim_t hard)
{
	return setrlimit(what, &(struct rlimit){soft, hard}) == 0;
}

bool candado_calls(scmp_filter_ctx ctx, const int *calls, size_t n, uint32_t action)
{
	for (size_t i = 0; i < n; i++)
		if (seccomp_rule_add(ctx, action, calls[i], 0) != 0)
			return false;
	return true;
}
