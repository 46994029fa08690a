/* Private to the resources of accounts and sessions. */
#ifndef HTTP_SESION_H
#define HTTP_SESION_H

#include "base/direccion.h"
#include "http/servidor.h"
#include "services/cuentas.h"

/* ORIGEN_AJENO when the browser says (Sec-Fetch-Site) that a page of another site sends this: nobody is signed in by somebody else's form. */
NODISCARD enum status sesion_propia(struct exchange *ex);
/* SESION_NECESARIA for keys and tokens. */
NODISCARD enum status sesion_necesaria(struct exchange *ex);
/* The same, and ELEVACION_NECESARIA when its person has not lately proved who they are. */
NODISCARD enum status sesion_elevada(struct exchange *ex, const struct obrero *o);

struct sesion_origen_http {
	struct direccion abonado;
	char texto[DIRECCION_TEXTO_LEN];
	struct sesion_origen de; /* points into this struct and the exchange */
};
void sesion_origen(struct exchange *ex, struct sesion_origen_http *out);
/* Headers of a failed sign-in; gives `st` back. */
enum status sesion_fallo(struct exchange *ex, enum status st, int espera_s);
void sesion_cookies(struct exchange *ex, const struct sesion_nueva *s);
void sesion_borrar_cookie(struct exchange *ex);

#endif
