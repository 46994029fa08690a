/* Counters in Prometheus text. Relaxed atomics: each number is right, a scrape is not a snapshot. */
#include <inttypes.h>
#include <stdlib.h>

#include "http/interno.h"

/* Every status the service answers with; what is missing is counted under the last one, 0. */
static const int codes[METRICA_CODIGOS] = {200, 201, 202, 204, 206, 303, 304, 400, 401, 403, 404, 405, 406, 408, 409, 412, 413, 414, 415,
	416, 422, 428, 429, 431, 500, 501, 502, 503, 504, 505, 0};
static const int64_t limits_us[METRICA_TRAMOS] = {500, 1000, 2500, 5000, 10000, 25000, 50000, 100000, 250000, 500000, 1000000, 5000000};
static const char *const limits_text[METRICA_TRAMOS] = {
	"0.0005", "0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "5"};
static const char *const lane_names[LANE_COUNT] = {
	"inline", "actos", "lectura", "documentos", "costoso", "cuentas", "proveedor", "descargas", "general"};

bool metricas_init(struct metricas *m, size_t n_rutas)
{
	m->n = n_rutas + 1;
	m->rutas = calloc(m->n, sizeof *m->rutas);
	return m->rutas != NULL;
}

void metricas_free(struct metricas *m)
{
	free(m->rutas);
	m->rutas = NULL;
}

static void add(atomic_uint_fast64_t *c, uint64_t n)
{
	atomic_fetch_add_explicit(c, n, memory_order_relaxed);
}

static uint64_t get(const atomic_uint_fast64_t *c)
{
	return atomic_load_explicit(c, memory_order_relaxed);
}

void metricas_count(struct servidor *s, const struct ruta *r, int http, int64_t ns)
{
	struct metrica_ruta *m = &s->metricas.rutas[r ? (size_t)(r - s->o.rutas) : s->metricas.n - 1];
	int64_t us = ns / 1000;
	int code = 0, step = 0;
	while (codes[code] && codes[code] != http)
		code++;
	while (step < METRICA_TRAMOS && us > limits_us[step])
		step++;
	add(&m->codigos[code], 1);
	add(&m->tramos[step], 1);
	add(&m->suma_us, (uint64_t)us);
}

static const char *operation(const struct servidor *s, size_t i)
{
	return i < s->o.n_rutas ? s->o.rutas[i].operation : "ninguna";
}

static void write_requests(const struct servidor *s, struct buf *out)
{
	buf_puts(out, "# HELP dictamend_http_requests_total Requests answered.\n# TYPE dictamend_http_requests_total counter\n");
	for (size_t i = 0; i < s->metricas.n; i++) {
		for (int k = 0; k < METRICA_CODIGOS; k++) {
			uint64_t n = get(&s->metricas.rutas[i].codigos[k]);
			if (n)
				buf_printf(out, "dictamend_http_requests_total{operation=\"%s\",code=\"%d\"} %" PRIu64 "\n",
					operation(s, i), codes[k], n);
		}
	}
}

static void write_latency(const struct servidor *s, struct buf *out)
{
	buf_puts(out,
		"# HELP dictamend_http_request_duration_seconds Time from the request line to the answer.\n"
		"# TYPE dictamend_http_request_duration_seconds histogram\n");
	for (size_t i = 0; i < s->metricas.n; i++) {
		const struct metrica_ruta *m = &s->metricas.rutas[i];
		const char *op = operation(s, i);
		uint64_t total = 0, all = 0;
		for (int k = 0; k <= METRICA_TRAMOS; k++)
			all += get(&m->tramos[k]);
		for (int k = 0; all && k < METRICA_TRAMOS; k++) {
			total += get(&m->tramos[k]);
			buf_printf(out, "dictamend_http_request_duration_seconds_bucket{operation=\"%s\",le=\"%s\"} %" PRIu64 "\n", op,
				limits_text[k], total);
		}
		if (!all)
			continue;
		uint64_t us = get(&m->suma_us);
		buf_printf(out, "dictamend_http_request_duration_seconds_bucket{operation=\"%s\",le=\"+Inf\"} %" PRIu64 "\n", op, all);
		buf_printf(out, "dictamend_http_request_duration_seconds_sum{operation=\"%s\"} %" PRIu64 ".%06" PRIu64 "\n", op,
			us / 1000000, us % 1000000);
		buf_printf(out, "dictamend_http_request_duration_seconds_count{operation=\"%s\"} %" PRIu64 "\n", op, all);
	}
}

static void write_lanes(const struct servidor *s, struct buf *out)
{
	buf_puts(out, "# HELP dictamend_queue_depth Requests waiting for a thread of the lane.\n# TYPE dictamend_queue_depth gauge\n");
	for (int l = LANE_ACTOS; l < LANE_COUNT; l++)
		buf_printf(out, "dictamend_queue_depth{lane=\"%s\"} %d\n", lane_names[l], atomic_load(&s->carriles[l].pendientes));
	buf_puts(out,
		"# HELP dictamend_lane_workers Threads of the lane that have their database connection.\n# TYPE dictamend_lane_workers "
		"gauge\n");
	for (int l = LANE_ACTOS; l < LANE_COUNT; l++)
		buf_printf(out, "dictamend_lane_workers{lane=\"%s\"} %d\n", lane_names[l], atomic_load(&s->carriles[l].con_worker));
	buf_puts(out, "# HELP dictamend_groups_total Groups run.\n# TYPE dictamend_groups_total counter\n");
	for (int l = LANE_ACTOS; l < LANE_COUNT; l++)
		buf_printf(out, "dictamend_groups_total{lane=\"%s\"} %" PRIu64 "\n", lane_names[l], get(&s->metricas.grupos[l]));
	buf_puts(out,
		"# HELP dictamend_grouped_requests_total Requests in those groups.\n# TYPE dictamend_grouped_requests_total counter\n");
	for (int l = LANE_ACTOS; l < LANE_COUNT; l++)
		buf_printf(
			out, "dictamend_grouped_requests_total{lane=\"%s\"} %" PRIu64 "\n", lane_names[l], get(&s->metricas.agrupadas[l]));
}

static void write_limits(const struct servidor *s, struct buf *out)
{
	buf_puts(out, "# HELP dictamend_rate_limited_total Requests refused with 429.\n# TYPE dictamend_rate_limited_total counter\n");
	for (int g = GASTO_PUBLICO; g < GASTO_COUNT; g++) {
		for (int k = 0; k < SUJETO_COUNT; k++)
			buf_printf(out, "dictamend_rate_limited_total{class=\"%s\",by=\"%s\"} %" PRIu64 "\n", gasto_nombre((enum gasto)g),
				sujeto_nombre((enum sujeto)k), get(&s->metricas.rebasadas[g][k]));
	}
}

static void write_one(struct buf *out, const char *name, const char *kind, const char *help, uint64_t value)
{
	buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n%s %" PRIu64 "\n", name, help, name, kind, name, value);
}

void servidor_metrics(const struct servidor *s, struct buf *out)
{
	write_requests(s, out);
	write_latency(s, out);
	write_lanes(s, out);
	write_limits(s, out);
	write_one(out, "dictamend_deferred_total", "counter", "Requests put back for the next group.", get(&s->metricas.aplazadas));
	write_one(out, "dictamend_connections", "gauge", "Open connections.", (uint64_t)atomic_load(&s->metricas.conexiones));
	write_one(out, "dictamend_deadlines_total", "counter", "Connections closed because their time was over.", get(&s->metricas.plazos));
	write_one(out, "dictamend_raw_answers_total", "counter", "Refusals sent in the middle of a body.", get(&s->metricas.crudas));
	write_one(
		out, "dictamend_spool_bytes", "gauge", "Bytes of uploads held in temporary files.", (uint64_t)atomic_load(&s->spool_total));
}
