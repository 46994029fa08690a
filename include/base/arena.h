/*
 * Bounded bump allocator: one per request, job or cache entry, released at once.
 * `struct arena *` in a signature means that the result lives there. Not thread-safe.
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena;

/* New arena that hands out at most `max` bytes. NULL when memory is exhausted. */
struct arena *arena_create(size_t max);
/* The same for what stays: it grows by little at a time, so that little of it lies idle. */
struct arena *arena_create_kept(size_t max);
/* Takes back all that was handed out; some of the memory stays for what comes. */
void arena_reset(struct arena *a);
void arena_destroy(struct arena *a); /* NULL is fine */
static inline void arena_destroyp(struct arena **a)
{
	arena_destroy(*a);
}
#define ARENA_AUTO __attribute__((cleanup(arena_destroyp))) struct arena

/* Zeroed bytes aligned for any type; NULL past the bound or when memory is exhausted. n = 0 gives a unique pointer. */
void *arena_alloc(struct arena *a, size_t n);
/* Same for an array; NULL also when the product overflows. */
void *arena_array(struct arena *a, size_t count, size_t size);
#define ARENA_NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, count, type) ((type *)arena_array((a), (count), sizeof(type)))

/* Copies; NULL as above. `arena_strdup(a, NULL)` is NULL. */
char *arena_strdup(struct arena *a, const char *s);
char *arena_memdup(struct arena *a, const void *p, size_t n); /* NUL-terminated */
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Bytes handed out so far. */
size_t arena_used(const struct arena *a);
/* Bytes it has from the system, its own among them. */
size_t arena_held(const struct arena *a);

#endif
