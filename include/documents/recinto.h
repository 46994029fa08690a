/*
 * A piece of this program in the inspector's cage: for a program of one thread that must read hostile bytes with code that dictamen-inspector
 * does not carry. The piece runs in a forked copy of the process and can use memory and give an answer, nothing else.
 */
#ifndef DOCUMENTS_RECINTO_H
#define DOCUMENTS_RECINTO_H

#include "documents/tarea.h"

struct recinto {
	/* In the cage: the answer is what it appends to `out`. False: nothing sensible can be said (the parent takes it for a death). */
	bool (*fn)(void *ctx, struct buf *out);
	void *ctx;            /* everything that it reads must be in memory by now: no file can be opened in the cage */
	uint32_t plazo_ms;    /* wall clock */
	uint32_t memoria_mib; /* that it may add to what is mapped */
	uint32_t cpu_s;
};

/* As tarea_run: OK with *fin, UNAVAILABLE when the cage could not be set up. Not for programs with threads. */
NODISCARD enum status recinto_run(const struct recinto *r, struct buf *out, enum tarea_fin *fin, struct error *err);

#endif
