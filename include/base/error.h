/*
 * What went wrong, for the person who must act on it: a problem of the catalogue (base/problems.def), its arguments, and
 * every faulty member of the input at once (base/mensajes.def). Both languages are rendered when the error is set.
 * Texts live in the arena given at `error_init`. One `struct error` per request; not thread-safe.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"

/* PROBLEM(name, slug, http, status, title_es, title_en, detail_es, detail_en, que_hacer_es, que_hacer_en): {0}… are the arguments. */
enum problem {
	PROBLEM_NONE,
#define PROBLEM(name, slug, http, status, tes, ten, des, den, qes, qen) PROBLEM_##name,
#include "base/problems.def"
#undef PROBLEM
	PROBLEM_COUNT
};

/* MENSAJE(name, slug, detail_es, detail_en, que_hacer_es, que_hacer_en) */
enum mensaje {
	MENSAJE_NONE,
#define MENSAJE(name, slug, des, den, qes, qen) MENSAJE_##name,
#include "base/mensajes.def"
#undef MENSAJE
	MENSAJE_COUNT
};

struct texto {
	const char *es, *en;
};

/* Catalogue row of a problem; `slug` ends its `type` URI. */
struct problem_info {
	const char *slug;
	int http;
	enum status status;
	struct texto title, detail, que_hacer;
};
const struct problem_info *problem_info(enum problem p);

struct error_item {
	enum mensaje mensaje;
	const char *slug;    /* stable machine name, e.g. "requerido" */
	const char *pointer; /* RFC 6901, "" for the whole body */
	struct texto detail, que_hacer;
};

/* Catalogue row of a message. */
struct mensaje_info {
	const char *slug;
	struct texto detail, que_hacer;
};
const struct mensaje_info *mensaje_info(enum mensaje m);

#define ERROR_ITEMS_MAX 100 /* further items are counted, not kept */

struct error {
	struct arena *arena;
	enum problem problem; /* PROBLEM_NONE: nothing set */
	struct texto detail, que_hacer;
	struct error_item *items;
	size_t n_items, n_items_dropped;
	char sqlstate[6];
	const char *file;
	int line;
	const char *interno; /* for the log only, never sent: e.g. the database's message */
};

/* Empty error whose texts will live in `a`. */
void error_init(struct error *err, struct arena *a);

/*
 * Sets the problem and returns its status, never STATUS_OK. The first problem set wins: a later call only returns its own status.
 * Arguments: const char *.
 */
#define error_set(err, prob, ...) \
	error_failure(error_set_at((err), __FILE__, __LINE__, (prob), (const char *const[]){NULL, ##__VA_ARGS__, NULL} + 1))
enum status error_set_at(struct error *err, const char *file, int line, enum problem p, const char *const *args);
/* Tells the compiler and the analyser, who see one file at a time, what error_set promises. */
static inline enum status error_failure(enum status st)
{
	if (st == STATUS_OK)
		__builtin_unreachable();
	return st;
}

/* The same, with why the system refused (errno) for the log: "what: reason". */
#define error_set_errno(err, prob, what) (error_errno((err), (what)), error_set((err), (prob)))
void error_errno(struct error *err, const char *what);

/* Adds one faulty member (`pointer` is copied). Sets no problem by itself. */
#define error_add(err, pointer, msg, ...) error_add_at((err), (pointer), (msg), (const char *const[]){NULL, ##__VA_ARGS__, NULL} + 1)
void error_add_at(struct error *err, const char *pointer, enum mensaje m, const char *const *args);

/* STATUS_OK while nothing was set, else the problem's status. */
enum status error_status(const struct error *err);

/* `{0}`…`{9}` of `tmpl` replaced by `args` (NULL-terminated); missing arguments become "". Lives in `a`; NULL when it is full. */
char *texto_fill(struct arena *a, const char *tmpl, const char *const *args);

#endif
