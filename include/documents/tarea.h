/*
 * One task of dictamen-inspector over one file: bytes in, bounded bytes out, in a process that can do nothing else (Landlock, seccomp,
 * limits, a deadline). What comes back was written by a process that has just read untrusted bytes and may be theirs by then: whoever asks
 * decodes it strictly. The tasks themselves are rows of src/documents/tareas*.c.
 */
#ifndef DOCUMENTS_TAREA_H
#define DOCUMENTS_TAREA_H

#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/status.h"

struct inspeccion_opciones {
	const char *inspector; /* absolute path of dictamen-inspector */
	uint32_t plazo_ms;     /* wall clock for one document; 0: 10 s */
	uint32_t memoria_mib;  /* address space of the child beside the document itself; 0: 512 */
	uint32_t cpu_s;        /* 0: 8 */
};

struct tarea {
	const char *nombre;  /* "documento", … */
	const char *familia; /* the program that has it: NULL = the inspector; "pdf" = the one beside it whose name ends in "-pdf" */
	uint32_t argumento;  /* what the task's row says; 0 when it says nothing */
	int fd;              /* a regular file; its offset is neither used nor moved */
	uint64_t tamano;     /* its first bytes, at least one */
};

enum tarea_fin {
	TAREA_BIEN,
	TAREA_TIEMPO, /* the deadline or the CPU limit passed */
	TAREA_MUERTA  /* died, or answered nothing or more than `out` may hold: a finding on the document */
};

/*
 * Runs the task and appends its answer to `out`, whose maximum bounds it (the bytes wait in `out` alone). The caller keeps `fd` and must not
 * shrink the file meanwhile; the child gets a read-only description of its own through /proc/self/fd. Blocks up to the deadline.
 *
 * OK: `*fin` says how it ended; unless BIEN, `out` holds what came before it died. UNAVAILABLE: the cage could not be set up (no Landlock, no seccomp, no inspector,
 * no descriptors, not ready within the deadline, no such task): the document was not looked at. INTERNAL: not a regular file of that size.
 * Thread-safe, for any number at once: the caller bounds how many (each is a process). Leaves no descriptor and no zombie behind.
 * The process must not ignore SIGCHLD nor reap children that it did not start.
 */
NODISCARD enum status tarea_run(
	const struct inspeccion_opciones *op, const struct tarea *t, struct buf *out, enum tarea_fin *fin, struct error *err);
/*
 * The same, but the answer goes on to the file `salida`, at its present offset, at most `max` bytes of it: never more than a piece in this process.
 * A file that cannot be written is INTERNAL.
 */
NODISCARD enum status tarea_run_to(
	const struct inspeccion_opciones *op, const struct tarea *t, int salida, uint64_t max, enum tarea_fin *fin, struct error *err);

#endif
