/* Jobs against a real database: taken once, kept alive, given back, taken up again after a kill -9, given up at last. */
#include <check.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "domain/procedimiento.h"
#include "services/trabajos.h"
#include "store/migraciones.h"

#define HILOS 4
#define TRABAJOS 60

static char conninfo[400], nombre[64];
static PGconn *dueno;
static struct app app;
static struct arena *arena;

/* ---- the database ---- */

static PGresult *sql(PGconn *c, const char *texto)
{
	PGresult *r = PQexec(c, texto);
	ck_assert_msg(PQresultStatus(r) == PGRES_COMMAND_OK || PQresultStatus(r) == PGRES_TUPLES_OK, "%s: %s", texto, PQerrorMessage(c));
	return r;
}

static void run(const char *texto)
{
	PQclear(sql(dueno, texto));
}

static long number(const char *texto)
{
	PGresult *r = sql(dueno, texto);
	long n = strtol(PQgetvalue(r, 0, 0), NULL, 10);
	PQclear(r);
	return n;
}

static struct db *connect_as(enum db_papel papel)
{
	struct error err;
	error_init(&err, arena);
	struct db_opciones o = {.conninfo = conninfo,
		.papel = papel,
		.aplicacion = "prueba trabajos",
		.limite_sentencia_ms = 20000,
		.limite_conexion_s = 10};
	struct db *db = db_open(&o, &err);
	ck_assert_msg(db != NULL, "%s", err.interno ? err.interno : "no connection");
	return db;
}

/* One file with its first act, and `n` jobs of a class owed by acts 1…n. */
static void owe(const char *clase, int n)
{
	char texto[1400];
	snprintf(texto, sizeof texto,
		"insert into acto (expediente_id, n, acto, desde, hacia, registrado_en, usuario_id, organizacion_id, rol, datos, efectos, "
		"anterior, hash) "
		"select '00000000-0000-7000-8000-000000000001', g, 'anotar', 'presentado', 'presentado', now(), gen_random_uuid(), "
		"gen_random_uuid(), 'dgcp', "
		"'{}', '{}', ''::bytea, ''::bytea from generate_series(1, %d) g on conflict do nothing; "
		"insert into trabajo (id, expediente_id, n, clase, creado_en, actualizado_en) "
		"select gen_random_uuid(), '00000000-0000-7000-8000-000000000001', g, '%s', now(), now() from generate_series(1, %d) g",
		n, clase, n);
	run(texto);
}

static void setup(void)
{
	const char *host = getenv("DICTAMEN_PRUEBA_PGHOST"), *user = getenv("DICTAMEN_PRUEBA_PGUSER");
	snprintf(nombre, sizeof nombre, "trabajos_%d", (int)getpid());
	snprintf(conninfo, sizeof conninfo, "host=%s user=%s dbname=postgres", host, user ? user : "dictamen");
	PGconn *c = PQconnectdb(conninfo);
	char texto[200];
	snprintf(texto, sizeof texto, "create database %s", nombre);
	PQclear(sql(c, texto));
	PQfinish(c);
	snprintf(conninfo, sizeof conninfo, "host=%s user=%s dbname=%s", host, user ? user : "dictamen", nombre);
	arena = arena_create((size_t)64 << 20);
	struct error err;
	error_init(&err, arena);
	struct db *db = connect_as(DB_DUENO);
	ck_assert_msg(migraciones_apply(db, NULL, NULL, &err) == STATUS_OK, "%s", err.interno ? err.interno : "");
	db_close(db);
	dueno = PQconnectdb(conninfo);
	PQclear(PQexec(dueno, "set client_min_messages = error"));
	run("insert into organizacion (id, nombre, nivel) values ('00000000-0000-7000-8000-000000000002', 'SRE', 'federal'); "
	    "insert into expediente (id, organizacion_id, cve_ent, estado, turno, version, hash, actualizado_en) values "
	    "('00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002', '', 'presentado', 'dgcp', 1, '', now())");
	memset(&app, 0, sizeof app);
	app.timbre = trabajos_timbre_create();
}

static void teardown(void)
{
	char host[400], texto[200];
	trabajos_timbre_destroy(app.timbre);
	PQfinish(dueno);
	arena_destroy(arena);
	snprintf(host, sizeof host, "host=%s user=%s dbname=postgres", getenv("DICTAMEN_PRUEBA_PGHOST"),
		getenv("DICTAMEN_PRUEBA_PGUSER") ? getenv("DICTAMEN_PRUEBA_PGUSER") : "dictamen");
	PGconn *c = PQconnectdb(host);
	snprintf(texto, sizeof texto, "drop database %s with (force)", nombre);
	PQclear(sql(c, texto));
	PQfinish(c);
}

/* ---- classes of the test's own ---- */

static atomic_int hechos; /* how many jobs the test has seen done */

static enum status do_well(struct obrero *o, const struct trabajo *t, struct trabajo_avance *av, struct buf *out, struct error *err)
{
	(void)o;
	atomic_fetch_add(&hechos, 1);
	buf_printf(out, "{\"n\":%d}", t->n);
	buf_puts(trabajo_local(av), "{\"poco\":true}");
	return trabajo_progress(av, 1, 2, "a la mitad", err);
}

static enum status do_late(struct obrero *o, const struct trabajo *t, struct trabajo_avance *av, struct buf *out, struct error *err)
{
	(void)o, (void)t, (void)av, (void)out;
	return error_set(err, PROBLEM_HERRAMIENTA_NO_DISPONIBLE, "tesseract");
}

static enum status do_badly(struct obrero *o, const struct trabajo *t, struct trabajo_avance *av, struct buf *out, struct error *err)
{
	(void)o, (void)t, (void)av, (void)out;
	return error_set(err, PROBLEM_DOCUMENTO_INCOMPLETO);
}

static int listo_fd = -1;

/* Says that it has begun, then stays: the test kills it. */
static enum status do_nothing(struct obrero *o, const struct trabajo *t, struct trabajo_avance *av, struct buf *out, struct error *err)
{
	(void)o, (void)t, (void)out;
	enum status st = trabajo_progress(av, 3, 9, "página 3", err);
	if (write(listo_fd, "x", 1) != 1)
		return STATUS_INTERNAL;
	pause();
	return st;
}

/* Stays until the lease has run out and another has taken the job; then wants to go on as if nothing had been. */
static enum status do_slowly(struct obrero *o, const struct trabajo *t, struct trabajo_avance *av, struct buf *out, struct error *err)
{
	(void)o;
	buf_puts(out, "{\"tarde\":true}");
	if (t->tomas > 1) {
		buf_reset(out);
		buf_puts(out, "{\"tarde\":false}");
		return STATUS_OK;
	}
	while (!atomic_load(&hechos))
		usleep(20000);
	return t->n == 2 ? trabajo_progress(av, 1, 1, "sigo aquí", err) : STATUS_OK;
}

/* Runs until it is told to stop. */
static enum status do_forever(struct obrero *o, const struct trabajo *t, struct trabajo_avance *av, struct buf *out, struct error *err)
{
	(void)o, (void)t, (void)out;
	enum status st;
	for (int i = 0; (st = trabajo_progress(av, i, 1000, "sin fin", err)) == STATUS_OK; i++)
		usleep(1000);
	return st;
}

static enum status do_too_much(struct obrero *o, const struct trabajo *t, struct trabajo_avance *av, struct buf *out, struct error *err)
{
	(void)o, (void)t, (void)av, (void)err;
	out->failed = true;
	return STATUS_OK;
}

static const struct trabajo_clase clases[] = {
	{.slug = "bien", .actos = ACTO_BIT(ACTO_TURNAR) | ACTO_BIT(ACTO_RECIBIR), .fn = do_well},
	{.slug = "luego", .actos = ACTO_BIT(ACTO_TURNAR), .fn = do_late},
	{.slug = "mal", .fn = do_badly},
	{.slug = "muerto", .fn = do_nothing},
	{.slug = "lento", .largo = true, .fn = do_slowly},
	{.slug = "eterno", .largo = true, .fn = do_forever},
	{.slug = "demasiado", .fn = do_too_much},
	{.slug = NULL},
};
static struct trabajos_reglas reglas = {
	.clases = clases, .arriendo_ms = 400, .intentos_max = 3, .caidas_max = 3, .espera_ms = 10, .espera_max_ms = 40};

static struct trabajos_turno step(struct obrero *o, bool solo_cortos)
{
	struct trabajos_turno v;
	struct error err;
	error_init(&err, arena);
	enum status st = trabajos_step(o, &reglas, solo_cortos, arena, &v, &err);
	ck_assert_msg(st == STATUS_OK, "%d %s", st, err.interno ? err.interno : "");
	return v;
}

static struct trabajos_turno step_waiting(struct obrero *o)
{
	struct trabajos_turno v = step(o, false);
	for (int i = 0; i < 200 && !v.hubo; i++) {
		usleep(10000);
		v = step(o, false);
	}
	ck_assert(v.hubo);
	return v;
}

/* ---- tests ---- */

START_TEST(test_se_hace_y_queda)
{
	struct obrero o = {.app = &app, .db = connect_as(DB_SERVICIO)};
	owe("bien", 1);
	struct trabajos_turno v = step(&o, false);
	ck_assert(v.hubo && v.estado == TRABAJO_HECHO && !v.perdido && !v.problema);
	ck_assert(!step(&o, false).hubo);
	ck_assert_int_eq(
		number("select count(*) from trabajo where estado = 'hecho' and resultado = '{\"n\":1}' and resultado_local = "
		       "'{\"poco\":true}' "
		       "and hechas = 2 and total = 2 and intentos = 1 and caidas = 0 and terminado_en is not null and problema is null"),
		1);
	db_close(o.db);
}
END_TEST

START_TEST(test_lo_que_no_tiene_remedio)
{
	struct obrero o = {.app = &app, .db = connect_as(DB_SERVICIO)};
	owe("mal", 1);
	owe("demasiado", 1);
	ck_assert_str_eq(step(&o, false).problema, "documento-incompleto");
	ck_assert_str_eq(step(&o, false).problema, "interno");
	ck_assert(!step(&o, false).hubo);
	ck_assert_int_eq(
		number("select count(*) from trabajo where estado = 'fallido' and clase = 'mal' and problema = 'documento-incompleto' "
		       "and detalle[1] like 'El archivo%' and detalle[2] like 'The file%' and detalle[3] <> '' and resultado is null"),
		1);
	db_close(o.db);
}
END_TEST

START_TEST(test_lo_que_falta_se_espera_y_se_acaba)
{
	struct obrero o = {.app = &app, .db = connect_as(DB_SERVICIO)};
	owe("luego", 1);
	struct trabajos_turno v = step(&o, false);
	ck_assert(v.hubo && v.estado == TRABAJO_PENDIENTE);
	ck_assert_str_eq(v.problema, "herramienta-no-disponible");
	ck_assert_int_eq(number("select count(*) from trabajo where estado = 'pendiente' and problema = 'herramienta-no-disponible' "
				"and detalle[1] like '%tesseract%' and disponible_en > actualizado_en"),
		1);
	ck_assert_int_eq(step_waiting(&o).estado, TRABAJO_PENDIENTE);
	v = step_waiting(&o);
	ck_assert(v.estado == TRABAJO_FALLIDO && v.trabajo.intentos == 3);
	ck_assert_int_eq(
		number("select count(*) from trabajo where estado = 'fallido' and problema = 'herramienta-no-disponible' and intentos = 3"),
		1);
	db_close(o.db);
}
END_TEST

START_TEST(test_solo_los_cortos)
{
	struct obrero o = {.app = &app, .db = connect_as(DB_SERVICIO)};
	owe("lento", 1);
	ck_assert(!step(&o, true).hubo);
	owe("bien", 1);
	ck_assert_str_eq(step(&o, true).trabajo.clase, "bien");
	ck_assert(!step(&o, true).hubo);
	db_close(o.db);
}
END_TEST

/* A process that takes the job, reports once and is killed with no chance to say goodbye. */
static void die_at_work(void)
{
	int tubo[2];
	ck_assert_int_eq(pipe(tubo), 0);
	pid_t hijo = fork();
	if (hijo == 0) {
		listo_fd = tubo[1];
		struct obrero o = {.app = &app, .db = connect_as(DB_SERVICIO)};
		(void)step_waiting(&o);
		_exit(1);
	}
	char x;
	close(tubo[1]);
	ck_assert_int_eq(read(tubo[0], &x, 1), 1);
	close(tubo[0]);
	kill(hijo, SIGKILL);
	waitpid(hijo, NULL, 0);
}

START_TEST(test_muerte_a_la_mitad)
{
	owe("muerto", 1);
	die_at_work();
	ck_assert_int_eq(number("select count(*) from trabajo where estado = 'en_curso' and hechas = 3 and total = 9 and avance = 'página "
				"3' and caidas = 0"),
		1);
	run("update trabajo set clase = 'bien'"); /* the next worker has better luck */
	struct obrero o = {.app = &app, .db = connect_as(DB_SERVICIO)};
	struct trabajos_turno v = step_waiting(&o);
	ck_assert(v.estado == TRABAJO_HECHO && v.trabajo.intentos == 2);
	ck_assert_int_eq(number("select count(*) from trabajo where estado = 'hecho' and caidas = 1"), 1);
	db_close(o.db);
}
END_TEST

/* What kills every worker that touches it is let alone in the end. */
START_TEST(test_veneno)
{
	owe("muerto", 1);
	for (int i = 0; i < 3; i++)
		die_at_work();
	struct obrero o = {.app = &app, .db = connect_as(DB_SERVICIO)};
	struct trabajos_turno v = step_waiting(&o);
	ck_assert(v.estado == TRABAJO_FALLIDO);
	ck_assert_str_eq(v.problema, "trabajo-agotado");
	ck_assert_int_eq(number("select count(*) from trabajo where estado = 'fallido' and caidas = 3 and detalle[3] <> '' and "
				"terminado_en is not null"),
		1);
	ck_assert(!step(&o, false).hubo);
	db_close(o.db);
}
END_TEST

static void *thread_step(void *arg)
{
	struct trabajos_turno *v = arg;
	struct obrero o = {.app = &app};
	struct arena *a = arena_create((size_t)8 << 20);
	struct error err;
	error_init(&err, a);
	struct db_opciones op = {.conninfo = conninfo,
		.papel = DB_SERVICIO,
		.aplicacion = "prueba hilo",
		.limite_sentencia_ms = 20000,
		.limite_conexion_s = 10};
	o.db = db_open(&op, &err);
	if (!o.db || trabajos_step(&o, &reglas, false, a, v, &err) != STATUS_OK)
		v->hubo = false;
	db_close(o.db);
	arena_destroy(a);
	return NULL;
}

/* Whoever lost the lease writes nothing: neither a report (act 2) nor the end (act 1) undoes what the next one has done. */
static void late_worker(int n)
{
	owe("lento", n);
	if (n == 2)
		run("delete from trabajo where n = 1");
	pthread_t hilo;
	struct trabajos_turno tarde;
	atomic_store(&hechos, 0);
	ck_assert_int_eq(pthread_create(&hilo, NULL, thread_step, &tarde), 0);
	struct obrero o = {.app = &app, .db = connect_as(DB_SERVICIO)};
	while (number("select count(*) from trabajo where estado = 'en_curso'") == 0)
		usleep(5000);
	struct trabajos_turno v = step_waiting(&o);
	ck_assert(v.estado == TRABAJO_HECHO && !v.perdido && v.trabajo.tomas == 2);
	atomic_store(&hechos, 1);
	pthread_join(hilo, NULL);
	ck_assert(tarde.hubo && tarde.perdido);
	ck_assert_int_eq(
		number("select count(*) from trabajo where estado = 'hecho' and resultado = '{\"tarde\":false}' and avance = ''"), 1);
	db_close(o.db);
}

START_TEST(test_quien_llega_tarde_no_escribe)
{
	late_worker(_i + 1);
}
END_TEST

static void *stop_soon(void *arg)
{
	(void)arg;
	usleep(100000);
	atomic_store(&app.parando, true);
	trabajos_stop(app.timbre);
	return NULL;
}

/* A graceful stop gives the job back at once, and the try does not count. */
START_TEST(test_al_parar_se_devuelve)
{
	owe("eterno", 1);
	struct obrero o = {.app = &app, .db = connect_as(DB_SERVICIO)};
	pthread_t hilo;
	uint64_t visto = 0;
	pthread_create(&hilo, NULL, stop_soon, NULL);
	struct trabajos_turno v = step(&o, false);
	pthread_join(hilo, NULL);
	ck_assert(v.hubo && v.estado == TRABAJO_PENDIENTE && !v.problema);
	ck_assert_int_eq(number("select count(*) from trabajo where estado = 'pendiente' and intentos = 0 and caidas = 0 and disponible_en "
				"<= now()"),
		1);
	ck_assert(!trabajos_wait(app.timbre, &visto, 10000));
	db_close(o.db);
}
END_TEST

/* ---- many hands ---- */

static void *work_all(void *arg)
{
	int *vistos = arg;
	struct obrero o = {.app = &app};
	struct arena *a = arena_create((size_t)8 << 20);
	struct error err;
	error_init(&err, a);
	struct db_opciones op = {.conninfo = conninfo,
		.papel = DB_SERVICIO,
		.aplicacion = "prueba hilo",
		.limite_sentencia_ms = 20000,
		.limite_conexion_s = 10};
	o.db = db_open(&op, &err);
	uint64_t visto = 0;
	while (o.db && trabajos_wait(app.timbre, &visto, 50)) {
		struct trabajos_turno v;
		do {
			if (trabajos_step(&o, &reglas, false, a, &v, &err) != STATUS_OK)
				break;
			*vistos += v.hubo;
		} while (v.hubo);
	}
	db_close(o.db);
	arena_destroy(a);
	return NULL;
}

START_TEST(test_muchas_manos_una_vez_cada_uno)
{
	pthread_t hilos[HILOS];
	int vistos[HILOS] = {0}, total = 0;
	reglas.arriendo_ms = 60000;
	atomic_store(&hechos, 0);
	for (int i = 0; i < HILOS; i++)
		pthread_create(&hilos[i], NULL, work_all, &vistos[i]);
	owe("bien", TRABAJOS);
	trabajos_wake(app.timbre);
	for (int i = 0; i < 600 && number("select count(*) from trabajo where estado <> 'hecho'") > 0; i++)
		usleep(20000);
	trabajos_stop(app.timbre);
	for (int i = 0; i < HILOS; i++) {
		pthread_join(hilos[i], NULL);
		total += vistos[i];
	}
	ck_assert_int_eq(number("select count(*) from trabajo where estado = 'hecho' and tomas = 1"), TRABAJOS);
	ck_assert_int_eq(total, TRABAJOS);
	ck_assert_int_eq(atomic_load(&hechos), TRABAJOS);
}
END_TEST

/* ---- without a database ---- */

START_TEST(test_lo_que_deben_los_actos)
{
	const char *slugs[TRABAJOS_POR_ACTO_MAX];
	ck_assert_uint_eq(trabajos_de_acto(clases, ACTO_TURNAR, slugs), 2);
	ck_assert_str_eq(slugs[0], "bien");
	ck_assert_str_eq(slugs[1], "luego");
	ck_assert_uint_eq(trabajos_de_acto(clases, ACTO_ANOTAR, slugs), 0);
	ck_assert_ptr_null(trabajo_clase_find(clases, "nada"));
	for (const struct trabajo_clase *c = trabajo_clases; c->slug; c++) {
		ck_assert(c->fn != NULL && c->actos != 0 && c->roles != 0);
		ck_assert_ptr_eq(trabajo_clase_find(trabajo_clases, c->slug), c);
	}
	for (int acto = 1; acto < ACTO_COUNT; acto++) { /* none is left out for want of room */
		size_t n = 0;
		for (const struct trabajo_clase *c = trabajo_clases; c->slug; c++)
			n += (c->actos & ACTO_BIT(acto)) != 0;
		ck_assert_uint_eq(trabajos_de_acto(trabajo_clases, (enum acto_tipo)acto, slugs), n);
	}
}
END_TEST

START_TEST(test_quien_ve_la_revision_de_la_copia)
{
	for (int rol = 1; rol < ROL_COUNT; rol++) {
		struct actor who = {.rol = (enum rol)rol};
		bool oficina = rol == ROL_DGCP || rol == ROL_CJA || rol == ROL_CJA_TITULAR || rol == ROL_AUDITORIA;
		ck_assert_int_eq(trabajo_visible("revisar_copia", &who), oficina || rol == ROL_GOBIERNO_LOCAL);
		if (trabajo_visible("revisar_copia", &who))
			ck_assert_int_eq(trabajo_entero("revisar_copia", &who), oficina);
		ck_assert(!trabajo_visible("otra", &who));
	}
}
END_TEST

int main(void)
{
	Suite *s = suite_create("trabajos");
	TCase *tabla = tcase_create("tabla");
	tcase_add_test(tabla, test_lo_que_deben_los_actos);
	tcase_add_test(tabla, test_quien_ve_la_revision_de_la_copia);
	suite_add_tcase(s, tabla);
	if (getenv("DICTAMEN_PRUEBA_PGHOST")) { /* ./dev test gives one; a bare ctest does without */
		TCase *base = tcase_create("base");
		tcase_add_checked_fixture(base, setup, teardown);
		tcase_set_timeout(base, 120);
		tcase_add_test(base, test_se_hace_y_queda);
		tcase_add_test(base, test_lo_que_no_tiene_remedio);
		tcase_add_test(base, test_lo_que_falta_se_espera_y_se_acaba);
		tcase_add_test(base, test_solo_los_cortos);
		tcase_add_test(base, test_muerte_a_la_mitad);
		tcase_add_test(base, test_veneno);
		tcase_add_loop_test(base, test_quien_llega_tarde_no_escribe, 0, 2);
		tcase_add_test(base, test_al_parar_se_devuelve);
		tcase_add_test(base, test_muchas_manos_una_vez_cada_uno);
		suite_add_tcase(s, base);
	}
	SRunner *r = srunner_create(s);
	srunner_run_all(r, CK_NORMAL);
	int failed = srunner_ntests_failed(r);
	srunner_free(r);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
