/*
 * Lines of an INI text for inih, which cuts long lines and what follows " ;" in silence: here both are faults. Pure.
 */
#ifndef TEXTO_RENGLONES_H
#define TEXTO_RENGLONES_H

#include <stdbool.h>
#include <stddef.h>

struct renglones {
	const char *p, *end;                                    /* what is left of the text */
	bool enteros;                                           /* no value goes on in another line */
	int renglon;                                            /* the last one read, from 1 */
	void (*falta)(void *ctx, int renglon, const char *que); /* what is wrong with a line, in Spanish */
	void *ctx;
};
/* inih's reader: ini_parse_stream(renglones_next, &r, …). */
char *renglones_next(char *str, int num, void *renglones);

#endif
