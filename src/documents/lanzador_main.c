/*
 * dictamen-jaula: puts itself in the cage of external tools (documents/jaula.h) and becomes the tool.
 *   dictamen-jaula FILE_BYTES MEMORY_MIB CPU_S FOLDER|"" [READ…] -- TOOL [ARGUMENT…]     descriptor 3: signs for the parent
 * Started by documents/herramienta.h only. Writes one byte when the cage stands, a second one when the tool could not be executed.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "documents/jaula.h"

static bool number(const char *s, uint64_t max, uint64_t *out)
{
	char *end;

	errno = 0;
	*out = strtoull(s, &end, 10);
	return errno == 0 && s[0] >= '0' && s[0] <= '9' && *end == '\0' && *out <= max;
}

static bool sign(void)
{
	static const char c = JAULA_LISTA;

	return write(JAULA_FD_AVISO, &c, 1) == 1;
}

static int run(char **arg, char **separator)
{
	char tmpdir[4200], home[4200], cache[4200];
	char *const envp[] = {"PATH=/usr/bin:/bin", "LC_ALL=C.UTF-8", tmpdir, home, cache, "OMP_THREAD_LIMIT=1",
		"PYTHONDONTWRITEBYTECODE=1", "PYTHONHASHSEED=0", NULL};
	const char *folder = *arg[3] != '\0' ? arg[3] : "/nonexistent";
	struct jaula_herramienta op = {
		.programa = separator[1], .carpeta = arg[3], .leer = arg + 4, .n_leer = (size_t)(separator - arg) - 4};
	uint64_t memoria, cpu;

	if (!number(arg[0], INT64_MAX, &op.archivo) || !number(arg[1], UINT32_MAX, &memoria) || !number(arg[2], 86400, &cpu))
		return 2;
	if ((size_t)snprintf(tmpdir, sizeof tmpdir, "TMPDIR=%s", folder) >= sizeof tmpdir)
		return 2;
	snprintf(home, sizeof home, "HOME=%s", folder);
	snprintf(cache, sizeof cache, "XDG_CACHE_HOME=%s", folder);
	op.memoria = memoria << 20;
	op.cpu_s = (uint32_t)cpu;
	if (fcntl(JAULA_FD_AVISO, F_SETFD, FD_CLOEXEC) != 0 || chdir(*arg[3] != '\0' ? arg[3] : "/") != 0 || !jaula_enter_herramienta(&op))
		return 3;
	if (!sign())
		return 4;
	execve(separator[1], separator + 1, envp);
	(void)!sign();
	return 4;
}

int main(int argc, char **argv)
{
	int at = 5;

	while (at < argc && strcmp(argv[at], "--") != 0)
		at++;
	_exit(at + 1 < argc ? run(argv + 1, argv + at) : 2);
}
