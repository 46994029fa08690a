/*
 * Requests by e-mail (PROCEDURE, step 4): receiving a message, telling who sent it, proposing what each attachment is, answering with what is
 * missing, and a person's decision. What is trusted of a message is said in docs/correo.md. One connection, one thread.
 */
#ifndef SERVICES_CORREO_H
#define SERVICES_CORREO_H

#include "base/buf.h"
#include "documents/correo.h"
#include "services/tramite.h"
#include "store/correos.h"

/* ---- receiving ---- */

struct correo_recepcion {
	struct db *db; /* DB_SERVICIO */
	const struct config *config;
	const char *inspector, *lanzador, *inspector_correo; /* paths */
	int fd;                                              /* the message, from offset 0; stays the caller's */
	int64_t tamano;
	bool cortado;     /* the message was longer than the configured limit: these are its first bytes */
	bool sobre_vacio; /* the envelope has no sender: a machine's notice */
};
struct correo_recibido {
	struct uuid id;
	const char *estado, *motivo; /* motivo "": none */
	bool repetido;               /* it was there already; nothing was done */
	bool debe_respuesta;
};
/*
 * Reads the message in the cage, checks its sender, looks at its parts when the sender is known and authenticated, and keeps all of it in one
 * transaction: after OK the relay may forget the message. The same message again, also at the same instant, finds the first one's entry.
 * INVALID (CORREO_ILEGIBLE): it is no message. UNAVAILABLE: database, cage or disk; nothing was kept, ask again.
 */
NODISCARD enum status correo_recibir(const struct correo_recepcion *r, struct arena *a, struct correo_recibido *out, struct error *err);

/* ---- what is judged (pure) ---- */

/* The domain of an address, lower case; "" when there is none. */
const char *correo_dominio(const char *direccion, struct arena *a);
/* True when `dominio` is the stored one, or below it where its subdomains were taken in. Never by a mere suffix. */
bool correo_dominio_cubre(const struct dominio_hallado *d, const char *dominio);
/* A domain as an administrator writes it, checked and in lower case; NULL when it is none (one label only, not ASCII, a wildcard). */
const char *correo_dominio_valido(const char *s, struct arena *a);

enum correo_veredicto {
	CORREO_AUTENTICADO,
	CORREO_SIN_AUTENTICACION,     /* the trusted relay said nothing that speaks for this domain */
	CORREO_AUTENTICACION_FALLIDA, /* it said that DMARC failed */
	CORREO_VEREDICTO_COUNT
};
/*
 * What the relay `autoridad` (its authserv-id, "" = none is trusted) says of this sender. Only its topmost Authentication-Results counts
 * (RFC 8601 §5): DMARC decides where it speaks; else DKIM or SPF, for a domain of the organisation. *resumen: its results in one line.
 */
enum correo_veredicto correo_autentica(
	const struct correo *c, const char *autoridad, const struct dominio_hallado *d, struct arena *a, const char **resumen);

/* What each attachment will be, by its real type, its name and, less, how its text begins (`textos[i]`; NULL = not known). Sets `clase`. */
void correo_clasificar(struct correo_parte_fila *partes, const char *const *textos, size_t n);

/* Which of the two documents that every request needs is not among the parts. */
struct correo_faltantes {
	bool solicitud, proyecto;
};
struct correo_faltantes correo_faltan(const struct correo_parte_fila *partes, size_t n);

/* ---- answering ---- */

struct correo_respuesta {
	struct uuid id;
	const char *a, *asunto;
	const char *en_respuesta_a; /* Message-ID without angles, "" = none */
	const char *texto;          /* plain Spanish, lines of at most 78 characters */
};
/* What the sender is told: what arrived, what is missing, what is wrong with what arrived, and what comes next. */
NODISCARD enum status correo_respuesta_compose(
	struct db *db, const struct uuid *id, struct arena *a, struct correo_respuesta *out, struct error *err);

/* Why a part cannot be used and what to send instead, as the answer says it after the file's name; NULL: it can, or nobody misses it. */
const char *correo_parte_remedio(const struct correo_parte_fila *p);

/* ---- deciding ---- */

struct correo_parte_decidida {
	int n;
	enum clase_documento clase; /* NINGUNO: left out */
};
struct correo_decision {
	struct uuid organizacion; /* nil: the sender's */
	struct correo_parte_decidida *partes;
	size_t n_partes;                /* those not named keep what was proposed */
	struct datos_expediente *datos; /* NULL: those proposed */
};
/* One message for who may see it. */
struct correo_vista {
	struct correo_fila correo;
	struct correo_parte_fila *partes;
	size_t n_partes;
	struct datos_expediente propuestos; /* data of the file that would be opened */
};
NODISCARD enum status correo_ver(
	struct db *db, const struct actor *who, const struct uuid *id, struct arena *a, struct correo_vista *out, struct error *err);

/* Bytes [desde, desde + largo) of the original message, appended to `fd`; one chunk in memory at a time. */
NODISCARD enum status correo_copy(struct db *db, const struct correo_fila *c, int64_t desde, int64_t largo, int fd, struct error *err);

/* A request that decides, and its answer. */
typedef void correo_writer(struct buf *out, const struct correo_vista *v);
struct correo_tramite {
	const struct actor *who;
	struct uuid id;
	int version; /* the one that was seen; 0 = whatever it is now */
	const char *idem_clave;
	struct sha256 idem_huella;
	correo_writer *escribir; /* the body, remembered under the key */
	struct arena *arena;
	struct error *err;
	/* answered */
	bool repetida;
	const char *cuerpo;
	int version_nueva;
};
/*
 * Opens the file on the organisation's behalf and takes in the documents, the original message among them. Every step is an act of its own with
 * an id fixed beforehand: whoever asks again after a failure goes on where it stopped, and nothing is done twice. CONFLICT (CORREO_RESUELTO),
 * PRECONDITION; INVALID with every fault of the decision; a document's own problem when one is refused.
 */
NODISCARD enum status correo_confirmar(struct obrero *o, struct correo_tramite *t, const struct correo_decision *d);
/* Sets it aside for good, with a reason. CONFLICT when it was decided or its file has been opened (CORREO_EN_TRAMITE). */
NODISCARD enum status correo_descartar(struct obrero *o, struct correo_tramite *t, const char *motivo);

#endif
