/* JSON to the renderer, a PDF back: both through files without a name in memory, the renderer in its cage. */
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fd.h"
#include "base/modo.h"
#include "codec/json.h"
#include "documents/herramienta.h"
#include "emision/documento.h"

#define CACHE_DE_FUENTES "/var/cache/fontconfig"
#define PEDIDO_MAX (8u << 20)
#define FALTA_MAX 4096
#define PLAZO_MS 45000        /* below the lease of the job that waits */
#define PLAZO_PAGINA_MS 20000 /* a person waits, and a thread of the lane */
#define PRUEBA_CPU_S 15
#define MEMORIA_MIB 1024

/* ---- the order ---- */

static void metadata(struct json_writer *w, const char *autor, const struct pagina_rotulo *r)
{
	char iso[INSTANTE_LEN], segundos[24];
	instante_format_utc(r->creado, iso);
	snprintf(segundos, sizeof segundos, "%.19sZ", iso);
	json_object(w, "metadatos");
	json_string(w, "titulo", r->titulo);
	json_string(w, "autor", autor);
	json_string(w, "asunto", r->asunto);
	json_string(w, "creado", segundos);
	json_object_end(w);
	if (modo_ensayo())
		json_string(w, "marca", ENSAYO_MARCA);
}

static void signature(struct json_writer *w, const char *motivo)
{
	json_object(w, "firma");
	json_int(w, "reserva", EMISION_RESERVA);
	json_string(w, "motivo", motivo);
	json_object_end(w);
}

static enum status order(const struct imprenta *im, const struct pliego *p, struct buf *out, struct error *err)
{
	BUF_AUTO plantillas;
	buf_init(&plantillas, PEDIDO_MAX);
	plantillas_write(im->plantillas, &plantillas);
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	json_string(&w, "plantilla", p->plantilla);
	json_raw(&w, "plantillas", buf_str(&plantillas));
	json_raw(&w, "datos", p->datos);
	metadata(&w, p->autor, &(struct pagina_rotulo){.titulo = p->titulo, .asunto = p->asunto, .creado = p->creado});
	signature(&w, p->titulo);
	if (p->adjunto) {
		json_object(&w, "adjunto");
		json_string(&w, "nombre", p->adjunto_nombre);
		json_string(&w, "contenido", p->adjunto);
		json_object_end(&w);
	}
	json_object_end(&w);
	return out->failed || plantillas.failed ? error_set(err, PROBLEM_INTERNO) : STATUS_OK;
}

/* ---- the way there and back ---- */

static bool write_all(int fd, const char *p, size_t n)
{
	while (n > 0) {
		ssize_t k = write(fd, p, n);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return false;
		p += k;
		n -= (size_t)k;
	}
	return true;
}

static bool read_all(int fd, struct buf *out)
{
	char trozo[16384];
	off_t at = 0;
	for (;;) {
		ssize_t k = pread(fd, trozo, sizeof trozo, at);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0)
			return k == 0 && !out->failed;
		buf_append(out, trozo, (size_t)k);
		at += k;
	}
}

struct falta_plantilla {
	int columna, linea;
	const char *motivo, *plantilla;
};
static const struct json_field falta_campos[] = {
	{.name = "columna", .kind = JSON_KIND_INT, .offset = offsetof(struct falta_plantilla, columna), .max = INT32_MAX},
	{.name = "linea", .kind = JSON_KIND_INT, .offset = offsetof(struct falta_plantilla, linea), .max = INT32_MAX},
	{.name = "motivo",
		.kind = JSON_KIND_STRING,
		.offset = offsetof(struct falta_plantilla, motivo),
		.max = 500,
		.flags = JSON_MULTILINE},
	{.name = "plantilla", .kind = JSON_KIND_STRING, .offset = offsetof(struct falta_plantilla, plantilla), .max = 100},
};
static const struct json_desc desc_falta = {.name = "falta",
	.size = sizeof(struct falta_plantilla),
	.fields = falta_campos,
	.n_fields = sizeof falta_campos / sizeof *falta_campos};

/* One run: what is asked, and how its end is told. */
struct corrida {
	const struct buf *pedido;
	uint32_t plazo_ms, cpu_s;
	const char *prueba; /* the template that is tried: the fault is its author's; NULL: a document is wanted */
};

static enum status rejected(const struct corrida *k, const struct falta_plantilla *f, struct arena *a, struct error *err)
{
	error_add(err, "/texto", MENSAJE_PLANTILLA, f->plantilla ? f->plantilla : k->prueba, arena_printf(a, "%d", f->linea),
		arena_printf(a, "%d", f->columna), f->motivo);
	return error_set(err, PROBLEM_PLANTILLA_RECHAZADA, k->prueba);
}

/* It left by itself with a fault: what it wrote says which, if it can be understood at all. */
static enum status template_fault(const struct corrida *k, int salida, struct arena *a, struct error *err)
{
	BUF_AUTO texto;
	buf_init(&texto, FALTA_MAX);
	struct falta_plantilla f = {0};
	struct error nada;
	error_init(&nada, a);
	if (!read_all(salida, &texto) || json_decode(&desc_falta, buf_str(&texto), texto.len, &f, a, &nada) != STATUS_OK || !f.motivo) {
		err->interno = "the renderer failed without a word";
		return error_set(err, PROBLEM_EMISION_NO_DISPONIBLE);
	}
	if (k->prueba)
		return rejected(k, &f, a, err);
	return error_set(err, PROBLEM_PLANTILLA_INVALIDA, f.plantilla ? f.plantilla : "",
		f.columna ? arena_printf(a, "%d, columna %d", f.linea, f.columna) : arena_printf(a, "%d", f.linea), f.motivo);
}

static enum status outcome(
	const struct corrida *k, enum herramienta_fin fin, int salida, struct arena *a, struct buf *pdf, struct error *err)
{
	switch (fin) {
	case HERRAMIENTA_BIEN:
		if (!pdf || read_all(salida, pdf))
			return STATUS_OK;
		return error_set(err, PROBLEM_INTERNO);
	case HERRAMIENTA_FALLO:
		return template_fault(k, salida, a, err);
	case HERRAMIENTA_TIEMPO:
		err->interno = "the renderer had no time";
		break;
	case HERRAMIENTA_MUERTA:
		err->interno = "the renderer was killed";
		break;
	}
	if (k->prueba)
		return rejected(
			k, &(struct falta_plantilla){.motivo = "no terminó en el tiempo que tiene, o necesitó demasiada memoria"}, a, err);
	return error_set(err, PROBLEM_EMISION_NO_DISPONIBLE);
}

/* `pdf` NULL: only whether it ends well. */
static enum status run(const struct imprenta *im, const struct corrida *k, struct arena *a, struct buf *pdf, struct error *err)
{
	FD_AUTO entrada = memfd_create("pedido", MFD_CLOEXEC);
	FD_AUTO salida = memfd_create("pdf", MFD_CLOEXEC);
	if (entrada < 0 || salida < 0 || !write_all(entrada, k->pedido->data, k->pedido->len))
		return error_set(err, PROBLEM_EMISION_NO_DISPONIBLE);
	/* -I: nothing of the environment's or the folder's Python is looked at. */
	const char *const argv[] = {im->python, "-I", "-c", plantillas_programa(), NULL};
	const char *const leer[] = {CACHE_DE_FUENTES, NULL};
	const struct herramienta h = {
		.lanzador = im->lanzador,
		.argv = argv,
		.leer = leer,
		.entrada = entrada,
		.salida = salida,
		.salida_max = EMISION_PDF_MAX,
		.plazo_ms = k->plazo_ms,
		.preferente = true,
		.memoria_mib = MEMORIA_MIB,
		.cpu_s = k->cpu_s,
	};
	enum herramienta_fin fin;
	enum status st = herramienta_run(&h, &fin, err);
	return st == STATUS_OK ? outcome(k, fin, salida, a, pdf, err) : st;
}

enum status emision_imprimir_pliego(const struct imprenta *im, const struct pliego *p, struct arena *a, struct buf *pdf, struct error *err)
{
	BUF_AUTO pedido;
	buf_init(&pedido, PEDIDO_MAX);
	const struct corrida k = {.pedido = &pedido, .plazo_ms = PLAZO_MS, .cpu_s = PLAZO_MS / 1000};
	enum status st = order(im, p, &pedido, err);
	return st == STATUS_OK ? run(im, &k, a, pdf, err) : st;
}

enum status emision_imprimir_pagina(const struct imprenta *im, const struct buf *html, const struct pagina_rotulo *r, struct arena *a,
	struct buf *pdf, struct error *err)
{
	struct json_writer w;
	struct error propio;
	BUF_AUTO pedido;
	buf_init(&pedido, PEDIDO_MAX);
	json_begin(&w, &pedido);
	json_object(&w, NULL);
	json_string(&w, "pagina", buf_str(html));
	metadata(&w, "dictamend", r);
	json_object_end(&w);
	error_init(&propio, err->arena);
	const struct corrida k = {.pedido = &pedido, .plazo_ms = PLAZO_PAGINA_MS, .cpu_s = PLAZO_PAGINA_MS / 1000};
	if (!html->failed && !pedido.failed && run(im, &k, a, pdf, &propio) == STATUS_OK)
		return STATUS_OK;
	err->interno = propio.interno;
	return error_set(err, PROBLEM_IMPRESION_NO_DISPONIBLE);
}

enum status emision_imprimir(
	const struct imprenta *im, const struct emision_entrada *in, struct arena *a, struct buf *pdf, struct error *err)
{
	struct emision_rotulo r;
	struct json_writer w;
	BUF_AUTO datos, prueba;
	buf_init(&datos, PEDIDO_MAX);
	buf_init(&prueba, PEDIDO_MAX);
	enum status st = emision_rotulo(in, a, &r, err);
	if (st == STATUS_OK)
		st = emision_datos(in, a, &datos, err);
	json_begin(&w, &prueba);
	if (in->prueba)
		bitacora_write_inclusion(&w, NULL, in->prueba);
	if (st == STATUS_OK && prueba.failed)
		st = error_set(err, PROBLEM_INTERNO);
	if (st != STATUS_OK)
		return st;
	const struct pliego p = {
		.plantilla = in->emision->plantilla,
		.titulo = r.titulo,
		.autor = in->emision->oficina == OFICINA_CJA
			? "Consultoría Jurídica, Secretaría de Relaciones Exteriores"
			: "Dirección General de Coordinación Política, Secretaría de Relaciones Exteriores",
		.asunto = in->e->folio ? in->e->folio : r.titulo,
		.creado = in->acto->registrado_en,
		.datos = buf_str(&datos),
		.adjunto_nombre = EMISION_PRUEBA,
		.adjunto = in->prueba ? buf_str(&prueba) : NULL,
	};
	return emision_imprimir_pliego(im, &p, a, pdf, err);
}

enum status emision_probar(const struct imprenta *im, const char *nombre, struct arena *a, struct buf *pdf, struct error *err)
{
	const char *titulo = arena_printf(a, "MUESTRA SIN VALOR: %s", nombre);
	BUF_AUTO pedido;
	BUF_AUTO plantillas;
	struct json_writer w;
	buf_init(&pedido, PEDIDO_MAX);
	buf_init(&plantillas, PEDIDO_MAX);
	plantillas_write(im->plantillas, &plantillas);
	json_begin(&w, &pedido);
	json_object(&w, NULL);
	json_string(&w, "probar", nombre);
	json_raw(&w, "plantillas", buf_str(&plantillas));
	json_raw(&w, "muestras", plantillas_muestras());
	metadata(&w, "dictamend", &(struct pagina_rotulo){.titulo = titulo, .asunto = titulo});
	json_object_end(&w);
	if (!titulo || plantillas.failed || pedido.failed)
		return error_set(err, PROBLEM_INTERNO);
	const struct corrida k = {.pedido = &pedido, .plazo_ms = PLAZO_MS, .cpu_s = PRUEBA_CPU_S, .prueba = nombre};
	return run(im, &k, a, pdf, err);
}

enum status emision_revisar(const struct imprenta *im, struct arena *a, struct error *err)
{
	BUF_AUTO pedido;
	buf_init(&pedido, PEDIDO_MAX);
	buf_puts(&pedido, "{\"revisar\":true,\"plantillas\":");
	plantillas_write(im->plantillas, &pedido);
	buf_putc(&pedido, '}');
	const struct corrida k = {.pedido = &pedido, .plazo_ms = PLAZO_MS, .cpu_s = PLAZO_MS / 1000};
	return pedido.failed ? error_set(err, PROBLEM_INTERNO) : run(im, &k, a, NULL, err);
}
