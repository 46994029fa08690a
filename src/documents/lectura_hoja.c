#include "documents/lectura_hoja.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/fecha.h"
#include "documents/herramienta.h"
#include "documents/tarea.h"

#define DIBUJO_MS 15000
#define LECTURA_MS 30000
#define IMAGEN_MAX ((uint64_t)64 << 20)
#define UMBRAL "thresholding_method=2" /* Sauvola: what is ink is told from its surroundings, so that a shadow hides no line */
#define HERRAMIENTA_MIN_MS 1000        /* what a tool gets when the time is up while a page is being looked at */
#define DERECHA_MIN 70                 /* hundredths of a degree: less crooked and tesseract reads it as well as it is */
#define AVERIA_ARENA 4096

static int scratch(const struct lectura_opciones *op)
{
	return open(op->carpeta_temporal, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
}

static uint32_t allowed(int64_t plazo_ns, uint32_t max)
{
	const int64_t queda = (plazo_ns - reloj_mono_ns()) / 1000000;
	if (queda < HERRAMIENTA_MIN_MS)
		return HERRAMIENTA_MIN_MS;
	return queda < (int64_t)max ? (uint32_t)queda : max;
}

/* A tool could not be started. */
static bool unavailable(struct hoja *h, const char *que, const struct error *err)
{
	h->problema = PROBLEM_HERRAMIENTA_NO_DISPONIBLE;
	h->que = que;
	snprintf(h->interno, sizeof h->interno, "%s", err->interno ? err->interno : "");
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
	h->imagen = scratch(h->op);
	if (h->imagen < 0)
		return broken(h, PROBLEM_SATURADO);
	snprintf(numero, sizeof numero, "%d", h->numero);
	snprintf(resolucion, sizeof resolucion, "%d", h->ppp);
	const char *argv[] = {h->op->pdftoppm, "-gray", "-r", resolucion, "-f", numero, "-l", numero, "-", NULL};
	const struct herramienta dibujo = {.lanzador = h->op->lanzador,
		.argv = argv,
		.entrada = h->documento,
		.salida = h->imagen,
		.salida_max = IMAGEN_MAX,
		.plazo_ms = allowed(h->plazo_ns, DIBUJO_MS),
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
	const int a = scratch(h->op);
	if (a < 0 || fstat(de, &s) != 0) {
		broken(h, a < 0 ? PROBLEM_SATURADO : PROBLEM_INTERNO);
	} else {
		const struct tarea t = {.nombre = tarea, .argumento = argumento, .fd = de, .tamano = (uint64_t)s.st_size};
		if (tarea_run_to(&h->op->caja, &t, a, IMAGEN_MAX, &fin, err) != STATUS_OK)
			unavailable(h, "dictamen-inspector", err);
		else if (fin == TAREA_BIEN)
			return a;
	}
	if (a >= 0)
		close(a);
	return -1;
}

static bool turn(struct hoja *h, struct error *err)
{
	h->imagen = transform(h, "giro", h->cuartos, h->de, err);
	return h->imagen >= 0;
}

/* Lines that rise or fall are taken for others and lose their order. A page that cannot be turned is read as it is. */
static void straighten(struct hoja *h, struct error *err)
{
	if (h->m.firmeza && (h->m.inclinacion >= DERECHA_MIN || h->m.inclinacion <= -DERECHA_MIN))
		h->derecha = transform(h, "derecha", (uint32_t)(h->m.inclinacion + RASTER_INCLINACION_MAX), h->imagen, err);
}

/* tesseract on an image, in its cage; its answer in an unnamed file. -1: it gave none, and `*fin` or `h->problema` say why. */
static int run_tesseract(struct hoja *h, const char *const *argv, int imagen, enum herramienta_fin *fin, struct error *err)
{
	const int salida = scratch(h->op);
	const struct herramienta lectura = {.lanzador = h->op->lanzador,
		.argv = argv,
		.entrada = imagen,
		.salida = salida,
		.salida_max = HOJA_TSV_MAX,
		.plazo_ms = allowed(h->plazo_ns, LECTURA_MS),
		.cpu_s = LECTURA_MS / 1000};
	*fin = HERRAMIENTA_BIEN;
	if (salida < 0)
		broken(h, PROBLEM_SATURADO);
	else if (herramienta_run(&lectura, fin, err) != STATUS_OK)
		unavailable(h, "tesseract", err);
	else if (*fin == HERRAMIENTA_BIEN)
		return salida;
	if (salida >= 0)
		close(salida);
	return -1;
}

static void read_text(struct hoja *h, struct error *err)
{
	char resolucion[12];
	enum herramienta_fin fin;
	snprintf(resolucion, sizeof resolucion, "%d", h->ppp);
	const char *argv[] = {h->op->tesseract, "stdin", "stdout", "-l", "spa", "--dpi", resolucion, "-c", UMBRAL, "tsv", NULL};
	h->lectura = run_tesseract(h, argv, h->derecha >= 0 ? h->derecha : h->imagen, &fin, err);
	if (fin != HERRAMIENTA_BIEN)
		h->motivo = fin == HERRAMIENTA_TIEMPO ? MOTIVO_TIEMPO : MOTIVO_LECTURA;
}

/* From an image to what is read on it. */
static void look(struct hoja *h, struct error *err)
{
	if (!measure(h, err) || h->m.tinta < HOJA_BLANCA_TINTA || (h->trazos && h->m.n_marcas == 0))
		return;
	straighten(h, err);
	if (h->problema == PROBLEM_NONE)
		read_text(h, err);
}

static void *thread_main(void *arg)
{
	struct hoja *h = arg;
	struct error err;
	ARENA_AUTO *a = arena_create(AVERIA_ARENA);
	if (!a) {
		broken(h, PROBLEM_SATURADO);
		return NULL;
	}
	error_init(&err, a);
	if (h->de >= 0 ? turn(h, &err) : draw(h, &err))
		look(h, &err);
	return NULL;
}

void hoja_begin(struct hoja *h)
{
	h->aparte = pthread_create(&h->hilo, NULL, thread_main, h) == 0;
	if (!h->aparte)
		broken(h, PROBLEM_SATURADO);
}

bool hoja_wait(struct hoja *h, int ms)
{
	struct timespec t;
	if (!h->aparte)
		return true;
	clock_gettime(CLOCK_REALTIME, &t); /* a step of the clock makes this wait shorter or longer, once */
	t.tv_sec += ms / 1000;
	h->aparte = pthread_timedjoin_np(h->hilo, NULL, &t) == ETIMEDOUT;
	return !h->aparte;
}

bool hoja_position(struct hoja *h, struct buf *out)
{
	char resolucion[12];
	enum herramienta_fin fin;
	struct error err;
	ARENA_AUTO *a = arena_create(AVERIA_ARENA);
	if (!a)
		return broken(h, PROBLEM_SATURADO);
	error_init(&err, a);
	snprintf(resolucion, sizeof resolucion, "%d", h->ppp);
	const char *argv[] = {h->op->tesseract, "stdin", "stdout", "-l", "osd", "--psm", "0", "--dpi", resolucion, NULL};
	const int salida = run_tesseract(h, argv, h->imagen, &fin, &err);
	if (salida < 0)
		return h->problema == PROBLEM_NONE;
	const bool bien = hoja_load(salida, out);
	close(salida);
	return bien || broken(h, PROBLEM_SATURADO);
}

bool hoja_load(int fd, struct buf *out)
{
	char trozo[32 * 1024];
	for (off_t en = 0;;) {
		const ssize_t n = pread(fd, trozo, sizeof trozo, en);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0 && !out->failed;
		buf_append(out, trozo, (size_t)n);
		en += n;
	}
}

void hoja_close(struct hoja *h)
{
	if (h->aparte)
		pthread_join(h->hilo, NULL);
	if (h->imagen >= 0)
		close(h->imagen);
	if (h->derecha >= 0)
		close(h->derecha);
	if (h->lectura >= 0)
		close(h->lectura);
	*h = HOJA_NINGUNA;
}
