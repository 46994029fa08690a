/* Deliveries of events to subscriptions, as the thread that makes them sees them. One connection, one thread; texts live in the arena. */
#ifndef STORE_ENTREGAS_H
#define STORE_ENTREGAS_H

#include "domain/evento.h"
#include "store/db.h"

/* A sealed secret (services/suscripciones.h says what is in it). */
struct secreto_sellado {
	const uint8_t *p; /* NULL: none */
	size_t n;
};

/* A delivery that this thread holds, or with `evento.id` nil the challenge of a subscription. */
struct entrega {
	struct uuid suscripcion, organizacion; /* the subscription's organisation, in a challenge */
	int tomas;                             /* whoever holds an older taking cannot write any more */
	int intentos;                          /* this one included */
	int fallos;                            /* of the subscription, in a row, before this */
	const char *url;
	struct secreto_sellado secreto, anterior;
	struct evento evento;
};

/* At most `max`, held for `arriendo_ms`; none for the `ocupadas`, at most `por_suscripcion` for each. */
NODISCARD enum status entregas_take(struct db *db, int max, int arriendo_ms, int por_suscripcion, const struct uuid *ocupadas,
	size_t n_ocupadas, struct arena *a, struct entrega **out, size_t *n, struct error *err);
NODISCARD enum status verificaciones_take(
	struct db *db, int max, int arriendo_ms, struct arena *a, struct entrega **out, size_t *n, struct error *err);

struct entrega_resultado {
	bool tomada;            /* the other side took it */
	bool retirada;          /* the other side wants no more */
	int64_t espera_ms;      /* until it may be tried again; of a challenge too */
	int64_t suscripcion_ms; /* until anything of the subscription may be tried */
	instante_t empezado_en;
	int ms, http;
	const char *motivo;    /* "": none */
	const char *respuesta; /* valid UTF-8 without NUL, at most 1024 characters */
};
NODISCARD enum status entregas_note(struct db *db, const struct entrega *e, const struct entrega_resultado *r, struct error *err);
NODISCARD enum status verificaciones_note(struct db *db, const struct entrega *e, const struct entrega_resultado *r, struct error *err);
/* Dead letters: how many came to be. */
NODISCARD enum status entregas_expire(struct db *db, int *muertas, struct error *err);

#endif
