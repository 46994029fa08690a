/*
 * The manifest of a sealed file (docs/paquete.md): what the package holds, of which file at which version, who exported it and when, and what
 * was withheld. Its bytes are what the service's seal signs. Pure, thread-safe; texts of a decoded one live in the arena.
 */
#ifndef CODEC_MANIFIESTO_H
#define CODEC_MANIFIESTO_H

#include "codec/json.h"
#include "domain/expediente.h"

#define MANIFIESTO_FORMATO "expediente-sellado"
#define MANIFIESTO_VERSION 1
#define MANIFIESTO_ENTRADAS_MAX 20000

enum manifiesto_tipo {
	MANIFIESTO_NINGUNO,
	MANIFIESTO_DIARIO,       /* diario.jsonl */
	MANIFIESTO_DOCUMENTO,    /* that somebody uploaded */
	MANIFIESTO_EMITIDO,      /* that the service wrote */
	MANIFIESTO_CERTIFICADOS, /* certificados.pem */
	MANIFIESTO_LEEME,        /* LEEME.txt */
	MANIFIESTO_TIPO_COUNT
};

/* One entry of the package. Of documents: id, act, class, name as given and media type; of emitted ones also code and instant. */
struct manifiesto_entrada {
	const char *nombre; /* path within the package */
	enum manifiesto_tipo tipo;
	int64_t tamano;
	struct sha256 sha256;
	struct uuid id;
	int acto;
	const char *clase, *original, *tipo_medio, *codigo;
	instante_t emitido_en;
};

struct manifiesto_quien {
	struct uuid organizacion, usuario;
	enum rol rol;
};

struct manifiesto {
	const char *formato;
	int v;
	struct uuid expediente, organizacion;
	const char *folio;
	int version;
	struct sha256 cabeza;
	enum estado estado;
	enum resultado resultado;
	instante_t exportado_en;
	struct manifiesto_quien exportado_por;
	const char *programa;
	int *reservados; /* numbers of the acts whose content the caller may not read: only their heading and hash are in the journal */
	size_t n_reservados;
	struct manifiesto_entrada *entradas;
	size_t n_entradas;
};

void manifiesto_encode(const struct manifiesto *m, struct buf *out);
/* Strict, as of any stranger's text: the problem and its items are in `err`. */
NODISCARD enum status manifiesto_decode(const char *text, size_t len, struct arena *a, struct manifiesto *out, struct error *err);

#endif
