/* The tasks of dictamen-inspector, one row each in tareas.c. In the cage only. */
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
	size_t salida_max; /* bytes; the parent's buffer has the same limit */
};

/* NULL: no such task. */
const struct tarea_hija *tarea_hija_find(const char *nombre);

#endif
