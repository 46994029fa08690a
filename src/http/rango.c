/* Range requests (RFC 9110 §14). One byte range is served; several, another unit or a malformed header mean the whole, as the RFC allows. */
#include <stdio.h>
#include <string.h>

#include "http/interno.h"

/* Decimal number, capped far above any size; false when there is no digit. */
static bool number(const char **p, int64_t *out)
{
	const char *start = *p;
	int64_t v = 0;
	for (; **p >= '0' && **p <= '9'; (*p)++)
		v = v > INT64_MAX / 20 ? INT64_MAX / 2 : v * 10 + (**p - '0');
	*out = v;
	return *p > start;
}

static const char *skip_space(const char *p)
{
	while (*p == ' ' || *p == '\t')
		p++;
	return p;
}

enum rango_clase rango_parse(const char *range, int64_t total, int64_t *offset, int64_t *len)
{
	int64_t first = 0, last = 0;
	*offset = 0;
	*len = total;
	if (!range || strncmp(range, "bytes=", 6) != 0)
		return RANGO_TODO;
	const char *p = skip_space(range + 6);
	bool has_first = number(&p, &first);
	if (*p++ != '-')
		return RANGO_TODO;
	bool has_last = number(&p, &last);
	if (*skip_space(p) || (!has_first && !has_last) || (has_first && has_last && last < first))
		return RANGO_TODO;
	if (!has_first) { /* the last so many bytes */
		if (last == 0)
			return RANGO_FUERA;
		if (total == 0)
			return RANGO_TODO;
		first = last < total ? total - last : 0;
		last = total - 1;
	} else if (!has_last || last >= total) {
		last = total - 1;
	}
	if (first >= total)
		return RANGO_FUERA;
	*offset = first;
	*len = last - first + 1;
	return RANGO_PARTE;
}

/* If-Range holds only for the very same strong validator; a date is never one here. */
static bool range_applies(const struct exchange *ex, const char *etag)
{
	return !ex->if_range || (etag && *etag == '"' && strcmp(ex->if_range, etag) == 0);
}

enum status exchange_range(struct exchange *ex, int64_t total, const char *etag, struct rango *out)
{
	char text[96];
	enum rango_clase clase = RANGO_TODO;
	*out = (struct rango){.http = 200, .len = total};
	exchange_header(ex, "Accept-Ranges", "bytes");
	if (ex->range && range_applies(ex, etag))
		clase = rango_parse(ex->range, total, &out->offset, &out->len);
	switch (clase) {
	case RANGO_TODO:
		break;
	case RANGO_PARTE:
		out->http = 206;
		snprintf(text, sizeof text, "bytes %lld-%lld/%lld", (long long)out->offset, (long long)(out->offset + out->len - 1),
			(long long)total);
		exchange_header(ex, "Content-Range", text);
		break;
	case RANGO_FUERA:
		snprintf(text, sizeof text, "bytes */%lld", (long long)total);
		exchange_header(ex, "Content-Range", text);
		snprintf(text, sizeof text, "%lld", (long long)total);
		return error_set(&ex->err, PROBLEM_RANGO_INVALIDO, text);
	}
	return STATUS_OK;
}

int exchange_tempfile(const struct exchange *ex)
{
	return spool_tempfile(ex->servidor ? ex->servidor->o.carpeta_temporal : NULL);
}
