#include "documents/lectura_hoja.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fecha.h"
#include "documents/herramienta.h"
#include "documents/tarea.h"

#define DIBUJO_MS 15000
#define HERRAMIENTA_MIN_MS 1000 /* what a tool gets when the time is up while a page is being looked at */
#define DERECHA_MIN 70          /* hundredths of a degree: less crooked and tesseract reads it as well as it is */
#define AVERIA_ARENA 4096

int hoja_scratch(const struct lectura_opciones *op)
{
	return open(op->carpeta_temporal, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

uint32_t hoja_allowed(int64_t plazo_ns, uint32_t max)
{
	const int64_t queda = (plazo_ns - reloj_mono_ns()) / 1000000;
	if (queda < HERRAMIENTA_MIN_MS)
		return HERRAMIENTA_MIN_MS;
	return queda < (int64_t)max ? (uint32_t)queda : max;
}

/* The cage fails closed: without it nothing is looked at, and the job comes back later. */
static bool unavailable(struct hoja *h, const char *que, const struct error *err)
{
	h->problema = PROBLEM_HERRAMIENTA_NO_DISPONIBLE;
	h->que = que;
	h->interno = err->interno;
	return false;
}

static bool broken(struct hoja *h, enum problem problema)
{
	h->problema = problema;
	return false;
}

static bool give_up(struct hoja *h, bool tiempo)
{
	h->motivo = tiempo ? MOTIVO_TIEMPO : MOTIVO_DIBUJO;
	return false;
}

static bool draw(struct hoja *h, struct error *err)
{
	char numero[12], resolucion[12];
	enum herramienta_fin fin;
	struct stat s;
	snprintf(numero, sizeof numero, "%d", h->numero);
	snprintf(resolucion, sizeof resolucion, "%d", h->ppp);
	const char *argv[] = {h->op->pdftoppm, "-gray", "-r", resolucion, "-f", numero, "-l", numero, "-", NULL};
	const struct herramienta dibujo = {.lanzador = h->op->lanzador,
		.argv = argv,
		.entrada = h->documento,
		.salida = h->imagen,
		.salida_max = HOJA_IMAGEN_MAX,
		.plazo_ms = hoja_allowed(h->plazo_ns, DIBUJO_MS),
		.cpu_s = DIBUJO_MS / 1000};
	if (herramienta_run(&dibujo, &fin, err) != STATUS_OK)
		return unavailable(h, "pdftoppm", err);
	if (fin != HERRAMIENTA_BIEN || fstat(h->imagen, &s) != 0 || s.st_size == 0)
		return give_up(h, fin == HERRAMIENTA_TIEMPO);
	return true;
}

static bool measure(struct hoja *h, struct error *err)
{
	struct stat s;
	if (fstat(h->imagen, &s) != 0)
		return broken(h, PROBLEM_INTERNO);
	const struct tarea t = {.nombre = "pagina", .argumento = (uint32_t)h->ppp, .fd = h->imagen, .tamano = (uint64_t)s.st_size};
	enum tarea_fin fin;
	BUF_AUTO out;
	buf_init(&out, RASTER_REGISTRO_LEN);
	if (tarea_run(&h->op->caja, &t, &out, &fin, err) != STATUS_OK)
		return unavailable(h, "dictamen-inspector", err);
	if (fin != TAREA_BIEN || out.len != RASTER_REGISTRO_LEN || !raster_decode((const uint8_t *)out.data, &h->m))
		return give_up(h, fin == TAREA_TIEMPO);
	h->medida = true;
	return true;
}

/* An image of another, by the inspector, into an unnamed file of its own. -1: there is none, and `h->problema` may say why. */
static int transform(struct hoja *h, const char *tarea, uint32_t argumento, int de, struct error *err)
{
	struct stat s;
	enum tarea_fin fin;
	const int a = hoja_scratch(h->op);
	if (a < 0 || fstat(de, &s) != 0) {
		broken(h, a < 0 ? PROBLEM_SATURADO : PROBLEM_INTERNO);
	} else {
		const struct tarea t = {.nombre = tarea, .argumento = argumento, .fd = de, .tamano = (uint64_t)s.st_size};
		if (tarea_run_to(&h->op->caja, &t, a, HOJA_IMAGEN_MAX, &fin, err) != STATUS_OK)
			unavailable(h, "dictamen-inspector", err);
		else if (fin == TAREA_BIEN)
			return a;
	}
	if (a >= 0)
		close(a);
	return -1;
}

/* Lines that rise or fall are taken for others and lose their order. A page that cannot be turned is read as it is. */
static void straighten(struct hoja *h, struct error *err)
{
	const bool derecha = !h->m.firmeza || (h->m.inclinacion < DERECHA_MIN && h->m.inclinacion > -DERECHA_MIN);
	if (!derecha && h->m.tinta >= HOJA_BLANCA_TINTA && (!h->trazos || h->m.n_marcas > 0))
		h->derecha = transform(h, "derecha", (uint32_t)(h->m.inclinacion + RASTER_INCLINACION_MAX), h->imagen, err);
}

void hoja_make(struct hoja *h)
{
	struct error err;
	ARENA_AUTO *a = arena_create(AVERIA_ARENA);
	h->imagen = hoja_scratch(h->op);
	if (!a || h->imagen < 0) {
		broken(h, PROBLEM_SATURADO);
		return;
	}
	error_init(&err, a);
	if (draw(h, &err) && measure(h, &err))
		straighten(h, &err);
}

static void *thread_main(void *arg)
{
	hoja_make(arg);
	return NULL;
}

void hoja_make_aside(struct hoja *h)
{
	h->aparte = pthread_create(&h->hilo, NULL, thread_main, h) == 0;
	if (!h->aparte)
		hoja_make(h);
}

void hoja_wait(struct hoja *h)
{
	if (h->aparte)
		pthread_join(h->hilo, NULL);
	h->aparte = false;
}

bool hoja_make_turned(struct hoja *h, const struct hoja *de, unsigned cuartos)
{
	struct error err;
	ARENA_AUTO *a = arena_create(AVERIA_ARENA);
	*h = (struct hoja){.numero = de->numero,
		.ppp = de->ppp,
		.op = de->op,
		.documento = de->documento,
		.plazo_ns = de->plazo_ns,
		.imagen = -1,
		.derecha = -1};
	if (!a)
		return broken(h, PROBLEM_SATURADO);
	error_init(&err, a);
	h->imagen = transform(h, "giro", cuartos, de->imagen, &err);
	if (h->imagen < 0 || !measure(h, &err))
		return false;
	straighten(h, &err);
	return true;
}

void hoja_close(struct hoja *h)
{
	hoja_wait(h);
	if (h->imagen >= 0)
		close(h->imagen);
	if (h->derecha >= 0)
		close(h->derecha);
	*h = HOJA_NINGUNA;
}
