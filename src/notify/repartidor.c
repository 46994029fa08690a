#include "notify/repartidor.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "codec/evento.h"
#include "store/entregas.h"

#define POR_SUSCRIPCION 4 /* files that one subscription gets at once */
#define SONDEO_NS (INT64_C(200) * 1000000)
#define CADUCAR_NS (INT64_C(10) * 1000000000)
#define ARRIENDO_EXTRA_MS 5000
#define ESPERA_SUSCRIPCION_MAX_MS (INT64_C(600) * 1000) /* of a subscription that is away: so long at most until its return is seen */
#define ENVIO_BYTES ((size_t)64 * 1024)
#define GONE 410
#define RETO_LEN 33
#define TIPO_VERIFICACION "mx.gob.sre.dictamen.suscripcion.verificacion"

/* One that is under way: owns its arena. */
struct viaje {
	struct arena *a;
	struct entrega e;
	instante_t empezado_en;
	char reto[RETO_LEN]; /* "": an event */
	struct viaje *siguiente;
};

struct repartidor {
	struct repartidor_opciones o;
	struct webhooks *w;
	struct viaje *viajes;
	int64_t mirar_ns, caducar_ns;
};

struct repartidor *repartidor_create(const struct repartidor_opciones *o)
{
	struct repartidor *r = calloc(1, sizeof *r);
	if (!r)
		return NULL;
	r->o = *o;
	r->w = webhooks_create(&o->http);
	if (r->w)
		return r;
	free(r);
	return NULL;
}

static void viaje_free(struct viaje *v)
{
	arena_destroy(v->a); /* v lives in it */
}

void repartidor_destroy(struct repartidor *r)
{
	if (!r)
		return;
	webhooks_destroy(r->w);
	while (r->viajes) {
		struct viaje *v = r->viajes;
		r->viajes = v->siguiente;
		viaje_free(v);
	}
	free(r);
}

/* ---- what is sent ---- */

static bool sign(const struct repartidor *r, const struct viaje *v, const struct secreto_sellado *s, const char *id,
	const struct buf *cuerpo, struct buf *out)
{
	uint8_t claro[sizeof(struct uuid) + WEBHOOK_SECRETO_LEN];
	const bool suyo = s->n == sizeof claro + COFRE_EXTRA && cofre_open(r->o.llave, s->p, s->n, claro) &&
		memcmp(claro, v->e.suscripcion.b, sizeof v->e.suscripcion.b) == 0;
	if (suyo)
		webhook_sign(claro + sizeof(struct uuid), id, v->empezado_en / 1000000, cuerpo, out);
	explicit_bzero(claro, sizeof claro);
	return suyo && !out->failed;
}

static void write_challenge(struct json_writer *w, const struct viaje *v, const char *id, const char *raiz)
{
	json_object(w, NULL);
	json_string(w, "specversion", "1.0");
	json_string(w, "id", id);
	json_string(w, "source", raiz);
	json_string(w, "type", TIPO_VERIFICACION);
	json_uuid(w, "subject", &v->e.suscripcion);
	json_instante(w, "time", v->empezado_en);
	json_string(w, "datacontenttype", "application/json");
	json_object(w, "data");
	json_uuid(w, "suscripcion", &v->e.suscripcion);
	json_string(w, "reto", v->reto);
	json_object_end(w);
	json_object_end(w);
}

/* False: no memory, or a secret that the key does not open. */
static bool send_one(struct repartidor *r, struct viaje *v)
{
	char id[UUID_LEN];
	BUF_AUTO cuerpo;
	BUF_AUTO firma;
	struct json_writer w;
	const struct uuid propio = uuid_v7(v->empezado_en / 1000);

	buf_init(&cuerpo, EVENTO_JSON_MAX);
	buf_init(&firma, 200);
	uuid_format(*v->reto ? &propio : &v->e.evento.id, id);
	json_begin(&w, &cuerpo);
	if (*v->reto)
		write_challenge(&w, v, id, r->o.raiz);
	else
		evento_write(&w, &v->e.evento, r->o.raiz);
	if (cuerpo.failed || !sign(r, v, &v->e.secreto, id, &cuerpo, &firma))
		return false;
	if (v->e.anterior.p && !sign(r, v, &v->e.anterior, id, &cuerpo, &firma))
		return false;
	return webhooks_post(r->w,
		&(struct webhook_pedido){.url = v->e.url,
			.id = id,
			.firma = buf_str(&firma),
			.momento_s = v->empezado_en / 1000000,
			.cuerpo = &cuerpo,
			.ctx = v});
}

/* A copy with an arena of its own, on its way. */
static bool depart(struct repartidor *r, const struct entrega *e, bool reto)
{
	struct arena *a = arena_create(ENVIO_BYTES);
	struct viaje *v = a ? ARENA_NEW(a, struct viaje) : NULL;
	uint8_t azar[(RETO_LEN - 1) / 2];
	if (!v) {
		arena_destroy(a);
		return false;
	}
	*v = (struct viaje){.a = a, .e = *e, .empezado_en = reloj_now()};
	v->e.url = arena_strdup(a, e->url);
	v->e.secreto.p = (const uint8_t *)arena_memdup(a, e->secreto.p, e->secreto.n);
	v->e.anterior.p = e->anterior.p ? (const uint8_t *)arena_memdup(a, e->anterior.p, e->anterior.n) : NULL;
	if (!reto) {
		v->e.evento.tipo = arena_strdup(a, e->evento.tipo);
		v->e.evento.estado = arena_strdup(a, e->evento.estado);
	} else {
		random_bytes(azar, sizeof azar);
		hex_encode(azar, sizeof azar, v->reto);
	}
	if (!v->e.url || !v->e.secreto.p || (e->anterior.p && !v->e.anterior.p) || (!reto && (!v->e.evento.tipo || !v->e.evento.estado)) ||
		!send_one(r, v)) {
		viaje_free(v);
		return false;
	}
	v->siguiente = r->viajes;
	r->viajes = v;
	return true;
}

/* ---- what came of it ---- */

int64_t repartidor_espera(int64_t base, int veces, int64_t max, uint32_t azar)
{
	int64_t ms = base;
	for (int i = 0; i < veces && ms < max; i++)
		ms *= 2;
	if (ms > max)
		ms = max;
	return ms / 2 + (int64_t)azar % (ms - ms / 2 + 1);
}

static int64_t backoff(int64_t base, int veces, int64_t max)
{
	uint32_t azar;
	random_bytes(&azar, sizeof azar);
	return repartidor_espera(base, veces, max, azar);
}

/* The answer as text for the journal: what is no text becomes '?'. */
static const char *as_text(struct webhook_resultado *x)
{
	for (size_t i = 0; i < x->respuesta_len; i++) {
		const unsigned char c = (unsigned char)x->respuesta[i];
		if ((c < 0x20 && c != '\n' && c != '\t' && c != '\r') || c == 0x7F)
			x->respuesta[i] = '?';
	}
	/* A character that was cut at the end goes. */
	size_t n = x->respuesta_len;
	for (int i = 0; i < 4 && n > 0 && !utf8_valid(x->respuesta, n); i++)
		n--;
	if (!utf8_valid(x->respuesta, n)) {
		n = x->respuesta_len;
		for (size_t i = 0; i < n; i++)
			if ((unsigned char)x->respuesta[i] >= 0x80)
				x->respuesta[i] = '?';
	}
	x->respuesta[n] = '\0';
	return x->respuesta;
}

static void unlink_viaje(struct repartidor *r, const struct viaje *v)
{
	struct viaje **p = &r->viajes;
	while (*p != v)
		p = &(*p)->siguiente;
	*p = v->siguiente;
}

static enum status note_result(
	struct repartidor *r, struct db *db, struct viaje *v, struct webhook_resultado *x, struct repartidor_paso *paso, struct error *err)
{
	struct entrega_resultado y = {.tomada = !*x->motivo,
		.retirada = x->http == GONE && !*v->reto,
		.espera_ms = backoff(r->o.espera_ms, *v->reto ? v->e.fallos : v->e.intentos - 1, REPARTIDOR_ESPERA_MAX_MS),
		.suscripcion_ms = v->e.fallos == 0 ? 0 : backoff(r->o.espera_ms, v->e.fallos - 1, ESPERA_SUSCRIPCION_MAX_MS),
		.empezado_en = v->empezado_en,
		.ms = x->ms,
		.http = x->http,
		.motivo = x->motivo};
	if (y.retirada)
		y.motivo = "retirada";
	if (*v->reto) {
		if (y.tomada && !strstr(x->respuesta, v->reto)) {
			y.tomada = false;
			y.motivo = "reto_sin_respuesta";
		}
		paso->verificadas += y.tomada;
		return verificaciones_note(db, &v->e, &y, err);
	}
	y.respuesta = as_text(x);
	paso->entregadas += y.tomada;
	paso->falladas += !y.tomada;
	return entregas_note(db, &v->e, &y, err);
}

static enum status collect(struct repartidor *r, struct db *db, struct repartidor_paso *paso, struct error *err)
{
	struct webhook_resultado x;
	enum status st = STATUS_OK;
	while (st == STATUS_OK && webhooks_result(r->w, &x)) {
		struct viaje *v = x.ctx;
		unlink_viaje(r, v);
		st = note_result(r, db, v, &x, paso, err);
		viaje_free(v);
	}
	return st;
}

/* ---- what is due ---- */

/* Subscriptions with something under way here. */
static size_t busy(const struct repartidor *r, struct uuid *out)
{
	size_t n = 0;
	for (const struct viaje *v = r->viajes; v; v = v->siguiente) {
		size_t i = 0;
		while (i < n && uuid_cmp(&out[i], &v->e.suscripcion) != 0)
			i++;
		if (i == n)
			out[n++] = v->e.suscripcion;
	}
	return n;
}

/* One that cannot even begin is written down like a failure, so that it waits its turn. */
static enum status begin_all(struct repartidor *r, struct db *db, const struct entrega *e, size_t n, bool reto, struct error *err)
{
	enum status st = STATUS_OK;
	for (size_t i = 0; i < n && st == STATUS_OK; i++) {
		if (depart(r, &e[i], reto))
			continue;
		const struct entrega_resultado y = {
			.espera_ms = backoff(r->o.espera_ms, reto ? e[i].fallos : e[i].intentos - 1, REPARTIDOR_ESPERA_MAX_MS),
			.suscripcion_ms = backoff(r->o.espera_ms, e[i].fallos, ESPERA_SUSCRIPCION_MAX_MS),
			.empezado_en = reloj_now(),
			.motivo = "secreto",
			.respuesta = ""};
		st = reto ? verificaciones_note(db, &e[i], &y, err) : entregas_note(db, &e[i], &y, err);
	}
	return st;
}

/* Challenges only when it is time to look for them; deliveries also whenever one went well, since its next may be waiting. */
static enum status take_due(struct repartidor *r, struct db *db, bool retos, struct arena *a, size_t *tomadas, struct error *err)
{
	const int arriendo_ms = 2 * r->o.http.plazo_ms + ARRIENDO_EXTRA_MS;
	struct uuid *ocupadas = ARENA_ARRAY(a, (size_t)r->o.a_la_vez + 1, struct uuid);
	struct entrega *e = NULL;
	size_t n = 0;
	int libres = r->o.a_la_vez - webhooks_under_way(r->w);
	*tomadas = 0;
	if (!ocupadas)
		return error_set(err, PROBLEM_SATURADO);
	enum status st = STATUS_OK;
	if (retos && libres > 0) {
		st = verificaciones_take(db, libres, arriendo_ms, a, &e, &n, err);
		if (st == STATUS_OK)
			st = begin_all(r, db, e, n, true, err);
		libres -= (int)n;
	}
	if (st != STATUS_OK || libres <= 0)
		return st;
	st = entregas_take(db, libres, arriendo_ms, POR_SUSCRIPCION, ocupadas, busy(r, ocupadas), a, &e, &n, err);
	if (st == STATUS_OK)
		st = begin_all(r, db, e, n, false, err);
	*tomadas = n;
	return st;
}

enum status repartidor_step(struct repartidor *r, struct db *db, int ms, struct repartidor_paso *paso, struct error *err)
{
	*paso = (struct repartidor_paso){0};
	ARENA_AUTO *a = arena_create((size_t)r->o.a_la_vez * ENVIO_BYTES + ENVIO_BYTES);
	const int64_t now = reloj_mono_ns();
	size_t tomadas = 0;
	enum status st = a ? collect(r, db, paso, err) : error_set(err, PROBLEM_SATURADO);
	if (st == STATUS_OK && now >= r->caducar_ns) {
		st = entregas_expire(db, &paso->muertas, err);
		r->caducar_ns = now + CADUCAR_NS;
	}
	const bool toca = now >= r->mirar_ns;
	if (st == STATUS_OK && (toca || paso->entregadas > 0))
		st = take_due(r, db, toca, a, &tomadas, err);
	if (toca || st != STATUS_OK)
		r->mirar_ns = now + SONDEO_NS;
	webhooks_step(r->w, tomadas > 0 ? 1 : ms);
	return st;
}
