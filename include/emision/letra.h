/* Dates and numbers as an official letter writes them, in Spanish words. Pure, thread-safe. */
#ifndef EMISION_LETRA_H
#define EMISION_LETRA_H

#include "base/buf.h"
#include "base/fecha.h"

/* 0–999999, masculine: "dos mil veintiséis". */
void letra_numero(struct buf *out, int n);
/* "26 de noviembre de 2026"; the first of a month is "1.º". Nothing for DIA_NINGUNO. */
void letra_fecha(struct buf *out, dia_t d);
/* "veintiséis de noviembre de dos mil veintiséis". */
void letra_fecha_palabras(struct buf *out, dia_t d);

#endif
