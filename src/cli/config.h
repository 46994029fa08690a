/*
 * Reading the configuration (services/config.def) in layers: defaults < file (--config FILE; /etc/dictamen/dictamen.ini when present)
 * < environment (DICTAMEN_*) < command line (--key=value). Every fault of every layer is listed, none stops the reading.
 */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include "base/arena.h"
#include "base/buf.h"
#include "services/config.h"

#define CONFIG_ARCHIVO "/etc/dictamen/dictamen.ini"
#define CONFIG_FALTAS_BYTES ((size_t)64 * 1024)

struct config_fuentes {
	int argc; /* without the program's name */
	char *const *argv;
	char *const *env;          /* "NAME=value", NULL at the end */
	const char *archivo_comun; /* read when present and no --config is given; NULL: none */
};

struct config_lectura {
	struct config config; /* values live in the arena */
	const char **resto;   /* arguments that are no configuration, in order */
	int n_resto;
	struct buf faltas; /* Spanish, one fault a line; empty: all is well. Free with config_lectura_free */
	struct buf ajenas; /* names in the environment that begin as keys do and are none, separated by spaces. Freed with it */
};

/* False when there are faults (see `faltas`). Keys on the command line may be written with - or _. */
bool config_read(const struct config_fuentes *f, struct arena *a, struct config_lectura *out);
void config_lectura_free(struct config_lectura *l);
void config_falta(struct config_lectura *l, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The table for --help (text) and for docs/configuracion.md (Markdown). */
void config_help(struct buf *out);
void config_doc(struct buf *out);
/* "key=value key=value…": secrets as "***" (empty ones as ""). One line for the log. */
void config_redacted(const struct config *c, struct buf *out);
/* Names of the keys that differ and cannot be reloaded, separated by spaces. */
void config_diff_fixed(const struct config *a, const struct config *b, struct buf *out);

/* "host:port", "[::1]:8080", "*:80" are fine. */
bool config_escucha_valida(const char *s);

#endif
