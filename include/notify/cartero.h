/*
 * Sends people the mails they are owed (docs/correo.md): takes one, writes it, hands it to the relay, writes down what came of it. One thread, one connection; several
 * instances share the work by leases. A mail that may have been sent already is sent again with the same Message-ID and says so.
 */
#ifndef NOTIFY_CARTERO_H
#define NOTIFY_CARTERO_H

#include "base/error.h"
#include "base/fecha.h"
#include "notify/servidor_correo.h"
#include "store/db.h"

struct cartero {
	struct servidor_correo smtp;
	const char *remitente;
	const char *raiz;   /* url_publica without a closing slash */
	bool rebotes;       /* the envelope sender names the mail, so that what comes back can be told (docs/correo.md) */
	int espera_sello_s; /* how long a mail waits for its sealed document; 0: none is made here */
	int espera_ms;      /* after a first failure; then it doubles */
};

struct cartero_paso {
	bool hubo, enviado;
	const char *motivo; /* why not; arena */
};
/* At most one mail. A failure is of the database; what a mail ran into is in `paso`. */
NODISCARD enum status cartero_step(const struct cartero *c, struct db *db, struct arena *a, struct cartero_paso *paso, struct error *err);

#endif
