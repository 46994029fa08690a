/*
 * The data dictionary of the registry's downloads: each column with its meaning, its type, the values it may have and its place in a line of JSON. Made of what writes
 * the columns (codec/asiento_columnas.def and the entry's descriptor), so that it cannot say anything else. Pure, thread-safe.
 */
#ifndef CODEC_DICCIONARIO_H
#define CODEC_DICCIONARIO_H

#include "codec/asiento_fila.h"

/* Member "columnas". */
void diccionario_write(struct json_writer *w);

#endif
