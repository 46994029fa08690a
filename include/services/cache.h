/*
 * Recent files, folded. A file at a given version never changes, so an entry needs no invalidation: whoever finds that the database is ahead
 * adds the missing acts. Bounded in bytes, least recently used go first. Thread-safe.
 *
 * An entry is used by one thread at a time, between archivo_lock and archivo_unlock. Whoever locks several does it in ascending order of
 * their ids. The writer of an act holds the lock from its decision until the commit is known: readers of that one file wait that long, and never see
 * what was not committed.
 */
#ifndef SERVICES_CACHE_H
#define SERVICES_CACHE_H

#include "store/expedientes.h"

struct cache;
struct archivo;

struct cache *cache_create(size_t bytes_max); /* NULL without memory */
void cache_destroy(struct cache *c);          /* no entry may be in use */

/* The entry of a file, empty (version 0) when it was not there. Counted: give it back with cache_put. NULL without memory. */
struct archivo *cache_get(struct cache *c, const struct uuid *id);
void cache_put(struct cache *c, struct archivo *f);
/* The entry no longer tells the truth (a fold without its commit): forget it. The lock must be held; it is still given back as usual. */
void cache_discard(struct cache *c, struct archivo *f);

/* An entry of one's own, outside the table: for a reader who does not wait for a writer. Give it back with cache_put. */
struct archivo *archivo_private(const struct uuid *id);
/* False when it is still taken after a moment. */
NODISCARD bool archivo_lock_soon(struct archivo *f);
void archivo_lock(struct archivo *f);
void archivo_unlock(struct archivo *f);
/* False when the entry was discarded while waiting for its lock: put it back and get a new one. */
bool archivo_alive(const struct archivo *f);
const struct uuid *archivo_id(const struct archivo *f);
/* Version folded so far; may be asked without the lock (it only grows). */
int archivo_version(const struct archivo *f);
/* The file; needs the lock. */
const struct expediente *archivo_expediente(const struct archivo *f);

/* Folds stored acts newer than the entry's version (older ones are passed over). Needs the lock; on failure the caller discards the entry. */
NODISCARD enum status archivo_advance(struct archivo *f, const struct acto_fila *filas, size_t n, struct error *err);
/* Folds one act just decided. Needs the lock; on failure the caller discards the entry. */
NODISCARD enum status archivo_fold(struct archivo *f, const struct acto *act, struct error *err);

/* A stored row as an act, without its texts. */
struct acto acto_heading(const struct acto_fila *f);
/* The same with its texts decoded into `a`. */
NODISCARD enum status acto_from_fila(const struct acto_fila *f, struct arena *a, struct acto *out, struct error *err);

#endif
