/*
 * External tools (pdftotext, pdftoppm, tesseract, weasyprint…) over untrusted bytes, in the cage of dictamen-jaula: no network, no processes of
 * their own, no files but the system's programs, libraries and fonts to read, what the caller names, and one scratch folder to write in;
 * bounded memory, CPU, file size and time.
 */
#ifndef DOCUMENTS_HERRAMIENTA_H
#define DOCUMENTS_HERRAMIENTA_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/status.h"

struct herramienta {
	const char *lanzador;    /* absolute path of dictamen-jaula */
	const char *const *argv; /* argv[0]: absolute path of the tool; NULL-terminated, at most 64 */
	const char *const *leer; /* further paths it may read, NULL-terminated, at most 64; NULL = none */
	const char *carpeta;     /* scratch folder it may write in (its TMPDIR and HOME); NULL = none */
	int entrada;             /* becomes its standard input (read-only copy, from offset 0); -1: /dev/null */
	int salida;              /* becomes its standard output, at its present offset; -1: /dev/null */
	uint64_t salida_max;     /* RLIMIT_FSIZE: bytes of any file that it writes, also in `carpeta`; their number only time bounds */
	bool preferente;         /* somebody waits for what it makes: it does not give way to the service */
	uint32_t plazo_ms, memoria_mib, cpu_s; /* wall clock, address space, CPU time; 0: 30 s, 1024, 30 */
};

enum herramienta_fin {
	HERRAMIENTA_BIEN,   /* exit status 0 */
	HERRAMIENTA_FALLO,  /* any other */
	HERRAMIENTA_TIEMPO, /* the deadline or the CPU limit passed */
	HERRAMIENTA_MUERTA  /* killed by a signal: memory, file size, a crash */
};

/*
 * Runs the tool to its end. Its environment is PATH, LC_ALL=C.UTF-8, TMPDIR, HOME and XDG_CACHE_HOME (`carpeta`, or what does not exist),
 * OMP_THREAD_LIMIT=1, PYTHONDONTWRITEBYTECODE=1 and PYTHONHASHSEED=0; its standard error is /dev/null; its working folder `carpeta` or "/".
 * It may start threads, not processes.
 *
 * OK: `*fin` says how it ended. UNAVAILABLE: the cage or the tool could not be started (no Landlock, no such program…): nothing was done.
 * Thread-safe, for any number at once: the caller bounds how many. Leaves no descriptor and no process behind. The process must not ignore
 * SIGCHLD nor reap children that it did not start; the thread that calls must outlive the tool (its death is the tool's).
 */
NODISCARD enum status herramienta_run(const struct herramienta *h, enum herramienta_fin *fin, struct error *err);

#endif
