/* Private to the resources of accounts and sessions. */
#ifndef HTTP_SESION_H
#define HTTP_SESION_H

#include "base/direccion.h"
#include "domain/seguridad.h"
#include "http/servidor.h"
#include "services/cuentas.h"

/* ORIGEN_AJENO when the browser says (Sec-Fetch-Site) that a page of another site sends this: nobody is signed in by somebody else's form. */
NODISCARD enum status sesion_propia(struct exchange *ex);
/* ELEVACION_NECESARIA when the session's person has not lately proved who they are. */
NODISCARD enum status sesion_elevada(struct exchange *ex, const struct obrero *o);

struct sesion_origen_http {
	struct direccion abonado;
	char texto[DIRECCION_TEXTO_LEN];
	struct sesion_origen de; /* points into this struct and the exchange */
};
void sesion_origen(struct exchange *ex, struct sesion_origen_http *out);
/* Headers of a failed sign-in; gives `st` back. */
enum status sesion_fallo(struct exchange *ex, enum status st, int espera_s);
/* A row of the security journal about a person (NULL: nobody known). `como`: a slug, how; NULL: nothing to say. */
void sesion_anotar(const struct exchange *ex, enum seguridad_tipo tipo, const struct actor *quien, const char *como);
/* The same of who is not signed in yet, or no more. What it is about is done already: who cannot be looked up is told without organisation and role. */
void sesion_anotar_de(struct exchange *ex, struct obrero *o, enum seguridad_tipo tipo, const struct uuid *usuario, const char *como);
/* The cookies of a new session; the journal is told. */
void sesion_cookies(struct exchange *ex, struct obrero *o, const struct sesion_nueva *s);
void sesion_borrar_cookie(struct exchange *ex);

#endif
