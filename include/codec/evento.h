/* CloudEvents 1.0 as JSON (its JSON format, "structured mode"): the same bytes in the feed, the stream and a delivery. Thread-safe. */
#ifndef CODEC_EVENTO_H
#define CODEC_EVENTO_H

#include "codec/json.h"
#include "domain/evento.h"

/* Longest event in bytes, with the longest url_publica. */
#define EVENTO_JSON_MAX ((size_t)8 * 1024)

/* `raiz`: address at which the service is reached from outside, without a closing slash: the event's source. */
void evento_write(struct json_writer *w, const struct evento *e, const char *raiz);

#endif
