#include "services/eventos.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void evento_cursor_format(int64_t seq, char out[static EVENTO_CURSOR_LEN])
{
	snprintf(out, EVENTO_CURSOR_LEN, "e%lld", (long long)seq);
}

bool evento_cursor_parse(const char *s, int64_t *seq)
{
	char *end;
	if (s[0] != 'e' || s[1] < '0' || s[1] > '9' || strlen(s) >= EVENTO_CURSOR_LEN - 1 || (s[1] == '0' && s[2]))
		return false;
	*seq = strtoll(s + 1, &end, 10);
	return *end == '\0' && *seq < INT64_MAX;
}

enum status eventos_page(struct obrero *o, const struct actor *who, int64_t desde, int limite, struct arena *a, struct eventos_pagina *out,
	struct error *err)
{
	int64_t hasta = 0;
	*out = (struct eventos_pagina){0};
	enum status st = eventos_list(o->db, who, desde, limite + 1, a, &out->eventos, &out->n, &hasta, err);
	if (st != STATUS_OK)
		return st;
	out->mas = out->n > (size_t)limite;
	if (out->mas)
		out->n = (size_t)limite;
	/* A cursor of a database that was restored since may be ahead of it: it stays where it is. */
	out->siguiente = out->mas ? out->eventos[out->n - 1].seq : hasta > desde ? hasta : desde;
	return STATUS_OK;
}
