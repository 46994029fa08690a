/*
 * dictamen-inspector-correo: reads one untrusted message in the cage and answers with its record and the decoded bytes of its parts
 * (documents/correo_registro.h). A program of its own, so that no other inspection loads GMime and GLib.
 *   dictamen-inspector-correo SIZE MEMORY_MIB CPU_S     descriptor 3: the message; descriptor 4: the answer
 * Started by documents/correo.h only. Exits 0 when a whole answer was written; never returns from main() (see inspector_main.c).
 */
#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/hash.h"
#include "documents/correo_analisis.h"
#include "documents/correo_registro.h"
#include "documents/jaula.h"

#define ARENA_BYTES ((size_t)16 << 20)

static bool number(const char *s, uint64_t max, uint64_t *out)
{
	char *end;

	errno = 0;
	*out = strtoull(s, &end, 10);
	return errno == 0 && s[0] >= '0' && s[0] <= '9' && *end == '\0' && *out <= max;
}

static const uint8_t *map_message(uint64_t size)
{
	struct stat st;
	void *p;

	if (fstat(JAULA_FD_DOCUMENTO, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size < 0 || (uint64_t)st.st_size < size || size == 0)
		return NULL;
	p = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, JAULA_FD_DOCUMENTO, 0);
	close(JAULA_FD_DOCUMENTO);
	return p == MAP_FAILED ? NULL : p;
}

static bool put(void *ctx, const void *p, size_t n)
{
	const char *at = p;

	(void)ctx;
	while (n > 0) {
		const ssize_t k = write(JAULA_FD_SALIDA, at, n);

		if (k <= 0)
			return false;
		at += k;
		n -= (size_t)k;
	}
	return true;
}

static int answer(const uint8_t *p, uint64_t size)
{
	struct arena *a = arena_create(ARENA_BYTES);
	struct correo c;
	struct correo_mensaje *m = a ? correo_analizar(p, (size_t)size, a, &c) : NULL;
	struct buf record;

	if (!m)
		return 5;
	buf_init(&record, CORREO_REGISTRO_MAX);
	correo_registro_encode(&c, &record);
	if (record.failed || !put(NULL, buf_str(&record), record.len))
		return 4;
	for (size_t i = 0; i < c.n_partes; i++)
		if (!correo_parte_escribir(m, i, put, NULL))
			return 4;
	return 0;
}

int main(int argc, char **argv)
{
	static const char ready = JAULA_LISTA;
	uint64_t size, memoria, cpu;
	const uint8_t *p;

	if (argc != 4 || !number(argv[1], UINT32_MAX, &size) || !number(argv[2], UINT32_MAX, &memoria) || !number(argv[3], 3600, &cpu))
		_exit(2);
	/* Whatever the parent forgot to close. */
	if (syscall(SYS_close_range, JAULA_FD_SALIDA + 1, ~0U, 0) != 0)
		_exit(3);
	p = map_message(size);
	if (p == NULL || !correo_preparar() || !jaula_enter(&(struct jaula_opciones){.memoria = memoria << 20, .cpu_s = (uint32_t)cpu}))
		_exit(3);
	if (!put(NULL, &ready, 1))
		_exit(4);
	_exit(answer(p, size));
}
