/*
 * The message parser itself: bytes in, struct out. Only dictamen-inspector-correo (in its cage), the fuzzer and the tests call these.
 * correo_preparar once per process, before the cage: it loads what GMime and iconv would look for in files.
 */
#ifndef SRC_DOCUMENTS_CORREO_ANALISIS_H
#define SRC_DOCUMENTS_CORREO_ANALISIS_H

#include "base/buf.h"
#include "documents/correo.h"

NODISCARD bool correo_preparar(void);

/* Where decoded bytes go; false: no more. */
typedef bool (*correo_salida_fn)(void *ctx, const void *p, size_t n);

/* A message being read. */
struct correo_mensaje;

/* Fills `out`, whose texts live in `a`; parts have sizes but no bytes yet. NULL without memory. Free with correo_mensaje_free. */
struct correo_mensaje *correo_analizar(const uint8_t *p, size_t n, struct arena *a, struct correo *out);
/* The decoded bytes of part i of what correo_analizar found: exactly partes[i].tamano. False when `salida` said so. */
NODISCARD bool correo_parte_escribir(struct correo_mensaje *m, size_t i, correo_salida_fn salida, void *ctx);
void correo_mensaje_free(struct correo_mensaje *m);

/*
 * The value of one Authentication-Results field (RFC 8601 §2.2), unfolded. False when it does not follow the grammar: nothing of it counts
 * then. "none" and an unknown version give no results. Pure.
 */
NODISCARD bool correo_autenticacion_parse(const char *valor, struct arena *a, struct correo_autenticacion *out);

/* A text as it may leave: valid UTF-8, controls and direction marks replaced by spaces (LF kept when `lineas`), cut. NULL: arena full. */
const char *correo_texto_limpio(const char *s, size_t max_caracteres, bool lineas, struct arena *a);

#endif
