#include "cli/reparto.h"

#include <string.h>
#include <time.h>

#include "base/log.h"
#include "cli/comun.h"
#include "notify/carta.h"
#include "notify/cartero.h"
#include "notify/repartidor.h"
#include "notify/servidor_correo.h"
#include "services/calendario.h"
#include "store/avisos.h"
#include "store/eventos.h"

#define PASO_BYTES ((size_t)1024 * 1024)
#define ORDEN_MAX 500
#define SONDEO_MS 100
#define CARTAS_MAX 32
#define CARTA_BYTES ((size_t)4 * 1024 * 1024)
#define CARTAS_SONDEO_MS 500
#define RESUMEN_VENTANA_S (6 * 3600) /* a service that starts later than that sends no morning digest any more */
#define ESPERA_MS 1000               /* while the database is away */

/* Connected, and the maintenance thread has found the schema to be ours. */
static bool ready(struct reparto *r, struct db **db, const char *quien, struct error *err)
{
	struct db_opciones o = r->base;
	o.aplicacion = quien;
	if (!atomic_load(&r->app->lista))
		return false;
	if (!*db)
		*db = db_open(&o, err);
	if (*db)
		db_wake(*db);
	return *db != NULL;
}

static void log_failure(const char *quien, const struct error *err)
{
	log_event(LOG_WARN, quien, LOG_TEXT("problema", err->problem ? problem_info(err->problem)->slug : ""),
		LOG_TEXT("sqlstate", err->sqlstate), LOG_TEXT("interno", err->interno));
}

/* ---- order ---- */

/* How long to sleep afterwards. */
static int order_turn(struct reparto *r, struct db **db)
{
	ARENA_AUTO *a = arena_create(PASO_BYTES);
	struct error err;
	const char *cartas[CARTAS_MAX], *tipo;
	size_t n = 0;
	bool sellado;
	int puestos = 0;
	error_init(&err, a);
	while (r->smtp_clave && n < CARTAS_MAX && (tipo = carta_tipo_en(n, &sellado)))
		cartas[n++] = tipo;
	if (!a || !ready(r, db, "dictamend eventos", &err))
		return ESPERA_MS;
	if (eventos_order(*db, ORDEN_MAX, r->app->config->entrega_vida, cartas, n, &puestos, &err) == STATUS_OK)
		return puestos == ORDEN_MAX ? 0 : SONDEO_MS;
	log_failure("eventos", &err);
	return ESPERA_MS;
}

static void *order_main(void *arg)
{
	struct reparto *r = arg;
	struct db *db = NULL;
	while (!atomic_load(&r->app->parando))
		comun_nap(order_turn(r, &db));
	db_close(db);
	return NULL;
}

/* ---- deliveries ---- */

static void log_step(const struct repartidor_paso *p)
{
	if (p->falladas || p->muertas || p->verificadas)
		log_event(p->falladas || p->muertas ? LOG_WARN : LOG_INFO, "entregas", LOG_INT("entregadas", p->entregadas),
			LOG_INT("falladas", p->falladas), LOG_INT("muertas", p->muertas), LOG_INT("verificadas", p->verificadas));
}

static int delivery_turn(struct reparto *r, struct repartidor *x, struct db **db)
{
	ARENA_AUTO *a = arena_create(PASO_BYTES);
	struct repartidor_paso paso;
	struct error err;
	error_init(&err, a);
	if (!a || !ready(r, db, "dictamend entregas", &err))
		return ESPERA_MS;
	if (repartidor_step(x, *db, SONDEO_MS, &paso, &err) != STATUS_OK) {
		log_failure("entregas", &err);
		return ESPERA_MS;
	}
	log_step(&paso);
	return 0;
}

/* url_publica without a closing slash. */
static void public_root(const struct config *c, char out[static 512])
{
	size_t n = strlen(c->url_publica);
	while (n > 0 && c->url_publica[n - 1] == '/')
		n--;
	memcpy(out, c->url_publica, n);
	out[n] = '\0';
}

static void *delivery_main(void *arg)
{
	struct reparto *r = arg;
	const struct config *c = r->app->config;
	char raiz[512];
	struct db *db = NULL;
	struct repartidor_opciones o = {.http = {.http = c->entrega_http, .ca = c->entrega_ca, .plazo_ms = c->entrega_plazo_ms},
		.llave = r->app->llave_suscripciones,
		.raiz = raiz,
		.a_la_vez = c->entregas_a_la_vez,
		.espera_ms = c->entrega_espera_ms};
	(void)proxies_parse(c->entrega_redes, &o.http.redes); /* the configuration was checked */
	public_root(c, raiz);
	struct repartidor *x = repartidor_create(&o);
	if (!x)
		log_event(LOG_ERROR, "entregas", LOG_TEXT("causa", "no hay memoria"));
	while (x && !atomic_load(&r->app->parando))
		comun_nap(delivery_turn(r, x, &db));
	repartidor_destroy(x);
	db_close(db);
	return NULL;
}

/* ---- mails ---- */

/* The digests of today, once it is time for them; *hecho: the last day that was seen to. */
static enum status digest(struct reparto *r, struct db *db, dia_t *hecho, struct error *err)
{
	dia_t hoy;
	int segundo;
	instante_local(reloj_legal(), &hoy, &segundo);
	const int hora = r->app->config->resumen_hora;
	if (*hecho == hoy || segundo < hora || segundo > hora + RESUMEN_VENTANA_S)
		return STATUS_OK;
	const struct calendario *c = calendario_vivo_get(r->app->calendario);
	const bool habil = calendario_habil(c, hoy);
	calendario_vivo_put(r->app->calendario, c);
	enum status st = habil ? avisos_digest(db, hoy, err) : STATUS_OK;
	if (st == STATUS_OK)
		*hecho = hoy;
	return st;
}

static int mail_turn(struct reparto *r, const struct cartero *c, struct db **db, dia_t *resumido)
{
	ARENA_AUTO *a = arena_create(CARTA_BYTES);
	struct cartero_paso paso;
	struct error err;
	error_init(&err, a);
	if (!a || !ready(r, db, "dictamend avisos", &err))
		return ESPERA_MS;
	enum status st = digest(r, *db, resumido, &err);
	if (st == STATUS_OK)
		st = cartero_step(c, *db, a, &paso, &err);
	if (st != STATUS_OK) {
		log_failure("avisos", &err);
		return ESPERA_MS;
	}
	if (paso.hubo && paso.motivo && !paso.enviado)
		log_event(LOG_WARN, "avisos", LOG_TEXT("motivo", paso.motivo));
	return paso.hubo ? 0 : CARTAS_SONDEO_MS;
}

static void *mail_main(void *arg)
{
	struct reparto *r = arg;
	const struct config *c = r->app->config;
	char raiz[512];
	struct db *db = NULL;
	dia_t resumido = DIA_NINGUNO;
	public_root(c, raiz);
	const struct cartero k = {.smtp = {.url = c->smtp_url,
					  .usuario = c->smtp_usuario,
					  .clave = r->smtp_clave,
					  .ca = c->correo_ca,
					  .plazo_s = c->correo_plazo},
		.remitente = c->correo_remitente,
		.raiz = raiz,
		.rebotes = c->avisos_rebotes,
		.espera_sello_s = r->app->escribania ? c->aviso_espera_sello : 0,
		.espera_ms = c->aviso_espera_ms};
	while (!atomic_load(&r->app->parando))
		comun_nap(mail_turn(r, &k, &db, &resumido));
	db_close(db);
	return NULL;
}

/* ---- all ---- */

void reparto_configure(struct reparto *r, struct config_lectura *l, struct arena *a)
{
	const struct config *c = &l->config;
	if (!c->avisos_por_correo)
		return;
	if (!*c->smtp_url || !*c->correo_remitente)
		config_falta(l, "avisos_por_correo: faltan smtp_url o correo_remitente");
	r->smtp_clave = comun_secret(a, c->smtp_clave_archivo, c->smtp_clave);
	if (!r->smtp_clave)
		config_falta(l, "smtp_clave_archivo: no se puede leer «%s»", c->smtp_clave_archivo);
}

bool reparto_start(struct reparto *r, struct app *app, const struct db_opciones *base)
{
	r->app = app;
	r->base = *base;
	if (!servidor_correo_init())
		return false;
	r->hay_orden = pthread_create(&r->orden, NULL, order_main, r) == 0;
	if (!r->hay_orden)
		return false;
	const bool entregar = app->llave_suscripciones && app->config->entregas_a_la_vez > 0;
	r->hay_entregas = entregar && pthread_create(&r->entregas, NULL, delivery_main, r) == 0;
	r->hay_cartas = r->smtp_clave && pthread_create(&r->cartas, NULL, mail_main, r) == 0;
	return r->hay_entregas == entregar && r->hay_cartas == (r->smtp_clave != NULL);
}

bool reparto_stop(struct reparto *r, int plazo_s)
{
	struct timespec fin;
	bool todos = true;
	clock_gettime(CLOCK_REALTIME, &fin);
	fin.tv_sec += plazo_s;
	if (r->hay_orden)
		todos = pthread_timedjoin_np(r->orden, NULL, &fin) == 0;
	if (r->hay_entregas)
		todos = pthread_timedjoin_np(r->entregas, NULL, &fin) == 0 && todos;
	if (r->hay_cartas)
		todos = pthread_timedjoin_np(r->cartas, NULL, &fin) == 0 && todos;
	return todos;
}
