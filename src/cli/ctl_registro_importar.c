/* dictamenctl registro importar: the map, the faults as lines, how far it is. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cli/ctl.h"
#include "services/registro_importar.h"

#define FALTAS_MAX ((size_t)1 << 20)
#define VALOR_VISTO 60 /* characters of a cell that a fault repeats */
#define BARRA 30
#define NS INT64_C(1000000000)

struct pantalla {
	bool terminal, pintada;
	int decimo;            /* of the pass, last told where there is no terminal */
	bool carga;            /* of which pass */
	int64_t empezo, antes; /* monotonic ns: the pass, the last drawing */
};

/* ---- the map ---- */

static enum status read_whole(struct ctl *c, const char *ruta, char **out, size_t *n)
{
	const int fd = open(ruta, O_RDONLY | O_CLOEXEC);
	char *s = arena_alloc(c->arena, MAPA_MAX + 2);
	ssize_t k = fd >= 0 && s ? read(fd, s, MAPA_MAX + 1) : -1;
	if (k < 0)
		c->err.interno = arena_printf(c->arena, "%s: %s", ruta, strerror(errno));
	if (fd >= 0)
		close(fd);
	*out = s;
	*n = k > 0 ? (size_t)k : 0;
	return k < 0 ? error_set(&c->err, PROBLEM_INTERNO) : STATUS_OK;
}

/* A name alone is a map that the program carries; what has a point or a slash is a file. */
static enum status read_map(struct ctl *c, struct registro_mapa *out)
{
	const char *mapa = ctl_get(c, "mapa");
	if (!mapa)
		mapa = "registro";
	size_t n = 0;
	char *propio = NULL;
	const char *ini = strpbrk(mapa, "./") ? NULL : registro_mapa_carried(mapa, &n);
	if (!ini) {
		enum status st = read_whole(c, mapa, &propio, &n);
		if (st != STATUS_OK)
			return st;
		ini = propio;
	}
	BUF_AUTO faltas;
	buf_init(&faltas, FALTAS_MAX);
	enum status st = registro_mapa_load(ini, n, mapa, c->arena, out, &faltas);
	if (faltas.len)
		fprintf(stderr, "%sEl mapa tiene faltas: corríjalo y repita.\n", buf_str(&faltas));
	return st;
}

/* ---- what is told ---- */

static void clear_bar(struct pantalla *s)
{
	if (s->pintada)
		fputs("\r\033[K", stderr);
	s->pintada = false;
}

/* The first characters of a cell, on one line. */
static void print_value(const char *s)
{
	size_t n = 0, caracteres = 0;
	for (; s[n]; n++) {
		caracteres += ((unsigned char)s[n] & 0xC0) != 0x80;
		if (caracteres > VALOR_VISTO)
			break;
	}
	fputs(" «", stderr);
	for (size_t i = 0; i < n; i++)
		fputc((unsigned char)s[i] < ' ' || s[i] == 127 ? ' ' : s[i], stderr);
	fprintf(stderr, "%s»", s[n] ? "…" : "");
}

static void print_fault(const struct mapa_falta *f, const char *clase)
{
	fprintf(stderr, "línea %lld, columna %d", (long long)f->linea, f->columna);
	if (f->titulo)
		fprintf(stderr, ", %s", f->titulo);
	if (f->dato && (!f->titulo || strcmp(f->titulo, f->dato) != 0))
		fprintf(stderr, " (dato %s)", f->dato);
	fputc(':', stderr);
	if (f->valor && *f->valor)
		print_value(f->valor);
	fprintf(stderr, "%s %s%s\n", f->valor && *f->valor ? ":" : "", clase, f->que);
}

static void on_fault(void *ctx, const struct mapa_falta *f)
{
	clear_bar(ctx);
	print_fault(f, "");
}

static void on_notice(void *ctx, const struct mapa_falta *f)
{
	clear_bar(ctx);
	print_fault(f, "aviso: ");
}

static void draw(struct pantalla *s, const struct registro_importar_avance *a, int64_t ns)
{
	const double parte = a->total > 0 ? (double)a->bytes / (double)a->total : 1.0;
	const double segundos = (double)ns / (double)NS, ritmo = segundos > 0 ? (double)a->renglones / segundos : 0;
	const int llenos = (int)(parte * BARRA);
	fprintf(stderr, "\r\033[K%s [", a->carga ? "Carga  " : "Revisa ");
	for (int i = 0; i < BARRA; i++)
		fputc(i < llenos ? '#' : '.', stderr);
	fprintf(stderr, "] %3d %%  %.0f renglones/s  faltan %.0f s", (int)(parte * 100), ritmo,
		parte > 0 ? segundos * (1 - parte) / parte : 0);
	s->pintada = true;
}

static void on_progress(void *ctx, const struct registro_importar_avance *a)
{
	struct pantalla *s = ctx;
	const int64_t ahora = reloj_mono_ns();
	const int decimo = a->total > 0 ? (int)(a->bytes * 10 / a->total) : 10;
	if (a->carga != s->carga) {
		s->carga = a->carga;
		s->empezo = ahora;
		s->decimo = 0;
	}
	if (s->terminal && ahora - s->antes > NS / 10) {
		s->antes = ahora;
		draw(s, a, ahora - s->empezo);
	} else if (!s->terminal && decimo > s->decimo) {
		s->decimo = decimo;
		fprintf(stderr, "%s: %d %%, %lld renglones\n", a->carga ? "carga" : "revisión", decimo * 10, (long long)a->renglones);
	}
}

static void print_summary(const struct registro_importar *p, int64_t ns)
{
	char sha[SHA256_HEX_LEN];
	struct ctl_linea l;
	hex_encode(p->sha256.b, SHA256_LEN, sha);
	ctl_line_begin(&l);
	json_string(&l.w, "archivo", p->archivo);
	json_string(&l.w, "sha256", sha);
	json_int(&l.w, "renglones", p->renglones);
	json_int(&l.w, "cargados", p->cargados);
	json_int(&l.w, "ya_estaban", p->ya_estaban);
	json_int(&l.w, "distintos", p->distintos);
	json_int(&l.w, "malos", p->malos);
	json_int(&l.w, "milisegundos", ns / 1000000);
	ctl_line_end(&l);
}

/* ---- the command ---- */

static bool good_options(struct ctl *c)
{
	dia_t d;
	const char *fecha = ctl_get(c, "fecha");
	if (!fecha || fecha_parse(fecha, &d))
		return true;
	error_add(&c->err, "--fecha", MENSAJE_FECHA);
	(void)error_set(&c->err, PROBLEM_CUERPO_INVALIDO);
	return false;
}

static enum status run(struct ctl *c, struct registro_importar *p, struct pantalla *s)
{
	const int64_t desde = reloj_mono_ns();
	s->empezo = desde;
	enum status st = registro_importar(p, &c->err);
	clear_bar(s);
	if (st == STATUS_INVALID && c->err.problem == PROBLEM_NONE)
		fprintf(stderr,
			"No se cargó nada: %lld renglones tienen faltas. Corríjalas y repita, o cargue los demás con --omitir-malas.\n",
			(long long)p->malos);
	else if (st == STATUS_OK && !p->ensayo && p->cargados == 0 && p->ya_estaban > 0)
		fputs("No había nada que cargar: todo estaba ya en el Registro.\n", stderr);
	print_summary(p, reloj_mono_ns() - desde);
	return st;
}

enum status ctl_registro_importar(struct ctl *c)
{
	const char *archivo = ctl_get(c, "ARCHIVO"), *nombre = strrchr(archivo, '/');
	struct registro_mapa *m = ARENA_NEW(c->arena, struct registro_mapa);
	struct pantalla s = {.terminal = isatty(STDERR_FILENO) == 1};
	if (!m || !good_options(c))
		return error_set(&c->err, PROBLEM_INTERNO);
	enum status st = read_map(c, m);
	if (st != STATUS_OK)
		return st;
	struct registro_importar p = {.db = c->db,
		.archivo = nombre ? nombre + 1 : archivo,
		.mapa = m,
		.patron = c->config->patron_registro,
		.fuente = ctl_get(c, "fuente"),
		.fecha = ctl_get(c, "fecha"),
		.omitir_malas = ctl_get(c, "omitir-malas"),
		.ensayo = ctl_get(c, "ensayo"),
		.falta = on_fault,
		.aviso = on_notice,
		.avance = on_progress,
		.ctx = &s};
	p.fd = open(archivo, O_RDONLY | O_CLOEXEC);
	if (p.fd < 0) {
		c->err.interno = arena_printf(c->arena, "%s: %s", archivo, strerror(errno));
		return error_set(&c->err, PROBLEM_INTERNO);
	}
	st = run(c, &p, &s);
	close(p.fd);
	return st;
}
