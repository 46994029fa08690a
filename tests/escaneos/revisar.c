/*
 * Reads one scan as the job revisar_copia does, without a database: for measuring.
 *   revisar_copia BIN COPY.pdf APPROVED.docx DATE PLACE [NUMBER CLAUSE TEXT]…   prints the result as JSON
 *   revisar_copia BIN --lectura COPY.pdf                                       only reads; prints the text, and on the standard error
 *                                                                              the seconds that reading took, for the bench
 * BIN: folder of dictamen-inspector and dictamen-jaula.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/fecha.h"
#include "codec/json.h"
#include "services/copia_examen.h"

#define ARENA ((size_t)512 << 20)
#define RENGLONES_MAX 50

static struct arena *arena;
static struct error err;
static struct informe_opciones caja;
static struct lectura_opciones lectura;

static void fail(const char *que)
{
	fprintf(stderr, "%s: %s\n", que, err.interno ? err.interno : (err.detail.es ? err.detail.es : ""));
	exit(EXIT_FAILURE);
}

static const char *beside(const char *bin, const char *name)
{
	return arena_printf(arena, "%s/%s", bin, name);
}

static int open_inspected(const char *path, const char *tipo, struct informe *out)
{
	struct stat s;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &s) != 0 || informe_run(&caja, fd, (uint64_t)s.st_size, tipo, arena, out, &err) != STATUS_OK)
		fail(path);
	return fd;
}

static int only_read(const char *path)
{
	struct informe inf;
	struct lectura_copia l;
	int fd = open_inspected(path, "application/pdf", &inf);
	const int64_t desde = reloj_mono_ns();
	if (lectura_run(&lectura, fd, &inf, arena, &l, &err) != STATUS_OK)
		fail(path);
	fprintf(stderr, "%.4f\n", (double)(reloj_mono_ns() - desde) / 1e9);
	for (size_t i = 0; i < l.texto.n; i++)
		printf("%s\n", l.texto.parrafos[i].texto);
	return EXIT_SUCCESS;
}

static int examine(int argc, char **argv)
{
	struct informe copia, aprobado;
	struct copia_recomendacion r[RENGLONES_MAX];
	struct copia_examen x;
	struct copia_encargo e = {.lectura = lectura, .recomendaciones = r, .lugar = argv[3]};
	e.fd = open_inspected(argv[0], "application/pdf", &copia);
	(void)open_inspected(argv[1], "application/vnd.openxmlformats-officedocument.wordprocessingml.document", &aprobado);
	e.informe = &copia;
	e.aprobado = &aprobado.texto;
	if (!fecha_parse(argv[2], &e.fecha))
		e.fecha = DIA_NINGUNO;
	for (int i = 4; i + 2 < argc && e.n < RENGLONES_MAX; i += 3)
		r[e.n++] = (struct copia_recomendacion){
			.numero = atoi(argv[i]), .tipo = "recomendacion", .clausula = argv[i + 1], .texto = argv[i + 2]};
	if (copia_examinar(&e, arena, &x, &err) != STATUS_OK)
		fail(argv[0]);
	struct json_writer w;
	BUF_AUTO out;
	buf_init(&out, ARENA);
	json_begin(&w, &out);
	json_object(&w, NULL);
	copia_examen_write(&w, &x, true);
	json_object_end(&w);
	puts(buf_str(&out));
	return out.failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
	arena = arena_create(ARENA);
	error_init(&err, arena);
	if (argc < 4 || !hash_init())
		return 2;
	caja = (struct informe_opciones){
		.caja = {.inspector = beside(argv[1], "dictamen-inspector")}, .lanzador = beside(argv[1], "dictamen-jaula")};
	const char *tmp = getenv("TMPDIR");
	lectura = (struct lectura_opciones){.caja = caja.caja,
		.lanzador = caja.lanzador,
		.carpeta_temporal = tmp ? tmp : "/tmp",
		.pdftoppm = "/usr/bin/pdftoppm",
		.tesseract = "/usr/bin/tesseract"};
	int rc = strcmp(argv[2], "--lectura") == 0 ? only_read(argv[3]) : argc < 6 ? 2 : examine(argc - 2, argv + 2);
	arena_destroy(arena);
	return rc;
}
