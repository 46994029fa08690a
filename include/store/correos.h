/*
 * Messages that arrived by e-mail, their parts, and the institutional domains of organisations. Row-level security lets DGCP and internal
 * control read them, and only the service itself write. One connection, one thread; texts of results live in the arena, never NULL.
 */
#ifndef STORE_CORREOS_H
#define STORE_CORREOS_H

#include "store/db.h"

/* ---- domains ---- */

struct organizacion_dominio {
	const char *dominio; /* lower case, ASCII */
	struct uuid organizacion;
	bool subdominios; /* what is below it belongs to the organisation too */
	instante_t creado_en;
};
NODISCARD enum status dominio_create(struct db *db, const struct organizacion_dominio *d, struct error *err); /* YA_EXISTE, NO_ENCONTRADO */
NODISCARD enum status dominio_remove(struct db *db, const struct organizacion_dominio *d, struct error *err); /* NO_ENCONTRADO */
NODISCARD enum status dominios_list(
	struct db *db, const struct uuid *organizacion, struct arena *a, struct organizacion_dominio **out, size_t *n, struct error *err);

struct dominio_hallado {
	const char *dominio; /* as stored; "" when it is nobody's */
	bool subdominios;
	struct uuid organizacion;
	const char *organizacion_nombre;
	bool activa;
};
NODISCARD enum status dominio_find(struct db *db, const char *dominio, struct arena *a, struct dominio_hallado *out, struct error *err);

/* ---- messages ---- */

struct correo_fila {
	struct uuid id, remitente; /* remitente nil: unknown or not authenticated */
	const char *message_id;
	struct sha256 sha256;
	int64_t tamano;
	instante_t recibido_en, enviado_en;
	const char *de, *de_nombre, *responder_a, *para, *asunto, *texto;
	bool automatico;
	const char *autenticacion; /* what the trusted relay said, in one line */
	const char *dominio;       /* the organisation's, as stored */
	const char *hallazgo;
	int version;
	const char *estado, *motivo;
	struct uuid organizacion, expediente, documento, usuario;
	const char *datos; /* of the file to be opened, JSON; "" until a person confirms */
	instante_t resuelto_en;
	const char *respuesta, *respuesta_a, *respuesta_error;
	instante_t respuesta_en;
	int respuesta_intentos;
	int partes; /* in lists */
};
struct correo_parte_fila {
	int n;
	enum clase_documento clase; /* CLASE_DOCUMENTO_NINGUNO: left out of the file */
	const char *tipo_parte, *nombre, *tipo_declarado, *tipo_medio, *hallazgo;
	int64_t tamano;
	struct sha256 sha256; /* zero: its bytes were not kept apart */
	struct uuid documento;
};

/* Inside a transaction: the row first; *nuevo false when the message is there already (then nothing else is to be done). */
NODISCARD enum status correos_receive(struct db *db, const struct correo_fila *c, bool *nuevo, struct error *err);
NODISCARD enum status correos_add_part(struct db *db, const struct uuid *correo, const struct correo_parte_fila *p, struct error *err);
/* The one with this Message-ID and sender; NOT_FOUND. Fills id, estado, motivo, respuesta. */
NODISCARD enum status correos_repeated(
	struct db *db, const char *message_id, const struct uuid *remitente, struct arena *a, struct correo_fila *out, struct error *err);
/* `who` NULL: the service itself. NOT_FOUND also for who may not see it. */
NODISCARD enum status correos_get(
	struct db *db, const struct actor *who, const struct uuid *id, struct arena *a, struct correo_fila *out, struct error *err);
NODISCARD enum status correos_parts(struct db *db, const struct actor *who, const struct uuid *id, struct arena *a,
	struct correo_parte_fila **out, size_t *n, struct error *err);
/* Newest first. `estado` NULL: any; `antes_de` nil: from the newest. */
NODISCARD enum status correos_list(struct db *db, const struct actor *who, const char *estado, const struct uuid *antes_de, int limite,
	struct arena *a, struct correo_fila **out, size_t *n, struct error *err);

/*
 * A person takes the message on: c->organizacion, usuario, datos; expediente and documento are the ids to be given, and come back as they were fixed
 * the first time. c->version: the one that was seen, and the new one. CONFLICT (no problem set) when it moved or was decided.
 */
NODISCARD enum status correos_claim(struct db *db, struct correo_fila *c, struct error *err);
NODISCARD enum status correos_classify(struct db *db, const struct uuid *id, int n, enum clase_documento clase, struct error *err);
/* c->version, estado, motivo, usuario, resuelto_en. CONFLICT as above. */
NODISCARD enum status correos_resolve(struct db *db, struct correo_fila *c, struct error *err);

/* The next answer that is owed (`id` nil: any but those of `no`), now this run's to send; nil: none. */
NODISCARD enum status correos_answer_take(
	struct db *db, const struct uuid *id, const struct uuid *no, size_t n_no, instante_t now, struct uuid *out, struct error *err);
NODISCARD enum status correos_answer_end(
	struct db *db, const struct uuid *id, bool enviada, const char *error, instante_t now, struct error *err);

#endif
