/* One document: the journal up to its act, the file as it was, the PDF, the seal, the row. */
#include "services/emision.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "codec/json.h"
#include "services/bitacora.h"
#include "services/plantillas.h"
#include "services/plegar.h"
#include "services/registro.h"
#include "services/trabajos.h"
#include "store/directorio.h"
#include "store/expedientes.h"

#define CARGA_MAX (64u << 20)
#define CABEZA_VIEJA_US (INT64_C(2) * 86400 * 1000000)
#define RESULTADO_MAX 1024

struct emitir {
	struct obrero *o;
	struct arena *a;
	const struct uuid *expediente;
	int n;
	struct expediente e;
	struct acto acto;
	const struct emision *emision;
	struct emision_entrada entrada;
	struct sha256 juego; /* of templates, with which it is made */
};

/* ---- what the document is about ---- */

static enum status fill_entry(struct emitir *m, char codigo[static CODIGO_LEN], struct error *err)
{
	struct organizacion org;
	struct usuario quien;
	enum status st = directorio_organizacion(m->o->db, &m->e.organizacion, m->a, &org, err);
	if (st == STATUS_OK)
		st = directorio_usuario(m->o->db, &m->acto.actor.usuario, m->a, &quien, err);
	if (st != STATUS_OK)
		return st;
	codigo_nuevo(codigo);
	m->entrada = (struct emision_entrada){
		.e = &m->e,
		.acto = &m->acto,
		.emision = m->emision,
		.actor_nombre = quien.nombre,
		.organizacion = org.nombre,
		.organizacion_siglas = org.siglas,
		.codigo = codigo,
		.url_publica = m->o->app->escribania->url_publica,
	};
	return STATUS_OK;
}

/* ---- what the constancia proves ---- */

/* A signed head of a log that has that leaf; *hay false: nobody signs this log. UNAVAILABLE: the next head will have it. */
static enum status head_over(struct emitir *m, int64_t indice, struct bitacora_cabeza *out, bool *hay, struct error *err)
{
	struct bitacora_cabeza_fila *v = NULL;
	size_t n = 0;
	int64_t firmado = 0;
	enum status st = m->o->app->llave_bitacora ? bitacora_sign_due(m->o, &firmado, err) : STATUS_OK;
	if (st == STATUS_OK)
		st = bitacora_heads(m->o->db, 0, 1, m->a, &v, &n, err);
	if (st != STATUS_OK)
		return st;
	*hay = n > 0 && v[0].cabeza.tamano > indice;
	if (*hay)
		*out = v[0].cabeza;
	else if (n > 0 && v[0].cabeza.momento > reloj_now() - CABEZA_VIEJA_US)
		return error_set(err, PROBLEM_BITACORA_SIN_CABEZA); /* another instance signs */
	return STATUS_OK;
}

/* That the entry is in the registry's log. Its own job may not have written it yet: then it is written here. */
static enum status prove(struct emitir *m, struct error *err)
{
	struct bitacora_hoja *hoja = NULL;
	struct bitacora_cabeza *cabeza = ARENA_NEW(m->a, struct bitacora_cabeza);
	struct bitacora_inclusion *p = ARENA_NEW(m->a, struct bitacora_inclusion);
	const char *porque = NULL;
	size_t n = 0;
	bool hay = false;
	BUF_AUTO resultado;
	buf_init(&resultado, RESULTADO_MAX);
	if (!cabeza || !p)
		return error_set(err, PROBLEM_SATURADO);
	enum status st = registro_record(m->o, m->expediente, m->n, &resultado, err);
	if (st == STATUS_OK)
		st = bitacora_leaves_of(m->o->db, m->e.registro.numero, 1, 1, m->a, &hoja, &n, err);
	if (st == STATUS_OK && n == 0)
		st = error_set(err, PROBLEM_INTERNO);
	if (st == STATUS_OK)
		st = head_over(m, hoja[0].hecho.indice, cabeza, &hay, err);
	if (st != STATUS_OK || !hay)
		return st;
	st = bitacora_inclusion_of(m->o, hoja[0].hecho.indice, cabeza->tamano, m->a, p, err);
	if (st != STATUS_OK)
		return st;
	p->cabeza = cabeza;
	m->entrada.prueba = p;
	if (bitacora_check_inclusion(p, m->a, &porque))
		return STATUS_OK;
	err->interno = porque;
	return error_set(err, PROBLEM_INTERNO);
}

/* ---- keeping it ---- */

static int memory_file(const struct buf *pdf)
{
	int fd = memfd_create("emitido", MFD_CLOEXEC);
	size_t at = 0;
	while (fd >= 0 && at < pdf->len) {
		ssize_t k = write(fd, pdf->data + at, pdf->len - at);
		if (k < 0 && errno == EINTR)
			continue;
		if (k <= 0) {
			close(fd);
			return -1;
		}
		at += (size_t)k;
	}
	return fd;
}

static enum status keep(struct emitir *m, const struct buf *pdf, const struct sellado *s, bool *hecho, struct uuid *id, struct error *err)
{
	struct emision_rotulo r;
	struct sello_datos certificado;
	enum status st = emision_rotulo(&m->entrada, m->a, &r, err);
	if (st == STATUS_OK)
		st = sello_datos(m->o->app->escribania->sello, m->a, &certificado, err);
	if (st != STATUS_OK)
		return st;
	struct emitido_fila f = {
		.id = uuid_v7(s->en / 1000),
		.expediente = *m->expediente,
		.n = m->n,
		.clase = vocabulario_slug(&vocabulario_emitido, (int)m->emision->clase),
		.nombre = r.nombre,
		.numero = r.numero,
		.fecha = r.fecha,
		.tamano = (int64_t)pdf->len,
		.codigo = m->entrada.codigo,
		.certificado = certificado.huella,
		.sello = s->tiempo ? "B-T" : "B-B",
		.sello_nota = s->motivo,
		.sellado_en = s->en,
		.plantillas = m->juego,
		.tiene_plantillas = true,
	};
	sha256_of(pdf->data, pdf->len, &f.sha256);
	int fd = memory_file(pdf);
	if (fd < 0)
		return error_set(err, PROBLEM_SATURADO);
	st = emitido_add(m->o->db, &f, fd, hecho, err);
	close(fd);
	*id = f.id;
	return st;
}

/* ---- making it ---- */

/* With the templates that are in force now. */
static enum status print(struct emitir *m, struct buf *pdf, struct error *err)
{
	struct plantillas *vigentes = NULL;
	enum status st = plantillas_for_document(m->o->db, m->o->app->plantillas, m->a, &vigentes, &m->juego, err);
	const struct imprenta im = plantillas_press(m->o->app, vigentes);
	if (st == STATUS_OK)
		st = emision_imprimir(&im, &m->entrada, m->a, pdf, err);
	plantillas_free(vigentes);
	return st;
}

static enum status make(struct emitir *m, bool *hecho, struct uuid *id, struct error *err)
{
	char codigo[CODIGO_LEN];
	struct sellado s;
	BUF_AUTO pdf;
	buf_init(&pdf, EMISION_PDF_MAX);
	enum status st = fill_entry(m, codigo, err);
	if (st == STATUS_OK && m->emision->clase == EMITIDO_CONSTANCIA)
		st = prove(m, err);
	if (st == STATUS_OK)
		st = print(m, &pdf, err);
	if (st == STATUS_OK)
		st = sello_pdf(m->o->app->escribania->sello, &pdf, reloj_now(), m->a, &s, err);
	return st == STATUS_OK ? keep(m, &pdf, &s, hecho, id, err) : st;
}

enum status emision_make(struct obrero *o, const struct uuid *expediente, int n, bool *hecho, struct uuid *id, struct error *err)
{
	*hecho = false;
	ARENA_AUTO *a = arena_create(CARGA_MAX);
	struct emitir *m = a ? ARENA_NEW(a, struct emitir) : NULL;
	if (!m)
		return error_set(err, PROBLEM_INTERNO);
	*m = (struct emitir){.o = o, .a = a, .expediente = expediente, .n = n};
	enum status st = expediente_fold_to(o->db, expediente, n, a, &m->e, &m->acto, err);
	if (st != STATUS_OK)
		return st;
	m->emision = emision_find(m->acto.tipo);
	bool hay = false;
	if (m->emision)
		st = emitido_exists(o->db, expediente, n, vocabulario_slug(&vocabulario_emitido, (int)m->emision->clase), &hay, err);
	if (st != STATUS_OK || !m->emision || hay)
		return st;
	return make(m, hecho, id, err);
}

/* ---- as a job ---- */

enum status emision_job(struct obrero *o, const struct trabajo *t, struct trabajo_avance *av, struct buf *resultado_json, struct error *err)
{
	struct uuid id;
	bool hecho = false;
	enum status st = trabajo_progress(av, 0, 1, "Se compone y se sella el documento", err);
	if (st == STATUS_OK)
		st = emision_make(o, &t->expediente, t->n, &hecho, &id, err);
	if (st != STATUS_OK)
		return st;
	struct json_writer w;
	json_begin(&w, resultado_json);
	json_object(&w, NULL);
	json_bool(&w, "emitido", hecho);
	if (hecho)
		json_uuid(&w, "documento", &id);
	else
		json_string(&w, "motivo", "ya_emitido");
	json_object_end(&w);
	return STATUS_OK;
}

/* ---- what was left behind ---- */

#define ARCHIVOS_POR_PASO 500
#define TRABAJOS_POR_PASO 50

enum status emision_sweep(struct obrero *o, struct uuid *desde, int *puestos, struct error *err)
{
	const char *actos[ACTO_COUNT], *clases[ACTO_COUNT];
	*puestos = 0;
	for (size_t i = 0; i < emisiones_count; i++) {
		actos[i] = vocabulario_slug(&vocabulario_acto, (int)emisiones[i].acto);
		clases[i] = vocabulario_slug(&vocabulario_emitido, (int)emisiones[i].clase);
	}
	const struct emitidos_debidos d = {.actos = actos,
		.clases = clases,
		.n = emisiones_count,
		.archivos_max = ARCHIVOS_POR_PASO,
		.trabajos_max = TRABAJOS_POR_PASO};
	return emitidos_replace(o->db, &d, desde, puestos, err);
}
