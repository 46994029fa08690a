/* Subscriptions and the journal of their deliveries, as their owners see them (row-level security: `who`). One connection, one thread; texts live in the arena. */
#ifndef STORE_SUSCRIPCIONES_H
#define STORE_SUSCRIPCIONES_H

#include "domain/evento.h"
#include "domain/expediente.h"
#include "store/db.h"

struct suscripcion {
	struct uuid id, organizacion, usuario;
	const char *rol, *url, *descripcion;
	const char **tipos; /* as in the outbox; none: all */
	size_t n_tipos;
	const char *estado, *motivo;
	int version, fallos;
	int pendientes, muertas; /* counted up to 10000; not in lists */
	bool sin_responsable;    /* `usuario` is not active any more, or not in this organisation and role */
	instante_t creada_en, actualizada_en, verificada_en, secreto_anterior_hasta;
};

/* A new one (id, organizacion, usuario, rol, url, descripcion, tipos). *hecha false: the organisation has `max` already, or this address (*repetida). */
/* How many that are kept this person answers for; in a transaction of the service itself. */
NODISCARD enum status suscripciones_of_user(struct db *db, const struct uuid *usuario, int *n, struct error *err);
NODISCARD enum status suscripciones_add(struct db *db, const struct actor *who, const struct suscripcion *s, const uint8_t *secreto,
	size_t secreto_len, int max, int vida_s, bool *hecha, bool *repetida, struct error *err);
NODISCARD enum status suscripciones_list(struct db *db, const struct actor *who, const struct uuid *despues, int limite, struct arena *a,
	struct suscripcion **out, size_t *n, struct error *err);
/* NOT_FOUND when there is none that `who` may see. */
NODISCARD enum status suscripciones_get(
	struct db *db, const struct actor *who, const struct uuid *id, struct arena *a, struct suscripcion *out, struct error *err);
/* url, descripcion, tipos of `s` from s->version on. *hecha false: somebody changed it. `seguir`: it was paused and goes on. An address that another has: YA_EXISTE. */
NODISCARD enum status suscripciones_change(struct db *db, const struct actor *who, const struct suscripcion *s, bool pausada, bool seguir,
	int vida_s, bool *hecha, struct error *err);
NODISCARD enum status suscripciones_end(
	struct db *db, const struct actor *who, const struct uuid *id, int version, bool *hecha, struct error *err);
NODISCARD enum status suscripciones_rotate(struct db *db, const struct actor *who, const struct uuid *id, const uint8_t *secreto,
	size_t secreto_len, int horas, bool *hecha, instante_t *anterior_hasta, int *version, struct error *err);
NODISCARD enum status suscripciones_challenge(
	struct db *db, const struct actor *who, const struct uuid *id, int vida_s, bool *hecha, struct error *err);

struct entrega_fila {
	struct evento evento;
	const char *estado; /* pendiente, entregada, muerta, cancelada */
	int intentos;
	instante_t disponible_en, vence_en, creada_en, terminada_en;
};
struct entrega_intento {
	int n, ms, http;
	instante_t empezado_en;
	const char *motivo, *respuesta;
};
/* Newest event first; before event number `antes_de`, 0: from the newest. `estado` NULL: any. */
NODISCARD enum status entregas_list(struct db *db, const struct actor *who, const struct uuid *suscripcion, const char *estado,
	int64_t antes_de, int limite, struct arena *a, struct entrega_fila **out, size_t *n, struct error *err);
/* NOT_FOUND when this event was not meant for it. */
NODISCARD enum status entregas_get(struct db *db, const struct actor *who, const struct uuid *suscripcion, const struct uuid *evento,
	struct arena *a, struct entrega_fila *out, struct error *err);
NODISCARD enum status entregas_attempts(struct db *db, const struct actor *who, const struct uuid *suscripcion, int64_t seq, int limite,
	struct arena *a, struct entrega_intento **out, size_t *n, struct error *err);
/* Which of these events can be sent again: their ids in out[0…*n_out), which holds n. */
NODISCARD enum status entregas_known(struct db *db, const struct actor *who, const struct uuid *suscripcion, const struct uuid *eventos,
	size_t n, struct uuid *out, size_t *n_out, struct error *err);
/* *reenviadas: how many; what waits already is not among them. */
NODISCARD enum status entregas_resend(struct db *db, const struct actor *who, const struct uuid *suscripcion, const struct uuid *eventos,
	size_t n, int vida_s, int *reenviadas, struct error *err);

#endif
