/*
 * The tasks of the inspectors, one row each. A program holds the tasks that need the same libraries (tareas.c: dictamen-inspector; tareas_pdf.c:
 * dictamen-inspector-pdf), because it is started anew for every document and what it is linked with costs time each time. In the cage only.
 */
#ifndef SRC_DOCUMENTS_TAREAS_H
#define SRC_DOCUMENTS_TAREAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct tarea_hija {
	const char *nombre;
	/* Before the cage closes: touches what the task's libraries set up at their first use, with files and threads still within reach. */
	bool (*prepare)(void);
	/*
	 * In the cage: `n` bytes (at least one) in, the answer appended to `out`. False: nothing sensible can be said; the parent takes it for the
	 * death of the child. What is wrong with the document is part of the answer, never a false.
	 */
	bool (*run)(const uint8_t *p, size_t n, uint32_t argumento, struct buf *out);
	size_t salida_max; /* bytes of both answers together; the parent's buffer has the same limit */
	/* NULL, or the second part of the answer, after the first was sent: should it die, the first stands. Same rules. */
	bool (*run_more)(const uint8_t *p, size_t n, uint32_t argumento, struct buf *out);
};

/* NULL: this program has no such task. */
const struct tarea_hija *tarea_hija_find(const char *nombre);

#endif
