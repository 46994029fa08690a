/*
 * Writing the security journal (domain/seguridad.h, docs/seguridad.md). Two ways, and no third:
 *
 * - a change of the directory, a sign-in that writes a session…: `seguridad_record`, in the transaction of the change, so that both stand or neither;
 * - what has no transaction of its own (a refusal, a download, a key's first use): `seguridad_note`, which copies it into bounded memory and returns at once. A thread
 *   of its own writes what was noted, within a second (`seguridad_flush`).
 *
 * Never put into `datos` or `objeto`: passwords, keys, tokens, what people wrote in a form. Names of members are sorted, as RFC 8785 wants.
 */
#ifndef SERVICES_SEGURIDAD_H
#define SERVICES_SEGURIDAD_H

#include "domain/expediente.h"
#include "domain/seguridad.h"
#include "store/seguridad.h"

#define SEGURIDAD_OBJETO_MAX 200 /* bytes; a longer one is cut between characters */
#define SEGURIDAD_DATOS_MAX 800  /* bytes, of what is noted; a longer one becomes {"recortado":true}. Recorded ones: 65536 */
#define SEGURIDAD_DIRECCION_LEN 46

/* What happened. Everything but `tipo` may be absent (NULL). Nothing is kept: texts are copied or sent before the call returns. */
struct seguridad_suceso {
	enum seguridad_tipo tipo;
	const struct actor *quien; /* NULL: nobody known, the service itself, or dictamenctl */
	const char *direccion;     /* text of the client's address (exchange_direccion) */
	const char *objeto;        /* "usuario/<uuid>", "clave/<uuid>", "GET /v1/…" */
	const char *datos;         /* text of a JSON object, members sorted; NULL: {} */
};

/*
 * Adds a row to the chain inside the transaction that the caller began (INTERNAL outside of one), as the service itself: row-level security's scope is `sistema`
 * afterwards. Holds the journal's lock until that transaction ends, so call it last, just before the commit. UNAVAILABLE, RETRY, INTERNAL: roll back.
 */
NODISCARD enum status seguridad_record(struct db *db, const struct seguridad_suceso *s, struct error *err);

/* What was noted and not yet written; thread-safe, of fixed size. */
struct seguridad;
struct seguridad *seguridad_create(void); /* NULL without memory; hash_init was called */
void seguridad_destroy(struct seguridad *s);

/*
 * Takes note: no I/O, no allocation, one short lock. Of kinds that repeat, the first is written, equal ones (tipo, person, address, objeto, datos) in the minute that
 * follows are one more row that counts them. Of strangers 64 different ones are written at once and six a minute after that, of people 256 and sixty; what is
 * beyond, and what finds the memory full, is counted in a row `perdida`. Downloads are only bounded by memory. NULL `s` does nothing (tools without a server).
 */
void seguridad_note(struct seguridad *s, const struct seguridad_suceso *suceso);

/*
 * First use of a key, or of what stands for one, from an address on a (local) day. True when memory does not know this use (a hash, no lock; each hour it asks
 * again): then call seguridad_note_key, which leaves it to the database whether it was the first. `abonado`: the address's 16 bytes. False for NULL `s`.
 */
bool seguridad_key_unseen(struct seguridad *s, const struct uuid *clave, const uint8_t abonado[static 16], instante_t now);
/* `que`: what the id is of, "clave", or "usuario" for a token of another issuer. */
void seguridad_note_key(
	struct seguridad *s, const struct actor *quien, const char *que, const struct uuid *clave, const char *direccion, instante_t now);

/* What seguridad_flush did, and what was lost since the process began: for the log and /metrics. */
struct seguridad_estado {
	int64_t escritos; /* rows written by this call */
	int64_t perdidos; /* facts counted in rows `perdida`, in all */
	int64_t n;        /* last row of the chain after this call; 0: nothing was written */
	struct sha256 hash;
};
/* Writes what was noted, in one transaction. One thread calls it, once a second, and once with `todo` at the end. A failure keeps everything for the next call. */
NODISCARD enum status seguridad_flush(struct seguridad *s, struct db *db, bool todo, struct seguridad_estado *out, struct error *err);
/*
 * A row `configuracion`; of a start only when the last one of that kind did not say the same: {"accion":"arranque" or "recarga","configuracion":…}. `redactada`: "key=value …", no
 * secrets. In a transaction of its own.
 */
NODISCARD enum status seguridad_configuration(struct db *db, const char *redactada, bool recarga, struct arena *a, struct error *err);
/* Facts lost one by one since the process began. */
int64_t seguridad_perdidos(const struct seguridad *s);

#endif
