/*
 * An e-mail message as a caged child read it (GMime): who, when, what about, what the relay says of the sender, and its parts. Untrusted
 * bytes are parsed nowhere else; what the child hands over is decoded strictly (registro below), since the child may be the enemy's by then.
 * Texts are UTF-8 without control or direction marks, bounded, and live in the arena of the call. RFC 5322, 2045–2047, 2231, 8601.
 */
#ifndef DOCUMENTS_CORREO_H
#define DOCUMENTS_CORREO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/fecha.h"
#include "base/status.h"

#define CORREO_PARTES_MAX 100       /* attachments of one message; more are a finding */
#define CORREO_NODOS_MAX 1000       /* MIME parts of any kind that are walked */
#define CORREO_NIVELES_MAX 30       /* MIME nesting */
#define CORREO_ENCABEZADOS_MAX 500  /* header fields of the message */
#define CORREO_ID_MAX 500           /* bytes of a Message-ID */
#define CORREO_DIRECCION_MAX 254    /* RFC 5321 §4.5.3.1.3 */
#define CORREO_ASUNTO_MAX 500       /* characters; longer ones are cut */
#define CORREO_NOMBRE_MAX 200       /* characters of a name */
#define CORREO_TEXTO_MAX (64 << 10) /* bytes of the text body that are kept */
#define CORREO_AUTENTICACIONES_MAX 10
#define CORREO_RESULTADOS_MAX 20 /* in one Authentication-Results */

/* Values travel over the pipe. Anything but NINGUNO: the message's parts were not taken out. */
enum correo_hallazgo {
	CORREO_NINGUNO,
	CORREO_NO_ES_CORREO, /* no header fields, or no sender at all */
	CORREO_DE_AMBIGUO,   /* several From fields or several senders: nobody can be held to it */
	CORREO_ANIDADO,      /* nested deeper than CORREO_NIVELES_MAX */
	CORREO_PARTES,       /* more parts than CORREO_PARTES_MAX or CORREO_NODOS_MAX */
	CORREO_ENCABEZADOS,  /* more header fields than CORREO_ENCABEZADOS_MAX */
	CORREO_TAMANO,       /* more bytes than the configured limit: only its beginning was read (the parent's to say) */
	CORREO_FALLO_JAULA,  /* the child died on it, or answered nonsense (the parent's to say) */
	CORREO_TIEMPO,       /* the deadline or the CPU limit passed (the parent's to say) */
	CORREO_HALLAZGO_COUNT
};
/* Stable machine name ("de_ambiguo"); "" for NINGUNO. Static. */
const char *correo_hallazgo_name(enum correo_hallazgo h);

enum correo_parte_clase {
	CORREO_PARTE_ADJUNTO,
	CORREO_PARTE_INCRUSTADA, /* shown inside the text (a logo in a signature) */
	CORREO_PARTE_TNEF,       /* winmail.dat, or a message that Outlook saved (.msg): said, not opened */
	CORREO_PARTE_FIRMA,      /* S/MIME or PGP signature */
	CORREO_PARTE_EXTERNA,    /* message/partial, message/external-body: what it speaks of is not here */
	CORREO_PARTE_CIFRADA,    /* S/MIME or PGP around the whole message, signed or encrypted: said, not opened */
	CORREO_PARTE_CITA,       /* a calendar's invitation or answer: not looked at */
	CORREO_PARTE_CLASE_COUNT
};
const char *correo_parte_clase_name(enum correo_parte_clase c); /* static */

struct correo_parte {
	enum correo_parte_clase clase;
	bool danada;        /* base64 with characters that are none, or cut off */
	int nivel;          /* 0: of the message itself; n: of a message forwarded within, n deep */
	const char *nombre; /* file name, cleaned: no paths, no control or direction marks; "" when it has none */
	const char *tipo;   /* declared media type, lower case */
	uint64_t tamano;    /* decoded bytes; 0 also for what is not handed over: all but ADJUNTO and INCRUSTADA */
	uint64_t inicio;    /* where they begin in the file of correo_leer */
};

/* One result of a relay's check (RFC 8601 §2.2): "dkim=pass header.d=guadalajara.gob.mx". */
struct correo_resultado {
	const char *metodo;    /* spf, dkim, dmarc…: lower case */
	const char *resultado; /* pass, fail…: lower case */
	const char *dominio;   /* of smtp.mailfrom, header.d, header.i or header.from: lower case, "" when not given */
};
struct correo_autenticacion {
	const char *servidor; /* authserv-id, lower case */
	struct correo_resultado *resultados;
	size_t n;
};

struct correo {
	enum correo_hallazgo hallazgo;
	bool automatico; /* Auto-Submitted, Precedence, lists, reports, a calendar's answer, empty return path, no-reply: never answered */
	const char *message_id; /* without the angles; "" when absent or not usable */
	const char *de, *de_nombre;
	const char *responder_a; /* Reply-To, when it is one mailbox; else "" */
	const char *para;        /* addresses of To and Cc, ", " between them */
	const char *asunto;
	instante_t fecha; /* of Date, INSTANTE_NINGUNO */
	const char *texto;
	struct correo_autenticacion *autenticaciones; /* in the message's order: the topmost relay first */
	size_t n_autenticaciones;
	struct correo_parte *partes;
	size_t n_partes;
};

struct correo_opciones {
	const char *inspector; /* absolute path of dictamen-inspector-correo */
	uint32_t plazo_ms;     /* wall clock for one message; 0: 20 s */
	uint32_t memoria_mib;  /* 0: 512 */
	uint32_t cpu_s;        /* 0: 15 */
};

/*
 * Reads the first `tamano` bytes of the regular file `fd` as a message. `partes_fd` is an empty file of the caller's: the decoded parts end up
 * in it (struct correo_parte.inicio). OK: `out` is filled, also when the message is bad. UNAVAILABLE: the cage could not be set up, or the
 * parts' file could not be written. Blocks up to the deadline. Thread-safe for distinct files.
 */
NODISCARD enum status correo_leer(
	const struct correo_opciones *op, int fd, uint64_t tamano, int partes_fd, struct arena *a, struct correo *out, struct error *err);

/* A file name from a stranger: the last path component, without control, direction or invisible marks, at most CORREO_NOMBRE_MAX characters.
 * "" when nothing is left. Lives in `a`; NULL when it is full. */
const char *correo_nombre_limpio(const char *s, struct arena *a);

#endif
