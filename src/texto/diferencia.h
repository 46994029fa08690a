/*
 * The difference of two sequences of numbers: which elements of either have no counterpart in the other. Myers' O(ND) algorithm in linear
 * space; where more than DIFERENCIA_COSTO differences would have to be looked through at once, the sequences are split at the furthest point
 * reached, so that time is at most about (n + m) × DIFERENCIA_COSTO and the answer is still true, only not the shortest.
 * (Why not a library: the one in Debian that does this for C, libgit2, compares lines of a patch only, has process-wide state to set up, and would
 * bring ssh, TLS and HTTP clients into the service for some hundred lines.) Private to src/texto. Pure.
 */
#ifndef TEXTO_DIFERENCIA_H
#define TEXTO_DIFERENCIA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DIFERENCIA_COSTO 512

/* Working memory for sequences of n and m elements: this many int32_t, which may hold anything. */
#define DIFERENCIA_MEMORIA(n, m) (2 * ((n) + (m) + 3))

/*
 * Sets en_a[i] and en_b[j] for the elements without counterpart, clears the others; those left are equal, one by one, in order.
 * n + m < 2^30.
 */
void diferencia(const uint32_t *a, size_t n, const uint32_t *b, size_t m, int32_t *memoria, bool *en_a, bool *en_b);

#endif
