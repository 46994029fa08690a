/*
 * Something that happened to a file, as portals and people are told of it (docs/eventos.md): an act of its journal, a day that falls due, a term that
 * ends. What it is called outside is "mx.gob.sre.dictamen." and, for an act, "acto." before its name. Pure, thread-safe.
 */
#ifndef DOMAIN_EVENTO_H
#define DOMAIN_EVENTO_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fecha.h"
#include "base/hash.h"

#define EVENTO_TIPO_LEN 80

struct evento {
	int64_t seq;                          /* its place in the one order of all events */
	struct uuid id;                       /* never changes: the CloudEvents id and the webhook-id */
	struct uuid expediente, organizacion; /* the organisation is the file's */
	int n;                                /* act of the file's journal that it is, or after which it came */
	const char *tipo;                     /* as in the outbox: "observar", "plazo.proximo", "vigencia.3" */
	const char *estado;                   /* in which act n left the file */
	instante_t ocurrido_en;
};

/* What a type of the outbox is called outside. */
void evento_tipo_publico(const char *tipo, char out[static EVENTO_TIPO_LEN]);
/* The outbox's name of a public type; NULL when there is no such type. Static. */
const char *evento_tipo_interno(const char *publico);
/* Whether it is an act of the journal. */
bool evento_es_acto(const struct evento *e);

#endif
