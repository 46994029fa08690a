/* Asking clamd about a document (clamd(8), INSTREAM). Nothing is parsed here: bytes out, one line back. */
#ifndef SRC_DOCUMENTS_ANTIVIRUS_H
#define SRC_DOCUMENTS_ANTIVIRUS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "base/status.h"

#define ANTIVIRUS_NOMBRE_MAX 128

/*
 * `donde`: as struct informe_opciones says. OK: `*infectado`, and then the name of what was found in `nombre`.
 * UNAVAILABLE (ANTIVIRUS_NO_DISPONIBLE): not reachable, silent for 30 s, or it refused to look (its own size limit). Blocks; thread-safe.
 */
NODISCARD enum status antivirus_ask(
	const char *donde, int fd, uint64_t size, bool *infectado, char nombre[static ANTIVIRUS_NOMBRE_MAX], struct error *err);

#endif
