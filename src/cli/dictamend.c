/* The server: configuration, wiring, signals, the maintenance thread. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/log.h"
#include "base/modo.h"
#include "cli/ayuda.h"
#include "cli/comun.h"
#include "cli/ensayador.h"
#include "cli/escribania.h"
#include "cli/guardia.h"
#include "cli/llavero.h"
#include "cli/mensajero.h"
#include "cli/reparto.h"
#include "cli/taller.h"
#include "documents/informe.h"
#include "http/acceso.h"
#include "http/rutas.h"
#include "notify/servidor_correo.h"
#include "services/bitacora.h"
#include "services/cache.h"
#include "services/calendario.h"
#include "services/cuentas.h"
#include "services/delegacion.h"
#include "services/descargas.h"
#include "services/emisores.h"
#include "services/ensayo.h"
#include "services/identidad.h"
#include "services/llave_cofre.h"
#include "services/mantenimiento.h"
#include "services/proveedor.h"
#include "services/respuestas.h"
#include "services/revision.h"
#include "services/seguridad.h"
#include "services/tokens.h"
#include "services/trabajos.h"

#define CONFIG_BYTES ((size_t)1024 * 1024)
#define ERROR_BYTES ((size_t)4 * 1024 * 1024)
#define ESTADISTICAS_BYTES ((size_t)2 * 1024 * 1024) /* answers that are kept */
#define PAGINAS_BYTES ((size_t)1024 * 1024)
#define REDACTADA_MAX ((size_t)64 * 1024)
#define AVISO_MAX_S 60 /* while the database stays away, at most this long between two lines about it */

extern char **environ;

struct programa {
	struct app app;
	struct config_fuentes fuentes;
	struct config_lectura lectura;
	struct servidor *servidor;
	struct escribania escribania;
	struct firma_llave llave_bitacora;
	struct cofre_llave llave_suscripciones;
	struct cuentas *cuentas;
	struct tokens *tokens;
	struct proveedor *proveedor;
	struct emisores *emisores;
	int parar_fd; /* eventfd: wakes the maintenance thread to its end */
	pthread_t mantenimiento, senales;
	struct taller taller;
	struct guardia guardia;
	struct mensajero mensajero;
	struct llavero llavero;
	struct reparto reparto;
	struct ensayador ensayador;
};

/* ---- configuration ---- */

static void log_faults(const struct buf *faltas)
{
	const char *p = buf_str(faltas);
	while (*p) {
		char linea[1100];
		size_t n = strcspn(p, "\n");
		snprintf(linea, sizeof linea, "%.*s", (int)n, p);
		log_event(LOG_ERROR, "configuracion", LOG_TEXT("falta", linea));
		p += n + (p[n] == '\n');
	}
}

/* As configured, or beside this program. */
static const char *find_program(struct config_lectura *l, struct arena *a, const char *configurado, const char *clave, const char *nombre)
{
	const char *ruta = *configurado ? configurado : comun_beside(a, nombre);
	if (!ruta || access(ruta, X_OK) != 0)
		config_falta(l, "%s: no se puede ejecutar «%s»", clave, ruta ? ruta : nombre);
	return ruta;
}

/* What can only be known by looking at this machine. */
static void check_machine(struct programa *p, struct arena *a)
{
	struct config_lectura *l = &p->lectura;
	const struct config *c = &l->config;
	if (!*c->base_de_datos)
		config_falta(l, "base_de_datos: es necesaria (DICTAMEN_BASE_DE_DATOS)");
	else if (!db_conninfo_valid(c->base_de_datos))
		config_falta(l, "base_de_datos: " COMUN_CONEXION_MALA);
	if (!zona_init(c->zona))
		config_falta(l, "zona: el sistema no conoce la zona horaria «%s»", c->zona);
	int fd = open(c->carpeta_temporal, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0)
		config_falta(l, "carpeta_temporal: «%s» no admite archivos sin nombre: %s", c->carpeta_temporal, strerror(errno));
	else
		close(fd);
	p->app.inspector = find_program(l, a, c->inspector, "inspector", "dictamen-inspector");
	const char *pdf = p->app.inspector ? arena_printf(a, "%s-pdf", p->app.inspector) : NULL;
	if (!pdf || access(pdf, X_OK) != 0)
		config_falta(l, "inspector: no se puede ejecutar «%s»", pdf ? pdf : "dictamen-inspector-pdf");
	if (*c->clamd && !informe_clamd_valid(c->clamd))
		config_falta(l, "clamd: debe ser una ruta absoluta o 127.0.0.1:puerto o [::1]:puerto");
	p->app.lanzador = find_program(l, a, c->lanzador, "lanzador", "dictamen-jaula");
	size_t faltas = l->faltas.len;
	if (revision_rules(c->reglas_revision, &p->app.reglas_revision, &l->faltas) != STATUS_OK && l->faltas.len == faltas)
		config_falta(l, "reglas_revision: no hay memoria");
	for (int i = 0; i < l->n_resto; i++)
		if (strcmp(l->resto[i], "--ensayo") != 0)
			config_falta(l, "línea de órdenes: no se conoce «%s» (vea --help)", l->resto[i]);
}

static void check_seal(struct programa *p, struct arena *a)
{
	struct error err;
	bool hay = false;
	error_init(&err, a);
	if (escribania_open(&p->lectura.config, a, &p->escribania, &hay, &err) != STATUS_OK)
		config_falta(&p->lectura, "%s%s%s", err.detail.es ? err.detail.es : "sello", err.interno ? " Causa: " : "",
			err.interno ? err.interno : "");
	else if (hay)
		p->app.escribania = &p->escribania;
	p->app.plantillas = p->escribania.plantillas;
}

static void check_log_key(struct programa *p, struct arena *a)
{
	struct error err;
	const char *ruta = p->lectura.config.bitacora_llave;
	error_init(&err, a);
	if (!*ruta)
		return;
	if (bitacora_key_load(ruta, &p->llave_bitacora, &err) != STATUS_OK)
		config_falta(&p->lectura, "bitacora_llave: %s", err.detail.es ? err.detail.es : "no hay memoria");
	else
		p->app.llave_bitacora = &p->llave_bitacora;
}

static void check_accounts(struct programa *p, struct arena *a)
{
	struct error err;
	error_init(&err, a);
	p->cuentas = cuentas_create(&p->lectura.config, &err);
	if (!p->cuentas)
		config_falta(&p->lectura, "%s: %s", err.problem == PROBLEM_CUENTAS_LLAVE ? "cuentas_llave" : "contrasenas_vedadas",
			err.detail.es ? err.detail.es : "no hay memoria");
	error_init(&err, a);
	p->tokens = tokens_create(&p->lectura.config, &err);
	if (!p->tokens)
		config_falta(&p->lectura, "token_llave: %s", err.detail.es ? err.detail.es : "no hay memoria");
	error_init(&err, a);
	if (proveedor_create(&p->lectura.config, &p->proveedor, &err) != STATUS_OK)
		config_falta(&p->lectura, "%s", err.detail.es ? err.detail.es : "no hay memoria");
	error_init(&err, a);
	if (emisores_create(&p->lectura.config, &p->emisores, &err) != STATUS_OK)
		config_falta(&p->lectura, "%s", err.detail.es ? err.detail.es : "no hay memoria");
}

static void check_subscriptions_key(struct programa *p, struct arena *a)
{
	struct error err;
	const char *ruta = p->lectura.config.suscripciones_llave;
	error_init(&err, a);
	if (!*ruta)
		return;
	if (llave_cofre_load(ruta, PROBLEM_SUSCRIPCIONES_LLAVE, &p->llave_suscripciones, &err) != STATUS_OK)
		config_falta(&p->lectura, "suscripciones_llave: %s", err.detail.es ? err.detail.es : "no hay memoria");
	else
		p->app.llave_suscripciones = &p->llave_suscripciones;
}

static void apply_reloadable(struct app *app, const struct config *c)
{
	log_set_level(c->nivel_registro);
	atomic_store(&app->recordatorio_dias, c->recordatorio_dias);
}

static void reload(struct programa *p)
{
	ARENA_AUTO *a = arena_create(CONFIG_BYTES);
	struct config_lectura nueva;
	if (!a)
		return;
	p->fuentes.env = environ; /* zona_init's setenv may have moved it since the start */
	if (config_read(&p->fuentes, a, &nueva)) {
		BUF_AUTO fijas;
		buf_init(&fijas, 8192);
		config_diff_fixed(&p->lectura.config, &nueva.config, &fijas);
		apply_reloadable(&p->app, &nueva.config);
		BUF_AUTO redactada;
		buf_init(&redactada, REDACTADA_MAX);
		config_redacted(&nueva.config, &redactada);
		guardia_configuration(&p->guardia, buf_str(&redactada), true);
		log_event(LOG_INFO, "recarga", LOG_TEXT("necesitan_reinicio", buf_str(&fijas)));
	} else {
		log_faults(&nueva.faltas);
	}
	config_lectura_free(&nueva);
}

/* ---- database ---- */

static struct db_opciones db_options(const struct config *c, const char *aplicacion)
{
	return (struct db_opciones){.conninfo = c->base_de_datos,
		.papel = DB_SERVICIO,
		.aplicacion = aplicacion,
		.limite_sentencia_ms = c->plazo_sentencia_ms,
		.limite_conexion_s = c->plazo_conexion};
}

static void *worker_start(void *arg, enum lane lane, struct error *err)
{
	static const char *const nombres[LANE_COUNT] = {"dictamend", "dictamend actos", "dictamend lectura", "dictamend documentos",
		"dictamend costoso", "dictamend cuentas", "dictamend proveedor", "dictamend descargas", "dictamend general"};
	struct app *app = arg;
	struct db_opciones o = db_options(app->config, nombres[lane]);
	struct obrero *w = calloc(1, sizeof *w);
	if (!w) {
		(void)error_set(err, PROBLEM_INTERNO);
		return NULL;
	}
	w->app = app;
	w->db = db_open(&o, err);
	if (w->db && db_ready(w->db, err) == STATUS_OK && ensayo_check(w, err) == STATUS_OK)
		return w;
	db_close(w->db);
	free(w);
	return NULL;
}

static void worker_stop(void *arg)
{
	struct obrero *w = arg;
	db_close(w->db);
	free(w);
}

/* ---- maintenance ---- */

struct vigilante {
	struct obrero obrero;
	struct mantenimiento trabajo;
	bool caida;
	int espera_s;
	int64_t siguiente_ns; /* line about a database that is away */
	int calendario, factores_cerrados;
};

static void log_failure(struct vigilante *v, const struct error *err)
{
	int64_t now = reloj_mono_ns();
	if (v->caida && now < v->siguiente_ns)
		return;
	v->espera_s = v->caida && v->espera_s < AVISO_MAX_S / 2 ? v->espera_s * 2 : (v->caida ? AVISO_MAX_S : 1);
	v->caida = true;
	v->siguiente_ns = now + (int64_t)v->espera_s * 1000000000;
	log_event(LOG_WARN, "mantenimiento", LOG_TEXT("problema", problem_info(err->problem)->slug), LOG_TEXT("sqlstate", err->sqlstate),
		LOG_TEXT("interno", err->interno), LOG_INT("reintento_s", 1), LOG_INT("siguiente_aviso_s", v->espera_s));
}

/* A sandbox's database under a service that is none, or the other way round: nothing was served of it, and nothing will be. */
static void refuse_base(const struct error *err)
{
	log_event(LOG_ERROR, "arranque", LOG_TEXT("causa", err->interno));
	kill(getpid(), SIGTERM); /* waits for the thread of signals, if that is not there yet */
}

static void look(struct vigilante *v)
{
	ARENA_AUTO *a = arena_create(ERROR_BYTES);
	if (!a)
		return;
	struct error err;
	error_init(&err, a);
	struct db_opciones o = db_options(v->obrero.app->config, "dictamend mantenimiento");
	if (!v->obrero.db)
		v->obrero.db = db_open(&o, &err);
	enum status st = v->obrero.db ? mantenimiento_step(&v->obrero, &v->trabajo, &err) : STATUS_UNAVAILABLE;
	if (!v->obrero.db)
		atomic_store(&v->obrero.app->lista, false);
	if (st != STATUS_OK) {
		log_failure(v, &err);
		if (atomic_load(&v->obrero.app->base_ajena))
			refuse_base(&err);
		return;
	}
	if (v->caida)
		log_event(LOG_INFO, "base_disponible");
	v->caida = false;
	if (v->trabajo.calendario_version != v->calendario)
		log_event(LOG_INFO, "calendario", LOG_INT("version", v->trabajo.calendario_version));
	v->calendario = v->trabajo.calendario_version;
	if (v->trabajo.recordatorios > 0)
		log_event(LOG_INFO, "recordatorios", LOG_INT("nuevos", v->trabajo.recordatorios));
	if (v->trabajo.factores_sellados > 0 || v->trabajo.factores_cerrados != v->factores_cerrados)
		log_event(v->trabajo.factores_cerrados > 0 ? LOG_WARN : LOG_INFO, "segundo_factor",
			LOG_INT("cifrados", v->trabajo.factores_sellados), LOG_INT("sin_llave", v->trabajo.factores_cerrados));
	v->factores_cerrados = v->trabajo.factores_cerrados;
	if (v->trabajo.bitacora_firmada >= 0)
		log_event(LOG_INFO, "bitacora", LOG_INT("tamano", v->trabajo.bitacora_firmada));
}

static void *maintenance_main(void *arg)
{
	struct programa *p = arg;
	struct vigilante v = {.obrero = {.app = &p->app}};
	censo_pase_init(&v.trabajo.censo);
	struct pollfd parar = {.fd = p->parar_fd, .events = POLLIN};
	do
		look(&v);
	while (poll(&parar, 1, 1000) <= 0);
	censo_pase_free(&v.trabajo.censo);
	db_close(v.obrero.db);
	return NULL;
}

/* ---- signals: one thread waits for them, all others have them blocked ---- */

static void signals_set(sigset_t *s)
{
	sigemptyset(s);
	sigaddset(s, SIGTERM);
	sigaddset(s, SIGINT);
	sigaddset(s, SIGHUP);
	sigaddset(s, SIGUSR1); /* main to this thread: the server has ended by itself */
}

static void *signals_main(void *arg)
{
	struct programa *p = arg;
	sigset_t s;
	signals_set(&s);
	for (;;) {
		int sig = 0;
		if (sigwait(&s, &sig) != 0)
			continue;
		if (sig == SIGHUP) {
			reload(p);
			continue;
		}
		if (sig == SIGUSR1)
			return NULL;
		log_event(LOG_INFO, "parada", LOG_TEXT("senal", sig == SIGTERM ? "SIGTERM" : "SIGINT"));
		atomic_store(&p->app.parando, true);
		servidor_stop(p->servidor);
	}
}

/* ---- wiring ---- */

static bool make_app(struct programa *p)
{
	struct app *app = &p->app;
	const struct config *c = &p->lectura.config;
	app->config = c;
	app->reglas = config_reglas(c);
	struct identidad_opciones de_quien = {.sesion_ociosa_s = c->sesion_ociosa * 60, .tokens = p->tokens, .emisores = p->emisores};
	(void)certificado_forma_parse(c->certificado_cliente, &de_quien.certificado); /* the configuration was checked */
	app->identidad = identidad_cache_create(&de_quien);
	app->calendario = calendario_vivo_create();
	app->cache = cache_create((size_t)c->cache_bytes);
	const long procesadores = sysconf(_SC_NPROCESSORS_ONLN);
	sem_init(&app->inspecciones, 0, procesadores > 2 ? (unsigned)procesadores / 2 : 1); /* the other processors answer people */
	app->timbre = trabajos_timbre_create();
	app->estadisticas = respuestas_create(ESTADISTICAS_BYTES);
	app->paginas = respuestas_create(PAGINAS_BYTES);
	app->descargas = descargas_create(c->spool_max);
	app->cuentas = p->cuentas;
	app->tokens = p->tokens;
	app->proveedor = p->proveedor;
	apply_reloadable(app, c);
	app->delegaciones = delegaciones_cache_create();
	app->seguridad = seguridad_create();
	return app->delegaciones && app->seguridad && app->identidad && app->calendario && app->cache && app->timbre && app->estadisticas &&
		app->paginas && app->descargas;
}

static void free_app(struct app *app)
{
	identidad_cache_destroy(app->identidad);
	calendario_vivo_destroy(app->calendario);
	if (app->cache)
		cache_destroy(app->cache);
	sem_destroy(&app->inspecciones);
	trabajos_timbre_destroy(app->timbre);
	respuestas_destroy(app->estadisticas);
	respuestas_destroy(app->paginas);
	descargas_destroy(app->descargas);
	delegaciones_cache_destroy(app->delegaciones);
	seguridad_destroy(app->seguridad);
	reglas_free(app->reglas_revision);
}

static struct cuotas_limites rate_limits(const struct config *c)
{
	return (struct cuotas_limites){.por_minuto = {
					       [GASTO_PUBLICO] = {c->limite_publico_direccion, c->limite_publico_clave},
					       [GASTO_LECTURA] = {c->limite_lectura_direccion, c->limite_lectura_clave},
					       [GASTO_ESCRITURA] = {c->limite_escritura_direccion, c->limite_escritura_clave},
					       [GASTO_DOCUMENTOS] = {c->limite_documentos_direccion, c->limite_documentos_clave},
					       [GASTO_COSTOSO] = {c->limite_costoso_direccion, c->limite_costoso_clave},
				       }};
}

static struct servidor_opciones server_options(struct programa *p)
{
	const struct config *c = &p->lectura.config;
	struct proxies proxies;
	(void)proxies_parse(c->proxies_confiables, &proxies); /* the configuration was checked */
	return (struct servidor_opciones){.escucha = c->escucha,
		.rutas = rutas,
		.n_rutas = rutas_count,
		.hilos = {[LANE_ACTOS] = c->hilos_actos,
			[LANE_LECTURA] = c->hilos_lectura,
			[LANE_DOCUMENTOS] = c->hilos_documentos,
			[LANE_COSTOSO] = c->hilos_costoso,
			[LANE_CUENTAS] = c->hilos_cuentas,
			[LANE_PROVEEDOR] = 1,
			[LANE_DESCARGAS] = 1,
			[LANE_GENERAL] = c->hilos_general},
		.cola_max = {[LANE_ACTOS] = c->cola_actos,
			[LANE_LECTURA] = c->cola_lectura,
			[LANE_DOCUMENTOS] = c->cola_documentos,
			[LANE_COSTOSO] = c->cola_costoso,
			[LANE_CUENTAS] = c->cola_cuentas,
			[LANE_PROVEEDOR] = c->cola_cuentas,
			[LANE_DESCARGAS] = c->cola_documentos,
			[LANE_GENERAL] = c->cola_general},
		.grupo_max = c->grupo_max,
		.conexiones_max = c->conexiones_max,
		.conexiones_por_direccion = c->conexiones_por_direccion,
		.plazo_peticion_s = c->plazo_peticion,
		.plazo_documento_s = c->plazo_documento,
		.plazo_ocioso_s = c->plazo_ocioso,
		.encabezados_max = (size_t)c->encabezados_max,
		.uri_max = (size_t)c->uri_max,
		.documento_max = c->documento_max,
		.spool_max = c->spool_max,
		.carpeta_temporal = c->carpeta_temporal,
		.parada_s = c->plazo_parada,
		.tras_tls = strncmp(c->url_publica, "https://", 8) == 0,
		.worker_start = worker_start,
		.worker_stop = worker_stop,
		.cuotas = rate_limits(c),
		.proxies = proxies,
		.conocido = acceso_conocido,
		.acceso = acceso_check,
		.terminada = acceso_terminada,
		.app = &p->app};
}

static void tell_start(struct programa *p)
{
	if (modo_ensayo())
		log_event(LOG_WARN, "ensayo", LOG_TEXT("aviso", ENSAYO_MARCA ": nada de lo que este servicio registra o escribe existe"));
	if (p->lectura.ajenas.len > 0)
		log_event(LOG_WARN, "configuracion", LOG_TEXT("sin_efecto", buf_str(&p->lectura.ajenas)),
			LOG_TEXT("causa", "no son claves; vea --help"));
	BUF_AUTO b;
	buf_init(&b, REDACTADA_MAX);
	config_redacted(&p->lectura.config, &b);
	log_event(LOG_INFO, "inicio", LOG_TEXT("version", DICTAMEN_VERSION), LOG_INT("puerto", servidor_puerto(p->servidor)),
		LOG_INT("pid", getpid()), LOG_TEXT("configuracion", buf_str(&b)));
	guardia_configuration(&p->guardia, buf_str(&b), false);
}

/* Maintenance and letters wait for this. */
static void tell_end(struct programa *p)
{
	const uint64_t uno = 1;
	if (write(p->parar_fd, &uno, sizeof uno) < 0)
		log_event(LOG_ERROR, "parada", LOG_TEXT("causa", strerror(errno)));
}

/* *ocupado: a job did not give back in time, or a mail is stuck; the thread still uses what the others have left. */
static int run_threads(struct programa *p, struct arena *a, bool *ocupado)
{
	bool s = pthread_create(&p->senales, NULL, signals_main, p) == 0;
	const struct db_opciones base = db_options(&p->lectura.config, "dictamend trabajos");
	const struct db_opciones propia = db_options(&p->lectura.config, "dictamend seguridad");
	const struct db_opciones cartas = db_options(&p->lectura.config, "dictamend cartas");
	const struct db_opciones eventos = db_options(&p->lectura.config, "dictamend eventos");
	const struct db_opciones guion = db_options(&p->lectura.config, "dictamend ensayo");
	bool g = s && guardia_start(&p->guardia, &p->app, &propia);
	bool w = g && taller_start(&p->taller, &p->app, &base) && mensajero_start(&p->mensajero, &p->app, &cartas, p->parar_fd, a) &&
		llavero_start(&p->llavero, p->emisores, p->parar_fd) && reparto_start(&p->reparto, &p->app, &eventos) &&
		(!modo_ensayo() || ensayador_start(&p->ensayador, &p->app, &guion));
	if (!w) {
		log_event(LOG_ERROR, "arranque", LOG_TEXT("causa", "no se pudieron crear los hilos"));
		atomic_store(&p->app.parando, true);
		servidor_stop(p->servidor);
	}
	servidor_run(p->servidor);
	atomic_store(&p->app.parando, true);
	*ocupado = g && !taller_stop(&p->taller, p->lectura.config.plazo_parada);
	*ocupado = !reparto_stop(&p->reparto, p->lectura.config.plazo_parada) || *ocupado;
	*ocupado = !ensayador_stop(&p->ensayador, p->lectura.config.plazo_parada) || *ocupado;
	if (g)
		guardia_stop(&p->guardia);
	tell_end(p);
	*ocupado = !mensajero_stop(&p->mensajero, p->lectura.config.plazo_parada) || *ocupado;
	*ocupado = !llavero_stop(&p->llavero, p->lectura.config.plazo_parada) || *ocupado;
	if (s) {
		pthread_kill(p->senales, SIGUSR1);
		pthread_join(p->senales, NULL);
	}
	return w && !atomic_load(&p->app.base_ajena) ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int serve(struct programa *p, struct arena *a)
{
	sigset_t s;
	signals_set(&s);
	pthread_sigmask(SIG_BLOCK, &s, NULL);
	signal(SIGPIPE, SIG_IGN);
	struct error err;
	error_init(&err, a);
	struct servidor_opciones o = server_options(p);
	const struct db_opciones ensayo = db_options(&p->lectura.config, "dictamend ensayo");
	if (modo_ensayo() && !ensayador_open(&ensayo, a))
		return EXIT_FAILURE;
	p->parar_fd = eventfd(0, EFD_CLOEXEC);
	/* First the thread that says "ready": its one connection must not wait behind those of all workers. */
	const bool m = p->parar_fd >= 0 && pthread_create(&p->mantenimiento, NULL, maintenance_main, p) == 0;
	if (!m || servidor_start(&o, &p->servidor, &err) != STATUS_OK) {
		log_event(LOG_ERROR, "arranque", LOG_TEXT("escucha", o.escucha),
			LOG_TEXT("causa", err.interno ? err.interno : strerror(errno)));
		if (m) {
			tell_end(p);
			pthread_join(p->mantenimiento, NULL);
		}
		return EXIT_FAILURE;
	}
	tell_start(p);
	bool ocupado = false;
	int rc = run_threads(p, a, &ocupado);
	pthread_join(p->mantenimiento, NULL);
	servidor_free(p->servidor);
	close(p->parar_fd);
	log_event(LOG_INFO, "fin", LOG_INT("trabajos_sin_devolver", ocupado));
	if (ocupado)
		_exit(rc); /* nothing is freed under the thread's feet; the job's lease runs out by itself */
	return rc;
}

int main(int argc, char **argv)
{
	if (ayuda_only(argc, argv))
		return EXIT_SUCCESS;
	ARENA_AUTO *a = arena_create(CONFIG_BYTES);
	static struct programa p;
	p.fuentes = (struct config_fuentes){.argc = argc - 1, .argv = argv + 1, .env = environ, .archivo_comun = CONFIG_ARCHIVO};
	if (!a || !hash_init() || !servidor_correo_init() || !jose_init())
		return EXIT_FAILURE;
	(void)config_read(&p.fuentes, a, &p.lectura);
	ensayador_configure(&p.ensayador, &p.lectura, &p.app);
	check_machine(&p, a);
	check_seal(&p, a);
	check_log_key(&p, a);
	check_accounts(&p, a);
	check_subscriptions_key(&p, a);
	reparto_configure(&p.reparto, &p.lectura, a);
	int rc = EXIT_FAILURE;
	if (p.lectura.faltas.len > 0)
		log_faults(&p.lectura.faltas);
	else if (make_app(&p))
		rc = serve(&p, a);
	free_app(&p.app);
	escribania_close(&p.escribania);
	firma_forget(&p.llave_bitacora);
	cuentas_destroy(p.cuentas);
	tokens_destroy(p.tokens);
	proveedor_destroy(p.proveedor);
	emisores_destroy(p.emisores);
	cofre_llave_forget(&p.llave_suscripciones);
	guiones_free(p.ensayador.guiones);
	config_lectura_free(&p.lectura);
	return rc;
}
