#include "texto/renglones.h"

#include <ctype.h>
#include <string.h>

#define RENGLON_MAX 197 /* bytes of a line that inih reads whole */

/* Whether inih would drop the end of the line: it takes a semicolon after a blank for a comment. */
static bool hidden_comment(const char *line, size_t n)
{
	size_t i = 0;
	while (i < n && isspace((unsigned char)line[i]))
		i++;
	if (i < n && (line[i] == ';' || line[i] == '#'))
		return false;
	for (; i + 1 < n; i++)
		if (isspace((unsigned char)line[i]) && line[i + 1] == ';')
			return true;
	return false;
}

char *renglones_next(char *str, int num, void *renglones)
{
	struct renglones *r = renglones;
	if (r->p >= r->end)
		return NULL;
	const char *nl = memchr(r->p, '\n', (size_t)(r->end - r->p));
	size_t n = (size_t)((nl ? nl + 1 : r->end) - r->p), copied = n;
	r->renglon++;
	if (n > RENGLON_MAX)
		r->falta(r->ctx, r->renglon,
			r->enteros ? "tiene más de 197 bytes: aquí cada dato va en un solo renglón, acórtelo"
				   : "tiene más de 197 bytes: pártalo y sangre la continuación");
	else if (hidden_comment(r->p, n))
		r->falta(r->ctx, r->renglon, "lo que sigue a « ;» se tomaría por comentario: quite el espacio o el punto y coma");
	if (copied >= (size_t)num)
		copied = (size_t)num - 1;
	memcpy(str, r->p, copied);
	str[copied] = '\0';
	r->p += n;
	return str;
}
