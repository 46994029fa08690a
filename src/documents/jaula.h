/* The cage of dictamen-inspector: entered once, after everything trusted was opened, and never left. Linux only. */
#ifndef SRC_DOCUMENTS_JAULA_H
#define SRC_DOCUMENTS_JAULA_H

#include <stdbool.h>
#include <stdint.h>

#define JAULA_FD_DOCUMENTO 3
#define JAULA_FD_SALIDA 4

struct jaula_opciones {
	uint64_t memoria; /* bytes of address space that may be added to what is mapped now; 0: unlimited */
	uint32_t cpu_s;
	bool sin_seccomp; /* only for the self-test, which must see that Landlock and the limits hold by themselves */
};

/*
 * From here on this thread can use memory, write to JAULA_FD_SALIDA and exit; opening answers EACCES, any other system call kills the
 * process with SIGSYS. False when a part of the cage is missing or refuses: then nothing untrusted may be read.
 * Under ASan and TSan the limit on address space is left out (their shadow takes terabytes) and some calls of their run-time are added.
 */
bool jaula_enter(const struct jaula_opciones *op) __attribute__((warn_unused_result));

#endif
