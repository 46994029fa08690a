/* The cages: dictamen-inspector's, and the wider one of external tools. Entered once, after everything trusted was opened, never left. Linux only. */
#ifndef SRC_DOCUMENTS_JAULA_H
#define SRC_DOCUMENTS_JAULA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define JAULA_FD_DOCUMENTO 3
#define JAULA_FD_SALIDA 4
#define JAULA_FD_AVISO 3 /* of the launcher */
#define JAULA_LISTA 'J'  /* the first byte of every answer, of the inspector and of the launcher: the cage stands */

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

struct jaula_herramienta {
	const char *programa; /* absolute; may be read and executed */
	const char *carpeta;  /* may be written in; "" or NULL: none */
	char *const *leer;    /* `n_leer` paths that may be read */
	size_t n_leer;
	uint64_t archivo; /* bytes of any file it writes */
	uint64_t memoria; /* bytes of address space, once the program is executed */
	uint32_t cpu_s;
};

/*
 * From here on: /usr, /lib and the few files of /etc that programs need can be read and executed; processes, sockets, other processes'
 * memory, mounts, keys and everything not on the list of system calls is refused (EPERM, ENOSYS). execve() is still possible, and
 * stays so: what is executed is in the same cage. False as in jaula_enter().
 */
bool jaula_enter_herramienta(const struct jaula_herramienta *op) __attribute__((warn_unused_result));

#endif
