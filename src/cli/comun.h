/* What both programs share: their configuration, printing what went wrong, and the connection they ask for. */
#ifndef CLI_COMUN_H
#define CLI_COMUN_H

#include <stdio.h>

#include "base/error.h"
#include "cli/config.h"
#include "store/db.h"

/* An error for a person at a terminal: what, each faulty item, the database's or file's own reason, what to do. */
void comun_print_error(FILE *f, const struct error *err);

/* What is wrong with a connection that db_conninfo_valid refuses; not libpq's words, which may quote a password. */
#define COMUN_CONEXION_MALA \
	"no es una conexión de libpq: se espera clave=valor clave=valor… (entre apóstrofos lo que lleve espacios) o postgresql://…"

/* Folder of this executable with `name` after it; NULL when unknown. */
const char *comun_beside(struct arena *a, const char *name);

/* A password: the first line of its file, or the configured one when there is no file. NULL: the file cannot be read. */
const char *comun_secret(struct arena *a, const char *archivo, const char *clave);

/* Rests; a signal may end it earlier. */
void comun_nap(int ms);

/* "0.0.0.0:80", "*:80", "[::]:80" → an address that this machine can call. */
bool comun_loopback(const char *escucha, char *host, size_t host_cap, char *port, size_t port_cap);

#endif
