/* The door: who calls, whether the route is for that person and that key, and the shape of Idempotency-Key. */
#ifndef HTTP_ACCESO_H
#define HTTP_ACCESO_H

#include "http/servidor.h"
#include "services/app.h"
#include "services/identidad.h"

/*
 * The server's `acceso` callback (worker: struct obrero). Public routes pass. Else 401 without a good key, 403 when the route's roles or scope (or its being for sessions only)
 * are not the caller's, 400 when Idempotency-Key is malformed, or missing from a machine's POST. Sets ex->actor, ex->clave_id, ex->sesion_id and ex->elevada_en.
 */
NODISCARD enum status acceso_check(struct exchange *ex, void *worker);
/* Who sends this request, by whatever it brings (services/identidad.h). */
NODISCARD enum status acceso_identidad(struct exchange *ex, struct obrero *o, struct identidad *out);

/*
 * The server's `terminada` callback: a refusal (401, 403) or what a person took out (routes with `exportacion`, 200 or 206) is noted for the security
 * journal (services/seguridad.h).
 */
void acceso_terminada(const struct exchange *ex);

/* The server's `conocido` callback (app: struct app). */
bool acceso_conocido(void *app, const struct exchange *ex, struct uuid *titular);

/* True for 1–255 visible ASCII characters. */
bool acceso_idempotencia_valida(const char *clave);

#endif
