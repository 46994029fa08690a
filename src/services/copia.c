/* The signed copy, from the file's journal to the result that people read. */
#include "services/copia.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"
#include "codec/json.h"
#include "services/consulta.h"
#include "services/copia_examen.h"
#include "services/informes.h"
#include "store/contenido.h"

#define CARGA_MAX (64u << 20)
#define EXAMEN_MAX (256u << 20)

struct copia {
	struct obrero *o;
	const struct trabajo *t;
	struct trabajo_avance *av;
	struct arena *arena;
	struct documento documento, aprobado; /* the copy that this act brought; the Word text that the dictamen speaks of */
	bool hallada, hay_aprobado;
	bool integro; /* the stored bytes are those that the act names */
	struct copia_encargo encargo;
};

/* ---- from the file ---- */

/* The last copy brought before the act: a later one is the matter of a later job. */
static void find_documents(const struct expediente *e, struct copia *c)
{
	for (size_t i = 0; i < e->n_documentos; i++) {
		const struct documento *d = &e->documentos[i];
		if (d->clase == CLASE_DOCUMENTO_COPIA_FIRMADA && d->n < c->t->n) {
			c->documento = *d;
			c->hallada = true;
		}
		if (d->clase == CLASE_DOCUMENTO_PROYECTO && d->tiene_huella && e->dictamen.acto &&
			sha256_equal(&d->huella, &e->dictamen.huella)) {
			c->aprobado = *d;
			c->hay_aprobado = true;
		}
	}
}

static bool find_ledger(const struct expediente *e, struct copia *c)
{
	struct copia_recomendacion *r = ARENA_ARRAY(c->arena, e->n_renglones, struct copia_recomendacion);
	c->encargo.recomendaciones = r;
	for (size_t i = 0; r && i < e->n_renglones; i++) {
		const struct renglon *l = &e->renglones[i];
		if (l->tipo == RENGLON_OBSERVACION || l->acto >= c->t->n) /* observations were met in the approved text already */
			continue;
		r[c->encargo.n++] = (struct copia_recomendacion){.numero = l->numero,
			.tipo = vocabulario_slug(&vocabulario_renglon, (int)l->tipo),
			.clausula = arena_strdup(c->arena, l->clausula),
			.texto = arena_strdup(c->arena, l->texto ? l->texto : ""),
			.pasaje = arena_strdup(c->arena, l->pasaje)};
	}
	return r != NULL;
}

static enum status take_from_file(const struct expediente *e, void *arg, struct error *err)
{
	struct copia *c = arg;
	find_documents(e, c);
	c->encargo.fecha = e->copia.fecha_suscripcion;
	c->encargo.lugar = arena_strdup(c->arena, e->copia.lugar_suscripcion);
	return find_ledger(e, c) ? STATUS_OK : error_set(err, PROBLEM_INTERNO);
}

/* ---- the bytes ---- */

/* Into an unnamed file, and are they still those that the act names? */
static enum status fetch(struct obrero *o, const struct documento *d, int fd, bool *integro, struct error *err)
{
	unsigned char trozo[64 * 1024];
	struct sha256_ctx sha;
	struct sha256 es;
	enum status st = contenido_get(o->db, &d->sha256, 0, d->tamano, fd, err);
	if (st != STATUS_OK)
		return st;
	sha256_begin(&sha);
	for (off_t en = 0;;) {
		ssize_t n = pread(fd, trozo, sizeof trozo, en);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return error_set(err, PROBLEM_INTERNO);
		if (n == 0)
			break;
		sha256_add(&sha, trozo, (size_t)n);
		en += n;
	}
	sha256_end(&sha, &es);
	*integro = sha256_equal(&es, &d->sha256);
	return STATUS_OK;
}

static enum status report(void *arg, int hechas, int total, const char *texto, struct error *err)
{
	return trabajo_progress(arg, hechas, total, texto, err);
}

/* ---- the result ---- */

static void write_result(struct buf *out, const struct copia *c, const struct copia_examen *x, bool entero)
{
	struct json_writer w;
	json_begin(&w, out);
	json_object(&w, NULL);
	if (c->hallada) {
		json_object(&w, "documento");
		json_uuid(&w, "id", &c->documento.id);
		json_sha256(&w, "sha256", &c->documento.sha256);
		json_int(&w, "tamano", c->documento.tamano);
		json_bool(&w, "integro", c->integro);
		json_object_end(&w);
	}
	if (c->hay_aprobado && entero) {
		json_object(&w, "dictaminado");
		json_uuid(&w, "id", &c->aprobado.id);
		json_int(&w, "version", c->aprobado.version);
		json_object_end(&w);
	}
	if (x)
		copia_examen_write(&w, x, entero);
	json_object_end(&w);
}

static enum status examine(struct copia *c, struct buf *resultado, struct error *err)
{
	struct informe copia, aprobado;
	struct copia_encargo encargo = c->encargo;
	struct copia_examen x;
	const struct config *cf = c->o->app->config;
	FD_AUTO fd = open(cf->carpeta_temporal, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd < 0)
		return error_set(err, PROBLEM_SATURADO);
	enum status st = fetch(c->o, &c->documento, fd, &c->integro, err);
	if (st == STATUS_OK)
		st = informe_load(c->o, &c->documento.sha256, c->documento.tamano, c->arena, &copia, err);
	if (st == STATUS_OK && c->hay_aprobado)
		st = informe_load(c->o, &c->aprobado.sha256, c->aprobado.tamano, c->arena, &aprobado, err);
	if (st != STATUS_OK)
		return st;
	encargo.fd = fd;
	encargo.informe = &copia;
	encargo.aprobado = c->hay_aprobado ? &aprobado.texto : NULL;
	encargo.lectura = lectura_opciones_of(c->o->app);
	encargo.lectura.avance = report;
	encargo.lectura.arg = c->av;
	st = copia_examinar(&encargo, c->arena, &x, err);
	if (st != STATUS_OK)
		return st;
	write_result(resultado, c, &x, true);
	write_result(trabajo_local(c->av), c, &x, false);
	return STATUS_OK;
}

enum status copia_revisar(
	struct obrero *o, const struct trabajo *t, struct trabajo_avance *av, struct buf *resultado_json, struct error *err)
{
	char id[UUID_LEN];
	ARENA_AUTO *carga = arena_create(CARGA_MAX);
	ARENA_AUTO *a = arena_create(EXAMEN_MAX);
	struct copia c = {.o = o, .t = t, .av = av, .arena = a};
	if (!a || !carga)
		return error_set(err, PROBLEM_SATURADO);
	uuid_format(&t->expediente, id);
	enum status st = trabajo_progress(av, 0, 0, "Se reúne la copia firmada", err);
	if (st == STATUS_OK)
		st = expediente_with(o, NULL, id, carga, take_from_file, &c, err);
	if (st != STATUS_OK)
		return st;
	if (c.hallada)
		return examine(&c, resultado_json, err);
	/* subsanar_registro may bring an amending instrument alone: then there is no copy to look at. */
	write_result(resultado_json, &c, NULL, true);
	write_result(trabajo_local(av), &c, NULL, false);
	return STATUS_OK;
}
