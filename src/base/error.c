#include "base/error.h"

#include <errno.h>
#include <string.h>

static const struct problem_info problems[PROBLEM_COUNT] = {
#define PROBLEM(name, slug_, http_, status_, tes, ten, des, den, qes, qen) \
	[PROBLEM_##name] = {.slug = (slug_), \
		.http = (http_), \
		.status = (status_), \
		.title = {(tes), (ten)}, \
		.detail = {(des), (den)}, \
		.que_hacer = {(qes), (qen)}},
#include "base/problems.def"
#undef PROBLEM
};

static const struct mensaje_info mensajes[MENSAJE_COUNT] = {
#define MENSAJE(name, slug_, des, den, qes, qen) \
	[MENSAJE_##name] = {.slug = (slug_), .detail = {(des), (den)}, .que_hacer = {(qes), (qen)}},
#include "base/mensajes.def"
#undef MENSAJE
};

/* A number outside the catalogue is a defect of ours, and reads as one. */
const struct problem_info *problem_info(enum problem p)
{
	return &problems[p > PROBLEM_NONE && p < PROBLEM_COUNT ? p : PROBLEM_INTERNO];
}

const struct mensaje_info *mensaje_info(enum mensaje m)
{
	return &mensajes[m > MENSAJE_NONE && m < MENSAJE_COUNT ? m : MENSAJE_FORMATO];
}

void error_init(struct error *err, struct arena *a)
{
	*err = (struct error){.arena = a};
}

/* Argument named by "{n}" at p; NULL when p is not such a mark. */
static const char *argument(const char *p, const char *const *args)
{
	if (p[0] != '{' || p[1] < '0' || p[1] > '9' || p[2] != '}')
		return NULL;
	for (int i = 0; args[i]; i++) {
		if (i == p[1] - '0')
			return args[i];
	}
	return "";
}

/* Copies tmpl with its arguments to out (or only measures, when out is NULL); returns the length. */
static size_t fill(char *out, const char *tmpl, const char *const *args)
{
	size_t n = 0;
	while (*tmpl) {
		const char *text = argument(tmpl, args);
		size_t len = text ? strlen(text) : 1;
		if (out)
			memcpy(out + n, text ? text : tmpl, len);
		n += len;
		tmpl += text ? 3 : 1;
	}
	return n;
}

char *texto_fill(struct arena *a, const char *tmpl, const char *const *args)
{
	char *s = arena_alloc(a, fill(NULL, tmpl, args) + 1);
	if (s)
		fill(s, tmpl, args);
	return s;
}

/* Both languages; with a full arena the `otherwise` text, which needs no memory. */
static struct texto render(struct arena *a, struct texto tmpl, struct texto otherwise, const char *const *args)
{
	const char *es = texto_fill(a, tmpl.es, args), *en = texto_fill(a, tmpl.en, args);
	return (struct texto){.es = es ? es : otherwise.es, .en = en ? en : otherwise.en};
}

enum status error_set_at(struct error *err, const char *file, int line, enum problem p, const char *const *args)
{
	const enum problem known = p > PROBLEM_NONE && p < PROBLEM_COUNT ? p : PROBLEM_INTERNO;
	const struct problem_info *info = problem_info(known);
	if (err->problem != PROBLEM_NONE)
		return info->status;
	err->problem = known;
	err->detail = render(err->arena, info->detail, info->title, args);
	err->que_hacer = render(err->arena, info->que_hacer, (struct texto){"", ""}, args);
	err->file = file;
	err->line = line;
	return info->status;
}

void error_errno(struct error *err, const char *what)
{
	const char *why = strerror(errno);
	if (!err->interno)
		err->interno = arena_printf(err->arena, "%s: %s", what, why);
}

void error_add_at(struct error *err, const char *pointer, enum mensaje m, const char *const *args)
{
	const struct mensaje_info *info = mensaje_info(m);
	if (!err->items && err->n_items_dropped == 0)
		err->items = ARENA_ARRAY(err->arena, ERROR_ITEMS_MAX, struct error_item);
	const char *copy = err->items && err->n_items < ERROR_ITEMS_MAX ? arena_strdup(err->arena, pointer) : NULL;
	if (!copy) {
		err->n_items_dropped++;
		return;
	}
	err->items[err->n_items++] = (struct error_item){
		.mensaje = m,
		.slug = info->slug,
		.pointer = copy,
		.detail = render(err->arena, info->detail, (struct texto){"", ""}, args),
		.que_hacer = render(err->arena, info->que_hacer, (struct texto){"", ""}, args),
	};
}

enum status error_status(const struct error *err)
{
	return err->problem == PROBLEM_NONE ? STATUS_OK : problem_info(err->problem)->status;
}
