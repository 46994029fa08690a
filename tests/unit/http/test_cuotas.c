/* Rate limits: the buckets under a clock that the test moves, and how a server refuses. */
#include "http/cuotas.h"
#include "unit/http/prueba.h"

#define S INT64_C(1000000000)
#define T0 (1000 * S)

static const struct cuotas_limites limites = {
	.por_minuto = {[GASTO_PUBLICO] = {60, 600}, [GASTO_LECTURA] = {1, 7}, [GASTO_ESCRITURA] = {0, 1000000000}}};
static struct cuotas *c;
static struct cuota q;

static void setup(void)
{
	ck_assert(hash_init());
	c = cuotas_create(&limites);
	ck_assert_ptr_nonnull(c);
}
static void teardown(void)
{
	cuotas_destroy(c);
}

static bool take(enum gasto g, enum sujeto s, uint32_t who, int64_t now)
{
	uint8_t id[CUOTAS_ID_LEN] = {0};
	memcpy(id, &who, sizeof who);
	return cuotas_take(c, g, s, id, now, &q);
}

static int take_all(enum gasto g, enum sujeto s, uint32_t who, int64_t now)
{
	int n = 0;
	while (take(g, s, who, now))
		n++;
	return n;
}

START_TEST(un_minuto)
{
	ck_assert(take(GASTO_PUBLICO, SUJETO_DIRECCION, 1, T0));
	ck_assert_str_eq(q.politica, "\"publico-direccion\";q=60;w=60");
	ck_assert_int_eq(q.por_minuto, 60);
	ck_assert_int_eq(q.restan, 59);
	ck_assert_int_eq(q.repone_s, 1);
	ck_assert_int_eq(take_all(GASTO_PUBLICO, SUJETO_DIRECCION, 1, T0), 59);
	ck_assert_int_eq(q.restan, 0);
	ck_assert_int_eq(q.repone_s, 60);
	ck_assert_int_eq(q.espera_s, 1);
	/* a refusal takes nothing: one request a second, and no more, goes on passing */
	ck_assert(!take(GASTO_PUBLICO, SUJETO_DIRECCION, 1, T0 + S - 1));
	ck_assert(take(GASTO_PUBLICO, SUJETO_DIRECCION, 1, T0 + S));
	ck_assert(!take(GASTO_PUBLICO, SUJETO_DIRECCION, 1, T0 + S));
	ck_assert_int_eq(take_all(GASTO_PUBLICO, SUJETO_DIRECCION, 1, T0 + 11 * S), 10);
	/* never more than a minute's worth, however long the silence */
	ck_assert_int_eq(take_all(GASTO_PUBLICO, SUJETO_DIRECCION, 1, T0 + 100000 * S), 60);
}
END_TEST

START_TEST(cada_quien)
{
	ck_assert_int_eq(take_all(GASTO_PUBLICO, SUJETO_DIRECCION, 1, T0), 60);
	ck_assert_int_eq(take_all(GASTO_PUBLICO, SUJETO_DIRECCION, 2, T0), 60);
	ck_assert_int_eq(take_all(GASTO_PUBLICO, SUJETO_CLAVE, 1, T0), 600);
	ck_assert_int_eq(take_all(GASTO_LECTURA, SUJETO_DIRECCION, 1, T0), 1);
	ck_assert_int_eq(q.espera_s, 60);
	ck_assert(take(GASTO_LECTURA, SUJETO_DIRECCION, 1, T0 + 60 * S));
	/* a quota that does not divide the minute */
	ck_assert_int_eq(take_all(GASTO_LECTURA, SUJETO_CLAVE, 1, T0), 7);
	ck_assert_int_eq(q.espera_s, 9);
}
END_TEST

START_TEST(sin_limite)
{
	for (int i = 0; i < 100000; i++)
		ck_assert(take(GASTO_ESCRITURA, SUJETO_DIRECCION, 1, T0));
	ck_assert_ptr_null(q.politica);
	ck_assert(take(GASTO_LIBRE, SUJETO_DIRECCION, 1, T0));
	ck_assert_ptr_null(q.politica);
	ck_assert(take(GASTO_COUNT, SUJETO_DIRECCION, 1, T0));
	ck_assert(take(GASTO_ESCRITURA, SUJETO_CLAVE, 1, T0)); /* the largest that can be configured */
	ck_assert_int_eq(q.restan, 999999999);
}
END_TEST

/* Many more addresses than places: who was refused stays refused, and the newcomers are served. */
START_TEST(inundacion)
{
	for (uint32_t i = 0; i < 20; i++)
		ck_assert_int_eq(take_all(GASTO_PUBLICO, SUJETO_DIRECCION, i, T0), 60);
	for (uint32_t i = 1000; i < 1000 + 8 * CUOTAS_ENTRADAS; i++)
		ck_assert(take(GASTO_PUBLICO, SUJETO_DIRECCION, i, T0 + i % 1000));
	for (uint32_t i = 0; i < 20; i++)
		ck_assert(!take(GASTO_PUBLICO, SUJETO_DIRECCION, i, T0));
	/* in time their places are as free as any */
	ck_assert_int_eq(take_all(GASTO_PUBLICO, SUJETO_DIRECCION, 5, T0 + 61 * S), 60);
}
END_TEST

START_TEST(nombres)
{
	for (int g = GASTO_PUBLICO; g < GASTO_COUNT; g++)
		ck_assert_str_ne(gasto_nombre((enum gasto)g), "");
	ck_assert_str_eq(gasto_nombre(GASTO_LIBRE), "");
	static const struct {
		struct ruta r;
		enum gasto g;
	} t[] = {{{.lane = LANE_INLINE}, GASTO_PUBLICO}, {{.lane = LANE_GENERAL, .acceso = ACCESO_CREDENCIAL}, GASTO_LECTURA},
		{{.lane = LANE_ACTOS, .acceso = ACCESO_CREDENCIAL, .metodo = METODO_POST}, GASTO_ESCRITURA},
		{{.lane = LANE_DOCUMENTOS, .acceso = ACCESO_CREDENCIAL}, GASTO_DOCUMENTOS},
		{{.lane = LANE_GENERAL, .metodo = METODO_POST, .gasto = GASTO_COSTOSO}, GASTO_COSTOSO},
		{{.lane = LANE_INLINE, .gasto = GASTO_LIBRE}, GASTO_LIBRE}};
	for (size_t i = 0; i < sizeof t / sizeof *t; i++)
		ck_assert_int_eq(gasto_de_ruta(&t[i].r), t[i].g);
}
END_TEST

/* ---- in a server ---- */

static enum status h_hola(struct exchange *ex, void *worker)
{
	(void)worker;
	exchange_static(ex, 200, "application/json", "{}", 2);
	return STATUS_OK;
}

/* Knows «Bearer <letter>»; «z» is nobody. */
static bool conocido(void *app, const struct exchange *ex, struct uuid *titular)
{
	(void)app;
	*titular = (struct uuid){{(uint8_t)ex->authorization[7]}};
	return ex->authorization[7] != 'z';
}

static const struct ruta rutas[] = {
	{.metodo = METODO_GET, .patron = "/hola", .operation = "hola", .lane = LANE_INLINE, .handler = h_hola},
	{.metodo = METODO_GET, .patron = "/salud", .operation = "salud", .lane = LANE_INLINE, .gasto = GASTO_LIBRE, .handler = h_hola},
	{.metodo = METODO_POST,
		.patron = "/d",
		.operation = "documento",
		.lane = LANE_DOCUMENTOS,
		.cuerpo = CUERPO_DOCUMENTO,
		.limite = SIZE_MAX,
		.handler = h_hola},
};

static struct banco servidor(const struct cuotas_limites *l, const char *proxies)
{
	struct servidor_opciones o = banco_opciones(rutas, 3);
	o.cuotas = *l;
	o.conocido = conocido;
	ck_assert(proxies_parse(proxies, &o.proxies));
	return banco_start(&o);
}

static void contesta(struct cliente *k, const char *request, int http, int restan)
{
	char v[512], want[64];
	enviar(k, request);
	struct contestacion *r = recibir(k, false);
	ck_assert_msg(r->http == http, "%d, expected %d: %s", r->http, http, request);
	ck_assert_int_eq(encabezado(r, "RateLimit-Policy", v) != NULL, restan >= 0);
	if (restan >= 0) {
		ck_assert_ptr_nonnull(encabezado(r, "RateLimit", v));
		snprintf(want, sizeof want, ";r=%d;t=", restan);
		ck_assert_msg(strstr(v, want) != NULL, "%s, expected r=%d", v, restan);
	}
	ck_assert_int_eq(encabezado(r, "Retry-After", v) != NULL, http == 429);
	if (http == 429) {
		ck_assert_int_ge(atoi(v), 1);
		ck_assert_ptr_nonnull(strstr(r->body, "/problemas/demasiadas-solicitudes"));
		ck_assert_ptr_nonnull(strstr(r->body, "que_hacer"));
	}
	free(r);
}

#define PIDE(path, more) "GET " path " HTTP/1.1\r\nHost: x\r\n" more "\r\n"
static const struct cuotas_limites pocas = {.por_minuto = {[GASTO_PUBLICO] = {2, 3}, [GASTO_DOCUMENTOS] = {1, 1}}};

START_TEST(rechazos)
{
	struct banco b = servidor(&pocas, "");
	struct cliente *k = cliente_new(b.puerto);
	contesta(k, PIDE("/hola", ""), 200, 1);
	contesta(k, PIDE("/nada", ""), 404, 0); /* counted as well */
	contesta(k, PIDE("/hola", ""), 429, 0);
	contesta(k, PIDE("/nada", ""), 429, 0);
	contesta(k, PIDE("/hola", "X-Forwarded-For: 203.0.113.9\r\n"), 429, 0); /* nobody is believed */
	contesta(k, PIDE("/salud", ""), 200, -1);
	/* people have buckets of their own; an unknown key is the address's affair */
	for (int i = 2; i >= 0; i--)
		contesta(k, PIDE("/hola", "Authorization: Bearer a\r\n"), 200, i);
	contesta(k, PIDE("/hola", "Authorization: Bearer a\r\n"), 429, 0);
	contesta(k, PIDE("/hola", "Authorization: Bearer b\r\n"), 200, 2);
	contesta(k, PIDE("/hola", "Authorization: Bearer z\r\n"), 429, 0);
	/* another class; the body of what is refused is not waited for, and the connection goes on */
	static const char up[] = "POST /d HTTP/1.1\r\nHost: x\r\nContent-Type: application/pdf\r\nContent-Length: 3\r\n\r\nabc";
	contesta(k, up, 200, 0);
	contesta(k, up, 429, 0);
	contesta(k, PIDE("/salud", ""), 200, -1);
	BUF_AUTO m;
	buf_init(&m, 65536);
	servidor_metrics(b.s, &m);
	ck_assert_ptr_nonnull(strstr(buf_str(&m), "dictamend_rate_limited_total{class=\"publico\",by=\"direccion\"} 4\n"));
	ck_assert_ptr_nonnull(strstr(buf_str(&m), "dictamend_rate_limited_total{class=\"publico\",by=\"clave\"} 1\n"));
	ck_assert_ptr_nonnull(strstr(buf_str(&m), "dictamend_rate_limited_total{class=\"documentos\",by=\"direccion\"} 1\n"));
	cliente_free(k);
	banco_stop(&b);
}
END_TEST

/* Behind a believed proxy each client has its own bucket; the proxy's word about itself does not make another client. */
START_TEST(detras_de_un_proxy)
{
	struct banco b = servidor(&pocas, "127.0.0.0/8");
	struct cliente *k = cliente_new(b.puerto);
	contesta(k, PIDE("/hola", "X-Forwarded-For: 203.0.113.9\r\n"), 200, 1);
	contesta(k, PIDE("/hola", "X-Forwarded-For: 198.51.100.4, 203.0.113.9\r\n"), 200, 0);
	contesta(k, PIDE("/hola", "X-Forwarded-For: 198.51.100.4\r\nX-Forwarded-For: 203.0.113.9\r\n"), 429, 0);
	contesta(k, PIDE("/hola", "X-Forwarded-For: 203.0.113.10\r\n"), 200, 1);
	contesta(k, PIDE("/hola", ""), 200, 1);
	cliente_free(k);
	banco_stop(&b);
}
END_TEST

START_TEST(apagado)
{
	static const struct cuotas_limites none;
	struct banco b = servidor(&none, "");
	struct cliente *k = cliente_new(b.puerto);
	for (int i = 0; i < 200; i++)
		contesta(k, PIDE("/hola", ""), 200, -1);
	cliente_free(k);
	banco_stop(&b);
}
END_TEST

int main(void)
{
	Suite *s = suite_create("http/cuotas");
	TCase *t = tcase_create("cubetas");
	tcase_add_checked_fixture(t, setup, teardown);
	tcase_set_timeout(t, 60);
	tcase_add_test(t, un_minuto);
	tcase_add_test(t, cada_quien);
	tcase_add_test(t, sin_limite);
	tcase_add_test(t, inundacion);
	tcase_add_test(t, nombres);
	suite_add_tcase(s, t);
	t = tcase_create("servidor");
	tcase_set_timeout(t, 60);
	tcase_add_test(t, rechazos);
	tcase_add_test(t, detras_de_un_proxy);
	tcase_add_test(t, apagado);
	suite_add_tcase(s, t);
	return correr(s);
}
