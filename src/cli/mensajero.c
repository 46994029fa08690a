#include "cli/mensajero.h"

#include <poll.h>
#include <time.h>

#include "base/log.h"
#include "cli/comun.h"
#include "notify/mensaje.h"
#include "notify/servidor_correo.h"
#include "services/cuentas.h"

#define CARTA_BYTES ((size_t)1024 * 1024)
#define SONDEO_MS 1000
#define SIN_BASE_MS 2000

static bool hand_over(const struct config *k, const struct carta_lista *carta, struct arena *a, char motivo[static SERVIDOR_MOTIVO_LEN])
{
	struct error err;
	BUF_AUTO bytes;
	buf_init(&bytes, CARTA_BYTES);
	error_init(&err, a);
	const struct mensaje_saliente m = {.de = k->correo_remitente,
		.a = carta->a,
		.asunto = carta->asunto,
		.en_respuesta_a = "",
		.texto = carta->texto,
		.fecha = reloj_now()};
	const struct servidor_correo s = {.url = k->smtp_url,
		.usuario = k->smtp_usuario,
		.clave = comun_secret(a, k->smtp_clave_archivo, k->smtp_clave),
		.ca = k->correo_ca,
		.plazo_s = k->correo_plazo};
	snprintf(motivo, SERVIDOR_MOTIVO_LEN, "could not be written");
	return s.clave && mensaje_write(&m, &bytes, &err) == STATUS_OK &&
		smtp_send(&s, "", carta->a, buf_str(&bytes), bytes.len, motivo) == SMTP_ENVIADO;
}

/* One letter; how long to rest afterwards. */
static int turn(struct mensajero *c, struct db **db)
{
	ARENA_AUTO *a = arena_create(CARTA_BYTES);
	struct error err;
	struct carta_lista carta;
	char motivo[SERVIDOR_MOTIVO_LEN] = "", id[UUID_LEN];
	if (!a || !atomic_load(&c->app->lista))
		return SIN_BASE_MS;
	error_init(&err, a);
	if (!*db)
		*db = db_open(&c->base, &err);
	if (!*db)
		return SIN_BASE_MS;
	db_wake(*db);
	enum status st = cuentas_carta(*db, c->app->config, a, &carta, &err);
	if (st == STATUS_OK && uuid_is_nil(&carta.id))
		return SONDEO_MS;
	if (st == STATUS_OK) {
		const bool sent = hand_over(c->app->config, &carta, a, motivo);
		uuid_format(&carta.id, id);
		log_event(sent ? LOG_INFO : LOG_WARN, "carta", LOG_TEXT("id", id), LOG_INT("intento", carta.intentos),
			LOG_INT("enviada", sent), LOG_TEXT("motivo", sent ? "" : motivo));
		st = cuentas_carta_fin(*db, &carta, sent, motivo, &err);
	}
	if (st == STATUS_OK)
		return 0;
	log_event(LOG_WARN, "cartas", LOG_TEXT("problema", err.problem ? problem_info(err.problem)->slug : ""),
		LOG_TEXT("sqlstate", err.sqlstate), LOG_TEXT("interno", err.interno));
	return SIN_BASE_MS;
}

static void *thread_main(void *arg)
{
	struct mensajero *c = arg;
	struct pollfd parar = {.fd = c->parar_fd, .events = POLLIN};
	struct db *db = NULL;
	int ms = 0;
	while (poll(&parar, 1, ms) <= 0)
		ms = turn(c, &db);
	db_close(db);
	return NULL;
}

bool mensajero_start(struct mensajero *c, struct app *app, const struct db_opciones *base, int parar_fd, struct arena *a)
{
	const struct config *k = app->config;
	*c = (struct mensajero){.app = app, .base = *base, .parar_fd = parar_fd};
	if (!*k->smtp_url || !*k->correo_remitente)
		return true;
	c->vivo = comun_secret(a, k->smtp_clave_archivo, k->smtp_clave) && pthread_create(&c->hilo, NULL, thread_main, c) == 0;
	return c->vivo;
}

bool mensajero_stop(struct mensajero *c, int plazo_s)
{
	struct timespec fin;
	clock_gettime(CLOCK_REALTIME, &fin);
	fin.tv_sec += plazo_s;
	return !c->vivo || pthread_timedjoin_np(c->hilo, NULL, &fin) == 0;
}
