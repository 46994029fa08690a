#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif
#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#define ASAN_UNPOISON_MEMORY_REGION(p, n) ((void)(p), (void)(n))
#endif

#define ALIGNMENT _Alignof(max_align_t)
#define CHUNK_FIRST ((size_t)4096)
#define CHUNK_LARGEST ((size_t)256 * 1024)
#define CHUNK_KEPT ((size_t)1024)

struct chunk {
	struct chunk *next;
	size_t size, used;
	max_align_t data[];
};

struct arena {
	struct chunk *head; /* the one with room */
	size_t max, used, held, next_size, largest;
};

static struct arena *create(size_t max, size_t first, size_t largest)
{
	struct arena *a = malloc(sizeof *a);
	if (a)
		*a = (struct arena){.max = max, .held = sizeof *a, .next_size = first, .largest = largest};
	return a;
}

struct arena *arena_create(size_t max)
{
	return create(max, CHUNK_FIRST, CHUNK_LARGEST);
}

struct arena *arena_create_kept(size_t max)
{
	return create(max, CHUNK_KEPT, CHUNK_KEPT);
}

static void free_chunks(struct chunk *c)
{
	for (struct chunk *next; c; c = next) {
		next = c->next;
		ASAN_UNPOISON_MEMORY_REGION(c->data, c->size);
		free(c);
	}
}

void arena_destroy(struct arena *a)
{
	if (!a)
		return;
	free_chunks(a->head);
	free(a);
}

void arena_reset(struct arena *a)
{
	struct chunk *c = a->head;
	a->used = 0;
	a->held = sizeof *a;
	if (!c)
		return;
	free_chunks(c->next);
	c->next = NULL;
	a->held += sizeof *c + c->size;
	ASAN_UNPOISON_MEMORY_REGION(c->data, c->used);
	memset(c->data, 0, c->used);
	ASAN_POISON_MEMORY_REGION(c->data, c->size);
	c->used = 0;
}

/* A chunk that holds at least n bytes. One made for a large request goes behind the head, whose remaining room stays in use. */
static struct chunk *add_chunk(struct arena *a, size_t n)
{
	size_t size = n > a->next_size ? n : a->next_size;
	if (size > SIZE_MAX - sizeof(struct chunk))
		return NULL;
	struct chunk *c = calloc(1, sizeof *c + size); /* what arena_reset takes back it zeroes again */
	if (!c)
		return NULL;
	c->size = size;
	a->held += sizeof *c + size;
	ASAN_POISON_MEMORY_REGION(c->data, size);
	if (a->head && n > a->next_size) {
		c->next = a->head->next;
		a->head->next = c;
		return c;
	}
	c->next = a->head;
	a->head = c;
	if (a->next_size < a->largest)
		a->next_size *= 2;
	return c;
}

void *arena_alloc(struct arena *a, size_t n)
{
	if (n > SIZE_MAX - ALIGNMENT)
		return NULL;
	size_t rounded = n ? (n + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT : ALIGNMENT;
	if (rounded > a->max - a->used)
		return NULL;
	struct chunk *c = a->head;
	if (!c || c->size - c->used < rounded)
		c = add_chunk(a, rounded);
	if (!c)
		return NULL;
	void *p = (char *)c->data + c->used;
	ASAN_UNPOISON_MEMORY_REGION(p, n);
	c->used += rounded;
	a->used += rounded;
	return p;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
	size_t n;
	return __builtin_mul_overflow(count, size, &n) ? NULL : arena_alloc(a, n);
}

char *arena_memdup(struct arena *a, const void *p, size_t n)
{
	char *copy = n < SIZE_MAX ? arena_alloc(a, n + 1) : NULL;
	if (copy && n)
		memcpy(copy, p, n);
	return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
	return s ? arena_memdup(a, s, strlen(s)) : NULL;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(NULL, 0, fmt, ap);
	va_end(ap);
	char *s = n < 0 ? NULL : arena_alloc(a, (size_t)n + 1);
	if (s)
		vsnprintf(s, (size_t)n + 1, fmt, again);
	va_end(again);
	return s;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}

size_t arena_held(const struct arena *a)
{
	return a->held;
}
