#include "services/cuentas.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "services/cuentas_interno.h"
#include "services/identidad.h"
#include "services/llave_cofre.h"

#define SEGUNDO_US INT64_C(1000000)
#define LIBRES_PAR 5        /* failures that cost nothing: a person mistypes */
#define LIBRES_DIRECCION 50 /* an office stands behind one address */
#define LIBRES_FACTOR 10

static enum status load_keys(struct cuentas *k, const struct config *c, struct error *err)
{
	const char *rutas[CUENTAS_LLAVES] = {c->cuentas_llave, c->cuentas_llave_anterior};
	enum status st = STATUS_OK;
	if (!*rutas[0] && *rutas[1])
		return error_set(err, PROBLEM_CUENTAS_LLAVE, rutas[1], "falta cuentas_llave, con que se cifra");
	for (size_t i = 0; i < CUENTAS_LLAVES && *rutas[i] && st == STATUS_OK; i++) {
		st = llave_cofre_load(rutas[i], PROBLEM_CUENTAS_LLAVE, &k->llaves[i], err);
		k->n_llaves = i + 1;
	}
	return st;
}

struct cuentas *cuentas_create(const struct config *c, struct error *err)
{
	struct cuentas *k = calloc(1, sizeof *k);
	if (!k) {
		(void)error_set(err, PROBLEM_INTERNO);
		return NULL;
	}
	k->costo = (struct contrasena_costo){.memoria = (size_t)c->contrasena_memoria, .vueltas = c->contrasena_vueltas};
	contrasena_hash_nadie(&k->costo, k->senuelo);
	enum status st = contrasenas_vedadas_load(c->contrasenas_vedadas, &k->vedadas, err);
	if (st == STATUS_OK)
		st = load_keys(k, c, err);
	if (st == STATUS_OK)
		return k;
	cuentas_destroy(k);
	return NULL;
}

void cuentas_destroy(struct cuentas *c)
{
	if (!c)
		return;
	contrasenas_vedadas_free(c->vedadas);
	for (size_t i = 0; i < CUENTAS_LLAVES; i++)
		cofre_llave_forget(&c->llaves[i]);
	free(c);
}

uint64_t cuentas_calculos(void)
{
	return contrasena_calculos();
}

/* ---- what failures are counted for ---- */

static void count_key(const char *que, const char *texto, const void *id, size_t n, struct sha256 *out)
{
	struct sha256_ctx c;
	sha256_begin(&c);
	sha256_add(&c, que, strlen(que) + 1);
	sha256_add(&c, texto, strlen(texto) + 1);
	sha256_add(&c, id, n);
	sha256_end(&c, out);
}

static void count_keys(const char *identificador, const struct sesion_origen *de, struct cuenta_intentos *out)
{
	char equipo[OPACO_LEN];
	bool hay;
	*out = (struct cuenta_intentos){.equipo = {{0}}};
	count_key("par", identificador, de->abonado, 16, &out->par);
	count_key("direccion", "", de->abonado, 16, &out->direccion);
	if (credencial_cookie(de->cookie, EQUIPO_COOKIE, PREFIJO_EQUIPO, equipo, &out->equipo_cookie, &hay))
		count_key("equipo", identificador, out->equipo_cookie.b, SHA256_LEN, &out->equipo);
	else
		out->equipo_cookie = (struct sha256){{0}};
}

static void factor_key(const struct uuid *usuario, struct sha256 *out)
{
	count_key("factor", "", usuario->b, sizeof usuario->b, out);
}

static enum status check_wait(const struct cuenta_entrada *e, instante_t now, int *espera_s, struct error *err)
{
	char texto[16];
	instante_t hasta = e->conocido ? e->equipo_hasta : e->par_hasta > e->direccion_hasta ? e->par_hasta : e->direccion_hasta;
	if (hasta == INSTANTE_NINGUNO || hasta <= now)
		return STATUS_OK;
	*espera_s = (int)((hasta - now + SEGUNDO_US - 1) / SEGUNDO_US);
	snprintf(texto, sizeof texto, "%d", *espera_s);
	return error_set(err, PROBLEM_DEMASIADOS_INTENTOS, texto);
}

static enum status count_failure(
	struct obrero *o, const struct cuenta_intentos *i, const struct cuenta_entrada *e, bool factor, instante_t now, struct error *err)
{
	struct sha256 claves[4];
	int libres[4];
	size_t n = 0;
	if (e->conocido) {
		claves[n] = i->equipo;
		libres[n++] = LIBRES_PAR;
	} else {
		claves[n] = i->par;
		libres[n++] = LIBRES_PAR;
		claves[n] = i->direccion;
		libres[n++] = LIBRES_DIRECCION;
	}
	if (factor) {
		factor_key(&e->usuario, &claves[n]);
		libres[n++] = LIBRES_FACTOR;
	}
	enum status st = cuentas_fallo(o->db, claves, libres, n, now, err);
	return st == STATUS_OK ? error_set(err, PROBLEM_CREDENCIALES_INCORRECTAS) : st;
}

/* ---- the proof ---- */

static enum status second_factor(struct obrero *o, const struct cuenta_peticion *p, const struct cuenta_entrada *e, instante_t now,
	const char **metodo, bool *ok, struct error *err)
{
	struct sha256 sha;
	*ok = false;
	if (p->recuperacion) {
		*metodo = "recuperacion";
		return recuperacion_leer(p->recuperacion, &sha) ? cuentas_recuperacion_usar(o->db, &e->usuario, &sha, now, ok, err)
								: STATUS_OK;
	}
	*metodo = "segundo_factor";
	uint8_t secreto[TOTP_SECRETO];
	enum status st = cuentas_secreto_abrir(o->app->cuentas, &e->usuario, &e->totp, secreto, err);
	if (st != STATUS_OK)
		return st;
	const int64_t paso = totp_paso(secreto, p->codigo, now);
	explicit_bzero(secreto, sizeof secreto);
	return paso ? cuentas_totp_usar(o->db, &e->usuario, paso, ok, err) : STATUS_OK;
}

/* Waits and password. *ok: the password is that of an account in use. */
static enum status first_factor(struct obrero *o, const struct cuenta_peticion *p, const struct cuenta_intentos *i, instante_t now,
	struct arena *a, struct cuenta_entrada *e, bool *ok, int *espera_s, struct error *err)
{
	*espera_s = 0;
	enum status st = cuentas_entrada(o->db, p->identificador, i, a, e, err);
	if (st == STATUS_OK)
		st = check_wait(e, now, espera_s, err);
	if (st != STATUS_OK)
		return st;
	const char *hash = e->contrasena ? e->contrasena : o->app->cuentas->senuelo;
	*ok = contrasena_es(hash, p->contrasena) && e->contrasena && e->activa;
	return STATUS_OK;
}

static enum status prove(struct obrero *o, const struct cuenta_peticion *p, const struct cuenta_intentos *i, instante_t now,
	struct arena *a, struct cuenta_entrada *e, const char **metodo, int *espera_s, struct error *err)
{
	bool ok = false;
	enum status st = first_factor(o, p, i, now, a, e, &ok, espera_s, err);
	if (st != STATUS_OK)
		return st;
	*metodo = "contrasena";
	if (!ok)
		return count_failure(o, i, e, false, now, err);
	if (!e->con_totp)
		return STATUS_OK;
	if (!p->codigo && !p->recuperacion)
		return error_set(err, PROBLEM_SEGUNDO_FACTOR);
	struct cuenta_intentos f = *i;
	struct cuenta_entrada otra;
	factor_key(&e->usuario, &f.par);
	st = e->conocido ? STATUS_OK : cuentas_entrada(o->db, p->identificador, &f, a, &otra, err);
	if (st == STATUS_OK && !e->conocido)
		st = check_wait(&otra, now, espera_s, err);
	if (st == STATUS_OK)
		st = second_factor(o, p, e, now, metodo, &ok, err);
	return st != STATUS_OK || ok ? st : count_failure(o, i, e, true, now, err);
}

/* What a success changes besides the session. */
static enum status settle(struct obrero *o, const struct cuenta_peticion *p, const struct cuenta_intentos *i,
	const struct cuenta_entrada *e, instante_t now, struct error *err)
{
	struct sha256 claves[3] = {i->par, i->equipo};
	char hash[CONTRASENA_HASH];
	factor_key(&e->usuario, &claves[2]);
	enum status st = cuentas_acierto(o->db, claves, 3, err);
	if (st == STATUS_OK && contrasena_vieja(&o->app->cuentas->costo, e->contrasena) &&
		contrasena_hash(&o->app->cuentas->costo, p->contrasena, hash))
		st = cuentas_contrasena(o->db, &e->usuario, hash, now, err);
	return st;
}

static bool normal(const struct cuenta_peticion *p, struct arena *a, struct cuenta_peticion *out)
{
	*out = *p;
	out->identificador = identificador_normal(a, p->identificador);
	return out->identificador && utf8_length(p->contrasena) <= CONTRASENA_MAX;
}

enum status cuentas_entrar(struct obrero *o, const struct cuenta_peticion *p, const struct sesion_origen *de, struct arena *a,
	struct sesion_nueva *out, int *espera_s, struct error *err)
{
	struct cuenta_peticion n;
	struct cuenta_intentos i;
	struct cuenta_entrada e;
	const char *metodo = "";
	const instante_t now = reloj_now();
	if (!normal(p, a, &n))
		return error_set(err, PROBLEM_CREDENCIALES_INCORRECTAS);
	count_keys(n.identificador, de, &i);
	enum status st = prove(o, &n, &i, now, a, &e, &metodo, espera_s, err);
	if (st == STATUS_OK)
		st = settle(o, &n, &i, &e, now, err);
	if (st == STATUS_OK)
		st = sesion_abrir(o, &e.usuario, metodo, de, a, out, err);
	return st == STATUS_OK ? sesion_equipo(o, &e.usuario, de, now, out, err) : st;
}

enum status cuentas_elevar(struct obrero *o, const struct uuid *sesion, const struct uuid *quien, const struct cuenta_peticion *p,
	const struct sesion_origen *de, struct arena *a, struct sesion_nueva *out, int *espera_s, struct error *err)
{
	struct cuenta c;
	struct cuenta_peticion n = *p;
	struct cuenta_intentos i;
	struct cuenta_entrada e;
	struct sha256 sha;
	const char *metodo = "";
	const instante_t now = reloj_now();
	*espera_s = 0;
	enum status st = cuentas_ver(o->db, quien, a, &c, err);
	if (st == STATUS_NOT_FOUND || utf8_length(p->contrasena) > CONTRASENA_MAX)
		return error_set(err, PROBLEM_CREDENCIALES_INCORRECTAS);
	if (st != STATUS_OK)
		return st;
	n.identificador = c.identificador;
	count_keys(n.identificador, de, &i);
	st = prove(o, &n, &i, now, a, &e, &metodo, espera_s, err);
	if (st == STATUS_OK)
		st = settle(o, &n, &i, &e, now, err);
	if (st != STATUS_OK)
		return st;
	*out = (struct sesion_nueva){.fila = {.id = *sesion, .usuario = *quien, .metodo = metodo, .elevada_en = now}};
	opaco_generar(PREFIJO_SESION, out->cookie, &sha);
	opaco_derivar(out->cookie, "csrf", out->csrf);
	st = sesiones_renovar(o->db, sesion, &sha, now, err);
	identidad_forget(o->app->identidad, sesion, quien);
	return st;
}

/* ---- a new password ---- */

enum status cuentas_admitir(
	struct obrero *o, const struct uuid *quien, const char *nueva, const char *pointer, struct arena *a, char *hash, struct error *err)
{
	struct cuenta c;
	enum status st = cuentas_ver(o->db, quien, a, &c, err);
	if (st != STATUS_OK)
		return st;
	char *local = arena_strdup(a, c.identificador);
	char *dominio = local ? strchr(local, '@') : NULL;
	if (dominio)
		*dominio++ = '\0';
	const char *propios[16] = {local ? local : "", dominio ? dominio : "", c.siglas, c.municipio};
	size_t n = 4;
	char *resto = arena_printf(a, "%s %s", c.nombre, c.organizacion), *palabra, *sigue = NULL;
	for (palabra = resto ? strtok_r(resto, " ", &sigue) : NULL; palabra && n + 1 < sizeof propios / sizeof *propios;
		palabra = strtok_r(NULL, " ", &sigue))
		propios[n++] = palabra;
	propios[n] = NULL;
	if (contrasena_admisible(o->app->cuentas->vedadas, nueva, propios, pointer, err) && c.contrasena &&
		contrasena_es(c.contrasena, nueva))
		error_add(err, pointer, MENSAJE_CONTRASENA_IGUAL);
	if (err->n_items > 0)
		return error_set(err, PROBLEM_CUERPO_INVALIDO);
	return contrasena_hash(&o->app->cuentas->costo, nueva, hash) ? STATUS_OK : error_set(err, PROBLEM_SATURADO);
}

enum status cuentas_cambiar(
	struct obrero *o, const struct uuid *sesion, const struct uuid *quien, const char *nueva, struct arena *a, struct error *err)
{
	char hash[CONTRASENA_HASH];
	const instante_t now = reloj_now();
	enum status st = cuentas_admitir(o, quien, nueva, "/nueva", a, hash, err);
	if (st == STATUS_OK)
		st = db_begin(o->db, err);
	if (st != STATUS_OK)
		return st;
	st = cuentas_contrasena(o->db, quien, hash, now, err);
	if (st == STATUS_OK)
		st = sesiones_cerrar_todas(o->db, quien, sesion, now, err);
	if (st == STATUS_OK)
		st = enlaces_baja(o->db, quien, now, err);
	if (st == STATUS_OK)
		st = db_commit(o->db, err);
	if (st != STATUS_OK)
		db_rollback(o->db);
	identidad_forget(o->app->identidad, &(struct uuid){{0}}, quien);
	return st;
}
