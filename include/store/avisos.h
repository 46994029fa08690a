/* Mails that are owed to people (docs/correo.md). One connection, one thread; texts live in the arena. */
#ifndef STORE_AVISOS_H
#define STORE_AVISOS_H

#include "domain/expediente.h"
#include "store/db.h"

/* Between the local part and the id in the envelope sender of a mail: acuerdos+rebote-<id>@sre.gob.mx. */
#define AVISO_REBOTE "+rebote-"

struct aviso_correo {
	struct uuid id; /* also its Message-ID */
	bool repetido;  /* it may have been sent before */
	int intentos, tomas;
	instante_t creado_en;
	dia_t dia; /* a digest of that day; DIA_NINGUNO: of an event */
	struct uuid usuario;
	enum rol rol;
	const char *nombre, *correo, *organizacion;
	/* of an event; "" what there is not */
	const char *tipo, *folio, *denominacion, *codigo;
	instante_t ocurrido_en;
	struct uuid expediente, documento; /* nil: none */
	dia_t vence;
};

/* One, held for `arriendo_ms`. Those of the types `esperan` wait for their sealed document, at most `espera_s`. */
NODISCARD enum status avisos_take(struct db *db, int arriendo_ms, const char *const *esperan, size_t n, int espera_s, struct arena *a,
	struct aviso_correo *out, bool *hay, struct error *err);
/* `estado`: enviado, pendiente (again in espera_ms), fallido, omitido. `quiza`: it may have arrived all the same. */
NODISCARD enum status avisos_end(struct db *db, const struct aviso_correo *v, const char *estado, int64_t espera_ms, const char *motivo,
	bool quiza, struct error *err);
/* Digests of a day, once each. */
NODISCARD enum status avisos_digest(struct db *db, dia_t dia, struct error *err);

/* A machine's message `correo`, kept already, is about this mail. Within the caller's transaction and scope; *suyo: there is such a mail. */
NODISCARD enum status avisos_returned(struct db *db, const struct uuid *aviso, const struct uuid *correo, bool *suyo, struct error *err);

struct aviso_problema {
	struct uuid id, usuario, devuelto_correo;
	const char *correo, *estado, *motivo;
	instante_t creado_en, devuelto_en;
};
/* Those that were given up or came back, after `despues` (nil: from the first). For the administration's connection. */
NODISCARD enum status avisos_problems(
	struct db *db, const struct uuid *despues, int limite, struct arena *a, struct aviso_problema **out, size_t *n, struct error *err);

struct mesa_fila {
	const char *folio, *estado, *denominacion, *organizacion;
	dia_t vence;
};
NODISCARD enum status avisos_table(struct db *db, const char *oficina, const struct uuid *usuario, int limite, struct arena *a,
	struct mesa_fila **out, size_t *n, struct error *err);

#endif
