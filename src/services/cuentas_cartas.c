/* Letters with a one-time link: invitations and new passwords. */
#include <stdio.h>
#include <string.h>

#include "codec/tipos.h"
#include "services/cuentas_interno.h"
#include "services/idempotencia.h"
#include "services/identidad.h"
#include "store/calendario.h"
#include "store/directorio.h"
#include "store/expedientes.h"

#define HORA_US (INT64_C(3600) * 1000000)
#define MINUTO_US (INT64_C(60) * 1000000)
#define RECIENTES_MAX 5 /* letters to one person within the hour */
#define INTENTOS_MAX 10
#define ESPERA_MAX_MIN 120

static const char invitacion[] = "invitacion", restablecimiento[] = "restablecimiento";

bool cuentas_envia_correo(const struct config *c)
{
	return *c->smtp_url && *c->correo_remitente;
}

enum status cuentas_restablecer(struct obrero *o, const char *identificador, struct error *err)
{
	if (!cuentas_envia_correo(o->app->config))
		return error_set(err, PROBLEM_SIN_CORREO);
	const char *normal = identificador_normal(err->arena, identificador);
	if (normal && correo_valido(normal))
		return cartas_alta(o->db, restablecimiento, normal, reloj_now(), err);
	error_add(err, "/identificador", MENSAJE_CORREO);
	return error_set(err, PROBLEM_CUERPO_INVALIDO);
}

static enum status make_account(struct db *db, const struct uuid *usuario, struct arena *a, const char **identificador, struct error *err)
{
	struct usuario u;
	struct cuenta c;
	struct error own;
	enum status st = directorio_usuario(db, usuario, a, &u, err);
	if (st != STATUS_OK)
		return st;
	if (u.maquina || !u.activo || !u.organizacion_activa)
		return error_set(err, PROBLEM_CUENTA_IMPOSIBLE, "No puede invitarse: es un sistema, o ya no está activa.",
			"No invitation is possible: it is a system, or no longer active.");
	*identificador = u.correo ? identificador_normal(a, u.correo) : NULL;
	if (!*identificador || !correo_valido(*identificador))
		return error_set(err, PROBLEM_CUENTA_IMPOSIBLE, "No puede invitarse: no tiene un correo.",
			"No invitation is possible: there is no address.");
	error_init(&own, a);
	st = cuentas_alta(db, usuario, *identificador, reloj_now(), &own);
	if (st == STATUS_CONFLICT)
		return error_set(err, PROBLEM_CUENTA_IMPOSIBLE, "No puede invitarse: su correo es el de otra cuenta.",
			"No invitation is possible: the address is another account's.");
	if (st != STATUS_OK) {
		*err = own;
		return st;
	}
	st = cuentas_ver(db, usuario, a, &c, err);
	*identificador = st == STATUS_OK ? c.identificador : NULL;
	return st;
}

enum status cuentas_invitar(struct db *db, const struct uuid *usuario, struct arena *a, struct error *err)
{
	const char *identificador;
	enum status st = make_account(db, usuario, a, &identificador, err);
	return st == STATUS_OK ? cartas_alta(db, invitacion, identificador, reloj_now(), err) : st;
}

/* The answer is empty; what is remembered is that it was given. */
static enum status invite(struct obrero *o, const struct uuid *quien, const struct uuid *usuario, struct idempotencia *idem,
	struct arena *a, struct error *err)
{
	enum status st = db_begin(o->db, err);
	if (st != STATUS_OK)
		return st;
	st = cuentas_invitar(o->db, usuario, a, err);
	if (st == STATUS_OK && idem->clave) {
		idem->http = 202;
		idem->cuerpo = idem->encabezados = "";
		st = calendario_remember(o->db, quien, idem, err);
	}
	if (st == STATUS_OK)
		st = db_commit(o->db, err);
	if (st != STATUS_OK)
		db_rollback(o->db);
	return st;
}

static enum status remembered(
	struct obrero *o, const struct uuid *quien, const struct idempotencia *idem, struct arena *a, bool *repetida, struct error *err)
{
	struct idempotencia_guardada g = {.usuario = *quien, .clave = idem->clave};
	*repetida = false;
	if (!idem->clave)
		return STATUS_OK;
	enum status st = expedientes_idempotencia(o->db, &g, 1, a, err);
	if (st != STATUS_OK || !g.hallada)
		return st;
	*repetida = true;
	return sha256_equal(&g.huella, &idem->huella) ? STATUS_OK : error_set(err, PROBLEM_IDEMPOTENCIA_OTRO_CUERPO);
}

enum status cuentas_invitar_una_vez(struct obrero *o, const struct uuid *quien, const struct uuid *usuario, struct idempotencia *idem,
	struct arena *a, bool *repetida, struct error *err)
{
	*repetida = false;
	if (idem->clave && !idempotencia_claim(quien, idem->clave))
		return error_set(err, PROBLEM_IDEMPOTENCIA_EN_CURSO);
	enum status st = remembered(o, quien, idem, a, repetida, err);
	if (st == STATUS_OK && !*repetida)
		st = invite(o, quien, usuario, idem, a, err);
	if (idem->clave)
		idempotencia_release(quien, idem->clave);
	return st;
}

/* ---- the link ---- */

static const char *address(const struct config *c, const char *enlace, struct arena *a)
{
	size_t n = strlen(c->url_publica);
	while (n > 0 && c->url_publica[n - 1] == '/')
		n--;
	return arena_printf(a, "%.*s/contrasena?enlace=%s", (int)n, c->url_publica, enlace);
}

static enum status new_link(struct db *db, const struct config *c, const struct uuid *carta, const struct uuid *usuario, bool primera,
	struct arena *a, const char **url, struct error *err)
{
	char enlace[OPACO_LEN];
	struct sha256 sha;
	opaco_generar(PREFIJO_ENLACE, enlace, &sha);
	*url = address(c, enlace, a);
	if (!*url)
		return error_set(err, PROBLEM_INTERNO);
	return cartas_enlace(db, carta, usuario, &sha, reloj_now() + (primera ? c->enlace_horas : 1) * HORA_US, err);
}

enum status cuentas_enlace(
	struct db *db, const struct config *c, const struct uuid *usuario, struct arena *a, const char **enlace, struct error *err)
{
	const char *identificador;
	struct cuenta_carta k;
	const instante_t now = reloj_now();
	enum status st = make_account(db, usuario, a, &identificador, err);
	if (st == STATUS_OK)
		st = cartas_alta(db, invitacion, identificador, now, err);
	/* Whichever letter to this person waits is the one whose link is shown: it is not sent then. */
	if (st == STATUS_OK)
		st = cartas_tomar(db, identificador, now, a, &k, err);
	if (st == STATUS_OK)
		st = uuid_is_nil(&k.id) ? error_set(err, PROBLEM_SATURADO) : new_link(db, c, &k.id, usuario, true, a, enlace, err);
	return st == STATUS_OK ? cartas_fin(db, &k.id, "enviada", now, "", err) : st;
}

enum status cuentas_fijar(struct obrero *o, const char *enlace, const char *nueva, struct arena *a, struct uuid *quien, struct error *err)
{
	struct sha256 sha;
	struct uuid usada = {{0}};
	char hash[CONTRASENA_HASH];
	const instante_t now = reloj_now();
	*quien = usada;
	if (!opaco_forma(enlace, PREFIJO_ENLACE, &sha))
		return error_set(err, PROBLEM_ENLACE_INVALIDO);
	enum status st = enlaces_ver(o->db, &sha, now, quien, err);
	if (st == STATUS_OK && uuid_is_nil(quien))
		return error_set(err, PROBLEM_ENLACE_INVALIDO);
	if (st == STATUS_OK)
		st = cuentas_admitir(o, quien, nueva, "/contrasena", a, hash, err);
	if (st == STATUS_OK)
		st = db_begin(o->db, err);
	if (st != STATUS_OK)
		return st;
	st = enlaces_usar(o->db, &sha, now, &usada, err);
	if (st == STATUS_OK && uuid_is_nil(&usada))
		st = error_set(err, PROBLEM_ENLACE_INVALIDO);
	if (st == STATUS_OK)
		st = cuentas_contrasena(o->db, quien, hash, now, err);
	if (st == STATUS_OK)
		st = sesiones_cerrar_todas(o->db, quien, NULL, now, err);
	if (st == STATUS_OK)
		st = cuentas_equipos_baja(o->db, quien, err);
	if (st == STATUS_OK)
		st = db_commit(o->db, err);
	if (st != STATUS_OK)
		db_rollback(o->db);
	identidad_forget(o->app->identidad, &(struct uuid){{0}}, quien);
	return st;
}

/* ---- sending ---- */

static const char *text_of(struct arena *a, const char *clase, const struct cuenta_destinatario *d, const char *url, const struct config *c)
{
	if (strcmp(clase, invitacion) == 0)
		return arena_printf(a,
			"%s:\n\nSe le dio una cuenta en el servicio de acuerdos interinstitucionales. Para elegir su\ncontraseña abra, en "
			"las "
			"próximas %d horas:\n\n%s\n\nEl enlace sirve una sola vez. Si no esperaba este mensaje, no haga nada.\n",
			d->nombre, c->enlace_horas, url);
	return arena_printf(a,
		"%s:\n\nAlguien, quizá usted, pidió una contraseña nueva para su cuenta en el servicio de acuerdos\ninterinstitucionales. "
		"Para "
		"elegirla abra, en la próxima hora:\n\n%s\n\nEl enlace sirve una sola vez. Si no la pidió, no haga nada: su contraseña "
		"sigue siendo "
		"la misma.\n",
		d->nombre, url);
}

/* One letter; *lista false: it was nobody's, and is settled. */
static enum status prepare(struct db *db, const struct config *c, const struct cuenta_carta *k, struct arena *a, struct carta_lista *out,
	bool *lista, struct error *err)
{
	struct cuenta_destinatario d;
	const char *url = NULL;
	const instante_t now = reloj_now();
	enum status st = cartas_de(db, k->identificador, now, a, &d, err);
	*lista = false;
	if (st != STATUS_OK)
		return st;
	if (uuid_is_nil(&d.usuario))
		return cartas_baja(db, &k->id, err);
	if (d.recientes >= RECIENTES_MAX)
		return cartas_fin(db, &k->id, "demasiadas", now, "", err);
	st = new_link(db, c, &k->id, &d.usuario, strcmp(k->clase, invitacion) == 0, a, &url, err);
	if (st != STATUS_OK)
		return st;
	*out = (struct carta_lista){.id = k->id,
		.intentos = k->intentos,
		.a = k->identificador,
		.asunto = strcmp(k->clase, invitacion) == 0 ? "Su cuenta en el servicio de acuerdos interinstitucionales"
							    : "Contraseña nueva para el servicio de acuerdos interinstitucionales",
		.texto = text_of(a, k->clase, &d, url, c)};
	*lista = true;
	return out->texto ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

enum status cuentas_carta(struct db *db, const struct config *c, struct arena *a, struct carta_lista *out, struct error *err)
{
	struct cuenta_carta k;
	bool lista = false;
	enum status st;
	*out = (struct carta_lista){.intentos = 0};
	do {
		st = cartas_tomar(db, NULL, reloj_now(), a, &k, err);
		if (st != STATUS_OK || uuid_is_nil(&k.id))
			return st;
		st = prepare(db, c, &k, a, out, &lista, err);
	} while (st == STATUS_OK && !lista);
	return st;
}

enum status cuentas_carta_fin(struct db *db, const struct carta_lista *carta, bool enviada, const char *motivo, struct error *err)
{
	const instante_t now = reloj_now();
	const int minutos = 1 << (carta->intentos < 8 ? carta->intentos : 8);
	if (enviada)
		return cartas_fin(db, &carta->id, "enviada", now, "", err);
	return cartas_fin(db, &carta->id, carta->intentos < INTENTOS_MAX ? "pendiente" : "fallida",
		now + (minutos < ESPERA_MAX_MIN ? minutos : ESPERA_MAX_MIN) * MINUTO_US, motivo, err);
}
