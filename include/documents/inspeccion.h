/*
 * What an uploaded document really is, found out by a child process that can do nothing else: no paths (Landlock), no system calls
 * beyond memory, one pipe and exit (seccomp), bounded memory, CPU and time. Untrusted bytes are parsed nowhere else.
 */
#ifndef DOCUMENTS_INSPECCION_H
#define DOCUMENTS_INSPECCION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/hash.h"
#include "documents/tarea.h"

/* PDF and DOCX are what the procedure asks for (steps 1 and 2); the rest may come as annexes (step 3). Values travel over the pipe. */
enum documento_tipo {
	DOCUMENTO_OTRO, /* not declared, or none of these */
	DOCUMENTO_PDF,
	DOCUMENTO_DOCX,
	DOCUMENTO_DOC, /* Word 97–2003 */
	DOCUMENTO_XLSX,
	DOCUMENTO_ODT,
	DOCUMENTO_JPEG,
	DOCUMENTO_PNG,
	DOCUMENTO_TIFF,
	DOCUMENTO_TEXTO,
	DOCUMENTO_TIPO_COUNT
};

/* DOCUMENTO_X(type, media type (IANA registry), extension) */
#define DOCUMENTO_TIPOS(DOCUMENTO_X) \
	DOCUMENTO_X(DOCUMENTO_OTRO, "application/octet-stream", "bin") \
	DOCUMENTO_X(DOCUMENTO_PDF, "application/pdf", "pdf") \
	DOCUMENTO_X(DOCUMENTO_DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx") \
	DOCUMENTO_X(DOCUMENTO_DOC, "application/msword", "doc") \
	DOCUMENTO_X(DOCUMENTO_XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx") \
	DOCUMENTO_X(DOCUMENTO_ODT, "application/vnd.oasis.opendocument.text", "odt") \
	DOCUMENTO_X(DOCUMENTO_JPEG, "image/jpeg", "jpg") \
	DOCUMENTO_X(DOCUMENTO_PNG, "image/png", "png") \
	DOCUMENTO_X(DOCUMENTO_TIFF, "image/tiff", "tif") \
	DOCUMENTO_X(DOCUMENTO_TEXTO, "text/plain", "txt")

/* Canonical media type and usual extension (no dot); static. DOCUMENTO_OTRO and values out of range: octet-stream, "bin". */
const char *documento_tipo_media(enum documento_tipo tipo);
const char *documento_tipo_extension(enum documento_tipo tipo);
/*
 * The type that a Content-Type names: case and parameters do not count (RFC 9110 §8.3.1). DOCUMENTO_OTRO for NULL, "" and
 * application/octet-stream. False, and DOCUMENTO_OTRO, for any type not in the table. Pure.
 */
bool documento_tipo_parse(const char *media, enum documento_tipo *out);

/* Values travel over the pipe. The first one that applies is reported. */
enum inspeccion_hallazgo {
	INSPECCION_NINGUNO,
	INSPECCION_VACIO,       /* no bytes */
	INSPECCION_TIPO_FALSO,  /* the bytes are of another type than the declared one, or of two at once (polyglot) */
	INSPECCION_TRUNCADO,    /* begins well, its end is missing */
	INSPECCION_NO_ES_WORD,  /* declared DOCX: a ZIP, but no OOXML text document */
	INSPECCION_CIFRADO,     /* cannot be opened without a password */
	INSPECCION_MACROS,      /* holds a VBA project, or is a macro-enabled document or template */
	INSPECCION_DEMASIADO,   /* bomb: entries, expanded size, ratio, or the memory for them */
	INSPECCION_ILEGIBLE,    /* damaged, ambiguous, or with what is never accepted: DTD, entities, paths that climb */
	INSPECCION_SIN_TEXTO,   /* a DOCX without a single letter: nothing to compare, nothing to review */
	INSPECCION_FALLO_JAULA, /* the inspector died on it, or answered nonsense: a crash or a forbidden system call */
	INSPECCION_TIEMPO,      /* the deadline or the CPU limit passed */
	INSPECCION_VIRUS,       /* the antivirus says so */
	INSPECCION_HALLAZGO_COUNT
};
/* Stable machine name ("tipo_falso"); static. */
const char *inspeccion_hallazgo_name(enum inspeccion_hallazgo h);

/* What people are told of a refusal (documents/rechazos.def); static. ILEGIBLE's for a finding that has a problem of its own. */
struct rechazo_info {
	struct texto detail, que_hacer;
};
const struct rechazo_info *rechazo_info(enum inspeccion_hallazgo h);

struct inspeccion {
	bool cabe_tipo;                 /* what was recognised is what was declared (true with nothing declared and something recognised) */
	enum documento_tipo encontrado; /* what the bytes are; DOCUMENTO_OTRO when nothing was recognised */
	enum inspeccion_hallazgo hallazgo; /* INSPECCION_NINGUNO: acceptable */
	bool tiene_huella;                 /* a DOCX without findings */
	struct sha256 huella; /* SHA-256 of the normalised text (domain/texto.h) of the main part: no headers, notes or comments */
	uint32_t palabras;    /* of the same text; 0 without huella */
};

/*
 * Inspects the first `size` bytes of the regular file `fd` (its offset is neither used nor moved; the child gets a read-only
 * description of its own through /proc/self/fd, so the file's mode must let its owner read). `tipo_declarado` is a Content-Type or NULL.
 * The caller keeps `fd` and must not shrink the file meanwhile. Blocks up to the deadline.
 *
 * `detalle` (NULL: not wanted), empty and initialised, gets what the child says about an acceptable document beyond `out`, not yet decoded
 * (src/documents/obra.h); `*completo` tells whether the child lived to its end: if not, `out` stands, for it was sent first.
 *
 * OK: `out` is filled, also when the document is bad. UNAVAILABLE: the cage could not be set up (no Landlock, no seccomp, no
 * inspector, no descriptors, not ready within the deadline): the document was not looked at; out->hallazgo is INSPECCION_FALLO_JAULA.
 * INTERNAL: not a regular file of at least `size` bytes.
 * Thread-safe, for any number at once: the caller bounds how many (each is a process). Leaves no descriptor and no zombie behind.
 * The process must not ignore SIGCHLD nor reap children that it did not start: their end would be lost, and count as FALLO_JAULA.
 */
NODISCARD enum status inspeccion_run(const struct inspeccion_opciones *op, int fd, uint64_t size, const char *tipo_declarado,
	struct inspeccion *out, struct buf *detalle, bool *completo, struct error *err);

/* Whether the cage works on this machine: for the start-up check. OK or UNAVAILABLE as above; thread-safe. */
NODISCARD enum status inspeccion_disponible(const struct inspeccion_opciones *op, struct error *err);

#endif
