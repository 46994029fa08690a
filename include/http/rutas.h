/* The route table: one row per operation of openapi.yaml (a contract test holds both together). Constant, thread-safe. */
#ifndef HTTP_RUTAS_H
#define HTTP_RUTAS_H

#include <stddef.h>

#include "http/servidor.h"

extern const struct ruta rutas[];
extern const size_t rutas_count;

#endif
