/*
 * Everything that changes a file goes through here: legal acts, changes of data, documents, recomputations. A lane thread takes all that wait and
 * calls `tramites_perform` once: rules are decided in C on the file at a known version, the group is applied in one statement and one
 * commit that checks the versions again, and each is answered alone. One thread per `struct obrero`.
 */
#ifndef SERVICES_TRAMITE_H
#define SERVICES_TRAMITE_H

#include "base/buf.h"
#include "services/app.h"
#include "store/expedientes.h"

enum tramite_clase {
	TRAMITE_ACTO,      /* a legal act: acto, datos, fecha_legal */
	TRAMITE_MODIFICAR, /* merge-patch of the draft's data: parche */
	TRAMITE_DOCUMENTO, /* documento, its bytes in contenido_fd */
	TRAMITE_RECOMPUTAR /* by the service itself after a change of calendar */
};

struct tramite {
	/* asked */
	enum tramite_clase clase;
	const struct actor *who; /* NULL: the service itself (RECOMPUTAR) */
	const char *ref;         /* id or folio, as given */
	int version;             /* the version the caller saw (If-Match); 0 = whatever it is now */
	enum acto_tipo acto;
	struct acto_datos *datos;
	dia_t fecha_legal;
	struct ancla *anclas; /* observar, dictaminar: what anclas_find found (services/textos.h) */
	size_t n_anclas;
	const char *const *pasajes; /* NULL, or for each observation what stands in the text instead of its passage */
	const char *parche;
	size_t parche_len;
	struct documento *documento;
	int contenido_fd;
	const char *informe;       /* of DOCUMENTO: what its inspection said, to be kept with the bytes; NULL = it is there already */
	const char *idem_clave;    /* Idempotency-Key, NULL = none */
	struct sha256 idem_huella; /* fingerprint of the request */
	struct arena *arena;       /* results live here */
	struct error *err;
	/* answered */
	enum status status;
	bool diferido; /* not done: another one of the group is about the same file; ask again */
	bool repetido; /* the answer is the remembered one */
	int http;
	int version_nueva;
	struct buf cuerpo;       /* the body of the answer; the caller frees it */
	const char *encabezados; /* "Location: …\n" lines besides ETag, arena; NULL = none */
	/* own use while it runs */
	struct archivo *archivo;
	struct uuid id;
	int intentos;
	bool clave_tomada;       /* its key was found in use once */
	bool de_memoria, releer; /* judged without asking the database; must ask */
	bool reclamada;          /* its idempotency key is marked as running */
};

/* Does all of them; never fails as a whole. At most EXPEDIENTES_GRUPO_MAX. */
void tramites_perform(struct obrero *o, struct tramite **t, size_t n);

/* Opens a file (act `abrir`): 201. `organizacion` nil: the caller's own. `t->id`: the file's, nil = a new one. */
void tramite_open(struct obrero *o, struct tramite *t, const struct uuid *organizacion, const struct datos_expediente *datos);

/* After a change of calendar: recomputes up to one group of open files; *quedan tells whether more may be waiting. */
NODISCARD enum status tramites_recompute(struct obrero *o, bool *quedan, struct error *err);

#endif
