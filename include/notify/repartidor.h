/*
 * Delivers events to subscriptions (docs/eventos.md): takes what is due, sends it, writes down what came of it. At least once: who dies between
 * sending and writing leaves a lease that runs out, and the event is sent again with the same id. One thread, one connection; several
 * instances share the work.
 */
#ifndef NOTIFY_REPARTIDOR_H
#define NOTIFY_REPARTIDOR_H

#include <stdint.h>

#include "base/cofre.h"
#include "base/error.h"
#include "base/status.h"
#include "notify/webhook.h"
#include "store/db.h"

struct repartidor_opciones {
	struct webhook_opciones http;
	const struct cofre_llave *llave; /* of the secrets */
	const char *raiz;                /* url_publica without a closing slash */
	int a_la_vez;                    /* deliveries under way */
	int espera_ms;                   /* after a first failure; then it doubles */
};

struct repartidor;
/* NULL without memory. `o` is copied, what it points to is not. */
struct repartidor *repartidor_create(const struct repartidor_opciones *o);
void repartidor_destroy(struct repartidor *r);

#define REPARTIDOR_ESPERA_MAX_MS (INT64_C(6) * 3600 * 1000) /* between two tries of one delivery */
/*
 * How long it waits after failure number `veces`, from 0, in ms: `base`, doubled by each failure before it, at most `max`; the upper half of that by `azar`, so
 * that many do not come back at once. Pure.
 */
int64_t repartidor_espera(int64_t base, int veces, int64_t max, uint32_t azar);

/* What one step came to, for the log. */
struct repartidor_paso {
	int entregadas, falladas, muertas, verificadas;
};
/* One round: results, what is due, then at most `ms` of waiting for the network. Any failure is of the database: what is under way goes on. */
NODISCARD enum status repartidor_step(struct repartidor *r, struct db *db, int ms, struct repartidor_paso *paso, struct error *err);

#endif
