/*
 * dictamenctl verificar-paquete: a package from anybody, checked without network, database or configuration. The bytes are looked at in the
 * inspector's cage; the authority's certificate is read before it closes.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "cli/ctl.h"
#include "documents/recinto.h"
#include "emision/paquete.h"
#include "emision/sello.h"

#define ARENA_EXAMEN ((size_t)256 << 20) /* a bound, not an allocation */
#define MEMORIA_MIB 1024
#define CA_MAX ((size_t)1 << 20)
#define RESPUESTA_MAX ((size_t)64 << 10)
#define LEIDO_POR_SEGUNDO ((size_t)20 << 20) /* bytes; far below what a slow machine hashes */
#define PLAZO_BASE_S 30

struct comprobacion {
	const uint8_t *p;
	size_t n;
	const char *ca;           /* PEM; NULL: none was named */
	const char *certificados; /* the authority that counts: `ca`, or what the package itself carries */
};

/* ---- files ---- */

static enum status cannot(struct ctl *c, const char *archivo, const char *porque)
{
	c->err.interno = arena_printf(c->arena, "%s: %s", archivo, porque);
	return error_set(&c->err, PROBLEM_INTERNO);
}

static enum status map_file(struct ctl *c, const char *archivo, struct comprobacion *k)
{
	struct stat s;
	int fd = open(archivo, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &s) != 0 || !S_ISREG(s.st_mode) || s.st_size == 0) {
		const char *porque = fd < 0 ? strerror(errno) : "no es un archivo con algo dentro";
		if (fd >= 0)
			close(fd);
		return cannot(c, archivo, porque);
	}
	void *p = mmap(NULL, (size_t)s.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (p == MAP_FAILED)
		return cannot(c, archivo, strerror(errno));
	k->p = p;
	k->n = (size_t)s.st_size;
	return STATUS_OK;
}

static enum status read_authority(struct ctl *c, const char *archivo, struct comprobacion *k)
{
	struct sha256 raiz;
	FILE *f = fopen(archivo, "re");
	char *text = arena_alloc(c->arena, CA_MAX);
	size_t n = f && text ? fread(text, 1, CA_MAX - 1, f) : 0;
	const char *porque = f ? "no tiene un certificado en PEM" : strerror(errno);
	if (f)
		fclose(f);
	if (n == 0 || strlen(text) != n || !sello_cadena_raiz(text, &raiz))
		return cannot(c, archivo, porque);
	k->ca = text;
	return STATUS_OK;
}

/* ---- what the checker asks about seals; in the cage ---- */

static bool sealed(struct comprobacion *k, const void *bytes, size_t n, const void *firma, size_t n_firma, struct arena *a,
	const char **firmante, const char **porque)
{
	struct error err;
	bool valido = false;
	error_init(&err, a);
	enum status st = firma ? sello_verificar(firma, n_firma, bytes, n, k->certificados, a, &valido, firmante, &err)
			       : sello_verificar_pdf(bytes, n, k->certificados, a, &valido, firmante, &err);
	*porque =
		k->ca ? "el sello no corresponde a estos bytes, o no es de la autoridad indicada" : "el sello no corresponde a estos bytes";
	return st == STATUS_OK && valido;
}

static bool check_seal(void *ctx, const void *bytes, size_t n, const void *firma, size_t n_firma, const char *certificados, struct arena *a,
	struct paquete_firma *out, const char **porque)
{
	struct comprobacion *k = ctx;
	k->certificados = k->ca ? k->ca : certificados;
	*porque = "el paquete no trae certificados";
	out->autoridad = k->ca != NULL;
	return sello_cadena_raiz(k->certificados, &out->raiz) && sealed(k, bytes, n, firma, n_firma, a, &out->firmante, porque);
}

static bool check_pdf(void *ctx, const void *bytes, size_t n, struct arena *a, const char **porque)
{
	const char *firmante;
	return sealed(ctx, bytes, n, NULL, 0, a, &firmante, porque);
}

/* ---- the verdict ---- */

static void write_whole(struct json_writer *w, const struct paquete_veredicto *v)
{
	const struct manifiesto *m = &v->manifiesto;
	json_uuid(w, "expediente", &m->expediente);
	json_string(w, "folio", m->folio);
	json_int(w, "version", m->version);
	json_slug(w, "estado", &vocabulario_estado, m->estado);
	json_int(w, "actos", v->actos);
	json_int(w, "reservados", v->reservados);
	json_int(w, "documentos", v->documentos);
	json_int(w, "emitidos", v->emitidos);
	json_instante(w, "exportado_en", m->exportado_en);
	json_uuid(w, "exportado_por", &m->exportado_por.usuario);
	json_string(w, "firmante", v->firma.firmante);
	json_string(w, "autoridad", v->firma.autoridad ? "comprobada" : "no comprobada");
	json_sha256(w, "autoridad_sha256", &v->firma.raiz);
}

/* The first byte is for this program, the rest for whoever reads it. */
static bool examine(void *ctx, struct buf *out)
{
	struct comprobacion *k = ctx;
	struct paquete_control control = {.firma = check_seal, .pdf = check_pdf, .ctx = k};
	struct paquete_veredicto v;
	struct json_writer w;
	struct error err;
	struct arena *a = arena_create(ARENA_EXAMEN);
	error_init(&err, a);
	if (!a || paquete_verificar(k->p, k->n, &control, a, &v, &err) != STATUS_OK)
		return false;
	buf_putc(out, v.integro ? '+' : '-');
	json_begin(&w, out);
	json_object(&w, NULL);
	json_bool(&w, "integro", v.integro);
	if (v.integro) {
		write_whole(&w, &v);
	} else {
		json_string(&w, "donde", v.donde);
		json_string(&w, "difiere", v.difiere);
	}
	json_object_end(&w);
	return true;
}

/* What comes out of the cage was written by a process that had read hostile bytes. */
static enum status say(struct ctl *c, const struct comprobacion *k, const struct buf *out)
{
	const char *s = buf_str(out);
	if (out->len < 2 || (*s != '+' && *s != '-') || strlen(s) != out->len || !utf8_valid(s, out->len) || utf8_has_control(s) ||
		strchr(s, '\n'))
		return cannot(c, ctl_get(c, "ARCHIVO"), "no se pudo comprobar");
	puts(s + 1);
	if (*s == '+' && !k->ca)
		fputs("dictamenctl: no se comprobó de quién es la firma; repita con --ca y el certificado que le dé la institución.\n",
			stderr);
	return *s == '+' ? STATUS_OK : STATUS_CONFLICT;
}

enum status ctl_verificar_paquete(struct ctl *c)
{
	const char *archivo = ctl_get(c, "ARCHIVO"), *ca = ctl_get(c, "ca");
	struct comprobacion k = {0};
	enum tarea_fin fin;
	enum status st = map_file(c, archivo, &k);
	if (st == STATUS_OK && ca)
		st = read_authority(c, ca, &k);
	if (st != STATUS_OK)
		return st;
	BUF_AUTO out;
	buf_init(&out, RESPUESTA_MAX);
	uint32_t segundos = (uint32_t)(PLAZO_BASE_S + k.n / LEIDO_POR_SEGUNDO);
	struct recinto r = {.fn = examine, .ctx = &k, .plazo_ms = 2 * 1000 * segundos, .memoria_mib = MEMORIA_MIB, .cpu_s = segundos};
	sello_prepare();
	st = recinto_run(&r, &out, &fin, &c->err);
	if (st != STATUS_OK)
		return st;
	if (fin != TAREA_BIEN)
		return cannot(c, archivo,
			fin == TAREA_TIEMPO ? "no se terminó de comprobar a tiempo" : "está hecho para que no se pueda comprobar");
	return say(c, &k, &out);
}
